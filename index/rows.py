"""Facts as rows of the index and back. No SQL here: the columns are those of index/schema.py, in its order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from index import packing
from index.models import Check, Fact, Gap, Report, Section, Source, Statement, StoredReport
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Whose report it is."""

    path: str
    body: str
    year: int
    url: str | None
    """address it was fetched from"""


def sealed(*columns: object) -> Row:
    """The columns and their check."""
    return *columns, packing.check(columns)


def whole(row: Row) -> None:
    """Raise DamagedError unless the last column is the check of the others."""
    if packing.check(row[:-1]) != row[-1]:
        raise DamagedError


def _flags(source: Source, approximate: bool) -> int:
    return APPROXIMATE * approximate | SETTLED * source.settled | SCANNED * source.scanned | DOUBTFUL * source.doubtful


class Packer:
    """Rows of one report by table. ValueError: a figure that cannot be stored."""

    def __init__(
        self, number: int, report: Report, label: Callable[[str], int], metrics: Mapping[str | None, tuple[int, str]]
    ) -> None:
        """`label` gives the number of a text, `metrics` the number and unit of a key."""
        self._number = number
        self._text = report.text
        self._label_id = label
        self._metrics = metrics
        self._begins = [0]
        for line in report.text.split("\n"):
            self._begins.append(self._begins[-1] + len(line) + 1)
        self._known: dict[Row, tuple[int, int]] = {}
        places: list[Row] = []
        self.tables = {
            "place": places,
            "fact": sorted(self._fact(n, each, places) for n, each in enumerate(report.facts)),
            "statement": [self._statement(n, each, places) for n, each in enumerate(report.statements)],
            "gap": [self._gap(n, each) for n, each in enumerate(report.gaps)],
            "failing": [self._failing(n, each, report.facts) for n, each in enumerate(report.warnings)],
        }

    def _label(self, text: str | None) -> int | None:
        return None if text is None else self._label_id(text)

    def _at(self, source: Source, places: list[Row]) -> tuple[int, int]:
        """(number of the place, lines after its first); figures of one row or clause share it."""
        key = (source.section, source.table, source.row, source.page, source.quote)
        number, line = self._known.get(key, (-1, 0))
        if number < 0:
            number, line = self._known[key] = len(places), source.line
            places.append(self._place(number, source))
        return number, source.line - line

    def _place(self, number: int, source: Source) -> Row:
        begin = self._begins[min(max(source.line - 1, 0), len(self._begins) - 1)]
        return sealed(
            self._number,
            number,
            source.line,
            source.page,
            source.table,
            self._label(source.section),
            self._label(source.row),
            *packing.pack_quote(source.quote, self._text, begin, source.row),
        )

    def _fact(self, n: int, fact: Fact, places: list[Row]) -> Row:
        metric, usual = self._metrics[fact.metric]
        source = fact.source
        return sealed(
            self._number,
            metric,
            n,
            PARTY_IDS[fact.party],
            *self._at(source, places),
            self._label(source.column),
            *packing.pack(fact.value),
            _flags(source, fact.approximate) | PROSE * (fact.kind == "prose") | FORMS.index(fact.form) << FORM_SHIFT,
            None if fact.unit == usual else fact.unit,
            self._label(fact.text),
        )

    def _statement(self, n: int, each: Statement, places: list[Row]) -> Row:
        return sealed(
            self._number,
            n,
            *self._at(each.source, places),
            self._label(each.source.column),
            *packing.pack(each.value),
            _flags(each.source, each.approximate),
            each.unit,
            each.text,
        )

    def _gap(self, n: int, gap: Gap) -> Row:
        return sealed(
            self._number,
            n,
            REASONS.index(gap.reason),
            gap.table,
            gap.line,
            self._metrics[gap.metric][0],
            PARTY_IDS[gap.party],
            self._label_id(gap.quote),
            gap.page,
        )

    def _failing(self, n: int, check: Check, facts: Sequence[Fact]) -> Row:
        """The terms as places in the report's facts. ValueError: a term that is none of them."""
        left, right = (
            json.dumps([facts.index(fact) for fact in side]) for side in (check.left_terms, check.right_terms)
        )
        party = PARTY_IDS[check.party]
        return sealed(self._number, n, check.name, party, str(check.left), str(check.right), left, right)


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
        return Place(line=line, page=page, table=table, section=self._label(section), row=printed, quote=quote)

    def _source(self, place: Place, head: Head, line: int, column: int | None, flags: int) -> Source:
        return Source(
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
        return Fact(
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


def failing(row: Row, facts: Sequence[Fact]) -> Check:
    """A sum that fails, its terms taken from the facts of its report."""
    whole(row)
    _, _, name, party, left, right, left_terms, right_terms, _ = row
    return Check(
        name=name,
        party=_PARTIES[party],
        left=Decimal(left),
        right=Decimal(right),
        left_terms=tuple(facts[at] for at in json.loads(left_terms)),
        right_terms=tuple(facts[at] for at in json.loads(right_terms)),
    )


def head_of(row: Row) -> Head:
    """Of (id, path, body's name, year, url, check)."""
    whole(row)
    return Head(path=row[1], body=row[2], year=row[3], url=row[4])


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


def stored_report(row: Row) -> StoredReport:
    """Of a head's six columns and those of `described`."""
    head = head_of(row[:6])
    whole(row[6:])
    form, region, digest, notes, sections, facts, statements, gaps = row[6:14]
    return StoredReport(
        id=row[0],
        path=head.path,
        body=head.body,
        year=head.year,
        form=form,
        region=region,
        url=head.url,
        digest=digest,
        notes=tuple(json.loads(notes)),
        sections=tuple(
            Section(heading=heading, number=number, first=first, last=last)
            for heading, number, first, last in json.loads(sections)
        ),
        facts=facts,
        statements=statements,
        gaps=gaps,
    )
