"""Facts of one metric that differ between sentences, or from the tables: which of them stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.metrics import catalogue
from index.models import Fact
from loaders.prose.applicants import RECEIVED
from loaders.prose.in_hand import CARRIED_IN, IN_HAND
from loaders.prose.sentence import Finding
from loaders.prose.vocabulary import words

_ROUNDED = 5
"""a rounded figure is less than a fifth off"""
TOTALS = frozenset({RECEIVED, "requests.closed", "requests.answered", "reconsideration.total", "litigation.total"})
"""said outright they are of the whole year"""


def settled(facts: Sequence[Fact], below: frozenset[int], rivals: frozenset[str]) -> list[Fact]:
    """Leave out figures of one metric that differ between sentences of a report.

    `below` holds the places of facts that stand below another figure. 受理 that counts those carried in is in hand
    when the sum shows it; of an exact and a rounded figure the exact one stays; two totals of the year that are said
    outright both stay: the report contradicts itself. Anything else (two courses in two months) is no total, nor is
    a metric among `rivals`, of which another figure may be one of several.
    """
    by_key: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        by_key[fact.metric, fact.party].append(place)
    carried = {facts[place].value for place in by_key[CARRIED_IN, None]}
    kept: dict[int, Fact] = {}
    for (key, _), places in by_key.items():
        if key in rivals:
            continue
        values = {facts[place].value for place in places}
        exact = {facts[place].value for place in places if not facts[place].approximate}
        if key == RECEIVED and len(values) == 2 and max(values) - min(values) in carried:  # type: ignore[type-var,operator]
            for place in places:
                fact = facts[place]
                kept[place] = fact if fact.value == min(values) else replace(fact, metric=IN_HAND)  # type: ignore[type-var]
        elif len(values) == 1 or (key in TOTALS and not below & set(places)):
            kept |= {place: facts[place] for place in places}
        elif _parts_of(facts, places, below):
            kept |= {place: facts[place] for place in places if place not in below}
        elif len(exact) == 1 and all(_is_near(value, *exact) for value in values):
            kept |= {place: facts[place] for place in places if not facts[place].approximate}
    return [kept[place] for place in sorted(kept)]


def borne_out(head: Finding, findings: Sequence[Finding]) -> bool:
    """主动公开394条，其中网站216条、报刊65条、其他113条: media below a figure that make it up show that it is all."""
    parts = [f.value for f in findings if f.sub and f.unit == head.unit and f.figure is not None]
    return len(parts) > 1 and sum(parts) == head.value


def _parts_of(facts: Sequence[Fact], places: Sequence[int], below: frozenset[int]) -> bool:
    """发布解读材料33条。…公开71条，其中解读11条: one figure stands for itself, the smaller ones below others."""
    tops = {facts[place].value for place in places if place not in below}
    top = tops.pop() if len(tops) == 1 else None
    smaller = [facts[place].value for place in places if place in below]
    return top is not None and all(value is not None and value < top for value in smaller)


def _is_near(value: Decimal | None, exact: Decimal | None) -> bool:
    """Tell 近700 of 698 from 近700 of something else."""
    return value is not None and exact is not None and abs(value - exact) * _ROUNDED <= exact


def told_by_tables(facts: Sequence[Fact], tables: Sequence[Fact]) -> tuple[Fact, ...]:
    """受理 in prose is in hand where the tables show that it counts what was carried in (3607 = 3511 + 96)."""
    cells = {fact.metric: fact.value for fact in tables if fact.kind == "table" and fact.party in (None, "total")}
    received, carried = cells.get(RECEIVED), cells.get(CARRIED_IN)
    if not received or not carried:
        return tuple(facts)
    return tuple(
        replace(fact, metric=IN_HAND, unit=catalogue()[IN_HAND].unit)
        if fact.metric == RECEIVED and fact.party is None and fact.value == received + carried and not _is_new(fact)
        else fact
        for fact in facts
    )


def _is_new(fact: Fact) -> bool:
    """Whether the words say that all of it came within the year: 新收."""
    return any(word in fact.source.quote for word in words().text["came_new"])
