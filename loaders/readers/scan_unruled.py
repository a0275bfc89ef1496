"""Tables without rules in the picture of a page: its words by their places, read as those of a PDF are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index import numbers
from loaders.readers import pdf_unruled, scan_words
from loaders.readers.grid import GridRow, cell_text
from loaders.readers.pdf_columns import Columns, fits, is_figure, is_row, says_figure
from loaders.readers.pdf_text import GAP, LEVEL, Piece, TextLine
from loaders.readers.pdf_units import units_apart
from loaders.readers.pdf_unruled import Region
from loaders.readers.ruled_image import Box, RuledPage
from loaders.readers.scan import UNSURE
from loaders.readers.scan_labels import mended
from loaders.readers.scan_words import Word

SIZE = 10.0
"""points that a line of text is taken to be high, as the distances of pdf_unruled are meant for"""
_BETWEEN = 12.0
"""line heights between two lines of a table that have words apart"""
_AROUND = 6.0
"""line heights above the first and below the last of them that belong to the table"""
_TOUCHING = re.compile(r"(.*[^0-9.\ufffd])([0-9][0-9.,]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a page, from top to bottom, in which words stand apart as in a table without rules."""

    top: int
    bottom: int
    words: tuple[Word, ...]
    line: int
    """height of its lines of text in pixels"""

    def holds(self, y: float) -> bool:
        return self.top <= y < self.bottom


def stretches(page: RuledPage, about: int) -> list[Stretch]:
    """The parts of a page where tables without rules may stand, from top to bottom; its lines are about so high."""
    plain = scan_words.bare(page, about)
    line = scan_words.line_of(plain, about)
    boxes = scan_words.places_of(plain.ink, line)
    rows = scan_words.rows_of(boxes, line)
    apart = [
        (min(box.top for box in row), max(box.bottom for box in row))
        for row in rows
        if any(b.left - a.right > GAP * line for a, b in pairwise(row))
    ]
    found: list[Stretch] = []
    for begin, end in _near(apart, line):
        top, bottom = _bounds(page, begin, end, line)
        inside = [box for box in boxes if top <= (box.top + box.bottom) / 2 < bottom]
        found.append(Stretch(top, bottom, tuple(scan_words.read(plain, inside, line)), line))
    return found


def _rows_of(words: Sequence[Word], line: int) -> list[list[Word]]:
    """Words by line: figures that stand level make one, the other words are of the nearest or of lines of their own."""
    by_box = {word.box: word for word in words}
    rows = scan_words.rows_of([word.box for word in words if says_figure(word.text)], line)
    levels = [sum(box.middle[1] for box in row) / len(row) for row in rows]
    others = []
    for word in words:
        near = min(range(len(rows)), key=lambda at: abs(levels[at] - word.box.middle[1]), default=None)
        if says_figure(word.text):
            continue
        if near is None or abs(levels[near] - word.box.middle[1]) > LEVEL * line:
            others.append(word.box)
        else:
            rows[near].append(word.box)
    rows += scan_words.rows_of(others, line)
    return [[by_box[box] for box in sorted(row)] for row in rows]


def _near(apart: Sequence[tuple[int, int]], line: int) -> Iterator[tuple[int, int]]:
    """From where to where lines with words apart stand near each other, two at least."""
    groups: list[list[tuple[int, int]]] = []
    for top, bottom in apart:
        if groups and top - groups[-1][-1][1] <= _BETWEEN * line:
            groups[-1].append((top, bottom))
        else:
            groups.append([(top, bottom)])
    for group in groups:
        if len(group) > 1:
            yield group[0][0], max(bottom for _, bottom in group)


def _bounds(page: RuledPage, begin: int, end: int, line: int) -> tuple[int, int]:
    """A stretch with what may belong to it above and below, up to the next ruled table."""
    above = [table.box.bottom for table in page.tables if table.box.bottom <= begin]
    below = [table.box.top for table in page.tables if table.box.top >= end]
    around = round(_AROUND * line)
    return max([begin - around, *above]), min([end + around, *below])


def text_lines(stretch: Stretch) -> list[TextLine]:
    """The lines of a stretch in points, for the readers of PDF."""
    found = []
    for row in _rows_of([word for word in stretch.words if word.text], stretch.line):
        words = [_piece(word, SIZE / stretch.line) for word in row]
        pieces: list[Piece] = []
        for word in words:
            last = pieces[-1] if pieces else None
            parted = last is None or word.left - last.right > GAP * SIZE
            if last is not None and not parted and not (is_figure(last) and is_figure(word)):
                pieces[-1] = replace(last, text=cell_text((last.text, word.text)), right=word.right)
            else:
                pieces.append(word)
        base = next((word.base for word in words if is_figure(word)), words[0].base)
        found.append(TextLine(pieces=tuple(pieces), words=tuple(words), base=base, size=SIZE))
    return found


def _piece(word: Word, scale: float) -> Piece:
    base = word.box.middle[1] * scale + 0.35 * SIZE
    return Piece(text=word.text, left=word.box.left * scale, right=word.box.right * scale, base=base)


def line_at(box: Box, text: str, line: int) -> TextLine:
    """A line of running text in points."""
    piece = _piece(Word(box, text), SIZE / line)
    return TextLine(pieces=(piece,), words=(piece,), base=piece.base, size=SIZE)


def box_of(lines: Sequence[TextLine], line: int) -> Box:
    """Where lines stand, in pixels."""
    scale = line / SIZE
    top, bottom = min(each.base for each in lines) - 0.85 * SIZE, max(each.base for each in lines) + 0.15 * SIZE
    left, right = min(each.left for each in lines), max(each.right for each in lines)
    return Box(round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))


def tables(lines: Sequence[TextLine]) -> Iterator[list[TextLine] | tuple[Sequence[TextLine], list[GridRow]]]:
    """Lines of text that are of no table, and (lines, rows) of each table between them."""
    lines = units_apart(lines)
    at = 0
    for region in _with_columns(lines, list(_regions(lines))):
        if region.begin > at:
            yield list(lines[at : region.begin])
        yield lines[region.begin : region.end], _table(lines, region)
        at = region.end
    if at < len(lines):
        yield list(lines[at:])


def _regions(lines: Sequence[TextLine]) -> Iterator[Region]:
    at = 0
    while at < len(lines) and (region := pdf_unruled.region(lines, at, ())) is not None:
        yield region
        at = region.end


def _with_columns(lines: Sequence[TextLine], regions: Sequence[Region]) -> Iterator[Region]:
    """Tables; one that goes on in the next, for nothing but labels stands between, has its columns where they fit."""
    for at, region in enumerate(regions):
        beside = [other for other in (*regions[at + 1 : at + 2], *regions[max(at - 1, 0) : at]) if other.columns]
        rows = [line for line in lines[region.rows : region.end] if is_row(line)]
        for other in beside if not region.columns and region.begin == region.rows else ():
            first, last = sorted((region, other), key=lambda each: each.begin)
            between = lines[first.end : last.begin]
            labels = all(word.right < other.columns[0][0] for line in between for word in line.words)
            if last.begin == last.rows and labels and all(fits(other.columns, line) for line in rows):
                region = replace(region, columns=other.columns)
                break
        yield region


def _table(lines: Sequence[TextLine], region: Region) -> list[GridRow]:
    whole = list(lines)
    body = lines[region.rows : region.end]
    columns = [each for each in region.columns if _is_of_figures(each, body)]
    whole[region.rows : region.end] = [_unsure(line, columns) for line in body]
    return [
        GridRow(text="\t".join(map(_mended, row.text.split("\t"))), columns=row.columns, width=row.width)
        for row in pdf_unruled.printed(whole, region)
    ]


def _mended(text: str) -> str:
    return text if says_figure(text) else mended(text)


def _is_of_figures(column: tuple[float, float], body: Sequence[TextLine]) -> bool:
    """Whether figures stand in a column, and not words with a dash or two among them."""
    inside = [piece.text for line in body if is_row(line) for piece in line.pieces[1:] if _is_in(piece, column)]
    return sum(numbers.cell(text) is not None for text in inside) > sum(not says_figure(text) for text in inside)


def _is_in(piece: Piece, column: tuple[float, float]) -> bool:
    return piece.left <= column[1] and column[0] <= piece.right


def _unsure(line: TextLine, columns: Columns) -> TextLine:
    """A row in which what stands below figures and is none is unreadable, and so is a figure that touches its label."""
    if not columns or not is_row(line):
        return line
    first = columns[0][0]
    pieces: list[Piece] = []
    for piece in line.pieces:
        touching = _TOUCHING.fullmatch(piece.text)
        if is_figure(piece) or not any(_is_in(piece, column) for column in columns):
            pieces.append(piece)
        elif piece.left >= first - SIZE:
            pieces.append(replace(piece, text=UNSURE))
        elif touching is not None:
            pieces.append(replace(piece, text=touching[1], right=first))
            pieces.append(replace(piece, text=UNSURE, left=first))
        else:
            pieces.append(piece)
    return replace(line, pieces=tuple(pieces))
