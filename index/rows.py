"""Facts of rows of the index. No SQL here: the columns are those of index/schema.py, in its order.

How facts become rows is in index/packed.py.
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
    maker,
    unnamed,
)
from index.schema import (
    APPROXIMATE,
    DOUBTFUL,
    FORM_SHIFT,
    FORMS,
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
    """A row is not what was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one or more figures of a report stand."""

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
    """Whose report it is."""

    path: str
    body: str
    year: int
    url: str | None
    """address it was fetched from"""


make_head = maker(Head)
_make_stored = maker(StoredReport)


def sealed(*columns: object) -> Row:
    """The columns and their check."""
    return *columns, packing.check(columns)


def whole(row: Sequence[Any]) -> None:
    """Raise DamagedError unless the last column is the check of the others."""
    if packing.check(tuple(row[:-1])) != row[-1]:
        raise DamagedError


class Unpacker:
    """Facts of rows. `label` gives the text of a number, `metrics` the key and unit of one."""

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
            form=FORMS[flags >> FORM_SHIFT],
        )

    def statement(self, row: Row, place: Place, head: Head) -> Statement:
        whole(row)
        _, _, _, line, column, digits, scale, flags, unit, text, _ = row
        return Statement(
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
    """The figure of a fact's row."""
    return packing.unpack(row[7], row[8])


def is_prose(row: Row) -> bool:
    """Whether a fact's row is of prose."""
    return bool(row[9] & PROSE)


def party(row: Row) -> str | None:
    """The applicant of a fact's row."""
    return _PARTIES[row[3]]


def failing(row: Row, facts: Sequence[Fact], statements: Callable[[], Sequence[Statement]]) -> Check:
    """A check that fails, its terms taken from the facts of its report, those below 0 from its statements."""
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
    """Of (id, path, body's name, year, url, check)."""
    whole(row)
    return make_head(path=row[1], body=row[2], year=row[3], url=row[4])


def bodies(its: Iterable[Row]) -> tuple[Body, ...]:
    """Of bodies' numbers, each with a head of six columns behind it; by name."""
    found: dict[tuple[str, int], set[int]] = {}
    for number, *row in its:
        whole(row)
        found.setdefault((row[2], number), set()).add(row[3])
    return tuple(
        Body(id=number, name=name, years=tuple(sorted(years))) for (name, number), years in sorted(found.items())
    )


def described(report: Report) -> Row:
    """What a report is besides its figures, sealed: form to gaps."""
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


def stored_report(number: int, head: Head, row: Row, *, bare: bool = False) -> StoredReport:
    """Of the columns of `described` and whether a check fails; bare: without notes and sections, the long part."""
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
