"""Organs named without a region (区府办, 市住建局, 教育部): the one of the chat's region, else the only one indexed."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.models import Mention
from bot.places.body_names import DATA, ORGANS, ZONE, Parts, level_letter
from bot.places.choices import Choice
from index import regions
from index.models import Body

if TYPE_CHECKING:
    from bot.places.bodies import Places

BELOW = frozenset({"town", "township", "street"})
"""kinds of organ of which a district has many"""


def resolve(places: Places, organ: Mention, year: int | None, home: frozenset[str]) -> Choice:
    """The bodies that an organ alone may mean. `home` has the keys of the chat's region, or of one named beside it."""
    kind = str(organ.value)
    if ORGANS[kind].get("national"):
        return _choice(_having(places.of_kind(kind), year), organ)
    letter = _letter_of(organ.text) or (level_letter(organ.text) if organ.level else None)
    if not home:
        return _choice(places.anywhere(kind, letter, year), organ)
    here = at_level(places, home, letter) if letter else home
    if here and kind not in BELOW:
        said = Mention(start=0, end=0, text=name_of(sorted(here)), kind="region", value=here, suffixed=True)
        choice = places.resolve([said, organ], year, frozenset())
        return replace(choice, organ_only=bool(choice.bodies))
    below = [one for one in places.of_level(kind, letter) if one.chain & home]
    return _choice(_having(below, year), organ)


def anywhere(places: Places, kind: str, letter: str | None, year: int | None) -> tuple[Body, ...]:
    """The bodies of a kind in all regions of the level that a letter denotes."""
    return _having(places.of_level(kind, letter), year)


def _letter_of(text: str) -> str | None:
    """教育厅 is a province's, 区教育厅 too: that of an autonomous region."""
    ending, never = DATA["only_of_provinces"], DATA["never_only_of_provinces"]
    return str(DATA["province"]) if text.endswith(ending) and not text.endswith(never) else None


def of_level(places: Places, kind: str, letter: str | None) -> Sequence[Parts]:
    """The same with what their names consist of."""
    found = places.of_kind(kind)
    if ORGANS[kind].get("is_region"):
        # 区政府 is said of a district whose government office writes the report too
        speaking = [one for other in ORGANS if ORGANS[other].get("speaks") for one in places.of_kind(other)]
        best: dict[frozenset[str], Parts] = {}
        for one in sorted(speaking, key=lambda parts: (ORGANS[str(parts.kind)]["speaks"], parts.body.id)):
            if one.kind not in BELOW:
                best.setdefault(one.last, one)
        found = list(best.values())
    return [one for one in found if letter is None or any(bears(key, letter) for key in one.last)]


def _having(found: Sequence[Parts], year: int | None) -> tuple[Body, ...]:
    """Those with a report of the year, if there are any."""
    return tuple(one.body for one in found if year is None or year in one.body.years) or tuple(
        one.body for one in found
    )


def _choice(bodies: tuple[Body, ...], organ: Mention) -> Choice:
    return Choice(bodies=bodies, organ_only=True) if bodies else Choice(missing=organ.text, organ_only=True)


@functools.lru_cache(maxsize=16_384)
def bears(key: str, letter: str) -> bool:
    """Whether a region is of the level a letter denotes: 从化市 and 北京市 are 市, and every province is a 省.

    An autonomous region is none of the districts, whose bureaus are 区教育局.
    """
    region = regions.by_key(key)
    name = region.name if region is not None else key
    province = DATA["province"]
    if region is not None and (letter == province or name.endswith(DATA["autonomous"])):
        return letter == province and bool(region.level == DATA["levels"][letter])
    return name.endswith(letter)


@functools.lru_cache(maxsize=16_384)
def level(key: str) -> str | None:
    """The level of a listed region, or what a zone's name says."""
    region = regions.by_key(key)
    found: str | None = region.level if region is not None else DATA["levels"].get(key[-1])
    return found


def at_level(places: Places, home: Iterable[str], letter: str) -> frozenset[str]:
    """The keys of the nearest region of this level that the regions are or lie in."""
    for keys in _outwards(places, frozenset(home)):
        found = frozenset(key for key in keys if bears(key, letter))
        if found:
            return found
    return frozenset()


def name_of(keys: Sequence[str]) -> str:
    """The name of a region that has one of these keys: of the first that is in the list of regions, else of a zone."""
    region = next((found for key in keys if (found := regions.by_key(key)) is not None), None)
    return regions.chain_name(region) if region is not None else keys[0].removeprefix(ZONE)


def nearer(places: Places, choice: Choice, home: frozenset[str]) -> Choice:
    """Of bodies with one name (鼓楼区 in several cities), those of the chat's region or of what it lies in."""
    if len(choice.bodies) < 2 or not home:
        return choice
    for keys in _outwards(places, home):
        near = tuple(body for body in choice.bodies if places.parts[body.id].chain & keys)
        if near:
            return replace(choice, bodies=near, organ_only=choice.organ_only or len(near) == 1)
    return choice


def _outwards(places: Places, home: frozenset[str]) -> list[frozenset[str]]:
    """A region, then what it lies in, up to its province."""
    region = regions.by_key(next(iter(home))) if len(home) == 1 else None
    if region is not None:
        return [frozenset({regions.key(up)}) for up in reversed(regions.chain(region))]
    return [home, frozenset().union(*(places.above(key) for key in home))]


def home_of(places: Places, before: Sequence[Sequence[Mention]], home: frozenset[str]) -> frozenset[str]:
    """Where an organ named alone is looked for: with the one before it (海珠区府办和住建局), or else where the chat is.

    Keys of the region; `home` has those of the chat's.
    """
    for group in reversed(before):
        named = [piece for piece in group if piece.kind == "region"]
        if named:
            return places.region_keys(named)
    return home
