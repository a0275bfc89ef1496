"""The result of reading a table, before body and year are known."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index import numbers
from index.models import Fact, Source, make_fact, make_source
from index.numbers import Number
from loaders.forms import tables
from loaders.models import Line
from loaders.tables.cells import BLANK, Cell

LONGEST_QUOTE = 400
"""characters of a line that is quoted whole"""
_NO_COUNT = numbers.MONEY_UNITS | numbers.RATIO_UNITS


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """One gap, without its table."""

    reason: str
    metric: str | None
    party: str | None
    line: int
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRead:
    """What one of the three tables says."""

    number: int | None
    """1, 2 or 3; None: the statistics form"""
    form: str | None
    """name of the form whose rows it prints; None where that cannot be told"""
    present: bool
    facts: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()
    lines: frozenset[int] = frozenset()
    """lines of its rows, where those of its facts are not all"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What of the document a table is read with."""

    report: str
    """path as it was given"""
    url: str | None
    """address it was fetched from"""
    body: str
    year: int
    title: str
    """stands for the heading of what comes before the first one"""
    heads: Sequence[tuple[int, str]]
    """line and text of each heading, in order; the text is empty before the first"""
    lines: Sequence[Line]
    last_line: int
    """last line that has text, from 1"""
    line_ended: bool
    """the file ends with a line end, so that its last line is whole"""
    form: str
    """name of the form to take where the table does not tell"""

    def heading(self, line: int) -> str:
        """The heading above a line."""
        at = bisect.bisect_right(self.heads, (line, "\uffff")) - 1
        return self.heads[at][1] if at >= 0 else ""

    def source(
        self, table: int | None, section: str, line: int, row: str, column: str, quote: str, *, settled: bool
    ) -> Source:
        """Source of a cell; `section` is the heading above it."""
        return make_source(
            report=self.report,
            section=section or self.title,
            line=line,
            quote=quote,
            table=table,
            row=row,
            column=column,
            page=self.lines[line - 1].page,
            url=self.url,
            settled=settled,
        )

    def fact(
        self,
        metric: str | None,
        value: Decimal | None,
        unit: str,
        source: Source,
        *,
        number: Number | None,
        form: str | None,
        party: str | None = None,
        text: str | None = None,
    ) -> Fact:
        """A figure of a table, in its unit. `number`: as printed; `text`: the label of a row that is no metric."""
        return make_fact(
            body=self.body,
            year=self.year,
            metric=metric,
            party=party,
            value=value,
            unit=unit,
            kind="table",
            source=source,
            approximate=number is not None and number.approximate,
            text=text,
            form=form,
        )

    def ends_within(self, cells: Sequence[Cell]) -> bool:
        """Whether the file may be cut off within the last of these cells."""
        return bool(cells) and not self.line_ended and cells[-1].line == self.last_line

    def quote(self, label: str, line: int, cells: Sequence[Cell]) -> str:
        """A row as printed: its line, or its label and cells when they stand on several."""
        whole = len(self.lines[line - 1].text) <= LONGEST_QUOTE
        if whole and all(cell.line == line for cell in cells):
            return self.lines[line - 1].text.strip()
        while cells and cells[-1].kind == BLANK:
            cells = cells[:-1]
        return "\t".join([" ".join(label.split()), *(cell.text for cell in cells)])


def is_count(number: Number | None) -> bool:
    """Whether a cell can be a count: blank, or a whole number not below zero, neither money nor a share."""
    if number is None:
        return True
    return (not number.unit or number.unit not in _NO_COUNT) and _is_whole(number.value)


def _is_whole(value: Decimal) -> bool:
    return str(value).isdigit() or (value >= 0 and value == value.to_integral_value())


def official(kind: str) -> Mapping[str, str]:
    """The official label of each applicant, outcome or group, by key."""
    return {key: words[0] for key, words in tables()[kind].items()}
