"""A figure in its sentence beside a question, and how the question's words stand there: what loose rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.finding.clause.told import Told
from bot.finding.sentence.loosely import Standing
from bot.finding.sentence.region import Region, marked, plain_lead
from bot.languages import language
from index import numbers


@dataclass(frozen=True, kw_only=True)
class InSentence(Told):
    """A figure in its sentence."""

    region: Region
    year: int
    """of the report"""


@dataclass(frozen=True, kw_only=True)
class Loosely(InSentence):
    """A figure whose sentence has all that was asked in some words."""

    standing: tuple[Standing, ...]
    """how each run of the question stands"""

    @cached_property
    def words(self) -> list[str]:
        """The words that stand with the figure."""
        return [word for one in self.standing for word in one.words]

    @cached_property
    def far(self) -> list[str]:
        """Those that stand in the clauses before."""
        return [word for one in self.standing for word in one.far]

    @cached_property
    def passed(self) -> str:
        """What of the question no sentence need have, its stretches parted by a sign: 看了 of 被看了多少次."""
        each = (zip(run.text, run.small, strict=True) for run in self.asked.runs)
        return "|".join(["".join([sign if small else "|" for sign, small in pairs]) for pairs in each])

    @cached_property
    def leading(self) -> str:
        """The own part up to the figure, without what says no more."""
        plain = plain_lead(self.lead, self.words)
        ongoing = re.search(language("zh").statements["ongoing"], self.clause[: self.figure[0]])
        return self.lead if ongoing else plain

    @cached_property
    def among(self) -> str:
        """The own part up to the figure with a sign for each word asked for."""
        at = max((one.end for one in numbers.find(self.leading)), default=0)
        return marked(self.leading[:at], self.words) + marked(self.leading[at:], self.words)
