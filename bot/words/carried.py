"""Years that only say where requests were carried to or from: 2020年没办完转到21年, 2020年的申请有几件是2019年留下来的.

A year after a verb of carrying over is the year after the one asked about; a year before a word for what was carried
over is the one before it. The question is about neither of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.languages import CODES, language
from bot.models import Mention
from bot.words.patterns import Patterns, longest

_OUT = (frozenset({"carried_out", "back:-1", "check:between"}), frozenset({"carried_out"}))
_STOPS = re.compile("[,;。?!]")
_WORD = "word"
"""group of a pattern ahead: what of it goes with the year, where not all does (carried forward from 2021 into 2022)"""
_IN = (frozenset({"carried_in", "back:1", "check:between"}), frozenset({"carried_in"}))
"""what such a year says of a check between two years, and of a figure"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Way:
    """One way of passing on: what stands before the year and what behind it."""

    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    alone: re.Pattern[str]
    """what stands before it where no other year is named"""
    unless: re.Pattern[str] | None
    """what ahead of all this says that nothing is passed on: how did requests move from 2022 to 2024"""
    means: tuple[frozenset[str], ...]
    asked: int
    """years from the one named to the one asked about"""
    reach: int | None
    """characters of what stands before it, at the most"""

    def stands_ahead(self, text: str, end: int) -> re.Match[str] | None:
        """What stands before a year, up to where the year begins."""
        return self.ahead.search(text, max(end - self.reach, 0) if self.reach is not None else 0, end)


@functools.cache
def _ways() -> tuple[tuple[Patterns, Patterns], tuple[_Way, ...]]:
    """The ways, and what tells which of them may stand in a text: by what is ahead of the year, and what behind it."""
    ways = tuple(
        _Way(
            ahead=re.compile(f"(?:{words['ahead']})$"),
            behind=re.compile(words["behind"]),
            alone=re.compile(f"(?:{words['alone']})$"),
            unless=re.compile(f"(?:{words['unless']})$") if "unless" in words else None,
            means=means,
            asked=asked,
            reach=longest(words["ahead"]),
        )
        for code in CODES
        for key, means, asked in (("into", _OUT, -1), ("from", _IN, 1), ("over_from", _IN, 1))
        if (words := language(code).carried.get(key))
    )
    return (Patterns(way.ahead.pattern for way in ways), Patterns(way.behind.pattern for way in ways)), ways


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with such years taken as part of the phrase."""
    (ahead_of, behind_of), ways = _ways()
    possible = {*ahead_of.possible(text)} & {*behind_of.possible(text)}
    years = [one for one in found if one.kind == "year"] if possible else []
    made = list(found)
    for year in years:
        for way in (ways[at] for at in sorted(possible)):
            stands = _stands(text, year, way)
            if stands is not None:
                made = _settled(text, made, years, year, way, stands)
    return made


def _stands(text: str, year: Mention, way: _Way) -> tuple[int, int] | None:
    """From where to where a year stands with the words of a way; None where it does not."""
    # what stands behind is looked for at one place only: so first
    behind = way.behind.match(text, year.end)
    ahead = way.stands_ahead(text, year.start) if behind is not None else None
    if ahead is None or behind is None or (way.unless is not None and way.unless.search(text[: ahead.start()])):
        return None
    return ahead.start(_WORD if ahead.groupdict().get(_WORD) else 0), behind.end()


def _settled(
    text: str, made: list[Mention], years: Sequence[Mention], year: Mention, way: _Way, stands: tuple[int, int]
) -> list[Mention]:
    """The mentions made so far, with a year that `stands` with the words of a way."""
    start, end = stands
    asked: int = year.value + way.asked  # type: ignore[operator]
    ahead_of_it = [one.end for one in years if one.value == asked and one.end <= start]
    here = any(not _STOPS.search(text, end, start) for end in ahead_of_it)
    again = any(one.value == year.value and not one.start < year.end > year.start < one.end for one in years)
    if again and not here:
        # 2022: carried over into 2022. What came into a year, and what went out of it, is its own report's
        return [*made, _phrase(text, start, end, _IN[1:] if way.means is _OUT else _OUT[1:])]
    if any(one.value == asked for one in years):
        return [*made, _phrase(text, start, end, way.means)]
    if not way.alone.search(text, 0, year.start):
        return made
    if len({one.value for one in years}) > 1:
        # passed on over two years, or back: no report tells that
        return [*made, _phrase(text, start, end, (frozenset({f"not:{text[start:end]}"}),))]
    # took over from 2021: the words say it that stand before the year, where none does behind it
    said = (start, year.start) if way.means is _OUT or end == year.end else (year.end, end)
    made = [replace(one, value=asked) if one is year else one for one in made]
    return [*made, _phrase(text, *said, way.means)]


def _phrase(text: str, start: int, end: int, means: tuple[frozenset[str], ...]) -> Mention:
    return Mention(start=start, end=end, text=text[start:end], kind="phrase", alternatives=means)
