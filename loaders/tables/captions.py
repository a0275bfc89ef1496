"""Tables that a caption says to be another's: of another year, of a part of one, of another body, an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.models import Line, Section
from loaders.tables.cells import FIGURE, LABEL, kind_of
from loaders.tables.match import clean, is_numbered, is_of_a_form
from loaders.tables.owners import is_of_another, is_title
from loaders.tables.rows import is_sentence
from loaders.tables.strips import parts_of
from loaders.tables.times import LONGEST_CAPTION, is_certain, is_other_time, is_year

LONGEST_ROW = 600
"""characters of a line that repeats its caption in each of its cells"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Whose:
    """Whose figures a report tells."""

    body: str
    year: int

    def is_other(self, text: str) -> bool | None:
        """Whether a caption says that figures of another body or time follow; None: it does not say whose they are."""
        told = {is_other_time(text, self.year), is_of_another(text, self.body)} - {None}
        return True in told if told else None

    def is_certain(self, text: str) -> bool:
        """Whether it is told in words: a year may be one that was left from last year's report."""
        return is_certain(text) or bool(is_of_another(text, self.body))

    def is_year(self, text: str) -> bool:
        """Whether it names one of two years or more, as tabs do, and no body and no part of a year."""
        return is_year(text) and is_of_another(text, self.body) is None


@dataclass(slots=True)
class _Block:
    """Lines below a caption that names another."""

    certain: bool
    report: bool = False
    """it is a whole report"""
    lines: list[Line] = field(default_factory=list)


def tables_of_others(sections: Sequence[Section], whose: Whose) -> dict[int, Line]:
    """Lines, by number, of tables that a caption says to be another's."""
    blocks = list(_blocks(sections, whose))
    dropped = {line.number: line for block in blocks for line in block.lines}
    if not dropped:
        return {}
    left = {_label(line) for section in sections for line in section.lines if line.number not in dropped}
    found: dict[int, Line] = {}
    for block in blocks:
        labels = {label for line in block.lines if (label := _label(line))}
        if block.certain or 2 * len(labels & left) > len(labels):
            found |= {line.number: line for line in block.lines}
    return found


def _label(line: Line) -> str:
    """The last label of a row of figures, or how many cells one without a label has; empty where the line is none."""
    parts = [text for _, text in parts_of(line)]
    kinds = [kind_of(text)[0] for text in parts]
    if FIGURE not in kinds:
        return ""
    labels = [clean(text) for text, kind in zip(parts, kinds, strict=True) if kind == LABEL]
    return labels[-1] if labels else str(len(parts))


def _blocks(sections: Sequence[Section], whose: Whose) -> Iterator[_Block]:
    """Lines below each caption, up to the next or its section's end; below another report's title, up to the end."""
    block: _Block | None = None
    printed = False
    for section in sections:
        lines = section.lines
        heading = section.heading.text if section.heading else ""
        if block is None and lines and whose.is_other(heading) and _is_table(lines, -1):
            block = _Block(certain=whose.is_certain(heading))
        for at, line in enumerate(lines):
            text = _alone(line)
            title = printed and _is_title(lines, at, text)
            begun = whose.is_other(text) if title else _begins(lines, at, text, whose)
            printed = printed or bool(line.columns or "\t" in line.text)
            if begun is None or (block is not None and block.report and not title):
                if block is not None:
                    block.lines.append(line)
                continue
            if block is not None:
                yield block
            block = _Block(certain=whose.is_certain(text), report=title) if begun else None
        if block is not None and not block.report:
            yield block
            block = None
    if block is not None:
        yield block


def _begins(lines: Sequence[Line], at: int, text: str, whose: Whose) -> bool | None:
    """Whether a table of another (True) or the report's own (False) begins below a caption; None: it is none."""
    other = whose.is_other(text) if text else None
    return other if other is not None and _is_table(lines, at) and _is_alone(lines, at, whose) else None


def _is_title(lines: Sequence[Line], at: int, text: str) -> bool:
    """Whether a line is the title of a report that begins here."""
    if not text or not is_title(text):
        return False
    below = next((line.text for line in lines[at + 1 :] if line.text.strip()), "")
    return not below or is_numbered(below) or _is_table(lines, at)  # behind the last line a heading stands


def _alone(line: Line) -> str:
    """What a line says that has one cell only; empty where it has several, is a sentence or too long for a caption."""
    text = line.text
    if len(text) > (LONGEST_ROW if line.columns or "\t" in text else LONGEST_CAPTION):
        return ""
    filled = {text for _, text in parts_of(line) if text}
    text = filled.pop() if len(filled) == 1 else ""
    return "" if len(text) > LONGEST_CAPTION or is_sentence(text) else text


def _is_alone(lines: Sequence[Line], at: int, whose: Whose) -> bool:
    """Whether the line before a caption of a year is none: of two above each other, as of tabs, neither tells."""
    if not whose.is_year(_alone(lines[at])):
        return True
    before = next((line for line in reversed(lines[:at]) if line.text.strip()), None)
    return before is None or whose.is_other(_alone(before)) is None


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line that says something is of a table."""
    for line in lines[at + 1 :]:
        parts = [text for _, text in parts_of(line) if text]
        if parts:
            return len(parts) > 1 or is_of_a_form(parts[0])
    return False
