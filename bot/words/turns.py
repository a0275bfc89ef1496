"""Turns of phrase: lines whose parts each stand for many words, matched word by word instead of being spelt out.

“(not|never) (corrected|amended)( it| them|)( in time| by the deadline|)” stands for all its forms, like a line of
[phrases], but there are too many to list. A name in angle brackets stands for the words of a list
([lists] in any file of the language), as a choice or among others: (<granting>|waved through).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ahocorasick_rs

from bot.languages import CODES, language
from bot.models import Mention, make_mention
from bot.normalise import normalise

_PARTS = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"<([a-z_]+)>")
PASSED_OVER = ' "\u201c\u201d\u300a\u300b\u300c\u300d\u300e\u300f'
"""blanks and quotation marks, within a turn too: by “state secrets” as the reason"""
_SKIPPED = rf"\s{PASSED_OVER}"
_WORDS = re.compile(rf"[a-z]+(?:'[a-z]+|')?|[0-9]+|[^{_SKIPPED}a-z0-9]")
_APART = re.compile(f"[{_SKIPPED}]")
_QUOTES = re.compile(
    r"[\"\u201c\u201d\u00ab\u00bb\u2018]|(?<=[a-rt-z0-9])'(?![a-z])|'(?=[,.;:?!)]|\s*$)|(?<=[a-z])-(?=[ ,])"
)
"""Quotation marks, and hyphens of a word that is not written out (tip-off- and complaint-type).

Behind an s an apostrophe may be the plural's, unless a stop follows.
"""
_LATIN = re.compile("[a-z]")
IN_LATIN = frozenset({"en"})
"""languages of which every turn has a Latin word"""
_Words = tuple[str, ...]
_SIGN = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class _Part:
    """One place of a turn: the words that may stand there, by the first of them."""

    ways: Mapping[str, tuple[_Words, ...]]
    skips: bool
    """nothing may stand there"""

    @property
    def heads(self) -> frozenset[str]:
        """What its ways begin with, characters in a row or a word: one of them stands wherever the part does."""
        every = (way for ways in self.ways.values() for way in ways)
        return frozenset("".join(itertools.takewhile(_SIGN.match, way)) or way[0] for way in every)


@dataclass(frozen=True, slots=True)
class _Turn:
    parts: tuple[_Part, ...]
    beginnings: frozenset[str]
    """its first words"""
    alternatives: tuple[frozenset[str], ...]
    needs: tuple[frozenset[str], ...]
    """of each of these some word stands in any text that has the turn"""
    heads: tuple[frozenset[str], ...]
    """the same of characters in a row"""

    @property
    def in_latin(self) -> bool:
        """A Latin word stands in it whatever it says."""
        return any(
            not part.skips and all(any(map(_LATIN.match, way)) for ways in part.ways.values() for way in ways)
            for part in self.parts
        )

    @property
    def letters(self) -> frozenset[str]:
        """One character that may be all of it."""
        needed = [part for part in self.parts if not part.skips]
        ways = [way for part in needed or self.parts for each in part.ways.values() for way in each]
        return frozenset(way[0] for way in ways if len(way) == 1) if len(needed) < 2 else frozenset()

    def may_stand(self, text: str) -> bool:
        """Whether of each of its heads one stands in a text."""
        for heads in self.heads:  # no generators: this is asked of many turns
            for head in heads:
                if head in text:
                    break
            else:
                return False
        return True

    def pairs(self) -> Iterator[str]:
        """Two characters that may stand one behind another in it."""
        lasts: set[str] = set()
        for part in self.parts:
            ways = ["".join(way) for ways in part.ways.values() for way in ways]
            yield from (last + first for last in lasts for first in {way[0] for way in ways})
            yield from (way[at : at + 2] for way in ways for at in range(len(way) - 1))
            lasts = {way[-1] for way in ways} | (lasts if part.skips else set())

    def ends(self, words: _Words, start: int) -> list[int]:
        """Behind which words a turn that begins at one may end."""
        at = {start}
        for part in self.parts:
            found = set(at) if part.skips else set()
            for place in at:
                if place < len(words):
                    found.update(
                        place + len(way)
                        for way in part.ways.get(words[place], ())
                        if words[place : place + len(way)] == way
                    )
            if not found:
                return []
            at = found
        return sorted(at - {start})


@functools.cache  # most words stand in many lines
def _split(text: str) -> _Words:
    return tuple(_WORDS.findall(normalise(text).text))


def parts(line: str, lists: Mapping[str, str]) -> tuple[_Part, ...]:
    """The parts of a line. ValueError for an unknown list, for brackets in brackets, or if it may be empty."""
    pieces = _PARTS.split(_with_lists(line, lists))
    if any(sign in piece for piece in pieces for sign in "()"):
        raise ValueError(f"{line}: brackets within brackets")
    every = [_part(piece, choice=at % 2 == 1) for at, piece in enumerate(pieces)]
    found = [part for part in every if part is not None]
    if not found or all(part.skips for part in found):
        raise ValueError(f"{line}: may be nothing")
    return tuple(found)


@functools.cache  # a list stands in many lines
def _part(piece: str, *, choice: bool) -> _Part | None:
    """A piece of a line, or one in brackets that parts its choices by |; None where it is nothing."""
    ways: dict[str, list[_Words]] = {}
    every = [_split(text) for text in (piece.split("|") if choice else [piece])]
    for words in every:
        if words:
            ways.setdefault(words[0], []).append(words)
    skips = choice and not all(every)
    return _Part({first: tuple(found) for first, found in ways.items()}, skips) if ways else None


def _with_lists(line: str, lists: Mapping[str, str]) -> str:
    """A line with the words of each list in its place: as a choice, or among the choices that it stands with."""
    choices = _PARTS.sub(lambda match: f"({_LIST.sub(lambda name: _listed(name[1], lists), match[1])})", line)
    return _LIST.sub(lambda name: f"({_listed(name[1], lists)})", choices)


def _listed(name: str, lists: Mapping[str, str]) -> str:
    if name not in lists:
        raise ValueError(f"unknown list {name}")
    return lists[name]


class Turns:
    """Turns of phrase that are each tried only if the text contains words they need."""

    def __init__(self, lines: Iterable[tuple[str, str, Mapping[str, str]]]) -> None:
        self._turns: list[_Turn] = []
        self.words: set[str] = set()
        """every word of a turn, right as it is spelt"""
        for line, meaning, lists in lines:
            alternatives = tuple(frozenset(one.split()) for one in meaning.split("|"))
            made = parts(line, lists)
            needs = tuple(frozenset(part.ways) for part in made if not part.skips)
            heads = tuple(part.heads for part in made if not part.skips)
            self._turns.append(_Turn(made, _beginnings(made), alternatives, needs, heads))
            for part in made:
                self.words.update(word for ways in part.ways.values() for way in ways for word in way)

        self.in_latin = all(turn.in_latin for turn in self._turns)
        """no turn is without a Latin word"""
        # What few turns need few questions have; and one character stands in many.
        often = Counter(head for turn in self._turns for heads in turn.heads for head in heads)
        needing: dict[str, list[int]] = {}
        for number, turn in enumerate(self._turns):
            for head in min(turn.heads, key=lambda heads: max((len(one) == 1, often[one]) for one in heads)):
                needing.setdefault(head, []).append(number)
        self._pairs: dict[str, set[str]] = {}
        """letter → what `pairs_with` has found, of all turns but those that are `_unpaired`"""
        self._unpaired = set(range(len(self._turns)))
        self._needing = list(needing.values())
        self._needed = ahocorasick_rs.AhoCorasick(list(needing))

    @functools.cached_property
    def _letters(self) -> list[frozenset[str]]:
        """Of each turn all characters."""
        every = ([way for part in turn.parts for ways in part.ways.values() for way in ways] for turn in self._turns)
        return [frozenset("".join(itertools.chain.from_iterable(ways))) for ways in every]

    def pairs_with(self, sign: str) -> set[str]:
        """Two characters that may stand one behind another in a turn, one of them this."""
        for number in [number for number in self._unpaired if sign in self._letters[number]]:
            self._unpaired.remove(number)
            for pair in self._turns[number].pairs():
                for letter in pair:
                    self._pairs.setdefault(letter, set()).add(pair)
        return self._pairs.get(sign, set())

    def letters(self) -> frozenset[str]:
        """Characters that may be a turn by themselves."""
        return frozenset().union(*(turn.letters for turn in self._turns))

    def find(self, text: str) -> list[Mention]:
        """All turns in a normalised text."""
        plain = _unquoted(text)
        close = _APART.sub("", plain)
        stand = {at for at, _, _ in self._needed.find_matches_as_indexes(close, overlapping=True)}
        near = [self._turns[number] for number in sorted({number for at in stand for number in self._needing[at]})]
        if not self.in_latin:  # words are soon told from what else stands in a text, characters are not
            near = [turn for turn in near if turn.may_stand(close)]
        if not near:
            return []
        found = list(_WORDS.finditer(plain))
        words = tuple(match.group() for match in found)
        present = set(words)
        there: dict[str, list[_Turn]] = {}
        for turn in near:
            if not any(map(present.isdisjoint, turn.needs)):
                for word in present & turn.beginnings:
                    there.setdefault(word, []).append(turn)
        made: dict[tuple[int, int], dict[frozenset[str], None]] = {}
        for at, word in enumerate(words):
            for turn in there.get(word, ()):
                for end in turn.ends(words, at):
                    span = (found[at].start(), found[end - 1].end())
                    made.setdefault(span, {}).update(dict.fromkeys(turn.alternatives))
        return [
            make_mention(start=start, end=end, text=text[start:end], kind="phrase", alternatives=tuple(alternatives))
            for (start, end), alternatives in made.items()
        ]


def _unquoted(text: str) -> str:
    """Blanks in place of quotation marks: a 'not to be disclosed' decision is said without them too."""
    return _QUOTES.sub(" ", text)


def _beginnings(made: Iterable[_Part]) -> frozenset[str]:
    first: set[str] = set()
    for part in made:
        first.update(part.ways)
        if not part.skips:
            break
    return frozenset(first)


def find(text: str) -> list[Mention]:
    """All turns of all languages in a normalised text.

    English ones are read from their file only if it has Latin letters.
    """
    latin = _LATIN.search(text)
    return [one for code in CODES if latin or code not in IN_LATIN for one in turns(code).find(text)]


@functools.cache
def turns(code: str) -> Turns:
    """The turns of a language."""
    return Turns((line, meaning, language(code).lists) for line, meaning in language(code).turns.items())
