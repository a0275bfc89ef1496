"""Rows of a body's own in a table of the form: 省级平台采购, 自主采购. All of them, or those that are named."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.added_up import added_up
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.languages import language
from bot.models import Answer, Query, Result, Table
from index import numbers
from index.models import Fact

_MAY = frozenset({"separately", "breakdown", "table", "quote", "figures", "form", "results"})
_FEWEST = 2
"""rows of which a sum is made"""
_SHORTEST = 2
"""characters of what tells one row from another"""


def own_rows(asked: Asked) -> Answer | None:
    """What those rows have; None where the report has none, or something else is asked of them."""
    words = language("zh").frames.get("own_rows", {})
    match = re.search(words.get("of", "(?!)"), asked.text)
    target = aim(asked) if match is not None else None
    if match is None or not isinstance(target, Target):
        return None
    rows = _rows(asked, target, match.group())
    said = re.sub(words["shared"], words["shared_as"], asked.text)
    named = [label for label in rows if _said(said, label, match.group())]
    every = re.search(words["every"], said)
    if not rows or not (named or every) or (every and not _are_as_many(every.group(), len(rows))):
        return None
    text = functools.reduce(lambda rest, label: _without(rest, label, match.group()), named, said)
    sub = asked.again(re.sub(words["kinds"], match.group(), text), asked.before)
    told = sub.understood
    if told.left or told.ops - _MAY or told.each - {"part"} or told.conditions or told.claimed or told.parties:
        return None
    places = {column: re.search(words[column], asked.text) for column in ("items", "money")}
    found = {column: place.start() for column, place in places.items() if place is not None}
    columns = sorted(found, key=lambda column: found[column]) or [*places]
    units = [words["units"][column] for column in columns]
    facts = [one for label in named or rows for one in rows[label] if one.unit in units and one.value is not None]
    if not facts or not {*(named or rows)} <= {*map(_label, facts)}:
        return None
    made = _told(asked, target, sorted(facts, key=lambda one: (units.index(one.unit), one.source.line or 0)))
    together = re.search(f"{language('zh').statements['all_together']}|{words['together']}", said)
    if together is None or re.search(words["separately"], said) or len(named or rows) < _FEWEST:
        return made
    return added_up(asked, made) if _have_all(named or [*rows], facts, units) else None


def _have_all(labels: Sequence[str], facts: Sequence[Fact], units: Sequence[str]) -> bool:
    """Whether each row has a figure in each column: what is left blank is none of a sum."""
    told = {(_label(one), one.unit) for one in facts}
    known = {unit for _, unit in told}
    return all((label, unit) in told for label in labels for unit in units if unit in known)


def _are_as_many(every: str, rows: int) -> bool:
    """三类采购, of a report that has three; 各类 says no number."""
    return all(one.value == rows for one in numbers.find(every))


def _rows(asked: Asked, target: Target, thing: str) -> Mapping[str, Sequence[Fact]]:
    """The cells of each such row, by its label without its number."""
    found: dict[str, list[Fact]] = {}
    for one in asked.store.told_facts(target.report.id):
        label = _label(one)
        if one.metric is None and one.kind == "table" and label.endswith(thing):
            found.setdefault(label, []).append(one)
    return found


def _label(one: Fact) -> str:
    return re.sub(language("zh").frames["own_rows"]["number"], "", one.source.row or "").strip()


def _short(label: str, thing: str) -> str:
    """省级平台 of 省级平台采购: what may stand for it in a list."""
    return label.removesuffix(thing)


def _said(text: str, label: str, thing: str) -> bool:
    short = _short(label, thing)
    return label in text or (len(short) >= _SHORTEST and short in text)


def _without(text: str, label: str, thing: str) -> str:
    return text.replace(label, thing).replace(_short(label, thing), thing)


def _told(asked: Asked, target: Target, facts: Sequence[Fact]) -> Answer:
    tongue = asked.tongue
    shown = (wording.amount(tongue, one.value or Decimal(0), one.unit, one.approximate) for one in facts)
    rows = tuple(zip(map(_label, facts), shown, strict=True))
    table = Table(
        heads=(tongue.say("head_metric"), tongue.say("head_value")),
        rows=rows,
        title=f"{target.body.name} · {target.year}",
        places=tuple((None, one.source) for one in facts),
    )
    results = tuple(
        Result(
            body=target.body.name,
            year=target.year,
            metric=None,
            party=None,
            value=one.value,
            unit=one.unit,
            sources=(one.source,),
            approximate=one.approximate,
        )
        for one in facts
    )
    places = dict.fromkeys(tongue.say("source", place=wording.place(tongue, one.source)) for one in facts)
    lines = [table.title, *side_by_side.drawn(table, len(rows)), *places, *wording.note_lines(tongue, target.notes)]
    query = Query(intent="statement", bodies=(target.body.name,), years=(target.year,))
    made = Answer(
        status="answered", text="\n".join(lines), results=results, notes=target.notes, table=table, query=query
    )
    return replace(made, table=table if len(rows) > 1 else None)
