"""Bodies above or below the average of all: 2022年申请超过平均数的单位.

The average is asked for first, and then which bodies are above it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.answers.choosing import of_those_told, said
from bot.finding.asked import Asked
from bot.models import Answer, Query


def than_average(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The bodies, with a note that says what the average is; None where no bodies are looked for so."""
    tongue, match = next(said("than_average", asked), (asked.tongue, None))
    if match is None:
        return None
    before, after = asked.text[: match.start()], asked.text[match.end() :]
    average = answer(asked.again(tongue.say("average_of", before=before, what=match["what"]), asked.before))
    if average.status != "answered" or len(average.results) != 1 or average.query is None:
        return None
    figure = average.results[0].value
    if average.query.intent != "average" or figure is None:
        return None
    made = answer(asked.again(f"{before}{match['what']} {match['than']} {figure:f}{after}", asked.before))
    if made.query is None or made.query.intent not in {"filter", "count"} or not _alike(made.query, average.query):
        return None
    note = asked.tongue.say("average_is", average=average.text.partition("\n")[0])
    made = wording.noted(asked.tongue, made, (note, *average.notes))
    # what is asked next has another average
    return replace(made, query=of_those_told(made.query, made.results))


def _alike(one: Query, other: Query) -> bool:
    """The bodies are looked for by what the average is of: the same figure, of the same applicants and year."""
    return (one.metrics, one.parties, one.years) == (other.metrics, other.parties, other.years)
