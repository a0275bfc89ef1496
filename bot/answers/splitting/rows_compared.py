"""Bodies in which one row is more or less than another: 企业申请比自然人申请多的单位. Each row is asked of all."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.choosing import of_those_told, parts_of, taken_apart
from bot.answers.splitting.both_conditions import MOST_NOTES, MOST_ROWS, drawn
from bot.answers.splitting.ways import Made, Part, Way
from bot.finding.asked import Asked
from bot.meaning.intents import BODIES
from bot.models import Answer

_TABLE = "rows"
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {"more": operator.gt, "less": operator.lt}


def _asks(sub: Asked, made: Made) -> bool:
    """Whether it is one row of all bodies; a region behind 比 is of whom they are compared with, and none of theirs."""
    told = sub.understood
    plain = told.intent == "figure" and not (told.choices or told.conditions or told.ops - {"separately"})
    same = all(told.regions <= part.asked.understood.regions for part in made)
    return plain and same and len(told.measures) == 1 and bool(told.each & BODIES)


def _accept(part: Part, made: Made) -> bool:
    """Figures of all that have one, of another row than the one before."""
    metrics = {(one.metric, one.party) for one in part.answer.results}
    before = {(one.metric, one.party) for each in made for one in each.answer.results}
    return part.answer.status == "answered" and metrics.isdisjoint(before)


def _together(asked: Asked, made: Made) -> Answer:
    """Those of which it holds, with the figures of both rows."""
    sign = taken_apart(_TABLE, asked)[0].entry["holds"]
    tongue, holds = asked.tongue, _HOLDS[sign]
    first, second = ({(one.body, one.year): one for one in part.answer.results} for part in made)
    known = [(first[key], second[key]) for key in first if key in second]
    pairs = [
        (one, other)
        for one, other in known
        if one.value is not None and other.value is not None and holds(one.value, other.value)
    ]
    notes = [note for part in made for note in part.answer.notes]
    notes = list(dict.fromkeys([*notes, tongue.say("filtered_among", count=len(known))]))[-MOST_NOTES:]
    lines = wording.note_lines(tongue, notes)
    if not pairs:
        names = [wording.metric_name(tongue, one.metric or "", one.party) for one in (known[0] if known else ())]
        head = tongue.say("none_fulfils", condition=f" {'>' if sign == 'more' else '<'} ".join(names))
        return Answer(status="missing", reason="row", text="\n".join([head, *lines]), notes=tuple(notes))
    table = drawn(asked, pairs)
    return Answer(
        status="answered",
        text="\n".join([*side_by_side.drawn(table, MOST_ROWS), *lines]),
        results=tuple(one for pair in pairs for one in pair),
        notes=tuple(notes),
        table=table,
        query=of_those_told(made[0].answer.query, [one for one, _ in pairs]),
    )


ROWS_COMPARED = Way(cut=functools.partial(parts_of, _TABLE), asks=_asks, accept=_accept, together=_together)
