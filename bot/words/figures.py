"""Figures that are typed in a question: digits, numerals and words, with what belongs to them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.languages import CODES, every, language
from bot.models import Mention, make_mention
from bot.words import spoken
from bot.words.patterns import Patterns
from index import numbers

_NUMERALS = "".join(numbers.NUMERALS)
_FIGURES = re.compile(
    rf"(?:{numbers.PERCENT_BEFORE})?(?:[0-9]+(?:[,.][0-9]+)*(?:[{numbers.SIZES}]{{1,2}}|%)?|[{_NUMERALS}]+)"
    rf"{numbers.TENTHS}?"
)
_ANY_UNIT = "件"


def figures(text: str) -> list[Mention]:
    """Figures that are not years (前三, 1.7万, 50件, 三成). They are content and never ignored.

    A mention ends before the unit, which is a word of its own; a magnitude or a percent sign belongs to the figure.
    """
    found = []
    for match in _FIGURES.finditer(text):
        read = _value(match.group())
        if read is not None:
            value, ratio = read
            end = match.end()
            word = _late_words().match(text, end)
            if word and not ratio:
                # 1.5 million, 100k, 20 percent: the word belongs to the figure
                end = word.end()
                size = _sizes().get(word.group("word"))
                value, ratio = (value * size, False) if size else (value / 100, True)
            found.append(_figure(text, match.start(), end, value, ratio=ratio))
    for _, match in _number_words().found(text):
        part = _fractions().get(match.group())
        value = part if part is not None else _in_words()[match.group()]
        found.append(_figure(text, *match.span(), value, ratio=part is not None))
    found += [_figure(text, *match.span(), value, ratio=False) for match, value in spoken.numbers_in(text)]
    patterns, values = _numbers_in_place()
    found += [_figure(text, *match.span("number"), *values[at]) for at, match in patterns.found(text)]
    return found + [_figure(text, *one.span(), _bare()[1][one[0]], ratio=False) for one in _bare()[0].finditer(text)]


def beside_sizes(words: Sequence[Mention], counted: Iterable[Mention]) -> list[Mention]:
    """Without units of money that begin with the size of a figure: 1亿元 is 1亿 in 元, and no 1 in 亿元."""
    ends = {one.end: one.start for one in counted if one.end - one.start > 1}
    within: dict[int, int] = {}
    """where a figure goes on → where the first one to do so ends"""
    for end in sorted(ends, reverse=True):
        within.update(dict.fromkeys(range(ends[end] + 1, end), end))
    if not within:
        return list(words)
    return [one for one in words if one.start not in within or one.end <= within[one.start] or not _is_only_money(one)]


def _is_only_money(one: Mention) -> bool:
    return all(any(token.startswith("in:") for token in way) for way in one.alternatives)


@functools.cache
def _bare() -> tuple[re.Pattern[str], dict[str, Decimal]]:
    """Hundreds of which no number is said, behind a bound: 过百, 上千."""
    told: dict[str, Any] = language("zh").operands["bare_sizes"]
    sizes = {word: Decimal(size) for word, size in told["sizes"].items()}
    return re.compile(f"(?<=[{told['behind']}])(?:{'|'.join(sizes)})(?={told['before']})"), sizes


def _figure(text: str, start: int, end: int, value: Decimal, ratio: bool) -> Mention:
    return make_mention(start=start, end=end, text=text[start:end], kind="number", value=value, ratio=ratio)


@functools.cache
def _sizes() -> dict[str, Decimal]:
    """Latin words that make a figure so many times as much: million."""
    return {word: Decimal(size) for code in CODES for word, size in language(code).operands.get("sizes", {}).items()}


@functools.cache
def _late_words() -> re.Pattern[str]:
    """What of Latin words may stand behind a figure and belongs to it."""
    words = [*_sizes(), *every("operands", "percent")]
    return re.compile(rf" ?(?P<word>{'|'.join(sorted(words, key=len, reverse=True))})(?![a-z])")


def in_tenths(text: str) -> bool:
    """A share of so many tenths: 三成."""
    return text.endswith(numbers.TENTHS)


def is_rounded(text: str) -> bool:
    """Whether a figure was typed in thousands or more: 1.7万, 1.77 million."""
    return any(size in text for size in numbers.SIZES) or any(word in _sizes() for word in re.findall("[a-z]+", text))


@functools.cache
def _in_words() -> dict[str, Decimal]:
    """Figures in Latin words: three."""
    return {
        word: Decimal(value) for code in CODES for word, value in language(code).operands.get("numbers", {}).items()
    }


@functools.cache
def _fractions() -> dict[str, Decimal]:
    """Shares in words: half, 三分之一; to as many places as shares are worked out to (bot/finding/cells.py)."""
    said = (line for code in CODES for line in language(code).operands.get("fractions", {}).items())
    shares = {word: Fraction(str(value)) for word, value in said}
    return {word: round(Decimal(one.numerator) / one.denominator, 10) for word, one in shares.items()}


@functools.cache
def _numbers_in_place() -> tuple[Patterns, tuple[tuple[Decimal, bool], ...]]:
    """Words that are a figure only where they stand: 过百, 破千, 翻番."""
    lines = [line for code in CODES for line in language(code).operands.get("numbers_in_place", {}).items()]
    values = (_value(str(value)) for _, value in lines)
    return Patterns(pattern for pattern, _ in lines), tuple(one for one in values if one is not None)


@functools.cache
def _number_words() -> Patterns:
    words = sorted([*_in_words(), *_fractions()], key=len, reverse=True)
    return Patterns(["|".join(words)], "(?<![a-z])", "(?![a-z])")


@functools.lru_cache(maxsize=1024)
def _value(text: str) -> tuple[Decimal, bool] | None:
    """What digits or numerals come to, and whether they are a share (30%, 三成); None where they are no one figure."""
    tenths = in_tenths(text)
    percent = text.startswith(numbers.PERCENT_BEFORE) or text.endswith("%")
    plain = text.removeprefix(numbers.PERCENT_BEFORE).removesuffix(numbers.TENTHS).removesuffix("%")
    read = numbers.find(f"{plain}{_ANY_UNIT}")
    if len(read) != 1 or read[0].start or read[0].end != len(plain) + len(_ANY_UNIT):
        return None
    return read[0].value / (10 if tenths else 100 if percent else 1), tenths or percent
