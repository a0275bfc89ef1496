"""Table two: what became of the requests, in the columns of the applicants."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.metrics import catalogue
from index.models import PARTIES, Fact, make_fact, maker
from loaders.forms import Form, forms
from loaders.tables_cells import BLANK, UNREADABLE, Cell
from loaders.tables_columns import Head, adds_up, read_head, row_cells
from loaders.tables_found import Missing, Place, TableRead, is_count, official
from loaders.tables_grid import below_heads, doubt_edges
from loaders.tables_match import (
    applicants_in,
    bare,
    begins,
    begins_official,
    clean,
    ends_official,
    is_alone,
    is_official,
    labels_before,
    outcomes_in,
    row_named,
    row_of,
)
from loaders.tables_placed import LEAST_ALIKE, Row, make_row, values_of
from loaders.tables_rows import Run
from loaders.tables_settle import Equation, Told, settle
from loaders.tables_subtotal import is_subtotal, subtotals

TOTAL, OTHER = "outcome.total", "outcome.other_handling.other"
LEAST_APART = 3
"""labels without figures behind which those of all of them may stand"""
_OFFICIAL = official("applicants")
_RECEIVED, _CARRIED_IN, _CARRIED_OUT = "requests.received", "requests.carried_in", "requests.carried_out"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """A run of figures with every label since the last figures."""

    above: tuple[Cell, ...]
    run: Run
    key: str | None
    label: str


_make_entry = maker(_Entry)


def read_two(runs: Sequence[Run], place: Place) -> TableRead:
    """Facts and gaps of table two; absent where no row of it is found."""
    entries = _entries(runs)
    if not any(entry.key for entry in entries):
        return TableRead(number=2, form=None, present=False)
    words = [(word, cell) for cell in labels_before(runs) for word in applicants_in(cell.text)]
    head = read_head(
        words, [entry.run for entry in entries if entry.key], any(is_alone(cell.text) for cell in labels_before(runs))
    )
    if head is None:
        keys = dict.fromkeys(entry.key for entry in entries if entry.key)
        missing = [Missing(reason="unsure", metric=key, party=None, line=_first(entries, key)) for key in keys]
        form = _form(keys, place)
        return TableRead(number=2, form=form.name, present=True, missing=(*missing, *_absent(form, keys, entries)))
    width = len(head.columns)
    chosen, doubled = _rows(entries, head.columns)
    form = _form({*chosen, *doubled}, place)
    of_form = {row.key for row in form.rows}
    # （六）其他处理 is a row in one form and only a group's label in the next.
    chosen = {key: row for key, row in chosen.items() if key in of_form or any(cell.number for cell in row.cells)}
    holds = functools.partial(adds_up, columns=head.columns)
    chosen = dict(below_heads(chosen, head.columns, labels_before(runs), holds))
    next_row = dict(pairwise(row.key for row in form.rows))
    rows = {key: _cut(row, next_row.get(key), chosen, head.columns, place) for key, row in chosen.items()}
    told = doubt_edges(rows, settle(rows, width, holds, _equations(form)), holds)
    facts: list[Fact] = []
    unsure: list[Missing] = []
    for key, row in rows.items():
        _tell(row, told[key], head, place, form.name, facts, unsure)
    for row, sums in subtotals(_sums(entries, width), told):
        _tell(row, sums, head, place, form.name, facts, unsure)
    for key, line in doubled.items():
        unsure.append(Missing(reason="unsure", metric=key, party=None, line=line))
    known = chosen.keys() | doubled.keys()
    return TableRead(
        number=2,
        form=form.name if known & of_form else None,
        present=True,
        facts=tuple(facts),
        missing=(*unsure, *_absent(form, known, entries)),
    )


def _entries(runs: Sequence[Run]) -> list[_Entry]:
    """Runs that hold figures, or a row's blanks, with the row that their label names."""
    entries: list[_Entry] = []
    above: list[Cell] = []
    before, outcomes = "", False
    for run in runs:
        _take_tail(entries, run)
        above += run.labels
        if run.has_figures or len(run.cells) >= len(PARTIES):
            key, label = row_named(above)
            if key is not None and not _stands(key, above, before, seen=outcomes):
                key = None
            if key is not None:
                before, outcomes = key, outcomes or key.startswith("outcome.")
            if run.has_figures:
                entries.append(_make_entry(above=tuple(above), run=run, key=key, label=label))
            else:
                _take_blanks(entries, _make_entry(above=tuple(above), run=run, key=key, label=label))
            above = []
        if run.ends:
            above = []
    return entries


def _take_tail(entries: list[_Entry], run: Run) -> None:
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


def _take_blanks(entries: list[_Entry], blanks: _Entry) -> None:
    """A label with nothing but blanks: a row left blank, or the end of the label above, which it completes."""
    before = entries[-1] if entries else None
    if before is not None and before.key is None and before.above:
        label = before.label + blanks.label
        key = blanks.key or row_of(label)
        whole = key is not None and (is_official(label, key) or (not blanks.key and begins_official(label, key)))
        if key and whole and (blanks.key or clean(blanks.label) == bare(blanks.label)):
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


def _rows(entries: Sequence[_Entry], columns: Sequence[str]) -> tuple[dict[str, Row], dict[str, int]]:
    """Rows by key, and those printed twice with different figures, with their line."""
    found: dict[str, list[Row]] = {}
    for entry in entries:
        for row in _printed(entry, columns):
            found.setdefault(row.key, []).append(row)
    chosen: dict[str, Row] = {}
    doubled: dict[str, int] = {}
    # A few rows are repeated at the end of a page, all of them where last year's table stands there too.
    twice = sum(len(rows) > 1 for rows in found.values()) >= LEAST_ALIKE
    again = min((rows[1].line for rows in found.values() if len(rows) > 1), default=0)
    for key, rows in found.items():
        if twice and len(rows) == 1 and rows[0].line >= again:
            doubled[key] = rows[0].line
        elif len(rows) == 1:
            chosen[key] = rows[0]
        if len(rows) == 1:
            continue
        filled = [row for row in rows if any(cell.number or cell.kind == UNREADABLE for cell in row.cells)]
        several = {tuple(cell.number and cell.number.value for cell in row.cells) for row in filled}
        if len(several) > 1 or (twice and len(filled) < len(rows)):
            doubled[key] = rows[0].line
        else:
            chosen[key] = filled[0] if filled else rows[0]
    return chosen, doubled


def _sums(entries: Sequence[_Entry], width: int) -> list[Row]:
    """Rows of subtotals, each with the key of the row above it."""
    return [
        make_row(key=before.key, label=entry.label, cells=row_cells(entry.run, width), line=entry.above[-1].line)
        for before, entry in pairwise(entries)
        if before.key is not None and entry.key is None and entry.above and is_subtotal(entry.label)
    ]


def _printed(entry: _Entry, columns: Sequence[str]) -> list[Row]:
    """Rows that a run holds: one, or as many as labels stand above a block of figures."""
    if entry.key is None:
        return []
    run, width = entry.run, len(columns)
    cells = row_cells(run, width)
    rest = len(run.cells) - len(cells)
    dangling = [cell for cell in entry.above[:-1] if row_of(cell.text) and not _is_column(cell.text)]
    apart = len(dangling) >= LEAST_APART and (rest or run.ends)
    if dangling and (rest >= width or apart):
        # Labels first, then their figures: which belong to which is told only when there are as many.
        return _block([*dangling, entry.above[-1]], run, columns)
    if not run.has_figures and len(cells) < width:
        return []
    pieced = any(at < len(cells) for at in run.breaks)
    return [make_row(key=entry.key, label=entry.label, cells=cells, line=entry.above[-1].line, pieced=pieced)]


def _is_column(text: str) -> bool:
    """Whether a label names an applicant's column and no row."""
    return bool(applicants_in(text)) and clean(text) == bare(text)


def _block(labels: Sequence[Cell], run: Run, columns: Sequence[str]) -> list[Row]:
    """Rows of labels that stand before all their figures: sure when there are as many and each adds up."""
    width = len(columns)
    named = [(row_of(cell.text) or "", cell) for cell in labels]
    # Where the rows of a group are printed, its own label is none.
    named = [(key, cell) for key, cell in named if not any(each.startswith(f"{key}.") for each, _ in named)]
    keys = [key for key, _ in named]
    parts = [run.cells[at : at + width] for at in range(0, len(run.cells), width)]
    even = len(parts) == len(keys) and len(parts[-1]) == width and len(set(keys)) == len(keys)
    if even:
        read = [values_of(part, tuple(range(width))) for part in parts]
        even = all(values is not None and adds_up(values, columns) for values in read)
    rows = []
    for at, (key, label) in enumerate(named):
        if key:
            rows.append(
                make_row(
                    key=key, label=label.text, cells=parts[at] if even else run.cells, line=label.line, cut=not even
                )
            )
    return rows


def _form(keys: Collection[str], place: Place) -> Form:
    """The generation whose own rows are printed; where they do not tell, that of table one, else of the year."""
    known = forms()
    own = {name: len(rows & set(keys)) for name, rows in _own_rows().items()}
    most = max(own, key=lambda name: own[name])
    return known[most] if own[most] and list(own.values()).count(own[most]) == 1 else known[place.form]


@functools.cache
def _own_rows() -> Mapping[str, frozenset[str]]:
    """By form the keys of the rows that no other form has."""
    counts = Counter(row.key for form in forms().values() for row in form.rows)
    return {name: frozenset(row.key for row in form.rows if counts[row.key] == 1) for name, form in forms().items()}


def _equations(form: Form) -> tuple[Equation, ...]:
    """Sums of the form that hold in every column."""
    outcomes = [(row.key, -1) for row in form.rows if row.key.startswith("outcome.") and row.key != TOTAL]
    return (
        ((_RECEIVED, 1), (_CARRIED_IN, 1), (TOTAL, -1), (_CARRIED_OUT, -1)),
        ((TOTAL, 1), *outcomes),
    )


def _cut(row: Row, after: str | None, rows: Mapping[str, Row], columns: Sequence[str], place: Place) -> Row:
    """Mark a short row behind which the table breaks off, and one in which the file does.

    after: key of the form's next row.
    """
    if place.ends_within(row.cells):
        values = tuple(cell.number.value if cell.number else None for cell in row.cells)
        margin = row.cells[0].kind == BLANK
        cut = margin or len(values) != len(columns) or not adds_up(values, columns)
    else:
        followed = after in rows if after else row.cells[-1].line != place.last_line
        cut = len(row.cells) < len(columns) and not followed
    # One cell a line: what is left of two rows with lines lost between them can be as wide as one.
    several = len({cell.line for cell in row.cells}) > 1
    lost = several and after is not None and after not in rows
    return replace(row, cut=True) if cut or lost else row


def _tell(
    row: Row, told: Sequence[Told], head: Head, place: Place, form: str, facts: list[Fact], unsure: list[Missing]
) -> None:
    """Put what is sure of a row among the facts, and the rest among the gaps."""
    quote = place.quote(row.label, row.line, row.cells)
    label = " ".join(row.label.split())
    unit = catalogue()[row.key].unit
    section = place.heading(row.line)
    doubtful: list[str | None] = []
    for column, what in zip(head.columns, told, strict=True):
        if column not in PARTIES:
            continue
        cell = what.cell
        number = cell.number if cell is not None else None
        value = number.value if number is not None else None
        if not what.sure or not is_count(number):
            doubtful.append(column)
            continue
        line = cell.line if cell is not None else row.line
        printed = head.printed.get(column) or _OFFICIAL[column]
        facts.append(
            make_fact(
                body=place.body,
                year=place.year,
                metric=row.key,
                party=column,
                value=value,
                unit=unit,
                kind="table",
                source=place.source(2, section, line, label, printed, quote, settled=what.settled),
                approximate=number is not None and number.approximate,
                form=form,
            )
        )
    if len(doubtful) == len(told):
        doubtful = [None]
    unsure += [Missing(reason="unsure", metric=row.key, party=each, line=row.line, quote=quote) for each in doubtful]


def _absent(form: Form, known: Collection[str], entries: Sequence[_Entry]) -> list[Missing]:
    """Rows of the form that are not printed, each where it should stand: behind the one before it."""
    missing = []
    line = entries[0].run.line
    for row in form.rows:
        if row.key in known:
            line = _first(entries, row.key) or line
        else:
            missing.append(Missing(reason="row", metric=row.key, party=None, line=line))
    return missing


def _first(entries: Sequence[_Entry], key: str) -> int:
    return next((entry.run.line for entry in entries if entry.key == key), entries[0].run.line)
