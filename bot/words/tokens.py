"""The tokens of a phrase by kind: features, and prefixed words (`op:most`, `unit:件`)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

_PLAIN_OPS = frozenset({"why"})
_NO_FEATURE = frozenset({"ask", "and", "why", "what"})


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one alternative by kind."""

    features: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    """kind of token → what stands behind its colon: units of {unit:件} are {件}"""
    asks: bool
    """a question word"""
    ands: bool
    """an and-word"""


@functools.lru_cache(maxsize=8192)
def words_of(tokens: frozenset[str]) -> Words:
    """Sort the tokens of one alternative by kind."""
    kinds: dict[str, set[str]] = {}
    for token in tokens:
        kind, colon, rest = token.partition(":")
        if colon:
            kinds.setdefault(kind, set()).add(rest)
        elif token in _PLAIN_OPS:
            kinds.setdefault("op", set()).add(token)
    return Words(
        features=frozenset(token for token in tokens if ":" not in token and token not in _NO_FEATURE),
        kinds={kind: frozenset(found) for kind, found in kinds.items()},
        asks="ask" in tokens,
        ands="and" in tokens,
    )
