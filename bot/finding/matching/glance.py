"""One look at the characters of a text: what of a question cannot stand there, in whatever words.

Most of what is asked in vain is told by it, before any word is looked for where it might stand.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bot.finding.matching.alike import alike, denied, implied_at, loosely_alike, short_deeds
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.languages import language


@functools.cache
def idle() -> tuple[str, ...]:
    """Words that may be passed over where a sentence is looked for, longest first."""
    tables = language("zh").statements
    return tuple(sorted({*tables["idle"], *tables["idle_too"]}, key=lambda word: (-len(word), word)))


@functools.cache
def _idle_by_sign() -> Mapping[str, tuple[str, ...]]:
    """The same by the first character."""
    return {sign: tuple(word for word in idle() if word[0] == sign) for sign in {word[0] for word in idle()}}


def idle_at(text: str, at: int) -> list[str]:
    """Those that stand at a place, longest first."""
    return [word for word in _idle_by_sign().get(text[at], ()) if text.startswith(word, at)]


@functools.lru_cache(maxsize=64)
def signs_of(told: tuple[str, ...]) -> frozenset[str]:
    """The characters of a report's paragraphs."""
    return frozenset().union(*told)


@functools.lru_cache(maxsize=64)
def _ways(run: Run) -> tuple[tuple[tuple[int, ...], tuple[tuple[int, tuple[str, ...]], ...]], ...]:
    """For each place of a run how much may be passed over there, and how much another word may stand for, and which."""
    return tuple(
        (
            (*[1] * run.small[at], *map(len, idle_at(run.text, at)), *(size for size, _ in implied_at(run.text, at))),
            tuple(
                (size, (*(other for other in others if len(other) >= SHORTEST_PIECE), *short_deeds(others)))
                for size, others in (*loosely_alike(run.text, at), *denied(run.text, at))
            ),
        )
        for at in range(len(run.text))
    )


def may_stand(run: Run, signs: set[str] | frozenset[str]) -> bool:
    """Tell whether all that a run says may stand in a text of these characters, also in looser words."""
    stands = [True]
    """from each place on, the last place first"""
    for at, (passed, others) in reversed([*enumerate(_ways(run))]):
        stands.append(
            any(stands[-size] for size in passed)
            or _stands_piece(run, at, signs, stands)
            or any(stands[-size] and any(map(signs.issuperset, words)) for size, words in others)
        )
    return stands[-1]


def _stands_piece(run: Run, at: int, signs: set[str] | frozenset[str], stands: list[bool]) -> bool:
    """A piece of the run as it is, the rest behind it."""
    shortest = 1 if at in run.words else SHORTEST_PIECE
    for end in range(at + 1, len(run.text) + 1):
        if run.text[end - 1] not in signs:
            return False
        if end - at >= shortest and stands[at - end]:
            return True
    return False


@functools.lru_cache(maxsize=64)
def _spoken_for(run: Run) -> frozenset[int]:
    """Where words stand in place of which a clause may have others."""
    return frozenset(
        at + more for at in range(len(run.text)) for size, _ in alike(run.text, at) for more in range(size)
    )


def sure_signs(run: Run) -> set[str]:
    """Characters that a clause must have: those of words for which it may have no other."""
    other = _spoken_for(run)
    return {sign for at, sign in enumerate(run.text) if not run.small[at] and at not in other}


def most(run: Run, signs: set[str]) -> int:
    """How many characters of a run that say something may stand in a text of these characters: no fewer than do."""
    other = _spoken_for(run)
    return sum(
        [
            not small and (sign in signs or at in other)
            for at, (sign, small) in enumerate(zip(run.text, run.small, strict=True))
        ]
    )
