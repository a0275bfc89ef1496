"""How figures and quotes are packed into columns, and the checksum by which a damaged row is noticed."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal
from marshal import dumps
from typing import Any
from zlib import crc32

BIGGEST = 2**63 - 1
"""what a whole number of the database holds"""
SHORT, SHOWN = 8, 200
"""quotes up to this many characters are copied: no shorter to say where they stand, and those of facts"""


def check(columns: tuple[Any, ...]) -> int:
    """The checksum of a row's columns."""
    return (crc32(dumps(columns, 0)) & 0xFFFF) - 0x8000


def checked(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows with their `check` behind their columns."""
    return [(*row, (crc32(dumps(row, 0)) & 0xFFFF) - 0x8000) for row in rows]


def pack(value: Decimal | None) -> tuple[int | None, int]:
    """A figure as (digits, scale), its value being digits / 10^scale; (None, 0) for a blank cell."""
    return (None, 0) if value is None else _pack(str(value))


@functools.lru_cache(maxsize=8192)
def _pack(plain: str) -> tuple[int, int]:
    """Of a figure as it is written: nearly all are a few small ones."""
    if len(plain) < 19 and plain.lstrip("-").isdigit():
        return int(plain), 0
    value = Decimal(plain)
    sign, figures, exponent = value.as_tuple()
    if not isinstance(exponent, int) or not -18 <= exponent <= 18 or len(figures) + max(exponent, 0) > 19:
        raise ValueError(f"the figure {value} is too big to store")
    digits = int("".join(map(str, figures))) * 10 ** max(exponent, 0)
    if digits > BIGGEST:
        raise ValueError(f"the figure {value} is too big to store")
    return -digits if sign else digits, max(-exponent, 0)


def unpack(digits: int | None, scale: int) -> Decimal | None:
    """The figure that `pack` packed; None for a blank cell."""
    if digits is None:
        return None
    return Decimal(digits).scaleb(-scale) if scale else Decimal(digits)


def pack_quote(quote: str, text: str, begin: int, row: str | None, copied: int) -> tuple[int | None, int, str | None]:
    """(start, length, tail) of a quote: copied but for the row's label, or a span of the text if it is longer.

    `begin` is where in the text its line begins. To show a span the whole text is unpacked.
    """
    if row and quote.startswith(row):
        return None, len(row), quote[len(row) :]
    if len(quote) > copied:
        start = text.find(quote, begin)
        if start < 0:
            start = text.find(quote)
        if start >= 0:
            return start, len(quote), None
    return None, 0, quote
