"""Rows of table two in texts that print one cell for every column that a label spans, and every line at full width.

Sums cannot tell such surplus cells from cells that were left blank; their positions below the head can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.forms import tables
from loaders.tables.cells import Cell
from loaders.tables.match import applicants_in
from loaders.tables.placed import (
    FLUSH,
    LEAST_ALIKE,
    MOST_FAILING,
    Placement,
    Row,
    Values,
    edges,
    grid_of,
    in_grid,
    is_flush,
    values_of,
)
from loaders.tables.told import Told, agreed

MOST_COLUMNS = 10_000
"""more than any table has"""
_OTHERS: tuple[str, ...] = tuple(tables()["own"]["columns"])


def below_heads(
    rows: Mapping[str, Row], columns: Sequence[str], labels: Sequence[Cell], holds: Callable[[Values], bool]
) -> Mapping[str, Row]:
    """The rows without cells below no head; unchanged if one row is not at full width."""
    first = min((row.line for row in rows.values()), default=0)
    heads = [cell for cell in labels if cell.line < first and cell.of > len(columns)]
    words = [(word, cell) for cell in heads for word in applicants_in(cell.text)]
    start, of = start_of(words, columns)
    if start < 0:
        places = _apart(words, columns)
        wide = max((cell.of for cell in heads), default=0)
        if not places or not (_with_others_between(heads, words, columns, places) or _with_hollows(rows, places, wide)):
            return rows
        return {key: _below(row, places, wide) for key, row in rows.items()}
    # columns of the body's own behind those of the form: 同比增减
    own = {cell.at for cell in heads if cell.of == of and cell.at >= start + len(columns)}
    every = tuple(range(len(columns)))
    placed: dict[str, Row] = {}
    good = failing = 0
    last = max(row.line for row in rows.values())
    for key, row in rows.items():
        below = tuple(cell for cell in row.cells if start <= cell.at < start + len(columns))
        rest = [cell for cell in row.cells if not start <= cell.at < start + len(columns)]
        if {(cell.line, cell.of) for cell in row.cells} != {(row.cells[0].line, of)} or len(below) != len(columns):
            if row.line != last:
                return rows
            # the text breaks off in the last row
            placed[key] = row
            continue
        values = values_of(below, every)
        if values is None or any(cell.text and cell.at not in own for cell in rest):
            return rows
        placed[key] = replace(row, cells=below)
        if any(values) and values[columns.index("total")] is not None:
            good, failing = (good + 1, failing) if holds(values) else (good, failing + 1)
    return placed if len(placed) >= LEAST_ALIKE and failing * MOST_FAILING <= good else rows


def without_margin(
    rows: Mapping[str, Row], columns: Sequence[str], labels: Sequence[Cell], holds: Callable[[Values], bool]
) -> Mapping[str, Row]:
    """The rows without the blank cells left of the first head, and without what stands below a body's own heads.

    A table whose rows begin right behind their labels has no such margin.
    """
    first = min((row.line for row in rows.values()), default=0)
    heads = [cell for cell in labels if cell.line < first and applicants_in(cell.text) == columns[:1] and cell.of]
    if not heads or is_flush(rows.values(), len(columns), holds):
        return rows
    start = heads[0].at
    last = max(cell.at for cell in labels if cell.line < first and applicants_in(cell.text))
    own = [cell.at for cell in labels if cell.line < first and cell.at > last and _is_own(cell.text)]
    return {key: _within(row, start, min(own, default=MOST_COLUMNS)) for key, row in rows.items()}


def _within(row: Row, start: int, end: int) -> Row:
    """A row without blank cells before a place, and without all from another on."""
    if not row.cells[0].of or row.cells[0].line != row.cells[-1].line:
        return row
    cells = tuple(cell for cell in row.cells if cell.at < end)
    count = 0
    while count < len(cells) - 1 and cells[count].at < start and not cells[count].text:
        count += 1
    return replace(row, cells=cells[count:]) if count or 0 < len(cells) < len(row.cells) else row


def _is_own(text: str) -> bool:
    return any(word in text for word in _OTHERS)


def _apart(words: Sequence[tuple[str, Cell]], columns: Sequence[str]) -> tuple[int, ...]:
    """Places of the columns where each has a head of its own; none where they do not."""
    places: dict[str, int] = {}
    for word, cell in words:
        if len(applicants_in(cell.text)) == 1:
            places.setdefault(word, cell.at)
    at = tuple(places.get(column, -1) for column in columns)
    return () if len(columns) < LEAST_ALIKE or -1 in at or list(at) != sorted(set(at)) else at


def _with_others_between(
    heads: Sequence[Cell], words: Sequence[tuple[str, Cell]], columns: Sequence[str], at: Sequence[int]
) -> bool:
    """Whether columns of the body's own stand between those of the form: 占比."""
    named = Counter(cell.line for word, cell in words if word in columns)
    others = {cell.at for cell in heads if named[cell.line] > 1 and at[0] < cell.at < at[-1] and _is_own(cell.text)}
    return bool(others - set(at))


def _with_hollows(rows: Mapping[str, Row], at: Sequence[int], of: int) -> bool:
    """Whether in every row a cell stands below each head, and nothing in the columns between them and behind."""
    if not all({(cell.line, cell.of) for cell in row.cells} == {(row.cells[0].line, of)} for row in rows.values()):
        return False
    cells = [cell for row in rows.values() for cell in row.cells]
    return not any(cell.text and cell.at not in at for cell in cells) and all(
        set(at) <= {cell.at for cell in row.cells} for row in rows.values()
    )


def _below(row: Row, places: Sequence[int], of: int) -> Row:
    """A row's cells below the heads; where its line is not as long as theirs, nothing of it is told."""
    below = tuple(cell for cell in row.cells if cell.at in places)
    alike = {(cell.line, cell.of) for cell in row.cells} == {(row.cells[0].line, of)}
    return replace(row, cells=below) if alike and len(below) == len(places) else replace(row, cut=True)


def start_of(words: Sequence[tuple[str, Cell]], columns: Sequence[str]) -> tuple[int, int]:
    """(place of the first column, cells in a line) if each column has a head, one beside the other; (-1, 0): not so.

    The first cell that names a column is its head, and one that names several is none.
    """
    places: dict[str, tuple[int, int]] = {}
    for word, cell in words:
        if len(applicants_in(cell.text)) == 1:
            places.setdefault(word, (cell.at, cell.of))
    if "total" not in columns or len(columns) < LEAST_ALIKE or any(column not in places for column in columns):
        return -1, 0
    standing = [places[column] for column in columns]
    start, of = standing[0]
    return (start, of) if standing == [(start + at, of) for at in range(len(columns))] else (-1, 0)


def doubt_edges(
    rows: Mapping[str, Row], told: Mapping[str, Sequence[Told]], holds: Callable[[Values], bool]
) -> dict[str, Sequence[Told]]:
    """Take back what is told of zeros between blank edges: the last may be the total, or it was left blank."""
    width = len(next(iter(told.values()), ()))
    windows = {key: found for key, row in rows.items() if (found := _windows(row, width))}
    if not windows:
        return dict(told)
    columns = grid_of(rows.values(), width)
    if is_flush(rows.values(), width, holds):
        columns[FLUSH] = 0
    kept = dict(told)
    for key, found in windows.items():
        row = rows[key]
        standing = in_grid(row.cells, columns, width)
        if standing is not None and standing == tuple(map(_shown, told[key])):
            continue
        ways = {way: values_of(row.cells, way) for way in found}
        if any(values is not None and not any(values) and _differs(told[key], values) for values in ways.values()):
            every = [way for way, values in ways.items() if values is not None]
            kept[key] = [
                here if there.sure and _shown(here) == _shown(there) else Told(sure=False, cell=None, settled=False)
                for here, there in zip(told[key], agreed(row.cells, every, settled=True), strict=True)
            ]
    return kept


def _shown(told: Told) -> Decimal | None:
    return told.cell.number.value if told.cell is not None and told.cell.number is not None else None


def _differs(told: Sequence[Told], values: Values) -> bool:
    return any(each.sure and _shown(each) != value for each, value in zip(told, values, strict=True))


def _windows(row: Row, width: int) -> list[Placement]:
    """Every stretch of cells as wide as the table that leaves no figure out, where blanks stand on both sides."""
    lead, trail = edges(row.cells)
    over = len(row.cells) - width
    if over < 0 or not lead or not trail:
        return []
    return [tuple(range(at, at + width)) for at in range(max(0, over - trail), min(lead, over) + 1)]
