"""The figures in prose that no metric names: answered only where a clause covers every content word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.languages import language
from bot.mentions import is_content
from bot.models import Cover
from index import numbers
from index.models import Statement

SHORTEST_PIECE = 2
"""characters a piece of the question must have to be looked for in a clause"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """What a question looks for in a clause, and what it counts there."""

    pieces: tuple[str, ...]
    """runs of content, without body, year, filler and question words"""
    measure: str | None = None
    """the measure word after the question word: 个 in 几个"""
    after: str = ""
    """the content right after question and measure word: 镇街 in 多少镇街"""
    before: str = ""
    """the content before the question word: 账号 in 账号有几个"""


def counting(text: str, cover: Cover) -> Counting:
    """Take a question apart for looking through statements."""
    skip = [False] * len(text)
    measure: str | None = None
    asked_from = asked_to = -1
    for mention in cover.mentions:
        tokens = frozenset().union(*mention.alternatives)
        is_ask = "ask" in tokens
        is_unit = any(token.startswith("unit:") for token in tokens)
        content = any(
            (":" not in token or token.startswith(("party:", "term:", "not:"))) and token not in {"ask", "and"}
            for token in tokens
        )
        if mention.kind != "phrase" or is_ask or not content:
            skip[mention.start : mention.end] = [True] * (mention.end - mention.start)
        if is_ask:
            asked_from, asked_to = mention.start, mention.end
            last = mention.text[-1]
            measure = last if len(mention.text) > 1 and last in numbers.COUNT_UNITS else None
        elif is_unit and mention.start == asked_to:
            measure, asked_to = mention.text, mention.end
    if asked_to < 0:
        return Counting(pieces=tuple(_pieces(text, skip)))
    return Counting(
        pieces=tuple(_pieces(text, skip)),
        measure=measure,
        after=_run(text, skip, asked_to, 1),
        before=_run(text, skip, asked_from - 1, -1),
    )


def _run(text: str, skip: Sequence[bool], at: int, step: int) -> str:
    """The run of content beside a place; backwards, filler before it is passed over (账号有几个)."""
    while step < 0 and at >= 0 and skip[at]:
        at += step
    end = at
    while 0 <= end < len(text) and is_content(text[end]) and not skip[end]:
        end += step
    return text[at:end] if step > 0 else text[end + 1 : at + 1]


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
    """Tell whether all pieces stand in the clause in order, cut into words of two characters or more.

    A word that the clause denies (久不更新的栏目) is another word.
    """
    negations = tuple(language("zh").statements["negations"])
    at = 0
    for piece in pieces:
        rest = piece
        while rest:
            sizes = range(len(rest), SHORTEST_PIECE - 1, -1)
            size, found = next(((n, spot) for n in sizes if (spot := clause.find(rest[:n], at)) >= 0), (0, 0))
            if not size or clause[:found].endswith(negations):
                return False
            at, rest = found + size, rest[size:]
    return True


def counts(clause: str, spot: tuple[int, int], unit: str, asked: Counting) -> bool:
    """Tell whether the figure counts what the question counts: its own unit says so, or the noun touches it."""
    if asked.measure is not None and asked.measure != unit:
        return False
    if asked.measure in language("zh").statements["telling"]:
        return True
    following, leading = clause[spot[1] :].lstrip(), clause[: spot[0]].rstrip()
    if asked.after:
        return following.startswith(asked.after[:SHORTEST_PIECE])
    noun = asked.before
    if len(noun) < SHORTEST_PIECE:
        return False
    between: list[str] = language("zh").statements["between"]
    ends = [noun[first:] for first in range(len(noun) - SHORTEST_PIECE + 1)]
    return following.startswith(noun) or any(leading.endswith(end + small) for end in ends for small in between)


def matching(text: str, cover: Cover, statements: Sequence[Statement]) -> list[Statement]:
    """Statements whose clause covers the question and whose figure is what it counts."""
    asked = counting(text, cover)
    if not asked.pieces:
        return []
    found = []
    for statement in statements:
        spot = _place(statement.text, statement)
        if spot and covered(statement.text, asked.pieces) and counts(statement.text, spot, statement.unit, asked):
            found.append(statement)
    return found


def _place(clause: str, statement: Statement) -> tuple[int, int] | None:
    """Where the statement's figure stands in its clause."""
    for number in numbers.find(clause):
        if number.value == statement.value and number.unit == statement.unit:
            return number.start, number.end
    return None
