"""The picture of a page → its ruled tables: where each cell lies, over how many rows and columns it is merged.

Only geometry is here, nothing is recognised. A page is a grey array (height × width, uint8, ink dark); every length is
measured in the height of its text lines, so that the resolution does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]

MOST_SKEW = 7.0
"""degrees by which a page may lie askew"""
_WHOLE = 0.85
"""share of an edge between two cells that is inked from which on it is a rule, whatever its ends"""
_BROKEN = 0.4
"""the same, where the ink reaches both ends: a rule with a gap"""
_MOST_EDGES = 200
"""rows or columns of a table beyond which it is no table but a pattern"""


class Box(NamedTuple):
    """Pixels from left to right and top to bottom, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int


class RuledCell(NamedTuple):
    """A cell of a table: rows and columns counted from 0, the last ones not included."""

    top: int
    bottom: int
    left: int
    right: int
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledTable:
    """A grid of ruled lines."""

    box: Box
    cells: tuple[RuledCell, ...]
    """in reading order"""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledPage:
    """Tables of a page from top to bottom, and the page without their rules."""

    tables: tuple[RuledTable, ...]
    plain: Picture
    """the page with its background evened out to white, its rules painted over"""
    ink: NDArray[np.bool_]
    """where something dark stands that is no rule"""
    coloured: NDArray[np.bool_]
    """where a stamp or coloured writing stands, which `plain` does not show"""


def sized(grey: Picture, scale: float) -> Picture:
    """Page enlarged or made smaller."""
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way), dtype=np.uint8)


def evened(grey: Picture) -> Picture:
    """Background of a page to white: shadows of a photo, yellow paper, the grey of a copier."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 1)
    return np.asarray(cv2.divide(grey, paper, scale=255), dtype=np.uint8)


def dark(plain: Picture, line: int, contrast: int = 12) -> NDArray[np.bool_]:
    """Where a page is darker than its surroundings by `contrast` of 255."""
    block = 2 * line + 1
    smooth = cv2.GaussianBlur(plain, (3, 3), 0)
    found = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, contrast)
    return np.asarray(found > 0, dtype=np.bool_)


def skew_of(grey: Picture) -> float:
    """Degrees by which the lines of a page fall to the right: turned by it they are level."""
    scale = 900 / max(grey.shape)
    small = sized(grey, scale) if scale < 1 else grey
    ink = dark(evened(small), 15).astype(np.float32)

    def sharpness(degrees: float) -> float:
        rows = _turned(ink, degrees, 0.0).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best = 0.0
    for step, reach in ((0.5, MOST_SKEW), (0.1, 0.5), (0.02, 0.1)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=lambda each: sharpness(float(each))))
    return best


def turning(shape: tuple[int, ...], degrees: float) -> NDArray[np.float64]:
    """Matrix (3 × 3) that turns a page about its middle, counter-clockwise."""
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([matrix, [0.0, 0.0, 1.0]])


def _turned(image: NDArray[np.float32], degrees: float, border: float) -> NDArray[np.float32]:
    height, width = image.shape
    matrix = turning(image.shape, degrees)[:2]
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderValue=border), dtype=np.float32)


def ruled_page(plain: Picture, coloured: NDArray[np.bool_], line: int) -> RuledPage:
    """Tables of a level page, evened out, whose text lines are `line` pixels high."""
    ink = dark(plain, line)
    across, down = _rules(ink, line, flat=True), _rules(ink, line, flat=False)
    tables = []
    for part, own in _parts(across | down, line):
        table = _table(part, across & own, down & own, line)
        if table is not None:
            tables.append(table)
    thick = cv2.dilate((across | down).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.bool_)
    ruled = np.zeros_like(ink)
    for table in tables:
        left, top, right, bottom = _grown(table.box, line // 2, plain.shape)
        ruled[top:bottom, left:right] = thick[top:bottom, left:right]
    without = plain.copy()
    without[ruled] = 255
    return RuledPage(
        tables=tuple(sorted(tables, key=lambda table: (table.box.top, table.box.left))),
        plain=without,
        ink=ink & ~ruled,
        coloured=coloured & ~ruled,
    )


def _grown(box: Box, by: int, shape: tuple[int, ...]) -> Box:
    return Box(
        max(box.left - by, 0), max(box.top - by, 0), min(box.right + by, shape[1]), min(box.bottom + by, shape[0])
    )


def _rules(ink: NDArray[np.bool_], line: int, *, flat: bool) -> NDArray[np.bool_]:
    """Where straight level (flat) or upright lines run that are longer than strokes of characters."""
    length = max(int(line * (2.0 if flat else 1.3)), 9)
    along = (length, 1) if flat else (1, length)
    beside = (1, 3) if flat else (3, 1)
    opened = cv2.morphologyEx(
        cv2.dilate(ink.astype(np.uint8), np.ones(beside[::-1], np.uint8)),
        cv2.MORPH_OPEN,
        np.ones(along[::-1], np.uint8),
    )
    return np.asarray(opened > 0, dtype=np.bool_)


def _parts(rules: NDArray[np.bool_], line: int) -> Iterable[tuple[Box, NDArray[np.bool_]]]:
    """Where rules that touch each other lie together; a frame around the page is one part, a table in it another."""
    joined = cv2.dilate(rules.astype(np.uint8), np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for at in range(1, count):
        left, top, width, height = (int(each) for each in stats[at][:4])
        if width >= 6 * line and height >= int(1.5 * line):
            yield Box(left, top, left + width, top + height), np.asarray(labels == at, dtype=np.bool_)


def _table(part: Box, across: NDArray[np.bool_], down: NDArray[np.bool_], line: int) -> RuledTable | None:
    """The cells between the rules that lie in a part of the page; None where they make none."""
    view = np.s_[part.top : part.bottom, part.left : part.right]
    flat, upright = across[view], down[view]
    reach = max(line // 4, 3)
    ys = _edges(flat, upright, reach, line)
    xs = _edges(upright.T, flat.T, reach, line)
    if not 2 <= len(ys) <= _MOST_EDGES or not 2 <= len(xs) <= _MOST_EDGES or len(ys) + len(xs) < 5:
        return None
    xs, ys = _proven(xs, ys, upright, reach), _proven(ys, xs, flat.T, reach)
    level = [[_is_rule(flat, y, left, right, reach) for left, right in pairwise(xs)] for y in ys]
    plumb = [[_is_rule(upright.T, x, top, bottom, reach) for top, bottom in pairwise(ys)] for x in xs]
    return RuledTable(box=part, cells=tuple(_cells(xs, ys, level, plumb, part)))


def _edges(rules: NDArray[np.bool_], others: NDArray[np.bool_], reach: int, line: int) -> list[int]:
    """Where level rules stand, from top to bottom; the ends of the upright ones where no rule closes the table."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(rules.astype(np.uint8), connectivity=8)
    found = sorted((float(middles[at][1]), int(stats[at][cv2.CC_STAT_WIDTH])) for at in range(1, count))
    groups: list[list[tuple[float, int]]] = []
    for middle, length in found:
        if groups and middle - groups[-1][-1][0] <= reach:
            groups[-1].append((middle, length))
        else:
            groups.append([(middle, length)])
    places = [round(sum(at * length for at, length in group) / sum(length for _, length in group)) for group in groups]
    ends = np.flatnonzero(others.any(axis=1))
    if len(ends) and places:
        places = [int(ends[0])] * int(places[0] - ends[0] > line) + places
        places += [int(ends[-1])] * int(ends[-1] - places[-1] > line)
    return places


def _proven(places: Sequence[int], crossing: Sequence[int], rules: NDArray[np.bool_], reach: int) -> list[int]:
    """Places of upright rules that reach from one level rule to another once at least: characters' strokes do not."""
    inner = places[1:-1]
    spans = list(pairwise(crossing))
    kept = [at for at in inner if any(_inked(rules.T, at, *span, reach)[0] >= _WHOLE for span in spans)]
    return [places[0], *kept, places[-1]]


def _inked(rules: NDArray[np.bool_], at: int, start: int, end: int, reach: int) -> tuple[float, bool]:
    """Share of a level edge that is inked, and whether it is so at both its ends."""
    strip = np.atleast_1d(rules[max(at - reach, 0) : at + reach + 1, start : end + 1].any(axis=0))
    if not strip.size:
        return 0.0, False
    close = max(reach, strip.size // 8)
    return float(strip.mean()), bool(strip[:close].any() and strip[-close:].any())


def _is_rule(rules: NDArray[np.bool_], at: int, start: int, end: int, reach: int) -> bool:
    share, both = _inked(rules, at, start, end, reach)
    return share >= _WHOLE or (share >= _BROKEN and both)


def _cells(
    xs: Sequence[int], ys: Sequence[int], level: Sequence[Sequence[bool]], plumb: Sequence[Sequence[bool]], part: Box
) -> Iterable[RuledCell]:
    """Places of the grid that no rule parts, put together. What then is no rectangle stays apart, row by row."""
    rows, columns = len(ys) - 1, len(xs) - 1
    group = _joined(rows, columns, level, plumb)
    members: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            members.setdefault(group[row][column], []).append((row, column))
    found = []
    for places in members.values():
        top, bottom = places[0][0], places[-1][0] + 1
        left, right = min(column for _, column in places), max(column for _, column in places) + 1
        if len(places) == (bottom - top) * (right - left):
            found.append((top, left, bottom, right))
        else:
            found += [(row, column, row + 1, column + 1) for row, column in places]
    for top, left, bottom, right in sorted(found):
        box = Box(part.left + xs[left], part.top + ys[top], part.left + xs[right], part.top + ys[bottom])
        yield RuledCell(top, bottom, left, right, box)


def _joined(
    rows: int, columns: int, level: Sequence[Sequence[bool]], plumb: Sequence[Sequence[bool]]
) -> list[list[int]]:
    """Number of the cell that each place of the grid belongs to."""
    ink = np.ones((2 * rows - 1, 2 * columns - 1), np.uint8)
    ink[1::2, 1::2] = 0
    for row in range(rows):
        for column in range(columns):
            if row + 1 < rows:
                ink[2 * row + 1, 2 * column] = not level[row + 1][column]
            if column + 1 < columns:
                ink[2 * row, 2 * column + 1] = not plumb[column + 1][row]
    _, labels = cv2.connectedComponents(ink, connectivity=4)
    return [[int(each) for each in line] for line in labels[::2, ::2]]
