"""How much more or less: one body than another, one year than another, in figures or per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import side_by_side
from bot.answers.many import form_notes, query, told_side_by_side, values
from bot.asked import Asked
from bot.asking_back import not_understood
from bot.cells import Cell, gathered, minus, missing, negative, result
from bot.models import Answer
from bot.scope import Scope, narrowed, scope


def difference(asked: Asked) -> Answer:
    """How much more the first of two has than the second: bodies, years, applicants or things."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    first, second = both[::-1] if told.reversed else both
    if "differ" in told.ops and not told.ops & {"more", "less"} and (first.value or 0) < (second.value or 0):
        first, second = second, first
    if "less" in told.ops:
        first, second = second, first
    made = minus(asked, first, second)
    if made.value is None:
        return missing(asked, [made], found.notes)
    if first.fit[1] != second.fit[1]:
        made = replace(made, fit=(made.fit[0], None))
    return _told(asked, found, made, (first, second), "difference")


def pair(asked: Asked, found: Scope) -> tuple[Cell, Cell] | Answer:
    """The two that are compared, whichever there are two of."""
    told = asked.understood
    if len(told.measures) == 2 and len(found.spots) == 1:
        made = [values(asked, found, measure) for measure in told.measures]
        wrong = next((one for one in made if isinstance(one, Answer)), None)
        if wrong is not None:
            return wrong
        one, other = (each[0] for each in made if not isinstance(each, Answer))
        if one.unit != other.unit and None not in (one.value, other.value):
            return not_understood(asked, told.content, "not_together")
        return one, other
    if len(told.measures) != 1 or len(found.spots) != 2 or found.ranged:
        return not_understood(asked, told.operators, "nothing_to_compare")
    got = values(asked, found, told.measures[0])
    return got if isinstance(got, Answer) else (got[0], got[1])


def change(asked: Asked) -> Answer:
    """How a figure changed from one year to another: by the year before, or between the two years named."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) == 2 and len(found.bodies) == 2 and not told.ops & {"previous"}:
        return difference(asked)
    if len(told.measures) != 1 or found.ranged:
        return not_understood(asked, told.operators, "nothing_to_compare")
    if len(found.years) > 2 and not told.ops & {"percent", "rise", "fall"}:
        got = values(asked, found, told.measures[0])
        return got if isinstance(got, Answer) else told_side_by_side(asked, found, [got])
    made = changes(asked, found)
    if isinstance(made, Answer):
        return made
    having = [one for one in made if one.value is not None]
    if not having:
        return missing(asked, made, found.notes)
    if len(having) > 1:
        return told_side_by_side(asked, found, [made])
    return _told(asked, found, having[0], (), "change")


def changes(asked: Asked, found: Scope) -> list[Cell] | Answer:
    """The change of each body's figure: from the year before, or from the first year named to the last."""
    told = asked.understood
    if "items_change" in told.features:
        return not_understood(asked, told.operators, "change_of_change")
    last, first = _years(asked, found)
    both = replace(found, spots=()), (first, last)
    wide = scope_over(asked, both[0], both[1])
    got = values(asked, wide, told.measures[0])
    if isinstance(got, Answer):
        return got
    made = []
    for body in found.bodies:
        before, after = (
            next(one for one in got if one.body == body.name and one.year == year) for year in (first, last)
        )
        one = minus(asked, after, before, percent="percent" in told.ops)
        made.append(negative(one) if "fall" in told.ops and "rise" not in told.ops else one)
    return made


def scope_over(asked: Asked, found: Scope, years: Sequence[int]) -> Scope:
    """The same bodies, in these years."""
    from bot.scope import _spot  # noqa: PLC0415

    spots = tuple(_spot(asked, body, year) for body in found.bodies for year in years)
    return replace(found, years=tuple(years), spots=spots)


def _years(asked: Asked, found: Scope) -> tuple[int, int]:
    """The later and the earlier of the years compared."""
    told = asked.understood
    years = sorted(set(found.years))
    if len(years) > 1 and "previous" not in told.ops:
        return years[-1], years[0]
    return years[-1], years[-1] - 1


def _told(asked: Asked, found: Scope, made: Cell, pair: Sequence[Cell], intent: str) -> Answer:
    tongue = asked.tongue
    notes = gathered([made], [*found.notes, *form_notes(asked, found)])
    if made.value is not None and made.value < 0:
        notes.append(tongue.say("the_other_way"))
    lines = [side_by_side.difference_line(tongue, found, made, pair), tongue.say("formula", formula=made.formula)]
    lines += side_by_side.source_lines(tongue, made, most=2)
    lines += [tongue.say("note", what=note) for note in notes]
    return Answer(
        question="",
        status="answered",
        text="\n".join(lines),
        results=(result(made),),
        notes=tuple(notes),
        query=query(asked, found, [made.fit], intent),
    )


__all__ = ["change", "changes", "difference", "narrowed", "pair"]
