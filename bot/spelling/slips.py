"""Slips of the hand: a character typed twice, or for its like, or left out of a row's name, a word half in pinyin.

They are looked for only around what is left over, and the whole of it must be what was meant.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bot.languages import language
from bot.spelling.pinyin import is_spelt, spelt_syllables
from bot.words.mentions import is_latin, phrases
from bot.words.sounds import sound
from index.metrics import catalogue

SHORTEST, LONGEST = 4, 10
"""characters of a word of which one may be left out"""
NEIGHBOURS = 3
"""Chinese characters on each side of pinyin that may be of the same word"""
Window = tuple[int, int]


def may_be_mistyped(text: str) -> bool:
    """A quick look whether any character is typed twice, or for its like."""
    return not _like().keys().isdisjoint(text) or any(map(str.__eq__, text, text[1:]))


def typed_twice(word: str, known: Callable[[str], bool]) -> str:
    """收到到, 办结结: the word that it is without a character that repeats the one before; empty if there is none."""
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            once = word[:at] + word[at + 1 :]
            if len(once) > 1 and known(once):
                return once
    return ""


def looks_like(word: str, known: Callable[[str], bool]) -> str:
    """行攻: the only word with one character in place of its like; empty if there is none, or several."""
    meant = {
        right
        for at, sign in enumerate(word)
        for other in _like().get(sign, ())
        if known(right := f"{word[:at]}{other}{word[at + 1 :]}")
    }
    return meant.pop() if len(meant) == 1 else ""


@functools.cache
def _like() -> dict[str, tuple[str, ...]]:
    """What is typed → the characters that may be meant."""
    data = tomllib.loads(Path(__file__).with_name("lookalikes.toml").read_text(encoding="utf-8"))
    made: dict[str, tuple[str, ...]] = {}
    for right, typed in data["lookalikes"].items():
        for sign in typed:
            made[sign] = (*made.get(sign, ()), right)
    return made


def left_out(text: str, first: int, last: int) -> str:
    """行政复 of 行政复议: the only word of a row that has one character more and nothing else.

    Empty where another word begins or ends within what was typed (不予处罚), and where that character would deny.
    """
    meant = _shortened().get(text[first:last], frozenset())
    return next(iter(meant)) if len(meant) == 1 and not _cuts_a_word(text, first, last) else ""


def _cuts_a_word(text: str, first: int, last: int) -> bool:
    return any(
        one.end - one.start > 1 and (one.start < first < one.end or one.start < last < one.end)
        for one in phrases().find(text)
    )


@functools.cache
def _shortened() -> dict[str, frozenset[str]]:
    """What is left of a word of a row without one of its characters → the words that it may be."""
    made: dict[str, set[str]] = defaultdict(set)
    negations = "".join(language("zh").statements["negations"])
    known = phrases().meanings
    for word in _words_of_rows():
        for at, sign in enumerate(word):
            rest = word[:at] + word[at + 1 :]
            if sign not in negations and rest not in known:
                made[rest].add(word)
    return {rest: _of_one_meaning(words) for rest, words in made.items()}


def _of_one_meaning(words: set[str]) -> frozenset[str]:
    meanings = {phrases().meanings[word] for word in words}
    return frozenset({min(words)}) if len(meanings) == 1 else frozenset()


def _words_of_rows() -> set[str]:
    """The phrases that stand in the names of figures."""
    known = phrases().meanings
    labels = {metric.label for metric in catalogue().values()}
    return {
        label[start:end]
        for label in labels
        for start, end in itertools.combinations(range(len(label) + 1), 2)
        if SHORTEST <= end - start <= LONGEST and label[start:end] in known and any(known[label[start:end]])
    }


def half_spelt(
    text: str, start: int, end: int, of_sound: Callable[[str], Iterable[str]]
) -> Iterator[tuple[Window, str]]:
    """bu予公开, 铁西qu: words of which a part is typed in pinyin, and where they stand.

    `of_sound` gives the words with a sound; those count that have the Chinese characters that were typed.
    """
    while start > 0 and is_latin(text[start - 1]):
        start -= 1
    while end < len(text) and is_latin(text[end]):
        end += 1
    first = next((at for at in range(start, end) if is_latin(text[at])), end)
    last = next((at for at in range(first, end) if not is_latin(text[at])), end)
    if first == last or not is_spelt(text[first:last]):
        return
    for before, behind in _sides(text, first, last):
        head, tail = text[before:first], text[last:behind]
        for syllables in spelt_syllables(text[first:last]):
            key = " ".join(part for part in (sound(head), " ".join(syllables), sound(tail)) if part)
            size = len(head) + len(syllables) + len(tail)
            for word in of_sound(key):
                if len(word) == size and word.startswith(head) and word.endswith(tail):
                    yield (before, behind), word


def _sides(text: str, first: int, last: int) -> Sequence[Window]:
    """How far a word may reach beyond its pinyin, the longest first; to neither side if Chinese stands beside it."""
    before, behind = first, last
    while before > max(0, first - NEIGHBOURS) and text[before - 1] > "⺀":
        before -= 1
    while behind < min(len(text), last + NEIGHBOURS) and text[behind] > "⺀":
        behind += 1
    ways = itertools.product(range(before, first + 1), range(last, behind + 1))
    return sorted(ways, key=lambda way: way[0] - way[1]) if (before, behind) != (first, last) else []
