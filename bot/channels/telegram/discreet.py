"""No log holds the token or the webhook's secret: the library's own records tell addresses and what is sent there."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Iterator
from typing import Any

from telegram.error import TelegramError

from bot.secret import Secret


@contextlib.contextmanager
def discreet(token: Secret, *others: Secret) -> Iterator[None]:
    """While it lasts no record of any log holds a secret, and the library's own records bring no traceback."""
    former = logging.getLogRecordFactory()
    value = token.reveal()
    secrets = (value, value.partition(":")[2], *(other.reveal() for other in others))

    def clean(text: str) -> str:
        for each in secrets:
            text = text.replace(each, "***")
        return text

    def make(*positional: Any, **named: Any) -> logging.LogRecord:
        record = former(*positional, **named)
        text = record.getMessage()
        cleaned = clean(text)
        if cleaned != text:
            record.msg, record.args = cleaned, None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            # Kept as text: a handler that printed the exception itself would print the token again.
            expected = isinstance(error, TelegramError)
            record.exc_text = None if expected else clean("".join(traceback.format_exception(error))).rstrip()
            record.exc_info = None
        return record

    library = logging.getLogger("httpx")
    level = library.level
    library.setLevel(logging.WARNING)  # at INFO it tells every address
    logging.setLogRecordFactory(make)
    try:
        yield
    finally:
        logging.setLogRecordFactory(former)
        library.setLevel(level)
