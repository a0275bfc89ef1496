"""Everything that should agree: within a report, over a body's years, and between two reports of one year.

What does not agree is said with both figures and where they stand; nothing is repaired. What one report shows is kept
with it when it is indexed (`report_checks`); the rest is made over the store when it is asked for (`across`).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from index.checks import added, form_checks, rules
from index.checks_prose import prose_checks
from index.models import PARTIES, Check, Fact, Statement

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


def report_checks(facts: Iterable[Fact], statements: Sequence[Statement], lines: Sequence[str]) -> tuple[Check, ...]:
    """Every check that one report allows: the form's sums, then what its text states."""
    every = tuple(facts)
    return (*form_checks(every), *prose_checks(every, statements, lines))


def stored_checks(store: Store, report: int) -> tuple[Check, ...]:
    """The same of a report in the index, by its number."""
    return report_checks(store.facts(report=report), store.statements(report=report), store.lines(report))


def metrics() -> tuple[str, ...]:
    """Metrics that are compared over years."""
    keys = [key for rule in rules()["years"] for part in ("now", "before", "also") for key in rule[part]]
    return tuple(dict.fromkeys([*keys, *rules()["magnitude"]["metrics"]]))


def across(store: Store, body: str | None = None, year: int | None = None) -> Iterator[Check]:
    """Checks over a body's years and between reports of one year; of one body, and of one year, or of all."""
    by_body: dict[str, dict[int, dict[str, list[Fact]]]] = {}
    for fact in store.facts(body=body, metrics=metrics()):
        if fact.kind == "table":
            years = by_body.setdefault(fact.body, {})
            years.setdefault(fact.year, {}).setdefault(fact.source.report, []).append(fact)
    for each in by_body.values():
        yield from over_years({number: list(reports.values()) for number, reports in each.items()}, year)
    yield from _twice(store, body, year)


def over_years(reports: Mapping[int, Sequence[Sequence[Fact]]], year: int | None = None) -> Iterator[Check]:
    """Checks of one body: by year, the facts of each of its reports on it. Where two differ, that year is left out."""
    known = {number: cells for number, each in reports.items() if (cells := _agreed(each)) is not None}
    for number in sorted(known):
        if year in (None, number):
            if number - 1 in known:
                for rule in rules()["years"]:
                    yield from _chained(rule, known[number - 1], known[number])
            for key in rules()["magnitude"]["metrics"]:
                yield from _magnitude(key, number, known)


def _agreed(reports: Sequence[Sequence[Fact]]) -> _Year | None:
    cells: dict[tuple[str, str | None], Fact] = {}
    for fact in (fact for facts in reports for fact in facts):
        if fact.metric is not None and cells.setdefault((fact.metric, fact.party), fact).value != fact.value:
            return None
    return cells


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
    here = known[year].get((key, None))
    others = _sure(cells.get((key, None)) for number, cells in known.items() if number != year)
    others = tuple(fact for fact in others if fact.value)
    if here is None or not here.value or len(others) < LEAST_YEARS:
        return
    usual = Decimal(statistics.median(fact.value for fact in others if fact.value is not None))
    low, high = OFF
    if low <= here.value / usual <= high or low <= usual / here.value <= high:
        yield Check(name=MAGNITUDE, party=None, left=here.value, right=usual, left_terms=(here,), right_terms=others)


def _twice(store: Store, body: str | None, year: int | None) -> Iterator[Check]:
    """Figures in which two reports of one body and year differ."""
    named: dict[tuple[str, int], list[int]] = {}
    for report in store.reports(body=body, year=year):
        named.setdefault((report.body, report.year), []).append(report.id)
    for numbers in named.values():
        if len(numbers) > 1:
            first = _cells(store, numbers[0])
            for other in numbers[1:]:
                yield from differing(first, _cells(store, other))


def _cells(store: Store, report: int) -> _Year:
    return {
        (fact.metric, fact.party): fact
        for fact in store.facts(report=report)
        if fact.kind == "table" and fact.metric is not None
    }


def differing(first: _Year, second: _Year) -> Iterator[Check]:
    """Cells that two reports print differently."""
    found = 0
    for key, one in first.items():
        other = second.get(key)
        if len(_sure([one, other])) == 2 and other is not None and one.value != other.value:
            found += 1
            if found > MOST_DIFFERING:
                return
            yield Check(
                name=REPORTS, party=key[1], left=added([one]), right=added([other]), left_terms=(one,),
                right_terms=(other,),
            )  # fmt: skip
