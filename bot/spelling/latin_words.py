"""Misspelt Latin words: listed typos, and words that one edit makes a known one; the question is read with them right.

A word is mended only where it could not be placed at all, and the mend is said in the answer.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.languages import CODES, language
from bot.normalise import Normal
from bot.places.body_names import DATA
from bot.spelling import real_words
from bot.words import prose_words
from bot.words.mentions import is_latin, phrases
from bot.words.turns import turns

SHORTEST_LATIN = 6
"""letters a Latin word must have to be mended by one edit"""
SHORTEST_LISTED = 4
"""letters of a word that is taken for a common one of about as many"""
TWO_EDITS = 9
"""letters of a word that may have two slips"""
Mends = tuple[tuple[str, str], ...]
"""what was typed, and what it is taken for"""


@functools.cache
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
    words |= {word: word for code in CODES for word in turns(code).words if is_latin(word[0])}
    return words | {
        phrase: meaning for phrase, meaning in phrases().meanings.items() if is_latin(phrase[0]) and " " not in phrase
    }


@functools.cache
def _words() -> list[str]:
    return list(_meanings())


@functools.lru_cache(maxsize=1024)
def right(word: str) -> str | None:
    """What a word in no list is taken for; None where nothing or several things are as near."""
    for code in CODES:
        if word in language(code).typos:
            return language(code).typos[word]
    if word in real_words.words() or word in prose_words.known():
        return None
    if len(word) < SHORTEST_LATIN:
        short = process.extract(word, _short_words(), scorer=OSA.distance, score_cutoff=1, limit=2)
        return short[0][0] if len(short) == 1 and len(word) >= SHORTEST_LISTED and _slips(word, short[0][0]) else None
    near = process.extract(word, _words(), scorer=OSA.distance, score_cutoff=1, limit=4)
    if not near and len(word) >= TWO_EDITS:
        # ungranted is no slip for granted: the beginning and the end are where they were
        two = process.extract(word, _words(), scorer=OSA.distance, score_cutoff=2, limit=4)
        near = [one for one in two if one[0][:2] == word[:2] and one[0][-1] == word[-1]]
    return near[0][0] if len({_meanings()[match[0]] for match in near}) == 1 else None


def _slips(typed: str, word: str) -> bool:
    """Letters turned, left out or typed twice; save is another word than have."""
    return typed[0] == word[0] and (len(typed) != len(word) or sorted(typed) == sorted(word))


@functools.cache
def _short_words() -> list[str]:
    """Short words that are so common that another one of so many letters is a slip."""
    return [word for code in CODES for word in language(code).operands.get("common", ())]


def respelt(normal: Normal, left: Iterable[tuple[int, int]]) -> tuple[Normal, Mends] | None:
    """The question with the misspelt words among those left over written right; None where there are none."""
    text, origin, at = "", [], 0
    mends: dict[tuple[str, str], None] = {}
    for start, end in sorted(left):
        typed = normal.text[start:end]
        better = right(typed) if is_latin(typed[0]) else None
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
