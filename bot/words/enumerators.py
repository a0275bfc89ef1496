"""Numbers that merely enumerate, 1.新收申请 2.予以公开, or belong to a label: “四、结转下年度”.

Such a number stands before a known word or a name, with a sign behind it that marks it as an item. Several in ascending
order separate the items of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import Mention
from index import numbers

_NUMERALS = "".join(numbers.NUMERALS)
_NUMBER = re.compile(
    rf"(?<![0-9a-z%.])[(（]?(?P<number>[1-9][0-9]?|[{_NUMERALS}]{{1,3}})(?:[)）]|[.．、:：](?![0-9]))\s*"
)
_ENDS = re.compile("[a-z] $")
"""ahead of a figure at the end of a sentence, if it is the only one: and closed 75. Right?"""
_AND = (frozenset({"and"}),)
_FILLER = (frozenset[str](),)
_SAYS = frozenset({"phrase", "region", "organ", "own", "year"})
_ASKS = frozenset({"ask"})


def enumerators(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Such numbers as mentions that separate list items or mean nothing."""
    numbers_found = [*_NUMBER.finditer(text)]
    if not numbers_found:
        return []
    starts = {one.start for one in found if one.kind in _SAYS and (one.kind != "phrase" or any(one.alternatives))}
    ends = {one.end for one in found if one.kind == "phrase" and any(way - _ASKS for way in one.alternatives)}
    marks = [one for one in numbers_found if one.end() in starts and _stands_free(text, one.start(), ends)]
    values = [_value(one["number"]) for one in marks]
    listed = len(marks) > 1 and values == list(range(1, len(marks) + 1))
    return [
        Mention(
            start=one.start(),
            end=one.end(),
            text=one.group(),
            kind="phrase",
            alternatives=_AND if listed and at else _FILLER,
        )
        for at, one in enumerate(marks)
        if listed or (len(marks) == 1 and not _ENDS.search(text, 0, one.start()))
    ]


def _stands_free(text: str, start: int, ends: set[int]) -> bool:
    """Nothing that the number could count, or belong to, touches it from before."""
    if not start or text[start] == "(":
        return True
    return not text[start - 1].isalnum() or start in ends


def _value(number: str) -> int:
    read = numbers.find(f"{number}件")
    return int(read[0].value) if len(read) == 1 else 0
