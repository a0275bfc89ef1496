"""The rank of one among all: among the bodies that have the figure, or among its own years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.many import query
from bot.answers.ranks import ranged_cells
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import Cell, gathered, missing, result
from bot.finding.scope import Scope, leads_county, scope
from bot.languages import every_word
from bot.meaning.intents import BODIES
from bot.models import Answer, Result
from index import regions

_YEARS = frozenset({"every_year"})
_OVER = frozenset({"any"})
_COUNTIES = frozenset({"county_level"})
_TWO = 2


def standing(asked: Asked) -> Answer:
    """The rank of each body named, among how many; ties are mentioned."""
    told = asked.understood
    by_year = "year" in told.each or bool(told.ops & _YEARS)
    named = scope(_named(asked))
    if isinstance(named, Answer):
        return named
    if len(named.years) != 1 or (by_year and (not told.years or len(named.bodies) > 1)):
        return not_understood(asked, told.operators, "not_together")
    among = _over_years(asked) if by_year else _over_bodies(asked, named)
    if isinstance(among, Answer):
        return among
    got = ranged_cells(among)
    if isinstance(got, Answer):
        return got
    wanted = {(body.name, year) for body in named.bodies for year in named.years}
    its = [one for one in got.cells if (one.body, one.year) in wanted]
    if len(its) < len(wanted):
        # 青禾区在各县里排第几: it is none of those
        return not_understood(asked, told.operators, "not_together")
    gone = [one for one in its if one.value is None]
    having = [one for one in got.cells if one.value is not None]
    if gone or len(having) < _TWO:
        return missing(asked, gone, named.notes) if gone else not_understood(asked, told.operators, "nothing_to_rank")
    return _told(asked, replace(got.found, notes=named.notes), got.told(its), got.cells)


def _named(asked: Asked) -> Asked:
    """The same question of the bodies and the year that are asked about alone."""
    told = asked.understood
    return replace(asked, understood=replace(told, each=frozenset(), ops=told.ops - _YEARS, regions=frozenset()))


def _over_years(asked: Asked) -> Asked:
    told = asked.understood
    every = replace(told, years=(), span=None, each=frozenset({"year"}), ops=told.ops - {"standing"} | {"order"})
    return replace(asked, understood=every)


def _over_bodies(asked: Asked, named: Scope) -> Asked | Answer:
    """All that is indexed, those of the kind that was said, or of the region that the body is of (全县)."""
    told = asked.understood
    keys = told.regions
    if "whole_region" in told.ops:
        keys = _region_said(asked, named)
        if not keys:
            return not_understood(asked, told.operators, "not_together")
    ops = told.ops - {"standing", "whole_region"} | {"order"}
    each = told.each & BODIES or _OVER
    if "whole_region" in told.ops and all(_in_city(asked, body.id, keys) for body in named.bodies):
        # 青禾区在全市排第几: among the counties and districts of the city
        each = _COUNTIES
    among = replace(told, choices=(), years=named.years, each=each, ops=ops, regions=keys)
    return replace(asked, understood=among, before=None)


def _region_said(asked: Asked, named: Scope) -> frozenset[str]:
    """全县: the county that all who were named are of."""
    words = every_word("operands", "of_region")
    ends = tuple(word[-1] for word in words if word in asked.text)
    shared = [asked.places.parts[body.id].chain for body in named.bodies]
    chain = frozenset.intersection(*shared) if shared and ends else frozenset()
    return frozenset(key for key in chain if _region_name(key).endswith(ends))


def _in_city(asked: Asked, body: int, keys: frozenset[str]) -> bool:
    parts = asked.places.parts[body]
    return leads_county(parts) and not parts.last & keys


def _region_name(key: str) -> str:
    region = regions.by_key(key)
    return region.name if region is not None else key.rpartition(":")[2]


def _told(asked: Asked, found: Scope, its: Sequence[Cell], every: Sequence[Cell]) -> Answer:
    tongue, told = asked.tongue, asked.understood
    lowest = "least" in told.ops
    values = [one.value for one in every if one.value is not None]
    lines: list[str] = []
    results: list[Result] = []
    for one in its:
        value = one.value or Decimal(0)
        place = 1 + sum(other < value if lowest else other > value for other in values)
        results += [result(one)] if "figure_too" in told.ops else []
        results.append(replace(result(one), value=Decimal(place), unit=wording.unit_of("place"), calculated=True))
        lines.append(_line(asked, found, one, place, len(values)))
        if values.count(value) > 1:
            lines.append(tongue.say("standing_tied", place=place, count=values.count(value)))
        lines += side_by_side.source_lines(tongue, one)
    gone = [one for one in every if one.value is None]
    notes = gathered(its, found.notes)
    if gone:
        notes.append(side_by_side.gone(tongue, gone))
    lines += wording.note_lines(tongue, notes)
    asked_of = query(asked, replace(found, ranged=False), [its[0].fit], "standing")
    bodies, years = dict.fromkeys(one.body for one in its), dict.fromkeys(one.year for one in its)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=tuple(results),
        notes=tuple(notes),
        query=replace(asked_of, bodies=tuple(bodies), years=tuple(years), each=next(iter(sorted(told.each)), None)),
    )


def _line(asked: Asked, found: Scope, one: Cell, place: int, count: int) -> str:
    """Whose figure, how much it is, and at which place that stands among how many."""
    tongue, lowest = asked.tongue, "least" in asked.understood.ops
    among = tongue.say("standing_years") if not found.ranged else side_by_side.of_whom(tongue, found)
    return tongue.say(
        "standing_up" if lowest else "standing",
        name=f"{one.body} {one.year}",
        metric=side_by_side.named(tongue, one),
        value=side_by_side.shown(tongue, one),
        place=place,
        count=count,
        among=among,
    )
