"""The lines of a list of contents (二、主动公开政府信息情况……5): their numbers are pages and no figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from loaders.models import Line

LEAST_LINES = 3
"""lines of a list"""
LEAST_NAMED = 2
"""headings of the report among them"""
LONGEST = 120
"""characters of a line"""
_LED = re.compile(r"(?:…|[.·‥]{3}|[-—_]{4})[\s….·‥—_-]{0,100}[0-9]{1,3}\s{0,9}")


def contents_of(lines: Sequence[Line], headings: Sequence[str]) -> frozenset[int]:
    """Numbers of the lines of lists of contents: all lead to a number, and headings of the report are among them."""
    if _LED.search("\n".join([line.text for line in lines])) is None:
        return frozenset()
    said = [line for line in lines if line.text.strip()]
    found: set[int] = set()
    for led, block in itertools.groupby(said, _leads):
        items = list(block) if led else []
        named = sum(any(_plain(heading) in _plain(line.text) for heading in headings) for line in items)
        if len(items) >= LEAST_LINES and named >= LEAST_NAMED:
            found.update(line.number for line in items)
    return frozenset(found)


def _leads(line: Line) -> bool:
    """Whether a line leads to a number."""
    text = line.text if len(line.text) <= LONGEST else ""
    return any(found.end() == len(text) for found in _LED.finditer(text))


def _plain(text: str) -> str:
    return "".join(text.split())
