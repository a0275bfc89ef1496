"""Tables side by side on a sheet, parted by a column that is empty: each is read by itself, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loaders.readers.xlsx import Sheet

Rows = Sequence[tuple[int, Mapping[int, str]]]
"""(row of the sheet, its cells by column) of rows that follow each other"""
LEAST_ROWS = 2
"""rows with a label and a figure that make a table of its own"""
_FIGURE = re.compile(r"[-+]?[0-9０-９][0-9０-９,.]*")
_WORD = re.compile(r"[\u3400-\u9fff]{2}")


def bands(rows: Rows, sheet: Sheet) -> Sequence[Sheet]:
    """The tables that stand beside each other in these rows; one where they make one table."""
    taken = {column for at, cells in rows for column in _reached(at, cells, sheet)}
    if not taken:
        return [sheet]
    edges = [min(taken)]
    for gap in range(min(taken) + 1, max(taken)):
        if gap not in taken and _are_two(rows, edges[-1], gap, max(taken) + 1):
            edges.append(gap + 1)
    if len(edges) == 1:
        return [sheet]
    ends = [*edges[1:], max(taken) + 1]
    return [_part(rows, sheet, begin, end) for begin, end in zip(edges, ends, strict=True)]


def _reached(at: int, cells: Mapping[int, str], sheet: Sheet) -> Iterator[int]:
    """Columns in which something stands or a merged cell goes on."""
    for column in cells:
        yield from range(column, column + sheet.merged.get((at, column), (1, 1))[1])


def _are_two(rows: Rows, begin: int, gap: int, end: int) -> bool:
    """Whether tables of their own stand before and behind an empty column."""
    parts = [(_within(cells, begin, gap), _within(cells, gap, end)) for _, cells in rows]
    if not any(_FIGURE.fullmatch(text.strip()) for left, _ in parts for _, text in left):
        return False
    if sum(_is_labelled(right) for _, right in parts) >= LEAST_ROWS:
        return True
    left, right = parts[0]
    behind = min((column for _, cells in parts for column, _ in cells), default=end)
    return _is_caption(left, begin) and _is_caption(right, behind)


def _within(cells: Mapping[int, str], begin: int, end: int) -> list[tuple[int, str]]:
    return [(column, text) for column, text in sorted(cells.items()) if begin <= column < end]


def _is_labelled(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether figures follow a label."""
    if len(cells) < 2 or _WORD.search(cells[0][1]) is None:
        return False
    return any(_FIGURE.fullmatch(text.strip()) for _, text in cells[1:])


def _is_caption(cells: Sequence[tuple[int, str]], begin: int) -> bool:
    return len(cells) == 1 and cells[0][0] == begin and _WORD.search(cells[0][1]) is not None


def _part(rows: Rows, sheet: Sheet, begin: int, end: int) -> Sheet:
    """The rows between two columns, as a sheet that begins with the first."""
    part = Sheet(name=sheet.name)
    for at, cells in rows:
        part.cells[at - rows[0][0]] = {column - begin: text for column, text in cells.items() if begin <= column < end}
    for (top, left), size in sheet.merged.items():
        if rows[0][0] <= top <= rows[-1][0] and begin <= left < end:
            part.merged[top - rows[0][0], left - begin] = size
    return part
