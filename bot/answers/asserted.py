"""Asserted figures about things in prose: whether “县长信箱”来信1874件 is so, and where it stands.

The question is asked without the figure, and the report's sentence is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.answers import side_by_side
from bot.finding.asked import Asked
from bot.models import Answer, Claim
from bot.words.mentions import years

_ABOUT_IT = frozenset({"where", "claim"})


def asserted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """Compare the figure with the report's sentence; None if it is no such question, or no sentence is found."""
    told = asked.understood
    if len(told.claimed) != 1 or not told.ops & _ABOUT_IT or not told.left:
        return None
    named = years(asked.text)
    figures = [
        one
        for one in asked.cover.mentions
        if one.kind == "number" and not any(year.start <= one.start < year.end for year in named)
    ]
    word: str = asked.tongue.operands.get("asking", "")
    if len(figures) != 1 or not word:
        return None
    figure = figures[0]
    sub = asked.again(f"{asked.text[: figure.start]}{word}{asked.text[figure.end :]}", asked.before)
    found = answer(sub)
    if found.status != "answered" or len(found.results) != 1 or found.results[0].metric is not None:
        return None
    one, claimed = found.results[0], told.claimed[0]
    if claimed.sign is not None or claimed.ratio:
        return None
    claim = Claim(
        claim=asked.text,
        claimed=claimed.value,
        value=one.value,
        unit=one.unit,
        holds=None if one.approximate and one.value != claimed.value else one.value == claimed.value,
        sources=one.sources,
    )
    head = side_by_side.claim_line(asked.tongue, one.body, one.year, claim)
    return Answer(
        question="",
        status="checked",
        text=f"{head}\n{found.text}",
        claims=(claim,),
        notes=found.notes,
        query=found.query,
    )
