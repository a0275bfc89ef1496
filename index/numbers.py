"""Figures and years as people print them: 1.7万, 二〇二〇年, 46.6527万元, 22（其中修订16件）.

Read by loaders from reports and by bot from questions. Every figure is a Decimal from the first character on; the
words are in numbers.toml. All patterns are linear in the length of the text, and a run of more than MAX_DIGITS
digits is no figure.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path

from index.models import maker

MAX_DIGITS = 30
"""Longer runs are account numbers or noise."""

_WORDS = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))
_EXACT = Context(prec=100)
_DIGITS: dict[str, int] = _WORDS["digits"]
_TENS: dict[str, int] = _WORDS["tens"]
_MAGNITUDES: dict[str, int] = _WORDS["magnitudes"]
MONEY: str = _WORDS["units"]["money"][0]
"""the unit of money that the others are multiples of"""
_PERCENT: str = _WORDS["percent"]["before"]
_LARGE = tuple(sign for sign, size in sorted(_MAGNITUDES.items(), key=lambda item: -item[1]) if size >= 10_000)


def one_for_one(table: Mapping[str, str]) -> Callable[[str], str]:
    """What puts one character for another, as a table says: ten times as quick as `translate` where few are in it."""
    known = re.compile(f"[{re.escape(''.join(table))}]")

    def other(found: re.Match[str]) -> str:
        return table[found[0]]

    return functools.partial(known.sub, other)


_same_width = one_for_one(_WORDS["characters"])


def _scaled(value: Decimal, size: str) -> Decimal:
    """Multiply by 千万 and the like."""
    for sign in size:
        value = _EXACT.multiply(value, Decimal(_MAGNITUDES[sign]))
    return value


_MONEY = {unit: _scaled(Decimal(1), unit.removesuffix(MONEY)) for unit in _WORDS["units"]["money"]}

COUNT_UNITS = frozenset(_WORDS["units"]["count"])
MONEY_UNITS = frozenset(_WORDS["units"]["money"])
RATIO_UNITS = frozenset(_WORDS["units"]["ratio"])
TIME_UNITS = frozenset(_WORDS["units"]["time"])


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


def _either(words: Iterable[str]) -> str:
    """Alternation, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _unit_pattern() -> str:
    refused: dict[str, list[str]] = _WORDS["not_unit"]
    units = sorted(COUNT_UNITS | MONEY_UNITS | RATIO_UNITS | TIME_UNITS, key=lambda unit: (-len(unit), unit))
    return "|".join(re.escape(unit) + (f"(?!{_either(refused[unit])})" if unit in refused else "") for unit in units)


PERCENT_BEFORE = _PERCENT
TENTHS: str = _WORDS["percent"]["tenths"]
"""what makes 三 three tenths"""
NUMERALS = frozenset((*_DIGITS, *_TENS, *_MAGNITUDES))
SIZES = "".join(_MAGNITUDES)
_CHINESE = "".join((*_DIGITS, *_TENS, *_MAGNITUDES))
_SIZES = SIZES
_BETWEEN = _either(_WORDS["approximate"]["between"])
_RUN = re.compile(
    rf"(?P<word>{_either(_WORDS['words']['no_number'])})"
    rf"|(?P<percent>{_PERCENT})?(?:(?P<ascii>[0-9]+(?:[,.][0-9]+)*)|(?P<chinese>[{_CHINESE}]+))"
)
_RUN_BEGINS = re.compile(f"[0-9{_CHINESE}{_PERCENT[0]}{''.join(word[0] for word in _WORDS['words']['no_number'])}]")
"""what a run begins with: to look for it first is ten times as quick"""
_SIZE = re.compile(rf"(?: ?(?P<size>[{_SIZES}]{{1,2}})(?P<more>(?:[0-9]{{1,4}}[{_SIZES}]{{1,2}}){{0,3}}))?")
_TAIL = re.compile(
    rf"(?P<some>{_BETWEEN})?(?: {{0,3}}(?P<late>[{_SIZES}]{{1,2}})(?=[^{_CHINESE}0-9]))?"
    rf"(?: {{0,3}}(?P<unit>{_unit_pattern()}))?"
)
_AFTER = re.compile(_either(_WORDS["approximate"]["after"]))
_BEFORE = re.compile(f"(?:{_either(_WORDS['approximate']['before'])}) ?$")
_NOT_BEFORE = re.compile(f"(?:{_either(_WORDS['approximate']['not_before'])}) ?$")
_YEAR_WORDS = tuple(_WORDS["year"]["suffixes"])
_YEAR_DIGITS = _WORDS["year"]["zeros"] + _WORDS["year"]["digits"]
_YEAR_FIRST = _WORDS["year"]["first"]
_PART = re.compile(rf"([0-9]+)([{_SIZES}]+)")


def _digits_in_a_row(run: str) -> Decimal | None:
    """Read 八 or 二〇二〇; None for 一二三 and 三四, which are no one figure."""
    if len(run) == 1:
        return Decimal(_DIGITS[run])
    has_zero = len(run) > 2 and 0 in (_DIGITS[run[1]], _DIGITS[run[-1]])
    if not (has_zero or len(run) == 4) or len(run) > MAX_DIGITS:
        return None
    return Decimal("".join(str(_DIGITS[sign]) for sign in run))


def _below_wan(run: str) -> int | None:
    """Read 一千二百三十四, 廿五, 一百二 (120), 一百零二 (102); None when it is not one figure below 万."""
    total, digit, smallest, zero = 0, None, 10_000, False
    for sign in run:
        if sign in _DIGITS:
            if digit:
                return None
            digit, zero = _DIGITS[sign], zero or _DIGITS[sign] == 0
            continue
        size = 10 if sign in _TENS else _MAGNITUDES[sign]
        bare = digit is None or (digit == 0 and total > 0)
        if size >= smallest or (not digit and not (bare and sign in _TENS)):
            return None
        # 十, 廿 and 卅 stand without a digit before them
        total += _TENS[sign] if not digit else digit * size
        digit, smallest, zero = None, size, False
    if digit and len(run) > 1 and not zero and run[-2] in _MAGNITUDES:
        digit *= _MAGNITUDES[run[-2]] // 10
    return total + (digit or 0)


@functools.lru_cache(maxsize=1024)
def _chinese(run: str) -> Decimal | None:
    """Read a run of Chinese numerals; None when it is not one figure (一二三, 千万, 三四)."""
    if all(sign in _DIGITS for sign in run):
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
        total += part * _MAGNITUDES[sign]
        if len(run) == 1 and run in _DIGITS:
            # 一万二 is 12000
            return Decimal(total + _DIGITS[run] * _MAGNITUDES[sign] // 10)
    part = _below_wan(run) if run else 0
    return None if part is None else Decimal(total + part)


def _plain(piece: str) -> Decimal | None:
    """Digits with at most one point; None for 2019.12.31 and for runs beyond MAX_DIGITS."""
    if len(piece) > MAX_DIGITS or piece.count(".") > 1:
        return None
    return Decimal(piece)


def _pieces(run: str) -> Iterator[tuple[int, int, Decimal]]:
    """Figures in a run of digits, points and commas: 1,234.5 is one, 12,13 are two."""
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
    """Every figure in running text, in order.

    Digits that belong to dates, versions or names are found too: the caller judges.

    A Chinese numeral counts when a unit follows, or when it has two characters or more and reads as one figure.
    """
    plain = _same_width(text)
    numbers: list[Number] = []
    for run in _runs(plain):
        if run["word"] or _is_alone(plain, run):
            continue
        if run["ascii"]:
            pieces = list(_pieces(run["ascii"]))
        else:
            value = _chinese(run["chinese"])
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
            value = _scaled(value, size["size"])
            for digits, sizes in _PART.findall(size["more"]):
                value = _EXACT.add(value, _scaled(Decimal(digits), sizes))
            end = size.end()
        elif not (follows == MONEY and size["size"] + MONEY in MONEY_UNITS):
            value, end = _scaled(value, size["size"]), size.end()
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
            value = _scaled(value, late)
        if some or unit:
            end = tail.end()
    if percent:
        start, unit = start - len(_PERCENT), unit or "%"
    return make_number(
        start=start,
        end=end,
        value=value,
        unit=unit,
        approximate=_is_approximate(plain, start, end, some),
        text=text[start:end],
    )


_SPACE = re.compile(r"(?:\s|&nbsp;|[\u200b\u200c\u200d\ufeff])+")
_NOTE = re.compile(rf" {{0,3}}(?:\([^()]*\)|(?:{_either(_WORDS['cell']['marks'])}){{1,3}})$")
_SIGN = re.compile(f"(?P<plus>{_either(_WORDS['cell']['plus'])})|(?P<minus>{_either(_WORDS['cell']['minus'])})")
_CURRENCY = re.compile(f"(?:{_either(_WORDS['cell']['currency'])}) ?")
_BLANKS = frozenset(_WORDS["cell"]["blank"])
_ZEROS = frozenset(_WORDS["cell"]["zero"])
_CELL_APPROXIMATE = re.compile(f"(?:{_either(_WORDS['approximate']['before'])}) ?")


SHORT = 60
"""characters of a cell that is remembered: nearly all are 0, and labels come again in every report"""


def is_blank(text: str) -> bool:
    """Tell a cell in which no figure was put: empty, blanks, a dash, a stroke. 0 and 无 are not blank."""
    return _short_is_blank(text) if len(text) <= SHORT else _SPACE.sub("", text[:1000]) in _BLANKS


@functools.lru_cache(maxsize=8192)
def _short_is_blank(text: str) -> bool:
    return _SPACE.sub("", text) in _BLANKS


def cell(text: str) -> Number | None:
    """Read the one figure that is a whole table cell; None for a label, a blank, a date or two figures.

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
    plain = _SPACE.sub(" ", _same_width(text))
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
    value = _EXACT.minus(number.value) if negative else number.value
    return Number(start=start, end=end, value=value, unit=unit, approximate=number.approximate, text=text[start:end])


_ONE_YEAR = re.compile(
    rf" {{0,3}}(?:((?:19|20)[0-9]{{2}})|([{_YEAR_FIRST}][{_YEAR_DIGITS}]{{3}}))"
    rf" {{0,3}}(?:{_either(_YEAR_WORDS)})? {{0,3}}"
)
_YEARS = re.compile(
    rf"(?<![0-9A-Za-z.])(?<![0-9A-Za-z][,\-/:])(?:((?:19|20)[0-9]{{2}})(?![0-9]|[.,][0-9])|([{_YEAR_FIRST}][{_YEAR_DIGITS}]{{3}})(?![{_CHINESE}]))"
    rf"(?: {{0,3}}({_either(_YEAR_WORDS)}))?"
)
_AS_DIGIT = {sign: str(value) for sign, value in _DIGITS.items()} | dict.fromkeys(_WORDS["year"]["zeros"], "0")


def _year_of(digits: str | None, chinese: str | None) -> int | None:
    value = int(digits) if digits else int("".join(_AS_DIGIT[sign] for sign in chinese or "0"))
    return value if 1900 <= value < 2100 else None


def year(text: str) -> int | None:
    """Read the year that the whole phrase names: 2020年, 2020年度, 二〇二〇, ２０２０; None for anything else."""
    found = _ONE_YEAR.fullmatch(_same_width(text)) if len(text) <= 40 else None
    return None if found is None else _year_of(found[1], found[2])


def years(text: str) -> tuple[Year, ...]:
    """Every year in a text, in order. Without 年 only four digits that count nothing: 2020条 is no year."""
    plain = _same_width(text)
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
    """Convert to another unit of money, exactly: 46.6527万元 in 元 is 466527.

    Counting words (宗, 起 for 件) are no amounts: they, and a figure without unit, come back as they are.
    ValueError where the two units do not measure the same thing.
    """
    if number.unit == target or not number.unit:
        return number.value
    if number.unit in _MONEY and target in _MONEY:
        return _EXACT.divide(_EXACT.multiply(number.value, _MONEY[number.unit]), _MONEY[target])
    if number.unit in COUNT_UNITS and target in COUNT_UNITS:
        return number.value
    raise ValueError(f"{number.unit} is not {target}")


def say(value: Decimal, unit: str = "") -> str:
    """Plain digits, no exponent, no trailing zeros: 466527, 1767211.05; with a unit: 466527 元."""
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if digits in ("-0", ""):
        digits = "0"
    return f"{digits} {unit}" if unit else digits


def in_chinese(number: int) -> str:
    """A number as headings count, 1 to 99: 一, 十, 十一, 二十三; above that in digits."""
    if not 0 < number < len(_COUNTED):
        return str(number)
    return _COUNTED[number]


def _counted() -> tuple[str, ...]:
    signs = {value: sign for sign, value in reversed(_DIGITS.items())}
    ten = next(iter(_TENS))
    ones = ["", *(signs[one] for one in range(1, 10))]
    return tuple((ones[tens] if tens > 1 else "") + ten * bool(tens) + one for tens in range(10) for one in ones)


_COUNTED = _counted()
