"""Answers about the service itself: what can be asked, what is indexed, what terms mean."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from bot import wording
from bot.finding.asked import FLAGSHIP, Asked
from bot.finding.asking_back import not_understood
from bot.finding.figures import Figure, Sheet, figure
from bot.finding.scope import scope
from bot.languages import CODES, Language
from bot.meaning.readings import fits_of
from bot.models import Answer, Option
from bot.places.body_groups import groups_of
from index.metrics import catalogue
from index.models import Body
from index.store import Store

MOST_NAMES = 30
MOST_TERMS = 8
FORMS = frozenset({"term:forms"})
UNEXPLAINED = frozenset(
    {
        "newly",
        "total",
        "received",
        "request",
        "unavailable",
        "denied",
        "rejected",
        "into_next",
        "from_before",
        "at_end",
        "applicant",
    }
)
"""words that say no more than what another says beside them"""


@functools.cache
def glossary() -> Mapping[frozenset[str], Mapping[str, Mapping[str, str]]]:
    """Words that ask for an entry → language → term, text and source; entries with most words first."""
    data = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))
    entries = [(frozenset(entry["of"]), {code: entry[code] for code in CODES}) for entry in data["entry"]]
    return dict(sorted(entries, key=lambda entry: -len(entry[0])))


def define(asked: Asked) -> Answer | None:
    """What a term means, or how two differ; None if a term is in no entry."""
    told = asked.understood
    said = told.senses or (frozenset(),)
    if "form" in told.ops and not any(said):
        said = (FORMS,)
    entries: dict[str, str] = {}
    for words in said:
        for entry in entries_of(words):
            lines = entry[asked.tongue.code]
            text = asked.tongue.say("explained", **lines)
            group = _group_of(words)
            if group is not None and len(said) == 1:
                text += "\n" + asked.tongue.say("explained_group", group=asked.tongue.name(group))
            entries.setdefault(lines["term"], text)
    if "share" in told.ops:
        rates = _rates(asked)
        return Answer(status="explained", text="\n".join(rates)) if rates else None
    places = _places(asked) if "where" in told.ops else []
    if not entries and not places:
        return None
    return Answer(status="explained", text="\n".join([*places, *list(entries.values())[:MOST_TERMS]]))


def _rates(asked: Asked) -> list[str]:
    """How a rate is calculated: of what it is usually the share. 纠错率 is one of reviews and one of lawsuits."""
    told = asked.understood
    keys = [key for measure in told.measures for key, _ in measure.fits] or list(told.near)
    rows = [row for row in (catalogue()[key] for key in dict.fromkeys(keys)) if row.share_of]
    said = (
        asked.tongue.say(
            "explained_share", part=asked.tongue.name(row.key), whole=asked.tongue.name(row.share_of or "")
        )
        for row in rows
    )
    return list(dict.fromkeys(said))[:MOST_TERMS]


def _places(asked: Asked) -> list[str]:
    """Which part of a report on the national form has the rows that are asked for."""
    keys = dict.fromkeys(key for measure in asked.understood.measures for key, _ in measure.fits)
    rows = [catalogue()[key] for key in keys]
    of_form = dict.fromkeys((row.section, row.table) for row in rows if row.table is not None)
    return [asked.tongue.say("explained_place", section=section, table=table) for section, table in of_form]


def _group_of(words: Set[str]) -> str | None:
    """The metric of the form's group that a row belongs to: 重复申请 is one of 不予处理; None of another or several."""
    keys = {key.rpartition(".")[0] for key, _ in fits_of(frozenset(words), None)}
    return next(iter(keys)) if len(keys) == 1 and keys < set(catalogue()) else None


def entries_of(words: Set[str]) -> list[Mapping[str, Mapping[str, str]]]:
    """The entries that together explain all the words; none if a word is in no entry."""
    found: list[tuple[frozenset[str], Mapping[str, Mapping[str, str]]]] = []
    covered: set[str] = set()
    for of, entry in glossary().items():
        if of <= words and not of <= covered:
            found.append((of, entry))
            covered |= of
    if words - covered - UNEXPLAINED:
        return []
    # 保护第三方的不予公开: the row, and not also the group that it is said to be one of
    group = _group_of(words)
    named = catalogue()[group].needs if group is not None else frozenset()
    return [entry for of, entry in found if of != named] or [entry for _, entry in found]


def examples(store: Store, tongue: Language) -> tuple[str, ...]:
    """Three questions that have an answer, about different bodies if there are several."""
    made: list[str] = []
    reports = store.some_reports()
    bodies: set[str] = set()
    fresh = [one for one in reports if one.body not in bodies and not bodies.add(one.body)]  # type: ignore[func-returns-value]
    for turn, key in enumerate(FLAGSHIP):
        for report in fresh[turn:] + fresh[:turn]:
            text = wording.question(tongue, report.body, report.year, key)
            if text not in made and isinstance(figure(Sheet(store, report), key, None), Figure):
                made.append(text)
                break
        if len(made) == 3:
            break
    return tuple(made)


def greeting(store: Store, tongue: Language) -> Answer:
    """What can be asked."""
    made = examples(store, tongue)
    if not made:
        return Answer(status="help", text=tongue.say("help_empty"), language=tongue.code)
    counts = store.counts()
    head = tongue.say("help", bodies=counts["bodies"], reports=counts["reports"])
    return Answer(
        status="help",
        text="\n".join([head, tongue.say("help_kinds"), tongue.say("help_try"), *made]),
        language=tongue.code,
        options=tuple(Option(label=one, ask=one) for one in made),
    )


def bodies(asked: Asked) -> Answer:
    """Which bodies are indexed, with their years: all, those of a region, or those of certain years."""
    told, tongue, every = asked.understood, asked.tongue, asked.store.bodies()
    if not every:
        return greeting(asked.store, tongue)
    named = groups_of(asked.cover.mentions, asked.text)
    if named:
        if len(named) > 1 or any(piece.kind != "region" for piece in named[0]):
            return not_understood(asked, told.operators, "not_together")
        keys = asked.places.region_keys(named[0])
        within = {one.body.name for one in asked.places.parts.values() if one.chain & keys}
        every = tuple(body for body in every if body.name in within)
    if told.years:
        every = tuple(body for body in every if set(told.years) & set(body.years))
    if not every:
        where = asked.text[named[0][0].start : named[0][-1].end] if named else tongue.say("everywhere")
        text = tongue.say("missing", why=tongue.say("missing_kind", where=where))
        return Answer(status="missing", reason="body" if named else "year", text=text)
    head = tongue.say("indexed_bodies", count=len(every), reports=sum(len(body.years) for body in every))
    lines = [
        tongue.say("indexed_body", body=body.name, years=tongue.join([str(year) for year in body.years]))
        for body in every[:MOST_NAMES]
    ]
    more = [tongue.say("indexed_more", count=len(every) - MOST_NAMES)] if len(every) > MOST_NAMES else []
    return Answer(status="help", text="\n".join([head, *lines, *more]))


def years(asked: Asked) -> Answer:
    """Which years of a body are indexed, or of all bodies."""
    told, tongue = asked.understood, asked.tongue
    if not told.choices and not (asked.before and asked.before.bodies):
        return bodies(asked)
    found = scope(asked)
    if isinstance(found, Answer):
        return _nearby(asked, found)
    return Answer(status="help", text="\n".join(_years_of(tongue, found.bodies)))


def _nearby(asked: Asked, missing: Answer) -> Answer:
    """That a place has no report, with the years of the bodies there that have some."""
    near = dict.fromkeys(body for choice in asked.understood.choices if not choice.bodies for body in choice.near)
    if missing.status != "missing" or not near:
        return missing
    return replace(missing, status="help", text="\n".join([missing.text, *_years_of(asked.tongue, list(near))]))


def _years_of(tongue: Language, bodies: Sequence[Body]) -> list[str]:
    return [
        tongue.say("indexed_body", body=body.name, years=tongue.join([str(year) for year in body.years]))
        for body in bodies[:MOST_NAMES]
    ]


def unpublished(asked: Asked) -> Answer:
    """Which of the bodies that should publish have no report for the year."""
    told, tongue = asked.understood, asked.tongue
    if not asked.expected:
        return Answer(status="help", text=tongue.say("expected_none"))
    having = {body.name: body for body in asked.store.bodies()}
    year = told.years[0] if told.years else max((max(body.years) for body in having.values()), default=0)
    gone = [name for name in asked.expected if name not in having or year not in having[name].years]
    key = "expected_all" if not gone else "expected_gone"
    text = tongue.say(key, year=year, count=len(gone), of=len(asked.expected), bodies=tongue.join(gone[:MOST_NAMES]))
    return Answer(status="help", text=text)
