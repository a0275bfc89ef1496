"""From mentions to what a question means: of all readings of all cuts the one that makes a kind of question.

What a question leaves out is taken from the previous one in the chat; what it says replaces that.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.meaning.in_turns import in_turns, turns_of, years_in_turns
from bot.meaning.intents import BODIES
from bot.meaning.kind_told import of_kind
from bot.meaning.leaning import lean
from bot.meaning.measuring import Measure, unit_alone
from bot.meaning.reading import Reading
from bot.meaning.readings import Said, by_unit, nearly, readings
from bot.meaning.understood import Understood, change
from bot.meaning.working_out import work_out
from bot.models import NAMES, Cover, Mention, Query
from bot.places.bodies import Places
from bot.places.body_groups import groups_of, groups_of_each
from bot.places.choices import Choice
from bot.places.organ_alone import home_of, nearer
from index.metrics import catalogue

_DONE = (("requests.closed",), ("outcome.total",), ("requests.answered",))
"""behind these 结转 is what is passed on"""


KEPT = 4096
"""cuts of which it is kept in memory what they say, and what that means"""
_known_to_say: dict[int, tuple[object, ...]] = {}
_Saying = tuple[tuple[object, ...], int]
"""what a cut says, and how many bodies it names"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Cuts of a question: alike where the same is said, of whatever bodies, so that it is worked out once for all."""

    said: tuple[_Saying, ...]
    this_year: int
    covers: Sequence[Cover] = field(compare=False)
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the words of a question come to, whatever bodies it names."""

    told: Understood
    best: int
    """the cut it was read from"""
    alike: tuple[int, ...]
    """the cuts that mean the same"""


def understand(
    text: str,
    covers: Sequence[Cover],
    places: Places,
    *,
    before: Query | None,
    this_year: int,
    home: frozenset[str],
) -> Understood:
    """The meaning of a question, from all its readings."""
    groups = groups_of_each([cover.mentions for cover in covers], text)
    named = [*map(len, groups)]
    said = [(_said_of(cover, text), count) for cover, count in zip(covers, named, strict=True)]
    if before is None:
        meant = _meant_by(_Asked(tuple(said), this_year, covers, text))
    else:
        meant = _meant(said, covers, text, before, this_year)
    found = meant.told
    best = covers[meant.best]
    if found.each & BODIES and "standing" in found.ops:
        # 交通局在青禾区各单位中排第几: the region stands before those that are ranged over
        of_region = _region_before_each(groups[meant.best], best)
        found = change(found, regions=places.region_keys(of_region) if of_region else frozenset())
        groups = [[group for group in cut if group != of_region] for cut in groups]
        only_region = False
    elif found.each & BODIES:
        region_keys, only_region = _regions(best, text, places)
        found = change(found, regions=region_keys)
    else:
        only_region = False
    # a word in no list: 部门频道 is then no kind of body that is ranged over
    if not only_region or found.left:
        year = found.years[0] if len(found.years) == 1 else None
        if year is None and before is not None and before.years and not found.years and len(before.years) == 1:
            year = before.years[0]
        around = home or _region_before(before, places)
        found = change(found, choices=_choices([groups[at] for at in meant.alike], places, year, home, around))
    found = of_kind(text, found, before, places)
    return found if before is None else lean(found, before, best, places)


def _said_of(cover: Cover, text: str) -> tuple[object, ...]:
    """What a cut says; it is known of those that are like another."""
    if cover.like is None:
        return _saying(cover, text)
    said = _known_to_say.get(cover.like)
    if said is None:
        if len(_known_to_say) >= KEPT:
            _known_to_say.clear()
        said = _known_to_say[cover.like] = _saying(cover, text)
    return said


def _saying(cover: Cover, text: str) -> tuple[object, ...]:
    """What a cut says, with a mark in place of each body: words, figures, years, and what stands between."""
    said: list[object] = []
    end = 0
    for at, mention in enumerate(cover.mentions, 1):
        gap = text[end : mention.start]
        if mention.kind in NAMES:
            # 海珠区 or 海珠 is seen only by a word right behind it: 海珠企业 may be another name
            last = at == len(cover.mentions) or cover.mentions[at].kind not in NAMES
            said.append((gap, mention.kind, last and mention.suffixed))
        else:
            known = mention.mended is None
            said.append((gap, mention.kind, mention.text, mention.alternatives, mention.value, mention.ratio, known))
        end = mention.end
    said.append(text[end:])
    return tuple(said)


@functools.lru_cache(maxsize=KEPT)
def _meant_by(asked: _Asked) -> _Meant:
    return _meant(asked.said, asked.covers, asked.text, None, asked.this_year)


def _meant(said: Sequence[_Saying], covers: Sequence[Cover], text: str, before: Query | None, this_year: int) -> _Meant:
    """The reading in which most is placed, and what of it is open; cuts that say the same are read once."""
    done = before is not None and before.metrics[-1:] in _DONE
    known: dict[_Saying, list[Reading]] = {}
    read: list[tuple[int, Reading]] = []
    for at, one in enumerate(said):
        if one not in known:
            known[one] = [work_out(covers[at], each, text, before, one[1]) for each in readings(covers[at], done=done)]
        read += [(at, each) for each in known[one]]
    if not read:
        return _Meant(Understood(left=tuple(text[start:end] for start, end in _unplaced(covers[0]))), 0, ())
    best_at, best = min(read, key=lambda each: each[1].rank)
    alike = [(at, one) for at, one in read if one.answers == best.answers and one.signature == best.signature]
    return _Meant(
        _told(text, best, [one for _, one in alike], before, this_year),
        best_at,
        tuple(dict.fromkeys(at for at, _ in alike)),
    )


def _told(text: str, best: Reading, alike: Sequence[Reading], before: Query | None, this_year: int) -> Understood:
    chosen = _together(alike, best)
    units = best.one.units
    near = tuple(dict.fromkeys(key for each in alike for key in _nearly(each.one)))
    alone = unit_alone(near, units) if not chosen and best.intent == "figure" else None
    if alone is not None:
        # 培训了几次: of what is offered back, the measure word leaves one
        chosen, near = (Measure(fits=((alone, next(iter(best.one.parties), None)),)),), ()
    elif units and not chosen and len(near) > 1:
        near = tuple(by_unit(near, units, str))
    return Understood(
        intent=best.intent,
        measures=chosen,
        against=_against(alike, best),
        ops=best.ops,
        each=best.each,
        conditions=tuple(best.taken.conditions),
        ratios=best.taken.ratios,
        limit=best.taken.limit,
        among=best.taken.among,
        nth=best.taken.nth,
        span=best.taken.span,
        claimed=tuple(best.taken.claimed),
        sections=best.one.sections,
        checks=best.one.checks,
        terms=best.one.terms,
        paired=_is_paired(best),
        rowed=_is_rowed(best, text),
        dated=len(best.measures) > 1 and years_in_turns(best.one.pieces) == len(best.measures),
        mixed=len(best.measures) > 1 and "btb" in turns_of(best.one.pieces),
        reversed=_is_reversed(best),
        near=near,
        years=_years(best, this_year, before),
        in_unit=best.one.in_unit,
        features=best.one.features,
        content=_content(best.cover),
        operators=_operators(best.one),
        left=tuple(text[start:end] for start, end in _merged(best.left)),
        asks=best.one.asks > 0,
        asks_what=any("what" in piece.tokens for piece in best.one.pieces),
        senses=tuple(dict.fromkeys(_sense(each.one) for each in alike)),
        parties_said=bool(best.one.parties),
        heads=best.heads,
        party=next(iter(best.one.parties), None),
    )


def _nearly(one: Said) -> tuple[str, ...]:
    """Metrics of which part was said; where an applicant was, those of applicants only (其他许可, 企业的处罚)."""
    return tuple(key for key in nearly(one.features) if not one.parties or catalogue()[key].by_party)


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


def _is_paired(read: Reading) -> bool:
    """2020年青禾区比2019年白鹭县: body and year in turns, as often as there are bodies."""
    turns: list[str] = []
    for mention in read.cover.mentions:
        kind = "body" if mention.kind in NAMES else mention.kind
        if kind in {"body", "year"} and (kind == "year" or turns[-1:] != ["body"]):
            turns.append(kind)
    return (
        len(turns) >= 4
        and len(turns) % 2 == 0
        and turns[::2] == turns[:1] * (len(turns) // 2)
        and (turns[1::2] == turns[1:2] * (len(turns) // 2) and turns[0] != turns[1])
    )


def _is_rowed(read: Reading, text: str) -> bool:
    """青禾区2020年收到多少，白鹭县诉讼多少: as many things as bodies, in turns."""
    return len(read.measures) > 1 and len(in_turns(read.one.pieces, text)) == len(read.measures)


def _is_reversed(read: Reading) -> bool:
    """比番禺区，江海区少几件: what is compared with stands first."""
    at = read.one.than_at
    if at is None:
        return False
    kinds = NAMES | {"year"}
    things = len(read.measures) > 1
    named = [
        spot
        for spot, piece in enumerate(read.one.pieces)
        if piece.mention.kind in kinds or piece.of("party") or (things and piece.features)
    ]
    return bool(named) and at < min(named)


def _regions(cover: Cover, text: str, places: Places) -> tuple[frozenset[str], bool]:
    """Keys of a region that is ranged over (广州各区), and whether that is all that was named."""
    found = groups_of(cover.mentions, text)
    if len(found) == 1 and all(piece.kind == "region" for piece in found[0]):
        return places.region_keys(found[0]), True
    return frozenset(), False


def _region_before_each(groups: Sequence[list[Mention]], cover: Cover) -> list[Mention]:
    """A region that stands right before the kind of body that is ranged over: 青禾区各单位, 青禾区的各单位."""
    starts = {one.start for one in cover.mentions if any("each:" in token for way in one.alternatives for token in way)}
    near = {*starts, *(start - 1 for start in starts)}
    return next((one for one in groups if one[-1].end in near and all(piece.kind == "region" for piece in one)), [])


def _region_before(before: Query | None, places: Places) -> frozenset[str]:
    """Where the one body is that the chat asked about before: 公安局呢 after 青禾县 is none of another county."""
    told = places.bodies(before.bodies) if before is not None else ()
    return places.parts[told[0].id].last if len(told) == 1 else frozenset()


def _choice(
    groups: Sequence[list[Mention]],
    at: int,
    places: Places,
    year: int | None,
    home: frozenset[str],
    around: frozenset[str],
    known: dict[object, Choice],
) -> Choice:
    """What one group names; in a text that names the same again and again it is `known`."""
    group = groups[at]
    # only an organ alone is sought where the body before it is
    alone = all(piece.kind == "organ" for piece in group)
    if len(groups) == 1:
        return nearer(places, places.resolve(group, year, around if alone else home), home)
    around = home_of(places, groups[:at], around) if alone else home
    pieces = (around, *map(id, group))
    found = known.get(pieces)
    if found is not None:
        return found
    first = group[0].start
    said = (around, *[(one.start - first, one.kind, one.text, one.value, one.suffixed, one.level) for one in group])
    found = known.get(said)
    if found is None:
        found = known[said] = nearer(places, places.resolve(group, year, around), home)
    known[pieces] = found
    return found


def _choices(
    cuts: Sequence[list[list[Mention]]],
    places: Places,
    year: int | None,
    home: frozenset[str],
    around: frozenset[str],
) -> tuple[Choice, ...]:
    """The bodies named; cuts that name other bodies are readings of one phrase. `around`: where an organ alone is."""
    found: list[tuple[Choice, ...]] = []
    known: dict[object, Choice] = {}
    # cuts of other words share their groups
    for groups in {id(groups): groups for groups in cuts}.values():
        choices = tuple([_choice(groups, at, places, year, home, around, known) for at in range(len(groups))])
        if choices not in found:
            found.append(choices)
    if len(found) > 1:
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
