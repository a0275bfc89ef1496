"""What a question means: the result of bot/meaning/understanding.py, from which answers are made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.meaning.measuring import Measure
from bot.meaning.operands import Claimed
from bot.meaning.readings import Fit
from bot.places.choices import Choice
from index.models import changer


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """What a question means."""

    intent: str | None = None
    """kind of question; None: its operators go together in none"""
    measures: tuple[Measure, ...] = ()
    against: Measure | None = None
    """what a share is a share of, where that was said"""
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    """keys of the regions that are ranged over"""
    conditions: tuple[tuple[str, Decimal], ...] = ()
    ratios: bool = False
    """the conditions are on a share"""
    limit: int | None = None
    among: int | None = None
    """how many there are said to be of what is ranged over"""
    nth: int | None = None
    span: tuple[str, int] | None = None
    claimed: tuple[Claimed, ...] = ()
    sections: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    """checks of the audit that were named"""
    terms: frozenset[str] = frozenset()
    """terms of the glossary that are no metric"""
    paired: bool = False
    """each body was named with a year of its own: 2020年青禾区, 2019年白鹭县"""
    rowed: bool = False
    """each body was named with a thing of its own: 青禾区收到多少，白鹭县诉讼多少"""
    dated: bool = False
    """each year was named with a thing of its own: 2022年收到多少，2023年办结多少"""
    mixed: bool = False
    """things stand between bodies, so that not all of them are asked of all"""
    reversed: bool = False
    """the second of two is what is asked about: 比番禺区，江海区少几件"""
    other_kind: str = ""
    """a body told by its kind (该县), where the one talked about is of another"""
    near: tuple[str, ...] = ()
    """metrics of which part was said: too little"""
    choices: tuple[Choice, ...] = ()
    """one for each body named"""
    years: tuple[int, ...] = ()
    in_unit: str | None = None
    features: frozenset[str] = frozenset()
    """of the first reading"""
    content: tuple[str, ...] = ()
    """words that say what is asked, as typed"""
    operators: tuple[str, ...] = ()
    """words that say what is done with it, as typed"""
    left: tuple[str, ...] = ()
    """words that could not be placed, as typed"""
    asks: bool = False
    """a question word was said"""
    asks_what: bool = False
    """what is X: a term, where no body and no year is named"""
    senses: tuple[frozenset[str], ...] = ()
    """of each reading the features, applicants (party:KEY) and terms (term:KEY): what the glossary may explain"""
    heads: bool = False
    """who applied is counted (有多少自然人申请), where reports count what they filed"""
    parties: frozenset[str] = frozenset()
    """the applicants that are named"""
    without: tuple[str, ...] = ()
    """full names of bodies that the question before left out"""
    leaning: bool = False
    """something was taken from the question before"""

    @property
    def parties_said(self) -> bool:
        return bool(self.parties)

    @property
    def party(self) -> str | None:
        """The applicant, where one only is named."""
        return next(iter(self.parties)) if len(self.parties) == 1 else None

    @property
    def fits(self) -> tuple[Fit, ...]:
        """The metrics and applicants of all readings, if one thing is asked for."""
        return self.measures[0].fits if len(self.measures) == 1 else ()

    @property
    def columns(self) -> tuple[Fit, ...]:
        """Where no more than a row was named, its columns."""
        if not self.measures:
            return tuple((key, self.party) for key in self.near)
        return self.fits if len(self.measures) == 1 and self.measures[0].loose else ()

    @property
    def why(self) -> bool:
        return "why" in self.ops


change = changer(Understood)
