"""Tables that stand on one line, with a blank between their cells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from loaders import load
from loaders.models import Line
from loaders.tables.strung import taken_apart
from tests import forms_of_statistics as statistics
from tests.forms_of_figures import grid, make, report
from tests.test_off_a_page import compared
from tests.test_statistics import stored


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_several_rows_on_a_line(form: str, most: int, tmp_path: Path) -> None:
    rng = random.Random(most)
    made = make(rng, form)
    strung = []
    for table in grid(made):
        rows = [" ".join(filter(None, row)) for row in table]
        lines = []
        while rows:
            count = rng.randint(1, most) if most < len(rows) else len(rows)
            lines.append(" ".join(rows[:count]))
            rows = rows[count:]
        strung.append(lines)
    path = tmp_path / "report.txt"
    path.write_text(report(strung), encoding="utf-8")
    assert compared(load(str(path)), made) == (len(made.truth), [])


def test_the_statistics_form_on_one_line(tmp_path: Path) -> None:
    rows, truth = statistics.make(random.Random(5))
    cells = [cell for row in rows for cell in (row.label, row.unit, row.shown or "0")]
    path = tmp_path / "report.txt"
    path.write_text(statistics.report([" ".join([*statistics.HEAD, *cells])]), encoding="utf-8")
    assert stored(load(str(path))) == {key: value or 0 for key, value in truth.items()}


@pytest.mark.parametrize(
    "text",
    [
        "2020 年 共 收到 申请 12 件，其中 当面申请 3 件、网络申请 9 件",
        "规章 0 0 0",
        "三、本年度办理结果 （一）予以公开 3 0 0 0 0 0 3",
        "地址：青禾区人民路 8 号 电话 0101 2020 邮编 100000 传真 8 8 8",
        "规章\t0\t0 规范性文件 3 1 2",
    ],
)
def test_prose_and_rows_by_themselves_stay_as_they_are(text: str) -> None:
    assert list(taken_apart([Line(number=1, text=text)])) == [Line(number=1, text=text)]
