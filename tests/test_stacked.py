"""loaders/tables/stacked.py: cells that have a line each, of which a blank one is an empty line."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.models import Report
from loaders import load
from tests.forms_of_figures import Made, grid, make, report

Rows = Sequence[Sequence[str]]


def lines(rows: Rows) -> list[str]:
    """As a word processor saves it: labels that are there, and every cell behind them."""
    found: list[str] = []
    for row in rows:
        labels = next((at for at, cell in enumerate(row) if not cell or cell.lstrip("-").isdigit()), len(row))
        figures = row[labels:] if any(cell.lstrip("-").isdigit() for cell in row) else filter(None, row[labels:])
        found += [*row[:labels], *figures]
    return found


def below_merged_cells(rows: Rows) -> list[str]:
    """Two empty lines before each label: cells that are merged with those above."""
    return [line for row in rows for line in (*([""] * 2 if row[-1].isdigit() else ()), *lines([row]))]


def parted(rows: Rows) -> list[str]:
    """An empty line between all cells, as a page's words are copied."""
    return [each for line in lines(rows) for each in (line, "")]


LAYOUTS = {"lines": lines, "merged": below_merged_cells, "parted": parted}


def read(folder: Path, text: str) -> Report:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def made_with_blanks(seed: int, form: str) -> Made:
    made = make(random.Random(seed), form, blanks=True)
    made.two["outcome.granted"] = [None, 3, None, None, None, None, 3]
    made.__post_init__()
    return made


def compared(found: Report, made: Made) -> tuple[int, list[str]]:
    told = {(fact.metric or "", fact.party): fact.value for fact in found.facts if fact.kind == "table"}
    wrong = [f"{key}: {value} for {made.truth.get(key)}" for key, value in told.items() if value != made.truth.get(key)]
    return len(told) - len(wrong), wrong


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_an_empty_line_is_a_blank_cell(layout: Callable[[Rows], list[str]], form: str, tmp_path: Path) -> None:
    made = made_with_blanks(20, form)
    one, two, three = grid(made)
    found = read(tmp_path, report([lines(one), layout(two), lines(three)]))
    assert compared(found, made) == (len(made.truth), [])


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_an_empty_line_that_is_lost_leaves_no_cell_to_be_told_by_the_others(
    layout: Callable[[Rows], list[str]], tmp_path: Path
) -> None:
    made = made_with_blanks(21, "2021")
    one, two, three = grid(made)
    whole = layout(two)
    for at in [at for at, line in enumerate(whole) if not line][::5]:
        found = read(tmp_path, report([lines(one), [*whole[:at], *whole[at + 1 :]], lines(three)]))
        assert compared(found, made)[1] == []


def test_rows_of_the_small_tables_left_blank(tmp_path: Path) -> None:
    made = make(random.Random(22), "2021")
    one, two, three = grid(made)
    for row in one:
        if row[0] == "行政规范性文件":
            row[1:] = ["", "7", ""]
    found = read(tmp_path, report([lines(one), lines(two), lines(three)]))
    told = {fact.metric: fact.value for fact in found.facts if fact.metric and fact.metric.startswith("normative")}
    assert told == {"normative_documents.issued": None, "normative_documents.repealed": 7,
                    "normative_documents.in_force": None}  # fmt: skip
