"""Rules of leaning: of which of the years that were told, and of all of them together."""

from __future__ import annotations

from dataclasses import replace

from bot.meaning.follow_up import CHANGED, FollowUp, told_only
from bot.models import Query

_ENDS = frozenset({"first_told", "newest"})
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


def per_year(one: FollowUp) -> FollowUp:
    """年均 after several years: the average of these, and not of all there are."""
    found, before = one.found, one.before
    told = years_before(before)
    if found.ops != _PER_YEAR or not one.is_bare or found.span or len(told) < 2 or not one.measured_before:
        return one
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
