"""Words that may stand in a clause for a word of the question with the same meaning: 邀请 for 请, 抽查 for 抽."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.finding.matching.nouns import agents, described, nouns
from bot.languages import language


@dataclass(frozen=True, kw_only=True, slots=True)
class Implied:
    """Where something goes without saying: 群众 of 来信, as no one else is named."""

    by: str
    """a pattern of what the sentence has"""
    unless: str
    """and of what it has not"""

    def in_a(self, sentence: str) -> bool:
        """Whether it goes without saying there."""
        return re.search(self.by, sentence) is not None and re.search(self.unless, sentence) is None


_OF_DEED = 2
"""characters of a verb that may be said shorter"""
_LONGEST_PARTED = 5
"""characters of a word ahead of a small word within it"""


@functools.cache
def _others(loose: bool) -> Mapping[str, tuple[str, ...]]:
    """Word → those that may stand in its place, longest first; `loose`: also those of wider or narrower meaning."""
    tables = language("zh").statements
    found: dict[str, set[str]] = {}
    for words in [*tables["alike"], *(tables["kin"] if loose else ())]:
        for word in words:
            found.setdefault(word, set()).update(other for other in words if other != word)
    for name, *said in tables["said_for"] if loose else ():
        for word in said:
            found.setdefault(word, set()).add(name)
    for verbs in tables["verbs"].values() if loose else ():
        printed, said = verbs["printed"], verbs.get("said", [])
        for word in printed:
            found.setdefault(word, set()).update(other for other in (*printed, *said) if other != word)
        for word in said:
            found.setdefault(word, set()).update(printed)
    for noun in nouns() if loose else ():
        for word in (*noun.printed, *noun.said):
            found.setdefault(word, set()).update(other for other in noun.printed if other != word)
    return {word: tuple(sorted(others, key=lambda one: (-len(one), one))) for word, others in found.items()}


@functools.cache
def _verbs() -> Mapping[str, frozenset[str]]:
    """A verb → those of reports that tell the same deed, itself too if it is one."""
    found: dict[str, set[str]] = {}
    for verbs in language("zh").statements["verbs"].values():
        for word in (*verbs["printed"], *verbs.get("said", ())):
            found.setdefault(word, set()).update(verbs["printed"])
    return {word: frozenset(printed) for word, printed in found.items()}


@functools.cache
def deeds(*, said: bool = False) -> frozenset[str]:
    """All verbs that reports print; `said`: and those that people say."""
    printed = frozenset().union(*_verbs().values())
    return printed | frozenset(_verbs()) if said else printed


def deeds_in(text: str) -> frozenset[str]:
    """What reports say for the verbs that stand in a text."""
    return frozenset().union(*(printed for word, printed in _verbs().items() if word in text))


def others_of(word: str) -> tuple[str, ...]:
    """The words that may stand for a word."""
    return _others(False).get(word, ())


def loosely_others_of(word: str) -> tuple[str, ...]:
    """The words that may stand for a word where one sentence alone can answer."""
    return _others(True).get(word, ())


@functools.cache
def _longest(loose: bool) -> Mapping[str, int]:
    """How long words are at most that begin with a character."""
    found: dict[str, int] = {}
    for word in _others(loose):
        found[word[0]] = max(len(word), found.get(word[0], 0))
    return found


def alike(text: str, at: int, *, loose: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """The words that begin at a position, longest first: the length of each, and what may stand for it.

    A verb of one character is one word with what ends it: 发了.
    """
    sizes = range(min(_longest(loose).get(text[at : at + 1], 0), len(text) - at), 0, -1)
    found = [(size, others) for size in sizes if (others := _others(loose).get(text[at : at + size]))]
    if loose and found and found[-1][0] == 1 and text[at + 1 : at + 2] in language("zh").statements["ends_verb"]:
        found.insert(-1, (2, found[-1][1]))
    return found


@functools.cache
def denials() -> str:
    """A pattern of what negates a deed, in whatever words: 没, 尚未, 未能."""
    pattern: str = language("zh").statements["denied"]
    return pattern


def denied(text: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A deed that is negated at a position: the length of both, and the words that may stand for the deed.

    没建 is 尚未建成: what is negated is told by another word that negates the same.
    """
    found = re.compile(denials()).match(text, at)
    if found is None:
        return
    for size in range(min(_LONGEST_PARTED, len(text) - found.end()), 1, -1):
        yield found.end() - at + size, (text[found.end() : found.end() + size],)
    for size, others in loosely_alike(text, found.end()):
        yield found.end() - at + size, others


@functools.cache
def _implied() -> tuple[tuple[re.Pattern[str], Implied], ...]:
    lines: list[dict[str, str]] = language("zh").statements["implied"]
    return tuple((re.compile(one["said"]), Implied(by=one["by"], unless=one["unless"])) for one in lines)


def implied_at(text: str, at: int) -> list[tuple[int, Implied]]:
    """Words at a position that go without saying in a sentence with another: how many characters, and where."""
    return [(len(found.group()), one) for said, one in _implied() if (found := said.match(text, at)) is not None]


def loosely_alike(text: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The same in looser words, also with a small word between the characters: 放到了网上 is 放到网上.

    So is what only describes a thing.
    """
    yield from alike(text, at, loose=True)
    yield from described(text).get(at, ())
    yield from agents(text).get(at, ())
    for small in language("zh").statements["within"]:
        spot = text.find(small, at + 1, at + _LONGEST_PARTED)
        if spot > 0:
            whole = text[at:spot] + text[spot + len(small) :]
            yield from ((size + len(small), others) for size, others in alike(whole, 0, loose=True) if size > spot - at)


def short_deeds(others: Sequence[str]) -> tuple[str, ...]:
    """Verbs of one character that a sentence may have for longer ones that begin so: 设 for 设置."""
    deeds: dict[str, str] = language("zh").statements["single_deeds"]
    signs = dict.fromkeys(one[0] for one in others if len(one) == _OF_DEED)
    return tuple(sign for sign in signs if sign in deeds)
