"""What can be asked, what is indexed, what a term means."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from bot import wording
from bot.asked import FLAGSHIP, Asked
from bot.figures import Figure, Sheet, figure
from bot.languages import Language
from bot.models import Answer, Option
from bot.scope import scope
from index.store import Store

MOST_NAMES = 30


@functools.cache
def glossary() -> dict[str, dict[str, dict[str, str]]]:
    """Feature → language → term, text and source."""
    data = tomllib.loads(Path(__file__).parents[1].joinpath("glossary.toml").read_text(encoding="utf-8"))
    return {entry["feature"]: {code: entry[code] for code in ("zh", "en")} for entry in data["entry"]}


def define(asked: Asked) -> Answer | None:
    """What a term means, or how two differ; None where a term is in no entry."""
    features = set(asked.understood.features)
    entries = [entry for feature, entry in glossary().items() if feature in features]
    if not entries or len(entries) < len(features):
        return None
    lines = [asked.tongue.say("explained", **entry[asked.tongue.code]) for entry in entries]
    return Answer(question="", status="explained", text="\n".join(lines))


def examples(store: Store, tongue: Language) -> tuple[str, ...]:
    """Three questions that have an answer, of different bodies where there are several."""
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
    """What can be asked here."""
    made = examples(store, tongue)
    if not made:
        return Answer(question="", status="help", text=tongue.say("help_empty"), language=tongue.code)
    counts = store.counts()
    head = tongue.say("help", bodies=counts["bodies"], reports=counts["reports"])
    return Answer(
        question="",
        status="help",
        text="\n".join([head, *made]),
        language=tongue.code,
        options=tuple(Option(label=one, ask=one) for one in made),
    )


def bodies(asked: Asked) -> Answer:
    """Which bodies are indexed, with their years."""
    tongue, every = asked.tongue, asked.store.bodies()
    if not every:
        return greeting(asked.store, tongue)
    head = tongue.say("indexed_bodies", count=len(every))
    lines = [
        tongue.say("indexed_body", body=body.name, years=tongue.join([str(year) for year in body.years]))
        for body in every[:MOST_NAMES]
    ]
    more = [tongue.say("indexed_more", count=len(every) - MOST_NAMES)] if len(every) > MOST_NAMES else []
    return Answer(question="", status="help", text="\n".join([head, *lines, *more]))


def years(asked: Asked) -> Answer:
    """Which years of a body are indexed; without a body, of all."""
    told, tongue = asked.understood, asked.tongue
    if not told.choices and not (asked.before and asked.before.bodies):
        return bodies(asked)
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    lines = [
        tongue.say("indexed_body", body=body.name, years=tongue.join([str(year) for year in body.years]))
        for body in found.bodies
    ]
    return Answer(question="", status="help", text="\n".join(lines))


def unpublished(asked: Asked) -> Answer:
    """Which of the bodies that should publish have no report for the year."""
    told, tongue = asked.understood, asked.tongue
    if not asked.expected:
        return Answer(question="", status="help", text=tongue.say("expected_none"))
    having = {body.name: body for body in asked.store.bodies()}
    year = told.years[0] if told.years else max((max(body.years) for body in having.values()), default=0)
    gone = [name for name in asked.expected if name not in having or year not in having[name].years]
    key = "expected_all" if not gone else "expected_gone"
    text = tongue.say(key, year=year, count=len(gone), of=len(asked.expected), bodies=tongue.join(gone[:MOST_NAMES]))
    return Answer(question="", status="help", text=text)
