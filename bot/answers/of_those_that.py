"""A figure of all bodies that meet a condition on another row: 2022年申请超过100件的单位合计复议多少件.

Which bodies meet it is asked first, and then of those alone what is asked of them: as one question both words would be
taken for one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot import wording
from bot.answers.choosing import taken_apart
from bot.finding.asked import Asked
from bot.languages import Language
from bot.meaning.intents import BODIES
from bot.models import Answer

MOST_NAMED = 6
_ASKS = frozenset({"rank", "total", "average", "figure", "count", "filter", "share"})


def of_those_that(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer over those bodies, with a note that names them; None where nothing is asked so."""
    for taken in taken_apart("those_that", asked):
        chooses = taken.put("chooses")[0]
        chosen = asked.again(chooses, None)
        told = chosen.understood
        if told.intent != "filter" or told.left or not told.each & BODIES or len(told.years) != 1:
            continue
        ways = taken.put("asks", year=str(told.years[0]))
        asks = next((one for way in ways if _asks_of_all(one := asked.again(way, None))), None)
        if asks is None or _wanted(asks) == _wanted(chosen):
            continue
        those = answer(chosen)
        if those.status != "answered":
            return those
        names = list(dict.fromkeys(one.body for one in those.results))
        made = answer(replace(asks, among=frozenset(names)))
        notes = [asked.tongue.say("those_chosen", condition=chooses, bodies=_named(asked.tongue, names)), *those.notes]
        notes += _without_report(asks, names)
        # what is asked next is of all again: nothing is gone on from
        return replace(wording.noted(asked.tongue, made, notes), query=None)
    return None


def _asks_of_all(sub: Asked) -> bool:
    """Whether a figure of each of several bodies is asked for, or one of all, and of none by name."""
    told = sub.understood
    known = bool(told.measures) and not (told.left or told.choices or told.claimed or told.span)
    return known and told.intent in _ASKS and bool(told.each & BODIES)


def _without_report(asks: Asked, names: Sequence[str]) -> Iterator[str]:
    """Which of them have no report of the year that is asked for."""
    for year in asks.understood.years:
        gone = [body.name for body in asks.places.bodies(tuple(names)) if year not in body.years]
        if gone:
            yield asks.tongue.say("without_report", bodies=_named(asks.tongue, gone), year=year)


def _wanted(one: Asked) -> tuple[frozenset[object], tuple[int, ...]]:
    """Which figures are meant, and of which years."""
    told = one.understood
    return frozenset(fit for measure in told.measures for fit in measure.fits), told.years


def _named(tongue: Language, names: Sequence[str]) -> str:
    shown = tongue.join(list(names[:MOST_NAMED]))
    return f"{shown} {tongue.say('and_more', count=len(names))}" if len(names) > MOST_NAMED else shown
