"""The running text of a section: lines joined to passages, blanks taken out, every character still knowing its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.models import maker
from loaders.models import Line
from loaders.prose.vocabulary import fold, words
from loaders.script import mainland

_POINT = re.compile(words().text["point"])
_OF_ALL = re.compile(words().text["of_all"])
_RUN = re.compile(r"(?:[^\s*\u200b\ufeff]|(?<!\*)\*(?!\*))+")
"""characters of a passage: no blanks, and no marks of Markdown"""
_MARKER = re.compile(words().text["marker"])
_BEGINNING = re.compile(words().text["beginning"])
_PAIR = re.compile(words().text["pair"])
_RUN_IN = re.compile(words().text["run_in_heading"])
_NUMERAL = re.compile(words().text["numeral"])
_PAGE_MARK = re.compile(words().text["page_mark"])
_UNIT_BELOW = re.compile(words().text["unit_below"])
_ENDS = "。！？!?"
_CLAUSES = "，；：,;:"
_OPEN = "，、；：,;:"
_OPEN_WORDS: tuple[str, ...] = words().text["open_words"]
_WRAPPED = 20
"""a line of fewer characters and without a mark is a caption, not the beginning of a sentence"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of characters of one line."""

    at: int
    """offset in the passage"""
    line: Line
    column: int


make_piece = maker(Piece)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph without its blanks and marks of bold type.

    `text` has one width of digits and marks, offset for offset.
    """

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def _place(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.starts, offset) - 1
        return index, self.pieces[index].column + offset - self.pieces[index].at

    def line(self, offset: int) -> Line:
        return self.pieces[self._place(offset)[0]].line

    def quote(self, start: int, end: int) -> str:
        """Give start..end in the source's own characters; a line break is left out."""
        (first, begin), (last, stop) = self._place(start), self._place(max(start, end - 1))
        parts: list[str] = []
        line = self.pieces[first].line
        for index in range(first, last + 1):
            piece = self.pieces[index]
            if piece.line is not line:
                parts.append(line.text[begin:].rstrip())
                line, begin = piece.line, piece.column
        parts.append(line.text[begin : stop + 1])
        return "".join(parts)


_LEAD = 12
"""so far the words reach that go on from the line before"""


def _goes_on(text: str, following: str, connectives: tuple[str, ...]) -> bool:
    """Tell whether a sentence runs from one line into the next; one that begins with 其中 belongs to the last noun."""
    if mainland(following[:_LEAD]).startswith(connectives):
        return True
    if _PAIR.fullmatch(text):
        return False
    marker = _MARKER.match(text)
    begun = any(mark in text[marker.end() : -1] for mark in _ENDS) if marker else False
    if marker and not (begun or any(mark in text[marker.end() :] for mark in _CLAUSES)) and len(text) < 2 * _WRAPPED:
        return False
    if _BEGINNING.match(following) and text[-1] not in _OPEN:
        return False
    if text[-1] in _ENDS or (_MARKER.match(following) and text[-1] not in "，、,：:；;"):
        return False
    if text[-1] in "，、,；;：:（(" or text[-1].isdigit() or any(word in text for word in _OPEN_WORDS):
        return True
    return len(text) >= _WRAPPED or any(mark in text for mark in _OPEN)


def _passage(lines: Sequence[Line]) -> Passage:
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for line in lines:
        end = len(line.text.rstrip())
        for run in _RUN.finditer(line.text):
            chunk = run[0]
            # two figures apart stay apart
            last = parts[-1][-1] if parts else "、"
            if last.isascii() and last.isalnum() and chunk[0].isascii() and chunk[0].isalnum():
                parts.append(" ")
                at += 1
            pieces.append(make_piece(at=at, line=line, column=run.start()))
            parts.append(chunk)
            at += len(chunk)
            if run.end() < end and _RUN_IN.fullmatch(chunk):
                parts.append("。")
                at += 1
    return Passage(
        text=_OF_ALL.sub(",", _POINT.sub("。", mainland(fold("".join(parts))))),
        starts=tuple(piece.at for piece in pieces),
        pieces=tuple(pieces),
    )


def passages(lines: Sequence[Line], connectives: tuple[str, ...]) -> Iterator[Passage]:
    """Join the lines of a section to paragraphs: a sentence broken by a page or a blank line is whole again."""
    group: list[Line] = []
    last = ""
    filled = [line for line in lines if line.text.strip()]
    for at, line in enumerate(filled):
        text = line.text.strip()
        counted = text.isdigit() and _is_counted(last, filled[at + 1 : at + 2])
        if is_page_mark(text) and not counted:
            continue
        if "\t" in text or text.startswith("|"):
            # a row of a table that nobody took
            if group:
                yield _passage(group)
            group = []
            continue
        if group and not counted and not _goes_on(last, text, connectives):
            yield _passage(group)
            group = []
        group.append(line)
        last = text
    if group:
        yield _passage(group)


def _is_counted(last: str, following: Sequence[Line]) -> bool:
    """专门配备了 | 1 | 名工作人员: a figure on a line of its own, and not the number of a page."""
    begins = bool(following) and _UNIT_BELOW.match(following[0].text.strip()) is not None
    return begins and bool(last) and last[-1] not in _ENDS and not last[-1].isdigit()


_SENTENCE = re.compile(f"[^{_ENDS}]+[{_ENDS}]?")


def sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of a passage."""
    for found in _SENTENCE.finditer(passage.text):
        end = found.end()
        yield found.start(), end - (passage.text[end - 1] in _ENDS)


def numeral_of(text: str) -> int:
    """Give the length of 1. or (2) that begins a sentence; 3.5万 is a figure."""
    found = _NUMERAL.match(text)
    return found.end() if found else 0


def is_page_mark(text: str) -> bool:
    """Tell a line that is the number of a page."""
    return _PAGE_MARK.fullmatch(text.strip()) is not None


def is_marked(text: str) -> bool:
    """Tell a paragraph or sentence that begins with the numeral of a list."""
    return _MARKER.match(text) is not None
