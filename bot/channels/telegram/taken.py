"""Which updates were accepted, in a file beside the chats' memory: one that comes again after a restart is known too.

Nothing here is worth stopping for: where the file cannot be used there is a line in the log, and the process remembers.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.beside import opened, sqlite3

SECONDS: Final = 48 * 3600.0
"""Telegram brings an update again for a day at most"""
MOST: Final = 10_000
"""updates that the process itself remembers"""
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
            self._connection = opened(self._path, SCHEMA)
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
