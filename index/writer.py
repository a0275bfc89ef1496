"""Storing and removing reports: each completely or not at all, committed one by one or in batches."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager

from index import writing
from index.errors import RefusedFile
from index.file import sqlite3
from index.packed import Packed
from index.reader import LABELS


class Writer:
    """Owns the transactions of a connection; `told` is a context that turns SQLite's errors into ours."""

    def __init__(self, conn: sqlite3.Connection, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._conn = conn
        self._told = told
        self._batch: Callable[[], None] | None = None
        """called when the reports of a batch are kept; None: each is kept by itself"""
        self._label_id = functools.lru_cache(LABELS)(functools.partial(writing.label_number, conn))

    def replace(self, packed: Packed, metric_ids: Mapping[str | None, tuple[int, str]]) -> None:
        """Store a report in place of the one with the same path. RefusedFile if it holds what cannot be stored."""
        try:
            with self._whole():
                writing.drop(self._conn, packed.path)
                writing.insert(self._conn, packed, self._label_id, metric_ids)
        except (ValueError, OverflowError) as error:
            raise RefusedFile(packed.path, f"cannot be stored: {error}") from error

    def remove(self, path: str) -> bool:
        """Remove the report with this path. False if there was none."""
        with self._whole():
            return writing.drop(self._conn, path)

    @contextlib.contextmanager
    def batch(self, kept: Callable[[], None]) -> Iterator[Callable[[], None]]:
        """A context in which reports are committed when the yielded function is called, and at the end.

        `kept` is called after each commit.
        """
        self._batch = kept
        try:
            yield self._keep
        finally:
            try:
                self._keep()
            finally:
                self._batch = None

    def _keep(self) -> None:
        """Commit the open transaction, if there is one."""
        if not self._conn.in_transaction:
            return
        with self._told():
            try:
                self._conn.execute("insert or replace into meta values ('changed', ?)", (int(time.time()),))
                self._conn.execute("commit")
            except BaseException:
                self._roll_back()
                raise
        if self._batch is not None:
            self._batch()

    def _roll_back(self) -> None:
        self._label_id.cache_clear()
        with contextlib.suppress(sqlite3.Error):
            self._conn.rollback()

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """One transaction, or within a batch one savepoint, that succeeds or fails as a whole."""
        with self._told():
            if not self._conn.in_transaction:
                self._conn.execute("begin immediate")
            self._conn.execute("savepoint report")
            try:
                yield
                self._conn.execute("update meta set value = value + 1 where key = 'version'")
                self._conn.execute("release report")
            except BaseException:
                self._undo()
                raise
        if self._batch is None:
            self._keep()

    def _undo(self) -> None:
        """Roll back the report that is being written, or the whole batch if SQLite has given up the transaction."""
        self._label_id.cache_clear()
        if self._batch is None:
            self._roll_back()
            return
        with contextlib.suppress(sqlite3.Error):
            self._conn.execute("rollback to report")
            self._conn.execute("release report")
