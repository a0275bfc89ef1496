"""Words by their sound, each spelt when first one is looked for that begins as it does."""

from __future__ import annotations

from collections.abc import Iterable

from bot.lasting import lasting
from bot.words.sounds import by_first_sound, readings, syllables

LONGEST = 10
"""characters of the longest word that is mended"""


class Sounds:
    """Words by their sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._every = [*words]
        self._unread = by_first_sound(self._every)
        self._words: dict[str, set[str]] = {}
        self._begun: set[str] = set()
        # What has no pinyin sounds like itself: where a known word holds such a sign, nothing is told from its sounds.
        self._odd = {sign for sign in set[str]().union(*self._every) if not readings(sign)}

    def _read(self, first: str) -> None:
        """Read the words with this first syllable."""
        if first not in self._unread:
            return
        with lasting():
            for word in [self._every[number] for number in self._unread[first]]:
                spelt = syllables(word)
                if spelt[0] == first:
                    key = " ".join(spelt)
                    self._words.setdefault(key, set()).add(word)
                    self._begun.update(key[:end] for end in range(len(key) + 1) if key[end : end + 1] in {"", " "})
        self._unread.pop(first, None)

    def of(self, key: str) -> frozenset[str]:
        """The words with this sound."""
        self._read(key.partition(" ")[0])
        return frozenset(self._words.get(key, ()))

    def ends(self, text: str, first: int) -> list[int]:
        """Where a stretch from `first` on may end that sounds like one of the words; whether it does `sound` tells."""
        found, before = list[int](), [""]
        for one in readings(text[first]) if first < len(text) else ():
            self._read(one)
        for end in range(first + 1, min(first + LONGEST, len(text)) + 1):
            sign = text[end - 1]
            if sign in self._odd:
                return list(range(first + 2, min(first + LONGEST, len(text)) + 1))
            begun = [key for some in before for one in readings(sign) if (key := some + one) in self._begun]
            if not begun:
                break
            if not self._words.keys().isdisjoint(begun):
                found.append(end)
            before = [f"{key} " for key in begun]
        return found
