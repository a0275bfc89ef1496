"""What a question leaves out, taken from the previous one in the chat: bodies, years, and what is done with figures."""

from __future__ import annotations

import itertools
from dataclasses import replace

from bot.languages import CODES, language
from bot.meaning import intents
from bot.meaning.doing import BODIES, in_points
from bot.meaning.measuring import Measure
from bot.meaning.running_on import adds_up, is_plain, over_run
from bot.meaning.understood import Understood
from bot.models import Cover, Query
from bot.places.bodies import Places
from bot.places.choices import Choice
from index.metrics import catalogue

_NEUTRAL = frozenset({"table", "chart", "separately", "where", "why"})
"""operators that leave the kind of question as it was"""
_PASSING = frozenset({"claim", "check", "where", "why", "zero_or_blank", "figures", "form", "quote", "separately"})
"""operators that are said of one question only"""
_OF_ONE = frozenset(
    {"breakdown", "change", "rise", "fall", "previous", "percent", "share", "trend", "every_year", "table", "chart"}
)
"""operators that are kept where another body is named: a change is one of that body too, the highest is not"""
_AMONG = frozenset({"most", "least", "order", "top", "nth"})
_OF_TWO = frozenset({"compare", "differ"})
"""operators that set what is named beside what was asked before: 跟2020年差多少"""
_BESIDE, _COMPARED = frozenset({"beside"}), frozenset({"compare"})
_UNSAID = frozenset({"which"})
"""which one, of no kind that is said"""
_TOLD = frozenset({"those", "these"})
"""what is ranged over is what was told before"""
_SHARED = frozenset({"percent"})
_SHARE = frozenset({"share"})
_RATE = frozenset({"rate"})
_SHARES = _SHARE | _RATE
_TREND = frozenset({"trend", "every_year"})
_HIGHER = _AMONG | {"more", "less"}
_TWO = 2
_TOTAL = frozenset({"total"})
_ADDED = frozenset({"sum", "average"})
_LISTS = frozenset({"rank", "filter", "figure"})
_CHANGED = frozenset({"change", "rise", "fall", "previous"})
_COMPUTED = _SHARES | _CHANGED | _SHARED | {"more", "less", "differ", "than"}
"""operators that make of a figure another one"""
_SAID_OF_IT = _CHANGED | {"more", "less", "differ", "compare", "beside"}
"""operators that set what was asked before beside something else"""
_WHOLE_REPORT = frozenset({"check", "passage"})


def lean(found: Understood, before: Query, cover: Cover, places: Places) -> Understood:
    """What was said, completed from the previous question."""
    if before.told_years and not found.years and not found.span and (_points_back(cover) or _asks(cover)):
        # 哪年收到最多，诉讼几件: of the year that was told
        found = replace(found, years=before.told_years)
        before = replace(before, ops=(), limit=None, nth=None, conditions=(), span=None)
    if found.each & _TOLD and not found.choices and len(before.bodies) > 1:
        # 其中哪家最多 after a list: of those that it told, and of no others
        listed = tuple(Choice(bodies=(body,)) for body in places.bodies(before.bodies))
        found = replace(found, choices=listed, each=frozenset({"which"}))
        before = replace(before, ops=(), each=None, regions=(), conditions=(), limit=None, nth=None)
    if found.each == _UNSAID and found.ops & _HIGHER and not _names_any(found) and _is_alone(before, cover):
        # 哪个多 after 自然人几件, 企业呢: of two things of one body, and not which of all bodies
        return replace(found, intent=None)
    if _of_breakdown(found, before):
        # 最多的是哪个 after 不予公开有哪些: of the parts, and not of all bodies
        found = replace(found, each=frozenset({before.each or "part"}))
        before = replace(before, each=None)
    if found.ops == _SHARE and not _names_any(found):
        found = _of_change(found, before)
    before = _of_figures(found, before, cover)
    if _BESIDE & found.ops and found.choices and not found.years and len(before.bodies) == 1 and before.each is None:
        # 跟番禺比呢: another body, and no change over years
        found = replace(found, ops=found.ops - _BESIDE | _COMPARED, intent="figure")
    found = _of_all_applicants(found, before)
    added = _added_up(found, before, cover, places) or _over_years(found, before, cover)
    if added is not None:
        found, before = added, replace(before, ops=(), each=None, regions=(), conditions=(), limit=None, nth=None)
    elif before.each in BODIES and not found.each & BODIES and not found.choices and _points_back(cover):
        # 它收到多少 after a ranking: the one that was told, no ranking again; of several it is asked which
        if len(before.bodies) > 1:
            found = replace(found, choices=(Choice(bodies=places.bodies(before.bodies)),))
        before = replace(before, ops=(), each=None, regions=(), conditions=(), limit=None, nth=None)
    return _lean(_beside(over_run(found, before, cover, places), before, places), before)


def _of_figures(found: Understood, before: Query, cover: Cover) -> Query:
    """The question before, of the figures themselves where that is what is asked for now."""
    if before.intent == "breakdown" and before.each != "party" and _is_whole(found):
        # 信访类的 after 不予处理有哪几类: the figure of that one
        before = replace(before, ops=tuple(op for op in before.ops if op != "breakdown"), each=None)
    if frozenset(before.ops) & (_SHARES | _SHARED) and _is_counted(found, cover):
        before = _in_number(before)
    if found.asks and found.features and not found.ops:
        # 诉讼几件 after 同比增长多少: how many, and not how much more
        before = replace(before, ops=tuple(op for op in before.ops if op not in _COMPUTED))
    return before


def _is_alone(before: Query, cover: Cover) -> bool:
    """Which of them, no body being named, after one figure of one body and year and none of another before it."""
    words = {word for code in CODES for word in language(code).operands["which_of_them"]}
    which = any(mention.text in words for mention in cover.mentions)
    return which and is_plain(before) and len(before.run) < _TWO and not before.given_up


def _of_breakdown(found: Understood, before: Query) -> bool:
    """Which is the most, of a figure that was just taken apart."""
    asked = found.each == _UNSAID and bool(found.ops & _AMONG)
    return before.intent == "breakdown" and asked and not _names_any(found)


def _is_whole(found: Understood) -> bool:
    """A thing is named that has no parts of its own."""
    return len(found.measures) == 1 and not any(catalogue()[key].parts for key, _ in found.measures[0].fits)


def _of_change(found: Understood, before: Query) -> Understood:
    """百分之几 after 变化多少, or after how many more than another year: how much that is of what was."""
    if _CHANGED & frozenset(before.ops):
        return replace(found, ops=_SHARED)
    if before.intent == "difference" and len(before.bodies) == 1 and len(before.years) == _TWO:
        return replace(found, ops=_SHARED | {"change"}, years=tuple(sorted(before.years)), intent="change")
    return found


def _in_number(before: Query) -> Query:
    """The question before, of the figures behind its rates; of a ranking by them, of those that it told."""
    ranked = before.each is not None and _AMONG & set(before.ops)
    told = replace(
        before, ops=tuple(op for op in before.ops if op not in _SHARES | _SHARED), against=None, conditions=()
    )
    return replace(told, ops=(), each=None, regions=(), limit=None, nth=None) if ranked else told


def _names_any(found: Understood) -> bool:
    """Whether a body, a year, an applicant or a thing is named."""
    return bool(found.choices or found.years or found.features or found.parties_said)


def _of_all_applicants(found: Understood, before: Query) -> Understood:
    """And in total, after what companies filed: the same of all applicants."""
    named = found.choices or found.years or found.each or found.features != _TOTAL or found.parties_said or found.left
    alone = len(before.metrics) == 1 and before.parties[0] is not None and before.each is None and not before.ops
    if named or not alone or found.ops - _ADDED:
        return found
    return replace(found, measures=(Measure(fits=((before.metrics[0], None),)),), ops=frozenset(), intent="figure")


def _added_up(found: Understood, before: Query, cover: Cover, places: Places) -> Understood | None:
    """它们一共多少 after a ranking or a list: the sum of those that it told."""
    named = found.choices or found.years or found.each or found.features - _TOTAL or found.parties_said or found.left
    told = places.bodies(before.bodies)
    if named or before.each not in BODIES or len(told) < 2 or len(before.metrics) != 1 or before.given_up:
        return None
    if not (adds_up(found, cover) and before.intent in _LISTS and not {"share", "change"} & set(before.ops)):
        return None
    measure = Measure(fits=((before.metrics[0], next(iter(before.parties), None)),))
    listed = tuple(Choice(bodies=(body,)) for body in told)
    ops = found.ops & _ADDED or frozenset({"sum"})
    intent = "average" if "average" in ops else "total"
    return replace(found, choices=listed, measures=(measure,), ops=ops, intent=intent)


def _over_years(found: Understood, before: Query, cover: Cover) -> Understood | None:
    """合计, 平均呢 after a figure over years, 近三年合计 after one of a year: of the body and the figure before."""
    named = found.choices or found.years or found.each or found.features - _TOTAL or found.parties_said or found.left
    plain = len(before.bodies) == len(before.metrics) == 1 and not before.given_up and before.each not in BODIES
    span = found.span or before.span
    if named or not plain or not adds_up(found, cover) or _COMPUTED & frozenset(before.ops):
        return None
    if span is None and before.each != "year" and not _TREND & frozenset(before.ops):
        return None
    measure = Measure(fits=((before.metrics[0], next(iter(before.parties), None)),))
    ops = found.ops & _ADDED or frozenset({"sum"})
    intent = "average" if "average" in ops else "total"
    return replace(found, measures=(measure,), ops=ops, intent=intent, span=span, years=() if span else before.years)


def _beside(found: Understood, before: Query, places: Places) -> Understood:
    """Compare that with Yuelu, how does that compare with 2020: what was asked before stands beside it."""
    if "than" in found.ops and found.reversed and not found.each and before.each is None:
        # 比2020年多几件: what was asked before is what has more
        found = _less_than(found, before, places)
    if not found.ops & _OF_TWO or "than" in found.ops or found.each or before.each is not None or found.measures[1:]:
        return found
    if len(found.choices) == 1 and len(before.bodies) == 1 and not found.years:
        first = Choice(bodies=places.bodies(before.bodies))
        return replace(found, choices=(first, *found.choices)) if first.bodies else found
    if not found.choices and len(found.years) == len(before.years) == 1 and found.years != before.years:
        return replace(found, years=(*before.years, *found.years))
    return found


def _less_than(found: Understood, before: Query, places: Places) -> Understood:
    single = len(before.bodies) == len(before.years) == 1
    if single and len(found.years) == 1 and not found.choices and found.years != before.years:
        return replace(found, years=(*found.years, *before.years))
    if single and len(found.choices) == 1 and not found.years:
        other = Choice(bodies=places.bodies(before.bodies))
        return replace(found, choices=(*found.choices, other)) if other.bodies else found
    return found


def _points_back(cover: Cover) -> bool:
    words = {word for code in CODES for word in language(code).operands.get("that_one", ())}
    return any(mention.text in words for mention in cover.mentions)


def _is_counted(found: Understood, cover: Cover) -> bool:
    """多几件, 收到多少申请, how many after 办结率: no rate."""
    return _counts(cover) or (found.asks and bool(found.features) and not found.ops)


def _counts(cover: Cover) -> bool:
    """A measure word right behind a question word, or how many: what is asked for is counted."""
    words = {word for code in CODES for word in language(code).operands.get("counted_by", ())}
    pairs = itertools.pairwise(cover.mentions)
    return any(one.text in words for one in cover.mentions) or any(
        any("ask" in way for way in one.alternatives)
        and one.end == other.start
        and any(token.startswith("unit:") for way in other.alternatives for token in way)
        for one, other in pairs
    )


def _asks(cover: Cover) -> bool:
    """A question word, so that it is no “and of those” which repeats what was done before."""
    return any("ask" in one for mention in cover.mentions for one in mention.alternatives)


def _lean(found: Understood, before: Query) -> Understood:
    """Take what was left out from the question before: its bodies, its years, what was done with them."""
    ranged = bool(found.each & BODIES)
    named = bool(found.choices) or ranged
    ops, each, regions = found.ops, found.each, found.regions
    same_kind = not (ops - _neutral(before)) and not found.conditions and not found.sections and not found.claimed
    if same_kind and not found.features and not found.parties_said and before.intent in _WHOLE_REPORT:
        return _again(found, before)
    if same_kind and (found.intent == "figure" or ops & _SHARED) and not ranged and before.ops:
        ops = ops | _kept(found, before)
    rated = bool(_SHARES & frozenset(before.ops)) and not found.features
    if rated and (ops & (_AMONG | _TREND) or (ranged and not ops)):
        # 谁的最高, 各单位呢, 历年呢 after 办结率: whose rate
        ops = ops | _SHARE
    elif rated and ops & _SAID_OF_IT:
        # 比上年高多少, 比白鹭县高多少 after 办结率: how the rate changed, how far apart the rates are
        ops = in_points(ops | (_RATE if ops & (_CHANGED | _BESIDE) and before.against is None else _SHARE))
    if _BESIDE & ops and found.years and not found.choices:
        # 跟2020年比呢: how it changed between that year and the one asked about before
        ops = ops - _BESIDE | {"change"}
        found = replace(found, years=tuple(sorted({*found.years, *before.years})))
    changed = ops != found.ops or (not named and before.each is not None)
    if not named and before.each is not None:
        each, regions = each | {before.each}, frozenset(before.regions)
    conditions = found.conditions or (before.conditions if changed and not found.choices else ())
    merged = replace(
        found,
        ops=ops,
        each=each,
        regions=regions,
        conditions=conditions,
        limit=found.limit or (before.limit if changed else None),
        nth=found.nth or (before.nth if changed else None),
        against=found.against
        or (Measure(fits=(before.against,)) if before.against and changed and not found.content else None),
        span=found.span or (before.span if not found.years and not found.each & {"year"} else None),
        leaning=True,
    )
    if not changed:
        return merged
    signs = intents.Signs(
        ops=ops, each=each, conditions=bool(conditions), measures=len(found.measures), span=merged.span is not None
    )
    return replace(merged, intent=intents.kind_of(signs))


def _neutral(before: Query) -> frozenset[str]:
    """百分之几 after how much more tells only how the change is said."""
    return _NEUTRAL | _SHARED if _CHANGED & frozenset(before.ops) else _NEUTRAL


def _kept(found: Understood, before: Query) -> frozenset[str]:
    """What was done with the figures before and is done again."""
    if found.choices and (found.years or found.span) and found.features and not found.ops:
        return frozenset()  # whose, when and what were said: nothing was left out
    kept = frozenset(before.ops) - _PASSING
    if found.years or found.span:
        kept -= intents.OVER_YEARS - {"previous"}
        if before.each is None and len(before.bodies) < 2 and len(found.years) == 1:
            kept -= _AMONG  # the highest of the years is none of the one year named now
    return kept & _OF_ONE if found.choices else kept


def _again(found: Understood, before: Query) -> Understood:
    """番禺呢 after a question about a report itself: the same of another report."""
    words = frozenset(before.words)
    if before.intent == "check":
        return replace(found, intent="check", ops=frozenset({"check"}), checks=words, measures=(), leaning=True)
    return replace(found, intent="passage", sections=words, measures=(), leaning=True)
