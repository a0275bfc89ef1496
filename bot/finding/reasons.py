"""Why a question gets no figure, where its wording tells: what these reports never hold (bot/languages/*/reasons.toml).

What is said is true of all reports, and changes nothing else of the answer.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from bot.finding.asked import Asked
from bot.languages import language
from bot.models import Answer
from bot.words.patterns import Patterns


def reasoned(asked: Asked, refused: Answer) -> Answer:
    """The refusal with the reason behind its first line, or unchanged if the wording tells none."""
    if refused.status != "not_understood" or refused.results:
        return refused
    patterns, said = _reasons(asked.tongue.code)
    at = min((at for at, _ in patterns.found(asked.text)), default=None)
    if at is None:
        return refused
    head, stop, rest = refused.text.partition("\n")
    return replace(refused, text=f"{head}\n{said[at]}{stop}{rest}")


@functools.cache
def _reasons(code: str) -> tuple[Patterns, tuple[str, ...]]:
    given = language(code).reasons
    return Patterns(given), tuple(given.values())
