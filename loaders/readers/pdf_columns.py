"""The columns of a table without rules: where figures stand below each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from index import numbers
from loaders.readers.pdf_page import UNSURE
from loaders.readers.pdf_text import Piece, TextLine

COLUMN = 3.0
"""points between the figures of two columns at least"""
LEAST_HEADS = 3
"""heads side by side, that of the labels too, which show columns that no row fills"""
LEAST_ROWS = 3
"""rows in which a column of figures shows, where no row has all of them"""
_TOUCHING = re.compile(r"(.*[^0-9.])([0-9]+)", re.DOTALL)
_UNREAD = re.compile(rf"[0-9.,%+\- ]*{UNSURE}[0-9.,%+\- {UNSURE}]*")
Columns = Sequence[tuple[float, float]]
"""left and right edge of the figures of each column"""


def is_row(line: TextLine) -> bool:
    """Whether a line may be a row of a table without rules."""
    return line.pieces[0].unit or any(is_figure(piece) for piece in line.pieces[1:])


def is_figure(piece: Piece) -> bool:
    """Whether a piece of a line has a place below others: a figure, a sign for a blank, a unit."""
    return piece.unit or says_figure(piece.text)


def says_figure(text: str) -> bool:
    """Whether a text is a figure, one that cannot be read, or a sign for a blank cell."""
    return numbers.cell(text) is not None or numbers.is_blank(text) or is_unread(text)


def is_unread(text: str) -> bool:
    """Whether a text is a figure that cannot be read."""
    return _UNREAD.fullmatch(text) is not None


def usual_distance(columns: Columns) -> float:
    """The median distance between the middles of adjacent columns, in points; 0 for a single column."""
    gaps = sorted(b[0] + b[1] - a[0] - a[1] for a, b in itertools.pairwise(columns))
    return gaps[len(gaps) // 2] / 2 if gaps else 0.0


def figures_of(line: TextLine, columns: Columns) -> list[str] | None:
    """The cells of a row by column; None if there are no figures, or their columns are uncertain."""
    pieces = pieces_of(line, columns)
    figures = [piece for piece in pieces if _is_below(piece, columns)]
    words = [piece for piece in pieces if piece not in figures]
    places = places_of(columns, line)
    sure = None not in places and len(set(places)) == len(places) and words == pieces[: len(words)]
    if not figures or not sure or len(columns) < 2:
        return None
    by_place = dict(zip(places, figures, strict=True))
    return [by_place[at].text if at in by_place else "" for at in range(len(columns))]


def _is_below(piece: Piece, columns: Columns) -> bool:
    """Whether a piece is a figure; one that cannot be read is a mark of a label where it stands before the columns."""
    beside = columns and piece.right < columns[0][0] and is_unread(piece.text)
    return is_figure(piece) and not beside


def places_of(columns: Columns, line: TextLine) -> list[int | None]:
    """The column of each figure of a line; None for a figure below no column or below several."""
    found = []
    for piece in pieces_of(line, columns):
        if _is_below(piece, columns):
            under = [at for at, (left, right) in enumerate(columns) if left <= piece.right and piece.left <= right]
            found.append(under[0] if len(under) == 1 else None)
    return found


def fits(columns: Columns, line: TextLine) -> bool:
    """Whether each figure of a line stands below exactly one column, and no two below the same."""
    places = places_of(columns, line)
    return None not in places and len(set(places)) == len(places)


def pieces_of(line: TextLine, columns: Columns) -> list[Piece]:
    """The pieces of a line, with a label that touches the first figure separated from it."""
    pieces = []
    for piece in line.pieces:
        found = _TOUCHING.fullmatch(piece.text)
        if found is None or not columns or not columns[0][0] < piece.right <= columns[0][1] + 3 * COLUMN:
            pieces.append(piece)
            continue
        middle = columns[0][0]
        pieces += [replace(piece, text=found[1], right=middle), replace(piece, text=found[2], left=middle)]
    return pieces


def columns_of(lines: Sequence[TextLine]) -> Columns:
    """Columns of figures: horizontal ranges that contain figures of several rows, with no figure in two of them."""
    rows = [
        [(piece.left, piece.right) for piece in line.pieces if is_figure(piece) and not is_unread(piece.text)]
        for line in lines
        if is_row(line)
    ]
    found: list[list[float]] = []
    counts: list[int] = []
    for left, right in sorted(itertools.chain.from_iterable(rows)):
        if found and left <= found[-1][1] + COLUMN:
            found[-1][1] = max(found[-1][1], right)
            counts[-1] += 1
        else:
            found.append([left, right])
            counts.append(1)
    if max(map(len, rows)) < len(found) and any(count < LEAST_ROWS for count in counts):
        return []
    return [(left, right) for left, right in found]


def columns_below(head: TextLine, lines: Sequence[TextLine]) -> Columns:
    """The columns that the heads of one line show, if each figure below stands under one of them; else none."""
    columns = [(word.left, word.right) for word in head.words[1:]]
    if len(head.words) < LEAST_HEADS or any(is_figure(word) for word in head.words):
        return []
    return columns if all(fits(columns, line) for line in lines if is_row(line)) else []
