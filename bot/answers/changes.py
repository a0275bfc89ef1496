"""Differences: between two bodies, years or things, as figures or percentages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import wording
from bot.answers import side_by_side
from bot.answers.many import form_notes, own_values, query, told_side_by_side, values, way
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import Cell, gathered, minus, missing, result
from bot.finding.named_again import second_first
from bot.finding.scope import Scope, narrowed, scope, spots_of
from bot.models import Answer
from bot.words.tokens import words_of
from index.models import Body

_CHANGED = frozenset({"op:change", "op:rise", "op:fall"})
_THAN = "split:than"
_DOWN, _UP = frozenset({"fall", "less"}), frozenset({"rise", "more"})
"""减少多少, 比上年少多少: how much less it is"""
_AS_TYPED = frozenset({"more", "less", "minus"})
"""the first less the second, as in 2022年与2021年之差; without them, how far apart the two are"""


def difference(asked: Asked) -> Answer:
    """How much more the first of two has than the second: bodies, years, applicants or things."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    both = pair(asked, found)
    if isinstance(both, Answer):
        return both
    first, second = both[::-1] if second_first(asked) else both
    if "differ" in told.ops and not told.ops & _AS_TYPED and (first.value or 0) < (second.value or 0):
        first, second = second, first
    percent, down = "percent" in told.ops, bool(told.ops & _DOWN) and not told.ops & _UP
    if "less" in told.ops and not percent:
        first, second = second, first
    made = minus(asked, first, second, percent=percent, fall=percent and down)
    if made.value is None:
        return missing(asked, [made], found.notes)
    if first.fit[1] != second.fit[1]:
        made = replace(made, fit=(made.fit[0], None))
    return _told(asked, found, made, (first, second), "difference")


def pair(asked: Asked, found: Scope) -> tuple[Cell, Cell] | Answer:
    """The two cells to be compared."""
    told = asked.understood
    own = told.rowed and len(found.bodies) == len(found.spots)
    if len(told.measures) == 2 and (len(found.spots) == 1 or (own and len(found.spots) == 2)):
        made = own_values(asked, found)
        if isinstance(made, Answer):
            return made
        one, other = (each[0] for each in made)
        if one.unit != other.unit and None not in (one.value, other.value):
            return not_understood(asked, told.content, "not_together")
        return one, other
    if len(told.measures) != 1 or len(found.spots) != 2 or found.ranged:
        return not_understood(asked, told.operators, "nothing_to_compare")
    got = values(asked, found, told.measures[0])
    return got if isinstance(got, Answer) else (got[0], got[1])


def _asks_how_much(asked: Asked) -> bool:
    """变化多少; 申请数的变化 names what changed, and is asked year by year."""
    mentions = asked.cover.mentions
    changed = [one.start for one in mentions if any(way & _CHANGED for way in one.alternatives)]
    behind = [one for one in mentions if not changed or one.end > min(changed)]
    ways = (way for one in behind for way in one.alternatives if "ask" in way)
    return asked.understood.asks and any(not words_of(way).features for way in ways)


def change(asked: Asked) -> Answer:
    """How a figure changed: from the year before, or between the two years named."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) == 2 and len(found.bodies) == 2 and not told.ops & {"previous"}:
        return difference(asked)
    if len(told.measures) != 1 or found.ranged:
        return not_understood(asked, told.operators, "nothing_to_compare")
    much = told.span is not None and told.span[0] == "range" and _asks_how_much(asked) and "manner" not in told.ops
    if len(found.years) > 2 and not much and not told.ops & {"percent", "rise", "fall"}:
        got = values(asked, found, told.measures[0])
        return got if isinstance(got, Answer) else _over_years(asked, found, got)
    made = changes(asked, found)
    if isinstance(made, Answer):
        return made
    having = [one for one in made if one.value is not None]
    if not having:
        # another year may be asked for next: of the body whose year is not there
        return replace(missing(asked, made, found.notes), query=query(asked, found, [made[0].fit], "change"))
    if len(having) > 1:
        return told_side_by_side(asked, found, [made])
    return _told(asked, found, having[0], (), "change")


def _over_years(asked: Asked, found: Scope, got: list[Cell]) -> Answer:
    """Year by year, and how much the last one differs from the first."""
    having = [one for one in got if one.value is not None]
    notes = found.notes
    if len(having) > 1 and len(found.bodies) == 1 and {one.year for one in having} >= {found.years[0], found.years[-1]}:
        made = minus(asked, having[-1], having[0])
        notes = (*notes, side_by_side.difference_line(asked.tongue, found, made, ()) + f" ({made.formula})")
    return told_side_by_side(asked, replace(found, notes=notes), [got])


def changes(asked: Asked, found: Scope) -> list[Cell] | Answer:
    """How each body's figure changed: from the year before, or from the first to the last year named."""
    got = changing(asked, found)
    return got if isinstance(got, Answer) else got(found.bodies, False)


def changing(asked: Asked, found: Scope) -> Callable[[Sequence[Body], bool], list[Cell]] | Answer:
    """A function that gives the changes of bodies in the scope, fully or only for comparison."""
    told = asked.understood
    if "items_change" in told.features:
        return not_understood(asked, told.operators, "change_of_change")
    last, first = _years(asked, found)
    wide = replace(found, years=(first, last), spots=spots_of(asked, found.bodies, (first, last)))
    how = way(asked, wide, told.measures[0])
    if isinstance(how, Answer):
        return how
    spots = {(spot.body.name, spot.year): spot for spot in reversed(wide.spots)}
    fall = bool(told.ops & _DOWN) and not told.ops & _UP

    def of(bodies: Sequence[Body], bare: bool) -> list[Cell]:
        both = [spots[body.name, year] for body in bodies for year in (first, last)]
        got = how.cells(asked, both, bare=bare)
        made = []
        for before, after in zip(got[::2], got[1::2], strict=True):
            made.append(replace(minus(asked, after, before, percent="percent" in told.ops, fall=fall), changed=True))
        return made

    return of


def yearly(asked: Asked, found: Scope) -> tuple[Scope, list[Cell]] | Answer:
    """The yearly changes of one body's figure, for years of which it has both reports: 哪年增加最多."""
    told = asked.understood
    ways = told.ops & {"rise", "fall"}
    if found.ranged or len(found.bodies) != 1 or len(ways) != 1 or "items_change" in told.features:
        return not_understood(asked, told.operators, "nothing_to_compare")
    body = found.bodies[0]
    pairs = [(year - 1, year) for year in sorted(set(found.years)) if {year - 1, year} <= set(body.years)]
    years = tuple(sorted({year for pair in pairs for year in pair}))
    if not pairs:
        return not_understood(asked, told.operators, "nothing_to_compare")
    wide = replace(found, years=years, spots=spots_of(asked, [body], years))
    got = values(asked, wide, told.measures[0])
    if isinstance(got, Answer):
        return got
    of = {one.year: one for one in got}
    how = {"percent": "percent" in told.ops, "fall": "fall" in ways}
    made = [replace(minus(asked, of[after], of[before], **how), changed=True) for before, after in pairs]
    went = [one for one in made if one.value is None or one.value > 0]
    return replace(wide, notes=(*found.notes, *form_notes(asked, wide))), went or made[:0]


def _years(asked: Asked, found: Scope) -> tuple[int, int]:
    """The later and the earlier of the years compared; of two, one than the other, the first and the second."""
    told = asked.understood
    years = sorted(set(found.years))
    if len(years) > 1 and "previous" not in told.ops:
        return (years[0], years[-1]) if _than_the_later(asked, years) else (years[-1], years[0])
    return years[-1], years[-1] - 1


def _than_the_later(asked: Asked, years: Sequence[int]) -> bool:
    """2021年较2022年增加: more than in the later of the two."""
    said = sorted(asked.cover.mentions, key=lambda one: one.start)
    at = [place for place, one in enumerate(said) if one.kind == "year"]
    if len(at) != 2 or [said[place].value for place in at] != [years[0], years[-1]]:
        return False
    return any(_THAN in way for one in said[at[0] : at[1]] for way in one.alternatives)


def _told(asked: Asked, found: Scope, made: Cell, pair: Sequence[Cell], intent: str) -> Answer:
    down = (asked.tongue.say("the_other_way"),) if made.value is not None and made.value < 0 else ()
    line = side_by_side.difference_line(asked.tongue, found, made, pair)
    answer = worked_out(asked, found, made, line, intent, down)
    rows = list(dict.fromkeys(one.fit for one in pair))
    # 诉讼比复议多几件, then 2020年呢: of both again
    return replace(answer, query=query(asked, _as_compared(asked, found), rows, intent)) if len(rows) > 1 else answer


def worked_out(asked: Asked, found: Scope, made: Cell, line: str, intent: str, remarks: Sequence[str] = ()) -> Answer:
    """A figure computed from two, with its formula and where both are printed; `line` states it."""
    tongue = asked.tongue
    notes = [*gathered([made], [*found.notes, *form_notes(asked, found)]), *remarks]
    lines = [line, tongue.say("formula", formula=made.formula)]
    lines += side_by_side.source_lines(tongue, made, most=2)
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=(result(made),),
        notes=tuple(notes),
        query=query(asked, _as_compared(asked, found), [made.fit], intent),
    )


def _as_compared(asked: Asked, found: Scope) -> Scope:
    """比通州，江阴少几件: what goes on from it compares the second with the first."""
    if not second_first(asked):
        return found
    return replace(found, bodies=found.bodies[::-1], years=found.years[::-1])


__all__ = ["change", "changes", "difference", "narrowed", "pair", "worked_out"]
