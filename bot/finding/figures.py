"""One figure of one body and year: the table's cell, else a sum of cells, else prose; or why there is none."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.checks import balance, form_checks
from index.metrics import catalogue
from index.models import ORGANISATIONS, Check, Fact, Gap, Source, StoredReport, maker
from index.store import Store

STATISTICS = "2008"
"""the form without applicants"""
RECEIVED, CARRIED_IN, CLOSED = "requests.received", "requests.carried_in", "outcome.total"
BALANCE = (RECEIVED, CARRIED_IN, CLOSED, "requests.carried_out")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure that is in the index, or computed from figures that are."""

    key: str
    party: str | None
    value: Decimal
    unit: str
    terms: tuple[Fact, ...]
    """the one fact, or those it was computed from"""
    calculated: bool
    witnesses: tuple[Fact, ...] = ()
    """other places of the same report that state it"""
    tables: tuple[Fact, ...] = ()
    """cells whose sum states it too"""
    blank: Fact | None = None
    """its own cell, left blank"""

    @property
    def approximate(self) -> bool:
        return any(fact.approximate for fact in self.terms)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(fact.source for fact in (*self.terms, *self.witnesses, *self.tables))


_make_figure = maker(Figure)


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Why there is no figure; `reason` is one of the JSON contract's."""

    key: str
    party: str | None
    reason: str
    line: int | None = None
    quote: str = ""
    section: str = ""
    prose: tuple[Fact, ...] = ()
    """what the text states of the same, where no applicant splits it"""


class Sheet:
    """The facts of one report that matter for a question: the totals, and the applicants asked for.

    Places are read only for facts that may be shown, not for those that they are merely compared with.
    """

    def __init__(self, store: Store, report: StoredReport, *parties: str | None) -> None:
        self.store = store
        self.report = report
        asked = [one for party in parties for one in (ORGANISATIONS if party == "organisations" else (party,))]
        self.parties = dict.fromkeys(("total", None, *asked))
        self._facts: dict[str, list[Fact]] = {}
        self._placed: set[str] = set()
        """metrics whose facts say where they stand"""
        self.beside: tuple[str, ...] = ()
        """metrics that are read along, to be weighed against the one that is told"""
        self._gaps: tuple[Gap, ...] | None = None

    @classmethod
    def several(cls, store: Store, reports: Sequence[StoredReport], fit: tuple[str, str | None]) -> dict[int, Sheet]:
        """Sheets of many reports by report id, with the facts of one metric already read."""
        made = {report.id: cls(store, report, fit[1]) for report in reports}
        if not made:
            return made
        metric = catalogue()[fit[0]]
        others = (*metric.same_as, *((metric.stand_in,) if metric.stand_in else ()))
        keys = list(dict.fromkeys(key for each in (fit[0], *others) for key in family(each)))
        parties = list(next(iter(made.values())).parties)
        of: dict[str, list[Fact]] = {report.path: [] for report in reports}
        for fact in store.facts_of(made, keys, parties):
            of[fact.source.report].append(fact)
        for sheet in made.values():
            sheet.take(keys, of[sheet.report.path], keys)
        return made

    def fetch(self, keys: Iterable[str], weighed: Iterable[str] = ()) -> None:
        """Read the facts of these metrics once; those that are `weighed` without places."""
        placed = [key for key in keys if key not in self._placed]
        bare = [key for key in weighed if key not in self._facts]
        wanted = list(dict.fromkeys([*placed, *bare]))
        if wanted:
            parties = list(self.parties)
            self.take(wanted, self.store.facts_to_weigh(self.report.id, wanted, parties, placed), placed)

    def take(self, keys: Sequence[str], facts: Iterable[Fact], placed: Sequence[str]) -> None:
        """Add facts that were read elsewhere: all there are of these metrics, some with places."""
        self._placed.update(placed)
        for key in keys:
            self._facts[key] = []
        for fact in facts:
            if fact.metric is not None:
                self._facts[fact.metric].append(fact)

    def facts(self, key: str, kind: str, parties: Sequence[str | None]) -> list[Fact]:
        """Facts of a metric that include their places."""
        if key not in self._placed:
            self.fetch([key])
        return [fact for fact in self._facts[key] if fact.kind == kind and fact.party in parties]

    def cells(self, key: str, party: str | None) -> list[Fact]:
        """Cells of a metric that was read, with or without places."""
        return [fact for fact in self._facts[key] if fact.kind == "table" and fact.party == party]

    def known(self) -> tuple[str, ...]:
        """Metrics that were already read."""
        return tuple(self._facts)

    def gaps(self) -> tuple[Gap, ...]:
        if self._gaps is None:
            self._gaps = self.store.gaps(report=self.report.id)
        return self._gaps


@functools.cache
def family(key: str) -> tuple[str, ...]:
    """A metric and all its parts, recursively."""
    return (key, *(one for part in catalogue()[key].parts for one in family(part)))


def figure(sheet: Sheet, key: str, party: str | None) -> Figure | Absent:
    """Look up one metric. A `party` of None asks for the total, or for a figure that is not divided by applicant."""
    its = family(key)
    sheet.fetch(its[:1], weighed=(*its[1:], *(sheet.beside if key in sheet.beside else ())))
    parties = (party,) if party else ("total", None)
    cells = sheet.facts(key, "table", parties)
    filled = [fact for fact in cells if fact.value is not None]
    blank = next((fact for fact in cells if fact.value is None), None)
    prose = [fact for fact in sheet.facts(key, "prose", parties) if fact.value is not None]
    if filled:
        return _figure(key, party, filled[:1], calculated=False, witnesses=prose)
    if blank is None:
        sheet.fetch(its)
        terms = _organisations(sheet, key) if party == "organisations" else _parts(sheet, key, parties)
        if terms:
            return _figure(key, party, terms, calculated=True, witnesses=prose)
    if prose:
        return _figure(key, party, prose[:1], calculated=False, witnesses=prose[1:], blank=blank)
    return _absent(sheet, key, party, blank)


def quick(store: Store, reports: Iterable[int], key: str, party: str | None) -> dict[int, tuple[Decimal, str | None]]:
    """The value and applicant that `figure` finds, by report id, for those that are a cell or a sum of cells."""
    parties = (party,) if party else ("total", None)
    found: dict[int, tuple[Decimal, str | None]] = {}
    without: set[int] = set(reports)
    blank: set[int] = set()
    for number, _, value, of in store.cells(without, [key], parties):
        if value is not None:
            found.setdefault(number, (value, party or of))
        else:
            blank.add(number)
    parts = family(key)[1:]
    without -= found.keys() | blank
    if not parts or not without:
        return found
    cells: dict[int, dict[str | None, Decimal | None]] = {number: {} for number in sorted(without)}
    for number, part, value, _ in store.cells(without, parts, parties):
        cells[number].setdefault(part, value)
    for number, its in cells.items():
        added = _added(its, key)
        if added is not None:
            found[number] = added, party
    return found


def _added(cells: Mapping[str | None, Decimal | None], key: str) -> Decimal | None:
    """What `_parts` gives, added up."""
    values = [cells[part] if part in cells else _added(cells, part) for part in catalogue()[key].parts]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _figure(
    key: str,
    party: str | None,
    terms: Sequence[Fact],
    *,
    calculated: bool,
    witnesses: Sequence[Fact],
    blank: Fact | None = None,
) -> Figure:
    value = sum((fact.value for fact in terms if fact.value is not None), Decimal(0))
    return _make_figure(
        key=key,
        party=party or next((fact.party for fact in terms if not calculated), None),
        value=value,
        unit=catalogue()[key].unit,
        terms=tuple(terms),
        calculated=calculated,
        witnesses=tuple(witnesses),
        blank=blank,
    )


def _organisations(sheet: Sheet, key: str) -> list[Fact]:
    """法人或其他组织: the five columns, only if every one is there."""
    cells = [sheet.facts(key, "table", (party,)) for party in ORGANISATIONS]
    if not all(found and found[0].value is not None for found in cells):
        return []
    return [found[0] for found in cells]


def _parts(sheet: Sheet, key: str, parties: Sequence[str | None]) -> list[Fact]:
    """The cells that add up to a metric, only if every one is there; a part's own total wins over its parts."""
    terms: list[Fact] = []
    for part in catalogue()[key].parts:
        cells = sheet.facts(part, "table", parties)
        found = cells[:1] if cells else _parts(sheet, part, parties)
        if not found or any(fact.value is None for fact in found):
            return []
        terms += found
    return terms


def _absent(sheet: Sheet, key: str, party: str | None, blank: Fact | None) -> Absent:
    """Say which kind of nothing it is."""
    report, metric = sheet.report, catalogue()[key]
    stated = tuple(sheet.facts(key, "prose", (None, "total"))) if party else ()
    if blank is not None:
        return Absent(key=key, party=party, reason="blank", line=blank.source.line, quote=blank.source.quote)
    # The statistics form of 2008 is one table, which has no number.
    table = None if report.form == STATISTICS else metric.table
    if report.form not in metric.forms if report.form else metric.table is None:
        return Absent(key=key, party=party, reason="form", prose=stated)
    if report.form == STATISTICS and party not in (None, "total"):
        return Absent(key=key, party=party, reason="form", prose=stated)
    keys = dict.fromkeys(family(key))
    blanks = [fact for part in keys for fact in sheet.facts(part, "table", (party or "total", None)) if not fact.value]
    for gap in sheet.gaps():
        if gap.table != table:
            continue
        whole = gap.reason == "table" and gap.metric is None
        if whole or (gap.metric in keys and (gap.party is None or party is None or gap.party == party)):
            return Absent(
                key=key,
                party=party,
                reason=gap.reason,
                line=gap.line,
                quote=gap.quote,
                section=_section(report, gap.line),
                prose=stated,
            )
    left_blank = next((fact for fact in blanks if fact.value is None), None)
    if left_blank is not None:
        return Absent(key=key, party=party, reason="blank", line=left_blank.source.line, quote=left_blank.source.quote)
    return Absent(key=key, party=party, reason="row" if report.form else "table", prose=stated)


def _section(report: StoredReport, line: int) -> str:
    """Heading of the section that a line stands in."""
    return next((one.heading for one in report.sections if one.first <= line <= one.last), "")


def check_of(sheet: Sheet, found: Figure) -> Check | None:
    """The sum of the form that includes the figure: the balance of requests, or its own parts."""
    keys = BALANCE if found.key in BALANCE else family(found.key) if found.key in _with_total() else ()
    if not keys or found.calculated or found.terms[0].kind != "table":
        return None
    sheet.fetch((), weighed=keys)
    party = found.terms[0].party
    facts = [fact for key in keys for fact in sheet.cells(key, party)]
    if found.key in BALANCE:
        return balance(facts, party)
    return next((check for check in form_checks(facts) if check.name == found.key and check.party == party), None)


@functools.cache
def _with_total() -> frozenset[str]:
    """Totals of table three that have parts."""
    return frozenset(key for key, metric in catalogue().items() if metric.table == 3 and metric.parts)
