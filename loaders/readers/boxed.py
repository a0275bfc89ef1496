"""Grid tables of plain text with merged cells (+---+ under some columns of a line only): drawn lines → cells.

What is drawn is looked at as a person does, character by character in their places; where the lines do not meet, or a
cell is no rectangle, nothing of the table can be told, and its figures are U+FFFD.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.models import Line, make_line
from loaders.readers import wrapped
from loaders.readers.grid import Span, grid_rows

_PART = re.compile(r"[+├╟╞╠┼╬][-=─═]{2,}[-=─═+┬┼┴╤╪╧╦╬╩]*[+┤╢╡╣┐┘┼╬]")
_DIGIT = re.compile(r"[0-9\uff10-\uff19]")
_CORNERS = frozenset("+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╟╢╞╡╤╪╧")
_DOWN = frozenset("|│║") | _CORNERS
_ACROSS = frozenset("-=─═:") | _CORNERS
_SIZES = ("WF", "WFA", "")
"""classes of characters that are as wide as two"""

_Places = list[str]


def put_together(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each row of such tables on one line; line numbers are kept."""
    found = list(lines)
    for start, end in _tables([line.text for line in lines]):
        block = lines[start:end]
        made = next((rows for wide in _SIZES if (rows := _rows([line.text for line in block], wide)) is not None), None)
        if made is None:
            found[start:end] = [make_line(number=each.number, text=_DIGIT.sub("\ufffd", each.text)) for each in block]
            continue
        found[start:end] = [make_line(number=line.number, text="") for line in block]
        printed = grid_rows([spans for _, spans in made])
        for (at, _), row in zip([each for each in made if each[1]], printed, strict=True):
            number = block[at].number
            found[start + at] = make_line(number=number, text=row.text, columns=row.columns, width=row.width)
    return found


def _tables(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first line, line behind the last) of grid tables in which rules stand under a part of the columns."""
    for start, end in wrapped.tables(texts, _is_line):
        parts = any(_PART.search(text) and not wrapped.is_rule(text) for text in texts[start:end])
        rules = [text for text in texts[start:end] if wrapped.is_rule(text)]
        if parts and len(rules) > 1:
            yield start, start + max(at for at, text in enumerate(texts[start:end]) if wrapped.is_rule(text)) + 1


def _is_line(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 1 and stripped[0] in _DOWN and stripped[-1] in _DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """A table character by character."""

    lines: Sequence[_Places]
    xs: Sequence[int]
    """places of the edges of its columns"""
    ys: Sequence[int]
    """its lines that have rules"""

    def is_parted_right(self, row: int, column: int) -> bool | None:
        """Whether an edge stands right of a cell; None where it stands in some of the cell's lines only."""
        signs = [self.lines[y][self.xs[column + 1]] for y in range(self.ys[row] + 1, self.ys[row + 1])]
        drawn = [sign in _DOWN for sign in signs]
        return None if not drawn or any(drawn) != all(drawn) else drawn[0]

    def is_parted_below(self, row: int, column: int) -> bool:
        line = self.lines[self.ys[row + 1]][self.xs[column] + 1 : self.xs[column + 1]]
        signs = [sign for sign in line if sign]
        return bool(signs) and all(sign in _ACROSS for sign in signs)

    def text(self, top: int, bottom: int, left: int, right: int) -> str | None:
        """Text of a cell by its first and last row and column; None where two figures stand in it."""
        pieces = []
        for y in range(self.ys[top] + 1, self.ys[bottom + 1]):
            piece = "".join(self.lines[y][self.xs[left] + 1 : self.xs[right + 1]]).strip()
            if piece:
                pieces.append(piece)
        return None if wrapped.is_broken(pieces) else "".join(pieces)


def _rows(texts: Sequence[str], wide: str) -> list[tuple[int, list[Span]]] | None:
    """For each row its line and its cells; None where the drawing is none of cells."""
    lines = [_places(text.strip(), wide) for text in texts]
    if len({len(line) for line in lines}) > 1:
        return None
    ys = [at for at, text in enumerate(texts) if wrapped.is_rule(text) or _PART.search(text)]
    xs = sorted({at for y in ys for at, sign in enumerate(lines[y]) if sign in _CORNERS and _meets(lines[y], at)})
    if len(xs) < 2 or len(ys) < 2 or any(below - above < 2 for above, below in itertools.pairwise(ys)):
        return None
    drawing = _Drawing(lines=lines, xs=xs, ys=ys)
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[int, list[Span]]] = []
    for row in range(len(ys) - 1):
        spans: list[Span] = []
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            size = _size(drawing, row, column)
            text = drawing.text(row, row + size[0] - 1, column, column + size[1] - 1) if size is not None else None
            if size is None or text is None:
                return None
            taken |= {(row + down, column + right) for down in range(size[0]) for right in range(size[1])}
            spans.append(Span(text.replace("\t", " "), *size))
        rows.append((ys[row] + 1, spans))
    return rows


def _size(drawing: _Drawing, row: int, column: int) -> tuple[int, int] | None:
    """(rows, columns) of the cell that begins here; None where it is no rectangle."""
    right = column
    while right < len(drawing.xs) - 2 and drawing.is_parted_right(row, right) is False:
        right += 1
    bottom = row
    while bottom < len(drawing.ys) - 2 and not drawing.is_parted_below(bottom, column):
        bottom += 1
    for y in range(row, bottom + 1):
        for x in range(column, right + 1):
            last_row, last_column = y == bottom, x == right
            if drawing.is_parted_right(y, x) is not last_column or drawing.is_parted_below(y, x) is not last_row:
                return None
    return bottom - row + 1, right - column + 1


def _meets(line: _Places, at: int) -> bool:
    """Whether a rule begins or ends at a corner."""
    before = next((sign for sign in reversed(line[:at]) if sign), "")
    after = next((sign for sign in line[at + 1 :] if sign), "")
    return before in _ACROSS or after in _ACROSS


def _places(text: str, wide: str) -> _Places:
    """What stands in each place of a line; a wide character takes two, the second of them empty."""
    places: _Places = []
    for char in text:
        places += [char, ""] if unicodedata.east_asian_width(char) in wide and wide else [char]
    return places
