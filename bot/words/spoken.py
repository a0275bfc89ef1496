"""Figures of several English words: seventy-eight, two hundred and six."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.languages import CODES, every, language
from bot.words.patterns import Patterns

_TENS = range(20, 100, 10)
_UNITS = range(1, 10)
_HUNDRED = 100


def _pattern(words: Mapping[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@functools.cache
def _small() -> dict[str, int]:
    """Whole numbers below a hundred in one word, and in two: seventy eight."""
    said = {
        word: int(value)
        for code in CODES
        for word, value in language(code).operands.get("numbers", {}).items()
        if value == int(value) and 0 < value < _HUNDRED and " " not in word and "-" not in word
    }
    tens = {word: value for word, value in said.items() if value in _TENS}
    units = {word: value for word, value in said.items() if value in _UNITS}
    return said | {f"{ten} {unit}": tens[ten] + units[unit] for ten in tens for unit in units}


@functools.cache
def _numbers() -> Patterns:
    two = {word: value for word, value in _small().items() if " " in word}
    units = {word: value for word, value in _small().items() if value in _UNITS}
    hundred = "|".join(every("operands", "hundred"))
    rest = f"(?: and)? (?P<rest>{_pattern(_small())})"
    either = rf"(?P<hundreds>{_pattern(units)}) (?:{hundred})(?:{rest})?|(?P<two>{_pattern(two)})"
    return Patterns([either], "(?<![a-z])", "(?![a-z])")


def numbers_in(text: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    """Figures of more than one word, with their values."""
    for _, match in _numbers().found(text):
        if match["two"]:
            yield match, Decimal(_small()[match["two"]])
        else:
            rest = _small()[match["rest"]] if match["rest"] else 0
            yield match, Decimal(_HUNDRED * _small()[match["hundreds"]] + rest)
