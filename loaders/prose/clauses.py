"""A sentence cut into clauses, and what a clause says: about what, whose, of which year, and which metric."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from index.models import maker
from index.numbers import RATIO_UNITS
from loaders.prose.aside import (
    STAFF,
    TAKEN,
    TAUGHT,
    with_media,
    without_audience,
    without_costs,
    without_duties,
    without_examples,
    without_judge,
    without_pupils,
    without_signers,
    without_ways,
)
from loaders.prose.beside import (
    without_columns,
    without_dealing,
    without_ending,
    without_listed,
    without_makers,
    without_recipients,
)
from loaders.prose.brackets import with_kinds, without_asides
from loaders.prose.vocabulary import NOTHING, Rule, Token, Words, features_of, is_another_year, is_own_year, words

_SUM = frozenset({"total"})
_UNASKED = frozenset({"disclose", "proactive"})
_SUMMING = (")", ",")
_WHAT = frozenset({"request", "release", "reconsideration", "litigation"})
_SUITS = frozenset({"reconsideration", "litigation", "complaint"})
_PLAIN = frozenset({"number", "concept", "filler"})
_LABELLING = (":", ",")
_TIMES = frozenset({"own_time", "year", "date", "other_year", "future", "partial", "cumulative"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """Tokens between two marks of a sentence."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    depth: int
    """how many brackets it stands in"""
    mark: str
    """the mark before it"""
    closing: str
    """the mark after it"""
    roles: frozenset[str]
    features: frozenset[str]
    """everything that its words say"""
    numbers: tuple[Token, ...]

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


make_clause = maker(Clause)


@dataclass(slots=True, kw_only=True)
class Scope:
    """Whose figures are told and of which year; goes on from clause to clause."""

    foreign: str = ""
    """region: all bodies of a region; other: another body, a part of the body; joint: the body and another together;
    empty: the body itself"""
    elsewhen: bool = False
    """another year, a part of the year, many years, the time to come"""
    said: frozenset[str] = NOTHING
    """features that hold for what follows: the domain and its verbs"""
    topic: frozenset[str] = NOTHING
    """what the heading above is about"""
    before: frozenset[str] = NOTHING
    """what the sentence before was about, when it was understood: requests or nothing"""
    own_time: bool = False
    """the sentence names its own year"""
    counted: bool = False
    """a sentence with figures stands before in the paragraph"""
    of_region: bool = False
    """figures of the whole region that the body governs have been told"""
    began_own: bool = False
    """the sentence before began with a figure of the body's own, whoever it named behind that"""
    began_elsewhen: bool = False
    """the sentence began with another time, which the next one may go on with"""
    stack: list[tuple[str, bool, frozenset[str], bool, bool, frozenset[str], bool]] = field(default_factory=list)
    """the state before each open bracket"""


def clauses(tokens: Sequence[Token], text: str) -> Iterator[Clause]:
    """Cut at every mark; at 、 and 和 only after a figure, since before it they join nouns.

    2件维持和1件纠正: a figure that comes after 和 and before its noun begins a clause too.
    """
    group: list[Token] = []
    depth, mark, counted = 0, "", False
    tokens = without_asides(with_kinds(tokens, text), text)
    for index, token in enumerate(tokens):
        sign = text[token.start] if token.role == "mark" else ""
        if text[token.start] == "、" and _begins_sentence(group, tokens[index + 1 : index + 3]):
            sign = ","
        if sign == "," and _is_another_suit(group, tokens[index + 1 :]):
            sign = "、"
        joins = sign == "、" or (token.role == "join" and bool(group) and group[-1].role == "number")
        if counted and _only_counts(group) and _is_among(token, tokens[index + 1 : index + 2], text):
            yield _clause(group, text, depth, mark, "、")
            group, mark, counted = [], "、", False
            continue
        if counted and group[-1:] and group[-1].role == "number" and _is_share(token, tokens[index + 1 :], text):
            # 动态类203条占总体的比例为97.6%
            yield _clause(group, text, depth, mark, ",")
            group, mark, counted = [], ",", False
        if sign in _LABELLING and not counted and group and _labels(sign, group, tokens[index + 1 : index + 4]):
            continue
        joins = joins or (token.role == "join" and counted and _begins(tokens[index + 1 :], group, text))
        anew = (joins or token.role == "join") and not counted and _opens_anew(group, tokens[index + 1 : index + 2])
        if (sign and sign != "、") or (joins and counted) or anew:
            if group:
                yield _clause(group, text, depth, mark, sign or "、")
                group = []
            mark, counted = sign or "、", False
            depth = max(0, depth + (sign == "(") - (sign == ")"))
        elif not sign:
            group.append(token)
            counted = counted or token.role == "number"
        elif joins:
            group.append(Token(start=token.start, end=token.end, role="join"))
    if group:
        yield _clause(group, text, depth, mark, "")


def with_sums(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """公开信息（包括…等5个栏目）共计30条: the sum behind a bracket is of the words before it.

    So it is behind a comma: 主动公开信息28大项，共计6657条.
    """
    told: list[Clause] = []
    for clause in clauses:
        before = next((last for last in reversed(told) if last.depth == clause.depth), None)
        summed = clause.mark in _SUMMING and clause.numbers and all(_is_sum(token) for token in clause.tokens)
        if before is not None and summed and not before.numbers and _is_summed_up(before, clause):
            tokens = (*before.tokens, *clause.tokens)
            clause = replace(
                clause, tokens=tokens, roles=before.roles | clause.roles, features=before.features | clause.features
            )
        told.append(clause)
    return tuple(told)


def _is_summed_up(before: Clause, clause: Clause) -> bool:
    if clause.mark == ")":
        return before.closing == "("
    last = next(token for token in reversed(before.tokens) if token.role != "ordinal")
    return "info" in last.features and bool(before.features & _UNASKED) and clause.features >= _SUM


def _is_sum(token: Token) -> bool:
    return token.role in ("number", "filler") or token.features == _SUM


def _begins_sentence(group: Sequence[Token], following: Sequence[Token]) -> bool:
    """规范办理、2021年我局未收到申请: a year and who did it begin another sentence, whatever mark stands before."""
    if any(token.role == "negation" for token in following[:1]) and any(t.role == "negation" for t in group):
        # 未收到申请、未出现差错
        return bool(features_of(group))
    # 2020年、2021年我局…
    if not group or group[-1].role in ("year", "other_year", "own_time", "comparison"):
        return False
    return [token.role for token in following] in (["year", "own"], ["year", "negation"])


def _is_another_suit(group: Sequence[Token], following: Sequence[Token]) -> bool:
    """无行政复议，提起行政诉讼情况发生: a comma where 、 is meant, as nothing is said behind it."""
    rest = list(takewhile(lambda token: token.role != "mark", following))
    none = any(token.role == "negation" for token in group) and bool(group[-1].features & _SUITS)
    last = bool(rest) and rest[0].features <= _SUITS and bool(rest[0].features)
    return none and last and bool(rest[1:]) and all(token.role == "filler" for token in rest[1:])


def _only_counts(group: Sequence[Token]) -> bool:
    """Tell 56件申请 before 中54件来自自然人."""
    rest = features_of(group)
    return group[0].role == "number" and all(t.role in _PLAIN for t in group) and rest <= _WHAT


def _is_among(token: Token, following: Sequence[Token], text: str) -> bool:
    """Tell 中 between two figures: 85件中44件公开."""
    counts = token.role == "filler" and [t.role for t in following] == ["number"]
    return counts and text[token.start : token.end] in words().text["among"]


def _is_share(token: Token, following: Sequence[Token], text: str) -> bool:
    """Tell 占…97.6% behind a figure."""
    rest = takewhile(lambda token: token.role not in ("mark", "unknown"), following)
    number = next((token.number for token in rest if token.number is not None), None)
    shares = text[token.start] in words().text["makes_up"]
    return shares and number is not None and number.unit in RATIO_UNITS


def _labels(sign: str, group: Sequence[Token], following: Sequence[Token]) -> bool:
    """行政许可：37件; 采购：项目12项; 工作动态，455条；: a noun and its figure, whatever mark stands between."""
    roles = [token.role for token in following]
    if sign == ":":
        # 提起行政诉讼情况：无
        none = roles[:1] == ["negation"] and roles[1:2] in ([], ["mark"])
        return none or roles[:1] == ["number"] or roles[:2] == ["filler", "number"]
    alone = all(token.role in ("concept", "ordinal") for token in group)
    return sign == "," and alone and roles[:1] == ["number"] and (len(roles) < 2 or roles[1] == "mark")


def _opens_anew(group: Sequence[Token], following: Sequence[Token]) -> bool:
    """通过专栏发布年度报告、在门户网站公开信息633条: after a verb another medium begins another clause."""
    opens = [token.role for token in following] == ["via_open"]
    return opens and any(token.features & {"publish", "disclose", "proactive"} for token in group)


def _begins(tokens: Sequence[Token], group: Sequence[Token], text: str) -> bool:
    """Tell whether each item of the list up to the next mark begins with its figure.

    对3件…和2件…进行了复核: what is done to things counted is said of all at once.
    """
    items: list[list[Token]] = [[]]
    for token in takewhile(lambda token: token.role != "mark", tokens):
        if token.role == "join":
            items.append([])
        else:
            items[-1].append(token)
    if not all(item and item[0].role == "number" for item in items):
        return False
    plain = all(token.role in _PLAIN for token in items[-1])
    return plain or not any(text[t.start : t.end] in words().text["done_to"] for t in group if t.role == "filler")


def _clause(group: Sequence[Token], text: str, depth: int, mark: str, closing: str) -> Clause:
    start, end = group[0].start, group[-1].end
    group = _plain(group, text)
    return make_clause(
        start=start,
        end=end,
        tokens=tuple(group),
        depth=depth,
        mark=mark,
        closing=closing,
        roles=frozenset([token.role for token in group]),
        features=features_of(group),
        numbers=tuple([token for token in group if token.role == "number"]),
    )


def _plain(group: Sequence[Token], text: str) -> Sequence[Token]:
    """Leave out of a clause what changes no figure."""
    said, roles = features_of(group), {token.role for token in group}
    if not TAUGHT.isdisjoint(said):
        group = without_pupils(without_audience(group, text))
    if "via_open" in roles:
        group = with_media(group, text)
    if "request_fee" in said:
        group = without_costs(group)
    if not STAFF.isdisjoint(said):
        group = without_duties(group, text)
    if words().text["appealed_to"][0] in text[group[0].start : group[-1].end]:
        group = without_recipients(group, text)
    if "issue" in said:
        group = without_makers(group, text)
    if not said.isdisjoint(TAKEN):
        group = without_ways(group)
    return _plainer(group, text, said, roles)


def _plainer(group: Sequence[Token], text: str, said: frozenset[str], roles: set[str]) -> Sequence[Token]:
    """Leave out of a clause who else, how else and what for instance, by the roles that stand in it."""
    if "own" in roles:
        group = without_judge(without_signers(group, text), text)
    if "all" in roles:
        group = without_dealing(group)
    if "join" in roles and "info" in said:
        group = without_listed(group, text)
    if "join" in roles and "done" in roles:
        group = without_ending(group)
    if "etc" in roles:
        group = without_examples(without_columns(group, text))
    return group


@functools.lru_cache(maxsize=4096)
def fitting(zero: bool, own: frozenset[str], before: frozenset[str], year: int, unit: str = "") -> Rule | None:
    """Find the one rule that the features fit and that counts in the unit; the one that asks for most wins.

    Two of equal weight are none. `zero` looks among the rules for what is said not to be.
    """
    best: list[Rule] = []
    weight = 0
    rules = words().zero_by_need if zero else words().rules_by_need
    # the order of the file, each rule once
    for _, rule in sorted({place: rule for feature in own for place, rule in rules.get(feature, ())}.items()):
        if (unit and unit not in rule.units) or not rule.said >= own or not rule.since <= year <= rule.until:
            continue
        if not all(need & own for need in rule.needs):
            continue
        if not all(need & own or need & before for need in rule.context):
            continue
        asked = len(rule.needs) + len(rule.context)
        if asked > weight:
            best, weight = [rule], asked
        elif asked == weight:
            best.append(rule)
    if len({(rule.metrics, rule.party) for rule in best}) != 1:
        return None
    return next((rule for rule in best if rule.loose), best[0])


def unknown(tokens: Sequence[Token]) -> tuple[list[Token], bool]:
    """Give the unknown words before the first feature or figure, and whether others stand after it.

    The name of a site between 通过 and 网站 is not among them.
    """
    lead: list[Token] = []
    pending: list[Token] = []
    begun = opened = after = False
    for token in tokens:
        if token.role == "unknown" or (opened and not begun and token.role in ("quoted", "title")):
            pending.append(token)
        elif token.role == "via_open":
            if not begun:
                # 区民政局通过微信公众号发布: who is named before is no name of a site
                lead, pending = lead + pending, []
            opened = True
        elif token.role in ("concept", "number"):
            if not (opened and any(feature.startswith("via_") for feature in token.features)):
                after = after or (begun and bool(pending))
                lead += [] if begun else pending
            pending, begun = [], True
    return (lead, after or bool(pending)) if begun else (pending, False)


_LATER_MONTHS = re.compile(words().text["later_months"])
_FULL_YEAR = re.compile(words().text["full_year"])


def is_foreign_name(name: str, vocabulary: Words) -> bool:
    """Tell an unknown subject that ends like the name of an organ or a place."""
    text = vocabulary.text
    return name.endswith(text["organ"]) and not name.endswith(text["not_organ"])


def time_of(clause: Clause, text: str, year: int, vocabulary: Words) -> bool | None:
    """Tell of which time a clause is: True of another, False of the year reported on, None: nothing is said."""
    if not clause.roles & _TIMES:
        return None
    said = text[clause.start : clause.end]
    own = any(is_own_year(token, year) for token in clause.tokens)
    other = any(t.role == "future" or is_another_year(t, year) for t in clause.tokens)
    to_the_end = any(end in said for end in vocabulary.text["year_end"])
    to_the_end = to_the_end or said.endswith(vocabulary.text["year_end_last"])
    later = clause.has("date") and year != vocabulary.text["first_year"] and _LATER_MONTHS.search(said) is not None
    to_the_end = to_the_end and not later
    # 自2021年1月1日至12月31日累计, 2021年1月1日以来: the year told of
    full = _FULL_YEAR.search(said) is not None
    months = clause.has("date") and not to_the_end and not full
    part = clause.has("partial") and not (to_the_end and not clause.has("cumulative"))
    own = own or full
    part = part and not full and not _since_new_year(clause, text, year, vocabulary)
    ends = any(end in said for end in vocabulary.text["at_the_end"])
    total = (
        clause.has("cumulative") and not full and (not own or clause.has("partial") or (ends and clause.has("year")))
    )
    if other or months or part or total:
        return True
    return False if own else None


def _since_new_year(clause: Clause, text: str, year: int, vocabulary: Words) -> bool:
    """Tell 2021年以来 in the report on 2021, which is all of it; nothing else in the clause may be a part of it."""
    parts = [token for token in clause.tokens if token.role == "partial"]
    first, *rest = parts
    since = text[first.start : first.end] in vocabulary.text["since"]
    return since and not rest and any(is_own_year(t, year) and t.end == first.start for t in clause.tokens)


def whole(value: Decimal) -> bool:
    """Tell a count from a measure: 12 requests, never 1.5."""
    return value == value.to_integral_value()
