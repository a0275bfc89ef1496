"""The sounds of Chinese words: toneless pinyin of a word as usually read, and all readings of a character."""

from __future__ import annotations

import functools
import re
import tomllib
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
    import pypinyin  # noqa: PLC0415 - slow to import, and needed for misspellings and Latin spellings only
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415
    from pypinyin.seg import mmseg  # noqa: PLC0415

    if not _CHINESE.fullmatch(text):
        return pypinyin.lazy_pinyin(text)
    found: list[str] = []
    for word in mmseg.seg.cut(text):
        known = PHRASES_DICT.get(word)
        if known is not None:
            found += [_plain(one[0]) for one in known]
        else:
            for sign in word:
                reading = PINYIN_DICT.get(ord(sign))
                if reading is None:
                    return pypinyin.lazy_pinyin(text)
                found.append(_plain(reading.partition(",")[0]))
    return found


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
