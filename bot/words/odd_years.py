"""Years in abbreviated forms: 19、20、21年, 2019/20年, FY2020, ’20, 海珠20, 21呢, 2020-23, twenty twenty one.

Two digits are a year only if the context says so: 年 at the end of a list, FY, an apostrophe, or the name of a body
right before them and no measure word behind. 20件 remains a figure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bot.languages import language
from bot.models import NAMES, Mention
from bot.words.mentions import lengths_follow
from bot.words.patterns import Patterns
from index import numbers

FIRST, LAST = 2008, 2039
"""years of reports that two figures may stand for"""
_SHORT = r"(?:20)?[0-9]{2}"
_BETWEEN = "|".join(map(re.escape, language("zh").short_year["between"]))
_SIGN = re.escape(language("zh").short_year["sign"])
_NUMERALS = "".join(numbers.NUMERALS)
_COUNTED = f"[{''.join(language('zh').short_year['counts'])}]"
_POINTING = f"[{''.join(language('zh').short_year['pointing'])}]?"
_LIST = re.compile(
    rf"(?<![0-9.%]){_SHORT}(?:\s*(?:{_BETWEEN}|and|to)\s*{_SHORT})+(?=\s*(?:{_SIGN}|nian|{_POINTING}{_COUNTED}{_SIGN}))"
)
_ONE = re.compile(_SHORT)
_SPOKEN: dict[str, int] = language("zh").short_year["spoken"]
_AND = "|".join(map(re.escape, language("zh").short_year["spoken_between"]))

_AS_NUMBER = re.compile(f"(?<![{_NUMERALS}0-9])(?:{language('zh').short_year['as_number']})(?={_SIGN})")
_CENTURY = re.compile(language("zh").short_year["century"])


def _spoken(year: str) -> re.Pattern[str]:
    """Years one behind another, and how many they are where that is said."""
    return re.compile(
        rf"(?<![{_NUMERALS}0-9])(?P<years>{year}(?:(?:{_SIGN})?(?:{_AND})?{year})+)"
        rf"(?P<rest>{_POINTING}(?P<count>{_COUNTED}){_SIGN}|{_SIGN}|(?![{_NUMERALS}0-9]))"
    )


_SPOKEN_ONE = re.compile("|".join(_SPOKEN))
_SPOKEN_LISTS = (_spoken(f"(?:{'|'.join(_SPOKEN)})"), _spoken(f"{_CENTURY.pattern}(?:{'|'.join(_SPOKEN)})"))
"""in two numerals, and in four"""
_FISCAL = re.compile(r"(?<![a-z0-9])fy\s?(?:20)?([0-9]{2})(?![0-9])|(?<![0-9])(?:20)([0-9]{2})\s?fy(?![a-z0-9])")
_APOSTROPHE = re.compile(r"(?<![a-z0-9])['’]([0-9]{2})(?![0-9])")
_TO_SHORT = re.compile(r"(?<![0-9.%])(?P<first>20[0-9]{2}) ?[-–—~/] ?(?P<last>[0-9]{2})(?![0-9.%]|[-/.][0-9])")
_AFTER_BODY = re.compile(r"[0-9]{2}(?![0-9.%])")
_BESIDE = rf"\s*(?:{'|'.join(map(re.escape, language('zh').short_year['beside']))})\s*"
_TWO = "[0-9]{2}"
_AFTER_BLANK = re.compile(
    rf"(?P<years>(?<=\s){_TWO}(?=[\s,:;()]|$)|{_TWO}(?:{_BESIDE}{_TWO})+|{_TWO}(?=[^=\s]{{1,8}}={_TWO}))(?![0-9.%])"
)
_AT_THE_END = re.compile(rf"(?<=[\s,(])(?<![0-9]\s){_TWO}(?:{_BESIDE}{_TWO})+(?=[\s)?!。]*$)")
_ALONE = re.compile(language("zh").short_year["alone"])
_AFTER_EQUALS = re.compile(r"(?<==)[0-9]{2}(?=[^\W0-9a-z])")
_BLANKS = frozenset(" (")
_DIGITS = re.compile("[0-9]+")
_DIGIT_NEXT = re.compile("[ (]?[0-9]")
EARLIEST = 2015
"""of reports that two figures behind a blank may stand for"""
_ANY_UNIT = language("zh").short_year["any_unit"]
_COUNTS = ("unit:", "cmp:", "in:")
_NEVER_AFTER = re.compile(r"[,.:/-]?[0-9]")


def odd_years(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Years that are recognised by their context; `found` is what else is known in the text."""
    spans = {(start, end): value for start, end, value in _spans(text, found) if FIRST <= value <= LAST}
    if not spans:
        return []
    known = {(one.start, one.end) for one in found if one.kind == "year"}
    return [
        Mention(start=start, end=end, text=text[start:end], kind="year", value=value)
        for (start, end), value in sorted(spans.items())
        if (start, end) not in known
    ]


def _spans(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    if len(_DIGITS.findall(text)) > 1:
        yield from _of_several(text, found)
    yield from _spoken_lists(text)
    alone = _ALONE.match(text)
    if alone and EARLIEST <= 2000 + int(alone["year"]) <= LAST:
        yield *alone.span("year"), 2000 + int(alone["year"])
    for match in _AS_NUMBER.finditer(text):
        yield match.start(), match.end() + len(_SIGN), int(numbers.find(match.group())[0].value or 0)
    for pattern, signs in ((_FISCAL, ("fy",)), (_APOSTROPHE, ("'", "\u2019"))):
        if not any(sign in text for sign in signs):
            continue
        for match in pattern.finditer(text):
            digits = next(group for group in match.groups() if group)
            yield match.start(), match.end(), 2000 + int(digits)
    for _, match in _in_words().found(text):
        spoken = language("en").operands["spoken_years"]
        yield *match.span(), spoken["heads"][match["head"]] + (spoken["tails"] | spoken["late_tails"])[match["tail"]]
    for start in sorted({one.end for one in found if one.kind in NAMES and _DIGIT_NEXT.match(text, one.end)}):
        listed = list(_listed_after(text, start, found))
        digits = _AFTER_BODY.match(text, start)
        if listed:
            yield from listed
        elif digits and _ends_there(text, digits.end(), found):
            yield start, digits.end(), 2000 + int(digits.group())


def _of_several(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    """Years in figures that stand one beside another."""
    for match in _LIST.finditer(text):
        if not _is_length(text, match.start(), match.end()):
            yield from _each(match)
    for match in _TO_SHORT.finditer(text):
        if int(match["first"]) < 2000 + int(match["last"]):
            yield *match.span("last"), 2000 + int(match["last"])
    yield from _listed_last(text, found)


def _listed_after(text: str, start: int, found: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    """青禾 20 复议, 青禾 20较19 复议, 青禾20-21 复议: a name, and one or more years without their sign."""
    match = _AFTER_BLANK.match(text, start + (text[start : start + 1] in _BLANKS))
    if match and _ends_there(text, match.end(), found) and not any(one.kind == "year" for one in found):
        years = [int(one) for one in re.findall("[0-9]{2}", match["years"])]
        if len(set(years)) == len(years) and all(EARLIEST <= 2000 + one <= LAST for one in years):
            yield from (
                (match.start("years") + one.start(), match.start("years") + one.end(), 2000 + int(one.group()))
                for one in re.finditer("[0-9]{2}", match["years"])
            )
            # 青禾20结转=21上年结转
            yield from ((one.start(), one.end(), 2000 + int(one.group())) for one in _AFTER_EQUALS.finditer(text))


def _listed_last(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    """青禾两年收到几件 20+21: at the end, where no year is named."""
    match = _AT_THE_END.search(text)
    if match and not any(one.kind == "year" for one in found):
        yield from _each(match)


def _spoken_lists(text: str) -> Iterator[tuple[int, int, int]]:
    """二零到二三这四年, 二一二二两年, 二一加二二: years as they are spoken, one behind another."""
    for pattern in _SPOKEN_LISTS:
        for match in pattern.finditer(text):
            years = [(one.start(), one.end(), _SPOKEN[one.group()]) for one in _ones(match)]
            values = [value for _, _, value in years]
            if pattern is _SPOKEN_LISTS[0] and _is_one_year(match, len(values)):
                # 二零二二 is 2022, with its sign or without
                yield match.start("years"), match.end("years"), values[-1]
                continue
            if pattern is _SPOKEN_LISTS[0] and match["count"] is None and _is_run_together(match, len(values)):
                # 二零二一二二年: from 2020 on, or 2021 and 2022
                continue
            ends = [*(start for start, _, _ in years[1:]), match.end("years")]
            count = numbers.find(f"{match['count']}{_ANY_UNIT}")[0].value if match["count"] else None
            glued = values[-1] - values[0] == len(values) - 1 and any(
                end == ends[at] for at, (_, end, _) in enumerate(years[:-1])
            )
            if values != sorted(set(values)) or (count is not None and glued and count != len(values)):
                continue
            if count is not None and count == len(values):
                years[-1] = (years[-1][0], match.end("rest"), values[-1])
            yield from years


def _is_one_year(match: re.Match[str], size: int) -> bool:
    return size == 2 and match["count"] is None and bool(_CENTURY.match(match["years"])) and len(match["years"]) == 4


def _is_run_together(match: re.Match[str], size: int) -> bool:
    return bool(_CENTURY.match(match["years"])) and size > 2 and len(match["years"]) == 2 * size


def _ones(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The years of a list, each at its two numerals; of four numerals the last two."""
    at = match.start("years")
    while at < match.end("years"):
        four = _CENTURY.match(match.string, at)
        one = _SPOKEN_ONE.match(match.string, four.end() if four and match.re is _SPOKEN_LISTS[1] else at)
        if one is None:
            at += 1
            continue
        yield one
        at = one.end()


@functools.cache
def _in_words() -> Patterns:
    """Twenty twenty one, two thousand and nineteen."""
    spoken = language("en").operands["spoken_years"]

    def either(kind: str) -> str:
        return "|".join(sorted(spoken[kind], key=len, reverse=True))

    head, short = either("heads"), "|".join(spoken["short_heads"])
    tail = f"{either('tails')}|(?<!(?:{short}) )(?:{either('late_tails')})"
    return Patterns([rf"(?P<head>{head}) (?P<tail>{tail})"], "(?<![a-z])", "(?![a-z])")


def _each(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    years = [
        (match.start() + one.start(), match.start() + one.end(), 2000 + int(one.group()[-2:]))
        for one in _ONE.finditer(match.group())
    ]
    values = [value for _, _, value in years]
    if all(FIRST <= value <= LAST for value in values) and values == sorted(set(values)):
        yield from years


def _is_length(text: str, start: int, end: int) -> bool:
    """近10、20年, 5到10年来: lengths of time."""
    short = language("zh").short_year
    after = text[end:].lstrip()[1:]
    return text.endswith(tuple(short["lengths"]), 0, start) or bool(lengths_follow().match(after))


def _ends_there(text: str, end: int, found: Sequence[Mention]) -> bool:
    """Nothing after two figures makes them a count: no measure word, no 万, no 多."""
    rest = text[end:]
    if not rest.strip():
        return True
    if _NEVER_AFTER.match(rest):
        return False
    at = end + len(rest) - len(rest.lstrip())
    after = [one for one in found if one.start == at and one.kind != "number"]
    longest = max((one.end for one in after), default=at)
    # 部分公开 begins with a measure word and is none
    after = [one for one in after if one.end == longest]
    if any(way and all(token.startswith(_COUNTS) for token in way) for one in after for way in one.alternatives):
        return False
    return bool(after) or not text[at].isalnum() or (at > end and text[at].isdigit())
