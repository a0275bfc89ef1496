"""Figures and years as people print them: 1.7万, 二〇二〇年, 46.6527万元, 22（其中修订16件）.

Used by loaders for reports and by bot for questions. A figure is a Decimal from the first character on. The values of
numerals and units are in index/numerals.py. All patterns run in time linear in the length of the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.models import maker
from index.numerals import (
    CHINESE,
    COUNT_UNITS,
    DIGITS,
    EXACT,
    MONEY,
    MONEY_SIZES,
    MONEY_UNITS,
    NUMERALS,
    PERCENT_BEFORE,
    RATIO_UNITS,
    SIZES,
    TENTHS,
    TIME_UNITS,
    WORDS,
    chinese_value,
    either,
    figures_in,
    in_chinese,
    one_for_one,
    same_width,
    scaled,
    unit_pattern,
)

__all__ = [
    "COUNT_UNITS",
    "MONEY",
    "MONEY_UNITS",
    "NUMERALS",
    "PERCENT_BEFORE",
    "RATIO_UNITS",
    "SIZES",
    "TENTHS",
    "TIME_UNITS",
    "Number",
    "Year",
    "cell",
    "find",
    "in_chinese",
    "in_unit",
    "is_blank",
    "make_number",
    "one_for_one",
    "say",
    "year",
    "years",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """One figure in a text."""

    start: int
    end: int
    """offsets into the text given, from the first digit (or sign) to the end of the unit"""
    value: Decimal
    """in the unit printed: 46.6527万元 is 46.6527, 1.7万条 is 17000"""
    unit: str
    """as printed (万元, 条); empty where none is"""
    approximate: bool
    """近, 约, 余, 多, 超 and their like stand with it"""
    text: str
    """the source's own characters from start to end"""


make_number = maker(Number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """One year in a text; offsets include 年 or 年度."""

    start: int
    end: int
    value: int
    text: str


_make_year = maker(Year)


_BETWEEN = either(WORDS["approximate"]["between"])
_RUN = re.compile(
    rf"(?P<word>{either(WORDS['words']['no_number'])})"
    rf"|(?P<percent>{PERCENT_BEFORE})?(?:(?P<ascii>[0-9]+(?:[,.][0-9]+)*)|(?P<chinese>[{CHINESE}]+))"
)
_RUN_BEGINS = re.compile(f"[0-9{CHINESE}{PERCENT_BEFORE[0]}{''.join(word[0] for word in WORDS['words']['no_number'])}]")
"""what a run begins with: to look for it first is ten times as quick"""
_SIZE = re.compile(rf"(?: ?(?P<size>[{SIZES}]{{1,2}})(?P<more>(?:[0-9]{{1,4}}[{SIZES}]{{1,2}}){{0,3}}))?")
_TAIL = re.compile(
    rf"(?P<some>{_BETWEEN})?(?: {{0,3}}(?P<late>[{SIZES}]{{1,2}})(?=[^{CHINESE}0-9]))?"
    rf"(?: {{0,3}}(?P<unit>{unit_pattern()}))?"
)
_PART = re.compile(rf"([0-9]+)([{SIZES}]+)")
_AFTER = re.compile(either(WORDS["approximate"]["after"]))
_BEFORE = re.compile(f"(?:{either(WORDS['approximate']['before'])}) ?$")
_NOT_BEFORE = re.compile(f"(?:{either(WORDS['approximate']['not_before'])}) ?$")
_YEAR_WORDS = tuple(WORDS["year"]["suffixes"])
_YEAR_DIGITS = WORDS["year"]["zeros"] + WORDS["year"]["digits"]
_YEAR_FIRST = WORDS["year"]["first"]


def _is_approximate(plain: str, start: int, end: int, some: str | None) -> bool:
    before = plain[max(0, start - 5) : start]
    if some or _AFTER.match(plain, end):
        return True
    return bool(_BEFORE.search(before)) and not _NOT_BEFORE.search(before)


def _runs(plain: str) -> Iterator[re.Match[str]]:
    """What _RUN finds, in order."""
    begins = _RUN_BEGINS.search(plain)
    while begins is not None:
        run = _RUN.match(plain, begins.start())
        if run is not None:
            yield run
        begins = _RUN_BEGINS.search(plain, begins.end() if run is None else run.end())


def find(text: str) -> tuple[Number, ...]:
    """All figures in running text, in order.

    Digits that belong to dates, version numbers or names are included; the caller decides what to do with them. A
    Chinese numeral counts if a unit follows it, or if it has at least two characters and reads as one figure.
    """
    plain = same_width(text)
    numbers: list[Number] = []
    for run in _runs(plain):
        if run["word"] or _is_alone(plain, run):
            continue
        if run["ascii"]:
            pieces = list(figures_in(run["ascii"]))
        else:
            value = chinese_value(run["chinese"])
            pieces = [] if value is None else [(0, len(run["chinese"]), value)]
        base = run.start("ascii") if run["ascii"] else run.start("chinese")
        for start, end, value in pieces:
            number = _complete(text, plain, base + start, base + end, value, bool(run["percent"]))
            if not numbers or number.start >= numbers[-1].end:
                numbers.append(number)
    return tuple(numbers)


def _is_alone(plain: str, run: re.Match[str]) -> bool:
    """Whether a run is one Chinese numeral without a unit, as in 进一步: most are, and no figures."""
    if len(run["chinese"] or "") != 1 or run["percent"]:
        return False
    tail = _TAIL.match(plain, run.end())
    return tail is None or not tail["unit"]


def _complete(text: str, plain: str, start: int, end: int, value: Decimal, percent: bool) -> Number:
    """Give the figure whose digits stand at start..end, with its magnitude, unit and doubt."""
    point = plain.find(".", start, end)
    if point >= 0 and end - point == 5 and plain.startswith(_YEAR_WORDS, end):
        # 1.2019年: the numeral of a list runs into the year
        start, value = point + 1, Decimal(plain[point + 1 : end])
    size = _SIZE.match(plain, end) if plain[start].isascii() else None
    if size is not None and size["size"]:
        follows = plain[size.end() : size.end() + 1]
        if size["more"]:
            value = scaled(value, size["size"])
            for digits, sizes in _PART.findall(size["more"]):
                value = EXACT.add(value, scaled(Decimal(digits), sizes))
            end = size.end()
        elif not (follows == MONEY and size["size"] + MONEY in MONEY_UNITS):
            value, end = scaled(value, size["size"]), size.end()
    tail = _TAIL.match(plain, end)
    unit = some = ""
    if tail is not None:
        some, unit = tail["some"] or "", tail["unit"] or ""
        late = tail["late"] or ""
        if late and not (some or unit):
            late = ""
        elif late and unit == MONEY and late + MONEY in MONEY_UNITS:
            unit = late + MONEY
        elif late:
            value = scaled(value, late)
        if some or unit:
            end = tail.end()
    if percent:
        start, unit = start - len(PERCENT_BEFORE), unit or "%"
    return make_number(
        start=start,
        end=end,
        value=value,
        unit=unit,
        approximate=_is_approximate(plain, start, end, some),
        text=text[start:end],
    )


_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""signs without width: two digits with one between touch"""
_SPACE = re.compile(r"(?:\s|&nbsp;|[\u200b\u200c\u200d\ufeff])+")
_NOTE = re.compile(rf" {{0,3}}(?:\([^()]*\)|(?:{either(WORDS['cell']['marks'])}){{1,3}})$")
_SIGN = re.compile(f"(?P<plus>{either(WORDS['cell']['plus'])})|(?P<minus>{either(WORDS['cell']['minus'])})")
_CURRENCY = re.compile(f"(?:{either(WORDS['cell']['currency'])}) ?")
_BLANKS = frozenset(WORDS["cell"]["blank"])
_ZEROS = frozenset(WORDS["cell"]["zero"])
_CELL_APPROXIMATE = re.compile(f"(?:{either(WORDS['approximate']['before'])}) ?")


SHORT = 60
"""characters of a cell that is remembered: nearly all are 0, and labels come again in every report"""


def is_blank(text: str) -> bool:
    """Whether a table cell holds no figure, only blanks, a dash or a stroke. 0 and 无 are figures."""
    return _short_is_blank(text) if len(text) <= SHORT else _SPACE.sub("", text[:1000]) in _BLANKS


@functools.lru_cache(maxsize=8192)
def _short_is_blank(text: str) -> bool:
    return _SPACE.sub("", text) in _BLANKS


def cell(text: str) -> Number | None:
    """The one figure that a whole table cell consists of; None for a label, a blank, a date or two figures.

    >>> cell("22（其中修订16件）").value, cell("减少1").value, cell("1 0")
    (Decimal('22'), Decimal('-1'), None)
    """
    if len(text) > 1000:
        return None
    return _short_cell(text) if len(text) <= SHORT else _cell(text)


@functools.lru_cache(maxsize=8192)
def _short_cell(text: str) -> Number | None:
    return _cell(text)


def _cell(text: str) -> Number | None:
    plain = _SPACE.sub(" ", _UNSEEN.sub("", same_width(text)))
    if len(plain) != len(text):
        text = plain
    if plain.strip() in _ZEROS:
        return Number(start=0, end=len(text), value=Decimal(0), unit="", approximate=False, text=text)
    start = len(plain) - len(plain.lstrip(" "))
    end = len(plain.rstrip(" "))
    note = _NOTE.search(plain, start, end)
    if note is not None and note.start() > start:
        end = note.start()
    at, negative, signed = start, False, _SIGN.match(plain, start, end)
    if signed is not None:
        negative, at = signed["minus"] is not None, signed.end()
        at += plain[at : at + 1] == " "
    for lead in (_CELL_APPROXIMATE, _CURRENCY):
        found = lead.match(plain, at, end)
        at = at if found is None else found.end()
    if at >= end or not (plain[at].isascii() and plain[at].isdigit()):
        return None
    numbers = find(plain[:end])
    if len(numbers) != 1:
        return None
    number = numbers[0]
    rest = _AFTER.fullmatch(plain, number.end, end) if number.end < end else True
    if number.start != at or not rest or number.unit in TIME_UNITS:
        return None
    unit = number.unit or (MONEY if _CURRENCY.search(plain, start, at) else "")
    value = EXACT.minus(number.value) if negative else number.value
    return Number(start=start, end=end, value=value, unit=unit, approximate=number.approximate, text=text[start:end])


_ONE_YEAR = re.compile(
    rf" {{0,3}}(?:((?:19|20)[0-9]{{2}})|([{_YEAR_FIRST}][{_YEAR_DIGITS}]{{3}}))"
    rf" {{0,3}}(?:{either(_YEAR_WORDS)})? {{0,3}}"
)
_YEARS = re.compile(
    rf"(?<![0-9A-Za-z.])(?<![0-9A-Za-z][,\-/:])(?:((?:19|20)[0-9]{{2}})(?![0-9]|[.,][0-9])|([{_YEAR_FIRST}][{_YEAR_DIGITS}]{{3}})(?![{CHINESE}]))"
    rf"(?: {{0,3}}({either(_YEAR_WORDS)}))?"
)
_AS_DIGIT = {sign: str(value) for sign, value in DIGITS.items()} | dict.fromkeys(WORDS["year"]["zeros"], "0")


def _year_of(digits: str | None, chinese: str | None) -> int | None:
    value = int(digits) if digits else int("".join(_AS_DIGIT[sign] for sign in chinese or "0"))
    return value if 1900 <= value < 2100 else None


def year(text: str) -> int | None:
    """The year that the whole text names: 2020年, 2020年度, 二〇二〇, ２０２０. None for any other text."""
    found = _ONE_YEAR.fullmatch(same_width(text)) if len(text) <= 40 else None
    return None if found is None else _year_of(found[1], found[2])


def years(text: str) -> tuple[Year, ...]:
    """All years in a text, in order. Four digits without 年 count only if no measure word follows (2020条)."""
    plain = same_width(text)
    found = []
    for match in _YEARS.finditer(plain):
        value = _year_of(match[1], match[2])
        tail = None if match[3] else _TAIL.match(plain, match.end())
        counted = tail is not None and (tail["unit"] or tail["some"] or tail["late"])
        if value is not None and not counted and (match[3] or plain[match.end() : match.end() + 1] not in tuple("-/")):
            found.append(
                _make_year(start=match.start(), end=match.end(), value=value, text=text[match.start() : match.end()])
            )
    return tuple(found)


def in_unit(number: Number, target: str) -> Decimal:
    """The figure's value in `target`, converted exactly if both are units of money: 46.6527万元 in 元 is 466527.

    Measure words (宗, 起 for 件) stand for no factor, so such a figure, like one without a unit, keeps its value.
    ValueError if the two units measure different things.
    """
    if number.unit == target or not number.unit:
        return number.value
    if number.unit in MONEY_SIZES and target in MONEY_SIZES:
        return EXACT.divide(EXACT.multiply(number.value, MONEY_SIZES[number.unit]), MONEY_SIZES[target])
    if number.unit in COUNT_UNITS and target in COUNT_UNITS:
        return number.value
    raise ValueError(f"{number.unit} is not {target}")


def say(value: Decimal, unit: str = "") -> str:
    """The value in plain digits, without exponent or trailing zeros: 466527, 1767211.05; with a unit: 466527 元."""
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if digits in ("-0", ""):
        digits = "0"
    return f"{digits} {unit}" if unit else digits
