"""A question about several years, asked of each by itself: for figures that only the prose states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from bot.answers.piecewise import asks
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.meaning.understood import Understood
from bot.models import Answer, Mention, Result
from bot.words.mentions import is_content

MOST_YEARS = 8
_GONE = "\0"
"""in place of what is said of all the years"""


def of_each(
    asked: Asked, years: Sequence[int], dropped: Set[str], answer: Callable[[Asked], Answer]
) -> list[Answer] | None:
    """The answers for all years, each with one figure of the same thing; None if one of them has none.

    `dropped`: tokens that are said of all the years together (op:trend).
    """
    text = _without_years(asked, dropped)
    if not any(map(is_content, text)):
        return None
    form: str = asked.tongue.operands["over_years"]["each"]
    made = [answer(asked.again(form.format(year=year, question=text), None)) for year in years]
    if any(one.status != "answered" or len(one.results) != 1 for one in made):
        return None
    results = results_of(made)
    if any(one.calculated or one.value is None for one in results):
        return None  # a blank is no 0
    if len({(one.unit, one.metric, one.body) for one in results}) > 1 or [one.year for one in results] != [*years]:
        return None
    return [replace(one, text=going_on.without(asked.tongue, one.text)) for one in made]


def is_backward(told: Understood) -> bool:
    """From 2021 to 2019: where years are not compared it is not known what is meant."""
    return list(told.years) != sorted(told.years)


def results_of(made: Sequence[Answer]) -> list[Result]:
    return [one.results[0] for one in made]


def _without_years(asked: Asked, dropped: Set[str]) -> str:
    """The question without its years, what joins and counts them, and what is done over them, as a question."""
    tables = asked.tongue.operands["over_years"]
    signs = list(asked.text)
    for start, end in _gone(asked, dropped):
        signs[start:end] = _GONE * (end - start)
    text = "".join(signs)
    joins = tables["joins"]
    text = re.sub(f"(?:(?:{joins})?{tables['blank']}{_GONE}+{tables['blank']}(?:{joins})?)+", _GONE, text)
    text = re.sub(tables["counted"], "", text)
    text = re.sub(tables["lead"], "", text.replace(_GONE, tables["gap"])).strip(" ,;、:。?!")
    return text if asks(asked, text) else tables["asking"].format(question=text)


def _gone(asked: Asked, dropped: Set[str]) -> Iterator[tuple[int, int]]:
    for one in asked.cover.mentions:
        if one.kind == "year" or _is_dropped(one, dropped):
            yield one.start, one.end


def _is_dropped(one: Mention, dropped: Set[str]) -> bool:
    return any(way & dropped for way in one.alternatives)
