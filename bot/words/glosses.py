"""What an English word is in Chinese, from a dictionary: for things that bot/languages/en/prose.toml does not name."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

FILE = Path(__file__).with_name("glosses.csv.gz")
COLUMNS = "english,chinese"
APART = "|"
LONGEST = 3
"""words of the longest English that is explained"""
_PLURALS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""))
_ENDINGS = (*_PLURALS, ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
"""of plurals and of what was done, and what the word has without them"""
SHORTEST = 3
"""letters of the shortest word without its ending"""


@functools.cache
def _glosses() -> Mapping[str, str]:
    """All of them, read when first needed."""
    rows = gzip.decompress(FILE.read_bytes()).decode().splitlines()[1:]
    return dict(row.split(",", 1) for row in rows)


def in_chinese(english: str) -> tuple[str, ...]:
    """The Chinese words for an English one, or for several that are one thing: touch screens."""
    for form in _forms(english):
        found = _glosses().get(form)
        if found is not None:
            return tuple(found.split(APART))
    return ()


def _forms(english: str) -> Iterator[str]:
    """As it stands, and in the singular or without the ending of its verb: screens, panelled."""
    yield english
    for ending, instead in _ENDINGS:
        stem = english.removesuffix(ending)
        if stem != english and len(stem) >= SHORTEST:
            yield stem + instead
            if not instead and stem[-1] == stem[-2]:
                yield stem[:-1]
