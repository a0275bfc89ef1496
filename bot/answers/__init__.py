"""Answers: what is tried for a question, and in which order."""

from __future__ import annotations

from bot import wording
from bot.answers.besides import beside_answer, beside_claim
from bot.answers.kinds import whole
from bot.answers.so_many import elsewhere, miscounted
from bot.answers.stages import FIRST, INSTEAD, STAGES, taken
from bot.finding.asked import Asked
from bot.models import Answer


def answer(asked: Asked) -> Answer:
    """Answer by the kind of question; what is not understood as a whole is asked part by part."""
    return _held(asked, _made(asked))


def figures(asked: Asked) -> Answer:
    """The same where only figures count: nothing that can be told instead of one is looked for."""
    return _held(asked, _made(asked, instead=False))


def _held(asked: Asked, made: Answer) -> Answer:
    """The answer, if it tells so many as are said to be, and of the part of the report that is named."""
    return miscounted(asked, made) or elsewhere(asked, made) or _noted(asked, made)


def _noted(asked: Asked, made: Answer) -> Answer:
    if asked.understood.heads and made.status == "answered":
        note = asked.tongue.say("counts_requests")
        return wording.noted(asked.tongue, made, (note,))
    return made


def _made(asked: Asked, *, instead: bool = True) -> Answer:
    first = taken(asked, FIRST, answer)
    if first is not None:
        return first
    made = whole(asked)
    if made.status == "answered":
        return beside_answer(asked, made, whole) or made
    if made.status == "checked":
        return beside_claim(asked, made, whole) or made
    stages = (*STAGES.get(made.status, ()), *(INSTEAD.get(made.status, ()) if instead else ()))
    return taken(asked, stages, whole) or made
