"""Turns of phrase: lines whose parts stand for many words each, matched word by word instead of spelt out.

“(not|never) (corrected|amended)( it| them|)( in time| by the deadline|)” is a phrase in all its forms, as in a line of
[phrases], but the forms are too many to be listed. A part in angle brackets stands for the words of a list of the file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.languages import CODES, language
from bot.models import Mention, make_mention
from bot.normalise import normalise

_PARTS = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"<([a-z_]+)>")
# quotation marks are passed over: by “state secrets” as the reason
_WORDS = re.compile(r"[a-z]+(?:'[a-z]+|')?|[0-9]+|[^\sa-z0-9\"\u201c\u201d\u300a-\u300f]")
_QUOTES = re.compile(
    r"[\"\u201c\u201d\u00ab\u00bb\u2018]|(?<=[a-rt-z0-9])'(?![a-z])|'(?=[,.;:?!)]|\s*$)|(?<=[a-z])-(?=[ ,])"
)
"""Quotation marks, and hyphens of a word that is not written out (tip-off- and complaint-type).

Behind an s an apostrophe may be the plural's, unless a stop follows.
"""
_LATIN = re.compile("[a-z]")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One place of a turn: the words that may stand there, by the first of them."""

    ways: Mapping[str, tuple[_Words, ...]]
    skips: bool
    """nothing may stand there"""


@dataclass(frozen=True, slots=True)
class _Turn:
    parts: tuple[_Part, ...]
    alternatives: tuple[frozenset[str], ...]
    needs: tuple[frozenset[str], ...]
    """of each of these some word stands in any text that has the turn"""

    @property
    def in_latin(self) -> bool:
        """A Latin word stands in it whatever it says."""
        return any(
            not part.skips and all(any(map(_LATIN.match, way)) for ways in part.ways.values() for way in ways)
            for part in self.parts
        )

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
    """The places of a line; ValueError names a list that there is not, or a line that may be nothing."""
    pieces = _PARTS.split(_LIST.sub(lambda match: f"({_listed(match[1], lists)})", line))
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


def _listed(name: str, lists: Mapping[str, str]) -> str:
    if name not in lists:
        raise ValueError(f"unknown list {name}")
    return lists[name]


class Turns:
    """The turns of all languages, found by their first words."""

    def __init__(self, lines: Iterable[tuple[str, str, Mapping[str, str]]]) -> None:
        self._first: dict[str, list[_Turn]] = {}
        self.words: set[str] = set()
        """every word of a turn, right as it is spelt"""
        for line, meaning, lists in lines:
            alternatives = tuple(frozenset(one.split()) for one in meaning.split("|"))
            made = parts(line, lists)
            needs = tuple(frozenset(part.ways) for part in made if not part.skips)
            turn = _Turn(made, alternatives, needs)
            for word in _beginnings(turn):
                self._first.setdefault(word, []).append(turn)
            for part in turn.parts:
                self.words.update(word for ways in part.ways.values() for way in ways for word in way)

        self._in_latin = all(turn.in_latin for turns in self._first.values() for turn in turns)
        """no turn is without a Latin word"""

    def find(self, text: str) -> list[Mention]:
        """All turns in a normalised text."""
        if self._in_latin and not _LATIN.search(text):
            return []
        found = list(_WORDS.finditer(_unquoted(text)))
        words = tuple(match.group() for match in found)
        present = set(words)
        there = {
            word: [turn for turn in self._first[word] if not any(map(present.isdisjoint, turn.needs))]
            for word in present & self._first.keys()
        }
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


def _beginnings(turn: _Turn) -> set[str]:
    first: set[str] = set()
    for part in turn.parts:
        first.update(part.ways)
        if not part.skips:
            break
    return first


@functools.cache
def turns() -> Turns:
    """The turns of phrase of all languages."""
    return Turns(
        (line, meaning, language(code).lists) for code in CODES for line, meaning in language(code).turns.items()
    )
