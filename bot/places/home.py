"""The chat's region: set by a sentence (我在海珠区) or /region, and referred to by words such as 我区 or our district.

It does not expire with the chat's last question.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from bot.languages import CODES, every, language
from bot.models import NAMES, Mention
from bot.normalise import plain
from bot.places.bodies import Places, without_level
from bot.places.body_groups import groups_of
from bot.places.body_names import ZONE
from bot.places.organ_alone import at_level, bears, name_of
from bot.places.zones import zones
from bot.words.mentions import covers, whole_words
from index import regions

UNIT = "unit"
"""says of a word of [home.own] that it means the body itself"""
_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_OVER = re.compile(r"\s*(?:[,.;!?、。:]|$)\s*")
_CLEAR = frozenset({"-", "none", "off", "0"})
LONGEST = 40
"""characters of the name of a body"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """A chat's region."""

    name: str
    """in full: 广州市海珠区"""
    keys: frozenset[str]
    """of the region; several where several bear the name"""
    bodies: frozenset[int] = frozenset()
    """the body itself, where one was named"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a sentence does with the chat's region."""

    does: str
    """set, clear or show"""
    name: str = ""
    """set: the place, as normalised"""
    rest: int = 0
    """where the question begins that follows it; the length of the text: none does"""


def home_from(places: Places, name: str) -> Home | None:
    """The region that a name means; None if it means none."""
    text = plain(name)[:LONGEST]
    named = places.find(text)
    for way in covers(text, [*named, *zones(text, named)]):
        groups = groups_of(way.mentions, text)
        if len(groups) != 1 or way.left:
            continue
        pieces = [piece for piece in groups[0] if piece.kind == "region"]
        organs = [piece for piece in groups[0] if piece.kind != "region"]
        choice = places.resolve(groups[0], None, frozenset()) if organs else None
        ids = frozenset(body.id for body in choice.bodies) if choice and len(choice.bodies) == 1 else frozenset[int]()
        keys = places.region_keys(pieces)
        if not keys and ids:
            keys = frozenset().union(*(places.parts[number].last for number in ids))
        if keys:
            tail = "".join(without_level(piece) for piece in organs)
            place = name_of(sorted(keys)) if len(keys) == 1 else text.removesuffix(tail)
            return Home(name=place + tail, keys=keys, bodies=ids)
    return None


def homes_called(home: Home, places: Places) -> tuple[str, ...]:
    """The full names of the regions that a name may mean: the one with reports, else all, those with reports first."""
    indexed = [key for key in sorted(home.keys) if key in places.by_key]
    keys = indexed if len(indexed) == 1 else [*indexed, *sorted(home.keys - set(indexed))]
    return tuple(name_of((key,)) for key in keys)


def told(text: str, places: Places) -> Told | None:
    """What a normalised text does with the chat's region; None for any other question."""
    command = _COMMAND.fullmatch(text.strip()) if "/" in text else None
    if command:
        if command[1] not in _words("commands"):
            return None
        name = (command[2] or "").strip()
        does = "show" if not name else "clear" if name in _CLEAR or name in _clearing() else "set"
        return Told(does=does, name=name, rest=len(text))
    start = _after_greeting(text)
    if text[start:].strip(" .。!！") in _clearing():
        return Told(does="clear", rest=len(text))
    for word in _beginning(text[start : start + 1], "set"):
        if _is_word(text, word, start):
            found = _named(text, start + len(word), places)
            if found is not None:
                return found
    return None


@functools.cache
def _words(kind: str) -> tuple[str, ...]:
    """Words of all languages, longest first."""
    return tuple(sorted(dict.fromkeys(every("home", kind)), key=len, reverse=True))


@functools.cache
def _clearing() -> frozenset[str]:
    """Words that take the chat's region back."""
    return frozenset(_words("clear"))


@functools.lru_cache(maxsize=4096)
def _beginning(sign: str, kind: str) -> tuple[str, ...]:
    """Words that begin with a character."""
    return tuple(word for word in _words(kind) if sign and word.startswith(sign))


def _after_greeting(text: str) -> int:
    at = _after_signs(text, 0)
    for _ in range(3):
        word = next((one for one in _beginning(text[at : at + 1], "greet") if _is_word(text, one, at)), "")
        if not word:
            break
        at = _after_signs(text, at + len(word))
    return at


def _is_word(text: str, word: str, at: int) -> bool:
    return text.startswith(word, at) and whole_words(text, at, at + len(word))


def _after_signs(text: str, at: int) -> int:
    while at < len(text) and not text[at].isalnum() and text[at] != "/":
        at += 1
    return at


def _named(text: str, start: int, places: Places) -> Told | None:
    """The longest name right after the words that set the region, if nothing but an end follows it."""
    while start < len(text) and text[start] in _words("link"):
        start += 1
    piece = text[start : start + LONGEST]
    named = places.find(piece)
    ends = {one.end for one in (*named, *zones(piece, named)) if one.kind in NAMES}
    for size in sorted(ends, reverse=True):
        if home_from(places, piece[:size]) is None:
            continue
        for end in _ends(text, start + size):
            over = _OVER.match(text, end)
            if over and (over.end() > end or over.end() == len(text)):
                return Told(does="set", name=piece[:size], rest=over.end())
    return None


def _ends(text: str, at: int) -> Iterator[int]:
    yield at
    blank = at + len(text[at:]) - len(text[at:].lstrip())
    for word in _words("end"):
        if text.startswith(word, blank):
            yield blank + len(word)


def has_own_words(text: str) -> bool:
    """Whether any of the letters of 我区, 本单位, our district stand in a text."""
    return bool(_finder().find_matches_as_indexes(text))


def own_words(
    text: str, home: Home | None, places: Places, words: Sequence[Mention], named: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """The words that keep their meaning, and those for the chat's region (我区, 本单位, our district) as names.

    Such a name has no key if the chat has no region of that kind. 本单位 means nothing if a body is named besides it
    (青禾区住建局2020年本单位收到多少).
    """
    here = sorted(_finder().find_matches_as_indexes(text, overlapping=True))
    if not here:
        return [*words], []
    found: list[Mention] = []
    known = {one.text for one in words} if named else set()
    for _, start, end in here:
        word = text[start:end]
        if word not in known and whole_words(text, start, end):
            found.append(_own_mention(word, _own()[word], start, home, places))
    spans = {(one.start, one.end) for one in found}
    return [one for one in words if (one.start, one.end) not in spans], found


@functools.cache
def _own() -> Mapping[str, tuple[str, ...]]:
    return {word: tuple(ends) for code in CODES for word, ends in language(code).home["own"].items()}


@functools.cache
def _finder() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick([*_own()])


@functools.cache
def own_names() -> frozenset[str]:
    """All words for the chat's region or body."""
    return frozenset(_own())


def home_ends(word: str) -> tuple[str, ...]:
    """The endings of region names that such a word may refer to."""
    return _own()[word]


def _own_mention(word: str, ends: Iterable[str], at: int, home: Home | None, places: Places) -> Mention:
    kind, value = "region", frozenset[object]()
    if UNIT in ends:
        kind, value = "own", frozenset[object](home.bodies if home else ())
    elif home is not None and len(home.keys) == 1:
        value = frozenset[object](_called(home.keys, tuple(ends), places))
    return Mention(start=at, end=at + len(word), text=word, kind=kind, value=value, suffixed=True)


def _called(keys: frozenset[str], ends: tuple[str, ...], places: Places) -> frozenset[str]:
    """The region itself, or what it lies in, whose name ends so."""
    if not ends or any(bears(key, end) for key in keys for end in ends):
        return keys
    return next((found for end in ends if (found := at_level(places, keys, end))), frozenset())


def said(mentions: Iterable[Mention]) -> Mention | None:
    """The first word that refers to the chat's region or body."""
    return next((one for one in mentions if one.text in own_names()), None)


def unset(mentions: Iterable[Mention]) -> Mention | None:
    """The first word that refers to a region which the chat has not set."""
    return next((one for one in mentions if one.kind in {"region", "own"} and one.value == frozenset()), None)


def setting(places: Places, name: str) -> Home | None:
    """The region of the settings. One that is not in the list of divisions counts as a zone of that name."""
    if not name:
        return None
    keys = frozenset(region.code for region in regions.called(name))
    found = home_from(places, name)
    return found or Home(name=name, keys=keys or frozenset({ZONE + name}))
