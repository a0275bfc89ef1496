"""Misspelt Chinese: homophones, listed typos, and near spellings of places; never a word that means something else.

A word is corrected only if it could not be understood at all, and the answer says so.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import ahocorasick_rs
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from bot.languages import CODES, language
from bot.lasting import lasting
from bot.models import Mention
from bot.places.bodies import Places
from bot.places.body_names import DATA, ZONE
from bot.spelling import real_words
from bot.spelling.latin_words import SHORTEST_LATIN
from bot.spelling.slips import half_spelt, left_out, looks_like, may_be_mistyped, typed_twice
from bot.spelling.sounding import LONGEST, Sounds
from bot.words.mentions import is_latin, phrases
from bot.words.sounds import sound, syllables
from index import region_names, regions

MOST = 32
"""stretches left over that are looked at: a text with more is no misspelt question"""
KEPT = 1024
"""stretches of questions kept in memory with what they sound like and are near to: other questions have them too"""
_ASKING = frozenset({"ask", "and", "why"})
_TOWNS = tuple(DATA["towns"])
_SUFFIXES = frozenset(DATA["level_words"])


def _is_feature(phrase: str) -> bool:
    """Only words that say what is asked are mended to, never units, question words or filler."""
    return any(
        ":" not in word or word.startswith("party:") for one in phrases().meanings[phrase] for word in one - _ASKING
    )


@functools.cache
@lasting()
def phrase_sounds() -> Sounds:
    """Chinese phrases of two characters or more."""
    return Sounds(
        phrase
        for phrase in phrases().meanings
        if 2 <= len(phrase) <= LONGEST and phrase[0] > "⺀" and _is_feature(phrase)
    )


class Near:
    """Words of at least three characters, for finding those one edit away; shorter words have too many neighbours.

    One edit affects one half of a word: the other half is unchanged, at its start or at its end.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if 3 <= len(word) <= LONGEST]
        self._halves: dict[tuple[int, str], list[int]] = {}
        for number, word in enumerate(self._words):
            middle = len(word) // 2
            self._halves.setdefault((len(word), word[:middle]), []).append(number)
            self._halves.setdefault((-len(word), word[middle:]), []).append(number)
        self.of = functools.lru_cache(KEPT)(self._at_one_edit)

    def _at_one_edit(self, word: str) -> list[str]:
        """The first four words at most one edit away, of those with the same length."""
        near = self._sharing_a_half(word, len(word))
        if not near:
            return []
        near |= self._sharing_a_half(word, len(word) - 1) | self._sharing_a_half(word, len(word) + 1)
        some = [self._words[number] for number in sorted(near)]
        found = process.extract(word, some, scorer=Levenshtein.distance, score_cutoff=1, limit=4)
        return [name for name, _, _ in found if len(name) == len(word)]

    def _sharing_a_half(self, word: str, size: int) -> set[int]:
        """Numbers of the words of a size that begin or end as this one."""
        middle = size // 2
        return {*self._halves.get((size, word[:middle]), ()), *self._halves.get((-size, word[middle - size :]), ())}


@functools.cache
def _typos() -> Mapping[str, str]:
    """Listed misspellings, of words and of names."""
    first = [*(language(code).typos for code in CODES), DATA["misspelt"]]
    return {typed: right for typos in reversed(first) for typed, right in typos.items()}


@functools.cache
def _typo_finder() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(list(_typos()))


def _typos_in(text: str) -> dict[str, str]:
    """The listed misspellings that stand in a text: in most there is none."""
    standing = {at for at, _, _ in _typo_finder().find_matches_as_indexes(text, overlapping=True)}
    every = list(_typos().items()) if standing else []
    return dict(every[at] for at in sorted(standing))


def _rightly(word: str, typos: Mapping[str, str]) -> str:
    """What a listed misspelling is meant for, also where it is part of a longer word: 结传下年."""
    whole = typos.get(word)
    if whole:
        return whole
    known = phrases().meanings
    mended = (word.replace(typed, right) for typed, right in typos.items() if typed in word)
    return next((one for one in mended if one in known), "")


def _negations() -> list[str]:
    negations: list[str] = language("zh").statements["negations"]
    return negations


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Chinese words of two characters or more that hold a stretch, and what they may be."""
    begin, stop = start, start
    while begin > max(0, start - LONGEST + 1) and text[begin - 1] > "⺀":
        begin -= 1
    while stop < min(len(text), start + LONGEST) and text[stop] > "⺀":
        stop += 1
    return [
        (first, last)
        for first in range(begin, start + 1)
        for last in range(max(end, first + 2), min(stop, first + LONGEST) + 1)
    ]


def _crosses_words(text: str, first: int, last: int) -> bool:
    """A word stands across one of its borders."""
    known = real_words.words()
    return (first > 0 and text[first - 1 : first + 1] in known) or text[last - 1 : last + 1] in known


def _only_sums(phrase: str) -> bool:
    """Without it the question asks for the same."""
    return all(word == "total" or word.startswith("op:") for one in phrases().meanings[phrase] for word in one)


def _is_one_sign(typed: str, right: str) -> bool:
    """复议减 is no 复议件: beside words that stand there, one character is too little to tell another by."""
    return (typed[:-1] == right[:-1] and _all_known(right[:-1])) or (typed[1:] == right[1:] and _all_known(right[1:]))


def _all_known(text: str) -> bool:
    """Nothing but words, one behind the other: 的申请."""
    known = phrases().meanings
    return text in known or any(text[:cut] in known and _all_known(text[cut:]) for cut in range(1, len(text)))


def _is_wider(one: Mention, other: Mention) -> bool:
    """行政处发 is 行政处罚, and no 行政处 with a character left out."""
    return one.start <= other.start and other.end <= one.end and len(one.text) >= len(other.text) and one != other


def _is_name(word: str) -> bool:
    """A name with what kind of region it is, and no word that ends so (小区)."""
    return len(word) > 2 and word[-1] in _SUFFIXES and word not in real_words.words()


class Mender:
    """Corrects spelling, given the names of one index."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._sizes = functools.lru_cache(KEPT)(self._sounding_sizes)

    @functools.cached_property
    def _sounds(self) -> Sounds:
        with lasting():
            return Sounds(name for name in self.places.names() if 2 <= len(name) <= LONGEST)

    @functools.cached_property
    def _near(self) -> Near:
        with lasting():
            return Near(self.places.names())

    def mend(self, text: str, left: Iterable[tuple[int, int]]) -> list[Mention]:
        """Mentions of corrected words that contain a stretch left over."""
        found: list[Mention] = []
        for start, end in itertools.islice(left, MOST):
            if is_latin(text[start]):
                found += self._latin_place(text, start, end) or self._half_spelt(text, start, end)
            else:
                found += self._chinese(text, start, end) or self._half_spelt(text, start, end)
        return found

    def _half_spelt(self, text: str, start: int, end: int) -> list[Mention]:
        """bu予公开: of the longest words with a part in pinyin the only one."""
        found = list(half_spelt(text, start, end, self._of_sound))
        longest = [word for window, word in found if window == found[0][0]]
        return self._as(text, *found[0][0], longest[0]) if len(longest) == 1 else []

    def _of_sound(self, key: str) -> frozenset[str]:
        return phrase_sounds().of(key) | frozenset(name for name in self._sounds.of(key) if self._indexed(name))

    @functools.cached_property
    def _latin_places(self) -> list[str]:
        """Latin spellings of the regions of the index, long enough to be told by all letters but one."""
        found: dict[str, None] = {}
        for key in self.places.by_key:
            region = regions.by_key(key)
            zone = key.removeprefix(ZONE)
            names = (zone, region_names.cut_suffix(zone)[0])
            spelt = regions.latin_spellings(region) if region else ["".join(syllables(name)) for name in names]
            found |= dict.fromkeys(one for one in spelt if len(one) >= SHORTEST_LATIN)
        return list(found)

    def _latin_place(self, text: str, start: int, end: int) -> list[Mention]:
        """Hiazhu: a region of the index by one edit or two letters turned, if it is the only one so near."""
        word = text[start:end]
        if len(word) < SHORTEST_LATIN or word in real_words.words():
            return []
        near = process.extract(word, self._latin_places, scorer=OSA.distance, score_cutoff=1, limit=3)
        if len(near) != 1 or regions.romanised(word):
            return []
        return self._as_place(text, start, end, near[0][0])

    def _as_place(self, text: str, start: int, end: int, right: str) -> list[Mention]:
        """A region spelt right, with the suffix and the organ that follow it: Hiazhu District, Hiazhu office."""
        longer, known = end - start - len(right), self.places.find(text)
        made = []
        for one in self.places.find(text[:start] + right + text[end:]):
            if one.kind == "region" and one.start == start and one.end >= start + len(right):
                made.append(replace(one, end=one.end + longer, mended=(text[start:end], right)))
            elif one.kind == "organ" and one.start >= start + len(right):
                organ = replace(one, start=one.start + longer, end=one.end + longer)
                made += [organ] if organ not in known else []
        return made

    def _chinese(self, text: str, start: int, end: int) -> list[Mention]:
        windows = _windows(text, start, end)
        typos = _typos_in(text[windows[0][0] : windows[-1][1]]) if windows else {}
        for first, last in sorted(windows, key=lambda window: window[0] - window[1]) if typos else ():
            right = _rightly(text[first:last], typos)
            if right:
                return self._as(text, first, last, right)
        if real_words.stands(text, start, end):
            # 安西 is a word, and 安西县 none, though 县政府 may take its last character
            windows = [window for window in windows if _is_name(text[slice(*window)])]
            return [mention for window in self._alike(text, windows) for mention in self._heard(text, *window)]
        slipped = self._slipped(text, windows)
        heard = [found for window in self._alike(text, windows) if (found := self._heard(text, *window))]
        if slipped and not any(_is_wider(found[0], slipped[0]) for found in heard):
            return slipped
        if heard:
            return [mention for found in heard for mention in found]
        return self._near_place(text, windows)

    def _slipped(self, text: str, windows: Sequence[tuple[int, int]]) -> list[Mention]:
        """A character typed twice, for its like, or left out, in the longest word that has it."""
        around = text[windows[0][0] : windows[-1][1]] if windows else ""
        mistyped = may_be_mistyped(around)
        for first, last in sorted(windows, key=lambda window: window[0] - window[1]):
            word = text[first:last]
            right = typed_twice(word, self._is_known) or looks_like(word, self._is_known) if mistyped else ""
            right = right or left_out(text, first, last)
            if right and word not in self.places.names():
                return self._as(text, first, last, right)
        return []

    def _is_known(self, word: str) -> bool:
        return word in phrases().meanings and _is_feature(word)

    def _sounding_sizes(self, begun: str) -> frozenset[int]:
        """How many of some characters, from the first on, sound like a name or a word."""
        return frozenset([*self._sounds.ends(begun, 0), *phrase_sounds().ends(begun, 0)])

    def _alike(self, text: str, windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Windows that may sound like a name or a word."""
        return [(first, last) for first, last in windows if last - first in self._sizes(text[first : first + LONGEST])]

    def _heard(self, text: str, first: int, last: int) -> list[Mention]:
        """A homophone, if it is the only one and what was typed is no name or word itself."""
        word = text[first:last]
        if word in phrases().meanings or word in self.places.names():
            return []
        key = sound(word)
        every = frozenset(name for name in self._sounds.of(key) if not self._is_town(name) or self._placed(text, first))
        indexed = frozenset(name for name in every if self._indexed(name))
        # two characters have too many homophones (完成, 宛城): only places of the index are meant by them
        names = indexed or (every if len(word) > 2 else indexed)
        words = phrase_sounds().of(key)
        if names:
            # 黄铺区 may be 黄埔区 and 黄浦区: where both are indexed, both are taken, and the asker chooses
            return [] if words or len(names) > max(1, len(indexed)) else self._all(text, first, last, names)
        if any(sign in word and not any(sign in one for one in words) for sign in _negations()):
            return []  # 有权不予公开: what is denied is never taken for a word that denies nothing (全部)
        if len({phrases().meanings[one] for one in words}) != 1 or _is_one_sign(word, min(words)):
            return []
        if _crosses_words(text, first, last) and _only_sums(min(words)):
            return []  # 交通工单: no 统共
        return self._as(text, first, last, min(words))

    def _all(self, text: str, first: int, last: int, names: Iterable[str]) -> list[Mention]:
        return [mention for name in sorted(names) for mention in self._as(text, first, last, name)]

    def offers(self, text: str, left: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        """The text with towns of the index that sound like what is left over; these are offered, never assumed."""
        made: dict[str, None] = {}
        for start, end in itertools.islice(left, MOST):
            windows = [] if is_latin(text[start]) else _windows(text, start, end)
            for first, last in self._alike(text, windows):
                near = self._sounds.of(sound(text[first:last]))
                towns = sorted(name for name in near if self._is_town(name) and self._indexed(name))
                made |= dict.fromkeys(text[:first] + name + text[last:] for name in towns)
        return tuple(made)

    def _placed(self, text: str, first: int) -> bool:
        """The region stands right before it: of one county no two towns sound alike, and no other county has it."""
        return any(one.kind == "region" and one.end == first for one in self.places.find(text))

    def _is_town(self, name: str) -> bool:
        """Towns and streets are in no list: what sounds like one (十渡镇, 石渡镇) may be another that is real."""
        keys = [
            key
            for mention in self.places.names()[name]
            if mention.kind == "region"
            for key in mention.value  # type: ignore[attr-defined]
        ]
        return bool(keys) and all(key.startswith(ZONE) and key.endswith(_TOWNS) for key in keys)

    def _near_place(self, text: str, windows: Sequence[tuple[int, int]]) -> list[Mention]:
        """A place's name by one character, if one name only is so near and it is a place of the index."""
        found: dict[str, tuple[int, int]] = {}
        if not windows:
            return []
        start = min(first for first, _ in windows)
        # A place that stands in the word spelled right: 海珠湖 is no misspelt 海珠区.
        spans = [
            (start + first, start + last)
            for first, last in self.places.spans(text[start : max(last for _, last in windows)])
            if last - first > 1
        ]
        whole = {
            first: min((end for begin, end in spans if begin >= first), default=len(text) + 1)
            for first in {first for first, _ in windows}
        }
        for first, last in windows:
            if last - first > 2 and last < whole[first]:
                for name in self._near.of(text[first:last]):
                    found[name] = (first, last)
        if len(found) != 1:
            return []
        ((name, (first, last)),) = found.items()
        return self._as(text, first, last, name) if self._indexed(name) and not self._unlisted(name) else []

    def _unlisted(self, name: str) -> bool:
        """Tell whether a name is only of a zone or town in no list: there the near name may be a real place too."""
        return all(
            key.startswith("zone:")
            for mention in self.places.names()[name]
            if mention.kind == "region"
            for key in mention.value  # type: ignore[attr-defined]
        )

    def _indexed(self, name: str) -> bool:
        return any(
            mention.kind == "own" or any(key in self.places.by_key for key in mention.value)  # type: ignore[attr-defined]
            for mention in self.places.names()[name]
            if mention.kind in {"region", "own"}
        )

    def _as(self, text: str, start: int, end: int, right: str) -> list[Mention]:
        """The mentions of the right word, standing where the wrong one was typed."""
        typed = text[start:end]
        made = []
        if right in phrases().meanings:
            made.append(
                Mention(start=0, end=len(right), text=right, kind="phrase", alternatives=phrases().meanings[right])
            )
        made += self.places.names().get(right, [])
        return [replace(one, start=start, end=end, text=right, mended=(typed, right)) for one in made]
