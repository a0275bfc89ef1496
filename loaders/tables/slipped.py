"""Whether the cells of a row may have slipped. No sum distinguishes a blank from a zero, only the rest of the table."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.tables.cells import UNREADABLE, Cell
from loaders.tables.placed import MOST_OFF, NOWHERE, Placement, Row, Values, edges, values_of

LEAST_ZEROS = 3
"""rows of zeros that show by what habit a table leaves zeros blank"""
ANYWHERE = -1
"""for the place where a line begins"""
Holds = Callable[[Values], bool]
"""whether the figures of a row satisfy its sums"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """What a table does with its zeros and totals."""

    holds: Holds
    alike: bool
    """all rows of zeros leave the same ones blank"""
    totals: bool
    """not all totals are left blank"""
    full: frozenset[tuple[int, int]]
    """(cells, first place) of lines whose zeros all end with a total; empty where some row ends blank"""

    def test(self, row: Row) -> Holds:
        """What a placement of the row must satisfy: its sums, or that it has nothing but zeros and blanks.

        Where a table leaves now this zero blank and now that one, the total may be blank too.
        """
        last = row.cells[-1]
        ends_line = last.number is not None and row.cells[0].line == last.line and last.at == last.of - 1
        if self.alike or (ends_line and not self.full.isdisjoint({(last.of, row.cells[0].at), (last.of, ANYWHERE)})):
            return self.holds
        return functools.partial(_may_hold, holds=self.holds)

    def slipped(self, cells: Sequence[Cell]) -> bool:
        """Whether cells that fill the columns end hollow, and the last figure may be a total: no less than the others.

        A cell that is lost lets the total slip to the left of its column; where several are, it may be one of them.
        """
        if not self.totals or not cells or cells[-1].text or any(cell.kind == UNREADABLE for cell in cells):
            return False
        figures = _figures(cells)
        if not figures or self.holds(tuple(cell.number.value if cell.number else None for cell in cells)):
            return False
        return figures[-1] >= sum(figures[:-1], Decimal(0)) or edges(cells)[1] > 1


def habits_of(rows: Iterable[Row], width: int, holds: Holds) -> Habits:
    """Habits of a table of these rows; `holds` says whether the sums of one hold."""
    every = [row.cells for row in rows]
    zeros = [cells for cells in every if _is_zero(cells)]
    ends = [(cells, *edges(cells)) for cells in zeros]
    shapes = {tuple(cell.kind for cell in cells[lead : len(cells) - trail]) for cells, lead, trail in ends}
    begins = {cells[lead].at for cells, lead, _ in ends}
    one_size = len({cells[0].of for cells in zeros}) == 1
    last = holds((*[None] * (width - 1), Decimal(0)))
    filled = [cells for cells in zeros if len(cells) >= width]
    ended = all(cells[-1].number is not None for cells in filled)
    exact = [cells for cells in filled if len(cells) == width and cells[0].text and cells[0].line == cells[-1].line]
    ofs = {(cells[0].of, cells[0].at) for cells in exact if cells[0].of}
    if sum(len(_figures(cells)) < width for cells in zeros) <= 1:
        # no other row leaves zeros blank: wherever it begins, it ends with its total
        ofs |= {(of, ANYWHERE) for of, _ in ofs}
    return Habits(
        holds=holds,
        alike=len(shapes) == 1 and len(zeros) >= LEAST_ZEROS and (one_size or len(begins) == 1),
        totals=not _leaves_totals(every),
        full=frozenset(ofs if last and ended and len(exact) >= LEAST_ZEROS else ()),
    )


def is_too_wide(row: Row, placement: Placement, holds: Holds) -> bool:
    """Whether a row of too many cells does not add up without its blank edges: another may be surplus."""
    values = values_of(row.cells, placement) if len(row.cells) > len(placement) else None
    return values is not None and any(values) and not holds(values)


def pushed(row: Row, placement: Placement, holds: Holds) -> list[Placement]:
    """Placements of a row as wide as the table that begins blank, and whose last figure is less than the others.

    Blanks have pushed these to the right, and the total out of the table.
    """
    cells, width = row.cells, len(placement)
    lead, _ = edges(cells)
    values = values_of(cells, placement) if len(cells) == width and lead else None
    if (
        values is None
        or holds(values)
        or 2 * (values[-1] or 0) >= sum((value or Decimal(0) for value in values), Decimal(0))
    ):
        return []
    return [(*range(off, width), *[NOWHERE] * off) for off in range(1, min(lead, MOST_OFF) + 1)]


def _may_hold(values: Values, holds: Holds) -> bool:
    return not any(values) or holds(values)


def _figures(cells: Sequence[Cell]) -> list[Decimal]:
    return [cell.number.value for cell in cells if cell.number is not None]


def _is_zero(cells: Sequence[Cell]) -> bool:
    """Whether a row has zeros, and nothing else but blanks."""
    figures = _figures(cells)
    return bool(figures) and not any(figures) and all(cell.kind != UNREADABLE for cell in cells)


def _leaves_totals(rows: Iterable[Sequence[Cell]]) -> bool:
    """Whether a table leaves its totals blank: its rows end hollow, and no last figure is one."""
    left = False
    for cells in rows:
        figures = _figures(cells)
        if len(figures) > 1 and any(figures):
            if cells[-1].text or figures[-1] >= sum(figures[:-1], Decimal(0)):
                return False
            left = True
    return left
