"""How many times as large the first of two figures is as the second, asked or asserted.

The two are bodies, years, applicants or things.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.changes import pair, worked_out
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO, Cell, divided, missing
from bot.finding.comparing import EXACT
from bot.finding.named_again import second_first
from bot.finding.scope import Scope, scope, spots_of
from bot.models import Answer, Claim

_CLOSE = Decimal("0.05")
"""how far off, as a share of what is asserted, a multiple may be that is told as so many times as much"""


def multiple(asked: Asked) -> Answer:
    """The first one named divided by the second; the answer says which is which."""
    both = _two(asked)
    if isinstance(both, Answer):
        return both
    found, first, second = both
    return worked_out(asked, found, _times(first, second), _line(asked, both), "multiple")


def asserted_multiple(asked: Asked) -> Answer:
    """Requests doubled, twice as many as: whether the first is so many times the second."""
    both = _two(asked)
    if isinstance(both, Answer):
        return both
    told = asked.understood
    found, first, second = both
    bounds = [*told.conditions, *((one.sign, one.value) for one in told.claimed if not one.ratio)]
    if len(bounds) != 1 or not bounds[0][1]:
        return not_understood(asked, told.operators, "not_together")
    sign, number = bounds[0]
    if sign is None and "rise" in told.ops:
        # what has doubled is at least twice as much
        sign, number = ("ge", number * (1 - _CLOSE)) if number > 1 else ("le", number * (1 + _CLOSE))
    made = _times(first, second)
    value = made.value or Decimal(0)
    claim = Claim(
        claim=wording.metric_name(asked.tongue, *first.fit),
        claimed=bounds[0][1],
        value=value,
        unit=made.unit,
        holds=_is_so_much(sign, value, number),
        sources=made.sources,
        sign=sign,
    )
    line = asked.tongue.say("claim_multiple" if claim.holds else "claim_not_multiple", line=_line(asked, both))
    answer = worked_out(asked, found, made, line, "multiple")
    return replace(answer, status="checked", results=(), claims=(claim,))


def _is_so_much(sign: str | None, value: Decimal, number: Decimal) -> bool:
    """Exactly as it was said, or nearly so where it was said roughly."""
    if sign is not None and sign in EXACT:
        return EXACT[sign](value, number)
    near = number * _CLOSE * (1 if sign is None else 2)
    if sign == "over":
        return number < value <= number + 2 * near
    return number - near <= value <= (number if sign == "nearly" else number + near)


def _two(asked: Asked) -> tuple[Scope, Cell, Cell] | Answer:
    """The two of which the first is divided by the second; of one that grew the last year and the first."""
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if "rise" in asked.understood.ops and len(found.bodies) == 1:
        # by what factor it grew: the last year is so many times the first
        ends = (max(found.years), min(found.years) - (len(set(found.years)) == 1))
        found = replace(found, years=ends, spots=spots_of(asked, found.bodies, ends))
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    gone = [one for one in both if one.value is None]
    if gone:
        return missing(asked, gone, found.notes)
    both = both[::-1] if second_first(asked) else both
    if not both[1].value:
        return not_understood(asked, asked.understood.operators, "nothing_to_compare")
    return found, *both


def _line(asked: Asked, two: tuple[Scope, Cell, Cell]) -> str:
    """How many times as much, of what, and which was divided by which."""
    tongue = asked.tongue
    found, first, second = two
    things = 1 if first.fit == second.fit else 2
    left, right = (side_by_side.label(tongue, found, one, things) or one.body for one in (first, second))
    metric = wording.metric_name(tongue, *first.fit)
    value = side_by_side.shown(tongue, _times(first, second))
    return tongue.say("multiple", value=value, metric=metric, left=left, right=right)


def _times(one: Cell, other: Cell) -> Cell:
    """One cell divided by another that is not zero."""
    value, base = one.value or Decimal(0), other.value or Decimal(1)
    say = wording.percent if one.unit == RATIO else wording.plain
    return replace(
        one,
        value=divided(value, base),
        unit=wording.unit_of("times"),
        calculated=True,
        sources=(*one.sources, *other.sources),
        approximate=one.approximate or other.approximate,
        formula=f"{say(value)} ÷ {say(base)}",
        doubts=(*one.doubts, *(doubt for doubt in other.doubts if doubt not in one.doubts)),
    )
