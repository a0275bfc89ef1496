"""Misspellings: homophones, listed typos, near spellings of places; never a word that means something else.

A word is mended only where it could not be placed at all, and the mend is said in the answer.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.bodies import Places, at
from bot.languages import CODES, language
from bot.mentions import is_latin, phrases
from bot.models import Mention

LONGEST = 10
"""characters of the longest word that is mended"""
_ASKING = frozenset({"ask", "and", "why"})
SHORTEST_LATIN = 6
"""letters a Latin word must have to be mended by one edit"""


@functools.lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """Toneless pinyin of a word; one reading, the commonest."""
    import pypinyin  # noqa: PLC0415 - slow to import, and needed for misspellings only

    return " ".join(pypinyin.lazy_pinyin(text))


def _is_feature(phrase: str) -> bool:
    """Only words that say what is asked are mended to, never units, question words or filler."""
    return any(
        ":" not in word or word.startswith("party:") for one in phrases().meanings[phrase] for word in one - _ASKING
    )


@functools.cache
def _phrases_by_sound() -> dict[str, frozenset[str]]:
    """Toneless pinyin → Chinese phrases of two characters or more."""
    found: dict[str, set[str]] = {}
    for phrase in phrases().meanings:
        if 2 <= len(phrase) <= LONGEST and phrase[0] > "⺀" and _is_feature(phrase):
            found.setdefault(sound(phrase), set()).add(phrase)
    return {key: frozenset(values) for key, values in found.items()}


class Mender:
    """Mends against the places of one index."""

    def __init__(self, places: Places) -> None:
        self.places = places

    @functools.cached_property
    def _places_by_sound(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in self.places.names():
            if 2 <= len(name) <= LONGEST:
                found.setdefault(sound(name), set()).add(name)
        return {key: frozenset(values) for key, values in found.items()}

    @functools.cached_property
    def _place_names(self) -> list[str]:
        """Names of three characters or more: shorter ones have too many near ones."""
        return [name for name in self.places.names() if 3 <= len(name) <= LONGEST]

    def mend(self, text: str, left: Iterable[tuple[int, int]]) -> list[Mention]:
        """Mentions for words that hold a stretch left over."""
        found: list[Mention] = []
        for start, end in left:
            if is_latin(text[start]):
                found += self._latin(text, start, end)
            else:
                found += self._chinese(text, start, end)
        return found

    def _latin(self, text: str, start: int, end: int) -> list[Mention]:
        word = text[start:end]
        for code in CODES:
            if word in language(code).typos:
                return self._as(text, start, end, language(code).typos[word])
        if len(word) < SHORTEST_LATIN:
            return []
        known = [phrase for phrase in phrases().meanings if is_latin(phrase[0]) and " " not in phrase]
        near = process.extract(word, known, scorer=Levenshtein.distance, score_cutoff=1, limit=3)
        meanings = {phrases().meanings[match[0]] for match in near}
        return self._as(text, start, end, near[0][0]) if len(meanings) == 1 else []

    def _chinese(self, text: str, start: int, end: int) -> list[Mention]:
        windows = [
            (first, last)
            for first in range(max(0, start - LONGEST + 1), start + 1)
            for last in range(max(end, first + 2), min(len(text), first + LONGEST) + 1)
            if all(sign > "⺀" for sign in text[first:last])
        ]
        for first, last in windows:
            for code in CODES:
                right = language(code).typos.get(text[first:last])
                if right:
                    return self._as(text, first, last, right)
        heard = [found for window in windows if (found := self._heard(text, *window))]
        if heard:
            return [mention for found in heard for mention in found]
        return self._near_place(text, windows)

    def _heard(self, text: str, first: int, last: int) -> list[Mention]:
        """A homophone, if it is the only one and what was typed is no name or word itself."""
        word = text[first:last]
        if word in phrases().meanings or word in self.places.names():
            return []
        key = sound(word)
        # two characters have too many homophones (完成, 宛城): only places of the index are meant by them
        names = frozenset(
            name for name in self._places_by_sound.get(key, frozenset()) if len(word) > 2 or self._indexed(name)
        )
        words = _phrases_by_sound().get(key, frozenset())
        if len(names) + len(words) != 1:
            meanings = {phrases().meanings[one] for one in words}
            if names or len(meanings) != 1:
                return []
        return self._as(text, first, last, next(iter(names or sorted(words))))

    def _near_place(self, text: str, windows: Sequence[tuple[int, int]]) -> list[Mention]:
        """A place's name by one character, if one name only is so near and it is a place of the index."""
        found: dict[str, tuple[int, int]] = {}
        for first, last in windows:
            word = text[first:last]
            if len(word) < 3 or self._holds_a_name(word):
                continue
            for name, _, _ in process.extract(
                word, self._place_names, scorer=Levenshtein.distance, score_cutoff=1, limit=4
            ):
                if len(name) == len(word):
                    found[name] = (first, last)
        if len(found) != 1:
            return []
        ((name, (first, last)),) = found.items()
        return self._as(text, first, last, name) if self._indexed(name) and not self._unlisted(name) else []

    def _holds_a_name(self, word: str) -> bool:
        """Tell whether a place stands in the word spelled right: 海珠湖 is no misspelt 海珠区."""
        names = self.places.names()
        return any(word[first:last] in names for first in range(len(word)) for last in range(first + 2, len(word) + 1))

    def _unlisted(self, name: str) -> bool:
        """Tell whether a name is only of a zone or town in no list: there the near name may be a real place too."""
        return all(
            key.startswith("zone:")
            for mention in self.places.names()[name]
            if mention.kind == "region"
            for key in mention.value  # type: ignore[attr-defined]
        )

    def _indexed(self, name: str) -> bool:
        return any(
            mention.kind == "own" or any(key in self.places.by_key for key in mention.value)  # type: ignore[attr-defined]
            for mention in self.places.names()[name]
            if mention.kind in {"region", "own"}
        )

    def _as(self, text: str, start: int, end: int, right: str) -> list[Mention]:
        """The mentions of the right word, standing where the wrong one was typed."""
        typed = text[start:end]
        made = []
        if right in phrases().meanings:
            made.append(
                Mention(start=0, end=len(right), text=right, kind="phrase", alternatives=phrases().meanings[right])
            )
        made += self.places.names().get(right, [])
        return [
            Mention(
                start=start,
                end=end,
                text=right,
                kind=one.kind,
                alternatives=one.alternatives,
                value=one.value,
                suffixed=one.suffixed,
                level=one.level,
                mended=(typed, right),
            )
            for one in (at(mention, start) if mention.kind != "phrase" else mention for mention in made)
        ]
