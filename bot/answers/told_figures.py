"""Figures that only the prose tells, asked of several years or bodies: compared, ranked, filtered, added up.

The question is understood with a metric in place of what it asks for (bot/finding/told_thing.py), and answered as any
question about a metric, of cells that are asked of the prose of one report after another. Each clause is quoted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot import wording
from bot.answers import changes, many, ranks, sums
from bot.answers.standing import standing
from bot.finding import going_on
from bot.finding.asked import Asked, unnamed
from bot.finding.cells import Cell
from bot.finding.clause.measure import are_alike
from bot.finding.clause.of_time import is_by_then
from bot.finding.scope import Scope, Spot, scope
from bot.finding.told_in_place import thing_in_place
from bot.finding.told_thing import Thing, thing_of
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.meaning.understood import Understood
from bot.models import Answer, Result

MOST_SPOTS = 80
"""reports that one question is asked of"""
MOST_QUOTED = 12
_OVER_YEARS = frozenset({"trend", "every_year", "previous"})
_SHARES = frozenset({"share", "rate"})
_OF_SOME = frozenset({"filter", "count"})
_KINDS: dict[str, Callable[[Asked], Answer]] = {
    "rank": ranks.rank,
    "count": ranks.count,
    "filter": ranks.filtered,
    "standing": standing,
    "average": sums.average,
    "total": sums.total,
    "change": changes.change,
    "difference": changes.difference,
    "series": many.several,
    "figure": many.several,
}
"""kinds of question that need no more of a metric than its figures"""


@dataclass(slots=True)
class _Telling:
    """Asks the reports for the thing, each once."""

    asked: Asked
    thing: Thing
    answer: Callable[[Asked], Answer]
    ranged: bool
    """the bodies were not named: only those count whose report tells it in the question's own words"""
    told: dict[tuple[str, int], Cell] = field(default_factory=dict)
    unit: str = ""
    """of the first figure: the others have to be alike"""

    def cell(self, spot: Spot, fit: Fit) -> Cell:
        """What the report of a body and year tells, or that it does not."""
        key = (spot.body.name, spot.year)
        if key not in self.told:
            self.told[key] = self._looked_up(spot, fit)
        return self.told[key]

    def _looked_up(self, spot: Spot, fit: Fit) -> Cell:
        tongue = self.asked.tongue
        if len(spot.reports) != 1:
            why = tongue.say("reports_differ" if spot.reports else "no_report")
            return Cell(spot=spot, fit=fit, reason="differ" if spot.reports else "year", why=why)
        made = self.answer(self.asked.again(self.thing.question(spot.body.name, spot.year), None))
        one = made.results[0] if made.status == "answered" and len(made.results) == 1 else None
        if one is None or not _is_stated(one, spot) or (self.ranged and tongue.say("in_other_words") in made.notes):
            return Cell(spot=spot, fit=fit, reason="row", why=tongue.say("not_told"))
        self.unit = self.unit or one.unit
        if not are_alike(one.unit, self.unit):
            return Cell(spot=spot, fit=fit, reason="row", why=tongue.say("told_in", unit=one.unit))
        return Cell(
            spot=spot,
            fit=fit,
            value=one.value,
            unit=self.unit,
            sources=one.sources,
            approximate=one.approximate,
            doubts=tuple(f"{spot.body.name} {spot.year} {note}" for note in made.notes),
        )

    def quoted(self, made: Answer) -> list[str]:
        """The clauses of the figures, where the answer does not have them yet."""
        tongue = self.asked.tongue
        given = {source for one in made.results for source in one.sources}
        lines = []
        for one in self.told.values():
            line = tongue.say("source", place=wording.place(tongue, one.sources[0])) if one.sources else ""
            if line and line not in made.text and one.sources[0] in given:
                lines.append(f"{one.body} {one.year} {line}")
        return lines[:MOST_QUOTED]


def _is_stated(one: Result, spot: Spot) -> bool:
    """A figure that the prose of this body and year states: what a table has is asked for in its own words."""
    stated = one.value is not None and not one.calculated and one.metric is None
    return stated and (one.body, one.year) == (spot.body.name, spot.year)


def told_figures(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer, or None where the question is none of this kind or the prose does not tell enough."""
    thing = (thing_of(asked) or thing_in_place(asked)) if _is_of_several(asked.understood) else None
    if thing is None:
        return None
    stood = asked.again(thing.stood_for, None).understood
    if not _is_of_several(stood) or stood.intent not in _KINDS or not _is_only(asked, stood):
        return None
    if stood.intent == "standing" and not (stood.choices or unnamed(asked)):
        return None  # 新收申请倒数第几: nothing says whose place it is
    found = scope(replace(asked, understood=stood))
    if not isinstance(found, Scope) or len(found.spots) > MOST_SPOTS:
        return None
    telling = _Telling(asked=asked, thing=thing, answer=answer, ranged=found.ranged)
    measures = (Measure(fits=((thing.name, None),)),)
    made = _KINDS[stood.intent](replace(asked, understood=replace(stood, measures=measures), telling=telling.cell))
    if made.status not in {"answered", "missing"} or not _is_told(telling, found):
        return None
    quoted = (source.quote for one in telling.told.values() for source in one.sources[:1])
    if stood.intent == "total" and len({one.year for one in found.spots}) > 1 and any(map(is_by_then, quoted)):
        return None
    text = going_on.without(asked.tongue, made.text)
    return replace(made, text="\n".join([text, *telling.quoted(replace(made, text=text))]), query=None, next=())


def _is_of_several(told: Understood) -> bool:
    """More than one figure is asked for, of bodies or years that are said: not 增加了几场, which may be told itself."""
    several = len(told.years) > 1 or told.span is not None or told.each or len(told.choices) > 1
    return bool((several or told.ops & _OVER_YEARS) and (told.choices or told.each & BODIES))


def _is_only(asked: Asked, told: Understood) -> bool:
    """Nothing but the metric in place of the thing is asked for, and no share of it; and all words are understood."""
    if told.left or len(told.measures) != 1 or told.ops & _SHARES or told.measures[0].fits != _metric(asked):
        return False
    some = told.intent in _OF_SOME and not told.conditions  # nothing told is no 0
    return not (some or told.against or told.sections or told.claimed or told.ratios or told.parties)


_fits: dict[str, tuple[Fit, ...]] = {}
"""language → what its metric in place of the thing means"""


def _metric(asked: Asked) -> tuple[Fit, ...]:
    code = asked.tongue.code
    if code not in _fits:
        _fits[code] = asked.again(asked.tongue.operands["told_thing"]["metric"], None).understood.fits
    return _fits[code]


def _is_told(telling: _Telling, found: Scope) -> bool:
    """Of bodies and years that were named one by one every figure is told, else of two at least."""
    having = [one for one in telling.told.values() if one.value is not None]
    named = not found.ranged and telling.asked.understood.span is None
    return len(having) > 1 and (not named or len(having) == len(telling.told))
