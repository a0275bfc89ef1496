"""How many there were, and whether they came to something: 复议有几件，维持了吗.

As a whole, what they came to would narrow the figure, and it alone be told. The second leans on the first.
"""

from __future__ import annotations

import re

from bot.answers.splitting.cutting import asks, clauses
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.languages import every
from bot.models import Query


def _cut(asked: Asked) -> list[str]:
    """The two clauses, of which only the first asks how many."""
    whether = any(re.search(one, asked.text) for one in every("operands", "and_whether"))
    if not whether or asked.understood.claimed:
        return []
    parts = clauses(asked)
    return parts if len(parts) == 2 and asks(asked, parts[0]) and not asks(asked, parts[1]) else []


def _leans_on(asked: Asked, made: Made) -> Query | None:
    return made[-1].answer.query if made else asked.before


def _asks(sub: Asked, made: Made) -> bool:
    """A figure, then a row of the form that it came to."""
    told = sub.understood
    return told.intent == "figure" and not told.each and (not made or bool(told.features))


def _accept(part: Part, _made: Made) -> bool:
    """One figure of a metric each."""
    results = part.answer.results
    return part.answer.status == "answered" and len(results) == 1 and results[0].metric is not None


AND_WHETHER = Way(cut=_cut, leans_on=_leans_on, asks=_asks, accept=_accept, together=joined)
