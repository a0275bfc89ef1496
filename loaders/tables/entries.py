"""The rows of table two: runs of figures with the labels before them, however these are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index import numbers
from index.models import PARTIES, maker
from loaders.tables.cells import Cell
from loaders.tables.match import (
    MOST_LABELS,
    applicants_in,
    bare,
    begins,
    begins_official,
    clean,
    ends_official,
    is_numbered,
    is_official,
    outcomes_in,
    row_named,
    row_of,
)
from loaders.tables.rows import Run
from loaders.tables.subtotal import is_subtotal

TOTAL, OTHER = "outcome.total", "outcome.other_handling.other"
LONGEST_TAIL = 2
"""characters of what may follow the form's own label in a line of its own"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A run of figures with every label since the last figures."""

    above: tuple[Cell, ...]
    run: Run
    key: str | None
    label: str


make_entry = maker(Entry)


def entries_of(runs: Sequence[Run]) -> list[Entry]:
    """Runs of figures, or of a row's blanks, with the row that their label names."""
    entries: list[Entry] = []
    above: list[Cell] = []
    before, outcomes = "", False
    blank: Entry | None = None
    for run in runs:
        _take_tail(entries, run)
        # 件 in a column of its own stands between a row's label and its figures.
        above += [cell for cell in run.labels if clean(cell.text) not in numbers.COUNT_UNITS]
        ended = _ends_label(entries[-1], above[0]) if len(above) == 1 and run.has_figures and entries else None
        if ended is not None:
            entries[-1] = _with_more(entries[-1], ended, above[0], run)
            before, outcomes = ended, outcomes or ended.startswith("outcome.")
            blank, above = None, []
            continue
        begun = blank is not None and _goes_on(blank, run)
        stands = bool(entries) and entries[-1] is blank
        fragment = stands and not begun and _is_fragment(entries[-1], run)
        if stands and (begun or fragment):
            entries.pop()
        if run.has_figures or len(run.cells) >= len(PARTIES):
            key, label = row_named(above)
            if blank is not None and begun and len(above) == 1:
                label = blank.label + label
                key = row_of(label)
            if key is not None and (fragment or not _stands(key, above, before, seen=outcomes)):
                key = None
            if key is not None:
                before, outcomes = key, outcomes or key.startswith("outcome.")
            entry = make_entry(above=tuple(above), run=run, key=key, label=label)
            if key is None and stands and run.has_figures and entries[-1:] == [blank] and not is_subtotal(label):
                # Figures below a blank row, without a label of their own, may be its.
                entries.pop()
            # A stroke is printed in a row's own cell: no label goes on below it.
            blank = None if any(cell.text for cell in run.cells) else entry
            if run.has_figures:
                entries.append(entry)
            else:
                _take_blanks(entries, entry)
            above = []
        elif run.labels:
            blank = None
        if run.ends:
            above = []
    return entries


def _take_tail(entries: list[Entry], run: Run) -> None:
    """A label that begins before its figures and ends below them, letter by letter the form's own."""
    before = entries[-1] if entries else None
    if before is None or before.key is not None or not before.above or len(run.labels) < 2:
        return
    begun = _numbered(before.above)
    tail = ""
    for piece, following in pairwise(run.labels[: MOST_LABELS + 1]):
        tail += piece.text
        key = row_of(begun + tail)
        if is_numbered(piece.text) or row_of(tail) not in (None, key):
            return
        whole = key is not None and ends_official(begun + tail, key) and not ends_official(tail, key)
        if whole and key is not None and is_numbered(following.text):
            entries[-1] = replace(before, key=key, label=begun + tail)
            return


def _numbered(labels: Sequence[Cell]) -> str:
    """The last label with the pieces above it, from that which has a numeral on; only itself where none has."""
    first = next((at for at in range(len(labels) - 1, -1, -1) if is_numbered(labels[at].text)), len(labels) - 1)
    return "".join(cell.text for cell in labels[first:])


def _ends_label(before: Entry, tail: Cell) -> str | None:
    """The row of a label with figures that ends the one above it letter by letter, which has figures too; else None."""
    label = before.label + tail.text
    key = row_of(label)
    if key is None or before.key not in (None, key) or not before.run.has_figures or not before.above:
        return None
    begun = not is_official(before.label, key) and (before.key is not None or is_numbered(before.label))
    ends = not is_numbered(tail.text) and ends_official(label, key) and not ends_official(tail.text, key)
    return key if begun and ends and row_of(tail.text) in (None, key) else None


def _with_more(before: Entry, key: str, tail: Cell, run: Run) -> Entry:
    """A row that goes on behind the end of its label."""
    count = len(before.run.cells)
    breaks = (*before.run.breaks, count, *(count + at for at in run.breaks))
    whole = replace(before.run, cells=before.run.cells + run.cells, breaks=breaks, ends=run.ends)
    return replace(before, run=whole, key=key, label=before.label + tail.text)


def _goes_on(before: Entry | None, run: Run) -> bool:
    """Whether the label of blanks goes on with the first label of a run: no row is left blank there."""
    if before is None or before.run.has_figures or not before.above or not run.labels:
        return False
    tail = run.labels[0].text
    key = row_of(before.label + tail)
    if key is None or before.key not in (None, key) or row_of(tail) not in (None, key):
        return False
    if before.key and is_official(before.label, before.key):
        return len(clean(tail)) <= LONGEST_TAIL and row_of(tail) is None and not is_numbered(tail)
    return not is_numbered(tail) or ends_official(before.label + tail, key)


def _is_fragment(before: Entry, run: Run) -> bool:
    """Whether a label with figures may go on with the one above: the only one without a numeral, and no sum's."""
    label = run.labels[-1].text if run.labels else ""
    if not run.has_figures or not label or is_numbered(label) or is_subtotal(label):
        return False
    key = row_of(label)
    return is_numbered(before.label) or key is None or not is_official(label, key)


def _take_blanks(entries: list[Entry], blanks: Entry) -> None:
    """A label with nothing but blanks: a row left blank, or the end of the label above, which it completes."""
    before = entries[-1] if entries else None
    if before is not None and before.key is None and before.above:
        label = before.label + blanks.label
        key = blanks.key or row_of(label)
        whole = key is not None and (is_official(label, key) or (not blanks.key and begins_official(label, key)))
        tail = not is_numbered(blanks.label)
        ends = tail and key is not None and row_of(label) == key and is_numbered(before.label)
        if key and ((whole and (blanks.key or tail)) or ends):
            entries[-1] = replace(before, key=key, label=label)
            return
    if blanks.key and begins(blanks.label, blanks.key):
        entries.append(blanks)


def _stands(key: str, above: Sequence[Cell], before: str, *, seen: bool) -> bool:
    """Whether a label of a row is one here: 总计 and 其他 name columns too.

    before: the last row's key; seen: a row of outcomes came before.
    """
    if key == OTHER:
        return before.startswith("outcome.other_handling.")
    if key != TOTAL:
        return True
    numbered = clean(above[-1].text) != bare(above[-1].text)
    neighbour = above[-2].text if len(above) > 1 else ""
    alone = not applicants_in(neighbour) and not outcomes_in(neighbour) and row_of(neighbour) is None
    return seen and (numbered or alone)
