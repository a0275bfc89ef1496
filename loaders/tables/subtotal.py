"""Rows 小计 of table two: subtotals of a group, accepted only if they equal the sum of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from index.metrics import catalogue
from loaders.forms import tables
from loaders.tables.match import bare
from loaders.tables.placed import NOWHERE, Row, make_row, placements, values_of
from loaders.tables.told import Told

_OUTCOMES = "outcome."


def is_subtotal(label: str) -> bool:
    """Whether a row's label says that it is the sum of its group."""
    return bare(label) in tables()["subtotals"]["group"]


def subtotals(rows: Sequence[Row], told: Mapping[str, Sequence[Told]]) -> Iterator[tuple[Row, Sequence[Told]]]:
    """What is known of each row of a sum. Its key is that of the row printed above it, whose group it sums up."""
    for row in rows:
        group = row.key.rpartition(".")[0]
        parts = catalogue()[group].parts if group in catalogue() else ()
        if not group.startswith(_OUTCOMES) or not parts or any(part not in told for part in parts):
            continue
        if not all(each.sure for part in parts for each in told[part]):
            continue
        sums = [sum(map(_amount, column), Decimal(0)) for column in zip(*(told[part] for part in parts), strict=True)]
        for way in placements(row.cells, len(sums)):
            values = values_of(row.cells, way)
            if values is not None and [value or 0 for value in values] == sums:
                cells = [None if at == NOWHERE else row.cells[at] for at in way]
                made = make_row(key=group, label=row.label, cells=row.cells, line=row.line)
                yield made, [Told(sure=True, cell=cell, settled=False) for cell in cells]
                break


def _amount(told: Told) -> Decimal:
    return told.cell.number.value if told.cell is not None and told.cell.number is not None else Decimal(0)
