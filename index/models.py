"""The nouns that loaders write and bot reads: facts, statements, gaps, checks, reports, metrics, bodies.

Each has one name in code, database columns, JSON and documentation.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

PARTIES = ("natural_person", "business", "research", "charity", "legal_service", "other", "total")
"""Applicants of table two, in the order of the national form's seven columns."""

ORGANISATIONS = ("business", "research", "charity", "legal_service", "other")
"""法人或其他组织: asked for as party `organisations`, added up, never stored."""

FORMS = ("2008", "2019", "2021")
"""Generations of the national form, named for the year from which each holds. The index stores them by their place."""

_Noun = TypeVar("_Noun")
_Given = ParamSpec("_Given")


def maker(noun: Callable[_Given, _Noun]) -> Callable[_Given, _Noun]:
    """A function that constructs a frozen, slotted dataclass as its class does, in a third of the time.

    A report has hundreds of facts. The constructor that `dataclass` writes sets every field through
    `object.__setattr__`, and calling a class packs its arguments twice. Here the slots are filled while the object is
    of a class without that guard, and only then does it become a `noun`.
    """
    parts = fields(noun)  # type: ignore[arg-type]  # a dataclass, which mypy cannot tell here
    given = [each.name if each.default is MISSING else f"{each.name}=usual_{each.name}" for each in parts if each.init]
    names: dict[str, Any] = {f"usual_{each.name}": each.default for each in parts}
    names |= {f"new_{each.name}": each.default_factory for each in parts}
    names["unlocked"] = type("_Unlocked", (), {"__slots__": tuple(each.name for each in parts)})
    names["noun"] = noun
    filled = [f"self.{each.name} = {each.name if each.init else f'new_{each.name}()'}" for each in parts]
    lines = ["self = unlocked()", *filled, "self.__class__ = noun"]
    body = "\n ".join([*lines, "return self"])
    exec(f"def make(*, {', '.join(given)}):\n {body}", names)  # noqa: S102 - of our own fields
    made: Callable[_Given, _Noun] = names["make"]
    return made


def changer(noun: type[_Noun]) -> Callable[..., _Noun]:
    """A function that does what `dataclasses.replace` does for one frozen, slotted dataclass, in a sixth of the time.

    It works as `maker` does, with a function for each set of fields that is ever changed.
    """
    parts = [each.name for each in fields(noun)]  # type: ignore[arg-type]
    known = {"unlocked": type("_Unlocked", (), {"__slots__": tuple(parts)}), "noun": noun}

    @functools.cache
    def changing(given: tuple[str, ...]) -> Callable[..., _Noun]:
        names: dict[str, Any] = {**known}
        lines = ["new = unlocked()", *(f"new.{name} = {name if name in given else f'old.{name}'}" for name in parts)]
        body = "\n ".join([*lines, "new.__class__ = noun", "return new"])
        exec(f"def change(old, *, {', '.join(given)}):\n {body}", names)  # noqa: S102 - of our own fields
        changed: Callable[..., _Noun] = names["change"]
        return changed

    return lambda old, **given: changing(tuple(given))(old, **given)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a figure stands, so that a person finds it by eye."""

    report: str
    """path of the file as it was given"""
    section: str
    """heading as printed; the report's title for what stands before the first heading"""
    line: int
    """line of the file, counted from 1"""
    quote: str
    """the source's own characters: the row of a table, the clause of a sentence"""
    table: int | None = None
    """1, 2, 3 as the form's tables are; None for prose"""
    row: str | None = None
    """printed label of the row; None for prose"""
    column: str | None = None
    """printed label of the column; None for prose"""
    page: int | None = None
    """page counted from 1; None where the file has no pages"""
    settled: bool = False
    """the row had more or fewer figures than columns, and the sums of the form told the column"""
    scanned: bool = False
    """read off a picture by character recognition"""
    url: str | None = None
    """address the report was fetched from; None where it came otherwise"""
    doubtful: bool = False
    """scanned, and a sum of the form that it stands in does not add up"""


make_source = maker(Source)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One figure of one report."""

    body: str
    """full official name of the public body"""
    year: int
    """year reported on"""
    metric: str | None
    """key of metrics.toml; None for a row of the body's own"""
    party: str | None
    """one of PARTIES in table two, else None"""
    value: Decimal | None
    """None: the source leaves the cell blank"""
    unit: str
    """件, 项, 条, 次, 篇, 个, 人, 人次 or 元"""
    kind: str
    """table or prose"""
    source: Source
    approximate: bool = False
    """the source says 近, 约, 余, 多, 超"""
    text: str | None = None
    """a row of the body's own: its label (metric is None); else None"""
    form: str | None = None
    """2008, 2019 or 2021: the generation of the national form whose table prints it; None in prose"""


make_fact = maker(Fact)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A figure in prose that no metric names."""

    text: str
    """the clause it stands in"""
    value: Decimal
    unit: str
    """the word counted with as printed (项, 个, 期); empty where none is"""
    source: Source
    approximate: bool = False


make_statement = maker(Statement)


def unnamed(statement: Statement, body: str, year: int) -> Fact:
    """A statement as a fact without a metric, so that it can be a term of a check."""
    return make_fact(
        body=body,
        year=year,
        metric=None,
        party=None,
        value=statement.value,
        unit=statement.unit,
        kind="prose",
        source=statement.source,
        approximate=statement.approximate,
        text=statement.text,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Something the report should have and does not, or has in a form that cannot be read for sure."""

    reason: str
    """table: the table is absent; row: cut off or left out; unsure: printed, but its column cannot be told"""
    table: int | None
    """1, 2 or 3; None: the statistics form of 2008"""
    line: int
    """where it should stand, or where the unsure row stands, counted from 1"""
    metric: str | None = None
    """key of the row's metric; None: the whole table"""
    party: str | None = None
    """the one unsure column; None: every column of the row"""
    quote: str = ""
    """the row as printed when it is unsure, else the heading under which it is missing"""
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A comparison of two sums that should be equal."""

    name: str
    """balance, outcomes, parties, the key of a metric whose parts add up to it, or a name of docs/audit.md"""
    party: str | None
    """the column it is made in; None where the table has no applicants"""
    left: Decimal
    right: Decimal
    left_terms: tuple[Fact, ...]
    right_terms: tuple[Fact, ...]
    slack: Decimal = Decimal(0)
    """sides that differ by less agree: 176.72万元 in the text, 1767211.05 in the table (index/precision.py)"""

    @property
    def holds(self) -> bool:
        return self.left == self.right or abs(self.left - self.right) < self.slack


make_check = maker(Check)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a report under one heading, kept so that it can be quoted."""

    heading: str
    number: int | None
    """1 to 6 as the form counts (一、总体情况 is 1); None for what the form does not have"""
    first: int
    """line of the heading"""
    last: int
    """last line that belongs to it"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One report as it was read."""

    path: str
    """as it was given: a report is known by its path"""
    digest: str
    """blake2b of the file's bytes, hexadecimal"""
    body: str
    """full official name as the report gives it"""
    year: int
    form: str | None
    """2008, 2019 or 2021; None where no table was recognised"""
    text: str
    """the whole text as read, lines parted by \\n, kept for quoting"""
    url: str | None = None
    """address it was fetched from (loaders/fetch.py); None where it came otherwise"""
    region: str | None = None
    """key of the administrative division that the body is of (index/regions.py `key`); None where no list has it"""
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    gaps: tuple[Gap, ...] = ()
    warnings: tuple[Check, ...] = ()
    """checks that fail: sums of the form, the text against the tables, parts against totals"""
    notes: tuple[str, ...] = field(default=())
    """what else a reader should know: undecodable bytes, a title and an opening that name different bodies"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """Something that is measured."""

    key: str
    label: str
    """official label"""
    unit: str
    section: str
    """the part of the report it belongs to: 二, 三, 四, prose, statistics"""
    table: int | None
    """1, 2, 3: the table of the 2019 and 2021 forms that prints it"""
    forms: tuple[str, ...]
    """generations of the national form that print it; empty: prose only"""
    stand_in: str | None
    """key given instead, with a note, when a report has only that"""
    by_party: bool
    """stands in the seven applicant columns of table two"""
    parts: tuple[str, ...]
    """keys that add up to it; empty where none do"""
    same_as: tuple[str, ...]
    """keys of another form that mean the same to a question"""
    share_of: str | None
    """key that a share of it is of, where a question does not say"""
    else_of: str | None
    """the same in a report that has no such row"""
    members: tuple[str, ...]
    """keys that its name names one by one; a report may count more among it"""
    needs: frozenset[str]
    """features a question must say"""
    may: frozenset[str]
    """features a question may say besides"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A public body that has reports in the index."""

    id: int
    """stays the same as long as the index file"""
    name: str
    """full official name"""
    years: tuple[int, ...]
    """years reported on, rising"""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReport:
    """A report as the index lists it, without its figures."""

    id: int
    """a report read again gets another"""
    path: str
    body: str
    year: int
    form: str | None
    region: str | None
    url: str | None
    digest: str
    notes: tuple[str, ...]
    outline: str
    """its sections as the index keeps them; most answers need none of them"""
    facts: int
    """how many"""
    statements: int
    gaps: int
    doubted: bool
    """some check within it fails"""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The report's headings, each with the lines it covers."""
        return outlined(self.outline)


@functools.lru_cache(maxsize=256)  # of the reports that are asked about lately
def outlined(outline: str) -> tuple[Section, ...]:
    """The headings that a stored outline tells."""
    return tuple(
        Section(heading=heading, number=number, first=first, last=last)
        for heading, number, first, last in json.loads(outline)
    )
