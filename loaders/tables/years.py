"""Tables and columns that are not of the report's year and body: they are left out.

上年度 above a table (captions.py), or at the head of some of its columns, says whose figures these are. Where that
cannot be told cell by cell the lines stay as they are, and of a head that names such columns nothing is sure
(`compares`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.forms import tables
from loaders.models import Line, Section
from loaders.tables.captions import Whose, tables_of_others
from loaders.tables.cells import FIGURE, LABEL, Cell, kind_of
from loaders.tables.match import applicants_in, clean, is_caption, outcomes_in, row_of, without_columns
from loaders.tables.strips import Strip, parts_of, strip_of, without
from loaders.tables.times import is_other_time, is_time, times

_SIGNS: tuple[str, ...] = tuple(tables()["years"]["signs"])


@dataclass(frozen=True, kw_only=True, slots=True)
class OfYear:
    """Lines of a report's tables."""

    lines: Sequence[tuple[Line, ...]]
    """of each section, without what is another's"""
    others: frozenset[int]
    """numbers of the rows that are left out"""


def of_year(sections: Sequence[Section], body: str, year: int) -> OfYear:
    """Lines of each section without tables of another year or body, and columns of another year."""
    others = tables_of_others(sections, Whose(body=body, year=year))
    kept = [tuple(line for line in section.lines if line.number not in others) for section in sections]
    rows = frozenset(number for number, line in others.items() if len(parts_of(line)) > 1)
    return OfYear(lines=[_without_columns(lines, year) for lines in kept], others=rows)


def compares(heads: Iterable[Cell]) -> bool:
    """Whether the head of a table names columns of another year."""
    years: set[str] = set()
    for cell in heads:
        named = times(cell.text)
        if "other" in named and (applicants_in(cell.text) or is_time(cell.text)):
            return True
        years |= {each for each in named if each.isdigit() and cell.of}
    return len(years) > 1


def _without_columns(lines: Sequence[Line], year: int) -> tuple[Line, ...]:
    """Lines without the cells of columns whose head names another year."""
    told = [line for line in lines if _may_be_head(line) and any(sign in line.text for sign in _SIGNS)]
    if not any(is_other_time(text, year) for line in told for _, text in parts_of(line)):
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
            if text and is_other_time(text, year):
                others.update(range(at, strip.end_of(number, at)))
    figures = {at for row in rows for at, text in row if text and kind_of(text)[0] != LABEL}
    labels = {at for row in rows for at, text in row if kind_of(text)[0] == LABEL}
    if not others or others & labels or not figures - others:
        return strip.lines
    return [without(line, others) for line in strip.lines]
