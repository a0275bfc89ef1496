"""What people call wrong, for the operator: a JSON object a line, in a file that only its owner reads."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from bot import encode
from bot.encode import Json

MOST_BYTES = 16 * 1024 * 1024
"""beyond which nothing is added: the file is to be read, and put away"""
_log = logging.getLogger(__name__)


class Complaints:
    """The file; made when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def __call__(self, record: Mapping[str, Json]) -> bool:
        """Add a record; False, with a line in the log, where it cannot be."""
        line = (encode.dumps(record) + "\n").encode("utf-8", "replace")
        try:
            with self._lock:
                file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
                try:
                    if os.fstat(file).st_size + len(line) > MOST_BYTES:
                        _log.warning("complaints: %s is full; put it away", self._path)
                        return False
                    os.write(file, line)
                finally:
                    os.close(file)
        except OSError as error:
            _log.warning("complaints: %s: %s", self._path, error.strerror)
            return False
        return True
