"""Conversion of rows to facts, the inverse of index/packed.py.

Columns are in the order of index/schema.py; there is no SQL here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from index import packing
from index.models import (
    Body,
    Check,
    Fact,
    Gap,
    Report,
    Source,
    Statement,
    StoredReport,
    make_check,
    make_fact,
    make_source,
    make_statement,
    maker,
    unnamed,
)
from index.schema import (
    APPROXIMATE,
    DOUBTFUL,
    FORM_SHIFT,
    FORMS_OF_FACTS,
    PARTY_IDS,
    PROSE,
    REASONS,
    SCANNED,
    SETTLED,
)

Row = tuple[Any, ...]

_PARTIES = {number: key for key, number in PARTY_IDS.items()}


NO_NOTES = NO_SECTIONS = "[]"


class DamagedError(Exception):
    """A row whose checksum does not match."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one or more figures of a report are printed."""

    line: int
    page: int | None
    table: int | None
    section: str
    row: str | None
    quote: str


make_place = maker(Place)
NOWHERE = Place(line=0, page=None, table=None, section="", row=None, quote="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The body, year and file of a report."""

    path: str
    body: str
    year: int
    url: str | None
    """address it was fetched from"""


make_head = maker(Head)
_make_stored = maker(StoredReport)


def sealed(*columns: object) -> Row:
    """The columns with their checksum appended."""
    return *columns, packing.check(columns)


def whole(row: Sequence[Any]) -> None:
    """Raise DamagedError unless the last column is the checksum of the others."""
    if packing.check(tuple(row[:-1])) != row[-1]:
        raise DamagedError


class Unpacker:
    """Converts rows to facts. `label` looks up the text with an id, `metrics` the key and unit of a metric's id."""

    def __init__(self, label: Callable[[int], str], metrics: Mapping[int, tuple[str | None, str]]) -> None:
        self._label = label
        self._metrics = metrics

    def place(self, row: Row, text: Callable[[int], str]) -> Place:
        whole(row)
        report, _, line, page, table, section, label, start, length, tail, _ = row
        printed = self._label(label) if label is not None else None
        if start is not None:
            quote = text(report)[start : start + length]
        else:
            quote = printed[:length] + tail if printed and length else tail
        return make_place(line=line, page=page, table=table, section=self._label(section), row=printed, quote=quote)

    def _source(self, place: Place, head: Head, line: int, column: int | None, flags: int) -> Source:
        return make_source(
            report=head.path,
            url=head.url,
            section=place.section,
            line=place.line + line,
            quote=place.quote,
            table=place.table,
            row=place.row,
            column=self._label(column) if column is not None else None,
            page=place.page,
            settled=bool(flags & SETTLED),
            scanned=bool(flags & SCANNED),
            doubtful=bool(flags & DOUBTFUL),
        )

    def fact(self, row: Row, place: Place, head: Head) -> Fact:
        whole(row)
        _, metric, _, party, _, line, column, digits, scale, flags, unit, text, _ = row
        key, usual = self._metrics[metric]
        return make_fact(
            body=head.body,
            year=head.year,
            metric=key,
            party=_PARTIES[party],
            value=packing.unpack(digits, scale),
            unit=usual if unit is None else unit,
            kind="prose" if flags & PROSE else "table",
            source=self._source(place, head, line, column, flags),
            approximate=bool(flags & APPROXIMATE),
            text=self._label(text) if text is not None else None,
            form=FORMS_OF_FACTS[flags >> FORM_SHIFT],
        )

    def statement(self, row: Row, place: Place, head: Head) -> Statement:
        whole(row)
        _, _, _, line, column, digits, scale, flags, unit, text, _ = row
        return make_statement(
            text=text,
            value=packing.unpack(digits, scale) or Decimal(0),
            unit=unit,
            source=self._source(place, head, line, column, flags),
            approximate=bool(flags & APPROXIMATE),
        )

    def gap(self, row: Row) -> Gap:
        whole(row)
        _, _, reason, table, line, metric, party, quote, page, _ = row
        return Gap(
            reason=REASONS[reason],
            table=table,
            line=line,
            metric=self._metrics[metric][0],
            party=_PARTIES[party],
            quote=self._label(quote),
            page=page,
        )


def value(row: Row) -> Decimal | None:
    """The figure in a row of the table of facts."""
    return packing.unpack(row[7], row[8])


def is_prose(row: Row) -> bool:
    """Whether a fact's row comes from prose."""
    return bool(row[9] & PROSE)


def party(row: Row) -> str | None:
    """The applicant in a fact's row."""
    return _PARTIES[row[3]]


def failing(row: Row, facts: Sequence[Fact], statements: Callable[[], Sequence[Statement]]) -> Check:
    """A failing check. Its terms are positions among the report's facts.

    Those below 0 are positions among its statements.
    """
    whole(row)
    _, _, name, party, left, right, left_terms, right_terms, _ = row

    def term(at: int) -> Fact:
        return facts[at] if at >= 0 else unnamed(statements()[-1 - at], facts[0].body, facts[0].year)

    return make_check(
        name=name,
        party=_PARTIES[party],
        left=Decimal(left),
        right=Decimal(right),
        left_terms=tuple(map(term, json.loads(left_terms))),
        right_terms=tuple(map(term, json.loads(right_terms))),
    )


def head_of(row: Row) -> Head:
    """The head of a report from (id, path, body's name, year, url, checksum)."""
    whole(row)
    return make_head(path=row[1], body=row[2], year=row[3], url=row[4])


def bodies(its: Iterable[Row]) -> tuple[Body, ...]:
    """Bodies by name, from rows of a body's id followed by the six columns of a head."""
    found: dict[tuple[str, int], set[int]] = {}
    for number, *row in its:
        whole(row)
        found.setdefault((row[2], number), set()).add(row[3])
    return tuple(
        Body(id=number, name=name, years=tuple(sorted(years))) for (name, number), years in sorted(found.items())
    )


def described(report: Report) -> Row:
    """The columns that describe a report besides its figures, from form to gaps, with their checksum."""
    sections = [[each.heading, each.number, each.first, each.last] for each in report.sections]
    return sealed(
        report.form,
        report.region,
        report.digest,
        json.dumps(report.notes, ensure_ascii=False),
        json.dumps(sections, ensure_ascii=False),
        len(report.facts),
        len(report.statements),
        len(report.gaps),
    )


def stored_report(number: int, head: Head, row: Row, *, bare: bool) -> StoredReport:
    """A report from the columns of `described` and a flag for failing checks. `bare`: without notes and sections."""
    *rest, doubted = row
    whole(rest)
    form, region, digest, notes, sections, facts, statements, gaps, _ = rest
    return _make_stored(
        id=number,
        path=head.path,
        body=head.body,
        year=head.year,
        form=form,
        region=region,
        url=head.url,
        digest=digest,
        notes=tuple(json.loads(notes)) if notes != NO_NOTES and not bare else (),
        outline=NO_SECTIONS if bare else sections,
        facts=facts,
        statements=statements,
        gaps=gaps,
        doubted=bool(doubted),
    )
