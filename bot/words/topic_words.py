"""The topic of an English question for a passage, in the words of Chinese reports.

Each word of the topic has several Chinese counterparts (bot/languages/en/topics.toml, prose.toml); a sentence is about
the topic if it contains one for each. A topic with a word that has none is not looked for.
"""

from __future__ import annotations

import functools
import re

from bot.languages import CODES, language
from bot.words.patterns import Patterns
from bot.words.turns import Turns

MOST_WORDS = 6
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_WORD = re.compile("[a-z']+|[0-9]+|[\u4e00-\u9fff]+")

Words = tuple[tuple[str, ...], ...]
"""for each word of a topic what it may be in Chinese"""


@functools.cache
def _frames() -> Patterns:
    return Patterns(language("en").topics["frames"])


@functools.cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(language("en").topics["elsewhere"])


@functools.cache
def _words() -> Turns:
    """The words of topics, and those that clauses of the prose have."""
    return Turns(
        (line, meant, language(code).lists)
        for code in CODES
        for line, meant in {**language(code).prose, **language(code).topics.get("words", {})}.items()
    )


def known() -> set[str]:
    """All words with a counterpart: none of them is misspelt."""
    return _words().words


def spoken_of(blanked: str) -> tuple[re.Match[str], Words] | None:
    """The frame around the topic of a question in which names and years are blanked out, and the topic's words."""
    if _elsewhere().search(blanked):
        return None
    for _, match in _frames().found(blanked):
        words = in_chinese(match["topic"])
        if words:
            return match, words
    return None


def is_spoken_of(text: str) -> bool:
    """Whether the question asks for a passage on a topic."""
    return _elsewhere().search(text) is None and next(_frames().found(text), None) is not None


def in_chinese(topic: str) -> Words:
    """The counterparts of each word; empty if one has none, or if there are too many words."""
    spans: list[tuple[int, int, tuple[str, ...]]] = [
        (match.start(), match.end(), (match.group(),)) for match in _HAN.finditer(topic)
    ]
    found = sorted(_words().find(topic), key=lambda one: (one.start, -one.end))
    for one in found:
        if not any(start < one.end and one.start < end for start, end, _ in spans):
            ways = tuple(dict.fromkeys("".join(way).removeprefix("=") for way in one.alternatives))
            spans.append((one.start, one.end, ways))
    small = language("en").topics["small"]
    for match in _WORD.finditer(topic):
        if match.group() not in small and not any(start <= match.start() < end for start, end, _ in spans):
            return ()
    told = [ways for _, _, ways in sorted(spans) if "" not in ways]
    return tuple(told) if len(told) <= MOST_WORDS else ()
