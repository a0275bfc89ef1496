"""The clauses of a report that state figures, and what one of them states of a metric without a fact."""

from __future__ import annotations

import functools
from decimal import Decimal

from bot.finding.asked import Asked, Target, once
from bot.finding.clause import statements
from bot.finding.sentence.paragraphs import LATELY, Paragraphs, paragraphs_of
from bot.meaning.readings import Fit
from index import numbers
from index.models import Statement, make_statement

REMEMBERED = 1024
"""clauses kept in memory with what their figures are printed with: several questions are asked of one report"""


@once
def clauses_of(asked: Asked, report: int) -> tuple[Statement, ...]:
    """All figures of the prose with their clauses, also those of metrics (收取复制费320元).

    Rows that a body added to a table are included if the question contains their whole label (省级平台采购).
    """
    found = list(asked.store.statements(report=report))
    for fact in asked.store.told_facts(report):
        if fact.value is None:
            continue
        text = fact.source.quote if fact.kind == "prose" and fact.metric else None
        value, unit = _as_printed(text, fact.value, fact.unit) if text else (fact.value, fact.unit)
        label = statements.plain_label(fact.text) if fact.text and not fact.metric else ""
        if label and label in asked.text:
            text = f"{label}{fact.source.column or ''}{numbers.say(fact.value)}{fact.unit}"
        if text:
            found.append(
                make_statement(text=text, value=value, unit=unit, source=fact.source, approximate=fact.approximate)
            )
    return tuple(found)


def prose_of(asked: Asked, target: Target) -> tuple[str, ...]:
    """The paragraphs of the report."""
    return _in_one(paragraphs_of(asked.store, target.report))


def bare_prose_of(asked: Asked, target: Target) -> tuple[str, ...]:
    """The same as words are looked for in it."""
    return _bare(prose_of(asked, target))


@functools.lru_cache(maxsize=LATELY)
def _in_one(every: Paragraphs) -> tuple[str, ...]:
    return tuple(["".join([text for _, text in paragraph]) for paragraph in every])


@functools.lru_cache(maxsize=LATELY)
def _bare(prose: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(statements.bare, prose))


@functools.lru_cache(maxsize=REMEMBERED)
def _as_printed(text: str, value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The figure with the measure word it is printed with: 视频解读11个, that a metric counts in 篇; 35万元."""
    every = numbers.find(statements.bare(text))
    if unit == numbers.MONEY:
        money = [one for one in every if one.unit in numbers.MONEY_UNITS and numbers.in_unit(one, unit) == value]
        return (money[0].value, money[0].unit) if money else (value, unit)
    printed = {one.unit for one in every if one.value == value and one.unit}
    return value, next(iter(printed)) if len(printed) == 1 else unit


def reading_as(asked: Asked, report: int, fit: Fit) -> Statement | None:
    """The one figure that a clause states of a metric without a fact: 举办业务培训5期，培训348人次.

    Where several are asked for, the words of the question are of each of them, and the clause has to say which.
    """
    found = statements.matching(asked.text, asked.cover, lambda: clauses_of(asked, report), (fit,))
    if len(asked.understood.measures) > 1:
        found = [one for one in found if _says(one, fit)]
    return found[0] if len({(one.value, one.unit) for one in found}) == 1 else None


def _says(one: Statement, fit: Fit) -> bool:
    clause = statements.of_this_year(statements.bare(one.text))
    spot = statements.place_of(clause, one)
    return spot is not None and statements.reads_as(clause, spot, one.unit, (fit,))
