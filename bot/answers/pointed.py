"""A body that is told by its figure: 收到903件的那家办结多少件. It is looked for first, and the rest is asked of it."""

from __future__ import annotations

import functools
from collections.abc import Callable

from bot.finding.asked import Asked
from bot.languages import CODES, language
from bot.models import Answer, Query
from bot.words.patterns import Patterns


def pointed(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """What is asked of the one body that has the figure; None where there is no such question, or no one body."""
    for _, match in _patterns().found(asked.text):
        which: str = asked.tongue.operands["pointed"]["which"]
        found = answer(asked.again(f"{match['one']}{which}", None))
        ones = {(one.body, one.year) for one in found.results}
        if found.status == "answered" and len(ones) == 1:
            body, year = next(iter(ones))
            about = Query(intent="figure", bodies=(body,), years=(year,))
            made = answer(asked.again(match["question"], about))
            if made.status == "answered":
                return made
    return None


@functools.cache
def _patterns() -> Patterns:
    tables = (language(code).operands.get("pointed", {}) for code in CODES)
    return Patterns(line for table in tables for line in table.get("patterns", ()))
