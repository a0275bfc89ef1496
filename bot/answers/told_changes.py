"""How a figure that only the prose states changed between two years: 粉丝2021年到2022年涨了多少, 培训人次比上年多几成.

Each of the two years is asked by itself, and both clauses are told.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Set
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.each_year import is_backward, of_each, results_of
from bot.finding.asked import Asked
from bot.finding.cells import RATIO, divided
from bot.meaning.understood import Understood
from bot.models import Answer, Result
from bot.words.tokens import words_of

_CHANGES = frozenset({"change", "rise", "fall"})
_DIFFERS = frozenset({"differ", "more", "less", "minus"})
_PERCENT = frozenset({"percent", "share"})
"""growth in percent is a share of the year before"""
_COMPARED = _DIFFERS | {"than", "compare", "previous"}
_SAME = {"fell": "fall", "rose": "rise"}
_DROPPED = _CHANGES | _DIFFERS | _PERCENT | {"previous", "than", "manner", "compare", "of"}
_NAMES = frozenset({"check", "form"})
"""words of things that the prose counts: 检查通报"""
_TOKENS = frozenset(f"op:{one}" for one in (*_DROPPED, *_SAME)) | {"split:than"}


def told_change(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The difference between two years; None if one has no figure of its own, or if more is asked."""
    told, ops = asked.understood, _ops(asked)
    pair = _years(told, ops)
    if pair is None or not ops & (_CHANGES | _DIFFERS) or ops - _DROPPED - _NAMES or len(told.choices) != 1:
        return None
    if not ops & _COMPARED and is_backward(told):
        return None
    if told.each or told.conditions or told.claimed or (ops & _PERCENT and not ops & _CHANGES):
        return None
    made = of_each(asked, pair, _TOKENS, answer)
    if made is None:
        return None
    later, earlier = results_of(made)
    return _told(asked, ops, made, later, earlier)


def _ops(asked: Asked) -> frozenset[str]:
    """What the words may ask to be done: 减少 is understood otherwise beside what only the prose counts."""
    ways = itertools.chain.from_iterable(one.alternatives for one in asked.cover.mentions)
    kinds = [words_of(way).kinds for way in ways]
    ops = {op for each in kinds for op in (*each.get("op", ()), *each.get("split", ()))}
    return frozenset(_SAME.get(op, op) for op in ops)


def _years(told: Understood, ops: Set[str]) -> tuple[int, int] | None:
    """The year that is compared, and that which it is compared with."""
    years = told.years
    if "previous" in ops:
        return (years[0], years[0] - 1) if len(years) == 1 and told.span is None else None
    if told.span is not None and told.span[0] != "range":
        return None
    if len(years) < 2 or (len(years) > 2 and told.span is None):
        return None
    if ops & _CHANGES:
        return max(years), min(years)
    return (years[0], years[1]) if len(years) == 2 else None


def _told(asked: Asked, ops: Set[str], made: list[Answer], one: Result, other: Result) -> Answer | None:
    """The first less the second, or the other way round where a fall is asked for."""
    tongue = asked.tongue
    if one.value is None or other.value is None:
        return None
    down = ("fall" in ops and "rise" not in ops) or "less" in ops
    down = down or (not ops & (_CHANGES | {"more", "less", "minus"}) and one.value < other.value)
    left, right = (other.value, one.value) if down else (one.value, other.value)
    value, unit = left - right, one.unit
    say = wording.percent if unit == RATIO else wording.plain
    formula = f"{say(left)} − {say(right)}"
    if ops & _PERCENT:
        if not other.value:
            return None
        value, unit = divided(left - right, other.value), RATIO
        formula = f"({formula}) ÷ {say(other.value)} = {wording.percent(value)}"
    else:
        formula = f"{formula} = {say(value)} {'' if unit == RATIO else unit}".rstrip()
    notes = [note for each in made for note in each.notes]
    notes += [tongue.say("the_other_way")] if value < 0 else []
    return Answer(
        question="",
        status="answered",
        text="\n".join([tongue.say("formula", formula=formula), *(each.text for each in made), *_notes(asked, value)]),
        results=(
            replace(
                one,
                value=value,
                unit=unit,
                calculated=True,
                approximate=one.approximate or other.approximate,
                sources=(*one.sources[:1], *other.sources[:1]),
            ),
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def _notes(asked: Asked, value: Decimal) -> list[str]:
    return [asked.tongue.say("note", what=asked.tongue.say("the_other_way"))] if value < 0 else []
