"""The elements of a page in order, as lines of text and rows of tables.

A table of figures becomes rows of cells (grid.py), everything around it lines of text; a table that only serves the
layout of the page is text.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborNode

from index import numbers as figures
from loaders.readers.grid import LONGEST_CELL, GridRow, Span, cell_text, grid_rows, is_long
from loaders.readers.html_cells import BLOCK, CELL, WALKED, Marks, marks, one_line
from loaders.readers.html_lists import counter

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
_NOTHING = frozenset((*_DATA["nothing"], *_DATA["aside"], "head", "-comment"))
_SHOWS = frozenset(_DATA["shows"])
_FIELDS = frozenset(("input", "select", "textarea"))
_TYPED = frozenset(("text", "number", "tel", ""))
_BLOCKS = frozenset(_DATA["blocks"])
_ROWS = frozenset(("tbody", "thead", "tfoot"))
_CELLS = frozenset(("td", "th"))
_MARKED_UP = frozenset(("span", "font", "b", "strong", "i", "em", "u", "o:p"))
_IN_TABLES: dict[str | None, int] = {
    **dict.fromkeys(_BLOCKS - _ROWS - {"tr"}, BLOCK),
    **dict.fromkeys(_NOTHING | _SHOWS | _FIELDS | {"br", "img", "i", "ol", "table", "a", "sup", "sub"}, WALKED),
    **dict.fromkeys(("td", "th"), CELL),
}
SPANNING = "[rowspan], [colspan]"
"""what may go over several rows or columns"""
_SPAN = re.compile(r"\s*([0-9]{1,5})")
_STRUCTURE = "table, p, div, br"
"""what makes lines of its own within text that is set as it is"""
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SPACED = re.compile(r"(?<=[\u3007\u3400-\u9fff（）：，。、]) (?=[\u3007\u3400-\u9fff（）：，。、])")
_TINY = re.compile(r"\s*[0-4](?:px)?\s*")
DEEPEST = 200
"""elements within elements that are looked into; what stands deeper comes as one line"""
UNREAD = "\ufffd"
"""stands in a cell that shows something, but no characters: a picture, what a script writes there"""


@dataclass(slots=True)
class Printed:
    """One line as it comes out."""

    text: str
    row: GridRow | None = None
    linked: int = 0
    """characters of it that stand in links"""


@dataclass(slots=True)
class Walk:
    """Goes through elements in order and produces lines."""

    lines: list[Printed] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    """first line and line behind the last of every block"""
    words: list[str] = field(default_factory=list)
    """of the line that is being read"""
    linked: int = 0
    pictures: int = 0
    drawn: bool = False
    """something was passed over that a browser may show"""
    within: bool = False
    """in a table"""
    marks: Marks = field(default_factory=dict)
    """of the cells of that table and of those in it"""
    unseen: frozenset[int] = frozenset()
    """ids of what is invisible on the page"""
    spanning: frozenset[int] = frozenset()
    """ids of what may go over several rows or columns"""

    def node(self, node: LexborNode, depth: int) -> None:
        """Take the children of a block."""
        first = len(self.lines)
        numbers = counter(node) if node.tag == "ol" else None
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self.words.append(child.text_content or "")
            elif tag == "br":
                self.end()
            elif tag in _NOTHING or (self.unseen and child.mem_id in self.unseen):
                self.drawn = self.drawn or tag in _SHOWS
            elif tag == "table":
                self.end()
                self.table(child, depth)
            elif tag == "pre" and child.css_first(_STRUCTURE) is None:
                self.as_it_is(child)
            elif tag in _BLOCKS:
                self.end()
                if numbers is not None and tag == "li":
                    self.words.append(numbers(child))
                self.inside(child, depth)
                self.end()
            else:
                self.inline(child, depth)
        self.blocks.append((first, len(self.lines) + bool(self.words)))

    def as_it_is(self, node: LexborNode) -> None:
        """Take text whose line ends count; an empty line may part the rows of a table."""
        self.end()
        for line in node.text(deep=True).splitlines():
            if "\t" in line and line.strip():
                self.lines.append(Printed("\t".join(one_of(part) for part in line.split("\t"))))
                continue
            self.words.append(line)
            self.end()
            if not line.strip():
                self.blank()

    def inside(self, child: LexborNode, depth: int) -> None:
        """Take what stands in an element."""
        if depth < DEEPEST and not (child.tag == "p" and self.is_plain(child)):
            self.node(child, depth + 1)
        else:
            self.words.append(child.text(deep=True))

    def is_plain(self, paragraph: LexborNode) -> bool:
        """Whether a paragraph has nothing in it but words, however they are marked up."""
        inside = paragraph.traverse(include_text=False)
        next(inside)
        return {each.tag for each in inside} <= _MARKED_UP and not (
            self.unseen and any(each.mem_id in self.unseen for each in paragraph.traverse(include_text=False))
        )

    def inline(self, child: LexborNode, depth: int) -> None:
        """Take an element that makes no line of its own."""
        tag = child.tag
        if tag == "img":
            tiny = any(_TINY.fullmatch(child.attributes.get(name) or "") for name in ("width", "height"))
            self.pictures += not tiny
        elif tag in _FIELDS:
            if self.within:
                self.words.append(_filled_in(child))
        elif tag == "i" and self.within and "class" in child.attributes and not child.text(deep=True).strip():
            self.pictures += 1  # a style sheet shows a sign there
        elif tag in ("sup", "sub") and self.words and self.words[-1][-1:].isdigit():
            pass  # a note's mark is no digit of the figure before it
        elif tag == "a" and (child.attributes.get("href") or "#")[0] != "#":
            before = sum(map(len, self.words))
            lines = len(self.lines)
            self.inside(child, depth)
            if lines == len(self.lines):
                self.linked += sum(map(len, self.words)) - before
            else:
                for line in self.lines[lines:]:
                    line.linked = len(line.text)
        else:
            self.inside(child, depth)

    def end(self) -> None:
        """End the line."""
        if self.words:
            text = one_of("".join(self.words))
            if text:
                self.lines.append(Printed(text, linked=min(self.linked, len(text))))
            self.words = []
            self.linked = 0

    def table(self, table: LexborNode, depth: int) -> None:
        """Rows of figures as rows of a grid, rows that lay out the page as blocks."""
        first = len(self.lines)
        marked = self.marks if self.within else marks(table, _IN_TABLES, self.unseen)
        rows: list[list[Span]] = []
        linked: list[int] = []
        for row in _rows(table, self.unseen):
            cells = [cell for cell in row.iter() if cell.tag in _CELLS]
            if self.unseen:
                cells = [cell for cell in cells if cell.mem_id not in self.unseen]
            ids = [cell.mem_id for cell in cells]
            texts = _one_line_each(cells, ids, marked)
            lines: list[tuple[str, ...]] = [()] * len(cells)
            linked.append(0)
            if texts is None:
                read = [Walk(within=True, marks=marked, unseen=self.unseen, spanning=self.spanning) for _ in cells]
                for walk, cell in zip(read, cells, strict=True):
                    walk.inside(cell, depth + 1)
                    walk.end()
                if any(walk.lays_out() for walk in read):
                    self.rows(rows, linked)
                    rows, linked = [], []
                    for walk in read:
                        self.add(walk)
                    continue
                self.pictures += sum(walk.pictures for walk in read)
                texts = [cell_text(line.text for line in walk.lines) for walk in read]
                lines = [tuple(line.text for line in walk.lines) if len(walk.lines) > 1 else () for walk in read]
                if any(texts):
                    texts = [walk.with_unread(text) for text, walk in zip(texts, read, strict=True)]
                linked[-1] = sum(line.linked for walk in read for line in walk.lines)
            rows.append(
                [
                    Span(text, *(_spans(cell) if number in self.spanning else (1, 1)), several)
                    for text, number, cell, several in zip(texts, ids, cells, lines, strict=True)
                ]
            )
        self.rows(rows, linked)
        self.blocks.append((first, len(self.lines)))

    def with_unread(self, text: str) -> str:
        """The text of a cell, with a sign for what it shows besides: pictures may be digits of its figure."""
        if not text:
            return UNREAD if self.pictures or self.drawn else ""
        counts = figures.is_blank(text) or figures.cell(text) is not None
        return text + UNREAD if self.pictures and counts else text

    def lays_out(self) -> bool:
        """Whether a cell with this in it is none of a table of figures."""
        return any(line.row for line in self.lines) or is_long([line.text for line in self.lines])

    def add(self, other: Walk) -> None:
        """Take over the lines of a cell that lays out the page."""
        first = len(self.lines)
        self.lines += other.lines
        self.blocks += [(begin + first, end + first) for begin, end in other.blocks]
        self.pictures += other.pictures

    def rows(self, rows: list[list[Span]], linked: Sequence[int]) -> None:
        """The rows of a table, an empty line before and behind them; a table of one column is none."""
        made = grid_rows(rows)
        if not made:
            return
        links = linked if len(made) == len(linked) else [sum(linked)] * len(made)
        if all(len(row.columns) == 1 for row in made):
            self.lines += [Printed(row.text, linked=link) for row, link in zip(made, links, strict=True) if row.text]
            return
        self.blank()
        self.lines += [Printed(row.text, row, link) for row, link in zip(made, links, strict=True)]
        self.blank()

    def blank(self) -> None:
        """An empty line, if the last is none."""
        if self.lines and self.lines[-1].text:
            self.lines.append(Printed(""))


def one_of(text: str) -> str:
    """Characters of one line as it is seen."""
    plain = " ".join((_INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text).split())
    return _SPACED.sub("", plain) if " " in plain else plain


def _filled_in(field: LexborNode) -> str:
    """What is seen in a field of a form."""
    attributes = field.attributes
    if field.tag == "input":
        return (attributes.get("value") or "") if (attributes.get("type") or "").lower() in _TYPED else ""
    if field.tag == "textarea":
        return field.text(deep=True)
    chosen = field.css_first("option[selected]") or field.css_first("option")
    return chosen.text(deep=True) if chosen is not None else ""


def _one_line_each(cells: Sequence[LexborNode], ids: Sequence[int], marked: Marks) -> list[str] | None:
    """Texts of the cells of a row of figures, if each is one line."""
    found = []
    for cell, number in zip(cells, ids, strict=True):
        text = one_line(cell, marked.get(number, cell))
        if text is None or len(text) > LONGEST_CELL:
            return None
        found.append(_short(text))
    return found


@functools.lru_cache(maxsize=8192)
def _short(text: str) -> str:
    """The text of a cell with these characters."""
    return cell_text((one_of(text),))


def _rows(table: LexborNode, unseen: Collection[int]) -> Iterator[LexborNode]:
    """Rows of a table itself, not of those within it, without the invisible ones; its foot stands last."""
    groups = [child for child in table.iter() if child.mem_id not in unseen]
    foot = next((at for at, child in enumerate(groups) if child.tag == "tfoot"), None)
    for child in groups if foot is None else [*groups[:foot], *groups[foot + 1 :], groups[foot]]:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROWS:
            yield from (row for row in child.iter() if row.tag == "tr" and row.mem_id not in unseen)


def _spans(cell: LexborNode) -> tuple[int, int]:
    attributes = cell.attributes
    return (number_of(attributes.get("rowspan")), number_of(attributes.get("colspan"))) if attributes else (1, 1)


def number_of(text: str | None) -> int:
    """A span: 1 where it is none."""
    digits = _SPAN.match(text) if text else None
    return max(int(digits[1]), 1) if digits else 1
