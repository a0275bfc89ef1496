"""Table three: reconsideration and litigation, five outcomes in each of three groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.metrics import catalogue
from index.models import Fact
from loaders.tables.cells import BLANK, Cell, is_letter
from loaders.tables.entries import TOTAL
from loaders.tables.found import Missing, Place, TableRead, is_count, official
from loaders.tables.match import bare, groups_in, outcomes_in, row_named
from loaders.tables.placed import Row, Values, edges, stripped, values_of
from loaders.tables.rows import Run
from loaders.tables.settle import settle
from loaders.tables.told import Told

GROUPS = ("reconsideration", "litigation.direct", "litigation.after_reconsideration")
OUTCOMES = ("upheld", "overturned", "other", "pending", "total")
SPAN = "litigation"
KEYS = tuple(f"{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES)
_GROUP_LABEL = official("groups")
_OUTCOME_LABEL = official("outcomes")


@dataclass(slots=True)
class _State:
    place: Place
    group: str | None = None
    """the last group named; None: none, or one that spans two"""
    words: tuple[str, ...] = ()
    """outcomes of the last head, in order"""
    start: int = -1
    """place of the first of them in its line, where they are five cells side by side"""
    wide: int = 0
    """cells in that line"""
    found: dict[str, list[Fact]] = field(default_factory=dict)
    unsure: dict[str, Missing] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    """where the heads of all outcomes stand, with other columns between them"""
    singles: list[str] = field(default_factory=list)
    """read each beside a label of its own"""


def read_three(runs: Sequence[Run], place: Place) -> TableRead:
    """Facts and gaps of table three; absent if it is not found."""
    state = _State(place=place)
    above: list[Cell] = []
    for run in runs:
        above += run.labels
        if run.has_figures:
            _take(state, above, run)
            above = []
        elif len(run.cells) == len(KEYS):
            _take_blanks(state, above, run)
        if run.ends:
            above = []
            state.group = None
    if not state.found and not state.unsure:
        return TableRead(number=3, form=None, present=False)
    _doubt_singles(state)
    doubled = [key for key, each in state.found.items() if len({fact.value for fact in each}) > 1]
    missing = [gap for key, gap in state.unsure.items() if key not in state.found]
    missing += [
        Missing(reason="unsure", metric=key, party=None, line=state.found[key][0].source.line) for key in doubled
    ]
    line = min([each[0].source.line for each in state.found.values()] + [gap.line for gap in state.unsure.values()])
    for key in KEYS:
        if key in state.found:
            line = state.found[key][0].source.line
        elif key not in state.unsure:
            missing.append(Missing(reason="row", metric=key, party=None, line=line))
    found = tuple(each[0] for key, each in state.found.items() if key not in doubled)
    return TableRead(number=3, form=None, present=True, facts=found, missing=tuple(missing))


def _take(state: _State, above: Sequence[Cell], run: Run) -> None:
    """Read the figures of one run, with the labels above them."""
    for cell in above:
        groups = groups_in(cell.text)
        if groups:
            state.group = None if groups[-1] == SPAN else groups[-1]
    words = _words(above)
    key, _ = row_named(above)
    if key is not None and key != TOTAL:
        return
    lead, trail = edges(run.cells)
    count = len(run.cells) - lead - trail
    if count == 1 and len(run.cells) <= 3:
        _take_single(state, above, run)
        return
    if len(set(words)) >= len(OUTCOMES) - 1:
        state.words = tuple(words)
        state.start, state.wide = _start(above)
        state.places = _places(above)
    elif count != len(KEYS) and (not (state.words and state.group) or len(_names(above) - {SPAN}) > 1):
        return
    columns = _columns(state.words, state.group, above)
    if columns is None:
        # Without its head the table is known by its width and its sums alone.
        exact = run.cells[lead : lead + count]
        values = values_of(exact, tuple(range(count))) if count == len(KEYS) else None
        if values is not None and _adds_up(values, KEYS) and (not run.breaks or lead):
            _tell(state, KEYS, run.cells[lead : lead + count], above)
        return
    _tell(state, columns, _below_heads(state, columns, run) or _line_of(run, len(columns)), above)


def _take_blanks(state: _State, above: Sequence[Cell], run: Run) -> None:
    """A row that is left blank: below heads of all its columns, in a grid that shows each cell."""
    cells = run.cells
    whole = all(cell.kind == BLANK and cell.line == cells[0].line and cell.of == len(KEYS) for cell in cells)
    columns = _columns(_words(above), None, above) if whole else None
    if columns is not None and len(columns) == len(KEYS):
        _tell(state, columns, cells, above)


def _start(above: Sequence[Cell]) -> tuple[int, int]:
    """(place of the first outcome, cells in a line) of five heads side by side; (-1, 0): it is another head."""
    heads = [cell for cell in above if len(outcomes_in(cell.text)) == 1]
    places = [(cell.line, cell.of, cell.at) for cell in heads]
    line, of, at = places[0] if places else (0, 0, 0)
    return (at, of) if places == [(line, of, at + step) for step in range(len(OUTCOMES))] else (-1, 0)


def _places(above: Sequence[Cell]) -> tuple[int, ...]:
    """Where in a grid the heads of all outcomes stand, each in a column of its own, from left to right; else none."""
    heads = [cell for cell in above if len(outcomes_in(cell.text)) == 1 and cell.of > len(KEYS)]
    places = tuple(cell.at for cell in heads)
    even = len(places) == len(KEYS) and len({cell.of for cell in heads}) == 1
    return places if even and list(places) == sorted(set(places)) else ()


def _below_heads(state: _State, columns: Sequence[str], run: Run) -> tuple[Cell, ...]:
    """Cells of a row that stand below the heads, of five or of all, where they add up and all others are blank."""
    cells = run.cells[: run.breaks[0]] if run.breaks and run.breaks[0] else run.cells
    places: Sequence[int] = range(state.start, state.start + len(columns))
    wide = state.wide
    if len(columns) == len(state.places) < len(cells):
        places, wide = state.places, cells[0].of
    elif state.start < 0 or len(columns) != len(OUTCOMES):
        return ()
    if {(cell.line, cell.of) for cell in cells} != {(cells[0].line, wide)}:
        return ()
    below = tuple(cell for cell in cells if cell.at in places)
    values = values_of(below, tuple(range(len(below))))
    alone = all(cell.kind == BLANK for cell in cells if cell.at not in places)
    fits = alone and len(below) == len(columns) and values is not None and _adds_up(values, columns)
    return below if fits else ()


def _words(above: Sequence[Cell]) -> list[str]:
    """Outcomes that the head names; only those of its last line where that alone names all, and those above repeat."""
    words = [word for cell in above for word in outcomes_in(cell.text)]
    if len(words) > len(KEYS):
        line = max(cell.line for cell in above if outcomes_in(cell.text))
        last = [word for cell in above if cell.line == line for word in outcomes_in(cell.text)]
        return last if len(last) == len(KEYS) else words
    return words


def _line_of(run: Run, width: int) -> tuple[Cell, ...]:
    """Cells of the row: those of its one line as wide as the head, where all other lines are blank, as beside heads."""
    ends = [*run.breaks, len(run.cells)]
    lines = [run.cells[start:end] for start, end in zip([0, *run.breaks], ends, strict=True)]
    filled = [cells for cells in lines if any(cell.kind != BLANK for cell in cells)]
    return filled[0] if len(filled) == 1 and len(filled[0]) == width else run.cells


def _columns(words: Sequence[str], group: str | None, above: Sequence[Cell]) -> tuple[str, ...] | None:
    """Metrics in the order of the figures, as the head names them; None where it does not tell."""
    fives = [words[at : at + len(OUTCOMES)] for at in range(0, len(words), len(OUTCOMES))]
    if not fives or any(set(five) != set(OUTCOMES) or len(five) != len(OUTCOMES) for five in fives):
        return None
    if len(fives) == len(GROUPS):
        groups: tuple[str, ...] = GROUPS
    elif len(fives) == len(GROUPS) - 1 and _names(above) >= {GROUPS[1], GROUPS[2]}:
        groups = GROUPS[1:]
    elif len(fives) == 1 and group is not None:
        groups = (group,)
    else:
        return None
    return tuple(f"{group}.{outcome}" for group, five in zip(groups, fives, strict=True) for outcome in five)


def _names(above: Sequence[Cell]) -> set[str]:
    return {group for cell in above for group in groups_in(cell.text)}


def _adds_up(values: Values, columns: Sequence[str], *, blank: bool = False) -> bool:
    """Whether every group's total is printed and is the sum of its outcomes; a blank counts as nothing.

    blank: the total of zeros may be left blank.
    """
    by = dict(zip(columns, values, strict=True))
    for group in dict.fromkeys(key.rpartition(".")[0] for key in columns):
        total = by.get(f"{group}.total")
        parts = sum((by.get(f"{group}.{outcome}") or Decimal(0) for outcome in OUTCOMES[:-1]), Decimal(0))
        if (total is None and (parts or not blank)) or (total or 0) != parts:
            return False
    return all(value is None or value >= 0 for value in values)


def _is_pushed(values: Values | None, columns: Sequence[str]) -> bool:
    """Whether a row that does not add up would, in more of its groups, a column further on.

    It begins or ends blank; or what is last in the text of a page is its first column, or the other way round.
    """
    if values is None or _adds_up(values, columns, blank=True) or not any(values):
        return False
    others = [(*values[1:], None)] * (values[0] is None) + [(None, *values[:-1])] * (values[-1] is None)
    others += [(*values[1:], values[0]), (values[-1], *values[:-1])]
    return any(_adding(each, columns) > _adding(values, columns) for each in others)


def _is_surplus(cells: Sequence[Cell], columns: Sequence[str]) -> bool:
    """Whether a row of too many cells does not add up without its blank edges: another may be surplus."""
    lead, trail = edges(cells)
    own = cells[lead : len(cells) - trail]
    values = values_of(own, tuple(range(len(own))))
    many = len(cells) > len(columns) == len(own)
    return many and (values is None or not _adds_up(values, columns, blank=True))


def _adding(values: Values, columns: Sequence[str]) -> int:
    """How many groups have a total other than 0, which is the sum of their outcomes."""
    by = dict(zip(columns, values, strict=True))
    totals = {key.rpartition(".")[0]: value for key, value in by.items() if key.endswith(".total") and value}
    return sum(
        total == sum((by.get(f"{group}.{outcome}") or Decimal(0) for outcome in OUTCOMES[:-1]), Decimal(0))
        for group, total in totals.items()
    )


def _tell(state: _State, columns: Sequence[str], cells: Sequence[Cell], above: Sequence[Cell]) -> None:
    """Put what is sure of a row of figures among the facts, and the rest among the gaps."""
    row = Row(key="", label="", cells=tuple(cells), line=cells[0].line)
    values = values_of(cells, tuple(range(len(cells)))) if len(cells) == len(columns) else None
    adds_up = values is not None and _adds_up(values, columns)
    lead, trail = edges(cells)
    short = len(cells) - lead - trail < len(columns) and len(cells) < len(columns)
    cut = not adds_up and (state.place.ends_within(cells) or (short and cells[-1].line == state.place.last_line))
    slipped = (
        (state.start > cells[0].at and stripped(row, state.wide, len(columns)))
        or _is_pushed(values, columns)
        or _is_surplus(cells, columns)
        or sum(cell.number is not None for cell in cells) > len(columns)
    )
    if cut or slipped:
        told = [Told(sure=False, cell=None, settled=False)] * len(columns)
    else:
        told = settle({"": row}, len(columns), lambda values: _adds_up(values, columns, blank=True), ())[""]
    beside = above[-1] if above else None
    label = beside.text if beside is not None and not outcomes_in(beside.text) and not cut else ""
    quote = state.place.quote(label, cells[0].line, cells).strip()
    for key, what in zip(columns, told, strict=True):
        sure = what.sure and (adds_up or not is_letter(what.cell))
        _put(state, key, what._replace(sure=sure), label, quote, cells[0].line)


def _put(state: _State, key: str, what: Told, label: str, quote: str, line: int) -> None:
    number = what.cell.number if what.cell else None
    value = number.value if number else None
    if not what.sure or not is_count(number):
        state.unsure[key] = Missing(reason="unsure", metric=key, party=None, line=line, quote=quote)
        return
    group, _, outcome = key.rpartition(".")
    at = what.cell.line if what.cell else line
    row = " ".join(label.split()) or _GROUP_LABEL[group]
    place, column = state.place, _OUTCOME_LABEL[outcome]
    source = place.source(3, place.heading(at), at, row, column, quote, settled=what.settled)
    fact = place.fact(key, value, catalogue()[key].unit, source, number=number, form=place.form)
    state.found.setdefault(key, []).append(fact)


def _take_single(state: _State, above: Sequence[Cell], run: Run) -> None:
    """One figure beside its own label: the table is printed from top to bottom."""
    if not above or state.group is None:
        return
    outcomes = outcomes_in(above[-1].text)
    named = bare(above[-1].text)
    for group in _GROUP_LABEL.values():
        named = named.replace(group, "")
    if len(outcomes) != 1 or len(named) > max(map(len, _OUTCOME_LABEL.values())):
        return
    cell = next(cell for cell in run.cells if cell.number is not None or cell.text)
    sure = cell.number is not None and not state.place.ends_within(run.cells)
    quote = state.place.quote(above[-1].text, above[-1].line, [cell])
    what = Told(sure=sure, cell=cell, settled=False)
    state.singles.append(f"{state.group}.{outcomes[0]}")
    _put(state, f"{state.group}.{outcomes[0]}", what, above[-1].text, quote, cell.line)


def _doubt_singles(state: _State) -> None:
    """Take back figures beside labels of their own of a group of which more is missing than a text that is cut lacks.

    A program that takes the heads off a page in whatever order it comes upon them puts others' figures beside them.
    """
    for group in GROUPS:
        keys = [f"{group}.{outcome}" for outcome in OUTCOMES]
        told = [key in state.found for key in keys]
        gone = [key for key in keys if key in state.singles and key in state.found]
        if gone and told != sorted(told, reverse=True):
            for key in gone:
                source = state.found.pop(key)[0].source
                state.unsure[key] = Missing(
                    reason="unsure", metric=key, party=None, line=source.line, quote=source.quote
                )
