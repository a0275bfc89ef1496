"""Which metric is meant, where part of one was said for several bodies or years at once: 各单位采购合计.

Each that may be meant is put in place of the word that leaves it open, and offered where the question then has an
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.finding.asked import Asked
from bot.finding.asking_back import MOST_OPTIONS, which_one
from bot.models import Answer, Option
from bot.normalise import normalise


def ask_metric(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The question back; None where fewer than two of them have an answer."""
    told = asked.understood
    if told.left or told.parties_said or not told.near or not (told.ops or told.each):
        return None
    for word in told.content:
        options = tuple(_options(asked, word, answer))
        if len(options) > 1:
            return which_one(asked.tongue, options)
    return None


def _options(asked: Asked, word: str, answer: Callable[[Asked], Answer]) -> Iterator[Option]:
    for key in asked.understood.near[:MOST_OPTIONS]:
        name = asked.tongue.name(key)
        ask = asked.text.replace(normalise(word).text, name, 1)
        made = answer(asked.again(ask, asked.before))
        if made.status == "answered" and made.query is not None and made.query.metrics == (key,):
            yield Option(label=name, ask=ask)
