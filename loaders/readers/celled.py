"""Tables of plain text in which each cell has a line of its own and a bar parts it from the next: → rows.

Programs that take the text out of web pages write so. The bar stands behind the cell (58 |), and more bars fill a row
up to the table's width; or before it (| 58), and one alone ends the row; or alone between two cells. So a blank cell
shows. Lines keep their numbers: a row stands in its first line, its other lines are left empty.
"""

from __future__ import annotations

import itertools
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
_FILLED = re.compile(r"((?:[^|\t]*[^|\t\\])?\|) ?(\|+)")
"""a cell with its bar, and behind it the bars that fill its row up"""
_BEGUN = re.compile(r"\|[^|\t]*[^|\s-][^|\t]*")
_BARS = re.compile(r"\|+")


def put_together(lines: Sequence[str]) -> list[str]:
    """The lines, with the rows of such tables in one line each. Other tables stay as they are."""
    found = list(lines)
    if sum("|" in line for line in lines) < LEAST_LINES:
        return found
    bare = [line.strip() for line in lines]
    for start, end in _blocks(bare):
        found[start:end] = _ended(bare[start:end]) or _filled(bare[start:end]) or found[start:end]
    rows = list(_begun(bare))
    if len(rows) >= LEAST_ROWS and any(_BEGUN.fullmatch(line) for line in bare):
        for start, end in rows:
            found[start:end] = [" ".join(filter(None, bare[start:end])), *[""] * (end - start - 1)]
    elif sum(line == "|" for line in bare) >= LEAST_LINES and not any(map(_ENDED.fullmatch, bare)):
        filled_up = sum(line.startswith("||") for line in bare) >= LEAST_ROWS
        if not filled_up or not _join_filled(bare, found):
            _join(bare, found)
    return found


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of lines below each other that hold one cell each or only bars."""
    start = 0
    for at, line in enumerate([*lines, ""]):
        if not any(shape.fullmatch(line) for shape in (_ENDED, _BARS, _FILLED)):
            if at - start >= LEAST_LINES:
                yield start, at
            start = at + 1


def _ended(lines: Sequence[str]) -> list[str] | None:
    """Rows of which each that is short ends with the bars that fill it up, on the line of its last cell (8 | ||).

    None where no such row is; the lines as they are where the rows do not all reach one width.
    """
    filled = [_FILLED.fullmatch(line) if line.strip("|") else None for line in lines]
    if not any(filled):
        return None
    reached = list(itertools.accumulate(line.count("|") for line in lines))
    width = math.gcd(*(bars for bars, ends in zip(reached, filled, strict=True) if ends is not None))
    if width < 2 or reached[-1] % width or any(line.startswith("||") for line in lines):
        return list(lines)
    found = [""] * len(lines)
    row: list[str] = []
    for at, (line, ends) in enumerate(zip(lines, filled, strict=True)):
        row.append(ends[1] if ends is not None else line)
        if reached[at] % width == 0:
            found[at - len(row) + 1] = _row(cell[:-1] for cell in row)
            row = []
        elif ends is not None or line.count("|") > 1:
            return list(lines)
    return found


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


def _join_filled(lines: Sequence[str], found: list[str]) -> bool:
    """Where a bar alone follows each cell, and more bars fill each row up: whether its tables were put together."""
    made: dict[int, str] = {}
    for table in _tables(lines):
        rows = _filled([line for _, line in table])
        if rows is None:
            return False
        made |= {at: row for (at, _), row in zip(table, rows, strict=True)}
        first, last = table[0][0], table[-1][0]
        made |= dict.fromkeys((at for at in range(first, last + 1) if at not in made), "")
    for at, row in made.items():
        found[at] = "" if row == BLANK else row
    # The bar behind the last cell of a row is the line below it.
    for at, line in enumerate(lines):
        if _BARS.fullmatch(line) and found[at] == line:
            found[at] = ""
    return bool(made)


def _tables(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Tables as their cells, each with its bar behind it (58 |), and the bars that fill rows up, with their lines.

    Between two tables stand several lines without a bar, where a row ends; within a row they are one cell.
    """
    table: list[tuple[int, str]] = []
    cell: list[int] = []
    reached, width = 0, 0
    for at, line in enumerate(lines):
        if not _BARS.fullmatch(line):
            cell = [*cell, at] if line else cell
            continue
        if len(cell) > 1 and (not table or (width > 1 and reached % width == 0)):
            if table:
                yield table
            table, cell, reached, width = [], cell[-1:], 0, 0
        reached += len(line)
        if len(line) > 1:
            table.append((at, line))
            width = math.gcd(width, reached)
        elif cell or table:
            # Figures below each other are no one figure.
            figures = len(cell) > 1 and any(kind_of(lines[each])[0] != LABEL for each in cell)
            text = (" " if figures else "").join(lines[each] for each in cell)
            table.append((cell[0] if cell else at, f"{text} |" if text else "|"))
        cell = []
    if table:
        yield table
