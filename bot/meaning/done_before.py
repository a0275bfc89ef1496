"""Rules of leaning: what is done with the figures, where the question before did something with them."""

from __future__ import annotations

import itertools
from dataclasses import replace

from bot.meaning import intents
from bot.meaning.doing import in_points
from bot.meaning.follow_up import (
    AMONG,
    BESIDE,
    CHANGED,
    COMPUTED,
    PERCENT,
    RATE,
    SHARE,
    SHARES,
    STANDING,
    TOTAL,
    TREND,
    UNSAID,
    FollowUp,
    left_open,
    told_only,
)
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.running_on import is_plain, of_the_row_told
from bot.meaning.understood import Understood
from bot.meaning.wholes import holds
from index.metrics import catalogue

_PASSING = frozenset({"claim", "check", "where", "why", "zero_or_blank", "figures", "form", "quote", "separately"})
"""operators that are said of one question only"""
_OF_ONE = frozenset(
    {
        "breakdown",
        "results",
        "change",
        "rise",
        "fall",
        "previous",
        "percent",
        "share",
        "trend",
        "every_year",
        "table",
        "chart",
    }
)
"""operators that are kept where another body is named: a change is one of that body too, the highest is not"""
_OVER_YEARS = frozenset({"more", "less", "differ", "than", "times", "sum", "average"})
"""operators that are kept too if they are of several years of one body: 多收多少件 than the year before"""
_OF_TWO = frozenset({"compare", "differ"})
"""operators that set what is named beside what was asked before: 跟2020年差多少"""
_ADDED = frozenset({"sum", "average"})
_APART = frozenset({"breakdown", "results"})
_CASES = frozenset({"reconsideration.total", "litigation.total"})
"""what is taken apart by how it ended"""
_OF_SEVERAL = frozenset({"total", "difference", "rank"})
"""kinds of question that are asked of several things of one body and year"""
_TWO = 2
_COMPARED = frozenset({"compare"})
_BESIDE_IT = BESIDE | {"than"}
_SAID_OF_IT = CHANGED | {"more", "less", "differ", "compare", "beside"}
"""operators that set what was asked before beside something else"""


def share_of_the_change(one: FollowUp) -> FollowUp:
    """百分之几 after 变化多少, or after how many more than another year: how much that is of what was."""
    found, before = one.found, one.before
    if found.ops != SHARE or one.names_any or not _in_percent(one):
        return one
    if CHANGED & frozenset(before.ops):
        return replace(one, found=replace(found, ops=PERCENT))
    if before.intent == "difference" and len(before.bodies) == 1 and len(before.years) == 2:
        years = tuple(sorted(before.years))
        return replace(one, found=replace(found, ops=PERCENT | {"change"}, years=years, intent="change"))
    return one


def share_of_all_named(one: FollowUp) -> FollowUp:
    """20.3% of all closed, after how many were denied: what was told is the part."""
    found, before = one.found, one.before
    part = (before.metrics[0], next(iter(before.parties), None)) if len(before.metrics) == 1 else None
    whole = found.fits[0] if len(found.fits) else None
    named = found.choices or found.years or found.parties_said or found.left or found.against
    if part is None or whole is None or named or not found.features >= TOTAL or not found.ops >= SHARE:
        return one
    if part == whole or part[0] not in catalogue() or before.given_up or not holds(whole, part):
        return one
    return replace(one, found=replace(found, measures=(Measure(fits=(part,)),), against=found.measures[0]))


def _in_percent(one: FollowUp) -> bool:
    """百分之几 may tell a change; 占比 is a share of something and never one."""
    ways = (way for mention in one.cover.mentions for way in mention.alternatives)
    return one.says("in_percent") or any("op:percent" in way for way in ways)


def one_of_the_parts(one: FollowUp) -> FollowUp:
    """信访类的 after 不予处理有哪几类: the figure of that one."""
    found, before = one.found, one.before
    whole = len(found.measures) == 1 and not any(catalogue()[key].parts for key, _ in found.measures[0].fits)
    one_of_them = before.each == "party" and bool(found.parties) and not found.features
    if before.intent != "breakdown" or (before.each == "party" and not one_of_them) or not whole:
        return one
    return replace(one, before=replace(before, ops=tuple(op for op in before.ops if op != "breakdown"), each=None))


def in_number(one: FollowUp) -> FollowUp:
    """多几件, 收到多少申请, how many after 办结率: the figures behind the rates; of a ranking of those it told."""
    before = one.before
    if not frozenset(before.ops) & (SHARES | PERCENT) or not (_counts(one) or _asks_a_thing(one)):
        return one
    ranked = before.each is not None and AMONG & set(before.ops)
    ops = tuple(op for op in before.ops if op not in SHARES | PERCENT)
    before = replace(before, ops=ops, against=None, conditions=())
    return replace(one, before=told_only(before) if ranked else before)


def of_the_figure(one: FollowUp) -> FollowUp:
    """诉讼几件 after 同比增长多少, 几件 after 排第几: how many, and not how much more, or which place."""
    before = one.before
    if STANDING & frozenset(before.ops) and (_counts(one) or _asks_a_thing(one)):
        return replace(one, before=told_only(before))
    if not _asks_a_thing(one):
        return one
    apart = before.intent == "breakdown"
    left_out = COMPUTED | _APART if apart else COMPUTED
    before = replace(before, each=None) if apart else before
    return replace(one, before=replace(before, ops=tuple(op for op in before.ops if op not in left_out)))


def shares_of_the_parts(one: FollowUp) -> FollowUp:
    """占比, 各占多少 after 答复情况: of each of the parts, and not of what was taken apart."""
    found, before = one.found, one.before
    shares = found.ops >= SHARE and found.ops <= SHARE | {"separately"} and not one.names_any
    if before.intent != "breakdown" or not shares or not one.is_bare:
        return one
    each = frozenset({before.each}) if before.each else found.each
    found = replace(found, ops=found.ops | _APART & frozenset(before.ops), each=each, intent="breakdown")
    return replace(one, found=replace(found, measures=one.measured_before))


def _asks_a_thing(one: FollowUp) -> bool:
    found = one.found
    return found.asks and bool(found.features or found.parties_said) and not found.ops


def _counts(one: FollowUp) -> bool:
    """A measure word right behind a question word, or how many: what is asked for is counted."""
    return one.says("counted_by") or any(
        any("ask" in way for way in first.alternatives)
        and first.end == second.start
        and any(token.startswith("unit:") for way in second.alternatives for token in way)
        for first, second in itertools.pairwise(one.cover.mentions)
    )


def in_all(one: FollowUp) -> FollowUp:
    """一共多少起 after 有没有诉讼: as many as were told, which are all there are."""
    found, before = one.found, one.before
    alone = is_plain(before) and not (before.ops or before.rows or any(before.parties)) and len(before.run) < _TWO
    whole = alone and (before.metrics[0].endswith(".total") or before.metrics[0] == "requests.received")
    if not whole or not one.is_bare or found.features != TOTAL or found.ops or found.claimed or found.span:
        return one
    return replace(one, found=replace(found, measures=one.measured_before, intent="figure"))


def beside_nothing(one: FollowUp) -> FollowUp:
    """比起来多了还是少了 after one figure: nothing says than what, and it is not the year before."""
    found, before = one.found, one.before
    compares = "than" in found.ops and found.ops <= _SAID_OF_IT | _BESIDE_IT and not one.names_any
    alone = compares and len(before.run) < _TWO and not (found.claimed or found.span or found.left or found.each)
    return left_open(one) if alone and is_plain(before) else one


def beside_another_body(one: FollowUp) -> FollowUp:
    """跟番禺比呢: another body, and no change over years."""
    found, before = one.found, one.before
    if not BESIDE & found.ops or not found.choices or found.years or len(before.bodies) != 1 or before.each is not None:
        return one
    return replace(one, found=replace(found, ops=found.ops - BESIDE | _COMPARED, intent="figure"))


def more_than(one: FollowUp) -> FollowUp:
    """比2020年多几件: what was asked before is what has more."""
    found, before = one.found, one.before
    single = len(before.bodies) == len(before.years) == 1 and before.each is None
    if not ("than" in found.ops and found.reversed and not found.each and single):
        return one
    if len(found.years) == 1 and not found.choices and found.years != before.years:
        return replace(one, found=replace(found, years=(*found.years, *before.years)))
    other = one.one_before()
    if len(found.choices) == 1 and not found.years and other.bodies:
        return replace(one, found=replace(found, choices=(*found.choices, other)))
    return one


def beside_another_row(one: FollowUp) -> FollowUp:
    """比复议多几件, 跟企业比呢 after 诉讼几件, 自然人几件: the figure asked before, and another of the same report."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.span or found.conditions or found.claimed or found.left
    if named or not found.each <= UNSAID or not found.ops & _BESIDE_IT or not is_plain(before) or before.ops:
        return one
    other = _another_row(one)
    if len(other) != 1 or {*other} & {*one.measured_before}:
        return one
    side_by_side = bool(found.ops & BESIDE or found.each)
    both = replace(
        found,
        ops=_COMPARED if side_by_side else found.ops,
        each=frozenset(),
        measures=(*one.measured_before, *other),
        choices=one.choices_before(),
        years=before.years,
        intent="figure" if side_by_side else "difference",
        reversed=False,
        leaning=True,
    )
    return replace(one, found=both, settled=True)


def _another_row(one: FollowUp) -> tuple[Measure, ...]:
    """Of a metric that is named, or of another applicant where one was asked about before."""
    found, before = one.found, one.before
    if not found.parties_said:
        return found.measures if found.features else ()
    of_applicants = not found.features and any(before.parties) and len(found.parties) == 1
    return (Measure(fits=((before.metrics[0], next(iter(found.parties))),)),) if of_applicants else ()


def compared_with_it(one: FollowUp) -> FollowUp:
    """Compare that with Yuelu, how does that compare with 2020: what was asked before stands first."""
    found, before = one.found, one.before
    if not found.ops & _OF_TWO or "than" in found.ops or found.each or before.each is not None or found.measures[1:]:
        return one
    if len(found.choices) == 1 and len(before.bodies) == 1 and not found.years:
        first = one.one_before()
        return replace(one, found=replace(found, choices=(first, *found.choices))) if first.bodies else one
    if not found.choices and len(found.years) == len(before.years) == 1 and found.years != before.years:
        return replace(one, found=replace(found, years=(*before.years, *found.years)))
    return one


def of_several_again(one: FollowUp) -> FollowUp:
    """2020年呢 after 复议和诉讼一共多少, 诉讼比复议多几件, 哪个多: the same of all of them."""
    found, before = one.found, one.before
    rows = before.rows if before.intent == "rank" else tuple(zip(before.metrics, before.parties, strict=False))
    single = len(before.bodies) == len(before.years) == 1 and before.each is None and not before.given_up
    if len(rows) < 2 or before.intent not in _OF_SEVERAL or not single:
        return one
    named = found.features or found.parties_said or found.left or found.each or found.span or found.claimed
    if found.ops or named or found.sections or found.conditions or len(found.choices) + len(found.years) != 1:
        of_one = before.intent == "rank" or not (found.features or found.parties_said)
        return replace(one, before=of_the_row_told(before) if of_one else told_only(before))
    again = replace(
        found,
        measures=tuple(Measure(fits=(fit,)) for fit in rows),
        against=Measure(fits=(before.against,)) if before.against else None,
        choices=found.choices or one.choices_before(),
        years=found.years or before.years,
        ops=frozenset(before.ops) - _APART,
        intent=before.intent,
    )
    return replace(one, found=replace(again, leaning=True), settled=True)


def done_again(one: FollowUp) -> FollowUp:
    """番禺呢 after a rise, a share, a ranking: what was done with the figures before is done again."""
    found, before = one.found, one.before
    figures = found.intent == "figure" or found.ops & PERCENT
    if not one.keeps_kind or not figures or found.each & BODIES:
        return one
    if found.choices and (found.years or found.span) and found.features and not found.ops:
        return one  # whose, when and what were said: nothing was left out
    kept = frozenset(before.ops) - _PASSING
    if before.intent == "breakdown" and found.features and not _is_taken_apart(found, by_party=before.each == "party"):
        kept -= _APART  # 收到呢 after how they were dealt with
    if STANDING & kept:
        # its place among the same ones, of whichever body and year
        return replace(one, found=replace(found, ops=found.ops | kept))
    if found.years or found.span:
        kept -= intents.OVER_YEARS - {"previous"}
        if before.each is None and len(before.bodies) < 2 and len(found.years) == 1:
            kept -= AMONG | _ADDED  # the highest of the years, or their sum, is none of the one year named now
    if found.choices:
        years = len(before.bodies) == 1 and len(before.years) > 1 and before.each is None
        kept &= _OF_ONE | _OVER_YEARS if years and len(found.choices) == 1 else _OF_ONE
    return replace(one, found=replace(found, ops=found.ops | kept))


def _is_taken_apart(found: Understood, *, by_party: bool) -> bool:
    """Whether what is named now has such parts as what was taken apart before."""
    metrics = [catalogue()[key] for key, _ in found.fits if key in catalogue()]
    if by_party:
        return all(metric.by_party for metric in metrics)
    return all((metric.parts and not metric.key.startswith("requests.")) or metric.key in _CASES for metric in metrics)


def of_the_rate(one: FollowUp) -> FollowUp:
    """谁的最高, 比上年高多少 after 办结率: whose rate; how it changed, or how far apart two are."""
    found, before, ops = one.found, one.before, one.found.ops
    if not SHARES & frozenset(before.ops) or found.features:
        return one
    if ops & (AMONG | TREND) or (found.each & BODIES and not ops):
        return replace(one, found=replace(found, ops=ops | SHARE))
    if ops & _SAID_OF_IT:
        of_one = RATE if ops & (CHANGED | BESIDE) and before.against is None else SHARE
        return replace(one, found=replace(found, ops=in_points(ops | of_one)))
    return one


def changed_since(one: FollowUp) -> FollowUp:
    """跟2020年比呢: how it changed between that year and the one asked about before."""
    found, before = one.found, one.before
    if not BESIDE & found.ops or not found.years or found.choices:
        return one
    years = tuple(sorted({*found.years, *before.years}))
    return replace(one, found=replace(found, ops=found.ops - BESIDE | {"change"}, years=years))
