"""Table one: several small tables, each with its own head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from index import numbers
from index.metrics import catalogue
from index.models import Fact
from loaders.forms import Form, forms, tables
from loaders.tables.cells import BLANK, FIGURE, UNREADABLE, Cell
from loaders.tables.found import Missing, Place, TableRead
from loaders.tables.match import (
    clean,
    columns_in,
    is_caption,
    is_fragment,
    is_of_a_form,
    labels_before,
    subject_named,
    subject_of,
    takes_figure,
)
from loaders.tables.placed import placements
from loaders.tables.rows import Run
from loaders.tables.settle import settle_alone
from loaders.tables.told import Told

_UNIT = re.compile(tables()["around"]["money"])
_PREFIXES: tuple[str, ...] = tuple(tables()["own"]["prefixes"])
_ONLY = {
    name: frozenset(label.key for label in form.columns)
    - frozenset(label.key for other in forms().values() if other is not form for label in other.columns)
    for name, form in forms().items()
}
"""columns that one form alone has"""
_ALONE = {item.columns[0] for form in forms().values() for item in form.items if len(item.columns) == 1}
"""columns that are the only one of a small table"""


@dataclass(slots=True)
class _State:
    """Where the reading of the stack stands."""

    place: Place
    form: Form | None
    """the one whose heads are printed; None where they are of both or of none"""
    columns: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    """where in their line the heads of the columns stand; empty where they stand on several, or one names two"""
    repeated: frozenset[int] = frozenset()
    """places in that line of cells that only repeat the one before: merged cells are printed so"""
    wide: int = 0
    """cells in that line"""
    money: str = ""
    """unit that the head names for money"""
    subject: str | None = None
    """the last row of the form in this small table"""
    found: dict[str, list[Fact]] = field(default_factory=dict)
    head: str = ""
    """everything that the head prints"""
    unread: bool = False
    """a head of this small table cannot be read"""
    own: list[tuple[str, Fact]] = field(default_factory=list)
    """rows of the body's own, each with the row of the form that it stands below"""
    unsure: dict[str, Missing] = field(default_factory=dict)


def read_one(runs: Sequence[Run], place: Place) -> TableRead:
    """Facts and gaps of table one; absent if none of its rows is found."""
    state = _State(place=place, form=_form_of(labels_before(runs)))
    above: list[Cell] = []
    for run in runs:
        above += run.labels
        if run.has_figures or _is_blank_row(state, above, run):
            _take_head(state, above)
            _take_row(state, above, run)
            state.unread = state.unread or _is_unread(run)
            above = []
        if run.ends:
            above = []
    if not state.found and not state.unsure:
        return TableRead(number=1, form=None, present=False)
    form = state.form or forms()[place.form]
    _doubt_pieced(state, form)
    doubled = {key for key, each in state.found.items() if len({fact.value for fact in each}) > 1}
    line = min([facts[0].source.line for facts in state.found.values()] + [gap.line for gap in state.unsure.values()])
    missing = [gap for key, gap in state.unsure.items() if key not in state.found]
    missing += [
        Missing(reason="unsure", metric=key, party=None, line=state.found[key][0].source.line)
        for key in sorted(doubled)
    ]
    for key in (key for item in form.items for key in item.metrics):
        if key in state.found:
            line = state.found[key][0].source.line
        elif key not in state.unsure:
            missing.append(Missing(reason="row", metric=key, party=None, line=line))
    kept = [each[0] for key, each in state.found.items() if key not in doubled]
    return TableRead(
        number=1, form=state.form.name if state.form else None, present=True,
        facts=(*kept, *_own_rows(state, form)), missing=tuple(missing),
    )  # fmt: skip


def _doubt_pieced(state: _State, form: Form) -> None:
    """Rows of one cell a line whose next row is not there: lines lost between the two may have made them one."""
    known = {key.rpartition(".")[0] for key in (*state.found, *state.unsure)}
    subjects = [row for item in form.items for row in item.rows]
    for subject, following in pairwise(subjects):
        keys = [key for key in state.found if key.rpartition(".")[0] == subject]
        lines = {fact.source.line for key in keys for fact in state.found[key]}
        if following in known or len(keys) < 2 or len(lines) < len(keys):
            continue
        for key in keys:
            source = state.found.pop(key)[0].source
            state.unsure[key] = Missing(reason="unsure", metric=key, party=None, line=source.line, quote=source.quote)


def _own_rows(state: _State, form: Form) -> list[Fact]:
    """Rows of the body's own; none where a row of the form is missing there: it may be that one in other words."""
    known = state.found.keys() | state.unsure.keys()
    whole = [
        set(item.rows)
        for item in form.items
        if all(any(f"{row}.{column}" in known for column in item.columns) for row in item.rows)
    ]
    return [fact for subject, fact in state.own if any(subject in rows for rows in whole)]


def _form_of(labels: Iterable[Cell]) -> Form | None:
    """The one form whose heads are printed."""
    seen = {column for cell in labels for column in columns_in(cell.text)}
    names = [name for name, columns in _ONLY.items() if columns & seen]
    return forms()[names[0]] if len(names) == 1 else None


def _heads(labels: Sequence[Cell]) -> bool:
    """Whether the label next to the cells belongs to a head."""
    return bool(labels) and subject_of(labels[-1].text) is None and _is_head(labels[-1].text)


def _is_head(text: str) -> bool:
    return is_caption(text) or bool(columns_in(text))


def _is_blank_row(state: _State, above: Sequence[Cell], run: Run) -> bool:
    """Whether blanks are a row that is left blank: as many as the head has columns, behind a row's label."""
    if not run.cells or _heads(above):
        return False
    below = above and subject_of(above[-1].text) is not None and any(_is_head(cell.text) for cell in above[:-1])
    if below:
        _take_head(state, above)
    return len(run.cells) >= len(state.columns) > 0


def _take_head(state: _State, above: Sequence[Cell]) -> None:
    """Take over the columns that the labels name, in their order."""
    columns: list[str] = []
    printed: list[str] = []
    units: list[str] = []
    cells: list[Cell] = []
    repeated: set[int] = set()
    seen = False
    for cell in above:
        if subject_of(cell.text) is not None:
            continue
        named = columns_in(cell.text)
        beside = bool(cells) and cells[-1].line == cell.line and cells[-1].of == cell.of > 1
        if is_caption(cell.text) and not named and not beside:
            seen, columns, printed, units, cells = True, [], [], [], []
            repeated.clear()
        if named and cells and cells[-1].text == cell.text:
            repeated.add(cell.at)
        for column in named:
            if column not in columns:
                columns.append(column)
                printed.append(cell.text if len(named) == 1 else "")
                cells.append(cell)
        units.append(clean(cell.text))
    if columns and _is_out_of_line(columns, cells):
        columns, printed, cells, seen = [], [], [], True
    state.unread = state.unread and not seen
    if seen or columns:
        state.columns, state.printed, state.subject = tuple(columns), tuple(printed), None
        apart = len({cell.at for cell in cells}) == len(cells)
        together = len({(cell.line, cell.of) for cell in cells}) == 1
        state.places = tuple(cell.at for cell in cells) if apart and together else ()
        state.repeated = frozenset(repeated)
        state.wide = cells[0].of if cells else 0
        state.head = "".join(clean(cell.text) for cell in above)
        found = next((found for text in units if (found := _UNIT.search(text))), None)
        state.money = (found[1] or found[2]) if found is not None else ""


def _is_unread(run: Run) -> bool:
    """Whether a head beside others cannot be read: which column is below it is not told."""
    line = run.labels[-1].line if run.labels and _is_head(run.labels[-1].text) else 0
    return any(cell.kind == UNREADABLE and cell.line == line for cell in run.cells)


def _is_out_of_line(columns: Sequence[str], heads: Sequence[Cell]) -> bool:
    """Whether heads that wrap stand on several lines in another order than the form's: each may be anywhere."""
    if len({cell.line for cell in heads}) == 1 or any(cell.of > 1 for cell in heads):
        return False
    orders = [item.columns for form in forms().values() for item in form.items if set(item.columns) == set(columns)]
    return bool(orders) and tuple(columns) not in orders


def _take_row(state: _State, above: Sequence[Cell], run: Run) -> None:
    """Read the row of figures under the head as it stands."""
    subject, label = subject_named(above)
    if subject is None:
        label = above[-1].text if above else ""
        if run.has_figures and label and state.subject and not (is_of_a_form(label) or is_fragment(label)):
            _take_own(state, above[-1], run)
        return
    state.subject = subject
    columns, printed = state.columns, state.printed
    keys = [f"{subject}.{column}" for column in columns]
    line = above[-1].line
    unknown = not columns or state.unread or any(key not in catalogue() for key in keys)
    if unknown or _is_broken(state, subject, run):
        columns, printed = _by_form(state, subject, run), ()
        keys = [f"{subject}.{column}" for column in columns]
    cells = _cells(run, len(columns))
    if columns == state.columns:
        cells = _below_heads(state, cells)
    if takes_figure(label, cells, len(columns)) or _is_out_of_order(columns, cells, line):
        columns = ()
    quote = state.place.quote(label, line, cells)
    if not columns:
        for key in (key for key in catalogue() if key.startswith(f"{subject}.")):
            if any(key in item.metrics for item in (state.form or forms()[state.place.form]).items):
                state.unsure[key] = Missing(reason="unsure", metric=key, party=None, line=line, quote=quote)
        return
    told = settle_alone(cells, len(columns))
    for at, (key, what) in enumerate(zip(keys, told, strict=True)):
        value, sure = _value(state, key, what)
        if sure and state.place.ends_within(cells) and (value is None or what.cell is cells[-1]):
            # No sum shows whether the last digits of the file are there.
            sure = False
        if not sure:
            state.unsure[key] = Missing(reason="unsure", metric=key, party=None, line=line, quote=quote)
            continue
        state.found.setdefault(key, []).append(
            _fact(state, key, what, value, (label, _column(columns[at], printed[at] if printed else "")), (line, quote))
        )


def _fact(
    state: _State, key: str, what: Told, value: Decimal | None, printed: tuple[str, str], where: tuple[int, str]
) -> Fact:
    """A cell; `printed` are the labels of its row and column, `where` the row's line and the row as printed."""
    number = what.cell.number if what.cell else None
    at = what.cell.line if what.cell else where[0]
    row, column = printed
    place, label = state.place, " ".join(row.split())
    source = place.source(1, place.heading(at), at, label, column, where[1], settled=what.settled)
    form = state.form.name if state.form else place.form
    return place.fact(key, value, catalogue()[key].unit, source, number=number, form=form)


def _is_out_of_order(columns: Sequence[str], cells: Sequence[Cell], line: int) -> bool:
    """Whether a program may have taken heads or figures off a page as it came upon them, in whatever order.

    The first figure stands beside the label and others below it; or a single head is one that no form has alone.
    """
    lines = [cell.line for cell in cells]
    parted = bool(lines) and lines[0] == line < lines[-1]
    return parted or (len(columns) == 1 and columns[0] not in _ALONE and all(cell.of <= 1 for cell in cells))


def _column(key: str, printed: str) -> str:
    if printed:
        return printed
    return next(label.label for form in forms().values() for label in form.columns if label.key == key)


def _is_broken(state: _State, subject: str, run: Run) -> bool:
    """Whether the head's words are broken over lines: fewer columns can be read, but all the letters are there."""
    columns = state.form.columns_of(subject) if state.form is not None else ()
    rest = iter(columns)
    if len(state.columns) >= len(columns) or not all(column in rest for column in state.columns):
        return False
    words = Counter("".join(clean(_column(column, "")) for column in columns))
    return len(_cells(run, len(columns))) == len(columns) and words <= Counter(state.head)


def _by_form(state: _State, subject: str, run: Run) -> tuple[str, ...]:
    """Columns of the form where the head is lost: only when every head seen is of that form and the row as wide."""
    if state.form is None:
        return ()
    columns = state.form.columns_of(subject)
    figures = [cell for cell in run.cells if cell.kind == FIGURE]
    return columns if len(figures) == len(columns) and len(_cells(run, len(columns))) == len(columns) else ()


def _cells(run: Run, width: int) -> tuple[Cell, ...]:
    """Cells of the row itself: up to the first break where that is enough."""
    if run.breaks and run.breaks[0] >= width > 0:
        return run.cells[: run.breaks[0]]
    return run.cells


def _below_heads(state: _State, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells that stand right below the heads, where the row has more of them and all others say nothing."""
    if not state.places or len(cells) <= len(state.places) or not state.wide:
        return cells
    if {(cell.line, cell.of) for cell in cells} != {(cells[0].line, state.wide)}:
        return cells
    below = tuple(cell for cell in cells if cell.at in state.places)
    empty = all(
        cell.kind == BLANK or (cell.at in state.repeated and cell.text == before.text)
        for before, cell in pairwise((cells[0], *cells))
        if cell.at not in state.places
    )
    return below if len(below) == len(state.places) and empty else cells


def _value(state: _State, key: str, what: Told) -> tuple[Decimal | None, bool]:
    """Figure in the metric's unit, and whether it is sure."""
    number = what.cell.number if what.cell else None
    if not what.sure or number is None:
        return None, what.sure
    metric = catalogue()[key]
    if metric.unit == numbers.MONEY:
        return _money(state.money, number)
    whole = number.value == number.value.to_integral_value()
    if not whole or number.unit in numbers.MONEY_UNITS | numbers.RATIO_UNITS:
        return None, False
    return number.value, number.value >= 0 or key.endswith(".items_change")


def _money(head: str, number: numbers.Number) -> tuple[Decimal | None, bool]:
    """Amount in 元: by the unit in the cell, else in the head; without one only nothing is sure."""
    if number.value < 0 or (number.unit and number.unit not in numbers.MONEY_UNITS):
        return None, False
    if number.unit or not number.value:
        return numbers.in_unit(number, numbers.MONEY) if number.value else Decimal(0), True
    if not head:
        return None, False
    named = numbers.cell(f"{number.value:f}{head}")
    return (numbers.in_unit(named, numbers.MONEY), True) if named is not None else (None, False)


def _take_own(state: _State, label: Cell, run: Run) -> None:
    """A row of the body's own: as wide as the head, under a row of the form."""
    cells = _cells(run, len(state.columns))
    if len(placements(cells, len(state.columns))) != 1 or state.place.ends_within(cells):
        return
    text = label.text
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix).lstrip(":： ")
    quote = state.place.quote(label.text, label.line, cells)
    for at, what in enumerate(settle_alone(cells, len(state.columns))):
        key = f"{state.subject}.{state.columns[at]}"
        if key not in catalogue():
            continue
        value, sure = _value(state, key, what)
        if sure and what.cell is not None:
            printed = (label.text, _column(state.columns[at], state.printed[at]))
            fact = _fact(state, key, what, value, printed, (label.line, quote))
            state.own.append((state.subject or "", replace(fact, metric=None, text=text)))
