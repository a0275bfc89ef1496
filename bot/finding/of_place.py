"""Rules for a place among others: 排名第6 answers 排第几, and no question of how many."""

from __future__ import annotations

from bot.finding.told import Rule, Told
from bot.languages import language
from index.models import Statement


def is_place(clause: str, start: int, unit: str) -> bool:
    """Whether a figure of a clause is a place: 列第3名, 排名第6."""
    tables = language("zh").statements
    return clause[:start].endswith(tables["place_sign"]) and unit in ("", *tables["places"])


def tells_place(statement: Statement) -> bool:
    """Whether a statement tells a place."""
    tables = language("zh").statements
    return f"{tables['place_sign']}{statement.value}" in statement.text and statement.unit in ("", *tables["places"])


def is_no_place(told: Told) -> bool:
    """A place is asked for and something is counted, or the other way round: 第4位 are no four people."""
    return told.asked.place != is_place(told.clause, told.figure[0], told.unit)


RULES: tuple[Rule[Told], ...] = (is_no_place,)
