"""Whether figures agree that should: within a report, over a body's years, or in all indexed reports."""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import wording
from bot.answers import claims
from bot.answers.unchecked import unchecked
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.scope import Scope, Spot, scope
from bot.languages import matches
from bot.meaning.understood import Understood
from bot.models import Answer, Checked, Query
from index.audit import across, stored_checks
from index.audit import metrics as over_the_years
from index.checks_prose import TEXT
from index.metrics import catalogue
from index.models import Check, Fact, StoredReport

MOST_LINES = 12
_CARRIED = frozenset({"carried_in", "carried_out", "request", "total"})
_OF_ALL = frozenset({"balance", "carried_over"})
"""checks that are made for each kind of applicant too"""
_DEALT_WITH = frozenset({"answered", "closed", "request", "total"})
_ANY_CHECK = frozenset({"total", "on_request"})
"""features that narrow no check"""


def check(asked: Asked) -> Answer:
    """Answer whether what should agree does."""
    if "uncheckable" in asked.understood.ops:
        return unchecked(asked)
    if "results" in asked.understood.ops and asked.understood.features - _DEALT_WITH:
        # 复议各项结果之和跟办结数一样吗: of two things
        return not_understood(asked, asked.understood.operators, "not_together")
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    reports = [report for spot in found.spots for report in spot.reports]
    if not reports:
        body = found.bodies[0]
        text = wording.missing_year(asked.tongue, body, found.years[0])
        return Answer(status="missing", reason="year", text=text)
    if found.ranged:
        return _many(asked, found, reports)
    made: list[Check] = []
    for report in reports:
        made += [one for one in checks_of(asked, report) if one not in made]
    if not made and matches("same_figure", asked.text):
        # 2019年和2020年复议一样多吗: no sum of the form, but two figures side by side
        return claims.same(asked)
    gone = [spot for spot in found.spots if not spot.reports]
    if gone and not made:
        # 2021年的上年结转跟2020年报告对得上吗, where there is no report of 2020
        text = wording.missing_year(asked.tongue, gone[0].body, gone[0].year)
        return Answer(status="missing", reason="year", text=text)
    sides = {value for one in made for value in (one.left, one.right)}
    if any(one.value not in sides for one in asked.understood.claimed):
        # 结转31件 of a report that says another figure: no check is made of that
        return not_understood(asked, asked.understood.content, "not_together")
    return _told(asked, found, _of_all(asked, made))


def _of_all(asked: Asked, made: Sequence[Check]) -> list[Check]:
    """Received + carried in = closed + carried over, with no applicant named: of all, and of those where it fails."""
    told = asked.understood
    if told.parties or told.each or told.sections or {one.name for one in made} - _OF_ALL or len(made) < 2:
        return list(made)
    return [one for one in made if one.party == "total" or not one.holds] or list(made)


def checks_of(asked: Asked, report: StoredReport) -> list[Check]:
    """The checks asked for, within a report and over its body's years; all of them if none was named."""
    store, told = asked.store, asked.understood
    over = across(store, report.body, None if _is_narrowed(told) else report.year)
    every = (*stored_checks(store, report.id), *(one for one in over if report.year in _years_of(one)))
    years = frozenset(told.years) if len(told.years) > 1 else frozenset()
    between = [one for one in every if _is_between(one, years)]
    if years and told.features - _ANY_CHECK and not told.checks:
        # 2023年转出的和2024年转入的一样吗: nothing within one year
        between = [one for one in between if len(_years_of(one)) > 1]
    named = _of_the_row([one for one in between if _is_named(one, told)], told)
    # 复议、诉讼表的总计: of each of several things that are named
    return named or ([one for one in between if _is_of_any(one, told)] if len(told.measures) > 1 else [])


def _of_the_row(made: Sequence[Check], told: Understood) -> list[Check]:
    """申请数正文和表一致吗: of text against table, where the row that is named has such a check, that one alone."""
    keys = {key for measure in told.measures for key, _ in measure.fits}
    of_row = [one for one in made if one.name == TEXT and one.left_terms[0].metric in keys]
    return [one for one in made if one.name != TEXT or not of_row or one in of_row]


def _is_of_any(one: Check, told: Understood) -> bool:
    """The total of one of several things that are named."""
    keys = {key for measure in told.measures for key, _ in measure.fits}
    wholes = {fact.metric for fact in one.left_terms} | {fact.metric for fact in one.right_terms}
    return one.name.endswith(".total") and bool(keys & wholes)


def _is_narrowed(told: Understood) -> bool:
    return bool(told.checks or told.features or told.parties or told.sections)


def _years_of(one: Check) -> frozenset[int]:
    return frozenset(fact.year for fact in (*one.left_terms, *one.right_terms))


def _is_between(one: Check, years: frozenset[int]) -> bool:
    """2019年的结转和2020年的对得上吗 asks for nothing over other years."""
    over = _years_of(one)
    return len(over) < 2 or not years or over <= years


def _is_named(one: Check, told: Understood) -> bool:
    """结转对得上吗 asks for the checks that the carried ones stand in, 总计对不对 for those of totals."""
    keys = told.checks or _of_features(told)
    named = [named_checks()[_of_row(key) if told.features else key] for key in keys]
    if named and not any(one.name in each["names"] or one.name.endswith(each["ends"]) for each in named):
        return False
    terms = (*one.left_terms, *one.right_terms)
    if told.sections and not _stands_in(terms, told.sections):
        return False
    if told.parties and one.party not in told.parties:
        return False
    of_terms = [metric for fact in terms if (metric := catalogue().get(fact.metric or "")) is not None]
    said: frozenset[str] = frozenset().union(*(metric.needs | metric.may for metric in of_terms))
    return any(one <= said | _ANY_CHECK for one in _readings(told))


def _readings(told: Understood) -> set[frozenset[str]]:
    """结转: what is passed on, or what was; both are looked at."""
    return {frozenset(each for each in sense if ":" not in each) for sense in told.senses} or {told.features}


def _of_row(key: str) -> str:
    """Which checks are called so where a metric is named too."""
    return f"{key}_of" if f"{key}_of" in named_checks() else key


def _stands_in(terms: Sequence[Fact], sections: frozenset[str]) -> bool:
    """第三部分的表平吗: a table is named by the part of the form that it stands in."""
    tables = {str((metric.table or 0) + 1) for fact in terms if (metric := catalogue().get(fact.metric or ""))}
    return bool(tables & sections)


def _of_features(told: Understood) -> frozenset[str]:
    """结转对得上吗 names the checks of what is carried; with two years, only the one between them."""
    if "results" in told.ops:
        # 各类答复加起来等于总计吗
        return frozenset({"results"})
    if "party" in told.each and told.features:
        # 予以公开各类申请人相加等于总计吗: of the row over all applicants
        return frozenset({"rows"})
    if not told.features or not told.features <= _CARRIED or (told.each and told.features <= _ANY_CHECK):
        return frozenset()
    return frozenset({"between" if len(told.years) > 1 else "carried"})


@functools.cache
def named_checks() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The names by which a question may refer to checks: key → names of checks, and endings of such names."""
    data = tomllib.loads(Path(__file__).with_name("named_checks.toml").read_text(encoding="utf-8"))
    return {key: {"names": tuple(entry["names"]), "ends": tuple(entry.get("ends", ()))} for key, entry in data.items()}


def _told(asked: Asked, found: Scope, made: Sequence[Check]) -> Answer:
    tongue, spot = asked.tongue, found.spots[0]
    failed = [one for one in made if not one.holds]
    alone = _alone(asked, spot) if not made else []
    none = "checked_none_row" if alone else "checked_none_named" if _is_narrowed(asked.understood) else "checked_none"
    key = none if not made else "checked_some" if failed else "checked_all"
    rows = tongue.join(list(map(tongue.name, alone)))
    head = tongue.say(key, body=spot.body.name, year=spot.year, count=len(made), failed=len(failed), metric=rows)
    shown = failed or [one for one in made if one.party in {"total", None}] or made
    lines = [head, *(wording.check_line(tongue, one) for one in shown[:MOST_LINES])]
    lines += [tongue.say("checks_more", count=len(shown) - MOST_LINES)] if len(shown) > MOST_LINES else []
    notes = found.notes
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="checked",
        text="\n".join(lines),
        checks=results(asked, made),
        notes=notes,
        query=Query(
            intent="check",
            bodies=tuple(body.name for body in found.bodies),
            years=found.years,
            words=tuple(sorted(asked.understood.checks)),
        ),
    )


def _alone(asked: Asked, spot: Spot) -> list[str]:
    """The rows that were named and filled, and stand in no sum and over no years: decisions, items, procurement."""
    told = asked.understood
    named = dict.fromkeys(key for measure in told.measures for key, _ in measure.fits) or dict.fromkeys(told.near)
    rows = [catalogue()[key] for key in named]
    if told.checks or not all(one.table == 1 and not one.parts and one.key not in over_the_years() for one in rows):
        return []
    facts = [fact for report in spot.reports for fact in asked.store.facts(report=report.id)]
    filled = {fact.metric for fact in facts if fact.kind == "table" and fact.value is not None}
    return [key for key in named if key in filled]


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
    lines += [tongue.say("reports_more", count=len(failed) - MOST_LINES)] if len(failed) > MOST_LINES else []
    notes = found.notes
    lines += wording.note_lines(tongue, notes)
    made = [one for _, of_report in failed for one in of_report] or [one for _, of_report in every for one in of_report]
    return Answer(status="checked", text="\n".join(lines), checks=results(asked, made), notes=notes)
