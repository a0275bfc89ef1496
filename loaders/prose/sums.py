"""What a sum shows: of which the parts are, and what the whole is, where each says too little alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from loaders.prose.sentence import TOTAL, Finding, drop
from loaders.prose.vocabulary import words

_RECEIVED = "requests.received"
_LITIGATION = "litigation.total"
_TRACKS = {"litigation.direct.total", "litigation.after_reconsideration.total"}
_REASONS = "outcome.refused."
_OTHER_LEGAL = "outcome.refused.other_legal"
_OTHER_MEDIA = "channel.other_media"
_CHANNEL, _DISCLOSED = "channel.", "disclosed."
_WEBSITE = ("channel.website",)
_MEDIA = {
    "via_website": "channel.website",
    "via_gazette": "channel.gazette",
    "via_microblog": "channel.microblog",
    "via_wechat": "channel.wechat",
    "via_social": "channel.social_media",
    "via_other": _OTHER_MEDIA,
}
_SITES = words().sites
_SOCIAL = frozenset({"via_social"})
_SOCIAL_MEDIA = _SOCIAL | {"via_wechat", "via_microblog"}
_GUIDE, _KIND = "disclosed.guide", "kind_guide"
_SHORT = 2
"""characters of 指南"""
_SUM = frozenset({"total"})
_REST = frozenset({"kind_other"})
_OTHER = frozenset({"other_result"})
_PUBLISHED = frozenset({"publish", "disclose", "proactive", "info", "newly", "total"})
_VERBS = frozenset({"publish", "disclose", "proactive"})
_ASKED = frozenset({"received", "request"})
_RENEWED = frozenset({"publish"})
_UNKNOWN = ("unknown", "comparison", "other_year", "negation", "scope", "region")


def summed(findings: Sequence[Finding]) -> None:
    """Give metrics to figures of a sentence that its other figures bear out."""
    _told_of_the_head(findings)
    _with_the_others(findings)
    _rest_of_channels(findings)
    _rest_of_reasons(findings)
    _all_tracks(findings)
    _all_received(findings)
    _each_medium(findings)
    _all_disclosed(findings)
    _guides(findings)
    _directories(findings)
    _asked(findings)
    _of_one_more(findings)


def _of_one_more(findings: Sequence[Finding]) -> None:
    """信息发布量1887条，省网站发布514条，总计2401条: one site is a part beside another that is not named."""
    told = [finding for finding in findings if finding.figure is not None]
    for first, second, both in zip(told, told[1:], told[2:], strict=False):
        adds = both.own <= _SUM and both.unit == first.unit == second.unit and both.value == first.value + second.value
        elsewhere = [part for part in (first, second) if part.of_others and "via_website" in part.own]
        sited = [part for part in (first, second) if part.metrics == _WEBSITE] or elsewhere
        if adds and len(sited) == 1 and not (first.own & _SITES and second.own & _SITES):
            drop(sited[0])
            other = second if sited[0] is first else first
            if other.metrics == (TOTAL,) and not both.barred:
                both.metrics = (TOTAL,)
                drop(other)


def _asked(findings: Sequence[Finding]) -> None:
    """申请4件，其中自然人3件，企业1件: applicants, or ways in, that make up the figure show that it is of the year."""
    head = findings[0] if findings else None
    if head is None or head.own != {"request"} or head.sub or head.barred or not _is_open(head):
        return
    parts = [f for f in findings if f.party or any(key.startswith(f"{_RECEIVED}.") for key in f.metrics)]
    below = [part for part in parts if part.sub]
    # 申请26件中，属自然人申请的24件，属企业申请的2件
    parts = below or (parts if len(parts) == len(findings) - 1 else [])
    if parts and sum(part.value for part in parts) == head.value:
        head.metrics = (_RECEIVED,)


def _is_open(finding: Finding) -> bool:
    return not finding.metrics and finding.figure is not None and not finding.clause.has(*_UNKNOWN)


def _told_of_the_head(findings: Sequence[Finding]) -> None:
    """2021年公开287条，2020年为251条；其中网站201条，微信86条: the parts are of the figure that they make up."""
    head = findings[0] if findings else None
    parts = [finding for finding in findings if finding.sub and finding.might is not None]
    if head is None or not head.metrics or head.sub or len(parts) < 2:
        return
    rest = [finding for finding in findings if finding.sub and finding.might is None and finding.unit == head.unit]
    if rest or sum(part.value for part in parts) != head.value:
        return
    for part in parts:
        if part.might is not None:
            part.metrics, part.party, part.rule = part.might.metrics, part.might.party, part.might


def _with_the_others(findings: Sequence[Finding]) -> None:
    """区政府规范性文件4件、区府办规范性文件7件，共11件: where the sum is told, the first is a part of it."""
    for own, other, whole in zip(findings, findings[1:], findings[2:], strict=False):
        doubtful = not other.metrics and (other.unclear or other.of_others) and bool(other.own) and other.own <= own.own
        summed = own.value + other.value == whole.value and own.unit == other.unit == whole.unit
        if (
            own.metrics
            and doubtful
            and summed
            and whole.own <= _SUM
            and _is_open(whole)
            and whole.barred <= other.barred
        ):
            whole.metrics, whole.rule = own.metrics, own.rule
            drop(own)


def _rest_of_channels(findings: Sequence[Finding]) -> None:
    """网站1189条，公报4条，微信112条，其他35条: the others are other media."""
    told = 0
    for last, finding in pairwise(findings):
        told = told + 1 if last.metrics and last.metrics[0].startswith(_CHANNEL) else 0
        alike = last.unit == finding.unit and last.clause.depth == finding.clause.depth
        if told > 1 and alike and finding.own == _REST and _is_open(finding):
            finding.metrics = (_OTHER_MEDIA,)


def _rest_of_reasons(findings: Sequence[Finding]) -> None:
    """个人隐私4件，商业秘密1件，其他情形1件: other reasons for refusing."""
    for last, finding in pairwise(findings):
        of_a_reason = bool(last.metrics) and last.metrics[0].startswith(_REASONS)
        alike = last.unit == finding.unit and last.clause.depth == finding.clause.depth
        if of_a_reason and alike and finding.own == _OTHER and _is_open(finding):
            finding.metrics = (_OTHER_LEGAL,)


def _all_tracks(findings: Sequence[Finding]) -> None:
    """直接起诉8件、复议后起诉11件，合计19件: of both tracks."""
    for place, finding in enumerate(findings):
        tracks = findings[max(0, place - 2) : place]
        if finding.own == _SUM and {key for each in tracks for key in each.metrics} == _TRACKS:
            total = finding.value == sum(each.value for each in tracks)
            finding.metrics = (_LITIGATION,) if total else ()


def _all_received(findings: Sequence[Finding]) -> None:
    """收到的申请数量创历史新高，共计366件: the sum is the first figure."""
    head = findings[0] if findings else None
    if head is not None and head.own == _SUM and not head.barred and _is_open(head) and head.context >= _ASKED:
        head.metrics = (_RECEIVED,)


def _all_disclosed(findings: Sequence[Finding]) -> None:
    """主动公开811条，其中网站720条，微博91条; 网站337条，微信124条，合计461条: the sum is what was disclosed."""
    parts = [
        f for f in findings if f.metrics and f.metrics[0].startswith((_CHANNEL, _DISCLOSED)) and TOTAL not in f.metrics
    ]
    head = next((finding for finding in findings if TOTAL in finding.metrics), None)
    if head is not None and head.rule is not None and head.rule.with_kinds and len(parts) > 1:
        # 发布信息1230条，其中网站842条，微信388条
        head.rule = None if head.value == sum(part.value for part in parts if part.sub) else head.rule
    if len(parts) < 2 or head is not None or len({part.metrics[0].partition(".")[0] for part in parts}) > 1:
        return
    whole = sum((part.value for part in parts), Decimal(0))
    ends = (findings[0], findings[-1]) if findings[-1].own == _SUM else findings[:1]
    for finding in ends:
        known = finding.own and finding.own <= _PUBLISHED
        if known and _is_open(finding) and not finding.barred and finding.value == whole:
            finding.metrics = (TOTAL,)
            break


def _each_medium(findings: Sequence[Finding]) -> None:
    """在网站、“青禾通”等推送773条，其中网站公开10条、微信宣传763条: media that make up a figure show what all are.

    信息公开平台公开677条，其中网站387条、微信290条: with other media below it a platform is no website.
    """
    head = findings[0] if findings else None
    if head is None or head.sub or head.barred or not head.own & _VERBS or not any(f.sub for f in findings[1:2]):
        return
    parts = _media_below(head, findings[1:])
    sites = [part.own & _SITES for part in parts]
    if len(parts) < 2 or not all(len(site) == 1 for site in sites) or len(set(sites)) < len(sites):
        return
    if head.own & _SITES == _SOCIAL and set().union(*sites) <= _SOCIAL_MEDIA:
        # “双微”平台发布2128条，其中微信752条、微博1376条
        return
    alike = all(part.unit == head.unit and not part.barred for part in parts)
    if not alike or sum(part.value for part in parts) != head.value:
        if head.metrics == _WEBSITE and all(part.sub for part in parts):
            drop(head)
        return
    head.metrics = (TOTAL,)
    for part, (site,) in zip(parts, sites, strict=True):
        part.metrics, part.rule, part.sub, part.unclear = (_MEDIA[site],), None, True, False


def _media_below(head: Finding, findings: Sequence[Finding]) -> list[Finding]:
    """Give the parts of a figure up to the next sentence or medium that is counted apart.

    网站611条，新媒体236条（其中微博112条、微信124条）: these are not of the website; nor are 94条 in
    网站455条（概况类94条、动态361条），头条号128条 of all that was published.
    """
    told = takewhile(lambda finding: finding.sub or finding.own & _SITES, findings)
    below = [part for part in told if part.unit == head.unit]
    return [part for part in below if part.clause.depth == below[0].clause.depth]


def _directories(findings: Sequence[Finding]) -> None:
    """概况类信息更新9条、政务动态信息更新322条、信息公开目录信息更新10条: the last is no channel either."""
    for last, finding in pairwise(findings):
        kind = any(feature.startswith("kind_") for feature in last.own)
        channel = finding.metrics == _WEBSITE
        if kind and channel and last.sub and finding.sub and last.own & finding.own >= _RENEWED:
            drop(finding)


def _guides(findings: Sequence[Finding]) -> None:
    """指南类6条 may be guides to services, of which a body has several; the guide to disclosure is one."""
    for finding in findings:
        short = any(_KIND in token.features and token.end - token.start <= _SHORT for token in finding.clause.tokens)
        if _GUIDE in finding.metrics and finding.value > 1 and short:
            drop(finding)
