"""Several years of a figure that only the prose states: each year is asked by itself.

账号 2021到2023年怎么变 gives the figure of each year; 2021和2022年培训多少人次，合计 their sum.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.splitting import years
from bot.answers.splitting.ways import Made, Way
from bot.finding.asked import Asked
from bot.finding.clause.of_time import is_by_then
from bot.models import Answer, Result

_SUM = frozenset({"sum", "in_all"})
_DROPPED = frozenset({"trend", "every_year", "separately", "change", "compare", "manner"}) | _SUM
"""operators that are said of all the years"""
_MAY = frozenset({"rise", "fall"})
"""how it went, of which each year's figure tells"""


def _cut(asked: Asked) -> list[str]:
    told = asked.understood
    may = _DROPPED | (_MAY if told.ops & {"manner", "trend"} or not told.asks else frozenset())
    if not 1 < len(told.years) <= years.MOST_YEARS or told.ops - may or told.each or told.conditions or told.claimed:
        return []
    backward = "change" in told.ops and years.is_backward(told)
    if len(told.choices) != 1 or backward or (told.span is not None and told.span[0] != "range"):
        return []
    return years.questions(asked, told.years, frozenset(f"op:{one}" for one in may))


def _together(asked: Asked, made: Made) -> Answer | None:
    results = years.results_of(made, asked.understood.years)
    if results is None:
        return None
    told = _side_by_side(asked, made, results)
    if not asked.understood.ops & _SUM:
        return told
    quoted = (source.quote for one in results for source in one.sources[:1])
    return None if any(map(is_by_then, quoted)) else _summed(asked, told)


def _side_by_side(asked: Asked, made: Made, results: list[Result]) -> Answer:
    return Answer(
        status="answered",
        text="\n".join(years.texts_of(asked, made)),
        results=tuple(results),
        notes=tuple(dict.fromkeys(note for part in made for note in part.answer.notes)),
    )


def _summed(asked: Asked, told: Answer) -> Answer:
    """The sum of the figures of all years, above these."""
    values = [one.value for one in told.results if one.value is not None]
    total = replace(
        told.results[-1],
        value=sum(values, Decimal(0)),
        calculated=True,
        approximate=any(one.approximate for one in told.results),
        sources=tuple(source for one in told.results for source in one.sources[:1]),
    )
    formula = f"{' + '.join(map(wording.plain, values))} = {wording.plain(sum(values, Decimal(0)))}"
    line = asked.tongue.say("formula", formula=f"{formula} {total.unit}")
    return replace(told, text=f"{line}\n{told.text}", results=(total,))


YEAR_BY_YEAR = Way(cut=_cut, accept=years.accept, together=_together)
