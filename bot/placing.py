"""Where the words of a question stand in a clause: as they are, or another word that says the same."""

from __future__ import annotations

import re

from bot.alike import alike
from bot.counting import SHORTEST_PIECE, Run
from bot.languages import language

Spot = tuple[int, int]
_STOPS = re.compile(r"[,;。:]")


def placed(clause: str, run: Run) -> list[Spot] | None:
    """Where the words of a run stand in a clause, in the run's order; None where one does not.

    A word that the clause denies (久不更新的栏目) is another word.
    """
    found: list[Spot] = []
    at = 0
    while at < len(run.text):
        ways = [way for way in (_longest(clause, run, at), _alike(clause, run, at)) if way is not None]
        if ways:
            # 发出去 is 发出, and no 发出 with a word besides
            spot, size = max(ways, key=lambda way: way[1])
            found.append(spot)
            at += size
        elif run.small[at]:
            at += 1
        else:
            return None
    return found


def _longest(clause: str, run: Run, at: int) -> tuple[Spot, int] | None:
    """The longest piece of the run from a place on that stands in the clause, and how long it is."""
    for size in range(len(run.text) - at, 0, -1):
        small = all(run.small[at : at + size])
        if small or (size < SHORTEST_PIECE and at not in run.words):
            continue
        spot = _stands(clause, run.text[at : at + size])
        if spot is not None:
            return _whole(clause, spot), size
    return None


def _whole(clause: str, spot: Spot) -> Spot:
    """培训 in 培训班: the longer word that says the same."""
    start, end = spot
    for at in range(start, end - 1):
        for size, others in alike(clause[:end], at):
            longer = (other for other in others if at + size == end and clause.startswith(other, at))
            end = max([at + len(other) for other in longer], default=end)
    return start, end


def _alike(clause: str, run: Run, at: int) -> tuple[Spot, int] | None:
    """A word of the clause that says the same as the one that begins at a place of the run, and how long that is."""
    for size, others in alike(run.text, at):
        if all(run.small[at : at + size]):
            continue
        spot = next((spot for other in others if (spot := _stands(clause, other)) is not None), None)
        if spot is not None:
            return spot, size
    return None


def _stands(clause: str, word: str) -> Spot | None:
    """Where a word stands that the clause does not deny."""
    at = clause.find(word)
    while at >= 0:
        if not clause[:at].endswith(negations()):
            return at, at + len(word)
        at = clause.find(word, at + 1)
    return None


def negations() -> tuple[str, ...]:
    return tuple(language("zh").statements["negations"])


def part_of(clause: str, spot: Spot) -> Spot:
    """The part of a clause between stops that a figure stands in."""
    before = [stop.end() for stop in _STOPS.finditer(clause, 0, spot[0])]
    after = _STOPS.search(clause, spot[1])
    return (before[-1] if before else 0), (after.start() if after else len(clause))
