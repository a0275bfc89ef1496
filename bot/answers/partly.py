"""Several questions in one message, the last of which nothing answers (how many courses? how many films?).

Only questions that stand apart, each with its own question word behind a sign that ends a sentence: what is asked
behind a comma may narrow what stands before it. Each leans on the one before it; behind one that
has no answer it may be about what that asked for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from bot import wording
from bot.answers.splitting.cutting import asks
from bot.answers.splitting.ways import Part
from bot.finding import going_on
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.models import Answer, Query
from bot.words.mentions import is_content

_ENDS = r"[?!;。\n]+"
MOST_PARTS = 4


def partly(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figures of the first questions, and that there is none of the others; None where it is none of this kind."""
    told = asked.understood
    texts = [part.strip() for part in re.split(_ENDS, asked.text) if any(map(is_content, part))]
    if not 1 < len(texts) <= MOST_PARTS or not all(asks(asked, text) for text in texts):
        return None
    if len(told.choices) != 1 or len(told.years) > 1 or told.each or told.claimed or told.conditions:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    given = Query(intent="figure", bodies=(target.body.name,), years=(target.year,))
    made = []
    leaning = asked.before
    for text in texts:
        sub = asked.again(text, leaning)
        made.append(Part(text=text, asked=sub, answer=answer(sub)))
        leaning = made[-1].answer.query if _is_figure(made[-1].answer, target) else given
    known = list(itertools.takewhile(lambda part: _is_figure(part.answer, target), made))
    rest = made[len(known) :]
    if not known or not rest or any(part.answer.status != "not_understood" for part in rest):
        return None
    return _told(asked, known, rest)


def _is_figure(one: Answer, target: Target) -> bool:
    """One figure of the body and year that the whole is about."""
    results = one.results if one.status == "answered" else ()
    return [(each.body, each.year) for each in results] == [(target.body.name, target.year)]


def _told(asked: Asked, known: list[Part], rest: list[Part]) -> Answer:
    tongue = asked.tongue
    note = tongue.say("not_all_told", parts=wording.words(tongue, [part.text for part in rest]))
    lines = [going_on.without(tongue, part.answer.text) for part in known]
    return Answer(
        status="answered",
        text="\n".join([*lines, *wording.note_lines(tongue, [note])]),
        results=tuple(result for part in known for result in part.answer.results),
        notes=(*dict.fromkeys(one for part in known for one in part.answer.notes), note),
        query=known[-1].answer.query,
    )
