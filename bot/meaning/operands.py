"""What the figures and years of a reading come to: conditions, limits, places, spans of years and claimed figures.

Every figure must belong to a word beside it (bot/meaning/taking.py); one that does not is content that could not be
placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from bot.languages import every
from bot.meaning.readings import Piece
from bot.models import Mention

ROUGH = frozenset({"about", "nearly", "over"})
"""comparisons that a claim is made with, and nothing is filtered by"""
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A figure that belongs to no operator: asserted, or out of place."""

    at: int
    """which piece"""
    value: Decimal
    unit: str | None
    """the measure word after it"""
    sign: str | None = None
    """about, nearly, over: how roughly it is asserted (近50件, 50余件)"""
    ratio: bool = False
    """30%, 三成"""
    rounded: bool = False
    """typed in thousands or more, or in tenths: 1.7万 may stand for 17234, 九成 for 88.2%"""


@dataclass(slots=True)
class Operands:
    """What the figures of a reading came to."""

    conditions: list[tuple[str, Decimal]] = field(default_factory=list)
    ratios: bool = False
    """the conditions are on a share: 50%, 三成"""
    limit: int | None = None
    among: int | None = None
    """五个单位里谁最多: how many there are said to be of what is ranged over"""
    nth: int | None = None
    span: tuple[str, int] | None = None
    """since 2019, last 3, all 0, newest 0"""
    years: list[int] = field(default_factory=list)
    """named, in the order said; a range has every year"""
    claimed: list[Claimed] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """pieces that were taken together with a figure"""
    joints: list[tuple[int, int]] = field(default_factory=list)
    """stretches between the ends of a range: 到 in 2019到2021年"""
    bare: list[int] = field(default_factory=list)
    """pieces that want a figure and have none"""
    beyond: set[int] = field(default_factory=set)
    """words of comparison that only bound a figure: 比 and 多 in 比200件多"""


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of a reading in order. A *place* counts the pieces that are not filler, a *number* all pieces."""

    pieces: Sequence[Piece]
    text: str
    """the whole question as normalised"""
    solid: tuple[int, ...]
    """numbers of the pieces that are no filler"""

    def number(self, place: int) -> int | None:
        """The number of the piece at a place; None beyond either end."""
        return self.solid[place] if 0 <= place < len(self.solid) else None

    def piece(self, place: int) -> Piece | None:
        """The piece at a place; None beyond either end."""
        return self.pieces[self.solid[place]] if 0 <= place < len(self.solid) else None

    def of(self, place: int, kind: str) -> frozenset[str]:
        """What the piece at a place says of a kind; nothing beyond either end."""
        return self.pieces[self.solid[place]].of(kind) if 0 <= place < len(self.solid) else _NOTHING

    def numbers(self, *places: int) -> set[int]:
        """The numbers of the pieces at these places; places beyond either end are left out."""
        return {self.solid[place] for place in places if 0 <= place < len(self.solid)}

    def unit_after(self, place: int) -> tuple[int, ...]:
        """The place of the measure word directly behind a figure; empty if there is none."""
        return (place + 1,) if self.of(place + 1, "unit") and not self.of(place + 1, "cmp") else ()


def row_of(pieces: Sequence[Piece], text: str) -> Row:
    """The pieces of a reading as a row."""
    return Row(pieces, text, tuple(number for number, piece in enumerate(pieces) if not piece.is_filler))


def figure_of(number: Mention) -> Decimal:
    """The value of a mention that is a figure."""
    return cast(Decimal, number.value)


def stands_behind(one: Mention | Piece, other: Piece) -> bool:
    """Whether one stands directly behind the other (84件), or with a blank between, as reports print it (84 件)."""
    return 0 <= other.start - one.end <= 1


def years_follow(text: str, end: int) -> bool:
    """Whether a word for years stands behind a figure that ends there: 近3年, last 3 years."""
    return text[end:].lstrip().startswith(every("operands", "lengths"))
