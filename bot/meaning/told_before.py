"""Rules of leaning: which bodies, years and things are meant, of those that the question before told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import language
from bot.meaning.follow_up import AMONG, COMPUTED, TOTAL, TREND, UNSAID, FollowUp, left_open, told_only
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.running_on import adds_up, asks_which_row, is_plain
from bot.meaning.wholes import holds
from bot.places.choices import Choice
from index import numbers
from index.metrics import catalogue

_TOLD = frozenset({"those", "these"})
"""what is ranged over is what was told before"""
_HIGHER = AMONG | {"more", "less", "differ"}
_ADDED = frozenset({"sum", "average"})
_A_PLACE = frozenset({"nth"})
_ENDED = frozenset({"results"})
"""what was taken apart is how it ended"""
_LISTS = frozenset({"rank", "filter", "figure"})
_OF_SENTENCES = frozenset({"statement", "figure"})
_UNNAMED = frozenset({"any", "which"})
_KINDS = BODIES - {"any", "which", "those", "these"}
_YEAR = frozenset({"year"})
_WHOLE = TOTAL | {"closed", "request", "received", "answered"}
"""what a share is of"""
_OTHERS, _PUBLISHED = frozenset({"other"}), frozenset({"disclosed", "published"})
_REQUEST, _COMPLAINTS, _REST = frozenset({"request"}), frozenset({"complaints"}), frozenset({"carried_out"})
_BALANCE = frozenset(
    {"requests.received", "requests.carried_in", "requests.in_hand", "requests.closed", "outcome.total"}
)
_WHOLE_REPORT = frozenset({"check", "passage"})
"""kinds of question that tell several bodies"""


def of_the_year_told(one: FollowUp) -> FollowUp:
    """哪年收到最多，诉讼几件: of the year that was told."""
    found, before = one.found, one.before
    if found.years or found.span:
        return one
    that_year = one.says("that_year")
    if that_year and not before.told_years and len(before.years) > 1:
        return left_open(one)
    if not before.told_years or not (that_year or one.says("that_one") or one.asks()):
        return one
    if len(before.run) > 1 and found.ops & _HIGHER and not found.features:
        # 多几件 after 哪年多 of two: how far these are apart
        return one
    before = replace(before, ops=(), limit=None, nth=None, conditions=(), span=None)
    return replace(one, found=replace(found, years=before.told_years), before=before)


def of_those_told(one: FollowUp) -> FollowUp:
    """其中哪家最多 after a list, 谁办结得多 after two that were named: of those that it told, and of no others."""
    found, before = one.found, one.before
    if "those" in found.each and found.features and not found.ops & _HIGHER and not found.choices:
        # 这三家的诉讼: each of those that were told
        all_told = len(before.bodies) > 1
        told = replace(found, choices=one.choices_before(), each=frozenset(), intent="figure")
        return replace(one, found=told, before=told_only(before)) if all_told else one
    among = found.ops & AMONG and one.says("among_it") and found.features and not found.each & _KINDS
    if among and len(before.bodies) > 1 and not found.choices:
        # 其中复议最少的是 after a list
        return replace(one, found=replace(found, choices=one.choices_before(), each=UNSAID), before=told_only(before))
    of_named = before.each is None and found.each == UNSAID and found.ops & AMONG and found.features
    if not (found.each & _TOLD or of_named) or found.choices or len(before.bodies) < 2:
        return one
    return replace(one, found=replace(found, choices=one.choices_before(), each=UNSAID), before=told_only(before))


def of_one_of_two(one: FollowUp) -> FollowUp:
    """它的诉讼呢 after how far apart two bodies are: of which of them, nothing says."""
    found, before = one.found, one.before
    of_two = before.intent == "difference" and len(before.bodies) > 1 and not found.choices
    return left_open(one) if of_two and one.says("that_one") and not one.says("among_it") else one


def of_those_compared(one: FollowUp) -> FollowUp:
    """诉讼呢 after 青禾区和白鹭县谁收到的多, or 哪年多 of two years: again who has more of both."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.span or found.each or found.ops or found.conditions or found.sections
    if named or not found.features or one.asks() or one.says("that_one") or one.says("those_told"):
        return one
    return _ranked_again(one, frozenset(before.ops))


def _ranked_again(one: FollowUp, ops: frozenset[str]) -> FollowUp:
    """The bodies or years that were named one by one and compared, ranked by what is said now."""
    found, before = one.found, one.before
    bodies = tuple(dict.fromkeys(body for body, _ in before.run))
    years = tuple(dict.fromkeys(year for _, year in before.run))
    choices = tuple(choice for name in bodies for choice in one.called(name))
    compared = before.intent == "rank" and before.each not in BODIES - UNSAID and len(before.run) > 1
    # each in a year of its own, where none has a report of each
    paired = len(bodies) == len(before.run) and len(years) > 1
    if not compared or len(choices) < len(bodies) or (len(bodies) * len(years) != len(before.run) and not paired):
        return one
    years = tuple(year for _, year in before.run) if paired else years
    each = _YEAR if before.told_years else UNSAID
    measures = found.measures or one.measured_before
    again = replace(found, choices=choices, years=years, each=each, ops=ops, measures=measures, intent="rank")
    again = replace(again, paired=paired)
    return replace(one, found=replace(again, leaning=True), settled=True)


def share_of_the_sum(one: FollowUp) -> FollowUp:
    """占办结的比例 after 两项一共: of both; 青禾区占多少 after 各单位一共: of that sum, and not of what is usual."""
    found, before = one.found, one.before
    if before.intent not in {"total", "average"} or "share" not in found.ops:
        return one
    if len(before.metrics) > 1 and found.features <= _WHOLE and not found.choices:
        fits = zip(before.metrics, before.parties, strict=True)
        both = replace(found, measures=tuple(Measure(fits=(fit,)) for fit in fits), choices=one.choices_before())
        both = replace(both, years=found.years or before.years, ops=found.ops | {"sum"}, intent="total", leaning=True)
        return replace(one, found=both, settled=True)
    of_bodies = before.each in BODIES and bool(found.choices) and found.against is None and not found.features
    return left_open(one) if of_bodies else one


def of_two_figures(one: FollowUp) -> FollowUp:
    """哪个多, 谁多 after 自然人几件, 企业呢: of two things of one body, and not which of all bodies."""
    found, before = one.found, one.before
    alone = is_plain(before) and len(before.run) < 2 and not before.given_up
    which = one.asks_which(who=False) or (one.asks_which(who=True) and not one.of_all)
    asked = found.each == UNSAID and found.ops & _HIGHER and not one.names_any and which
    return left_open(one) if asked and alone and not asks_which_row(one) else one


def of_its_parts(one: FollowUp) -> FollowUp:
    """最多的是哪个 after 不予公开有哪些: of the parts of the figure that was taken apart, and not of all bodies."""
    found, before = one.found, one.before
    if before.intent == "breakdown" and one.is_bare and adds_up(found, one.cover) and len(before.metrics) == 1:
        # 一共几件 after 不予公开有哪些: the figure that was taken apart
        whole = replace(found, ops=frozenset(), measures=one.measured_before, intent="figure")
        return replace(one, found=whole, before=told_only(before))
    # 第二是谁: of those who applied; 前三的是哪些: no body is said
    who = one.says("whichever") or (before.each == "party" and one.says("whoever"))
    implied = found.each == {"any"} and (not one.ranges or who)
    implied = implied or (not found.each and found.ops <= _A_PLACE)
    asks = found.each in (UNSAID, {"part"}, {"party"}) or implied
    if before.intent != "breakdown" or not asks or not found.ops & AMONG or one.names_any:
        return one
    if before.each == "party":
        found = replace(found, measures=tuple(Measure(fits=((key, None),)) for key in before.metrics))
    ended = frozenset(before.ops) & _ENDED if before.each != "party" else frozenset[str]()
    found = replace(found, ops=found.ops | ended, each=frozenset({before.each or "part"}))
    return replace(one, found=found, before=replace(before, each=None))


def of_the_whole_told(one: FollowUp) -> FollowUp:
    """其中公开的多少 after 办结多少: of all that the words may mean, what the figure before it holds."""
    found, before = one.found, one.before
    if len(found.measures) != 1 or len(before.metrics) != 1 or before.given_up or not one.says("among_it"):
        return one
    whole = (before.metrics[0], next(iter(before.parties), None))
    fits = tuple(fit for fit in found.measures[0].fits if whole[0] in catalogue() and holds(whole, fit))
    return replace(one, found=replace(found, measures=(replace(found.measures[0], fits=fits),))) if fits else one


def of_the_same_thing(one: FollowUp) -> FollowUp:
    """哪年结转得最多 after 结转下年各多少: of all that the words may mean, what was asked before."""
    found, before = one.found, one.before
    if len(found.measures) != 1 or len(before.metrics) != 1 or before.given_up or found.choices or found.years:
        return one
    same = tuple(fit for fit in found.measures[0].fits if fit[0] == before.metrics[0])
    asks = found.ops or found.each
    return (
        replace(one, found=replace(found, measures=(replace(found.measures[0], fits=same),))) if same and asks else one
    )


def of_the_thing_told(one: FollowUp) -> FollowUp:
    """办结多少 after how many letters came: of those, and not of the requests that it else is about."""
    found, before = one.found, one.before
    in_words = bool(before.words) and not before.metrics and before.intent in _OF_SENTENCES
    told = [catalogue()[key].needs for key in before.metrics if key in catalogue()]
    of_complaints = bool(told) and all(needs & _COMPLAINTS for needs in told)
    named = found.choices or found.years or found.parties_said or found.features & _REQUEST
    metrics = [catalogue()[key] for key, _ in found.fits if key in catalogue()]
    of_requests = bool(metrics) and all((metric.needs | metric.may) & _REQUEST for metric in metrics)
    carriers = bool(metrics) and all(key.startswith("channel.") for key, _ in found.fits)
    if in_words and carriers and _count_carriers(before.words) and not found.features & _PUBLISHED:
        # 那网站 after 政务新媒体448个: how many sites, and not what was published there
        return left_open(one)
    return left_open(one) if (in_words or of_complaints) and of_requests and not named else one


def _count_carriers(clauses: Sequence[str]) -> bool:
    """Whether a figure that was told counts accounts or sites."""
    tables = language("zh").statements
    told = "".join(clauses)
    counted = any(one.unit in tables["counting_carriers"] for one in numbers.find(told))
    return counted and any(word in told for word in tables["carriers"])


def of_the_rest(one: FollowUp) -> FollowUp:
    """剩下的呢 after how many were closed is what was carried on; after a ranking or an outcome it is no such thing."""
    found, before = one.found, one.before
    if found.features != _REST or one.found.choices or found.years or not one.says("the_rest"):
        return one
    balance = bool(before.metrics) and _BALANCE.issuperset(before.metrics) and not before.ranked
    balance = balance and not any(before.parties) and not before.given_up  # 剩下的 after 企业几件 are other applicants
    return one if balance else left_open(one)


def of_the_others(one: FollowUp) -> FollowUp:
    """其他的呢 after a ranking is of other bodies, and no kind of applicant; 其他方式 of requests no way to publish."""
    found, before = one.found, one.before
    if found.choices or found.years:
        return one
    bodies = bool(before.ranked) or before.each in BODIES or len(before.bodies) > 1
    others = bodies and one.says("the_others") and not found.features - _OTHERS
    keys = [key for key, _ in found.fits]
    ways = bool(before.metrics) and all(key.startswith("requests.received.") for key in before.metrics)
    published = bool(keys) and all(key.startswith("channel.") for key in keys) and not found.features & _PUBLISHED
    return left_open(one) if others or (ways and published) else one


def another_place(one: FollowUp) -> FollowUp:
    """第二呢, 最少的呢 after the best year or the most frequent reason: of these, and of no bodies."""
    found, before = one.found, one.before
    parts = {"part", "party"} if before.out_of is not None else set[str]()
    bare = not (one.names_any or found.left or found.each - _UNNAMED - parts) and found.ops and found.ops <= AMONG
    if not bare or before.intent != "rank" or before.each is not None:
        return one
    if before.out_of is not None:
        # of the parts of what was taken apart
        apart = frozenset({"party" if before.out_of[0] == before.metrics[0] else "part"})
        again = replace(found, choices=one.choices_before(), years=before.years, each=apart, intent="rank")
        again = replace(again, measures=(Measure(fits=(before.out_of,)),))
        return replace(one, found=again, before=replace(told_only(before), out_of=None))
    if len(before.run) > 2:
        return _ranked_again(one, found.ops)
    if not before.told_years or len(before.bodies) != 1:
        return left_open(one)
    years = replace(found, choices=one.choices_before(), each=_YEAR, years=before.years, measures=one.measured_before)
    before = replace(told_only(before), span=None, told_years=())
    return replace(one, found=replace(years, intent="rank"), before=before)


def of_all_applicants(one: FollowUp) -> FollowUp:
    """And in total, after what companies filed: the same of all applicants."""
    found, before = one.found, one.before
    of_one = len(before.metrics) == 1 and any(before.parties) and before.each is None and not before.ops
    if not one.is_bare or found.features != TOTAL or not of_one or found.ops - _ADDED:
        return one
    if len(before.run) > 1 and not one.asks() and not one.says("of_all"):
        return one  # 合计 after 自然人 of two years: the sum of these
    of_all = tuple(replace(measure, fits=((before.metrics[0], None),)) for measure in one.measured_before)
    of_all_now = replace(found, measures=of_all, ops=frozenset(), intent="figure")
    return replace(one, found=of_all_now, before=replace(before, run=()))


def sum_of_those_told(one: FollowUp) -> FollowUp:
    """它们一共多少 after a ranking or a list: the sum of those that it told."""
    found, before = one.found, one.before
    told = one.choices_before()
    if not one.is_bare or before.each not in BODIES or before.given_up:
        return one
    if not told and before.intent == "figure" and len(before.metrics) == 1 and adds_up(found, one.cover):
        # what is the total, after a figure of each body: of the same ones
        ops = found.ops & _ADDED or frozenset({"sum"})
        found = replace(found, ops=ops, each=frozenset({before.each}), measures=one.measured_before)
        found = replace(found, intent="average" if "average" in ops else "total")
        return replace(one, found=found, before=replace(before, ops=()))
    if len(told) < 2:
        return one
    added = adds_up(found, one.cover) and before.intent in _LISTS and not {"share", "change"} & set(before.ops)
    return _sum(replace(one, found=replace(found, choices=told))) if added and one.measured_before else one


def sum_over_years(one: FollowUp) -> FollowUp:
    """合计, 平均呢 after a figure over years, 近三年合计 after one of a year: of the body and the figure before."""
    found, before = one.found, one.before
    plain = len(before.bodies) == len(before.metrics) == 1 and not before.given_up and before.each not in BODIES
    if not one.is_bare or not plain or not adds_up(found, one.cover) or COMPUTED & frozenset(before.ops):
        return one
    span = found.span or before.span
    if span is None and before.each != "year" and not TREND & frozenset(before.ops):
        return one
    return _sum(replace(one, found=replace(found, span=span, years=() if span else before.years)))


def _sum(one: FollowUp) -> FollowUp:
    """The sum or the average of what was asked before, of the bodies and years that are known by now."""
    ops = one.found.ops & _ADDED or frozenset({"sum"})
    intent = "average" if "average" in ops else "total"
    found = replace(one.found, measures=one.measured_before, ops=ops, intent=intent)
    return replace(one, found=found, before=told_only(one.before))


def sum_of_another_thing(one: FollowUp) -> FollowUp:
    """一共办结多少 after 2021、2022年收到申请各多少: the sum of the same bodies and years, and not each of them."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.span or found.each or found.ops or found.claimed
    several = (len(before.bodies) > 1) != (len(before.years) > 1) and before.each is None
    if named or not found.features - TOTAL or len(found.measures) != 1 or not several or before.intent != "figure":
        return one
    in_all = any("op:in_all" in way and "ask" not in way for said in one.cover.mentions for way in said.alternatives)
    if not in_all:
        return one
    found = replace(found, choices=one.choices_before(), years=before.years, ops=frozenset({"sum"}), intent="total")
    return replace(one, found=found, before=told_only(before))


def of_the_one_told(one: FollowUp) -> FollowUp:
    """它收到多少 after a ranking: the one that was told, not ranked again; of several it is asked which, 它们 all."""
    found, before = one.found, one.before
    among_named = before.intent == "rank" and before.each is None and bool(before.ranked)
    if not (before.each in BODIES or among_named) or found.each & BODIES or found.choices:
        return one
    told = before.bodies if len(before.bodies) > 1 else before.ranked
    if before.intent == "filter" and not before.bodies and one.says("those_told"):
        # 它们收到多少 after 哪些单位没被起诉, where there were none
        return left_open(one)
    if len(told) > 1 and one.says("those_told"):
        # also after 第二呢: the first and the second
        choices = tuple(Choice(bodies=(body,)) for body in one.places.bodies(told))
        return replace(one, found=replace(found, choices=choices), before=told_only(before))
    if not one.says("that_one"):
        return one
    if len(before.bodies) > 1:
        found = replace(found, choices=(one.one_before(),))
    return replace(one, found=found, before=told_only(before))


def of_that_ranking(one: FollowUp) -> FollowUp:
    """2021年的排名呢 after a ranking, and what was asked of one of those in it: by the figure that it was by."""
    found, before = one.found, one.before
    bare = found.ops == {"order"} and not (found.features or found.parties_said or found.choices or found.left)
    if not bare or before.ranked_by is None or before.intent == "rank" or before.ranked_by[0] not in catalogue():
        return one
    measures = (Measure(fits=(before.ranked_by,)),)
    each = found.each & BODIES or frozenset({"any"})
    found = replace(found, measures=measures, each=each, intent="rank")
    return replace(one, found=found, before=told_only(before))


def of_the_place_told(one: FollowUp) -> FollowUp:
    """第一名的复议呢 after a ranking by another figure: of whoever has that place in it, and no ranking by this one."""
    found, before = one.found, one.before
    ranks = before.intent == "rank" and before.each in BODIES
    again = ranks and found.fits == tuple(zip(before.metrics, before.parties, strict=True))
    if found.choices or not found.fits or again:
        return one
    if not before.ranked:
        return left_open(one) if found.nth and not found.years and one.puts_it("place_told") else one
    told = tuple(choice for name in before.ranked for choice in one.called(name))
    extreme = not found.nth and bool(found.ops & AMONG) and one.puts_it("extreme_told")
    if extreme:
        place, first = _extreme(one, len(told)) if ranks else None, None
        if place is None:
            return left_open(one)
    else:
        place = found.nth or (1 if "most" in found.ops else len(told) if "least" in found.ops else None)
        first = found.limit if "top" in found.ops else None
        if (place is None and first is None) or not one.puts_it("place_told"):
            return one
    its = told[:first] if first else told[place - 1 : place] if place else ()
    if len(its) < (first or 1) or (len(told) == 1 and not (found.nth or extreme)):
        # the second, or the last, where only the first was told
        return left_open(one)
    plain = replace(found, ops=found.ops - AMONG, each=frozenset(), nth=None, limit=None, intent="figure")
    return replace(one, found=replace(plain, choices=its), before=told_only(before))


def _extreme(one: FollowUp, told: int) -> int | None:
    """The place of 垫底那家, 最多的那家; None where a ranking of the first few does not tell the other end."""
    before, least = one.before, "least" in one.found.ops
    rises = "least" in before.ops and "most" not in before.ops
    if least == rises:
        return 1
    return told if "order" in before.ops and before.limit is None else None


def passages_of_those_told(one: FollowUp) -> FollowUp:
    """What problems did they report, after a ranking: the sections of the reports of those that it told."""
    found, before = one.found, one.before
    if not found.sections or before.each not in BODIES or found.choices or found.each & BODIES:
        return one
    return replace(one, found=replace(found, choices=one.choices_before()), before=told_only(before))


def of_another_report(one: FollowUp) -> FollowUp:
    """番禺呢 after a question about a report itself: the same of another report."""
    found, before = one.found, one.before
    if not one.keeps_kind or found.features or found.parties_said or before.intent not in _WHOLE_REPORT:
        return one
    words = frozenset(before.words)
    if before.intent == "check":
        found = replace(found, intent="check", ops=frozenset({"check"}), checks=words, measures=(), leaning=True)
    else:
        found = replace(found, intent="passage", sections=words, measures=(), leaning=True)
    return replace(one, found=found, settled=True)
