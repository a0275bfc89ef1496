"""Rules of leaning: which of those that were spoken of are meant, by a word that names none of them."""

from __future__ import annotations

from dataclasses import replace

from bot.meaning.follow_up import AMONG, UNSAID, FollowUp, left_open, told_only


def of_one_mentioned(one: FollowUp) -> FollowUp:
    """另一个呢, 前一个的诉讼呢 after a figure: of one that was spoken of, which is no 1 asserted and no first place."""
    found, before = one.found, one.before
    ranks = bool(before.ranked) or before.each is not None or before.intent in {"rank", "breakdown", "filter"}
    if ranks or len(before.bodies) != 1 or found.choices:
        return one
    return left_open(one) if one.puts_it("one_mentioned") else one


def of_those_in_turn(one: FollowUp) -> FollowUp:
    """它们的复议呢 after 青禾区收到多少, 白鹭县呢: of each that was asked about in turn, and not of the last only."""
    found, before = one.found, one.before
    if found.choices or found.each or len(before.bodies) != 1 or before.ranked or not one.says("those_told"):
        return one
    bodies, years = ({*of} for of in zip(*before.run, strict=True)) if before.run else (set[str](), set[int]())
    if len(bodies) < 2 or not found.features:
        return one  # 他们的复议呢 after one body, put them in a table
    if len(years) > 1 or not found.measures:
        return left_open(one)
    choices = tuple(choice for name in dict.fromkeys(name for name, _ in before.run) for choice in one.called(name))
    return replace(one, found=replace(found, choices=choices, years=before.years), before=told_only(before))


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
