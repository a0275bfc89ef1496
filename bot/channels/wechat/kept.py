"""What is remembered of messages, in a file beside the chats' memory: replies, nonces, what is left to be said.

Nothing here is worth stopping for: where the file cannot be used there is a line in the log, and the process remembers.
People are known by a hash with a salt of this file; replies to messages that come unencrypted are kept without the id.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.beside import opened, sqlite3

NONCE_SECONDS: Final = 600.0
REPLY_SECONDS: Final = 3600.0
"""how long a reply is kept for the same message coming again; the platform tries for some seconds"""
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS salt (only INTEGER PRIMARY KEY CHECK (only = 1), value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, told REAL NOT NULL, message TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS replies (message TEXT PRIMARY KEY, told REAL NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS chats (
    chat TEXT PRIMARY KEY, told REAL NOT NULL, rest TEXT NOT NULL, question TEXT NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS nonces_told ON nonces (told);
CREATE INDEX IF NOT EXISTS replies_told ON replies (told);
CREATE INDEX IF NOT EXISTS chats_told ON chats (told);
-- an error where the table is of an earlier version: its file is not used
SELECT rest, question, record FROM chats LIMIT 1;
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a chat was told last."""

    rest: str = ""
    """what did not fit into the reply"""
    question: str = ""
    record: str = ""
    """how it was understood and what it was answered from, as JSON"""


class Kept:
    """The file; `path` None keeps it in this process only."""

    def __init__(self, path: Path | None, *, chat_seconds: float, now: Callable[[], float] = time.time) -> None:
        self._chat_seconds = chat_seconds
        self._now = now
        self._connection = _opened(path)
        self._run("INSERT OR IGNORE INTO salt VALUES (1, ?)", (secrets.token_bytes(32),))
        found = self._run("SELECT value FROM salt")
        self._salt: bytes = found[0][0] if found else secrets.token_bytes(32)

    def name(self, *parts: str) -> str:
        """What stands for a person or a message."""
        text = "\0".join(parts).encode("utf-8", "replace")
        return hashlib.blake2b(text, digest_size=16, key=self._salt).hexdigest()

    def fresh(self, nonce: str, message: str) -> bool:
        """Whether the nonce is new, or came with this same message before; from now on it is not."""
        now = self._now()
        self._run("DELETE FROM nonces WHERE told <= ?", (now - NONCE_SECONDS,))
        self._run("INSERT OR IGNORE INTO nonces VALUES (?, ?, ?)", (nonce, now, message))
        found = self._run("SELECT message FROM nonces WHERE nonce = ?", (nonce,))
        return not found or bool(found[0][0] == message)

    def reply(self, message: str) -> bytes | None:
        """What was said to a message."""
        found = self._run(
            "SELECT body FROM replies WHERE message = ? AND told > ?", (message, self._now() - REPLY_SECONDS)
        )
        return bytes(found[0][0]) if found else None

    def keep(self, message: str, body: bytes) -> None:
        now = self._now()
        self._run("DELETE FROM replies WHERE told <= ?", (now - REPLY_SECONDS,))
        self._run("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", (message, now, body))

    def said(self, chat: str) -> Said:
        """What a chat was told last."""
        found = self._run(
            "SELECT rest, question, record FROM chats WHERE chat = ? AND told > ?",
            (chat, self._now() - self._chat_seconds),
        )
        return Said(rest=found[0][0], question=found[0][1], record=found[0][2]) if found else Said()

    def say(self, chat: str, said: Said) -> None:
        now = self._now()
        self._run("DELETE FROM chats WHERE told <= ?", (now - self._chat_seconds,))
        self._run(
            "INSERT OR REPLACE INTO chats VALUES (?, ?, ?, ?, ?)", (chat, now, said.rest, said.question, said.record)
        )

    def forget(self, chat: str) -> None:
        """Drop what is kept of a chat."""
        self._run("DELETE FROM chats WHERE chat = ?", (chat,))

    def close(self) -> None:
        self._connection.close()

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return list(self._connection.execute(statement, values).fetchall())
        except (sqlite3.DatabaseError, UnicodeEncodeError) as error:
            _log.warning("what is kept of messages not used this time: %s", error)
            return []


def _opened(path: Path | None) -> sqlite3.Connection:
    try:
        return opened(path, SCHEMA)
    except (sqlite3.DatabaseError, OSError) as error:
        if path is None:
            raise
        _log.warning("what is kept of messages lasts as long as this process: %s: %s", path, error)
        return opened(None, SCHEMA)
