"""Which updates were accepted, in a file beside the chats' memory: one that comes again after a restart is known too.

Nothing here is worth stopping for: where the file cannot be used there is a line in the log, and the process remembers.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

SECONDS: Final = 48 * 3600.0
"""Telegram brings an update again for a day at most"""
MOST: Final = 10_000
"""updates that the process itself remembers"""
BUSY_SECONDS: Final = 0.2
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS taken (number INTEGER PRIMARY KEY, told REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS taken_told ON taken (told);
"""

_log = logging.getLogger(__name__)


class Taken:
    """The numbers of updates; `path` None keeps them in this process only."""

    def __init__(self, path: Path | None, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now
        self._here: OrderedDict[int, None] = OrderedDict()
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """Before the first update."""
        if self._path is None:
            return
        try:
            self._connection = _open(self._path)
        except (sqlite3.DatabaseError, OSError) as error:
            _log.warning("updates are known again as long as this process runs: %s: %s", self._path, error)

    def fresh(self, number: int) -> bool:
        """Whether it comes for the first time; from now on it does not."""
        if number in self._here:
            return False
        self._here[number] = None
        while len(self._here) > MOST:
            self._here.popitem(last=False)
        return self._kept(number)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _kept(self, number: int) -> bool:
        if self._connection is None:
            return True
        now = self._now()
        try:
            self._connection.execute("DELETE FROM taken WHERE told <= ?", (now - SECONDS,))
            done = self._connection.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (number, now))
        except (sqlite3.DatabaseError, OverflowError) as error:
            _log.warning("an update is known again by this process only: %s", error)
            return True
        return bool(done.rowcount)


def _open(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last numbers
        connection.executescript(SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection
