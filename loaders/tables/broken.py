"""Figures that blanks or a line end break within their cell (1 2; 113 0): put together where the row's sums tell.

A cell may as well hold two figures (22 16). So it is put together only where the sums hold in one way alone; or where
all figures of the table are set digit by digit, which a single one that is not so set would belie.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from loaders.tables.cells import FIGURE, UNREADABLE, Cell, kind_of
from loaders.tables.placed import Row, Values, edges, values_of

LEAST_SPACED = 3
"""figures set digit by digit that show that all are"""
MOST_WAYS = 3**7
"""ways to read one row"""
_BROKEN = re.compile(r"[0-9,]*[0-9](?:\s[0-9][0-9,]*)+")
_DIGITS = re.compile(r"[0-9](?:\s[0-9])+")


def put_together(rows: Mapping[str, Row], width: int, holds: Callable[[Values], bool]) -> dict[str, Row]:
    """The rows, with the figures that were broken. `holds`: whether the figures of a row satisfy its sums."""
    texts = [cell.text for row in rows.values() for cell in row.cells]
    if width < 2 or not any(map(is_broken, texts)):
        return dict(rows)
    spaced = _digit_by_digit(texts)
    return {key: _mended(row, width, holds, spaced=spaced) for key, row in rows.items()}


def put_digits_together(rows: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """The cells of rows that are in no sum, with their figures put together where all are set digit by digit."""
    if not _digit_by_digit(cell.text for row in rows for cell in row):
        return [tuple(row) for row in rows]
    return [tuple(_choices(cell, spaced=True)[0] for cell in row) for row in rows]


def put_lines_together(
    cells: Sequence[Cell], below: Sequence[Cell], holds: Callable[[Values], bool]
) -> tuple[Cell, ...] | None:
    """A row whose figures go on on a line below, each in its own cell; None where the sums do not show it.

    15987 in a narrow cell is 1598 and 7 below.
    """
    if len(cells) != len(below) or any(cell.kind != FIGURE for cell in cells):
        return None
    if not any(more.text for more in below) or any(more.text and not more.text.isdigit() for more in below):
        return None
    kinds = [kind_of(cell.text + more.text) for cell, more in zip(cells, below, strict=True)]
    if any(kind != FIGURE for kind, _ in kinds):
        return None
    whole = tuple(cell._replace(number=number) for cell, (_, number) in zip(cells, kinds, strict=True))
    return whole if _adds_up(whole, holds) and not _adds_up(cells, holds) else None


def is_broken(text: str) -> bool:
    """Whether a cell holds pieces of figures that may be one."""
    return len(text) > 2 and _BROKEN.fullmatch(text) is not None


def _digit_by_digit(texts: Iterable[str]) -> bool:
    """Whether all figures of a table with more than one digit have blanks between all of these."""
    every = list(texts)
    broken = [text for text in every if is_broken(text)]
    whole = any(len(text) > 1 and kind_of(text)[0] == FIGURE for text in every)
    return len(broken) >= LEAST_SPACED and all(map(_DIGITS.fullmatch, broken)) and not whole


def _mended(row: Row, width: int, holds: Callable[[Values], bool], *, spaced: bool) -> Row:
    lead, trail = (0, 0) if len(row.cells) == width else edges(row.cells)
    cells = row.cells[lead : len(row.cells) - trail]
    if len(cells) != width or not any(is_broken(cell.text) for cell in cells):
        return row
    choices = [_choices(cell, spaced=spaced) for cell in cells]
    if math.prod(map(len, choices)) > MOST_WAYS:
        return row
    ways = [way for way in itertools.product(*choices) if _adds_up(way, holds)]
    whole = tuple(choice[0] for choice in choices)
    if ways != [whole]:
        return row
    return replace(row, cells=(*row.cells[:lead], *ways[0], *row.cells[len(row.cells) - trail :]))


def _choices(cell: Cell, *, spaced: bool) -> list[Cell]:
    """What a cell may hold: its pieces as one figure, or only one of them."""
    if cell.kind != UNREADABLE or not is_broken(cell.text):
        return [cell]
    pieces = cell.text.split()
    texts = ["".join(pieces)] if spaced else ["".join(pieces), *pieces]
    return [cell._replace(kind=kind, number=number) for kind, number in map(kind_of, texts) if kind == FIGURE] or [cell]


def _adds_up(cells: Sequence[Cell], holds: Callable[[Values], bool]) -> bool:
    values = values_of(cells, tuple(range(len(cells))))
    return values is not None and any(values) and holds(values)
