"""Findings judged together: a total and its parts, what was carried in, the same metric twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.metrics import catalogue
from index.models import Fact, Statement
from loaders.prose_rules import Finding

RECEIVED = "requests.received"
CARRIED_IN = "requests.carried_in"
IN_HAND = "requests.in_hand"
TOTAL = "disclosed.total"


def _drop(finding: Finding) -> None:
    finding.metrics, finding.party = (), None


def judge(findings: Sequence[Finding]) -> None:
    """Correct the metrics of a sentence's findings by one another; the doubtful become statements."""
    _kinds(findings)
    _in_hand(findings)
    _below_itself(findings)
    _alone(findings)
    _twice(findings)


def _kinds(findings: Sequence[Finding]) -> None:
    """A figure followed by its kinds is the total disclosed, whatever site it names; kinds without total are none."""
    kinds = [index for index, finding in enumerate(findings) if finding.rule is not None and finding.rule.kind]
    if not kinds:
        return
    heads = [f for f in findings[: kinds[0]] if f.metrics and f.metrics[0].startswith(("channel.", TOTAL))]
    below = len(kinds) > 1 or findings[kinds[0]].sub
    if len(heads) == 1 and below:
        heads[0].metrics = (TOTAL,)
    elif len(heads) > 1 or (not heads and len(kinds) < 2):
        for index in kinds:
            _drop(findings[index])


def _in_hand(findings: Sequence[Finding]) -> None:
    """受理12件，其中上年结转2件: the twelve are those in hand, not those received."""
    for index, head in enumerate(findings):
        if RECEIVED not in head.metrics or head.sub or head.party or head.figure is None:
            continue
        carried = [f for f in findings[index + 1 :] if CARRIED_IN in f.metrics and f.value]
        if not carried:
            continue
        accepted = head.rule is not None and any("accepted" in need for need in head.rule.needs)
        if carried[0].sub:
            head.metrics = (IN_HAND, *(key for key in head.metrics if key != RECEIVED))
        elif accepted:
            # 受理12件，上年结转2件: whether the two are among the twelve is not said
            _drop(head)
        for later in findings[index + 1 :]:
            if later.figure is None and later.at == head.at:
                _drop(later)


def _below_itself(findings: Sequence[Finding]) -> None:
    """A part cannot be the same metric as the figure it is part of."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding
        elif head is not None and finding.party is None and finding.metrics and set(finding.metrics) & set(head.metrics):
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
            for finding in several:
                if len(tops) != 1 or finding is not tops[0]:
                    _drop(finding)


def settled(facts: Sequence[Fact], keys_by_event: tuple[str, ...] = ("training.", "response.", "channel.", "normative_documents.")) -> list[Fact]:
    """Leave out figures of one metric that differ between sentences of a report.

    受理 that counts those carried in is in hand when the sum shows it; single events are no total of the year.
    """
    by_key: dict[tuple[str | None, str | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.metric, fact.party].append(fact)
    return [fact for several in by_key.values() for fact in several if len({f.value for f in several}) == 1]


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
