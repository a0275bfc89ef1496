"""The figures in prose that no metric names: answered only where a clause covers every content word."""

from __future__ import annotations

from collections.abc import Sequence

from bot.mentions import is_content
from bot.models import Cover
from index import numbers
from index.models import Statement

SHORTEST_PIECE = 2
"""characters a piece of the question must have to be looked for in a clause"""


def asked_for(text: str, cover: Cover) -> tuple[list[str], str | None]:
    """What is left of a question without body, year, filler and question words; and what it counts.

    The counted thing is the word after the question word (多少镇街) or its measure word (几个, 多少人).
    """
    skip = [False] * len(text)
    counted: str | None = None
    asking_ends = -1
    for mention in cover.mentions:
        tokens = set().union(*mention.alternatives) if mention.alternatives else set()
        is_ask = "ask" in tokens
        unit = next((token.partition(":")[2] for token in sorted(tokens) if token.startswith("unit:")), None)
        content = any(not token.startswith(("unit:", "year:")) and token not in {"ask", "and"} for token in tokens)
        if mention.kind != "phrase" or is_ask or not content:
            skip[mention.start : mention.end] = [True] * (mention.end - mention.start)
        if is_ask:
            asking_ends = mention.end
            if len(mention.text) > 1 and mention.text[-1] in numbers.COUNT_UNITS:
                counted = mention.text[-1]
        elif unit and mention.start == asking_ends:
            counted = mention.text
    if counted is None and asking_ends >= 0:
        counted = _after(text, skip, asking_ends) or None
    return _pieces(text, skip), counted


def _after(text: str, skip: Sequence[bool], start: int) -> str:
    end = start
    while end < len(text) and is_content(text[end]) and not skip[end]:
        end += 1
    return text[start:end]


def _pieces(text: str, skip: Sequence[bool]) -> list[str]:
    """Runs of content."""
    pieces = [""]
    for sign, skipped in zip(text, skip, strict=True):
        if skipped or not is_content(sign):
            if pieces[-1]:
                pieces.append("")
        else:
            pieces[-1] += sign
    return [piece for piece in pieces if piece]


def covered(clause: str, pieces: Sequence[str]) -> bool:
    """Tell whether all pieces stand in the clause in order, cut into words of two characters or more."""
    for piece in pieces:
        at = 0
        rest = piece
        while rest:
            size = next((n for n in range(len(rest), SHORTEST_PIECE - 1, -1) if clause.find(rest[:n], at) >= 0), 0)
            if not size:
                return False
            at = clause.find(rest[:size], at) + size
            rest = rest[size:]
    return True


def counts(clause: str, value_at: int, value_end: int, unit: str, counted: str | None) -> bool:
    """Tell whether what is counted is the figure's own unit, or touches the figure."""
    if counted is None:
        return False
    if unit and (unit == counted or counted.startswith(unit)):
        rest = counted.removeprefix(unit)
        return not rest or rest in clause
    return clause[value_end:].lstrip().startswith(counted) or clause[:value_at].rstrip().endswith(counted)


def matching(text: str, cover: Cover, statements: Sequence[Statement]) -> list[Statement]:
    """Statements whose clause covers the question and whose figure is what it counts."""
    pieces, counted = asked_for(text, cover)
    if not pieces:
        return []
    found = []
    for statement in statements:
        printed = statement.text
        spot = _place(printed, statement)
        if spot and covered(printed, pieces) and counts(printed, *spot, statement.unit, counted):
            found.append(statement)
    return found


def _place(clause: str, statement: Statement) -> tuple[int, int] | None:
    """Where the statement's figure stands in its clause."""
    for number in numbers.find(clause):
        if number.value == statement.value and number.unit == statement.unit:
            return number.start, number.end
    return None
