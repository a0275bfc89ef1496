"""The highest and lowest, rankings, and those that meet a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.changes import changing, yearly
from bot.answers.many import query, told_side_by_side, way
from bot.answers.parts import spread
from bot.answers.sums import of_several
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import Cell, gathered, missing, result
from bot.finding.comparing import EXACT
from bot.finding.scope import Scope, scope
from bot.meaning.intents import BODIES
from bot.meaning.readings import Fit
from bot.models import Answer
from index.metrics import catalogue

ALL = 30
"""of a ranking without a limit"""
_ENDS = frozenset({"first_time", "last_time"})
SPLIT = frozenset({"party", "part"})
"""what one figure consists of"""
MOST_BESIDE = 3
"""that were named and are not what is asked for, of which the figure is told too"""
MOST_COMPARED = 6
"""that a chat goes on about"""
MOST_LINES = 60
"""of a ranking that are said where more are tied than were asked for"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranged:
    """The cells to be ranked or filtered, only for comparison; places are read for those that are shown."""

    found: Scope
    cells: list[Cell]
    told: Callable[[Sequence[Cell]], list[Cell]]
    """the same cells with their places"""


def ranged_cells(asked: Asked) -> Ranged | Answer:
    """The cells to be ranked or filtered: over bodies, years, applicants or the parts of a row."""
    told = asked.understood
    if told.each & SPLIT or (len(told.measures) > 1 and not told.each):
        parted = spread(asked)
        return parted if isinstance(parted, Answer) else Ranged(found=parted[0], cells=parted[1], told=list)
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(told.measures) != 1:
        return not_understood(asked, told.content or told.operators, "not_together")
    if told.each & BODIES and len(found.years) > 1 and "total" in told.features and "year" not in told.each:
        # 2020到2022年合计最多的单位: of each body the sum, which is not ranked
        return not_understood(asked, told.content, "not_together")
    if "year" in told.each and told.ops & {"change", "rise", "fall", "previous", "percent"}:
        each_year = yearly(asked, found)
        return each_year if isinstance(each_year, Answer) else Ranged(found=each_year[0], cells=each_year[1], told=list)
    if told.ops & {"change", "rise", "fall", "previous", "percent"}:
        changed = changing(asked, found)
        if isinstance(changed, Answer):
            return changed
        its = _gone_that_way(asked, changed(found.bodies, True))
        return Ranged(found=found, cells=its, told=lambda some: changed([one.spot.body for one in some], False))
    if len(found.spots) < 2 and not found.ranged:
        return not_understood(asked, told.operators, "nothing_to_rank")
    how = way(asked, found, told.measures[0])
    if isinstance(how, Answer):
        return how
    its = how.cells(asked, found.spots, bare=True)
    return Ranged(found=found, cells=its, told=lambda some: how.cells(asked, [one.spot for one in some]))


def _gone_that_way(asked: Asked, cells: list[Cell]) -> list[Cell]:
    """增加最多的单位: of those that rose, if one did; an order is of all."""
    ops = asked.understood.ops
    if "order" in ops or len(ops & {"rise", "fall"}) != 1 or not ops & {"most", "least"}:
        return cells
    if all(one.value is None for one in cells):
        return cells
    return [one for one in cells if one.value is not None and one.value > 0]


def rank(asked: Asked) -> Answer:
    """The one with the most or least, the first few, or the one at a given place; all in case of ties."""
    told, tongue = asked.understood, asked.tongue
    got = ranged_cells(asked)
    if isinstance(got, Answer):
        return got
    found, made = got.found, got.cells
    having = [one for one in made if one.value is not None]
    if not made:
        went = "none_went" if "year" in told.each else "none_of_them_went"
        text = tongue.say(went, years=side_by_side.years(found.years))
        return Answer(status="missing", reason="row", text=text)
    if not having or (len(having) < len(made) and len(found.bodies) > 1 and not found.ranged):
        # of bodies that were named, the one without a figure might be it
        return missing(asked, [one for one in made if one.value is None], found.notes)
    lowest = "least" in told.ops and ("most" not in told.ops or "order" in told.ops)
    ordered = sorted(having, key=lambda one: (one.value or Decimal(0)) * (1 if lowest else -1))
    chosen = _chosen(asked, ordered)
    if not chosen:
        text = tongue.say("fewer_there", count=len(having), nth=told.nth or 0)
        return Answer(status="missing", reason="row", text=text)
    beside = [] if found.ranged else [one for one in ordered if one not in chosen]
    chosen = got.told(chosen)
    gone = [one for one in made if one.value is None]
    notes = gathered(chosen, found.notes)
    if 0 < len(beside) <= MOST_BESIDE:
        # 2020年绥芬河和荣昌谁收的申请多: what the other received
        things = len(beside) + 1 if told.each & SPLIT else len(told.measures)
        labels = [(side_by_side.label(tongue, found, one, things), one) for one in beside]
        others = [tongue.say("beside_one", name=name, value=side_by_side.shown(tongue, one)) for name, one in labels]
        notes.append(tongue.say("beside_it", others=tongue.join(others)))
    notes.append(tongue.say("ranked_among", count=len(having)))
    if gone:
        notes.append(side_by_side.gone(tongue, gone))
    if len(chosen) > _wanted(asked):
        notes.append(tongue.say("tied", count=len(chosen)))
    elif told.limit is not None and len(having) < told.limit:
        notes.append(tongue.say("fewer_than_asked", count=len(having)))
    return _listed(asked, found, chosen, notes, ordered)


def _wanted(asked: Asked) -> int:
    """How many are asked for: so many as were said, all of those named where each is (谁多，各多少), else the first.

    最多和最少的分别是谁: one at either end.
    """
    told = asked.understood
    if _at_both_ends(asked):
        return 2
    each_named = "separately" in told.ops and max(len(told.choices), len(told.years), len(told.measures)) > 1
    return told.limit or (ALL if "order" in told.ops or each_named else 1)


def _at_both_ends(asked: Asked) -> bool:
    told = asked.understood
    return {"most", "least"} <= told.ops and "order" not in told.ops


def _chosen(asked: Asked, ordered: Sequence[Cell]) -> list[Cell]:
    told = asked.understood
    if _at_both_ends(asked):
        ends = {ordered[0].value, ordered[-1].value}
        return [one for one in ordered if one.value in ends]
    if told.nth is not None:
        if told.nth > len(ordered):
            return []
        at = ordered[told.nth - 1].value
        return [one for one in ordered if one.value == at]
    limit = _wanted(asked)
    if limit >= len(ordered):
        return list(ordered)
    last = ordered[limit - 1].value
    return [one for place, one in enumerate(ordered) if place < limit or one.value == last]


def _listed(
    asked: Asked, found: Scope, chosen: Sequence[Cell], notes: Sequence[str], ordered: Sequence[Cell]
) -> Answer:
    tongue = asked.tongue
    first: dict[Decimal | None, int] = {}
    for at, one in enumerate(ordered, start=1):
        first.setdefault(one.value, at)
    ranked = [(first[one.value], one) for one in chosen]
    most = max(MOST_LINES, asked.understood.limit or 0)
    said = [side_by_side.ranked_line(tongue, found, one, place) for place, one in ranked[:most]]
    lines = [*said, *(["…"] if len(said) < len(ranked) else [])]
    drawn = side_by_side.ranked(tongue, found, ranked, tuple(lines)) if len(ranked) > 1 else None
    if len(chosen) <= 2:
        for one in chosen:
            lines += [tongue.say("formula", formula=one.formula)] if one.changed else []
            lines += side_by_side.source_lines(tongue, one)
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=tuple(result(one) for one in chosen),
        notes=tuple(notes),
        table=drawn,
        chart=side_by_side.ranked_chart(tongue, found, chosen),
        query=replace(
            query(asked, found, [chosen[0].fit], "rank"),
            bodies=tuple(dict.fromkeys(one.body for one in chosen)),
            told_years=tuple(sorted({one.year for one in chosen})) if "year" in asked.understood.each else (),
            run=_named(found),
            rows=_rows(asked),
            out_of=_taken_apart(asked, chosen),
        ),
    )


def _rows(asked: Asked) -> tuple[Fit, ...]:
    """The things of one report of which it was asked which is more."""
    fits = [measure.fits for measure in asked.understood.measures]
    return tuple(each[0] for each in fits) if len(fits) > 1 and all(len(each) == 1 for each in fits) else ()


def _taken_apart(asked: Asked, chosen: Sequence[Cell]) -> Fit | None:
    """What the part that stands first is a part of: of that is its share, where one is asked for next."""
    told = asked.understood
    if not told.each & {"part", "party"} or len(chosen) != 1:
        return None
    key, party = chosen[0].fit
    if "party" in told.each:
        return (key, None)
    if len(told.measures) != 1:
        return None
    wholes = [fit for fit in told.measures[0].fits if key in catalogue()[fit[0]].parts and fit[1] in {None, party}]
    return wholes[0] if len(wholes) == 1 else None


def _named(found: Scope) -> tuple[tuple[str, int], ...]:
    """The bodies or years that were named one by one: 诉讼呢, 差多少 after 谁多 are of the same."""
    named = not found.ranged and 1 < len(found.spots) <= MOST_COMPARED
    return tuple((one.body.name, one.year) for one in found.spots) if named else ()


def fulfils(asked: Asked, one: Cell) -> bool:
    """Whether a cell meets all conditions."""
    if one.value is None:
        return False
    told = asked.understood
    if "none" in told.ops:
        return one.value == 0
    if told.conditions:
        return all(EXACT[sign](one.value, number) for sign, number in told.conditions)
    return one.value > 0


def filtered(asked: Asked) -> Answer:
    """Those that meet a condition, each a result; the answer says so if there are none."""
    tongue = asked.tongue
    got = _conditioned(asked)
    if isinstance(got, Answer):
        return got
    found, made = got.found, got.cells
    chosen = got.told(_at_one_end(asked, [one for one in made if fulfils(asked, one)]))
    gone = [one for one in made if one.value is None]
    if len(gone) == len(made) and made:
        # of none of them is it known whether it meets the condition
        return missing(asked, gone)
    notes = gathered(chosen, found.notes)
    notes.append(tongue.say("filtered_among", count=len(made) - len(gone)))
    if asked.understood.ops & _ENDS and chosen:
        notes += _of_years_there(asked, found.years, chosen[0].spot.year)
    if gone:
        notes.append(side_by_side.gone(tongue, gone))
    if not chosen:
        head = tongue.say("none_fulfils", condition=side_by_side.condition(tongue, asked.understood))
        lines = [head, *wording.note_lines(tongue, notes)]
        return Answer(
            status="missing",
            reason="row",
            text="\n".join(lines),
            notes=tuple(notes),
            query=replace(query(asked, found, [made[0].fit], "filter"), given_up=bool(asked.understood.each & SPLIT)),
        )
    ordered = sorted(chosen, key=lambda one: -(one.value or Decimal(0)))
    rows = [[one] for one in ordered] if asked.understood.each & SPLIT else [ordered]
    made_answer = told_side_by_side(asked, replace(found, notes=tuple(notes)), rows)
    # 其中哪家最多 goes on from those that are listed
    listed = tuple(dict.fromkeys(one.body for one in ordered))
    if asked.understood.each & SPLIT:
        # 一共几件, 虎门镇呢 after 哪几类申请人超过30件: of which part, and under which condition, nothing says
        parts = query(asked, found, [one.fit for one in ordered], "filter_parts")
        return replace(made_answer, query=replace(parts, given_up=True))
    return replace(made_answer, query=replace(query(asked, found, [ordered[0].fit], "filter"), bodies=listed))


def _at_one_end(asked: Asked, cells: list[Cell]) -> list[Cell]:
    """首次超过200件是哪年: the first of the years that meet the condition, or the last."""
    ends = asked.understood.ops & _ENDS
    if not ends or not cells:
        return cells
    end = (min if "first_time" in ends else max)(one.spot.year for one in cells)
    return [one for one in cells if one.spot.year == end]


def _of_years_there(asked: Asked, years: Sequence[int], year: int) -> list[str]:
    """That nothing is known of the years before the first, and of those that are not indexed."""
    if "first_time" in asked.understood.ops and year == min(years):
        return [asked.tongue.say("since_the_first", year=year)]
    there = sorted(set(years))
    gaps = len(there) <= there[-1] - there[0]
    return [asked.tongue.say("of_years_there", years=side_by_side.years(there))] if gaps else []


def parts_filtered(asked: Asked) -> Answer:
    """哪几类申请人超过100件, 哪些理由超过5件: of the parts of one figure those that meet a condition."""
    told = asked.understood
    return filtered(asked if told.each & SPLIT else replace(asked, understood=replace(told, each=frozenset({"part"}))))


def _conditioned(asked: Asked) -> Ranged | Answer:
    told = asked.understood
    if told.ops & _ENDS and "year" not in told.each:
        return not_understood(asked, told.operators, "condition_alone")
    if not told.each & (BODIES | SPLIT | {"year"}) and len(told.choices) < 2 and len(told.years) < 2:
        return not_understood(asked, told.operators, "condition_alone")
    if told.ratios and "share" not in told.ops and "percent" not in told.ops:
        return not_understood(asked, told.operators, "ratio_of_count")
    got = ranged_cells(asked)
    if isinstance(got, Answer):
        return got
    if told.conditions and not told.ratios and any(one.unit == "ratio" for one in got.cells):
        return not_understood(asked, told.operators, "count_of_ratio")
    return got


def count(asked: Asked) -> Answer:
    """How many meet a condition."""
    tongue, told = asked.tongue, asked.understood
    if not told.conditions and not told.ops & {"none", "some"}:
        return not_understood(asked, told.operators, "condition_alone")
    got = _conditioned(asked)
    if isinstance(got, Answer):
        return got
    found, made = got.found, got.cells
    having = [one for one in made if one.value is not None]
    if not having:
        return missing(asked, made, found.notes)
    chosen = [one for one in made if fulfils(asked, one)]
    counted_from = got.told(chosen or having)
    chosen = counted_from if chosen else []
    notes = gathered(chosen, found.notes)
    notes.append(tongue.say("filtered_among", count=len(having)))
    gone = [one for one in made if one.value is None]
    if gone:
        notes.append(side_by_side.gone(tongue, gone))
    first = having[0]
    counted = replace(
        first,
        value=Decimal(len(chosen)),
        unit=wording.unit_of("bodies"),
        calculated=True,
        approximate=False,
        sources=tuple(source for one in counted_from for source in one.sources[:1]),
    )
    names = tongue.join([f"{one.body} {side_by_side.shown(tongue, one)}" for one in chosen[:20]])
    lines = [tongue.say("counted", count=len(chosen), condition=side_by_side.condition(tongue, asked.understood))]
    lines += [names] if names else []
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=(of_several(asked, found, counted),),
        notes=tuple(notes),
        query=query(asked, found, [first.fit], "count"),
    )
