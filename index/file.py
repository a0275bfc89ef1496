"""The file of the index: opening it, locking it for writing, and its errors in plain words."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DiskFull, IndexBusy, IndexUnusable, NianbaoError

if TYPE_CHECKING:
    import sqlite3
else:
    try:  # the one sqlite-utils takes; that itself takes long to import and is needed only where an index is made
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["LOCK_SECONDS", "connect", "in_words", "sqlite3", "take_lock"]

LOCK_SECONDS = 10.0
"""how long a second writer waits for the first"""


def connect(path: str, mode: str) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time. `mode` is rwc or ro.

    IndexUnusable if it cannot be opened.
    """
    try:
        conn = _connected(path, f"mode={mode}")
        try:
            conn.execute("pragma user_version").fetchone()
        except sqlite3.Error as error:
            conn.close()
            # A folder or disk that nobody may write to: SQLite then reads only what is told never to change.
            refused = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
            if mode != "ro" or not refused or Path(f"{path}-wal").exists():
                raise
            conn = _connected(path, "mode=ro&immutable=1")
    except sqlite3.Error as error:
        raise in_words(path, error) from error
    return conn


def _connected(path: str, how: str) -> sqlite3.Connection:
    uri = f"{Path(path).absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=LOCK_SECONDS)


def in_words(path: str, error: sqlite3.Error) -> NianbaoError:
    """The error to show to a person for an error of SQLite."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    if kind == sqlite3.SQLITE_FULL or (kind == sqlite3.SQLITE_IOERR and _no_room(path, code)):
        return DiskFull(f"{path}: disk full: free some room and run `nianbao index` again; what was stored is kept")
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexBusy(f"{path}: another program is writing to the index")
    if kind == sqlite3.SQLITE_NOTADB:
        return IndexUnusable(f"{path}: not an index of nianbao, or damaged")
    if kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return IndexUnusable(f"{path}: cannot be opened")
    if kind == sqlite3.SQLITE_READONLY:
        return IndexUnusable(f"{path}: cannot be written")
    return IndexUnusable(f"{path}: index is damaged ({error}); delete it and run `nianbao index` again")


def _no_room(path: str, code: int) -> bool:
    """Whether an input or output error is a disk without room: SQLite does not tell them apart."""
    writing = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC)
    return code in writing or shutil.disk_usage(Path(path).absolute().parent).free < 1 << 20


def take_lock(path: str) -> int:
    """Take the lock for writing, held until the descriptor is closed or the process ends.

    IndexBusy names the holder.
    """
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _no_lock(path, error) from error
    try:
        _wait(lock, path)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    except OSError as error:
        os.close(lock)
        raise _no_lock(path, error) from error
    except BaseException:
        os.close(lock)
        raise
    return lock


def _wait(lock: int, path: str) -> None:
    until = time.monotonic() + LOCK_SECONDS
    while not _locked(lock):
        if time.monotonic() > until:
            holder = os.pread(lock, 32, 0).decode("ascii", "replace").strip()
            raise IndexBusy(f"{path}: process {holder or 'unknown'} is writing to the index; wait for it to end")
        time.sleep(0.05)


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
