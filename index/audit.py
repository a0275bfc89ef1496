"""Everything that should agree: within a report, over a body's years, and between two reports of one year.

A discrepancy is reported with both figures and where they are printed; nothing is repaired. The checks within one
report are made when it is indexed and stored with it (`report_checks`); the others are made from the store on request.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from index.checks import added, form_checks, rules
from index.checks_lists import PARTS
from index.checks_prose import BALANCED, TEXT, TWICE, prose_checks
from index.models import PARTIES, Check, Fact, Statement, StoredReport
from index.precision import slack

if TYPE_CHECKING:
    from index.store import Store

MAGNITUDE, REPORTS = "magnitude", "reports"
"""names of checks"""
OFF = (Decimal(3000), Decimal(30000))
"""times that money is more or less than in other years where 元 and 万元 may be mixed up"""
LEAST_YEARS = 2
"""other years that money is compared with"""
MOST_DIFFERING = 20
"""figures in which two reports of one year differ that are named"""
_COLUMNS: tuple[str | None, ...] = (None, *PARTIES)

_Year = Mapping[tuple[str, str | None], Fact]
"""table facts of one body and year by metric and party"""
Years = Mapping[int, Sequence[Sequence[Fact]]]
"""of one body: by year, the facts of each of its reports on it"""


def kind(check: Check) -> str:
    """What a check compares: sum, text, text_parts, years, magnitude or reports."""
    if check.name in {TEXT, PARTS, MAGNITUDE, REPORTS}:
        return check.name
    if check.name in {TWICE, BALANCED}:
        return TEXT
    return "years" if check.name in {rule["name"] for rule in rules()["years"]} else "sum"


def report_checks(facts: Iterable[Fact], statements: Sequence[Statement], lines: Sequence[str]) -> tuple[Check, ...]:
    """All checks within one report: the form's sums, then what its text states."""
    every = tuple(facts)
    return (*form_checks(every), *prose_checks(every, statements, lines))


def stored_checks(store: Store, report: int) -> tuple[Check, ...]:
    """All checks within the stored report with this id."""
    return report_checks(store.facts(report=report), store.statements(report=report), store.lines(report))


def checks(store: Store, body: str | None = None, year: int | None = None) -> Iterator[Check]:
    """All checks of a body or of all bodies, report by report, for one year or for all."""
    for name in _bodies(store, body):
        yield from _by_report(store, name, year, failing=False)


def findings(store: Store, body: str | None = None, year: int | None = None) -> Iterator[Check]:
    """The checks that fail. Faster than filtering `checks`, since failures within a report are stored in the index."""
    for name in _bodies(store, body):
        yield from _by_report(store, name, year, failing=True)


def across(store: Store, body: str, year: int | None = None) -> tuple[Check, ...]:
    """Checks over a body's years, and between its reports of one year."""
    return _across(store, store.reports(body=body), year)


def _bodies(store: Store, body: str | None) -> Sequence[str]:
    return [each.name for each in store.bodies()] if body is None else [body]


def _by_report(store: Store, body: str, year: int | None, *, failing: bool) -> Iterator[Check]:
    reports = sorted(store.reports(body=body), key=lambda report: (report.year, report.path))
    if failing:
        within = store.warnings(body=body, year=year)
        # Nearly all bodies have nothing that fails: where figures stand is looked up for the others only.
        over = _across(store, reports, year) if _may_fail(store, reports, year) else ()
        found = [check for check in (*within, *over) if not check.holds]
    else:
        found = [each for one in reports if year in (None, one.year) for each in stored_checks(store, one.id)]
        found += _across(store, reports, year)
    place = {report.path: at for at, report in enumerate(reports)}
    yield from sorted(found, key=lambda check: place.get(check.left_terms[0].source.report, -1))


def _may_fail(store: Store, reports: Sequence[StoredReport], year: int | None) -> bool:
    """Whether a check over the years fails, or there are two reports of one year."""
    if len({report.year for report in reports}) < len(reports):
        return True
    return len(reports) > 1 and any(
        not check.holds for check in over_years(_by_year(store.bare_facts(metrics(), reports[0].body)), year)
    )


def _across(store: Store, reports: Sequence[StoredReport], year: int | None) -> tuple[Check, ...]:
    found: list[Check] = []
    facts = store.facts(body=reports[0].body, metrics=metrics()) if len(reports) > 1 else ()
    for same in same_body(reports):
        paths = {report.path for report in same}
        found += over_years(_by_year(fact for fact in facts if fact.source.report in paths), year)
        found += _twice(store, same, year)
    return tuple(found)


def same_body(reports: Sequence[StoredReport]) -> list[list[StoredReport]]:
    """Reports under one name, grouped by the body they are of: several cities have a 鼓楼区人民政府办公室.

    A report whose place is unknown belongs to the only body of that name, or to a body of its own if there are several.
    """
    groups: dict[str | None, list[StoredReport]] = {}
    for report in reports:
        groups.setdefault(report.region, []).append(report)
    unknown = groups.pop(None, [])
    if len(groups) < 2:
        return [list(reports)]
    return [*groups.values(), *([report] for report in unknown)]


def metrics() -> tuple[str, ...]:
    """The metrics that are compared over years."""
    keys = [key for rule in rules()["years"] for part in ("now", "before", "also") for key in rule[part]]
    return tuple(dict.fromkeys([*keys, *rules()["magnitude"]["metrics"]]))


def _by_year(facts: Iterable[Fact]) -> Years:
    found: dict[int, dict[str, list[Fact]]] = {}
    for fact in facts:
        if fact.kind == "table":
            found.setdefault(fact.year, {}).setdefault(fact.source.report, []).append(fact)
    return {year: list(reports.values()) for year, reports in found.items()}


def over_years(reports: Years, year: int | None) -> Iterator[Check]:
    """Checks over the years of one body, for one year or for all.

    A figure that its reports of one year print differently is compared with none.
    """
    known = {number: _agreed(fact for facts in each for fact in facts) for number, each in reports.items()}
    for number in sorted(known):
        if year in (None, number):
            if number - 1 in known:
                for rule in rules()["years"]:
                    yield from _chained(rule, known[number - 1], known[number])
            for key in rules()["magnitude"]["metrics"]:
                yield from _magnitude(key, number, known)


def _agreed(facts: Iterable[Fact]) -> _Year:
    """Cells without those that are there with different figures."""
    cells: dict[tuple[str, str | None], Fact] = {}
    differing: set[tuple[str, str | None]] = set()
    for fact in facts:
        if fact.metric is not None:
            key = (fact.metric, fact.party)
            if cells.setdefault(key, fact).value != fact.value:
                differing.add(key)
    return {key: fact for key, fact in cells.items() if key not in differing}


def _chained(rule: Mapping[str, Any], before: _Year, now: _Year) -> Iterator[Check]:
    """What one year hands on to the next, column by column."""
    for party in _COLUMNS:
        left = [now.get((key, party)) for key in rule["now"]]
        right = [before.get((key, party)) for key in rule["before"]] + [now.get((key, party)) for key in rule["also"]]
        lefts, rights = _sure(left), _sure(right)
        if len(lefts) == len(left) and len(rights) == len(right):
            yield Check(
                name=rule["name"], party=party, left=added(lefts), right=added(rights), left_terms=lefts,
                right_terms=rights,
            )  # fmt: skip


def _sure(facts: Iterable[Fact | None]) -> tuple[Fact, ...]:
    return tuple(
        fact for fact in facts if fact is not None and fact.value is not None and not fact.approximate
        and not fact.source.doubtful
    )  # fmt: skip


def _magnitude(key: str, year: int, known: Mapping[int, _Year]) -> Iterator[Check]:
    """Money that is some ten thousand times that of the body's other years, or a part of it as small."""
    here = _sure([known[year].get((key, None))])
    others = tuple(
        fact for fact in _sure(known[number].get((key, None)) for number in sorted(known) if number != year)
        if fact.value
    )  # fmt: skip
    if not here or not here[0].value or len(others) < LEAST_YEARS:
        return
    low, high = OFF
    far, near = [], 0
    for fact in others:
        times = max(abs(here[0].value / added([fact])), abs(added([fact]) / here[0].value))
        far += [fact] if low <= times <= high else []
        near += times < low
    # of 30万, 28万 and 31亿 the last is off, and not the first two
    if len(far) >= LEAST_YEARS and len(far) > near + 1:
        usual = Decimal(statistics.median(added([fact]) for fact in far))
        yield Check(
            name=MAGNITUDE, party=None, left=here[0].value, right=usual, left_terms=here, right_terms=tuple(far)
        )


def _twice(store: Store, reports: Sequence[StoredReport], year: int | None) -> Iterator[Check]:
    """Figures in which two reports of one year differ."""
    by_year: dict[int, list[int]] = {}
    for report in reports:
        if year in (None, report.year):
            by_year.setdefault(report.year, []).append(report.id)
    for _, (number, *others) in sorted(by_year.items()):
        if others:
            first = store.facts(report=number)
            for other in others:
                yield from differing(first, store.facts(report=other))


def differing(first: Iterable[Fact], second: Iterable[Fact]) -> Iterator[Check]:
    """Cells and figures of the text that two reports print differently, the first MOST_DIFFERING of them."""
    one, two = list(first), list(second)
    found = 0
    for kind in ("table", "prose"):
        mine, theirs = (_agreed(fact for fact in facts if fact.kind == kind) for facts in (one, two))
        for key, fact in mine.items():
            sure = _sure([fact, theirs.get(key)])
            if len(sure) < 2:
                continue
            check = Check(
                name=REPORTS, party=key[1], left=added(sure[:1]), right=added(sure[1:]), left_terms=sure[:1],
                right_terms=sure[1:], slack=slack(sure[:1], sure[1:]),
            )  # fmt: skip
            if not check.holds:
                found += 1
                if found > MOST_DIFFERING:
                    return
                yield check
