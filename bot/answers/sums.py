"""Totals, averages and medians over bodies or years: what is included, what is missing. A blank never counts as 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.many import form_notes, own_values, query, told_side_by_side
from bot.answers.parts import spread
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import PRECISION, RATIO, Cell, gathered, missing, result
from bot.finding.scope import Scope, counted_twice, scope
from bot.meaning.readings import Fit
from bot.meaning.wholes import apart, includes
from bot.models import Answer, Result

MEDIAN = "median"
MOST_TERMS = 12
MOST_NAMED = 3


def total(asked: Asked) -> Answer:
    """The sum of one thing over the bodies or years of the scope, or of several things in one report."""
    return _computed(asked, average=False)


def average(asked: Asked) -> Answer:
    return _computed(asked, average=True)


def _computed(asked: Asked, *, average: bool) -> Answer:
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) < 2 and not found.ranged and len(told.measures) < 2:
        return not_understood(asked, told.operators, "nothing_to_add")
    got = own_values(asked, found)
    if isinstance(got, Answer):
        return got
    added = apart([of[0].fit for of in got if of])
    if added is None:
        return not_understood(asked, told.content, "whole_and_part")
    made = [one for of in got if of and of[0].fit in added for one in of]
    if len(made) == 1 and not found.ranged:
        # the total and all that it is made up of: nothing is added to it
        return told_side_by_side(asked, found, [made])
    having = [one for one in made if one.value is not None]
    if not having:
        return missing(asked, made, found.notes)
    if len({one.unit for one in having}) > 1 or (average and len(told.measures) > 1):
        return not_understood(asked, told.content, "not_together")
    if having[0].unit == RATIO and (len(found.spots) > 1 or found.ranged):
        # shares of several bodies' or years' figures add up to nothing
        return not_understood(asked, told.operators, "not_together")
    gone = [one for one in made if one.value is None]
    if gone and not found.ranged:
        # of bodies or years that were named one by one, all must be there
        return missing(asked, gone, found.notes)
    return _told(asked, found, having, gone, average=average)


def of_parts(asked: Asked) -> Answer:
    """What the parts of a figure come to in one report, of channels all that are told (各渠道合计)."""
    got = spread(asked)
    if isinstance(got, Answer):
        return got
    found, made = got
    having = [one for one in made if one.value is not None]
    if len(having) < len(made):
        return missing(asked, [one for one in made if one.value is None], found.notes)
    # 微博微信公开300条，其中微博100条: of a whole no part is counted again
    added = [one for one in having if not any(includes(other.fit, one.fit) for other in having)]
    return _told(asked, found, added, [], average=False)


def of_several(asked: Asked, found: Scope, one: Cell, things: int = 1) -> Result:
    """A figure computed from several, as a result without a body; without a metric if different things were added."""
    made = result(one)
    bodies = side_by_side.of_whom(asked.tongue, found)
    return replace(made, body=bodies, year=max(found.years), metric=made.metric if things == 1 else None)


def _added(having: Sequence[Cell], *, average: bool) -> tuple[Decimal, str]:
    """The sum or the average of figures, and how it was computed."""
    value = sum((one.value or Decimal(0) for one in having), Decimal(0))
    say = wording.percent if having[0].unit == RATIO else wording.plain
    formula = " + ".join(say(one.value or Decimal(0)) for one in having[:MOST_TERMS])
    formula += " + …" if len(having) > MOST_TERMS else ""
    return (_exact(value / len(having)), f"({formula}) ÷ {len(having)}") if average else (value, formula)


def _middle(having: Sequence[Cell]) -> tuple[Decimal, str]:
    """The median of figures: of an even number of them the mean of the two in the middle."""
    values = sorted(one.value or Decimal(0) for one in having)
    at, odd = divmod(len(values), 2)
    two = values[at : at + 1] if odd else values[at - 1 : at + 1]
    shown = [wording.plain(one) for one in two]
    first, last = max(0, at - MOST_TERMS // 2), at + MOST_TERMS // 2
    row = ["…"] * (first > 0) + [wording.plain(one) for one in values[first:last]] + ["…"] * (last < len(values))
    formula = ", ".join(row) + " → " + (shown[0] if odd else f"({shown[0]} + {shown[1]}) ÷ 2")
    return _exact(sum(two, Decimal(0)) / len(two)), formula


def _fits(found: Scope, having: Sequence[Cell]) -> list[Fit]:
    """The things of one report that were added up; of several reports it is one thing."""
    return [one.fit for one in having] if len(found.spots) == 1 and not found.ranged else [having[0].fit]


def _exact(value: Decimal) -> Decimal:
    return value if value == value.quantize(PRECISION) else value.quantize(PRECISION)


def _told(asked: Asked, found: Scope, having: list[Cell], gone: list[Cell], *, average: bool) -> Answer:
    kind = "averaged" if average else "summed"
    tongue, median = asked.tongue, MEDIAN in asked.understood.ops
    value, formula = _middle(having) if median else _added(having, average=average)
    summed = replace(
        having[0],
        value=value,
        calculated=True,
        approximate=any(one.approximate for one in having),
        sources=tuple(source for one in having for source in one.sources[:1]),
        formula=formula,
    )
    notes = gathered(having, [*found.notes, *form_notes(asked, found)])
    if found.ranged:
        notes.insert(0, tongue.say("sum_of_bodies", count=len(having)))
        twice = counted_twice(asked.places, [one.body for one in having])
        if twice:
            rest = len(twice) - MOST_NAMED
            more = [tongue.say("gone_more", count=rest)] if rest > 0 else []
            notes.insert(1, tongue.say("counted_twice", bodies=tongue.join([*twice[:MOST_NAMED], *more])))
    if gone:
        notes.append(side_by_side.gone(tongue, gone))
    lines = [
        side_by_side.summed_line(tongue, found, summed, having, "median" if median else kind),
        tongue.say("formula", formula=formula),
    ]
    lines += [
        tongue.say(
            "term",
            where=side_by_side.label(tongue, found, one, len({each.fit for each in having})),
            value=side_by_side.shown(tongue, one),
        )
        for one in having[:MOST_TERMS]
    ]
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=(of_several(asked, found, summed, things=len({one.fit for one in having})),),
        notes=tuple(notes),
        # what is asked next of a median would be asked of an average
        query=None if median else query(asked, found, _fits(found, having), "average" if average else "total"),
    )
