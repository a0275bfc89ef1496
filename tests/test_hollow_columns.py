"""Tables with columns that hold nothing between those of the form or behind them, and with one column alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from loaders import load
from loaders.readers.grid import Span
from tests.forms_of_figures import grid, make, report, rows_of_two, tabs
from tests.printed.blocks import Table, blocks, placed, width_of
from tests.printed.html import html
from tests.test_off_a_page import compared


def hollow(table: Table, beside: set[int]) -> Table:
    """The table with an empty column behind each of these columns."""
    at = [column + sum(each < column for each in beside) for column in range(width_of(table) + 1)]
    rows: list[list[tuple[float, Span]]] = [[] for _ in table.rows]
    for text, top, bottom, left, right in placed(table):
        ends = right - 1 in beside
        rows[top].append((left, Span(text, bottom - top, at[right] - at[left] - ends)))
        if ends:
            rows[top].append((right - 0.5, Span("", bottom - top)))
    return Table(rows=[[cell for _, cell in sorted(row, key=lambda each: each[0])] for row in rows], heads=table.heads)


def page(form: str, seed: int, beside: set[int]) -> bytes:
    parts = blocks(make(random.Random(seed), form, blanks=True))
    parts = [hollow(part, beside) if isinstance(part, Table) else part for part in parts]
    return html(parts)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("beside", [{3, 5, 7, 9}, {4}, {4, 8, 12}])
def test_every_cell(form: str, beside: set[int], tmp_path: Path) -> None:
    made = make(random.Random(51), form, blanks=True)
    path = tmp_path / "a.html"
    path.write_bytes(page(form, 51, beside))
    assert compared(load(str(path)), made) == (len(made.truth), [])


def test_a_figure_in_such_a_column_leaves_its_row_open(tmp_path: Path) -> None:
    made = make(random.Random(52), "2021", blanks=True)
    text = page("2021", 52, {4}).decode()
    at = text.index("一、本年新收")
    cut = text.index("<td></td>", at)
    path = tmp_path / "a.html"
    path.write_text(f"{text[:cut]}<td>7</td>{text[cut + 9 :]}", encoding="utf-8")
    assert compared(load(str(path)), made)[1] == []


@pytest.mark.parametrize("seed", range(4))
def test_last_cells_that_go_on_beyond_the_heads(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    made = make(rng, "2021", blanks=True)
    parts = blocks(made)
    at = max(at for at, part in enumerate(parts) if isinstance(part, Table) and part.heads and len(part.rows) > 9)
    table = parts[at]
    assert isinstance(table, Table)
    wider = [[*row[:-1], row[-1]._replace(columns=rng.choice((1, 2)))] for row in table.rows[3:]]
    parts[at] = Table(rows=[*table.rows[:3], *wider], heads=3)
    path = tmp_path / "a.html"
    path.write_bytes(html(parts))
    assert compared(load(str(path)), made) == (len(made.truth), [])


@pytest.mark.parametrize("head", ["总计", "数量", "数量（件）"])
def test_one_column_of_requests(head: str, tmp_path: Path) -> None:
    made = make(random.Random(53), "2021")
    one, _, three = grid(made)
    two = [["办理情况", head], *([labels[-1], cells[-1]] for _, labels, cells in rows_of_two(made))]
    path = tmp_path / "a.txt"
    path.write_text(report([tabs(one), tabs(two), tabs(three)]), encoding="utf-8")
    wanted = sum(party in (None, "total") for _, party in made.truth)
    assert compared(load(str(path)), made) == (wanted, [])
