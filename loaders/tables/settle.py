"""Assigns the cells of a row to columns if there are more or fewer cells than columns.

All placements that keep the order are tried, with surplus cells dropped or columns left blank; those remain that
satisfy the sums of the row and of the columns. A cell that is the same in all of them is certain; the others are not
told.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from loaders.tables.broken import is_broken, put_together
from loaders.tables.cells import BLANK, UNREADABLE, Cell
from loaders.tables.doubts import doubt_beside_two, doubt_hollow, doubt_padding
from loaders.tables.placed import (
    FLUSH,
    MOST_OFF,
    NOWHERE,
    Placement,
    Row,
    Values,
    breaks_off,
    edges,
    furthest,
    grid_of,
    is_flush,
    is_padded,
    narrow,
    placements,
    stripped,
    usual_reach,
    values_of,
)
from loaders.tables.slipped import Habits, habits_of, is_too_wide, pushed
from loaders.tables.together import Equation, add_up_together
from loaders.tables.told import UNSURE, Told, agreed

BARE = 2
"""figures besides zeros of a row that may break off after any of them and still add up"""


class _Shape(NamedTuple):
    """What all rows of a table tell of how each may be placed."""

    width: int
    """columns"""
    padded: bool
    """blanks before and behind a row's cells are no cells"""
    columns: Mapping[int, int]
    """cells of a line → where the columns begin in it"""
    total_last: bool
    """the last figure of a row is no less than any other"""
    exact: bool
    """most rows have a cell for each column, no more"""
    left_out: frozenset[int]
    """cells of lines that begin with the margin of their label"""
    habits: Habits
    most: Mapping[int, int]
    """first place of a line → the furthest that a row which begins there reaches"""


def _shape_of(rows: Mapping[str, Row], width: int, holds: Callable[[Values], bool]) -> _Shape:
    padded = is_padded(rows.values(), width)
    columns = grid_of(rows.values(), width) if padded else {}
    if padded and is_flush(rows.values(), width, holds):
        columns[FLUSH] = 0
    left_out = narrow(rows.values(), width)
    return _Shape(
        width=width,
        padded=padded,
        columns={of: start for of, start in columns.items() if of not in left_out},
        total_last=holds((Decimal(1), *[None] * (width - 2), Decimal(1))[-width:]),
        exact=2 * sum(len(row.cells) == width for row in rows.values()) > len(rows),
        left_out=frozenset(left_out),
        habits=habits_of(rows.values(), width, holds),
        most=furthest(rows.values()),
    )


class _Sorted(NamedTuple):
    """The rows of a table, by how many placements each has."""

    told: dict[str, list[Told]]
    """of none, or of one beside which others may be meant: what is known of them already"""
    exact: dict[str, Placement]
    """of one"""
    open_rows: dict[str, dict[tuple[object, ...], Placement]]
    """of several, each by what then stands in the columns"""


def settle(
    rows: Mapping[str, Row], width: int, holds: Callable[[Values], bool], equations: Iterable[Equation]
) -> dict[str, list[Told]]:
    """What is known of each of the `width` columns of each row.

    `holds` says whether the figures of one row satisfy its sums, `equations` which rows add up in every column.
    """
    rows = put_together(rows, width, holds)
    shape = _shape_of(rows, width, holds)
    every = tuple(equations)
    told, exact, open_rows = _by_placements(rows, shape)
    kept = add_up_together(rows, exact, open_rows, shape.habits, every, shape.columns) if open_rows else {}
    kept = _with_shorter(rows, kept, shape.most, width)
    told |= {key: _as_placed(rows[key].cells, placement) for key, placement in exact.items()}
    told |= {key: _as_agreed(rows[key].cells, found, width, holds) for key, found in kept.items()}
    chosen = {key: [each] for key, each in exact.items()} | kept
    doubt_padding(rows, told, chosen, shape.habits, every, shape.columns)
    doubt_beside_two(rows, told)
    doubt_hollow(rows, told, holds, every)
    return told


def _by_placements(rows: Mapping[str, Row], shape: _Shape) -> _Sorted:
    """Sort rows by the placements that each may have by itself."""
    sorted_rows = _Sorted(told={}, exact={}, open_rows={})
    for key, row in rows.items():
        found, others = _ways(row, rows, shape)
        if row.cut or not found:
            sorted_rows.told[key] = [UNSURE] * shape.width
        elif others:
            told = agreed(row.cells, [*found, *others], settled=True)
            # Where a figure may be lost nothing is left blank.
            filled = any(cell.number and cell.number.value for cell in row.cells)
            lost = [filled and NOWHERE in ways for ways in zip(*others, strict=True)]
            sorted_rows.told[key] = [UNSURE if gone else each for each, gone in zip(told, lost, strict=True)]
        elif len(found) == 1:
            sorted_rows.exact[key] = found[0]
        else:
            sorted_rows.open_rows[key] = _distinct(row.cells, found)
    return sorted_rows


def _ways(row: Row, rows: Mapping[str, Row], shape: _Shape) -> tuple[list[Placement], list[Placement]]:
    """The placements of a row; and, of one that has a single one, those that it may have had before a cell was lost."""
    found = list(placements(row.cells, shape.width, padded=shape.padded))
    if row.cells[0].of in shape.left_out and row.cells[0].kind == BLANK:
        # the blanks it begins with are the margin of its label
        lead = edges(row.cells)[0]
        ways = placements(row.cells[lead:], shape.width, padded=True)
        found = [tuple(at if at == NOWHERE else at + lead for at in way) for way in ways]
    if len(found) != 1:
        return found, []
    fits = shape.habits.test(row)
    if _is_doubtful(row, rows, found[0], fits) or (shape.exact and is_too_wide(row, found[0], fits)):
        return [], []
    others = [
        *_other_ways(row.cells, found[0], fits),
        *_slid(row, found[0], fits),
        *(pushed(row, found[0], fits) if shape.total_last else ()),
        *stripped(row, shape.most[row.cells[0].at], shape.width),
    ]
    if not others and shape.habits.slipped([row.cells[at] for at in found[0] if at != NOWHERE]):
        return [], []
    return found, others


def _as_placed(cells: Sequence[Cell], placement: Placement) -> list[Told]:
    """What is known of a row whose one placement nothing puts in doubt."""
    return [
        Told(cells[at].kind != UNREADABLE, cells[at], is_broken(cells[at].text))
        if at != NOWHERE
        else Told(sure=True, cell=None, settled=False)
        for at in placement
    ]


def _as_agreed(
    cells: Sequence[Cell], found: Sequence[Placement], width: int, holds: Callable[[Values], bool]
) -> list[Told]:
    """What the placements of a row agree on that add up with the other rows.

    Of a row that is too short and in none adds up a figure is lost: no column of it is known to be blank.
    """
    told = agreed(cells, found, settled=len(cells) - sum(edges(cells)) != width)
    filled = len(cells) < width and any(cell.number and cell.number.value for cell in cells)
    if not filled or any((values := values_of(cells, way)) is not None and holds(values) for way in found):
        return told
    return [each if each.cell is not None and each.cell.text else UNSURE for each in told]


def _with_shorter(
    rows: Mapping[str, Row], kept: Mapping[str, Sequence[Placement]], most: Mapping[int, int], width: int
) -> dict[str, list[Placement]]:
    """Placements, with those of lines that may have lost their end."""
    usual = usual_reach(rows.values(), width)
    every = {key: [*found, *stripped(rows[key], most[rows[key].cells[0].at], width)] for key, found in kept.items()}
    for key, found in every.items():
        if all(_is_bare(values_of(rows[key].cells, placement)) for placement in found):
            found += breaks_off(rows[key], usual, width)
    return every


def _is_bare(values: Values | None) -> bool:
    """Whether one figure may equal another by chance: there is one besides zeros, and what may be its total."""
    return values is None or sum(map(bool, values)) <= BARE


def _other_ways(cells: Sequence[Cell], placement: Placement, holds: Callable[[Values], bool]) -> list[Placement]:
    """Placements whose sums hold, where a row without its blank edges is as wide as the table but does not add up.

    Then a figure may be surplus and a blank meant.
    """
    width = len(placement)
    over = len(cells) - width
    if not 0 < over <= MOST_OFF:
        return []
    values = values_of(cells, placement)
    if values is None or holds(values):
        return []
    ways = itertools.combinations(range(len(cells)), width)
    return [way for way in ways if (read := values_of(cells, way)) is not None and holds(read)]


def _slid(row: Row, placement: Placement, holds: Callable[[Values], bool]) -> list[Placement]:
    """Placements whose sums hold of a row as wide as the table that ends blank and does not add up.

    A cell that is lost lets the others slip to the left, and the total under another head. In a row of several lines
    the blanks it begins with may be the margin of its label, and blanks of its second line be lost.
    """
    cells, width = row.cells, len(placement)
    lead, trail = edges(cells)
    if len(cells) != width or lead + trail > MOST_OFF or not (trail or (row.pieced and lead)):
        return []
    values = values_of(cells, placement)
    if values is None:
        return []
    slipped = trail and not holds(values)
    if not slipped and not (row.pieced and lead):
        return []
    if not any(values) and all(cells[at].kind != BLANK for at in range(lead, width - trail)):
        return []
    first, over = (0, trail) if slipped else (lead, lead)
    found = []
    for lost in itertools.combinations(range(width), over):
        left = iter(range(first, width))
        way = tuple(NOWHERE if at in lost else next(left) for at in range(width))
        read = values_of(cells, way)
        if read is not None and holds(read):
            found.append(way)
    return found


def _is_doubtful(row: Row, rows: Mapping[str, Row], placement: Placement, holds: Callable[[Values], bool]) -> bool:
    """Whether a row may be as wide as the table by chance: its sums fail, and it is pieced or blanks do not show."""
    width = len(placement)
    unseen = row.cells[0].of == 0 and any(len(each.cells) != width for each in rows.values())
    if not (row.pieced or unseen):
        return False
    values = values_of(row.cells, placement)
    if values is None:
        return row.pieced
    return any(values) and not holds(values)


def settle_alone(cells: Sequence[Cell], width: int) -> list[Told]:
    """What is known of each column of a row that is in no sum."""
    found = placements(cells, width)
    if not found:
        return [UNSURE] * width
    return agreed(cells, found, settled=len(cells) - sum(edges(cells)) > width)


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
