"""English that whoever asks explains in Chinese right behind it: Mongolian translators (蒙文翻译)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import NAMES, Cover, Mention

_IN_BRACKETS = re.compile("[(](?P<chinese>[\u4e00-\u9fff]{2,})[)]")
_WORD = re.compile("[a-z]+")
_PLACED = NAMES | {"year"}


def stretches(text: str, cover: Cover) -> list[tuple[int, int, str]]:
    """What is explained, from the question word on, and the Chinese for it, which is as long as it has words."""
    asking = [one.end for one in cover.mentions if any("ask" in way for way in one.alternatives)]
    placed = [one for one in cover.mentions if one.kind in _PLACED]
    found = []
    for match in _IN_BRACKETS.finditer(text):
        start = max((end for end in asking if end <= match.start()), default=None)
        if start is None or any(start <= one.start < match.start() for one in placed):
            continue
        if 0 < len(_WORD.findall(text, start, match.start())) <= len(match["chinese"]):
            found.append((start, match.start(), match["chinese"]))
    return found


def left_to(found: Sequence[Mention], explained: Sequence[tuple[int, int, str]]) -> list[Mention]:
    """The words without those that the Chinese behind them says: they share a character with it."""
    return [one for one in found if not any(_is_said(one, *stretch) for stretch in explained)]


def holds(explained: Sequence[tuple[int, int, str]], span: tuple[int, int]) -> bool:
    """Whether a word stands in what is explained."""
    return any(start <= span[0] and span[1] <= end for start, end, _ in explained)


def _is_said(one: Mention, start: int, end: int, chinese: str) -> bool:
    inside = start <= one.start and one.end <= end
    return inside and any(set("".join(way)) & set(chinese) for way in one.alternatives)
