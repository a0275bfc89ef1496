"""Tables of which all cells, or several rows, stand on one line, with a blank between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.models import Line
from loaders.tables.cells import AROUND, LABEL, kind_of
from loaders.tables.match import is_of_a_form, row_of, subject_of
from loaders.tables.rows import LONGEST_LABEL
from loaders.tables.statistics_labels import is_unit, keys_of

LEAST_FIGURES = 6
"""figures of a line that holds several rows"""
LEAST_ROWS = 2
"""labels of rows right before figures"""
GAP = "  "
"""parts cells whatever stands in them"""
_AGAIN = re.compile(r"[0-9] +\S*[^\s0-9.,%-]")
"""a figure, and what is none"""
_HEADED = re.compile(rf"\S{{0,6}}(?:{'|'.join(AROUND['captions'])})\S* .*[0-9]$")
"""heads of a small table, and a row"""
_SEVERAL = re.compile(r"[^\s0-9](?: -?[0-9]+){5,}")
"""figures behind a label"""
_BARS = ("\t", "|", *AROUND["bars"])
_NOTE = re.compile(r"[（(][^（()）]*[)）]")
_PROSE = re.compile(f"[，,：:{re.escape(AROUND['sentence'])}]")


def taken_apart(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with a line for each row of those that hold several: blank cells between them are lost."""
    if not any(map(_may_be_strung, lines)):
        return lines
    return [each for line in lines for each in (_rows(line) if _may_be_strung(line) else (line,))]


def _may_be_strung(line: Line) -> bool:
    text = line.text
    if line.columns or any(bar in text for bar in _BARS):
        return False
    if _AGAIN.search(text) is not None or _HEADED.match(text) is not None:
        return True
    return len(text) > LONGEST_LABEL and _SEVERAL.search(text) is not None


def _rows(line: Line) -> Iterator[Line]:
    """Each row of a line, with the labels before its own on lines of theirs."""
    words = line.text.split()
    prose = any(len(word) > 1 and _PROSE.search(_NOTE.sub("", word)) for word in words)
    labels = [kind_of(word)[0] == LABEL for word in words] if not prose else []
    if prose or not _is_strung(words, labels):
        yield line
        return
    begin = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and labels[at - 1] and labels[at] and not is_unit(words[at]):
            yield replace(line, text=words[begin])
            begin = at
        elif at == len(words) or labels[at] > labels[at - 1]:
            yield replace(line, text=GAP.join(words[begin:at]))
            begin = at


def _is_strung(words: Sequence[str], labels: Sequence[bool]) -> bool:
    """Whether words are cells: all of the form, or enough figures, most of them behind labels of rows."""
    if all(is_of_a_form(word) for word, label in zip(words, labels, strict=True) if label):
        return any(labels) and not all(labels)
    if labels.count(False) < LEAST_FIGURES:
        return False
    before: list[str] = []
    for at in range(1, len(words)):
        if labels[at - 1] and not labels[at]:
            label = at - 2 if at > 1 and labels[at - 2] and is_unit(words[at - 1]) else at - 1
            before.append(words[label])
    known = sum(bool(row_of(label) or subject_of(label) or keys_of(label, None)) for label in before)
    return known >= LEAST_ROWS and 2 * known > len(before)
