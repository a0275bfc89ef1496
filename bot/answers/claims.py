"""Claims: each asserted figure holds, does not hold, or is not in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot import wording
from bot.answers import side_by_side
from bot.answers.changes import changes, pair
from bot.answers.many import query, values
from bot.answers.multiples import asserted_multiple
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO, Cell, gathered, missing, result
from bot.finding.comparing import EXACT, leeway, roughly, rounds_to
from bot.finding.scope import Scope, narrowed, scope
from bot.languages import language
from bot.meaning.measuring import Measure
from bot.meaning.operands import ROUGH, Claimed
from bot.models import Answer, Claim
from index import numbers
from index.metrics import catalogue

_MORE = frozenset({"more", "less"})
_WAYS = frozenset({"rise", "fall"})
_LEAST_YEARS = 3
_TENTH, _TWO_POINTS = Decimal("0.1"), Decimal("0.02")
_CHANGES = frozenset({"rise", "fall", "change", "previous", "before", "percent"})


def claims(asked: Asked) -> Answer:
    """Test each figure asserted of one body and year."""
    told = asked.understood
    if "times" in told.ops:
        return asserted_multiple(asked)
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if told.ops & _MORE:
        return _compared(asked, found)
    if "every_year" in told.ops:
        return _year_upon_year(asked, found)
    if (len(found.spots) != 1 and not _is_change(asked, found)) or found.ranged:
        return not_understood(asked, told.operators or told.content, "one_report_only")
    asserted = _asserted(asked)
    if asserted is None:
        return not_understood(asked, told.content, "not_together")
    if _is_share(asked):
        asked = replace(asked, understood=replace(told, ops=told.ops | {"share"}))
    made, cells = [], []
    for measure, claimed in asserted:
        got = _cell(asked, found, measure)
        if isinstance(got, Answer):
            return got
        one = _claim(asked, claimed, got)
        if one is None:
            return not_understood(asked, told.content, "not_together")
        cells.append(got)
        made.append(one)
    if found.spots[-1].reports == ():
        return missing(asked, cells, found.notes)
    return _told(asked, found, made, cells)


def _year_upon_year(asked: Asked, found: Scope) -> Answer:
    """Requests rose every year from 2021 to 2023: each year beside the one before."""
    told = asked.understood
    one_way = len(told.ops & _WAYS) == 1 and not told.ops & (_CHANGES - _WAYS - {"change"})
    if not one_way or told.claimed or told.conditions or len(told.measures) != 1:
        return not_understood(asked, told.operators, "not_together")
    years = sorted(set(found.years))
    unbroken = len(years) >= _LEAST_YEARS and years == list(range(years[0], years[-1] + 1))
    if len(found.bodies) != 1 or found.ranged or not unbroken:
        return not_understood(asked, told.operators, "not_together")
    made, cells = [], []
    for both in pairwise(years):
        got = changes(asked, narrowed(found, both))
        if isinstance(got, Answer):
            return got
        one = _claim(asked, (Claimed(at=-1, value=Decimal(0), unit=None, sign="gt"),), got[0])
        if one is None:
            return not_understood(asked, told.content, "not_together")
        made.append(one)
        cells.append(got[0])
    return _told(asked, found, made, cells, years[1:])


def _is_share(asked: Asked) -> bool:
    """不予公开超过一半: a share that is asserted of a figure is that of its usual whole."""
    told = asked.understood
    return (told.ratios or "all" in told.ops) and not told.ops & (_CHANGES | {"share", "rate", "none"})


def _is_change(asked: Asked, found: Scope) -> bool:
    """Requests rose by 14 from 2019 to 2020."""
    return bool(asked.understood.ops & _CHANGES) and len(found.bodies) == 1 and len(found.years) == 2


def _compared(asked: Asked, found: Scope) -> Answer:
    """Qinghe had more lawsuits than Bailu: that one of two is the larger."""
    told, tongue = asked.understood, asked.tongue
    if len(told.claimed) > 1 or told.conditions or told.ops & _CHANGES:
        return not_understood(asked, told.operators, "not_together")
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    first, second = both[::-1] if told.reversed else both
    if first.value is None or second.value is None:
        return missing(asked, [first, second], found.notes)
    by = _by_how_much(asked, first, second)
    if told.claimed and by is None:
        return not_understood(asked, told.operators, "not_together")
    larger = first.value > second.value if "more" in told.ops else first.value < second.value
    holds = larger if by is None else by[0] == by[1]
    things = 1 if first.fit == second.fit else 2
    line = tongue.say(
        "claim_more" if holds else "claim_not_more",
        metric=wording.metric_name(tongue, *first.fit),
        left=side_by_side.label(tongue, found, first, things),
        first=side_by_side.shown(tongue, first),
        right=side_by_side.label(tongue, found, second, things),
        second=side_by_side.shown(tongue, second),
    )
    made = Claim(
        claim=wording.metric_name(tongue, *first.fit),
        claimed=second.value if by is None else by[0],
        value=first.value if by is None else by[1],
        unit=first.unit,
        holds=holds,
        sources=(*first.sources, *second.sources),
        sign=None if by is not None else "gt" if "more" in told.ops else "lt",
    )
    notes = gathered([first, second], found.notes)
    return Answer(
        status="checked",
        text="\n".join([line, *wording.note_lines(tongue, notes)]),
        claims=(made,),
        notes=tuple(notes),
        query=query(asked, found, [first.fit], "figure"),
    )


def _by_how_much(asked: Asked, first: Cell, second: Cell) -> tuple[Decimal, Decimal] | None:
    """多35件: what is asserted of the difference, and what it is; None where no plain figure is."""
    told = asked.understood
    if not told.claimed or first.value is None or second.value is None:
        return None
    one = told.claimed[0]
    if one.ratio or one.sign is not None or one.rounded or RATIO in {first.unit, second.unit}:
        return None
    apart = first.value - second.value
    return _in_unit(one, first), apart if "more" in told.ops else -apart


def _asserted(asked: Asked) -> list[tuple[Measure, tuple[Claimed, ...]]] | None:
    """Each measure with what is asserted of it; None where they do not go together one to one."""
    told = asked.understood
    claimed: list[tuple[Measure, tuple[Claimed, ...]]] = [
        (measure, (measure.claimed,)) for measure in told.measures if measure.claimed is not None
    ]
    if told.conditions:
        # 超过50件, 10到100件: what bounds the one thing that is named
        if len(told.measures) != 1 or told.claimed:
            return None
        bounds = tuple(
            Claimed(at=-1, value=number, unit=None, sign=sign, ratio=told.ratios) for sign, number in told.conditions
        )
        return [(told.measures[0], bounds)]
    if "all" in told.ops and "none" not in told.ops:
        # 复议都维持了吗: that the share is the whole
        every = Claimed(at=-1, value=Decimal(1), unit=None, ratio=True)
        return [(told.measures[0], (every,))] if len(told.measures) == 1 and not told.claimed else None
    if "none" in told.ops:
        # 没有收到申请，对吗: that it is 0
        nothing = Claimed(at=-1, value=Decimal(0), unit=None)
        return (
            [(measure, (nothing,)) for measure in told.measures] if not any(one.value for one in told.claimed) else None
        )
    if not claimed and not told.claimed and len(told.measures) == 1 and len(told.ops & _WAYS) == 1:
        # requests rose: the change is more than nothing
        return [(told.measures[0], (Claimed(at=-1, value=Decimal(0), unit=None, sign="gt"),))]
    if not claimed or len(claimed) != len(told.measures) or len(claimed) != len(told.claimed):
        return None
    return claimed


def _cell(asked: Asked, found: Scope, measure: Measure) -> Cell | Answer:
    """The figure that a claim is about: what the report says, a share of it, or how it changed."""
    told = asked.understood
    if told.ops & _CHANGES:
        if len(told.measures) > 1:
            return not_understood(asked, told.content, "not_together")
        if any(each.ratio for each in told.claimed) or told.ratios:
            asked = replace(asked, understood=replace(told, ops=told.ops | {"percent"}))
        changed = changes(asked, found)
        return changed if isinstance(changed, Answer) else changed[0]
    got = values(asked, found, measure)
    return got if isinstance(got, Answer) else got[0]


def _claim(asked: Asked, asserted: Sequence[Claimed], one: Cell) -> Claim | None:
    """One claim tested; None where it is made in another unit than the figure's."""
    if one.value is not None and any(each.value and each.ratio != (one.unit == RATIO) for each in asserted):
        return None
    people = language("zh").statements["telling"]
    if one.value is not None and any(
        each.unit is not None and (each.unit in people) != (one.unit in people) for each in asserted
    ):
        # 培训530人次 is no number of courses
        return None
    numbers_of = [_in_unit(each, one) for each in asserted]
    if "fell" in asked.understood.ops and "items_change" in catalogue()[one.fit[0]].needs:
        # 减少9项, of a cell with a sign
        if any(each.sign is not None for each in asserted):
            return None
        numbers_of = [-number for number in numbers_of]
    held = [_agree(each, value, one) for each, value in zip(asserted, numbers_of, strict=True)]
    return Claim(
        claim=_name(asked, one),
        claimed=numbers_of[0],
        value=one.value,
        unit=one.unit,
        holds=False if False in held else None if None in held else True,
        sources=one.sources,
        sign=asserted[0].sign,
    )


def _name(asked: Asked, one: Cell) -> str:
    """What a claim is about, in words; a change too of which there is no figure."""
    changed = one.changed or bool(asked.understood.ops & _CHANGES)
    return side_by_side.named(asked.tongue, replace(one, changed=changed))


def _in_unit(asserted: Claimed, one: Cell) -> Decimal:
    if asserted.unit is None or asserted.unit not in numbers.MONEY_UNITS or one.unit != numbers.MONEY:
        return asserted.value
    given = numbers.Number(start=0, end=0, value=asserted.value, unit=asserted.unit, approximate=False, text="")
    return numbers.in_unit(given, numbers.MONEY)


def _agree(asserted: Claimed, claimed: Decimal, one: Cell) -> bool | None:
    """As exactly as it was said; None where the report gives none, or none that is exact enough to tell."""
    if one.value is None:
        return None
    if one.unit == RATIO:
        digits = -int(claimed.normalize().as_tuple().exponent)
        said = round(one.value, digits if asserted.rounded else max(digits, 2))
        return said == claimed if asserted.sign is None else _fulfils_share(asserted.sign, one.value, claimed)
    if asserted.sign is not None:
        return _fulfils(asserted.sign, one.value, claimed)
    if claimed == one.value:
        return True
    if one.approximate and abs(claimed - one.value) <= leeway(one.value):
        return None
    return asserted.rounded and rounds_to(one.value, claimed)


def _fulfils_share(sign: str, value: Decimal, claimed: Decimal) -> bool:
    """About a quarter is within a tenth of it, or two points."""
    if sign != "about":
        return EXACT[sign](value, claimed) if sign in EXACT else roughly(sign, value * 100, claimed * 100)
    return abs(value - claimed) <= max(claimed * _TENTH, _TWO_POINTS)


def _fulfils(sign: str, value: Decimal, claimed: Decimal) -> bool:
    return EXACT[sign](value, claimed) if sign in EXACT else roughly(sign, value, claimed)


def _told(asked: Asked, found: Scope, made: list[Claim], cells: list[Cell], years: Sequence[int] = ()) -> Answer:
    tongue, spot = asked.tongue, max(found.spots, key=lambda one: one.year)
    lines = [
        side_by_side.claim_line(tongue, spot.body.name, year, one)
        for one, year in zip(made, years or [spot.year] * len(made), strict=True)
    ]
    for one in cells[:3]:
        if one.value is not None:
            lines += side_by_side.source_lines(tongue, one)
    notes = gathered(cells, [*_of_claims(asked, made, cells), *found.notes])
    lines += wording.note_lines(tongue, notes)
    # 收到84件，在第几行: who asks where a figure stands does not doubt it
    placed = "where" in asked.understood.ops and "claim" not in asked.understood.ops and all(one.holds for one in made)
    return Answer(
        status="answered" if placed else "checked",
        text="\n".join(lines),
        results=tuple(map(result, cells)) if placed else (),
        claims=() if placed else tuple(made),
        notes=tuple(notes),
        query=query(asked, found, [one.fit for one in cells], "figure"),
    )


def _of_claims(asked: Asked, made: Sequence[Claim], cells: Sequence[Cell]) -> list[str]:
    """What is to be said of how roughly a claim was made, or the report speaks."""
    tongue, notes = asked.tongue, []
    for claim, one in zip(made, cells, strict=True):
        if claim.sign in ROUGH:
            notes.append(tongue.say("claim_rough"))
        elif claim.holds is None and claim.value is not None:
            notes.append(tongue.say("claim_of_rough", claimed=wording.plain(claim.claimed)))
        elif claim.holds and claim.sign is None and claim.value != claim.claimed and one.unit != RATIO:
            notes.append(tongue.say("claim_rounded"))
    return list(dict.fromkeys(notes))
