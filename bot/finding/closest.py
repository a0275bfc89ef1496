"""The sentence closest to a question that nothing answers: quoted, never given as the answer.

The words that prevent an answer may change what is asked, so the asker has to read the sentence and judge. Where no
sentence is close, it is said of those words that the report's text does not have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.measure import are_alike
from bot.finding.clause.statements import bare
from bot.finding.clauses import clauses_of
from bot.finding.matching.counting import Counting, countings
from bot.finding.matching.glance import most
from bot.finding.matching.placing import share
from bot.models import Answer
from bot.spelling.real_words import stands
from bot.words.refusing import asks_otherwise
from index.models import Statement

LEAST = 0.6
"""of the characters that say something, so many must stand in the sentence"""
FEWEST = 3
"""characters that must stand there"""
LEAST_ALIKE, FEWEST_ALIKE = 0.3, 2
"""the same of a sentence whose figure is counted as the question counts"""
SHORTEST = 2
"""characters of a word that is said not to be in a report"""


def closest(asked: Asked, refused: Answer) -> Answer:
    """The refusal with the clause that contains most of the question's words, or with those that no clause contains.

    Unchanged if neither can be told, or several clauses contain as many.
    """
    if refused.status != "not_understood" or len(asked.understood.choices) != 1 or refused.results:
        return refused
    target = aim(asked)
    if not isinstance(target, Target):
        return refused
    ways = countings(asked.text, asked.cover)
    told = _best(ways[0], clauses_of(asked, target.report.id)) if ways and _content(ways[0]) else None
    line = _unsaid(asked, target) if told is None else _quoted(asked, told)
    if line is None:
        return refused
    head, stop, rest = refused.text.partition("\n")
    sources = (told.source,) if told is not None else refused.sources
    return replace(refused, text=f"{head}\n{line}{stop}{rest}", sources=sources)


def _quoted(asked: Asked, told: Statement) -> str:
    return asked.tongue.say("closest", place=wording.place(asked.tongue, told.source))


def _unsaid(asked: Asked, target: Target) -> str | None:
    """That the report speaks of none of the words in the way; None unless all are words and stand nowhere in it."""
    words = asked.understood.left
    if not words or not all(map(_is_word, words)) or any(map(asks_otherwise, asked.cover.mentions)):
        return None
    text = bare("".join(asked.store.lines(target.report.id)))
    if any(word in text for word in words):
        return None
    topic = wording.words(asked.tongue, words)
    return asked.tongue.say("unsaid", body=target.body.name, year=target.year, words=topic)


def _is_word(text: str) -> bool:
    """Chinese of one or more whole words, each of which could stand in a report."""
    return len(text) >= SHORTEST and text[0] > "⺀" and stands(text, 0, len(text))


def _content(asked: Counting) -> int:
    """Characters of a question that say something."""
    return sum(not small for run in asked.runs for small in run.small)


def _best(asked: Counting, clauses: Sequence[Statement]) -> Statement | None:
    """The one clause with most of the words; None where it has too few of them, or another has as many."""
    content = _content(asked)
    ranked = ranked_clauses(asked, clauses, max(FEWEST, LEAST * content))
    if not ranked and asked.measure is not None:
        # 写给市长的信几封: 市长信箱来信518封, the only one counted so that speaks of it
        alike = [one for one in clauses if are_alike(one.unit, asked.measure)]
        ranked = ranked_clauses(asked, alike, max(FEWEST_ALIKE, LEAST_ALIKE * content))
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and ranked[1][1].source.line != ranked[0][1].source.line:
        return None
    return ranked[0][1]


def ranked_clauses(asked: Counting, clauses: Sequence[Statement], enough: float) -> list[tuple[int, Statement]]:
    """The clauses that have enough characters of the words, and how many; the closest one first."""
    scored: dict[str, tuple[int, Statement]] = {}
    for one in clauses:
        text = bare(one.text)
        if text not in scored and sum(most(run, set(text)) for run in asked.runs) >= enough:
            scored[text] = (sum(share(text, run) for run in asked.runs), one)
    return sorted((each for each in scored.values() if each[0] >= enough), key=lambda each: -each[0])
