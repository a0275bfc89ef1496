"""Some bodies left out of all that are looked through: 除青禾区住建局外哪个单位申请最多, apart from Bailu who had most.

The question without them is answered as it stands, over the other bodies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.answers.choosing import said
from bot.finding.asked import Asked
from bot.meaning.intents import BODIES
from bot.models import Answer

MOST = 6
_OVER_ALL = frozenset({"rank", "total", "average", "count", "filter"})


def leaving_out(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer without them, and a note that says so; None where nothing is left out, or not only bodies are."""
    tongue, match = next(said("leaving_out", asked.text), (asked.tongue, None))
    if match is None:
        return None
    text = f"{asked.text[: match.start()].rstrip()} {asked.text[match.end() :].lstrip()}".strip()
    rest = asked.again(text, None)
    told = rest.understood
    if told.left or told.choices or told.intent not in _OVER_ALL or not told.each & BODIES or not told.years:
        return None
    names = _named(rest, re.split(tongue.chosen["between"][0], match["out"]), told.years[-1])
    if names is None:
        return None
    made = answer(replace(rest, without=names))
    if made.status != "answered":
        return None
    note = asked.tongue.say("left_out", bodies=asked.tongue.join(names))
    # what is asked next is of all again: nothing is gone on from
    return replace(wording.noted(asked.tongue, made, (note,)), query=None)


def _named(asked: Asked, out: list[str], year: int) -> tuple[str, ...] | None:
    """The bodies left out; None where a word is none, or stands for several."""
    found: list[str] = []
    for word in filter(None, map(str.strip, out)):
        told = asked.again(f"{word} {year}", None).understood
        only = told.choices[0] if len(told.choices) == 1 and not (told.left or told.measures or told.ops) else None
        if only is None or len(only.bodies) != 1 or (only.region_only and _has_more(asked, only.bodies[0].id, year)):
            return None
        found.append(only.bodies[0].name)
    return tuple(found) if 0 < len(found) <= MOST else None


def _has_more(asked: Asked, its: int, year: int) -> bool:
    """A region is left out of which more than one body has a report: all of them might be meant."""
    last, every = asked.places.parts[its].last, asked.places.parts.values()
    return any(one.body.id != its and year in one.body.years and one.chain & last for one in every)
