"""One figure for each of another: 平均每个采购项目多少钱. Both are asked for by themselves, and divided."""

from __future__ import annotations

import functools
from decimal import Decimal

from bot import wording
from bot.answers.choosing import parts_of
from bot.answers.splitting.ways import Made, Part, Way
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.finding.cells import RATIO, divided
from bot.models import Answer, Result

_TABLE = "per"


def _accept(part: Part, made: Made) -> bool:
    """One figure, of the body and year of the one before; what is divided by is not zero."""
    results = part.answer.results
    if part.answer.status != "answered" or len(results) != 1 or results[0].value is None or results[0].unit == RATIO:
        return False
    whose = {(one.body, one.year) for one in (results[0], *(each.answer.results[0] for each in made))}
    return len(whose) == 1 and (not made or bool(results[0].value))


def _together(asked: Asked, made: Made) -> Answer:
    """The quotient, a share where both are counted alike, and both figures below it."""
    tongue = asked.tongue
    one, other = (part.answer.results[0] for part in made)
    value = divided(one.value or Decimal(0), other.value or Decimal(1))
    alike = one.unit == other.unit
    shown = wording.percent(value) if alike else wording.amount(tongue, round(value, 2), one.unit)
    terms = " ÷ ".join(wording.plain(each.value or Decimal(0)) for each in (one, other))
    lines = [
        tongue.say("share_of_two" if alike else "for_each", value=shown, body=one.body, year=one.year),
        tongue.say("formula", formula=f"{terms} = {shown}"),
        *(line for part in made for line in going_on.without(tongue, part.answer.text).split("\n")),
    ]
    result = Result(
        body=one.body,
        year=one.year,
        metric=one.metric if alike else None,
        party=one.party,
        value=value,
        unit=RATIO if alike else one.unit,
        sources=(*one.sources, *other.sources),
        approximate=one.approximate or other.approximate,
        calculated=True,
    )
    notes = tuple(dict.fromkeys(note for part in made for note in part.answer.notes))
    return Answer(status="answered", text="\n".join(dict.fromkeys(lines)), results=(result,), notes=notes)


PER_THING = Way(cut=functools.partial(parts_of, _TABLE), accept=_accept, together=_together)
