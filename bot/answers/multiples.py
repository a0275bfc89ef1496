"""How many times as much the first of two is as the second: bodies, years, applicants or things."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.changes import pair, worked_out
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO, Cell, divided, missing
from bot.finding.scope import scope, spots_of
from bot.models import Answer


def multiple(asked: Asked) -> Answer:
    """The first that was named divided by the second; which is which is said."""
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if "rise" in asked.understood.ops and len(found.bodies) == 1:
        # by what factor it grew: the last year is so many times the first
        ends = (max(found.years), min(found.years))
        found = replace(found, years=ends, spots=spots_of(asked, found.bodies, ends))
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    first, second = both
    gone = [one for one in both if one.value is None]
    if gone:
        return missing(asked, gone, found.notes)
    if not second.value:
        return not_understood(asked, asked.understood.operators, "nothing_to_compare")
    tongue = asked.tongue
    made = _times(first, second)
    things = 1 if first.fit == second.fit else 2
    left, right = (side_by_side.label(tongue, found, one, things) or one.body for one in both)
    metric = wording.metric_name(tongue, *first.fit)
    value = side_by_side.shown(tongue, made)
    line = tongue.say("multiple", value=value, metric=metric, left=left, right=right)
    return worked_out(asked, found, made, line, "multiple")


def _times(one: Cell, other: Cell) -> Cell:
    """One cell divided by another that is not zero."""
    value, base = one.value or Decimal(0), other.value or Decimal(1)
    say = wording.percent if one.unit == RATIO else wording.plain
    return replace(
        one,
        value=divided(value, base),
        unit=wording.TIMES_UNIT,
        calculated=True,
        sources=(*one.sources, *other.sources),
        approximate=one.approximate or other.approximate,
        formula=f"{say(value)} ÷ {say(base)}",
        doubts=(*one.doubts, *(doubt for doubt in other.doubts if doubt not in one.doubts)),
    )
