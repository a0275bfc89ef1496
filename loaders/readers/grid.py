"""Tables with merged cells as rows of tab-separated text, each cell with the grid column in which it begins.

HTML, DOCX, spreadsheets and ruled pages of PDF and scans all go through here, so that their tables are read alike.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from index import numbers
from index.models import maker

MOST_COLUMNS = 200
"""columns of a grid; what stands further right is left out"""
MOST_ROWS = 5000
"""rows that one cell may span"""
LEFT, ABOVE = "←", "↑"
"""stand in the columns and rows that a figure is merged over: it is in none of them alone, so that none is sure"""

LEAST_SPACES = 3
"""columns of a grid without anything in them which keep others apart"""
LONGEST_CELL = 200
"""characters of a cell of a table of figures"""
LONGEST_STACKED = 60
"""characters of a label that stands with others in one cell"""
_Cell = TypeVar("_Cell")
_BEGINS = re.compile(tomllib.loads(Path(__file__).with_name("pdf.toml").read_text(encoding="utf-8"))["begins"])
_WHITE = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""signs without width"""
_APART = re.compile(r"[0-9A-Za-z.,%+-]")


class Span(NamedTuple):
    """One cell of a file's table."""

    text: str
    rows: int = 1
    columns: int = 1
    lines: tuple[str, ...] = ()
    """of its text, where it has several"""


@dataclass(frozen=True, kw_only=True, slots=True)
class GridRow:
    """One row of a table, with the cells that begin in it."""

    text: str
    """cells parted by tabs"""
    columns: tuple[int, ...]
    """of each cell, counted from 0"""
    width: int
    """columns of the whole table"""


make_grid_row = maker(GridRow)


class Printed(NamedTuple):
    """One line of output: text, or a row of a table."""

    text: str
    columns: tuple[int, ...] = ()
    width: int = 0


def printed_rows(rows: Sequence[GridRow]) -> list[Printed]:
    """The rows of a table as lines, with an empty line before and after. Rows of one column are lines of text."""
    if all(len(row.columns) == 1 for row in rows):
        return [Printed(row.text) for row in rows if row.text]
    return [Printed(""), *(Printed(row.text, row.columns, row.width) for row in rows), Printed("")]


def lays_out(lines: Sequence[Printed]) -> bool:
    """Whether a cell's content shows that the table serves the page's layout rather than figures."""
    return is_long([line.text for line in lines]) or any(line.columns for line in lines)


def is_long(texts: Sequence[str]) -> bool:
    """Whether lines are too many for a cell of a table of figures; a stack of its labels is none too many."""
    if sum(map(len, texts)) <= LONGEST_CELL:
        return False
    return not all(len(text) <= LONGEST_STACKED and _BEGINS.match(text) for text in texts)


def stretches(
    table: Iterable[Sequence[_Cell]], span: Callable[[_Cell], Span], lays_out: Callable[[_Cell], bool]
) -> Iterator[tuple[list[GridRow], Sequence[_Cell]]]:
    """Rows of figures together, and the cells of the row that follows them and only lays out the page."""
    rows: list[Sequence[Span]] = []
    for cells in table:
        if any(map(lays_out, cells)):
            yield grid_rows(rows), cells
            rows = []
        else:
            rows.append([span(cell) for cell in cells])
    yield grid_rows(rows), ()


def cell_text(parts: Iterable[str]) -> str:
    """The text of a cell of several lines on one line, with a blank only where two figures or words would touch.

    A figure broken over lines is then no figure, but no figure is invented.
    """
    text = ""
    for part in parts:
        part = _WHITE.sub(" ", _UNSEEN.sub("", part)).strip() if not part.isalnum() else part
        apart = text and part and _APART.match(text[-1]) and _APART.match(part[0])
        text += f" {part}" if apart else part
    return text.replace("|", "\uff5c")


@functools.lru_cache(maxsize=8192)
def line_of_cell(text: str) -> str:
    """The same for a cell of one line."""
    return cell_text((text,))


def grid_rows(table: Iterable[Sequence[Span]]) -> list[GridRow]:
    """Rows in order, without those that only continue the ones above.

    A merged label is one cell where it begins. So is a figure merged over columns under one head; merged over several
    heads, or over several rows with labels of their own, it belongs to none of them alone, and every place is marked. A
    merged blank is blank everywhere. Rows beside one label are one row.
    """
    rows: list[list[_Place]] = []
    covered: dict[int, _Cover] = {}
    heads: dict[int, object] = {}
    width = 0
    beside = _Beside()
    for cells in _unstacked(table):
        above = covered
        row, covered = _row(_as_headed(cells, above, heads), above, heads)
        if not cells:
            row = []
        elif above and any(_kind(cell.text) == _LABEL for cell in cells):
            _doubt(row)
        rows.append([] if beside.left and beside.takes(cells, row) else row)
        if covered and any(cell.rows > 1 for cell in cells):
            beside.begin(cells, row)
        width = max(width, max(covered, default=-1) + 1, row[-1].at + 1 if row else 0)
    rows, width = _without_spaces(rows, width)
    return [
        make_grid_row(
            text="\t".join([each.text for each in row]), columns=tuple([each.at for each in row]), width=width
        )
        for row in rows
        if row
    ]


def _without_spaces(rows: list[list[_Place]], width: int) -> tuple[list[list[_Place]], int]:
    """(rows, columns) without the columns that only keep others apart: every second holds nothing.

    Of others that hold nothing the head may have been lost.
    """
    used = {place.at for row in rows for place in row if place.text}
    empty = {place.at for row in rows for place in row} - used
    if len(empty) < LEAST_SPACES or not any(empty == set(range(first, width, 2)) for first in (0, 1)):
        return rows, width
    left = {at: number for number, at in enumerate(at for at in range(width) if at not in empty)}
    kept = [[place for place in row if place.at in left] for row in rows]
    for place in {id(place): place for row in kept for place in row}.values():
        place.at = left[place.at]
    return kept, len(left)


def _unstacked(table: Iterable[Sequence[Span]]) -> list[Sequence[Span]]:
    """Rows, of which those are made into several that have a numbered label and its figures on each line."""
    rows: list[Sequence[Span]] = []
    for cells in table:
        first = next((at for at, cell in enumerate(cells) if len(cell.lines) > 1), len(cells))
        count = len(cells[first].lines) if _is_stack(cells[first:]) else 1
        if count > 1:
            # What reaches down to this row reaches over all that it becomes.
            for at, row in enumerate(rows):
                reach = len(rows) - at
                rows[at] = [c._replace(rows=c.rows + count - 1) if c.rows > reach else c for c in row]
            before = [cell._replace(rows=cell.rows + count - 1) for cell in cells[:first]]
            for number in range(count):
                line = [cell._replace(text=cell.lines[number], lines=()) for cell in cells[first:]]
                rows.append([*before, *line] if not number else line)
        else:
            rows.append(cells)
    return rows


def _is_stack(cells: Sequence[Span]) -> bool:
    """Whether each line of a cell is a numbered label, and each of the cells behind it has a figure or unit for it."""
    if len(cells) < 2 or not all(_BEGINS.match(line) for line in cells[0].lines):
        return False
    even = all(cell.rows == 1 and len(cell.lines) == len(cells[0].lines) for cell in cells)
    return even and any(all(_kind(line) == _FIGURE for line in cell.lines) for cell in cells[1:])


_LABEL, _FIGURE, _BLANK = range(3)


@functools.lru_cache(maxsize=8192)
def _kind(text: str) -> int:
    return _FIGURE if numbers.cell(text) is not None else _BLANK if numbers.is_blank(text) else _LABEL


@dataclass(slots=True)
class _Place:
    """One place of a row where something is printed."""

    at: int
    """column"""
    text: str
    origin: _Place | None = None
    """where the figure stands that is merged over this place too"""


class _Cover(NamedTuple):
    """A cell from above that reaches down over a column."""

    rows: int
    """how many are left below this one"""
    origin: _Place | None
    """where it begins, if it is a figure; labels and blanks are printed where they begin only"""


@dataclass(slots=True)
class _Beside:
    """A row whose last label goes over rows below it: what stands in these is its own, as a box drawn within a cell."""

    row: Sequence[_Place] = ()
    left: int = 0
    """rows below that the label covers"""

    def begin(self, cells: Sequence[Span], row: Sequence[_Place]) -> None:
        labels = [cell for cell in cells if _kind(cell.text) == _LABEL]
        if labels:
            self.row, self.left = row, labels[-1].rows - 1 if cells[-1] is not labels[-1] else 0

    def takes(self, cells: Sequence[Span], row: Sequence[_Place]) -> bool:
        """Whether a row belongs to it; then its figures are put there, two in one column as one that is none."""
        own = {place.at: place for place in self.row}
        said = [place for place in row if place.text not in (LEFT, ABOVE) and _kind(place.text) != _BLANK]
        self.left -= 1
        if any(_kind(cell.text) == _LABEL for cell in cells) or any(place.at not in own for place in said):
            self.left = 0
            return False
        for place in said:
            before = own[place.at]
            before.text = place.text if _kind(before.text) == _BLANK else f"{before.text} {place.text}"
        return True


def _as_headed(cells: Sequence[Span], covered: dict[int, _Cover], heads: dict[int, object]) -> Sequence[Span]:
    """The figures of a row as wide as their heads, where they are as many: that their borders differ says nothing."""
    first = next((at for at in range(len(cells), 0, -1) if _kind(cells[at - 1].text) == _LABEL), 0)
    labels, figures = list(cells[:first]), cells[first:]
    if all(cell.columns <= 1 for cell in figures) or any(cell.rows > 1 for cell in figures):
        return cells
    start = 0
    for cell in (*labels, None):
        while start in covered:
            start += 1
        start += cell.columns if cell else 0
    end = start + sum(cell.columns for cell in figures)
    if end > MOST_COLUMNS or covered.keys() & range(start, end):
        return cells
    over = [heads.get(at) for at in range(start, end)]
    # The last may go on beyond all heads, to where the table ends.
    while over and over[-1] is None and len(over) > end - start - figures[-1].columns + 1:
        over.pop()
    if not all(over) or heads.get(end) is over[-1]:
        return cells
    wide = [len(list(same)) for _, same in itertools.groupby(over, id)]
    if labels and len(wide) == len(figures) + 1 and heads.get(start - 1) is over[0]:
        labels[-1] = labels[-1]._replace(columns=labels[-1].columns + wide.pop(0))
    if len(wide) != len(figures):
        return cells
    return [*labels, *(cell._replace(columns=own) for cell, own in zip(figures, wide, strict=True))]


def _spread(place: _Place, end: int, heads: dict[int, object], row: list[_Place], *, figure: bool) -> None:
    """Print a figure or a blank under every head that it is merged over."""
    others = [at for at in range(place.at + 1, end) if heads.get(at) is not heads.get(at - 1)]
    row += [_Place(at, LEFT if figure else "") for at in others]
    if figure and others:
        place.text += LEFT


def _doubt(row: Iterable[_Place]) -> None:
    """Take what is merged over this row, which has a label of its own, from the row where it begins too."""
    for place in row:
        if place.origin is not None and not place.origin.text.endswith((LEFT, ABOVE)):
            place.origin.text += ABOVE


def _merge(
    place: _Place,
    kind: int,
    rows: int,
    end: int,
    heads: dict[int, object],
    row: list[_Place],
    below: dict[int, _Cover],
) -> None:
    """Take a cell that goes over several rows, or over columns up to `end`."""
    if kind == _LABEL:
        heads |= dict.fromkeys(range(place.at, end), place)
    elif end > place.at + 1:
        _spread(place, end, heads, row, figure=kind == _FIGURE)
    if rows > 1:
        cover = _Cover(min(rows, MOST_ROWS) - 1, place if kind == _FIGURE else None)
        below |= dict.fromkeys(range(place.at, end), cover)


def _row(
    cells: Sequence[Span], covered: dict[int, _Cover], heads: dict[int, object]
) -> tuple[list[_Place], dict[int, _Cover]]:
    """(cells of a row by column, what covers the next row). heads: the last label in each column, kept up to date."""
    row: list[_Place] = []
    below: dict[int, _Cover] = {}
    left = dict(covered)

    def pass_covered(at: int) -> int:
        while at in left:
            cover = left.pop(at)
            if cover.origin is not None:
                row.append(_Place(at, ABOVE, cover.origin))
            if cover.rows > 1:
                below[at] = _Cover(cover.rows - 1, cover.origin)
            at += 1
        return at

    at = 0
    for text, rows, columns, _ in cells:
        at = pass_covered(at) if left else at
        if at >= MOST_COLUMNS:
            break
        kind = _kind(text)
        place = _Place(at, text)
        row.append(place)
        if rows <= 1 and columns <= 1:  # nearly every cell
            if kind == _LABEL:
                heads[at] = place
            at += 1
            continue
        end = min(at + max(columns, 1), MOST_COLUMNS)
        _merge(place, kind, rows, end, heads, row, below)
        for each in range(at + 1, end):
            left.pop(each, None)
        at = end
    for each in sorted(left):
        pass_covered(each)
    return row, below
