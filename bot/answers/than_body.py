"""Bodies with more or fewer than one that is named: 2022年申请比青禾区多的单位.

Its figure is asked for first, and then who has more or fewer than that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import wording
from bot.finding.asked import Asked
from bot.languages import CODES, language
from bot.models import Answer
from bot.words.patterns import Patterns


@functools.cache
def _patterns() -> tuple[tuple[Mapping[str, str], Sequence[Mapping[str, Any]], Patterns], ...]:
    made = [language(code).chosen for code in CODES]
    return tuple(
        (one["bounds"], one["than_body"], Patterns([entry["said"] for entry in one["than_body"]])) for one in made
    )


def than_body(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The bodies, with a note that says what they are compared with; None where no bodies are looked for so."""
    if asked.before is not None:
        return None
    for bounds, entries, patterns in _patterns():
        for at, match in patterns.found(asked.text):
            groups = match.groupdict("") | {"bound": bounds[match["sign"]]}
            its = asked.again(entries[at]["of_it"].format_map(groups), None)
            told = its.understood
            if told.intent != "figure" or told.left or len(told.choices) != 1 or len(told.measures) != 1:
                continue
            one = answer(its)
            figure = one.results[0].value if len(one.results) == 1 else None
            if one.status != "answered" or figure is None or one.query is None:
                continue
            asks = entries[at]["asks"].format_map(groups | {"figure": f"{figure:f}"})
            made = answer(asked.again(asks, None))
            if made.query is None or made.query.intent != "filter" or made.query.metrics != one.query.metrics:
                continue
            note = asked.tongue.say("than_that", line=one.text.partition("\n")[0])
            # what is asked next is of all again: nothing is gone on from
            return replace(wording.noted(asked.tongue, made, (note, *one.notes)), query=None)
    return None
