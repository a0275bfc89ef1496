"""What people call the things that reports tell of: classes of nouns, a class for what is one thing by many names.

A class lists what reports print, what people say for it, and patterns of how people describe it who do not know
its name (给人查信息的地方 is a 查阅点). Names are composed where they can be: of `stems` and `ends`, of what stands
`ahead` of a name and says no more, and for `each` of several who have one (市长信箱, 区长信箱).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.languages import language

_EACH = "<each>"
KEPT = 1024
"""stretches of questions kept in memory with what is described in them"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Noun:
    """One thing by all its names."""

    printed: tuple[str, ...]
    """each may stand for any other"""
    said: tuple[str, ...]
    """each may stand for what is printed"""
    described: tuple[str, ...]
    """patterns of what may stand for it besides"""
    carrier: bool
    """it is what something is published on"""


@functools.cache
def nouns() -> tuple[Noun, ...]:
    """All classes of nouns."""
    tables = language("zh").statements
    classes = (*tables["nouns"].values(), *itertools.chain.from_iterable(tables["affairs"].values()))
    return tuple(itertools.chain.from_iterable(map(_made, classes)))


def _made(told: Mapping[str, Any]) -> Iterator[Noun]:
    """A class, or one for each of those that have one."""
    stems: Sequence[str] = told.get("stems", ())
    printed = [*told.get("printed", ()), *stems, *map("".join, itertools.product(stems, told.get("ends", ())))]
    said = [*told.get("said", ()), *map("".join, itertools.product(told.get("ahead", ()), printed))]
    words = printed, said, told.get("described", ())
    for one in told.get("each", ("",)):
        of_one = [tuple(dict.fromkeys(word.replace(_EACH, one) for word in each)) for each in words]
        yield Noun(printed=of_one[0], said=of_one[1], described=of_one[2], carrier=told.get("carrier", False))


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile("|".join(noun.described)), noun.printed) for noun in nouns() if noun.described)


@functools.lru_cache(maxsize=KEPT)
def described(text: str) -> Mapping[int, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Where things are described in a text: how much of it that takes, and what reports print for them."""
    found: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    for pattern, printed in _patterns():
        for match in pattern.finditer(text):
            if match.group():
                found.setdefault(match.start(), []).append((len(match.group()), printed))
    return {at: tuple(each) for at, each in found.items()}


@functools.lru_cache(maxsize=KEPT)
def agents(text: str) -> Mapping[int, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Where someone is called by what he does (督导的人): how much of a text that takes, and the names (督导员)."""
    tables = language("zh").statements
    ends: list[str] = tables["agent_ends"]
    found = ((one.start(), one["deed"], one["whole"]) for one in re.finditer(tables["agents"], text))
    return {at: ((len(whole), tuple(deed + end for end in ends)),) for at, deed, whole in found}
