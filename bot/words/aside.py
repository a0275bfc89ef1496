"""Words that are ignored only where they cannot mean anything else.

查询 before 青禾区2020年收到多少 merely asks; in 公开查询多少次 it is what is counted. And a noun that follows “how
many” is what is counted, whatever it means elsewhere (how many references).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import CODES, every, every_word, language
from bot.models import NAMES, Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns
from bot.words.refusing import stand

_PLACED = NAMES | {"year"}
_SILENT = ("op:where", "op:quote", "op:source", "op:trend", "check:", "section:")
"""what is done with a figure and leaves it as it is"""


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with words ignored that precede a name, and without meanings of a noun that is counted."""
    kept = list(found)
    if next(_begins_counting().found(text), None):
        kept = [one for one in found if not _is_counted(text, one)]
    said = _said_there(text, kept)
    # elsewhere the same words say something else
    kept = beside(kept, [(one.start, one.end) for one in said])
    return kept + said + _ahead(text, kept) + _named_again(text, kept) + _in_place(text, kept)


@functools.cache
def _passed_in_place() -> Patterns:
    return Patterns(every("aside", "passed"))


def _in_place(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Words that say nothing where they stand: lawsuits which ended; elsewhere which asks."""
    spans = {match.span("word") for _, match in stand(_passed_in_place(), text, found)}
    return [meaning(text, span) for span in sorted(spans)]


@functools.cache
def _said_in_place() -> tuple[Patterns, tuple[frozenset[str], ...]]:
    lines = every("aside", "means")
    return Patterns(one for one, _ in lines), tuple(frozenset(said.split()) for _, said in lines)


def _said_there(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Words that say something only where they stand: from 2020 on, when 2022 ended."""
    patterns, said = _said_in_place()
    return [meaning(text, match.span("word"), (said[at],)) for at, match in stand(patterns, text, found)]


@functools.cache
def _again() -> Patterns:
    lines = [language(code).aside for code in CODES]
    articles = "|".join(re.escape(word) for one in lines for word in one.get("again", ()))
    return Patterns([rf"(?<![a-z])(?:{articles}) (?P<noun>[a-z]+)(?:'s|')?(?![a-z])"])


def _named_again(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Shushan District: requests the district refused. The one body that is named, by the last word of its name."""
    again = [match for _, match in _again().found(text)]
    if not again:
        return []
    names: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for one in found if one.kind in NAMES):
        if names and not text[names[-1][1] : start].strip():
            names[-1] = (names[-1][0], max(end, names[-1][1]))
        else:
            names.append((start, end))
    if len(names) != 1:
        return []
    start, end = names[0]
    noun = text[start:end].rpartition(" ")[2]
    return [
        meaning(text, match.span())
        for match in again
        if match["noun"] == noun and (match.end() <= start or match.start() >= end)
    ]


@functools.cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, every("aside", "ahead")), key=len, reverse=True)))


@functools.cache
def _any_words() -> Patterns:
    return Patterns([_words().pattern])


@functools.cache
def _counting_words() -> str:
    return rf"(?:{'|'.join(map(re.escape, every('aside', 'counting')))})\s+"


@functools.cache
def _begins_counting() -> Patterns:
    return Patterns([_counting_words()])


@functools.cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"{_counting_words()}(?:{'|'.join(_articles())})?$")


def _articles() -> list[str]:
    return [f"{word}\\s+" for word in every("aside", "articles")]


@functools.cache
def _nouns() -> frozenset[str]:
    return every_word("aside", "nouns")


def _is_counted(text: str, one: Mention) -> bool:
    """A word that would say nothing of what is counted, and is what is counted."""
    if one.kind != "phrase" or not _counting().search(text, 0, one.start):
        return False
    return one.text in _nouns() or all(
        tokens and all(token.startswith(_SILENT) for token in tokens) for tokens in one.alternatives
    )


def _ahead(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Words that ask, from the start of the text up to a name, a year or a stop."""
    if next(_any_words().found(text), None) is None:
        return []
    small: dict[int, set[int]] = {}
    for one in found:
        if one.kind == "phrase" and frozenset() in one.alternatives:
            small.setdefault(one.start, set()).add(one.end)
    names = {one.start for one in found if one.kind in _PLACED}
    made: dict[tuple[int, int], Mention] = {}
    open_at, seen = [0], {0}
    while open_at:
        at = open_at.pop()
        match = _words().match(text, at)
        ends = set(small.get(at, ()))
        if match is not None:
            ends.add(match.end())
            made[match.span()] = meaning(text, match.span())
        if at < len(text) and not text[at].isalnum():
            ends.add(at + 1)
        open_at += ends - seen
        seen |= ends
    return [one for (_, end), one in made.items() if _leads(text, end, small, names)]


def _leads(text: str, at: int, small: dict[int, set[int]], names: set[int]) -> bool:
    """Tell whether a name, a year or a stop comes next, with small words between at most."""
    open_at, seen = [at], {at}
    while open_at:
        at = open_at.pop()
        if at in names or (at < len(text) and not text[at].isalnum() and not text[at].isspace()):
            return True
        ends = set(small.get(at, ()))
        match = _words().match(text, at)
        if match is not None:
            ends.add(match.end())
        if at < len(text) and text[at].isspace():
            ends.add(at + 1)
        open_at += ends - seen
        seen |= ends
    return False
