"""loaders/tables/laid_out.py: pages laid out in text, figures below each other and labels that wrap around them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.models import Report
from loaders import load
from tests.forms_of_figures import HEAD, Made, grid, make, report, rows_of_two, tabs

LEFT = (0, 6, 12)
"""where the labels of three columns begin"""
RIGHT = (30, 38, 46, 54, 62, 70, 78)
"""where the columns of figures end"""
WIDE = 8
"""characters of a label on one line"""


def read(folder: Path, text: str) -> Report:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def placed(line: str, at: int, text: str) -> str:
    return line.ljust(at) + text if len(line) <= at else f"{line} {text}"


def figures(line: str, cells: list[str]) -> str:
    for right, cell in zip(RIGHT, cells, strict=True):
        line = placed(line, right - len(cell), cell) if cell else line
    return line


def around(label: str, left: int, cells: list[str]) -> list[str]:
    """A row whose label wraps, its figures level with the middle of it."""
    pieces = [label[at : at + WIDE] for at in range(0, len(label), WIDE)]
    lines = [" " * left + piece for piece in pieces]
    middle = len(lines) // 2
    if len(lines) % 2:
        lines[middle] = figures(lines[middle], cells)
    else:
        lines.insert(middle, figures("", cells))
    return lines


def below(label: str, left: int, cells: list[str]) -> list[str]:
    """A row whose label goes on below its figures, more narrowly the further in it stands."""
    wide = WIDE - left // 2
    lines = [" " * left + label[at : at + wide] for at in range(0, len(label), wide)]
    return [figures(lines[0], cells), *lines[1:]]


def laid_out(made: Made, *, page: int = 0, wrap: Callable[[str, int, list[str]], list[str]] = around) -> list[str]:
    """page: row at which the second one begins, further to the right."""
    lines = [placed("", 40, "申请人情况"), placed("（本列数据的勾稽关系", 40, "法人或其他组织")]
    lines += [placed(placed("", RIGHT[0] - 3, HEAD[0]), RIGHT[6] - 2, HEAD[6])]
    five = ""
    for right, head in zip(RIGHT[1:6], HEAD[1:6], strict=True):
        five = placed(five, right - len(head), head)
    lines.append(five)
    for at, (key, labels, cells) in enumerate(rows_of_two(made)):
        depth = 0 if key.startswith("requests.") else 1 if key.count(".") == 1 else 2
        rows = wrap(labels[-1], LEFT[depth], cells)
        if len(labels) > 1 and wrap is around:
            rows[0] = placed(labels[0][:4], LEFT[depth], rows[0].strip()) if depth else rows[0]
        for line, row in enumerate(rows if wrap is below and len(labels) > 1 else ()):
            rows[line] = (" " * LEFT[depth - 1] + labels[0][2 * line : 2 * line + 2]).ljust(LEFT[depth])
            rows[line] += row[LEFT[depth] :]
        if page and at >= page:
            rows = ["  " + row for row in rows]
            rows[0] = "\f" + rows[0] if at == page else rows[0]
        lines += rows
    return lines


def compared(found: Report, made: Made) -> tuple[int, list[str]]:
    told = {(fact.metric or "", fact.party): fact.value for fact in found.facts if fact.kind == "table"}
    wrong = [f"{key}: {value} for {made.truth.get(key)}" for key, value in told.items() if value != made.truth.get(key)]
    return len(told) - len(wrong), wrong


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_labels_of_three_columns_that_go_on_below_their_figures(form: str, tmp_path: Path) -> None:
    made = make(random.Random(31), form, blanks=True)
    one, _, three = grid(made)
    found = read(tmp_path, report([tabs(one), laid_out(made, page=5, wrap=below), tabs(three)]))
    assert compared(found, made) == (len(made.truth), [])


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("page", [0, 9])
def test_a_page_laid_out(form: str, page: int, tmp_path: Path) -> None:
    made = make(random.Random(30), form, blanks=True)
    one, _, three = grid(made)
    found = read(tmp_path, report([tabs(one), laid_out(made, page=page), tabs(three)]))
    assert compared(found, made) == (len(made.truth), [])


def test_a_column_that_no_row_fills_stands_below_its_head(tmp_path: Path) -> None:
    made = make(random.Random(31), "2021")
    for row in made.two.values():
        row[6], row[3] = (row[6] or 0) - (row[3] or 0), None
    made.__post_init__()
    one, _, three = grid(made)
    found = read(tmp_path, report([tabs(one), laid_out(made), tabs(three)]))
    assert compared(found, made) == (len(made.truth), [])


def test_figures_that_stand_below_two_columns_or_do_not_add_up_are_not_put_there(tmp_path: Path) -> None:
    made = make(random.Random(32), "2021", blanks=True)
    one, _, three = grid(made)
    whole = laid_out(made)
    for at, by in ((44, 1), (26, 5)):
        moved = [
            line[:at] + " " * by + line[at:] if len(line) > RIGHT[2] and number % 3 else line
            for number, line in enumerate(whole)
        ]
        found = read(tmp_path, report([tabs(one), moved, tabs(three)]))
        assert compared(found, made)[1] == []


def drawn_near(line: str) -> str:
    """A row with its total next to what stands before it, or where that would."""
    before, _, total = line.rpartition(" ")
    if total == HEAD[6]:
        return before.rstrip().ljust(RIGHT[5] + 1) + total
    if len(line) < RIGHT[6] or not total.isdigit():
        return line
    before = before.rstrip()
    return before.ljust(RIGHT[5] - 1) + (" " if len(before) >= RIGHT[5] - 1 else "") + total


@pytest.mark.parametrize("seed", range(4))
def test_totals_next_to_the_figures_before_them_are_told_by_the_sums(seed: int, tmp_path: Path) -> None:
    made = make(random.Random(40 + seed), "2021", blanks=True)
    one, _, three = grid(made)
    lines = [drawn_near(line) for line in laid_out(made)]
    found = read(tmp_path, report([tabs(one), lines, tabs(three)]))
    right, wrong = compared(found, made)
    assert not wrong
    assert right > len(made.truth) // 2
