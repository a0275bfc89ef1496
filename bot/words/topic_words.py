"""The topic of an English question for a passage, in the words of Chinese reports.

Each word of the topic has several Chinese counterparts (bot/languages/en/topics.toml, prose.toml, words/glosses.toml);
a sentence is about the topic if it contains one for each. A topic with a word that has none is not looked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bot.languages import CODES, language
from bot.words import glosses
from bot.words.patterns import Patterns
from bot.words.turns import Turns

MOST_WORDS = 6
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LATIN_WORD = re.compile("[a-z]+")
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
    for start, end, ways in sorted((*_turns(topic), *_glossed(topic)), key=lambda one: (one[0], -one[1])):
        if spans and spans[-1][:2] == (start, end):
            spans[-1] = (start, end, tuple(dict.fromkeys((*spans[-1][2], *ways))))
        elif not any(first < end and start < last for first, last, _ in spans):
            spans.append((start, end, ways))
    small = language("en").topics["small"]
    for match in _WORD.finditer(topic):
        if match.group() not in small and not any(start <= match.start() < end for start, end, _ in spans):
            return ()
    told = [ways for _, _, ways in sorted(spans) if "" not in ways]
    return tuple(told) if len(told) <= MOST_WORDS else ()


def _turns(topic: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What prose.toml and topics.toml have for its words."""
    for one in _words().find(topic):
        yield one.start, one.end, tuple(dict.fromkeys("".join(way).removeprefix("=") for way in one.alternatives))


def _glossed(topic: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What plain words may be called, one or several in a row."""
    words = [word.span() for word in _LATIN_WORD.finditer(topic)]
    small = language("en").topics["small"]
    for at, (start, first_end) in enumerate(words):
        for _, end in words[at : at + glosses.LONGEST]:
            known = glosses.in_chinese(topic[start:end])
            if known and not (end == first_end and topic[start:end] in small):
                yield start, end, known
