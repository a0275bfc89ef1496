"""A figure that is given within a question: 12宗办结的都怎么处理的. The question is asked without it, and it is tested.

What it counts is not said apart, so it has to be a figure of whatever is told, or of a whole of that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot import wording
from bot.answers.premises import put_to_test
from bot.finding.asked import Asked
from bot.languages import language
from bot.meaning.readings import Fit
from bot.meaning.wholes import wholes_of
from bot.models import Answer, Query
from bot.words.domains import domains
from bot.words.mentions import is_content
from bot.words.patterns import Patterns
from bot.words.tokens import words_of
from index.metrics import catalogue

_CLOSE = 1
"""a sign that may stand between the figure and what it counts: 的"""


def given(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer without the figure, and that it is so; None where it is not, or stands for something else."""
    found = {match.start("figure"): match for _, match in reversed([*_patterns(asked.tongue.code).found(asked.text)])}
    if len(found) != 1 or asked.understood.conditions:
        return None
    (match,) = found.values()
    sub = asked.again(f"{asked.text[: match.start('drop')]}{asked.text[match.end('drop') :]}", asked.before)
    told = sub.understood
    if told.left or told.claimed or told.conditions:
        return None
    made = answer(sub)
    query = made.query
    if made.status != "answered" or query is None or len({(one.body, one.year) for one in made.results}) != 1:
        return None
    counted = _counted(asked, match.end("figure"))
    for key, party in _may_be(query):
        if not _may_be_called(counted, key):
            continue
        whole = replace(query, intent="figure", ops=(), each=None, metrics=(key,), parties=(party,))
        claim, _ = put_to_test(asked, match["figure"], whole)
        if claim is not None and claim.claims and all(one.holds for one in claim.claims):
            return wording.noted(asked.tongue, made, (claim.text.split("\n")[0],))
    return None


def _may_be(query: Query) -> Iterator[Fit]:
    """What the figure may be of: of all that is told, what holds it, and what is counted beside it (项目 of 金额)."""
    fits = list(dict.fromkeys(zip(query.metrics, query.parties, strict=True)))
    wholes = [wholes_of(fit) for fit in fits]
    yield from (one for one in fits if query.intent != "figure" and len(fits) == 1)
    yield from (one for one in wholes[0] if all(one == fit or one in of for fit, of in zip(fits, wholes, strict=True)))
    yield from _beside(fits[0]) if len(fits) == 1 else ()


def _counted(asked: Asked, at: int) -> frozenset[str]:
    """What the words right behind the figure mean, up to the thing that they name: 84件重复申请 are no 84件申请."""
    said: frozenset[str] = frozenset()
    for one in asked.cover.mentions:
        ways = [words_of(way).features for way in one.alternatives]
        if one.start < at or not any(ways):
            continue
        if one.start - at > _CLOSE or not all(map(is_content, asked.text[at : one.start])):
            break
        said, at = said | ways[0], one.end
        if said & domains():
            break
    return said


def _may_be_called(said: frozenset[str], key: str) -> bool:
    return said <= catalogue()[key].needs | catalogue()[key].may


def _beside(fit: Fit) -> list[Fit]:
    """What stands beside it in the form, counted in something else: projects beside what was paid for them."""
    metric, group = catalogue()[fit[0]], fit[0].partition(".")[0]
    return [(key, None) for key, one in catalogue().items() if key.startswith(f"{group}.") and one.unit != metric.unit]


@functools.cache
def _patterns(code: str) -> Patterns:
    return Patterns(language(code).frames.get("given", ()))
