"""Questions in English for what only the prose tells: the same in the words that a clause in Chinese would have.

Every word that says something must have its counterpart (bot/languages/en/prose.toml); what the clause must be like is
bot/statements.py's to say.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterator, Sequence

from bot.languages import CODES, language
from bot.mentions import is_latin
from bot.models import Cover, Mention

MOST_WORDS = 4
MOST_WAYS = 96
"""questions in Chinese that one in English is tried as"""
_SILENT = frozenset({"ask", "what", "and", "people"})
_PLACED = frozenset({"region", "organ", "own", "year"})


@functools.cache
def _words() -> dict[str, tuple[str, ...]]:
    found = [pair for code in CODES for pair in language(code).prose.items()]
    return {phrase.replace("-", " "): tuple(meant.split("|")) for phrase, meant in found}


@functools.cache
def _pattern() -> re.Pattern[str]:
    every = sorted(_words(), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, every))})(?![a-z])")


def in_chinese(text: str, cover: Cover) -> Iterator[str]:
    """What the question may be in Chinese, without its body and year; nothing where a word has no counterpart."""
    if not any(map(is_latin, text)):
        return
    found = list(_pattern().finditer(text))
    if not 0 < len(found) <= MOST_WORDS or not _all_placed(cover, [match.span() for match in found]):
        return
    choices = [_words()[match.group()] for match in found]
    if math.factorial(len(found)) * math.prod(map(len, choices)) > MOST_WAYS:
        return
    tail = language("zh").statements["how_many_people" if _counts_people(cover) else "how_many"]
    for words in itertools.product(*choices):
        for order in dict.fromkeys(itertools.permutations(words)):
            yield "".join(order) + str(tail)


def _counts_people(cover: Cover) -> bool:
    return any("people" in one for mention in cover.mentions for one in mention.alternatives)


def _all_placed(cover: Cover, spans: Sequence[tuple[int, int]]) -> bool:
    """Every word that says something lies in one that has a counterpart."""
    said = [*cover.left, *((one.start, one.end) for one in cover.mentions if _says(one))]
    return all(any(first <= start and end <= last for first, last in spans) for start, end in said)


def _says(one: Mention) -> bool:
    if one.kind != "phrase":
        return one.kind not in _PLACED
    return all(any(word not in _SILENT and not word.startswith("unit:") for word in way) for way in one.alternatives)
