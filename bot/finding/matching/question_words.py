"""The question word that a phrase begins with, and the measure word that it ends with."""

from __future__ import annotations

from bot.models import Mention
from bot.words.mentions import phrases
from index import numbers


def question_word(text: str) -> str:
    """The longest question word that a text begins with: 多少个 of 多少个部门."""
    meanings = phrases().meanings
    sizes = range(len(text), 0, -1)
    return next((text[:size] for size in sizes if any("ask" in one for one in meanings.get(text[:size], ()))), "")


def own_measure(mention: Mention, tokens: frozenset[str]) -> str | None:
    """新收 件: a measure word that asks by itself."""
    own = mention.text in numbers.COUNT_UNITS and any(token.startswith("unit:") for token in tokens)
    return mention.text if own else None


def measure_of(text: str) -> str | None:
    """The measure word that a question word ends with: 人次 in 多少人次."""
    sizes = range(len(text) - 1, 0, -1)
    return next((text[-size:] for size in sizes if text[-size:] in numbers.COUNT_UNITS), None)
