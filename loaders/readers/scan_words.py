"""Ink outside the ruled tables of a page → words with their places, each read as a cell of a ruled table is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers.pdf_text import LEVEL
from loaders.readers.ruled_image import Box, RuledCell, RuledPage, RuledTable
from loaders.readers.scan_cells import cells_of

APART = 0.45
"""line heights between two words"""
_LONGEST = 4.0
"""line heights of a character; longer is a rule, a frame, a picture"""
_FLAT = 0.3
"""height, or width, of a rule"""
_SPECK = 0.01
"""area of dust, in squares of a line height"""
_WHITE = 0.85
"""line heights of white behind a full-width comma"""
_COMMA = 0.2
"""its width"""
_CORNER = 0.3
"""line heights between two marks that touch at a corner: a numeral's stroke and the comma below it"""
_WIDE = 2.0
"""times as long as high: a word by which the height of lines is told"""
_LEAST = 5
"""such words"""
_HIGHER = 1.08
"""times as high as its characters a line is"""
_ROOM = 1.2
"""line heights of white around a word that are looked at with it at most"""


class Word(NamedTuple):
    """What stands on a line without a gap."""

    box: Box
    text: str


def bare(page: RuledPage, line: int) -> RuledPage:
    """The page with nothing but characters: without its tables, and without rules that make none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(page.ink.astype(np.uint8), connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    long, flat = np.maximum(wide, high), np.minimum(wide, high)
    none = (long > _LONGEST * line) | ((flat < _FLAT * line) & (long > 1.8 * line))
    none[0] = False
    gone = none[labels] if count > 1 else np.zeros_like(page.ink)
    gone = cv2.dilate(gone.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    for table in page.tables:
        gone[table.box.top : table.box.bottom, table.box.left : table.box.right] = True
    plain = page.plain.copy()
    plain[gone] = 255
    return replace(
        page, tables=(), plain=plain, ink=page.ink & ~gone, faint=page.faint & ~gone, coloured=page.coloured & ~gone
    )


def places_of(ink: NDArray[np.bool_], line: int) -> list[Box]:
    """Where the words of a page stand that has nothing but characters."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK * line * line
    kept[0] = False
    marks = kept[labels] if count > 1 else np.zeros_like(ink)
    joined = cv2.morphologyEx(marks.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, round(APART * line) | 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [Box(left, top, left + width, top + height) for left, top, width, height, _ in stats[1:].tolist()]
    whole = [box for box in _whole(boxes, line) if max(box.right - box.left, box.bottom - box.top) >= _FLAT * line]
    return _punctuated(whole, marks, line)


def _punctuated(boxes: Sequence[Box], marks: NDArray[np.bool_], line: int) -> list[Box]:
    """Boxes with those put together between which only the white of a full-width comma stands."""
    found: list[Box] = []
    for box in sorted(boxes):
        before = next((each for each in reversed(found) if _follows(each, box, line)), None)
        if before is None:
            found.append(box)
            continue
        end = marks[:, max(before.right - round(_COMMA * line), before.left) : before.right]
        rows = np.flatnonzero(end[before.top : before.bottom].any(axis=1))
        low = len(rows) and before.top + rows[0] >= (box.top + box.bottom) / 2 - 0.1 * line
        if low:
            found[found.index(before)] = _around(before, box)
        else:
            found.append(box)
    return found


def _follows(one: Box, other: Box, line: int) -> bool:
    """Whether a box is the next on a line, with a full-width comma's white between at most."""
    level = min(one.bottom, other.bottom) - max(one.top, other.top) >= 0.3 * line
    return level and 0 <= other.left - one.right <= _WHITE * line


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def line_of(plain: RuledPage, about: int) -> int:
    """How high the lines of text are on a page that has nothing but characters, and whose lines are about so high."""
    boxes = places_of(plain.ink, about)
    high = sorted(
        box.bottom - box.top for box in boxes if box.right - box.left > _WIDE * (box.bottom - box.top) > _FLAT * about
    )
    if len(high) < _LEAST:
        return about
    return min(max(round(_HIGHER * high[len(high) // 2]), about // 2), 2 * about)


def rows_of(boxes: Sequence[Box], line: int) -> list[list[Box]]:
    """Places of words by line, each from left to right."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle[1]):
        if rows and box.middle[1] - rows[-1][0].middle[1] <= LEVEL * line:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row) for row in rows]


def _whole(boxes: Sequence[Box], line: int) -> list[Box]:
    """Boxes with those put together that are of one word: the strokes of 二, a colon, what overlaps."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.top):
        own = box
        while (other := next((each for each in found if _is_one(each, own, line)), None)) is not None:
            found.remove(other)
            own = _around(own, other)
        found.append(own)
    return found


def _is_one(one: Box, other: Box, line: int) -> bool:
    """Whether two boxes are of one line and touch from above or from the side."""
    high = max(one.bottom, other.bottom) - min(one.top, other.top)
    beside = max(one.left, other.left) - min(one.right, other.right)
    over = max(one.top, other.top) - min(one.bottom, other.bottom)
    return high <= max(1.15 * line, one.bottom - one.top, other.bottom - other.top) and (
        (beside < 0 and over <= 0.45 * line)
        or (over < 0 and beside <= APART * line)
        or (max(beside, over) <= _CORNER * line)
    )


def read(page: RuledPage, boxes: Sequence[Box], line: int) -> list[Word]:
    """The words in such places of a page that has nothing but characters; a figure that is not clear is UNSURE."""
    cells = tuple(RuledCell(0, 1, at, at + 1, _room(box, boxes, page, line)) for at, box in enumerate(boxes))
    table = RuledTable(box=Box(0, 0, page.ink.shape[1], page.ink.shape[0]), cells=cells)
    return [Word(box, text) for box, text in zip(boxes, cells_of(page, table, line), strict=True)]


def _room(box: Box, boxes: Iterable[Box], page: RuledPage, line: int) -> Box:
    """A word's place with the white around it, half of the way to the next."""
    by = max(line // 10, 2)
    most = round(_ROOM * line)
    left = right = most
    above = below = round(0.3 * line)
    for other in boxes:
        if other is box:
            continue
        if other.top < box.bottom and box.top < other.bottom:
            if other.right <= box.left:
                left = min(left, (box.left - other.right) // 2)
            elif other.left >= box.right:
                right = min(right, (other.left - box.right) // 2)
        elif other.left < box.right + most and box.left - most < other.right:
            if other.bottom <= box.top:
                above = min(above, (box.top - other.bottom) // 2)
            else:
                below = min(below, (other.top - box.bottom) // 2)
    height, width = page.ink.shape
    return Box(
        max(box.left - left - by, 0), max(box.top - above - by, 0), min(box.right + right + by, width),
        min(box.bottom + below + by, height),
    )  # fmt: skip
