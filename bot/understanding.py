"""Mentions → what a question comes to: of all readings of all cuts the one kind of question they make, and its parts.

What a question leaves out is taken from the one before it in the same chat; what it says replaces that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot import intents
from bot.bodies import Places
from bot.body_groups import groups_of
from bot.choices import Choice
from bot.grouping import Measure, unit_alone
from bot.models import Cover, Query
from bot.operands import Claimed
from bot.organ_alone import home_of, nearer
from bot.readings import Fit, Said, by_unit, nearly, readings
from bot.working_out import BODIES, Reading, work_out

_NEUTRAL = frozenset({"table", "chart", "separately", "where", "why"})
"""operators that leave the kind of question as it was"""
_PASSING = frozenset({"claim", "check", "where", "why", "zero_or_blank", "figures", "form", "quote", "separately"})
"""operators that are said of one question only"""
_OF_ONE = frozenset({"change", "rise", "fall", "previous", "percent", "share", "trend", "every_year", "table", "chart"})
"""operators that are kept where another body is named: a change is one of that body too, the highest is not"""
_WHOLE_REPORT = frozenset({"check", "passage"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """What the words of a question come to."""

    intent: str | None = None
    """kind of question; None: its operators go together in none"""
    measures: tuple[Measure, ...] = ()
    against: Measure | None = None
    """what a share is a share of, where that was said"""
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    """keys of the regions that are ranged over"""
    conditions: tuple[tuple[str, Decimal], ...] = ()
    ratios: bool = False
    """the conditions are on a share"""
    limit: int | None = None
    nth: int | None = None
    span: tuple[str, int] | None = None
    claimed: tuple[Claimed, ...] = ()
    sections: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    """checks of the audit that were named"""
    terms: frozenset[str] = frozenset()
    """terms of the glossary that are no metric"""
    reversed: bool = False
    """the second of two is what is asked about: 比番禺区，江海区少几件"""
    near: tuple[str, ...] = ()
    """metrics of which part was said: too little"""
    choices: tuple[Choice, ...] = ()
    """one for each body named"""
    years: tuple[int, ...] = ()
    in_unit: str | None = None
    features: frozenset[str] = frozenset()
    """of the first reading"""
    content: tuple[str, ...] = ()
    """words that say what is asked, as typed"""
    operators: tuple[str, ...] = ()
    """words that say what is done with it, as typed"""
    left: tuple[str, ...] = ()
    """words that could not be placed, as typed"""
    asks_what: bool = False
    """what is X: a term, where no body and no year is named"""
    senses: tuple[frozenset[str], ...] = ()
    """of each reading the features, applicants (party:KEY) and terms (term:KEY): what the glossary may explain"""
    parties_said: bool = False
    party: str | None = None
    """an applicant named without a metric"""
    leaning: bool = False
    """something was taken from the question before"""

    @property
    def fits(self) -> tuple[Fit, ...]:
        """Metric and applicant of every reading, where one thing is asked for."""
        return self.measures[0].fits if len(self.measures) == 1 else ()

    @property
    def why(self) -> bool:
        return "why" in self.ops


def understand(
    text: str,
    covers: Sequence[Cover],
    places: Places,
    *,
    before: Query | None,
    this_year: int,
    home: frozenset[str],
) -> Understood:
    """Put the readings of one question together."""
    read = [
        work_out(cover, one, text, before, named)
        for cover in covers
        for named in (len(groups_of(cover.mentions, text)),)
        for one in readings(cover)
    ]
    if not read:
        return Understood(left=tuple(text[start:end] for start, end in _unplaced(covers[0])))
    best = min(read, key=lambda each: each.rank)
    alike = [each for each in read if each.answers == best.answers and each.signature == best.signature]
    chosen = _together(alike, best)
    years = _years(best, this_year, before)
    year = years[0] if len(years) == 1 else None
    if year is None and before is not None and before.years and not years and len(before.years) == 1:
        year = before.years[0]
    alike_covers = list(dict.fromkeys(each.cover for each in alike))
    ranging = bool(best.each & BODIES)
    region_keys, only_region = _regions(best.cover, text, places) if ranging else (frozenset[str](), False)
    units = best.one.units
    near = tuple(dict.fromkeys(key for each in alike for key in nearly(each.one.features)))
    alone = unit_alone(near, units) if not chosen and best.intent == "figure" else None
    if alone is not None:
        # 培训了几次: of what is offered back, the measure word leaves one
        chosen, near = (Measure(fits=((alone, next(iter(best.one.parties), None)),)),), ()
    elif units and not chosen and len(near) > 1:
        near = tuple(by_unit(near, units, str))
    found = Understood(
        intent=best.intent,
        measures=chosen,
        against=_against(alike, best),
        ops=best.ops,
        each=best.each,
        regions=region_keys,
        conditions=tuple(best.taken.conditions),
        ratios=best.taken.ratios,
        limit=best.taken.limit,
        nth=best.taken.nth,
        span=best.taken.span,
        claimed=tuple(best.taken.claimed),
        sections=best.one.sections,
        checks=best.one.checks,
        terms=best.one.terms,
        reversed=_is_reversed(best),
        near=near,
        choices=() if only_region else _choices(text, alike_covers, places, year, home),
        years=years,
        in_unit=best.one.in_unit,
        features=best.one.features,
        content=_content(best.cover),
        operators=_operators(best.one),
        left=tuple(text[start:end] for start, end in _merged(best.left)),
        asks_what=any("what" in piece.tokens for piece in best.one.pieces),
        senses=tuple(dict.fromkeys(_sense(each.one) for each in alike)),
        parties_said=bool(best.one.parties),
        party=next(iter(best.one.parties), None),
    )
    return _lean(found, before) if before is not None else found


def _together(alike: Sequence[Reading], best: Reading) -> tuple[Measure, ...]:
    """Measures of readings that differ only in the metric they mean: all of those are open."""
    if not best.measures:
        return ()
    merged = []
    for at, measure in enumerate(best.measures):
        fits = dict.fromkeys(fit for each in alike for fit in each.measures[at].fits)
        merged.append(
            replace(measure, fits=tuple(by_unit(list(fits), _units(best), lambda fit: fit[0])) or tuple(fits))
        )
    return tuple(merged)


def _against(alike: Sequence[Reading], best: Reading) -> Measure | None:
    """What a share is of, in all the readings."""
    if best.against is None:
        return None
    fits = dict.fromkeys(fit for each in alike if each.against is not None for fit in each.against.fits)
    return Measure(fits=tuple(fits))


def _units(read: Reading) -> frozenset[str]:
    """Measure words, where there is one thing that they count."""
    return read.one.units if len(read.measures) == 1 and not read.taken.conditions else frozenset()


def _lean(found: Understood, before: Query) -> Understood:
    """Take what was left out from the question before: its bodies, its years, what was done with them."""
    ranged = bool(found.each & BODIES)
    named = bool(found.choices) or ranged
    ops, each, regions = found.ops, found.each, found.regions
    same_kind = not (ops - _NEUTRAL) and not found.conditions and not found.sections and not found.claimed
    if same_kind and not found.features and not found.parties_said and before.intent in _WHOLE_REPORT:
        return _again(found, before)
    if same_kind and found.intent == "figure" and not ranged and before.ops:
        kept = (
            frozenset(before.ops)
            - _PASSING
            - (intents.OVER_YEARS - {"previous"} if _says_years(found) else frozenset())
        )
        ops = ops | (kept & _OF_ONE if found.choices else kept)
    changed = ops != found.ops or (not named and before.each is not None)
    if not named and before.each is not None:
        each, regions = each | {before.each}, frozenset(before.regions)
    conditions = found.conditions or (before.conditions if changed and not found.choices else ())
    merged = replace(
        found,
        ops=ops,
        each=each,
        regions=regions,
        conditions=conditions,
        limit=found.limit or (before.limit if changed else None),
        nth=found.nth or (before.nth if changed else None),
        against=found.against
        or (Measure(fits=(before.against,)) if before.against and changed and not found.content else None),
        span=found.span or (before.span if not found.years and not found.each & {"year"} else None),
        leaning=True,
    )
    if not changed:
        return merged
    signs = intents.Signs(
        ops=ops, each=each, conditions=bool(conditions), measures=len(found.measures), span=merged.span is not None
    )
    return replace(merged, intent=intents.kind_of(signs))


def _says_years(found: Understood) -> bool:
    return bool(found.years or found.span)


def _again(found: Understood, before: Query) -> Understood:
    """番禺呢 after a question about a report itself: the same of another report."""
    words = frozenset(before.words)
    if before.intent == "check":
        return replace(found, intent="check", ops=frozenset({"check"}), checks=words, measures=(), leaning=True)
    return replace(found, intent="passage", sections=words, measures=(), leaning=True)


def _unplaced(cover: Cover) -> list[tuple[int, int]]:
    return _merged(list(cover.left))


def _merged(spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        elif not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


# words, years and bodies


def _sense(one: Said) -> frozenset[str]:
    return one.features | {f"party:{each}" for each in one.parties} | {f"term:{each}" for each in one.terms}


def _content(cover: Cover) -> tuple[str, ...]:
    """Texts of the phrases that carry a feature or an applicant."""
    return tuple(
        mention.text
        for mention in cover.mentions
        if any(
            (":" not in token or token.startswith(("party:", "term:", "not:")))
            and token not in {"ask", "and", "why", "what"}
            for one in mention.alternatives
            for token in one
        )
    )


def _operators(one: Said) -> tuple[str, ...]:
    """Texts of the phrases that say what is done."""
    return tuple(
        piece.mention.text
        for piece in one.pieces
        if piece.tokens and any(piece.of(kind) for kind in ("op", "each", "cmp", "split", "section", "intent"))
    )


def _years(read: Reading, this_year: int, before: Query | None) -> tuple[int, ...]:
    named, back = read.taken.years, read.one.back
    reckoned = [this_year + year for year in read.one.years]
    if named and "than" in read.ops:
        # 2020年比去年: the year before the one that was named
        reckoned = [named[0] + year for year in read.one.years]
    if back is not None:
        # 前一年呢 goes back from the year that is talked about
        talked = named[0] if named else before.years[0] if before and len(before.years) == 1 else this_year
        reckoned.append(talked - back)
    return tuple(dict.fromkeys([*named, *reckoned]))


def _is_reversed(read: Reading) -> bool:
    """比番禺区，江海区少几件: what is compared with stands first."""
    at = read.one.than_at
    if at is None:
        return False
    kinds = {"region", "organ", "own", "year"}
    named = [spot for spot, piece in enumerate(read.one.pieces) if piece.mention.kind in kinds or piece.of("party")]
    return bool(named) and at < min(named)


def _regions(cover: Cover, text: str, places: Places) -> tuple[frozenset[str], bool]:
    """Keys of a region that is ranged over (广州各区), and whether that is all that was named."""
    found = groups_of(cover.mentions, text)
    if len(found) == 1 and all(piece.kind == "region" for piece in found[0]):
        return places.region_keys(found[0]), True
    return frozenset(), False


def _choices(
    text: str, covers: Sequence[Cover], places: Places, year: int | None, home: frozenset[str]
) -> tuple[Choice, ...]:
    """The bodies named; cuts that name other bodies are readings of one phrase."""
    found: list[tuple[Choice, ...]] = []
    for cover in covers:
        groups = groups_of(cover.mentions, text)
        choices = tuple(
            nearer(places, places.resolve(group, year, home_of(places, groups[:at], home)), home)
            for at, group in enumerate(groups)
        )
        if choices not in found:
            found.append(choices)
    found = [choices for choices in found if all(one.bodies for one in choices)] or found
    if not found:
        return ()
    single = [choices[0] for choices in found if len(choices) == 1]
    if len(single) > 1:
        bodies = tuple(dict.fromkeys(body for choice in single for body in choice.bodies))
        if not bodies:
            return found[0]
        return (Choice(bodies=bodies, region_only=any(choice.region_only for choice in single)),)
    return found[0]
