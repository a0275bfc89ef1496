"""Whose figures a clause tells: the body itself, others, all of a region."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index import regions
from loaders.prose.aside import TAUGHT
from loaders.prose.clauses import Clause, is_foreign_name, unknown
from loaders.prose.cutting import tokens
from loaders.prose.names import level_of
from loaders.prose.sentence import Sentence
from loaders.prose.vocabulary import Token, Words, words

_POINTS = frozenset({"reading_point", "application_point"})
_WHO = frozenset({"unknown", "quoted", "title", "region", "scope", "own", "level"})
"""roles of what may name somebody"""
_DEEDS = frozenset({"publish", "disclose", "proactive", "issue"})
_TAKEN_IN = _DEEDS | {"received", "accepted"}
_NOT_ITS = frozenset({"scope", "region", "number", "mark", "join"})
_DECIDED = frozenset({"upheld", "overturned"})
_FOUGHT = frozenset({"reconsideration", "litigation"})
_PUBLISHED = frozenset({"publish", "disclose", "proactive"})
_ORGAN_BEGINS = re.compile(words().text["organ_begins"])
_ORGAN_FIRST = re.compile(words().text["organ_first"])
_AHEAD = frozenset({"year", "own_time", "ordinal", "join"})
_KIND = "kind_"
_PUBLISHED_IN = ("disclosed.", "channel.")
_PAIR = ("subject", "verb")
_SHORTEST_PLACE, _LONGEST_PLACE = 3, 12
_TRACKS = {"litigation.direct.total", "litigation.after_reconsideration.total"}


def begins_anew(sentence: Sentence, clause: Clause) -> bool:
    """…，其中维持1件；无行政诉讼: another thing after a semicolon is no part of the one before."""
    if clause.mark != ";":
        return False
    if clause.has("own"):
        return True
    named = clause.features & {"reconsideration", "litigation", "request"}
    return bool(named) and not named & sentence.scope.said


def pair(sentence: Sentence, clause: Clause) -> None:
    """复议9件、诉讼5件，前者维持6件，后者维持4件: what is told of the first, and of the second."""
    if not clause.has("former", "latter", "sub"):
        return
    if clause.has("sub") and not (sentence.scope.said | sentence.scope.topic) & sentence.vocabulary.domains:
        subs = [sentence.text[token.start : token.end] for token in clause.tokens if token.role == "sub"]
        if any(word in sub for word in sentence.vocabulary.text["by_kind"] for sub in subs):
            # 从公开内容看，机构类14条、文件类36条
            sentence.scope.said |= {"disclose", "info"}
    totals = [f for f in sentence.findings if any(key.endswith(".total") for key in f.metrics)]
    for role, place in (("former", 0), ("latter", 1)):
        if clause.has(role) and len(totals) > 1:
            sentence.scope.said = totals[place].own & sentence.vocabulary.domains
    keys = {key for finding in sentence.findings for key in finding.metrics}
    if clause.mark == ";" and clause.has("sub") and keys >= _TRACKS:
        # 直接起诉2件，复议后起诉4件；其中维持4件: of both
        sentence.scope.said -= {"direct", "after"}


def whose(sentence: Sentence, clause: Clause) -> str:
    """Tell about whom the clause is (see Scope.foreign); this goes on to the next clauses."""
    if clause.roles.isdisjoint(_WHO) or _is_told_of(sentence, clause):
        return sentence.scope.foreign
    placed = bool(clause.features & _POINTS) and (clause.has("via_open") or "set_up" in clause.features)
    placed = placed or _is_appeal(sentence, clause)
    # 在县档案馆设立查阅点: where it is
    lead = [] if placed or judged(sentence, clause.features) else named_words(clause.tokens, sentence)
    text, vocabulary = sentence.text, sentence.vocabulary
    # 厅 alone is the body's own
    named = [
        t.end - t.start > 1 and _is_somebody(text, t, vocabulary) and not _is_its_government(sentence, clause, t)
        for t in lead
    ]
    taught = _is_audience(clause)
    governed = [] if taught else _governed(sentence, clause)
    whole = bool(governed) and all(governed)
    levels = [text[t.start] == sentence.level for t in clause.tokens if t.role == "level"]
    own = clause.has("own") or whole or any(levels)
    # 协助办理市政府申请7件
    told_to = _is_object(clause) or any(word in text[clause.start : clause.end] for word in vocabulary.text["helping"])
    if clause.numbers and (whole or _is_everything(clause, text, vocabulary)):
        sentence.scope.of_region = True
    # 全市收到5318件, 市本级收到637件: the report is of the whole region
    part = sentence.scope.of_region and _is_level(clause, text, vocabulary)
    if _is_of_another(clause, text, vocabulary):
        own, named = False, [*named, True]
    sentence.of_region = (sentence.of_region and not own) or whole
    foreign = ""
    others = not (taught or placed) and _is_of_others(
        clause, governed, _zone_of(sentence, clause), of_region=sentence.of_region and clause.depth == 0
    )
    if part or others or not all(levels) or (any(named) and not own):
        foreign = "other"
    elif not all(governed):
        foreign = "region"
    elif any(named):
        foreign = "joint"
    if own and not foreign:
        sentence.scope.foreign = ""
    elif _is_subject(sentence, clause) and not own:
        # 区民政局拓宽渠道，全年公开信息512条
        sentence.scope.foreign = "other"
    elif _is_a_kind(sentence, clause) or _is_where(sentence, clause):
        # 其中，青禾县地震重建1086条，财政预决算293条: a subject of what was published, and no body
        return foreign
    elif (
        foreign and not told_to and (clause.numbers or (not clause.features and (all(named) or clause.closing == "(")))
    ):
        sentence.scope.foreign = foreign
    return foreign or sentence.scope.foreign


def _is_a_kind(sentence: Sentence, clause: Clause) -> bool:
    """Tell an item of the list of what was published: a noun and its figure without a verb."""
    head = next((f for f in reversed((*sentence.above, *sentence.findings)) if not f.sub), None)
    published = head is not None and any(key.startswith(_PUBLISHED_IN) for key in head.metrics)
    kind = all(feature.startswith(_KIND) for feature in clause.features)
    alone = sentence.sub and kind and not clause.has("region", "level")
    return published and alone and bool(clause.numbers)


def _is_where(sentence: Sentence, clause: Clause) -> bool:
    """Tell 在国务院新闻办公室召开: where it was held, and not whose the next figures are."""
    text, tokens = sentence.text, clause.tokens
    at = next((i for i, t in enumerate(tokens) if text[t.start : t.end] in sentence.vocabulary.text["at"]), len(tokens))
    held = next((i for i, token in enumerate(tokens) if i > at and "held" in token.features), 0)
    return held > at + 1 and all(token.role == "unknown" for token in tokens[at + 1 : held])


def _is_subject(sentence: Sentence, clause: Clause) -> bool:
    """Tell another public body at the head of a clause without figure; what the next clauses count is its own."""
    told = [token for token in clause.tokens if token.role not in _AHEAD]
    if judged(sentence, clause.features):
        # 经市政府审理维持原答复
        return False
    if clause.numbers or clause.depth or len(told) < len(_PAIR) or told[0].role != "unknown":
        return False
    name = sentence.text[told[0].start : told[0].end]
    placed = name[0] in sentence.vocabulary.text["place"] or any(
        regions.ever(name[:size]) for size in range(_SHORTEST_PLACE, _LONGEST_PLACE + 1)
    )
    site = bool(told[1].features & sentence.vocabulary.sites)
    return placed and not site and len(name) > len(_PAIR) and _is_somebody(sentence.text, told[0], sentence.vocabulary)


def _is_told_of(sentence: Sentence, clause: Clause) -> bool:
    """在微信公众号宣传报道全市动态, 公开我市有关数据: what is named behind a verb is what was told of."""
    first = next((i for i, token in enumerate(clause.tokens) if token.role in ("scope", "region")), 0)
    opened = next((i for i, token in enumerate(clause.tokens[:first]) if token.role == "via_open"), first)
    placed = any(token.features & sentence.vocabulary.sites for token in clause.tokens[opened:first])
    before = clause.tokens[first - 1]
    verb = bool(before.features) and before.features <= _PUBLISHED and not clause.has("scope")
    return first > 0 and (verb or (placed and before.role == "unknown"))


def _is_appeal(sentence: Sentence, clause: Clause) -> bool:
    """向区政府提起行政复议2件: who is named there is to decide, not whose the figure is."""
    toward = sentence.vocabulary.text["appealed_to"]
    to = next((i for i, t in enumerate(clause.tokens) if sentence.text[t.start : t.end] in toward), None)
    suit = next((i for i, t in enumerate(clause.tokens) if t.features & _FOUGHT), None)
    return (
        to is not None and suit is not None and to < suit and not any(t.role == "unknown" for t in clause.tokens[:to])
    )


def _is_somebody(text: str, token: Token, vocabulary: Words) -> bool:
    """Tell the name of an organ, also one that ends in a word of ours: 县一中, 计量测试所."""
    name, longer = text[token.start : token.end], text[token.start : token.end + 1]
    known = (*vocabulary.text["among"], *vocabulary.text["known_ends"])
    ends = longer.endswith(known) and is_foreign_name(longer, vocabulary)
    return ends or _ORGAN_FIRST.match(name) is not None or is_foreign_name(name, vocabulary)


def judged(sentence: Sentence, own: frozenset[str]) -> bool:
    """行政复议5件，市政府维持4件: who is named there decided, and the figure is still the body's."""
    return bool(own & _DECIDED and sentence.scope.said & _FOUGHT)


def _is_its_government(sentence: Sentence, clause: Clause, token: Token) -> bool:
    """区政府、区府办规范性文件, 区府办代表区政府受理: the government of the office, named beside it."""
    said = sentence.text[token.start : token.end]
    name = said.removeprefix(sentence.vocabulary.text["on_behalf"])
    level = name[:1] == sentence.level and name[1:] in sentence.vocabulary.text["government"]
    level = level or (bool(sentence.government) and sentence.government.endswith(name) and len(name) > len(_PAIR))
    documents = clause.features & {"normative", "regulation"}
    return sentence.office and level and (bool(documents) or name != said) and clause.has("own")


def _zone_of(sentence: Sentence, clause: Clause) -> Token | None:
    """新城各级各部门 in the report of the 管委会: the zone with all that is in it."""
    ends = tuple(sentence.vocabulary.text["areas"])
    own = (token for token in clause.tokens if token.role == "own")
    return next((t for t in own if sentence.office and sentence.text[t.start : t.end].endswith(ends)), None)


def _is_of_others(clause: Clause, governed: Sequence[bool], zone: Token | None, *, of_region: bool) -> bool:
    """Tell 各单位 alone from 全区各单位 in the report of the 区; 其中通过各级政府网站 is where the region published."""
    if not clause.has("scope"):
        return False
    whole = bool(governed) and all(governed)
    left: Token | None = None
    within = False
    for token in clause.tokens:
        if token.role == "join" and within:
            # 全市各级政府及部门
            continue
        # 全市各级政府部门: 各级政府 and 部门 are one
        within = left is not None and (
            (whole and left.role == "region") or left is zone or (within and left.role == "scope")
        )
        if token.role == "scope" and not within and not (of_region and left is not None and left.role == "via_open"):
            return True
        left = token
    return False


def _is_audience(clause: Clause) -> bool:
    """开展全省系统培训1期: those named between 开展 and the course were taught."""
    if TAUGHT.isdisjoint(clause.features):
        return False
    if [token.role for token in clause.tokens[:3]] == ["number", "scope", "number"]:
        # 36个部门50余人参加政务公开培训
        return True
    first = next((i for i, token in enumerate(clause.tokens) if token.role in ("scope", "region")), None)
    return first is not None and any("held" in token.features for token in clause.tokens[:first])


def _is_object(clause: Clause) -> bool:
    """Tell 发布省级部门预算116家, 围绕全区28条公路, 参加上级部门培训 from 省级部门发布预算116家: they do nothing."""
    first = next((i for i, token in enumerate(clause.tokens) if token.role in ("scope", "region")), None)
    before = () if first is None else clause.tokens[:first]
    return any(token.features & _DEEDS or "attend" in token.features or token.role == "topic_open" for token in before)


def _governed(sentence: Sentence, clause: Clause) -> list[bool]:
    """Tell of each region named whether the body governs it."""
    if not clause.has("region"):
        return []
    names = [sentence.text[t.start : t.end] for t in clause.tokens if t.role == "region"]
    ends = sorted(sentence.vocabulary.text["systems"], key=len, reverse=True)
    names = [next((name.removesuffix(end) for end in ends if name.endswith(end)), name) for name in names]
    home = sentence.vocabulary.text["home"]
    return [bool(sentence.region) and (name[-1] in sentence.region or name in home) for name in names]


def _is_everything(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 全局: the body with all that belongs to it."""
    everything = vocabulary.text["all_of_it"]
    return clause.has("own") and any(text[t.start : t.end] in everything for t in clause.tokens if t.role == "own")


def _is_of_another(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 市 before 政府办公室: another one's office."""
    return (
        clause.has("own")
        and any(
            (left.role, right.role) == ("unknown", "own")
            and (is_foreign_name(text[left.start : left.end], vocabulary) or _is_of_another_place(text, left, right))
            # 通过云岭市民政局网站、区政府网站等途径公开
            and not ("via_etc" in clause.features and after is not None and after.features & vocabulary.sites)
            for left, right, after in zip(clause.tokens, clause.tokens[1:], (*clause.tokens[2:], None), strict=False)
        )
    )


def _is_of_another_place(text: str, before: Token, own: Token) -> bool:
    """天河区政府 in the report of another 区: 区政府 alone is its own."""
    name = text[before.start : own.start + 1]
    sizes = range(_SHORTEST_PLACE, _LONGEST_PLACE + 1)
    return before.end == own.start and any(regions.ever(name[-size:]) for size in sizes)


def _is_level(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 市本级, 市政府本级: a government without the bodies below it."""
    if not clause.has("level", "own"):
        return False
    end = vocabulary.text["level_end"]
    return any(t.role == "level" or (t.role == "own" and text[t.start : t.end].endswith(end)) for t in clause.tokens)


def named_words(tokens: Sequence[Token], sentence: Sentence) -> list[Token]:
    """Give the unknown words before the first feature, without the name of a site; 街镇 in 12个街镇 too."""
    counted = len(tokens) > 1 and (tokens[0].role, tokens[1].role) == ("number", "unknown")
    lead, _ = unknown(tokens[1:] if counted else tokens)
    sites = {id(left) for left, right in pairwise(tokens) if right.features & sentence.vocabulary.sites}
    sites |= platform_words(tokens, sentence)
    return [token for token in lead if id(token) not in sites]


def platform_words(tokens: Sequence[Token], sentence: Sentence) -> set[int]:
    """在省政府统一管理平台公开19条: the words of the name of a platform, told by where it stands and how it ends."""
    opened = next((place for place, token in enumerate(tokens) if token.role == "via_open"), None)
    if opened is None:
        return set()
    verb = next((place for place, token in enumerate(tokens) if place > opened and token.features & _TAKEN_IN), 0)
    names = tokens[opened + 1 : verb]
    text = sentence.vocabulary.text
    # 网站林业局专栏, not 网站“防汛”专栏
    ends = text["platforms"] + (text["own_columns"] if any(token.role == "own" for token in names) else ())
    named = any(sentence.text[token.start : token.end].endswith(ends) for token in names)
    if not named or any(token.role in _NOT_ITS for token in names):
        return set()
    return {id(token) for token in names if token.role == "unknown"}


def begins_with_another(text: str, body: str) -> str:
    """区民政局拓宽渠道。全年公开512条: a sentence without figure may be of another organ, and so is the next."""
    named = _ORGAN_BEGINS.match(text)
    if named is None or (named["level"] != level_of(body) if named["level"] else named["town"] in body):
        return ""
    first = next((token for token in tokens(text, 0, named.end(), body) if token.role not in ("year", "mark")), None)
    return "other" if first is not None and first.role == "unknown" and first.end == named.end() else ""
