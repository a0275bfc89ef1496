"""Years as people type them in haste: 19、20、21年, 2019/20年, FY2020, ’20, 海珠20, 2020-23, twenty twenty one.

Two figures are a year only where something says so: 年 at the end of a list, FY, an apostrophe, or the name of a body
right before them and no measure word after. 20件 stays a figure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bot.languages import language
from bot.models import Mention

FIRST, LAST = 2008, 2039
"""years of reports that two figures may stand for"""
_SHORT = r"(?:20)?[0-9]{2}"
_BETWEEN = "|".join(map(re.escape, language("zh").short_year["between"]))
_SIGN = re.escape(language("zh").short_year["sign"])
_COUNTED = f"[{''.join(language('zh').short_year['counts'])}]"
_LIST = re.compile(
    rf"(?<![0-9.%]){_SHORT}(?:\s*(?:{_BETWEEN}|and|to)\s*{_SHORT})+(?=\s*(?:{_SIGN}|nian|{_COUNTED}{_SIGN}))"
)
_ONE = re.compile(_SHORT)
_FISCAL = re.compile(r"(?<![a-z0-9])fy\s?(?:20)?([0-9]{2})(?![0-9])|(?<![0-9])(?:20)([0-9]{2})\s?fy(?![a-z0-9])")
_APOSTROPHE = re.compile(r"(?<![a-z0-9])['’]([0-9]{2})(?![0-9])")
_TO_SHORT = re.compile(r"(?<![0-9.%])(?P<first>20[0-9]{2}) ?[-–—~/] ?(?P<last>[0-9]{2})(?![0-9.%]|[-/.][0-9])")
_AFTER_BODY = re.compile(r"[0-9]{2}(?![0-9.%])")
_BODY = frozenset({"region", "organ", "own"})
_NEVER_AFTER = re.compile(r"[,.:/-]?[0-9]")


def odd_years(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Years that only their surroundings tell; `found` holds what else is known in the text."""
    spans = {(start, end): value for start, end, value in _spans(text, found) if FIRST <= value <= LAST}
    known = {(one.start, one.end) for one in found if one.kind == "year"}
    return [
        Mention(start=start, end=end, text=text[start:end], kind="year", value=value)
        for (start, end), value in sorted(spans.items())
        if (start, end) not in known
    ]


def _spans(text: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    for match in _LIST.finditer(text):
        if not _is_length(text, match.start(), match.end()):
            yield from _each(match)
    for pattern, signs in ((_FISCAL, ("fy",)), (_APOSTROPHE, ("'", "\u2019"))):
        if not any(sign in text for sign in signs):
            continue
        for match in pattern.finditer(text):
            digits = next(group for group in match.groups() if group)
            yield match.start(), match.end(), 2000 + int(digits)
    for match in _TO_SHORT.finditer(text):
        if int(match["first"]) < 2000 + int(match["last"]):
            yield *match.span("last"), 2000 + int(match["last"])
    for match in _in_words().finditer(text):
        spoken = language("en").operands["spoken_years"]
        yield *match.span(), spoken["heads"][match["head"]] + (spoken["tails"] | spoken["late_tails"])[match["tail"]]
    for start in sorted({one.end for one in found if one.kind in _BODY}):
        digits = _AFTER_BODY.match(text, start)
        if digits and _ends_there(text, digits.end(), found):
            yield start, digits.end(), 2000 + int(digits.group())


@functools.cache
def _in_words() -> re.Pattern[str]:
    """Twenty twenty one, two thousand and nineteen."""
    spoken = language("en").operands["spoken_years"]

    def either(kind: str) -> str:
        return "|".join(sorted(spoken[kind], key=len, reverse=True))

    head, short = either("heads"), "|".join(spoken["short_heads"])
    tail = f"{either('tails')}|(?<!(?:{short}) )(?:{either('late_tails')})"
    return re.compile(rf"(?<![a-z])(?P<head>{head}) (?P<tail>{tail})(?![a-z])")


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
    return text.endswith(tuple(short["lengths"]), 0, start) or after.startswith(tuple(short["span"]))


def _ends_there(text: str, end: int, found: Sequence[Mention]) -> bool:
    """Nothing after two figures makes them a count: no measure word, no 万, no 多."""
    rest = text[end:]
    if not rest.strip():
        return True
    if _NEVER_AFTER.match(rest):
        return False
    at = end + len(rest) - len(rest.lstrip())
    after = [one for one in found if one.start == at and one.kind != "number"]
    if any(token.startswith(("unit:", "cmp:", "in:")) for one in after for way in one.alternatives for token in way):
        return False
    return bool(after) or not text[at].isalnum()
