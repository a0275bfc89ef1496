"""The mean of one rate over several years of a body, or several bodies: 2021到2023年平均公开率.

The rates are asked for by themselves, and told beneath: their mean is not the rate of all years taken together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.finding.asked import Asked
from bot.finding.cells import RATIO, divided
from bot.models import Answer

_AVERAGE, _MEDIAN = "average", "median"
_WORD = frozenset({"op:average", "ask"})
_FEWEST = 2


def average_rate(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer; None where no average is asked for, or it is not of rates that are told one after another."""
    told = asked.understood
    if _AVERAGE not in told.ops or _MEDIAN in told.ops or told.left:
        return None
    words = [one for one in asked.cover.mentions if any("op:average" in way for way in one.alternatives)]
    if len(words) != 1 or not all(way <= _WORD for way in words[0].alternatives):
        return None
    start, end = words[0].start, words[0].end
    rates = answer(asked.again(f"{asked.text[:start]}{asked.text[end:]}", asked.before))
    values = [one.value for one in rates.results if one.value is not None and one.unit == RATIO]
    spots = {(one.body, one.year) for one in rates.results}
    if rates.status != "answered" or not _FEWEST <= len(values) == len(rates.results) == len(spots):
        return None
    if len({one.metric for one in rates.results}) != 1:
        return None
    tongue = asked.tongue
    mean = divided(sum(values, Decimal(0)), Decimal(len(values)))
    head = [
        tongue.say("mean_of_rates", value=wording.percent(mean), count=len(values)),
        tongue.say("formula", formula=f"({' + '.join(map(wording.percent, values))}) ÷ {len(values)}"),
    ]
    last = max(rates.results, key=lambda one: one.year)
    whose = tongue.join(list(dict.fromkeys(one.body for one in rates.results)))
    sources = tuple(source for one in rates.results for source in one.sources)
    made = replace(last, body=whose, value=mean, calculated=True, sources=sources)
    return replace(rates, text="\n".join([*head, rates.text]), results=(made,), query=None)
