"""Merged cells: heads printed once span the columns of the form, labels span the blanks after them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from index import numbers

OVER: dict[str, int] = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))["over"]
"""columns under each head that has more than one"""

Room = tuple[int, int]
"""columns and rows that a cell takes; none of either if another takes its place"""
_COVERED: Room = (0, 0)


def merges(cell: str) -> bool:
    """Whether a head is known to stand over several columns."""
    return "".join(cell.split()) in OVER


def rooms(heads: Sequence[Sequence[str]], width: int) -> list[tuple[Room, ...]] | None:
    """What room each cell of a head's rows takes in a table of `width` columns; None where it does not come out even.

    A head with nothing under it reaches down to the figures. What stands first and is in no form takes the columns that
    are left: it is over the labels, and a row below may go on with it.
    """
    free = list(range(width))
    made: list[list[Room]] = []
    labels, begun = 0, 0
    for at, cells in enumerate(heads):
        names = ["".join(cell.split()) for cell in cells]
        spans, left = [OVER.get(name, 1) for name in names], len(heads) - at
        row: list[Room] = []
        if at == 0 and spans and spans[0] == 1:
            spans[0] += len(free) - sum(spans)
            labels = spans[0]
        elif labels and sum(spans) == len(free) + 1 and spans[0] == 1:
            made[begun][0], begun = (labels, at - begun), at
            row.append((labels, left))
            names, spans = names[1:], spans[1:]
        if sum(spans) != len(free) or min(spans, default=0) < 1:
            return None
        below: list[int] = []
        for name, span in zip(names, spans, strict=True):
            under, free = free[:span], free[span:]
            if under[-1] - under[0] != span - 1:
                return None
            below += under if name in OVER else []
            row.append((span, 1 if name in OVER else left))
        made.append(row)
        free = below
    return [tuple(row) for row in made] if not free else None


def spread(rows: Sequence[Sequence[str]], width: int) -> list[tuple[Room, ...]]:
    """What room each of the first `width` cells of rows takes, where merged cells are printed as a label and blanks.

    A label takes the blanks to its right, then those below; a row with no label at all is nobody's. Cells after the
    first `width` are figures: a blank there is one, and is left.
    """
    made = [[(1, 1)] * len(row) for row in rows]
    told = [[bool(cell) for cell in row[:width]] for row in rows]
    labelled = [any(cell and numbers.cell(cell) is None for cell in row) for row in rows]
    free = [[True] * width for _ in rows]
    for at, row in enumerate(told):
        for column in range(width):
            if not row[column] or not free[at][column]:
                continue
            after = (to for to in range(column + 1, width) if row[to] or not free[at][to])
            end = next(after, width)
            # A label beside it, or left of it, begins something else.
            below = (to for to in range(at + 1, len(rows)) if any(told[to][:end]) or not labelled[to])
            last = next(below, len(rows))
            for line in range(at, last):
                for to in range(column, end):
                    free[line][to], made[line][to] = False, _COVERED
            made[at][column] = (end - column, last - at)
    return [tuple(row) for row in made]


def covered(rows: Sequence[Sequence[Room]]) -> list[list[tuple[int, int]]]:
    """For each row of a table and each column: the cell that stands there, as the row it begins in and its number."""
    made: list[dict[int, tuple[int, int]]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for number, (wide, deep) in enumerate(row):
            while wide and column in made[at]:
                column += 1
            for below in made[at : at + deep]:
                below.update(dict.fromkeys(range(column, column + wide), (at, number)))
            column += wide
    return [[row[column] for column in sorted(row)] for row in made]
