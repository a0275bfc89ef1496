"""Rules of leaning: of which of the years that were told, and of all of them together."""

from __future__ import annotations

from dataclasses import replace

from bot.meaning.follow_up import AMONG, CHANGED, UNSAID, FollowUp, told_only
from bot.meaning.intents import BODIES
from bot.models import Query

_ENDS = frozenset({"first_told", "newest"})
_RANKED_OR_APART = frozenset({"rank", "breakdown"})
_PER_YEAR = frozenset({"average", "every_year"})


def years_before(before: Query) -> tuple[int, ...]:
    """The years that were told of one body, in order: of a series, or by one question after another."""
    run = {year for _, year in before.run} if len({body for body, _ in before.run}) == 1 else set()
    told = set(before.years) if len(before.bodies) == 1 else set()
    return tuple(sorted(run if len(run) > len(told) else told))


def of_the_first_or_last_told(one: FollowUp) -> FollowUp:
    """首年呢, 最后一年呢 after several years: the first or the last of them."""
    found, before = one.found, one.before
    told = years_before(before)
    last = one.says("last_told")
    ends = found.ops & _ENDS
    if len(ends) != 1 or (ends == {"newest"} and not last) or found.years or found.choices or len(told) < 2:
        return one
    ops = found.ops - _ENDS
    intent = "figure" if not ops else found.intent
    found = replace(found, ops=ops, years=told[-1:] if last else told[:1], intent=intent)
    return replace(one, found=found, before=told_only(before))


def between_the_ends(one: FollowUp) -> FollowUp:
    """最后一年比第一年多多少 after several years: of the last and the first of them."""
    found, told = one.found, years_before(one.before)
    if not found.ops >= _ENDS or found.years or found.choices or found.each or len(told) < 2:
        return one
    ops = found.ops - _ENDS - {"than"}
    intent = "difference" if ops & {"more", "less", "differ"} else "change"
    found = replace(found, ops=ops, years=(told[-1], told[0]), span=None, reversed=False, intent=intent)
    return replace(one, found=found, before=told_only(one.before))


def most_of_those_told(one: FollowUp) -> FollowUp:
    """最多的呢, biggest jump after several years of a body, or several bodies: of these, and not of all there are."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.span or found.left or found.conditions or found.limit
    if named or one.ranges or not found.ops & AMONG or before.intent in _RANKED_OR_APART or before.each in BODIES:
        return one
    of_a_place = found.nth is not None and bool(before.ranked)  # 第三名呢 after 第二名的复议
    if of_a_place or (found.features and len(found.measures) != 1):
        return one
    measures = found.measures if found.features else one.measured_before
    years = years_before(before)
    if len(years) > 1:
        found = replace(found, each=frozenset({"year"}), choices=one.choices_before(), years=years, measures=measures)
        return replace(one, found=replace(found, intent="rank"), before=told_only(before))
    bodies = tuple(dict.fromkeys(body for body, _ in before.run))
    choices = tuple(choice for name in bodies for choice in one.called(name))
    if len(choices) > 1 and len(choices) == len(bodies):
        found = replace(found, each=UNSAID, choices=choices, measures=measures, intent="rank")
        return replace(one, found=found, before=told_only(before))
    if found.each == {"any"} and not found.features and before.bodies:
        return replace(one, found=replace(found, intent=None), settled=True)
    return one


def per_year(one: FollowUp) -> FollowUp:
    """年均 after several years: the average of these, and not of all there are."""
    found, before = one.found, one.before
    told = years_before(before)
    if found.ops != _PER_YEAR or not one.is_bare or found.span or len(told) < 2 or not one.measured_before:
        return one
    if before.intent in {"change", "difference"}:
        # after how far two of them are apart: of which years, nothing says
        return replace(one, found=replace(found, intent=None), settled=True)
    ops = frozenset({"average"})
    found = replace(found, ops=ops, years=told, measures=one.measured_before, intent="average")
    return replace(one, found=found, before=told_only(before))


def changed_from(one: FollowUp) -> FollowUp:
    """跟2021年比增长多少 after 2024年: from the one year to the other."""
    found, before = one.found, one.before
    single = len(found.years) == len(before.years) == 1 and not found.choices and not found.span
    if not single or not found.ops & CHANGED or "than" not in found.ops or found.years >= before.years:
        return one
    return replace(one, found=replace(found, years=(*found.years, *before.years)))


def of_another_year(one: FollowUp) -> FollowUp:
    """2024年呢 after 2022年跟2020年比: its figure, as no year stands as far before it that was named."""
    found, before = one.found, one.before
    apart = len(before.years) == 2 and "previous" not in before.ops and before.years[1] - before.years[0] > 1
    if before.intent not in {"change", "difference"} or not apart or len(before.bodies) != 1:
        return one
    alone = len(found.years) == 1 and not (found.choices or found.ops or found.span or found.features)
    return replace(one, before=told_only(before)) if alone and one.keeps_kind else one
