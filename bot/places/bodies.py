"""The public bodies that a phrase may mean: a chain of regions and an organ, in short and Latin spellings too."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.models import Mention
from bot.places import organ_alone
from bot.places.body_names import DATA, ORGANS, ZONE, OwnNames, Parts, level_letter, level_word, linked, take_apart
from bot.places.choices import Choice, make_choice
from bot.places.organ_nouns import nouns
from bot.places.spellings import ZONE_KINDS, Spellings
from bot.words.mentions import is_latin, phrases
from bot.words.sounds import syllables
from index import region_names, regions
from index.models import Body

_Key = TypeVar("_Key")
_NONE: frozenset[str] = frozenset()
ALONE = 64
"""organs named without a region of which the bodies they may be are kept in memory: as many as there are regions"""


def _is_ranged_over(one: Mention, text: str) -> bool:
    """各开发区 is no single one, though 开发区 may be what the only one indexed is called."""
    return text[one.start - 1 : one.start] in DATA["ranging"]


def _cut_otherwise(found: Sequence[Mention]) -> set[int]:
    """Ids of the like of 区教育局 in 青禾区教育局, where 青禾区 and 教育局 name the same: one cut of the two is enough.

    Not so where 青禾 or 教育局 is a word besides, as 政府 is, or other names end with 青禾.
    """
    leveled = [one for one in found if one.level]
    if not leveled:
        return set()
    ending: dict[int, list[Mention]] = {}
    for one in found:
        ending.setdefault(one.end, []).append(one)
    return {id(one) for one in leveled if _tells_nothing_more(one, ending)}


def _tells_nothing_more(organ: Mention, ending: Mapping[int, Sequence[Mention]]) -> bool:
    border = organ.start + len(level_word(organ.text))
    before = ending.get(organ.start, ())
    names = {before[0].text, without_level(organ)} if len(before) == 1 else set()
    if not names or before[0].suffixed or names & phrases().meanings.keys():
        return False
    keys: frozenset[str] = before[0].value  # type: ignore[assignment]
    bearing = {key for key in keys if organ_alone.bears(key, level_letter(organ.text))}
    return any(one.suffixed and one.value == bearing for one in ending.get(border, ())) and any(
        one.start == border and one.value == organ.value for one in ending[organ.end]
    )


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _gathered(pairs: Iterable[tuple[_Key, Parts]]) -> dict[_Key, list[Parts]]:
    found: dict[_Key, list[Parts]] = {}
    for key, parts in pairs:
        found.setdefault(key, []).append(parts)
    return found


class Places:
    """Everything a phrase may name: present regions, kinds of organ, and the indexed bodies."""

    def __init__(self, bodies: Iterable[Body], own: OwnNames | None = None) -> None:
        """Take the indexed bodies, and an operator's own names."""
        self.parts = {body.id: take_apart(body) for body in bodies}
        self._renamed = linked({**DATA["renamed"], **(own.renamed if own is not None else {})})
        self._numbers = {parts.body.name: parts.body.id for parts in self.parts.values()}
        every = list(self.parts.values())
        self._last = _gathered((key, one) for one in every for key in one.last)
        self._last_of_kind = _gathered(((key, one.kind), one) for one in every for key in one.last)
        self._kinds = _gathered((one.kind, one) for one in every)
        self._spellings = Spellings(every, own.short if own is not None else {}, self._renamed)
        self.anywhere = functools.lru_cache(ALONE)(functools.partial(organ_alone.anywhere, self))
        """the bodies that an organ may be which is named without a region"""
        self.of_level = functools.lru_cache(ALONE)(functools.partial(organ_alone.of_level, self))

    @functools.cached_property
    def by_key(self) -> Mapping[str, list[Parts]]:
        """Key of a region → the bodies in it, its own included."""
        return _gathered((key, one) for one in self.parts.values() for key in one.chain)

    @functools.cached_property
    def _own_organs(self) -> Mapping[str, list[Parts]]:
        """First two characters of the names that organs of no listed kind have."""
        return _gathered((one.organ[:2], one) for one in self._kinds.get(None, ()))

    @functools.cached_property
    def _everywhere(self) -> frozenset[int]:
        """Numbers of bodies that name no region."""
        return frozenset(one.body.id for one in self.parts.values() if not one.chain)

    @property
    def only(self) -> tuple[Body, ...]:
        """The body of an index that holds no other: whose figures are asked for need not be said. Else none."""
        return tuple(parts.body for parts in self.parts.values()) if len(self.parts) == 1 else ()

    @functools.cached_property
    def speaking(self) -> tuple[Parts, ...]:
        """Bodies that speak for a region: governments and their offices."""
        return tuple(one for one in self.parts.values() if one.kind is not None and ORGANS[one.kind].get("speaks"))

    def bodies(self, names: Iterable[str]) -> tuple[Body, ...]:
        """The indexed bodies with these full names, in their order: which of two stands first may matter."""
        return tuple(self.parts[self._numbers[name]].body for name in dict.fromkeys(names) if name in self._numbers)

    def names(self) -> dict[str, list[Mention]]:
        """All Chinese spellings, with what each may mean."""
        return self._spellings.words

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where any name occurs, also within a longer word."""
        return self._spellings.spans(text)

    def find(self, text: str) -> list[Mention]:
        """All places and organs in a normalised text."""
        found = self._spellings.find(text)
        found += nouns(text, found, self._has)
        passed = _cut_otherwise(found)
        return [one for one in found if not (id(one) in passed or self._is_none(one, found, text))]

    def _is_none(self, one: Mention, found: Sequence[Mention], text: str) -> bool:
        """Whether a spelling names nothing where it stands."""
        if one.kind == "region" and not one.suffixed and self._is_a_word(one, found, text):
            return True
        return one.text in ZONE_KINDS and _is_ranged_over(one, text)

    def _has(self, keys: frozenset[str], kind: str) -> bool:
        return any((key, kind) in self._last_of_kind for key in keys)

    def _is_a_word(self, one: Mention, found: Sequence[Mention], text: str) -> bool:
        """乡村振兴 is no 振兴区: a place that is not indexed, in short, within words beside a body that is."""
        keys = one.value
        if not isinstance(keys, frozenset) or keys & self.by_key.keys():
            return False
        before, after = text[one.start - 1 : one.start], text[one.end : one.end + 1]
        parting = DATA["beside_places"]
        inside = _is_han(before) and before not in parting and before not in DATA["joints"]
        if not _is_han(after) or not (inside or (before in DATA["joints"] and after not in parting)):
            return False
        others = [other for other in found if other.kind != "own"]
        if not any(self._is_indexed(other) and (other.end <= one.start or one.end <= other.start) for other in others):
            return False
        beside = [other for other in others if other.end == one.start or other.start == one.end]
        return not any(other.suffixed or other.kind == "organ" or self._is_indexed(other) for other in beside)

    def _is_indexed(self, one: Mention) -> bool:
        """A place in which some body is."""
        return isinstance(one.value, frozenset) and bool(one.value & self.by_key.keys())

    def resolve(self, pieces: Sequence[Mention], year: int | None, home: frozenset[str]) -> Choice:
        """The bodies that adjacent pieces of a name may mean. `home` has the keys of the chat's region."""
        named = [piece for piece in pieces if piece.kind == "region"]
        organs = [piece for piece in pieces if piece.kind == "organ"]
        owns = [piece for piece in pieces if piece.kind == "own"]
        organ, own = organs[-1] if organs else None, owns[-1] if owns else None
        if named and own is None and (organ is None or organ.value in organ_alone.BELOW):
            *above, last = named
            named = [*above, self._town_under(last, above) if above else self._town_if_alone(last)]
        keys = self._chain(named)
        if len(organs) + len(owns) > 1:
            # 海珠区住建局办公室 is neither of the two
            return self._not_indexed(pieces, keys)
        if own is not None:
            numbers: frozenset[int] = own.value  # type: ignore[assignment]
            return self._pick(self._own(numbers, keys) if named else self._of(numbers), year, pieces, keys)
        if organ is not None and not named:
            return organ_alone.resolve(self, organ, year, home)
        if organ is not None and self._of_another(organ, named, keys):
            return Choice(missing="".join(piece.text for piece in pieces[1:] or pieces))
        if organ is not None and organ.level:
            # 合肥市政府 is no zone's that 合肥 alone may name too
            keys = frozenset(key for key in keys if organ_alone.bears(key, level_letter(organ.text))) or keys
        kind = organ.value if organ is not None else None
        if kind is None or ORGANS[str(kind)].get("is_region"):
            return self._speaking(keys, named, kind, year, pieces)
        fitting = self._in(keys, str(kind)) or self._part_of(keys, organ)
        return self._pick(_called_so(self._under(fitting, named), organ, year), year, pieces, keys)

    def _town_if_alone(self, said: Mention) -> Mention:
        """西乡 is 西乡街道 where nothing of 西乡县 is indexed; what was said where something is."""
        keys: frozenset[str] = said.value  # type: ignore[assignment]
        towns = _NONE if said.suffixed or keys & self.by_key.keys() else self._towns_called(said.text)
        return replace(said, value=towns) if towns else said

    def _town_under(self, said: Mention, above: Sequence[Mention]) -> Mention:
        """鹿城区南汇街道办 is of the street that lies in the district, and not of 南汇区 in another city."""
        regions_said: list[frozenset[str]] = [one.value for one in above]  # type: ignore[misc]
        towns = _NONE if said.suffixed else self._towns_called(said.text)
        under = frozenset(key for key in towns if all(one & self.above(key) for one in regions_said))
        return replace(said, value=under) if under else said

    @functools.cached_property
    def _towns(self) -> Mapping[str, frozenset[str]]:
        """Name of a town or street without its suffix → keys."""
        zones = [key for key in self._last if key.startswith(ZONE) and key.endswith(tuple(DATA["towns"]))]
        stems = _gathered((region_names.cut_suffix(key.removeprefix(ZONE))[0], self._last[key][0]) for key in zones)
        return {stem: frozenset(key for one in every for key in one.last) for stem, every in stems.items()}

    @functools.cached_property
    def _towns_in_latin(self) -> Mapping[str, frozenset[str]]:
        """The same in Latin letters."""
        found: dict[str, frozenset[str]] = {}
        for stem, keys in self._towns.items():
            name = "".join(syllables(stem))
            found[name] = found.get(name, _NONE) | keys
        return found

    def _towns_called(self, name: str) -> frozenset[str]:
        towns = self._towns_in_latin if is_latin(name[0]) else self._towns
        return towns.get(name.replace(" ", ""), _NONE)

    @staticmethod
    def _of_another(organ: Mention, named: Sequence[Mention], keys: frozenset[str]) -> bool:
        """三台县2022年市政府 and 夷陵区2022年宜昌市政府 are not the county's: the organ is of a region above it."""
        last: frozenset[str] = named[-1].value  # type: ignore[assignment]
        if keys and organ.start >= named[-1].end and not last & keys:
            return True
        letter = level_letter(organ.text) if organ.level else None
        return letter is not None and bool(keys) and not any(organ_alone.bears(key, letter) for key in keys)

    def region_keys(self, named: Sequence[Mention]) -> frozenset[str]:
        """The keys of the region that adjacent names of regions designate together."""
        return self._chain(named)

    def _chain(self, named: Sequence[Mention]) -> frozenset[str]:
        """Keys of the region that stands under all others said: the last, else another (天河区, 广州市)."""
        values: list[frozenset[str]] = [piece.value for piece in named]  # type: ignore[misc]
        for at_last in range(len(values) - 1, -1, -1):
            others = values[:at_last] + values[at_last + 1 :]
            keys = frozenset(key for key in values[at_last] if all(one & self.above(key) for one in others))
            if keys:
                return keys
        return frozenset()

    def above(self, key: str) -> frozenset[str]:
        """The keys of a region and of all regions it lies in."""
        listed = regions.keys_above(key)
        return listed if listed is not None else self._above_zones.get(key, frozenset())

    @functools.cached_property
    def _above_zones(self) -> Mapping[str, frozenset[str]]:
        """Zone → every region that it lies in, and itself: told by bodies of its own, else by what all in it share."""
        own: dict[str, frozenset[str]] = {}
        shared: dict[str, frozenset[str]] = {}
        for last, chain in dict.fromkeys((parts.last, parts.chain) for parts in self.parts.values()):
            for key in chain:
                if key.startswith(ZONE):
                    shared[key] = shared.get(key, chain) & chain
                    if key in last:
                        own[key] = own.get(key, _NONE) | chain
        return shared | own

    def _in(self, keys: Iterable[str], kind: str | None = None) -> list[Parts]:
        """Bodies whose last region is one of the keys, or those of them of a kind."""
        here = (self._last.get(key, ()) if kind is None else self._last_of_kind.get((key, kind), ()) for key in keys)
        return self._of({one.body.id for some in here for one in some})

    def _under(self, found: Sequence[Parts], named: Sequence[Mention]) -> Sequence[Parts]:
        """习水县官渡镇: of towns of one name those in all regions said; all, where the names of bodies do not tell."""
        if len(found) < 2 or len(named) < 2:
            return found
        said: list[frozenset[str]] = [piece.value for piece in named]  # type: ignore[misc]
        here = [one for one in found if not any(map(self._over(one).isdisjoint, said))]
        return here or found

    def _over(self, one: Parts) -> frozenset[str]:
        return one.chain.union(*(regions.keys_above(key) or _NONE for key in one.chain))

    def _part_of(self, keys: Iterable[str], organ: Mention | None) -> list[Parts]:
        """The natural resources and planning bureau, where a planning bureau is asked for and there is none.

        And where a bureau is, any that the region has.
        """
        if organ is not None and isinstance(endings := ORGANS[str(organ.value)].get("whose"), list):
            return [one for one in self._in(keys) if _is_one_of(one, endings)]
        whole = ORGANS[str(organ.value)].get("part_of") if organ is not None and is_latin(organ.text[0]) else None
        if not isinstance(whole, dict):
            return []
        return [one for one in self._in(keys, whole["kind"]) if whole["named"] in one.organ]

    def _of(self, numbers: Iterable[int]) -> list[Parts]:
        return [self.parts[number] for number in sorted(numbers)]

    def _own(self, numbers: frozenset[int], keys: frozenset[str]) -> list[Parts]:
        """Of bodies of one name those in a region, and those that name none; every district may have a library."""
        under = [self.by_key.get(key, ()) for key in keys]
        if sum(map(len, under)) < len(numbers):
            here = numbers.intersection(one.body.id for some in under for one in some)
            return self._of(here | (numbers & self._everywhere))
        return [one for one in self._of(numbers) if not one.chain or one.chain & keys]

    def _pick(
        self, fitting: Sequence[Parts], year: int | None, pieces: Sequence[Mention], keys: Iterable[str]
    ) -> Choice:
        having = [one for one in fitting if year is None or year in one.body.years]
        if not having and len(fitting) == 1 and year is not None:
            meant = fitting[0].body.name
            names = [name for name in sorted(self._renamed.get(meant, ())) if name in self._numbers]
            then = [body for name in names if year in (body := self.parts[self._numbers[name]].body).years]
            if then:
                return Choice(bodies=tuple(then), renamed=meant)
        having = having or list(fitting)
        if not having:
            return self._not_indexed(pieces, keys)
        return make_choice(bodies=tuple(one.body for one in having))

    def _speaking(
        self, keys: frozenset[str], named: Sequence[Mention], kind: object, year: int | None, pieces: Sequence[Mention]
    ) -> Choice:
        """A region alone: its government's or 管委会's own report, else its office's, by the year asked for."""
        here, said = self._under(self._in(keys), named), named[-1]
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
            stems |= {region_names.cut_suffix(key.removeprefix(ZONE))[0] for key in keys if key.startswith(ZONE)}
            also = [one for one in self._called_after(stems) if year is None or year in one.body.years]
            if also and year is not None:
                main = [one for one in main if year in one.body.years]
            main = main + [one for one in also if one not in main]
        if not main:
            return self._not_indexed(pieces, keys)
        speaks = all(one.kind is not None and ORGANS[one.kind].get("speaks") == 2 for one in main)
        return Choice(bodies=tuple(one.body for one in main), region_only=speaks)

    def _called_after(self, stems: set[str]) -> list[Parts]:
        """Organs whose own name begins with one of the stems, in the order of all bodies."""
        starts = {stem[:2] for stem in stems}
        if any(len(start) < 2 for start in starts):
            return [one for one in self._kinds.get(None, ()) if one.organ.startswith(tuple(stems))]
        every = (one for start in starts for one in self._own_organs.get(start, ()))
        found = [one for one in every if one.organ.startswith(tuple(stems))]
        return found if len(starts) == 1 else sorted(found, key=lambda one: (one.body.name, one.body.id))

    def of_kind(self, kind: str) -> Sequence[Parts]:
        """The bodies whose organ is of this kind."""
        return self._kinds.get(kind, ())

    def _not_indexed(self, pieces: Sequence[Mention], keys: Iterable[str]) -> Choice:
        codes = [region for key in keys if (region := regions.by_key(key))]
        said = "".join(piece.text for piece in pieces)
        if is_latin(said[:1]):
            said = " ".join(piece.text for piece in pieces)
        first = pieces[0] if pieces else None
        if len(codes) == 1 and first is not None and first.kind == "region":
            tail = "".join(without_level(piece) for piece in pieces if piece.kind != "region")
            said = regions.chain_name(codes[0]) + (f" {tail}" if is_latin(tail[:1]) else tail)
        near = tuple(one.body for one in self._in(keys))
        return Choice(missing=said, near=near)


def _is_one_of(one: Parts, endings: Iterable[str]) -> bool:
    """An organ that does not speak for its region, and whose name ends in one of these."""
    speaks = one.kind is not None and ORGANS[one.kind].get("speaks")
    return not speaks and one.organ.endswith(tuple(endings))


def _called_so(fitting: Sequence[Parts], organ: Mention | None, year: int | None) -> Sequence[Parts]:
    """Of several organs of a kind the one that is called just as was said, if it has a report of the year."""
    if organ is None or year is None or len(fitting) < 2:
        return fitting
    said = [one for one in fitting if one.organ == without_level(organ) and year in one.body.years]
    return said or fitting


def without_level(piece: Mention) -> str:
    """市公安局 after 苏州市 → 公安局."""
    return piece.text.removeprefix(level_word(piece.text)) if piece.level else piece.text
