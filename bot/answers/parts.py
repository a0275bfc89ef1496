"""What a figure is made up of: the rows under a row, or the applicants of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.many import query, told_side_by_side
from bot.asked import Asked
from bot.asking_back import not_understood
from bot.cells import Cell, cell, missing, settle, share
from bot.grouping import Measure
from bot.models import Answer
from bot.readings import Fit
from bot.scope import Scope, scope
from index.metrics import catalogue
from index.models import PARTIES

ALL_OUTCOMES = "outcome.total"
RECEIVED = "requests.received"
"""split by how it came in the form of 2008, by applicant in the later ones"""
_PART = frozenset({"part"})
COLUMNS = tuple(party for party in PARTIES if party != "total")


def spread(asked: Asked) -> tuple[Scope, list[Cell]] | Answer:
    """The cells that a figure is made up of, in one body's report of one year."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) != 1 or found.ranged:
        return not_understood(asked, told.operators, "one_report_only")
    fits = _fits(asked, found)
    if isinstance(fits, Answer):
        return fits
    spot = found.spots[0]
    return found, [cell(asked, spot, fit) for fit in fits]


def _fits(asked: Asked, found: Scope) -> Sequence[Fit] | Answer:
    told = asked.understood
    if len(told.measures) > 1:
        settled = [settle(asked, found, measure) for measure in told.measures]
        wrong = next((one for one in settled if isinstance(one, Answer)), None)
        return wrong if wrong is not None else [one for one in settled if not isinstance(one, Answer)]
    whole = told.measures[0] if told.measures else None
    if whole is None:
        if told.content or (told.each == _PART and "results" not in told.ops):
            return not_understood(asked, told.content or told.operators, "not_together")
        whole = Measure(fits=(((RECEIVED if "party" in told.each else ALL_OUTCOMES), None),))
    if "results" in told.ops and {key for key, _ in whole.fits} == {RECEIVED, ALL_OUTCOMES}:
        # what happened to the requests that were handled
        whole = Measure(fits=tuple(fit for fit in whole.fits if fit[0] == ALL_OUTCOMES))
    fit = settle(asked, found, whole)
    if isinstance(fit, Answer):
        return fit
    key, party = fit
    if key == RECEIVED and "results" in told.ops and "party" not in told.each:
        # what happened to the requests
        key = ALL_OUTCOMES
    metric = catalogue()[key]
    if "results" in told.ops and not metric.parts:
        return _no_parts(asked)
    if "party" in told.each:
        return [(key, each) for each in COLUMNS] if metric.by_party else _no_parts(asked)
    if metric.parts and key == RECEIVED:
        has_parts = any(cell(asked, found.spots[0], (part, party)).value is not None for part in metric.parts)
        return [(part, party) for part in metric.parts] if has_parts else [(key, each) for each in COLUMNS]
    if metric.parts:
        return [(part, party) for part in metric.parts]
    return [(key, each) for each in COLUMNS] if metric.by_party else _no_parts(asked)


def _no_parts(asked: Asked) -> Answer:
    return not_understood(asked, asked.understood.operators, "no_parts")


def breakdown(asked: Asked) -> Answer:
    """Each part with its figure; as shares where shares are asked for."""
    told = asked.understood
    got = spread(asked)
    if isinstance(got, Answer):
        return got
    found, made = got
    if not any(one.value is not None for one in made):
        return missing(asked, made, found.notes)
    if "share" in told.ops:
        whole = (
            told.measures[0].fits[0] if told.measures else (RECEIVED if "party" in told.each else ALL_OUTCOMES, None)
        )
        base = cell(asked, found.spots[0], whole)
        made = [share(asked, one, base) for one in made]
    answer = told_side_by_side(asked, found, [[one] for one in made])
    whole_fits = [told.measures[0].fits[0]] if told.measures else [made[0].fit]
    return replace(answer, query=query(asked, found, whole_fits, "breakdown"))
