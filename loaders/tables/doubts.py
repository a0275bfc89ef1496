"""What is taken back of rows that are settled: other rows show that cells of theirs may have slipped or are surplus."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from loaders.tables.cells import BLANK, UNREADABLE, Cell
from loaders.tables.placed import MOST_OFF, Placement, Row, Values, edges, in_grid, values_of
from loaders.tables.slipped import Habits
from loaders.tables.together import Equation, added, times
from loaders.tables.told import UNSURE, Told, agreed

_FIGURES = re.compile(r"[0-9]+")


def doubt_hollow(
    rows: Mapping[str, Row],
    told: dict[str, list[Told]],
    holds: Callable[[Values], bool],
    equations: Iterable[Equation],
) -> None:
    """Take back rows that begin or end blank and do not add up, if the columns do where they slipped by these."""
    known = {key: _told_values(each) for key, each in told.items()}
    for key, values in known.items():
        lead, trail = edges(rows[key].cells)
        if values is None or not (lead or trail) or not any(values) or holds(values):
            continue
        others = [values[off:] for off in range(1, lead + 1)] + [
            values[: len(values) - off] for off in range(1, trail + 1)
        ]
        starts = [0] * lead + list(range(1, trail + 1))
        for equation in equations:
            left, sign = _left(equation, known), dict(equation).get(key, 0)
            if left is None or not sign or sum(map(bool, left[:-1])) < 2:
                continue
            rest = added([left, times(-sign, values)])
            if any(not any(_without(rest, start, times(sign, way))) for start, way in zip(starts, others, strict=True)):
                told[key] = [UNSURE] * len(values)


def _without(rest: Sequence[Decimal], start: int, row: Sequence[Decimal]) -> list[Decimal]:
    """What is left in the columns from `start` on that a row would stand in, all but the total's."""
    return [left + value for left, value in zip(rest[start:-1], row, strict=False)]


def doubt_beside_two(rows: Mapping[str, Row], told: dict[str, list[Told]]) -> None:
    """Take back the blanks of rows in which two figures stand in one cell: one of them may belong there."""
    for key, row in rows.items():
        if any(cell.kind == UNREADABLE and len(_FIGURES.findall(cell.text)) > 1 for cell in row.cells):
            told[key] = [each if each.cell is not None and each.cell.text else UNSURE for each in told[key]]


def doubt_padding(
    rows: Mapping[str, Row],
    told: dict[str, list[Told]],
    chosen: Mapping[str, Sequence[Placement]],
    habits: Habits,
    equations: Sequence[Equation],
    columns: Mapping[int, int],
) -> None:
    """Take back what is told of rows whose blank edge may be a cell that was left blank, and an inner one surplus.

    Sums of a row do not tell one from the other where the inner one is a zero; the columns' do, where all their rows
    are told. A table that leaves no cell blank
    between figures leaves none blank before them.
    """
    if not any(_has_blank_inside(row.cells) for row in rows.values()):
        return
    doubtful: dict[str, list[Placement]] = {}
    for key, found in chosen.items():
        cells, width = rows[key].cells, len(told[key])
        shown = {values_of(cells, placement) for placement in found}
        fits = habits.test(rows[key])
        others = [way for way in _inner_ways(cells, width, fits) if values_of(cells, way) not in shown]
        if others:
            doubtful[key] = [*found, *others]
    if not doubtful:
        return
    known = {key: _told_values(each) for key, each in told.items()}
    wide = any(len(row.cells) - sum(edges(row.cells)) > len(told[key]) for key, row in rows.items())
    for key, ways in doubtful.items():
        left = [_left(each, known) for each in equations if any(name == key for name, _ in each)]
        sums = [each for each in left if each is not None]
        standing = None if wide else in_grid(rows[key].cells, columns, len(told[key]))
        gridded = standing is not None and standing == known[key]
        # Figures one column off leave two columns that fail; a single one is the report's own fault.
        good = all(sum(map(bool, each[:-1])) <= gridded for each in sums)
        if good and sums and gridded:
            continue
        if good and sums:
            # A zero that is surplus and one that is left blank stay the same to every sum.
            amounts = [value or 0 for value in known[key] or ()]
            ways = [way for way in ways if [value or 0 for value in values_of(rows[key].cells, way) or ()] == amounts]
        told[key] = agreed(rows[key].cells, ways, settled=True)


def _has_blank_inside(cells: Sequence[Cell]) -> bool:
    lead, trail = edges(cells)
    return any(cell.kind == BLANK for cell in cells[lead : len(cells) - trail])


def _inner_ways(cells: Sequence[Cell], width: int, holds: Callable[[Values], bool]) -> list[Placement]:
    """Placements of a row that is too wide and has blank edges which drop an inner cell, and whose sums hold."""
    lead, trail = edges(cells)
    over = len(cells) - width
    inner = range(lead, len(cells) - trail)
    if over <= 0 or not lead + trail or not inner:
        return []
    found = []
    for count in range(1, min(MOST_OFF, over) + 1):
        for dropped in itertools.combinations(inner, count):
            rest = [at for at in inner if at not in dropped]
            for before in range(max(0, width - len(rest) - trail), min(lead, width - len(rest)) + 1):
                behind = range(len(cells) - trail, len(cells) - trail + width - len(rest) - before)
                way = (*range(lead - before, lead), *rest, *behind)
                values = values_of(cells, way)
                if values is not None and holds(values):
                    found.append(way)
    return found


def _told_values(told: Sequence[Told]) -> Values | None:
    """Figures of a row of which every cell is sure."""
    if not all(each.sure for each in told):
        return None
    return tuple(each.cell.number.value if each.cell and each.cell.number else None for each in told)


def _left(equation: Equation, known: Mapping[str, Values | None]) -> list[Decimal] | None:
    """What an equation leaves in each column; None where a row of it is not told."""
    rows = [(known.get(key), sign) for key, sign in equation]
    if any(values is None for values, _ in rows):
        return None
    return added([times(sign, values or ()) for values, sign in rows])
