"""Findings judged together: a total and its parts, what was carried in, the same metric twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.metrics import catalogue
from index.models import Fact
from loaders.prose_sentence import Finding

RECEIVED = "requests.received"
CARRIED_IN = "requests.carried_in"
IN_HAND = "requests.in_hand"
TOTAL = "disclosed.total"
TOTALS = frozenset({RECEIVED, "requests.closed", "requests.answered", "reconsideration.total", "litigation.total"})
"""said outright they are of the whole year"""
VERBS = frozenset({"publish", "disclose", "proactive", "held", "respond", "issue"})


def _drop(finding: Finding) -> None:
    finding.metrics, finding.party = (), None


def judge(findings: Sequence[Finding]) -> None:
    """Correct the metrics of a sentence's findings by one another; the doubtful become statements."""
    _proactive(findings)
    _kinds(findings)
    _in_hand(findings)
    _below_itself(findings)
    _kinds_of_request(findings)
    _alone(findings)
    _twice(findings)


def _proactive(findings: Sequence[Finding]) -> None:
    """公开30条，其中主动公开26条，依申请公开4条: what was disclosed unasked is the total, not all that was."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding if TOTAL in finding.metrics and "proactive" not in finding.own else None
        elif head is not None and finding.unit == head.unit and finding.own & {"proactive", "release"}:
            alone = finding.own == {"proactive"} and not finding.clause.has("unknown", "comparison", "other_year")
            if alone and finding.figure is not None:
                finding.metrics, finding.rule, finding.sub = (TOTAL,), head.rule or finding.rule, False
            _drop(head)


def _kinds(findings: Sequence[Finding]) -> None:
    """A figure followed by its kinds is the total disclosed, whatever site it names; kinds without total are none."""
    kinds = [index for index, finding in enumerate(findings) if finding.rule is not None and finding.rule.kind]
    first = kinds[0] if kinds else 0
    heads = [f for f in findings[:first] if f.metrics and f.metrics[0].startswith(("channel.", TOTAL))]
    below = len(kinds) > 1 or (bool(kinds) and findings[first].sub)
    if len(heads) == 1 and below:
        heads[0].metrics = (TOTAL,)
        # 信息公开目录3条 or 政策解读4条 among the kinds is no channel and no reading
        for finding in findings[first:]:
            other = bool(finding.metrics) and finding.metrics[0].startswith(("channel.", "response."))
            if finding.sub and other and not finding.own & VERBS:
                _drop(finding)
    elif kinds and (heads or len(kinds) < 2):
        for index in kinds:
            _drop(findings[index])
    for finding in findings:
        if finding.rule is not None and finding.rule.with_kinds and not (len(heads) == 1 and below):
            _drop(finding)


def _in_hand(findings: Sequence[Finding]) -> None:
    """受理12件，其中上年结转2件: the twelve are those in hand, not those received."""
    for index, head in enumerate(findings):
        if RECEIVED not in head.metrics or head.sub or head.party or head.figure is None:
            continue
        place = next((i for i, f in enumerate(findings) if i > index and CARRIED_IN in f.metrics and f.value), None)
        if place is None:
            continue
        carried = findings[place]
        others = sum(f.value for f in findings[index + 1 : place] if f.figure is not None)
        accepted = head.rule is not None and any("accepted" in need for need in head.rule.needs)
        if carried.sub and (place == index + 1 or others + carried.value == head.value):
            head.metrics = (IN_HAND, *(key for key in head.metrics if key != RECEIVED))
        elif accepted or (carried.sub and others != head.value):
            # 受理12件，上年结转2件: whether the two are among the twelve is not said
            _drop(head)
        else:
            continue
        for later in findings[index + 1 :]:
            if later.figure is None and later.at == head.at:
                _drop(later)


def _documents(finding: Finding) -> str:
    """Give the sort of document counted: 公开规章13件（含新制定5件） tells of those published, not of all issued."""
    kind = finding.metrics[0].partition(".")[0] if finding.metrics else ""
    return kind if kind in ("regulations", "normative_documents") else ""


def _kinds_of_request(findings: Sequence[Finding]) -> None:
    """Applicants and ways in (自然人8件, 网络申请5件) are of the requests received only below that figure."""
    head: Finding | None = None
    for finding in findings:
        of_request = finding.party is not None or any(key.startswith(RECEIVED + ".") for key in finding.metrics)
        if not of_request:
            head = finding if finding.metrics or not finding.sub else head
        elif (head is None and finding.party) or (head is not None and RECEIVED not in head.metrics):
            _drop(finding)


def _below_itself(findings: Sequence[Finding]) -> None:
    """A part cannot be the same metric as the figure it is part of."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding
        elif (
            head is not None
            and finding.party is None
            and (set(finding.metrics) & set(head.metrics) or _documents(finding) == _documents(head) != "")
        ):
            _drop(finding)


def _alone(findings: Sequence[Finding]) -> None:
    """公开3件 is an outcome only in a list of outcomes."""
    outcomes = {key for finding in findings for key in finding.metrics if key.startswith("outcome.")}
    for finding in findings:
        if finding.rule is not None and finding.rule.siblings and len(outcomes) < 2:
            _drop(finding)


def _twice(findings: Sequence[Finding]) -> None:
    """Two figures of one metric in one sentence are parts of it (一审3件, 二审1件): neither is its total."""
    same: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        for key in finding.metrics:
            same[key, finding.party].append(finding)
    for several in same.values():
        if len(several) > 1:
            tops = [finding for finding in several if not finding.sub]
            if not any(finding.value for finding in several):
                # 没有收到投诉, … 未发生举报: zero stays zero
                tops = tops[:1]
            for finding in several:
                if len(tops) != 1 or finding is not tops[0]:
                    _drop(finding)


def settled(facts: Sequence[Fact], below: frozenset[int], rivals: frozenset[str]) -> list[Fact]:
    """Leave out figures of one metric that differ between sentences of a report.

    `below` holds the places of facts that stand below another figure. 受理 that counts those carried in is in hand
    when the sum shows it; of an exact and a rounded figure the exact one stays; two totals of the year that are said
    outright both stay: the report contradicts itself. Anything else (two courses in two months) is no total, nor is
    a metric among `rivals`, of which another figure may be one of several.
    """
    by_key: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        by_key[fact.metric, fact.party].append(place)
    carried = {facts[place].value for place in by_key[CARRIED_IN, None]}
    kept: dict[int, Fact] = {}
    for (key, _), places in by_key.items():
        if key in rivals:
            continue
        values = {facts[place].value for place in places}
        exact = {facts[place].value for place in places if not facts[place].approximate}
        if key == RECEIVED and len(values) == 2 and max(values) - min(values) in carried:  # type: ignore[type-var,operator]
            for place in places:
                fact = facts[place]
                kept[place] = fact if fact.value == min(values) else replace(fact, metric=IN_HAND)  # type: ignore[type-var]
        elif len(values) == 1 or (key in TOTALS and not below & set(places)):
            kept |= {place: facts[place] for place in places}
        elif len(exact) == 1:
            kept |= {place: facts[place] for place in places if not facts[place].approximate}
    return [kept[place] for place in sorted(kept)]


def told_by_tables(facts: Sequence[Fact], tables: Sequence[Fact]) -> tuple[Fact, ...]:
    """受理 in prose is in hand where the tables show that it counts what was carried in (3607 = 3511 + 96)."""
    cells = {fact.metric: fact.value for fact in tables if fact.kind == "table" and fact.party in (None, "total")}
    received, carried = cells.get(RECEIVED), cells.get(CARRIED_IN)
    if not received or not carried:
        return tuple(facts)
    return tuple(
        replace(fact, metric=IN_HAND, unit=catalogue()[IN_HAND].unit)
        if fact.metric == RECEIVED and fact.party is None and fact.value == received + carried
        else fact
        for fact in facts
    )
