"""Corrections while speaking: 三台县，不对，白鹭县2020年收到几件; 2019年，哦不是，2020年.

What follows the correction replaces what was said before of the same kind: the year, the name, or else what is asked.
What is replaced, and the correcting word, are ignored. So is what is denied:
不是2020年，是2021年; 我说的是2021年，不是2020年.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import every
from bot.models import NAMES, Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns

_YEARS = frozenset({"year"})
_YEAR_WORDS = ("year:", "back:")
_BREAKS = re.compile(r"[,;。!?]")


def corrected(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions without those that are taken back."""
    kept = list(found)
    for _, match in _words().found(text):
        span = _taken_back(text, match, kept)
        if span is None:
            continue
        kept = [*beside(kept, [span]), meaning(text, span), meaning(text, match.span())]
    return _without_denied(text, kept)


def _without_denied(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Not 2020 but 2021: the same without what is denied, where what follows is of the same kind."""
    for _, match in _denials("denials").found(text):
        start, end = match.span("wrong")
        right = _first(found, match.end(), text)
        wrong = _first([one for one in found if one.end <= end], start, text)
        if right is not None and wrong is not None and _kind(right) == _kind(wrong) != "":
            return [*beside(found, [match.span()]), meaning(text, match.span())]
    for _, match in _denials("denied_behind").found(text):
        right = _last([one for one in found if one.end <= match.end("right")])
        wrong = _first(found, match.start("wrong"), text)
        kind = _kind(right) if right is not None and wrong is not None and _kind(right) == _kind(wrong) else ""
        # 收到的，不是自然人的 leaves something out, unless it says what was meant
        if kind in {"name", "year"} or (kind and match["lead"]):
            spans = [(match.start(), match.start("right")), match.span("denied")]
            return [*beside(found, spans), *(meaning(text, one) for one in spans if one[0] < one[1])]
    return [*found]


def _last(found: Sequence[Mention]) -> Mention | None:
    """The longest of the last things that say something."""
    saying = [one for one in found if one.kind != "phrase" or _says(one) or _is_year(one)]
    return max(saying, key=lambda one: (one.end, one.end - one.start, one.kind != "number"), default=None)


def _kind(one: Mention) -> str:
    if _is_name(one):
        return "name"
    if _is_year(one):
        return "year"
    return "thing" if one.kind == "phrase" and _says(one) else ""


@functools.cache
def _denials(table: str) -> Patterns:
    return Patterns(every("frames", table))


@functools.cache
def _words() -> Patterns:
    """In one: of words that overlap only the first counts."""
    return Patterns(["|".join(every("frames", "corrections")) or r"(?!)"])


def _taken_back(text: str, match: re.Match[str], found: Sequence[Mention]) -> tuple[int, int] | None:
    """What is replaced: the last thing before the word of the kind that follows it; None where nothing says."""
    after = _first(found, match.end(), text)
    if after is None:
        return None
    before = [one for one in found if one.end <= match.start()]
    for is_kind in (_is_name, _is_year):
        if is_kind(after):
            return _last_run([one for one in before if is_kind(one)])
    if after.kind == "number" or not _says(after):
        return None
    # what is asked: from behind the last name or year to the correction
    start = max((one.end for one in before if _is_name(one) or _is_year(one)), default=0)
    return (start, match.start()) if text[start : match.start()].strip(" ,()") else None


def _first(found: Sequence[Mention], start: int, text: str) -> Mention | None:
    """The longest thing that says something right behind a place, before the next stop."""
    stop = _BREAKS.search(text, start)
    end = stop.start() if stop else len(text)
    saying = [
        one for one in found if start <= one.start < end and (one.kind != "phrase" or _says(one) or _is_year(one))
    ]
    first = min((one.start for one in saying), default=end)
    return max(
        (one for one in saying if one.start == first), key=lambda one: (one.end, one.kind != "number"), default=None
    )


def _last_run(names: Sequence[Mention]) -> tuple[int, int] | None:
    """The stretch of the last of them, and of those that touch it."""
    if not names:
        return None
    end = max(one.end for one in names)
    start = min(one.start for one in names if one.end == end)
    while touching := [one for one in names if one.start < start <= one.end]:
        start = min(one.start for one in touching)
    return start, end


def _is_name(one: Mention) -> bool:
    return one.kind in NAMES


def _is_year(one: Mention) -> bool:
    return one.kind in _YEARS or (
        one.kind == "phrase" and any(token.startswith(_YEAR_WORDS) for tokens in one.alternatives for token in tokens)
    )


def _says(one: Mention) -> bool:
    return all(
        any(":" not in token and token not in {"ask", "and"} for token in way)
        or any(token.startswith("party:") for token in way)
        for way in one.alternatives
    )
