"""A question about several years, asked of each by itself: for figures that only the prose states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from bot.answers.splitting.cutting import asks
from bot.answers.splitting.ways import Made, Part
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.meaning.understood import Understood
from bot.models import Mention, Result
from bot.words.mentions import is_content
from bot.words.refusing import asks_otherwise

MOST_YEARS = 8
_GONE = "\0"
"""in place of what is said of all the years"""


def questions(asked: Asked, years: Sequence[int], dropped: Set[str]) -> list[str]:
    """The question of each of the years; none where nothing else is said.

    `dropped`: tokens that are said of all the years together (op:trend).
    """
    if any(map(asks_otherwise, asked.cover.mentions)):
        # 2021年收到的申请在2022年办结多少: without its years it would be another question
        return []
    text = _without_years(asked, dropped)
    form: str = asked.tongue.operands["over_years"]["each"]
    return [form.format(year=year, question=text) for year in years] if any(map(is_content, text)) else []


def accept(part: Part, _made: Made) -> bool:
    """One figure as it is stated; a blank is no 0."""
    results = part.answer.results
    return part.answer.status == "answered" and len(results) == 1 and _is_stated(results[0])


def _is_stated(one: Result) -> bool:
    return one.value is not None and not one.calculated


def texts_of(asked: Asked, made: Made) -> list[str]:
    """The answers of all years, without the questions that continue from them."""
    return [going_on.without(asked.tongue, part.answer.text) for part in made]


def results_of(made: Made, years: Sequence[int]) -> list[Result] | None:
    """The figures of all the years; None if they are not of one thing, or one is of another year."""
    results = [part.answer.results[0] for part in made]
    if len({(one.unit, one.metric, one.body) for one in results}) > 1 or [one.year for one in results] != [*years]:
        return None
    return results


def is_backward(told: Understood) -> bool:
    """From 2021 to 2019: where years are not compared it is not known what is meant."""
    return list(told.years) != sorted(told.years)


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
