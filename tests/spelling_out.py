"""Texts that a group of a pattern matches: each way of every choice in it stands in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from bot.words import patterns

MOST = 200
"""texts of one pattern"""


def spelt(pattern: str, group: str) -> list[str]:
    """Texts of the group, in which nothing stands for what looks ahead or behind."""
    tree = patterns._PARSER.parse(pattern)
    number = tree.state.groupdict[group]
    inside = next(given for given in _groups(tree) if given[0] == number)
    return [text for text in (one.strip() for one in _ways(inside[3])) if text]


def _groups(items: Iterable[tuple[Any, Any]]) -> Iterator[Any]:
    """The groups of a pattern, at any depth."""
    for kind, given in items:
        inside: list[Any] = []
        if str(kind) == "SUBPATTERN":
            yield given
            inside = [given[3]]
        elif str(kind) == "BRANCH":
            inside = given[1]
        elif str(kind) in patterns._REPEATS:
            inside = [given[2]]
        for one in inside:
            yield from _groups(one)


def _ways(items: Iterable[tuple[Any, Any]]) -> list[str]:
    """Texts of parts in a row: all of each with all of the next, or, past so many, one with one."""
    made = [""]
    for kind, given in items:
        ways = list(dict.fromkeys(_of_one(str(kind), given)))
        if len(made) * len(ways) <= MOST:
            made = [one + other for one in made for other in ways]
        else:
            pairs = zip_longest(made, ways)
            made = [(made[0] if one is None else one) + (ways[-1] if other is None else other) for one, other in pairs]
    return made


def _of_one(kind: str, given: Any) -> list[str]:
    if kind == "LITERAL":
        return [chr(given)]
    if kind == "IN":
        signs = [(str(one), sign) for one, sign in given]
        return [chr(sign) for one, sign in signs if one == "LITERAL"] + [
            chr(end) for one, sign in signs if one == "RANGE" for end in sign
        ]
    if kind == "BRANCH":
        return [text for way in given[1] for text in _ways(way)]
    if kind == "SUBPATTERN":
        return _ways(given[3])
    if kind == "ATOMIC_GROUP":
        return _ways(given)
    if kind in patterns._REPEATS:
        return [*([""] if given[0] == 0 else []), *_ways(given[2])]
    return [""]
