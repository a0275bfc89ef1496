"""Words that ask for something else where they stand, though each is known: 收到多少件咨询, 公安局提出的申请.

Patterns of bot/languages/*/refused.toml find them; what a pattern's group `word` holds is then no word that is placed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bot.languages import CODES, language
from bot.models import Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns

_SIGNS = {"region": "□", "own": "■", "organ": "■"}
"""stand in the patterns for every character of a place's name, and of an organ's"""


@functools.cache
def _patterns() -> Patterns:
    return Patterns(one for code in CODES for one in language(code).refused.get("patterns", ()))


def masked(text: str, found: Sequence[Mention]) -> str:
    """The question with a sign in place of each character that names a body."""
    return _masked(text, tuple([(one.kind, one.start, one.end) for one in found if one.kind in _SIGNS]))


def stand(patterns: Patterns, text: str, found: Sequence[Mention]) -> Iterator[tuple[int, re.Match[str]]]:
    """Wherever patterns stand in the question so masked, and which."""
    return iter(()) if patterns.sleep(text) else patterns.found(masked(text, found))


@functools.lru_cache(maxsize=4)  # one question is looked at several times
def _masked(text: str, names: tuple[tuple[str, int, int], ...]) -> str:
    signs = list(text)
    for sign, start, end in sorted(((_SIGNS[kind], start, end) for kind, start, end in names), reverse=True):
        if end - start > 1:  # □, then ■: what is in both is an organ's
            signs[start:end] = sign * (end - start)
    return "".join(signs)


def refused(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with what a pattern finds taken for a word that never gives a figure."""
    spans = {match.span("word") for _, match in stand(_patterns(), text, found)}
    if not spans:
        return list(found)
    return beside(found, spans) + [
        meaning(text, span, (frozenset({f"not:{text[slice(*span)]}"}),)) for span in sorted(spans)
    ]
