"""What is known of each character of a question while it is taken apart, and in what the question counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.finding.matching.sorts import SKIP, WORD
from index import numbers

UNITS = numbers.COUNT_UNITS | numbers.TIME_UNITS
_SIZES = range(max(map(len, UNITS)), 0, -1)
"""characters of a unit: the longest first"""
_PERCENT = "%"


@dataclass(slots=True)
class Marks:
    """What is known of each character of a question while it is taken apart."""

    text: str
    tables: Mapping[str, Any]
    signs: list[int]
    words: set[int] = field(default_factory=set)
    """where a word of one character stands"""
    measure: str | None = None
    money: bool = False
    asked: tuple[int, int] | None = None
    """the question word, with its measure word"""
    several: bool = False
    """more than one thing is asked for"""
    place: bool = False

    def mark(self, start: int, end: int, sort: int) -> None:
        self.signs[start:end] = [sort] * (end - start)


def find_measure(marks: Marks) -> None:
    """The measure word of what is asked for, wherever it stands and whether or not it is in a list."""
    _share_asked(marks)
    _in_no_list(marks)
    _name_that_begins_with_one(marks)
    _ahead(marks)
    _named(marks)
    _within_a_phrase(marks)


def _within_a_phrase(marks: Marks) -> None:
    """领导出席了几场新闻发布会: all of it is what a row is called, and it counts in 场 all the same."""
    if marks.measure is not None:
        return
    words = "|".join(map(re.escape, marks.tables["asking"]))
    units = "|".join(sorted(UNITS, key=len, reverse=True))
    found = re.findall(f"(?:{words})({units})", marks.text[slice(*(marks.asked or (0, None)))])
    if len(found) == 1:
        marks.measure = found[0]


def _share_asked(marks: Marks) -> None:
    """图文解读占比是多少, 征收类占几成: a share that the text tells in percent."""
    found = re.search(marks.tables["share_asked"], marks.text)
    if found is not None:
        marks.mark(*found.span(), SKIP)
        marks.measure, marks.asked = _PERCENT, found.span()


def _in_no_list(marks: Marks) -> None:
    """平均多少天, 检查了几轮, 几个工作日: units that are no measure words of the forms."""
    if marks.asked is None:
        return
    if marks.measure is not None:
        start, end = marks.asked
        longer = max(sorted(unit for unit in numbers.TIME_UNITS if _goes_on(marks, unit)), key=len, default=None)
        if longer is not None:
            end += len(longer) - len(marks.measure)
            marks.mark(start, end, SKIP)
            marks.measure, marks.asked = longer, (start, end)
        return
    start = marks.asked[1]
    known = {*UNITS, *marks.tables["spoken_measures"]}
    end = next((start + size for size in _SIZES if marks.text[start : start + size] in known), 0)
    if end:
        marks.mark(start, end, SKIP)
        marks.measure, marks.asked = marks.text[start:end], (marks.asked[0], end)


def _goes_on(marks: Marks, unit: str) -> bool:
    """个 of 几个工作日 is the beginning of a unit of time."""
    said = marks.measure or ""
    end = marks.asked[1] if marks.asked is not None else 0
    return len(unit) > len(said) and unit.startswith(said) and marks.text.startswith(unit.removeprefix(said), end)


def _name_that_begins_with_one(marks: Marks) -> None:
    """多少家长, 几台账: the measure word is the first character of what is counted."""
    if marks.asked is None or marks.measure is None:
        return
    start = marks.asked[1] - len(marks.measure)
    names: list[str] = marks.tables["begin_with_measure"]
    if not marks.text.startswith(tuple(names), start) or marks.text.startswith(tuple(marks.tables["no_names"]), start):
        return
    name = next(one for one in names if marks.text.startswith(one, start))
    if marks.text[start : marks.asked[1]] == marks.measure:
        marks.mark(start, start + len(name), WORD)
        marks.measure, marks.asked = None, (marks.asked[0], start)


def _ahead(marks: Marks) -> None:
    """培训的人次多少, 观看人次: the noun that is asked for is a measure word."""
    if marks.measure is not None or marks.money:
        return
    end = marks.asked[0] if marks.asked is not None else len(marks.text)
    found = re.search(marks.tables["measure_ahead"], marks.text[:end])
    if found is not None:
        marks.measure = found["unit"]
        marks.mark(found.start(), end, SKIP)


def _named(marks: Marks) -> None:
    """宣讲会参加人数: what is counted is people, though no measure word stands behind a question word."""
    if marks.asked is None or marks.measure is None:
        amount = re.search(marks.tables["amount_named"], marks.text)
        if amount is not None:
            marks.money = True
            marks.mark(*amount.span(), SKIP)
    if re.search(marks.tables["person_named"], marks.text):
        return
    named = re.search(marks.tables["named_measure"], marks.text)
    if marks.measure is None and named is not None:
        marks.measure = named["unit"] or named["round"]
        if named["round"]:
            # 巡查轮次: nothing more than 巡查
            marks.mark(*named.span(), SKIP)
