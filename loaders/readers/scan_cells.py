"""Cells of a ruled table in a picture → their text: each line of a cell cut out and recognised by itself.

A figure is read twice, cut out narrowly and widely; if both readings do not agree or one is not sure, the cell holds
UNSURE and nothing else: it will be a gap. A cell without ink is blank.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers import recognise
from loaders.readers.grid import Span, cell_text
from loaders.readers.recognise import Recognised
from loaders.readers.ruled_image import Box, Picture, RuledPage, RuledTable

UNSURE = "\ufffd"
"""stands for a figure that cannot be read"""
LEAST_SURE = 0.35
"""chance of its least sure character from which on a reading of a figure counts"""
LEAST_TOGETHER = 1.25
"""sum of the chances of two readings that say the same, from which on it is sure"""
_SPECK = 0.02
"""area of dust, in squares of a line height"""
_DOT = 0.005
"""the same beside a character: a minus, a point"""
_MARK = 0.3
"""height or width of the smallest mark that is a character, in line heights"""

_DATA = tomllib.loads(Path(__file__).with_name("scan.toml").read_text(encoding="utf-8"))
_FIGURE = frozenset(_DATA["figure"])
_CONFUSED: dict[str, str] = _DATA["confused"]


class _Margins(NamedTuple):
    """How a line is cut out, in line heights."""

    beside: float
    """how much of the cell to the left and right of its ink"""
    over: float
    """how much of it above and below"""
    white: float
    """and how much white around that"""


_NARROW, _WIDE = _Margins(0.15, 0.1, 0.12), _Margins(1.0, 0.3, 0.3)


class CellLine(NamedTuple):
    """One line of text in a cell."""

    cell: int
    """which cell of the table"""
    box: Box


def cells_of(page: RuledPage, table: RuledTable, line: int) -> list[str]:
    """Text of each cell of a table, in their order."""
    found: list[CellLine] = []
    dusty: set[int] = set()
    for at, cell in enumerate(table.cells):
        boxes, dust = _lines(page.ink, _inner(cell.box, line), line)
        found += [CellLine(at, box) for box in boxes]
        if not boxes and (dust or _lines(page.coloured, _inner(cell.box, line), line)[0]):
            dusty.add(at)
    inner = [_inner(cell.box, line) for cell in table.cells]
    narrow = recognise.texts([_cut(page.plain, each.box, inner[each.cell], line, _NARROW) for each in found])
    parts: list[list[tuple[Recognised, Box]]] = [[] for _ in table.cells]
    for each, text in zip(found, narrow, strict=True):
        parts[each.cell].append((text, each.box))
    figures = [at for at, part in enumerate(parts) if len(part) == 1 and _is_like_a_figure(part[0][0].text)]
    wide = recognise.texts([_cut(page.plain, parts[at][0][1], inner[at], line, _WIDE) for at in figures])
    again = dict(zip(figures, wide, strict=True))
    return [
        UNSURE if at in dusty else _text([text for text, _ in part], again.get(at)) for at, part in enumerate(parts)
    ]


def spans_of(table: RuledTable, texts: Sequence[str]) -> list[list[Span]]:
    """Rows of the cells that begin in them, as grid.grid_rows takes them."""
    rows: list[list[Span]] = [[] for _ in range(max(cell.bottom for cell in table.cells))]
    for cell, text in zip(table.cells, texts, strict=True):
        rows[cell.top].append(Span(text, cell.bottom - cell.top, cell.right - cell.left))
    return rows


def _text(lines: Sequence[Recognised], again: Recognised | None) -> str:
    if again is not None:
        first = lines[0]
        chances = (first.least, again.least)
        sure = first.text == again.text and min(chances) >= LEAST_SURE and sum(chances) >= LEAST_TOGETHER
        return first.text if sure and not any(sign in _CONFUSED for sign in first.text) else UNSURE
    return cell_text(each.text for each in lines)


def _is_like_a_figure(text: str) -> bool:
    """Whether a cell of one line can be a figure: of the characters of figures and those that are taken for them."""
    return len(text) <= 20 and all(sign in _FIGURE or sign in _CONFUSED or sign == " " for sign in text)


def _inner(box: Box, line: int) -> Box:
    by = max(line // 10, 2)
    return Box(box.left + by, box.top + by, max(box.right - by, box.left + by), max(box.bottom - by, box.top + by))


def _lines(ink: NDArray[np.bool_], box: Box, line: int) -> tuple[list[Box], bool]:
    """Where the lines of text in a cell lie, from top to bottom, and whether there is too little ink for one."""
    inside = ink[box.top : box.bottom, box.left : box.right].astype(np.uint8)
    if not inside.any():
        return [], False
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    boxes = [
        (Box(*(int(each) for each in (left, top, left + width, top + height))), area / line / line)
        for left, top, width, height, area in stats[1:]
    ]
    marks = [mark for mark, area in boxes if area >= _SPECK]
    dots = [mark for mark, area in boxes if _DOT <= area < _SPECK]
    if not any(max(mark.bottom - mark.top, mark.right - mark.left) >= _MARK * line for mark in marks):
        return [], bool(marks)
    lines: list[Box] = []
    for mark in sorted(marks, key=lambda mark: mark.top):
        last = lines[-1] if lines else None
        if last is not None and (mark.top < last.bottom or _belongs(last, mark, line)):
            lines[-1] = _around(last, mark)
        else:
            lines.append(mark)
    for dot in dots:
        for at, each in enumerate(lines):
            beside = max(each.left - dot.right, dot.left - each.right)
            if each.top <= (dot.top + dot.bottom) / 2 < each.bottom and beside < line:
                lines[at] = _around(each, dot)
    return [
        Box(box.left + each.left, box.top + each.top, box.left + each.right, box.top + each.bottom) for each in lines
    ], False


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _belongs(above: Box, mark: Box, line: int) -> bool:
    """Whether a mark below others is of the same line: the strokes of 二, the dots of a colon."""
    return mark.bottom - above.top <= 1.05 * line and mark.top - above.bottom <= 0.4 * line


def _cut(plain: Picture, box: Box, cell: Box, line: int, margins: _Margins) -> Picture:
    """Picture of one line with white around it, at least as high as a character."""
    beside, over, white = (round(each * line) for each in margins)
    text = plain[
        max(box.top - over, cell.top) : min(box.bottom + over, cell.bottom),
        max(box.left - beside, cell.left) : min(box.right + beside, cell.right),
    ]
    lack = max(round(0.8 * line) - text.shape[0], 0)
    top, bottom = white + lack // 2, white + lack - lack // 2
    return np.asarray(
        cv2.copyMakeBorder(text, top, bottom, white, white, cv2.BORDER_CONSTANT, value=(255,)), dtype=np.uint8
    )
