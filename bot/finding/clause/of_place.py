"""Rules for a place among others: 排名第6 answers 排第几, and no question of how many."""

from __future__ import annotations

import re

from bot.finding.clause.told import Rule, Told
from bot.languages import language
from index.models import Statement


def is_place(clause: str, start: int, unit: str) -> bool:
    """Whether a figure of a clause is a place: 列第3名, 排名第6, 位列全省13位."""
    tables = language("zh").statements
    return unit in ("", *tables["places"]) and re.search(f"(?:{tables['place_sign']})$", clause[:start]) is not None


def tells_place(statement: Statement) -> bool:
    """Whether a statement tells a place."""
    found = re.finditer(rf"{statement.value}(?![0-9.])", statement.text)
    return any(is_place(statement.text, one.start(), statement.unit) for one in found)


def is_no_place(told: Told) -> bool:
    """A place is asked for and something is counted, or the other way round: 第4位 are no four people."""
    return told.asked.place != is_place(told.clause, told.figure[0], told.unit)


RULES: tuple[Rule[Told], ...] = (is_no_place,)
