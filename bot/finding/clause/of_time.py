"""Rules for when: a figure of the year before, or of a part of the year, answers only where that is asked for."""

from __future__ import annotations

import re

from bot.finding.clause.told import Rule, Told
from bot.languages import language


def is_of_this_year(told: Told) -> bool:
    """What the report tells of the year before is asked for: 年报里提到的上一年满意率."""
    before: str = language("zh").statements["year_before"]
    return re.search(before, told.said) is not None and re.search(before, told.own) is None


def is_of_a_part_of_the_year(told: Told) -> bool:
    """A part of the year is told, and another or none was asked for: 上半年接听28417个."""
    tables = language("zh").statements
    if any(re.search(one["said"], told.said) for one in tables["in_turn"]):
        return True
    return any(one not in told.said for one in re.findall(tables["part_of_year"], told.own))


def is_by_then(clause: str) -> bool:
    """How many there are by then is told, and no sum over years counts it: 专区增至15个."""
    return re.search(language("zh").statements["by_then_told"], clause) is not None


RULES: tuple[Rule[Told], ...] = (is_of_this_year, is_of_a_part_of_the_year)
