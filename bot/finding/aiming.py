"""The one body and year that a question is about, or a question back, or what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.finding.asked import Asked, Target, make_target, once, unnamed
from bot.finding.asking_back import ask_body, ask_both, ask_year
from bot.finding.going_on import of_other_years
from bot.models import Answer, Query
from bot.places.choices import Choice


@once
def aim(asked: Asked) -> Target | Answer:
    """The one body and year, or an answer that asks back or says what is missing."""
    told, tongue, before = asked.understood, asked.tongue, asked.before
    if len(told.years) > 1:
        return ask_year(asked)
    year = told.years[0] if told.years else None
    choices = _distinct(told.choices)
    if len(choices) > 1:
        bodies = [body for choice in choices for body in choice.bodies]
        return ask_body(asked, bodies, year)
    if choices:
        choice = choices[0]
    else:
        meant = unnamed(asked)
        if not meant:
            return ask_both(asked, year)
        choice = Choice(bodies=meant[:1], organ_only=before is None)
    if choice.missing is not None:
        text = wording.missing_body(tongue, choice.missing, choice.near)
        return Answer(status="missing", reason="body", text=text, query=kept(asked, choice.missing, year))
    return at_year(asked, choice, year)


def _distinct(choices: Sequence[Choice]) -> list[Choice]:
    """The bodies named, each once: 青禾区 whose representatives attended meetings of the 区政府."""
    if len(choices) < 2:
        return list(choices)
    first = {(*(body.id for body in one.bodies), one.missing): one for one in reversed(choices)}
    named = tuple([body.name for one in choices for body in one.bodies])
    # 青禾区教育局 of whom the media speak as 青禾教育: its own place says no more
    return [one for one in first.values() if not (one.missing and _is_place_of(one.missing, named))][::-1]


def _is_place_of(place: str, bodies: Sequence[str]) -> bool:
    return any(name.startswith(place) and name != place for name in bodies)


def at_year(asked: Asked, choice: Choice, year: int | None) -> Target | Answer:
    """Determine the year: the one named, the chat's, else the only or newest one, which the answer then mentions."""
    tongue, before, notes = asked.tongue, asked.before, []
    if len(choice.bodies) > 1:
        return ask_body(asked, choice.bodies, year)
    body = choice.bodies[0]
    if year is None and before is not None and len(before.years) == 1:
        year = before.years[0]
    if year is None:
        year = body.years[-1]
        if len(body.years) == 1:
            notes.append(tongue.say("year_only", year=year))
        else:
            others = tongue.join([str(one) for one in body.years[:-1]])
            notes.append(tongue.say("year_newest", year=year, others=others))
    if year not in body.years:
        return Answer(
            status="missing",
            reason="year",
            text=wording.missing_year(tongue, body, year),
            query=kept(asked, body.name, year),
            next=of_other_years(asked, body, year),
        )
    if choice.organ_only:
        notes.append(tongue.say("body_only", body=body.name))
    if choice.renamed:
        notes.append(tongue.say("renamed", then=body.name, name=choice.renamed, year=year))
    if choice.region_only:
        notes.append(wording.own_report(tongue, body.name))
    reports = asked.store.reports_of_one(body.id, year)
    return make_target(body=body, year=year, report=reports[0], others=tuple(reports[1:]), notes=tuple(notes))


def kept(asked: Asked, body: str, year: int | None) -> Query | None:
    """The query that an answer without a figure leaves for the chat's next question."""
    fits = asked.understood.fits
    if not fits:
        return None
    if len({key for key, _ in fits}) > 1:
        # which of them is meant is still to be asked
        return Query(intent="figure", bodies=(body,), years=(year,) if year else (), given_up=True, open=fits)
    return Query(
        intent="figure",
        bodies=(body,),
        years=(year,) if year else (),
        metrics=tuple(dict.fromkeys(key for key, _ in fits)),
        parties=tuple(dict.fromkeys(party for _, party in fits)),
    )
