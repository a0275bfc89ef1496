"""Reasons for refusing a file and notes on how it was read, translated; loaders write them in English."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Final

LONGEST: Final = 400
"""characters of a remark that are looked at"""
_FIELD: Final = re.compile(r"\\\{(\w+)\\\}")


def in_words(why: str, code: str) -> str:
    """The remark in this language, or unchanged if it has no translation."""
    for pattern, said in _remarks(code):
        if (found := pattern.fullmatch(why[:LONGEST])) is not None:
            return said.format_map(found.groupdict())
    return why


@functools.cache
def _remarks(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of what loaders say, those with nothing left open first."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).get(code, {})
    ordered = sorted(told.items(), key=lambda item: item[0].count("{"))
    return tuple((re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(each))), said) for each, said in ordered)
