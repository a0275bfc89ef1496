"""The characters of a PDF page as lines, paragraphs, and rows of tables without rules."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loaders.readers.pdf_page import UNSURE, Glyph

_DATA = tomllib.loads(Path(__file__).with_name("pdf.toml").read_text(encoding="utf-8"))
_BEGINS = re.compile(_DATA["begins"])
_ENDS: str = _DATA["ends"]
_MARK = re.compile("|".join(f"(?:{mark})" for mark in _DATA["page_marks"]))
_RADICALS = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_FIGURES = frozenset("0123456789.,-+%")
TWICE = 0.7
"""parts of a character's width from which on the same one over it is its shadow"""
MARKS = ((0.75, 0.1), (0.86, 0.3))
"""parts of a size: how large a note's mark is at most, and how much higher or lower it then is at least"""
RAISED = 0.6
"""parts of a size that it is higher or lower at most"""
OVER = 0.1
"""parts of a character's size that two over each other differ in height if they are of two lines"""
LEVEL = 0.45
"""parts of a character's size that those of one line differ in height"""
APART = 0.25
"""parts of a size between two words or figures"""
FIGURES = 0.5
"""parts of a size between two figures: no figure has such a gap inside"""
GAP = 1.3
"""parts of a size between the cells of a table without rules"""
MARGIN = 0.09
"""part of a page at its head and its foot where page marks and running titles stand"""
WORD = 0.35
"""parts of a size between two heads of columns"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters of a line without a wide gap."""

    text: str
    left: float
    right: float
    base: float
    """of its first character; those of a line differ a little"""
    unit: bool = False
    """it stands in a column of units, as a figure's place is told by it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of a page."""

    pieces: tuple[Piece, ...]
    words: tuple[Piece, ...]
    """the same, parted at narrower gaps"""
    base: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from top to bottom, each from left to right. Raised and small footnote marks are left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.base, each.left)):
        if rows and abs(glyph.base - rows[-1][0].base) <= LEVEL * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    kept = [row for at, row in enumerate(rows) if not any(_marks(row, near) for near in rows[max(at - 1, 0) : at + 2])]
    return [_line(row) for row in kept]


def upright(glyphs: Iterable[Glyph], quarters: int) -> list[Glyph]:
    """The characters of a rotated cell, in reading order."""
    found = []
    for glyph in glyphs:
        x, y = glyph.middle
        u, v = {1: (-y, x), 2: (-x, -y), 3: (y, -x)}[quarters]
        half = glyph.size / (4 if glyph.text.isascii() else 2)
        found.append(Glyph(glyph.text, u - half, u + half, v + 0.35 * glyph.size, glyph.size))
    return found


def _marks(row: Sequence[Glyph], beside: Sequence[Glyph]) -> bool:
    """Whether a row is nothing but marks that stand higher or lower beside the characters of another."""
    if row is beside:
        return False
    size, distance = max([glyph.size for glyph in beside]), abs(row[0].base - beside[0].base)
    own = max([glyph.size for glyph in row])
    small = any(own <= most * size and distance >= least * size for most, least in MARKS)
    if not small or distance > RAISED * size:
        return False
    return all(any(-0.1 * size <= glyph.left - each.right <= 2 * size for each in beside) for glyph in row)


def _seen(row: Iterable[Glyph]) -> list[Glyph]:
    """Characters of a line from left to right: bold type that is drawn twice once, of figures over each other none."""
    seen: list[Glyph] = []
    for glyph in sorted(row, key=lambda each: each.left):
        last = seen[-1] if seen else None
        if last is not None and (glyph.left < last.right or glyph.base != last.base):
            both = min(last.right, glyph.right) - glyph.left
            narrow = min(last.right - last.left, glyph.right - glyph.left)
            if last.text == glyph.text and both > TWICE * narrow:
                continue
            if _marks([glyph], [last]):
                continue
            if both > 0.5 * narrow and (
                (last.text in _FIGURES and glyph.text in _FIGURES) or _is_overprinted(last, glyph)
            ):
                seen[-1], glyph = last._replace(text=UNSURE), glyph._replace(text=UNSURE)
        seen.append(glyph)
    return seen


def _is_overprinted(one: Glyph, other: Glyph) -> bool:
    """Whether two characters of one size stand over each other at two heights: those of cells that are too low."""
    size = max(one.size, other.size)
    return min(one.size, other.size) > MARKS[1][0] * size and abs(one.base - other.base) > OVER * size


def _line(row: Sequence[Glyph]) -> TextLine:
    row = _seen(row)
    pieces: list[Piece] = []
    words: list[Piece] = []
    text, left, right, base = "", row[0].left, row[0].left, row[0].base
    word, begin, level, spaced = "", left, base, False
    for glyph in row:
        gap = glyph.left - right
        if text and gap > (GAP if spaced else WORD) * glyph.size:
            words.append(Piece(text=plain(word), left=begin, right=right, base=level))
            word, begin, level = "", glyph.left, glyph.base
        if text and gap > (FIGURES if text[-1].isdigit() and glyph.text.isdigit() else GAP) * glyph.size:
            pieces.append(Piece(text=plain(text), left=left, right=right, base=base))
            text, left, base = "", glyph.left, glyph.base
        elif text and gap > APART * glyph.size and text[-1].isascii() and glyph.text.isascii():
            text += " "
        text += glyph.text
        word += glyph.text
        right, spaced = max(right, glyph.right), glyph.spaced
    pieces.append(Piece(text=plain(text), left=left, right=right, base=base))
    words.append(Piece(text=plain(word), left=begin, right=right, base=level))
    size = max([glyph.size for glyph in row])
    return TextLine(pieces=tuple(pieces), words=tuple(words), base=row[0].base, size=size)


def plain(text: str) -> str:
    """Text with the signs that some fonts give for characters (Kangxi radicals, compatibility forms) as these."""
    return unicodedata.normalize("NFKC", text) if _RADICALS.search(text) else text


def without_marks(pages: Sequence[tuple[float, Sequence[TextLine]]]) -> list[list[TextLine]]:
    """The lines of each page, given as (height, lines), without page numbers and running titles."""
    counted: dict[str, int] = {}
    for height, lines in pages:
        for text in {_running(line.text) for line in lines if _at_edge(line, height)}:
            counted[text] = counted.get(text, 0) + 1
    often = max(2, (len(pages) + 1) // 2)
    return [
        [
            line
            for line in lines
            if not (
                _at_edge(line, height) and (_MARK.fullmatch(line.text.strip()) or counted[_running(line.text)] >= often)
            )
        ]
        for height, lines in pages
    ]


def _running(text: str) -> str:
    return re.sub("[0-9]+", "0", text)


def _at_edge(line: TextLine, height: float) -> bool:
    return line.base < MARGIN * height or line.base > (1 - MARGIN) * height


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph that may go on."""

    text: str
    full: bool
    """its last line reaches the right margin"""
    base: float
    """of its last line"""


def paragraphs(lines: Sequence[TextLine], margins: tuple[float, float], before: Paragraph | None) -> list[Paragraph]:
    """Lines joined to paragraphs. The first may continue `before`, which is then not returned.

    `margins` are the left and right edges of the page's text.
    """
    left, right = margins
    found: list[Paragraph] = []
    last = before
    leading = _leading(lines)
    for line in lines:
        flush = line.left <= left + 0.9 * line.size
        near = last is None or last is before or line.base - last.base <= 1.7 * leading
        goes_on = last is not None and last.full and flush and near and not _starts(line.text, last.text)
        full = line.right >= right - 1.6 * line.size
        if goes_on and last is not None:
            joined = replace(last, text=_joined(last.text, line.text), full=full, base=line.base)
            if last is before and not found:
                found.append(joined)
            else:
                found[-1] = joined
            last = joined
        else:
            if last is before and before is not None and not found:
                found.append(before)
            last = Paragraph(text=line.text, full=full, base=line.base)
            found.append(last)
    if before is not None and not found:
        found.append(before)
    return found


def _leading(lines: Sequence[TextLine]) -> float:
    """Usual distance of lines."""
    gaps = sorted(b.base - a.base for a, b in itertools.pairwise(lines))
    return max(gaps[len(gaps) // 2], 1.2 * lines[0].size) if gaps else 20.0


def begins(text: str) -> re.Match[str] | None:
    """The number of a heading or item that a line begins with; None if it begins with none."""
    return _BEGINS.match(text)


def _starts(text: str, before: str) -> bool:
    """Whether a line that could go on from the one before begins anew."""
    return bool(_BEGINS.match(text)) and before[-1:] in _ENDS


def _joined(first: str, second: str) -> str:
    words = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    return f"{first} {second}" if words else first + second


def margins(lines: Sequence[TextLine], tables: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The left and right edges of a page's text, from its long lines and its tables."""
    widest = max((line.right - line.left for line in lines), default=0.0)
    spans = [(line.left, line.right) for line in lines if line.right - line.left >= widest * 0.6]
    spans += [(left, right) for left, right in tables if right - left >= widest * 0.6]
    return min((left for left, _ in spans), default=0.0), max((right for _, right in spans), default=0.0)
