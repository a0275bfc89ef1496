"""All but some: “how many refusals except those for third-party rights”, “requests neither granted nor partly granted”.

What is asked without the exception, and each thing that is left out, are asked by themselves; only what is part of the
whole is taken away from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from bot import wording
from bot.finding.asked import Asked
from bot.models import Answer, Query, Result, make_result
from index.metrics import catalogue
from index.models import ORGANISATIONS, PARTIES

MOST_LEFT_OUT = 6
_Cells = frozenset[tuple[str, str | None]]


def excluded(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The whole less what is left out; None where no exception is made, or of something that is no part of it."""
    found = _parted(asked)
    if found is None:
        return None
    rest, out = found
    made = answer(asked.again(rest, asked.before))
    if not 0 < len(out) <= MOST_LEFT_OUT or not _is_one(made) or made.query is None:
        return None
    # neither full nor partial disclosure: the noun stands behind the last
    noun = out[-1].split()[-1]
    gone = [_of_part(asked, one, noun, made.query, answer) for one in out]
    if not all(map(_is_one, gone)):
        return None
    whole, parts = made.results[0], [one.results[0] for one in gone]
    if any((one.body, one.year) != (whole.body, whole.year) for one in parts) or not _are_parts(whole, parts):
        return None
    notes = tuple(dict.fromkeys(note for one in (made, *gone) for note in one.notes))
    return _told(asked, notes, whole, parts)


def _parted(asked: Asked) -> tuple[str, list[str]] | None:
    """The question without its exception, and each thing that is left out."""
    frames = asked.tongue.frames
    for pattern in frames.get("exceptions", ()):
        match = re.search(pattern, asked.text)
        if match is not None:
            at, end = match.span("without")
            rest = f"{asked.text[:at].rstrip()} {asked.text[end:].lstrip()}".strip(" ,")
            named = re.split("|".join(frames["between"]), match["out"])
            return rest, [one for one in map(str.strip, named) if one]
    return None


def _of_part(asked: Asked, part: str, noun: str, whole: Query, answer: Callable[[Asked], Answer]) -> Answer:
    """The figure of one thing that is left out, by itself or with the noun behind the last of them."""
    made = answer(asked.again(part, whole))
    return made if _is_one(made) or part.endswith(noun) else answer(asked.again(f"{part} {noun}", whole))


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
    lines += [tongue.say("note", what=note) for note in notes]
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
    return Answer(question="", status="answered", text="\n".join(lines), results=(result,), notes=notes)
