"""What several sentences of a report tell of the media it publishes in: of all of them, of one, of a part of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from loaders.prose.sentence import TOTAL, Finding, drop
from loaders.prose.vocabulary import words

_VERBS = frozenset({"publish", "disclose", "proactive", "held", "respond", "issue"})
_WEBSITE = ("channel.website",)
_OTHERS = frozenset({"via_other"})
_OTHER_MEDIA = ("channel.other_media",)
_SITES = words().sites
_SITE_NAMES = re.compile(words().text["whole_site"])
_ONE_SITE = frozenset({"via_website"})
_SOCIAL = ("channel.social_media",)
_MEDIA = frozenset({"via_wechat", "via_microblog"})
_TOLD = frozenset({"info", "proactive", "disclose"})
_ALL_MEDIA = frozenset({"via_etc", "via_many"})
_KIND_OF = "disclosed."
_KIND = "kind_"


def across_media(groups: Sequence[Sequence[Finding]], text: Callable[[Finding], str]) -> None:
    """Correct what a report's sentences, one after another, tell of the media; `text` gives a finding's clause."""
    told = [finding for findings in groups for finding in findings]
    elsewhere(groups)
    on_two_sites(groups)
    columns(told, text)
    on_a_platform(groups, text)
    of_its_field(groups)
    of_a_medium(told)
    of_some_media(told)
    said_outright(told)
    of_other_media(groups)
    of_one_medium(told, text)


def elsewhere(groups: Sequence[Sequence[Finding]]) -> None:
    """全年公开500条。…网站公开201条，其中概况类3条…: with a total of all, the site's figure is the site's."""
    totals = [finding for findings in groups for finding in findings if TOTAL in finding.metrics]
    plain = [f for f in totals if len(f.own & _SITES) != 1 or f.own & _ALL_MEDIA]
    least = min((finding.value for finding in plain), default=None)
    if least is None:
        return
    for findings in groups:
        head = next((f for f in findings if TOTAL in f.metrics), None)
        if head is None or head.own & _SITES != _ONE_SITE or head.own & _ALL_MEDIA or head.value >= least:
            continue
        head.metrics = _WEBSITE
        for finding in findings:
            if finding.metrics and finding.metrics[0].startswith(_KIND_OF):
                drop(finding)


def on_two_sites(groups: Sequence[Sequence[Finding]]) -> None:
    """在市政府网站公开225条，包括…。在省厅网站公开120条，其中…: each is told with its kinds, and neither is all."""
    for findings, following in pairwise(group for group in groups if group):
        there, kinds = following[0], [f for f in following if f.sub and any(k.startswith(_KIND) for k in f.own)]
        theirs = there.of_others and there.own & _TOLD and there.own & _SITES == _ONE_SITE
        if theirs and kinds and findings[0].metrics == (TOTAL,) and findings[0].clause.has("via_open"):
            for finding in findings:
                if finding.metrics and finding.metrics[0].startswith(_KIND_OF):
                    drop(finding)


def of_its_field(groups: Sequence[Sequence[Finding]]) -> None:
    """公开教育信息20条: in the report of a 教育局 all that it published, unless other figures of the kind are told."""
    told = [(f, findings) for findings in groups for f in findings if "own_field" in f.own and f.metrics]
    for finding, beside in told:
        alike = {f.value for findings in groups for f in findings if f.metrics == finding.metrics}
        listed = [f for f in beside if f.unit == finding.unit and not f.sub and not f.own & _SITES and f is not finding]
        if len(alike) > 1 or (finding.metrics == (TOTAL,) and listed):
            drop(finding)


def of_a_medium(told: Sequence[Finding]) -> None:
    """主动公开304条，网站公开165条…。2022年共主动公开165条，其中…: of two totals the one is that of a medium."""
    totals = [finding for finding in told if finding.metrics == (TOTAL,)]
    media = {f.value for f in told if f.metrics and f.metrics[0].startswith("channel.")}
    if len({finding.value for finding in totals}) > 1:
        for finding in totals:
            if finding.value in media:
                drop(finding)


def said_outright(told: Sequence[Finding]) -> None:
    """发布各类信息391条。主动公开政府信息11条，其中…: what is said to be disclosed unasked is it."""
    totals = [finding for finding in told if finding.metrics == (TOTAL,)]
    plainly = [f for f in totals if not f.own & (_SITES | _ALL_MEDIA)]
    # 累计公开427条。…通过微信群、公示栏等载体公开128条
    outright = {f.value for f in plainly if "proactive" in f.own} or {f.value for f in plainly if "disclose" in f.own}
    posted = [f for f in totals if f.value not in outright]
    if len(outright) != 1:
        return
    plain = all("publish" in f.own and not f.own & _TOLD - {"info"} for f in posted)
    # 通过面对面交流等方式公开42条
    some = all(f.own & _ALL_MEDIA and "proactive" not in f.own and f.value < min(outright) for f in posted)
    if plain or some:
        for finding in posted:
            drop(finding)


def of_some_media(told: Sequence[Finding]) -> None:
    """网站发布690条。通过微信等渠道发布70条: of all media it cannot be less than what one of them published."""
    media = [f.value for f in told if f.metrics and f.metrics[0].startswith("channel.") and not f.barred]
    for finding in told:
        most = finding.value * 2 if finding.approximate else finding.value
        if finding.metrics == (TOTAL,) and finding.own & _ALL_MEDIA and any(value > most for value in media):
            drop(finding)


def of_other_media(groups: Sequence[Sequence[Finding]]) -> None:
    """报刊公开53条，其他方式公开86条: none of them is all that other media published, unless they make up the total."""
    named = [
        finding
        for findings in groups
        for finding in findings
        if finding.own & _OTHERS and finding.own & _TOLD and finding.figure is not None and not finding.barred
    ]
    totals = [f for findings in groups for f in findings if f.metrics == (TOTAL,) and not f.approximate]
    for findings in groups:
        parts = [f for f in findings if f.sub and f.metrics and f.metrics[0].startswith("channel.")]
        whole = bool(findings) and findings[0].metrics == (TOTAL,) and sum(f.value for f in parts) == findings[0].value
        least = min((f.value for f in totals), default=None)
        for finding in findings:
            untold = finding.metrics == _OTHER_MEDIA and "publish" in finding.own and not finding.own & _TOLD
            if untold and least is not None and finding.value > least:
                # 主动公开312条。…在新闻媒体发稿841条: articles, and none of what was disclosed
                drop(finding)
            # 新闻媒体486条，其中报刊30条: a part of it is no other figure
            others = {f.value for f in named if f.unit == finding.unit and (not f.sub or f.value > finding.value)}
            if finding.metrics == _OTHER_MEDIA and len(others | {finding.value}) > 1 and not (whole and finding.sub):
                drop(finding)


def columns(told: Sequence[Finding], text: Callable[[Finding], str]) -> None:
    """官网发布244条，其中概况类1条…。专栏发布26条: beside the figure of a site that of a column is a part of it."""
    told = [f for f in told if f.metrics in (_WEBSITE, (TOTAL,)) and f.own & _SITES == _ONE_SITE]
    parts = [f for f in told if f.metrics == _WEBSITE and _SITE_NAMES.search(text(f)) is None]
    wholes = {finding.value for finding in told if all(finding is not part for part in parts)}
    for finding in parts:
        # …，其中工作动态30条、信息公开目录1条: a catalogue among the kinds
        if (wholes and finding.value not in wholes) or (finding.sub and not finding.own & _VERBS):
            drop(finding)


def on_a_platform(groups: Sequence[Sequence[Finding]], text: Callable[[Finding], str]) -> None:
    """在各个平台公开1638条，其中信息平台289条: one of the platforms, and no site of which more is known."""
    for findings in groups:
        many = bool(findings) and findings[0].metrics == (TOTAL,) and findings[0].own & _ALL_MEDIA
        for finding in findings[1:] if many else ():
            if finding.sub and finding.metrics == _WEBSITE and _SITE_NAMES.search(text(finding)) is None:
                drop(finding)


def of_one_medium(told: Sequence[Finding], text: Callable[[Finding], str]) -> None:
    """微信发布625条，抖音发布76条: beside another medium one of them alone is not the social media."""
    several, alone, accounts = (words().text[name] for name in ("several_media", "one_medium", "accounts"))
    media = {site for finding in told for site in finding.own & _MEDIA}
    for finding in told:
        named = text(finding) if media and finding.metrics == _SOCIAL else ""
        for name in [name for name in alone if name in named]:
            # 微信视频号 is no 微信
            for end in (*accounts, ""):
                named = named.replace(name + end, "\0")
        if "\0" in named and not any(name in named for name in several):
            drop(finding)


def sited(findings: Sequence[Finding], following: Sequence[Finding]) -> None:
    """网站公开9117条。按占比，工作动态1222条…: kinds in the next sentence, too, make the site's figure doubtful."""
    kinds = [f for f in following if any(feature.startswith("kind_") for feature in f.own)]
    heads = [f for f in findings if f.metrics and f.metrics[0].startswith(("channel.", TOTAL))]
    elsewhere_told = bool(following) and bool(following[0].own & _SITES - heads[0].own) if heads else False
    if len(heads) != 1 or len(kinds) < 2 or heads[0].metrics == (TOTAL,) or elsewhere_told:
        return
    if heads[0].value == sum(kind.value for kind in kinds if kind.metrics):
        heads[0].metrics = (TOTAL,)
    elif heads[0] is findings[-1]:
        drop(heads[0])
