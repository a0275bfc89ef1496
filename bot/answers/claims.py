"""Figures that are asserted: each holds, does not, or is not in the report."""

from __future__ import annotations

from decimal import Decimal

from bot import side_by_side, wording
from bot.answers.many import query, values
from bot.asked import Asked
from bot.asking_back import not_understood
from bot.cells import Cell, gathered, missing
from bot.grouping import Measure
from bot.models import Answer, Claim
from bot.scope import Scope, scope
from index import numbers


def claims(asked: Asked) -> Answer:
    """Test each figure that was asserted of one body and year."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) != 1 or found.ranged:
        return not_understood(asked, told.operators or told.content, "one_report_only")
    claimed = [measure for measure in told.measures if measure.claimed is not None]
    if len(claimed) != len(told.measures) or len(claimed) != len(told.claimed):
        return not_understood(asked, told.content, "not_together")
    made, cells = [], []
    for measure in claimed:
        got = values(asked, found, measure)
        if isinstance(got, Answer):
            return got
        cells += got
        made.append(_claim(asked, measure, got[0]))
    wrong = next((one for one in made if one is None), False)
    if wrong is None:
        return not_understood(asked, told.content, "not_together")
    every = [one for one in made if one is not None]
    if found.spots[0].reports == ():
        return missing(asked, cells, found.notes)
    return _told(asked, found, every, cells)


def _claim(asked: Asked, measure: Measure, one: Cell) -> Claim | None:
    """One claim tested; None where its unit is another than the figure's."""
    asserted = measure.claimed
    if asserted is None:
        return None
    value = asserted.value
    if asserted.unit is not None and asserted.unit in numbers.MONEY_UNITS and one.unit == wording.MONEY:
        value = numbers.in_unit(
            numbers.Number(start=0, end=0, value=value, unit=asserted.unit, approximate=False, text=""), wording.MONEY
        )
    return Claim(
        claim=wording.metric_name(asked.tongue, *one.fit),
        claimed=value,
        value=one.value,
        unit=one.unit,
        holds=None if one.value is None else _agree(value, one),
        sources=one.sources,
    )


def _agree(claimed: Decimal, one: Cell) -> bool:
    """Equal; a share as far as it was said (33% for a third)."""
    if one.value is None:
        return False
    if one.unit != "ratio":
        return claimed == one.value
    digits = -int(claimed.normalize().as_tuple().exponent)
    return round(one.value, max(digits, 2)) == claimed


def _told(asked: Asked, found: Scope, made: list[Claim], cells: list[Cell]) -> Answer:
    tongue, spot = asked.tongue, found.spots[0]
    lines = [side_by_side.claim_line(tongue, spot.body.name, spot.year, one) for one in made]
    for one in cells[:3]:
        if one.value is not None:
            lines += side_by_side.source_lines(tongue, one)
    notes = gathered(cells, found.notes)
    lines += [tongue.say("note", what=note) for note in notes]
    return Answer(
        question="",
        status="checked",
        text="\n".join(lines),
        claims=tuple(made),
        notes=tuple(notes),
        query=query(asked, found, [one.fit for one in cells], "figure"),
    )
