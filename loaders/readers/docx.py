"""DOCX: paragraphs and tables in reading order, merged cells, and the numbers that Word counts by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers.archive import Archive
from loaders.readers.docx_numbers import Numbers
from loaders.readers.docx_xml import child, is_on, parse, tag_of, value
from loaders.readers.grid import Printed, Span, cell_text, lays_out, printed_rows, stretches

MAIN = "word/document.xml"
MOST_LINES = 100_000
_SPACES = re.compile(r"[ \xa0\u3000]{2,}")
_INSIDE = frozenset(
    {"ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "sdt", "sdtContent", "customXml", "bdo", "dir"}
)
"""elements that only wrap others"""
_ONE = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
"""characters that have an element of their own"""


def read(path: str, data: bytes, digest: str) -> Document:
    """Document of a DOCX. RefusedFile where it is none, or is not safe to read."""
    archive = Archive(path, data)
    if MAIN not in archive:
        raise RefusedFile(path, "no Word document in it")
    body = parse(path, archive.read(MAIN)).find(".//{*}body")
    walk = _Walk(numbers=Numbers.read(path, archive))
    if body is not None:
        walk.blocks(body)
    lines = [
        Line(number=number, text=each.text, columns=each.columns, width=each.width)
        for number, each in enumerate((*walk.lines[:MOST_LINES], Printed("")), 1)
    ]
    return Document(path=path, digest=digest, lines=tuple(lines))


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Takes blocks in order and makes lines of them."""

    numbers: Numbers
    lines: list[Printed] = field(default_factory=list)

    def blocks(self, node: Element) -> None:
        for each in node:
            tag = tag_of(each)
            if tag == "p":
                self.paragraph(each)
            elif tag == "tbl":
                self.table(each)
            elif tag in _INSIDE:
                self.blocks(each)
            elif tag == "AlternateContent":
                self.blocks(_chosen(each))

    def paragraph(self, node: Element) -> None:
        """One paragraph: a line, or several where it is broken by hand; then what floats beside it."""
        properties = child(node, "pPr")
        beside: list[Element] = []
        text = "".join(self._runs(node, beside))
        number = self.numbers.next(properties)
        if not is_on(child(properties, "rPr", "vanish")) or text.strip():
            self.lines += [Printed(line) for line in _tidy(number + text if text.strip() else "")]
        for box in beside:
            self.blocks(box)

    def _runs(self, node: Element, beside: list[Element]) -> Iterator[str]:
        for each in node:
            tag = tag_of(each)
            if tag == "r":
                yield from self._run(each, beside)
            elif tag in _INSIDE:
                yield from self._runs(each, beside)
            elif tag == "AlternateContent":
                yield from self._runs(_chosen(each), beside)

    def _run(self, run: Element, beside: list[Element]) -> Iterator[str]:
        if is_on(child(run, "rPr", "vanish")):
            return
        for each in run:
            tag = tag_of(each)
            if tag == "t":
                yield each.text or ""
            elif tag in _ONE:
                yield _ONE[tag]
            elif tag == "sym":
                yield "\ufffd"
            elif tag in ("pict", "drawing", "object"):
                beside += [box for box in each.iter() if tag_of(box) == "txbxContent"]
            elif tag == "AlternateContent":
                for shape in _chosen(each):
                    beside += [box for box in shape.iter() if tag_of(box) == "txbxContent"]

    def table(self, table: Element) -> None:
        rows = [list(self._cells(row)) for row in _rows(table)]
        _merge(rows)
        shown = [[cell for cell in row if not cell.continues] for row in rows]
        for made, cells in stretches(shown, lambda cell: cell.span(), lambda cell: cell.lays_out()):
            self.lines += printed_rows(made)
            for cell in cells:
                self.lines += cell.lines

    def _cells(self, row: Element) -> Iterator[_Cell]:
        at = 0
        before = value(child(row, "trPr", "gridBefore"))
        if before and before.isdigit() and int(before):
            at = int(before)
            yield _Cell(at=0, columns=at)
        for each in _within(row, "tc"):
            properties = child(each, "tcPr")
            span = value(child(properties, "gridSpan")) or "1"
            merge = child(properties, "vMerge")
            walk = _Walk(numbers=self.numbers)
            walk.blocks(each)
            columns = max(int(span), 1) if span.isdigit() and len(span) < 5 else 1
            yield _Cell(
                at=at, columns=columns, lines=walk.lines,
                continues=merge is not None and value(merge) in (None, "continue"),
            )  # fmt: skip
            at += columns


@dataclass(slots=True, kw_only=True)
class _Cell:
    at: int
    """column of the grid"""
    columns: int
    rows: int = 1
    lines: list[Printed] = field(default_factory=list)
    continues: bool = False
    """part of the cell above"""

    def span(self) -> Span:
        return Span(cell_text(line.text for line in self.lines), self.rows, self.columns)

    def lays_out(self) -> bool:
        return lays_out(self.lines)


def _merge(rows: list[list[_Cell]]) -> None:
    """Let each cell that begins a merge reach down over those that continue it."""
    above: dict[int, _Cell] = {}
    for row in rows:
        now: dict[int, _Cell] = {}
        for cell in row:
            origin = above.get(cell.at)
            if cell.continues and origin is not None and origin.columns == cell.columns:
                origin.rows += 1
                now[cell.at] = origin
            else:
                cell.continues = False
                now[cell.at] = cell
        above = now


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in _within(table, "tr") if child(row, "trPr", "del") is None)


def _within(node: Element, name: str) -> Iterator[Element]:
    """Elements of a name right below, or below what only wraps them."""
    for each in node:
        tag = tag_of(each)
        if tag == name:
            yield each
        elif tag in _INSIDE:
            yield from _within(each, name)
        elif tag == "AlternateContent":
            yield from _within(_chosen(each), name)


def _chosen(node: Element) -> Element:
    """Of content that is there twice, for new programs and old ones, the first."""
    return next(iter(node), node) if tag_of(node) == "AlternateContent" else node


def _tidy(text: str) -> list[str]:
    """Lines without blanks at their ends; tabs part cells."""
    return [_SPACES.sub(" ", line).strip(" \t\xa0\u3000") for line in text.replace("\u00ad", "").split("\n")]
