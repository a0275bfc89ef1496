"""A change from the year before that the report tells itself: 来信比2016年减少多少 of a report of 2017 that says so.

It is asked without the year before, which may have no report, or none with the figure.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.choosing import taken_apart
from bot.answers.listed import listed
from bot.finding.asked import Asked
from bot.models import Answer


def as_told(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figure of a sentence; None where no sentence tells it, or the years do not follow each other."""
    for taken in taken_apart("as_told", asked):
        if int(taken.groups["year"]) - 1 != int(taken.groups["before"]):
            continue
        sub = asked.again(taken.put("asks")[0], None)
        found = answer(sub)
        made = found if found.status == "answered" else listed(sub)
        if made is not None and len(made.results) == 1 and made.results[0].metric is None:
            return made
    return None
