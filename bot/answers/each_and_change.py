"""Two figures and what lies between them, at once: 2019年和2020年各开了几场发布会，多了几场.

Also of two bodies or things: 青禾区和白鹭县各收到几件，差几件.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.choosing import taken_apart
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.finding.cells import RATIO
from bot.models import Answer, Result

_TWO = 2


def each_and_change(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """Both figures, then the later less the earlier; of two bodies or things the greater less the smaller.

    None where there are not two figures, or more than one of body, year and thing is different.
    """
    for taken in taken_apart("each_and_change", asked):
        sub = asked.again(taken.put("each")[0], None)
        if sub.understood.left and not sub.understood.years:
            continue
        made = answer(sub)
        pair = sorted(made.results, key=lambda one: one.year)
        if made.status != "answered" or len(pair) != _TWO:
            continue
        first, last = pair
        apart = bool(taken.entry.get("apart"))
        if first.value is None or last.value is None or not _go_together(first, last, only_years=not apart):
            continue
        # 差多少: how far apart they are
        down = first.value > last.value if apart else bool(taken.groups.get("down"))
        return _told(asked, made, first, last, down=down)
    return None


def _go_together(first: Result, last: Result, *, only_years: bool) -> bool:
    """Whether they are of two years, bodies or things, and alike in all else."""
    of_things = first.metric != last.metric or first.party != last.party
    differ = (first.body != last.body) + (first.year != last.year) + of_things
    return first.unit == last.unit and differ == 1 and (first.year != last.year or not only_years)


def _told(asked: Asked, made: Answer, first: Result, last: Result, *, down: bool) -> Answer:
    """How much more the later is, or how much less where that is asked."""
    left, right = (first, last) if down else (last, first)
    from_, less = left.value or Decimal(0), right.value or Decimal(0)
    value = from_ - less
    say = wording.percent if first.unit == RATIO else wording.plain
    unit = "" if first.unit == RATIO else first.unit
    formula = f"{say(from_)} − {say(less)} = {say(value)} {unit}".rstrip()
    apart = replace(
        last,
        value=value,
        calculated=True,
        approximate=first.approximate or last.approximate,
        sources=(*left.sources[:1], *right.sources[:1]),
    )
    return replace(
        made,
        text="\n".join(
            [asked.tongue.say("formula", formula=formula), *going_on.without(asked.tongue, made.text).split("\n")]
        ),
        results=(*made.results, apart),
        table=None,
        chart=None,
    )
