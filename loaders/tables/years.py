"""Tables and columns of another year that are printed beside this year's, or under them: they are left out.

上年度 above a table, or at the head of some of its columns, says whose figures these are. Where that cannot be told
cell by cell the lines stay as they are, and of a head that names such columns nothing is sure (`compares`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from loaders.forms import tables
from loaders.models import Line, Section
from loaders.tables.cells import FIGURE, LABEL, Cell, kind_of
from loaders.tables.match import applicants_in, clean, is_caption, is_of_a_form, outcomes_in, row_of, without_columns
from loaders.tables.rows import is_sentence
from loaders.tables.strips import Strip, parts_of, strip_of, without

LONGEST_CAPTION = 40
"""characters of a line above a table that says of which year it is"""
LONGEST_ROW = 600
"""characters of a line that repeats it in each of its cells"""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class OfYear:
    """Lines of a report's tables."""

    lines: Sequence[tuple[Line, ...]]
    """of each section, without what is another year's"""
    others: frozenset[int]
    """numbers of the rows that are left out"""


def of_year(sections: Sequence[Section], year: int) -> OfYear:
    """Lines of each section without tables and columns of another year."""
    others = _tables_of_others(sections, year)
    kept = [tuple(line for line in section.lines if line.number not in others) for section in sections]
    rows = frozenset(number for number, line in others.items() if len(parts_of(line)) > 1)
    return OfYear(lines=[_without_columns(lines, year) for lines in kept], others=rows)


@functools.lru_cache(maxsize=4096)
def _times(text: str) -> frozenset[str]:
    """Times that a caption or a head names: `this`, `other`, or a year in digits. None in a label of the form.

    That of the form's own column of last year's items is none either, whatever it explains in brackets.
    """
    if not 1 < len(text) <= LONGEST_CAPTION or row_of(text) is not None:
        return frozenset()
    cleaned = without_columns(text)
    if _NEVER.search(cleaned) is not None:
        return frozenset()
    if _OTHER.search(clean(text)) is not None and _OTHER.search(cleaned) is None:
        return frozenset()
    return frozenset(found["year"] or str(found.lastgroup) for found in _TIMES.finditer(cleaned))


def _is_other(text: str, year: int) -> bool | None:
    """Whether a caption or a head names another year; None: it names none, or several."""
    times = {"this" if each == str(year) else each for each in _times(text)}
    return "this" not in times if len(times) == 1 else None


def compares(heads: Iterable[Cell]) -> bool:
    """Whether the head of a table names columns of another year."""
    years: set[str] = set()
    for cell in heads:
        times = _times(cell.text)
        if "other" in times and (applicants_in(cell.text) or _TIMES.fullmatch(clean(cell.text))):
            return True
        years |= {each for each in times if each.isdigit() and cell.of}
    return len(years) > 1


@dataclass(slots=True)
class _Block:
    """Lines below a caption that names another year."""

    certain: bool
    """it says so in words; a figure may be one that was left from last year's report"""
    lines: list[Line] = field(default_factory=list)


def _tables_of_others(sections: Sequence[Section], year: int) -> dict[int, Line]:
    """Lines, by number, of tables that a caption says to be of another year."""
    blocks = [block for section in sections for block in _blocks(section, year)]
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


def _blocks(section: Section, year: int) -> Iterator[_Block]:
    lines = section.lines
    block: _Block | None = None
    heading = section.heading.text if section.heading else ""
    if lines and _is_other(heading, year) and _is_table(lines, -1):
        block = _Block(certain=not any(map(str.isdigit, _times(heading))))
    for at, line in enumerate(lines):
        text = _alone(line)
        other = _is_other(text, year) if text else None
        if other is not None and _is_table(lines, at) and _is_alone(lines, at, year):
            if block is not None:
                yield block
            block = _Block(certain=not any(map(str.isdigit, _times(text)))) if other else None
        elif block is not None:
            block.lines.append(line)
    if block is not None:
        yield block


def _alone(line: Line) -> str:
    """What a line says that has one cell only; empty where it has several, or is a sentence."""
    if _WORDS["year"] not in line.text or len(line.text) > LONGEST_ROW:
        return ""
    filled = {text for _, text in parts_of(line) if text}
    text = filled.pop() if len(filled) == 1 else ""
    return "" if is_sentence(text) else text


def _is_alone(lines: Sequence[Line], at: int, year: int) -> bool:
    """Whether the line before a caption is none: of two above each other, as of tabs, neither tells."""
    before = next((line for line in reversed(lines[:at]) if line.text.strip()), None)
    return before is None or _is_other(_alone(before), year) is None


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line that says something is of a table."""
    for line in lines[at + 1 :]:
        parts = [text for _, text in parts_of(line) if text]
        if parts:
            return len(parts) > 1 or is_of_a_form(parts[0])
    return False


def _without_columns(lines: Sequence[Line], year: int) -> tuple[Line, ...]:
    """Lines without the cells of columns whose head names another year."""
    told = [line for line in lines if _WORDS["year"] in line.text and _may_be_head(line)]
    if not any(_is_other(text, year) for line in told for _, text in parts_of(line)):
        return tuple(lines)
    made: list[Line] = []
    for strip in strip_of(lines):
        for part in _parts(strip):
            made += _part_without(part, year)
    return tuple(made)


def _may_be_head(line: Line) -> bool:
    return bool(line.columns) or "\t" in line.text or "|" in line.text


def _parts(strip: Strip) -> Iterator[Strip]:
    """Heads, and the rows below them: where heads follow rows of figures a table of its own begins."""
    first = 0
    figures = False
    for at, row in enumerate(strip.rows):
        if figures and _is_head([text for _, text in row]):
            yield strip.part(first, at)
            first, figures = at, False
        figures = figures or any(kind_of(text)[0] == FIGURE for _, text in row)
    yield strip.part(first, len(strip.rows))


def _is_head(texts: Sequence[str]) -> bool:
    if any(kind_of(text)[0] == FIGURE for text in texts):
        return False
    named = {text for text in texts if row_of(text) is None and (applicants_in(text) or outcomes_in(text))}
    return len(named) > 1 or any(is_caption(text) or without_columns(text) != clean(text) for text in texts)


def _part_without(strip: Strip, year: int) -> Sequence[Line]:
    """Lines of heads and rows without the columns of another year; as they are where these cannot be told."""
    rows = [row for row in strip.rows if any(kind_of(text)[0] == FIGURE for _, text in row)]
    if not rows or not strip.even:
        return strip.lines
    heads = strip.rows[: next(at for at, row in enumerate(strip.rows) if row is rows[0])]
    others: set[int] = set()
    for number, head in enumerate(heads):
        for at, text in head:
            if text and _is_other(text, year):
                others.update(range(at, strip.end_of(number, at)))
    figures = {at for row in rows for at, text in row if text and kind_of(text)[0] != LABEL}
    labels = {at for row in rows for at, text in row if kind_of(text)[0] == LABEL}
    if not others or others & labels or not figures - others:
        return strip.lines
    return [without(line, others) for line in strip.lines]
