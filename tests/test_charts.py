"""Pictures of what an answer compares."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli import run
from bot.models import Chart
from bot.pages import charts
from index.errors import UsageError

matplotlib = pytest.importorskip("matplotlib")
font_manager = pytest.importorskip("matplotlib.font_manager")
Image = pytest.importorskip("PIL.Image")

LINE = Chart(
    kind="line",
    title="青禾区 · 2019–2021",
    labels=("2019", "2020", "2021"),
    series=(("新收申请", (Decimal(70), None, Decimal(96))),),
    unit="件",
)
BARS = Chart(
    kind="bar", title="2020", labels=("青禾区", "白鹭县"), series=(("公开率", (Decimal("0.17"), None)),), unit="ratio"
)


@pytest.fixture(name="font")
def _font() -> None:
    try:
        charts._family()
    except UsageError:
        pytest.skip("no font with Chinese characters")


@pytest.mark.usefixtures("font")
@pytest.mark.parametrize("chart", [LINE, BARS], ids=["line", "bars"])
def test_a_chart_is_a_picture_that_is_not_blank(chart: Chart) -> None:
    picture = Image.open(io.BytesIO(charts.png(chart))).convert("L")
    assert picture.size == (1152, 648)
    dark, light = picture.getextrema()
    assert dark < 100 < 250 < light


@pytest.mark.usefixtures("font")
def test_bars_that_are_not_drawn_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[list[str]] = []
    monkeypatch.setattr("matplotlib.axes.Axes.set_yticks", lambda _, __, names: named.append(names))
    bodies = tuple(f"{at}区" for at in range(charts.MOST_BARS + 3))
    charts.png(Chart(kind="bar", title="", labels=bodies, series=(("", (Decimal(1),) * len(bodies)),), unit="件"))
    assert named == [[*bodies[: charts.MOST_BARS], "… +3"]]
    charts.png(BARS)
    assert named[1] == list(BARS.labels)


@pytest.mark.usefixtures("font")
def test_what_is_missing_is_drawn_as_nothing() -> None:
    whole = Chart(
        kind="line", title="", labels=LINE.labels, series=(("", (Decimal(70), Decimal(0), Decimal(96))),), unit="件"
    )
    assert charts.png(LINE) != charts.png(whole)


def test_no_font_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    charts._family.cache_clear()
    with pytest.raises(UsageError, match="fonts-wqy-microhei"):
        charts.png(LINE)
    charts._family.cache_clear()


def test_an_answer_that_compares_nothing_is_not_drawn(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    db, report = tmp_path / "x.db", Path(__file__).parents[1] / "samples" / "qinghe-2020.txt"
    assert run(["index", str(report), "--db", str(db)]) == 0
    capfd.readouterr()
    given = ["ask", "青禾区2020年收到多少件申请", "--db", str(db), "--chart", str(tmp_path / "x.png")]
    assert run(given) == 2
    told = capfd.readouterr()
    assert "compares nothing" in told.err
    assert told.out == ""  # drawn before anything is told
    assert not (tmp_path / "x.png").exists()
