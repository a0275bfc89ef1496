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
    tongue, match = next(said("leaving_out", asked), (asked.tongue, None))
    if match is None:
        return _now(asked, answer)
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
    return _noted(asked, made, names)


def _now(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """去掉青禾区再算 in a chat: what was asked before once more, or what is asked now, without them."""
    before = asked.before
    if before is not None and before.without:
        tongue, match = next(said("taken_in_now", asked), (asked.tongue, None))
        again = _named(asked, re.split(tongue.chosen["between"][0], match["in"]), before.years[-1]) if match else None
        if again is not None and set(again) <= set(before.without):
            still = tuple(name for name in before.without if name not in again)
            return answer(asked.again(tongue.chosen["again"], replace(before, without=still)))
    if before is None or before.given_up or not before.years:
        return None
    tongue, match = next(said("leaving_out_now", asked), (asked.tongue, None))
    if match is None:
        return None
    names = _named(asked, re.split(tongue.chosen["between"][0], match["out"]), before.years[-1])
    rest = match["rest"] or tongue.chosen["again"]
    if names is None:
        return None
    if before.each in BODIES:
        sub = asked.again(rest, replace(before, without=tuple(dict.fromkeys([*before.without, *names]))))
        if sub.understood.left or sub.understood.choices or sub.understood.intent not in _OVER_ALL:
            return None
        return answer(sub)
    left = tuple(spot for spot in before.run if spot[0] not in names)
    if len({body for body, _ in before.run} - {body for body, _ in left}) < len(names) or len(left) < 2:
        return None
    bodies = tuple(dict.fromkeys(body for body, _ in left))
    sub = asked.again(rest, replace(before, bodies=bodies, run=left))
    made = answer(sub) if not (sub.understood.left or sub.understood.choices) else None
    return _noted(asked, made, names) if made is not None and made.status == "answered" else None


def _noted(asked: Asked, made: Answer, names: tuple[str, ...]) -> Answer:
    note = asked.tongue.say("left_out", bodies=asked.tongue.join(list(names)))
    return wording.noted(asked.tongue, made, (note,))


def _named(asked: Asked, out: list[str], year: int) -> tuple[str, ...] | None:
    """The bodies left out; None where a word is none, or stands for several."""
    found: list[str] = []
    told_one_by_one = {name for name, _ in asked.before.run} if asked.before is not None else set()
    for word in filter(None, map(str.strip, out)):
        told = asked.again(f"{word} {year}", None).understood
        only = told.choices[0] if len(told.choices) == 1 and not (told.left or told.measures or told.ops) else None
        if only is None or len(only.bodies) != 1:
            return None
        body = only.bodies[0]
        if only.region_only and body.name not in told_one_by_one and _has_more(asked, body.id, year):
            return None
        found.append(body.name)
    return tuple(found) if 0 < len(found) <= MOST else None


def _has_more(asked: Asked, its: int, year: int) -> bool:
    """A region is left out of which more than one body has a report: all of them might be meant."""
    last, every = asked.places.parts[its].last, asked.places.parts.values()
    return any(one.body.id != its and year in one.body.years and one.chain & last for one in every)
