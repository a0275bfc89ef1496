"""A sum of the form asserted with its figures: 新收305加上年结转11等于办结299加结转17; 正文说372，表里也是这个数吗.

It is looked up without the figures, and each of these must stand in the one check that is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from bot.answers.audit import checks_of
from bot.finding.asked import Asked
from bot.finding.scope import scope
from bot.models import Answer, Mention
from bot.words.mentions import years
from index.models import Check


def sums_asserted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The check that is named with its figures; None where there is none, or a figure is none of its own."""
    if asked.understood.left == () or not any(
        _is_operator(way) for one in asked.cover.mentions for way in one.alternatives
    ):
        return None
    counted = [one for one in asked.cover.mentions if one.kind == "number"]
    named = years(asked.text) if counted else []
    figures = [one for one in counted if not any(year.start <= one.start < year.end for year in named)]
    if not figures:
        return None
    sub = asked.again(_without(asked, figures), asked.before)
    told = sub.understood
    if told.intent != "check" or told.left or told.each:
        return None
    found = scope(sub)
    if isinstance(found, Answer) or found.ranged:
        return None
    made = [one for spot in found.spots for report in spot.reports for one in checks_of(sub, report)]
    whole = [one for one in made if one.party in {"total", None}]
    if len({one.name for one in whole}) != 1 or not {one.value for one in figures} <= _values(whole):
        return None
    return answer(sub)


def _without(asked: Asked, figures: Sequence[Mention]) -> str:
    """The text without the figures and the measure words right behind them."""
    units = {one.start: one.end for one in asked.cover.mentions if any(_is_unit(way) for way in one.alternatives)}
    text = asked.text
    for one in sorted(figures, key=lambda each: -each.start):
        text = text[: one.start] + text[units.get(one.end, one.end) :]
    return text


def _is_operator(way: Set[str]) -> bool:
    """It says what is done with figures: without such a word nothing is audited."""
    return any(token.startswith("op:") for token in way)


def _is_unit(way: Set[str]) -> bool:
    return any(token.startswith("unit:") for token in way)


def _values(made: Sequence[Check]) -> set[object]:
    """All figures that stand in the checks, and their sums."""
    terms = (fact.value for one in made for fact in (*one.left_terms, *one.right_terms))
    return {*terms, *(value for one in made for value in (one.left, one.right))}
