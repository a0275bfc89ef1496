"""What people say around a question: who is asking, what for, and thanks.

老王问: at the beginning, 在线等 at the end. They are ignored only there: patterns of bot/languages/*/frames.toml match
at the beginning of a text or after another such phrase, at its end, or before the colon of a list.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.languages import every, every_word
from bot.models import NAMES, Mention
from bot.words.mentions import meaning
from bot.words.patterns import Patterns
from bot.words.tokens import words_of

_STOPS = r"[\s,.。;、!?~…:\"“”'|—-]"
_AFTER, _BEHIND = f"(?P<stop>{_STOPS}*)", f"(?P<stop>{_STOPS}+)"
_STOP = re.compile(f"{_STOPS}|[()]")
_PARTED = re.compile(f"{_STOPS}(?!{_STOPS}|$)")
_BEFORE, _OVER = f"(?<={_STOP.pattern})", f"(?:[)]|{_STOPS})*$"
_LATE, _ENDS = re.compile(r"(?<![0-9])[\s(:]"), re.compile(_OVER)
_WHO, _PLACE, _TOPIC = "who", "place", "topic"
"""groups of a pattern: anybody, and no word that says something; anything but a year, a figure, what reports measure,
and a name unless another is named elsewhere; the same, and no applicants"""
_TOLD = NAMES | {"year"}


def framed(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with stretches that are ignored, and with measure words that ask by themselves."""
    units = _late_units(text, found)
    kept = list(found)
    if units:
        places = {(one.start, one.end) for one in units}
        kept = [one for one in found if one.kind != "phrase" or (one.start, one.end) not in places] + units
    passed = {*_openings(text, found), *_closings(text, found), *_heads(text, found)}
    return kept + [meaning(text, (start, end)) for start, end in passed if start < end]


def _late_units(text: str, found: Sequence[Mention]) -> list[Mention]:
    """新收 件, 收费额(元): a measure word by itself at the end asks for a figure in it."""
    late = {match.end() for match in _LATE.finditer(text)}
    made = []
    for one in found if late else ():
        if one.kind != "phrase" or one.start not in late or not _ENDS.match(text, one.end):
            continue
        tokens = frozenset().union(*one.alternatives)
        if tokens and all(token.startswith(("unit:", "in:")) for token in tokens):
            made.append(replace(one, alternatives=(tokens | {"ask"},)))
    return made


@functools.cache
def _patterns(kind: str, before: str, behind: str) -> Patterns:
    return Patterns(every("frames", kind), before, behind)


def _openings(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """From the start on, one behind another; who tells it only in front of a name, a year or a stop."""
    at = len(text) - len(text.lstrip())
    while at < len(text):
        tried = _patterns("openings", "", _AFTER).at(text, at)
        if _PARTED.search(text, at):
            tried += _patterns("leads", "", _BEHIND).at(text, at)
        told = _patterns("tellers", "", _AFTER).at(text, at)
        if told:
            starts = {one.start for one in found if one.kind in _TOLD}
            tried += [match for match in told if match["stop"] or match.end() in starts]
            # 请提供下陆区的: what a name begins with is none of it
            shorter = [
                match.re.match(text, at, start) for match in told for start in starts if at < start < match.end()
            ]
            tried += [match for match in shorter if match and match.end() in starts]
        ends = [match for match in tried if at < match.end() < len(text) and not _says(match, found)]
        if not ends:
            return
        last = max(ends, key=lambda match: match.end())
        yield at, last.start("stop")
        at = last.end()


def _closings(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """At the end, one before another: those that need a stop before them, and those that end any sentence."""
    patterns = [_patterns("farewells", "", _OVER)]
    if _STOP.search(text, 0, len(text) - 1):
        patterns = [_patterns("closings", _BEFORE, _OVER), _patterns("leads", _BEFORE, _OVER), *patterns]
    end = len(text)
    while end:
        tried = [match for one in patterns for match in one.until(text, end)]
        starts = [match.start() for match in tried if 0 < match.start() < end and not _says(match, found)]
        if not starts:
            return
        yield min(starts), end
        end = min(starts)


def _heads(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """In front of a colon: 三个数据:."""
    if ":" in text:
        for _, match in _patterns("heads", "", "(?=[ ]?:)").found(text):
            if not _says(match, found):
                yield match.span()


def _says(match: re.Match[str], found: Sequence[Mention]) -> bool:
    """A name, a year, a figure or a word of reports stands where anybody might."""
    groups = [(name, match.span(name)) for name in match.re.groupindex if name in {_WHO, _PLACE, _TOPIC}]
    return any(
        max(start, one.start) < min(end, one.end) and _is_said(one, name, match, found)
        for name, (start, end) in groups
        for one in found
    )


@functools.cache
def _field() -> frozenset[str]:
    """What the whole matter is called: my thesis on disclosure narrows nothing."""
    return every_word("frames", "field")


def _is_said(one: Mention, group: str, match: re.Match[str], found: Sequence[Mention]) -> bool:
    if one.kind in NAMES and group != _WHO:
        return not any(other.kind in NAMES and not match.start() <= other.start < match.end() for other in found)
    if one.kind == "phrase" and group != _WHO:
        return one.text not in _field() and len(one.text) > 1 and all(_measures(way, group) for way in one.alternatives)
    return one.kind != "phrase" or (len(one.text) > 1 and all(one.alternatives))


def _measures(way: frozenset[str], group: str) -> bool:
    """What reports tell figures of, and who applies: somebody may work at a university."""
    words = words_of(way)
    party = words.kinds.get("party") if group == _TOPIC else None
    return bool(words.features or party or words.kinds.get("not"))
