"""The picture of a page as rows in reading order: rows of ruled tables with columns, and prose without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from index import numbers
from loaders.readers.grid import GridRow, grid_rows
from loaders.readers.ruled_image import RuledCell, RuledPage, RuledTable, evened, ruled_page
from loaders.readers.scan import UNSURE, ScannedPage
from loaders.readers.scan_cells import cells_of, spans_of
from loaders.readers.scan_labels import mended
from loaders.readers.scan_prose import SHORT_OF_MARGIN, margins_of, paragraphs, text_lines
from loaders.readers.scan_upright import LINE, upright_page

LEAST_COLOUR = 60
"""of 255, from which on ink is no black"""


def page_of(image: NDArray[np.uint8]) -> ScannedPage:
    """A page given as height × width (grey) or height × width × 3 (RGB)."""
    straight = upright_page(image)
    if straight is None:
        return ScannedPage(rows=(), goes_on=False, breaks_off=False)
    # Red and blue ink becomes white, so that what a stamp covers can be read.
    dark = np.asarray(cv2.add(straight.grey, straight.colour), dtype=np.uint8)
    page = ruled_page(evened(dark), straight.colour > LEAST_COLOUR, LINE)
    lines = text_lines(straight, page.tables)
    margins = margins_of([box for box, _ in lines], page.tables)
    found = [
        (box.top, [GridRow(text=text, columns=(), width=0)]) for box, text in paragraphs(lines, page.tables, margins)
    ]
    found += [(table.box.top, _table_rows(page, table)) for table in page.tables]
    rows = [row for _, each in sorted(found, key=lambda each: each[0]) for row in each]
    return ScannedPage(
        rows=tuple(rows),
        goes_on=bool(lines) and not rows[0].columns and lines[0][0].left < margins[0] + LINE,
        breaks_off=bool(lines) and not rows[-1].columns and lines[-1][0].right > margins[1] - SHORT_OF_MARGIN,
    )


def _table_rows(page: RuledPage, table: RuledTable) -> list[GridRow]:
    """Rows of a table, each stack of small tables in it with columns of its own."""
    texts = cells_of(page, table, LINE)
    rows: list[GridRow] = []
    for part in _stacked(table, texts):
        rows += grid_rows(spans_of(*part))
    if all(row.width < 2 for row in rows):
        # A frame around text.
        return [GridRow(text=row.text, columns=(), width=0) for row in rows if row.text]
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
