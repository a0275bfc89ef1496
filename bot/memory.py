"""What is kept of each chat: its last Query, the options behind its buttons, and its region.

A small SQLite file beside the index, which stays read-only for the bot. Several processes may use it at once. If it is
damaged, locked or cannot be written, chats lose their context and a line is logged, but answers are not affected.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal, DecimalException
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.models import Option, Query
from index.errors import UsageError
from index.file import sqlite3

APPLICATION: Final = 0x6E626D31
"""SQLite's application_id of our file: a file that has another and holds tables is somebody else's"""
VERSION: Final = 2
BUSY_SECONDS: Final = 2.0
"""how long one process waits for another; a channel waits with it, so it is short"""
KEPT_OPTIONS: Final = 8
"""sets of options a chat keeps, so that a second button of the same message still works"""

SCHEMA: Final = """
DROP TABLE IF EXISTS chats;
DROP TABLE IF EXISTS options;
DROP TABLE IF EXISTS homes;
CREATE TABLE chats (chat TEXT PRIMARY KEY, told REAL NOT NULL, query TEXT, digest TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE options (
    chat TEXT NOT NULL, digest TEXT NOT NULL, told REAL NOT NULL, options TEXT NOT NULL, PRIMARY KEY (chat, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE homes (chat TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX chats_told ON chats (told);
CREATE INDEX options_told ON options (told);
"""

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_USE: Final = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


class Memory:
    """The memory of all chats, in a file or, if `path` is None, in this process.

    Safe to use from several threads and processes. `now` is the clock, in UTC. The file is created when it is first
    needed; UsageError is raised then if it is another program's.
    """

    def __init__(
        self,
        path: str | Path | None,
        *,
        expiry_hours: float = 24,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path = None if path is None else Path(path)
        self._expiry = timedelta(hours=expiry_hours)
        self._now = now
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def recall(self, chat: str, now: datetime | None = None) -> Query | None:
        """The chat's last Query, unless it has expired or was written by another version."""

        def read(connection: sqlite3.Connection) -> Query | None:
            row = connection.execute(
                "SELECT query FROM chats WHERE chat = ? AND told > ?", (chat, self._oldest(now))
            ).fetchone()
            return None if row is None or row[0] is None else query_from(row[0])

        return self._try(read)

    def remember(
        self, chat: str, query: Query | None, options: tuple[Option, ...] = (), now: datetime | None = None
    ) -> None:
        """Keep what the chat was just told. With a `query` of None the last one is kept, as after a question back."""
        told = (now or self._now()).timestamp()
        digest = self.digest(options) if options else None

        def write(connection: sqlite3.Connection) -> None:
            oldest = self._oldest(now)
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                for table in ("chats", "options"):
                    connection.execute(f"DELETE FROM {table} WHERE told <= ?", (oldest,))  # noqa: S608, our two names
                connection.execute(
                    "INSERT INTO chats (chat, told, query, digest) VALUES (?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE"
                    " SET told = excluded.told, query = coalesce(excluded.query, query), digest = excluded.digest",
                    (chat, told, None if query is None else to_json(query), digest),
                )
                if options:
                    connection.execute(
                        "INSERT OR REPLACE INTO options (chat, digest, told, options) VALUES (?, ?, ?, ?)",
                        (chat, digest, told, _options_json(options)),
                    )
                    connection.execute(
                        "DELETE FROM options WHERE chat = ? AND digest NOT IN"
                        " (SELECT digest FROM options WHERE chat = ? ORDER BY told DESC, digest = ? DESC LIMIT ?)",
                        (chat, chat, digest, KEPT_OPTIONS),
                    )

        self._try(write)

    def put_back(self, chat: str, query: Query | None) -> None:
        """Make this Query, or none, the chat's last one; options and region stay as they are."""
        text, told = None if query is None else to_json(query), self._now().timestamp()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO chats (chat, told, query) VALUES (?, ?, ?) ON CONFLICT (chat) DO UPDATE"
                " SET told = excluded.told, query = excluded.query",
                (chat, told, text),
            )

        self._try(write)

    def home(self, chat: str) -> str | None:
        """The chat's region; it does not expire."""

        def read(connection: sqlite3.Connection) -> str | None:
            row = connection.execute("SELECT name FROM homes WHERE chat = ?", (chat,)).fetchone()
            return None if row is None else row[0]

        return self._try(read)

    def settle(self, chat: str, name: str | None) -> None:
        """Set the chat's region, or clear it with None."""

        def write(connection: sqlite3.Connection) -> None:
            if name is None:
                connection.execute("DELETE FROM homes WHERE chat = ?", (chat,))
            else:
                connection.execute("INSERT OR REPLACE INTO homes (chat, name) VALUES (?, ?)", (chat, name))

        self._try(write)

    def forget(self, chat: str, *, region: bool = True) -> None:
        """Delete what is kept of a chat; its region only if `region` is true."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                connection.execute("DELETE FROM chats WHERE chat = ?", (chat,))
                connection.execute("DELETE FROM options WHERE chat = ?", (chat,))
                if region:
                    connection.execute("DELETE FROM homes WHERE chat = ?", (chat,))

        self._try(write)

    def options(self, chat: str, now: datetime | None = None) -> tuple[Option, ...]:
        """The options offered last; none if the last answer offered none."""

        def read(connection: sqlite3.Connection) -> str | None:
            row = connection.execute("SELECT digest FROM chats WHERE chat = ?", (chat,)).fetchone()
            return None if row is None else row[0]

        digest = self._try(read)
        return () if digest is None else self._lying(chat, digest, now)

    def option(self, chat: str, digest: str, number: int, now: datetime | None = None) -> Option | None:
        """The option behind a button, counted from 1; None if the chat has no options with that digest."""
        lying = self._lying(chat, digest, now)
        return lying[number - 1] if 1 <= number <= len(lying) else None

    @staticmethod
    def digest(options: tuple[Option, ...]) -> str:
        """8 hex digits that identify a set of options."""
        return blake2b(_options_json(options).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()

    def close(self) -> None:
        """Close the file; it is opened again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _oldest(self, now: datetime | None) -> float:
        """Seconds; what was told at that time or before is forgotten."""
        return ((now or self._now()) - self._expiry).timestamp()

    def _lying(self, chat: str, digest: str, now: datetime | None) -> tuple[Option, ...]:
        def read(connection: sqlite3.Connection) -> str | None:
            row = connection.execute(
                "SELECT options FROM options WHERE chat = ? AND digest = ? AND told > ?",
                (chat, digest, self._oldest(now)),
            ).fetchone()
            return None if row is None else row[0]

        text = self._try(read)
        return () if text is None else _options_from(text)

    def _try(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What `action` gives; None, with a line in the log, where the file does not let it."""
        with self._lock:
            for attempt in range(3):
                try:
                    return action(self._open())
                except sqlite3.DatabaseError as error:
                    code = _code(error)
                    if code not in _DAMAGE | _NO_USE or self._path is None:
                        _log.warning("memory of chats not used this time: %s: %s", self._path, error)
                        return None
                    self.close()
                    if code in _NO_USE:
                        _log.warning("memory of chats lasts as long as this process: %s: %s", self._path, error)
                        self._path = None
                    elif attempt == 1:  # first opened again: another process may have put the file right meanwhile
                        self._set_aside(self._path)
                except UnicodeEncodeError:  # half a character typed; no name of a chat that could be kept
                    return None
            return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if self._path is not None:
                _make_private(self._path)
            connection = sqlite3.connect(
                ":memory:" if self._path is None else self._path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,  # every use is under the lock
            )
            try:
                self._prepare(connection)
                connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost a chat its last question
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Tables in a new file, or in one of an older version; refuses a file that is not ours."""
        if _mark(connection) == (APPLICATION, VERSION):
            return
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            application, version = _mark(connection)  # again: another process may have come first
            if (application, version) == (APPLICATION, VERSION):
                return
            self._refuse_others(connection, application)
            for statement in SCHEMA.split(";"):  # executescript would commit before it
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        with contextlib.suppress(sqlite3.OperationalError):  # held by another process: works without, only slower
            connection.execute("PRAGMA journal_mode = WAL")

    def _refuse_others(self, connection: sqlite3.Connection, application: int) -> None:
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables and application != APPLICATION:
            raise UsageError(f"{self._path}: holds another program's data; name another file for the memory")

    @staticmethod
    def _set_aside(path: Path) -> None:
        aside = path.with_name(path.name + ".damaged")
        try:
            path.replace(aside)
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("memory of chats is damaged and cannot be moved: %s: %s", path, error.strerror)
        else:
            _log.warning("memory of chats was damaged: %s; begun anew, the old file is %s", path, aside)


def to_json(query: Query) -> str:
    """A Query as text, from which `query_from` restores it exactly."""
    return json.dumps(asdict(query), ensure_ascii=True, default=_decimal)


def query_from(text: str) -> Query | None:
    """The Query that `to_json` wrote; None for text that is damaged or of another version."""
    try:
        told = json.loads(text)
        if not isinstance(told, dict) or set(told) != {field.name for field in fields(Query)}:
            return None
        span = told["span"]
        return Query(
            intent=_a(str, told["intent"]),
            bodies=_several(str, told["bodies"]),
            years=_several(int, told["years"]),
            metrics=_several(str, told["metrics"]),
            parties=tuple(_a_or_none(str, each) for each in _a(list, told["parties"])),
            against=_fit(told["against"]),
            ops=_several(str, told["ops"]),
            each=_a_or_none(str, told["each"]),
            regions=_several(str, told["regions"]),
            conditions=tuple((_a(str, sign), Decimal(_a(str, number))) for sign, number in told["conditions"]),
            limit=_a_or_none(int, told["limit"]),
            nth=_a_or_none(int, told["nth"]),
            span=None if span is None else (_a(str, span[0]), _a(int, span[1])),
            unit=_a_or_none(str, told["unit"]),
            words=_several(str, told["words"]),
            thing=_a(str, told["thing"]),
            told_years=_several(int, told["told_years"]),
            run=tuple((_a(str, body), _a(int, year)) for body, year in told["run"]),
            rows=tuple(fit for one in told["rows"] if (fit := _fit(one)) is not None),
            out_of=_fit(told["out_of"]),
            ranked=_several(str, told["ranked"]),
            ranked_by=_fit(told["ranked_by"]),
            pair=_several(str, told["pair"]),
            without=_several(str, told["without"]),
            given_up=told["given_up"] is True,
            open=tuple(fit for one in told["open"] if (fit := _fit(one)) is not None),
            language=_a_or_none(str, told["language"]),
        )
    except (ValueError, TypeError, KeyError, IndexError, DecimalException, RecursionError):
        return None


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def _fit(told: list[Any] | None) -> tuple[str, str | None] | None:
    """A metric and its applicant."""
    return None if told is None else (_a(str, told[0]), _a_or_none(str, told[1]))


def _a(kind: type[_T], value: object) -> _T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _a_or_none(kind: type[_T], value: object) -> _T | None:
    return None if value is None else _a(kind, value)


def _several(kind: type[_T], value: object) -> tuple[_T, ...]:
    return tuple(_a(kind, each) for each in _a(list, value))


def _options_json(options: tuple[Option, ...]) -> str:
    return json.dumps([[each.label, each.ask] for each in options], ensure_ascii=True)


def _options_from(text: str) -> tuple[Option, ...]:
    """Options as they were kept; none where another version wrote them."""
    try:
        return tuple(Option(label=_a(str, label), ask=_a(str, ask)) for label, ask in json.loads(text))
    except (ValueError, TypeError):
        return ()


def _mark(connection: sqlite3.Connection) -> tuple[Any, Any]:
    """application_id and user_version."""
    return (
        connection.execute("PRAGMA application_id").fetchone()[0],
        connection.execute("PRAGMA user_version").fetchone()[0],
    )


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's own number of the error, 0 where it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _make_private(path: Path) -> None:
    """An empty file that only its owner reads: what people ask is their own affair."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        _log.debug("not made: %s", path)  # SQLite says why when it opens it
