"""How much something grew a year on average: 2019到2021年年均增长多少, as a rate or as a figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.many import query, values
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import PRECISION, RATIO, divided, gathered, missing, result
from bot.finding.scope import narrowed, scope
from bot.languages import matches
from bot.models import Answer

_ONE = Decimal(1)


def growth(asked: Asked) -> Answer:
    """Between the first and the last year; told as a rate unless it is asked how many."""
    told, tongue = asked.understood, asked.tongue
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.bodies) != 1 or found.ranged or len(set(found.years)) < 2 or len(told.measures) != 1:
        return not_understood(asked, told.operators, "nothing_to_compare")
    ends = (min(found.years), max(found.years))
    found = narrowed(found, ends)
    got = values(asked, found, told.measures[0])
    if isinstance(got, Answer):
        return got
    first, last = sorted(got, key=lambda one: one.spot.year)
    if first.value is None or last.value is None:
        return missing(asked, [first, last], found.notes)
    years = ends[1] - ends[0]
    if first.unit == RATIO or first.value <= 0 or last.value <= 0:
        return not_understood(asked, told.operators, "nothing_to_compare")
    down = "fall" in told.ops
    each = divided(last.value - first.value, Decimal(years)) * (-1 if down else 1)
    rate = ((last.value / first.value) ** (_ONE / years) - 1) * (-1 if down else 1)
    counted = "percent" not in told.ops and matches("counted_growth", asked.text)
    made = replace(
        last,
        value=each if counted else rate.quantize(PRECISION),
        unit=last.unit if counted else RATIO,
        calculated=True,
        sources=(*first.sources, *last.sources),
        approximate=first.approximate or last.approximate,
    )
    said = tongue.say(
        "growth_fall" if down else "growth",
        body=made.body,
        years=side_by_side.years(ends),
        metric=wording.metric_name(tongue, *made.fit),
        rate=wording.percent(rate),
        each=wording.plain(round(each, 2)),
        unit=last.unit,
    )
    formula = f"({wording.plain(last.value)} ÷ {wording.plain(first.value)})^(1/{years}) − 1"
    lines = [said, tongue.say("formula", formula=formula), *side_by_side.source_lines(tongue, made)]
    notes = gathered([first, last], found.notes)
    return Answer(
        status="answered",
        text="\n".join([*lines, *wording.note_lines(tongue, notes)]),
        results=(result(made),),
        notes=tuple(notes),
        query=query(asked, found, [made.fit], "change"),
    )
