"""A figure of all bodies that meet a condition on another row: 2022年申请超过100件的单位合计复议多少件.

Which bodies meet it is asked first, and then of those alone what is asked of them: as one question both words would be
taken for one thing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import wording
from bot.finding.asked import Asked
from bot.languages import CODES, Language, language
from bot.meaning.intents import BODIES
from bot.models import Answer
from bot.words.patterns import Patterns

MOST_NAMED = 6
_ASKS = frozenset({"rank", "total", "average", "figure", "count", "filter", "share"})


@functools.cache
def _patterns() -> tuple[tuple[Language, Sequence[Mapping[str, Any]], Patterns], ...]:
    made = ((language(code), language(code).chosen["those_that"]) for code in CODES)
    return tuple((tongue, entries, Patterns([entry["said"] for entry in entries])) for tongue, entries in made)


def of_those_that(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer over those bodies, with a note that names them; None where nothing is asked so."""
    if asked.before is not None:
        return None
    for chooses, ways in _cut(asked):
        chosen = asked.again(chooses, None)
        told = chosen.understood
        if told.intent != "filter" or told.left or not told.each & BODIES or len(told.years) != 1:
            continue
        asks = next(
            (one for way in ways if _asks_of_all(one := asked.again(way.format(year=told.years[0]), None))), None
        )
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


def _cut(asked: Asked) -> Iterator[tuple[str, list[str]]]:
    """The question that chooses, and the ways to put what is asked of all."""
    for _, entries, patterns in _patterns():
        for at, match in patterns.found(asked.text):
            groups = {**match.groupdict(""), "year": "{year}"}
            yield entries[at]["chooses"].format_map(groups), [way.format_map(groups) for way in entries[at]["asks"]]


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
