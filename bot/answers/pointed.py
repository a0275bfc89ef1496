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
    patterns, asks = _patterns()
    for at, match in patterns.found(asked.text):
        found = answer(asked.again(f"{match['one']}{asks[at]}", None))
        ones = {(one.body, one.year) for one in found.results}
        if found.status == "answered" and len(ones) == 1:
            body, year = next(iter(ones))
            about = Query(intent="figure", bodies=(body,), years=(year,))
            made = answer(asked.again(match["question"], about))
            if made.status == "answered":
                return made
    return None


@functools.cache
def _patterns() -> tuple[Patterns, tuple[str, ...]]:
    """The patterns of all languages, whatever language is answered in, and how each asks for the one."""
    tables = [language(code).operands.get("pointed", {}) for code in CODES]
    lines = [(line, table["which"]) for table in tables for line in table.get("patterns", ())]
    return Patterns(line for line, _ in lines), tuple(which for _, which in lines)
