"""Labels of table two that go on below their figures, beside pieces of a group's: letter by letter the form's own.

Where a page's columns are narrow and only blanks part its words, no place shows which word goes on with which label.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from loaders.forms import forms
from loaders.models import Line
from loaders.tables.cells import AROUND, LABEL, kind_of
from loaders.tables.match import bare, is_numbered

MOST_LINES = 24
"""lines below the figures on which a label goes on"""
GAP = "  "
"""parts cells whatever stands in them"""
_FIGURES = re.compile(r"[^\s0-9.,%-] +(?:-?[0-9][0-9,]* +)*-?[0-9][0-9,]* *$")
"""the end of a label, and figures up to the end of the line"""
_NUMERAL = re.compile(rf"[（(]?(?:[0-9]{{1,2}}|[{AROUND['numerals']}]{{1,3}})[)）、.．]")


def put_together(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with labels that are begun beside their figures put together where their letters are all found."""
    starts = [at for at, line in enumerate(lines) if _may_begin(line)]
    if not starts:
        return lines
    made = list(lines)
    for at in starts:
        _take(made, at)
    return made


def _may_begin(line: Line) -> bool:
    text = line.text
    if line.columns or not text.rstrip(" ")[-1:].isdigit():
        return False
    return " " in text and "\t" not in text and "|" not in text and _FIGURES.search(text) is not None


def _take(lines: list[Line], at: int) -> None:
    """Put the words together that go on with the label of a line."""
    words = lines[at].text.split()
    last = next((place for place in range(len(words) - 1, -1, -1) if kind_of(words[place])[0] == LABEL), 0)
    label = words[last]
    if not is_numbered(label) or not _begun(bare(label)):
        return
    used: list[int] = []
    for below in range(at + 1, min(at + 1 + MOST_LINES, len(lines))):
        pieces = lines[below].text.split()
        if not pieces:
            continue
        if lines[below].columns or "\t" in lines[below].text or kind_of(pieces[-1])[0] != LABEL:
            return
        if not _NUMERAL.match(pieces[-1]) and _begun(bare(label + pieces[-1])):
            label += pieces[-1]
            used.append(below)
            if bare(label) in _labels():
                break
    if not used or bare(label) not in _labels():
        return
    lines[at] = replace(lines[at], text=GAP.join([*words[:last], label, *words[last + 1 :]]))
    for below in used:
        lines[below] = replace(lines[below], text=GAP.join(lines[below].text.split()[:-1]))


def _begun(text: str) -> bool:
    return any(label.startswith(text) for label in _labels())


@functools.cache
def _labels() -> Mapping[str, str]:
    """The form's own labels of rows, without numeral and marks, with their keys."""
    return MappingProxyType({bare(row.label): row.key for form in forms().values() for row in form.rows})
