"""A figure and how it changed, ended or was shared, at once: 收到多少件，同比增长多少; 收到多少件，企业占多少.

The parts behind the first lean on it.
"""

from __future__ import annotations

from bot.answers.splitting.cutting import at_signs
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.languages import every
from bot.models import Answer, Query

_FOLLOWS = frozenset({"change", "rise", "fall", "previous", "percent", "differ", "than", "breakdown", "share"})
_FIRST = frozenset({"figure", "share", "change", "difference"})
_FURTHER = frozenset({"change", "difference", "breakdown", "share"})
_ASKING = frozenset({"percent", "breakdown"})
"""operators that ask without a question word"""
_MOST_PARTS = 3


def _cut(asked: Asked) -> list[str]:
    told = asked.understood
    if not told.ops & _FOLLOWS or told.claimed or told.each - {"party"}:
        return []
    parts = at_signs(asked)
    return parts if len(parts) <= _MOST_PARTS and not _names_only(parts) else []


def _names_only(parts: list[str]) -> bool:
    """复议的件数，较上年少了几件; 办结总数里，不予公开占多少: the first part only says of what."""
    nouns = (*every("operands", "counting_nouns"), *every("operands", "within"))
    asks = every("operands", "how_many")
    return bool(parts) and parts[0].endswith(nouns) and any(word in part for part in parts[1:] for word in asks)


def _leans_on(asked: Asked, made: Made) -> Query | None:
    return made[0].answer.query if made else asked.before


def _asks(sub: Asked, made: Made) -> bool:
    """Whether a part asks something by itself: the first a figure, those behind it how it changed."""
    told = sub.understood
    # 企业占比 behind a figure asks for a share; 企业的 only keeps what was asked, and in % says how
    shares = bool(made and told.operators and told.content and "share" in told.ops)
    return bool(told.asks or told.ops & _ASKING or shares) and told.intent in (_FURTHER if made else _FIRST)


def _accept(part: Part, made: Made) -> bool:
    """One figure first, then what was done with it."""
    if part.answer.status != "answered":
        return False
    return not _told_apart(made[0].answer, part.answer) if made else len(part.answer.results) == 1


def _told_apart(first: Answer, one: Answer) -> bool:
    """不予公开有多少，原因各是什么: the parts of the figure tell it."""
    whole = first.results[0].metric
    return len(one.results) > 1 and all((part.metric or "").startswith(whole or "-") for part in one.results)


FOLLOWING = Way(cut=_cut, leans_on=_leans_on, asks=_asks, accept=_accept, together=joined)
