"""Cells of a ruled table in a picture → their text: each line of a cell cut out and recognised by itself.

What may be a figure is cut out and read twice, narrowly and widely, and once more where the two do not agree; if then
no two readings are sure together, the cell holds UNSURE and nothing else: it will be a gap. One without ink is blank.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers import recognise
from loaders.readers.grid import Span, cell_text
from loaders.readers.recognise import Recognised
from loaders.readers.ruled_image import Box, Picture, RuledPage, RuledTable
from loaders.readers.scan import UNSURE

LEAST_SURE = 0.35
"""chance of its least sure character from which on a reading of a figure counts"""
LEAST_TOGETHER = 1.25
"""sum of the chances of the two first readings that say the same, from which on it is sure"""
LEAST_OF_TWO = 1.6
"""the same of two readings where a third says something else, which must not be as sure as one of them"""
PALEST = 110
"""of 255: a figure that is nowhere darker, where the page's characters are black, shines through from the back"""
LEAST_FIGURES = 3
"""that make a column one of figures, if most of its cells hold them"""
_SHORT = 2
"""characters of a text that may be a misread figure, whatever they are"""
_SPECK = 0.02
"""area of dust, in squares of a line height"""
_DOT = 0.005
"""the same beside a character: a minus, a point"""
_MARK = 0.3
"""height or width of the smallest mark that is a character, in line heights"""

_DATA = tomllib.loads(Path(__file__).with_name("scan.toml").read_text(encoding="utf-8"))
_FIGURE = frozenset(_DATA["figure"])
_DUST: str = _DATA["dust"]
_DASHES = frozenset(_DATA["dashes"])
_CONFUSED: dict[str, str] = _DATA["confused"]


class _Margins(NamedTuple):
    """How a line is cut out, in line heights."""

    beside: float
    """how much of the cell to the left and right of its ink"""
    over: float
    """how much of it above and below"""
    white: float
    """and how much white around that"""


_NARROW, _WIDE, _MIDDLE = _Margins(0.15, 0.1, 0.12), _Margins(0.9, 0.2, 0.2), _Margins(0.3, 0.2, 0.25)


class _Place(NamedTuple):
    """Where the text of a cell lies."""

    inner: Box
    """the cell within its rules"""
    lines: Sequence[Box]
    """of text, from top to bottom"""
    dust: bool
    """there is ink, but too little for a character, or of a colour that `plain` does not show"""


def cells_of(page: RuledPage, table: RuledTable, line: int) -> list[str]:
    """Text of each cell of a table, in their order."""
    places = [_place(page, cell.box, line) for cell in table.cells]
    cuts = [_cut(page.plain, each, place.inner, line, _NARROW) for place in places for each in place.lines]
    readings = iter(recognise.texts(cuts))
    read = [[next(readings) for _ in place.lines] for place in places]
    short = [at for at, lines in enumerate(read) if len(lines) == 1 and _is_short(lines[0].text)]
    agreed = dict(zip(short, _again(page, [(places[at], read[at][0]) for at in short], line), strict=True))
    texts = []
    for at, (cell, place, said) in enumerate(zip(table.cells, places, read, strict=True)):
        text = agreed.get(at, cell_text(each.text for each in said))
        if place.dust or (said and all(_is_like_a_figure(each.text) for each in said)):
            # Lines of figures in a cell: the rules between them are not seen.
            lost = place.dust or cell.torn or len(said) > 1 or _is_pale(page.plain, place.lines[0])
            text = UNSURE * max(len(said), 1) if lost or _has_lost(page, place, text, line) else text
        texts.append(text)
    return _without_strays(table, texts)


def _without_strays(table: RuledTable, texts: Sequence[str]) -> list[str]:
    """Texts of cells, UNSURE for a character or two in a column of figures: a figure misread as a word."""
    columns: dict[tuple[int, int], list[bool]] = {}
    for cell, text in zip(table.cells, texts, strict=True):
        if text:
            columns.setdefault((cell.left, cell.right), []).append(_is_like_a_figure(text))
    rows = {cell.top for cell, text in zip(table.cells, texts, strict=True) if text and _is_like_a_figure(text)}
    kept = []
    for cell, text in zip(table.cells, texts, strict=True):
        around = columns.get((cell.left, cell.right), [])
        figures = sum(around) >= LEAST_FIGURES and 2 * sum(around) > len(around)
        stray = figures and cell.top in rows and 0 < len(text) <= _SHORT and not _is_like_a_figure(text)
        kept.append(UNSURE if stray else text)
    return kept


def _place(page: RuledPage, box: Box, line: int) -> _Place:
    inner = _inner(box, line)
    lines, dust = _lines(page.ink, inner, line)
    return _Place(inner, lines, not lines and (dust or bool(_lines(page.coloured, inner, line)[0])))


def _again(page: RuledPage, first: Sequence[tuple[_Place, Recognised]], line: int) -> list[str]:
    """What further readings of short texts agree on."""
    read = [[text] for _, text in first]
    for margins in (_WIDE, _MIDDLE):
        left = [at for at, readings in enumerate(read) if _agreed(readings) is None]
        cuts = [_cut(page.plain, first[at][0].lines[0], first[at][0].inner, line, margins) for at in left]
        for at, text in zip(left, recognise.texts(cuts), strict=True):
            read[at].append(text)
    return [_agreed(readings) or UNSURE for readings in read]


def _agreed(readings: Sequence[Recognised]) -> str | None:
    """The text of a short cell that two readings are sure of together; None where none is. A label needs no second."""
    if not any(_is_like_a_figure(each.text) for each in readings):
        return max(readings, key=lambda each: each.least).text if len(readings) > 1 else None
    for one, other in combinations(readings, 2):
        text = _figure(one.text)
        if text != _figure(other.text) or any(sign in _CONFUSED for sign in text):
            continue
        others = [each for each in readings if _digits(each.text) != text]
        least = LEAST_OF_TWO if others else LEAST_TOGETHER
        third = max((each.least for each in others), default=0.0)
        chances = (one.least, other.least)
        if min(chances) >= LEAST_SURE and sum(chances) >= least and third < max(chances):
            return text
    return None


def _digits(text: str) -> str:
    """A figure, with digits for the characters that are read for them."""
    return "".join(_CONFUSED.get(sign, sign) for sign in _figure(text))


def _figure(text: str) -> str:
    """A figure without the dust behind it; a stroke is a dash."""
    text = text.strip()
    if text and set(text) <= _DASHES:
        return "-"
    return text.rstrip(_DUST) if text[:1].isascii() and text[:1].isdigit() else text


def spans_of(table: RuledTable, texts: Sequence[str]) -> list[list[Span]]:
    """Rows of the cells that begin in them, as grid.grid_rows takes them."""
    rows: list[list[Span]] = [[] for _ in range(max(cell.bottom for cell in table.cells))]
    for cell, text in zip(table.cells, texts, strict=True):
        high, wide = cell.bottom - cell.top, cell.right - cell.left
        # Nothing beside nothing in one row: two blanks, if the rule between them is not seen.
        rows[cell.top] += [Span(text)] * wide if not text and high == 1 else [Span(text, high, wide)]
    return rows


def _is_short(text: str) -> bool:
    """Whether a text is read again: it is a figure, or may be one that was misread."""
    return _is_like_a_figure(text) or len(text) <= _SHORT


def _is_like_a_figure(text: str) -> bool:
    """Whether a cell of one line can be a figure: of the characters of figures and those that are taken for them."""
    return len(text) <= 20 and all(sign in _FIGURE or sign in _CONFUSED or sign == " " for sign in text)


def _has_lost(page: RuledPage, place: _Place, text: str, line: int) -> bool:
    return _has_lost_a_sign(page.faint, place, text, line) or _has_lost_a_digit(page.ink, place.lines[0], text)


def _has_lost_a_digit(ink: NDArray[np.bool_], box: Box, text: str) -> bool:
    """Whether a figure has more strokes side by side than digits were read: 1111 is often read as 111."""
    inside = ink[box.top : box.bottom, box.left : box.right]
    filled = np.concatenate([[False], inside.any(axis=0), [False]])
    starts, ends = np.flatnonzero(~filled[:-1] & filled[1:]), np.flatnonzero(filled[:-1] & ~filled[1:])
    high = sum(
        int(np.ptp(np.flatnonzero(inside[:, start:end].any(axis=1)))) >= 0.6 * (box.bottom - box.top)
        for start, end in zip(starts, ends, strict=True)
    )
    return text[-1:].isdigit() and high > sum(sign not in "., -+" for sign in text)


def _has_lost_a_sign(faint: NDArray[np.bool_], place: _Place, text: str, line: int) -> bool:
    """Whether a pale stroke stands before a figure that was read without one: no sum would tell a lost minus."""
    if not text[:1].isdigit():
        return False
    box = place.lines[0]
    left = max(box.left - line, place.inner.left)
    before = faint[box.top : box.bottom, left : max(box.left + line // 6, left)].astype(np.uint8)
    _, _, stats, middles = cv2.connectedComponentsWithStats(before, connectivity=8)
    for (_, _, width, height, _), (_, middle) in zip(stats[1:], middles[1:], strict=True):
        flat = 0.15 * line <= width <= 0.9 * line and height <= 0.25 * line and width >= 1.5 * height
        if flat and 0.25 <= middle / max(len(before), 1) <= 0.85:
            return True
    return False


def _is_pale(plain: Picture, box: Box) -> bool:
    return int(plain[box.top : box.bottom, box.left : box.right].min()) > PALEST


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
