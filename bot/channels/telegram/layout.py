"""Text as Telegram takes it: lines, some in monospace, in parts no longer than a message may be.

Lengths are counted as Telegram counts: in UTF-16 units, after the markup was read. Only a part with lines in monospace
is sent as HTML; all else is plain text, in which nothing needs to be escaped.
"""

from __future__ import annotations

import html
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram.constants import MessageLimit

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION = int(MessageLimit.CAPTION_LENGTH)
WIDE_BLANK = "\N{IDEOGRAPHIC SPACE}"
GAP = "  "


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line."""

    text: str
    mono: bool = False
    """of a table: its blanks are kept"""


Part = tuple[Line, ...]


def plain(text: str) -> Part:
    """The lines of a text."""
    return tuple(Line(text=each) for each in text.split("\n"))


def marked(part: Part) -> tuple[str, str | None]:
    """The text of a part, and how it is to be read: HTML where it has lines in monospace."""
    if not any(line.mono for line in part):
        return "\n".join(line.text for line in part), None
    made = []
    for mono, lines in itertools.groupby(part, key=lambda line: line.mono):
        text = html.escape("\n".join(line.text for line in lines), quote=False)
        made.append(f"<pre>{text}</pre>" if mono else text)
    return "\n".join(made), "HTML"


def split(text: str, limit: int = LIMIT) -> list[str]:
    """A text in parts, cut between lines, a longer line within it."""
    return ["\n".join(line.text for line in part) for part in parted(plain(text), limit)]


def parted(lines: Sequence[Line], limit: int = LIMIT, first: int | None = None) -> list[Part]:
    """Lines in parts of at most `limit` units; with `first` the first part has that limit, and may be empty."""
    room, used = limit if first is None else first, 0
    parts: list[list[Line]] = [[]]
    for line in lines:
        for piece in _pieces(line.text, limit):
            size = units(piece) + (1 if parts[-1] else 0)
            if used + size > room and (parts[-1] or room < limit):
                parts.append([])
                room, used, size = limit, 0, units(piece)
            parts[-1].append(Line(text=piece, mono=line.mono))
            used += size
    kept = [_stripped(part) for part in parts]
    return [part for at, part in enumerate(kept) if part or (at == 0 and first is not None)]


def _stripped(part: Sequence[Line]) -> Part:
    """Without the empty lines at both ends."""
    said = [at for at, line in enumerate(part) if line.text.strip()]
    return tuple(part[said[0] : said[-1] + 1]) if said else ()


def _pieces(text: str, limit: int) -> Iterator[str]:
    """The text itself if it is short enough, else pieces of it."""
    if units(text) <= limit:
        yield text
        return
    piece: list[str] = []
    used = 0
    for sign in text:
        size = units(sign)
        if used + size > limit:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(sign)
        used += size
    yield "".join(piece)


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, most: int) -> str:
    """A label of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a table whose columns line up in any font of even width, whatever it makes of a wide character.

    Each cell of a column gets as many wide and as many narrow signs as the cell that has most of them. Figures stand
    at the right.
    """
    count = max(map(len, rows), default=0)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    columns = list(zip(*full, strict=True))
    wide = [max(map(_wide, column)) for column in columns]
    narrow = [max(len(cell) - _wide(cell) for cell in column) for column in columns]
    right = [_figures(column[1:]) for column in columns]
    made = []
    for row in full:
        cells = []
        for at, cell in enumerate(row):
            here = _wide(cell)
            blanks = WIDE_BLANK * (wide[at] - here) + " " * (narrow[at] - (len(cell) - here))
            cells.append(blanks + cell if right[at] else cell + blanks)
        made.append(GAP.join(cells).rstrip())
    return made


def width(text: str) -> int:
    """Columns that a text takes where a wide character takes two."""
    return len(text) + _wide(text)


def _wide(text: str) -> int:
    return sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _figures(cells: Sequence[str]) -> bool:
    """Whether a column holds figures: each begins with a digit, or is a dash or nothing."""
    said = [cell for cell in cells if cell.strip("-\N{EN DASH} ")]
    return bool(said) and all(cell.lstrip("-\N{MINUS SIGN}")[:1].isdigit() for cell in said)
