"""Stretches of content of a question, and how a verb is parted from the thing that it was done with."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bot.languages import language

SHORTEST_PIECE = 2
"""characters a piece of the question must have to be looked for in a clause, where it is no word by itself"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of content of a question."""

    text: str
    small: tuple[bool, ...]
    """for each character: a clause may lack it (filler)"""
    words: frozenset[int]
    """where a word of one character stands"""

    def __hash__(self) -> int:
        """What is remembered of runs is remembered of few with the same text."""
        return hash(self.text)

    @property
    def content(self) -> str:
        """The characters that a clause may not lack."""
        return "".join([sign for sign, small in zip(self.text, self.small, strict=True) if not small])

    @property
    def content_end(self) -> int:
        """Where the last of them ends; 0 where there is none."""
        return next((at for at in range(len(self.text), 0, -1) if not self.small[at - 1]), 0)


def act_of(run: Run) -> str:
    """The verb that a run consists of, if it is one that may stand on either side of what is counted.

    Otherwise empty.
    """
    return run.content if run.content in language("zh").statements["acts"] else ""


@functools.cache
def _acts() -> tuple[str, ...]:
    """Verbs that may stand on either side of what is counted, longest first."""
    acts: list[str] = language("zh").statements["acts"]
    return tuple(sorted(acts, key=len, reverse=True))


def parted(at: int, run: Run, *, leads: bool) -> list[tuple[int, Run]]:
    """通报印了, 抽查频道: the thing and what was done with it, each by itself; `leads`: a verb may lead the run."""
    acts = _acts()
    end = run.content_end
    said = run.text[:end]
    if said in acts or not (said.endswith(acts) or (leads and run.text.startswith(acts))):
        return [(at, run)]
    for act in acts:
        first = end - len(act)
        if said.endswith(act) and first >= SHORTEST_PIECE and not any(run.small[first:end]):
            return [(at, _cut(run, 0, first)), (at + first, _cut(run, first, len(run.text)))]
        if (
            leads
            and run.text.startswith(act)
            and end - len(act) >= SHORTEST_PIECE
            and not all(run.small[len(act) : end])
        ):
            return [(at, _cut(run, 0, len(act))), (at + len(act), _cut(run, len(act), len(run.text)))]
    return [(at, run)]


def _cut(run: Run, start: int, end: int) -> Run:
    words = frozenset(at - start for at in run.words if start <= at < end)
    return Run(text=run.text[start:end], small=run.small[start:end], words=words)
