"""The figures of two years and what lies between them, at once: 2019年和2020年各开了几场发布会，多了几场."""

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
    """Both figures, then the later less the earlier; None where no two years have one figure each."""
    for taken in taken_apart("each_and_change", asked):
        sub = asked.again(taken.put("each")[0], None)
        if sub.understood.left and not sub.understood.years:
            continue
        made = answer(sub)
        pair = sorted(made.results, key=lambda one: one.year)
        if made.status != "answered" or len(pair) != _TWO or pair[0].year == pair[1].year:
            continue
        first, last = pair
        if first.value is None or last.value is None or _thing(first) != _thing(last):
            continue
        # 差多少: how far apart they are
        down = first.value > last.value if taken.entry.get("apart") else bool(taken.groups.get("down"))
        return _told(asked, made, first, last, down=down)
    return None


def _thing(one: Result) -> tuple[str, str | None, str | None, str]:
    return one.body, one.metric, one.party, one.unit


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
