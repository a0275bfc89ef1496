"""Many patterns of which few match any text: one search tells which of them can.

A pattern that cannot match without 收到 or 新收 is only tried if one of the two occurs. Such words of all patterns are
searched for at once.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import ahocorasick_rs

from index.numerals import WORDS

_PARSER: Any = importlib.import_module("re._parser")
"""the parser of `re`, which no public name leads to: what it does not tell us as we know it, no word is taken from"""
_LATIN = re.compile("[a-z]")
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_ANY_LENGTH = 1 << 16
"""more than any pattern spells out: what its parser says of one without end"""
_AFTER_YEARS: list[str] = WORDS["year"]["suffixes"]
_SHORTEST: str = min(_AFTER_YEARS, key=len)
_YEAR = dict.fromkeys(map(ord, _SHORTEST))
"""letters of the word for a year, which tell nothing of a question"""
_MOST_WORDS = 500
"""of a pattern; one that needs one of more is likely to find one"""


class Patterns:
    """Patterns that are each tried only if the text contains a word they need."""

    def __init__(self, lines: Iterable[str], before: str = "", behind: str = "") -> None:
        """`before` and `behind` stand around each line."""
        self._lines = tuple(f"{before}(?:{line}){behind}" for line in lines)
        self._compiled: dict[int, re.Pattern[str]] = {}
        words: list[str] = []
        self._of: list[int] = []
        """which pattern needs the word"""
        self._always: list[int] = []
        for at, line in enumerate(self._lines):
            needed = needed_words(line)
            if needed:
                words += sorted(needed)
                self._of += [at] * len(needed)
            else:
                self._always.append(at)
        self._finder = ahocorasick_rs.AhoCorasick(words)
        self._in_latin = not self._always and all(map(_LATIN.search, words))
        """none stands where no Latin letter does"""
        self.possible = functools.lru_cache(maxsize=2)(self._try)
        """which patterns may stand in a text: one is looked at in several places"""

    def _try(self, text: str) -> Sequence[int]:
        if self.sleep(text):
            return ()
        found = self._finder.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return self._always
        return sorted({*self._always, *[self._of[word] for word, _, _ in found]})

    def sleep(self, text: str) -> bool:
        """Whether every pattern needs Latin letters and the text has none, as with most questions."""
        return self._in_latin and not _LATIN.search(text)

    def _one(self, at: int) -> re.Pattern[str]:
        """A pattern; most are never tried, and take long to compile."""
        compiled = self._compiled.get(at)
        if compiled is None:
            compiled = self._compiled[at] = re.compile(self._lines[at])
        return compiled

    def found(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """All matches with the number of their pattern, one pattern after another."""
        compiled = self._compiled
        for at in self.possible(text):
            for match in (compiled.get(at) or self._one(at)).finditer(text):
                yield at, match

    def at(self, text: str, start: int) -> list[re.Match[str]]:
        """The patterns that match at this position."""
        return [match for at in self.possible(text) if (match := self._one(at).match(text, start))]

    def until(self, text: str, end: int) -> list[re.Match[str]]:
        """The first match of each pattern in the text up to `end`."""
        return [match for at in self.possible(text) if (match := self._one(at).search(text, 0, end))]


def longest(pattern: str) -> int | None:
    """How many characters a match has at the most; None where any number. re.error: is no pattern."""
    size: int = _PARSER.parse(pattern).getwidth()[1]
    return size if size < _ANY_LENGTH else None


def needed_words(pattern: str) -> frozenset[str]:
    """Words of which every match of the pattern contains one; empty if that cannot be determined.

    Re.error if invalid.
    """
    parsed = _PARSER.parse(pattern)
    if parsed.state.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    found = _needed(parsed)
    return found if found is not None and len(found) <= _MOST_WORDS else frozenset()


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The most telling of the words that each of a row of parts needs."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, given in items:
        if str(kind) == "LITERAL":
            run += chr(given)
            continue
        found += [frozenset({run})] if run else []
        run = ""
        one = _needed_of(str(kind), given)
        found += [one] if one else []
    found += [frozenset({run})] if run else []
    return max(found, key=_telling, default=None)


def _needed_of(kind: str, given: Any) -> frozenset[str] | None:
    """Of one part that is more than a character."""
    if kind == "IN" and all(str(one) == "LITERAL" for one, _ in given):
        return frozenset(chr(sign) for _, sign in given)
    if kind == "BRANCH":
        ways = [_needed(way) for way in given[1]]
        known = [way for way in ways if way]
        return frozenset().union(*known) if len(known) == len(ways) else None
    if kind == "SUBPATTERN":
        return _needed(given[3]) if not given[1] and not given[2] else None
    if kind == "ATOMIC_GROUP":
        return _needed(given)
    if kind == "ASSERT":
        return _needed(given[1])
    if kind in _REPEATS and given[0] > 0:
        return _needed(given[2])
    return None


def _telling(words: frozenset[str]) -> tuple[int, bool, int]:
    """Long words stand in few questions; figures, the word for a year, and signs in place of names, in most."""
    letters = min(sum(map(str.isalpha, word.translate(_YEAR))) for word in words)
    return letters, not any(map(str.isdigit, words)), -len(words)
