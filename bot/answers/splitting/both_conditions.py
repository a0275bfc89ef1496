"""Bodies that meet conditions on two rows: 收到超过50件但没有诉讼的单位. Each condition is asked by itself."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.choosing import of_those_told, parts_of, taken_apart
from bot.answers.splitting.ways import Made, Part, Way
from bot.finding.asked import Asked
from bot.languages import Language
from bot.models import Answer, Result, Table

MOST_ROWS = 40
MOST_NOTES = 8
_TABLE = "both"


def _asks(sub: Asked, _made: Made) -> bool:
    """Whether it is a condition on one row."""
    return sub.understood.intent == "filter" and len(sub.understood.measures) == 1


def _accept(part: Part, _made: Made) -> bool:
    """Those that meet one condition, none if none does."""
    return part.answer.status == "answered" or part.answer.reason == "row"


def _together(asked: Asked, made: Made) -> Answer:
    """Those that meet both, with the figures of both rows."""
    tongue = asked.tongue
    first, second = (part.answer.results for part in made)
    apart = {one.year for one in first}.isdisjoint(one.year for one in second)
    met, also = ({(one.body, 0 if apart else one.year): one for one in each} for each in (first, second))
    keys = [key for key in met if key in also]
    notes = list(dict.fromkeys(note for part in made for note in part.answer.notes))[:MOST_NOTES]
    lines = wording.note_lines(tongue, notes)
    entry, groups, _ = taken_apart(_TABLE, asked)[0]
    condition = ", ".join(filter(None, map(groups.get, ("first", "second", "bound"))))
    if not keys:
        head = tongue.say("none_fulfils", condition=condition)
        return Answer(status="missing", reason="row", text="\n".join([head, *lines]), notes=tuple(notes))
    table = drawn(asked, [(met[key], also[key]) for key in keys])
    shown = side_by_side.drawn(table, MOST_ROWS)
    results = tuple(one for key in keys for one in (met[key], also[key]))
    if entry.get("counts"):
        shown = [tongue.say("counted", count=len(keys), condition=condition), *shown]
        results = (_counted(tongue, results, len(keys)),)
    return Answer(
        status="answered",
        text="\n".join([*shown, *lines]),
        results=results,
        notes=tuple(notes),
        table=table,
        query=of_those_told(made[-1].answer.query, [also[key] for key in keys]),
    )


def _counted(tongue: Language, met: Sequence[Result], count: int) -> Result:
    """How many meet both conditions, from the figures of all that do."""
    return replace(
        met[0],
        body=tongue.join(list(dict.fromkeys(one.body for one in met))),
        metric=None,
        party=None,
        value=Decimal(count),
        unit=wording.unit_of("bodies"),
        calculated=True,
        approximate=False,
        sources=tuple(source for one in met for source in one.sources[:1]),
    )


def drawn(asked: Asked, pairs: list[tuple[Result, Result]]) -> Table:
    """A row for each body that meets both; a year that is not that of both stands in the heads."""
    tongue = asked.tongue
    names = [wording.metric_name(tongue, one.metric or "", one.party) for one in pairs[0]]
    figures = [(_shown(asked, one), _shown(asked, other)) for one, other in pairs]
    heads: list[str] = [tongue.say("head_body")]
    whose = [[one.body] for one, _ in pairs]
    if any(one.year != other.year for one, other in pairs):
        heads += [f"{one.year} · {name}" for one, name in zip(pairs[0], names, strict=True)]
    else:
        heads += [tongue.say("head_year"), *names]
        whose = [[one.body, str(one.year)] for one, _ in pairs]
    return Table(heads=tuple(heads), rows=tuple((*who, *shown) for who, shown in zip(whose, figures, strict=True)))


def _shown(asked: Asked, one: Result) -> str:
    if one.value is None:
        return ""
    if one.unit == side_by_side.RATIO:
        return wording.percent(one.value)
    return wording.amount(asked.tongue, one.value, one.unit, one.approximate)


BOTH_CONDITIONS = Way(cut=functools.partial(parts_of, _TABLE), asks=_asks, accept=_accept, together=_together)
