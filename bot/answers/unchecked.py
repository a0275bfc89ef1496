"""Rows of a report that stand in no sum and agree with nothing: of these the audit can tell nothing."""

from __future__ import annotations

from collections.abc import Iterable

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked
from bot.models import Answer, Query
from index.audit import across, stored_checks
from index.metrics import catalogue
from index.models import Check, Fact

_MOST = 40
"""rows that are named"""


def unchecked(asked: Asked) -> Answer:
    """Name the rows of one report that no check compares with anything."""
    target = aim(asked)
    if isinstance(target, Answer):
        return target
    tongue, report = asked.tongue, target.report
    facts = [fact for fact in asked.store.facts(report=report.id) if fact.kind == "table" and fact.value is not None]
    over = [one for one in across(asked.store, report.body, report.year) if _has_year(one, report.year)]
    compared = metrics_of((*stored_checks(asked.store, report.id), *over))
    rows = [key for key in dict.fromkeys(fact.metric for fact in facts) if key in catalogue() and key not in compared]
    names = [tongue.name(key) for key in rows if key is not None]
    key = "unchecked_rows" if names else "unchecked_none"
    text = tongue.say(key, body=report.body, year=report.year, count=len(names), rows=tongue.join(names[:_MOST]))
    lines = [text, *wording.note_lines(tongue, target.notes)]
    first = next((fact.source for fact in facts if fact.metric in rows), None)
    return Answer(
        status="explained",
        text="\n".join(lines),
        sources=(first,) if first is not None else (),
        notes=tuple(target.notes),
        query=Query(intent="check", bodies=(report.body,), years=(report.year,)),
    )


def metrics_of(checks: Iterable[Check]) -> frozenset[str | None]:
    """What stands on either side of the checks."""
    return frozenset(fact.metric for one in checks for fact in _terms(one))


def _terms(one: Check) -> tuple[Fact, ...]:
    return (*one.left_terms, *one.right_terms)


def _has_year(one: Check, year: int) -> bool:
    return any(fact.year == year for fact in _terms(one))
