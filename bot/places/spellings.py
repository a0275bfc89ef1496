"""All spellings of regions, organs and indexed bodies: which occur in a text, and what each may mean."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import ahocorasick_rs

from bot.models import Mention, make_mention
from bot.normalise import plain
from bot.places.body_names import (
    DATA,
    ORGANS,
    ZONE,
    Parts,
    latin_organs,
    leveled_names,
    names_of,
    organ_names,
    take_apart,
)
from bot.words.mentions import has_latin, phrases, whole_words
from bot.words.patterns import Patterns
from bot.words.sounds import syllables
from index import regions

LEVELS: dict[str, str] = DATA["levels"]
_LATIN_WORD = re.compile(r"(?<![a-z])(?<![a-z]')[a-z]+(?:'(?!s\b)[a-z]+)?")
"""xi'an is one word, the s of qinghe's is none"""
LONGEST_LATIN_ORGAN = 8
"""words: bureau of human resources and social security"""
LONGEST_LATIN_REGION = 3
LONGEST_LATIN_ZONE = 7
"""words: Qinghe economic and technological development zone"""
SHORTEST_LATIN = 4
"""letters of the shortest Latin spelling taken for a place"""
FIRST_REPORTS = 2008
"""the year of the first reports: a region that had gone before is asked about by nobody"""
_LATIN_SIGNS = "\u2e80"
"""the last sign below those of Chinese"""
PLACED = 8192
"""mentions kept in memory with where they stood: people begin with the body and end with what they ask"""

ZONE_KINDS = frozenset(itertools.chain.from_iterable((kind, *short) for kind, short in DATA["zone_short"].items()))
"""what zones of a kind are called"""
SHORTEST_ZONE = 3
"""characters of what zones of a kind are called: 高新区, where one alone is indexed; 园区 may be a part of any"""

_Spelt = tuple[str, bool]
"""a spelling, and whether it is said with 省, 市, 区 …"""


def at(mention: Mention, start: int) -> Mention:
    """The same mention at another offset."""
    return make_mention(
        start=start,
        end=start + len(mention.text),
        text=mention.text,
        kind=mention.kind,
        value=mention.value,
        suffixed=mention.suffixed,
        level=mention.level,
    )


def _mention(text: str, kind: str, value: object, *, suffixed: bool = False, level: str | None = None) -> Mention:
    return make_mention(start=0, end=len(text), text=text, kind=kind, value=value, suffixed=suffixed, level=level)


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
        found[text] = (*found.get(text, ()), _mention(text, "region", keys, suffixed=suffixed))
    return found


@functools.cache
def _organs() -> tuple[Mention, ...]:
    plain_ones = [_mention(name, "organ", kind) for name, kind in organ_names().items()]
    leveled = [
        _mention(word + name, "organ", kind, level=LEVELS[word])
        for name, kind in {**organ_names(), **leveled_names()}.items()
        for word in DATA["level_words"]
        if not ORGANS[kind].get("national")
    ]
    return (*plain_ones, *leveled)


class Spellings:
    """What may be named given the bodies of an index; regions and organs are the same for all indexes."""

    def __init__(self, every: Sequence[Parts], short: Mapping[str, str], renamed: Mapping[str, set[str]]) -> None:
        """Take indexed bodies, an operator's short names, and every body's other names."""
        self.words: dict[str, list[Mention]] = {text: list(known) for text, known in _regions().items()}
        """every spelling in Chinese, with what it may mean"""
        self._zones = [
            key
            for key in dict.fromkeys(key for chain in {one.chain for one in every} for key in chain)
            if key.startswith(ZONE)
        ]
        self._add_zones()
        numbers = {parts.body.name: parts.body.id for parts in every}
        for text, ids in _own(every, renamed, numbers).items():
            self._add(_mention(text, "own", frozenset(ids)))
        for said, name in short.items():
            if name in numbers:
                self._add(_mention(plain(said), "own", frozenset({numbers[name]})))
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
            mention = _mention(text, "region", frozenset(keys | listed if listed else keys), suffixed=suffixed)
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
        if not latin:
            return found
        found += self._latin(text)
        found += _behind_chinese(text, found)
        return found + _ahead_of_region(text, found) + _sharing_an_ending(text) + _beside_region(text, found)

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
                        spelt.setdefault(stem + regions.latin_key(word), set()).add(key)
        return spelt

    @functools.cached_property
    def _longest_in_latin(self) -> int:
        """Words of a place's Latin name at most."""
        zoned = any(zone.endswith(tuple(DATA["latin_zones"])) for zone in self._zones)
        return LONGEST_LATIN_ZONE if zoned else LONGEST_LATIN_REGION

    def _latin(self, text: str) -> list[Mention]:
        """Places in Latin letters: Haizhu, Haizhu District, haizhuqu, Haizhu government office."""
        words = [match.span() for match in _LATIN_WORD.finditer(text)]
        found: list[Mention] = []
        for first, (start, _) in enumerate(words):
            found += _latin_organs(text, words, first, alone=True)
            for last in range(first, min(first + self._longest_in_latin, len(words))):
                end = words[last][1]
                if text[start:end] in phrases().meanings or not whole_words(text, start, end):
                    continue
                key = regions.latin_key(text[start:end])
                if len(key) < SHORTEST_LATIN:
                    continue
                keys = self._zones_in_latin.get(key, set())
                if last == first or text[words[last][0] : end] not in DATA["latin_suffixes"]:
                    keys = keys | {one.code for one in regions.romanised(text[start:end])}
                if keys:
                    found += _latin_region(text, words, last, start, frozenset(keys))
        return found


_SPEAKING = frozenset({"government", "office", "street", "committee"})
"""organs that people say for the region itself"""


def _behind_chinese(text: str, found: Sequence[Mention]) -> list[Mention]:
    """青禾区 police: a region in Chinese, and what is told in English only right behind one."""
    made = []
    for end in {one.end for one in found if one.kind == "region" and one.text[-1] > _LATIN_SIGNS}:
        words = [match.span() for match in itertools.islice(_LATIN_WORD.finditer(text, end), LONGEST_LATIN_ORGAN)]
        if words and text[end : words[0][0]].strip() in _POSSESSED:
            made += _latin_organs(text, words, 0)
    return made


@functools.cache
def _told_after() -> Patterns:
    """Latin names that stand after a region's: police; of the region's own such as say of what level it is."""
    words = [word for word, kind in DATA["latin_organs"].items() if kind not in _SPEAKING or " " in word]
    return Patterns(["|".join(sorted(map(re.escape, words), key=len, reverse=True))], "(?<![a-z])", "(?![a-z])")


def _ahead_of_region(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The police of Qinghe, police Qinghe, the district government of Qinghe."""
    made = []
    for _, match in _told_after().found(text):
        if any(_stands_ahead(match, one, text) for one in found if one.kind == "region" and one.start > match.end()):
            kind = DATA["latin_organs"][match.group()]
            made.append(Mention(start=match.start(), end=match.end(), text=match.group(), kind="organ", value=kind))
    return made


def _stands_ahead(match: re.Match[str], region: Mention, text: str) -> bool:
    """A region right behind an organ; one's own government only of a region that is called so."""
    between = text[match.end() : region.start].strip()
    if DATA["latin_organs"][match.group()] not in _SPEAKING:
        return between in {"", *DATA["organ_before_region"]} - {","}
    level = match.group().split()[0]
    borne = any(_is_called(key, level) for key in region.value)  # type: ignore[attr-defined]
    return between in {*DATA["organ_before_region"]} - {",", "for"} and borne


@functools.cache
def _shared_endings() -> Patterns:
    subjects = "|".join(sorted({each for organ in DATA["latin"].values() for each in organ}, key=len, reverse=True))
    ending = "|".join(DATA["latin_plurals"])
    between = "|".join(map(re.escape, DATA["latin_between"]))
    both = rf"(?P<first>{subjects}) ?(?:{between}) ?(?:the )?(?P<second>{subjects}) (?:{ending})"
    return Patterns([both], "(?<![a-z])", "(?![a-z])")


@functools.cache
def _subjects() -> Mapping[str, str]:
    """What bureaus are of, in Latin letters → the kind of organ."""
    return {subject: kind for kind, organ in DATA["latin"].items() for subject in organ}


def _sharing_an_ending(text: str) -> list[Mention]:
    """The education and housing bureaus: two organs."""
    made = []
    for _, match in _shared_endings().found(text):
        first, second = match["first"], match["second"]
        spans = ((match.start(), match.end("first"), first), (match.start("second"), match.end(), second))
        if _subjects()[first] != _subjects()[second]:
            made += [
                Mention(start=start, end=end, text=text[start:end], kind="organ", value=_subjects()[subject])
                for start, end, subject in spans
            ]
    return made


@functools.cache
def _folk() -> tuple[Patterns, Patterns]:
    """Subjects with what people say for bureau; subjects alone, where nothing of theirs follows."""
    every, alone, folk, verbs = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (_subjects(), DATA["latin_alone"], DATA["latin_folk"], DATA["latin_alone_before"])
    )
    follows = rf"(?= ?(?:$|[^a-z '\u2019])|(?:'|'s)? ?(?:(?:19|20)[0-9]{{2}})| (?:{verbs})(?![a-z]))"
    return (
        Patterns([rf"(?P<subject>{every}) (?:{folk})"], "(?<![a-z])", "(?![a-z])"),
        Patterns([rf"(?P<subject>{alone})"], "(?<![a-z])", f"(?![a-z]){follows}"),
    )


@functools.cache
def _one() -> Patterns:
    """The transport one."""
    behind, subjects, one = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (DATA["latin_one_behind"], _subjects(), DATA["latin_one"])
    )
    return Patterns([rf"(?P<organ>(?P<subject>{subjects}) (?:{one}))"], rf"(?<![a-z])(?:{behind}) ", "(?![a-z])")


def _organ(text: str, span: tuple[int, int], subject: str) -> Mention:
    return Mention(start=span[0], end=span[1], text=text[slice(*span)], kind="organ", value=_subjects()[subject])


def _beside_region(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Qinghe's housing people, the housing people in Qinghe; Qinghe housing, 2020, Qinghe housing and transport."""
    ends = {one.end for one in found if one.kind == "region"}
    starts = {one.start for one in found if one.kind == "region"}
    if not starts:
        return [_organ(text, match.span("organ"), match["subject"]) for _, match in _one().found(text)]
    with_folk, alone = _folk()
    told = {match.span(): match["subject"] for _, match in with_folk.found(text)}
    every = told | {match.span(): match["subject"] for _, match in alone.found(text)}
    made: list[Mention] = []
    for (start, end), subject in sorted(every.items()):
        behind = any(text[one:start].strip() in _POSSESSED for one in ends if one <= start)
        listed = any(text[one.end : start].strip() in _AND for one in made if one.end < start)
        if behind or listed or ((start, end) in told and any(_leads_to(text[end:one]) for one in starts if one > end)):
            made.append(_organ(text, (start, end), subject))
    return made


_POSSESSED = frozenset({"", "'s", "'"})
_AND = frozenset({*DATA["latin_between"], ",", "n"})


def _leads_to(gap: str) -> bool:
    return gap.strip() in DATA["organ_before_region"] and gap.strip() != ","


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
    stem, suffix = regions.cut_suffix(zone)
    if len(stem) < 2:
        return [(zone, True)]
    places = [found.name for key in _listed().get((stem, False), ()) if (found := regions.by_key(key)) is not None]
    endings = (suffix, *DATA["zone_short"].get(suffix, ()))
    alone = [(ending, True) for ending in endings if len(ending) >= SHORTEST_ZONE]
    alone += [] if places else [(stem, False)]
    return [(zone, True), *alone, *((place + end, True) for place in dict.fromkeys((stem, *places)) for end in endings)]


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
        if not bearing:
            return []
        end += 1
        return [Mention(start=start, end=end, text=text[start:end], kind="region", value=bearing, suffixed=True)]
    if last + 1 < len(words) and text[slice(*words[last + 1])] in DATA["latin_suffixes"]:
        bearing = frozenset(key for key in keys if _bears(key, text[slice(*words[last + 1])]))
        if not bearing:
            return found
        last += 1
        end = words[last][1]
        found.append(Mention(start=start, end=end, text=text[start:end], kind="region", value=bearing, suffixed=True))
    return found + _latin_organs(text, words, last + 1)


def _latin_organs(text: str, words: Sequence[tuple[int, int]], first: int, *, alone: bool = False) -> list[Mention]:
    """Organs whose Latin name begins at a word; `alone`: such as are told without a region before them."""
    found = []
    for follow in range(first, min(first + LONGEST_LATIN_ORGAN, len(words))):
        begin, end = words[first][0], words[follow][1]
        kind = latin_organs().get(text[begin:end])
        if kind and not (alone and text[begin:end] in DATA["latin_organs"]):
            found.append(Mention(start=begin, end=end, text=text[begin:end], kind="organ", value=kind))
    return found


def _bears(key: str, suffix: str) -> bool:
    """A region can be called district, city, town … after its Latin name."""
    region = regions.by_key(key)
    endings = tuple(DATA["latin_suffix_of"].get(suffix, ()))
    if region is None:
        return not endings or key.endswith(endings)
    return region.level in DATA["latin_suffixes"][suffix] and (not endings or region.name.endswith(endings))


def _is_called(key: str, level: str) -> bool:
    """石渡镇 has a town government, and no city's."""
    region = regions.by_key(key)
    endings = DATA["latin_levels"].get(level)
    return endings is None or (region.name if region is not None else key).endswith(tuple(endings))


def _ends_in(key: str, sign: str) -> bool:
    """A zone in no list is called as it is: bailu区 is not 白鹭县."""
    return regions.by_key(key) is not None or key.endswith(sign)


def _short_in_latin(key: str, text: str) -> bool:
    region = regions.by_key(key)
    if region is None:
        return not regions.latin_key(text).endswith(tuple(DATA["latin_suffixes"]))
    return regions.latin_key(text) == region.pinyin
