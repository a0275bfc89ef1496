"""One reading of one cut of a question, as it was worked out, and its rank among others."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from bot.languages import every_word
from bot.meaning import intents
from bot.meaning.measuring import Measure
from bot.meaning.operands import Operands
from bot.meaning.readings import Said
from bot.models import Cover, Mention

SIDE_BY_SIDE = frozenset(
    {"than", "compare", "differ", "more", "less", "change", "rise", "fall", "previous", "percent", "check"}
)
"""operators that set a year beside the one before"""


@dataclass(slots=True)
class Reading:
    """One reading of one cut of a question."""

    cover: Cover
    one: Said
    taken: Operands
    measures: tuple[Measure, ...]
    against: Measure | None = None
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    """what is ranged over"""
    intent: str | None = None
    """kind of question; None: it is none"""
    left: list[tuple[int, int]] = field(default_factory=list)
    """stretches that stand in the way"""
    stray_year: bool = False
    """本年度 is taken for this year, though the year is known"""
    heads: bool = False
    """who applied is counted"""

    @property
    def answers(self) -> bool:
        """Whether it makes a question and nothing prevents an answer."""
        return self.intent is not None and not self.left and not self.one.refused

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, bool, bool, bool, bool, int, int]:
        """Readings that answer come first, and of those the ones with the fewest operators.

        Before these the one that takes a word for two things where each is asked for, and for one where not.
        """
        size = sum(end - start for start, end in self.left)
        apart = any(piece.of("apart") for piece in self.one.pieces) != ("separately" in self.one.ops)
        doubled = apart and any(_names_two(piece.mention) for piece in self.one.pieces)
        loose = any(one.loose for one in self.measures)
        # 2019年到2021年变化多少, 较上年变化: a column of one year tells no change over several
        sideways = len(self.taken.years) > 1 or "previous" in self.ops
        over = "items_change" in self.one.features and sideways
        return (
            not self.answers,
            over,
            self.stray_year,
            self._is_unbounded,
            self._is_whole,
            doubled,
            not self.measures,
            loose,
            size,
            len((self.ops | self.each) - intents.WAYS),
        )

    @property
    def _is_unbounded(self) -> bool:
        """一半以上的申请予以公开，对吗: the word behind a figure is a bound, and the figure is not asserted itself."""
        claimed = self.taken.claimed
        bounds = every_word("operands", "postfix")
        alone = len(claimed) == 1 and "claim" in self.one.ops
        behind = self.one.pieces[claimed[0].at + 1 : claimed[0].at + 3] if alone else ()
        return any(piece.is_filler and piece.mention.text in bounds for piece in behind)

    @property
    def _is_whole(self) -> bool:
        """不予公开各项多少: the word that asks for the parts of what stands ahead is taken for none."""
        pieces = self.one.pieces
        at = next((at for at, one in enumerate(pieces) if not one.tokens and _parts(one.mention.alternatives)), 0)
        ahead, behind = pieces[:at], pieces[at:]
        return any(piece.features for piece in ahead) and not any(piece.features for piece in behind)

    @property
    def signature(self) -> object:
        taken = self.taken
        return (
            self.intent,
            self.ops,
            self.each,
            tuple(taken.conditions),
            taken.limit,
            taken.among,
            taken.nth,
            taken.span,
            tuple(taken.years),
            self.one.sections,
            self.one.checks,
            bool(self.one.terms),
            self.one.years,
            self.one.back,
            len(self.measures),
            any(one.loose for one in self.measures),
            self.against is None,
        )


@functools.lru_cache(maxsize=4096)
def _of_two_things(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any(token.startswith("apart:") for one in alternatives for token in one)


@functools.lru_cache(maxsize=4096)
def _parts(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any("op:breakdown" in one for one in alternatives)


def _names_two(mention: Mention) -> bool:
    """微博、微信 is one channel, or two."""
    return mention.kind == "phrase" and _of_two_things(mention.alternatives)
