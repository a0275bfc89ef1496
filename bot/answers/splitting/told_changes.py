"""How a figure that only the prose states changed between two years: 粉丝2021年到2022年涨了多少, 培训人次比上年多几成.

Each of the two years is asked by itself, and both clauses are told.
"""

from __future__ import annotations

import itertools
from collections.abc import Set
from dataclasses import replace

from bot import wording
from bot.answers.splitting import years
from bot.answers.splitting.ways import Made, Way
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


def _cut(asked: Asked) -> list[str]:
    """The later year, then the earlier one; nothing if more is asked than the difference of two years."""
    told, ops = asked.understood, _ops(asked)
    pair = _years(told, ops)
    if pair is None or not ops & (_CHANGES | _DIFFERS) or ops - _DROPPED - _NAMES or len(told.choices) != 1:
        return []
    if not ops & _COMPARED and years.is_backward(told):
        return []
    if told.each or told.conditions or told.claimed or (ops & _PERCENT and not ops & _CHANGES):
        return []
    return years.questions(asked, pair, _TOKENS)


def _together(asked: Asked, made: Made) -> Answer | None:
    ops = _ops(asked)
    results = years.results_of(made, _years(asked.understood, ops) or ())
    return _told(asked, ops, made, *results) if results is not None else None


def _ops(asked: Asked) -> frozenset[str]:
    """What the words may ask to be done: 减少 is understood otherwise beside what only the prose counts."""
    ways = itertools.chain.from_iterable(one.alternatives for one in asked.cover.mentions)
    kinds = [words_of(way).kinds for way in ways]
    ops = {op for each in kinds for op in (*each.get("op", ()), *each.get("split", ()))}
    return frozenset(_SAME.get(op, op) for op in ops)


def _years(told: Understood, ops: Set[str]) -> tuple[int, int] | None:
    """The year that is compared, and that which it is compared with."""
    named = told.years
    if "previous" in ops:
        return (named[0], named[0] - 1) if len(named) == 1 and told.span is None else None
    if told.span is not None and told.span[0] != "range":
        return None
    if len(named) < 2 or (len(named) > 2 and told.span is None):
        return None
    if ops & _CHANGES:
        return max(named), min(named)
    return (named[0], named[1]) if len(named) == 2 else None


def _told(asked: Asked, ops: Set[str], made: Made, one: Result, other: Result) -> Answer | None:
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
    notes = [note for part in made for note in part.answer.notes]
    backward = [tongue.say("the_other_way")] if value < 0 else []
    return Answer(
        status="answered",
        text="\n".join(
            [
                tongue.say("formula", formula=formula),
                *years.texts_of(asked, made),
                *wording.note_lines(tongue, backward),
            ]
        ),
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
        notes=tuple(dict.fromkeys([*notes, *backward])),
    )


TOLD_CHANGE = Way(cut=_cut, accept=years.accept, together=_together)
