"""Rules of leaning: which of those that were spoken of are meant, by a word that names none of them."""

from __future__ import annotations

from dataclasses import replace

from bot.meaning.follow_up import AMONG, UNSAID, FollowUp, left_open, told_only
from bot.models import Query


def of_one_mentioned(one: FollowUp) -> FollowUp:
    """另一个呢, 前一个的诉讼呢 after a figure: of one that was spoken of, which is no 1 asserted and no first place."""
    found, before = one.found, one.before
    ranks = bool(before.ranked) or before.each is not None or before.intent in {"rank", "breakdown", "filter"}
    if ranks or len(before.bodies) != 1 or found.choices:
        return one
    return left_open(one) if one.puts_it("one_mentioned") else one


def of_those_in_turn(one: FollowUp) -> FollowUp:
    """它们的复议呢 after 青禾区收到多少, 白鹭县呢: of each that was asked about in turn, and not of the last only.

    两家诉讼各几件 also after two side by side, of which one was gone on from.
    """
    found, before = one.found, one.before
    counted = one.puts_it("bodies_told")
    if found.choices or found.each - {"those"} or len(before.bodies) != 1 or before.ranked:
        return one
    if not (counted or one.says("those_told")):
        return one
    names, years = _in_turn(before)
    if len(names) < 2 or not found.features:
        return one  # 他们的复议呢 after one body, put them in a table
    if len(years) > 1 or not found.measures or (found.limit or len(names)) != len(names):
        return left_open(one)
    choices = tuple(choice for name in names for choice in one.called(name))
    told = replace(found, choices=choices, years=before.years, each=frozenset(), limit=None)
    return replace(
        one, found=replace(told, intent="total" if "sum" in found.ops else "figure"), before=told_only(before)
    )


def _in_turn(before: Query) -> tuple[tuple[str, ...], frozenset[int]]:
    """The bodies asked about one after another, or told side by side, and of which years."""
    names = tuple(dict.fromkeys(name for name, _ in before.run))
    if len(names) > 1 or not before.pair or before.pair[0].isdecimal():
        return names, frozenset(year for _, year in before.run)
    return before.pair, frozenset(before.years)


def of_those_found(one: FollowUp) -> FollowUp:
    """其中最少的, 最少的呢 after 超过10件的单位: of those that it told."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.features or found.parties_said or found.left or found.conditions
    ranks = bool(found.ops) and found.ops <= AMONG and not found.each - {"any", "which"}
    if before.intent != "filter" or len(before.bodies) < 2 or not ranks or named:
        return one
    measures = found.measures or one.measured_before
    again = replace(found, choices=one.choices_before(), each=UNSAID, measures=measures, intent="rank")
    return replace(one, found=again, before=told_only(before))
