"""Tables of plain text in which each cell has a line of its own and a bar parts it from the next: → rows.

Programs that take the text out of web pages write so. The bar stands behind the cell (58 |), and more bars fill a row
up to the table's width; or before it (| 58), and one alone ends the row; or alone between two cells. So a blank cell
shows. Lines keep their numbers: a row stands in its first line, its other lines are left empty.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from loaders.tables.cells import LABEL, kind_of

LEAST_LINES = 12
"""lines with one cell each that are a table; no list of a report is as long"""
LEAST_ROWS = 3
"""rows that show how rows end"""
BLANK = "\t"
"""a line that is a blank cell of a table with one cell a line"""

_ENDED = re.compile(r"[^|\t]*[^|\t\\]\|")
_BEGUN = re.compile(r"\|[^|\t]*[^|\s-][^|\t]*")
_BARS = re.compile(r"\|+")


def put_together(lines: Sequence[str]) -> list[str]:
    """The lines, with the rows of such tables in one line each. Other tables stay as they are."""
    found = list(lines)
    if sum("|" in line for line in lines) < LEAST_LINES:
        return found
    bare = [line.strip() for line in lines]
    for start, end in _blocks(bare):
        found[start:end] = _filled(bare[start:end]) or found[start:end]
    rows = list(_begun(bare))
    if len(rows) >= LEAST_ROWS and any(_BEGUN.fullmatch(line) for line in bare):
        for start, end in rows:
            found[start:end] = [" ".join(filter(None, bare[start:end])), *[""] * (end - start - 1)]
    elif sum(line == "|" for line in bare) >= LEAST_LINES and not any(map(_ENDED.fullmatch, bare)):
        _join(bare, found)
    return found


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of lines below each other that hold one cell each or only bars."""
    start = 0
    for at, line in enumerate([*lines, ""]):
        if not (_ENDED.fullmatch(line) or _BARS.fullmatch(line)):
            if at - start >= LEAST_LINES:
                yield start, at
            start = at + 1


def _filled(lines: Sequence[str]) -> list[str] | None:
    """Rows of cells with bars behind them, as wide as the bars that fill rows up show; None where these do not fit.

    One bar alone is a blank cell or fills a row up by one: it counts as one column either way. Where no bars fill a row
    up, each cell keeps its line.
    """
    reached, ends = 0, []
    for line in lines:
        reached += line.count("|")
        if line.startswith("||"):
            ends.append(reached)
    if not ends:
        return [BLANK if line == "|" else line for line in lines]
    width = math.gcd(*ends)
    if width < 2 or reached % width or any(line.count("|") >= width for line in lines):
        return None
    rows = [list(row) for row in _rows(lines, width)]
    usual = Counter(_figures(row) for row in rows if len(row) < width).most_common(1)[0][0]
    found = [""] * len(lines)
    at = 0
    for row in rows:
        took = len(row) + (len(row) < width)
        if len(row) == width and row[-1] == "|" and _figures(row) == usual + 1:
            row.pop()
        found[at] = _row(cell[:-1] for cell in row)
        at += took
    return found


def _rows(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    """Cells of each row, without the bars that fill it up."""
    row: list[str] = []
    column = 0
    for line in lines:
        column += line.count("|")
        if not line.startswith("||"):
            row.append(line)
        if column == width:
            yield row
            row, column = [], 0


def _figures(row: Sequence[str]) -> int:
    """Cells behind the last label."""
    last = max((at for at, cell in enumerate(row) if kind_of(cell[:-1].strip())[0] == LABEL), default=-1)
    return len(row) - last - 1


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.strip() for cell in cells) + " |"


def _begun(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of rows that begin without a bar and end with one alone."""
    start = None
    for at, line in enumerate(lines):
        if start is None and line.startswith("|") and at and lines[at - 1] and "|" not in lines[at - 1]:
            start = at - 1
        if not line or ("|" in line and not line.startswith("|")):
            start = None
        elif line == "|" and not "".join(lines[at + 1 : at + 2]).startswith("|"):
            if start is not None:
                yield start, at + 1
            start = None


def _join(lines: Sequence[str], found: list[str]) -> None:
    """Where a bar alone parts cells: a label and the cells behind it make a row, and two bars show a blank cell."""
    rows: dict[int, list[str]] = {}
    row, before = -1, ""
    for at, line in enumerate(lines):
        if line == "|":
            found[at] = ""
            if before == "|" and row in rows:
                rows[row].append("")
        elif line and before == "|" and row in rows and kind_of(line)[0] != LABEL:
            rows[row].append(line)
            found[at] = ""
        elif line:
            row = at
            rows[row] = [line]
        before = line or before
    for row, cells in rows.items():
        if len(cells) > 1:
            found[row] = _row(cells)
