"""The ruled tables of a picture as rows, each stack of small tables with columns of its own.

Rules that part no cells (a frame around text, edges of shaded rows, columns without rows) make no table: what stands
between them is read by its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index import numbers
from loaders.readers import scan_words
from loaders.readers.grid import GridRow, grid_rows
from loaders.readers.pdf_text import GAP
from loaders.readers.ruled_image import RuledCell, RuledPage, RuledTable
from loaders.readers.scan import UNSURE
from loaders.readers.scan_cells import cells_of, spans_of
from loaders.readers.scan_labels import mended

APART = 3
"""words apart from each other in one line of a cell, from which on rules between them are missing"""
FEW = 4
"""cells of a table in which two words apart are enough"""
FIGURES = 3
"""unreadable figures below each other in a cell, from which on rules between them are missing"""


def tables_of(page: RuledPage, line: int) -> tuple[RuledPage, list[tuple[RuledTable, list[GridRow]]]]:
    """(the page with the tables whose rules part their cells, each of these with its rows)."""
    found = []
    for table in page.tables:
        if not _parts_words(page, table, line):
            continue
        texts = cells_of(page, table, line)
        if not _holds_lists(table, texts):
            found.append((table, _rows(table, texts)))
    return replace(page, tables=tuple(table for table, _ in found)), found


def _parts_words(page: RuledPage, table: RuledTable, line: int) -> bool:
    """Whether a table has columns, and no cell with a row of words apart from each other."""
    if max(cell.right for cell in table.cells) < 2:
        return False
    most = APART - 1 if len(table.cells) > FEW else 1
    left, top, right, bottom = table.box
    words = scan_words.places_of(page.ink[top:bottom, left:right], line)
    for row in scan_words.rows_of(words, line):
        cells = [
            next((at for at, cell in enumerate(table.cells) if cell.box.holds(left + x, top + y)), -1)
            for x, y in (word.middle for word in row)
        ]
        apart = [b.left - a.right > GAP * line for a, b in pairwise(row)]
        together = [at for at, other, gap in zip(cells, cells[1:], apart, strict=False) if gap and at == other >= 0]
        if any(together.count(at) >= most for at in set(together)):
            return False
    return True


def _holds_lists(table: RuledTable, texts: Sequence[str]) -> bool:
    """Whether cells in one row hold figures below each other."""
    lists = [
        cell.top
        for cell, text in zip(table.cells, texts, strict=True)
        if len(text) >= FIGURES and set(text) == {UNSURE}
    ]
    return any(lists.count(row) > 1 for row in lists)


def _rows(table: RuledTable, texts: Sequence[str]) -> list[GridRow]:
    rows: list[GridRow] = []
    for part in _stacked(table, texts):
        rows += grid_rows(spans_of(*part))
    return rows


def _stacked(table: RuledTable, texts: Sequence[str]) -> Iterable[tuple[RuledTable, list[str]]]:
    """Small tables of a stack: each row of one cell alone begins one, whose columns are those it uses itself."""
    width = max(cell.right for cell in table.cells)
    starts = sorted({cell.top for cell in table.cells if cell.right - cell.left == width} | {0})
    ends = [*starts[1:], max(cell.bottom for cell in table.cells)]
    for start, end in zip(starts, ends, strict=True):
        part = [(cell, text) for cell, text in zip(table.cells, texts, strict=True) if start <= cell.top < end]
        edges = sorted({edge for cell, _ in part for edge in (cell.left, cell.right)})
        place = {edge: at for at, edge in enumerate(edges)}
        cells = tuple(
            RuledCell(cell.top - start, cell.bottom - start, place[cell.left], place[cell.right], cell.box, cell.torn)
            for cell, _ in part
        )
        texts_of = [text for _, text in part]
        if cells:
            yield RuledTable(box=table.box, cells=cells), [_alone(*each) for each in zip(cells, texts_of, strict=True)]


def _alone(cell: RuledCell, text: str) -> str:
    """Text of a cell; a figure over several rows or columns is in none of them, or a rule between is not seen."""
    merged = cell.bottom - cell.top > 1 or cell.right - cell.left > 1
    if numbers.cell(text) is not None:
        return UNSURE if merged else text
    return mended(text)
