"""A question behind a figure that is taken as given: “given that Qinghe received 84 requests, how many were granted”.

What is given is tested first. Where it is so the question behind it is answered, leaning on it; where it is not, that
is what is told: an answer would lend it weight.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.answers.claims import claims
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.figures import CARRIED_IN, RECEIVED
from bot.languages import language
from bot.meaning.wholes import includes, wholes_of
from bot.models import Answer, Query
from bot.words.patterns import Patterns

_TAKEN = frozenset({"answered", "clarify", "missing"})
"""what a question behind something given may come to"""
_OF_REQUESTS = ("outcome.", "requests.")


def premised(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer behind what is given; None where nothing is, or it can be tested by no report."""
    found = _parted(asked)
    if found is None:
        return None
    given, rest = found["given"], found["rest"]
    tested, leaning = put_to_test(asked, given, asked.before)
    made = answer(asked.again(rest, leaning))
    if tested is None and made.query is not None:
        # given 84 requests in 2020, how many did Qinghe grant: whose they are is told behind it
        tested, leaning = put_to_test(asked, given, made.query)
        if found.groupdict().get("out_of") and leaning is not None and leaning.metrics == made.query.metrics:
            # 51条里办事指南几条: the whole is not named, it is what holds the part and is so many
            tested, leaning = _whole_of(asked, given, made.query)
            made = answer(asked.again(rest, leaning)) if leaning is not None else made
        told = made.query
        if leaning is not None and told and (leaning.bodies, leaning.years) != (told.bodies, told.years):
            return None
    if tested is None or any(one.holds is None for one in tested.claims) or made.status not in _TAKEN:
        return None
    line = tested.text.split("\n")[0]
    if not all(one.holds for one in tested.claims):
        note = asked.tongue.say("not_given", rest=rest)
        return replace(tested, text=wording.with_note(asked.tongue, line, note), notes=(note,))
    if says_it_again(leaning, made.query):
        return None
    if found.groupdict().get("out_of") and not _is_among(leaning, made.query):
        # of the 17 requests refused, how many were granted: none of those
        return not_understood(asked, (given, rest), "not_together")
    return wording.noted(asked.tongue, made, (line,))


def _whole_of(asked: Asked, given: str, part: Query) -> tuple[Answer | None, Query | None]:
    """The figure given as that of a whole of what is told; none where no whole is so many."""
    if len(part.metrics) != 1:
        return None, None
    for key, party in wholes_of((part.metrics[0], part.parties[0])):
        tested, leaning = put_to_test(asked, given, replace(part, metrics=(key,), parties=(party,)))
        if tested is not None and tested.claims and all(one.holds for one in tested.claims):
            return tested, leaning
    return None, None


def says_it_again(given: Query | None, told: Query | None) -> bool:
    """Whether what is told is only what was given: 12件官司的结果 asks for more."""
    if given is None or told is None or told.intent != "figure" or "share" in told.ops:
        return False
    return (given.metrics, given.parties, given.bodies, given.years) == (
        told.metrics,
        told.parties,
        told.bodies,
        told.years,
    )


def _is_among(whole: Query | None, part: Query | None) -> bool:
    """Whether what is told is part of what was given; of what was received all that became of it."""
    if whole is None or part is None or len(whole.metrics) != 1:
        return True
    if (whole.bodies, whole.years) != (part.bodies, part.years):
        # 84件申请里有几件是2019年的: none of those
        return False
    key, party = whole.metrics[0], whole.parties[0]
    return all(
        (includes((one, party), (one, its)) or its == party)
        and (one == key or includes((key, None), (one, None)) or (key == RECEIVED and _came_of_those(one)))
        for one, its in zip(part.metrics, part.parties, strict=True)
    )


def _came_of_those(key: str) -> bool:
    """Whether it is what became of requests that were received; those carried in are received before."""
    return key.startswith(_OF_REQUESTS) and key != CARRIED_IN


def _parted(asked: Asked) -> re.Match[str] | None:
    """What is given and what is asked, where a figure stands in what is given."""
    if not asked.understood.claimed and not asked.understood.left:
        return None
    return next((found for _, found in _patterns(asked.tongue.code).found(asked.text)), None)


@functools.cache
def _patterns(code: str) -> Patterns:
    return Patterns(language(code).frames.get("premises", ()))


def put_to_test(asked: Asked, given: str, before: Query | None) -> tuple[Answer | None, Query | None]:
    """Whether what is given is so, and what a question behind it leans on."""
    sub = asked.again(f"{given} {asked.tongue.operands['claim']}", before)
    told = sub.understood
    made = claims(sub) if told.intent == "claim" and not told.left else None
    if made is not None and made.status == "checked" and made.query is not None:
        return made, replace(made.query, ops=())
    bodies = tuple(body.name for choice in told.choices for body in choice.bodies)
    return None, Query(intent="figure", bodies=bodies[:1], years=told.years) if told.years or bodies else before
