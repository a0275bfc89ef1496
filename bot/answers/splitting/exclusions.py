"""All but some: “how many refusals except those for third-party rights”, “requests neither granted nor partly granted”.

What is asked without the exception, and each thing that is left out, are asked by themselves; only what is part of the
whole is taken away from it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.splitting.ways import Answering, Made, Part, Way
from bot.finding.asked import Asked
from bot.languages import language
from bot.models import Answer, Query, Result, make_result
from bot.words.patterns import Patterns
from index.metrics import catalogue
from index.models import ORGANISATIONS, PARTIES

MOST_LEFT_OUT = 6
_Cells = frozenset[tuple[str, str | None]]


@functools.cache
def _exceptions(code: str) -> Patterns:
    return Patterns(language(code).frames.get("exceptions", ()))


def _cut(asked: Asked) -> list[str]:
    """The question without its exception, then each thing that is left out; nothing where no exception is made."""
    frames = asked.tongue.frames
    match = next((found for _, found in _exceptions(asked.tongue.code).found(asked.text)), None)
    if match is None:
        return []
    at, end = match.span("without")
    rest = f"{asked.text[:at].rstrip()} {asked.text[end:].lstrip()}".strip(" ,")
    out = [one for one in map(str.strip, re.split("|".join(frames["between"]), match["out"])) if one]
    return [rest, *out] if len(out) <= MOST_LEFT_OUT else []


def _leans_on(asked: Asked, made: Made) -> Query | None:
    return made[0].answer.query if made else asked.before


def _with_noun(asked: Asked, part: Part, made: Made, answer: Answering) -> Part:
    """Neither full nor partial disclosure: the noun stands behind the last of what is left out."""
    noun = _cut(asked)[-1].split()[-1]
    if not made or _is_one(part.answer) or part.text.endswith(noun):
        return part
    return replace(part, answer=answer(asked.again(f"{part.text} {noun}", _leans_on(asked, made))))


def _accept(part: Part, made: Made) -> bool:
    return _is_one(part.answer) and (bool(made) or part.answer.query is not None)


def _together(asked: Asked, made: Made) -> Answer | None:
    """The whole less its parts; None if one of them is no part of it."""
    whole, *parts = (part.answer.results[0] for part in made)
    if any((one.body, one.year) != (whole.body, whole.year) for one in parts) or not _are_parts(whole, parts):
        return None
    notes = tuple(dict.fromkeys(note for part in made for note in part.answer.notes))
    return _told(asked, notes, whole, parts)


def _is_one(made: Answer) -> bool:
    """One figure of a table or of one of its sums."""
    if made.status != "answered" or len(made.results) != 1:
        return False
    one = made.results[0]
    metric = catalogue().get(one.metric or "")
    return one.value is not None and metric is not None and one.unit == metric.unit


def _are_parts(whole: Result, parts: Sequence[Result]) -> bool:
    """Each is part of the whole, not all of it, and none of another."""
    within = _cells(whole)
    each = [_cells(one) for one in parts]
    together: _Cells = frozenset().union(*each)
    return together < within and len(together) == sum(map(len, each))


def _cells(one: Result) -> _Cells:
    """The rows and applicants that a figure is of."""
    metric = catalogue()[one.metric or ""]
    parties: Iterable[str | None] = _applicants(one.party) if metric.by_party else (None,)
    return frozenset((row, party) for row in _rows(metric.key) for party in parties)


def _applicants(party: str | None) -> Sequence[str]:
    """Those whom an applicant's column is of."""
    if party in {None, "total"}:
        return [one for one in PARTIES if one != "total"]
    return ORGANISATIONS if party == "organisations" else (party or "",)


def _rows(key: str) -> frozenset[str]:
    """The rows that a row is the sum of, down to those that are the sum of none."""
    metric = catalogue()[key]
    parts = metric.parts or next((catalogue()[one].parts for one in metric.same_as if catalogue()[one].parts), ())
    return frozenset().union(*map(_rows, parts)) if parts else frozenset({key})


def _told(asked: Asked, notes: tuple[str, ...], whole: Result, parts: Sequence[Result]) -> Answer:
    tongue = asked.tongue
    value = (whole.value or Decimal(0)) - sum((one.value or Decimal(0) for one in parts), Decimal(0))
    names = [wording.metric_name(tongue, one.metric or "", one.party) for one in (whole, *parts)]
    approximate = any(one.approximate for one in (whole, *parts))
    line = tongue.say(
        "all_but",
        value=wording.amount(tongue, value, whole.unit, approximate),
        body=whole.body,
        year=whole.year,
        metric=names[0],
        parts=tongue.join(names[1:]),
    )
    formula = " - ".join(wording.plain(one.value or Decimal(0)) for one in (whole, *parts))
    places = dict.fromkeys(wording.place(tongue, source) for one in (whole, *parts) for source in one.sources[:1])
    lines = [line, tongue.say("formula", formula=f"{formula} = {wording.plain(value)}")]
    lines += [tongue.say("source", place=place) for place in places]
    lines += wording.note_lines(tongue, notes)
    result = make_result(
        body=whole.body,
        year=whole.year,
        metric=whole.metric,
        party=None,
        value=value,
        unit=whole.unit,
        sources=tuple(source for one in (whole, *parts) for source in one.sources),
        approximate=approximate,
        calculated=True,
    )
    return Answer(status="answered", text="\n".join(lines), results=(result,), notes=notes)


EXCLUSIONS = Way(cut=_cut, leans_on=_leans_on, reword=_with_noun, accept=_accept, together=_together)
