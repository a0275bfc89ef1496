"""Tables of plain text whose columns a line of dashes shows (----  ----): simple, and with rows over several lines.

Their cells are taken apart at the places of the dashes, so that a blank one is seen. What is not flush with them in
every line was set for other widths, and stays as it is; labels, in the first column, may be indented.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from loaders.readers import wrapped

_COLUMNS = re.compile(r" *(?:-+(?: +-+)+|=+(?: +=+)+) *")
_DASHES = re.compile(r"[-=]+")
_FULL = re.compile(r" *-{8,} *")
MOST_HEAD = 6
"""lines of a head over the dashes"""

_Spans = tuple[tuple[int, int], ...]


def taken_apart(lines: Sequence[str]) -> list[str]:
    """The lines, with the rows of such tables as cells between bars; lines keep their numbers."""
    found = list(lines)
    at = 0
    while at < len(lines):
        end = at + 1
        if _COLUMNS.fullmatch(lines[at]):
            first, end, several = _extent(lines, at)
            made = _made(lines[first:end], at - first, several=several)
            if made is not None:
                found[first:end] = made
        at = end
    return found


def _extent(lines: Sequence[str], rule: int) -> tuple[int, int, bool]:
    """(first line of the head, line behind the last row, whether blank lines part the rows)."""
    first = rule
    while first > max(rule - MOST_HEAD, 0) and lines[first - 1].strip() and not _FULL.fullmatch(lines[first - 1]):
        first -= 1
    several = first > 0 and _FULL.fullmatch(lines[first - 1]) is not None
    if not several:
        first = max(first, rule - 1)
    end = rule + 1
    while end < len(lines) and (several or lines[end].strip()):
        if _FULL.fullmatch(lines[end]) or _COLUMNS.fullmatch(lines[end]):
            break
        end += 1
    return first, end, several


def _made(lines: Sequence[str], rule: int, *, several: bool) -> list[str] | None:
    """Lines of a table taken apart; None where they do not stand under its dashes."""
    spans: _Spans = tuple((found.start(), found.end()) for found in _DASHES.finditer(lines[rule]))
    cells = [_cells(line, spans) if at != rule else [""] * len(spans) for at, line in enumerate(lines)]
    parted = [each for each in cells if each is not None]
    if len(parted) < len(cells):
        return None
    for at, (start, end) in enumerate(spans):
        column = [each[at] for each in parted if each[at].strip()]
        if 0 < at < len(spans) - 1 and not _is_flush(column, end - start):
            return None
    rows = ["| " + " | ".join(cell.strip() for cell in each) + " |" for each in parted]
    rows = [row if line.strip() else "" for row, line in zip(rows, lines, strict=True)]
    rows[rule] = lines[rule]
    return _rows_of_several(rows, rule) if several else rows


def _rows_of_several(rows: list[str], rule: int) -> list[str] | None:
    """Rows that go over several lines, each in its first; None where they may be several rows."""
    starts = [0, *(at + 1 for at, row in enumerate(rows) if not row or at == rule), len(rows) + 1]
    for first, behind in pairwise(starts):
        if behind - first > 2:
            row = wrapped.row_of(rows[first : behind - 1])
            if row is None:
                return None
            rows[first : behind - 1] = [row, *[""] * (behind - first - 2)]
    return rows


def _cells(line: str, spans: _Spans) -> list[str] | None:
    """Cells of a line by the places of the dashes, unstripped; None where one goes over its place."""
    places = _places(line)
    cells = []
    for at, (start, end) in enumerate(spans):
        last = at == len(spans) - 1
        cells.append("".join(places[start:] if last else places[start:end]))
        if not last and any(place.strip() for place in places[end : spans[at + 1][0]]):
            return None
    return None if any(place.strip() for place in places[: spans[0][0]]) else cells


def _places(line: str) -> list[str]:
    """What stands in each place of a line; a wide character takes two, the second of them empty."""
    places = []
    for char in line.rstrip():
        places += [char, ""] if unicodedata.east_asian_width(char) in "WF" else [char]
    return places


def _is_flush(column: Sequence[str], width: int) -> bool:
    """Whether all cells of a column stand left, all right, or all in the middle."""
    before = [len(_places(cell)) - len(_places(cell.lstrip())) for cell in column]
    behind = [width - len(_places(cell)) for cell in column]
    return not any(before) or not any(behind) or all(abs(a - b) <= 1 for a, b in zip(before, behind, strict=True))
