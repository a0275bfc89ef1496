"""Which cell of a printed row stands in which column, where there are more or fewer cells than columns.

Every placement that keeps the order is taken, surplus cells dropped or columns left blank; those stay that satisfy the
sums of the row and of the columns together. A cell on which all that stay agree is sure; the rest is not told.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.tables_rows import BLANK, UNREADABLE, Cell

MOST_OFF = 3
"""cells too many or too few beyond which a row is not settled"""
MOST_WAYS = math.comb(15, MOST_OFF)
"""ways to put one row's cells into its columns"""
MOST_TOGETHER = 4000
"""combinations of rows tried together"""
LEAST_ALIKE = 3
"""full rows that make a grid"""
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
    cut: bool = False
    """the text breaks off in this row: nothing in it is sure"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is known of one column of a row."""

    sure: bool
    cell: Cell | None
    """the cell that stands there; None: blank without a cell of its own, or not sure"""
    settled: bool
    """the sums had to tell"""


def edges(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many blank cells stand at the start and at the end."""
    lead = next((at for at, cell in enumerate(cells) if cell.kind != BLANK), len(cells))
    trail = next((at for at, cell in enumerate(reversed(cells)) if cell.kind != BLANK), len(cells))
    return lead, trail


def placements(cells: Sequence[Cell], width: int, *, padded: bool = False) -> list[Placement]:
    """Every way to put the cells into `width` columns in order; none where the row is too far off.

    padded: rows of this table have blank cells beside their figures that belong to no column, so that one at the edge
    of any row may be such.
    """
    count = len(cells)
    lead, trail = edges(cells)
    over = count - width
    found: dict[Placement, None] = {}
    if over >= 0:
        # Blank cells beside the label or at the end of a line are padding of the grid, no figures left out.
        slides = [tuple(range(at, at + width)) for at in range(min(lead, over) + 1) if over - at <= trail]
        found |= dict.fromkeys(slides)
        inner = range(lead, count - trail)
        if not slides:
            return list(itertools.combinations(inner, width)) if len(inner) - width <= MOST_OFF else []
        if not padded or not inner or lead + trail == over:
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
        cell = None if at == NOWHERE else cells[at]
        if cell is not None and cell.kind == UNREADABLE:
            return None
        values.append(cell.number.value if cell is not None and cell.number is not None else None)
    return tuple(values)


Equation = tuple[tuple[str, int], ...]
"""rows with their signs: in every column they add up to nothing"""


def settle(
    rows: Mapping[str, Row], width: int, holds: Callable[[Values], bool], equations: Iterable[Equation]
) -> dict[str, list[Told]]:
    """For each row what is known of each column.

    holds says whether the figures of one row satisfy its sums.
    """
    exact: dict[str, Placement] = {}
    open_rows: dict[str, dict[tuple[object, ...], Placement]] = {}
    told: dict[str, list[Told]] = {}
    padded = is_padded(rows.values(), width)
    columns = _grid(rows.values(), width) if padded else {}
    for key, row in rows.items():
        found = placements(row.cells, width, padded=padded)
        if row.cut or not found:
            told[key] = [Told(sure=False, cell=None, settled=False)] * width
        elif len(found) == 1:
            exact[key] = found[0]
        else:
            open_rows[key] = _distinct(row.cells, found)
    kept = _fitting(rows, exact, open_rows, holds, tuple(equations), columns) if open_rows else {}
    for key, placement in exact.items():
        told[key] = _agreed(rows[key].cells, [placement], settled=False)
    for key, found_here in kept.items():
        cells = rows[key].cells
        told[key] = _agreed(cells, found_here, settled=len(cells) - sum(edges(cells)) != width)
    return told


def _grid(rows: Iterable[Row], width: int) -> dict[int, int]:
    """Where the figures begin in lines of so many cells, if all full rows on such lines agree."""
    starts: dict[int, list[int]] = {}
    for row in rows:
        lead, trail = edges(row.cells)
        full = row.cells[lead : len(row.cells) - trail]
        if len(full) == width and len({cell.line for cell in full}) == 1 and all(cell.kind != BLANK for cell in full):
            starts.setdefault(full[0].of, []).append(full[0].at)
    return {of: found[0] for of, found in starts.items() if len(found) >= LEAST_ALIKE and len(set(found)) == 1}


def _in_grid(cells: Sequence[Cell], columns: Mapping[int, int], width: int) -> Values | None:
    """Figures of a row if its cells stand in the columns of the full rows."""
    start = columns.get(cells[0].of)
    if start is None or len({cell.line for cell in cells}) > 1:
        return None
    places = {cell.at: at for at, cell in enumerate(cells)}
    placement = tuple(places.get(start + column, NOWHERE) for column in range(width))
    outside = [cell for cell in cells if not start <= cell.at < start + width]
    if NOWHERE in placement or any(cell.kind != BLANK for cell in outside):
        return None
    return values_of(cells, placement)


def settle_alone(cells: Sequence[Cell], width: int) -> list[Told]:
    """What is known of each column of a row that stands in no sum."""
    found = placements(cells, width)
    if not found:
        return [Told(sure=False, cell=None, settled=False)] * width
    return _agreed(cells, found, settled=len(cells) - sum(edges(cells)) > width)


def _distinct(cells: Sequence[Cell], found: Iterable[Placement]) -> dict[tuple[object, ...], Placement]:
    """Placements that differ in what stands in the columns."""
    distinct: dict[tuple[object, ...], Placement] = {}
    for placement in found:
        shown = tuple(
            None if at == NOWHERE or cells[at].kind == BLANK else getattr(cells[at].number, "value", cells[at].text)
            for at in placement
        )
        distinct.setdefault(shown, placement)
    return distinct


def _fitting(
    rows: Mapping[str, Row],
    exact: Mapping[str, Placement],
    open_rows: Mapping[str, Mapping[tuple[object, ...], Placement]],
    holds: Callable[[Values], bool],
    equations: Sequence[Equation],
    columns: Mapping[int, int],
) -> dict[str, list[Placement]]:
    """Placements that satisfy the sums; where none does, all of them. A grid decides what the sums leave open."""
    every = {key: list(found.values()) for key, found in open_rows.items()}
    fitting: dict[str, list[_Option]] = {}
    for key, ways in every.items():
        read = [(values, placement) for placement in ways if (values := values_of(rows[key].cells, placement))]
        good = [each for each in read if holds(each[0])]
        if good:
            fitting[key] = good
    fixed = {key: values_of(rows[key].cells, placement) for key, placement in exact.items()}
    usable = [
        equation
        for equation in equations
        if any(key in fitting for key, _ in equation)
        and all(key in fitting or fixed.get(key) is not None for key, _ in equation)
    ]
    gridded: dict[str, _Option | None] = {}
    for key, good in fitting.items():
        standing = _in_grid(rows[key].cells, columns, len(good[0][1]))
        gridded[key] = next((each for each in good if each[0] == standing), None)
    at_once = {key: each for key, each in gridded.items() if each is not None}
    if at_once.keys() == fitting.keys() and all(_balanced(equation, fixed, at_once) for equation in usable):
        return every | {key: [placement] for key, (_, placement) in at_once.items()}
    together = _together(fitting, fixed, usable)
    if not together:
        # The rows' own sums and the columns' do not go together: nothing chooses.
        return every
    for key, left in together.items():
        decided = gridded[key]
        if decided is not None and decided[1] in left:
            together[key] = [decided[1]]
    return every | together


_Option = tuple[Values, Placement]


def _together(
    fitting: Mapping[str, Sequence[_Option]], fixed: Mapping[str, Values | None], usable: Sequence[Equation]
) -> dict[str, list[Placement]]:
    """Of placements that fit the rows' sums those that fit the columns' too, in some combination; empty: none does."""
    if not usable or math.prod(len(found) for found in fitting.values()) > MOST_TOGETHER:
        return {key: [placement for _, placement in found] for key, found in fitting.items()}
    keys = list(fitting)
    left: dict[str, dict[Placement, None]] = {}
    for options in itertools.product(*fitting.values()):
        chosen = dict(zip(keys, options, strict=True))
        if all(_balanced(equation, fixed, chosen) for equation in usable):
            for key, (_, placement) in chosen.items():
                left.setdefault(key, {})[placement] = None
    return {key: list(found) for key, found in left.items()}


def _balanced(
    equation: Equation, fixed: Mapping[str, Values | None], chosen: Mapping[str, _Option]
) -> bool:
    """Whether the rows add up to nothing in every column; a blank counts as nothing."""
    sums: list[Decimal] = []
    for key, sign in equation:
        values = chosen[key][0] if key in chosen else fixed[key]
        for column, value in enumerate(values or ()):
            if column == len(sums):
                sums.append(Decimal(0))
            if value is not None:
                sums[column] += sign * value
    return not any(sums)


def _agreed(cells: Sequence[Cell], found: Sequence[Placement], *, settled: bool) -> list[Told]:
    """Columns on which all placements put the same figure, or none."""
    told = []
    for standing in zip(*found, strict=True):
        here = [None if at == NOWHERE else cells[at] for at in standing]
        shown = {None if cell is None or cell.number is None else cell.number.value for cell in here}
        readable = all(cell is None or cell.kind != UNREADABLE for cell in here)
        sure = readable and len(shown) == 1
        cell = next((cell for cell in here if cell is not None), None) if sure else None
        told.append(Told(sure=sure, cell=cell, settled=settled))
    return told
