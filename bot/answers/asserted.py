"""Asserted figures about things in prose: whether “县长信箱”来信1874件 is so, and where it stands.

The question is asked without the figure, and the report's sentence is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bot.answers import side_by_side
from bot.answers.listed import listed
from bot.answers.splitting.told_changes import TOLD_CHANGE
from bot.answers.splitting.ways import split
from bot.finding.asked import Asked
from bot.finding.cells import RATIO
from bot.finding.comparing import rounds_to
from bot.finding.counting import SHORTEST_PIECE
from bot.finding.placing import part_of
from bot.finding.statements import bare, place_of
from bot.meaning.operands import Claimed
from bot.models import Answer, Claim, Mention, Result
from bot.words.mentions import is_content, years
from index import numbers

_ABOUT_IT = frozenset({"where", "claim", "reliable"})


def asserted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """Compare the figure with the report's sentence; None if it is no such question, or no sentence is found."""
    told = asked.understood
    if len(told.claimed) > 1 or not told.ops & _ABOUT_IT or not told.left:
        return None
    named = years(asked.text)
    figures = [
        one
        for one in asked.cover.mentions
        if one.kind == "number" and not any(year.start <= one.start < year.end for year in named)
    ]
    word: str = asked.tongue.operands["asks_for_claimed"]
    if len(figures) != 1:
        return None
    sub = asked.again(_asking(asked, figures[0], word), asked.before)
    found = answer(sub)
    if found.status != "answered":
        found = split(sub, TOLD_CHANGE, answer) or listed(sub) or found
    if found.status != "answered" or len(found.results) != 1 or found.results[0].metric is not None:
        return None
    one = found.results[0]
    claimed = told.claimed[0] if told.claimed else _typed(asked, figures[0])
    if claimed is None or claimed.sign is not None or claimed.ratio != (one.unit == RATIO):
        return None
    holds = _holds(claimed, one)
    if holds is False and _is_told_of_another(asked, one, claimed.value):
        return None
    claim = Claim(
        claim=_bare(asked).strip(" ,;:、。?!"),
        claimed=claimed.value,
        value=one.value,
        unit=one.unit,
        holds=holds,
        sources=one.sources,
    )
    head = side_by_side.claim_line(asked.tongue, one.body, one.year, claim)
    return Answer(
        status="checked",
        text=f"{head}\n{found.text}",
        claims=(claim,),
        notes=found.notes,
        query=found.query,
    )


def _asking(asked: Asked, figure: Mention, word: str) -> str:
    """The text as a question for the figure, without the words around it that make it a claim."""
    bare = _bare(asked)
    return f"{bare[: figure.start]}{word}{bare[figure.end :]}"


def _bare(asked: Asked) -> str:
    """The text with blanks in place of the words around it that make it a claim."""
    signs = list(asked.text)
    for one in asked.cover.mentions:
        if _is_claim(one) and _is_outermost(asked.text, one):
            signs[one.start : one.end] = " " * (one.end - one.start)
    return "".join(signs)


def _is_outermost(text: str, one: Mention) -> bool:
    """核实一下 around what is asserted; 核实 within it is what was done."""
    return not any(map(is_content, text[: one.start])) or not any(map(is_content, text[one.end :]))


def _is_claim(one: Mention) -> bool:
    return any("op:claim" in way for way in one.alternatives)


def _typed(asked: Asked, figure: Mention) -> Claimed | None:
    """A figure that no word known takes: 15名观察员."""
    found = next((one for one in numbers.find(asked.text) if one.start == figure.start), None)
    if found is None or found.approximate:
        return None
    return Claimed(at=-1, value=found.value, unit=None)


def _holds(claimed: Claimed, one: Result) -> bool | None:
    if one.value is None or claimed.value == one.value:
        return one.value is not None or None
    if one.approximate:
        return None
    return claimed.rounded and rounds_to(one.value, claimed.value)


def _is_told_of_another(asked: Asked, one: Result, value: Decimal) -> bool:
    """培训540人 beside 政务公开培训62人 and 教师培训540人: which of them is meant cannot be told."""
    words = {asked.text[at : at + SHORTEST_PIECE] for at in range(len(asked.text) - 1)}
    said: dict[Decimal, set[str]] = {}
    for report in asked.store.reports(body=one.body, year=one.year):
        for told in asked.store.statements(report=report.id):
            clause = bare(told.text)
            spot = place_of(clause, told) if told.unit == one.unit and told.value in {value, one.value} else None
            own = clause[slice(*part_of(clause, spot))] if spot is not None else ""
            said.setdefault(told.value, set()).update(word for word in words if word in own and not _has_digit(word))
    found = said.get(one.value, set()) if one.value is not None else set()
    return bool(found) and found <= said.get(value, set())


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
