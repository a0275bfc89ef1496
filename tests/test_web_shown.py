"""Files and charts of the pages: what a spreadsheet would run, where bars and lines stand."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest

from bot.channels.web import charts, export
from bot.models import Chart, Table
from tests.served import (
    ASKED,
    Connect,
    links,
    text_of,
)

pytestmark = pytest.mark.slow


async def test_answers_and_reports_can_be_taken_along(connect: Connect) -> None:
    client = await connect()
    await client.post("/ask", data={"q": ASKED})
    rows = list(csv.DictReader(io.StringIO((await (await client.get("/turns/1.csv")).read()).decode("utf-8-sig"))))
    assert (rows[0]["value"], rows[0]["line"], rows[0]["report"]) == ("84", "50", "qinghe-2020.txt")
    told = await (await client.get("/turns/1.json")).json()
    assert told["results"][0]["value"] == 84
    assert re.fullmatch("[0-9a-f]{12}", told["results"][0]["sources"][0]["report"])
    text = "什么是依申请公开"
    assert "/ask.csv?" in await text_of(client, "/ask", params={"q": text})
    assert "条例" in (await (await client.get("/ask.csv", params={"q": text})).read()).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(await (await client.get("/ask.xlsx", params={"q": ASKED})).read()))
    assert book.worksheets[0]["E2"].value == 84
    assert book.worksheets[0]["E2"].data_type == "n"
    report = links(await text_of(client, "/reports"), "/reports/")[0]
    facts = await (await client.get(f"{report}/facts.json")).json()
    assert len(facts["facts"]) > 100
    assert (await client.get("/turns/9.csv")).status == 404


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", '"=1', "'=1", "\x00=1", "　=1"],
)
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    made = export.Sheet(name="x", heads=("a",), rows=[(cell,)])
    (_, row) = list(csv.reader(io.StringIO(export.as_csv(made).decode("utf-8-sig"), newline="")))
    assert row[0].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(made))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@pytest.mark.parametrize("number", [Decimal(-5), Decimal("1767211.05"), Decimal(0), 7])
def test_numbers_stay_numbers(number: Decimal | int) -> None:
    made = export.Sheet(name="[x]:*", heads=("a", "b"), rows=[(number, None)])
    assert export.as_csv(made).decode("utf-8-sig").splitlines()[1] == f"{number},"
    sheet = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(made))).worksheets[0]
    assert sheet["A2"].data_type == "n"
    assert Decimal(str(sheet["A2"].value)) == number


def test_text_that_is_harmless_is_left_alone() -> None:
    assert export.defused("海珠区 12-3") == "海珠区 12-3"
    assert export.defused("") == ""
    assert export.as_xlsx(export.Sheet(name="", heads=("\x0b",), rows=[("a\x00b\ud800",)]))


def chart(*values: int | None, kind: str = "line") -> Chart:
    return Chart(
        kind=kind,
        title="t",
        labels=tuple(f"l{at}" for at in range(len(values))),
        unit="件",
        series=(("s", tuple(None if value is None else Decimal(value) for value in values)),),
    )


def test_a_line_breaks_where_there_is_no_figure_and_never_falls_to_zero() -> None:
    made = charts.drawn(chart(3, 5, None, 4, 6))
    assert made is not None
    assert len(made.lines[0].paths) == 2
    assert len(made.lines[0].points) == 4
    assert made.gaps == ("l2",)


def test_years_stand_as_far_apart_as_they_are() -> None:
    line = Chart(
        kind="line",
        title="x",
        unit="件",
        labels=("2016", "2019", "2020"),
        series=(("x", tuple(map(Decimal, (1, 2, 3)))),),
    )
    made = charts.drawn(line)
    assert made is not None
    first, second, third = (point.x for point in made.lines[0].points)
    assert round((second - first) / (third - second), 2) == 3
    evenly = charts.drawn(replace(line, labels=("甲", "乙", "丙")))
    assert evenly is not None
    assert len({round(b.x - a.x, 1) for a, b in pairwise(evenly.lines[0].points)}) == 1


def test_figures_that_would_run_into_each_other_are_left_to_the_hint() -> None:
    values = tuple(Decimal(number) for number in range(1_000_000, 1_000_020))
    labels = tuple(str(year) for year in range(2001, 2021))
    made = charts.drawn(Chart(kind="line", title="x", unit="元", labels=labels, series=(("x", values),)), small=True)
    assert made is not None
    written = [point for point in made.lines[0].points if point.written]
    assert 1 <= len(written) < 6
    assert made.lines[0].points[-1].written
    assert all(b.x - a.x > 60 for a, b in pairwise(written))
    assert made.ticks[-1][1] == "2020"


def test_columns_of_words_are_told_from_figures() -> None:
    table = Table(
        heads=("名次", "单位", "值", "行"),
        rows=(
            ("1", "云岭市青禾区第3中学", "约 84 件", "50"),
            ("2", "甲县", "12.5%", ""),
            ("3", "乙县", "没有这个数", "7"),
        ),
    )
    assert charts.texts_of(table) == (False, True, False, False)


def test_bars_are_as_long_as_their_figures() -> None:
    made = charts.drawn(chart(10, 20, -5, None, kind="bar"))
    assert made is not None
    lengths = [bar.width for bar in made.bars]
    assert lengths[1] == pytest.approx(2 * lengths[0], rel=0.01)
    assert made.bars[2].x < made.zero
    assert [bar.value for bar in made.bars] == ["10", "20", "-5"]
    many = charts.drawn(chart(*range(1, 100), kind="bar"))
    assert many is not None
    assert many.left_out == 99 - charts.MOST_BARS
    assert charts.drawn(chart(None, None)) is None
    assert charts.drawn(chart(0)) is not None
