"""The values of digits, Chinese numerals and units, as index/numbers.toml lists them.

Figures are found in text by index/numbers.py. A run of more than MAX_DIGITS digits is not taken for a figure.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Context, Decimal
from pathlib import Path

MAX_DIGITS = 30
"""Longer runs are account numbers or noise."""
WORDS = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))
EXACT = Context(prec=100)
DIGITS: dict[str, int] = WORDS["digits"]
TENS: dict[str, int] = WORDS["tens"]
MAGNITUDES: dict[str, int] = WORDS["magnitudes"]
MONEY: str = WORDS["units"]["money"][0]
"""the unit of money that the others are multiples of"""
PERCENT_BEFORE: str = WORDS["percent"]["before"]
TENTHS: str = WORDS["percent"]["tenths"]
"""what makes 三 three tenths"""
NUMERALS = frozenset((*DIGITS, *TENS, *MAGNITUDES))
CHINESE = "".join((*DIGITS, *TENS, *MAGNITUDES))
SIZES = "".join(MAGNITUDES)
"""characters that make what stands before them so many times as much"""
_LARGE = tuple(sign for sign, size in sorted(MAGNITUDES.items(), key=lambda item: -item[1]) if size >= 10_000)


def one_for_one(table: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces characters by a table; faster than `str.translate` if a text has few of them."""
    known = re.compile(f"[{re.escape(''.join(table))}]")

    def other(found: re.Match[str]) -> str:
        return table[found[0]]

    return functools.partial(known.sub, other)


same_width = one_for_one(WORDS["characters"])


def scaled(value: Decimal, size: str) -> Decimal:
    """The value multiplied by each magnitude in `size`: 千万 is a factor of ten million."""
    for sign in size:
        value = EXACT.multiply(value, Decimal(MAGNITUDES[sign]))
    return value


MONEY_SIZES = {unit: scaled(Decimal(1), unit.removesuffix(MONEY)) for unit in WORDS["units"]["money"]}
"""unit of money → how many of `MONEY` it is"""
COUNT_UNITS = frozenset(WORDS["units"]["count"])
MONEY_UNITS = frozenset(WORDS["units"]["money"])
RATIO_UNITS = frozenset(WORDS["units"]["ratio"])
TIME_UNITS = frozenset(WORDS["units"]["time"])


def either(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def unit_pattern() -> str:
    """A pattern that matches any unit, longest first, unless it only begins another word (部 in 12部门)."""
    refused: dict[str, list[str]] = WORDS["not_unit"]
    units = sorted(COUNT_UNITS | MONEY_UNITS | RATIO_UNITS | TIME_UNITS, key=lambda unit: (-len(unit), unit))
    return "|".join(re.escape(unit) + (f"(?!{either(refused[unit])})" if unit in refused else "") for unit in units)


def _digits_in_a_row(run: str) -> Decimal | None:
    """Read 八 or 二〇二〇; None for 一二三 and 三四, which are no one figure."""
    if len(run) == 1:
        return Decimal(DIGITS[run])
    has_zero = len(run) > 2 and 0 in (DIGITS[run[1]], DIGITS[run[-1]])
    if not (has_zero or len(run) == 4) or len(run) > MAX_DIGITS:
        return None
    return Decimal("".join(str(DIGITS[sign]) for sign in run))


def _below_wan(run: str) -> int | None:
    """Read 一千二百三十四, 廿五, 一百二 (120), 一百零二 (102); None when it is not one figure below 万."""
    total, digit, smallest, zero = 0, None, 10_000, False
    for sign in run:
        if sign in DIGITS:
            if digit:
                return None
            digit, zero = DIGITS[sign], zero or DIGITS[sign] == 0
            continue
        size = 10 if sign in TENS else MAGNITUDES[sign]
        bare = digit is None or (digit == 0 and total > 0)
        if size >= smallest or (not digit and not (bare and sign in TENS)):
            return None
        # 十, 廿 and 卅 stand without a digit before them
        total += TENS[sign] if not digit else digit * size
        digit, smallest, zero = None, size, False
    if digit and len(run) > 1 and not zero and run[-2] in MAGNITUDES:
        digit *= MAGNITUDES[run[-2]] // 10
    return total + (digit or 0)


@functools.lru_cache(maxsize=1024)
def chinese_value(run: str) -> Decimal | None:
    """The value of a run of Chinese numerals; None if it is not one figure (一二三, 千万, 三四)."""
    if all(sign in DIGITS for sign in run):
        return _digits_in_a_row(run)
    if len(run) > MAX_DIGITS:
        return None
    total = 0
    for sign in _LARGE:
        head, found, run = run.rpartition(sign)
        if not found:
            continue
        part = _below_wan(head) if head else None
        if not part:
            return None
        total += part * MAGNITUDES[sign]
        if len(run) == 1 and run in DIGITS:
            # 一万二 is 12000
            return Decimal(total + DIGITS[run] * MAGNITUDES[sign] // 10)
    part = _below_wan(run) if run else 0
    return None if part is None else Decimal(total + part)


def _plain(piece: str) -> Decimal | None:
    """Digits with at most one point; None for 2019.12.31 and for runs beyond MAX_DIGITS."""
    if len(piece) > MAX_DIGITS or piece.count(".") > 1:
        return None
    return Decimal(piece)


def figures_in(run: str) -> Iterator[tuple[int, int, Decimal]]:
    """(start, end, value) of each figure in a run of digits, points and commas: 1,234.5 is one, 12,13 are two."""
    groups = run.split(",")
    head, *rest = groups
    if rest and 1 <= len(head) <= 3 and head[0] != "0" and head.isdigit():
        whole, _, fraction = rest[-1].partition(".")
        if all(len(group) == 3 and group.isdigit() for group in (*rest[:-1], whole)) and "." not in fraction:
            if len(run) <= MAX_DIGITS + len(rest):
                yield 0, len(run), Decimal("".join(groups))
            return
    at = 0
    for group in groups:
        value = _plain(group)
        if value is not None:
            yield at, at + len(group), value
        at += len(group) + 1


def in_chinese(number: int) -> str:
    """The Chinese numeral of a number from 1 to 99, as in headings (一, 十, 二十三); digits for any other."""
    if not 0 < number < len(_COUNTED):
        return str(number)
    return _COUNTED[number]


def _counted() -> tuple[str, ...]:
    signs = {value: sign for sign, value in reversed(DIGITS.items())}
    ten = next(iter(TENS))
    ones = ["", *(signs[one] for one in range(1, 10))]
    return tuple((ones[tens] if tens > 1 else "") + ten * bool(tens) + one for tens in range(10) for one in ones)


_COUNTED = _counted()
