"""Organs spelt in pinyin behind a region: Qinghe Shi Jiaoyu Ju, qinghe ziran ziyuanju, qinghe sthjj."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from bot.models import Mention
from bot.places.body_names import DATA, ORGANS, organ_names
from bot.words.mentions import phrases
from bot.words.sounds import syllables

LONGEST = 14
"""words: ren li zi yuan he she hui bao zhang ju, and blanks wherever people leave one"""
_SHORTEST = 3
"""syllables of a name that is told by its first letters"""


@functools.cache
def _kinds() -> Mapping[str, str]:
    """Letters → the one kind of organ that is spelt so: shuiwuju is two, and so none."""
    return _unmistakable("".join)


@functools.cache
def _initials() -> Mapping[str, str]:
    """The first letter of each syllable, of three syllables or more: swj is two, and so none."""
    return _unmistakable(lambda spelt: "".join(one[0] for one in spelt) if len(spelt) >= _SHORTEST else "")


def _unmistakable(written: Callable[[Sequence[str]], str]) -> Mapping[str, str]:
    """What is written of the syllables of a name → the one kind of organ that is."""
    found: dict[str, set[str]] = {}
    for name, kind in organ_names().items():
        if not ORGANS[kind].get("national"):
            found.setdefault(written(syllables(name)), set()).add(kind)
    return {letters: kinds.pop() for letters, kinds in found.items() if letters and len(kinds) == 1}


def spelt_at(text: str, words: Sequence[tuple[int, int]], first: int) -> list[Mention]:
    """The organ whose pinyin begins at a word, in the longest way."""
    if first >= len(words) or text[slice(*words[first])] in phrases().meanings:
        return []
    start, kinds = words[first][0], _kinds()
    if initials := _initials().get(text[slice(*words[first])]):
        return [
            Mention(start=start, end=words[first][1], text=text[slice(*words[first])], kind="organ", value=initials)
        ]
    for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
        end = words[last][1]
        letters = text[start:end].replace(" ", "")
        kind = kinds.get(letters)
        if kind is not None and letters.isalpha() and letters.endswith(tuple(DATA["spelt_endings"])):
            return [Mention(start=start, end=end, text=text[start:end], kind="organ", value=kind)]
    return []
