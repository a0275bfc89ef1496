"""Claims: each asserted figure holds, does not hold, or is not in the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.agreeing import in_unit
from bot.answers.changes import changes, pair
from bot.answers.every_year import every_year
from bot.answers.many import query, values
from bot.answers.multiples import asserted_multiple
from bot.answers.one_claim import CHANGES, asserted_of, claim_of, is_share, stands_apart, told_claims
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target, look
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO, Cell, gathered, missing
from bot.finding.comparing import EXACT
from bot.finding.figures import Figure, Sheet
from bot.finding.named_again import second_first
from bot.finding.rivals import which_clause
from bot.finding.scope import Scope, scope
from bot.languages import matches
from bot.meaning.measuring import Measure
from bot.models import Answer, Claim

_MORE = frozenset({"more", "less"})


def claims(asked: Asked) -> Answer:
    """Test each figure asserted of one body and year."""
    told = asked.understood
    if "times" in told.ops:
        return asserted_multiple(asked)
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if told.ops & _MORE or "same" in told.ops:
        return _compared(asked, found)
    if "every_year" in told.ops or _of_named_years(asked, found):
        return every_year(asked, found)
    if (len(found.spots) != 1 and not _is_change(asked, found)) or found.ranged:
        return not_understood(asked, told.operators or told.content, "one_report_only")
    asserted = asserted_of(asked)
    if asserted is None:
        return not_understood(asked, told.content, "not_together")
    if is_share(asked):
        measures = tuple(measure for measure, _ in asserted)
        asked = replace(asked, understood=replace(told, ops=told.ops | {"share"}, measures=measures))
    made, cells = [], []
    for measure, claimed in asserted:
        got = _cell(asked, found, measure)
        if isinstance(got, Answer):
            return got
        one = claim_of(asked, claimed, got)
        if one is None:
            return not_understood(asked, told.content, "not_together")
        cells.append(got)
        made.append(one)
    if found.spots[-1].reports == ():
        return missing(asked, cells, found.notes)
    of_another = _another_clause(asked, cells[0]) if len(made) == 1 and made[0].holds is False else None
    return of_another or told_claims(asked, found, made, cells)


def _another_clause(asked: Asked, one: Cell) -> Answer | None:
    """The question back which of two clauses is meant, of which the one that is told may not be what is asserted."""
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    figure, _ = look(Sheet(asked.store, target.report, one.fit[1]), *one.fit)
    back = which_clause(asked, target, figure, one.fit) if isinstance(figure, Figure) else None
    return back if back is not None and back.status == "clarify" else None


def same(asked: Asked) -> Answer:
    """Whether two figures are equal."""
    asked = replace(asked, understood=replace(asked.understood, intent="claim", ops=frozenset({"same"})))
    found = scope(asked)
    return found if isinstance(found, Answer) else _compared(asked, found)


def _of_named_years(asked: Asked, found: Scope) -> bool:
    """2020、2021两年都有复议: of each of the years that were named."""
    told = asked.understood
    if len(set(found.years)) < 2 or len(found.bodies) > 1 or told.ops & CHANGES:
        return False
    return bool(told.ops & {"all", "none"}) or matches("each_of_years", asked.text)


def _is_change(asked: Asked, found: Scope) -> bool:
    """Requests rose by 14 from 2019 to 2020."""
    return bool(asked.understood.ops & CHANGES) and len(found.bodies) == 1 and len(found.years) == 2


def _compared(asked: Asked, found: Scope) -> Answer:
    """Qinghe had more lawsuits than Bailu: that one of two is the larger."""
    told, tongue = asked.understood, asked.tongue
    if len(told.claimed) > 1 or told.conditions or told.ops & CHANGES or ("same" in told.ops and told.claimed):
        return not_understood(asked, told.operators, "not_together")
    if told.claimed and stands_apart(asked):
        return not_understood(asked, told.content, "not_together")
    if "none" in told.ops:
        # 并没有比上年多, no more than the year before: that it was more is what is denied
        return not_understood(asked, told.operators, "not_together")
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    first, second = both[::-1] if second_first(asked) else both
    if first.value is None or second.value is None:
        return missing(asked, [first, second], found.notes)
    by = _by_how_much(asked, first, second)
    if told.claimed and by is None:
        return not_understood(asked, told.operators, "not_together")
    sign = "eq" if "same" in told.ops else "gt" if "more" in told.ops else "lt"
    holds = EXACT[sign](first.value, second.value) if by is None else by[0] == by[1]
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
        sign=sign if by is None else None,
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
    return in_unit(one, first), apart if "more" in told.ops else -apart


def _cell(asked: Asked, found: Scope, measure: Measure) -> Cell | Answer:
    """The figure that a claim is about: what the report says, a share of it, or how it changed."""
    told = asked.understood
    if told.ops & CHANGES:
        if len(told.measures) > 1:
            return not_understood(asked, told.content, "not_together")
        if any(each.ratio for each in told.claimed) or told.ratios:
            asked = replace(asked, understood=replace(told, ops=told.ops | {"percent"}))
        changed = changes(asked, found)
        return changed if isinstance(changed, Answer) else changed[0]
    got = values(asked, found, measure)
    return got if isinstance(got, Answer) else got[0]
