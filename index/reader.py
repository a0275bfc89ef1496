"""Turns rows of the index into facts. Labels, texts and report heads that rows refer to are read once each."""

from __future__ import annotations

import contextlib
import functools
import operator
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NoReturn, TypeVar

from index import rows
from index.errors import IndexUnusable
from index.file import in_words, sqlite3
from index.models import Check, Fact, Gap, Statement, StoredReport
from index.rows import NOWHERE, DamagedError, Head, Place, Row
from index.selecting import FROM_HEADS, HEAD

TEXTS = 256
"""texts of reports kept in memory for quotes"""
LABELS = 65_536
"""labels kept in memory"""
HEADS = 16_384
"""reports' names kept in memory"""
FACT_COLUMNS, STATEMENT_COLUMNS = 13, 11

_Made = TypeVar("_Made")


class Reader:
    """Reads one open index.

    Its caches never become stale: a report that is read again gets a new id, and labels are never deleted.
    """

    def __init__(self, path: str, conn: sqlite3.Connection) -> None:
        self._path = path
        self._conn = conn
        self._text = functools.lru_cache(TEXTS)(self._read_text)
        self._lines = functools.lru_cache(TEXTS)(self._read_lines)
        self._heads: dict[int, Head] = {}
        self._metrics: dict[int, tuple[str | None, str]] = {}
        self.metric_ids: Mapping[str | None, tuple[int, str]] = {}
        """key of a metric → its number and unit"""
        self._unpack = rows.Unpacker(functools.lru_cache(LABELS)(self._read_label), self._metrics)

    # What goes wrong with the file, in one line for a person

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """A context in which errors of the database become errors of ours (index/errors.py)."""
        try:
            yield
        except sqlite3.Error as error:
            self._tell(error)
        except (DamagedError, zlib.error, UnicodeDecodeError) as error:
            self._damaged(error)

    def _tell(self, error: sqlite3.Error) -> NoReturn:
        raise in_words(self._path, error) from error

    def _damaged(self, error: Exception) -> NoReturn:
        raise IndexUnusable(f"{self._path}: index is damaged; delete it and run `nianbao index` again") from error

    # Rows

    def rows(self, sql: str, given: Sequence[object] = ()) -> list[Row]:
        """All rows of a statement."""
        try:
            return self._conn.execute(sql, given).fetchall()
        except sqlite3.Error as error:
            self._tell(error)

    def reports(self, sql: str, given: Sequence[object], *, bare: bool) -> list[StoredReport]:
        """Reports of rows. `bare`: without notes and sections."""
        found = []
        try:
            for row in self.rows(sql, given):
                head = rows.head_of(row[:6])
                self.keep_head(row[0], head)
                found.append(rows.stored_report(row[0], head, row[6:], bare=bare))
        except DamagedError as error:
            self._damaged(error)
        return found

    def facts(self, sql: str, given: Sequence[object]) -> tuple[Fact, ...]:
        """Facts of rows that include their places, by path and in the order in which they were read."""
        return self._made(sql, given, 2, self._placed(FACT_COLUMNS, 4, self._unpack.fact))

    def bare_facts(self, sql: str, given: Sequence[object]) -> tuple[Fact, ...]:
        """Facts whose sources name only the report, in the same order."""
        return self._made(sql, given, 2, lambda row: self._unpack.fact(row, NOWHERE, self.head(row[0])))

    def facts_to_weigh(self, sql: str, given: Sequence[object], placed: Collection[int]) -> tuple[Fact, ...]:
        """Facts of rows, those of some metrics with their places behind them, in the same order."""
        figure = self._placed(FACT_COLUMNS, 4, self._unpack.fact)

        def either(row: Row) -> Fact:
            if row[1] in placed:
                return figure(row)
            return self._unpack.fact(row[:FACT_COLUMNS], NOWHERE, self.head(row[0]))

        return self._made(sql, given, 2, either)

    def cells(self, sql: str, given: Sequence[object]) -> Iterator[tuple[int, str | None, Decimal | None, str | None]]:
        """(report id, metric, figure, applicant) of each row, in order."""
        for row in self._whole(self.rows(sql, given)):
            yield row[0], self._metrics[row[1]][0], rows.value(row), rows.party(row)

    def stated(self, sql: str, given: Sequence[object]) -> list[Decimal | None]:
        """The figures of rows; None for one that is blank or stated in prose."""
        return [None if rows.is_prose(row) else rows.value(row) for row in self._whole(self.rows(sql, given))]

    def _whole(self, found: list[Row]) -> list[Row]:
        """Rows that are what was written."""
        try:
            for row in found:
                rows.whole(row)
        except DamagedError as error:
            self._damaged(error)
        return found

    def statements(self, sql: str, given: Sequence[object]) -> tuple[Statement, ...]:
        """Statements of rows that include their places, by path and in the order in which they were read."""
        return self._made(sql, given, 1, self._placed(STATEMENT_COLUMNS, 2, self._unpack.statement))

    def gaps(self, sql: str, given: Sequence[object]) -> tuple[Gap, ...]:
        """Gaps, by path and in the order in which they were found."""
        return self._made(sql, given, 1, self._unpack.gap)

    def failing(
        self,
        sql: str,
        given: Sequence[object],
        facts: Callable[[int], tuple[Fact, ...]],
        statements: Callable[[int], tuple[Statement, ...]],
    ) -> tuple[Check, ...]:
        """Failing checks, by path and in the order in which they were made.

        The other arguments look up the facts and the statements of a report, which the terms refer to.
        """
        if not self.rows(sql, given):  # as nearly every report has it
            return ()
        facts, statements = functools.lru_cache(1)(facts), functools.lru_cache(1)(statements)
        return self._made(sql, given, 1, lambda row: rows.failing(row, facts(row[0]), lambda: statements(row[0])))

    def _made(self, sql: str, given: Sequence[object], order: int, make: Callable[[Row], _Made]) -> tuple[_Made, ...]:
        """What `make` makes of each row, by path and by the column `order`."""
        try:
            return self._made_once(sql, given, order, make)
        except KeyError:
            # A report was replaced between its rows and its text, or a metric is new: what is there now is asked again.
            with self.told():
                self.read_metrics()
        try:
            return self._made_once(sql, given, order, make)
        except KeyError as error:
            self._damaged(error)

    def _made_once(
        self, sql: str, given: Sequence[object], order: int, make: Callable[[Row], _Made]
    ) -> tuple[_Made, ...]:
        try:
            found = self._conn.execute(sql, given).fetchall()
            if len(found) > 1 and found[0][0] == found[-1][0]:
                # all of one report, since statements give report after report
                found.sort(key=operator.itemgetter(order))
            elif len(found) > 1:
                found.sort(key=lambda row: (self.head(row[0]).path, row[order]))
            return tuple(map(make, found))
        except sqlite3.Error as error:
            self._tell(error)
        except (DamagedError, zlib.error, UnicodeDecodeError) as error:
            self._damaged(error)

    def _placed(self, width: int, place: int, make: Callable[[Row, Place, Head], _Made]) -> Callable[[Row], _Made]:
        """Make a figure of a row that has `width` columns, `place` the number of its place, and then that of its place.

        Figures of one row of a table share their place.
        """
        known: dict[int, Place] = {}
        of: int | None = None

        def figure(row: Row) -> _Made:
            nonlocal of
            if row[0] != of:
                known.clear()
                of = row[0]
            head = self.head(row[0])
            found = known.get(row[place])
            if found is None:
                if row[width] is None:
                    raise KeyError(row[:width])
                found = known[row[place]] = self._unpack.place(row[width:], self._text)
            return make(row[:width], found, head)

        return figure

    # What rows point to

    def head(self, report: int) -> Head:
        """KeyError: no such report any more."""
        known = self._heads.get(report)
        if known is None:
            known = rows.head_of(self._one(f"select {HEAD}{FROM_HEADS} where r.id = ?", report))
            self.keep_head(report, known)
        return known

    def keep_head(self, report: int, head: Head) -> None:
        """Whose report it is was read elsewhere."""
        if len(self._heads) >= HEADS:
            self._heads.clear()
        self._heads[report] = head

    def lines(self, report: int) -> tuple[str, ...]:
        """The text of a report, line by line. KeyError if there is no such report."""
        with self.told():
            return self._lines(report)

    def _read_text(self, report: int) -> str:
        packed: bytes = self._one("select zlib from report_text where report = ?", report)[0]
        return zlib.decompress(packed).decode()

    def _read_lines(self, report: int) -> tuple[str, ...]:
        return tuple(self._text(report).split("\n"))

    def _read_label(self, number: int) -> str:
        row = self._one("select text, crc from label where id = ?", number)
        rows.whole(row)
        return str(row[0])

    def _one(self, sql: str, *given: object) -> Row:
        row: Row | None = self._conn.execute(sql, given).fetchone()
        if row is None:
            raise KeyError(given)
        return row

    def read_metrics(self) -> None:
        """Read the metrics that the index knows."""
        self._metrics[0] = (None, "")
        for row in self._conn.execute("select id, key, label, unit, crc from metric"):
            rows.whole(row)
            self._metrics[row[0]] = (row[1], row[3])
        self.metric_ids = {key: (number, unit) for number, (key, unit) in self._metrics.items()}
