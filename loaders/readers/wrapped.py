"""Grid tables of plain text in which a row goes over several lines: rules of +---+ stand between all rows.

A row is put together in its first line, and its other lines are left empty, so that the lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

_RULE = re.compile(r"\s*[+┌├└╔╠╚╞╟][-=:+─═┬┼┴╤╪╧╦╬╩┐┤┘╗╣╝╡╢╫]{2,}\s*")
_BARS = re.compile(r"[|│║]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
LEAST_ROWS = 3
"""ruled rows that make such a table"""


def put_together(lines: Sequence[str]) -> list[str]:
    """The lines, with the rows of grid tables in one line each. Tables of other shapes stay as they are."""
    found = list(lines)
    for start, end in tables(lines, lambda line: is_rule(line) or _is_row(line)):
        blocks = list(_blocks(lines, start, end))
        rows = [row_of(lines[first:last]) for first, last in blocks]
        if len(blocks) < LEAST_ROWS or None in rows:
            continue
        for (first, last), row in zip(blocks, rows, strict=True):
            if last - first > 1 and row is not None:
                found[first:last] = [row, *[""] * (last - first - 1)]
    return found


def tables(lines: Sequence[str], is_of_it: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """(first rule, line behind the last) of lines that are of a table, as `is_of_it` tells."""
    at = 0
    while at < len(lines):
        if not is_rule(lines[at]):
            at += 1
            continue
        start = at
        at += 1
        while at < len(lines) and is_of_it(lines[at]):
            at += 1
        yield start, at


def is_rule(line: str) -> bool:
    """Whether a line is a rule from edge to edge."""
    return _RULE.fullmatch(line) is not None


def _is_row(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and bool(_BARS.match(stripped[0]) and _BARS.match(stripped[-1]))


def _blocks(lines: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines between two rules; what no rule closes is none."""
    first = start
    for at in range(start, end):
        if is_rule(lines[at]):
            if at > first:
                yield first, at
            first = at + 1


def row_of(lines: Sequence[str]) -> str | None:
    """One row of its lines; None where they may be rows of their own: figures in more than one of them."""
    cells = [[piece.strip() for piece in _BARS.split(line.strip())[1:-1]] for line in lines]
    if len({len(each) for each in cells}) > 1:
        return None
    figures = {at for at, each in enumerate(cells) if any(_is_figure(piece) for piece in each)}
    if len(figures) > 1:
        return None
    columns = [[piece for piece in column if piece] for column in zip(*cells, strict=True)]
    if any(is_broken(column) for column in columns):
        return None
    return "| " + " | ".join("".join(column) for column in columns) + " |"


def _is_figure(piece: str) -> bool:
    return bool(_DIGIT.search(piece)) and _LETTER.search(piece) is None


def is_broken(column: Sequence[str]) -> bool:
    """Whether a figure would be put together with signs that may be its own, or be another cell's."""
    return any(_is_figure(piece) for piece in column) and sum(_LETTER.search(piece) is None for piece in column) > 1
