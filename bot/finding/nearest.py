"""What can be asked instead of a question that was not understood: questions that keep to what was understood.

They are offered, never answered: the words that prevent an answer may change what is asked, so the asker chooses. Each
of them has a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target, flagship
from bot.finding.asking_back import with_options
from bot.models import Answer, Option
from bot.normalise import normalise

MOST = 3
MOST_TRIED = 3
"""words that are left out one by one, where it is not known which one stands in the way"""
MOST_CHARACTERS = 120
"""of a question that others are looked for beside: a longer one is no slip of one word"""


def nearest(asked: Asked, refused: Answer, answer: Callable[[Asked], Answer]) -> Answer:
    """The refusal with up to three such questions in place of its example, or unchanged if there are none."""
    if refused.options or len(asked.text) > MOST_CHARACTERS:
        return refused
    lead = "nearest"
    asks = tuple(dict.fromkeys((*_respelt(asked, answer), *_without(asked, refused.words, answer))))[:MOST]
    if not asks:
        lead = "of_report"
        asks = tuple(islice(_of_body(asked), MOST))
    if not asks:
        return refused
    options = tuple(Option(label=ask, ask=ask) for ask in asks)
    head, _, _ = refused.text.partition("\n")
    return replace(refused, text=f"{head}\n{with_options(asked.tongue, lead, options)}", options=options)


def _respelt(asked: Asked, answer: Callable[[Asked], Answer]) -> Iterator[str]:
    """Questions for one figure of towns whose names sound like what was typed."""
    for text in asked.respelt():
        made = answer(asked.again(text, asked.before))
        if made.status == "answered" and len(made.results) == 1 and (only := made.results[0]).metric:
            yield wording.question(asked.tongue, only.body, only.year, only.metric, only.party)


def _without(asked: Asked, words: Sequence[str], answer: Callable[[Asked], Answer]) -> Iterator[str]:
    """Questions for one figure that are left when the words in the way, or any one of them, are left out."""
    told = asked.understood
    if not told.choices or not (told.measures or told.near):
        return
    ways = [words] if told.left else [(word,) for word in words[:MOST_TRIED]]
    for way in ways:
        text = asked.text
        for word in way:
            text = text.replace(normalise(word).text, " ", 1)
        if text == asked.text:
            continue
        made = answer(asked.again(text, asked.before))
        if made.status == "answered" and all(each.metric and not each.calculated for each in made.results):
            for each in made.results:
                yield wording.question(asked.tongue, each.body, each.year, each.metric or "", each.party)


def _of_body(asked: Asked) -> Iterator[str]:
    """What the report that was asked about is asked most."""
    told = asked.understood
    if len(told.choices) != 1 or len(told.years) > 1:
        return
    target = aim(asked)
    if isinstance(target, Target) and not target.others:
        for key in flagship(asked.store, target.report):
            yield wording.question(asked.tongue, target.body.name, target.year, key)
