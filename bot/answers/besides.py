"""A figure besides a difference: 复议几件，比诉讼多几件 asks for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers.piecewise import asks, split
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.models import Answer

_PARTS = 2


def figure_besides(asked: Asked, made: Answer, answer: Callable[[Asked], Answer]) -> Answer:
    """The difference, with the figure that a clause ahead of it asks for; alone where no clause does."""
    parts = [part.strip() for part in split(asked) if part.strip()]
    if len(parts) != _PARTS or not all(asks(asked, part) for part in parts):
        return made
    first = answer(asked.again(parts[0], asked.before))
    bodies = {one.body for one in first.results}
    if first.status != "answered" or len(first.results) != 1 or not bodies <= {one.body for one in made.results}:
        return made
    return replace(
        made,
        text=f"{going_on.without(asked.tongue, first.text)}\n{made.text}",
        results=(*first.results, *made.results),
        notes=tuple(dict.fromkeys((*first.notes, *made.notes))),
    )
