"""A report itself: where its file or page is, and its parts with the lines they begin on."""

from __future__ import annotations

from pathlib import PurePath

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked
from bot.models import Answer, Query
from index.models import Source, StoredReport

MOST_PARTS = 20


def whole_report(asked: Asked) -> Answer:
    """The reports of one body and year, each with its file or address and its parts; or why there is none."""
    target = aim(asked)
    if isinstance(target, Answer):
        return target
    reports = (target.report, *target.others)
    lines = [line for report in reports for line in _described(asked, report)]
    return Answer(
        status="explained",
        text="\n".join([*lines, *wording.note_lines(asked.tongue, target.notes)]),
        sources=tuple(source for report in reports for source in _begins(asked, report)),
        notes=target.notes,
        query=Query(intent="whole_report", bodies=(target.body.name,), years=(target.year,)),
    )


def _described(asked: Asked, report: StoredReport) -> list[str]:
    tongue, parts = asked.tongue, report.sections
    lines = [
        tongue.say("whole_report", body=report.body, year=report.year, place=report.url or PurePath(report.path).name),
        tongue.say("whole_report_parts", lines=len(asked.store.lines(report.id)), count=len(parts)),
        *(tongue.say("passage_at", heading=one.heading.strip(), line=one.first) for one in parts[:MOST_PARTS]),
    ]
    return [*lines, "…"] if len(parts) > MOST_PARTS else lines


def _begins(asked: Asked, report: StoredReport) -> list[Source]:
    """Where its first line stands."""
    at = next((at for at, line in enumerate(asked.store.lines(report.id), 1) if line.strip()), None)
    if at is None:
        return []
    text = asked.store.lines(report.id)[at - 1].strip()
    return [Source(report=report.path, section=text, line=at, quote=text, url=report.url)]
