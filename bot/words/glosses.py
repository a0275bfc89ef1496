"""What a plain English word may be called in the prose of reports: for things that prose.toml puts in no turn."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.languages import spelt_out

FILE = Path(__file__).with_name("glosses.toml")
APART = "|"
LONGEST = 4
"""words of the longest English that is explained"""
_PLURALS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("men", "man"))
_ENDINGS = (
    *_PLURALS,
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ing", "ed"),
    ("e", "ed"),
    ("", "ed"),
)
"""of plurals and of what was done, and what the word of the list has instead"""
_OF_DEEDS = (
    ("ation", "ate"),
    ("ation", "e"),
    ("ation", ""),
    ("ition", "ish"),
    ("sion", "d"),
    ("ion", "e"),
    ("ion", ""),
    ("ment", ""),
    ("ure", "e"),
    ("al", "e"),
    ("al", ""),
)
"""of nouns that say what was done: installation, closure, removal"""
SHORTEST = 3
"""letters of the shortest word without its ending"""


@functools.cache
def glosses() -> Mapping[str, tuple[str, ...]]:
    """All of them, read when first needed. An English word and what it may be in Chinese."""
    told: dict[str, tuple[str, ...]] = {}
    for table in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        for line, chinese in table.items():
            for english in spelt_out(line):
                told[english] = tuple(dict.fromkeys((*told.get(english, ()), *chinese.split(APART))))
    return told


def in_chinese(english: str) -> tuple[str, ...]:
    """The Chinese words for an English one, or for several that are one thing: touch screens."""
    return next((found for form in _forms(english) if (found := glosses().get(form))), ())


def _forms(english: str) -> Iterator[str]:
    """As it stands, and in the singular or with another ending of its verb: screens, inspecting, closures."""
    yield english
    yield from _with_other_endings(english)
    one = english.removesuffix("s")
    yield f"{one}{one[-1:]}ed"
    for ending, instead in _OF_DEEDS:
        stem = one.removesuffix(ending)
        if one.endswith(ending) and len(stem) > SHORTEST:
            yield stem + instead
            yield from _with_other_endings(stem + instead)


def _with_other_endings(english: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        stem = english.removesuffix(ending)
        if english.endswith(ending) and len(stem) >= SHORTEST:
            yield stem + instead
            if ending and not instead and stem[-1] == stem[-2]:
                yield stem[:-1]
