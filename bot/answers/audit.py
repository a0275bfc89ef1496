"""Does what should agree agree: in a report, over the body's years, in every report that is indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot import wording
from bot.asked import Asked
from bot.models import Answer, Checked
from bot.scope import Scope, scope
from index.audit import across, stored_checks
from index.models import Check, StoredReport

MOST_LINES = 12


def check(asked: Asked) -> Answer:
    """Tell whether what should agree does."""
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    reports = [report for spot in found.spots for report in spot.reports]
    if not reports:
        body = found.bodies[0]
        text = wording.missing_year(asked.tongue, body, found.years[0])
        return Answer(question="", status="missing", reason="year", text=text)
    if found.ranged:
        return _many(asked, found, reports)
    made = [one for report in reports for one in checks_of(asked, report)]
    return _told(asked, found, made)


def checks_of(asked: Asked, report: StoredReport) -> list[Check]:
    """Every check within a report and over its body's years, without repetition."""
    store = asked.store
    every = (*stored_checks(store, report.id), *across(store, report.body, report.year))
    wanted = asked.understood.features
    narrowed = [one for one in every if _about(one, wanted)] if wanted else list(every)
    return narrowed or list(every)


def _about(one: Check, features: frozenset[str]) -> bool:
    """结转对得上吗 asks for the checks that the carried ones stand in."""
    keys = {fact.metric for fact in (*one.left_terms, *one.right_terms)}
    return bool(features & {"carried_in", "carried_out"}) and bool(
        keys & {"requests.carried_in", "requests.carried_out"}
    )


def _told(asked: Asked, found: Scope, made: Sequence[Check]) -> Answer:
    tongue, spot = asked.tongue, found.spots[0]
    failed = [one for one in made if not one.holds]
    key = "checked_none" if not made else "checked_some" if failed else "checked_all"
    head = tongue.say(key, body=spot.body.name, year=spot.year, count=len(made), failed=len(failed))
    shown = failed or [one for one in made if one.party in {"total", None}]
    lines = [head, *(wording.check_line(tongue, one) for one in shown[:MOST_LINES])]
    notes = found.notes
    lines += [tongue.say("note", what=note) for note in notes]
    return Answer(question="", status="checked", text="\n".join(lines), checks=results(asked, made), notes=notes)


def results(asked: Asked, made: Sequence[Check]) -> tuple[Checked, ...]:
    """Checks as an answer's results."""
    return tuple(
        Checked(
            check=wording.check_line(asked.tongue, one),
            left=one.left,
            right=one.right,
            holds=one.holds,
            sources=tuple(fact.source for fact in (*one.left_terms, *one.right_terms)),
        )
        for one in made
    )


def _many(asked: Asked, found: Scope, reports: Sequence[StoredReport]) -> Answer:
    """Which reports fail, and in how many checks."""
    tongue = asked.tongue
    every = [(report, checks_of(asked, report)) for report in reports]
    failed = [(report, [one for one in made if not one.holds]) for report, made in every]
    failed = [(report, made) for report, made in failed if made]
    counted = Counter(report.id for report, _ in failed)
    head = tongue.say("checked_reports", reports=len(reports), failed=len(counted))
    lines = [head]
    for report, made in failed[:MOST_LINES]:
        lines.append(tongue.say("checked_report", body=report.body, year=report.year, count=len(made)))
        lines += [wording.check_line(tongue, one) for one in made[:2]]
    notes = found.notes
    lines += [tongue.say("note", what=note) for note in notes]
    made = [one for _, of_report in failed for one in of_report] or [one for _, of_report in every for one in of_report]
    return Answer(question="", status="checked", text="\n".join(lines), checks=results(asked, made), notes=notes)
