"""What was published: all information, that of one medium, or only a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loaders.prose.cutting import features_in
from loaders.prose.sentence import TOTAL, Finding, Sentence
from loaders.prose.vocabulary import Rule, Token, words

PUBLISHED = (TOTAL, "channel.")
"""metrics of what was published, and where"""
_VERBS = frozenset({"publish", "disclose", "proactive"})
_SUBJECTS = ("unknown", "join", "quoted", "title")
_NAMING = ("quoted", "title", "unknown")
_ONE_SITE = frozenset({"via_website"})


def counts_a_part(sentence: Sentence, finding: Finding, rule: Rule, tokens: Sequence[Token]) -> bool:
    """Tell a part of the information, or what is none, from all that was published."""
    if rule.metrics == (TOTAL,):
        part = _is_among(sentence, tokens) or _names_some(tokens) or _is_of_a_point(sentence, finding)
        return part or _is_of_a_column(sentence, tokens)
    return _names_some(tokens) or _counts_columns(sentence, tokens)


def _names_some(tokens: Sequence[Token]) -> bool:
    """公开“创建信息”相关信息7条: what stands in quotation marks behind the verb is all that is counted."""
    verb = next((i for i, token in enumerate(tokens) if token.features & _VERBS), len(tokens))
    info = next((i for i, token in enumerate(tokens) if i > verb and "info" in token.features), 0)
    return any(token.role == "quoted" for token in tokens[verb:info])


def _is_among(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """公开政府信息中新增事项88项: something among the information, and not how much of it there was."""
    last = max(i for i, token in enumerate(tokens) if token.role == "number")
    # 在公开的14条信息中: all of them
    pairs = pairwise(tokens[: last + 1])
    ends = sentence.vocabulary.text["among"]
    return any("info" in info.features and sentence.text[t.start : t.end] in ends for info, t in pairs)


def _counts_columns(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """网站发布各类专题6条: what stands right before the figure is no information."""
    place = next(index for index, token in enumerate(tokens) if token.role == "number")
    before = sentence.text[tokens[place - 1].start : tokens[place - 1].end] if place else ""
    return before in sentence.vocabulary.text["parts_of_a_site"]


def _is_of_a_column(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """公开栏目公开信息1103条: what one column published; 公开重点栏目信息283条: what stands in some of them."""
    columns = sentence.vocabulary.text["columns"]
    verb = max((i for i, token in enumerate(tokens) if token.features & _VERBS), default=0)
    places = [i for i, t in enumerate(tokens) if t.role == "filler" and sentence.text[t.start : t.end] in columns]
    info = next((i for i in range(len(tokens) - 1, verb, -1) if "info" in tokens[i].features), 0)
    return any(i < verb or (i < info and tokens[i - 1].role == "unknown") for i in places)


def _is_of_a_point(sentence: Sentence, finding: Finding) -> bool:
    """二是公开安全生产等方面信息7条: what a point of a list tells of is a part of all that was disclosed."""
    text, clause = sentence.text, finding.clause
    ends = sentence.vocabulary.text["point_ends"]
    begins = any(t.role == "ordinal" and text.endswith(ends, t.start, t.end) for t in clause.tokens)
    topics = any(word in text[clause.start : clause.end] for word in sentence.vocabulary.text["some_topics"])
    return topics and (begins or sentence.point)


def is_on_some_platform(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """全年通过平台发布信息1110条: of one that is not named, and all only with its kinds below it."""
    text, some = sentence.text, sentence.vocabulary.text["some_platform"]
    # 通过“三务公开”平台公开154条: of the one that is named
    pairs = pairwise(token for token in tokens if token.role not in _NAMING)
    return any(a.role == "via_open" and text[b.start : b.end] in some for a, b in pairs)


def is_of_no_medium(sentence: Sentence, finding: Finding, tokens: Sequence[Token]) -> bool:
    """2021年共发布信息106条: all that was published, where the paragraph has named no medium that it may be of."""
    text, openly = sentence.text, sentence.vocabulary.text["published_openly"]
    verbs = [text[t.start : t.end] for t in tokens if t.features & {"publish", "disclosure"}]
    # 预警方面：全年发布相关信息30条
    related = sentence.vocabulary.text["related"]
    verbs += [text[t.start : t.end] for t in tokens if text.startswith(related, t.start)]
    first = next((f for f in sentence.findings[:-1] if f.unit == finding.unit), None)
    yearly = sentence.scope.own_time or sentence.told_year
    if finding.sub or first is not None or not yearly or not set(verbs) <= set(openly):
        return False
    before = features_in(text[: sentence.clauses[0].start])
    within = features_in(text[sentence.clauses[0].start : finding.clause.start])
    sites = before & sentence.vocabulary.sites
    return not within & sentence.vocabulary.sites and (not sites or (sites == _ONE_SITE and "proactive" in before))


def without_subjects(tokens: Sequence[Token]) -> list[Token]:
    """公开人防政策、数据和工作信息共计485条: leave out what the information was about."""
    verb = next((i for i, token in enumerate(tokens) if token.features & _VERBS), len(tokens))
    info = next((i for i in range(len(tokens) - 1, verb, -1) if "info" in tokens[i].features), verb)
    if any(token.role == "number" or token.features & words().sites for token in tokens[verb:info]):
        # 公开了2条财经信息, 转发省政府网站信息
        return list(tokens)
    return [token for i, token in enumerate(tokens) if not verb < i < info or token.role not in _SUBJECTS]


def without_site(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the words between 通过 and the verb."""
    kept: list[Token] = []
    opened = False
    for token in tokens:
        opened = (opened or token.role == "via_open") and not token.features & _VERBS
        if not opened or token.role == "number":
            kept.append(token)
    return kept
