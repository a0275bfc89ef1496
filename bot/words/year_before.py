"""Claims about a change with the year it is relative to: 27 fewer than in 2022, down from 2022.

If the following year is named too, the year means no more than “the year before”: its own figure is not asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.languages import language
from bot.models import Mention
from bot.normalise import normalise
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns


@functools.cache
def _patterns() -> Patterns:
    return Patterns(language("en").operands["year_before"]["patterns"])


@functools.cache
def _ways() -> dict[str, str]:
    words = language("en").operands["year_before"]
    return {word: way for way in ("rise", "fall") for word in words[way]}


def relative(text: str, year: int) -> str:
    """A clause about one year with the year before it replaced by words: 27 fewer than in 2022."""
    before, normal = str(year - 1), normalise(text)
    spans = [
        match.span("year") for _, match in _patterns().found(normal.text) if match.groupdict().get("year") == before
    ]
    for first, last in sorted(set(spans), reverse=True):
        start, end = normal.origin[first], normal.origin[last - 1] + 1
        text = f"{text[:start]}{language('en').operands['year_before']['said']}{text[end:]}"
    return text


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the words for a change and the year it is relative to taken in that sense."""
    matches = [*_patterns().found(text)]
    years = {one.value for one in found if one.kind == "year"} if matches else set()
    taken: dict[tuple[int, int], frozenset[str]] = {}
    for _, match in matches:
        year = match.groupdict().get("year") or ""
        if year.isdecimal() and int(year) + 1 not in years:
            if years == {int(year)}:
                # down by 28 from 2021: since when is told, and not till when
                taken[match.span("since")] = frozenset({f"not:{match['since'].strip()}"})
            continue
        tokens = frozenset({f"op:{_ways()[match['way']]}", "op:previous"})
        since = match.span("since") if match.groupdict().get("since") else None
        if since is not None:
            taken[since] = frozenset({"op:previous"})
        taken.setdefault(match.span("way"), tokens)
    if not taken:
        return list(found)
    return beside(found, taken) + [meaning(text, span, (tokens,)) for span, tokens in sorted(taken.items())]
