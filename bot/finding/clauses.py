"""The clauses of a report that tell a figure, and what one of them says where a metric has no fact."""

from __future__ import annotations

from bot.finding import statements
from bot.finding.asked import Asked
from bot.meaning.readings import Fit
from index import numbers
from index.models import Statement


def clauses_of(asked: Asked, report: int) -> list[Statement]:
    """Every figure of the prose with its clause, also where a metric names it (收取复制费320元).

    And the rows that a body added to a table, where the question has the whole of their label (省级平台采购).
    """
    found = list(asked.store.statements(report=report))
    for fact in asked.store.told_facts(report):
        if fact.value is None:
            continue
        text = fact.source.quote if fact.kind == "prose" and fact.metric else None
        label = statements.plain_label(fact.text) if fact.text and not fact.metric else ""
        if label and label in asked.text:
            text = f"{label}{fact.source.column or ''}{numbers.say(fact.value)}{fact.unit}"
        if text:
            found.append(
                Statement(text=text, value=fact.value, unit=fact.unit, source=fact.source, approximate=fact.approximate)
            )
    return found


def reading_as(asked: Asked, report: int, fit: Fit) -> Statement | None:
    """The one figure that a clause tells of a metric without a fact: 举办业务培训5期，培训348人次."""
    found = statements.matching(asked.text, asked.cover, lambda: clauses_of(asked, report), (fit,))
    return found[0] if len({(one.value, one.unit) for one in found}) == 1 else None
