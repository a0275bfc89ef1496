"""Findings judged together: a total and its parts, what was carried in, the same metric twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from index.numbers import RATIO_UNITS
from loaders.prose.applicants import RECEIVED, RESULTS, kinds_of_request
from loaders.prose.in_hand import CARRIED_IN, IN_HAND, in_hand, newly_received, taken_up, with_last_years
from loaders.prose.kinds import (
    among_columns,
    among_others,
    below_channels,
    beside_an_account,
    disclosed_unasked,
    forms_of_reading,
    issues,
    kinds_of_disclosure,
    newly_disclosed,
    on_request,
    one_of_sorts,
    readings_on_a_site,
    whole_of_channels,
)
from loaders.prose.matters import (
    dismissed,
    documents_by_openness,
    general,
    of_itself,
    of_one_subject,
    others_taught,
    press_among,
    printed_in_gazette,
    too_many,
    undisclosed,
)
from loaders.prose.sentence import Finding, drop
from loaders.prose.sums import summed

OUTCOMES = "outcome.total"
_WEBSITE = "channel.website"
_SHORT = 2
_SHORTLY = frozenset({"disclose", "proactive", "agreed", "disagreed", "part_only"})
_ASKED = frozenset({"received", "request", "release"})
_WAYS = frozenset({"in_person", "fax", "online", "letter"})
_REASONS = ("outcome.denied.", "outcome.refused.")
_REFUSED = frozenset({"denied", "denied_old", "answered"})
_MAIN = frozenset(
    f"outcome.{name}"
    for name in (
        *("granted", "partly_granted", "denied", "refused", "unavailable", "rejected", "other_handling"),
        *("already_public", "not_this_body", "does_not_exist", "asked_to_correct", "handled_elsewhere"),
        *("unavailable.not_held", "unavailable.must_be_created", "rejected.petition", "rejected.repeated"),
    )
)
"""outcomes that stand side by side"""
_OTHER_HANDLING = "outcome.other_handling"
_NOT_HANDLED = frozenset({f"{_OTHER_HANDLING}.no_correction", f"{_OTHER_HANDLING}.unpaid_fee"})
_ANY_SUM = frozenset({"total", "request", "release", "handled", "newly", "received", "carried_in"})


def _sums(findings: Sequence[Finding]) -> None:
    """新收7件，上年结转1件，共8件: the eight are in hand; 复议3件，诉讼2件，总计5件 is of neither."""
    for index, finding in enumerate(findings):
        before = findings[:index]
        if finding.figure is None or not finding.own <= _ANY_SUM or not _is_sum(finding):
            continue
        if _is_shared_out(finding, findings[index + 1 : index + 3]) or finding.metrics:
            continue
        if _is_whole(finding, before):
            continue
        new = [f.value for f in before if RECEIVED in f.metrics and f.party is None]
        old = [f.value for f in before if CARRIED_IN in f.metrics]
        totals = [f.value for f in before if f.metrics and f.metrics[0].endswith(".total")]
        if len(new) == len(old) == 1 and old[0] and finding.value == new[0] + old[0]:
            finding.metrics, finding.party = (IN_HAND,), None
        elif len(totals) > 1 and finding.value == sum(totals):
            drop(finding)
        elif _adds_up(finding, before):
            finding.metrics = (OUTCOMES,)
        else:
            _one_sort(finding, before)


def _beside_others(findings: Sequence[Finding]) -> None:
    """办理转办申请6件，直接受理17件: without a sum the latter are not all that came."""
    for finding in findings:
        open_ = [f for f in findings if f.figure is not None and f.unit == finding.unit and not (f.metrics or f.sub)]
        if finding.narrowed and RECEIVED in finding.metrics and open_:
            drop(finding)


def _one_sort(finding: Finding, before: Sequence[Finding]) -> None:
    """例行发布会10场、专题发布会6场，共16场: the sum of two of one metric is all there were."""
    parts = [part for part in before[-2:] if part.metrics and not part.party and part.unit == finding.unit]
    alike = len(parts) > 1 and parts[0].metrics == parts[1].metrics
    if alike and finding.value == sum(part.value for part in parts):
        finding.metrics, finding.rule = parts[0].metrics, parts[0].rule
        for part in parts:
            drop(part)


def _adds_up(finding: Finding, before: Sequence[Finding]) -> bool:
    """予以公开21件，…，其他处理2件，共计78件: the sum of the results."""
    results = [f.value for f in before if set(f.metrics) & _MAIN and f.clause.depth == finding.clause.depth]
    return len(results) > 2 and finding.value == sum(results)


def _is_whole(finding: Finding, before: Sequence[Finding]) -> bool:
    """收到转来申请3件、直接收到申请5件，合计8件: the sum is what was received, not its parts.

    网上申请14件、邮寄8件、当面2件，合计24件: the ways in stay.
    """
    if not finding.barred and _are_shares(finding, before):
        finding.metrics = (RECEIVED,)
        return True
    parts = [part for part in before[-3:] if "received" in part.own and part.unit == finding.unit and not part.party]
    if len(parts) == 1 and parts[0].narrowed:
        # 县政府办转来申请6件
        parts = [part for part in before[-2:] if part.own & _ASKED and part.unit == finding.unit and not part.party]
    if len(parts) < 2 or finding.value != sum(part.value for part in parts):
        return False
    if any(CARRIED_IN in part.metrics for part in parts):
        return False
    for part in parts:
        drop(part)
    finding.metrics = (RECEIVED,)
    return True


def _are_shares(finding: Finding, before: Sequence[Finding]) -> bool:
    """Tell a sum of applicants or of ways in."""
    shares = [part for part in before if part.own & _WAYS or any(feature.startswith("party_") for feature in part.own)]
    alone = len(shares) == 1 and "request" in finding.context
    if (
        not (alone or len(shares) > 1)
        or len(shares) != len(before)
        or any(part.clause.has("unknown") for part in shares)
    ):
        return False
    return finding.value == sum(part.value for part in shares)


def _is_shared_out(finding: Finding, parts: Sequence[Finding]) -> bool:
    """处理申请22件（其中新收21件、结转1件）: the sum shows that the head is of those in hand."""
    kinds = [set(part.metrics) & {RECEIVED, CARRIED_IN} or part.own == {"carried"} for part in parts]
    if len(kinds) != 2 or not all(kinds) or any(part.party for part in parts) or not finding.own & _ASKED:
        return False
    if {RECEIVED} == set().union(*(part.metrics for part in parts)) and not any("carried" in p.own for p in parts):
        return False
    if finding.value != sum(part.value for part in parts):
        return False
    finding.metrics, finding.party = (IN_HAND,), None
    for part in parts:
        if part.own == {"carried"}:
            part.metrics = (CARRIED_IN,)
    return True


def _is_sum(finding: Finding) -> bool:
    """Tell 共8件, 本年合计8件: nothing but the word for a sum and the time stands with the figure."""
    known = ("number", "own_time", "year", "join", "own", *(() if finding.barred else ("region", "cumulative")))
    words = [t for t in finding.clause.tokens if t.role not in known and not t.features]
    return all(token.role == "filler" and token.end - token.start <= _SHORT for token in words)


def judge(findings: Sequence[Finding]) -> None:
    """Correct the metrics of a sentence's findings by one another; the doubtful become statements."""
    of_itself(findings)
    _sums(findings)
    _beside_others(findings)
    summed(findings)
    newly_disclosed(findings)
    disclosed_unasked(findings)
    kinds_of_disclosure(findings)
    whole_of_channels(findings)
    below_channels(findings)
    beside_an_account(findings)
    among_columns(findings)
    on_request(findings)
    among_others(findings)
    forms_of_reading(findings)
    issues(findings)
    one_of_sorts(findings)
    readings_on_a_site(findings)
    press_among(findings)
    in_hand(findings)
    newly_received(findings)
    taken_up(findings)
    with_last_years(findings)
    _below_itself(findings)
    _shared_out(findings)
    documents_by_openness(findings)
    undisclosed(findings)
    general(findings)
    too_many(findings)
    of_one_subject(findings)
    kinds_of_request(findings)
    _alone(findings)
    _sorts_of_request(findings)
    _twice(findings)
    dismissed(findings)
    printed_in_gazette(findings)
    others_taught(findings)


def _documents(finding: Finding) -> str:
    """Give the sort of document counted: 公开规章13件（含新制定5件） tells of those published, not of all issued."""
    kind = finding.metrics[0].partition(".")[0] if finding.metrics else ""
    return kind if kind in ("regulations", "normative_documents") else ""


def _are_some_documents(part: Finding, head: Finding) -> bool:
    """Tell documents among others of their sort; not 现行有效45件，其中当年制发5件, which are all of the year."""
    deed = part.clause.has("own_time", "year") or "repeal" in part.own
    stock = head.metrics[:1] and head.metrics[0].endswith(".in_force") and deed
    return _documents(part) == _documents(head) != "" and not stock


def _decides(finding: Finding) -> bool:
    return (
        bool(finding.metrics) and finding.metrics[0].endswith(".decisions") and not finding.own & {"decide", "decision"}
    )


def _below_itself(findings: Sequence[Finding]) -> None:
    """A part cannot be the same metric as the figure it is part of."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding
        elif (head is not None and head.metrics and head.metrics[0].startswith("disclosed.") and _decides(finding)) or (
            head is not None
            and finding.party is None
            and (set(finding.metrics) & set(head.metrics) or _are_some_documents(finding, head))
        ):
            drop(finding)


def _shared_out(findings: Sequence[Finding]) -> None:
    """其中我局答复10件，会同区住建局答复2件: what the body did alone is a part of what was answered."""
    theirs = {(f.own, f.unit, f.clause.depth) for f in findings if f.sub and f.unclear}
    for finding in findings:
        # 部门动态41条，人事动态4条: two kinds
        kind = finding.rule is not None and finding.rule.kind
        if finding.sub and not kind and (finding.own, finding.unit, finding.clause.depth) in theirs:
            drop(finding)


def _alone(findings: Sequence[Finding]) -> None:
    """公开3件 is an outcome only in a list of outcomes, 其他2件 only right after another of them."""
    outcomes = {key for finding in findings for key in finding.metrics if key.startswith("outcome.")}
    last: Finding | None = None
    for finding in findings:
        if finding.rule is not None and finding.rule.siblings:
            follows = last is not None and last.clause.depth == finding.clause.depth and set(last.metrics) & _MAIN
            if last is not None and set(last.metrics) & _NOT_HANDLED:
                finding.metrics = (f"{_OTHER_HANDLING}.other",)
            elif len(outcomes) < 2 or not (follows or finding.own & _SHORTLY):
                drop(finding)
        last = last if finding.unit in RATIO_UNITS else finding


def _sorts_of_request(findings: Sequence[Finding]) -> None:
    """收到5件，其中1件为重复申请: what was asked for is not how it ended."""
    ends = {key for finding in findings for key in finding.metrics if key.startswith(RESULTS)}
    for finding in findings:
        kind = finding.metrics[0] if finding.metrics else ""
        alone = "rejected" not in finding.own and ends == {kind} and finding.value
        if finding.sub and kind.startswith("outcome.rejected.") and alone:
            drop(finding)
        elif kind.startswith(_REASONS) and "request" in finding.own and not finding.own & _REFUSED:
            # 1件申请涉及商业秘密, 经征求意见后予以公开
            drop(finding)


def _tops(several: Sequence[Finding], key: str) -> Sequence[Finding]:
    """Give those of several figures of one metric that may be the whole of which the others are parts."""
    tops = [finding for finding in several if not finding.sub]
    if not tops:
        # 工作动态292条（省局197条、市县95条）
        depth = min(finding.clause.depth for finding in several)
        tops = [finding for finding in several if finding.clause.depth == depth]
    if key == _WEBSITE:
        # 网站公开990条，信息公开目录公开69条
        tops = [finding for finding in tops if "column" not in finding.own] or tops
    if key == RECEIVED:
        # 收到58件，受理55件
        tops = [finding for finding in tops if "received" in finding.own] or tops
    # 没有收到投诉, … 未发生举报: zero stays zero
    return tops if any(finding.value for finding in several) else tops[:1]


def _twice(findings: Sequence[Finding]) -> None:
    """Two figures of one metric in one sentence are parts of it (一审3件, 二审1件): neither is its total."""
    same: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        for key in finding.metrics:
            same[key, finding.party].append(finding)
    for (key, _), told in same.items():
        # 政府网站公开27条，…，图书馆网站发布8条: a doubtful figure is no rival
        several = [finding for finding in told if not finding.unclear] or told
        for finding in told if len(several) < len(told) else ():
            if finding.unclear:
                drop(finding)
        if len(several) > 1:
            tops = _tops(several, key)
            for finding in several:
                if len(tops) != 1 or finding is not tops[0]:
                    drop(finding)
