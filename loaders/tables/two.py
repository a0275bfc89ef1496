"""Table two: the outcomes of requests, by applicant."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from index.metrics import catalogue
from index.models import PARTIES, Fact
from loaders.forms import Form, forms
from loaders.tables.astray import is_scattered, without_astray
from loaders.tables.broken import put_lines_together
from loaders.tables.cells import BLANK, UNREADABLE, Cell, is_letter
from loaders.tables.columns import Head, adds_up, read_head, row_cells
from loaders.tables.drifted import beside_no_label, drifted
from loaders.tables.entries import TOTAL, Entry, entries_of
from loaders.tables.found import Missing, Place, TableRead, is_count, official
from loaders.tables.grid import below_heads, doubt_edges, without_margin
from loaders.tables.match import applicants_in, bare, clean, is_official, labels_before, row_of
from loaders.tables.placed import LEAST_ALIKE, Row, Values, make_row, values_of
from loaders.tables.rows import Run
from loaders.tables.settle import settle
from loaders.tables.subtotal import is_subtotal, subtotals
from loaders.tables.together import Equation
from loaders.tables.told import Told

LEAST_APART = 3
"""labels without figures behind which those of all of them may stand"""
_OFFICIAL = official("applicants")
_PARTS = Counter(
    row.key.rpartition(".")[0] for row in {row.key: row for f in forms().values() for row in f.rows}.values()
)
"""by a group's key how many rows it has"""
_RECEIVED, _CARRIED_IN, _CARRIED_OUT = "requests.received", "requests.carried_in", "requests.carried_out"


def read_two(runs: Sequence[Run], place: Place) -> TableRead:
    """Facts and gaps of table two; absent if none of its rows is found."""
    entries = entries_of(runs)
    if not any(entry.key for entry in entries):
        return TableRead(number=2, form=None, present=False)
    heads = _heads(runs, entries)
    head = read_head(heads, [entry.run for entry in entries if entry.key])
    if head is None:
        keys = dict.fromkeys(entry.key for entry in entries if entry.key)
        missing = [Missing(reason="unsure", metric=key, party=None, line=_first(entries, key)) for key in keys]
        form = _form(keys, place)
        return TableRead(number=2, form=form.name, present=True, missing=(*missing, *_absent(form, keys, entries)))
    width = len(head.columns)
    chosen, doubled = _rows(entries, head.columns, twice=_stands_twice(labels_before(runs)))
    form = _form({*chosen, *doubled}, place)
    chosen = without_astray(chosen, entries, runs, width)
    of_form = {row.key for row in form.rows}
    # （六）其他处理 is a row in one form and only a group's label in the next.
    chosen = {key: row for key, row in chosen.items() if key in of_form or any(cell.number for cell in row.cells)}
    holds = functools.partial(adds_up, columns=head.columns)
    labels = labels_before(runs)
    chosen = dict(without_margin(below_heads(chosen, head.columns, labels, holds), head.columns, labels, holds))
    next_row = dict(pairwise(row.key for row in form.rows))
    rows = {key: _cut(row, next_row.get(key), chosen, head.columns, place) for key, row in chosen.items()}
    told = doubt_edges(rows, settle(rows, width, holds, _equations(form)), holds)
    if "total" not in head.columns and not _balances(told, _equations(form)):
        told = {key: [Told(sure=False, cell=None, settled=False)] * width for key in told}
    _doubt_groups(told)
    _doubt_letters(told, holds)
    _doubt_behind(drifted(entries, runs, rows), rows, told)
    _doubt_rows(beside_no_label(entries), told)
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


def _balances(told: Mapping[str, Sequence[Told]], equations: Sequence[Equation]) -> bool:
    """Whether every cell is sure and the sums of the form hold in every column: no total shows where one stands."""
    whole = all(each.sure for row in told.values() for each in row)
    left = (
        sum((sign * _amount(told[key][at]) for key, sign in equation if key in told), Decimal(0))
        for equation in equations
        for at in range(len(next(iter(told.values()))))
    )
    return whole and {_RECEIVED, _CARRIED_IN, TOTAL, _CARRIED_OUT} <= told.keys() and not any(left)


def _doubt_groups(told: dict[str, Sequence[Told]]) -> None:
    """Take back the figures beside a group's label that are not the sum of its rows: they may be one of these."""
    for group, own in told.items():
        parts = [each for key, each in told.items() if key.startswith(f"{group}.")]
        if not parts:
            continue
        sums = [sum((_amount(each) for each in column), Decimal(0)) for column in zip(*parts, strict=True)]
        whole = len(parts) == _PARTS[group] and all(each.sure for part in parts for each in part)
        if not whole or sums != [_amount(each) for each in own]:
            told[group] = [Told(sure=False, cell=None, settled=False)] * len(sums)


def _doubt_letters(told: dict[str, Sequence[Told]], holds: Callable[[Values], bool]) -> None:
    """Take back letters that stand for figures in a row that does not add up: they may stand for others."""
    for key, own in told.items():
        if any(is_letter(each.cell) for each in own):
            values = tuple(each.cell.number.value if each.cell and each.cell.number else None for each in own)
            if not holds(values):
                told[key] = [each._replace(sure=False) if is_letter(each.cell) else each for each in own]


def _doubt_behind(line: int | None, rows: Mapping[str, Row], told: dict[str, Sequence[Told]]) -> None:
    """Take back the rows at or behind a line, where there is one."""
    _doubt_rows((key for key, row in rows.items() if line is not None and row.line >= line), told)


def _doubt_rows(keys: Iterable[str], told: dict[str, Sequence[Told]]) -> None:
    """Take back rows."""
    for key in keys:
        if key in told:
            told[key] = [Told(sure=False, cell=None, settled=False)] * len(told[key])


def _amount(told: Told) -> Decimal:
    return told.cell.number.value if told.cell is not None and told.cell.number is not None else Decimal(0)


def _heads(runs: Sequence[Run], entries: Sequence[Entry]) -> list[Cell]:
    """Labels up to that of the first row of the table."""
    first = next(entry.run for entry in entries if entry.key)
    at = next(at for at, run in enumerate(runs) if run.labels is first.labels)
    return labels_before(runs[: at + 1])


def _stands_twice(labels: Sequence[Cell]) -> bool:
    """Whether the labels of the rows begin anew below the last of them: of another year, though one may be blank."""
    lines: dict[str, list[int]] = {}
    for cell in labels:
        key = row_of(cell.text)
        if key is not None and is_official(cell.text, key):
            lines.setdefault(key, []).append(cell.line)
    again = [(min(at), max(at)) for at in lines.values() if max(at) > min(at)]
    return len(again) >= LEAST_ALIKE and max(first for first, _ in again) < min(second for _, second in again)


def _rows(entries: Sequence[Entry], columns: Sequence[str], *, twice: bool) -> tuple[dict[str, Row], dict[str, int]]:
    """Rows by key, and those printed twice with different figures, with their line.

    twice: another such table stands there too, and which row is of which is told by the figures of both only.
    """
    found: dict[str, list[Row]] = {}
    for entry in entries:
        for row in _printed(entry, columns):
            found.setdefault(row.key, []).append(row)
    chosen: dict[str, Row] = {}
    doubled: dict[str, int] = {}
    # A few rows are repeated at the end of a page, all of them where last year's table stands there too.
    again = 0 if twice else min((rows[1].line for rows in found.values() if len(rows) > 1), default=0)
    twice = twice or sum(len(rows) > 1 for rows in found.values()) >= LEAST_ALIKE
    if any(len(_shown(rows)) > 1 for rows in found.values()):
        again = 0
    # One that begins anew with other figures is another year's, though few rows of it are filled.
    begins = next(iter(found.values()), [])
    twice = twice or len(_shown([row for row in begins if any(cell.number for cell in row.cells)])) > 1
    for key, rows in found.items():
        if twice and len(rows) == 1 and rows[0].line >= again:
            doubled[key] = rows[0].line
        elif len(rows) == 1:
            chosen[key] = rows[0]
        if len(rows) == 1:
            continue
        filled = [row for row in rows if any(cell.number or cell.kind == UNREADABLE for cell in row.cells)]
        if len(_shown(filled)) > 1 or (twice and len(filled) < len(rows)):
            doubled[key] = rows[0].line
        else:
            chosen[key] = filled[0] if filled else rows[0]
    return chosen, doubled


def _shown(rows: Sequence[Row]) -> set[tuple[object, ...]]:
    return {tuple(cell.number and cell.number.value for cell in row.cells) for row in rows}


def _sums(entries: Sequence[Entry], width: int) -> list[Row]:
    """Rows of subtotals, each with the key of the row above it."""
    return [
        make_row(key=before.key, label=entry.label, cells=row_cells(entry.run, width), line=entry.above[-1].line)
        for before, entry in pairwise(entries)
        if before.key is not None and entry.key is None and entry.above and is_subtotal(entry.label)
    ]


def _printed(entry: Entry, columns: Sequence[str]) -> list[Row]:
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
    if rest == width and (
        whole := put_lines_together(cells, run.cells[-rest:], functools.partial(adds_up, columns=columns))
    ):
        return [make_row(key=entry.key, label=entry.label, cells=whole, line=entry.above[-1].line)]
    pieced = any(at < len(cells) for at in run.breaks)
    # Behind the label of a group one that cannot be read; or the last figure is merged over a column too many.
    behind = len(cells) > width and UNREADABLE in (cells[0].kind, cells[-1].kind)
    cut = behind or _is_broken(cells, run, columns) or is_scattered(cells)
    return [make_row(key=entry.key, label=entry.label, cells=cells, line=entry.above[-1].line, pieced=pieced, cut=cut)]


def _is_broken(cells: Sequence[Cell], run: Run, columns: Sequence[str]) -> bool:
    """Whether a row goes on below in cells that cannot be told from those that fill up its first line."""
    padded = any(cells[at - 1].kind == BLANK or cells[at].kind == BLANK for at in run.breaks if 0 < at < len(cells))
    rest = len(cells) < len(run.cells) and any(cell.number for cell in run.cells[len(cells) :])
    if not (padded or rest):
        return False
    values = values_of(cells, tuple(range(len(cells))))
    return len(cells) != len(columns) or values is None or not adds_up(values, columns)


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
    even = even and not is_scattered(run.cells)
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
        source = place.source(2, section, line, label, printed, quote, settled=what.settled)
        facts.append(place.fact(row.key, value, unit, source, number=number, party=column, form=form))
    if len(doubtful) == len(told):
        doubtful = [None]
    unsure += [Missing(reason="unsure", metric=row.key, party=each, line=row.line, quote=quote) for each in doubtful]


def _absent(form: Form, known: Collection[str], entries: Sequence[Entry]) -> list[Missing]:
    """Rows of the form that are not printed, each where it should stand: behind the one before it."""
    missing = []
    line = entries[0].run.line
    for row in form.rows:
        if row.key in known:
            line = _first(entries, row.key) or line
        else:
            missing.append(Missing(reason="row", metric=row.key, party=None, line=line))
    return missing


def _first(entries: Sequence[Entry], key: str) -> int:
    return next((entry.run.line for entry in entries if entry.key == key), entries[0].run.line)
