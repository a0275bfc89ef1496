"""Which of two is asked about where they are named once more: 青禾区和白鹭县的申请，白鹭县比青禾区少几件."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from bot.finding.asked import Asked
from bot.meaning.context import TWO
from bot.places.body_groups import groups_of

_THAN = "split:than"
_CLOSE = 6
"""characters that may stand between 比 and a body: a year"""


class _Mark(NamedTuple):
    """A body or a year where it is named."""

    start: int
    end: int
    value: Hashable


def second_first(asked: Asked) -> bool:
    """Whether the second of two is the one that is asked about."""
    told = asked.understood
    marks = _marks(asked)
    found = list(dict.fromkeys(one.value for one in marks))
    if len(marks) <= TWO or len(found) != TWO:
        return told.reversed
    thans = [one for one in asked.cover.mentions if any(_THAN in way for way in one.alternatives)]
    for than in reversed(thans):
        ahead = [one for one in marks if one.end <= than.start]
        behind = [one for one in marks if than.end <= one.start <= than.end + _CLOSE]
        between = asked.text[than.end : behind[0].start] if behind else ","
        if ahead and "," not in between and ahead[-1].value != behind[0].value:
            return ahead[-1].value == found[1]
    if "times" in told.ops and marks[-2].value != marks[-1].value:
        # 白鹭县是青禾区的几倍
        return marks[-2].value == found[1]
    return told.reversed


def _marks(asked: Asked) -> list[_Mark]:
    """The bodies in the order in which they are named, or the years of one."""
    choices, mentions = asked.understood.choices, asked.cover.mentions
    groups = groups_of(mentions, asked.text)
    if len({one.bodies for one in choices}) < TWO:
        return [_Mark(one.start, one.end, one.value) for one in mentions if one.kind == "year"]
    if len(groups) != len(choices):
        return []
    return [_Mark(group[0].start, group[-1].end, one.bodies) for group, one in zip(groups, choices, strict=True)]
