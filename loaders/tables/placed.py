"""Where the cells of a printed row may belong: all placements in its columns, and the grid that complete rows show."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.models import maker
from loaders.tables.cells import BLANK, UNREADABLE, Cell

MOST_OFF = 3
"""cells too many or too few beyond which a row is not settled"""
MOST_PADDING = 12
"""blank cells beside the figures of a row among which figures may be lost"""
MOST_WAYS = math.comb(15, MOST_OFF)
"""ways to put one row's cells into its columns"""
LEAST_ALIKE = 6
"""rows that make a grid"""
LEAST_NARROW = 3
"""rows with too few cells that show a column to be left out"""
LEAST_BROKEN = 3
"""cells of a line that may have been broken off"""
MOST_SHORT = 0.7
"""share of the lines of a table that show how many cells a line has"""
FLUSH = -1
"""in a grid, for lines of any number of cells: the first column stands right behind the label"""
MOST_FAILING = 10
"""one row in so many may fail its sums in a table that is read by where its cells stand"""
NOWHERE = -1
"""in a placement: the column is blank and no cell stands for it"""
Placement = tuple[int, ...]
"""for each column the index of its cell in the row, or NOWHERE"""
Values = tuple[Decimal | None, ...]
"""for each column its figure; None: blank"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One printed row that the form knows."""

    key: str
    label: str
    """as printed"""
    cells: tuple[Cell, ...]
    line: int
    pieced: bool = False
    """its cells stand on lines that may be several rows"""
    cut: bool = False
    """the text breaks off in this row: nothing in it is sure"""


make_row = maker(Row)


def edges(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many hollow cells stand at the start and at the end."""
    if not cells or (cells[0].text and cells[-1].text):
        return 0, 0
    lead = next((at for at, cell in enumerate(cells) if cell.text), len(cells))
    trail = next((at for at, cell in enumerate(reversed(cells)) if cell.text), len(cells))
    return lead, trail


def placements(cells: Sequence[Cell], width: int, *, padded: bool = False) -> list[Placement]:
    """Every way to put the cells into `width` columns in order; none where the row is too far off.

    padded: rows of this table have blank cells beside their figures that belong to no column, so that one at the edge
    of any row may be such.
    """
    count = len(cells)
    if count == width and not padded:
        return [tuple(range(width))]
    lead, trail = edges(cells)
    over = count - width
    found: dict[Placement, None] = {}
    if over >= 0:
        # Blank cells beside the label or at the end of a line are padding of the grid, no figures left out.
        starts = range(max(0, over - trail), min(lead, over) + 1)
        slides = [tuple(range(at, at + width)) for at in starts[:MOST_WAYS]]
        found |= dict.fromkeys(slides)
        inner = range(lead, count - trail)
        if not slides:
            # Blank cells on both sides of a figure leave open which of them are columns.
            hollow = over > MOST_OFF and any(not cells[at].text for at in inner)
            return [] if hollow or len(inner) - width > MOST_OFF else list(itertools.combinations(inner, width))
        if not padded or not inner or lead + trail == over or count > width + MOST_PADDING:
            return list(found)
    for first in range(lead + 1):
        for last in range(count, max(count - trail, first) - 1, -1):
            kept = range(first, last)
            if not 0 < len(kept) <= width or math.comb(width, len(kept)) > MOST_WAYS:
                continue
            for places in itertools.combinations(range(width), len(kept)):
                placement = [NOWHERE] * width
                for cell, place in zip(kept, places, strict=True):
                    placement[place] = cell
                found[tuple(placement)] = None
    return list(found)


def is_padded(rows: Iterable[Row], width: int) -> bool:
    """Whether a row has more cells than columns, and blank ones at an edge."""
    return any(len(row.cells) > width and any(edges(row.cells)) for row in rows)


def values_of(cells: Sequence[Cell], placement: Placement) -> Values | None:
    """Figures of a placement; None where one cannot be read."""
    values: list[Decimal | None] = []
    for at in placement:
        number = None
        if at != NOWHERE:
            number = cells[at].number
            if number is None and cells[at].kind == UNREADABLE:
                return None
        values.append(number.value if number is not None else None)
    return tuple(values)


def narrow(rows: Iterable[Row], width: int) -> frozenset[int]:
    """Numbers of cells of lines that have fewer columns of figures than the head: what is left out is not told.

    The figures of all of them begin behind the last label of any.
    """
    sizes: dict[int, list[int]] = {}
    full: set[int] = set()
    for row in rows:
        if row.cells[0].of:
            sizes.setdefault(row.cells[0].of, []).append(len(row.cells))
            if len(row.cells) < width and reach(row) == row.cells[0].of and all(cell.text for cell in row.cells):
                full.add(row.cells[0].of)
    return frozenset(
        of
        for of, each in sizes.items()
        if max(each) >= width and (of in full or sum(size < width for size in each) >= LEAST_NARROW)
    )


def reach(row: Row) -> int:
    """Cells of a line up to the last of the row, or columns of the grid; 0 where blanks part them.

    Where cells have a line each, only those of the row.
    """
    if row.cells[-1].of == 1:
        return len(row.cells)
    return row.cells[-1].at + 1 if row.cells[-1].of else 0


def furthest(rows: Iterable[Row]) -> dict[int, int]:
    """By where rows begin how far the longest of them reaches."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.cells[0].at] = max(reach(row), found.get(row.cells[0].at, 0))
    return found


def usual_reach(rows: Iterable[Row], width: int) -> int:
    """How far nearly all rows of a table reach; 0 where they do not agree."""
    sizes = Counter(min(reach(row), width) if row.cells[-1].of == 1 else reach(row) for row in rows)
    size, count = max(sizes.items(), key=lambda item: item[1], default=(0, 0))
    return size if count >= max(LEAST_ALIKE, sizes.total() * MOST_SHORT) else 0


def breaks_off(row: Row, usual: int, width: int) -> list[Placement]:
    """Placements of a row whose line may break off before its end: its cells stand in the first columns."""
    cells = row.cells
    lead, _ = edges(cells)
    several = cells[0].line != cells[-1].line and cells[-1].of != 1
    if not 0 < reach(row) < usual or len(cells) - lead >= width or several:
        return []
    if reach(row) == cells[0].of and len(cells) - lead < LEAST_BROKEN:
        # a figure and its total, in a grid of their own or without the blanks between
        return []
    figures = [cell.number.value for cell in cells if cell.number is not None]
    if figures == [0] and cells[-1].number is not None:
        # blanks, and a zero that can be nothing but their total
        return []
    starts = [at for at in range(lead + 1) if len(cells) - at < width]
    return [(*range(at, len(cells)), *[NOWHERE] * (width - len(cells) + at)) for at in starts]


def stripped(row: Row, most: int, width: int) -> list[Placement]:
    """Placement of a row of zeros on a shorter line than others: behind a margin, its total left blank."""
    cells = row.cells
    zeros = not any(cell.number.value if cell.number else cell.text and cell.kind != BLANK for cell in cells)
    short = len(cells) == width and 0 < reach(row) < most and not cells[0].text and bool(cells[-1].text)
    return [(*range(1, width), NOWHERE)] if short and zeros else []


def grid_of(rows: Iterable[Row], width: int) -> dict[int, int]:
    """Where the columns begin in lines of so many cells, if the last figures of all rows on such lines agree.

    A line that is shorter than others and ends with a figure may have lost the blanks behind it: where blanks stand
    before its columns too, it shows none.
    """
    ends: dict[int, list[int]] = {}
    margins: dict[int, int] = {}
    for row in rows:
        lead, trail = edges(row.cells)
        filled = row.cells[lead : len(row.cells) - trail]
        if filled and len({cell.line for cell in filled}) == 1:
            of = filled[0].of
            ends.setdefault(of, []).append(filled[-1].at)
            margins[of] = min(row.cells[0].at, margins.get(of, of))
    found = {of: at[0] - width + 1 for of, at in ends.items() if len(at) >= LEAST_ALIKE and len(set(at)) == 1}
    most = max(ends, default=0)
    stripped = {of for of, start in found.items() if of < most and start + width == of and margins[of] < start}
    return {of: start for of, start in found.items() if of not in stripped}


def is_flush(rows: Iterable[Row], width: int, holds: Callable[[Values], bool]) -> bool:
    """Whether all rows begin right behind their label and are filled up with blanks to one number of cells.

    Their sums must hold when they are read so: a figure that slipped would break them.
    """
    sizes: set[int] = set()
    good = failing = 0
    for row in rows:
        if len(row.cells) < width or len({cell.line for cell in row.cells}) > 1:
            return False
        values = values_of(row.cells, tuple(range(width)))
        if values is None or any(cell.kind != BLANK for cell in row.cells[width:]):
            return False
        sizes.add(row.cells[0].of)
        if any(values):
            good, failing = (good + 1, failing) if holds(values) else (good, failing + 1)
    return len(sizes) == 1 and 0 not in sizes and good >= LEAST_ALIKE and failing * MOST_FAILING <= good


def in_grid(cells: Sequence[Cell], columns: Mapping[int, int], width: int) -> Values | None:
    """Figures of a row if its cells stand in the columns of the full rows."""
    if FLUSH in columns:
        return values_of(cells, tuple(range(width)))
    start = columns.get(cells[0].of)
    if start is None or len({cell.line for cell in cells}) > 1:
        return None
    places = {cell.at: at for at, cell in enumerate(cells)}
    placement = tuple(places.get(start + column, NOWHERE) for column in range(width))
    outside = [cell for cell in cells if not start <= cell.at < start + width]
    if NOWHERE in placement or any(cell.text for cell in outside):
        return None
    return values_of(cells, placement)
