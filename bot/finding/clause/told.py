"""One figure of the prose beside a question: what the rules look at that let it answer or refuse it.

A rule is a function of this: true where it stands in the way of the figure. The tables of rules are at the foot of
covering.py, counted.py, people.py, of_less.py and bot/finding/sentence/loose_rules.py; `nianbao explain` names the
rule that refused a clause, with the first line of its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bot.finding.matching.counting import Counting
from bot.finding.matching.placing import Spot


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure in its clause, and the question that it may answer."""

    clause: str
    """without blanks and quotation marks; where looser words are looked for, the sentence up to the figure's part"""
    figure: Spot
    """where it stands in the clause"""
    start: int
    """of the part between stops that the figure stands in"""
    end: int
    unit: str
    asked: Counting

    @cached_property
    def own(self) -> str:
        """The figure's own part."""
        return self.clause[self.start : self.end]

    @cached_property
    def spot(self) -> Spot:
        """Where the figure stands in its own part."""
        return self.figure[0] - self.start, self.figure[1] - self.start

    @property
    def lead(self) -> str:
        """The own part up to the figure."""
        return self.clause[self.start : self.figure[0]]

    @property
    def behind(self) -> str:
        """The own part behind the figure."""
        return self.clause[self.figure[1] : self.end]

    @cached_property
    def said(self) -> str:
        """All that the question looks for."""
        return self.asked.said


OneTold = TypeVar("OneTold", bound=Told)
Rule = Callable[[OneTold], bool]
"""true: the figure does not answer"""


def refusing(rules: Sequence[Rule[OneTold]], told: OneTold) -> Rule[OneTold] | None:
    """The first rule that stands in the way; None where the figure answers."""
    return next((rule for rule in rules if rule(told)), None)


def reason(rule: Rule[OneTold]) -> str:
    """A rule as `explain` prints it: its name and what it refuses."""
    return f"{rule.__name__}: {(rule.__doc__ or '').partition(chr(10))[0]}"
