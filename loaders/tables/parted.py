"""Cells of lines without tabs or pipes, separated at columns that only blanks show.

Such columns are assumed only if many lines support them: figures stand below each other, and the last figure of each
line is the sum of the others.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.models import Line
from loaders.tables.cells import LABEL, kind_of

LEAST_LINES = 3
"""of them that are not all nothing"""
LEAST_ROWS = 6
"""lines of figures that show columns"""
LEAST_COLUMNS = 3
"""below which no sum shows where a figure stands"""
MOST_HEADS = 6
"""lines above the figures among which their heads are looked for"""
_SIZES = ("WF", "WFA")
"""classes of characters that are as wide as two: some fonts draw quotation marks so"""
_WORDS = re.compile(r"\S+(?: \S+)*")


def parted(lines: Sequence[Line]) -> dict[int, list[str]]:
    """The texts of a line's cells, by line number."""
    found: dict[int, list[str]] = {}
    for filled, block in itertools.groupby(lines, lambda line: _may_be_parted(line.text)):
        if filled:
            some = list(block)
            found |= dict(_by_columns(some))
    return found


def _may_be_parted(text: str) -> bool:
    return not ("\t" in text or "|" in text) and ("  " in text or "\u3000" in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """Part of a line, with the columns of characters that it takes."""

    text: str
    left: int
    right: int

    def over(self, left: int, right: int) -> bool:
        return self.left < right and left < self.right


def _by_columns(lines: Sequence[Line]) -> Iterator[tuple[int, list[str]]]:
    for _, block in itertools.groupby(_numbered(lines), lambda each: each[0]):
        some = [line for _, line in block]
        for wide in _SIZES:
            found = _table(some, wide)
            if found:
                yield from found
                break


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Lines with a number that those right below each other share."""
    return ((line.number - at, line) for at, line in enumerate(lines))


def _table(lines: Sequence[Line], wide: str) -> list[tuple[int, list[str]]]:
    """Rows of the one table that the lines hold; none where a line does not fit in."""
    words = [_words(line.text, wide) for line in lines]
    rows = [(at, *_split(each)) for at, each in enumerate(words)]
    rows = [row for row in rows if row[1] and len(row[2]) > 1]
    if len(rows) < LEAST_ROWS:
        return []
    every = [word for _, _, figures in rows for word in figures]
    columns = _merged([(word.left, word.right) for word in every])
    if not all(_is_even([word for word in every if word.over(*column)]) for column in columns):
        return []
    labels_end = max((word.right for _, labels, _ in rows for word in labels), default=0)
    columns = _with_heads(columns, words[max(0, rows[0][0] - MOST_HEADS) : rows[0][0]], labels_end)
    if len(columns) < LEAST_COLUMNS:
        return []
    found: list[tuple[int, list[str]]] = []
    sums = 0
    for at, labels, figures in rows:
        places = [[n for n, (left, right) in enumerate(columns) if word.over(left, right)] for word in figures]
        if any(len(place) != 1 for place in places) or len({place[0] for place in places}) < len(places):
            return []
        cells = [""] * len(columns)
        for place, word in zip(places, figures, strict=True):
            cells[place[0]] = word.text
        if not _adds_up(cells):
            return []
        sums += any(map(_amount, cells))
        found.append((lines[at].number, [*(word.text for word in labels), *cells]))
    return found if sums >= LEAST_LINES else []


def _words(text: str, wide: str) -> list[_Word]:
    found: list[_Word] = []
    column = at = 0
    for word in _WORDS.finditer(text):
        column += _width(text[at : word.start()], wide)
        right = column + _width(word[0], wide)
        found.append(_Word(text=word[0], left=column, right=right))
        column, at = right, word.end()
    return found


def _width(text: str, wide: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in wide else 1 for sign in text)


def _split(words: Sequence[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Labels of a line, and the figures behind them."""
    last = next((at for at in range(len(words), 0, -1) if kind_of(words[at - 1].text)[0] == LABEL), 0)
    return list(words[:last]), list(words[last:])


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that the spans cover together."""
    found: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _is_even(words: Sequence[_Word]) -> bool:
    """Whether the figures of a column are flush left, flush right or in its middle."""
    middles = [word.left + word.right for word in words]
    flush = len({word.left for word in words}) == 1 or len({word.right for word in words}) == 1
    return flush or max(middles) - min(middles) <= 1


def _with_heads(
    columns: Sequence[tuple[int, int]], heads: Sequence[Sequence[_Word]], labels_end: int
) -> list[tuple[int, int]]:
    """Columns with those that have a head and no figure; the lowest head over a place counts, not what spans it.

    None at all where a column has not one head of its own: which are left out cannot be told.
    """
    low: list[_Word] = []
    for line in reversed(heads):
        low += [word for word in line if word.left >= labels_end and not any(word.over(o.left, o.right) for o in low)]
    under = [[head for head in low if head.over(left, right)] for left, right in columns]
    if any(len(each) != 1 for each in under) or len({each[0].left for each in under}) < len(columns):
        return []
    spans = {each[0].left: span for each, span in zip(under, columns, strict=True)}
    return [spans.get(head.left, (head.left, head.right)) for head in sorted(low, key=lambda word: word.left)]


def _amount(cell: str) -> Decimal:
    number = kind_of(cell)[1]
    return number.value if number is not None else Decimal(0)


def _adds_up(cells: Sequence[str]) -> bool:
    """Whether the last figure is the sum of the others: what slipped into another column would not be found out."""
    return _amount(cells[-1]) == sum(map(_amount, cells[:-1]), Decimal(0))
