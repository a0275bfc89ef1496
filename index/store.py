"""Where facts are kept: one SQLite file, and the only SQL of the project.

A reader sees whole reports only, and a row that has changed on the disk is never served (index/packing.py `check`).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import functools
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from index import packing, schema
from index.errors import DiskFull, IndexBusy, IndexUnusable, NianbaoError, RefusedFile
from index.metrics import catalogue
from index.models import Body, Check, Fact, Gap, Report, Section, Source, Statement, StoredReport
from index.schema import APPLICATION_ID, APPROXIMATE, PARTY_IDS, PROSE, REASONS, SCHEMA_VERSION, SETTLED

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Store"]

LOCK_SECONDS = 10.0
"""how long a second writer waits for the first"""
TEXTS = 256
"""texts of reports kept in memory for quotes"""
LABELS = 100_000
"""labels and names kept in memory"""

_PARTIES = {number: key for key, number in PARTY_IDS.items()}
_MINE = ("fact", "statement", "gap", "failing", "place", "report_text")
"""tables whose rows belong to a report"""

_PLACE = 'p.report, p.n, p.line, p.page, p."table", p.section, p."row", p.start, p.length, p.tail, p.crc'
_HEAD = "r.id, r.path, b.name, r.year, r.crc"
_FACT = (
    'x.report, x.metric, x.n, x.party, x.place, x.line, x."column", x.digits, x.scale, x.flags, x.unit, x.text, x.crc'
)
_STATEMENT = 'x.report, x.n, x.place, x.line, x."column", x.digits, x.scale, x.flags, x.unit, x.text, x.crc'
_GAP = 'x.report, x.n, x.reason, x."table", x.line, x.metric, x.party, x.quote, x.page, x.crc'
_FAILING = 'x.report, x.n, x.name, x.party, x."left", x."right", x.left_terms, x.right_terms, x.crc'
_OF_REPORT = " join report r on r.id = x.report join body b on b.id = r.body"
_AT_PLACE = " join place p on p.report = x.report and p.n = x.place"

_Row = tuple[Any, ...]


class _DamagedError(Exception):
    """A row is not what was written."""


class Store:
    """The index. `open` to read, `create` to write; both close at the end of `with`."""

    def __init__(self, path: str, conn: sqlite3.Connection, lock: int | None = None) -> None:
        self.path = path
        self._db = Database(conn, recursive_triggers=False, execute_plugins=False)
        self._conn = conn
        self._lock = lock
        self._text = functools.lru_cache(TEXTS)(self._read_text)
        self._lines = functools.lru_cache(TEXTS)(lambda report: tuple(self._text(report).split("\n")))
        self._label = functools.lru_cache(LABELS)(self._read_label)
        self._label_id = functools.lru_cache(LABELS)(self._write_label)
        self._metrics: dict[int, tuple[str, str]] = {}
        self._metric_ids: dict[str | None, int] = {}

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Self:
        """The index for writing, made where there is none. IndexBusy, IndexUnusable, DiskFull."""
        name = os.fspath(path)
        lock = _take_lock(name)
        try:
            store = cls(name, _connect(name, "rwc"), lock)
        except BaseException:
            os.close(lock)
            raise
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """The index for reading only. IndexUnusable says in one line what is wrong with it."""
        name = os.fspath(path)
        if not Path(name).exists():
            raise IndexUnusable(f"{name}: no index there; run `nianbao index PATH --db {name}`")
        store = cls(name, _connect(name, "ro"))
        try:
            with store._told():
                store._conn.execute("pragma query_only = on")
                store._ours()
                store._read_metrics()
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

    # What is in it

    def bodies(self) -> tuple[Body, ...]:
        """Every body that has a report, by name."""
        rows = self._rows("select b.id, b.name, r.year, r.id, r.path, r.crc from report r join body b on b.id = r.body")
        found: dict[tuple[int, str], set[int]] = {}
        with self._told():
            for number, name, year, report, path, crc in rows:
                _whole((report, path, name, year, crc))
                found.setdefault((number, name), set()).add(year)
        ordered = sorted(found.items(), key=lambda each: each[0][1])
        return tuple(Body(id=number, name=name, years=tuple(sorted(years))) for (number, name), years in ordered)

    def reports(self, body: str | None = None, year: int | None = None) -> tuple[StoredReport, ...]:
        """Reports of a body, of a year or all, by path."""
        where, given = _where(body, year, None, "r.id")
        rows = self._rows(
            f"select {_HEAD}, r.form, r.digest, r.notes, r.sections, r.facts, r.statements, r.gaps, r.more_crc"
            f" from report r join body b on b.id = r.body{where} order by r.path",
            given,
        )
        with self._told():
            return tuple(map(_stored_report, rows))

    def digests(self) -> dict[str, str]:
        """The digest each report had when it was indexed, by path."""
        return dict(self._rows("select path, digest from report order by path"))

    def counts(self) -> dict[str, int]:
        """How many reports, bodies, facts, statements and gaps."""
        names = ("reports", "bodies", "facts", "statements", "gaps")
        (row,) = self._rows(
            "select count(*), count(distinct body), total(facts), total(statements), total(gaps) from report"
        )
        return {name: int(count) for name, count in zip(names, row, strict=True)}

    def version(self) -> int:
        """A number that rises with every report that is stored or removed."""
        (row,) = self._rows("select value from meta where key = 'version'")
        return int(row[0])

    def lines(self, report: int) -> tuple[str, ...]:
        """The text of a report as it was read: line n is at n - 1. KeyError: no such report."""
        with self._told():
            return self._lines(report)

    def facts(
        self,
        *,
        body: str | None = None,
        year: int | None = None,
        metrics: Sequence[str] | None = None,
        parties: Sequence[str | None] | None = None,
        report: int | None = None,
    ) -> tuple[Fact, ...]:
        """Facts that fit every filter given, by path and in the order they were read."""
        where, given = _where(body, year, report, "x.report")
        known = [self._metric_ids[key] for key in metrics or () if key in self._metric_ids]
        wanted = [PARTY_IDS[key] for key in parties or ()]
        if (metrics is not None and not known) or (parties is not None and not wanted):
            return ()
        where += _among("x.metric", known, where) if metrics is not None else ""
        where += _among("x.party", wanted, where) if parties is not None else ""
        sql = f"select {_FACT}, {_PLACE}, {_HEAD} from fact x{_OF_REPORT}{_AT_PLACE}{where}"
        return self._built(sql, [*given, *known, *wanted], 13, 2, self._fact)

    def statements(
        self, *, body: str | None = None, year: int | None = None, report: int | None = None
    ) -> tuple[Statement, ...]:
        """Statements, by path and in the order they were read."""
        where, given = _where(body, year, report, "x.report")
        sql = f"select {_STATEMENT}, {_PLACE}, {_HEAD} from statement x{_OF_REPORT}{_AT_PLACE}{where}"
        return self._built(sql, given, 11, 1, self._statement)

    def gaps(self, *, body: str | None = None, year: int | None = None, report: int | None = None) -> tuple[Gap, ...]:
        """Gaps, by path and in the order they were found."""
        where, given = _where(body, year, report, "x.report")
        rows = self._rows(f"select {_GAP} from gap x{_OF_REPORT}{where} order by r.path, x.n", given)
        with self._told():
            return tuple(map(self._gap, rows))

    def warnings(
        self, *, body: str | None = None, year: int | None = None, report: int | None = None
    ) -> tuple[Check, ...]:
        """Sums of the form that fail, by path and in the order of the form."""
        where, given = _where(body, year, report, "x.report")
        rows = self._rows(f"select {_FAILING} from failing x{_OF_REPORT}{where} order by r.path, x.n", given)
        facts: dict[int, tuple[Fact, ...]] = {}
        with self._told():
            for row in rows:
                _whole(row)
                if row[0] not in facts:
                    facts[row[0]] = self.facts(report=row[0])
            return tuple(_failing(row, facts[row[0]]) for row in rows)

    # Writing

    def replace(self, report: Report) -> None:
        """Store a report, in place of what was read from the same path before; all of it or nothing.

        RefusedFile: it holds a figure or a character that cannot be stored.
        """
        try:
            with self._writing():
                self._drop(report.path)
                self._insert(report)
        except (ValueError, OverflowError) as error:
            raise RefusedFile(report.path, f"cannot be stored: {error}") from error

    def remove(self, path: str) -> bool:
        """Forget the report read from this path. False: there was none."""
        with self._writing():
            return self._drop(path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that is kept as a whole, or not at all."""
        with self._told():
            self._conn.execute("begin immediate")
            try:
                yield
                self._conn.execute("update meta set value = value + 1 where key = 'version'")
                self._conn.execute("commit")
            except BaseException:
                self._label_id.cache_clear()
                with contextlib.suppress(sqlite3.Error):
                    self._conn.rollback()
                raise

    def _drop(self, path: str) -> bool:
        row = self._conn.execute("select id from report where path = ?", (path,)).fetchone()
        if row is None:
            return False
        for table in _MINE:
            self._conn.execute(f"delete from {table} where report = ?", row)
        self._conn.execute("delete from report where id = ?", row)
        return True

    def _insert(self, report: Report) -> None:
        number = self._insert_head(report)
        places = _Places(number, report.text, self._label_id)
        facts = [self._fact_row(number, n, fact, places.of(fact.source), places) for n, fact in enumerate(report.facts)]
        statements = [
            self._statement_row(number, n, each, places.of(each.source), places)
            for n, each in enumerate(report.statements)
        ]
        gaps = [self._gap_row(number, n, gap) for n, gap in enumerate(report.gaps)]
        failing = [_failing_row(number, n, check, report.facts) for n, check in enumerate(report.warnings)]
        self._many("place", places.rows)
        self._many("fact", sorted(facts))
        self._many("statement", statements)
        self._many("gap", gaps)
        self._many("failing", failing)
        self._conn.execute("insert into report_text values (?, ?)", (number, zlib.compress(report.text.encode(), 6)))

    def _insert_head(self, report: Report) -> int:
        self._conn.execute("insert into body (name) values (?) on conflict do nothing", (report.body,))
        (body,) = self._conn.execute("select id from body where name = ?", (report.body,)).fetchone()
        sections = [[each.heading, each.number, each.first, each.last] for each in report.sections]
        more = (
            report.form,
            report.digest,
            json.dumps(report.notes, ensure_ascii=False),
            json.dumps(sections, ensure_ascii=False),
            len(report.facts),
            len(report.statements),
            len(report.gaps),
        )
        number = self._conn.execute(
            "insert into report (path, body, year, crc, form, digest, notes, sections, facts, statements, gaps,"
            " more_crc) values (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
            (report.path, body, report.year, *more, packing.check(more)),
        ).lastrowid
        assert number is not None  # noqa: S101 - an insert has a number
        crc = packing.check((number, report.path, report.body, report.year))
        self._conn.execute("update report set crc = ? where id = ?", (crc, number))
        return number

    def _many(self, table: str, rows: Sequence[_Row]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._conn.executemany(f"insert into {table} values ({marks})", rows)

    def _fact_row(self, report: int, n: int, fact: Fact, place: tuple[int, int], places: _Places) -> _Row:
        metric = self._metric_ids[fact.metric]
        usual = self._metrics[metric][1] if metric else None
        source = fact.source
        return _sealed(
            report,
            metric,
            n,
            PARTY_IDS[fact.party],
            *place,
            places.label(source.column),
            *packing.pack(fact.value),
            APPROXIMATE * fact.approximate | SETTLED * source.settled | PROSE * (fact.kind == "prose"),
            None if fact.unit == usual else fact.unit,
            places.label(fact.text),
        )

    def _statement_row(self, report: int, n: int, each: Statement, place: tuple[int, int], places: _Places) -> _Row:
        return _sealed(
            report,
            n,
            *place,
            places.label(each.source.column),
            *packing.pack(each.value),
            APPROXIMATE * each.approximate | SETTLED * each.source.settled,
            each.unit,
            each.text,
        )

    def _gap_row(self, report: int, n: int, gap: Gap) -> _Row:
        return _sealed(
            report,
            n,
            REASONS.index(gap.reason),
            gap.table,
            gap.line,
            self._metric_ids[gap.metric],
            PARTY_IDS[gap.party],
            self._label_id(gap.quote),
            gap.page,
        )

    def _write_label(self, text: str) -> int:
        row = self._conn.execute("select id from label where text = ?", (text,)).fetchone()
        if row is None:
            given = (text, packing.check((text,)))
            row = self._conn.execute("insert into label (text, crc) values (?, ?) returning id", given).fetchone()
        return int(row[0])

    # Making facts of rows

    def _built(self, sql: str, given: Sequence[object], width: int, order: int, make: Any) -> tuple[Any, ...]:
        """What `make` makes of (row, source); each row is `width` columns, a place's eleven and a report's five."""
        for last in (False, True):
            rows = self._rows(sql, given)
            if len(rows) > 1:
                rows.sort(key=lambda row: (row[-4], row[order]))
            try:
                with self._told():
                    return self._made(rows, width, make)
            except KeyError:
                # A report was replaced between its rows and its text: what is there now is asked again.
                if last:
                    self._damaged()
        raise AssertionError

    def _made(self, rows: Iterable[_Row], width: int, make: Any) -> tuple[Any, ...]:
        heads: set[_Row] = set()
        places: dict[tuple[int, int], _Row] = {}
        made = []
        for row in rows:
            head = row[width + 11 :]
            if head not in heads:
                _whole(head)
                heads.add(head)
            key = row[width : width + 2]
            place = places.get(key)
            if place is None:
                place = places[key] = self._place(row[width : width + 11])
            _whole(row[:width])
            made.append(make(row, place, head))
        return tuple(made)

    def _place(self, row: _Row) -> _Row:
        """(line, page, table, section, row, quote) of a place."""
        _whole(row)
        report, _, line, page, table, section, label, start, length, tail, _ = row
        printed = self._label(label) if label is not None else None
        if start is not None:
            quote = self._text(report)[start : start + length]
        else:
            quote = printed[:length] + tail if printed and length else tail
        return line, page, table, self._label(section), printed, quote

    def _source(self, place: _Row, path: str, line: int, column: int | None, flags: int) -> Source:
        first, page, table, section, row, quote = place
        return Source(
            report=path,
            section=section,
            line=first + line,
            quote=quote,
            table=table,
            row=row,
            column=self._label(column) if column is not None else None,
            page=page,
            settled=bool(flags & SETTLED),
        )

    def _fact(self, row: _Row, place: _Row, head: _Row) -> Fact:
        _, metric, _, party, _, line, column, digits, scale, flags, unit, text = row[:12]
        key, usual = self._metrics[metric] if metric else (None, "")
        return Fact(
            body=head[2],
            year=head[3],
            metric=key,
            party=_PARTIES[party],
            value=packing.unpack(digits, scale),
            unit=usual if unit is None else unit,
            kind="prose" if flags & PROSE else "table",
            source=self._source(place, head[1], line, column, flags),
            approximate=bool(flags & APPROXIMATE),
            text=self._label(text) if text is not None else None,
        )

    def _statement(self, row: _Row, place: _Row, head: _Row) -> Statement:
        _, _, _, line, column, digits, scale, flags, unit, text = row[:10]
        value = packing.unpack(digits, scale)
        if value is None:
            raise _DamagedError
        return Statement(
            text=text,
            value=value,
            unit=unit,
            source=self._source(place, head[1], line, column, flags),
            approximate=bool(flags & APPROXIMATE),
        )

    def _gap(self, row: _Row) -> Gap:
        _whole(row)
        _, _, reason, table, line, metric, party, quote, page, _ = row
        return Gap(
            reason=REASONS[reason],
            table=table,
            line=line,
            metric=self._metrics[metric][0] if metric else None,
            party=_PARTIES[party],
            quote=self._label(quote),
            page=page,
        )

    def _read_label(self, number: int) -> str:
        row = self._conn.execute("select text, crc from label where id = ?", (number,)).fetchone()
        if row is None or packing.check(row[:1]) != row[1]:
            raise _DamagedError
        return str(row[0])

    def _read_text(self, report: int) -> str:
        row = self._conn.execute("select zlib from report_text where report = ?", (report,)).fetchone()
        if row is None:
            raise KeyError(report)
        return zlib.decompress(row[0]).decode()

    # The file itself

    def _prepare(self) -> None:
        """Make the tables where there are none, and the metrics the catalogue has got since."""
        with self._told():
            fresh = not self._conn.execute("select 1 from sqlite_master").fetchone()
            if not fresh or self._pragma("application_id"):
                self._ours()
            self._conn.execute("pragma journal_mode = wal")
            self._conn.execute("pragma synchronous = normal")
            self._conn.execute("begin immediate")
            try:
                if fresh:
                    self._make_tables()
                self._add_metrics()
                self._conn.execute("commit")
            except BaseException:
                self._conn.rollback()
                raise
            self._read_metrics()

    def _make_tables(self) -> None:
        for sql in schema.TABLES.split(";\n"):
            if sql.strip():
                self._conn.execute(sql)
        for name, sql in schema.VIEWS.items():
            self._db.create_view(name, sql)
        for table, keys in (("party", PARTY_IDS), ("reason", {key: at for at, key in enumerate(REASONS)})):
            self._db.table(table).insert_all({"id": at, "key": key} for key, at in keys.items() if key is not None)
        self._conn.execute("insert into meta values ('version', 0)")
        self._conn.execute(f"pragma application_id = {APPLICATION_ID}")
        self._conn.execute(f"pragma user_version = {SCHEMA_VERSION}")

    def _add_metrics(self) -> None:
        rows = list(self._conn.execute("select id, key from metric"))
        known, last = {key for _, key in rows}, max((number for number, _ in rows), default=0)
        new = [metric for metric in catalogue().values() if metric.key not in known]
        self._many("metric", [_sealed(last + at, new.key, new.label, new.unit) for at, new in enumerate(new, start=1)])

    def _read_metrics(self) -> None:
        for row in self._conn.execute("select id, key, label, unit, crc from metric"):
            _whole(row)
            self._metrics[row[0]] = (row[1], row[3])
        self._metric_ids = {None: 0, **{key: number for number, (key, _) in self._metrics.items()}}

    def _ours(self) -> None:
        """Raise IndexUnusable unless the file is an index of this version."""
        if self._pragma("application_id") != APPLICATION_ID:
            raise IndexUnusable(f"{self.path}: not an index of nianbao: some other program's database")
        version = self._pragma("user_version")
        if version != SCHEMA_VERSION:
            raise IndexUnusable(
                f"{self.path}: an index of version {version}, and this nianbao has version {SCHEMA_VERSION};"
                " delete it and run `nianbao index` again"
            )

    def _pragma(self, name: str) -> int:
        return int(self._conn.execute(f"pragma {name}").fetchone()[0])

    def _rows(self, sql: str, given: Sequence[object] = ()) -> list[_Row]:
        try:
            return self._conn.execute(sql, given).fetchall()
        except sqlite3.Error as error:
            self._tell(error)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with the file, in one line for a person."""
        try:
            yield
        except sqlite3.Error as error:
            self._tell(error)
        except (_DamagedError, zlib.error, UnicodeDecodeError) as error:
            self._damaged(error)

    def _tell(self, error: sqlite3.Error) -> NoReturn:
        raise _in_words(self.path, error) from error

    def _damaged(self, error: Exception | None = None) -> NoReturn:
        raise IndexUnusable(f"{self.path}: index is damaged; delete it and run `nianbao index` again") from error


class _Places:
    """The places of one report's figures: each is stored once."""

    def __init__(self, report: int, text: str, label_id: Any) -> None:
        self.rows: list[_Row] = []
        self._report = report
        self._text = text
        self._label_id = label_id
        self._begins = [0]
        for line in text.split("\n"):
            self._begins.append(self._begins[-1] + len(line) + 1)
        self._known: dict[_Row, tuple[int, int]] = {}

    def label(self, text: str | None) -> int | None:
        return None if text is None else self._label_id(text)

    def of(self, source: Source) -> tuple[int, int]:
        """(number of the place, lines after its first)."""
        key = (source.section, source.table, source.row, source.page, source.quote)
        number, line = self._known.get(key, (-1, 0))
        if number < 0:
            number, line = self._known[key] = len(self.rows), source.line
            self.rows.append(self._row(number, source))
        return number, source.line - line

    def _row(self, number: int, source: Source) -> _Row:
        begin = self._begins[min(max(source.line - 1, 0), len(self._begins) - 1)]
        return _sealed(
            self._report,
            number,
            source.line,
            source.page,
            source.table,
            self.label(source.section),
            self.label(source.row),
            *packing.pack_quote(source.quote, self._text, begin, source.row),
        )


def _sealed(*columns: object) -> _Row:
    return *columns, packing.check(columns)


def _whole(row: _Row) -> None:
    """Raise _DamagedError unless the last column is the check of the others."""
    if packing.check(row[:-1]) != row[-1]:
        raise _DamagedError


def _where(body: str | None, year: int | None, report: int | None, number: str) -> tuple[str, list[object]]:
    """(where clause, what is bound in it); every name in it is ours, every value is bound."""
    given = [
        (f"{column} = ?", value)
        for column, value in (("b.name", body), ("r.year", year), (number, report))
        if value is not None
    ]
    return " where " + " and ".join(sql for sql, _ in given) if given else "", [value for _, value in given]


def _among(column: str, values: Sequence[int], where: str) -> str:
    marks = ", ".join("?" * len(values))
    return f"{' and' if where else ' where'} {column} in ({marks})"


def _stored_report(row: _Row) -> StoredReport:
    _whole(row[:5])
    _whole(row[5:])
    number, path, body, year, _, form, digest, notes, sections, facts, statements, gaps, _ = row
    return StoredReport(
        id=number,
        path=path,
        body=body,
        year=year,
        form=form,
        digest=digest,
        notes=tuple(json.loads(notes)),
        sections=tuple(
            Section(heading=heading, number=part, first=first, last=last)
            for heading, part, first, last in json.loads(sections)
        ),
        facts=facts,
        statements=statements,
        gaps=gaps,
    )


def _failing_row(report: int, n: int, check: Check, facts: Sequence[Fact]) -> _Row:
    """The terms as places in the report's facts. ValueError: a term that is none of them."""
    left, right = (json.dumps([facts.index(term) for term in side]) for side in (check.left_terms, check.right_terms))
    return _sealed(report, n, check.name, PARTY_IDS[check.party], str(check.left), str(check.right), left, right)


def _failing(row: _Row, facts: Sequence[Fact]) -> Check:
    _, _, name, party, left, right, left_terms, right_terms, _ = row
    return Check(
        name=name,
        party=_PARTIES[party],
        left=Decimal(left),
        right=Decimal(right),
        left_terms=tuple(facts[at] for at in json.loads(left_terms)),
        right_terms=tuple(facts[at] for at in json.loads(right_terms)),
    )


def _connect(path: str, mode: str) -> sqlite3.Connection:
    """A connection; one of several threads may use it. IndexUnusable: cannot be opened."""
    uri = f"{Path(path).absolute().as_uri()}?mode={mode}"
    try:
        return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=LOCK_SECONDS)
    except sqlite3.Error as error:
        raise _in_words(path, error) from error


def _in_words(path: str, error: sqlite3.Error) -> NianbaoError:
    """The error for a person, by the kind SQLite gives it."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    if kind == sqlite3.SQLITE_FULL or (kind == sqlite3.SQLITE_IOERR and _no_room(path, code)):
        return DiskFull(f"{path}: disk full: free some room and run `nianbao index` again; what was stored is kept")
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexBusy(f"{path}: another program is writing to the index")
    if kind == sqlite3.SQLITE_NOTADB:
        return IndexUnusable(f"{path}: not an index of nianbao, or damaged")
    if kind == sqlite3.SQLITE_CANTOPEN or kind == sqlite3.SQLITE_PERM:
        return IndexUnusable(f"{path}: cannot be opened")
    if kind == sqlite3.SQLITE_READONLY:
        return IndexUnusable(f"{path}: cannot be written")
    return IndexUnusable(f"{path}: index is damaged ({error}); delete it and run `nianbao index` again")


def _no_room(path: str, code: int) -> bool:
    """Whether an input or output error is a disk without room: SQLite does not tell them apart."""
    writing = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC)
    return code in writing or shutil.disk_usage(Path(path).absolute().parent).free < 1 << 20


def _take_lock(path: str) -> int:
    """Hold the right to write, until the descriptor is closed or the process ends. IndexBusy names who holds it."""
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _no_lock(path, error) from error
    try:
        until = time.monotonic() + LOCK_SECONDS
        while not _locked(lock):
            if time.monotonic() > until:
                holder = os.pread(lock, 32, 0).decode("ascii", "replace").strip()
                raise IndexBusy(f"{path}: process {holder or 'unknown'} is writing to the index; wait for it to end")
            time.sleep(0.05)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    except OSError as error:
        os.close(lock)
        raise _no_lock(path, error) from error
    except BaseException:
        os.close(lock)
        raise
    return lock


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _no_lock(path: str, error: OSError) -> NianbaoError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(f"{path}: disk full: free some room and run `nianbao index` again")
    return IndexUnusable(f"{path}: cannot be written: {error.strerror}")
