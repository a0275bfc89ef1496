"""Who asked, and how: figures of applicants and ways in are of the requests received only where that is told."""

from __future__ import annotations

from collections.abc import Sequence

from index.numbers import RATIO_UNITS
from loaders.prose.sentence import Finding, drop

RECEIVED = "requests.received"
RESULTS = ("outcome.", "requests.closed", "requests.answered", "requests.carried_out")
_ELSE = frozenset({"kind_other"})
_ASKED = frozenset({"request", "release"})
_TAKEN_IN = frozenset({"received", "accepted"})
_LIST = 2
"""so many applicants in a row are a list"""


def kinds_of_request(findings: Sequence[Finding]) -> None:
    """Applicants and ways in (自然人8件, 网络申请5件) are of the requests received only below that figure."""
    _whoever_asked(findings)
    _whoever_else_asked(findings)
    _handled(findings)
    head: Finding | None = None
    alone = False
    ways = [finding for finding in findings if _is_way_in(finding)]
    for finding in findings:
        whole = "received" in finding.own or (finding.clause.has("all") and "request" in finding.own)
        alone = alone or (head is None and finding.party is not None and whole)
        if not finding.party and not _is_way_in(finding):
            compared = not finding.metrics and (not finding.own or finding.clause.has("comparison", "other_year"))
            head = finding if finding.metrics or not (finding.sub or compared) else head
        elif finding.of_applicants and finding.party and not _tells_of_results(head):
            continue
        elif head is not None:
            if RECEIVED not in head.metrics:
                drop(finding)
        elif (finding.party and not alone) or (not finding.party and len(ways) == 1 and not finding.sub):
            drop(finding)


def _whoever_asked(findings: Sequence[Finding]) -> None:
    """收到公民申请2件: where one sort of applicant alone is named, those are all requests."""
    named = [f for f in findings if any(feature.startswith("party_") for feature in f.own)]
    if any("request" in f.own and not f.metrics and f.figure and not f.sub for f in findings[1:]):
        # 受理个人申请18件，单位申请5件
        return
    if len(named) == 1 and named[0] is findings[0] and named[0].own & _TAKEN_IN and not named[0].sub:
        named[0].party = None


def _whoever_else_asked(findings: Sequence[Finding]) -> None:
    """自然人29件、企业3件、其他2件: behind applicants the others are applicants, too."""
    listed = [f for f in findings if f.unit not in RATIO_UNITS and (f.party or f.own == _ELSE)]
    for place, finding in enumerate(listed):
        before = listed[max(0, place - _LIST) : place]
        applicants = len(before) == _LIST and all(f.party and RECEIVED in f.metrics for f in before)
        alike = applicants and finding.unit == before[1].unit and finding.sub == before[1].sub
        if finding.own == _ELSE and alike and not finding.barred and not finding.clause.has("unknown", "comparison"):
            finding.metrics, finding.party, finding.rule = (RECEIVED,), "other", None


def _handled(findings: Sequence[Finding]) -> None:
    """办理依申请公开6件，其中网络申请5件，信函申请1件: what came in by all ways named were all that came."""
    head, ways = (findings[0], [f for f in findings[1:] if _is_way_in(f)]) if findings else (None, [])
    if head is None or head.metrics or head.barred or not head.own & _ASKED or not head.own <= _ASKED | {"handled"}:
        return
    if len(ways) >= _LIST and all(f.sub for f in ways) and sum(f.value for f in ways) == head.value:
        head.metrics = (RECEIVED,)


def _is_way_in(finding: Finding) -> bool:
    return any(key.startswith(RECEIVED + ".") for key in finding.metrics)


def _tells_of_results(finding: Finding | None) -> bool:
    return finding is not None and any(key.startswith(RESULTS) for key in finding.metrics)
