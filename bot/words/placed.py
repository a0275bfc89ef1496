"""Words whose meaning depends on their position: “from 2020 on”, “made” as an item of a list.

They are found by the patterns of bot/languages/*/placed.toml. What a pattern's group `word` matches gets the meaning
given there, and words within it lose theirs. A longer word it stands in, which begins before all that the pattern looks
at, keeps its own: 其他结果 is no 结果.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import CODES, language
from bot.models import Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns
from bot.words.refusing import in_longer_word, reaching, refuses, stand
from bot.words.summed import with_sum

NUMBER = "number"
"""the group of a pattern whose digits stand in its meaning"""


def _filled(said: tuple[frozenset[str], ...], match: re.Match[str]) -> tuple[frozenset[str], ...]:
    """The meaning, with the number that was said in it."""
    number = match.groupdict().get(NUMBER)
    if number is None:
        return said
    return tuple(frozenset(token.format(number=number) for token in way) for way in said)


@functools.cache
def _patterns() -> tuple[Patterns, tuple[tuple[frozenset[str], ...], ...]]:
    """The patterns, and what a word in each means."""
    lines = [one for code in CODES for one in language(code).placed.items()]
    meanings = (tuple(frozenset(one.split()) for one in meaning.split("|")) for _, meaning in lines)
    return Patterns(pattern for pattern, _ in lines), tuple(meanings)


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with such words given their meaning. Of overlapping matches the first pattern's counts."""
    patterns, meanings = _patterns()
    taken: dict[tuple[int, int], tuple[frozenset[str], ...]] = {}
    standing = stand(patterns, text, found)
    over = reaching(found) if standing else {}
    for at, match in standing:
        start, end = match.span("word")
        if start == end or any(first < end and start < last for first, last in taken):
            continue
        if not refuses(meanings[at]) and in_longer_word(match, over, meanings[at]):
            continue
        taken[start, end] = _filled(meanings[at], match) if match.re.groups > 1 else meanings[at]
    if not taken:
        return list(found)
    placed = ((span, with_sum(text[slice(*span)], said)) for span, said in sorted(taken.items()))
    return beside(found, taken) + [meaning(text, span, said) for span, said in placed]
