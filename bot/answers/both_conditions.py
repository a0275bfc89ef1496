"""Bodies that meet conditions on two rows: 收到超过50件但没有诉讼的单位. Each condition is asked by itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from bot import wording
from bot.answers import side_by_side
from bot.finding.asked import Asked
from bot.languages import CODES, language
from bot.models import Answer, Result, Table

MOST_ROWS = 40
_Found = dict[tuple[str, int], Result]


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for code in CODES for one in language(code).operands.get("both_conditions", ()))


def both_conditions(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The bodies that meet both conditions, with the figures of both rows; None if it is no such question."""
    if asked.before is not None:
        return None
    match = next((match for pattern in _patterns() if (match := pattern.search(asked.text))), None)
    if match is None:
        return None
    lead, of = match["lead"] or "", match["of"]
    first, second = (_meeting(asked, f"{lead}{match[part]}{of}", answer) for part in ("first", "second"))
    if first is None or second is None:
        return None
    (met, notes), (also, more) = first, second
    keys = [key for key in met if key in also]
    tongue = asked.tongue
    said = list(dict.fromkeys((*notes, *more)))[:8]
    if not keys:
        head = tongue.say("none_fulfils", condition=f"{match['first']}, {match['second']}")
        lines = [head, *(tongue.say("note", what=note) for note in said)]
        return Answer(question="", status="missing", reason="row", text="\n".join(lines), notes=tuple(said))
    table = _drawn(asked, [(met[key], also[key]) for key in keys])
    lines = [*side_by_side.drawn(table, MOST_ROWS), *(tongue.say("note", what=note) for note in said)]
    return Answer(
        question="",
        status="answered",
        text="\n".join(lines),
        results=tuple(one for key in keys for one in (met[key], also[key])),
        notes=tuple(said),
        table=table,
    )


def _meeting(asked: Asked, text: str, answer: Callable[[Asked], Answer]) -> tuple[_Found, tuple[str, ...]] | None:
    """Those that meet one condition, none if none does; None where it is no condition."""
    sub = asked.again(text, None)
    if sub.understood.intent != "filter" or len(sub.understood.measures) != 1:
        return None
    made = answer(sub)
    if made.status != "answered" and made.reason != "row":
        return None
    return {(one.body, one.year): one for one in made.results}, made.notes


def _drawn(asked: Asked, pairs: list[tuple[Result, Result]]) -> Table:
    tongue = asked.tongue
    names = [wording.metric_name(tongue, one.metric or "", one.party) for one in pairs[0]]
    heads = (tongue.say("head_body"), tongue.say("head_year"), *names)
    rows = tuple((one.body, str(one.year), _shown(asked, one), _shown(asked, other)) for one, other in pairs)
    return Table(heads=heads, rows=rows)


def _shown(asked: Asked, one: Result) -> str:
    if one.value is None:
        return ""
    if one.unit == side_by_side.RATIO:
        return wording.percent(one.value)
    return wording.amount(asked.tongue, one.value, one.unit, one.approximate)
