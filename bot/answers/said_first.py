"""Claims of which one stands first: 2022年收到申请最多的是盐城吧, 2021年是申请最多的一年.

Whichever is first is asked for, and looked whether it is the one that is named; where it is not, both are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.asserted import claim_in_words
from bot.answers.choosing import taken_apart
from bot.answers.ranks import rank
from bot.finding.asked import Asked
from bot.meaning.understood import Understood
from bot.models import Answer, Claim, Result

_EVERY = 10_000
"""more than are ever ranked"""
_Is = Callable[[Result], bool]


def said_first(asked: Asked) -> Answer | None:
    """Whether the one that is named stands first; None where nothing is claimed so, or it cannot be told."""
    for taken in taken_apart("said_first", asked):
        named = asked.again(taken.put("named")[0], None).understood
        found = _named(named)
        if found is None:
            continue
        kind, its = found
        sub = asked.again(taken.put(kind)[0], None)
        told = sub.understood
        if told.intent != "rank" or told.left or told.limit is not None or told.nth is not None:
            continue
        every = rank(replace(sub, understood=replace(told, ops=told.ops | {"order"}, limit=_EVERY)))
        made = _told(asked, every, its, lowest="least" in told.ops)
        if made is not None:
            # the most in 2021 may be meant of a body's own years
            among = kind == "which_body" and len(told.years) == 1
            return wording.noted(asked.tongue, made, (asked.tongue.say("among_bodies"),)) if among else made
    return None


def said_first_time(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """Whether it was in that year that something first came to so much: 2019年新收申请首次突破100件."""
    for taken in taken_apart("said_first_time", asked):
        found = answer(asked.again(taken.put("asks")[0], None))
        if found.status != "answered" or len(found.results) != 1 or found.results[0].value is None:
            continue
        one, year = found.results[0], int(taken.groups["year"])
        claim = Claim(
            claim=claim_in_words(asked),
            claimed=Decimal(year),
            value=Decimal(one.year),
            unit="",
            holds=one.year == year,
            sources=one.sources,
        )
        head = asked.tongue.say(
            "first_time_holds" if claim.holds else "first_time_fails", claim=claim.claim, year=one.year
        )
        return replace(
            found, status="checked", text=f"{head}\n{found.text}", results=(), claims=(claim,), table=None, chart=None
        )
    return None


def _named(told: Understood) -> tuple[str, _Is] | None:
    """What is said to stand first: a body, a year, an applicant or a row; None where that is not one alone."""
    if told.left or told.conditions or told.claimed or told.each:
        return None
    plain = not (told.years or told.features or told.parties)
    if len(told.choices) == 1 and plain and told.choices[0].missing is None:
        names = frozenset(body.name for body in told.choices[0].bodies)
        return "which_body", lambda one: one.body in names
    if told.choices:
        return None
    if len(told.years) == 1 and not told.features and not told.parties:
        year = told.years[0]
        return "which_year", lambda one: one.year == year
    if told.party is not None and not told.years and not told.features - {"request"}:
        party = told.party
        return "which_party", lambda one: one.party == party
    return None


def _told(asked: Asked, every: Answer, its: _Is, *, lowest: bool) -> Answer | None:
    """The first of all beside the one that is named."""
    if every.status != "answered":
        return None
    at = next((at for at, one in enumerate(every.results) if its(one)), None)
    first = every.results[0]
    if at is None or first.value is None:
        return None
    one, lines = every.results[at], every.text.split("\n")
    holds = one.value == first.value
    claim = Claim(
        claim=claim_in_words(asked),
        claimed=first.value,
        value=one.value or Decimal(0),
        unit=one.unit,
        holds=holds,
        sources=(*one.sources, *(first.sources if not holds else ())),
        sign="le" if lowest else "ge",
    )
    tied = sum(other.value == first.value for other in every.results)
    shown = lines[:tied] if holds else [*lines[:tied], lines[at]]
    head = asked.tongue.say("first_holds" if holds else "first_fails", claim=claim.claim)
    # how many were asked for was not said
    unsaid = asked.tongue.say("fewer_than_asked", count=len(every.results))
    notes = [note for note in every.notes if note != unsaid]
    if holds and tied > 1:
        notes.append(asked.tongue.say("tied", count=tied))
    return Answer(
        status="checked",
        text="\n".join([head, *shown, *wording.note_lines(asked.tongue, notes)]),
        claims=(claim,),
        notes=tuple(notes),
        query=every.query,
    )
