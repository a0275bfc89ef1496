"""Finds ruled tables in the picture of a page: where each cell is, and which rows and columns it spans.

Geometry only, no recognition. A page is a grey array (height × width, uint8, dark ink). Lengths are measured in heights
of text lines, so that resolution does not matter.
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
"""share of an edge between two cells along which a long line runs, from which on it is a rule, whatever its ends"""
_BROKEN = 0.4
"""the same, where the line reaches both ends: a rule with a gap"""
_HALF = 0.6
"""share of such a line from which on it is a rule if the ink around it goes on to one end"""
_DOTTED = 0.72
"""share of an edge that has any ink, close to one straight line: characters have less"""
_LOOSE = (0.5, 0.35, 0.2, 0.1)
"""shares that are tried in turn where the rules leave a shape that is no rectangle"""
_PALE = 0.35
"""of the contrast of a page's characters, below which something is none"""
_LEAST_PALE = 0.3
"""the same, from which on something pale may be a stroke all the same"""
_GHOST = 0.5
"""the same of the rules, against most of them"""
_MOST_STROKES, _MOST_ALONE, _FEW, _LOW = 0.7, 0.8, 2, 0.9
"""share of a table's ink that is rules, below which these may be strokes of large characters: of a table, and of so few
cells; heights of a line below which no row has room for one"""
_MOST_EDGES = 200
"""rows or columns of a table beyond which it is no table but a pattern"""


class Box(NamedTuple):
    """Pixels from left to right and top to bottom, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom


_Place: TypeAlias = tuple[int, int]
"""row and column of a grid"""


class RuledCell(NamedTuple):
    """A cell of a table: rows and columns counted from 0, the last ones not included."""

    top: int
    bottom: int
    left: int
    right: int
    box: Box
    torn: bool = False
    """its rules are too broken to tell which cell it belongs to"""


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
    faint: NDArray[np.bool_]
    """the same, what is too pale for a character with it"""
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


def ruled_page(plain: Picture, coloured: NDArray[np.bool_], line: int) -> RuledPage:
    """Tables of a level page, evened out, whose text lines are `line` pixels high."""
    ink, faint = dark(plain, line), dark(plain, line, contrast=7)
    across, most = _printed(plain, _rules(faint, line, flat=True))
    down, _ = _printed(plain, _rules(faint, line, flat=False))
    faint &= 255.0 - plain >= 0.6 * _GHOST * most
    tables = []
    for part, own in _parts(across | down, line):
        view = np.s_[part.top : part.bottom, part.left : part.right]
        table = _table(part, (across & own)[view], (down & own)[view], faint[view], line)
        if table is not None:
            tables.append(table)
    # The edge of the sheet in a photo, a frame: what has a table inside a cell is none.
    tables = [table for table in tables if not any(_holds(table, other) for other in tables)]
    thick = cv2.dilate((across | down).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.bool_)
    ruled = np.zeros_like(ink)
    for table in tables:
        left, top, right, bottom = _grown(table.box, line // 2, plain.shape)
        ruled[top:bottom, left:right] = thick[top:bottom, left:right]
    without = plain.copy()
    without[ruled] = 255
    black = _black(without, ink & ~ruled)
    pale = 255.0 - without >= _LEAST_PALE * (255 - black)
    without = _blackened(without, black)
    return RuledPage(
        tables=tuple(sorted(tables, key=lambda table: (table.box.top, table.box.left))),
        plain=without,
        ink=dark(without, line) & ~ruled,
        faint=pale & ~ruled,
        coloured=coloured & ~ruled,
    )


def _holds(table: RuledTable, other: RuledTable) -> bool:
    """Whether another table lies in a cell of this one, or over several of them."""
    (left, top, right, bottom), inner = table.box, other.box
    return left < inner.left and top < inner.top and inner.right < right and inner.bottom < bottom


def _black(plain: Picture, ink: NDArray[np.bool_]) -> float:
    """How dark the characters of a page are, from 0."""
    return float(np.percentile(plain[ink], 5)) if ink.any() else 0.0


def _blackened(plain: Picture, black: float) -> Picture:
    """Page with its characters black, and white what is much paler: the back of the sheet that shines through."""
    white = 255 - _PALE * (255 - black)
    shades = np.clip((np.arange(256) - black) * 255 / max(white - black, 1.0), 0, 255)
    return np.asarray(shades.astype(np.uint8)[plain], dtype=np.uint8)


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
    # Over gaps that are narrower than any cell.
    reach = (int(0.8 * line), 1) if flat else (1, int(0.8 * line))
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones(reach[::-1], np.uint8)) > 0, dtype=np.bool_)


def _printed(plain: Picture, rules: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], float]:
    """Rules without those that are much paler than most, which shine through from the back; how dark most are."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules.astype(np.uint8), connectivity=8)
    if count < 2:
        return rules, 0.0
    depth = 255.0 - cv2.erode(plain, np.ones((3, 3), np.uint8))
    area = stats[:, cv2.CC_STAT_AREA]
    length = stats[:, cv2.CC_STAT_WIDTH] + stats[:, cv2.CC_STAT_HEIGHT]
    mean = np.bincount(labels.ravel(), weights=depth.ravel(), minlength=count) / area
    order = np.argsort(mean[1:]) + 1
    most = float(mean[order[np.searchsorted(np.cumsum(length[order]), length[order].sum() / 2)]])
    # Over its length: a pale one that runs through characters is dark where they are.
    dark_enough = np.bincount(labels.ravel(), weights=(depth >= _GHOST * most).ravel(), minlength=count) / area
    kept = dark_enough >= _HALF
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_), most


def _parts(rules: NDArray[np.bool_], line: int) -> Iterable[tuple[Box, NDArray[np.bool_]]]:
    """Where rules that touch each other lie together; a frame around the page is one part, a table in it another."""
    joined = cv2.dilate(rules.astype(np.uint8), np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for at in range(1, count):
        left, top, width, height = (int(each) for each in stats[at][:4])
        if width >= 6 * line and height >= int(1.5 * line):
            yield Box(left, top, left + width, top + height), np.asarray(labels == at, dtype=np.bool_)


def _table(
    part: Box, flat: NDArray[np.bool_], upright: NDArray[np.bool_], ink: NDArray[np.bool_], line: int
) -> RuledTable | None:
    """The cells between the level and upright rules in a part of the page; None where they make none."""
    reach = max(line // 4, 3)
    ys = _edges(flat, upright, reach, line)
    xs = _edges(upright.T, flat.T, reach, line)
    if not 2 <= len(ys) <= _MOST_EDGES or not 2 <= len(xs) <= _MOST_EDGES or len(ys) + len(xs) < 5:
        return None
    xs, ys = _proven(xs, ys, upright, reach), _proven(ys, xs, flat.T, reach)
    xs = [xs[0], *(x for x in xs[1:-1] if not _runs_through_characters(x, ys, upright, ink, line)), xs[-1]]
    grid = _Grid(
        xs=xs,
        ys=ys,
        level=np.array([[_share(flat, ink, y, *span, reach) for span in pairwise(xs)] for y in ys]),
        plumb=np.array([[_share(upright.T, ink.T, x, *span, reach) for span in pairwise(ys)] for x in xs]),
    )
    table = RuledTable(box=part, cells=tuple(_cells(grid, part)))
    return None if _is_title(table, flat | upright, ink, line) else table


def _is_title(table: RuledTable, rules: NDArray[np.bool_], ink: NDArray[np.bool_], line: int) -> bool:
    """Whether strokes of large characters seem rules: most of the ink is none, and rows are too low for a line."""
    share, few = rules.sum() / max(ink.sum(), 1), len(table.cells) <= _FEW
    tops = sorted({edge for cell in table.cells for edge in (cell.box.top, cell.box.bottom)})
    low = any(b - a < _LOW * line for a, b in pairwise(tops))
    return bool(share < _MOST_ALONE) if few else bool(share < _MOST_STROKES) and low


@dataclass(frozen=True, kw_only=True, slots=True)
class _Grid:
    """Places of rules, and how much of each piece of them between two others is there: 1 and more is all."""

    xs: Sequence[int]
    ys: Sequence[int]
    level: NDArray[np.float64]
    """for each y, for each column"""
    plumb: NDArray[np.float64]
    """for each x, for each row"""


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


def _runs_through_characters(
    at: int, crossing: Sequence[int], rules: NDArray[np.bool_], ink: NDArray[np.bool_], line: int
) -> bool:
    """Whether an upright rule has ink close by on both its sides wherever it runs: it is not printed on this side."""
    near, far = line // 6 + 1, line // 6 + 3
    ruled = cut = 0
    for top, bottom in pairwise(crossing):
        inner = slice(top + line // 4, max(bottom - line // 4, top + line // 4 + 1))
        if rules[inner, max(at - 3, 0) : at + 4].any(axis=1).mean() < _WHOLE:
            continue
        ruled += 1
        left, right = ink[inner, max(at - far, 0) : at - near + 1], ink[inner, at + near : at + far + 1]
        if left.size and right.size:
            cut += int((left.any(axis=1) & right.any(axis=1)).sum() >= line // 5)
    return 3 * cut > ruled > 0


def _inked(rules: NDArray[np.bool_], at: int, start: int, end: int, reach: int) -> tuple[float, bool]:
    """Share of a level edge that is inked, and whether it is so at both its ends."""
    strip = np.atleast_1d(rules[max(at - reach, 0) : at + reach + 1, start : end + 1].any(axis=0))
    if not strip.size:
        return 0.0, False
    close = max(reach, strip.size // 8)
    return float(strip.mean()), bool(strip[:close].any() and strip[-close:].any())


def _share(rules: NDArray[np.bool_], ink: NDArray[np.bool_], at: int, start: int, end: int, reach: int) -> float:
    """How much of a level edge is a rule: from 1 on it is one, below that it may be the rest of one."""
    share, both = _inked(rules, at, start, end, reach)
    if share >= _WHOLE or (share >= _BROKEN and both):
        return 1.0
    band = ink[max(at - reach, 0) : at + reach + 1, start + reach : max(end - reach, start + reach + 1)]
    if not band.size:
        return share
    near = cv2.dilate(band.astype(np.uint8), np.ones((3, 1), np.uint8))
    line = near[int(near.mean(axis=1).argmax())]
    dotted, close = float(line.mean()), max(len(line) // 6, 1)
    ends = sorted((float(line[:close].mean()), float(line[-close:].mean())))
    if dotted >= _DOTTED and (ends[0] >= _BROKEN or (share >= _HALF and ends[1] >= _WHOLE)):
        return 0.0 if _is_among_characters(ink, at, start, end, reach) else 1.0
    return min(max(share, dotted - 0.4), 0.99)


def _is_among_characters(ink: NDArray[np.bool_], at: int, start: int, end: int, reach: int) -> bool:
    """Whether what looks like a dotted rule is the middle of characters: these go on above it and below it."""
    above = ink[max(at - reach - 2, 0) : max(at - reach // 2, 1), start + reach : end - reach]
    below = ink[at + reach // 2 + 1 : at + reach + 3, start + reach : end - reach]
    if not above.size or not below.size:
        return False
    return float((above.any(axis=0) & below.any(axis=0)).mean()) >= _BROKEN


def _cells(grid: _Grid, part: Box) -> Iterable[RuledCell]:
    """Places of the grid that no rule parts, put together, in reading order."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    every = [(row, column) for row in range(rows) for column in range(columns)]
    found = []
    for places in _groups(grid, every, 1.0):
        found += [(_around(places), False)] if _is_rectangle(places) else _torn(grid, places)
    for (top, left, bottom, right), torn in sorted(found):
        box = Box(
            part.left + grid.xs[left], part.top + grid.ys[top], part.left + grid.xs[right], part.top + grid.ys[bottom]
        )
        yield RuledCell(top, bottom, left, right, box, torn)


def _torn(grid: _Grid, places: Sequence[_Place]) -> list[tuple[tuple[int, int, int, int], bool]]:
    """Cells of a shape that is no rectangle, for a rule is broken: by what is left of it, else each place by itself."""
    for share in _LOOSE:
        groups = _groups(grid, places, share)
        if all(_is_rectangle(group) for group in groups):
            return [(_around(group), False) for group in groups]
    return [((row, column, row + 1, column + 1), True) for row, column in places]


def _groups(grid: _Grid, places: Sequence[_Place], share: float) -> list[list[_Place]]:
    """Places that no rule parts of which so much is there."""
    left = dict.fromkeys(places)
    groups = []
    while left:
        first = next(iter(left))
        del left[first]
        group, queue = [first], [first]
        while queue:
            row, column = queue.pop()
            beside = [
                ((row, column + 1), grid.plumb[column + 1][row]),
                ((row, column - 1), grid.plumb[column][row]),
                ((row + 1, column), grid.level[row + 1][column]),
                ((row - 1, column), grid.level[row][column]),
            ]
            for place, there in beside:
                if place in left and there < share:
                    del left[place]
                    group.append(place)
                    queue.append(place)
        groups.append(group)
    return groups


def _around(places: Sequence[_Place]) -> tuple[int, int, int, int]:
    """(top, left, bottom, right), the last ones not included."""
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _is_rectangle(places: Sequence[_Place]) -> bool:
    top, left, bottom, right = _around(places)
    return len(places) == (bottom - top) * (right - left)
