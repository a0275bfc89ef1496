"""Words that ask for something else in their context, though each is known: 收到多少件咨询, 公安局提出的申请.

They are found by the patterns of bot/languages/*/refused.toml; what the group `word` matches counts as not understood.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from bot.languages import every
from bot.models import Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns

OTHERWISE = "not:here"
"""said of a word that asks for something else where it stands, and may be told of elsewhere"""
_SIGNS = {"region": "□", "own": "■", "organ": "■"}
"""stand in the patterns for every character of a place's name, and of an organ's"""
_IN_TURN = (("region",), ("own", "organ"))
"""what is in both is an organ's"""
REMEMBERED = 4096
"""masked questions kept in memory with what stands in them: what is asked of one body is asked of many"""


@functools.cache
def _patterns() -> Patterns:
    return Patterns(every("refused", "patterns"))


def masked(text: str, found: Sequence[Mention]) -> str:
    """The question with a placeholder for each character of a body's name."""
    return _masked(text, tuple([(one.kind, one.start, one.end) for one in found if one.kind in _SIGNS]))


def stand(patterns: Patterns, text: str, found: Sequence[Mention]) -> Sequence[tuple[int, re.Match[str]]]:
    """All matches of the patterns in the masked question, with the number of each pattern."""
    return () if patterns.sleep(text) else _standing(patterns, masked(text, found))


@functools.lru_cache(maxsize=REMEMBERED)
def _standing(patterns: Patterns, text: str) -> tuple[tuple[int, re.Match[str]], ...]:
    """Where patterns stand in a masked question, which is the same whatever body it is about."""
    return tuple(patterns.found(text))


@functools.lru_cache(maxsize=4)  # one question is looked at several times
def _masked(text: str, names: tuple[tuple[str, int, int], ...]) -> str:
    signs = list(text)
    for kinds in _IN_TURN:
        for kind, start, end in names:
            if end - start > 1 and kind in kinds:
                signs[start:end] = _SIGNS[kind] * (end - start)
    return "".join(signs)


def refused(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with what the patterns match as a phrase that never gives a figure."""
    spans = {match.span("word") for _, match in stand(_patterns(), text, found)}
    if not spans:
        return list(found)
    return beside(found, spans) + [
        meaning(text, span, (frozenset({f"not:{text[slice(*span)]}", OTHERWISE}),)) for span in sorted(spans)
    ]


def in_longer_word(match: re.Match[str], over: Mapping[int, Sequence[Mention]], said: Sequence[frozenset[str]]) -> bool:
    """Whether the group `word` ends a word that begins before all the pattern looks at, and says something else."""
    end = match.end("word")
    return any(end <= one.end and _says_else(one, said) for one in over.get(match.start(), ()))


def reaching(found: Sequence[Mention]) -> Mapping[int, Sequence[Mention]]:
    """The phrases that reach over each place, not from there on."""
    over: dict[int, list[Mention]] = {}
    for one in found:
        if one.kind == "phrase":
            for at in range(one.start + 1, one.end):
                over.setdefault(at, []).append(one)
    return over


def _says_else(one: Mention, said: Sequence[frozenset[str]]) -> bool:
    return frozenset() not in one.alternatives and one.alternatives != said


def refuses(meanings: Sequence[frozenset[str]]) -> bool:
    """A meaning that no figure is told of."""
    return any(token.startswith("not:") for way in meanings for token in way)


def asks_otherwise(one: Mention) -> bool:
    """A word that asks for something else where it stands."""
    return any(OTHERWISE in way for way in one.alternatives)
