"""Which year a caption or a head names: this one, another, or less or more than one."""

from __future__ import annotations

import functools
import re
import unicodedata

from loaders.forms import tables
from loaders.script import simplified
from loaders.tables.match import clean, row_of, without_columns

LONGEST_CAPTION = 40
"""characters of a line above a table that says of which year or body it is"""
_WORDS = tables()["years"]
_TIMES = re.compile(
    "|".join(
        (
            f"(?P<other>{'|'.join(_WORDS['other'])})",
            f"(?P<this>{'|'.join(_WORDS['this'])})",
            rf"(?P<year>20[0-9]{{2}}){_WORDS['year']}(?![0-9])",
        )
    )
)
_OTHER = re.compile("|".join(_WORDS["other"]))
_NEVER = re.compile("|".join(_WORDS["never"]))
_NO_YEAR = re.compile("|".join(_WORDS["no_year"]))
_BLANKS = re.compile(r"\s+")


@functools.lru_cache(maxsize=4096)
def times(text: str) -> frozenset[str]:
    """Times that a caption or a head names: `this`, `other`, or a year in digits. None in a label of the form.

    That of the form's own column of last year's items is none either, whatever it explains in brackets.
    """
    if not 1 < len(text) <= LONGEST_CAPTION or row_of(text) is not None:
        return frozenset()
    cleaned = without_columns(text)
    if _NO_YEAR.search(plain(text)) is not None:
        return frozenset(("other",))
    if _NEVER.search(cleaned) is not None:
        return frozenset()
    if _OTHER.search(clean(text)) is not None and _OTHER.search(cleaned) is None:
        return frozenset()
    return frozenset(found["year"] or str(found.lastgroup) for found in _TIMES.finditer(cleaned))


def is_other_time(text: str, year: int) -> bool | None:
    """Whether a caption or a head names another time than the year; None: it names none, or several."""
    named = {"this" if each == str(year) else each for each in times(text)}
    return "this" not in named if len(named) == 1 else None


def is_time(text: str) -> bool:
    """Whether a head names a time and nothing else."""
    return _TIMES.fullmatch(clean(text)) is not None or _NO_YEAR.fullmatch(plain(text)) is not None


def is_year(text: str) -> bool:
    """Whether it names a year, and no part of one."""
    return bool(times(text)) and _NO_YEAR.search(plain(text)) is None


def is_certain(text: str) -> bool:
    """Whether it says so in words: a figure may be one that was left from last year's report."""
    return not any(map(str.isdigit, times(text)))


def plain(text: str) -> str:
    """A caption without blanks, in normalised characters."""
    return _BLANKS.sub("", simplified(unicodedata.normalize("NFKC", text)))
