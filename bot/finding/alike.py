"""Words that may stand in a clause for a word of the question with the same meaning: 邀请 for 请, 抽查 for 抽."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bot.languages import language


@functools.cache
def _others(loose: bool) -> Mapping[str, tuple[str, ...]]:
    """Word → those that may stand in its place, longest first; `loose`: also those of wider or narrower meaning."""
    tables = language("zh").statements
    found: dict[str, set[str]] = {}
    for words in [*tables["alike"], *(tables["looser"] if loose else ())]:
        for word in words:
            found.setdefault(word, set()).update(other for other in words if other != word)
    return {word: tuple(sorted(others, key=lambda one: (-len(one), one))) for word, others in found.items()}


def others_of(word: str) -> tuple[str, ...]:
    """The words that may stand for a word."""
    return _others(False).get(word, ())


@functools.cache
def _longest(loose: bool) -> int:
    return max(map(len, _others(loose)))


def alike(text: str, at: int, *, loose: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """The words that begin at a position, longest first: the length of each, and what may stand for it."""
    sizes = range(min(_longest(loose), len(text) - at), 0, -1)
    return [(size, others) for size in sizes if (others := _others(loose).get(text[at : at + size]))]
