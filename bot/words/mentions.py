"""From text to mentions: everything that is known in a question, all ways to cut it, and what is left over."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

import ahocorasick_rs

from bot.languages import CODES, every, language
from bot.lasting import lasting
from bot.models import Cover, Mention, make_cover, make_mention
from bot.words.patterns import Patterns
from bot.words.summed import with_sum
from index import numbers

_LEFT = 1 << 20
"""weighs more than all pieces of a question"""
_BOUNDS = frozenset("<>=\u2264\u2265\u00f7\u2212%")
"""signs that say something: >1000万元, 予以公开÷办结, 2021 − 2020"""
_PASSED: list[Mention | None] = [None]
"""the only way at a character where no mention starts"""
ENDING, LATIN_ENDING = 3, 6
"""characters of the endings of phrases: longer ones are too many, shorter ones stand everywhere"""
PLACED = 8192
"""mentions kept in memory with where they stood: the same words stand at the same places of many questions"""
MAX_COVERS, MAX_PIECES = 12, 300
"""ways of cutting that are looked at, and mentions in all of them: equally good ones past that are near copies"""

_BARE_YEAR = re.compile(r"(?<![0-9])(?<![0-9]\.)(?:19|20)[0-9]{2}(?!\.?[0-9])")
_APOSTROPHE_YEAR = re.compile(r"(?<![0-9])['\u2018\u2019](?P<year>[0-9]{2})(?![0-9.,%'\u2019])")
"""'20"""
_APOSTROPHE = re.compile("['\u2018\u2019]")
_SHORT_YEAR = re.compile(r"(?<![0-9.])[0-9]{2}(?![0-9.])")
_LATIN = re.compile("[a-z]")
_NUMERALS = "".join(numbers.NUMERALS)


class Phrases:
    """Finds the phrases of all languages, including overlapping ones.

    An automaton of all phrases takes half a second to build. One of their last characters is built at once and shows
    where a phrase may end and how long it may be.
    """

    def __init__(self, phrases: Iterable[tuple[str, tuple[frozenset[str], ...]]]) -> None:
        self.meanings: dict[str, tuple[frozenset[str], ...]] = {}
        for phrase, alternatives in phrases:
            known = self.meanings.setdefault(phrase, alternatives)
            if known != alternatives:
                self.meanings[phrase] = known + tuple(one for one in alternatives if one not in known)
        sizes: dict[str, set[int]] = defaultdict(set)
        for phrase in self.meanings:
            sizes[phrase[-LATIN_ENDING:] if "a" <= phrase[-1] <= "z" else phrase[-ENDING:]].add(len(phrase))
        self._sizes = [sorted(each, reverse=True) for each in sizes.values()]
        """how long phrases are that end so"""
        self._endings = ahocorasick_rs.AhoCorasick(list(sizes))
        self._standing = functools.lru_cache(PLACED)(self._stand)

    def _stand(self, phrase: str, start: int) -> Mention:
        return make_mention(
            start=start, end=start + len(phrase), text=phrase, kind="phrase", alternatives=self.meanings[phrase]
        )

    @functools.cached_property
    def _in_a_row(self) -> str:
        """All that are not in Latin letters."""
        return "\n".join(["", *(phrase for phrase in self.meanings if not phrase.isascii()), ""])

    def pairs_with(self, sign: str) -> set[str]:
        """Two characters one behind another in a phrase, one of them this, which is no Latin letter."""
        row, found = self._in_a_row, set[str]()
        at = row.find(sign)
        while at >= 0:
            found |= {row[at - 1 : at + 1], row[at : at + 2]}
            at = row.find(sign, at + 1)
        return found

    def having(self, piece: str, most: int) -> set[str]:
        """The phrases in which characters stand one behind another; none if there are more than `most`."""
        row, found = self._in_a_row, set[str]()
        at = row.find(piece)
        while at >= 0 and len(found) <= most:
            end = row.find("\n", at)
            found.add(row[row.rfind("\n", 0, at) + 1 : end])
            at = row.find(piece, end)
        return found if len(found) <= most else set()

    def find(self, text: str) -> list[Mention]:
        """All phrases in a normalised text; Latin ones only as whole words."""
        found, meanings, sizes = [], self.meanings, self._sizes
        latin = has_latin(text)
        for ending, _, end in self._endings.find_matches_as_indexes(text, overlapping=True):
            for size in sizes[ending]:
                start = end - size
                known = start >= 0 and (phrase := text[start:end]) in meanings
                if known and (not latin or whole_words(text, start, end)):
                    found.append(self._standing(phrase, start))
        return found


def is_latin(sign: str) -> bool:
    return "a" <= sign <= "z"


def has_latin(text: str) -> bool:
    return _LATIN.search(text) is not None


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends at word boundaries. Chinese characters always form one."""
    if "a" <= text[start] <= "z" and start and "a" <= text[start - 1] <= "z":
        return False
    return not ("a" <= text[end - 1] <= "z" and end < len(text) and "a" <= text[end] <= "z")


@functools.cache
@lasting()
def phrases() -> Phrases:
    """The phrases of all languages."""
    items = (item for code in CODES for item in language(code).phrases.items())
    return Phrases((text, with_sum(text, ways)) for text, ways in items)


def years(text: str) -> list[Mention]:
    """Years in digits or Chinese numerals: 2020年, 二〇二〇年度, 2020, 20年."""
    counts = {match.span("number") for _, match in _no_years().found(text)} if _BARE_YEAR.search(text) else set()
    found = {(year.start, year.end): year.value for year in numbers.years(text)}
    for match in _BARE_YEAR.finditer(text):
        found.setdefault(match.span(), int(match.group()))
    for match in _SHORT_YEAR.finditer(text):
        sign = language("zh").short_year["sign"]
        if not text.startswith(sign, match.end()) or lengths_follow().match(text, match.end() + 1):
            continue
        if text.endswith(tuple(language("zh").short_year["lengths"]), 0, match.start()):
            continue
        found.setdefault((match.start(), match.end() + 1), 2000 + int(match.group()))
    for match in _spoken_years().finditer(text):
        found.setdefault(match.span(), language("zh").short_year["spoken"][match["year"]])
    for match in _APOSTROPHE_YEAR.finditer(text) if _APOSTROPHE.search(text) else ():
        found.setdefault(match.span(), 2000 + int(match.group("year")))
    return [
        make_mention(start=start, end=end, text=text[start:end], kind="year", value=value)
        for (start, end), value in found.items()
        if (start, end) not in counts
    ]


@functools.cache
def _no_years() -> Patterns:
    """What shows a figure of four digits to be counted, and no year: 超过2000件."""
    return Patterns(every("operands", "no_years"))


@functools.cache
def lengths_follow() -> re.Pattern[str]:
    """A pattern for what makes 20年 a length of time if it follows."""
    return re.compile(language("zh").short_year["span"])


@functools.cache
def _spoken_years() -> re.Pattern[str]:
    """二一年: two numerals with no other beside them, and no length of time."""
    short = language("zh").short_year
    words = "|".join(short["spoken"])
    return re.compile(rf"(?<![{_NUMERALS}0-9])(?P<year>{words}){short['sign']}(?!{short['span']})")


def beside(found: Iterable[Mention], spans: Iterable[tuple[int, int]]) -> list[Mention]:
    """The mentions that overlap none of the stretches."""
    taken = sorted(spans)
    if not taken:
        return list(found)
    starts, reached = [start for start, _ in taken], [0, *accumulate((end for _, end in taken), max)]
    return [one for one in found if reached[bisect_left(starts, one.end)] <= one.start]


def meaning(text: str, span: tuple[int, int], alternatives: tuple[frozenset[str], ...] = (frozenset(),)) -> Mention:
    """A stretch of text as a phrase with these alternatives; by default a phrase without meaning."""
    start, end = span
    return Mention(start=start, end=end, text=text[start:end], kind="phrase", alternatives=alternatives)


class _Weights(dict[str, int]):
    """Character → what it weighs if it is left over, in halves of a character."""

    def __missing__(self, sign: str) -> int:
        weight = 2 * _LEFT if sign.isalnum() or sign in _BOUNDS else 0
        if len(self) < PLACED:
            self[sign] = weight
        return weight


_WEIGHTS = _Weights()


def covers(text: str, mentions: Sequence[Mention]) -> list[Cover]:
    """The ways to cut the text that leave the least over and, among those, have the fewest and longest pieces."""
    size = len(text)
    starting: dict[int, list[Mention]] = {}
    for mention in mentions:
        starting.setdefault(mention.start, []).append(mention)
    # What is left over, in halves of a character, and below it the pieces.
    best = [*map(_WEIGHTS.__getitem__, text), 0]
    ways: list[list[Mention | None]] = [_PASSED] * (size + 1)
    choice = 0
    for at in range(size - 1, -1, -1):
        choice += best[at]
        if at in starting:
            taken: list[Mention | None] = [None]
            for mention in starting[at]:
                cost = best[mention.end] + 1
                if mention.kind == "number":
                    # a figure that is no year is content: better than left over, worse than any word it stands in
                    cost += sum(map(is_content, mention.text.partition(" ")[0])) * _LEFT
                if cost < choice:
                    choice, taken = cost, [mention]
                elif cost == choice:
                    taken.append(mention)
            ways[at] = taken
        best[at] = choice
    return _follow(text, ways)


def is_content(sign: str) -> int:
    """1 for a character that carries meaning, 0 for blanks and punctuation."""
    return int(sign.isalnum())


def _follow(text: str, ways: Sequence[Sequence[Mention | None]]) -> list[Cover]:
    """Walk the best ways from the start."""
    size = len(text)
    done: list[Cover] = []
    open_ways: list[tuple[int, list[Mention], list[int]]] = [(0, [], [])]
    pieces = 0
    while open_ways and len(done) < MAX_COVERS and pieces < MAX_PIECES:
        at, mentions, left = open_ways.pop()
        while at < size:
            choices = ways[at]
            for other in choices[1:]:
                if other is not None and len(open_ways) < MAX_COVERS:
                    open_ways.append((other.end, [*mentions, other], left.copy()))
            first = choices[0]
            if first is None:
                if is_content(text[at]):
                    left.append(at)
                at += 1
            else:
                mentions.append(first)
                at = first.end
        pieces += len(mentions)
        done.append(make_cover(mentions=tuple(mentions), left=_stretches(tuple(left))))
    return done


@functools.lru_cache(maxsize=4)  # of most cuts of a question the same is left
def _stretches(places: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Single offsets → runs from..to."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return tuple(runs)
