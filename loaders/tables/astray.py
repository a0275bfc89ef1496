"""Rows of table two in texts whose labels and figures a program took off a page in an order of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from loaders.tables.cells import Cell
from loaders.tables.columns import row_cells
from loaders.tables.entries import Entry
from loaders.tables.match import is_numbered, labels_before
from loaders.tables.placed import LEAST_ALIKE, Row
from loaders.tables.rows import Run
from loaders.tables.subtotal import is_subtotal

GROUPS = 6
"""labels with a numeral, besides those of rows: of groups"""


def without_astray(
    rows: Mapping[str, Row], entries: Sequence[Entry], runs: Sequence[Run], width: int
) -> dict[str, Row]:
    """The rows; cut those that may have figures of others, or lack figures that stand in no row."""
    one_a_line = [entry for entry in entries if len({cell.line for cell in entry.run.cells}) > width]
    labels = sum(is_numbered(cell.text) for cell in labels_before(runs)) - len(rows) - GROUPS
    if _surplus(one_a_line, width) >= 2 * width and labels >= LEAST_ALIKE:
        return {key: replace(row, cut=True) for key, row in rows.items()}
    if _surplus(entries, width) >= width:
        return {key: replace(row, cut=True) if _is_hollow(row, width) else row for key, row in rows.items()}
    return dict(rows)


def _surplus(entries: Sequence[Entry], width: int) -> int:
    """How many figures stand in no row: without a label of one, or more than a row has."""
    return sum(
        sum(cell.number is not None for cell in entry.run.cells[len(row_cells(entry.run, width)) if entry.key else 0 :])
        for entry in entries
        if not is_subtotal(entry.label)
    )


def _is_hollow(row: Row, width: int) -> bool:
    """Whether a row has fewer figures than columns, no blank cell would show, and all are zeros: no sum tells one."""
    zeros = all(cell.number is None or not cell.number.value for cell in row.cells)
    return len(row.cells) < width and row.cells[0].of <= 1 and zeros


def is_scattered(cells: Sequence[Cell]) -> bool:
    """Whether figures stand partly several on a line and partly alone on lines of their own, over more than two lines.

    A program that takes words off a page as it comes upon them writes so: their order is not that of the columns.
    """
    lines = Counter(cell.line for cell in cells)
    return len(lines) > 2 and len({count > 1 for count in lines.values()}) > 1
