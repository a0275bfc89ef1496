"""Which public bodies a phrase may mean: a region chain and an organ, in short and Latin spellings too."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import ahocorasick_rs

from bot.body_names import DATA, ORGANS, OwnNames, Parts, linked, names_of, organ_names, take_apart
from bot.mentions import covers, is_latin, phrases, whole_words
from bot.models import Mention
from bot.normalise import normalise
from index import regions
from index.models import Body

_LEVELS: dict[str, str] = DATA["levels"]
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
SHORTEST_LATIN = 4
"""letters of the shortest Latin spelling taken for a place"""
FIRST_REPORTS = 2008
"""the year of the first reports: a region that had gone before is asked about by nobody"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What a phrase for a body came to."""

    bodies: tuple[Body, ...] = ()
    """one: sure; several: to be asked; none: see missing"""
    missing: str | None = None
    """a place or organ that is known but not indexed: the name to say"""
    near: tuple[Body, ...] = ()
    """indexed bodies of the same region"""
    region_only: bool = False
    """the region was named and its office speaks for it"""
    organ_only: bool = False
    """an organ was named without its region"""
    renamed: str | None = None
    """the full name that was meant, where the body bore another in that year"""


class Places:
    """Everything a phrase may name: today's regions, kinds of organ, and the bodies that are indexed."""

    def __init__(self, bodies: Iterable[Body], own: OwnNames | None = None) -> None:
        """Take the indexed bodies, and an operator's own names."""
        self.parts = {body.id: take_apart(body) for body in bodies}
        self.by_key: dict[str, list[Parts]] = {}
        for parts in self.parts.values():
            for key in parts.chain:
                self.by_key.setdefault(key, []).append(parts)
        self._words: dict[str, list[Mention]] = {}
        self._short_names = own.short if own is not None else {}
        self._renamed = linked({**DATA["renamed"], **(own.renamed if own is not None else {})})
        self._numbers = {parts.body.name: parts.body.id for parts in self.parts.values()}
        self._spelt: dict[tuple[str, bool], set[str]] = {}
        self._gather()
        self._texts = list(self._words)
        self._finder = ahocorasick_rs.AhoCorasick(self._texts)

    def names(self) -> dict[str, list[Mention]]:
        """Every spelling in Chinese, with what it may mean."""
        return self._words

    def _add(self, text: str, **what: object) -> None:
        if text:
            mention = Mention(start=0, end=len(text), text=text, **what)  # type: ignore[arg-type]
            known = self._words.setdefault(text, [])
            if mention not in known:
                known.append(mention)

    def _gather(self) -> None:
        late = (region for region in regions.former_regions() if (region.until or 0) >= FIRST_REPORTS)
        for region in (*regions.all_regions(), *late):
            for spelling in regions.spellings(region):
                self._region(spelling, regions.key(region), suffixed=spelling != region.short)
        own: dict[str, set[int]] = {}
        for parts in self.parts.values():
            for key in parts.chain:
                if key.startswith("zone:"):
                    self._zone(key)
            others = self._renamed.get(parts.body.name, set()) - self._numbers.keys()
            for known in (parts, *(take_apart(replace(parts.body, name=name)) for name in sorted(others))):
                for text in names_of(known):
                    own.setdefault(text, set()).add(parts.body.id)
        for (spelling, suffixed), keys in self._spelt.items():
            self._add(spelling, kind="region", value=frozenset(keys), suffixed=suffixed)
        for text, ids in own.items():
            self._add(text, kind="own", value=frozenset(ids))
        for short, name in self._short_names.items():
            if name in self._numbers:
                self._add(normalise(short).text, kind="own", value=frozenset({self._numbers[name]}))
        self._organs()

    def _organs(self) -> None:
        for name, kind in organ_names().items():
            self._add(name, kind="organ", value=kind)
            for word in DATA["level_words"]:
                self._add(word + name, kind="organ", value=kind, level=_LEVELS[word])

    def _region(self, spelling: str, key: str, *, suffixed: bool) -> None:
        self._spelt.setdefault((spelling, suffixed), set()).add(key)

    def _zone(self, key: str) -> None:
        """A zone in no list, and what people call it."""
        zone = key.removeprefix("zone:")
        self._region(zone, key, suffixed=True)
        stem, suffix = regions.cut_suffix(zone)
        if len(stem) >= 2:
            self._region(stem, key, suffixed=False)
            for short in DATA["zone_short"].get(suffix, ()):
                self._region(stem + short, key, suffixed=True)

    def find(self, text: str) -> list[Mention]:
        """Every place and organ in a normalised text."""
        found = [
            at(mention, start)
            for index, start, _ in self._finder.find_matches_as_indexes(text, overlapping=True)
            if whole_words(text, start, start + len(self._texts[index]))
            for mention in self._words[self._texts[index]]
        ]
        return found + self._latin(text)

    @functools.cached_property
    def _zones_in_latin(self) -> dict[str, set[str]]:
        """Latin spelling → keys of zones, which the list of regions does not spell."""
        import pypinyin  # noqa: PLC0415 - slow to import, and needed for Latin spellings only

        spelt: dict[str, set[str]] = {}
        for key in self.by_key:
            if key.startswith("zone:"):
                zone = key.removeprefix("zone:")
                for name in (zone, regions.cut_suffix(zone)[0]):
                    spelt.setdefault("".join(pypinyin.lazy_pinyin(name)), set()).add(key)
        return spelt

    def _latin(self, text: str) -> list[Mention]:
        """Places in Latin letters: Haizhu, Haizhu District, haizhuqu, Haizhu government office."""
        words = [match.span() for match in _LATIN_WORD.finditer(text)]
        found = []
        for first, (start, _) in enumerate(words):
            for last in range(first, min(first + 3, len(words))):
                end = words[last][1]
                if text[start:end] in phrases().meanings or not whole_words(text, start, end):
                    continue
                key = regions.latin_key(text[start:end])
                if len(key) < SHORTEST_LATIN or (last > first and text[words[last][0] : end] in DATA["latin_suffixes"]):
                    continue
                keys = {one.code for one in regions.romanised(text[start:end])} | self._zones_in_latin.get(key, set())
                if keys:
                    found += self._latin_region(text, words, last, start, frozenset(keys))
        return found

    def _latin_region(
        self, text: str, words: Sequence[tuple[int, int]], last: int, start: int, keys: frozenset[str]
    ) -> list[Mention]:
        """The region, with the suffix or the organ that follows it."""
        end = words[last][1]
        suffixed = all(not self._short_in_latin(key, text[start:end]) for key in keys)
        found = [Mention(start=start, end=end, text=text[start:end], kind="region", value=keys, suffixed=suffixed)]
        if last + 1 < len(words) and text[slice(*words[last + 1])] in DATA["latin_suffixes"]:
            last += 1
            end = words[last][1]
            found.append(Mention(start=start, end=end, text=text[start:end], kind="region", value=keys, suffixed=True))
        for follow in range(last + 1, min(last + 4, len(words))):
            kind = DATA["latin_organs"].get(text[words[last + 1][0] : words[follow][1]])
            if kind:
                begin = words[last + 1][0]
                found.append(
                    Mention(
                        start=begin, end=words[follow][1], text=text[begin : words[follow][1]], kind="organ", value=kind
                    )
                )
        return found

    @staticmethod
    def _short_in_latin(key: str, text: str) -> bool:
        region = regions.by_key(key)
        if region is None:
            return not regions.latin_key(text).endswith(tuple(DATA["latin_suffixes"]))
        return regions.latin_key(text) == region.pinyin

    def resolve(self, pieces: Sequence[Mention], year: int | None, home: frozenset[str]) -> Choice:
        """The bodies that adjacent pieces may mean; home: keys of the chat's region."""
        named = [piece for piece in pieces if piece.kind == "region"]
        organ = next((piece for piece in reversed(pieces) if piece.kind == "organ"), None)
        own = next((piece for piece in reversed(pieces) if piece.kind == "own"), None)
        keys = self._chain(named)
        if sum(piece.kind in {"organ", "own"} for piece in pieces) > 1:
            # 海珠区住建局办公室 is neither of the two
            return self._not_indexed(pieces, keys)
        if own is not None:
            mine = [self.parts[one] for one in sorted(own.value)]  # type: ignore[call-overload]
            fitting = [one for one in mine if not named or not one.chain or one.chain & keys]
            return self._pick(fitting, year, pieces, keys)
        if organ is not None and not named:
            return self._organ_alone(organ, year, home)
        kind = organ.value if organ is not None else None
        if kind is None or ORGANS[str(kind)].get("is_region"):
            return self._speaking(keys, named[-1], kind, year, pieces)
        fitting = [one for one in self._in(keys) if one.kind == kind]
        return self._pick(fitting, year, pieces, keys)

    def region_keys(self, named: Sequence[Mention]) -> frozenset[str]:
        """Keys of the region that adjacent names of regions come to."""
        return self._chain(named)

    def _chain(self, named: Sequence[Mention]) -> frozenset[str]:
        """Keys of the last region that stand under the regions said before it."""
        keys: frozenset[str] = frozenset()
        for piece in named:
            now: frozenset[str] = piece.value  # type: ignore[assignment]
            below = frozenset(key for key in now if not keys or keys & self._above(key)) if keys else now
            keys = below
        return keys

    def _above(self, key: str) -> set[str]:
        region = regions.by_key(key)
        if region is not None:
            return {regions.key(up) for up in regions.chain(region)}
        return {up for parts in self.by_key.get(key, ()) for up in parts.chain}

    def _in(self, keys: Iterable[str]) -> list[Parts]:
        """Bodies whose last region is one of the keys."""
        found = {one.body.id: one for key in keys for one in self.by_key.get(key, ()) if key in one.last}
        return [found[number] for number in sorted(found)]

    def _pick(
        self, fitting: Sequence[Parts], year: int | None, pieces: Sequence[Mention], keys: Iterable[str]
    ) -> Choice:
        having = [one for one in fitting if year is None or year in one.body.years]
        if not having and len(fitting) == 1 and year is not None:
            meant = fitting[0].body.name
            names = [name for name in self._renamed.get(meant, ()) if name in self._numbers]
            then = [body for name in names if year in (body := self.parts[self._numbers[name]].body).years]
            if then:
                return Choice(bodies=tuple(then), renamed=meant)
        having = having or list(fitting)
        if not having:
            return self._not_indexed(pieces, keys)
        return Choice(bodies=tuple(one.body for one in having))

    def _speaking(
        self, keys: frozenset[str], said: Mention, kind: object, year: int | None, pieces: Sequence[Mention]
    ) -> Choice:
        """A region alone: its government's or 管委会's own report, else its office's, by the year asked for."""
        here = self._in(keys)
        ranked = [
            [one for one in here if one.kind is not None and ORGANS[one.kind].get("speaks") == rank] for rank in (1, 2)
        ]
        main: list[Parts] = []
        for tier in ranked:
            main = [one for one in tier if year is None or year in one.body.years]
            if main:
                break
        main = main or ranked[0] or ranked[1]
        if kind is None and not said.suffixed:
            stems = {region.short for key in keys if (region := regions.by_key(key))}
            stems |= {regions.cut_suffix(key.removeprefix("zone:"))[0] for key in keys if key.startswith("zone:")}
            also = [
                one
                for one in self.parts.values()
                if one.kind is None and one.organ.startswith(tuple(stems)) and (year is None or year in one.body.years)
            ]
            if also and year is not None:
                main = [one for one in main if year in one.body.years]
            main = main + [one for one in also if one not in main]
        if not main:
            return self._not_indexed(pieces, keys)
        speaks = all(one.kind is not None and ORGANS[one.kind].get("speaks") == 2 for one in main)
        return Choice(bodies=tuple(one.body for one in main), region_only=speaks)

    def _organ_alone(self, organ: Mention, year: int | None, home: frozenset[str]) -> Choice:
        """An organ without its region: the chat's region's, else the only one indexed."""
        of_kind = [one for one in self.parts.values() if one.kind == organ.value]
        if organ.level:
            of_kind = [one for one in of_kind if self._level(one) in {organ.level, None}]
        at_home = [one for one in of_kind if one.last & home]
        having = [one for one in (at_home if home else of_kind) if year is None or year in one.body.years]
        if not having:
            return Choice(missing=organ.text, organ_only=True)
        return Choice(bodies=tuple(one.body for one in having), organ_only=True)

    @staticmethod
    def _level(parts: Parts) -> str | None:
        for key in parts.last:
            region = regions.by_key(key)
            if region is not None:
                return region.level
            return _LEVELS.get(key[-1])
        return None

    def _not_indexed(self, pieces: Sequence[Mention], keys: Iterable[str]) -> Choice:
        codes = [region for key in keys if (region := regions.by_key(key))]
        said = "".join(piece.text for piece in pieces)
        first = pieces[0] if pieces else None
        if len(codes) == 1 and first is not None and first.kind == "region":
            tail = "".join(_without_level(piece) for piece in pieces if piece.kind != "region")
            said = regions.chain_name(codes[0]) + tail
        near = tuple(one.body for one in self._in(keys))
        return Choice(missing=said, near=near)


def named(places: Places, text: str, year: int | None) -> tuple[Body, ...]:
    """The bodies that a text which is a name and nothing else may mean: 海珠区府办, Haizhu."""
    plain = normalise(text).text
    found: dict[int, Body] = {}
    for way in covers(plain, places.find(plain)):
        groups = grouped(way.mentions, plain)
        if len(groups) == 1 and not way.left:
            found |= {body.id: body for body in places.resolve(groups[0], year, frozenset()).bodies}
    return tuple(found[number] for number in sorted(found))


def _without_level(piece: Mention) -> str:
    """市公安局 after 苏州市 → 公安局."""
    return piece.text[1:] if piece.level else piece.text


def at(mention: Mention, start: int) -> Mention:
    """The same mention, standing at an offset."""
    return Mention(
        start=start,
        end=start + len(mention.text),
        text=mention.text,
        kind=mention.kind,
        value=mention.value,
        suffixed=mention.suffixed,
        level=mention.level,
    )


def grouped(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """Pieces of bodies that stand together (广州市 海珠区 政府办): each group names one body."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if mention.kind not in {"region", "organ", "own"}:
            continue
        if groups:
            gap = text[groups[-1][-1].end : mention.start].strip()
            if gap in DATA["between_pieces"]:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def is_latin_text(text: str) -> bool:
    """Is what was typed mostly Latin? Then the answer is in English."""
    latin = sum(map(is_latin, text))
    return latin > sum(sign > "⺀" for sign in text)
