"""Small SQLite files of channels beside the chats' memory, which only the owner of the process may read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from index.file import sqlite3

__all__ = ["opened", "sqlite3"]

BUSY_SECONDS: Final = 0.2
"""how long one process waits for another"""


def opened(path: Path | None, schema: str) -> sqlite3.Connection:
    """The file with its tables, made where it is not there; None: in this process only. DatabaseError, OSError."""
    if path is not None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(
        ":memory:" if path is None else path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        with contextlib.suppress(sqlite3.OperationalError):  # held by another process: works without, only slower
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost what was written last
        connection.executescript(schema)
    except BaseException:
        connection.close()
        raise
    return connection
