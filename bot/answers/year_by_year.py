"""Several years of a figure that only the prose states: each year is asked by itself.

账号 2021到2023年怎么变 gives the figure of each year; 2021和2022年培训多少人次，合计 their sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.piecewise import asks
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.models import Answer, Result
from bot.words.mentions import is_content
from bot.words.tokens import words_of

MOST_YEARS = 8
_SUM = frozenset({"sum", "in_all"})
_DROPPED = frozenset({"trend", "every_year", "separately", "change", "compare"}) | _SUM
"""operators that are said of all the years"""


def year_by_year(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figures of all years, or their sum; None if one has none, or if more is asked."""
    told = asked.understood
    years = told.years
    if not 1 < len(years) <= MOST_YEARS or told.ops - _DROPPED or told.each or told.conditions or told.claimed:
        return None
    if len(told.choices) != 1 or (told.span is not None and told.span[0] != "range"):
        return None
    sign: str = asked.tongue.short_year.get("sign", "")
    asking: str = asked.tongue.operands.get("asking", "")
    rest = _without_years(asked) if sign else ""
    if not any(map(is_content, rest)):
        return None
    text = rest if asks(asked, rest) else f"{rest}{asking}"
    made = [answer(asked.again(f"{year}{sign}{text}", None)) for year in years]
    if any(one.status != "answered" or len(one.results) != 1 or one.results[0].calculated for one in made):
        return None
    results = [one.results[0] for one in made]
    if len({(one.unit, one.metric, one.body) for one in results}) > 1 or tuple(one.year for one in results) != years:
        return None
    if any(one.value is None for one in results):
        return None  # a blank is no 0
    made = [replace(one, text=going_on.without(asked.tongue, one.text)) for one in made]
    return _summed(asked, made, results) if told.ops & _SUM else _side_by_side(made, results)


def _without_years(asked: Asked) -> str:
    """The question without its years, what joins and counts them, and what is done over them."""
    gone: list[tuple[int, int]] = []
    before: int | None = None
    for one in asked.cover.mentions:
        if one.kind == "year":
            joins = before is not None and len(asked.text[before : one.start].strip()) <= 2
            gone.append((before if joins and before is not None else one.start, one.end))
            before = one.end
        elif any(words_of(way).kinds.get("op", frozenset()) & _DROPPED for way in one.alternatives):
            gone.append((one.start, one.end))
    signs = list(asked.text)
    for start, end in gone:
        signs[start:end] = " " * (end - start)
    short = asked.tongue.short_year
    counted = f"[{''.join(short.get('counts', ()))}]{short.get('sign', '')}"
    return re.sub(r"\s+", "", re.sub(counted, "", "".join(signs))).strip(",;、:。")


def _side_by_side(made: list[Answer], results: list[Result]) -> Answer:
    return Answer(
        question="",
        status="answered",
        text="\n".join(one.text for one in made),
        results=tuple(results),
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
    )


def _summed(asked: Asked, made: list[Answer], results: list[Result]) -> Answer:
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
