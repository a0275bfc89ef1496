"""Two pages side by side on one sheet, and text in two columns: where the white between them runs.

Pure geometry, in pixels of a picture or points of a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

MIDDLE = (0.3, 0.7)
"""parts of what is printed, from left to right, between which the white may run"""
LEAST_HIGH = 0.3
"""part of what is printed, from top to bottom, along which it runs"""
LEAST_LINES = 8.0
"""line heights along which it runs"""
LONG, FULL = 0.3, 0.6
"""parts of a column's width from which on a line shows that text runs in it; where rows go over both sides"""
LEVEL = 0.3
"""line heights by which two lines of one row differ"""
MOST_LEVEL = 0.7
"""part of the lines on the right that are level with some on the left: more are the rows of one table"""
LEAST_LONG = 6.0
"""line heights that such a line is long at least"""
LEAST_SHARE = 0.1
"""part of a column's lines, or cells of a table without rules, that such lines are at least"""
INDENTED = 4.0
"""line heights by which it may be indented"""


class Block(NamedTuple):
    """A line of text without a wide gap, or a table."""

    left: float
    top: float
    right: float
    bottom: float
    table: bool = False

    @property
    def middle(self) -> float:
        """How far down it stands."""
        return (self.top + self.bottom) / 2


class Gutter(NamedTuple):
    """The white between two columns: at x, from top to bottom."""

    x: float
    top: float
    bottom: float

    def part(self, x: float, y: float) -> int:
        """Where a point is: 0 above the columns, 1 in the left one, 2 in the right one, 3 below them."""
        return 0 if y < self.top else 3 if y > self.bottom else 1 if x < self.x else 2


def gutter(blocks: Sequence[Block], size: float) -> Gutter | None:
    """Where a page is parted from left to right; None where it is not. `size`: the height of its lines."""
    if not blocks:
        return None
    left, right = min(block.left for block in blocks), max(block.right for block in blocks)
    high = max(block.bottom for block in blocks) - min(block.top for block in blocks)
    least = max(LEAST_HIGH * high, LEAST_LINES * size)
    found: list[Gutter] = []
    x, end = left + MIDDLE[0] * (right - left), left + MIDDLE[1] * (right - left)
    while x <= end:
        found += [run for run in _runs(blocks, x, size) if run.bottom - run.top >= least]
        x += size / 2
    longest = max((run.bottom - run.top for run in found), default=0.0)
    best = [run for run in found if run.bottom - run.top >= longest - size and _parts_columns(blocks, run, size)]
    return best[len(best) // 2] if best else None


def _runs(blocks: Sequence[Block], x: float, size: float) -> list[Gutter]:
    """Where nothing stands at x, from top to bottom."""
    across = sorted((b.top, b.bottom) for b in blocks if b.left < x + size / 2 and b.right > x - size / 2)
    first, last = min(block.top for block in blocks), max(block.bottom for block in blocks)
    reached = [first]
    for _, bottom in across:
        reached.append(max(reached[-1], bottom))
    return [
        Gutter(x, begin, top) for begin, (top, _) in zip(reached, [*across, (last, last)], strict=True) if top > begin
    ]


def _parts_columns(blocks: Sequence[Block], run: Gutter, size: float) -> bool:
    """Whether text or a table stands on both sides, and no figures beside their labels."""
    inside = [block for block in blocks if run.top <= block.middle <= run.bottom]
    left, right = (
        [block for block in inside if block.right <= run.x],
        [block for block in inside if block.left >= run.x],
    )
    if not left or not right:
        return False
    level = [any(abs(block.middle - other.middle) <= LEVEL * size for other in left) for block in right]
    least = (LONG, 2) if sum(level) <= MOST_LEVEL * len(level) else (FULL, 5)
    return all(_is_column(side, size, *least) for side in (left, right))


def _is_column(side: Sequence[Block], size: float, part: float, count: int) -> bool:
    """Whether a table stands in a column, or so many lines that fill such a part of it."""
    left, right = min(block.left for block in side), max(block.right for block in side)
    least = max(part * (right - left), LEAST_LONG * size)
    lines = [b for b in side if b.right - b.left >= least and b.left <= left + INDENTED * size]
    return any(block.table for block in side) or len(lines) >= max(count, LEAST_SHARE * len(side))


def joined(line: Sequence[Block], gap: float) -> list[Block]:
    """Words of one line from left to right, those put together that no wider gap parts."""
    if not line:
        return []
    found = [line[0]]
    for before, word in pairwise(line):
        if word.left - before.right <= gap:
            last = found[-1]
            found[-1] = Block(last.left, min(last.top, word.top), word.right, max(last.bottom, word.bottom))
        else:
            found.append(word)
    return found
