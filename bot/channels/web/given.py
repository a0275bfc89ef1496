"""What an address says after its question mark, checked: a wrong value is one clear line, never a guess."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

from bot.channels.web.guard import Malformed, clean

YEARS = (1900, 2100)
FAR = 10_000_000
LONGEST = 200
"""characters of a text that is looked for"""


class Given:
    """The parameters of one request; `known`: those there are."""

    def __init__(self, request: web.Request, known: Collection[str]) -> None:
        query = request.query
        for name in query:
            if name not in known and name != "lang":
                raise Malformed(f"unknown parameter {clean(name)[:40]!r}; there are {', '.join(sorted(known))}")
            if len(query.getall(name)) > 1:
                raise Malformed(f"`{name}` is given more than once")
        self._query = query

    def text(self, name: str, most: int = LONGEST) -> str | None:
        """A text; None: it is not given, or empty."""
        value = clean(self._query.get(name, ""))
        if len(value) > most:
            raise Malformed(f"`{name}` has more than {most} characters")
        if "\0" in value:
            raise Malformed(f"`{name}` holds a character that is no text")
        return value or None

    def number(self, name: str, default: int | None, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        value = self._query.get(name, "")
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise Malformed(f"`{name}` must be a whole number from {least} to {most}")
        return int(value)

    def year(self) -> int | None:
        return self.number("year", None, *YEARS)

    def offset(self, most: int = FAR) -> int:
        return self.number("offset", 0, 0, most) or 0

    def limit(self, default: int, most: int) -> int:
        return self.number("limit", default, 1, most) or default

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of a few words."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise Malformed(f"`{name}` must be one of {', '.join(choices)}")
        return value
