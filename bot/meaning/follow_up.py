"""A follow-up and the question before it: what the rules of leaning are given, and what several of them look for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.languages import every_word
from bot.meaning.measuring import Measure
from bot.meaning.understood import Understood
from bot.models import Cover, Query
from bot.places.bodies import Places
from bot.places.choices import Choice

AMONG = frozenset({"most", "least", "order", "top", "nth"})
"""operators that choose among several"""
CHANGED = frozenset({"change", "rise", "fall", "previous"})
PERCENT, SHARE, RATE = frozenset({"percent"}), frozenset({"share"}), frozenset({"rate"})
SHARES = SHARE | RATE
BESIDE = frozenset({"beside"})
STANDING = frozenset({"standing"})
"""the place of one among all: of another one it is its place too"""
TREND = frozenset({"trend", "every_year"})
COMPUTED = SHARES | CHANGED | PERCENT | {"more", "less", "differ", "than"}
"""operators that make of a figure another one"""
TOTAL = frozenset({"total"})
UNSAID = frozenset({"which"})
"""which one, of no kind that is said"""

_HIGHEST = frozenset({"op:most", "op:least"})
_NEUTRAL = frozenset({"table", "chart", "separately", "where", "why"})
"""operators that leave the kind of question as it was"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """What was said, and what was asked before it: each rule completes the one, or leaves out of the other."""

    found: Understood
    before: Query
    cover: Cover
    """the words as they were cut"""
    places: Places
    settled: bool = False
    """what was found is all that is meant: nothing more is taken from the question before"""

    @property
    def names_any(self) -> bool:
        """A body, a year, an applicant or a thing is named."""
        found = self.found
        return bool(found.choices or found.years or found.features or found.parties_said)

    @property
    def is_bare(self) -> bool:
        """Nothing at all is named, though “in total” may be said; a word that is not known may name anything."""
        found = self.found
        named = found.choices or found.years or found.each or found.parties_said or found.left
        return not named and found.features <= TOTAL

    @property
    def keeps_kind(self) -> bool:
        """Nothing is said that makes another kind of question than the one before."""
        found = self.found
        # 百分之几 after how much more tells only how the change is said
        neutral = _NEUTRAL | PERCENT if CHANGED & frozenset(self.before.ops) else _NEUTRAL
        return not (found.ops - neutral or found.conditions or found.sections or found.claimed)

    @property
    def measured_before(self) -> tuple[Measure, ...]:
        """What was asked before, where that was one thing."""
        before = self.before
        one = len(before.metrics) == 1
        return (Measure(fits=((before.metrics[0], next(iter(before.parties), None)),)),) if one else ()

    def says(self, key: str) -> bool:
        """Whether a word of this list of languages/*/operators.toml is said."""
        words = every_word("operands", key)
        return any(mention.text in words for mention in self.cover.mentions)

    def asks_which(self, *, who: bool) -> bool:
        """哪个, which is higher: of what was told, whatever that was; with `who` 谁, 哪家单位."""
        of_bodies = tuple(sorted(every_word("operands", "who_of_them")))
        said = (one.text for one in self.cover.mentions if any("each:which" in way for way in one.alternatives))
        return any(text.startswith(of_bodies) is who for text in said)

    def puts_it(self, ways: str) -> bool:
        """Whether it is put in one of the ways of this list: 第二名的诉讼, and not 诉讼第二名 or 最多的诉讼."""
        said = "".join(mention.text for mention in self.cover.mentions)
        return any(re.search(way, said) for way in sorted(every_word("operands", ways)))

    @property
    def ranges(self) -> bool:
        """Whether a word says among what is looked: 哪个, 各单位."""
        ways = (way for mention in self.cover.mentions for way in mention.alternatives)
        return any(token.startswith("each:") for way in ways for token in way)

    @property
    def of_all(self) -> bool:
        """Whether what is highest or lowest of all is asked for, and not what is higher of two."""
        return any(way & _HIGHEST for mention in self.cover.mentions for way in mention.alternatives)

    def asks(self) -> bool:
        """Whether a question word is said, so that it is no “and of those” which repeats what was done before."""
        return any("ask" in way for mention in self.cover.mentions for way in mention.alternatives)

    def choices_before(self) -> tuple[Choice, ...]:
        """The bodies that the question before was about or that it told, one by one."""
        return tuple(Choice(bodies=(body,)) for body in self.places.bodies(self.before.bodies))

    def called(self, name: str) -> tuple[Choice, ...]:
        """The body of a name, where it is still indexed."""
        return tuple(Choice(bodies=(body,)) for body in self.places.bodies((name,)))

    def one_before(self) -> Choice:
        """The same as one body that is meant, of which several are possible."""
        return Choice(bodies=self.places.bodies(self.before.bodies))


def told_only(before: Query) -> Query:
    """The question before, of the bodies and years that it told: not what chose these from others."""
    return replace(before, ops=(), each=None, regions=(), conditions=(), limit=None, nth=None)


def left_open(one: FollowUp) -> FollowUp:
    """What nothing answers."""
    return replace(one, found=replace(one.found, intent=None, measures=()), settled=True)
