"""All spellings of regions, organs and indexed bodies: which occur in a text, and what each may mean."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import ahocorasick_rs

from bot.models import Mention
from bot.normalise import plain
from bot.places.body_names import (
    DATA,
    ORGANS,
    ZONE,
    Parts,
    level_letter,
    leveled_names,
    names_of,
    organ_names,
    take_apart,
)
from bot.places.english_organs import (
    LATIN_WORD,
    ahead_of_region,
    apart_from_region,
    at,
    behind_chinese,
    beside_region,
    mention_of,
    organs_at,
    sharing_an_ending,
)
from bot.places.spelt_organs import spelt_at
from bot.words.mentions import has_latin, phrases, whole_words
from bot.words.sounds import syllables
from index import region_names, regions

LEVELS: dict[str, str] = DATA["levels"]
LONGEST_LATIN_REGION = 3
LONGEST_LATIN_ZONE = 7
"""words: Qinghe economic and technological development zone"""
SHORTEST_LATIN = 4
"""letters of the shortest Latin spelling taken for a place"""
FIRST_REPORTS = 2008
"""the year of the first reports: a region that had gone before is asked about by nobody"""
LENGTHS_OF_CITIES = (2, 3)
"""characters of a city's short name"""
_CITIES = frozenset({"city", "province"})
PLACED = 8192
"""mentions kept in memory with where they stood: people begin with the body and end with what they ask"""

ZONE_KINDS = frozenset(itertools.chain.from_iterable((kind, *short) for kind, short in DATA["zone_short"].items()))
"""what zones of a kind are called"""
SHORTEST_ZONE = 3
"""characters of what zones of a kind are called: 高新区, where one alone is indexed; 园区 may be a part of any"""

_Spelt = tuple[str, bool]
"""a spelling, and whether it is said with 省, 市, 区 …"""


@functools.cache
def _listed() -> Mapping[_Spelt, frozenset[str]]:
    """Spelling of listed regions → their keys: today's, and those that have gone since there are reports."""
    late = (region for region in regions.former_regions() if (region.until or 0) >= FIRST_REPORTS)
    spelt: dict[_Spelt, set[str]] = {}
    for region in (*regions.all_regions(), *late):
        for spelling in regions.spellings(region):
            spelt.setdefault((spelling, spelling != region.short), set()).add(regions.key(region))
    return {spelling: frozenset(keys) for spelling, keys in spelt.items()}


@functools.cache
def _regions() -> Mapping[str, tuple[Mention, ...]]:
    """Spelling of listed regions → mentions."""
    found: dict[str, tuple[Mention, ...]] = {}
    for (text, suffixed), keys in _listed().items():
        found[text] = (*found.get(text, ()), mention_of(text, "region", keys, suffixed=suffixed))
    return found


@functools.cache
def _organs() -> tuple[Mention, ...]:
    plain_ones = [mention_of(name, "organ", kind) for name, kind in organ_names().items()]
    leveled = [
        mention_of(word + name, "organ", kind, level=LEVELS[level_letter(word)])
        for name, kind in {**organ_names(), **leveled_names()}.items()
        for word in DATA["level_words"]
        if not ORGANS[kind].get("national") and word not in DATA["organs"][kind].get("never_of", ())
    ]
    return (*plain_ones, *leveled)


class Spellings:
    """What may be named given the bodies of an index; regions and organs are the same for all indexes."""

    def __init__(self, every: Sequence[Parts], short: Mapping[str, str], renamed: Mapping[str, set[str]]) -> None:
        """Take indexed bodies, an operator's short names, and every body's other names."""
        self.words: dict[str, list[Mention]] = {text: list(known) for text, known in _regions().items()}
        """every spelling in Chinese, with what it may mean"""
        self._zones = sorted({key for one in every for key in one.chain if key.startswith(ZONE)})
        self._add_zones()
        numbers = {parts.body.name: parts.body.id for parts in every}
        for text, ids in _own(every, renamed, numbers).items():
            self._add(mention_of(text, "own", frozenset(ids)))
        for said, name in short.items():
            if name in numbers:
                self._add(mention_of(plain(said), "own", frozenset({numbers[name]})))
        for organ in _organs():
            if not any(one.kind == "own" for one in self.words.get(organ.text, ())):
                self._add(organ)
        self._texts = list(self.words)
        self._finder = ahocorasick_rs.AhoCorasick(self._texts)
        self._standing = functools.lru_cache(PLACED)(self._stand)

    def _add(self, mention: Mention) -> None:
        if mention.text:
            known = self.words.setdefault(mention.text, [])
            if mention not in known:
                known.append(mention)

    def _add_zones(self) -> None:
        """Zones in no list, and what people call them."""
        spelt: dict[_Spelt, set[str]] = {}
        for key in self._zones:
            for spelling in _spellings_of_zone(key.removeprefix(ZONE)):
                spelt.setdefault(spelling, set()).add(key)
        for (text, suffixed), keys in spelt.items():
            listed = _listed().get((text, suffixed))
            mention = mention_of(text, "region", frozenset(keys | listed if listed else keys), suffixed=suffixed)
            if listed:
                self.words[text] = [mention if one.suffixed == suffixed else one for one in self.words[text]]
            else:
                self._add(mention)

    def _stand(self, index: int, start: int) -> tuple[Mention, ...]:
        return tuple(at(mention, start) for mention in self.words[self._texts[index]])

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where any spelling occurs, also within a longer word."""
        return [(start, end) for _, start, end in self._finder.find_matches_as_indexes(text, overlapping=True)]

    def find(self, text: str) -> list[Mention]:
        """All places and organs in a normalised text."""
        found: list[Mention] = []
        latin = has_latin(text)
        for index, start, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            if not latin or whole_words(text, start, end):
                found += self._standing(index, start)
        if DATA["whole"] in text:
            # 全省政府网站: of all of them, and no organ of the province
            found = [one for one in found if one.level is None or not text[: one.start].endswith(DATA["whole"])]
        if not latin:
            return found
        found += self._latin(text)
        found += behind_chinese(text, found)
        found += ahead_of_region(text, found) + sharing_an_ending(text) + beside_region(text, found)
        return found + apart_from_region(text, found)

    @functools.cached_property
    def _zones_in_latin(self) -> dict[str, set[str]]:
        """Latin spelling → keys of zones, which the list of regions does not spell."""
        spelt: dict[str, set[str]] = {}
        for key in self._zones:
            zone = key.removeprefix(ZONE)
            for name, _ in _spellings_of_zone(zone):
                spelt.setdefault("".join(syllables(name)), set()).add(key)
                for ending, words in DATA["latin_zones"].items():
                    stem = "".join(syllables(name.removesuffix(ending))) if name.endswith(ending) else ""
                    for word in words if stem else ():
                        spelt.setdefault(stem + region_names.latin_key(word), set()).add(key)
        return spelt

    @functools.cached_property
    def _longest_in_latin(self) -> int:
        """Words of a place's Latin name at most."""
        zoned = any(zone.endswith(tuple(DATA["latin_zones"])) for zone in self._zones)
        return LONGEST_LATIN_ZONE if zoned else LONGEST_LATIN_REGION

    def _latin(self, text: str) -> list[Mention]:
        """Places in Latin letters: Haizhu, Haizhu District, haizhuqu, Haizhu government office."""
        words = [match.span() for match in LATIN_WORD.finditer(text)]
        found: list[Mention] = []
        known = [text[slice(*word)] in phrases().meanings for word in words]
        for first, (start, _) in enumerate(words):
            found += organs_at(text, words, first, alone=True)
            english = True
            for last in range(first, min(first + self._longest_in_latin, len(words))):
                end, english = words[last][1], english and known[last]
                if text[start:end] in phrases().meanings or not whole_words(text, start, end):
                    continue
                if last > first and english:
                    # run an audit: words of English, and no 汝南
                    continue
                key = region_names.latin_key(text[start:end])
                if len(key) < SHORTEST_LATIN:
                    continue
                keys = self._zones_in_latin.get(key, set())
                if last == first or text[words[last][0] : end] not in DATA["latin_suffixes"]:
                    keys = keys | {one.code for one in regions.romanised(text[start:end])}
                if keys:
                    found += _latin_region(text, words, last, start, frozenset(keys))
        return found


def _own(every: Iterable[Parts], renamed: Mapping[str, set[str]], numbers: Mapping[str, int]) -> dict[str, set[int]]:
    """Names that bodies have for themselves, and had → numbers of the bodies."""
    own: dict[str, set[int]] = {}
    for parts in every:
        known = [parts]
        if parts.body.name in renamed:
            others = renamed[parts.body.name] - numbers.keys()
            known += [take_apart(replace(parts.body, name=name)) for name in sorted(others)]
        for one in known:
            for text in names_of(one):
                own.setdefault(text, set()).add(parts.body.id)
    return own


def _spellings_of_zone(zone: str) -> list[_Spelt]:
    """What a zone is called: by its kind too, but never by its city's name, as 合肥高新区 has it: 合肥 is the city."""
    stem, suffix = region_names.cut_suffix(zone)
    if len(stem) < 2:
        return [(zone, True)]
    ranked, stem = stem, stem.removesuffix(DATA["zone_rank"])
    places = [found.name for found in _called(stem)]
    endings = (suffix, *DATA["zone_short"].get(suffix, ()))
    alone = [(ending, True) for ending in endings if len(ending) >= SHORTEST_ZONE]
    alone += [] if places else [(stem, False)]
    named = dict.fromkeys((ranked, stem, *places, *_without_city(stem)))
    return [(zone, True), *alone, *((place + end, True) for place in named for end in endings)]


def _without_city(stem: str) -> list[str]:
    """武汉东湖 → 东湖, 武汉市东湖: a zone's own name without the city before it, and behind its full name."""
    for size in LENGTHS_OF_CITIES:
        cities = [one for one in _called(stem[:size]) if one.level in _CITIES]
        rest = stem[size:]
        if len(rest) >= 2 and cities:
            return [rest, *(one.name + rest for one in cities)]
    return []


def _called(short: str) -> list[regions.Region]:
    """The listed regions of a short name, in the order of their keys."""
    keys = sorted(_listed().get((short, False), ()))
    return [found for key in keys if (found := regions.by_key(key)) is not None]


def _latin_region(
    text: str, words: Sequence[tuple[int, int]], last: int, start: int, keys: frozenset[str]
) -> list[Mention]:
    """The region, with the suffix or the organ that follows it."""
    end = words[last][1]
    suffixed = all(not _short_in_latin(key, text[start:end]) for key in keys)
    found = [Mention(start=start, end=end, text=text[start:end], kind="region", value=keys, suffixed=suffixed)]
    sign = DATA["latin_suffix_signs"].get(text[end : end + 1])
    if sign is not None:
        # haizhu区
        bearing = frozenset(key for key in keys if _bears(key, sign) and _ends_in(key, text[end]))
        # haizhu市场监管局: the sign may be of the organ that stands behind it
        alone = found if _begins_organ(text, end) else []
        if not bearing:
            return alone
        end += 1
        whole = Mention(start=start, end=end, text=text[start:end], kind="region", value=bearing, suffixed=True)
        return [*alone, whole]
    behind = _suffix_behind(text, words, last)
    if behind > last:
        bearing = frozenset(key for key in keys if _bears(key, text[words[last + 1][0] : words[behind][1]]))
        if not bearing:
            return found
        last, end = behind, words[behind][1]
        found.append(Mention(start=start, end=end, text=text[start:end], kind="region", value=bearing, suffixed=True))
    return found + organs_at(text, words, last + 1) + spelt_at(text, words, last + 1)


def _suffix_behind(text: str, words: Sequence[tuple[int, int]], last: int) -> int:
    """The last word of a suffix behind a name, as in Pudong New Area; `last` where none stands right behind it."""
    for size in (2, 1):
        behind = words[last + 1 : last + 1 + size]
        if len(behind) < size or any(map(str.isdigit, text[words[last][1] : behind[0][0]])):
            # Lanzhou 2022 city: a suffix is of the name right before it
            continue
        if text[behind[0][0] : behind[-1][1]] in DATA["latin_suffixes"]:
            return last + size
    return last


def _begins_organ(text: str, start: int) -> bool:
    """Whether a Chinese name of an organ stands here."""
    return any(text.startswith(name, start) for name in organ_names())


def _bears(key: str, suffix: str) -> bool:
    """A region can be called district, city, town … after its Latin name."""
    region = regions.by_key(key)
    endings = tuple(DATA["latin_suffix_of"].get(suffix, ()))
    if region is None:
        return not endings or key.endswith(endings)
    return region.level in DATA["latin_suffixes"][suffix] and (not endings or region.name.endswith(endings))


def _ends_in(key: str, sign: str) -> bool:
    """A zone in no list is called as it is: bailu区 is not 白鹭县."""
    return regions.by_key(key) is not None or key.endswith(sign)


def _short_in_latin(key: str, text: str) -> bool:
    region = regions.by_key(key)
    if region is None:
        return not region_names.latin_key(text).endswith(tuple(DATA["latin_suffixes"]))
    return region_names.latin_key(text) == region.pinyin
