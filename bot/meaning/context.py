"""What the operators of a reading are settled in: all else that is said, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.operands import Operands
from bot.meaning.readings import Said

Ops = frozenset[str]
"""operators: what is done with the figures"""
MORE = frozenset({"more", "less"})
SHARES = frozenset({"share", "rate"})
WHICH = frozenset({"which"})
YEAR = frozenset({"year"})
TWO = 2
_SPANS = frozenset({"since", "last", "reports"})
"""spans of more than one year"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """A reading, without its operators."""

    one: Said
    taken: Operands
    text: str
    made: Sequence[Measure]
    """what is asked for"""
    named: int
    """how many bodies are named"""
    each: frozenset[str]
    """what is ranged over"""

    @property
    def things(self) -> int:
        return len(self.made)

    @property
    def years(self) -> int:
        """How many years are named: 2019年及下一年 are two."""
        return len(self.taken.years) + len(self.one.years) + (self.one.back is not None)

    @property
    def most(self) -> int:
        """How many bodies, things or years are named beside each other."""
        return max(self.named, self.things, self.years)

    @property
    def asks(self) -> int:
        """How often something is asked. 有诉讼的单位，各几件: how many each has says nothing of which they are."""
        return self.one.asks - ("separately" in self.one.ops)

    @property
    def several(self) -> bool:
        """Figures of several bodies, things or years are asked for."""
        over = self.taken.span is not None and self.taken.span[0] in _SPANS
        return bool(self.each & BODIES) or self.most > 1 or over or self.of_channels

    @property
    def of_channels(self) -> bool:
        """各渠道合计: of what all channels come to there is no row."""
        return "channel" in self.one.features and "breakdown" in self.one.ops
