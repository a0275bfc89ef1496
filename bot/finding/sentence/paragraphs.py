"""The prose of a report by paragraphs, without table rows and headings.

Paragraphs divided by a page break are joined.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.languages import language
from index.models import StoredReport, outlined
from index.store import Store

PROSE = 16
"""characters of a line that may be a sentence without its end"""
LATELY = 32
"""reports of which they are kept in memory: one is looked through in several ways for a question"""
Paragraphs = tuple[tuple[tuple[int, str], ...], ...]
_PAGE = re.compile(r"\W*[0-9]{1,4}\W*")
"""a page's number by itself"""


def ends() -> str:
    """Signs that end a sentence."""
    signs: str = language("zh").topics["ends"]
    return signs


def paragraphs_of(store: Store, report: StoredReport) -> Paragraphs:
    """The paragraphs of a report, as lines with their numbers."""
    return _paragraphs(store.lines(report.id), report.outline)


@functools.lru_cache(maxsize=LATELY)
def _paragraphs(lines: tuple[str, ...], outline: str) -> Paragraphs:
    return tuple(map(tuple, paragraphs(lines, {one.first: one.heading for one in outlined(outline)})))


def paragraphs(lines: Sequence[str], headings: Mapping[int, str]) -> Iterator[list[tuple[int, str]]]:
    """Paragraphs as lines with their numbers, without table rows and headings.

    Lines are joined if a sentence continues.
    """
    signs = ends()
    made: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or _PAGE.fullmatch(text):
            continue
        row = "\t" in text or (number in headings and "".join(headings[number].split()) == "".join(text.split()))
        if made and (row or made[-1][1][-1] in signs or len(made[-1][1]) < PROSE):
            yield made
            made = []
        if not row:
            made.append((number, text))
    if made:
        yield made
