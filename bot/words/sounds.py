"""The sounds of Chinese words: toneless pinyin of a word as usually read, and all readings of a character."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

KEPT = 4096
"""words kept in memory with their sound"""
_IN_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("sounds.toml").read_text(encoding="utf-8"))[
    "in_words"
]
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


@functools.lru_cache(KEPT)
def sound(text: str) -> str:
    """The toneless pinyin of a word, syllables separated by blanks."""
    return " ".join(syllables(text))


def syllables(text: str) -> list[str]:
    """The same as pypinyin.lazy_pinyin, but faster: this is called for every known name."""
    from pypinyin.seg.mmseg import p_set as beginnings  # noqa: PLC0415 - slow to import, and needed for mends only

    if not _CHINESE.fullmatch(text):
        return _by_pypinyin(text)
    longest = _longest_phrases()
    found: list[str] = []
    at, size = 0, len(text)
    while at < size:
        most = longest.get(text[at : at + 2])
        end = at + 1
        if most is not None:
            end, spelt = _first_phrase(text[at : at + most])
            if spelt:
                found += spelt
                at += end
                continue
            # what begins a phrase and ends here is taken sign by sign, whatever phrases are in it
            end = size if text[at:] in beginnings else at + 1
        for sign in text[at:end]:
            alone = _alone(sign)
            if not alone:
                return _by_pypinyin(text)
            found.append(alone)
        at = end
    return found


def by_beginning(words: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """The numbers of words by the first two syllables that they may have, as their first two characters tell."""
    beginning: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        beginning.setdefault(word[:2], []).append(number)
    found: dict[tuple[str, ...], list[int]] = {}
    for signs, numbers in beginning.items():
        for sounds in itertools.product(*map(readings, signs)):
            found.setdefault(sounds, []).extend(numbers)
        if not all(map(readings, signs)):
            for number in numbers:
                found.setdefault(tuple(syllables(words[number])[:2]), []).append(number)
    return found


def _by_pypinyin(text: str) -> list[str]:
    import pypinyin  # noqa: PLC0415

    return pypinyin.lazy_pinyin(text)


@functools.cache
def _longest_phrases() -> dict[str, int]:
    """Two characters → how many the longest of pypinyin's phrases has that begins so."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415

    found: dict[str, int] = {}
    for phrase in PHRASES_DICT:
        found[phrase[:2]] = max(len(phrase), found.get(phrase[:2], 0))
    return found


def _first_phrase(text: str) -> tuple[int, list[str]]:
    """How long the longest phrase is with which a text begins, and its syllables."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415

    for end in range(len(text), 1, -1):
        sounds = PHRASES_DICT.get(text[:end])
        if sounds is not None:
            return end, [_plain(one[0]) for one in sounds]
    return 0, []


@functools.lru_cache(KEPT)
def _alone(sign: str) -> str:
    """What a character most often sounds like; empty if it has no pinyin."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    return _plain(PINYIN_DICT.get(ord(sign), "").partition(",")[0])


@functools.lru_cache(KEPT)
def _plain(toned: str) -> str:
    """hǎi → hai."""
    from pypinyin import Style  # noqa: PLC0415
    from pypinyin.style import convert  # noqa: PLC0415

    return str(convert(toned, Style.NORMAL, strict=True, default=toned))


@functools.lru_cache(KEPT)
def readings(sign: str) -> tuple[str, ...]:
    """All sounds that a character may have alone or in a word; none if it has no pinyin."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    alone = PINYIN_DICT.get(ord(sign), "").split(",")
    return tuple(dict.fromkeys([*filter(None, map(_plain, alone)), *_IN_WORDS.get(sign, ())]))
