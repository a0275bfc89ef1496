"""DOCX: paragraphs and tables in reading order, merged cells, and Word's own numbering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from index import numbers as figures
from index.errors import RefusedFile
from loaders.models import Document, make_line
from loaders.readers import archive
from loaders.readers.docx_numbers import Numbers
from loaders.readers.docx_styles import Styles
from loaders.readers.docx_text import ALTERNATE, WRAPS, Text, chosen, is_prompt
from loaders.readers.grid import ABOVE, Printed, Span, cell_text, lays_out, line_of_cell, printed_rows, stretches
from loaders.readers.ooxml import child, is_on, parse, utf8, val, w, whole

_BODY, _PARAGRAPH, _TABLE, _ROW, _CELL, _CONTENTS, _EMBEDDED = map(
    w, ("body", "p", "tbl", "tr", "tc", "sdt", "altChunk")
)
_PARAGRAPH_PROPERTIES, _ROW_PROPERTIES, _CELL_PROPERTIES, _RUN_PROPERTIES = map(w, ("pPr", "trPr", "tcPr", "rPr"))
_VANISH, _DELETED, _STYLE = map(w, ("vanish", "del", "pStyle"))
_BEFORE, _SPAN, _DOWN, _ACROSS = map(w, ("gridBefore", "gridSpan", "vMerge", "hMerge"))
_GALLERY = (w("sdtPr"), w("docPartObj"), w("docPartGallery"))
_ALTERED = (b"vanish", b"vertAlign", b"trike", b'color w:val="FFFFFF"')
"""what a run's properties must be looked at for"""
_EDGE = " \t\r\f\v\xa0\u3000\ufeff\u200b"


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a DOCX file. RefusedFile if it is not one or is not safe to read."""
    package = archive.Archive(path, data)
    content = utf8(package.read(archive.main_part(package, "word", "document")))
    root = parse(path, content)
    body = child(root, _BODY)
    if body is None:
        raise RefusedFile(path, "no text in this Word document")
    styles = Styles.read(path, package, content)
    text = Text(plain=not styles.hidden and not any(word in content for word in _ALTERED), hidden=styles.hidden)
    walk = _Walk(
        numbers=Numbers.read(path, package, content, styles),
        text=text,
        styles=styles,
        marks=b"vanish" in content or b":del" in content,
    )
    try:
        walk.blocks(body)
        walk.end()
    except RecursionError:
        raise RefusedFile(path, "damaged: more deeply nested than any report is") from None
    if not any(line.text for line in walk.lines):
        raise RefusedFile(path, _nothing(text.pictures, body))
    lines = [
        make_line(number=number, text=each.text, columns=each.columns, width=each.width)
        for number, each in enumerate((*walk.lines, Printed("")), 1)
    ]
    return Document(path=path, digest=digest, lines=tuple(lines), notes=_left_out(text, content))


def _nothing(pictures: int, body: Element) -> str:
    if pictures:
        return "only pictures, no text in it: save it as PDF, which is read as a scan"
    if body.find(f".//{_EMBEDDED}") is not None:
        return "its text is an embedded web page: open it in Word and save it again"
    return "no text in this Word document"


def _left_out(text: Text, content: bytes) -> tuple[str, ...]:
    """What stands in the document and not in its lines: a table may be a picture."""
    counts = {"footnotes": text.notes, "pictures": text.pictures, "embedded files": content.count(b":altChunk ")}
    return tuple(f"{what} left out: {count}" for what, count in counts.items() if count)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Takes blocks in order and makes lines of them."""

    numbers: Numbers
    text: Text
    styles: Styles
    marks: bool
    """some end of a paragraph may be deleted or hidden"""
    inside: bool = False
    """of a cell"""
    lines: list[Printed] = field(default_factory=list)
    carried: str = ""
    """text of a paragraph whose end is deleted: it goes on with the next one"""

    def blocks(self, node: Element) -> None:
        for each in node:
            tag = each.tag
            if tag == _PARAGRAPH:
                self.paragraph(each)
            elif tag == _TABLE:
                self.end()
                self.table(each)
            elif tag in WRAPS:
                # A table of contents repeats the headings.
                if is_prompt(each):
                    continue
                if tag != _CONTENTS or val(child(each, *_GALLERY)) != "Table of Contents":
                    self.blocks(each)
            elif tag == ALTERNATE:
                self.blocks(chosen(each))

    def paragraph(self, node: Element) -> None:
        """One paragraph: a line, or several where it is broken by hand; then what floats beside it."""
        properties = node.find(_PARAGRAPH_PROPERTIES)
        text, boxes = self.text.of(node)
        goes_on = self.marks and _has_no_end(properties)
        if properties is not None:
            if self._is_hidden(properties) or (goes_on and not text.strip() and not boxes):
                return
            number = self.numbers.next(properties)
            if number and (text.strip() or self.inside):
                text = _numbered(number, text)
        text, self.carried = self.carried + text, ""
        if goes_on:
            self.carried = text
        elif self.inside or not (self.text.in_contents and text.rstrip()[-1:].isdigit()):
            self._print(text)
        for box in boxes:
            self.end()
            self.blocks(box)

    def end(self) -> None:
        """Print what was to go on, where nothing comes."""
        if self.carried:
            self._print(self.carried)
            self.carried = ""

    def _print(self, text: str) -> None:
        for line in text.split("\n") if "\n" in text else (text,):
            bare = line.strip(_EDGE)
            if bare:
                self.lines.append(Printed(bare))

    def cell(self, node: Element) -> list[Printed]:
        """Lines of a cell."""
        outside = self.inside, self.lines
        self.inside, self.lines = True, []
        self.blocks(node)
        self.end()
        made = self.lines
        self.inside, self.lines = outside
        return made

    def _is_hidden(self, properties: Element) -> bool:
        return bool(self.styles.hidden) and val(child(properties, _STYLE)) in self.styles.hidden

    def table(self, table: Element) -> None:
        rows = [list(self._cells(row)) for row in _within(table, _ROW) if not _is_gone(row)]
        for made, cells in stretches(list(_merged(rows)), _Cell.span, _Cell.lays_out):
            self.lines += printed_rows(made) if made else []
            for cell in cells:
                self.lines += cell.lines

    def _cells(self, row: Element) -> Iterator[_Cell]:
        at = whole(val(child(row, _ROW_PROPERTIES, _BEFORE)))
        if at:
            yield _Cell(at=0, columns=at, lines=[])
        for each in _within(row, _CELL):
            cell = _Cell(at=at, columns=1, lines=self.cell(each))
            properties = each.find(_CELL_PROPERTIES)
            for said in properties if properties is not None else ():
                if said.tag == _SPAN:
                    cell.columns = max(whole(val(said), 1), 1)
                elif said.tag == _DOWN:
                    cell.continues = _continues(said)
                elif said.tag == _ACROSS:
                    cell.sideways = _continues(said)
            yield cell
            at += cell.columns


@dataclass(slots=True)
class _Cell:
    at: int
    """column of the grid"""
    columns: int
    lines: list[Printed]
    rows: int = 1
    continues: bool = False
    """part of the cell above"""
    sideways: bool = False
    """part of the cell before"""

    def span(self) -> Span:
        if len(self.lines) == 1:
            return Span(line_of_cell(self.lines[0].text), self.rows, self.columns)
        texts = tuple(line.text for line in self.lines)
        return Span(cell_text(texts), self.rows, self.columns, texts)

    def lays_out(self) -> bool:
        return bool(self.lines) and lays_out(self.lines)


def _merged(rows: list[list[_Cell]]) -> Iterator[list[_Cell]]:
    """Rows of the cells that begin in them, each reaching over those that continue it: what these hold is not shown."""
    above: dict[int, _Cell] = {}
    for row in rows:
        here: dict[int, _Cell] = {}
        begin: list[_Cell] = []
        for cell in _sideways(row):
            origin = above.get(cell.at) if cell.continues else None
            if origin is not None and origin.columns == cell.columns:
                origin.rows += 1
                here[cell.at] = origin
                continue
            if origin is not None:
                # Merged with a cell of another width: a figure there reaches over this column and others.
                cell.lines = [Printed(ABOVE)] if figures.cell(origin.span().text) is not None else []
            here[cell.at] = cell
            begin.append(cell)
        above = here
        yield begin


def _sideways(row: list[_Cell]) -> list[_Cell]:
    """A row in which cells merged with the one before are part of it, as old versions of Word write it."""
    if not any(cell.sideways for cell in row):
        return row
    kept: list[_Cell] = []
    for cell in row:
        if cell.sideways and kept:
            kept[-1].columns += cell.columns
        else:
            kept.append(cell)
    return kept


def _continues(merge: Element) -> bool:
    """Whether a cell is merged with the one above or before it; without a value it is."""
    return val(merge) in (None, "continue")


def _is_gone(row: Element) -> bool:
    properties = child(row, _ROW_PROPERTIES)
    return properties is not None and (child(properties, _DELETED) is not None or is_on(child(properties, w("hidden"))))


def _has_no_end(properties: Element | None) -> bool:
    """Whether the mark at the end of a paragraph is deleted or hidden, so that the next one goes on in its line."""
    mark = child(properties, _RUN_PROPERTIES)
    return mark is not None and (child(mark, _DELETED) is not None or is_on(child(mark, _VANISH)))


def _numbered(number: str, text: str) -> str:
    """A paragraph behind its number, with a blank where the two would make one figure."""
    text = text.lstrip(_EDGE)
    return f"{number} {text}" if text[:1].isalnum() and not "\u3007" <= text[:1] <= "\u9fff" else number + text


def _within(node: Element, name: str) -> Iterator[Element]:
    """Elements of a name right below, or below what only wraps them."""
    for each in node:
        tag = each.tag
        if tag == name:
            yield each
        elif tag in WRAPS:
            yield from _within(each, name)
        elif tag == ALTERNATE:
            yield from _within(chosen(each), name)
