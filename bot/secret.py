"""Secrets, each from an environment variable or from the file that the variable with the suffix _FILE names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

from index.errors import UsageError

TELEGRAM_TOKEN: Final = "TELEGRAM_BOT_TOKEN"  # noqa: S105, the name of a variable
TELEGRAM_SECRET: Final = "TELEGRAM_WEBHOOK_SECRET"  # noqa: S105, the name of a variable
"""tells Telegram from others at the webhook"""
API_TOKENS: Final = "NIANBAO_API_TOKENS"
"""tokens of the HTTP API, parted by blanks or commas; none: it is open to all who reach it"""
WECHAT_SECRETS: Final = ("WECHAT_TOKEN", "WECHAT_ENCODING_AES_KEY", "WECHAT_APPID")
"""of an official account; the last two together, or neither: messages then come unencrypted"""
WECOM_SECRETS: Final = ("WECOM_TOKEN", "WECOM_ENCODING_AES_KEY", "WECOM_CORP_ID")
"""of an application of WeCom: all three"""
SECRET_LIMIT: Final = 4096
"""bytes of a file that holds a secret"""


class Secret:
    """A value that is not shown in logs, tracebacks or messages by accident; only `reveal` returns it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written out")


class TokenRefused(UsageError):
    """A channel's token is malformed, or its server does not accept it; the message does not contain it."""


def secret(name: str, environ: Mapping[str, str]) -> Secret:
    """The secret called `name`, from that variable or from the file that `name`_FILE names.

    UsageError if neither or both are set, or if the file cannot be read; no message contains the value.
    """
    value, file = environ.get(name), environ.get(f"{name}_FILE")
    if value and file:
        raise UsageError(f"{name} and {name}_FILE are both set; set one of them")
    if file:
        try:
            with Path(file).expanduser().open("rb") as stream:
                value = stream.read(SECRET_LIMIT).decode("utf-8")
        except OSError as error:
            raise UsageError(f"{name}_FILE: {file}: {error.strerror}") from None
        except UnicodeDecodeError:  # its message would show a part of the value
            raise UsageError(f"{name}_FILE: {file}: is no text") from None
    value = (value or "").strip()
    if not value:
        raise UsageError(f"{file} is empty" if file else f"set {name}, or {name}_FILE to a file that holds it")
    return Secret(value)


def secrets(name: str, environ: Mapping[str, str]) -> tuple[Secret, ...]:
    """The secrets under one name, separated by blanks or commas; none if it is not set. UsageError as in `secret`."""
    if not environ.get(name) and not environ.get(f"{name}_FILE"):
        return ()
    return tuple(map(Secret, re.split(r"[\s,]+", secret(name, environ).reveal())))
