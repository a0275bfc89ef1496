"""loaders/tables/broken.py: figures that blanks or a line end break within their cell."""

from __future__ import annotations

import pytest

from loaders.tables.broken import is_broken, put_together
from loaders.tables.cells import Cell, kind_of
from loaders.tables.placed import Row, Values, make_row


def row(key: str, *texts: str) -> Row:
    cells = tuple(Cell(text, *kind_of(text), 1, at, len(texts)) for at, text in enumerate(texts))
    return make_row(key=key, label=key, cells=cells, line=1)


def last_is_sum(values: Values) -> bool:
    return values[-1] is not None and sum(value or 0 for value in values[:-1]) == values[-1]


def figures(*rows: Row) -> list[list[str]]:
    made = put_together({each.key: each for each in rows}, len(rows[0].cells), last_is_sum)
    return [[f"{cell.number.value:f}" if cell.number else cell.text for cell in each.cells] for each in made.values()]


@pytest.mark.parametrize(("text", "broken"), [("1 2", True), ("1,2 34", True), ("12", False), ("1 月", False)])
def test_pieces_of_figures(text: str, broken: bool) -> None:
    assert is_broken(text) is broken


def test_a_total_broken_over_two_lines_is_put_together_where_the_row_adds_up() -> None:
    assert figures(row("a", "900", "230", "0", "113 0")) == [["900", "230", "0", "1130"]]


def test_two_figures_in_one_cell_stay_two() -> None:
    both = row("a", "22 16", "0", "0", "22 16")
    assert figures(both) == [["22 16", "0", "0", "22 16"]]
    assert figures(row("a", "22 16", "1", "0", "23")) == [["22 16", "1", "0", "23"]]
    assert figures(row("a", "22 16", "1", "0", "24")) == [["22 16", "1", "0", "24"]]


def test_a_table_set_digit_by_digit() -> None:
    spaced = [row("a", "1 2", "0", "1 2"), row("b", "3", "4 1", "4 4")]
    assert figures(*spaced) == [["12", "0", "12"], ["3", "41", "44"]]
    assert figures(*spaced, row("c", "15", "0", "15"))[0] == ["1 2", "0", "1 2"]
