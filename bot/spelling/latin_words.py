"""Misspelt English words: listed typos, and words one edit away from a known one.

A word is corrected only if it could not be understood at all, and the answer says so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.languages import CODES, every, every_word, language
from bot.lasting import lasting
from bot.normalise import Normal
from bot.places.body_names import DATA
from bot.spelling import real_words
from bot.spelling.pinyin import is_spelt
from bot.words import glosses, prose_words, topic_words
from bot.words.mentions import is_latin, phrases
from bot.words.turns import turns
from index import regions

SHORTEST_LATIN = 6
"""letters a Latin word must have to be mended by one edit"""
SHORTEST_LISTED = 4
"""letters of a word that is taken for a common one of about as many"""
TWO_EDITS = 9
"""letters of a word that may have two slips"""
SHORTEST_GLUED = 7
"""letters of what may be several words without blanks"""
SHORTEST_PIECE = 3
"""letters of a word in it; shorter ones are of a closed list"""
LONGEST_WORD = 18
Mends = tuple[tuple[str, str], ...]
"""what was typed, and what it is taken for"""


@functools.cache
@lasting()
def _meanings() -> Mapping[str, object]:
    """Every Latin word that stands by itself → what it means: two that mean the same are one."""
    organs = [
        *DATA["latin_suffixes"],
        *DATA["latin_endings"],
        *DATA["latin_organs"],
        *(subject for subjects in DATA["latin"].values() for subject in subjects),
    ]
    # also words that say something only with others: normative of normative documents
    within = (phrase for phrase in phrases().meanings if is_latin(phrase[0]) and " " in phrase)
    words: dict[str, object] = {word: word for name in (*organs, *within) for word in name.split()}
    words |= {word: word for code in CODES for word in sorted(turns(code).words) if is_latin(word[0])}
    return words | {
        phrase: meaning for phrase, meaning in phrases().meanings.items() if is_latin(phrase[0]) and " " not in phrase
    }


@functools.cache
def words() -> list[str]:
    return list(_meanings())


@functools.lru_cache(maxsize=1024)
def right(word: str) -> str | None:
    """The word that an unknown one stands for; None if there is none, or several are equally close."""
    for code in CODES:
        if word in language(code).typos:
            return language(code).typos[word]
    if _is_known(word):
        return None
    if len(word) >= SHORTEST_LISTED and (full := _written_out(word)) is not None:
        return full
    if len(word) < SHORTEST_LATIN:
        short = process.extract(word, _short_words(), scorer=OSA.distance, score_cutoff=1, limit=2)
        return short[0][0] if len(short) == 1 and len(word) >= SHORTEST_LISTED and _slips(word, short[0][0]) else None
    near = process.extract(word, words(), scorer=OSA.distance, score_cutoff=1, limit=4)
    if not near and len(word) >= TWO_EDITS:
        # ungranted is no slip for granted: the beginning and the end are where they were
        two = process.extract(word, words(), scorer=OSA.distance, score_cutoff=2, limit=4)
        near = [one for one in two if one[0][:2] == word[:2] and one[0][-1] == word[-1]]
    near = [one for one in near if not _both_are_pinyin(word, one[0])]
    if not near:
        told = process.extract(word, _told_words(), scorer=OSA.distance, score_cutoff=1, limit=2)
        return told[0][0] if len(told) == 1 and _slips(word, told[0][0]) else None
    return near[0][0] if len({_meanings()[match[0]] for match in near}) == 1 else None


def _both_are_pinyin(word: str, other: str) -> bool:
    """Xiaoyu is no slip for jiaoyu: both are spelt right."""
    return other not in real_words.words() and is_spelt(word) and is_spelt(other)


@functools.cache
def _told_words() -> list[str]:
    """Words of what only the prose tells: none of them is what a word of the forms was meant to be."""
    told = prose_words.known() | {word for english in glosses.glosses() for word in english.split()}
    return sorted(word for word in told if len(word) >= SHORTEST_LATIN - 1 and is_latin(word[0]))


def _is_known(word: str) -> bool:
    """A word of English, or one that says something in prose."""
    return word in real_words.words() or word in prose_words.known() or word in topic_words.known()


_VOWELS = str.maketrans("", "", "aeiou")


def _consonants(word: str) -> str:
    """The first letter and the consonants behind it, a double one once: granted and grntd are both grntd."""
    once = "".join(sign for at, sign in enumerate(word) if at == 0 or word[at - 1] != sign)
    return once[0] + once[1:].translate(_VOWELS)


@functools.cache
def _by_consonants() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in _meanings():
        if len(word) >= SHORTEST_LISTED and " " not in word:
            key = _consonants(word)
            found[key] = (*found.get(key, ()), word)
    return found


def _written_out(word: str) -> str | None:
    """A word of which vowels were left out: rfsd, lwsuts; None where that may be several."""
    kept = len(word[1:]) - len(word[1:].translate(_VOWELS))
    if kept > 1 or len(word) - kept < SHORTEST_LISTED:
        return None  # best is a word of its own
    ways = [
        full for full in _by_consonants().get(_consonants(word), ()) if len(word) < len(full) and _is_within(word, full)
    ]
    return ways[0] if ways and len({_meanings()[way] for way in ways}) == 1 else None


def _is_within(word: str, full: str) -> bool:
    """All letters stand in the other word in their order."""
    rest = iter(full)
    return all(sign in rest for sign in word)


def unglued(word: str) -> str | None:
    """Words typed without blanks between them, separated into as few as possible.

    None if none or several ways exist. What is pinyin as a whole (shoudao) is not made of its syllables.
    """
    if len(word) < SHORTEST_GLUED or _is_known(word) or is_spelt(word):
        return None
    best: list[tuple[int, tuple[str, ...]]] = [(0, ("",))] + [(len(word), ())] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            pieces, ways = best[start]
            if not ways or pieces + 1 > best[end][0] or not _is_word(word[start:end]):
                continue
            kept = best[end][1] if best[end][0] == pieces + 1 else ()
            best[end] = (pieces + 1, tuple(dict.fromkeys((*kept, *(f"{one} {word[start:end]}" for one in ways))))[:2])
    found = best[-1][1]
    return found[0].strip() if len(found) == 1 and " " in found[0].strip() else None


def _is_word(word: str) -> bool:
    if len(word) < SHORTEST_PIECE:
        return word in _smallest()
    return word in _meanings() or (len(word) > SHORTEST_LISTED and bool(regions.romanised(word)))


@functools.cache
def _smallest() -> frozenset[str]:
    return every_word("operands", "smallest")


def _slips(typed: str, word: str) -> bool:
    """Letters turned, left out or typed twice; save is another word than have."""
    return typed[0] == word[0] and (len(typed) != len(word) or sorted(typed) == sorted(word))


@functools.cache
def _short_words() -> list[str]:
    """Short words that are so common that another one of so many letters is a slip."""
    return [*every("operands", "common")]


def respelt(normal: Normal, left: Iterable[tuple[int, int]]) -> tuple[Normal, Mends] | None:
    """The question with the misspelt words among those left over corrected; None if there are none."""
    text, origin, at = "", [], 0
    mends: dict[tuple[str, str], None] = {}
    for start, end in sorted(left):
        typed = normal.text[start:end]
        better = (right(typed) or unglued(typed)) if is_latin(typed[0]) else None
        if better is None:
            continue
        mends[(typed, better)] = None
        text += normal.text[at:start] + better
        origin += [*normal.origin[at:start], *[normal.origin[start]] * (len(better) - 1), normal.origin[end - 1]]
        at = end
    if not mends:
        return None
    whole = Normal(typed=normal.typed, text=text + normal.text[at:], origin=(*origin, *normal.origin[at:]))
    return whole, tuple(mends)
