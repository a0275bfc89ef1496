"""What a chat goes on from after a question that got no figure: of whom and when it was, no longer of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.meaning.readings import Fit
from bot.meaning.understood import Understood
from bot.models import Query, Result
from bot.places.bodies import Places

MOST_OPEN = 8
"""metrics of which it may be asked which is meant: of more, hardly anything was said"""
_NOTHING = Query(intent="figure", given_up=True)


def half_told(told: Understood, before: Query | None, status: str) -> Query | None:
    """The bodies and years that were named, else those of the question before.

    And Bailu? after it would else be answered with the figure of the question before. What named nothing takes
    nothing away. Where it was asked which figure is meant, those that it may be stay open; where there is none, another
    year or body may be named next.
    """
    if status == "help" or status == "explained":
        # 青禾区有哪几年的报告 says of whom it goes on; 什么是勾稽 takes nothing away
        defined = _of_what_was_explained(told, before) if told.intent == "define" else None
        if defined is not None:
            return defined
        status = "not_understood"
        if not (told.choices or told.years):
            return before
    if not (told.choices or told.years or told.each or told.left or told.features or told.parties_said):
        return before
    if before is None and not (told.choices or told.years):
        return None
    known = before or _NOTHING
    years = told.years or known.years
    if status == "missing" and before is not None and not (told.features or told.ops or told.parties or told.each):
        return replace(before, bodies=_named(told) or before.bodies, years=years)
    kept = replace(known, intent="figure", bodies=_named(told) or known.bodies, years=years, ops=(), given_up=True)
    kept = replace(kept, thing="")
    return replace(kept, open=_open(told) if status != "not_understood" else ())


def _of_what_was_explained(told: Understood, before: Query | None) -> Query | None:
    """青禾区有几件 after 什么叫三安全一稳定 is of that row; 各几件 after how two differ is of both."""
    known = replace(before or _NOTHING, intent="figure", ops=(), each=None, conditions=())
    if len(told.measures) > 1:
        rows = tuple(measure.fits[0] for measure in told.measures)
        keys, parties = (tuple(side) for side in zip(*rows, strict=True))
        return replace(known, metrics=keys, parties=parties, given_up=False)
    row = told.fits
    return replace(known, given_up=True, open=row) if 0 < len(row) <= MOST_OPEN else None


def of_results(results: Sequence[Result], places: Places) -> Query:
    """After figures that no question goes on from: whose they are and of when, and no longer what."""
    indexed = places.bodies(dict.fromkeys(one.body for one in results))
    bodies = tuple(body.name for body in indexed)
    return replace(_NOTHING, bodies=bodies, years=tuple(sorted({one.year for one in results})))


def _named(told: Understood) -> tuple[str, ...]:
    """The bodies that were named, one of which there is no report by the name to say; none that may be several."""
    names = (choice.missing or "".join(one.name for one in choice.bodies[:1]) for choice in told.choices)
    return tuple(dict.fromkeys(names)) if all(len(choice.bodies) < 2 for choice in told.choices) else ()


def _open(told: Understood) -> tuple[Fit, ...]:
    """What may have been meant, where nothing else was asked than a figure."""
    if told.ops or told.conditions or told.left or told.each or len(told.measures) > 1:
        return ()
    found = told.fits or tuple((key, told.party) for key in told.near)
    return found if len(found) <= MOST_OPEN else ()
