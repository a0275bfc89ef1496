"""Bodies that meet conditions on two rows: 收到超过50件但没有诉讼的单位. Each condition is asked by itself."""

from __future__ import annotations

import functools
import re

from bot import wording
from bot.answers import side_by_side
from bot.answers.splitting.ways import Made, Part, Way
from bot.finding.asked import Asked
from bot.languages import every
from bot.models import Answer, Result, Table
from bot.words.patterns import Patterns

MOST_ROWS = 40
MOST_NOTES = 8
_CONDITIONS = ("first", "second")
"""groups of the patterns: what is said of one row, and of the other"""


@functools.cache
def _patterns() -> Patterns:
    return Patterns(every("operands", "both_conditions"))


def _matched(asked: Asked) -> re.Match[str] | None:
    if asked.before is not None:
        return None
    return next((match for _, match in _patterns().found(asked.text)), None)


def _cut(asked: Asked) -> list[str]:
    match = _matched(asked)
    return [f"{match['lead'] or ''}{match[part]}{match['of']}" for part in _CONDITIONS] if match is not None else []


def _asks(sub: Asked, _made: Made) -> bool:
    """Whether it is a condition on one row."""
    return sub.understood.intent == "filter" and len(sub.understood.measures) == 1


def _accept(part: Part, _made: Made) -> bool:
    """Those that meet one condition, none if none does."""
    return part.answer.status == "answered" or part.answer.reason == "row"


def _together(asked: Asked, made: Made) -> Answer:
    """Those that meet both, with the figures of both rows."""
    tongue = asked.tongue
    met, also = ({(one.body, one.year): one for one in part.answer.results} for part in made)
    keys = [key for key in met if key in also]
    said = list(dict.fromkeys(note for part in made for note in part.answer.notes))[:MOST_NOTES]
    notes = wording.note_lines(tongue, said)
    if not keys:
        match = _matched(asked)
        head = tongue.say("none_fulfils", condition=", ".join(match[part] for part in _CONDITIONS) if match else "")
        return Answer(status="missing", reason="row", text="\n".join([head, *notes]), notes=tuple(said))
    table = _drawn(asked, [(met[key], also[key]) for key in keys])
    return Answer(
        status="answered",
        text="\n".join([*side_by_side.drawn(table, MOST_ROWS), *notes]),
        results=tuple(one for key in keys for one in (met[key], also[key])),
        notes=tuple(said),
        table=table,
    )


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


BOTH_CONDITIONS = Way(cut=_cut, asks=_asks, accept=_accept, together=_together)
