"""The rows of table two: runs of figures with the labels before them, however these are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import numbers
from index.models import PARTIES, maker
from loaders.tables.cells import Cell
from loaders.tables.match import (
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
        if len(above) == 1 and run.has_figures and entries and _ends_label(entries[-1], above[0]):
            entries[-1] = _with_more(entries[-1], above[0], run)
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
    tail, following = run.labels[0].text, run.labels[1].text
    key = row_of(before.label + tail)
    if (
        key is None
        or row_of(tail) not in (None, key)
        or clean(tail) != bare(tail)
        or clean(following) == bare(following)
    ):
        return
    if ends_official(before.label + tail, key) and not ends_official(tail, key):
        entries[-1] = replace(before, key=key, label=before.label + tail)


def _ends_label(before: Entry, tail: Cell) -> bool:
    """Whether a label with figures ends the one above it letter by letter, which has figures too: it is one row."""
    label = before.label + tail.text
    key = before.key
    if key is None or not before.run.has_figures or is_numbered(tail.text) or is_official(before.label, key):
        return False
    return row_of(label) == key and ends_official(label, key) and not ends_official(tail.text, key)


def _with_more(before: Entry, tail: Cell, run: Run) -> Entry:
    """A row that goes on behind the end of its label."""
    count = len(before.run.cells)
    breaks = (*before.run.breaks, count, *(count + at for at in run.breaks))
    whole = replace(before.run, cells=before.run.cells + run.cells, breaks=breaks, ends=run.ends)
    return replace(before, run=whole, label=before.label + tail.text)


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
