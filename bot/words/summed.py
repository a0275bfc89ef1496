"""What a phrase says besides its meaning: 收费一共收了 asks of several years for their sum."""

from __future__ import annotations

import functools
import re

from bot.languages import every

_IN_ALL = "op:in_all"


def with_sum(text: str, ways: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """What a phrase may mean, with that it asks for the sum; one that says itself what is done keeps its meaning."""
    if text.isascii() or not _within().search(text):
        return ways
    return tuple(way if not way or any(":" in token for token in way) else way | {_IN_ALL} for way in ways)


@functools.cache
def _within() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, every("operands", "within_phrases"))))
