"""Words by their sound, each spelt when first one is looked for whose first three syllables may be its own."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence

from bot.lasting import lasting
from bot.words.sounds import KEPT, by_beginning, readings, syllables

LONGEST = 10
"""characters of the longest word that is mended"""


_Beginning = tuple[str, ...]
"""two syllables"""


def _readings_of(sign: str) -> Sequence[str]:
    return readings(sign) if sign else ()


def _beginnings(signs: str) -> frozenset[_Beginning]:
    return frozenset(itertools.product(*map(readings, signs)))


class Sounds:
    """Words by their sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._every = [*words]
        self._unread = by_beginning(self._every)
        known = frozenset(self._unread)
        self._begun_by = functools.lru_cache(KEPT)(lambda signs: _beginnings(signs) & known)
        """what sounds like two characters, of what some word begins with"""
        self._thirds: dict[_Beginning, dict[str, list[int]]] = {}
        self._spelt: set[int] = set()
        """numbers of the words that were read"""
        self._words: dict[str, set[str]] = {}
        self._begun: set[str] = set()
        # What has no pinyin sounds like itself: where a known word holds such a sign, nothing is told from its sounds.
        self._odd = {sign for sign in set[str]().union(*self._every) if not readings(sign)}

    def _by_third(self, beginning: _Beginning) -> dict[str, list[int]]:
        """Of the words that may begin so those still to be read, by their third syllable; empty: they have none."""
        found = self._thirds.get(beginning)
        if found is None:
            found = {}
            for number in self._unread.get(beginning, ()):
                for third in _readings_of(self._every[number][2:3]) or [""]:
                    found.setdefault(third, []).append(number)
            self._thirds[beginning] = found
        return found

    def _read(self, beginning: _Beginning, thirds: Iterable[str]) -> None:
        """Read the words that may have these first two syllables, and no third or one of these, each once."""
        unread = self._by_third(beginning)
        wanted = [third for third in ("", *thirds) if third in unread]
        if not wanted:
            return
        with lasting():
            for number in itertools.chain(*map(unread.__getitem__, wanted)):
                if number not in self._spelt:
                    key = " ".join(syllables(self._every[number]))
                    self._words.setdefault(key, set()).add(self._every[number])
                    self._begun.update(key[:end] for end in range(len(key) + 1) if key[end : end + 1] in {"", " "})
                    self._spelt.add(number)
        for third in wanted:
            unread.pop(third, None)

    def of(self, key: str) -> frozenset[str]:
        """The words with this sound."""
        spelt = key.split(" ", 3)
        self._read(tuple(spelt[:2]), spelt[2:3])
        return frozenset(self._words.get(key, ()))

    def ends(self, text: str, first: int) -> list[int]:
        """Where a stretch from `first` on may end that sounds like one of the words; whether it does `sound` tells."""
        found, before = list[int](), [""]
        if self._odd.isdisjoint(text[first : first + 2]):
            begun = self._begun_by(text[first : first + 2])
            if not begun:
                return []
            third = text[first + 2 : first + 3]
            for one in begun:
                self._read(one, list(self._by_third(one)) if third in self._odd else _readings_of(third))
        for end in range(first + 1, min(first + LONGEST, len(text)) + 1):
            sign = text[end - 1]
            if sign in self._odd:
                return list(range(first + 2, min(first + LONGEST, len(text)) + 1))
            keys = [key for some in before for one in readings(sign) if (key := some + one) in self._begun]
            if not keys:
                break
            if not self._words.keys().isdisjoint(keys):
                found.append(end)
            before = [f"{key} " for key in keys]
        return found
