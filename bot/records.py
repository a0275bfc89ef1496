"""Records for the operator, in bounded files that only their owner can read: one JSON object a line.

There are two files beside the memory of chats: answers that people report as wrong and, if enabled in the settings,
questions that got no figure. `nianbao unanswered` reads both.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from bot import encode
from bot.config import Settings
from bot.encode import Json
from bot.models import Answer, Question

MOST_WRONG: Final = 16 * 1024 * 1024
"""bytes beyond which nothing more is called wrong: the file is to be read, and put away"""
MOST_UNANSWERED: Final = 4 * 1024 * 1024
"""bytes at which the file begins anew; the one before is kept too"""
LONGEST_LINE: Final = 256 * 1024
LONGEST_QUESTION: Final = 1000
"""characters of one that are kept"""
BEFORE: Final = ".1"
"""ending of the file before"""
NO_FIGURE: Final = frozenset({"missing", "not_understood"})
"""of the answers without figures, those that leave somebody without what was asked for"""
_log = logging.getLogger(__name__)


class Records:
    """One file, created when first needed.

    When full it takes no more or, with `anew`, starts over and keeps one old file.
    """

    def __init__(self, path: Path, *, most: int, anew: bool = False) -> None:
        self._path = path
        self._most = most
        self._anew = anew
        self._lock = threading.Lock()

    def __call__(self, record: Mapping[str, Json]) -> bool:
        """Add a record with the current time. False, with a line in the log, if that fails."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        line = (encode.dumps({"time": time, **record}) + "\n").encode("utf-8", "replace")
        try:
            with self._lock:
                kept = self._add(line)
        except OSError as error:
            _log.warning("records: %s: %s", self._path, error.strerror)
            return False
        if not kept:
            _log.warning("records: %s is full; put it away", self._path)
        return kept

    def _add(self, line: bytes) -> bool:
        """Whether there was room."""
        while True:
            file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not self._is_current(file):
                    continue  # another process has just begun a new one
                if os.fstat(file).st_size + len(line) <= self._most:
                    os.write(file, line)
                    return True
                if not self._anew or len(line) > self._most:
                    return False
                self._path.replace(self._path.with_name(self._path.name + BEFORE))
            finally:
                os.close(file)

    def _is_current(self, file: int) -> bool:
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return False
        return os.path.samestat(there, os.fstat(file))


def wrong_path(settings: Settings) -> Path:
    """The file of answers reported as wrong."""
    return settings.memory_path.with_name(settings.memory_path.name + ".wrong.jsonl")


def unanswered_path(settings: Settings) -> Path:
    """The file of questions that got no figure."""
    return settings.memory_path.with_name(settings.memory_path.name + ".unanswered.jsonl")


def wrong(settings: Settings) -> Records:
    """Where answers reported as wrong are kept."""
    return Records(wrong_path(settings), most=MOST_WRONG)


class Unanswered:
    """Keeps questions that got no figure. Askers are hashed with a salt that is lost when the process ends."""

    def __init__(self, settings: Settings) -> None:
        self._records = Records(unanswered_path(settings), most=MOST_UNANSWERED, anew=True)
        self._salt = secrets.token_bytes(32)

    def __call__(self, question: Question, answer: Answer) -> None:
        """Keep the question if it came through a channel and got no figure."""
        if question.channel is None or answer.status not in NO_FIGURE:
            return
        asked = {} if question.chat is None else {"user": self._name(question.chat)}
        self._records(
            {
                "channel": question.channel,
                **asked,
                "question": question.text[:LONGEST_QUESTION],
                "status": answer.status,
                "reason": answer.reason,
                "words": list(answer.words),
                "language": answer.language,
            }
        )

    def _name(self, chat: str) -> str:
        return blake2b(chat.encode("utf-8", "replace"), digest_size=6, key=self._salt).hexdigest()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file, older ones first; lines that cannot be read are skipped."""
    for each in (path.with_name(path.name + BEFORE), path):
        try:
            file = each.open("rb")
        except FileNotFoundError:
            continue
        with file:
            while line := file.readline(LONGEST_LINE):
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                if isinstance(found, dict):
                    yield found
