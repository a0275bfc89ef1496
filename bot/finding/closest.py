"""The sentence closest to a question that nothing answers: quoted, never given as the answer.

The words that prevent an answer may change what is asked, so the asker has to read the sentence and judge.
"""

from __future__ import annotations

from dataclasses import replace

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clauses import clauses_of
from bot.finding.counting import Counting, countings
from bot.finding.glance import most
from bot.finding.placing import share
from bot.finding.statements import bare
from bot.models import Answer
from index.models import Statement

LEAST = 0.6
"""of the characters that say something, so many must stand in the sentence"""
FEWEST = 3
"""characters that must stand there"""


def closest(asked: Asked, refused: Answer) -> Answer:
    """The refusal with the clause that contains most of the question's words, or unchanged if none or several do."""
    if refused.status != "not_understood" or len(asked.understood.choices) != 1 or refused.results:
        return refused
    ways = countings(asked.text, asked.cover)
    target = aim(asked) if ways else None
    if not isinstance(target, Target) or not _content(ways[0]):
        return refused
    told = _best(ways[0], clauses_of(asked, target.report.id))
    if told is None:
        return refused
    head, stop, rest = refused.text.partition("\n")
    line = asked.tongue.say("closest", place=wording.place(asked.tongue, told.source))
    return replace(refused, text=f"{head}\n{line}{stop}{rest}", sources=(told.source,))


def _content(asked: Counting) -> int:
    """Characters of a question that say something."""
    return sum(not small for run in asked.runs for small in run.small)


def _best(asked: Counting, clauses: list[Statement]) -> Statement | None:
    """The one clause with most of the words; None where it has too few of them, or another has as many."""
    enough = max(FEWEST, LEAST * _content(asked))
    scored: dict[str, tuple[int, Statement]] = {}
    for one in clauses:
        text = bare(one.text)
        if text not in scored and sum(most(run, set(text)) for run in asked.runs) >= enough:
            scored[text] = (sum(share(text, run) for run in asked.runs), one)
    ranked = sorted(scored.values(), key=lambda each: -each[0])
    if not ranked or ranked[0][0] < enough:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and ranked[1][1].source.line != ranked[0][1].source.line:
        return None
    return ranked[0][1]
