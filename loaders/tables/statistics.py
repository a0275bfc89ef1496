"""The statistics form of 2008 to 2018 (政府信息公开情况统计表): one figure a row, with its unit beside it.

Rows that are not in the national form become facts under their own label.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from index import numbers
from index.metrics import catalogue
from index.models import Fact
from loaders.forms.statistics import NAME, form
from loaders.tables.broken import put_digits_together
from loaders.tables.cells import BLANK, FIGURE, Cell
from loaders.tables.found import Missing, Place, TableRead, is_count
from loaders.tables.match import clean, is_numbered
from loaders.tables.rows import Run, make_run
from loaders.tables.statistics_labels import ends_with_unit, going_on, is_piece, is_unit, named, parted

LEAST = 5
"""rows of the form that make it one"""
MOST_OWN = 60
"""characters of the label of a row of the body's own"""
NATIONAL = 30
"""rows from which on it is the national edition, so that a row that is not there is missing"""
LEAST_NUMBERED = 8
"""rows that a rising column numbers"""
MOST_SKIPPED = 3
"""by how much a row's number is above the one before: captions are numbered too"""
HALF = 3
"""cells in the left half of a form in two: label, unit, figure"""
MOST_ABOVE = 400
"""lines above a row among which the title of the form is looked for"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """One printed row."""

    label: str
    """as printed"""
    keys: tuple[str, ...]
    """rows of the form that it may be; empty: none"""
    unit: str
    """as printed beside it; empty where none is"""
    group: str | None
    """the row below which it stands"""
    columns: int
    """columns of figures that the head above it names"""
    cells: tuple[Cell, ...]
    line: int
    last: int
    """line on which its label, or the unit behind it, ends"""


@dataclass(slots=True)
class _State:
    place: Place
    groups: dict[bool, str | None] = field(default_factory=dict)
    """the row below which the last one stands, or which it is; of a form in two halves side by side for each"""
    beside: bool = False
    """the row stands beside another, in the right half"""
    ends: int = 0
    """line of the last cell before it"""
    columns: tuple[str, ...] = ()
    """heads of the columns of figures"""
    numbered: tuple[int, ...] = ()
    """places, among the cells behind a row's unit, of columns that number the rows"""
    followed: bool = False
    """behind the figures of the left half stands the number of the row beside"""
    rows: list[_Row] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)
    """lines of rows that end with their unit, where a blank cell could not be seen"""

    @property
    def group(self) -> str | None:
        return self.groups.get(self.beside)


def read_statistics(runs: Sequence[Run], place: Place) -> TableRead:
    """Facts and gaps of the form; absent if too few of its rows are found."""
    state = _State(place=place)
    above: list[Cell] = []
    for run in runs:
        above += run.labels
        above = _take_blanks(state, above, last=not run.cells)
        if run.cells:
            _take(state, above, run)
            state.ends = run.cells[-1].line
            above = []
        if run.ends:
            above = []
    state.rows = [row for row in state.rows if row.last not in state.unseen or _stand_beside(state)]
    told = put_digits_together([row.cells for row in state.rows])
    state.rows = [replace(row, cells=cells) for row, cells in zip(state.rows, told, strict=True)]
    counted = not state.numbered and _counts_up([row.cells for row in state.rows])
    state.rows = [replace(row, cells=row.cells[counted:]) for row in state.rows]
    if all(sum(cell.kind == FIGURE for cell in row.cells) < 2 for row in state.rows):
        state.rows = [replace(row, cells=_figures(row.cells, row.columns)) for row in state.rows]
    known = {row.keys[0]: row for row in state.rows if len(row.keys) == 1}
    if sum(bool(row.unit) or _is_own(key) for key, row in known.items()) < LEAST:
        return TableRead(number=None, form=None, present=False)
    found: dict[str, list[Fact]] = {}
    own: list[Fact] = []
    unsure: dict[str, Missing] = {}
    for row in state.rows:
        _tell(state, row, found, own, unsure)
    for key in [key for key, each in found.items() if len({fact.value for fact in each}) > 1]:
        facts = found.pop(key)
        unsure[key] = Missing(reason="unsure", metric=key, party=None, line=facts[0].source.line)
    missing = [gap for key, gap in unsure.items() if key not in found]
    if len(known) >= NATIONAL:
        missing += _absent(state, {*found, *unsure})
    kept = [each[0] for each in found.values()]
    return TableRead(
        number=None, form=NAME, present=True, facts=(*kept, *own), missing=tuple(missing),
        lines=frozenset(row.line for row in state.rows),
    )  # fmt: skip


def _counts_up(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first figure of every row is its number, though no head says so: figures do not rise row by row."""
    first = [cells[0].number.value for cells in rows if cells and cells[0].number is not None]
    return (
        len(first) == len(rows) >= LEAST_NUMBERED
        and first[-1] - first[0] <= 2 * len(rows)
        and all(0 < after - before <= MOST_SKIPPED for before, after in pairwise(first))
    )


def _take_blanks(state: _State, above: Sequence[Cell], *, last: bool) -> list[Cell]:
    """Take the rows above the last that end with their unit, and give back what stands behind them; last: it too.

    Behind a unit in a grid, a column that no cell begins in is seen to be blank before another label.
    """
    begin = 0
    for at, cell in enumerate(above):
        after = above[at + 1] if at + 1 < len(above) else None
        parted = after.line != cell.line if after is not None else last
        beside = at > begin and above[at - 1].line == cell.line
        seen = after is not None and not parted and after.at == cell.at + HALF - 1 and cell.of > 0
        if not (seen or (parted and not cell.of)):
            continue
        # 政府公报公开政府信 | 息数 | 条 | （6）…: the unit may have a line of its own, as may the end of a label
        alone = at > begin and after is not None and is_numbered(after.text)
        if not (is_unit(cell.text) if beside else ends_with_unit(cell.text) or (alone and is_unit(cell.text))):
            continue
        blank = Cell("", BLANK, None, cell.line)
        run = make_run(labels=(), cells=(blank,), breaks=(), has_figures=False, ends=False)
        _take(state, above[begin : at + 1], run)
        if seen:
            state.ends = cell.line
        else:
            state.unseen.add(cell.line)
        begin = at + 1
    return list(above[begin:])


def _stand_beside(state: _State) -> bool:
    """Whether figures stand on the lines of their labels, a few below their unit, so that none lacks a label."""
    below = [row.cells[0].line - row.last for row in state.rows if row.cells and row.last not in state.unseen]
    beside = below.count(0)
    return len(state.columns) < 2 and beside >= LEAST and beside * 2 >= len(below) and {0, 1}.issuperset(below)


def _is_own(key: str) -> bool:
    """Whether a row is of this form alone; those of outcomes have words that table two has too."""
    return catalogue()[key].forms == (NAME,) and not key.startswith("outcome.")


def _take(state: _State, above: Sequence[Cell], run: Run) -> None:
    """Take over a head, and the row that stands next to the figures."""
    _take_head(state, above)
    labels = [cell for cell in above if clean(cell.text)]
    unit = ""
    if len(labels) > 1 and is_unit(labels[-1].text):
        unit = clean(labels.pop().text)
    elif labels:
        text, unit = parted(labels[-1].text)
        labels[-1] = labels[-1]._replace(text=text) if labels[-1].text.startswith(f"{text} ") else labels[-1]
    # 专项经费 46万元
    money = next((cell.number.unit for cell in run.cells if cell.number and cell.number.unit in form().money), "")
    if not labels or not (unit or state.columns or money):
        return
    _take_tail(state, labels)
    last = labels[-1]
    behind = min(cell.at for cell in labels if cell.line == last.line) > 0
    state.beside = (state.ends == last.line and behind) or any(
        cell.line == last.line and cell.at + HALF <= last.at for cell in labels[:-1]
    )
    label, keys = named(labels, state.group)
    if len(keys) == 1:
        state.groups[state.beside] = form().below.get(keys[0], keys[0])
    if not keys and (not unit or len(label) > MOST_OWN):
        return
    unit = unit or money
    state.rows.append(
        _Row(
            label=label,
            keys=keys,
            unit=unit,
            group=state.group,
            columns=len(state.columns),
            cells=_cells(state, run),
            line=labels[-1].line,
            last=above[-1].line,
        )
    )


def _take_tail(state: _State, labels: Sequence[Cell]) -> None:
    """Let the label of the last row, which names none, go on with the lines above another's."""
    before = state.rows[-1] if state.rows else None
    if before is None or before.keys or labels[0].line != before.line + 1 or len(labels) < 2:
        return
    label, keys = going_on(before.label, before.line, labels, before.group)
    if keys:
        state.rows[-1] = replace(before, label=label, keys=keys)
        state.groups[state.beside] = form().below.get(keys[0], keys[0])


def _take_head(state: _State, above: Sequence[Cell]) -> None:
    """Columns of figures, named behind 统计指标 and 单位; the row below the head ends it."""
    words = [clean(cell.text) for cell in above]
    starts = [at for at, word in enumerate(words) if word in form().heads]
    if not starts or not any(word in form().no_figures | form().columns | form().whole for word in words):
        return
    columns: list[str] = []
    numbered: list[int] = []
    for cell in above[starts[-1] + 1 :]:
        word = clean(cell.text)
        if word in form().numbers:
            numbered.append(len(columns) + len(numbered))
        if word in form().no_figures:
            continue
        apart = above[starts[-1]].line != cell.line or not cell.at
        if apart and word not in form().columns | form().whole:
            break
        columns.append(cell.text)
    if columns:
        state.columns, state.numbered = tuple(columns), tuple(numbered)
        # 统计指标 单位 统计数 序号 统计指标: the number of the right half stands behind the figures of the left
        state.followed = len(starts) > 1 and words[starts[-1] - 1] in form().numbers


def _cells(state: _State, run: Run) -> tuple[Cell, ...]:
    """Cells of the row itself, without its number.

    None of them where a row that is numbered has not a cell for every column: its number may pass for a figure. Nor
    where the row is blank, and figures stand below that have no label of their own.
    """
    cells = run.cells[: run.breaks[0]] if run.breaks and run.breaks[0] else run.cells
    if run.has_figures and all(cell.kind == BLANK for cell in cells):
        return ()
    if state.followed:
        cells = cells[: len(state.columns)]
    if state.numbered:
        width = len(state.columns) + len(state.numbered)
        if any(cell.kind != BLANK for cell in cells[width:]) or len(cells) < width:
            return ()
        return tuple(cell for at, cell in enumerate(cells[:width]) if at not in state.numbered)
    return cells


def _figures(cells: tuple[Cell, ...], columns: int) -> tuple[Cell, ...]:
    """The cells without blanks around the figure, where no row has two."""
    while columns < 2 and len(cells) > 1 and cells[-1].kind == BLANK:
        cells = cells[:-1]
    while columns == 1 and len(cells) > 1 and cells[0].kind == BLANK:
        cells = cells[1:]
    return cells


def _chosen(state: _State, row: _Row) -> tuple[Cell | None, str]:
    """(the cell that holds the body's own figure of the year, head of its column); no cell: it cannot be told."""
    columns = state.columns
    if len(columns) < 2:
        head = columns[0] if columns else ""
        return (row.cells[0], head) if len(row.cells) == 1 else (None, head)
    least = len(columns) - (clean(columns[-1]) in form().remarks)
    if not least <= len(row.cells) <= len(columns):
        return None, ""
    for wanted in (form().whole, form().columns):
        at = [place for place, head in enumerate(columns) if clean(head) in wanted]
        if at:
            return (row.cells[at[0]], columns[at[0]]) if len(at) == 1 else (None, "")
    return None, ""


def _tell(state: _State, row: _Row, found: dict[str, list[Fact]], own: list[Fact], unsure: dict[str, Missing]) -> None:
    """Put what is sure of a row among the facts, and the rest among the gaps."""
    place = state.place
    quote = place.quote(row.label, row.line, row.cells)
    cell, head = _chosen(state, row)
    key = row.keys[0] if len(row.keys) == 1 else None
    unit = catalogue()[key].unit if key else row.unit
    value, sure = _value(cell, row.unit, unit) if cell is not None else (None, False)
    if cell is not None and place.ends_within(row.cells) and cell is row.cells[-1]:
        sure = False
    if key is not None and form().below.get(key, row.group) is None:
        sure = False
    if not sure or len(row.keys) > 1:
        for each in row.keys:
            unsure.setdefault(each, Missing(reason="unsure", metric=each, party=None, line=row.line, quote=quote))
        return
    if key is None and (cell is None or cell.kind != FIGURE or is_piece(row.label)):
        return
    line = cell.line if cell is not None and cell.kind == FIGURE else row.line
    label, column = " ".join(row.label.split()), head or form().column
    source = place.source(None, _section(place, row.line), line, label, column, quote, settled=False)
    number = cell.number if cell is not None else None
    made = place.fact(key, value, unit, source, number=number, text=None if key else row.label, form=NAME)
    if key:
        found.setdefault(key, []).append(made)
    else:
        own.append(made)


def _value(cell: Cell | None, printed: str, unit: str) -> tuple[Decimal | None, bool]:
    """Figure in the metric's unit, and whether it is sure. Money needs its unit in the cell or beside it."""
    if cell is None or cell.kind not in (FIGURE, BLANK):
        return None, False
    number = cell.number
    if number is None:
        return None, True
    if unit != numbers.MONEY:
        sure = is_count(number) and printed not in form().money
        return number.value, sure if unit in numbers.COUNT_UNITS else sure and not number.unit
    if number.value < 0 or (number.unit and number.unit not in numbers.MONEY_UNITS):
        return None, False
    if not number.value:
        return Decimal(0), True
    if not number.unit:
        if printed not in form().money:
            return None, False
        named = numbers.cell(f"{number.value:f}{printed}")
        return (numbers.in_unit(named, numbers.MONEY), True) if named is not None else (None, False)
    return numbers.in_unit(number, numbers.MONEY), True


def _section(place: Place, line: int) -> str:
    """The title of the form above a row, else the heading of its section."""
    for number in range(line - 1, max(line - MOST_ABOVE, 0), -1):
        text = place.lines[number - 1].text.strip()
        if len(text) <= MOST_OWN and _is_title(text):
            return text
    return place.heading(line)


@functools.lru_cache(maxsize=4096)
def _is_title(text: str) -> bool:
    return any(caption in clean(text) for caption in form().captions)


def _absent(state: _State, known: set[str]) -> Iterator[Missing]:
    """Rows of the national edition that are not printed, each behind the one before it."""
    line = state.rows[0].line
    lines = {key: row.line for row in reversed(state.rows) for key in row.keys}
    for row in form().rows:
        line = lines.get(row.key, line)
        if row.key not in known:
            yield Missing(reason="row", metric=row.key, party=None, line=line)
