"""A figure that a question takes as given: “given that Qinghe received 84 requests, how many were granted”.

It stands ahead of the question, as a clause of its own, or within it (12宗办结的都怎么处理的). The question is asked
without it, and it is tested: as what it says itself, else as what it may be of where it stands, which is whatever is
told, a whole of that, or what stands beside it in the form. Where a clause is not so that is what is told, since an
answer would lend it weight; a figure within a question that is not so may stand for something else: nothing is told.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot import wording
from bot.answers.claims import claims
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.figures import CARRIED_IN, RECEIVED
from bot.languages import language
from bot.meaning.readings import Fit
from bot.meaning.wholes import includes, wholes_of
from bot.models import Answer, Cover, Query
from bot.words.domains import domains
from bot.words.likened import likened
from bot.words.mentions import is_content
from bot.words.patterns import Patterns
from bot.words.tokens import words_of
from index.metrics import catalogue

_TAKEN = frozenset({"answered", "clarify", "missing"})
"""what a question behind something given may come to"""
_OF_REQUESTS = ("outcome.", "requests.")
_CLOSE = 1
"""a sign that may stand between a figure and what it counts: 的"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Given:
    """What is taken as given, and the question without it."""

    text: str
    """the clause, or the figure alone"""
    question: str
    counts: frozenset[str] = frozenset()
    """what the words right behind a figure alone mean: 84件重复申请 are no 84件申请"""
    stated: bool = True
    """whether it is a clause of its own, which is told where it is not so"""
    whole: bool = False
    """whether what is asked is said to be among what is given"""


def premised(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer to the question without what is given; None where nothing is, or no report can test it."""
    return next((made for given in _given(asked) if (made := _behind(asked, given, answer)) is not None), None)


def _behind(asked: Asked, given: _Given, answer: Callable[[Asked], Answer]) -> Answer | None:
    tested, leaning = _put_to_test(asked, given.text, asked.before) if given.stated else (None, asked.before)
    made = answer(asked.again(given.question, leaning))
    if tested is None and made.query is not None:
        # given 84 requests in 2020, how many did Qinghe grant: whose they are is told behind it
        tested, leaning = _tested_by(asked, given, made.query)
        if given.whole and leaning is not None:
            made = answer(asked.again(given.question, leaning))
        told = made.query
        if leaning is not None and told and (leaning.bodies, leaning.years) != (told.bodies, told.years):
            return None
    if tested is None or any(one.holds is None for one in tested.claims) or made.status not in _TAKEN:
        return None
    line = tested.text.split("\n")[0]
    if not _holds(tested):
        note = asked.tongue.say("not_given", rest=given.question)
        return replace(tested, text=wording.with_note(asked.tongue, line, note), notes=(note,))
    if _says_it_again(leaning, made.query):
        return None
    if given.whole and not _is_among(leaning, made.query):
        # of the 17 requests refused, how many were granted: none of those
        return not_understood(asked, (given.text, given.question), "not_together")
    return wording.noted(asked.tongue, made, (line,))


def _given(asked: Asked) -> Iterator[_Given]:
    """Ahead of the question, and the one figure within it."""
    told = asked.understood
    ahead = _patterns(asked.tongue.code, "premises").found(asked.text) if told.claimed or told.left else iter(())
    for _, found in ahead:
        yield _Given(text=found["given"], question=found["rest"], whole=bool(found.groupdict().get("out_of")))
        break
    if told.conditions or not _may_stand_within(asked.text, asked.cover, asked.tongue.code):
        return
    within = {
        found.start("figure"): found
        for _, found in reversed([*_patterns(asked.tongue.code, "given").found(asked.text)])
    }
    if len(within) != 1:
        return
    (found,) = within.values()
    question = f"{asked.text[: found.start('drop')]}{asked.text[found.end('drop') :]}"
    without = asked.again(question, asked.before).understood
    if not (without.left or without.claimed or without.conditions):
        counts = _counted(asked, found.end("figure"))
        yield _Given(text=found["figure"], question=question, counts=counts, stated=False)


@likened
def _may_stand_within(text: str, _cover: Cover, code: str) -> bool:
    """Whether a figure may be given within a question: in most none is."""
    return any(True for _ in _patterns(code, "given").found(text))


def _counted(asked: Asked, at: int) -> frozenset[str]:
    """What the words right behind a figure mean, up to the thing that they name."""
    said: frozenset[str] = frozenset()
    for one in asked.cover.mentions:
        ways = [words_of(way).features for way in one.alternatives]
        if one.start < at or not any(ways):
            continue
        if one.start - at > _CLOSE or not all(map(is_content, asked.text[at : one.start])):
            break
        said, at = said | ways[0], one.end
        if said & domains():
            break
    return said


@functools.cache
def _patterns(code: str, kind: str) -> Patterns:
    return Patterns(language(code).frames.get(kind, ()))


def _put_to_test(asked: Asked, text: str, before: Query | None) -> tuple[Answer | None, Query | None]:
    """Whether what is given is so, by what it says itself, and what a question behind it leans on."""
    sub = asked.again(f"{text} {asked.tongue.operands['claim']}", before)
    told = sub.understood
    made = claims(sub) if told.intent == "claim" and not told.left else None
    if made is not None and made.status == "checked" and made.query is not None:
        return made, replace(made.query, ops=())
    bodies = tuple(body.name for choice in told.choices for body in choice.bodies)
    return None, Query(intent="figure", bodies=bodies[:1], years=told.years) if told.years or bodies else before


def _tested_by(asked: Asked, given: _Given, told: Query) -> tuple[Answer | None, Query | None]:
    """The same by what is told behind it: of its body and year, and of what it may be of where it does not say."""
    if given.stated:
        tested, leaning = _put_to_test(asked, given.text, told)
        if not given.whole or leaning is None or leaning.metrics != told.metrics:
            return tested, leaning
    for key, party in _may_be(told):
        if given.counts <= catalogue()[key].needs | catalogue()[key].may:
            of_it = replace(told, intent="figure", ops=(), each=None, metrics=(key,), parties=(party,))
            tested, leaning = _put_to_test(asked, given.text, of_it)
            if _holds(tested):
                return tested, leaning
    return None, None


def _holds(tested: Answer | None) -> bool:
    return tested is not None and bool(tested.claims) and all(one.holds for one in tested.claims)


def _may_be(query: Query) -> Iterator[Fit]:
    """What a figure may be of: of all that is told, what holds it, and what is counted beside it (项目 of 金额)."""
    fits = list(dict.fromkeys(zip(query.metrics, query.parties, strict=True)))
    if len(fits) == 1 and query.intent != "figure":
        yield fits[0]
    wholes = [wholes_of(fit) for fit in fits]
    for one in wholes[0] if wholes else ():
        if all(one == fit or one in of for fit, of in zip(fits, wholes, strict=True)):
            yield one
    if len(fits) == 1:
        yield from _beside(fits[0])


def _beside(fit: Fit) -> list[Fit]:
    """What stands beside it in the form, counted in something else: projects beside what was paid for them."""
    metric, group = catalogue()[fit[0]], fit[0].partition(".")[0]
    return [(key, None) for key, one in catalogue().items() if key.startswith(f"{group}.") and one.unit != metric.unit]


def _says_it_again(given: Query | None, told: Query | None) -> bool:
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
