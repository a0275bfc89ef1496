"""The index: one SQLite file, and the one class through which the rest of the program reads and writes it.

A reader sees whole reports only, and a row that was damaged on disk is never returned (index/packing.py, `check`).
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from index import making, rows
from index.errors import IndexUnusable
from index.file import connect, sqlite3, take_lock
from index.models import Body, Check, Fact, Gap, Report, Statement, StoredReport
from index.packed import Packed, pack
from index.reader import Reader
from index.schema import APPLICATION_ID, PARTY_IDS, SCHEMA_VERSION
from index.selecting import (
    FROM_HEADS,
    HEAD,
    MORE,
    STATED,
    TOLD,
    by_hundreds,
    fact_counts,
    facts_of,
    facts_to_weigh,
    select,
    where_of,
)
from index.snapshot import Snapshot
from index.writer import Writer

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Store"]

NEWEST = 50
"""reports that are looked at for examples"""
LATELY = 32
"""reports of which it is kept what was read of them lately"""
KEPT = 1024
"""things read of the whole index that are kept in memory"""

_Kept = TypeVar("_Kept")


class Store:
    """The index, opened with `open` for reading or `create` for writing; use it in a `with` statement."""

    def __init__(self, path: str, conn: sqlite3.Connection, lock: int | None = None) -> None:
        self.path = path
        self._conn = conn
        self._lock = lock
        self._seen: int | None = None
        """the version, as long as everything is read of one"""
        self._reader = Reader(path, conn)
        self._told = self._reader.told
        self._rows = self._reader.rows
        self._kept: dict[Hashable, Any] = {}
        self._kept_of: int | None = None
        """the version of the index that it is of"""
        # A question is looked at in several ways, each of which may want these; no report has the number of another.
        self._of_one = functools.lru_cache(LATELY)(
            lambda _, *one: self._reports(" where r.body = ? and r.year = ?", one)
        )
        self._told_facts = functools.lru_cache(LATELY)(lambda report: self._reader.facts(TOLD, [report]))
        self._statements_of = functools.lru_cache(LATELY)(self._read_statements)
        self._writer = Writer(conn, self._told)

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Self:
        """Open the index for writing, creating it if necessary. IndexBusy, IndexUnusable, DiskFull."""
        name = os.fspath(path)
        lock = take_lock(name)
        try:
            store = cls(name, connect(name, "rwc"), lock)
        except BaseException:
            os.close(lock)
            raise
        try:
            with store._told():
                making.prepare(store._conn, name)
                store._reader.read_metrics()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Open the index read-only. IndexUnusable says in one line what is wrong with it."""
        name = os.fspath(path)
        if not Path(name).exists():
            raise IndexUnusable(f"{name}: no index there; run `nianbao index PATH --db {name}`")
        if not Path(name).is_file():
            raise IndexUnusable(f"{name}: is no index, but a folder or a device")
        store = cls(name, connect(name, "ro"))
        try:
            with store._told():
                store._conn.execute("pragma query_only = on")
                making.ours(store._conn, name)
                store._reader.read_metrics()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._conn.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def reading(self) -> Snapshot:
        """A context in which everything is read from one state of the index, and reading is cheaper."""
        return Snapshot(self)

    def hold(self) -> bool:
        """Begin reading from one state of the index. False if that had begun already."""
        if self._conn.in_transaction:
            return False
        self._rows("begin")
        try:
            self._seen = self.version()
        except BaseException:
            self.let_go()
            raise
        return True

    def let_go(self) -> None:
        """End what `hold` began."""
        self._seen = None
        with contextlib.suppress(sqlite3.Error):
            self._conn.execute("commit")

    # What is in it

    def bodies(self) -> tuple[Body, ...]:
        """All bodies that have reports, by name; cached until the index changes."""
        return self.kept("bodies", self._read_bodies)

    def kept(self, name: Hashable, read: Callable[[], _Kept]) -> _Kept:
        """The result of `read`, cached under `name` until the index changes."""
        version = self.version()
        if self._kept_of != version or len(self._kept) >= KEPT:
            self._kept_of = version
            self._kept.clear()
        if name not in self._kept:
            self._kept[name] = read()
        kept: _Kept = self._kept[name]
        return kept

    def _read_bodies(self) -> tuple[Body, ...]:
        with self._told():
            return rows.bodies(self._conn.execute(f"select b.id, {HEAD}{FROM_HEADS}"))

    def years(self) -> tuple[int, ...]:
        """The years that reports are of, in order; cached as `bodies` is."""
        every = "select distinct year from report order by year"
        return self.kept("years", lambda: tuple(year for (year,) in self._rows(every)))

    def reports(self, body: str | None = None, year: int | None = None) -> tuple[StoredReport, ...]:
        """Reports of a body, of a year, or all of them, by path."""
        where = where_of(body is not None, year is not None, False)
        return self._reports(where, [value for value in (body, year) if value is not None])

    def reports_of_one(self, body: int, year: int) -> tuple[StoredReport, ...]:
        """The reports of one year of the body with this id, by path."""
        return self._of_one(self.version(), body, year)

    def report_numbers(self) -> frozenset[int]:
        """The ids of all reports. A report that is stored again gets a new id."""
        return frozenset(number for (number,) in self._rows("select id from report"))

    def listed(self, numbers: Iterable[int] | None = None) -> tuple[StoredReport, ...]:
        """All reports, or those of `numbers` that still exist, without notes and sections."""
        if numbers is None:
            return self._reports("", (), bare=True)
        found: list[StoredReport] = []
        for some in by_hundreds(numbers):
            found += self._reports(f" where r.id in ({', '.join('?' * len(some))})", some, bare=True)
        return tuple(found)

    def reports_of(self, bodies: Iterable[int], year: int) -> dict[str, tuple[StoredReport, ...]]:
        """The reports of one year of many bodies, by the body's name, without notes and sections."""
        found: dict[str, list[StoredReport]] = {}
        for some in by_hundreds(bodies):
            where = f" where r.body in ({', '.join('?' * len(some))}) and r.year = ?"
            for report in self._reports(where, [*some, year], bare=True):
                found.setdefault(report.body, []).append(report)
        return {name: tuple(its) for name, its in found.items()}

    def some_reports(self, *, newest: bool = False, year: int | None = None) -> tuple[StoredReport, ...]:
        """A few reports for examples: the first by path, the newest, or of one year. Cached as `bodies` is."""
        return self.kept(("some", newest, year), lambda: self._read_some(newest=newest, year=year))

    def _read_some(self, *, newest: bool, year: int | None) -> tuple[StoredReport, ...]:
        if year is not None:
            first = " where r.id in (select id from report where year = ? order by id limit ?)"
            return self._reports(first, [year, NEWEST])
        if not newest:
            return self._reports(" where r.id in (select id from report order by path limit ?)", [NEWEST])
        numbers: list[int] = []
        every = "select distinct year from report order by year desc"
        for (year,) in self._rows(every):
            more = "select id from report where year = ? order by id limit ?"
            numbers += [number for (number,) in self._rows(more, (year, NEWEST - len(numbers)))]
            if len(numbers) == NEWEST:
                break
        found = self._reports(f" where r.id in ({', '.join('?' * len(numbers))})", numbers)
        return tuple(sorted(found, key=lambda report: (-report.year, report.id)))

    def _reports(self, where: str, given: Sequence[object], *, bare: bool = False) -> tuple[StoredReport, ...]:
        """By path."""
        found = self._reader.reports(f"select {HEAD}, {MORE}{FROM_HEADS}{where}", given, bare=bare)
        return tuple(sorted(found, key=lambda report: report.path) if len(found) > 1 else found)

    def digests(self) -> dict[str, str]:
        """The digest of each report's file when it was indexed, by path."""
        return dict(self._rows("select path, digest from report order by path"))

    def counts(self) -> dict[str, int]:
        """The numbers of reports, bodies, facts, statements and gaps, by these names; cached as `bodies` is."""
        return dict(self.kept("counts", self._read_counts))

    def _read_counts(self) -> dict[str, int]:
        names = ("reports", "bodies", "facts", "statements", "gaps")
        every = "select count(*), count(distinct body), total(facts), total(statements), total(gaps) from report"
        (row,) = self._rows(every)
        return {name: int(count) for name, count in zip(names, row, strict=True)}

    def failing(self) -> dict[int, int]:
        """The number of failing checks within each report, by report id; reports without any are left out."""
        return dict(self._rows("select report, count(*) from failing group by report"))

    def version(self) -> int:
        """A number that rises whenever a report is stored or removed."""
        if self._seen is not None:
            return self._seen
        (row,) = self._rows("select value from meta where key = 'version'")
        return int(row[0])

    def changed(self) -> datetime.datetime | None:
        """When a report was last stored or removed; None if that was not recorded."""
        found = self._rows("select value from meta where key = 'changed'")
        return datetime.datetime.fromtimestamp(found[0][0], datetime.UTC) if found else None

    def lines(self, report: int) -> tuple[str, ...]:
        """The text of a report as it was read; line n is at index n - 1. KeyError if there is no such report."""
        return self._reader.lines(report)

    def facts(
        self,
        *,
        body: str | None = None,
        year: int | None = None,
        metrics: Sequence[str] | None = None,
        parties: Sequence[str | None] | None = None,
        report: int | None = None,
    ) -> tuple[Fact, ...]:
        """Facts that satisfy all the given filters, by path and in the order in which they were read."""
        known, wanted = self._numbers(metrics or (), parties)
        counts = (-1 if metrics is None else len(known), -1 if parties is None else len(wanted))
        sql, given = select("fact", body, year, report, *counts, placed=True)
        return self._reader.facts(sql, [*known, *wanted, *given])

    def told_facts(self, report: int) -> tuple[Fact, ...]:
        """The facts of a report that its prose states, and those of the body's own rows, in order."""
        return self._told_facts(report)

    def fact_counts(self, *, metric: str | None, party: str | None, kind: str | None) -> dict[int, int]:
        """The number of matching facts of each report, by report id; reports without any are left out.

        `party` "none" selects facts without an applicant.
        """
        given = [self._reader.metric_ids.get(metric, (-1,))[0]] if metric is not None else []
        given += [PARTY_IDS.get(None if party == "none" else party, -1)] if party is not None else []
        prose = None if kind is None else kind == "prose"
        return dict(self._rows(fact_counts(metric=metric is not None, party=party is not None, prose=prose), given))

    def bare_facts(self, metrics: Sequence[str], body: str) -> tuple[Fact, ...]:
        """Facts of these metrics whose sources name only the report: faster, for comparing many."""
        known, _ = self._numbers(metrics, ())
        sql, given = select("fact", body, None, None, len(known))
        return self._reader.bare_facts(sql, [*known, *given])

    def has_one_cell(self, body: int, year: int, metric: str, party: str | None) -> bool:
        """Whether the body's reports of a year state this figure exactly once, in a table."""
        number, _ = self._reader.metric_ids.get(metric, (-1, ""))
        # all organisations together have no column of their own
        found = self._reader.stated(STATED, (number, PARTY_IDS.get(party, -1), body, year))
        return len(found) == 1 and found[0] is not None

    def facts_to_weigh(
        self, report: int, metrics: Sequence[str], parties: Sequence[str | None], placed: Collection[str]
    ) -> tuple[Fact, ...]:
        """Facts of a report: those of the `placed` metrics with their places, and cells of the others without."""
        told, wanted = self._numbers([key for key in metrics if key in placed], parties)
        weighed, _ = self._numbers([key for key in metrics if key not in placed], ())
        sql = facts_to_weigh(len(told), len(weighed), len(wanted))
        return self._reader.facts_to_weigh(sql, [report, *told, *weighed, *wanted], told)

    def facts_of(self, reports: Iterable[int], metrics: Sequence[str], parties: Sequence[str | None]) -> Iterator[Fact]:
        """Facts of many reports, grouped by report and in order."""
        known, wanted = self._numbers(metrics, parties)
        for some in by_hundreds(reports):
            sql = facts_of(len(some), len(known), len(wanted), cells=False)
            yield from self._reader.facts(sql, [*some, *known, *wanted])

    def cells(
        self, reports: Iterable[int], metrics: Sequence[str], parties: Sequence[str | None]
    ) -> Iterator[tuple[int, str | None, Decimal | None, str | None]]:
        """(report id, metric, figure, applicant) of table cells, for comparing many reports.

        The cells of one row of a report come in the order in which they were read.
        """
        known, wanted = self._numbers(metrics, parties)
        for some in by_hundreds(reports):
            sql = facts_of(len(some), len(known), len(wanted), cells=True)
            yield from self._reader.cells(sql, [*some, *known, *wanted])

    def _numbers(self, metrics: Iterable[str], parties: Iterable[str | None] | None) -> tuple[list[int], list[int]]:
        """What the index calls metrics and applicants; what it does not know has no facts."""
        ids = self._reader.metric_ids
        return [ids[key][0] for key in metrics if key in ids], [PARTY_IDS[key] for key in parties or ()]

    def statements(
        self, *, body: str | None = None, year: int | None = None, report: int | None = None
    ) -> tuple[Statement, ...]:
        """Statements, by path and in the order in which they were read."""
        if report is not None and body is None and year is None:
            return self._statements_of(report)
        sql, given = select("statement", body, year, report, placed=True)
        return self._reader.statements(sql, given)

    def _read_statements(self, report: int) -> tuple[Statement, ...]:
        sql, given = select("statement", None, None, report, placed=True)
        return self._reader.statements(sql, given)

    def gaps(self, *, body: str | None = None, year: int | None = None, report: int | None = None) -> tuple[Gap, ...]:
        """Gaps, by path and in the order in which they were found."""
        sql, given = select("gap", body, year, report)
        return self._reader.gaps(sql, given)

    def warnings(
        self, *, body: str | None = None, year: int | None = None, report: int | None = None
    ) -> tuple[Check, ...]:
        """Failing checks within reports, by path, first those of the form, then those of the text."""
        sql, given = select("failing", body, year, report)
        return self._reader.failing(
            sql, given, lambda number: self.facts(report=number), lambda number: self.statements(report=number)
        )

    # Writing

    def replace(self, report: Report | Packed) -> None:
        """Store a report in place of the one read from the same path, completely or not at all.

        RefusedFile if it holds a figure or a character that cannot be stored. IndexUnusable, DiskFull.
        """
        self._writer.replace(report if isinstance(report, Packed) else pack(report), self._reader.metric_ids)

    def remove(self, path: str) -> bool:
        """Remove the report read from this path. False if there was none."""
        return self._writer.remove(path)

    def batch(self, kept: Callable[[], None] = lambda: None) -> contextlib.AbstractContextManager[Callable[[], None]]:
        """A context in which reports are committed together: whenever the function it yields is called, and at the end.

        This holds if the context is left by an error too: each report is then stored completely or not at all. `kept`
        is called after each commit.
        """
        return self._writer.batch(kept)
