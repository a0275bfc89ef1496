"""The ruled tables of PDF pages, cell by cell; tables that continue over pages are joined."""

from __future__ import annotations

import bisect
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from index import numbers
from loaders.readers import pdf_text
from loaders.readers.grid import GridRow, Span, cell_text, grid_rows
from loaders.readers.pdf_page import UNSURE, Glyph, PageContent, Rule
from loaders.readers.pdf_text import TextLine
from loaders.readers.ruled import RuledTable, tables

SAME = 6.0
"""points by which the edges of a table differ from page to page"""
STRUCK = (0.15, 0.5)
"""parts of a character's size above its line between which a rule strikes it out"""
LINES = 1.6
"""parts of a character's size that the lines of one figure broken in its cell are apart at most"""
TOUCHING = 0.15
"""parts of a character's size between two digits of one figure at most"""
BANDS = 2
"""shaded rows by themselves from which on a page's rows are shaded in turn"""
_DATA = tomllib.loads(Path(__file__).with_name("pdf.toml").read_text(encoding="utf-8"))
_NUMBERED = re.compile(f"{_DATA['begins']}|{_DATA['row_begins']}")


class TableCell(NamedTuple):
    """One cell, in the row in which it begins."""

    left: int
    columns: int
    rows: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """One table, or as much of it as a page holds."""

    xs: Sequence[float]
    """edges of its columns from left to right"""
    top: float
    bottom: float
    rows: Sequence[Sequence[TableCell]]


def page_tables(content: PageContent) -> tuple[list[PageTable], list[Glyph]]:
    """(tables from top to bottom, characters outside them). Shaded cells count if no rules are drawn."""
    ruled = tables(content.across, content.down)
    shades = [
        [rule for rule in sides if not any(_within(rule, table, down) for table in ruled)]
        for down, sides in enumerate(content.shaded)
    ]
    if shades[0] and shades[1]:
        outside = [
            [rule for rule in sides if not any(_within(rule, table, down) for table in ruled)]
            for down, sides in enumerate((content.across, content.down))
        ]
        shaded = tables(outside[0] + shades[0], outside[1] + shades[1])
        # Every second row shaded parts rows, not cells: where words stand tells more.
        if sum(len(table.ys) == 2 for table in shaded) < BANDS:
            ruled += shaded
        ruled.sort(key=lambda table: (table.ys[0], table.xs[0]))
    inside: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in ruled]
    left: list[Glyph] = []
    for glyph in _uncrossed(list(_unstruck(content.glyphs, content.across)), ruled):
        x, y = glyph.middle
        at = next((at for at, table in enumerate(ruled) if table.holds(x, y)), None)
        if at is not None:
            inside[at].setdefault(ruled[at].place(x, y), []).append(glyph)
        elif not glyph.quarters:
            left.append(glyph)
    found = []
    for table, glyphs in zip(ruled, inside, strict=True):
        made = _page_table(table, glyphs, (content.width, content.height))
        if glyphs and any(cell.left for row in made.rows for cell in row) and not _parts_no_rows(table, glyphs):
            found.append(made)
        else:
            left += [glyph for each in glyphs.values() for glyph in each if not glyph.quarters]
    return found, left


def _parts_no_rows(table: RuledTable, glyphs: dict[tuple[int, int], list[Glyph]]) -> bool:
    """Whether figures stand below each other in a cell, level with what stands beside it: no rules part the rows."""
    rows: dict[int, list[list[TextLine]]] = {}
    for cell in table.cells:
        if cell.rows == cell.columns == 1 and (here := glyphs.get((cell.top, cell.left))):
            rows.setdefault(cell.top, []).append(pdf_text.lines_of(glyph for glyph in here if not glyph.quarters))
    beside = [row for row in rows.values() if len(row) > 1 and not _drifts(row)]
    return any(_is_list(cell, row) for row in beside for cell in row)


def _drifts(row: Sequence[Sequence[TextLine]]) -> bool:
    """Whether figures stand beside every line of labels, those that only go on too: which is whose cannot be seen."""
    lists = [cell for cell in row if len(cell) > 2 and all(numbers.cell(line.text) is not None for line in cell)]
    if not lists or lists[0] is row[0]:
        return False
    bases = [line.base for line in max(lists, key=len)]
    level = [any(abs(line.base - base) <= 1.0 for base in bases) for line in row[0]]
    numbered = [_NUMBERED.match(line.text) is not None for line in row[0]]
    return any(a and not b and beside for a, b, beside in zip(numbered, numbered[1:], level[1:], strict=False))


def _is_list(cell: Sequence[TextLine], row: Sequence[Sequence[TextLine]]) -> bool:
    figures = [line for line in cell if numbers.cell(line.text) is not None]
    apart = len(figures) > 1 and min(b.base - a.base for a, b in itertools.pairwise(figures)) > LINES * figures[0].size
    if len(figures) < (2 if apart else 3):
        return False
    level = [
        any(abs(line.base - figure.base) <= 1.0 for other in row if other is not cell for line in other)
        for figure in figures
    ]
    return 2 * sum(level) > len(level)


def _within(rule: Rule, table: RuledTable, down: int) -> bool:
    middle = (rule.start + rule.end) / 2
    x, y = (rule.at, middle) if down else (middle, rule.at)
    return table.xs[0] - SAME < x < table.xs[-1] + SAME and table.ys[0] - SAME < y < table.ys[-1] + SAME


def _unstruck(glyphs: Iterable[Glyph], across: Sequence[Rule]) -> Iterator[Glyph]:
    """Characters; those through which a line is drawn are unsure."""
    rules = sorted(across)
    places = [rule.at for rule in rules]
    for glyph in glyphs:
        at = bisect.bisect_left(places, glyph.base - STRUCK[1] * glyph.size)
        high, x = glyph.base - STRUCK[0] * glyph.size, glyph.middle[0]
        struck = False
        while at < len(places) and places[at] <= high and not struck:
            struck = rules[at].start <= x <= rules[at].end and not glyph.quarters
            at += 1
        yield glyph._replace(text=UNSURE) if struck else glyph


def _uncrossed(glyphs: Sequence[Glyph], ruled: Sequence[RuledTable]) -> Sequence[Glyph]:
    """Characters; digits of one figure on both sides of a rule are unsure: it is too wide for its cell, or the page."""
    found = list(glyphs)
    for at, (one, other) in enumerate(itertools.pairwise(glyphs) if ruled else ()):
        if not (one.text.isdigit() and other.text.isdigit() and one.base == other.base):
            continue
        near = abs(other.left - one.right) <= TOUCHING * one.size and not (one.quarters or other.quarters)
        if near and _cell_at(one, ruled) != _cell_at(other, ruled):
            found[at : at + 2] = [each._replace(text=UNSURE) for each in (one, other)]
    for at, glyph in enumerate(found if ruled else ()):
        if glyph.text.isdigit():
            edge = next((table.xs[-1] for table in ruled if table.holds(*glyph.middle)), glyph.right)
            if glyph.right > edge + TOUCHING * glyph.size:
                found[at] = glyph._replace(text=UNSURE)
    return found


def _cell_at(glyph: Glyph, ruled: Sequence[RuledTable]) -> tuple[int, int, int] | None:
    """Table and cell in which a character stands."""
    x, y = glyph.middle
    for number, table in enumerate(ruled):
        if table.holds(x, y):
            row, column = table.place(x, y)
            for cell in table.cells:
                if cell.top <= row < cell.top + cell.rows and cell.left <= column < cell.left + cell.columns:
                    return number, cell.top, cell.left
    return None


def _page_table(table: RuledTable, glyphs: dict[tuple[int, int], list[Glyph]], page: tuple[float, float]) -> PageTable:
    """The table with its text; a cell without any that the page's edge cuts off is not known to be blank."""
    rows: list[list[TableCell]] = [[] for _ in range(len(table.ys) - 1)]
    for cell in table.cells:
        here = [
            glyph
            for row in range(cell.top, cell.top + cell.rows)
            for column in range(cell.left, cell.left + cell.columns)
            for glyph in glyphs.get((row, column), ())
        ]
        text = _text_of(here) if here else ""
        right, bottom = table.xs[cell.left + cell.columns], table.ys[cell.top + cell.rows]
        cut = not text and (
            right > page[0] + SAME or bottom > page[1] + SAME or min(table.xs[cell.left], table.ys[cell.top]) < -SAME
        )
        rows[cell.top].append(TableCell(cell.left, cell.columns, cell.rows, UNSURE if cut else text))
    return PageTable(xs=table.xs, top=table.ys[0], bottom=table.ys[-1], rows=rows)


def _text_of(glyphs: Sequence[Glyph]) -> str:
    """Text of a cell, that which is turned behind that which is not."""
    lines = [line.text for line in pdf_text.lines_of(glyph for glyph in glyphs if not glyph.quarters)]
    for quarters in sorted({glyph.quarters for glyph in glyphs} - {0}):
        turned = pdf_text.upright((glyph for glyph in glyphs if glyph.quarters == quarters), quarters)
        lines += [line.text for line in pdf_text.lines_of(turned)]
    return cell_text(lines)


def goes_on(before: PageTable, table: PageTable) -> bool:
    """Whether a table on the next page continues this one: it has the same edges, or some of them."""
    few, many = sorted((before.xs, table.xs), key=len)
    ends = abs(few[0] - many[0]) <= SAME and abs(few[-1] - many[-1]) <= SAME
    return ends and all(any(abs(x - other) <= SAME for other in many) for x in few)


def rows_over_pages(parts: Sequence[PageTable]) -> list[list[GridRow]]:
    """The rows of a table by page, without repeated heads, and with rows joined that a page break divides."""
    edges = max((part.xs for part in parts), key=len)
    body = [_on(edges, part) for part in parts]
    heads = body[0][: _heads(body[0])]
    for above, below in itertools.pairwise(body):
        del below[: _repeated(heads, below)]
        if above and below:
            _mend(above, below)
    found = [grid_rows(_spans(body[0]))]
    for above, below in itertools.pairwise(body):
        # With what is above, so that a figure merged over several heads shows.
        found.append(grid_rows(_spans([*above, *below]))[len(grid_rows(_spans(above))) :])
    return [[replace(row, width=len(edges) - 1) for row in rows] for rows in found]


def _on(edges: Sequence[float], part: PageTable) -> list[list[TableCell]]:
    """Rows with the columns of the widest part's grid."""
    places = [min(range(len(edges)), key=lambda at: abs(edges[at] - x)) for x in part.xs]
    return [
        [
            cell._replace(left=places[cell.left], columns=places[cell.left + cell.columns] - places[cell.left])
            for cell in row
        ]
        for row in part.rows
    ]


def _spans(rows: Iterable[Sequence[TableCell]]) -> list[list[Span]]:
    return [[Span(cell.text, cell.rows, cell.columns) for cell in row] for row in rows]


def _heads(rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows stand before the first with figures, or with places for them."""
    for at, row in enumerate(rows):
        blank = sum(numbers.is_blank(cell.text) for cell in row)
        if any(numbers.cell(cell.text) is not None for cell in row) or 2 * blank > len(row):
            return at
    return len(rows)


def _repeated(heads: Sequence[Sequence[TableCell]], rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows a part begins with that are the table's heads again."""
    at = 0
    while at < min(len(heads), len(rows)) and rows[at] and [c.text for c in rows[at]] == [c.text for c in heads[at]]:
        at += 1
    return at


def _mend(above: list[list[TableCell]], below: list[list[TableCell]]) -> None:
    """Put together what stands in a row that a page's end cuts, and labels that go on over it.

    Only a numbered label goes on in one that is not: the first row of a page has a number of its own else.
    """
    ends = {
        (cell.left, cell.columns): (number, at)
        for number, row in enumerate(above)
        for at, cell in enumerate(row)
        if number + cell.rows >= len(above)
    }

    def over(cell: TableCell) -> str:
        number, at = ends.get(cell[:2], (0, -1))
        return above[number][at].text if at >= 0 else ""

    def put(cell: TableCell, text: str) -> None:
        number, at = ends[cell[:2]]
        above[number][at] = above[number][at]._replace(text=text)

    tails = [
        cell
        for cell in below[0]
        if _is_label(cell.text) and not _NUMBERED.match(cell.text) and _NUMBERED.match(over(cell))
    ]
    own = [cell for cell in below[0] if cell.rows == 1]
    labels = [cell for cell in own if _is_label(cell.text)]
    others = [cell for cell in own if not _is_label(cell.text)]
    figures = [cell for cell in others if not numbers.is_blank(cell.text)]
    bare = all(numbers.is_blank(over(cell)) for cell in others)
    cut = all(cell in tails for cell in labels) and (not figures or (bare and all(cell[:2] in ends for cell in others)))
    for cell in tails:
        if cell.rows > 1 or cut:
            put(cell, over(cell) + cell.text)
    below[0] = [cell._replace(text="") if cell in tails and (cell.rows > 1 or cut) else cell for cell in below[0]]
    if not cut:
        return
    for cell in others if figures else ():
        # Without a part of their label it is not sure that they belong to it.
        put(cell, cell.text if labels else UNSURE)
    # What reaches further down begins in the next row now.
    further = [cell._replace(rows=cell.rows - 1) for cell in below.pop(0) if cell.rows > 1]
    if further and below:
        below[0] = sorted([*further, *below[0]])


def _is_label(text: str) -> bool:
    return not numbers.is_blank(text) and numbers.cell(text) is None and UNSURE not in text
