"""Numbers of a workbook as their formats display them: all digits and the words around them, no other figure."""

from __future__ import annotations

import datetime
import functools
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation
from types import MappingProxyType
from typing import NamedTuple

DIGITS = Context(prec=15)
"""what a sheet shows: 466527.00000000006 is 466527"""
UNTOLD = "\ufffd"
"""stands for a figure that is shown otherwise than it is kept"""
_PERCENT = frozenset((9, 10))
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""formats that have a number and no code"""
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_QUIET = re.compile(r'"[^"]*"|\\.|!.|\[[^\]]*\]|_.|\*.')
_SAID = re.compile(r'"([^"]*)"|\\(.)|!(.)|\[[^\]]*\]|_.|\*.|([^0#?,.\-+/ ])')
"""of what stands around the digits of a format: what is printed"""
_SCALED = re.compile(r'[0#?][^0#?.;]*[!\\"]\.|[0#?],+(?![0#?,])')
"""formats that show thousandths, or put a point where there is none"""
_DATE = re.compile("[ymdhYMDH]")
_DIGITS = re.compile("(?i)(?:[0#?]|general)(?:.*(?:[0#?]|general))?")
_BELOW_ZERO = re.compile(r"[-(\u2212\uff0d\uff08]|\[[A-Za-z]|[\u3400-\u9fff]")
"""of a section for figures below zero: a sign, brackets, a colour or a word that tells it"""
_WORDS = re.compile(r"[\u3400-\u9fff]+")
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {"<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}
)


class _Part(NamedTuple):
    """One section of a format."""

    code: str
    """without its condition"""
    condition: tuple[str, Decimal] | None


def formatted(text: str, number: int, code: str, begins: datetime.datetime) -> str:
    """A number as its format displays it, with all its digits; U+FFFD if the format displays a different figure."""
    try:
        value = DIGITS.create_decimal(text.strip())
    except InvalidOperation:
        return UNTOLD
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return UNTOLD
    if code and not code.strip("; "):
        # What is kept is not to be seen: no figure, and no cell left blank unless it is nothing.
        return UNTOLD if value else ""
    parts = _parts(code)
    part = _part(parts, value)
    if part is None:
        return UNTOLD
    bare = _QUIET.sub("", part.code)
    if number in _DATES or (bare.lower() != "general" and _DATE.search(bare)):
        return _date(value, begins)
    if "%" in bare or number in _PERCENT:
        return f"{plain(value * 100)}%"
    return _shown(value, part, signed=part.condition is None and part is not parts[0]) if code else plain(value)


def plain(value: Decimal) -> str:
    """Digits without exponent or unnecessary zeros."""
    whole_number = value.to_integral_value()
    return format(whole_number if value == whole_number else value.normalize(), "f")


def _shown(value: Decimal, part: _Part, *, signed: bool) -> str:
    """A figure and the words around it. signed: its section has to say itself that it is below zero."""
    digits = _DIGITS.search(_blanked(part.code))
    if digits is None:
        # Words or nothing in its place: - for a zero is a zero.
        return UNTOLD if value else plain(value)
    if _SCALED.search(part.code) or (signed and value < 0 and not _BELOW_ZERO.search(part.code)):
        return UNTOLD
    before = "".join(_WORDS.findall(_said(part.code[: digits.start()]))) if value >= 0 else ""
    return before + plain(value) + _said(part.code[digits.end() :])


def _said(code: str) -> str:
    return "".join("".join(found) for found in _SAID.findall(code))


def _blanked(code: str) -> str:
    """A format with blanks for what are no digits of it."""
    return _QUIET.sub(lambda found: " " * len(found[0]), code)


@functools.lru_cache(maxsize=256)
def _parts(code: str) -> tuple[_Part, ...]:
    """Sections of a format, in order; the fourth is for text."""
    ends = [at for at, sign in enumerate(_blanked(code)) if sign == ";"]
    found = []
    for start, end in zip([0, *(at + 1 for at in ends)], [*ends, len(code)], strict=True):
        condition = _CONDITION.search(code, start, end)
        each = _CONDITION.sub("", code[start:end])
        found.append(_Part(each, (condition[1], Decimal(condition[2])) if condition else None))
    return tuple(found[:3])


def _part(parts: Sequence[_Part], value: Decimal) -> _Part | None:
    """The section that shows a number; None where none does."""
    if any(part.condition for part in parts):
        fits = [
            part for part in parts if part.condition is None or _COMPARED[part.condition[0]](value, part.condition[1])
        ]
        return fits[0] if fits else None
    if value == 0:
        return parts[2] if len(parts) > 2 else parts[0]
    return parts[1] if value < 0 and len(parts) > 1 else parts[0]


def _date(value: Decimal, begins: datetime.datetime) -> str:
    try:
        moment = begins + datetime.timedelta(days=float(value))
    except OverflowError:
        return UNTOLD
    return moment.date().isoformat() if value == value.to_integral_value() else moment.isoformat(" ", "minutes")
