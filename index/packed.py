"""A report converted to rows of the index, except for the ids that only the index can assign.

Packing is most of the work of storing a report. It is done in the process that reads the report, and what is passed on
is plain and small. Columns are in the order of index/schema.py.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index import packing
from index.errors import RefusedFile
from index.models import Check, Fact, Gap, Report, Source, Statement, unnamed
from index.rows import Row, described, sealed
from index.schema import APPROXIMATE, DOUBTFUL, FORM_SHIFT, FORMS_OF_FACTS, PARTY_IDS, PROSE, REASONS, SCANNED, SETTLED

NONE = -1
"""in place of a label: there is none"""
_FORMS = {form: number << FORM_SHIFT for number, form in enumerate(FORMS_OF_FACTS)}
_REASONS = {reason: number for number, reason in enumerate(REASONS)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """A report ready to be stored."""

    path: str
    body: str
    year: int
    url: str | None
    described: Row
    """as `rows.described` seals it"""
    text: bytes
    """zlib of the whole text"""
    labels: tuple[str, ...]
    metrics: tuple[str | None, ...]
    places: tuple[Row, ...]
    """n, line, page, table, section, row, start, length, tail"""
    facts: tuple[Row, ...]
    """metric, n, party, place, line, column, digits, scale, flags, unit, text"""
    statements: tuple[Row, ...]
    """n, place, line, column, digits, scale, flags, unit, text"""
    gaps: tuple[Row, ...]
    """n, reason, table, line, metric, party, quote, page"""
    failing: tuple[Row, ...]
    """n, name, party, left, right, left_terms, right_terms"""


def pack(report: Report) -> Packed:
    """Convert a report to rows. RefusedFile if it holds a figure or a character that cannot be stored."""
    try:
        return _Packer(report).packed()
    except (ValueError, OverflowError) as error:
        raise RefusedFile(report.path, f"cannot be stored: {error}") from error


class _Numbered(dict[str | None, int]):
    """Things in the order in which they are first asked for, by their place."""

    def __missing__(self, key: str | None) -> int:
        self[key] = found = len(self)
        return found


class _Packer:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._labels: dict[str | None, int] = _Numbered()
        self._metrics: dict[str | None, int] = _Numbered()
        self._begins = [0]
        for line in report.text.split("\n"):
            self._begins.append(self._begins[-1] + len(line) + 1)
        self._known: dict[Row, tuple[int, int]] = {}
        self._places: list[Row] = []
        self._numbers: dict[int, int] = {}

    def packed(self) -> Packed:
        report = self._report
        facts = self._facts(report.facts)
        statements = tuple(self._statement(n, each) for n, each in enumerate(report.statements))
        gaps = tuple(self._gap(n, each) for n, each in enumerate(report.gaps))
        return Packed(
            path=report.path,
            body=report.body,
            year=report.year,
            url=report.url,
            described=described(report),
            text=zlib.compress(report.text.encode(), 6),
            labels=tuple(label for label in self._labels if label is not None),
            metrics=tuple(self._metrics),
            places=tuple(self._places),
            facts=facts,
            statements=statements,
            gaps=gaps,
            failing=tuple(self._failing(n, each) for n, each in enumerate(report.warnings)),
        )

    def _label(self, text: str | None) -> int:
        return NONE if text is None else self._labels[text]

    def _at(self, source: Source, copied: int = packing.SHORT) -> tuple[int, int]:
        """(number of the place, lines after its first); figures of one row or clause share it."""
        key = (source.section, source.table, source.row, source.page, source.quote)
        found = self._known.get(key)
        if found is None:
            self._known[key] = len(self._places), source.line
            self._places.append(self._place(source, copied))
            return len(self._places) - 1, 0
        return found[0], source.line - found[1]

    def _place(self, source: Source, copied: int) -> Row:
        begin = self._begins[min(max(source.line - 1, 0), len(self._begins) - 1)]
        return (
            len(self._places),
            source.line,
            source.page,
            source.table,
            self._label(source.section),
            self._label(source.row),
            *packing.pack_quote(source.quote, self._report.text, begin, source.row, copied),
        )

    def _facts(self, facts: Sequence[Fact]) -> tuple[Row, ...]:
        """In one loop: there are hundreds. Those of one row of a table follow each other, and share its place."""
        metrics, label, figure = self._metrics, self._labels, packing.pack
        last: Row = ()
        place = further = 0
        rows: list[Row] = []
        for n, fact in enumerate(facts):
            source = fact.source
            flags = _FORMS[fact.form] if fact.kind == "table" else PROSE | _FORMS[fact.form]
            if fact.approximate or source.settled or source.scanned or source.doubtful:
                flags |= _flags(source, fact.approximate)
            column = NONE if source.column is None else label[source.column]
            text = NONE if fact.text is None else label[fact.text]
            here = (source.section, source.table, source.row, source.page, source.quote, source.line)
            if here != last:
                last = here
                place, further = self._at(source, packing.SHOWN)
            metric, party, (digits, scale) = metrics[fact.metric], PARTY_IDS[fact.party], figure(fact.value)
            rows.append((metric, n, party, place, further, column, digits, scale, flags, fact.unit, text))
        return tuple(rows)

    def _statement(self, n: int, each: Statement) -> Row:
        return (
            n,
            *self._at(each.source),
            self._label(each.source.column),
            *packing.pack(each.value),
            _flags(each.source, each.approximate),
            each.unit,
            each.text,
        )

    def _gap(self, n: int, gap: Gap) -> Row:
        return (
            n,
            _REASONS[gap.reason],
            gap.table,
            gap.line,
            self._metrics[gap.metric],
            PARTY_IDS[gap.party],
            self._label(gap.quote),
            gap.page,
        )

    def _failing(self, n: int, check: Check) -> Row:
        left, right = (
            json.dumps([self._term(each) for each in side]) for side in (check.left_terms, check.right_terms)
        )
        return n, check.name, PARTY_IDS[check.party], str(check.left), str(check.right), left, right

    def _term(self, term: Fact) -> int:
        """Its place in the report's facts, that of a statement as -1 and below. ValueError: it is neither."""
        report = self._report
        if not self._numbers:
            self._numbers.update((id(fact), n) for n, fact in enumerate(report.facts))
        if id(term) in self._numbers:
            return self._numbers[id(term)]
        if term.metric is None and term.kind == "prose":
            return -1 - [unnamed(each, report.body, report.year) for each in report.statements].index(term)
        return report.facts.index(term)


def _flags(source: Source, approximate: bool) -> int:
    return APPROXIMATE * approximate | SETTLED * source.settled | SCANNED * source.scanned | DOUBTFUL * source.doubtful


def rows_of(
    packed: Packed, number: int, label: Callable[[str], int], metrics: Mapping[str | None, tuple[int, str]]
) -> dict[str, list[Row]]:
    """Rows by table for a report with this id.

    `label` returns the id of a text, `metrics` has the id and unit of each key.
    """
    ids: list[int | None] = [*map(label, packed.labels), None]
    known = [metrics[key] for key in packed.metrics]
    facts = [
        (
            number,
            key,
            n,
            party,
            place,
            line,
            ids[column],
            digits,
            scale,
            flags,
            None if unit == usual else unit,
            ids[text],
        )
        for metric, n, party, place, line, column, digits, scale, flags, unit, text in packed.facts
        for key, usual in (known[metric],)
    ]
    facts.sort()
    return {
        "place": [
            sealed(number, *where, ids[section], ids[row], start, length, tail)
            for *where, section, row, start, length, tail in packed.places
        ],
        "fact": packing.checked(facts),
        "statement": [
            sealed(number, n, place, line, ids[column], *rest) for n, place, line, column, *rest in packed.statements
        ],
        "gap": [
            sealed(number, *what, known[metric][0], party, ids[quote], page)
            for *what, metric, party, quote, page in packed.gaps
        ],
        "failing": [sealed(number, *each) for each in packed.failing],
    }
