"""Bodies with more or fewer than one that is named: 2022年申请比青禾区多的单位.

Its figure is asked for first, and then who has more or fewer than that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.answers.choosing import of_those_told, taken_apart
from bot.finding.asked import Asked
from bot.models import Answer


def than_body(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The bodies, with a note that says what they are compared with; None where no bodies are looked for so."""
    for taken in taken_apart("than_body", asked):
        its = asked.again(taken.put("of_it")[0], None)
        told = its.understood
        if told.intent != "figure" or told.left or len(told.choices) != 1 or len(told.measures) != 1:
            continue
        one = answer(its)
        figure = one.results[0].value if len(one.results) == 1 else None
        if one.status != "answered" or figure is None or one.query is None:
            continue
        bound = taken.tongue.chosen["bounds"][taken.groups["sign"]]
        made = answer(asked.again(taken.put("asks", bound=bound, figure=f"{figure:f}")[0], None))
        if made.query is None or made.query.intent != "filter" or made.query.metrics != one.query.metrics:
            continue
        note = asked.tongue.say("than_that", line=one.text.partition("\n")[0])
        made = wording.noted(asked.tongue, made, (note, *one.notes))
        return replace(made, query=of_those_told(made.query, made.results))
    return None
