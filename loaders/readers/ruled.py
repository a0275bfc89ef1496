"""Finds tables in the ruled lines of a page: edges are joined, and cells merged where no rule separates them.

Pure geometry, in points from the top left corner.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.readers.pdf_page import Rule

SNAP = 2.5
"""points within which two rules are one"""
JOIN = 4.0
"""points that a rule may be broken"""
ONE = 5.0
"""points within which two edges are one: borders of neighbours with a gap between"""
MEET = 2.0
"""points within which rules meet: what is drawn under words meets none"""
LEAST = 6.0
"""points that a cell is wide and high at least"""
MOST_EDGES = 400
"""columns, and rows, of a page's tables"""


class Cell(NamedTuple):
    """One cell, which may reach over several columns and rows of the grid."""

    top: int
    left: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledTable:
    """One table of a page."""

    xs: Sequence[float]
    """edges of its columns from left to right"""
    ys: Sequence[float]
    """edges of its rows from top to bottom"""
    cells: Sequence[Cell]
    """by row, then column"""

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int]:
        """(row, column) of the grid in which a point stands."""
        row = min(max(bisect.bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect.bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def tables(across: Iterable[Rule], down: Iterable[Rule]) -> list[RuledTable]:
    """Tables of a page from top to bottom: rules that meet belong to one."""
    rows, columns = _joined(across), _joined(down)
    found = [_table(*group) for group in _groups(rows, columns)]
    return sorted((each for each in found if each is not None), key=lambda each: (each.ys[0], each.xs[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at one place as one, pieces of a broken one put together; what is shorter than a cell is none."""
    ordered = sorted(rules)
    lines: list[list[Rule]] = []
    for rule in ordered:
        if lines and rule.at - lines[-1][-1].at <= SNAP and rule.at - lines[-1][0].at <= 2 * SNAP:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        pieces = sorted((rule.start, rule.end) for rule in line)
        start, end = pieces[0]
        for begin, stop in pieces[1:]:
            if begin - end <= JOIN:
                end = max(end, stop)
            else:
                joined.append(Rule(at, start, end))
                start, end = begin, stop
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= LEAST][: 4 * MOST_EDGES]


def _groups(rows: Sequence[Rule], columns: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or by others."""
    owner = list(range(len(rows) + len(columns)))

    def find(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for at, row in enumerate(rows):
        for other, column in enumerate(columns):
            if row.start - MEET <= column.at <= row.end + MEET and column.start - MEET <= row.at <= column.end + MEET:
                owner[find(at)] = find(len(rows) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(find(at), ([], []))[0].append(row)
    for at, column in enumerate(columns):
        groups.setdefault(find(len(rows) + at), ([], []))[1].append(column)
    return list(groups.values())


def _table(rows: Sequence[Rule], columns: Sequence[Rule]) -> RuledTable | None:
    """The table that some rules make; None where they make no cell, or only one."""
    if len(rows) < 2 or not columns:
        return None
    # A table without its side rules ends where the rules across do.
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    top, bottom = min([rows[0].at, *(each.start for each in columns)]), max([rows[-1].at, *(e.end for e in columns)])
    xs = _edges([left, *(column.at for column in columns), right])
    ys = _edges([top, *(row.at for row in rows), bottom])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_EDGES * MOST_EDGES // 4:
        return None
    walls = [_walls(x, columns, ys) for x in xs[1:-1]]
    floors = [_walls(y, rows, xs) for y in ys[1:-1]]
    cells = _cells(len(ys) - 1, len(xs) - 1, walls, floors)
    return RuledTable(xs=xs, ys=ys, cells=cells) if len(cells) > 1 else None


def _edges(places: Iterable[float]) -> list[float]:
    """Places in order, those that are one put together: boxes in cells have sides on both sides of a cell's edge."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= ONE and place - groups[-1][0] <= 2 * ONE:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [(group[0] + group[-1]) / 2 for group in groups][:MOST_EDGES]


def _walls(at: float, rules: Sequence[Rule], between: Sequence[float]) -> list[bool]:
    """For each stretch between edges whether a rule at this place runs along it."""
    here = [rule for rule in rules if abs(rule.at - at) <= ONE]
    found = []
    for start, end in itertools.pairwise(between):
        middle = (start + end) / 2
        found.append(any(rule.start <= middle <= rule.end for rule in here))
    return found


def _cells(rows: int, columns: int, walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]) -> list[Cell]:
    """Cells of the grid with those merged that no rule parts; only whole rectangles are merged."""
    taken: set[tuple[int, int]] = set()
    found: list[Cell] = []
    for top in range(rows):
        for left in range(columns):
            if (top, left) in taken:
                continue
            wide = 1
            while left + wide < columns and not walls[left + wide - 1][top] and (top, left + wide) not in taken:
                wide += 1
            high = 1
            while top + high < rows and _goes_on(top + high, left, wide, walls, floors, taken):
                high += 1
            taken |= {(row, column) for row in range(top, top + high) for column in range(left, left + wide)}
            found.append(Cell(top, left, high, wide))
    return found


def _goes_on(
    row: int, left: int, wide: int, walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]],
    taken: set[tuple[int, int]],
) -> bool:  # fmt: skip
    """Whether the cell above reaches into this row."""
    return (
        not any(floors[row - 1][column] for column in range(left, left + wide))
        and not any(walls[column][row] for column in range(left, left + wide - 1))
        and not any((row, column) in taken for column in range(left, left + wide))
    )
