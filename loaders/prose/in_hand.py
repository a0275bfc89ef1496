"""Requests in hand, of which some came in the year before: those received are fewer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from loaders.prose.applicants import RECEIVED
from loaders.prose.sentence import Finding, drop

CARRIED_IN = "requests.carried_in"
IN_HAND = "requests.in_hand"
_NEW = frozenset({"newly", "received", "accepted", "request", "release", "total"})


def in_hand(findings: Sequence[Finding]) -> None:
    """受理12件，其中上年结转2件: the twelve are those in hand, not those received."""
    for index, head in enumerate(findings):
        if RECEIVED not in head.metrics or head.sub or head.party or head.figure is None:
            continue
        place = next((i for i, f in enumerate(findings) if i > index and CARRIED_IN in f.metrics and f.value), None)
        if place is None:
            continue
        carried = findings[place]
        between = (f for f in findings[index + 1 : place] if not f.sub and f.figure is not None)
        if carried.sub and any(f.metrics or "handled" in f.own for f in between):
            # 受理17件；答复16件（含上年结转1件）; 新收1182件，办理1187件（含上年结转57件）
            continue
        others = sum(f.value for f in findings[index + 1 : place] if f.figure is not None)
        accepted = "accepted" in head.own and "newly" not in head.own
        if carried.sub and (place == index + 1 or others + carried.value == head.value):
            head.metrics = (IN_HAND, *(key for key in head.metrics if key != RECEIVED))
        elif accepted and any(IN_HAND in f.metrics and f.value == head.value + carried.value for f in findings):
            # 受理29件，上年结转1件，共办理30件
            continue
        elif accepted and _ended_as(findings, head.value + carried.value):
            # 受理54件，上年结转2件，予以公开45件，…，结转下年1件: the results make up both
            continue
        elif accepted or (carried.sub and others != head.value):
            # 受理12件，上年结转2件: whether the two are among the twelve is not said
            drop(head)
        else:
            continue
        for later in findings[index + 1 :]:
            if later.figure is None and later.at == head.at:
                drop(later)


def _ended_as(findings: Sequence[Finding], total: Decimal) -> bool:
    """Tell whether the results told of, with those carried out, make up so many."""
    ends = [f.value for f in findings if f.metrics and f.metrics[0].startswith(("outcome.", "requests.carried_out"))]
    return len(ends) > 1 and sum(ends) == total


def newly_received(findings: Sequence[Finding]) -> None:
    """受理59件，其中新收47件: the new ones were received, and all together were in hand."""
    for head, part in pairwise(findings):
        within = IN_HAND in head.metrics and part.clause.has("own_time") and bool(part.own & {"received", "accepted"})
        new = part.sub and ("newly" in part.own or within) and part.own <= _NEW and part.unit == head.unit
        if within and new and part.value < head.value and part.figure is not None and not part.clause.has("unknown"):
            # 受理12件，其中本年受理11件，上年结转1件
            part.metrics, part.own = (RECEIVED,), part.own | {"newly"}
        if RECEIVED in head.metrics and not head.party and new and part.value < head.value and part.figure is not None:
            known = not part.clause.has("unknown", "comparison", "other_year", "negation")
            part.metrics, part.sub = ((RECEIVED,), False) if known else ((), True)
            head.metrics = (IN_HAND,) if "accepted" in head.own and known else ()


def taken_up(findings: Sequence[Finding]) -> None:
    """收到57件（含上年结转1件），撤件39件，受理18件: those taken up are some of those in hand."""
    whole = max((finding.value for finding in findings if IN_HAND in finding.metrics), default=None)
    carried = next((finding.value for finding in findings if CARRIED_IN in finding.metrics), None)
    for finding in findings:
        if whole is not None and carried and finding.value + carried == whole:
            # 受理29件，上年结转1件，共办理30件
            continue
        taken = "accepted" in finding.own and not finding.own & {"received", "newly"}
        if whole is not None and RECEIVED in finding.metrics and taken and finding.value < whole:
            drop(finding)


def with_last_years(findings: Sequence[Finding]) -> None:
    """收到57件（含上年…1件）: with some of another year that are not understood, those received are fewer."""
    for head, part in pairwise(findings):
        within = RECEIVED in head.metrics and part.clause.depth > head.clause.depth and part.figure is not None
        # 收到26件（其中1件为2021年底收到、2022年办理）
        among = part.clause.has("sub") and (part.clause.has("other_year") or (part.barred and part.clause.has("year")))
        if within and among and not part.metrics and part.value:
            drop(head)
