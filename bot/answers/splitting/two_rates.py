"""Which of two rates of one report is higher: 复议维持率和诉讼维持率哪个高. Each is asked by itself."""

from __future__ import annotations

import functools
from dataclasses import replace

from bot.answers.choosing import parts_of, taken_apart
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.finding.cells import RATIO
from bot.models import Answer

_TABLE = "rates"


def _accept(part: Part, made: Made) -> bool:
    """One rate, and another than the one before."""
    results = part.answer.results
    one_rate = part.answer.status == "answered" and len(results) == 1 and results[0].unit == RATIO
    return one_rate and all(one.answer.results[0].sources != results[0].sources for one in made)


def _together(asked: Asked, made: Made) -> Answer | None:
    """The higher one, or the lower where that is asked for, both if they are alike; with the other below it."""
    (taken, *_) = taken_apart(_TABLE, asked)
    values = [part.answer.results[0].value for part in made]
    if None in values:
        return None
    ordered = sorted(made, key=lambda part: part.answer.results[0].value or 0, reverse=taken.entry["first"] == "higher")
    told = joined(asked, ordered)
    alike = values[0] == values[1]
    return replace(told, results=told.results if alike else told.results[:1], query=None) if told is not None else None


TWO_RATES = Way(cut=functools.partial(parts_of, _TABLE), accept=_accept, together=_together)
