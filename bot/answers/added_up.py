"""Figures that only prose or a report's own rows tell, added up: one sum for each unit, with its formula."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.finding.asked import Asked
from bot.models import Answer


def added_up(asked: Asked, made: Answer) -> Answer:
    """The sums in place of the figures that are told one by one, which stay below them."""
    lines, sums = [], []
    for unit in dict.fromkeys(one.unit for one in made.results):
        parts = [one for one in made.results if one.unit == unit]
        values = [one.value or Decimal(0) for one in parts]
        total = sum(values, Decimal(0))
        formula = f"{' + '.join(map(wording.plain, values))} = {wording.plain(total)} {unit or ''}".rstrip()
        lines.append(asked.tongue.say("formula", formula=formula))
        sources = tuple(source for one in parts for source in one.sources)
        approximate = any(one.approximate for one in parts)
        sums.append(replace(parts[0], value=total, calculated=True, sources=sources, approximate=approximate))
    return replace(made, text="\n".join([*lines, made.text]), results=tuple(sums))
