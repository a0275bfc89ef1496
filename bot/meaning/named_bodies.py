"""The bodies that a question names, and the region of those it ranges over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.meaning.intents import BODIES
from bot.meaning.understood import Understood, change
from bot.models import Cover, Mention, Query
from bot.places.bodies import Places
from bot.places.body_groups import groups_of
from bot.places.choices import Choice
from bot.places.organ_alone import home_of, nearer

Groups = list[list[Mention]]
"""the mentions of each body that a cut names"""


def with_bodies(
    found: Understood,
    best: tuple[Cover, Groups],
    cuts: Sequence[Groups],
    text: str,
    places: Places,
    *,
    before: Query | None,
    home: frozenset[str],
) -> Understood:
    """What is understood, with the bodies and the region it is about. `cuts`: those that mean what the `best` does."""
    cover, groups = best
    if found.each & BODIES and "standing" in found.ops:
        # 交通局在青禾区各单位中排第几: the region stands before those that are ranged over
        of_region = _region_before_each(groups, cover)
        found = change(found, regions=places.region_keys(of_region) if of_region else frozenset())
        cuts = [[group for group in cut if group != of_region] for cut in cuts]
    elif found.each & BODIES:
        keys, only_region = _regions(cover, text, places)
        found = change(found, regions=keys)
        if only_region and not found.left:
            return found
        # a word in no list: 部门频道 is then no kind of body that is ranged over
    around = home or _region_before(before, places)
    return change(found, choices=_choices(cuts, places, _year(found, before), home, around))


def _year(found: Understood, before: Query | None) -> int | None:
    """The one year that is named; where none is, that of the question before."""
    years = found.years or (before.years if before is not None else ())
    return years[0] if len(years) == 1 else None


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
        found = nearer(places, places.resolve(group, year, around), home)
        found = known[said] = found if found.bodies else _by_itself(found, groups, at, places, year)
    known[pieces] = found
    return found


def _by_itself(choice: Choice, groups: Sequence[list[Mention]], at: int, places: Places, year: int | None) -> Choice:
    """衡东和张掖市教育局: a county, and a bureau far from it, where no bureau of the county is indexed.

    Of neighbours (天河和海珠区教育局) it is two bureaus.
    """
    beside = groups[at + 1] if at + 1 < len(groups) else []
    if not beside or groups[at][-1] is not beside[-1]:
        return choice
    here, there = ([one for one in group if one.kind == "region"] for group in (groups[at], beside))
    if _around(here, places) & _around(there, places):
        return choice
    alone = places.resolve(here, year, frozenset())
    return replace(alone, instead_of=choice.missing) if alone.bodies else choice


def _around(named: Sequence[Mention], places: Places) -> frozenset[str]:
    """The keys of a region and of all that it lies in."""
    return frozenset().union(*map(places.above, places.region_keys(named)))


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
