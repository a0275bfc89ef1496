"""Words that mean something only where they stand: “from 2020 on”, “made” as one thing of a list.

Patterns of bot/languages/*/placed.toml find them; what a pattern's group `word` holds means what the file says, and
none of the words in it by itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import CODES, language
from bot.models import Mention
from bot.refusing import masked


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[frozenset[str], ...]], ...]:
    return tuple(
        (re.compile(pattern), tuple(frozenset(one.split()) for one in meaning.split("|")))
        for code in CODES
        for pattern, meaning in language(code).placed.items()
    )


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with words taken for what they mean where they stand; the first pattern that finds one counts."""
    hidden = masked(text, found)
    taken: dict[tuple[int, int], tuple[frozenset[str], ...]] = {}
    for pattern, alternatives in _patterns():
        for match in pattern.finditer(hidden):
            start, end = match.span("word")
            if start < end and not any(first < end and start < last for first, last in taken):
                taken[start, end] = alternatives
    if not taken:
        return list(found)
    kept = [one for one in found if not any(one.start < last and first < one.end for first, last in taken)]
    return kept + [
        Mention(start=start, end=end, text=text[start:end], kind="phrase", alternatives=alternatives)
        for (start, end), alternatives in sorted(taken.items())
    ]
