"""A figure and how it changed, ended or was shared, at once: 收到多少件，同比增长多少; 收到多少件，企业占多少.

Each part is asked by itself, and those behind the first lean on it, as in a chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answers.piecewise import joined, split
from bot.finding.asked import Asked
from bot.models import Answer, Query
from bot.words.mentions import is_content

_FOLLOWS = frozenset({"change", "rise", "fall", "previous", "percent", "differ", "than", "breakdown", "share"})
_FIRST = frozenset({"figure", "share", "change", "difference"})
_FURTHER = frozenset({"change", "difference", "breakdown", "share"})
_ASKING = frozenset({"percent", "breakdown"})
"""operators that ask without a question word"""
_MOST_PARTS = 3


def following(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figure of the first part, and the changes and shares that the others ask for; None where not so asked."""
    told = asked.understood
    if not told.ops & _FOLLOWS or told.claimed or told.each - {"party"}:
        return None
    parts = [part.strip() for part in split(asked) if any(map(is_content, part))]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    made: list[Answer] = []
    given: Query | None = asked.before
    for text in parts:
        sub = asked.again(text, given)
        one = answer(sub) if _asks(sub, made) else None
        if one is None or one.status != "answered" or (len(one.results) != 1 and not made):
            return None
        if made and _told_apart(made[0], one):
            return None
        made.append(one)
        given = made[0].query
    return joined(asked.tongue, made)


def _told_apart(first: Answer, one: Answer) -> bool:
    """不予公开有多少，原因各是什么: the parts of the figure tell it."""
    whole = first.results[0].metric
    return len(one.results) > 1 and all((part.metric or "").startswith(whole or "-") for part in one.results)


def _asks(sub: Asked, made: Sequence[Answer]) -> bool:
    """Whether a part asks something by itself: the first a figure, those behind it how it changed."""
    told = sub.understood
    # 企业占比 behind a figure asks for a share; 企业的 only keeps what was asked, and in % says how
    shares = bool(made and told.operators and told.content and "share" in told.ops)
    return bool(told.asks or told.ops & _ASKING or shares) and told.intent in (_FURTHER if made else _FIRST)
