"""What bodies do of other matters too: courses and lawsuits that only may be of disclosure; documents, not requests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loaders.prose.sentence import LAWSUITS, Finding, drop
from loaders.prose.vocabulary import words

_ENDINGS = ("upheld", "overturned", "other", "pending")
_SUITS = frozenset({"litigation", "reconsideration"})
_TOTALS = ("reconsideration.total", "litigation.total")
_OF_OTHER_MATTERS = ("training.courses", "reconsideration.total", "litigation.total")
_OF_DISCLOSURE = frozenset({"disclosure", "litigation", "reconsideration", "respondent", "total"})
_ASKED = frozenset({"request", "release", "answered", "closed"})
_UNASKED = frozenset({"proactive", "info"})
_OPENNESS = frozenset({"proactive", "denied", "denied_old"})
_PAPERS = frozenset({"item", "kind_documents"})
_ASKED_FOR = frozenset({"request", "received", "accepted"})
_KEPT = frozenset({"outcome.denied", "outcome.refused"})
_GAZETTE, _PLACES = frozenset({"via_gazette"}), frozenset({"via_gazette", "via_website"})
_PRESS = ("response.press_conferences",)
_PRINTED = (".published", ".policy_readings")


def too_many(findings: Sequence[Finding]) -> None:
    """行政复议3件、行政诉讼2件，其中维持4件: more than there were is of both."""
    if sum(key in _OF_OTHER_MATTERS for finding in findings for key in finding.metrics) < len(LAWSUITS):
        return
    totals = {key.removesuffix("total"): f.value for f in findings for key in f.metrics if key.endswith(".total")}
    for stem, total in totals.items():
        results = [f for f in findings if any(k.startswith(stem) and k != stem + "total" for k in f.metrics)]
        results = [f for f in results if f.metrics[0].removeprefix(stem) in _ENDINGS]
        if sum(f.value for f in results) > total:
            for finding in results:
                drop(finding)


def of_itself(findings: Sequence[Finding]) -> None:
    """全年公开3600条；本部门公开180条: what is said to be the body's alone is its own, the other of others too."""
    for head, part in pairwise(findings):
        beside = part.itself and not head.itself and not part.sub and part.metrics and part.metrics == head.metrics
        if beside and part.party == head.party and part.unit == head.unit and part.value < head.value:
            drop(head)


def _of_any_matter(findings: Sequence[Finding]) -> None:
    """复议15件、诉讼8件，涉及信息公开的分别为2件和1件; 应诉12件，信息公开案件3件: the first are of any matter."""
    heads: list[Finding] = []
    for finding in findings:
        own = finding.own or finding.clause.features
        suits = own & _SUITS
        if finding.metrics and finding.metrics[0] in _TOTALS and "disclosure" not in finding.own and not finding.sub:
            heads.append(finding)
        elif finding.sub and not finding.clause.has("respectively"):
            continue
        elif "disclosure" in own and not finding.metrics and own <= _OF_DISCLOSURE | {"cases"}:
            alike = [head for head in heads if not suits or suits <= head.own]
            for head in alike:
                drop(head)


def general(findings: Sequence[Finding]) -> None:
    """业务培训9期，其中信息公开专题1期: only the one is of disclosure."""
    _of_any_matter(findings)
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            general = "disclosure" not in finding.own and bool(finding.metrics)
            head = finding if general and finding.metrics[0] in _OF_OTHER_MATTERS else None
        elif finding.clause.has("year", "other_year"):
            # 行政复议案件2件（其中1件为2020年信息公开件）: both may be of disclosure
            continue
        elif head is not None and "disclosure" in finding.own and finding.unit == head.unit:
            plain = not finding.clause.has("unknown", "comparison", "negation")
            # 应诉23件，其中涉及信息公开2件, not 审理30件，其中涉及信息公开2件
            sued = "respondent" in head.own and plain and finding.own <= _OF_DISCLOSURE
            if sued or (head.metrics == ("training.courses",) and (finding.metrics or plain)):
                finding.metrics = head.metrics
            for told in findings:
                # 应诉23件，其中涉及信息公开2件，均胜诉: of which of them is not said
                if told is head or (told.figure is None and told.at == head.at):
                    drop(told)


def others_taught(findings: Sequence[Finding]) -> None:
    """举办培训班12期，培训农民1200人次: who was taught shows that it was of other things."""
    for course, people in pairwise(findings):
        taught = people.own & {"training", "people", "attend"} and people.unit in words().text["people_units"]
        unlike = taught and not people.metrics and people.clause.has("unknown")
        if unlike and course.metrics == ("training.courses",) and not course.about:
            drop(course)


def of_one_subject(findings: Sequence[Finding]) -> None:
    """“防汛”新闻发布会2场、例行新闻发布会4场: beside those on a subject the others are not all."""
    press = [f for f in findings if "press" in f.own and f.figure is not None and not f.sub and not f.barred]
    named = [f for f in press if not f.metrics and f.clause.has("unknown", "quoted", "title") and "attend" not in f.own]
    for finding in press:
        if any(other.unit == finding.unit for other in named):
            drop(finding)


def dismissed(findings: Sequence[Finding]) -> None:
    """裁定驳回起诉: the court did not hear the case, which bodies count as upheld or as another result."""
    for finding in findings:
        if "dismissed" in finding.own:
            drop(finding)


def documents_by_openness(findings: Sequence[Finding]) -> None:
    """印发公文263份，其中主动公开19份、依申请公开44份、不予公开200份: documents, not requests."""
    released = [finding for finding in findings if finding.own == {"release"}]
    sorts = [f for f in findings if f.own & _OPENNESS and f.own - _OPENNESS <= _PAPERS and f.figure is not None]
    if len(sorts) > 1 and not any(finding.own & _ASKED_FOR for finding in findings):
        # 发文96件，其中主动公开文件0件、不公开文件96件、依申请公开0件
        for finding in (*sorts, *released):
            drop(finding)
    unasked = any(f.sub and f.own <= _UNASKED and "proactive" in f.own for f in findings)
    for finding in released if unasked else ():
        # 发布信息30条，其中主动公开30条、依申请公开0条
        if finding.sub and finding.unit in words().text["units_of_items"]:
            drop(finding)
    listed = any(finding.own == {"proactive"} for finding in findings) and all(f.value == 0 for f in released)
    if released and (listed or not all(finding.metrics for finding in released)):
        for finding in findings:
            if finding.metrics and finding.metrics[0] in ("outcome.denied", "outcome.refused"):
                drop(finding)


def undisclosed(findings: Sequence[Finding]) -> None:
    """不予公开信息有10条: what was not published of itself, and no outcome of a request."""
    head: Finding | None = None
    for finding in findings:
        head = finding if not finding.sub else head
        among = head is not None and "info" in head.own and not head.own & _ASKED and not finding.own & _ASKED
        if finding.sub and among and set(finding.metrics) & _KEPT:
            # 公开信息43条，其中…、不予公开0件
            drop(finding)
        items = "info" in finding.own and not finding.own & _ASKED
        if items and finding.unit in words().text["units_of_items"] and set(finding.metrics) & _KEPT:
            drop(finding)


def press_among(findings: Sequence[Finding]) -> None:
    """新闻发布活动19场，其中新闻发布会8场: of these the conferences are all that were held."""
    for head in findings:
        parts = [f for f in findings if f.sub and f.at > head.at and "press" in f.own and "wide" not in f.own]
        parts = [f for f in parts if f.unit == head.unit and not f.barred and not f.clause.has("unknown", "quoted")]
        if "wide" in head.own and head.metrics == _PRESS and not head.sub and parts:
            drop(head)
            for part in parts if len(parts) == 1 else ():
                part.metrics, part.rule, part.sub = _PRESS, head.rule, False


def printed_in_gazette(findings: Sequence[Finding]) -> None:
    """公报编印6期，刊登规范性文件12件: of the gazette, not all that were published."""
    for finding in findings:
        # 在网站和公报公开规章3件、规范性文件12件: all of them
        if finding.context & _PLACES == _GAZETTE and any(key.endswith(_PRINTED) for key in finding.metrics):
            drop(finding)
