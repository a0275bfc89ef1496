"""The picture of a page as rows in reading order: rows of ruled tables with columns, and prose without."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers import scan_unruled, scan_words, side_by_side
from loaders.readers.grid import GridRow
from loaders.readers.pdf_text import GAP
from loaders.readers.ruled_image import Box, RuledPage, evened, ruled_page
from loaders.readers.scan import ScannedPage, joined
from loaders.readers.scan_prose import SHORT_OF_MARGIN, is_page_mark, margins_of, paragraphs, text_lines
from loaders.readers.scan_tables import tables_of
from loaders.readers.scan_unruled import Stretch, stretches
from loaders.readers.scan_upright import LINE, Upright, parted, upright_page, without_watermark
from loaders.readers.side_by_side import Block, gutter

LEAST_COLOUR = 60
"""of 255, from which on ink is no black"""


def page_of(image: NDArray[np.uint8]) -> ScannedPage:
    """A page given as height × width (grey) or height × width × 3 (RGB)."""
    straight = upright_page(image)
    if straight is None:
        return ScannedPage(rows=(), goes_on=False, breaks_off=False)
    whole = _found(straight)
    beside = gutter(_blocks(whole), LINE)
    if beside is None:
        return _read(straight, whole)
    parts = [part for part in parted(straight, beside) if len(part.boxes)]
    read = [_read(part, _found(part)) for part in parts]
    return ScannedPage(
        rows=tuple(row for _, row in joined(read)), goes_on=read[0].goes_on, breaks_off=read[-1].breaks_off
    )


def _blocks(page: RuledPage) -> list[Block]:
    """The lines of text and the tables of a page."""
    plain = scan_words.bare(page, LINE)
    lines = scan_words.rows_of(scan_words.places_of(plain.ink, LINE), LINE)
    blocks = [block for line in lines for block in side_by_side.joined([Block(*box) for box in line], GAP * LINE)]
    return blocks + [Block(*table.box, table=True) for table in page.tables]


def _found(straight: Upright) -> RuledPage:
    """The ruled tables of a page, and the page without their rules."""
    # Red and blue ink becomes white, so that what a stamp covers can be read.
    dark = np.asarray(cv2.add(straight.grey, straight.colour), dtype=np.uint8)
    return ruled_page(evened(dark), straight.colour > LEAST_COLOUR, LINE)


def _read(straight: Upright, page: RuledPage) -> ScannedPage:
    straight = without_watermark(straight, page)
    page, ruled = tables_of(page, LINE)
    apart = stretches(page, LINE)
    lines = text_lines(straight, page.tables, apart)
    found = [(table.box.top, rows) for table, rows in ruled]
    if apart:
        lines, unruled = _unruled(lines, apart)
        found += unruled
    margins = margins_of([box for box, _ in lines], page.tables)
    found += [
        (box.top, [GridRow(text=text, columns=(), width=0)]) for box, text in paragraphs(lines, page.tables, margins)
    ]
    rows = [row for _, each in sorted(found, key=lambda each: each[0]) for row in each]
    return ScannedPage(
        rows=tuple(rows),
        goes_on=bool(lines) and not rows[0].columns and lines[0][0].left < margins[0] + LINE,
        breaks_off=bool(lines) and not rows[-1].columns and lines[-1][0].right > margins[1] - SHORT_OF_MARGIN,
    )


def _unruled(
    prose: Sequence[tuple[Box, str]], apart: Sequence[Stretch]
) -> tuple[list[tuple[Box, str]], list[tuple[int, list[GridRow]]]]:
    """(lines of running text, rows of tables without rules with where these begin)."""
    high = apart[0].line
    lines = [scan_unruled.line_at(box, text, high) for box, text in prose]
    lines += [line for stretch in apart for line in scan_unruled.text_lines(stretch)]
    left: list[tuple[Box, str]] = []
    found: list[tuple[int, list[GridRow]]] = []
    lines.sort(key=lambda line: line.base)
    while lines and is_page_mark(lines[-1].text):
        del lines[-1]
    for part in scan_unruled.tables(lines):
        if isinstance(part, list):
            left += [(scan_unruled.box_of([line], high), line.text) for line in part]
        else:
            found.append((scan_unruled.box_of(part[0], high).top, part[1]))
    return left, found
