"""Where the words of a question occur in a clause, literally or as words with the same meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bot.finding.matching.alike import alike
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.languages import language
from bot.spelling import real_words

Spot = tuple[int, int]
_SIZES = range(4, 1, -1)
"""characters of a word, the longest first"""
STOPS = re.compile(r"(?:(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;。:])")
"""signs that part a sentence: not the one in 1,239"""


def placed(clause: str, run: Run) -> list[Spot] | None:
    """Where the words of a run occur in a clause, in the run's order; None if one does not occur.

    A word that the clause negates (久不更新的栏目) is another word.
    """
    return _from(clause, run, 0, set())


def _from(clause: str, run: Run, at: int, failed: set[int]) -> list[Spot] | None:
    """The words from a place on; the longest piece first, a shorter one where the rest does not stand then."""
    if at == len(run.text):
        return []
    if at in failed:
        return None
    # 发出去 is 发出, and no 发出 with a word besides
    for spot, size in sorted([*_literal(clause, run, at), *_alike(clause, run, at)], key=lambda way: -way[1]):
        rest = _from(clause, run, at + size, failed)
        if rest is not None:
            return [spot, *rest]
    rest = _from(clause, run, at + 1, failed) if run.small[at] else None
    if rest is None:
        failed.add(at)
    return rest


def share(clause: str, run: Run) -> int:
    """How many meaningful characters of a run occur in a clause, in any order."""
    at = found = 0
    while at < len(run.text):
        ways = [*_literal(clause, run, at), *_alike(clause, run, at)]
        size = max((size for _, size in ways), default=0)
        found += sum(not small for small in run.small[at : at + size])
        at += max(size, 1)
    return found


def _literal(clause: str, run: Run, at: int) -> Iterator[tuple[Spot, int]]:
    """The pieces of the run from a place on that stand in the clause, and how long they are: no longer than it is."""
    for size in range(min(len(run.text) - at, len(clause)), 0, -1):
        small = all(run.small[at : at + size])
        if small or (size < SHORTEST_PIECE and at not in run.words):
            continue
        spot = _stands(clause, run.text[at : at + size])
        if spot is not None:
            yield _whole(clause, spot), size


def _whole(clause: str, spot: Spot) -> Spot:
    """培训 in 培训班: the longer word that says the same."""
    start, end = spot
    for at in range(start, end):
        for size, others in alike(clause[:end], at):
            longer = (other for other in others if at + size == end and clause.startswith(other, at))
            end = max([at + len(other) for other in longer], default=end)
    return start, end


def _alike(clause: str, run: Run, at: int) -> Iterator[tuple[Spot, int]]:
    """Words of the clause that say the same as one that begins at a place of the run, and how long that is."""
    for size, others in alike(run.text, at):
        if all(run.small[at : at + size]):
            continue
        spot = next((spot for other in others if (spot := _stands_by_itself(clause, other)) is not None), None)
        if spot is not None:
            yield spot, size


def _stands_by_itself(clause: str, word: str) -> Spot | None:
    """The same, and a word of one character in no other word: 来信 may be 信 in 群众信, not in 信息."""
    spot = _stands(clause, word)
    while spot is not None and len(word) == 1 and _is_of_a_word(clause, spot[0]):
        spot = _stands(clause, word, spot[1])
    return spot


def _is_of_a_word(clause: str, at: int) -> bool:
    return any(clause[first : first + 2] in real_words.words() for first in range(max(at - 1, 0), at + 1))


def _stands(clause: str, word: str, start: int = 0) -> Spot | None:
    """Where a word stands from a place on that the clause does not deny."""
    at = clause.find(word, start)
    while at >= 0:
        if not clause[:at].endswith(negations()) and not is_astride(clause, at, word):
            return at, at + len(word)
        at = clause.find(word, at + 1)
    return None


def is_astride(clause: str, at: int, word: str) -> bool:
    """Whether two characters are the end of one word and the beginning of another: 事|项目|录, 宣|传单|位."""
    if len(word) != SHORTEST_PIECE:
        return False
    known, ahead, behind = real_words.words(), clause[max(at - 1, 0) : at + 1], clause[at + 1 : at + 3]
    return ahead in known and behind in known and not {at, at + len(word)} & _borders(clause)


@functools.lru_cache(maxsize=256)
def _borders(clause: str) -> frozenset[int]:
    """Where words begin or end, cut from either end with the longest word first: 事项|目录|制度."""
    forward, backward = {0}, {len(clause)}
    at = 0
    while at < len(clause):
        at += next((size for size in _SIZES if clause[at : at + size] in real_words.words()), 1)
        forward.add(at)
    at = len(clause)
    while at > 0:
        at -= next((size for size in _SIZES if clause[max(at - size, 0) : at] in real_words.words()), 1)
        backward.add(at)
    return frozenset(forward | backward)


@functools.cache
def negations() -> tuple[str, ...]:
    """Words that negate what follows them directly."""
    return tuple(language("zh").statements["negations"])


def spots(text: str, word: str) -> Iterator[int]:
    """Where a word begins in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def part_of(clause: str, spot: Spot) -> Spot:
    """The part of a clause between stops in which a figure stands."""
    before = [stop.end() for stop in STOPS.finditer(clause, 0, spot[0])]
    after = STOPS.search(clause, spot[1])
    return (before[-1] if before else 0), (after.start() if after else len(clause))
