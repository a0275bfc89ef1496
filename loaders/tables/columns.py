"""The head of table two: the columns of its figures, and the width of its rows."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.models import PARTIES
from loaders.tables.cells import FIGURE, UNREADABLE, Cell
from loaders.tables.grid import start_of
from loaders.tables.match import applicants_in, is_alone, is_numbered, trimmed
from loaders.tables.placed import Values, edges
from loaders.tables.rows import Run
from loaders.tables.years import compares

_FIVE = frozenset({"business", "research", "charity", "legal_service", "other"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Columns in the order of the figures."""

    columns: tuple[str, ...]
    printed: Mapping[str, str]
    """label of a column as printed"""


def read_head(heads: Sequence[Cell], runs: Sequence[Run]) -> Head | None:
    """The columns that the head names, or the form's own if it cannot be read and the rows have the right width."""
    words = [(word, cell) for cell in heads if not is_numbered(cell.text) for word in applicants_in(cell.text)]
    if _is_doubled(heads, words) or compares(heads):
        return None
    alone = any(is_alone(cell.text) for cell in heads)
    printed: dict[str, str] = {}
    for word, cell in words:
        printed.setdefault(word, cell.text if len(applicants_in(cell.text)) == 1 else "")
    widths: dict[int, int] = {}
    for run in runs:
        cells = row_cells(run, len(PARTIES))
        width = len(cells) - sum(edges(cells))
        widths[width] = widths.get(width, 0) + 1
    common = max(widths, key=lambda wide: (widths[wide], wide), default=0)
    ordered = _by_place(words) or _ordered(list(dict.fromkeys(word for word, _ in words)))
    as_wide = sum(len(row_cells(run, len(ordered))) == len(ordered) for run in runs)
    wide = len(ordered) == common or 2 * as_wide > len(runs) or start_of(words, ordered)[0] >= 0
    if ordered and wide and _sensible(ordered, runs):
        if ordered != PARTIES and set(ordered) == set(PARTIES):
            own, others = _adding(runs, ordered), _adding(runs, PARTIES)
            if own == others and _is_broken(words):
                return None
            ordered = PARTIES if others > own else ordered
        return Head(columns=ordered, printed=printed)
    applicants = [word for word in printed if word != "total"]
    if common == 1 and alone and not applicants:
        return Head(columns=("total",), printed=printed)
    if len(PARTIES) in widths or (set(PARTIES) <= set(printed) and common > 1):
        if set(ordered) == set(PARTIES) and ordered != PARTIES:
            # Sums must tell whether the head is broken, or has another order.
            own, others = _adding(runs, ordered), _adding(runs, PARTIES)
            return Head(columns=max((own, ordered), (others, PARTIES))[1], printed=printed) if own != others else None
        return Head(columns=PARTIES, printed=printed)
    return None


def _is_doubled(heads: Sequence[Cell], words: Sequence[tuple[str, Cell]]) -> bool:
    """Whether the columns stand there twice: of two years, or of two bodies, side by side or in turn."""
    # A head that is repeated on lines of its own has its words at the same places; cells of a line each have none.
    places = {(word, cell.at if cell.of > 2 else cell.line) for word, cell in words if cell.of}
    seen = Counter(word for word, _ in places if word in _FIVE - {"other"})
    if sum(count > 1 for count in seen.values()) > 1:
        return True
    for _, line in itertools.groupby((cell for cell in heads if cell.of), lambda cell: cell.line):
        # merged cells that are repeated stand side by side
        texts = [text for text, _ in itertools.groupby(cell.text for cell in line)]
        if sum(count > 2 for count in Counter(texts).values()) > 1:
            return True
    # One cell a line: 本年, 上年, 本年, 上年, …
    alone = [cell.text for cell in heads if cell.of == 1]
    turns = [alone[at : at + 2] for at in range(len(alone) - 1)]
    return any(a == b == c and len(set(a)) == 2 for a, b, c in zip(turns, turns[2:], turns[4:], strict=False))


def _is_broken(words: Sequence[tuple[str, Cell]]) -> bool:
    """Whether the heads that are merged downward stand line by line with what spans the organisations.

    As a program takes them off a page, in whatever order it comes upon them: 法人或其他组织, 自然人, 总计, 商业企业, …
    """
    lines: dict[str, int] = {}
    for word, cell in words:
        lines.setdefault(word, cell.line)
    first = {lines[word] for word in ("natural_person", "organisations", "total") if word in lines}
    return "organisations" in lines and len(first) > 1


def _by_place(words: Sequence[tuple[str, Cell]]) -> tuple[str, ...]:
    """All columns from left to right, where each has a head of its own in lines of one number of cells."""
    places: dict[str, Cell] = {}
    for word, cell in words:
        if word in PARTIES and len(applicants_in(cell.text)) == 1:
            places.setdefault(word, cell)
    at = sorted((cell.at, word) for word, cell in places.items())
    told = len(at) == len(PARTIES) == len({place for place, _ in at}) and "subtotal" not in dict(words)
    side_by_side = told and at[-1][0] - at[0][0] == len(PARTIES) - 1
    return tuple(word for _, word in at) if side_by_side and len({cell.of for cell in places.values()}) == 1 else ()


def _ordered(words: Sequence[str]) -> tuple[str, ...]:
    """Columns in order: the five kinds of organisations, and their subtotal, stand where what spans them does."""
    five = [word for word in words if word in _FIVE]
    if "organisations" not in words or not five:
        return tuple(words)
    if "subtotal" in words:
        at = words.index("subtotal")
        if at and words[at - 1] in _FIVE:
            five.append("subtotal")
        elif words[at + 1 : at + 2] and words[at + 1] in _FIVE:
            five.insert(0, "subtotal")
    ordered: list[str] = []
    for word in words:
        if word == "organisations":
            ordered += five
        elif word not in five:
            ordered.append(word)
    return tuple(ordered)


def _sensible(columns: Sequence[str], runs: Sequence[Run]) -> bool:
    """A head of all applicants, perhaps without their total, or one that counts the organisations together."""
    named = set(columns) - {"subtotal"}
    if named == set(PARTIES) - {"total"}:
        # The last figures may be the total of a row that has lost another.
        sums = _adding(runs, (*columns[:-1], "total"))
        return sums == 0 or sums < _filled(runs)
    return named == set(PARTIES) or named == {"natural_person", "organisations", "total"} or named == {"total"}


def _filled(runs: Sequence[Run]) -> int:
    """How many rows have figures other than zeros."""
    return sum(any(cell.number and cell.number.value for cell in run.cells) for run in runs)


def _adding(runs: Sequence[Run], columns: Sequence[str]) -> int:
    """How many rows add up if these are the columns."""
    good = 0
    for run in runs:
        cells = row_cells(run, len(columns))
        cells = cells if len(cells) == len(columns) else tuple(trimmed(cells))
        if len(cells) == len(columns) and all(cell.kind != UNREADABLE for cell in cells):
            values = tuple(cell.number.value if cell.number else None for cell in cells)
            good += any(values) and adds_up(values, columns)
    return good


def adds_up(values: Values, columns: Sequence[str]) -> bool:
    """Whether a row's total is printed and equals the sum of its parts; a blank counts as nothing.

    If the head has no total, no row can fail.
    """
    if "total" not in columns:
        return True
    by = dict(zip(columns, values, strict=True))
    total = by.get("total")
    if total is None:
        return False
    if len(columns) == 1:
        return True
    parts = sum((value for word, value in by.items() if value and word not in ("total", "subtotal")), Decimal(0))
    return parts == total and all(value is None or value >= 0 for value in values)


def row_cells(run: Run, width: int) -> tuple[Cell, ...]:
    """Cells of the row itself: up to the first break when they are enough, without padding."""
    cells = run.cells
    if run.breaks:
        first = cells[: run.breaks[0]]
        lead, trail = edges(first)
        if len(first) >= width and len(first) - lead - trail <= width + 1:
            cells = first
        elif len(cells) > width + 1:
            more = cells[len(first) : next((at for at in run.breaks if at > len(first)), len(cells))]
            if len(first) - lead + len(more) == width and not trail and all(cell.kind == FIGURE for cell in more):
                # a row on two lines, behind the margin of its label
                cells = cells[lead : lead + width]
            elif len(first) - lead - trail:
                cells = first
    return cells
