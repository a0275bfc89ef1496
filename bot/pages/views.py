"""What pages and the HTTP API show, as values made by bot/pages/browse.py."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from bot.models import Chart
from bot.pages.printed import Block
from index.models import Check, Fact

_Shown = TypeVar("_Shown")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Generic[_Shown]):
    """A part of a list."""

    items: tuple[_Shown, ...]
    offset: int
    limit: int
    total: int | None
    """how many there are in all; None where nobody counted"""
    more: bool

    @property
    def next(self) -> int:
        """The offset of the next page."""
        return self.offset + self.limit

    @property
    def before(self) -> int:
        """The offset of the previous page."""
        return max(0, self.offset - self.limit)

    def __iter__(self) -> Iterator[_Shown]:
        return iter(self.items)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportView:
    """A report in a list."""

    key: str
    """names it in addresses: made of its path, the same when it is read again"""
    number: int
    """the store's, another when it is read again"""
    path: str
    name: str
    """of the file"""
    body: str
    body_key: str
    year: int
    form: str | None
    region: str
    """the division it is of, written with those above it; empty where no list has it"""
    url: str | None
    digest: str
    facts: int
    gaps: int
    failing: int
    """checks within it that fail"""


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyView:
    """A public body in a list."""

    key: str
    name: str
    years: tuple[int, ...]
    reports: tuple[ReportView, ...]
    """by year"""
    failing: int

    @property
    def regions(self) -> tuple[str, ...]:
        """The divisions it is in; several if bodies of different places have the same name."""
        return tuple(dict.fromkeys(each.region for each in self.reports if each.region))


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """How much of a list each further filter would leave, with those that it has."""

    years: tuple[tuple[int, int], ...]
    """the newest first"""
    forms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FactView:
    """A figure as shown."""

    anchor: str
    name: str
    """the metric in the reader's language, or the label of a row of the body's own"""
    party: str
    """the applicant in the reader's language; empty where there is none"""
    amount: str
    """figure and unit; empty where the cell is blank"""
    fact: Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """A failing check."""

    sentence: str
    check: Check
    report: ReportView | None
    """that of the left side"""
    anchor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GapView:
    """Something the report should have and does not."""

    sentence: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportPage:
    """Everything about one report."""

    report: ReportView
    blocks: tuple[Block, ...]
    facts: tuple[FactView, ...]
    gaps: tuple[GapView, ...]
    findings: tuple[FindingView, ...]
    notes: tuple[str, ...]
    others: tuple[ReportView, ...]
    """the body's other reports, by year"""
    sections: tuple[tuple[str, int], ...]
    """heading and its line"""


@dataclass(frozen=True, kw_only=True, slots=True)
class MetricView:
    """Something that is measured."""

    key: str
    name: str
    """in the reader's language"""
    label: str
    """as the form has it"""
    unit: str
    group: str
    """the table of the form that it stands in, else the kind of text"""
    forms: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    """applicants that it is divided by, and their names"""
    same: tuple[tuple[str, str], ...]
    """what another form calls the same, and its names"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """What a body's report of a year states; nothing where there is no figure, or two reports differ."""

    year: int
    value: Decimal | None = None
    amount: str = ""
    """as shown"""
    report: str = ""
    """key of the report"""
    anchor: str = ""
    """of the figure in it"""
    why: str = ""
    """there is none"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """One metric of a body over its years."""

    metric: str
    chart: Chart
    points: tuple[Year, ...]

    @property
    def newest(self) -> Year | None:
        """The last year with a figure."""
        return next((each for each in reversed(self.points) if each.report), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One metric of a body in each of its years."""

    metric: MetricView
    years: tuple[Year, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A body among others."""

    at: int
    """1 is the one with the most; those with the same figure have the same"""
    body: BodyView
    told: Year
    length: float
    """of its bar, in hundredths of the longest"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """One metric over the bodies of a year."""

    metric: str
    name: str
    year: int
    party: str | None
    rows: Page[Place]
    among: int
    """bodies with a report of the year, whether it has the figure or not"""
    middle: str
    """the median, as shown; empty for one or two"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """A body whose report has no such figure."""

    body: BodyView
    report: ReportView
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyPage:
    """A body with its figures and findings over the years."""

    body: BodyView
    series: tuple[Series, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """The part of a report around a figure."""

    report: ReportView
    blocks: tuple[Block, ...]
    anchor: str
    line: int
    section: str


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What is indexed."""

    counts: Mapping[str, int]
    years: tuple[tuple[int, int], ...]
    """year and how many reports are on it"""
    hosts: tuple[tuple[str, int], ...]
    """sites that reports were fetched from and how many were; the most first"""
    files: int
    """reports that came as files"""
    version: int
    changed: datetime.datetime | None
    """when a report was last indexed or dropped"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftAudit:
    """How a draft was read and what is wrong with it; nothing of it is kept."""

    name: str
    body: str
    year: int
    form: str | None
    facts: int
    checks: int
    """how many could be made"""
    findings: Sequence[str]
    """a sentence each"""
    gaps: Sequence[str]
    notes: Sequence[str]


class DraftRefused(Exception):
    """The file cannot be read as a report; the message says why in one line."""
