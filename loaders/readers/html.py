"""Web pages: bytes → characters → the lines of the report that stands among navigation and footers.

A table of figures comes out as rows of cells (grid.py), whatever stands around it as lines of text; a table that only
lays out the page is none.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers import charset
from loaders.readers.grid import GridRow, Span, cell_text, grid_rows
from loaders.readers.html_cells import Marks, marks, may_hide, one_line

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
_NOTHING = frozenset((*_DATA["nothing"], *_DATA["aside"], "head", "-comment"))
_ANCHOR = re.compile("|".join(map(re.escape, _DATA["anchors"])))
_SUBJECT = re.compile("|".join(map(re.escape, _DATA["title_subject"])))
_REPORT = re.compile("|".join(map(re.escape, _DATA["title_report"])))
_MAY_BE_HIDDEN = '[hidden], [style*="display" i], [style*="visibility" i]'
_INVISIBLE: tuple[str, ...] = tuple(_DATA["invisible"])
_TITLES = frozenset(_DATA["title_names"])
_SITE = re.compile(f"[{re.escape(_DATA['site_marks'])}]")
_BLOCKS = frozenset(_DATA["blocks"])
_ROWS = frozenset(("tbody", "thead", "tfoot"))
_IN_CELLS = _BLOCKS - _ROWS - {"table", "tr", "td", "th"}
_MARKED_UP = frozenset(("span", "font", "b", "strong", "i", "em", "u", "o:p"))
_WALKED = _NOTHING | {"br", "img", "ol", "table"}
_SPAN = re.compile(r"\s*([0-9]{1,5})")
_STRUCTURE = "table, p, div, br"
"""what makes lines of its own within text that is set as it is"""
_WHITE = re.compile(r"[\s\u200b\ufeff]+")
_SPACED = re.compile(r"(?<=[\u3007\u3400-\u9fff（）：，。、]) (?=[\u3007\u3400-\u9fff（）：，。、])")
DEEPEST = 200
"""elements within elements that are looked into; what stands deeper comes as one line"""
LONGEST_CELL = 200
"""characters of a cell of a table of figures; one that holds more lays out the page"""
LEAST = 300
"""characters of a page that may be a report"""
LINKED = 0.6
"""part of a block's characters in links from which on it is a list of links"""


@dataclass(slots=True)
class _Printed:
    """One line as it comes out."""

    text: str
    row: GridRow | None = None
    linked: int = 0
    """characters of it that stand in links"""


@dataclass(slots=True)
class _Walk:
    """Takes the elements in order and makes lines of them."""

    lines: list[_Printed] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    """first line and line behind the last of every block"""
    words: list[str] = field(default_factory=list)
    """of the line that is being read"""
    linked: int = 0
    pictures: int = 0
    within: bool = False
    """in a table"""
    marks: Marks = field(default_factory=dict)
    """of the cells of that table and of those in it"""
    unseen: frozenset[int] = frozenset()
    """ids of what is invisible on the page"""

    def node(self, node: LexborNode, depth: int) -> None:
        """Take the children of a block."""
        first = len(self.lines)
        counter = _counter(node) if node.tag == "ol" else None
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self.words.append(child.text_content or "")
            elif tag == "br":
                self.end()
            elif tag == "table":
                self.end()
                self.table(child, depth)
            elif tag in _NOTHING or (self.unseen and child.mem_id in self.unseen):
                continue
            elif tag == "pre" and child.css_first(_STRUCTURE) is None:
                self.end()
                for line in child.text(deep=True).splitlines():
                    self.words.append(line)
                    self.end()
                    self.blank_if(line)
            elif tag in _BLOCKS:
                self.end()
                if counter is not None and tag == "li":
                    self.words.append(next(counter))
                self.inside(child, depth)
                self.end()
            else:
                self.inline(child, depth)
        self.blocks.append((first, len(self.lines) + bool(self.words)))

    def inside(self, child: LexborNode, depth: int) -> None:
        if depth < DEEPEST and not (child.tag == "p" and self.is_plain(child)):
            self.node(child, depth + 1)
        else:
            self.words.append(child.text(deep=True))

    def is_plain(self, paragraph: LexborNode) -> bool:
        """Whether a paragraph has nothing in it but words, however they are marked up."""
        inside = paragraph.traverse(include_text=False)
        next(inside)
        return all(each.tag in _MARKED_UP for each in inside) and not (
            self.unseen and any(each.mem_id in self.unseen for each in paragraph.traverse(include_text=False))
        )

    def inline(self, child: LexborNode, depth: int) -> None:
        if child.tag == "img":
            self.pictures += 1
            return
        before = sum(map(len, self.words)) if child.tag == "a" else 0
        lines = len(self.lines)
        self.inside(child, depth)
        if child.tag == "a" and lines == len(self.lines):
            self.linked += sum(map(len, self.words)) - before

    def end(self) -> None:
        """End the line."""
        if self.words:
            text = _line("".join(self.words))
            if text:
                self.lines.append(_Printed(text, linked=min(self.linked, len(text))))
            self.words = []
            self.linked = 0

    def table(self, table: LexborNode, depth: int) -> None:
        """Rows of figures as rows of a grid, rows that lay out the page as blocks."""
        first = len(self.lines)
        marked = self.marks if self.within else marks(table, _IN_CELLS, _WALKED, self.unseen)
        rows: list[list[Span]] = []
        for row in _rows(table, self.unseen):
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th") and cell.mem_id not in self.unseen]
            texts = _one_line_each(cells, marked)
            if texts is None:
                read = [_Walk(within=True, marks=marked, unseen=self.unseen) for _ in cells]
                for walk, cell in zip(read, cells, strict=True):
                    walk.inside(cell, depth + 1)
                    walk.end()
                if any(walk.lays_out() for walk in read):
                    self.rows(rows)
                    rows = []
                    for walk in read:
                        self.add(walk)
                    continue
                self.pictures += sum(walk.pictures for walk in read)
                texts = [cell_text(line.text for line in walk.lines) for walk in read]
            rows.append([Span(text, *_spans(cell)) for text, cell in zip(texts, cells, strict=True)])
        self.rows(rows)
        self.blocks.append((first, len(self.lines)))

    def lays_out(self) -> bool:
        """Whether a cell with this in it is none of a table of figures."""
        return any(line.row for line in self.lines) or sum(len(line.text) for line in self.lines) > LONGEST_CELL

    def add(self, other: _Walk) -> None:
        """Take over the lines of a cell that lays out the page."""
        first = len(self.lines)
        self.lines += other.lines
        self.blocks += [(begin + first, end + first) for begin, end in other.blocks]
        self.pictures += other.pictures

    def rows(self, rows: list[list[Span]]) -> None:
        """The rows of a table, an empty line before and behind them; a table of one column is none."""
        made = grid_rows(rows)
        if not made:
            return
        if all(len(row.columns) == 1 for row in made):
            self.lines += [_Printed(row.text) for row in made if row.text]
            return
        self.blank()
        self.lines += [_Printed(row.text, row) for row in made]
        self.blank()

    def blank_if(self, line: str) -> None:
        """Keep an empty line of text set as it is: it may part the rows of a table."""
        if not line.strip():
            self.blank()

    def blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(_Printed(""))


def read(path: str, data: bytes, digest: str) -> Document:
    """Document of a page. RefusedFile where it holds no report: a frame for a script, links to files, a picture."""
    text, notes = charset.decode(path, data)
    return document(path, text, digest, notes, hides=may_hide(data))


def document(path: str, text: str, digest: str, notes: tuple[str, ...] = (), *, hides: bool = True) -> Document:
    """Document of a page's characters; `hides`: some of it may be invisible."""
    tree = LexborHTMLParser(text)
    walk = _Walk(
        unseen=frozenset(node.mem_id for node in tree.css(_MAY_BE_HIDDEN) if _hidden(node)) if hides else frozenset()
    )
    if tree.body is not None:
        walk.inside(tree.body, 0)
        walk.end()
    kept = _report(walk)
    if sum(len(line.text) for line in kept) < LEAST and not any(line.row for line in kept):
        from loaders.readers.links import instead  # noqa: PLC0415 - a page that is no report is rare

        raise RefusedFile(path, instead(tree, pictures=walk.pictures, scripts=bool(tree.css_first("script"))))
    title = _title(tree, walk, kept)
    lines = [Line(number=at, text=text) for at, text in enumerate(title, 1)]
    for number, each in enumerate(kept, len(lines) + 1):
        row = each.row
        columns = row.columns if row is not None else ()
        lines.append(Line(number=number, text=each.text, columns=columns, width=row.width if row is not None else 0))
    lines.append(Line(number=len(lines) + 1, text=""))
    return Document(path=path, digest=digest, lines=tuple(lines), notes=notes)


def _report(walk: _Walk) -> list[_Printed]:
    """The lines of the smallest block that holds all that is plainly of the report; lists of links outside are left."""
    anchors = [at for at, line in enumerate(walk.lines) if not line.linked and _ANCHOR.search(line.text)]
    lines = walk.lines
    if len(anchors) > 1:
        holding = [(end - begin, begin, end) for begin, end in walk.blocks if begin <= anchors[0] and anchors[-1] < end]
        if holding:
            _, begin, end = min(holding)
            lines = walk.lines[begin:end]
    lines = [line for line in lines if line.linked <= LINKED * len(line.text) or _ANCHOR.search(line.text)]
    while lines and not lines[0].text:
        lines = lines[1:]
    return lines


def _title(tree: LexborHTMLParser, walk: _Walk, kept: list[_Printed]) -> list[str]:
    """The title where the report's own lines do not begin with it: a line above them, else what the page is called."""
    if any(_is_title(line.text) for line in kept[:6]):
        return []
    first = next((at for at, line in enumerate(walk.lines) if kept and line is kept[0]), 0)
    above = [line.text for line in walk.lines[:first] if _is_title(line.text) and line.linked < len(line.text) / 2]
    if above:
        return above[-1:]
    named = [node for node in tree.css("meta[name], meta[property]") if _name_of(node) in _TITLES]
    names = [(node.attributes.get("content") or "").strip() for node in named]
    page = tree.css_first("title")
    if page is not None:
        names.append(_SITE.split(_WHITE.sub(" ", page.text(deep=True)).strip())[0].strip())
    return [name for name in names if _is_title(name)][:1]


def _name_of(node: LexborNode) -> str:
    return (node.attributes.get("name") or node.attributes.get("property") or "").lower()


def _is_title(text: str) -> bool:
    """Whether a line names the subject and a report, and is no sentence."""
    return len(text) < 80 and bool(_SUBJECT.search(text) and _REPORT.search(text)) and "。" not in text


def _line(text: str) -> str:
    """Characters of one line as it is seen."""
    return _SPACED.sub("", _WHITE.sub(" ", text).strip())


def _one_line_each(cells: Sequence[LexborNode], marked: Marks) -> list[str] | None:
    """Texts of the cells of a row of figures, if each is one line."""
    found = []
    for cell in cells:
        text = one_line(cell, marked)
        if text is None or len(text) > LONGEST_CELL:
            return None
        found.append(_short(text))
    return found


@functools.lru_cache(maxsize=8192)
def _short(text: str) -> str:
    """The text of a cell with these characters."""
    return cell_text((_line(text),))


def _rows(table: LexborNode, unseen: Collection[int]) -> Iterator[LexborNode]:
    """Rows of a table itself, not of those within it, without the invisible ones."""
    for child in table.iter():
        if child.mem_id in unseen:
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in _ROWS:
            yield from (row for row in child.iter() if row.tag == "tr" and row.mem_id not in unseen)


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style or ("none" not in style.lower() and "hidden" not in style.lower()):
        return False
    bare = style.lower().replace(" ", "")
    return any(mark in bare for mark in _INVISIBLE)


def _spans(cell: LexborNode) -> tuple[int, int]:
    attributes = cell.attributes
    return (_number(attributes.get("rowspan")), _number(attributes.get("colspan"))) if attributes else (1, 1)


def _number(text: str | None) -> int:
    """A span: 1 where it is none."""
    digits = _SPAN.match(text) if text else None
    return max(int(digits[1]), 1) if digits else 1


def _counter(node: LexborNode) -> Iterator[str]:
    """What stands before the items of a numbered list."""
    number = _number(node.attributes.get("start"))
    while True:
        yield f"{number}."
        number += 1
