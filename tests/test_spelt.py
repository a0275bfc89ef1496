"""Labels that go on below their figures beside pieces of a group's label, with single blanks between all words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from loaders import load
from loaders.models import Line
from loaders.tables.spelt import put_together
from tests.forms_of_figures import grid, make, report, rows_of_two, tabs
from tests.test_off_a_page import compared

NARROW = {0: 10, 1: 6, 2: 4}
"""characters of a label on one line, by how far in it stands"""


def narrow(group: str, label: str, depth: int, cells: list[str]) -> list[str]:
    pieces = [label[at : at + NARROW[depth]] for at in range(0, len(label), NARROW[depth])]
    groups = [group[at : at + 2] for at in range(0, len(group), 2)]
    count = max(len(pieces), len(groups))
    lines = [" ".join(part for each in (groups, pieces) for part in each[at : at + 1]) for at in range(count)]
    return [" ".join([lines[0], *cells]), *lines[1:]]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_row_of_narrow_columns(form: str, tmp_path: Path) -> None:
    made = make(random.Random(41), form)
    one, two, three = grid(made)
    lines = [" ".join(filter(None, row)) for row in two[:3]]
    for key, labels, cells in rows_of_two(made):
        depth = 0 if key.startswith("requests.") else 1 if key.count(".") == 1 else 2
        lines += narrow(labels[0] if len(labels) > 1 else "", labels[-1], depth, cells)
    path = tmp_path / "report.txt"
    path.write_text(report([tabs(one), lines, tabs(three)]), encoding="utf-8")
    assert compared(load(str(path)), made) == (len(made.truth), [])


@pytest.mark.parametrize(
    "texts",
    [
        ["5.属 0 0 0 0 0 0 0", "于三", "类过", "程性"],
        ["5.属 0 0 0 0 0 0 0", "6.于三类内部事务信息 0 0 0 0 0 0 0"],
        ["1.重 3 0 0 0 0 0 3", "要信息"],
        ["/ 0 0 3", "○ 0 0", "无 12"],
    ],
)
def test_what_is_not_the_form_letter_by_letter_stays(texts: list[str]) -> None:
    lines = [Line(number=at, text=text) for at, text in enumerate(texts, 1)]
    assert list(put_together(lines)) == lines


def test_long_lines_take_no_long_time() -> None:
    lines = [Line(number=1, text=text) for text in ("办" * 20_000 + " 3 ", "1 " * 20_000, "办 " + "1 " * 20_000)]
    assert list(put_together(lines)) == lines
