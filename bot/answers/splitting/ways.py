"""What a way of splitting a question consists of, and the one function that takes it.

The parts are questions of their own, asked one after another, as in a chat. All have what the way wants of them, or
none of it is told: the question is then answered as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.finding import going_on
from bot.finding.asked import Asked
from bot.models import Answer, Query

Answering = Callable[[Asked], Answer]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a question, as it was asked by itself."""

    text: str
    asked: Asked
    answer: Answer


Made = Sequence[Part]
"""the parts that were asked so far, in order"""


def _of_nothing(asked: Asked, made: Made) -> None:
    """Parts that say everything themselves."""


def _always(_sub: Asked, _made: Made) -> bool:
    return True


def _as_it_is(_asked: Asked, part: Part, _made: Made, _answer: Answering) -> Part:
    return part


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How a question may be split. Functions are given the whole question (`asked`) or a part, and the parts before."""

    cut: Callable[[Asked], Sequence[str]]
    """the parts, each a question; fewer than two where the question is not one of this kind"""
    leans_on: Callable[[Asked, Made], Query | None] = _of_nothing
    """what the next part leaves out is taken from this"""
    asks: Callable[[Asked, Made], bool] = _always
    """whether a part, by what it means, may stand behind those before; only then its answer is looked for"""
    reword: Callable[[Asked, Part, Made, Answering], Part | None] = _as_it_is
    """a part asked once more, with words of the others, where it says too little; None where that is no question"""
    accept: Callable[[Part, Made], bool]
    """whether the answer of a part is one that can be told beside those before"""
    together: Callable[[Asked, Made], Answer | None]
    """one answer of all parts; None if they do not go together"""


def split(asked: Asked, way: Way, answer: Answering) -> Answer | None:
    """The answer to a question that is split so; None where it is none of this kind, or one part has no answer."""
    texts = way.cut(asked)
    if len(texts) < 2:
        return None
    made: list[Part] = []
    for text in texts:
        sub = asked.again(text, way.leans_on(asked, made))
        if not way.asks(sub, made):
            return None
        part = way.reword(asked, Part(text=text, asked=sub, answer=answer(sub)), made, answer)
        if part is None or not way.accept(part, made):
            return None
        made.append(part)
    return way.together(asked, made)


def joined(asked: Asked, made: Made) -> Answer | None:
    """The answers of the parts, one below the other; None if two tell the same."""
    answers = [part.answer for part in made]
    results = tuple(result for one in answers for result in one.results)
    if len({(one.body, one.metric, one.party, one.value, one.sources[:1]) for one in results}) < len(results):
        return None
    return Answer(
        status="answered",
        text="\n".join(going_on.without(asked.tongue, one.text) for one in answers),
        results=results,
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        query=answers[-1].query,
    )
