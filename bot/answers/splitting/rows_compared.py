"""Bodies in which one row is more or less than another: 企业申请比自然人申请多的单位. Each row is asked of all."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot import wording
from bot.answers import side_by_side
from bot.answers.splitting.both_conditions import MOST_NOTES, MOST_ROWS, drawn
from bot.answers.splitting.ways import Made, Part, Way
from bot.finding.asked import Asked
from bot.languages import CODES, language
from bot.meaning.intents import BODIES
from bot.models import Answer
from bot.words.patterns import Patterns

_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {"more": operator.gt, "less": operator.lt}


@functools.cache
def _patterns() -> tuple[tuple[Sequence[Mapping[str, Any]], Patterns], ...]:
    every = [language(code).chosen["rows"] for code in CODES]
    return tuple((entries, Patterns([entry["said"] for entry in entries])) for entries in every)


def _said(asked: Asked) -> tuple[str, list[str]] | None:
    """(of which row there is to be more or less, the questions for each of the two)."""
    if asked.before is not None:
        return None
    for entries, patterns in _patterns():
        for at, match in patterns.found(asked.text):
            return entries[at]["holds"], [part.format_map(match.groupdict("")) for part in entries[at]["parts"]]
    return None


def _cut(asked: Asked) -> Sequence[str]:
    said = _said(asked)
    return said[1] if said is not None else ()


def _asks(sub: Asked, _made: Made) -> bool:
    """Whether it is one row of all bodies."""
    told = sub.understood
    plain = told.intent == "figure" and not (told.choices or told.conditions or told.ops - {"separately"})
    return plain and len(told.measures) == 1 and bool(told.each & BODIES)


def _accept(part: Part, made: Made) -> bool:
    """Figures of all that have one, of another row than the one before."""
    metrics = {(one.metric, one.party) for one in part.answer.results}
    before = {(one.metric, one.party) for each in made for one in each.answer.results}
    return part.answer.status == "answered" and metrics.isdisjoint(before)


def _together(asked: Asked, made: Made) -> Answer | None:
    """Those of which it holds, with the figures of both rows."""
    said = _said(asked)
    if said is None:
        return None
    tongue, holds = asked.tongue, _HOLDS[said[0]]
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
        head = tongue.say("none_fulfils", condition=f" {'>' if said[0] == 'more' else '<'} ".join(names))
        return Answer(status="missing", reason="row", text="\n".join([head, *lines]), notes=tuple(notes))
    table = drawn(asked, pairs)
    return Answer(
        status="answered",
        text="\n".join([*side_by_side.drawn(table, MOST_ROWS), *lines]),
        results=tuple(one for pair in pairs for one in pair),
        notes=tuple(notes),
        table=table,
    )


ROWS_COMPARED = Way(cut=_cut, asks=_asks, accept=_accept, together=_together)
