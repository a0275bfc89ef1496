"""Claims of every year: 每年都超过100件, 连续三年为零, 2021到2023年逐年上升."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot.answers.changes import changes
from bot.answers.many import values
from bot.answers.one_claim import CHANGES, WAYS, asserted_of, claim_of, is_share, told_claims
from bot.finding.asked import Asked, in_form
from bot.finding.asking_back import not_understood
from bot.finding.cells import Cell
from bot.finding.scope import Scope, narrowed, spots_of
from bot.languages import matches
from bot.meaning.operands import Claimed
from bot.models import Answer, Claim

_LEAST_YEARS = 3
_MORE_THAN_NONE = Claimed(at=-1, value=Decimal(0), unit=None, sign="gt")


def every_year(asked: Asked, found: Scope) -> Answer:
    """Each year beside what is claimed of all of them, or beside the year before."""
    told = asked.understood
    if len(found.bodies) != 1 or found.ranged or len(told.measures) != 1:
        return not_understood(asked, told.operators, "not_together")
    if not told.years:
        # 行政处罚逐年下降: of the years whose form has such a row
        keys = {key for key, _ in told.measures[0].fits}
        spots = [one for one in found.spots if any(in_form(each, key) for each in one.reports for key in keys)]
        found = narrowed(found, [one.year for one in spots])
    if not found.years:
        return not_understood(asked, told.operators, "not_together")
    return _each_beside_the_last(asked, found) if told.ops & CHANGES else _each(asked, found)


def _each(asked: Asked, found: Scope) -> Answer:
    """So much in every one of the years; a year without a report is told to be one."""
    told = asked.understood
    alone = replace(asked, understood=replace(told, ops=told.ops - {"every_year", "all", "some"}))
    bounds = asserted_of(alone)
    if bounds is None and not told.claimed and _says_there_are(asked):
        bounds = [(told.measures[0], (_MORE_THAN_NONE,))]
    years = sorted(set(found.years))
    if bounds is None or len(bounds) != 1 or len(years) < 2:
        return not_understood(asked, told.content or told.operators, "not_together")
    if is_share(alone):
        alone = replace(alone, understood=replace(alone.understood, ops=alone.understood.ops | {"share"}))
    measure, claimed = bounds[0]
    spots = replace(found, spots=spots_of(asked, found.bodies, years), years=tuple(years))
    got = values(alone, spots, measure)
    if isinstance(got, Answer):
        return got
    made = [claim_of(alone, claimed, one) for one in got]
    return _together(asked, spots, made, got, years)


def _says_there_are(asked: Asked) -> bool:
    """每年都有诉讼吗: that there is one in each."""
    return "some" in asked.understood.ops or matches("there_are", asked.text)


def _each_beside_the_last(asked: Asked, found: Scope) -> Answer:
    """Requests rose every year from 2021 to 2023: each year beside the one before.

    Where a year lies between two reports, that the later figure is the larger tells nothing of it.
    """
    told = asked.understood
    one_way = len(told.ops & WAYS) == 1 and not told.ops & (CHANGES - WAYS - {"change"})
    years = _in_a_row(asked, sorted(set(found.years)))
    unbroken = years == list(range(years[0], years[-1] + 1))
    if not one_way or told.claimed or told.conditions or len(years) < _LEAST_YEARS or (told.years and not unbroken):
        return not_understood(asked, told.operators, "not_together")
    made: list[Claim | None] = []
    cells: list[Cell] = []
    for both in pairwise(years):
        got = changes(asked, replace(found, years=both, spots=spots_of(asked, found.bodies, both)))
        if isinstance(got, Answer):
            return got
        one = claim_of(asked, (_MORE_THAN_NONE,), got[0])
        if one is not None and one.holds and both[1] - both[0] > 1:
            one = replace(one, holds=None)
        made.append(one)
        cells.append(got[0])
    return _together(asked, found, made, cells, years[1:])


def _in_a_row(asked: Asked, years: list[int]) -> list[int]:
    """连续三年增长: the first of the three is more than the year before it."""
    return (
        [years[0] - 1, *years]
        if matches("in_a_row", asked.text) and years == list(range(years[0], years[-1] + 1))
        else years
    )


def _together(
    asked: Asked, found: Scope, made: Sequence[Claim | None], cells: Sequence[Cell], years: Sequence[int]
) -> Answer:
    claims = [one for one in made if one is not None]
    if len(claims) < len(made):
        return not_understood(asked, asked.understood.content, "not_together")
    return told_claims(asked, found, claims, list(cells), years)
