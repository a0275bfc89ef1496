"""Parts of a report, quoted with their lines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asked import Asked
from bot.models import Answer, Query
from bot.scope import scope
from index.models import Section, Source, StoredReport

MOST_CHARACTERS = 1200
PROBLEMS = 5
"""the section of problems and improvements, as the forms of 2019 and 2021 count"""


def passage(asked: Asked) -> Answer:
    """Quote the sections asked for of one report."""
    told, tongue = asked.understood, asked.tongue
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    spot = found.spots[0]
    if len(found.spots) != 1 or not spot.reports:
        text = tongue.say("missing", why=tongue.say("missing_section", body=spot.body.name, year=spot.year))
        return Answer(question="", status="missing", reason="year" if not spot.reports else "table", text=text)
    report = spot.reports[0]
    sections = [one for key in sorted(told.sections) if (one := _section(asked, report, key)) is not None]
    if not sections:
        text = tongue.say("missing", why=tongue.say("missing_section", body=spot.body.name, year=spot.year))
        return Answer(question="", status="missing", reason="table", text=text)
    every = asked.store.lines(report.id)
    lines, sources = [tongue.say("passage", body=spot.body.name, year=spot.year)], []
    for one in dict.fromkeys(sections):
        quoted = _quote(every, one)
        lines += [tongue.say("passage_of", heading=one.heading.strip(), first=one.first, last=one.last), quoted]
        sources.append(Source(report=report.path, section=one.heading, line=one.first, quote=quoted, url=report.url))
    lines += [tongue.say("note", what=note) for note in found.notes]
    return Answer(
        question="",
        status="explained",
        text="\n".join(lines),
        sources=tuple(sources),
        notes=found.notes,
        query=Query(intent="passage", bodies=(spot.body.name,), years=(spot.year,), words=tuple(sorted(told.sections))),
    )


def _section(asked: Asked, report: StoredReport, key: str) -> Section | None:
    """A section by its number in the form, or by a word of its heading."""
    if key.isdecimal():
        return next((one for one in report.sections if one.number == int(key)), None)
    words: Sequence[str] = asked.tongue.passages[key]
    by_heading = next((one for one in report.sections if any(word in one.heading for word in words)), None)
    return by_heading or next((one for one in report.sections if one.number == PROBLEMS), None)


def _quote(every: Sequence[str], one: Section) -> str:
    """The section's own lines, cut where they are too many for a message."""
    text = "\n".join(line.strip() for line in every[one.first : one.last] if line.strip())
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
