"""Sections of a report, quoted with their line numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.answers.passage_parts import IMPROVEMENTS as DONE
from bot.answers.passage_parts import PROBLEMS as FOUND
from bot.answers.passage_parts import parted
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.scope import scope
from bot.models import Answer, Query
from index.models import Section, Source, StoredReport

MOST_CHARACTERS = 1200
MOST = 4
"""reports of which sections are quoted one after another"""
PROBLEMS = 5
"""the section of problems and improvements, as the forms of 2019 and 2021 count"""
LINE = "line:"
"""before the number of a line that is asked for"""
_ASIDE = frozenset({FOUND, DONE})


def passage(asked: Asked) -> Answer:
    """Quote the sections that were asked for, of one report or of a few."""
    told, tongue = asked.understood, asked.tongue
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) > MOST:
        return not_understood(asked, told.operators, "one_report_only")
    notes, lines, sources = list(found.notes), [], []
    for spot in found.spots:
        quoted = _of_report(asked, spot.reports[0], notes) if spot.reports else None
        if quoted is None:
            why = tongue.say("missing_section", body=spot.body.name, year=spot.year)
            if len(found.spots) == 1:
                reason = "table" if spot.reports else "year"
                return Answer(status="missing", reason=reason, text=tongue.say("missing", why=why))
            notes.append(why)
            continue
        lines += [tongue.say("passage", body=spot.body.name, year=spot.year), *quoted[0]]
        sources += quoted[1]
    if not sources:
        return Answer(status="missing", reason="table", text=tongue.say("missing", why=notes[-1]))
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="explained",
        text="\n".join(lines),
        sources=tuple(sources),
        notes=tuple(notes),
        query=Query(
            intent="passage",
            bodies=tuple(body.name for body in found.bodies),
            years=found.years,
            words=tuple(sorted(told.sections)),
        ),
    )


def _of_report(asked: Asked, report: StoredReport, notes: list[str]) -> tuple[list[str], list[Source]] | None:
    """The sections that were asked for of one report, under their headings; None if it has none of them."""
    told, tongue = asked.understood, asked.tongue
    sections = [one for key in sorted(told.sections) if (one := section_of(asked, report, key)) is not None]
    every = asked.store.lines(report.id)
    lines, sources = [], []
    for one in dict.fromkeys(sections):
        first, last, quoted = _quote(every, one, told.sections)
        spot_of = "passage_of" if first < last else "passage_of_line"
        lines += [tongue.say(spot_of, heading=one.heading.strip(), first=first, last=last), quoted]
        sources.append(Source(report=report.path, section=one.heading, line=first, quote=quoted, url=report.url))
        if len(told.sections & _ASIDE) == 1 and (first, last) == (one.first, one.last) and _is_both(one):
            notes.append(tongue.say("passage_whole"))
    return (lines, sources) if sources else None


def section_of(asked: Asked, report: StoredReport, key: str) -> Section | None:
    """A section by its number in the form, or by a word of its heading; one line of it by the line's number."""
    if key.startswith(LINE):
        return _of_line(report, int(key.removeprefix(LINE)))
    if key.isdecimal():
        return next((one for one in report.sections if one.number == int(key)), None)
    words: Sequence[str] = asked.tongue.passages[key]
    by_heading = next((one for one in report.sections if any(word in one.heading for word in words)), None)
    return by_heading or next((one for one in report.sections if one.number == PROBLEMS), None)


def _of_line(report: StoredReport, number: int) -> Section | None:
    """One line under the heading of its section; None past the last section."""
    around = next((one for one in report.sections if one.first <= number <= one.last), None)
    return replace(around, first=number, last=number) if around is not None else None


def _is_both(one: Section) -> bool:
    """A section of problems and improvements, as the form has it."""
    return one.number == PROBLEMS


def _quote(every: Sequence[str], one: Section, wanted: frozenset[str]) -> tuple[int, int, str]:
    """The section's own lines, of problems and improvements the part asked for; cut where they are too many."""
    lines = [(at + 1, every[at]) for at in range(min(one.first, one.last - 1), one.last) if every[at].strip()]
    asked_for = wanted & _ASIDE
    part = parted(lines).get(next(iter(asked_for))) if len(asked_for) == 1 and wanted == asked_for else None
    text = part.text if part is not None else "\n".join(line.strip() for _, line in lines)
    first, last = (part.first, part.last) if part is not None else (one.first, one.last)
    return first, last, text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
