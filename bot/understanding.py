"""Mentions → what a question comes to: of all readings of all cuts the one kind of question they make, and its parts.

What a question leaves out is taken from the one before it in the same chat; what it says replaces that.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot import intents, lending
from bot.bodies import Places
from bot.body_groups import groups_of
from bot.choices import Choice
from bot.grouping import Measure, measured, measures, splits, unit_alone
from bot.models import Cover, Query
from bot.operands import Claimed, Operands, operands
from bot.organ_alone import home_of, nearer
from bot.readings import Fit, Piece, Said, by_unit, nearly, readings, said

BODIES = frozenset({"any", "district", "city", "street", "town", "bureau", "which"})
"""kinds of body that a question may range over"""
_SIDE_BY_SIDE = frozenset(
    {"than", "compare", "differ", "more", "less", "change", "rise", "fall", "previous", "percent"}
)
"""operators that set a year beside the one before"""
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


@dataclass(slots=True)
class _Reading:
    """One reading of one cut, worked out."""

    cover: Cover
    one: Said
    taken: Operands
    measures: tuple[Measure, ...]
    against: Measure | None = None
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    intent: str | None = None
    left: list[tuple[int, int]] = field(default_factory=list)

    @property
    def answers(self) -> bool:
        """It makes a question, and nothing stands in the way."""
        return self.intent is not None and not self.left and not self.one.refused

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Readings that answer come first, and of those the ones with the fewest operators."""
        size = sum(end - start for start, end in self.left)
        return (not self.answers, not self.measures, size, len(self.ops | self.each))

    @property
    def signature(self) -> object:
        taken = self.taken
        return (
            self.intent,
            self.ops,
            self.each,
            tuple(taken.conditions),
            taken.limit,
            taken.nth,
            taken.span,
            tuple(taken.years),
            self.one.sections,
            self.one.checks,
            bool(self.one.terms),
            self.one.years,
            self.one.back,
            len(self.measures),
            self.against is None,
        )


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
    read = [_read(cover, one, text, before) for cover in covers for one in readings(cover)]
    if not read:
        return Understood(left=tuple(text[start:end] for start, end in _unplaced(covers[0])))
    best = min(read, key=lambda each: each.rank)
    alike = [each for each in read if each.answers == best.answers and each.signature == best.signature]
    chosen = _together(alike, best)
    years = _years(best, this_year, before)
    year = years[0] if len(years) == 1 else None
    if year is None and before is not None and before.years and not years and len(before.years) == 1:
        year = before.years[0]
    having = list(dict.fromkeys(each.cover.mentions for each in alike))
    ranging = bool(best.each & BODIES)
    region_keys, groups_of = _regions(best.cover, text, places) if ranging else (frozenset[str](), None)
    units = best.one.units
    near = tuple(dict.fromkeys(key for each in alike for key in nearly(each.one.features)))
    alone = unit_alone(near, units) if not chosen and best.intent == "figure" else None
    if alone is not None:
        # 培训了几次: of what is offered back, the measure word leaves one
        chosen, near = (Measure(fits=((alone, next(iter(best.one.parties), None)),)),), ()
    elif units and not chosen and len(near) > 1:
        near = tuple(by_unit(near, units, str))
    ordered = [each.cover for each in alike]
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
        choices=() if groups_of else _choices(text, list(dict.fromkeys(ordered)) if having else [], places, year, home),
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


def _read(cover: Cover, one: Said, text: str, before: Query | None) -> _Reading:
    taken = operands(one.pieces, text)
    made, against = _measures(one, taken, text, before, leaning=_names_no_body(cover))
    each = one.each
    named = len(groups_of(cover.mentions, text))
    several = bool(each & BODIES) or named > 1 or len(made) > 1 or len(taken.years) > 1
    several = several or (taken.span is not None and taken.span[0] in {"since", "last"})
    asks = any("ask" in piece.tokens for piece in one.pieces)
    than = any(splits(one.pieces, "than"))
    conditioned = bool(taken.conditions) or asks or not made
    ops = intents.usual(one.ops, each, than=than, several=several, conditioned=conditioned)
    ops -= {"last", "since", "rank_unit"}
    if "items_change" in one.features:
        # the form's own column is a change from the year before
        ops -= {"previous"}
    if ops & {"second", "third"}:
        ops = ops - {"second", "third"} | {"nth"}
    if than:
        ops |= {"than"}
    if against is not None or any(splits(one.pieces, "of")):
        ops |= {"share"}
    if ops & intents.RANKS and not each and not named and len(made) == 1:
        # 2020年收到申请最多的前三名: of all there are
        each = frozenset({"any"})
    read = _Reading(cover=cover, one=one, taken=taken, measures=made, against=against, ops=ops, each=each)
    read.intent = intents.kind_of(
        intents.Signs(
            ops=ops,
            each=each,
            conditions=bool(taken.conditions),
            sections=bool(one.sections),
            checks=bool(one.checks),
            terms=bool(one.terms),
            span=taken.span is not None and taken.span[0] != "range",
            claimed=len(taken.claimed),
            measures=len(made),
            asks=asks,
        )
    )
    read.left = _left(read)
    return read


def _together(alike: Sequence[_Reading], best: _Reading) -> tuple[Measure, ...]:
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


def _against(alike: Sequence[_Reading], best: _Reading) -> Measure | None:
    """What a share is of, in all the readings."""
    if best.against is None:
        return None
    fits = dict.fromkeys(fit for each in alike if each.against is not None for fit in each.against.fits)
    return Measure(fits=tuple(fits))


def _units(read: _Reading) -> frozenset[str]:
    """Measure words, where there is one thing that they count."""
    return read.one.units if len(read.measures) == 1 and not read.taken.conditions else frozenset()


# metrics


def _measures(
    one: Said, taken: Operands, text: str, before: Query | None, *, leaning: bool
) -> tuple[tuple[Measure, ...], Measure | None]:
    """The measures of one reading, and what a share is a share of."""
    if one.refused:
        return (), None
    parted = next(splits(one.pieces, "of"), None)
    if parted is not None:
        left = measured(one.pieces[:parted], text)
        right = measured(one.pieces[parted + 1 :], text, first=parted + 1)
        if not left and before is not None and not _says_anything(one.pieces[:parted]):
            # 占办结多少: what was asked before is the part
            left = lending.lent(said(one.pieces[:parted]), before, leaning=leaning)
        if len(left) == 1 and len(right) == 1:
            return left, right[0]
        if len(left) == 1 and not right and not said(one.pieces[parted + 1 :]).features:
            return left, None
        return (), None
    found = measures(one, text, taken.claimed)
    if not found and before is not None:
        return lending.lent(one, before, leaning=leaning), None
    if leaning and before is not None:
        found = lending.with_party(lending.instead(one, before, found), before, leaning)
    return found, None


def _says_anything(pieces: Sequence[Piece]) -> bool:
    one = said(pieces)
    return bool(one.features or one.parties)


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


# what stands in the way


def _names_no_body(cover: Cover) -> bool:
    return not any(mention.kind in {"region", "organ", "own"} for mention in cover.mentions)


def _left(read: _Reading) -> list[tuple[int, int]]:
    """Stretches that stand in the way: in no list, a figure that nothing takes, out of place, or never answered."""
    pieces = read.one.pieces
    stray = [pieces[at] for at in read.taken.bare]
    if read.intent not in intents.TAKE_FIGURES:
        stray += [pieces[one.at] for one in read.taken.claimed]
    stray += [piece for piece in pieces if piece.of("not")]
    if read.taken.years and not _sets_side_by_side(read):
        stray += [piece for piece in pieces if piece.of("back")]
    stray += _out_of_place(pieces, read.taken)
    open_left = [
        (start, end)
        for start, end in read.cover.left
        if not any(first <= start and end <= last for first, last in read.taken.joints)
    ]
    return sorted({*open_left, *((one.start, one.end) for one in stray)})


def _sets_side_by_side(read: _Reading) -> bool:
    """2020年和上一年 are two years; 2020年上一年 might be either."""
    return bool(read.ops & _SIDE_BY_SIDE) or any("and" in piece.tokens for piece in read.one.pieces)


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


@functools.lru_cache(maxsize=4096)
def _sorts(alternatives: tuple[frozenset[str], ...]) -> tuple[bool, bool, bool, bool]:
    """Whether a phrase says something, is a measure word, names an applicant, asks."""
    words = frozenset().union(*alternatives)
    return (
        bool(words),
        all(word.startswith("unit:") for word in words),
        any(word.startswith("party:") for word in words),
        any("ask" in one for one in alternatives),
    )


def _out_of_place(pieces: Sequence[Piece], taken: Operands) -> list[Piece]:
    """Words that mean something else where they stand.

    A measure word counts only after a question word or a figure (海珠场 is a place, no count); an applicant right after
    a region's short name is part of another name (海珠公司); right after a question word it is what is counted.
    """
    found = []
    before: Piece | None = None
    for at, piece in enumerate(pieces):
        says, is_unit, is_party, _ = _sorts(piece.mention.alternatives)
        if says and (is_unit or is_party) and piece.mention.text[0] > "⺀" and at not in taken.used:
            glued = before is not None and before.end == piece.start
            asking = before is not None and _sorts(before.mention.alternatives)[3]
            counted = before is not None and before.mention.kind == "number"
            is_short = glued and before is not None and before.mention.kind == "region" and not before.mention.suffixed
            if (is_unit and not ((asking or counted) and glued)) or (is_party and (is_short or (asking and glued))):
                found.append(piece)
        before = piece
    return found


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


def _years(read: _Reading, this_year: int, before: Query | None) -> tuple[int, ...]:
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


def _is_reversed(read: _Reading) -> bool:
    """比番禺区，江海区少几件: what is compared with stands first."""
    at = next(splits(read.one.pieces, "than"), None)
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
