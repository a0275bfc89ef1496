"""A question as understood, and the body and year it is about: what is passed between the steps of answering."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from bot.finding.figures import Absent, Figure, Sheet, figure
from bot.languages import Language
from bot.meaning.readings import Fit
from bot.meaning.understood import Understood
from bot.models import Cover, Query
from bot.places.bodies import Places
from index.metrics import catalogue
from index.models import Body, StoredReport, maker
from index.store import Store

if TYPE_CHECKING:
    from bot.finding.cells import Cell
    from bot.finding.scope import Spot

_Told = TypeVar("_Told")
_Given = ParamSpec("_Given")
_NOT_YET = object()

FLAGSHIP = ("requests.received", "outcome.total", "requests.carried_out", "reconsideration.total", "disclosed.total")
"""asked in examples, in this order, where a report has them"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question as understood, with everything needed to answer it."""

    store: Store
    places: Places
    tongue: Language
    understood: Understood
    cover: Cover
    text: str
    """as normalised"""
    before: Query | None
    mends: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]
    """full names of bodies that should have a report each year, by the operator's settings"""
    again: Callable[[str, Query | None], Asked]
    """the same for a part of the text, leaning on another query"""
    examples: Callable[[], tuple[str, ...]]
    respelt: Callable[[], tuple[str, ...]]
    """the text with the towns of the index that what could not be placed sounds like"""
    without: tuple[str, ...] = ()
    """full names of bodies that are left out of all that are looked through"""
    among: frozenset[str] | None = None
    """full names of those that are looked through; None: all"""
    telling: Callable[[Spot, Fit], Cell] | None = None
    """where no metric is asked for: what a report tells of the thing, in place of its cells"""
    found: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """what was looked up of it `once`"""


def once(look: Callable[Concatenate[Asked, _Given], _Told]) -> Callable[Concatenate[Asked, _Given], _Told]:
    """A look that is taken once for a question, in however many ways that is then tried to be answered.

    What is found must not be changed by whoever gets it.
    """

    @functools.wraps(look)
    def known(asked: Asked, *given: _Given.args, **named: _Given.kwargs) -> _Told:
        key = (look, *given, *named.values()) if given or named else look
        found: _Told = asked.found.get(key, _NOT_YET)
        if found is _NOT_YET:
            found = asked.found[key] = look(asked, *given, **named)
        return found

    return cast("Callable[Concatenate[Asked, _Given], _Told]", known)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The body and year that a question is about, and notes on how they were chosen."""

    body: Body
    year: int
    report: StoredReport
    others: tuple[StoredReport, ...]
    """further reports of the same body and year"""
    notes: tuple[str, ...]


make_asked, make_target = maker(Asked), maker(Target)


def unnamed(asked: Asked) -> tuple[Body, ...]:
    """The bodies meant where none is named: those of the chat's last question, else the only one that is indexed."""
    before = asked.places.bodies(asked.before.bodies) if asked.before is not None else ()
    return before or asked.places.only


def in_form(report: StoredReport, key: str) -> bool:
    """Whether a report can have this figure: its form prints the row, or prose can state it."""
    metric = catalogue()[key]
    # what no table prints, prose may state in a report on any form; the statistics form's rows seldom are
    return metric.table is None or report.form is None or report.form in metric.forms


def look(sheet: Sheet, key: str, party: str | None) -> tuple[Figure | Absent, str]:
    """Look up a metric, or the equivalent one of another form, or its stand-in: what was found, and under which key."""
    metric = catalogue()[key]
    first = figure(sheet, key, party)
    if isinstance(first, Figure):
        return first, key
    others = [*metric.same_as, *((metric.stand_in,) if metric.stand_in else ())]
    for other in others:
        found = figure(sheet, other, party)
        if isinstance(found, Figure):
            return found, other
    in_forms = [one for one in (key, *others) if in_form(sheet.report, one)]
    if in_forms and in_forms[0] != key:
        return figure(sheet, in_forms[0], party), in_forms[0]
    return first, key


def flagship(store: Store, report: StoredReport) -> Iterator[str]:
    """What is asked most, of which the report has a figure."""
    sheet = Sheet(store, report)
    having = {key for _, key, value, _ in store.cells([report.id], FLAGSHIP, ["total", None]) if value is not None}
    for key in FLAGSHIP:
        if key in having or isinstance(look(sheet, key, None)[0], Figure):
            yield key


def candidates(fits: Sequence[Fit], report: StoredReport, sheet: Sheet | None = None) -> list[Fit]:
    """Readings for which the report's form has a row, or the report a figure; equivalent keys count as one."""
    possible = [
        fit
        for fit in fits
        if in_form(report, fit[0]) or (sheet is not None and isinstance(figure(sheet, *fit), Figure))
    ] or list(fits)
    merged: list[Fit] = []
    for key, party in possible:
        alike = {key, *catalogue()[key].same_as}
        if not any(party == other and alike & {known, *catalogue()[known].same_as} for known, other in merged):
            merged.append((key, party))
    return merged
