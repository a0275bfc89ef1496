"""Reads reports. One function for everybody else: load(path) → Report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.audit import report_checks
from index.models import Fact, Report
from index.models import Section as Part
from loaders.contents import contents_of
from loaders.heading import read_heading
from loaders.models import Document, Line, Section
from loaders.prose import read_prose
from loaders.prose.applicants import RECEIVED
from loaders.prose.settling import told_by_tables
from loaders.readers import read
from loaders.scanned import doubted, marked, scanned_lines
from loaders.sections import sections_of
from loaders.tables import read_tables
from loaders.tables.match import is_run_together


def load(path: str) -> Report:
    """Read one report: read → split → tables and prose → check. RefusedFile says why a file is not a report."""
    document = read(path)
    sections = sections_of(document)
    heading = read_heading(document, sections)
    title = heading.title or heading.body
    tables = read_tables(document, sections, heading.body, heading.year, title)
    prose, statements = read_prose(
        _without(document, sections, tables.lines),
        report=path,
        url=document.url,
        title=title,
        body=heading.body,
        year=heading.year,
        received=_received(tables.facts),
    )
    prose = told_by_tables(prose, tables.facts)
    scans = scanned_lines(document)
    facts = doubted(marked(tables.facts, scans))
    said, others = marked(prose, scans), marked(statements, scans)
    lines = [line.text for line in document.lines]
    made = report_checks((*facts, *said), others, lines)
    return Report(
        path=path,
        digest=document.digest,
        body=heading.body,
        year=heading.year,
        url=document.url,
        region=heading.region,
        form=tables.form,
        text="\n".join(lines),
        sections=_parts(document, sections, title),
        facts=facts + said,
        statements=others,
        gaps=tables.gaps,
        warnings=tuple(check for check in made if not check.holds),
        notes=document.notes + heading.notes,
    )


def _received(facts: Sequence[Fact]) -> Decimal | None:
    """The requests that came in by the table; None if it does not say, or twice."""
    found = {one.value for one in facts if one.metric == RECEIVED and one.party in (None, "total")}
    return found.pop() if len(found) == 1 else None


def _without(document: Document, sections: Sequence[Section], taken: frozenset[int]) -> tuple[Section, ...]:
    """Sections without the lines of the tables, also those of which the cells have run together.

    Of a line that holds several sections, without its cells.
    """
    listed = contents_of(document.lines, [section.heading.text for section in sections if section.heading])

    def is_prose(line: Line) -> bool:
        if line.number in listed:
            return False
        if line.number not in taken:
            return not is_run_together(line.text)
        part_of = len(line.text) < len(document.lines[line.number - 1].text)
        return part_of and not any(mark in line.text for mark in "|\t")

    return tuple(
        replace(section, lines=tuple(line for line in section.lines if is_prose(line))) for section in sections
    )


def _parts(document: Document, sections: Sequence[Section], title: str) -> tuple[Part, ...]:
    """Sections as they are kept: heading, number and lines from..to."""
    starts = [section.heading.number if section.heading else 1 for section in sections]
    ends = [*(start - 1 for start in starts[1:]), len(document.lines)]
    return tuple(
        Part(
            heading=section.heading.text if section.heading else title,
            number=section.number,
            first=start,
            last=max(start, end),
        )
        for section, start, end in zip(sections, starts, ends, strict=True)
        if section.heading or section.lines
    )
