"""What was disclosed and where: a total with its kinds, a list of channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from index.numbers import RATIO_UNITS
from loaders.prose.sentence import TOTAL, Finding, drop
from loaders.prose.vocabulary import Token, words

_VERBS = frozenset({"publish", "disclose", "proactive", "held", "respond", "issue"})
_DRAWN_UP = frozenset({"issue", "info"})
"""制作政府信息614条，其中主动公开29条"""
_UNASKED = frozenset({"proactive", "release"})
_UNASKED_INFO = frozenset({"proactive", "info"})
_NAMED = frozenset({"kind_other"})
_WEBSITE = ("channel.website",)
_ONE_SITE = frozenset({"via_website"})
_MANY = frozenset({"via_many", "via_etc"})
_OTHER_MEDIA = ("channel.other_media",)
_ACCOUNTS = frozenset({"via_wechat", "via_microblog"})
_OTHER = "disclosed.other"
_BARE = frozenset({"item"})
_SITES = words().sites
_BESIDE = _NAMED | _SITES
_NO_KIND = _SITES | {"publish", "held", "issue", "forwarded", "release", "newly"}
_TOLD = frozenset({"info", "proactive", "disclose"})
_READING = frozenset({"reading", "read"})
_HELD = ("response.press", "response.interviews", "channel.")
_IN_ISSUES = frozenset({"publish", "info", "item", "total"})
_ONLY_YEAR = frozenset({"sub", "year", "own_time", "number", "filler"})
_MEASURES = RATIO_UNITS | frozenset(words().text["measures"])
_DISCLOSURE = frozenset({"disclosure"})
_FEW = 2
"""so many kinds make a list"""


def disclosed_unasked(findings: Sequence[Finding]) -> None:
    """公开30条，其中主动公开26条，依申请公开4条: what was disclosed unasked is the total, not all that was."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            whole = TOTAL in finding.metrics and "proactive" not in finding.own
            head = finding if whole or finding.own == _DRAWN_UP else None
        elif head is None or finding.clause.has("via_open"):
            # 其中通过政务公开平台主动公开23条
            continue
        elif finding.unit == head.unit and finding.own & _UNASKED and not finding.own & _BESIDE:
            alone = finding.own == {"proactive"} and not finding.clause.has("unknown", "comparison", "other_year")
            if alone and finding.figure is not None:
                finding.metrics, finding.rule, finding.sub = (TOTAL,), head.rule or finding.rule, False
            drop(head)


def newly_disclosed(findings: Sequence[Finding]) -> None:
    """累计公开275条，其中本年度新增公开32条, 累计发布3800条，其中2021年发布610条: the year's are the new ones."""
    for head, part in pairwise(finding for finding in findings if finding.unit not in RATIO_UNITS):
        if head.might is not None and not head.metrics and _is_the_years(head, part):
            # 近三年收到901件，其中2021年288件
            part.metrics, part.rule, part.sub = head.might.metrics, head.might, False
            continue
        within = head.clause.has("cumulative") and head.metrics and part.sub and part.unit == head.unit
        if within and part.clause.has("year", "own_time", "other_year") and part.own and not part.own - head.own:
            if not part.barred:
                part.metrics, part.rule, part.sub = head.metrics, head.rule, False
            drop(head)
            continue
        dated = part.clause.has("own_time", "year", "other_year") and not part.clause.has("cumulative")
        alike = head.metrics == part.metrics if part.metrics else part.barred and part.own and part.own <= head.own
        if head.clause.has("cumulative") and head.metrics and alike and dated and part.value < head.value:
            # 累计公开3021条（2008年以来），今年公开386条
            drop(head)
            continue
        told = head.clause.has("cumulative") and TOTAL in head.metrics and part.sub and part.unit == head.unit
        if told and "newly" in part.own and part.own & _TOLD:
            drop(head)
            if not part.clause.has("unknown", "comparison", "other_year"):
                part.metrics, part.rule, part.sub = (TOTAL,), head.rule or part.rule, False


def _is_the_years(head: Finding, part: Finding) -> bool:
    """Tell 其中2021年288件 below a figure of several years: nothing but the year reported on stands with it."""
    plain = part.sub and part.clause.roles <= _ONLY_YEAR and part.clause.has("year", "own_time")
    return plain and part.figure is not None and not part.barred and part.unit == head.unit and part.value < head.value


def kinds_of_disclosure(findings: Sequence[Finding]) -> None:
    """A figure followed by its kinds is the total disclosed, whatever site it names; kinds without total are none."""
    _kinds_of_kinds(findings)
    _kinds_on_a_site(findings)
    _beside_its_like(findings)
    kinds = [index for index, finding in enumerate(findings) if finding.rule is not None and finding.rule.kind]
    first = kinds[0] if kinds else 0
    heads = _heads(findings, first)
    below = len(kinds) > 1 or (bool(kinds) and findings[first].sub)
    if len(heads) == 1 and below:
        if not _are_named(findings, heads[0], [findings[index] for index in kinds]):
            for index in kinds:
                drop(findings[index])
            if _has_kinds_of_its_own(findings):
                heads[0].metrics = (TOTAL,)
            return
        heads[0].metrics = (TOTAL,)
        # 信息公开目录3条 among the kinds is no channel; 网站516条，微信626条 among them are two
        media = [f for f in findings[first:] if f.sub and f.own & _ACCOUNTS and f.metrics]
        for finding in findings[first:] if not media else ():
            other = bool(finding.metrics) and finding.metrics[0].startswith("channel.")
            # 县政府网站发布8条，其中…信息公开目录发布4条: a part of that site
            part = finding.metrics == _WEBSITE and "via_website" in heads[0].own
            if finding.sub and other and (part or not finding.own & _VERBS) and not finding.own & _ACCOUNTS:
                drop(finding)
    elif not kinds and _has_kinds_of_its_own(findings):
        findings[0].metrics = (TOTAL,)
    elif kinds and (heads or len(kinds) < 2):
        _without_total([findings[index] for index in kinds], listed=not heads and len(findings) >= _FEW)
    for finding in findings:
        if finding.rule is not None and finding.rule.with_kinds and not (len(heads) == 1 and below):
            drop(finding)


def _beside_its_like(findings: Sequence[Finding]) -> None:
    """发布区政府文件21条，区政府办文件46条: documents of which others are told beside them are not all."""
    others = any("kind_documents" in f.own and f.unclear and not f.metrics for f in findings)
    for finding in findings if others else ():
        if finding.own == _BARE and finding.rule is not None and finding.rule.kind:
            _leave(finding)


def _without_total(kinds: Sequence[Finding], *, listed: bool) -> None:
    """Leave kinds that are told without the figure they are kinds of, unless they are all there were."""
    for kind in kinds:
        if not _is_outright(kind) and not (listed and _is_of_the_year(kind)):
            drop(kind)


def _is_outright(kind: Finding) -> bool:
    """全年共主动公开部门文件84条: all of a kind that was disclosed unasked, whatever else was."""
    told = "proactive" in kind.own and not kind.sub and not kind.own & _SITES
    dated = kind.clause.has("year", "own_time", "cumulative")
    return told and dated and not kind.clause.has("unknown", "quoted", "title")


def _is_of_the_year(kind: Finding) -> bool:
    """2021年主动公开政府信息的主要类别：领导信息12条，工作动态150条: kinds of all of it, though it is not told."""
    return kind.sub and kind.context >= _UNASKED_INFO and kind.context.isdisjoint(_SITES)


def _kinds_of_kinds(findings: Sequence[Finding]) -> None:
    """政策法规类31条，规划类4条，其中计划2条、其他2条: what stands below one kind is none of the total."""
    kinds = [finding for finding in findings if _is_named_kind(finding)]
    tops = [kind for kind in kinds if not kind.sub and kind.unit == kinds[0].unit]
    for kind in kinds if len(tops) >= _FEW else ():
        if kind.sub and kind.at > tops[0].at:
            _leave(kind)
    told: set[tuple[str, ...]] = set()
    begun = nested = of_kind = False
    for last, finding in pairwise((findings[0], *findings)):
        # 其中机构类20条，内有机构职能4条、机构概况1条；工作类11条
        opens = begun and finding.clause.has("sub")
        of_kind = _is_named_kind(last) if opens else of_kind
        nested = (nested and finding.clause.mark != ";") or opens
        begun = begun or finding.sub
        if nested and finding in kinds and finding.metrics in told:
            _leave(finding)
        elif nested and of_kind and finding.metrics == (_OTHER,) and not finding.clause.has("sub"):
            # 政策法规类31条，…；规划类4条，其中年度计划2条，其他2条: of the plans
            _leave(finding)
        told.add(finding.metrics)


def _is_named_kind(finding: Finding) -> bool:
    """Tell a figure of a kind of information, and of nothing else."""
    return bool(finding.own) and all(feature.startswith("kind_") for feature in finding.own)


def _kinds_on_a_site(findings: Sequence[Finding]) -> None:
    """公开308条，其中网站发布预算信息1条，决算信息2条: kinds that one medium published are none of the total."""
    there = False
    for finding in findings:
        kind = any(feature.startswith("kind_") for feature in finding.own)
        if finding.own & _SITES or finding.clause.mark == ";":
            there = kind and finding.sub and bool(finding.own & _SITES)
        elif there and kind and not finding.own & _VERBS:
            _leave(finding)


def _leave(kind: Finding) -> None:
    drop(kind)
    kind.rule = None


def _heads(findings: Sequence[Finding], first: int) -> list[Finding]:
    """Give what was disclosed or published before the first of the kinds.

    公开311条（其中网站6条、微信305条），其中工作动态86条: the kinds are of the total.
    """
    heads = [f for f in findings[:first] if f.metrics and f.metrics[0].startswith(("channel.", TOTAL))]
    # 网站转载信息881条，发布概况类信息227条: beside what others published
    heads = [head for head in heads if "forwarded" not in head.own]
    # …，信息公开专栏702条: a column among the parts
    # 网站420条（概况类20条，动态400条），微信280条: these are of the site
    inside = findings[first - 1] if first and findings[first].clause.depth > findings[first - 1].clause.depth else None
    heads = [head for head in heads if head is heads[0] or not head.sub or head.own & _VERBS or head is inside]
    nested = all(head.clause.depth > findings[first].clause.depth for head in heads[1:])
    return heads[:1] if nested and heads and heads[0].metrics == (TOTAL,) else heads


def below_channels(findings: Sequence[Finding]) -> None:
    """微信发布信息1492条，其中公开政务信息400条: a part of what one medium published is not all that was disclosed."""
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding
        elif head is not None and TOTAL in finding.metrics and head.own & _SITES and TOTAL not in head.metrics:
            drop(finding)


def whole_of_channels(findings: Sequence[Finding]) -> None:
    """各类媒体发布673条，其中网站549条、微信124条: what all channels named make up is all that was published."""
    head, below = findings[0], findings[1:]
    told = {key for f in below for key in f.metrics if f.sub and key.startswith("channel.")}
    if head.metrics == _OTHER_MEDIA and head.own & _VERBS and not head.sub and len(told) > 1 and _makes_up(head, below):
        head.metrics = (TOTAL,)


def beside_an_account(findings: Sequence[Finding]) -> None:
    """通过网站等平台公开228条、微信公众号162条: the first is told of the other media, and is not all."""
    for head, account in pairwise(findings):
        listed = account.clause.mark == "、" and not account.sub and bool(account.own) and account.own <= _ACCOUNTS
        if head.metrics == (TOTAL,) and listed and account.metrics and head.own & _MANY:
            head.metrics = _WEBSITE if head.own & _SITES == _ONE_SITE else ()


def among_columns(findings: Sequence[Finding]) -> None:
    """“要闻报道”发布1595篇，信息公开专栏发布1159条: one column of a site among others."""
    items = words().text["units_of_items"]
    columns = [f for f in findings if not f.metrics and f.clause.has("quoted") and f.unit in items]
    for finding in findings if columns else ():
        if finding.metrics == _WEBSITE and "column" in finding.own:
            drop(finding)


def on_request(findings: Sequence[Finding]) -> None:
    """收到申请3件，公开信息8条: what was given to those who asked is not what was disclosed unasked."""
    asked = False
    for finding in findings:
        if asked and TOTAL in finding.metrics and not finding.own & {"proactive", "via_many", "via_etc"}:
            drop(finding)
        asked = asked or any(key.startswith(("requests.", "outcome.")) for key in finding.metrics)


def _has_kinds_of_its_own(findings: Sequence[Finding]) -> bool:
    """网站公开330条，其中工程招投标74条、保障房61条、其他195条: kinds that no form has and that make it up."""
    below = list(takewhile(lambda finding: finding.sub, findings[1:]))
    listed = list(takewhile(lambda finding: finding.clause.mark != ";", below))
    told = below if len(below) == len(findings) - 1 else []
    return findings[0].metrics == _WEBSITE and any(_are_unnamed_kinds(findings[0], parts) for parts in (told, listed))


def _are_unnamed_kinds(head: Finding, below: Sequence[Finding]) -> bool:
    """Tell parts without a metric, an account or a verb that make up the figure above; 政务公开10条 is one of them."""
    below = [f for f in below if f.unit not in RATIO_UNITS]
    plain = all(not f.metrics or (f.metrics == (TOTAL,) and f.own <= _DISCLOSURE | _TOLD) for f in below)
    if not plain or any(f.own & _NO_KIND or f.clause.has("comparison", "other_year") for f in below):
        return False
    return _makes_up(head, below)


def _are_named(findings: Sequence[Finding], head: Finding, kinds: Sequence[Finding]) -> bool:
    """Tell kinds as the form of these reports has them from a few of a body's own.

    重大项目类88条、其他284条: 其他 is what is neither of these. One known kind among unknown ones counts only where
    all of them make up the total or more.
    """
    named = [finding for finding in kinds if _OTHER not in finding.metrics]
    below = findings[next(at for at, finding in enumerate(findings) if finding is head) + 1 :]
    counted = [f for f in below if f.unit == head.unit and not f.clause.has("comparison", "other_year")]
    others = [finding for finding in counted if not finding.metrics]
    # 动态1201条、…征集16期、其他1141条
    whole = sum(f.value for f in counted) >= head.value or _makes_up(head, below)
    # 动态384条、信息公开目录190条: two kinds, though the form has no row for the other
    known = [f for f in counted if _is_named_kind(f)]
    alone = not others or whole or len(known) == len(counted) > 1
    # less than half of all is told: of those that are not, some may be of a known kind
    listed = len(counted) > _FEW and head.value <= 2 * sum(f.value for f in counted) <= 2 * head.value
    if named and listed and not alone:
        # 部门文件53条，强农惠农信息30条，精准扶贫13条: the one known is a kind, 其他 among such is of what is not told
        for finding in kinds:
            if _OTHER in finding.metrics:
                drop(finding)
    if head.metrics == (TOTAL,) and head.clause.features.isdisjoint(_SITES):
        return bool(named)
    return len(named) > 1 or (bool(named) and (alone or listed))


def _makes_up(head: Finding, below: Sequence[Finding]) -> bool:
    """Tell parts of whatever units that make up the figure above them."""
    parts = [f.value for f in below if f.sub and f.unit not in _MEASURES and f.figure is not None]
    return len(parts) >= _FEW and sum(parts) == head.value


def forms_of_reading(findings: Sequence[Finding]) -> None:
    """解读89篇次（网站71篇次、新闻发布会5次）: where and how it was explained, and nothing else."""
    readings = [f for f in findings if f.own & _READING and f.figure is not None and not f.sub and not f.barred]
    if len([f for f in readings if "forwarded" not in f.own]) > _FEW:
        # 文字解读材料24件、图文解读22件、媒体解读22件
        for finding in readings:
            drop(finding)
    head: Finding | None = None
    for finding in findings:
        if not finding.sub:
            head = finding
        elif head is not None and _READING & head.own and finding.metrics and finding.metrics[0].startswith(_HELD):
            drop(finding)


def readings_on_a_site(findings: Sequence[Finding]) -> None:
    """公开744条，其中网站140条，具体为：…、政策解读类信息3条: a kind of what the one medium published."""
    within = False
    for last, finding in pairwise(findings):
        begins = finding.clause.has("sub") or finding.clause.mark == ":"
        if last.sub and last.metrics and last.metrics[0].startswith("channel.") and begins:
            within = True
        elif finding.clause.mark == ";" or finding.own & _SITES:
            within = False
        if within and finding.own & _READING and not finding.own & _VERBS:
            drop(finding)


def one_of_sorts(findings: Sequence[Finding]) -> None:
    """网站发布政务类信息34条，概况类信息150条: the first is one kind of several, too."""
    for head, part in pairwise(findings):
        if "sort" in head.own and _is_named_kind(part) and not part.sub and part.unit == head.unit:
            drop(head)


def issues(findings: Sequence[Finding]) -> None:
    """微信公众号发布44期、刊发稿件116篇: of issues and what they hold, the latter is what was published."""
    units, items = words().text["units_of_issues"], words().text["units_of_items"]
    for head, part in pairwise(findings):
        told = bool(head.metrics) and head.metrics[0].startswith("channel.") and head.unit in units
        held = bool(part.own) and part.own <= _IN_ISSUES and part.unit in items and not part.barred
        if told and held and not part.clause.has("unknown", "comparison", "other_year"):
            part.metrics = head.metrics
            drop(head)


def among_others(findings: Sequence[Finding]) -> None:
    """网站290条，公告栏40条，新闻媒体18条: beside a way that is not known the other media are not all of them."""
    for last, finding in pairwise(findings):
        one_list = last.unit == finding.unit and last.sub == finding.sub and finding.figure is not None
        if one_list and last.metrics == () and last.clause.has("unknown") and finding.metrics == _OTHER_MEDIA:
            drop(finding)
        elif one_list and last.metrics == _OTHER_MEDIA and finding.clause.has("unknown") and _is_no_total(finding):
            drop(last)


def _is_no_total(finding: Finding) -> bool:
    """国家级媒体64条，县融媒号等县级平台191条: what examples go before is not all."""
    return not finding.metrics or (finding.metrics == (TOTAL,) and finding.clause.has("etc"))


def goes_on_listing(findings: Sequence[Finding], found: Sequence[Token]) -> bool:
    """Tell whether the next sentence goes on with the kinds, or the ways, that the last one began to list.

    公开信息135条。其中：机构类5条，包括…。法规类62条; 收到申请12件。其中网上申请8件。信函申请4件
    """
    if not findings or not findings[-1].sub or [t.role for t in found[:2]] != ["concept", "number"]:
        return False
    listed = _LISTED.get(findings[0].metrics)
    return listed is not None and any(listed(f.own) for f in findings if f.sub) and listed(found[0].features)


def _is_kind(features: frozenset[str]) -> bool:
    return bool(features) and all(feature.startswith("kind_") for feature in features)


def _is_way(features: frozenset[str]) -> bool:
    return bool(features & _WAYS) and features <= _WAYS | {"request"}


_WAYS = frozenset({"in_person", "online", "letter", "fax"})
_LISTED: dict[tuple[str, ...], Callable[[frozenset[str]], bool]] = {(TOTAL,): _is_kind, ("requests.received",): _is_way}
"""what a list below a figure tells apart"""
