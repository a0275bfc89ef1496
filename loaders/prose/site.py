"""Where a clause publishes, when a clause before it names the site: 公众号粉丝突破6万，全年推文456篇."""

from __future__ import annotations

from loaders.prose.clauses import Clause
from loaders.prose.sentence import Sentence
from loaders.prose.vocabulary import NOTHING, is_own_year

_PUBLISHING = frozenset({"publish", "disclose", "proactive"})
_OF_ANY_MEDIUM = frozenset({"reading", "read", "talk", "press", "respond"})
"""what is counted wherever it was told"""
_PLACE_ONLY = frozenset({"concept", "filler", "sub", "ordinal", "quoted", "own", "via_open", "own_time"})
_AHEAD = frozenset({"year", "region"})
_BEFORE_SITE = frozenset({"quoted", "own_time", "own", "filler", "via_open"})
_NAMES = frozenset({"unknown", "title", "etc", "join"})
_NAMED = _PUBLISHING | {"disclosure"}
_OTHERS = ("region", "scope", "join", "etc", "sub", "number")
_MANY = frozenset({"via_etc", "via_many"})
_WEBSITE = frozenset({"via_website"})
_SHORT = 5
"""fewer characters are 加强我局, and nothing else that is done"""
_MARKS = (",", ":", ")", ";")


def name(sentence: Sentence, clause: Clause) -> None:
    """Keep the site that a clause without figure names; one that names none leaves it standing."""
    own = clause.features
    many = own & _MANY
    if many and (own & sentence.vocabulary.sites or clause.has("via_open")) and clause.closing == ",":
        # 通过门户网站和融合号等渠道，发布信息500条
        sentence.site, sentence.site_alone, sentence.site_far = own & sentence.vocabulary.sites | many, True, False
        return
    if sentence.text.endswith(sentence.vocabulary.text["mainly"], clause.start, clause.end):
        # 以官网为主要平台，公开信息1127条: there and elsewhere
        sentence.site, sentence.site_alone, sentence.site_far = NOTHING, False, False
        return
    # 2021年全市通过政府网站（不含各区）公开信息4.2万条
    known = _PLACE_ONLY | _AHEAD if clause.closing == "(" else _PLACE_ONLY
    places = bool(own) and own <= sentence.vocabulary.sites and clause.roles <= known
    if places and clause.closing in (",", ":", "("):
        sentence.site, sentence.site_alone, sentence.site_far = own, True, False
    elif own & sentence.vocabulary.sites or clause.closing != ",":
        sentence.site, sentence.site_alone, sentence.site_far = _subject(sentence, clause), False, False
    else:
        sentence.site_alone, sentence.site_far = False, True


def _subject(sentence: Sentence, clause: Clause) -> frozenset[str]:
    """“青禾水利”公众号推出“河长说”等专栏，全年推文496篇: the account that did the first did the second too."""
    sites = clause.features & sentence.vocabulary.sites
    if len(sites) != 1 or clause.has("negation") or clause.closing != "," or clause.depth:
        return NOTHING
    if clause.tokens[-1].features == sites and not any(token.role in _OTHERS for token in clause.tokens):
        # 开通“青禾发布”官方微博，发布信息360条
        return sites
    opened, names = False, 0
    for token in clause.tokens:
        if token.features == sites:
            break
        names += opened and token.role == "join"
        # 通过青禾发布微信公众号
        opened = opened or token.role == "via_open"
        named = opened and (token.role in _NAMES or token.features <= _NAMED)
        word = sentence.text[token.start : token.end]
        # 发挥“青禾普法”公众号的作用，全年推送120篇
        used = sites != _WEBSITE and word.startswith(sentence.vocabulary.text["uses"]) and len(word) < _SHORT
        if token.role not in _BEFORE_SITE and not named and not used:
            return NOTHING
    # 官网设置信访专栏，发布信息115条: of the column
    columns = sentence.vocabulary.text["columns"]
    said = sentence.text[clause.start : clause.end]
    if "via_website" in sites and any(column in said for column in columns):
        return NOTHING
    # 通过电子显示屏、公开栏和微信公众号发布…，全年发布信息1631条: of all these media
    return sites | {"via_etc"} if names else sites


def told_there(sentence: Sentence, clause: Clause, told: frozenset[str]) -> frozenset[str]:
    """Give what a figure's words say with the site named before; another clause between them asks for 全年."""
    yearly = any(is_own_year(token, sentence.year) for token in clause.tokens)
    # 通过报刊，介绍重点工作，2021年公开53条; of a website so far off only what was published
    any_verb = sentence.site_alone or (sentence.site_far and yearly and sentence.site != _WEBSITE)
    verb = told & _PUBLISHING if any_verb else told & {"publish"}
    far = sentence.site_far and not yearly
    if clause.has("comparison") and not told & _PUBLISHING:
        # 公众号粉丝31万，较上年增长2万；累计发布信息416条
        return told
    # 公众号粉丝31万；累计发布信息416条: behind a semicolon only of a site that is the only one named
    named = set().union(*(each.features for each in sentence.clauses if each.start <= clause.start))
    far = far or (clause.mark == ";" and len(named & sentence.vocabulary.sites) > 1)
    there = verb and not told & (sentence.vocabulary.sites | _OF_ANY_MEDIUM) and clause.mark in _MARKS and not far
    # 在各类媒体刊发700篇，某频道刊播3条
    there = there and clause.tokens[0].role != "unknown"
    sites, sentence.site = sentence.site if there else NOTHING, NOTHING
    return told | sites


def leave(sentence: Sentence, told: frozenset[str]) -> None:
    """公众号粉丝突破6万，全年推文456篇: what was counted of the site is nothing that it published.

    网站公开各类文件32件，发布信息736条: documents, and then all information, on one site.
    微信号88个、微博77个，发布信息1200条: on which of the two is not said.
    """
    sites = told & sentence.vocabulary.sites
    before = sentence.findings[-2] if len(sentence.findings) > 1 else None
    if before is not None and not before.metrics and before.own & sentence.vocabulary.sites - sites:
        return
    if len(sites) == 1 and (not told & _PUBLISHING or "info" not in told):
        sentence.site, sentence.site_alone, sentence.site_far = sites, False, False
