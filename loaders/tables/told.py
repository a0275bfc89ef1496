"""What is known of the cells of a row, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from loaders.tables.cells import UNREADABLE, Cell
from loaders.tables.placed import NOWHERE, Placement


class Told(NamedTuple):
    """What is known of one column of a row."""

    sure: bool
    cell: Cell | None
    """the cell that stands there; None: blank without a cell of its own, or not sure"""
    settled: bool
    """the sums had to tell"""


UNSURE = Told(sure=False, cell=None, settled=False)


def agreed(cells: Sequence[Cell], found: Sequence[Placement], *, settled: bool) -> list[Told]:
    """What all placements agree on, column by column."""
    told = []
    for standing in zip(*found, strict=True):
        here = [None if at == NOWHERE else cells[at] for at in standing]
        shown = {None if cell is None or cell.number is None else cell.number.value for cell in here}
        readable = all(cell is None or cell.kind != UNREADABLE for cell in here)
        sure = readable and len(shown) == 1
        cell = next((cell for cell in here if cell is not None), None) if sure else None
        told.append(Told(sure=sure, cell=cell, settled=settled))
    return told
