"""Several years of a figure that only the prose states: each year is asked by itself.

账号 2021到2023年怎么变 gives the figure of each year; 2021和2022年培训多少人次，合计 their sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.each_year import MOST_YEARS, is_backward, of_each, results_of
from bot.finding.asked import Asked
from bot.models import Answer, Result

_SUM = frozenset({"sum", "in_all"})
_DROPPED = frozenset({"trend", "every_year", "separately", "change", "compare", "manner"}) | _SUM
"""operators that are said of all the years"""
_MAY = frozenset({"rise", "fall"})
"""how it went, of which each year's figure tells"""


def year_by_year(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figures of all years, or their sum; None if one has none, or if more is asked."""
    told = asked.understood
    may = _DROPPED | (_MAY if told.ops & {"manner", "trend"} or not told.asks else frozenset())
    if not 1 < len(told.years) <= MOST_YEARS or told.ops - may or told.each or told.conditions or told.claimed:
        return None
    if (
        len(told.choices) != 1
        or ("change" in told.ops and is_backward(told))
        or (told.span is not None and told.span[0] != "range")
    ):
        return None
    made = of_each(asked, told.years, frozenset(f"op:{one}" for one in may), answer)
    if made is None:
        return None
    return _summed(asked, made) if told.ops & _SUM else _side_by_side(made, results_of(made))


def _side_by_side(made: list[Answer], results: list[Result]) -> Answer:
    return Answer(
        question="",
        status="answered",
        text="\n".join(one.text for one in made),
        results=tuple(results),
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
    )


def _summed(asked: Asked, made: list[Answer]) -> Answer:
    results = results_of(made)
    values = [one.value for one in results if one.value is not None]
    total = replace(
        results[-1],
        value=sum(values, Decimal(0)),
        calculated=True,
        approximate=any(one.approximate for one in results),
        sources=tuple(source for one in results for source in one.sources[:1]),
    )
    formula = f"{' + '.join(map(wording.plain, values))} = {wording.plain(sum(values, Decimal(0)))}"
    lines = [asked.tongue.say("formula", formula=f"{formula} {total.unit}"), *(one.text for one in made)]
    return replace(_side_by_side(made, [total]), text="\n".join(lines))
