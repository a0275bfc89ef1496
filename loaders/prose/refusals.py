"""Why a figure does not state what its words fit: it was done by others, to a part, to something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from index.metrics import catalogue
from loaders.prose.clauses import is_foreign_name
from loaders.prose.counting import counts
from loaders.prose.published import PUBLISHED, counts_a_part
from loaders.prose.sentence import TOLD_OF_REQUESTS, Finding, Sentence, asks_for_a_review
from loaders.prose.vocabulary import NOTHING, Rule, Token, features_of, words

_BESIDES = re.compile(words().text["besides"])
_BETWEEN = re.compile("|".join(words().text["between"]))
_ADDED = ("training.", "response.", "disclosed.total", "requests.received", "requests.answered", "requests.closed")
COURSES, PEOPLE = ("training.courses",), ("training.people",)
_READINGS = ("response.policy_readings",)
_EXPLAINING = frozenset({"reading", "read"})
_STAFF = ("organisation.staff",)
TELLING = frozenset({"held", "publish", "issue", "read"})
_DOCUMENTS = frozenset({"normative", "regulation"})
_WITH_OTHERS = _DOCUMENTS | {"reading"}
_BUSINESS = frozenset({"licensing", "other_service"})
_EXPLAINED = frozenset({"disclose", "read"})
_REQUESTS = ("requests.", "outcome.")
_TAUGHT = frozenset({"course", "training"})
_TOLD = frozenset({"publish", "disclose", "proactive"})
_DECIDED = frozenset({"decide", "decision"})
_TALKS = frozenset({"press", "interview"})
_SUBJECTS = ("unknown", "quoted", "title")
_LED = "_led"


class Stating(NamedTuple):
    """What a figure would state by a rule, before it is known whether it does."""

    sentence: Sentence
    finding: Finding
    rule: Rule
    tokens: Sequence[Token]

    @property
    def said(self) -> str:
        return self.sentence.text[self.finding.clause.start : self.finding.clause.end]


def _is_of_business(stating: Stating) -> bool:
    """行政许可事项1项，全年申请量0件，办结量0件: of what the sentence began with, and no request for information."""
    if not stating.rule.metrics[0].startswith(_REQUESTS):
        return False
    sentence, clause = stating.sentence, stating.finding.clause
    before = [each for each in sentence.clauses if each.start < clause.start]
    # 主要涉及行政许可、消防等方面: what requests were about
    before = [each for each in before if each.numbers or not each.has("etc")]
    dealt = any(each.features & _BUSINESS and not each.features & TOLD_OF_REQUESTS for each in before)
    named = any(word in stating.said for word in sentence.vocabulary.text["about"])
    return dealt and not named


def _asks_for_a_review(stating: Stating) -> bool:
    return asks_for_a_review(stating.sentence, stating.finding.clause, stating.rule.metrics)


def _were_taught_otherwise(stating: Stating) -> bool:
    """开展水利技术培训，培训120人次: of the course named in the clause before, which is no course on disclosure."""
    if stating.rule.metrics != PEOPLE:
        return False
    before = [clause for clause in stating.sentence.clauses if clause.start < stating.finding.clause.start]
    last = next((clause for clause in reversed(before) if clause.features & _TAUGHT), None)
    if last is None or last.numbers or "disclosure" in last.features:
        return False
    pairs = pairwise(last.tokens)
    return any(left.role == "unknown" and right.features & _TAUGHT and left.end == right.start for left, right in pairs)


def _is_cut_off(stating: Stating) -> bool:
    """数量1,60 and nothing more: the text may break off within 1,609."""
    finding, text = stating.finding, stating.sentence.text
    end = finding.figure.end if finding.figure is not None else 0
    return not finding.unit and text[end : end + 1] == "," and text[end + 1 : end + 2].isdigit()


def _is_sent(stating: Stating) -> bool:
    """我局派出6人参加; 参加市里培训1次，参训2人: those who went to the course of another body."""
    sent = stating.sentence.vocabulary.text["sent"]
    if stating.rule.metrics != PEOPLE:
        return False
    sentence = stating.sentence
    before = [clause for clause in sentence.clauses if clause.start < stating.finding.clause.start]
    went = sentence.vocabulary.text["went"]
    courses = [clause for clause in before if clause.features & _TAUGHT and "held" not in clause.features]
    taught = any(sentence.text[c.start : c.end].startswith(went) for c in courses) and not any(
        "held" in clause.features for clause in before
    )
    return taught or any(word in stating.said for word in sent)


def _counts_others_too(stating: Stating) -> bool:
    """公开行政规范性文件等6件: how many of them were others is not said."""
    tokens = stating.tokens
    place = next(index for index, token in enumerate(tokens) if token.role == "number")
    noun = tokens[place - 2].features if place > 1 and tokens[place - 1].role == "etc" else NOTHING
    return bool(noun & _WITH_OTHERS) and bool(stating.finding.value)


def _tells_of_a_deed(stating: Stating) -> bool:
    """印发规范性文件1件，公开并解读1件: of the documents named before, not all that was explained."""
    verbs = [token for token in stating.tokens if token.features & _EXPLAINED or token.role == "join"]
    joined = [token.role for token in verbs[1:2]] == ["join"] and stating.finding.own == _EXPLAINED
    return joined and stating.rule.metrics[0].startswith("response.")


def is_on_the_provinces_site(sentence: Sentence, finding: Finding) -> bool:
    """省政府网站12条，公众号60条 in the report of a city: one of several places, and not the site of its own."""
    text, province = sentence.text, sentence.vocabulary.text["province"]
    sites = [(last, site) for last, site in pairwise(finding.clause.tokens) if "via_website" in site.features]
    told = [
        text[last.start : last.end] if last.role == "unknown" and last.end == at.start else "" for last, at in sites
    ]
    theirs = [province in name[1:] or text[at.start] == province for name, (_, at) in zip(told, sites, strict=True)]
    others = [each for each in sentence.clauses if each is not finding.clause and each.numbers]
    listed = any(t.number is not None and t.number.unit == finding.unit for each in others for t in each.numbers)
    return sentence.level != province and bool(theirs) and all(theirs) and listed


def is_on_anothers_site(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """政府网站公开27条，图书馆网站发布8条; 区融媒体中心公众号发布90条: the latter is the site of another."""
    text, vocabulary = sentence.text, sentence.vocabulary
    sites = [(last, site) for last, site in pairwise(tokens) if site.features & vocabulary.sites]
    names = [(last, site) for last, site in sites if last.role == "unknown" and last.end == site.start]
    named = [text[last.start : last.end] for last, _ in names]
    # 省教育 | 厅网站: the sign of the organ may stand with the site
    organ = vocabulary.text["organs_by_level"]
    named += [text[last.start : site.start + 1] for last, site in names if text[site.start] in organ]
    # 云岭市政府网站 is where a body of that city publishes, 局网站 its own
    governed = (*vocabulary.text["place"], *vocabulary.text["government"])
    # 市教育局网微信公众号
    named = [name.removesuffix(vocabulary.text["site_ends"][0]) for name in named]
    organs = [name for name in named if len(name) > 1 and not name.endswith(governed)]
    if len(sites) > len(organs) and any(
        left is sites[-1][1] and right.role == "etc" for left, right in pairwise(tokens)
    ):
        # 区政府网站、市局网站等
        return False
    return any(is_foreign_name(name, vocabulary) for name in organs)


def _by_themselves(stating: Stating) -> bool:
    """组织各镇街自行培训21场: courses of others, each by itself."""
    alone = any(word in stating.said for word in stating.sentence.vocabulary.text["by_themselves"])
    return stating.rule.metrics == COURSES and alone and stating.finding.clause.has("scope", "region")


def _comes_on_top(stating: Stating) -> bool:
    """另组织培训6场, and what the clauses behind it tell of these: not all that there were."""
    sentence, clause = stating.sentence, stating.finding.clause
    told = [each for each in sentence.clauses if each.start <= clause.start]
    last = next((i for i, each in enumerate(told) if i and each.mark == ";"), 0)
    begins = told[last].start if stating.rule.metrics == PEOPLE else clause.start
    besides = _BESIDES.search(sentence.text, begins, clause.end) is not None
    return besides and stating.rule.metrics[0].startswith(_ADDED)


def _is_on_one_subject(stating: Stating) -> bool:
    """举办“防汛”专题新闻发布会3场: of those on one subject, and nobody knows of the others.

    《高端访谈》在线访谈1次: of one programme.
    """
    asked = next((i for i, token in enumerate(stating.tokens) if token.features & _TALKS), 0)
    held = next((i for i in range(asked, -1, -1) if "held" in stating.tokens[i].features), asked)
    named = any(token.role in _SUBJECTS for token in stating.tokens[held + 1 : asked])
    programme = asked > 0 and stating.tokens[asked - 1].role == "title"
    key = stating.rule.metrics[0]
    return (named and key.startswith("response.press")) or (programme and key.startswith("response.interviews"))


def _is_led(stating: Stating) -> bool:
    """主要负责同志出席新闻发布会3次，在线访谈2次: the second too is what the head took part in."""
    sentence, finding = stating.sentence, stating.finding
    if "attend" in finding.own and any(word in stating.said for word in sentence.vocabulary.text["deputies"]):
        # 分管负责同志参加新闻发布会2次
        return True
    last = sentence.findings[-2] if len(sentence.findings) > 1 else None
    # 主要负责同志参加网络问政1期、新闻发布会1次
    led = last is not None and (any(key.endswith(_LED) for key in last.metrics) or "led" in last.own)
    if last is not None and last.clause.depth > finding.clause.depth:
        # 新闻发布会18场（主要负责同志出席5场），在线访谈24期
        return False
    if finding.clause.mark == ";" or "attend" in finding.own:
        # 新闻发布会3次，主要负责人参加1次；参与在线访谈4次
        return False
    return led and f"{stating.rule.metrics[0]}{_LED}" in catalogue() and not finding.own & TELLING


def _names_another_medium(stating: Stating) -> bool:
    """网站、“两微”发布1000条: of a medium in a list with one that is not known nothing is said by itself."""
    sites = stating.sentence.vocabulary.sites
    if not stating.rule.metrics[0].startswith(PUBLISHED[1]):
        return False
    items: list[list[Token]] = [[]]
    for token in takewhile(lambda token: not token.features & _TOLD, stating.tokens):
        if token.role == "join":
            items.append([])
        else:
            items[-1].append(token)
    first = next((i for i, item in enumerate(items) if features_of(item) & sites), len(items))
    # 市委、市政府网站: of both; “两微一端”、网站 and 网站、“两微一端” are media in a list
    named = [item for i, item in enumerate(items) if i > first or any(token.role == "quoted" for token in item)]
    unknown = any(any(token.role in _SUBJECTS for token in item) and not features_of(item) for item in named)
    return first < len(items) and unknown


def _is_a_part(stating: Stating) -> bool:
    """公开“创建信息”相关信息7条: a part of what was published."""
    published = stating.rule.metrics[0].startswith(PUBLISHED)
    return published and counts_a_part(stating.sentence, stating.finding, stating.rule, stating.tokens)


def _is_elsewhere(stating: Stating) -> bool:
    """通过全国信用信息公示系统，公示许可等信息210条: of the platform named before, and not all."""
    sentence, clause = stating.sentence, stating.finding.clause
    place = next((i for i, each in enumerate(sentence.clauses) if each is clause), 0)
    before = [each for each in sentence.clauses[:place] if each.depth == clause.depth][-1:]
    if stating.rule.metrics[0] != PUBLISHED[0] or not before or before[0].numbers or clause.has("via_open"):
        return False
    opened = [token.role for token in before[0].tokens][:1] == ["via_open"]
    named = sentence.text[before[0].start : before[0].end].endswith(sentence.vocabulary.text["medium_ends"])
    systems = sentence.text[before[0].start : before[0].end].endswith(sentence.vocabulary.text["platforms"])
    return opened and (named or systems) and not before[0].features & sentence.vocabulary.sites


def _is_copied(stating: Stating) -> bool:
    """经网站转载5万篇: by whatever sites, and nothing that the body published; 原创45篇，转载73篇 is a part."""
    if "forwarded" not in stating.finding.own:
        return False
    text, vocabulary = stating.sentence.text, stating.sentence.vocabulary.text
    words = (text[t.start : t.end] for t in stating.tokens if t.role == "filler")
    before = text[stating.sentence.clauses[0].start : stating.finding.at]
    return any(word in vocabulary["passed_on"] for word in words) or any(w in before for w in vocabulary["originals"])


def _is_what_it_holds(stating: Stating) -> bool:
    """网站信息量达12000条: what a site holds, unless it is said to be of the year's publishing."""
    if not stating.rule.metrics[0].startswith(PUBLISHED) or stating.finding.own & _TOLD or stating.finding.sub:
        return False
    text, held = stating.sentence.text, stating.sentence.vocabulary.text["holdings"]
    amounts = any("info" in token.features and text[token.start : token.end] in held for token in stating.tokens)
    return amounts and not stating.finding.clause.has("own_time")


def _is_shown(stating: Stating) -> bool:
    """公示行政处罚23件: shown on a platform, and not how many were decided."""
    finding, shown = stating.finding, stating.sentence.vocabulary.text["shown"]
    if not stating.rule.metrics[0].endswith(".decisions") or finding.own & _DECIDED:
        return False
    if any(word in stating.said for word in shown):
        return True
    # 发布通告141条；行政处罚379件, 公示行政许可524件、行政处罚203件
    last = next((f for f in reversed(stating.sentence.findings[:-1]) if f.own & _TOLD), None)
    said = stating.sentence.text[last.clause.start : last.clause.end] if last is not None else ""
    return not finding.own & _TOLD and any(word in said for word in shown)


def _learned_their_trade(stating: Stating) -> bool:
    """举办旅游从业人员业务培训班3期: who were taught shows that it was not about disclosure."""
    if stating.rule.metrics != COURSES or "disclosure" in stating.finding.own or stating.finding.about:
        return False
    text, trades = stating.sentence.text, stating.sentence.vocabulary.text["trades"]
    tokens = stating.finding.clause.tokens
    taught = next((i for i, token in enumerate(tokens) if token.features & _TAUGHT), 0)
    held = next((i for i, token in enumerate(tokens[:taught]) if "held" in token.features), taught)
    who = text[tokens[held].end : tokens[taught].start]
    return who.endswith(trades)


def _is_in_the_press(stating: Stating) -> bool:
    """通过青禾电视台、青禾日报等媒介发布910篇: in the media named, and not all that was published."""
    if stating.rule.metrics[0] != PUBLISHED[0] or stating.finding.own & stating.sentence.vocabulary.sites:
        return False
    text, press = stating.sentence.text, stating.sentence.vocabulary.text["press_ends"]
    for token in stating.finding.clause.tokens:
        names = text[token.start : token.end].rpartition(stating.sentence.vocabulary.text["and_so_on"])[0]
        if "via_etc" in token.features and names and all(name.endswith(press) for name in _BETWEEN.split(names)):
            return True
    return False


def _explains_no_policy(stating: Stating) -> bool:
    """发布数据解读信息89篇: what was explained is no policy."""
    if stating.rule.metrics != _READINGS:
        return False
    text, other = stating.sentence.text, stating.sentence.vocabulary.text["no_policies"]
    reading = next((t for t in stating.finding.clause.tokens if t.features & _EXPLAINING), None)
    return reading is not None and text[: reading.start].endswith(other)


def _are_with_their_head(stating: Stating) -> bool:
    """1名分管领导和1名工作人员: the staff beside somebody else who is counted are not all of them."""
    if stating.rule.metrics != _STAFF or "staff" in stating.finding.own:
        return False
    last = stating.sentence.findings[-2] if len(stating.sentence.findings) > 1 else None
    people = stating.sentence.vocabulary.text["people_units"]
    return last is not None and last.unit in people and not last.metrics and stating.finding.clause.mark == "、"


def _is_otherwise_counted(stating: Stating) -> bool:
    return not counts(stating.finding, stating.rule)


REFUSALS: tuple[Callable[[Stating], bool], ...] = (
    _is_otherwise_counted,
    _is_sent,
    _were_taught_otherwise,
    _is_cut_off,
    _is_of_business,
    _asks_for_a_review,
    _counts_others_too,
    _tells_of_a_deed,
    _by_themselves,
    _comes_on_top,
    _is_on_one_subject,
    _is_led,
    _names_another_medium,
    _is_a_part,
    _is_elsewhere,
    _is_copied,
    _is_what_it_holds,
    _is_shown,
    _learned_their_trade,
    _is_in_the_press,
    _are_with_their_head,
    _explains_no_policy,
)
"""why a figure does not state what its words fit"""
