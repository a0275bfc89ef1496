"""PDF: pages as lines of text and rows of tables, joined over page breaks; pages without text are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import RefusedFile
from loaders.models import Document, make_line
from loaders.readers import pdf_text, pdf_unruled, scan
from loaders.readers.grid import Printed
from loaders.readers.pdf_columns import Columns
from loaders.readers.pdf_page import UNSURE, Glyph, PageContent, content_of
from loaders.readers.pdf_tables import PageTable, goes_on, page_tables, rows_over_pages
from loaders.readers.pdf_text import Paragraph, TextLine
from loaders.readers.pdf_units import units_apart
from loaders.readers.pdf_unruled import Region
from loaders.readers.side_by_side import Block, Gutter, gutter

MOST_PAGES = 300
LITTLE = 20
"""characters of a page that says nothing itself"""
OVER = 150
"""characters on a picture as large as the page from which on they are its text, and the picture what they stand on"""
PICTURED = 0.8
"""part of a page that such a picture covers"""
SEEN = 0.3
"""part that a picture covers on a page without text for it to be a scan"""
OUTLINED = 100
"""drawings on a page without text that are characters drawn as outlines"""
DOTS = 200
"""an inch, of a page that is recognised"""
MOST_DOTS = 25_000_000
"""of such a page"""
MOST_NOTES = 1000
"""of one page that are looked at for fields"""
_FILLED_IN = frozenset((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT))


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a PDF.

    RefusedFile if it is damaged, locked or too long, or is a scan that cannot be recognised here.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise RefusedFile(path, "locked with a password" if locked else "damaged: no PDF that can be opened") from None
    try:
        if len(document) > MOST_PAGES:
            raise RefusedFile(path, f"more than {MOST_PAGES} pages")
        pages = [part for number in range(len(document)) for part in _parts(path, document, number)]
    except pypdfium2.PdfiumError:
        raise RefusedFile(path, "damaged: a page cannot be read") from None
    finally:
        document.close()
    printed = _put_together(pages)
    if not any(line.text for line, _, _ in printed):
        raise RefusedFile(path, "no text in it")
    lines = [
        make_line(
            number=number,
            text=each.text,
            page=pages[part - 1].number,
            columns=each.columns,
            width=each.width,
            scanned=scanned,
        )
        for number, (each, part, scanned) in enumerate(printed, 1)
    ]
    lines.append(make_line(number=len(lines) + 1, text="", page=lines[-1].page))
    notes = tuple(f"page {page.number}: {note}" for page in pages for note in page.notes)
    return Document(path=path, digest=digest, lines=tuple(lines), notes=notes)


@dataclass(slots=True, kw_only=True)
class _Page:
    """One page or column of a page, its text apart from its tables."""

    number: int
    """of the page, from 1"""
    height: float
    lines: list[TextLine] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)
    recognised: scan.ScannedPage | None = None
    """a page that is a picture"""
    scanned: bool = False
    """its text stands on a picture as large as the page, and may have been recognised in it"""
    notes: list[str] = field(default_factory=list)


def _parts(path: str, document: Any, number: int) -> list[_Page]:
    """A page, or its columns from left to right."""
    page = document[number]
    try:
        if _filled_in(page):
            # What is typed into fields becomes part of the page once it is read again.
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
        content = content_of(page)
        if _is_scan(content):
            return [_scan(path, page, content, number + 1)]
    finally:
        page.close()
    return _read(content, number + 1)


def _filled_in(page: Any) -> bool:
    """Whether a page has fields of a form, or text that was put on it later."""
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _FILLED_IN:
            return True
    return False


def _is_scan(content: PageContent) -> bool:
    """Whether what is to be read of a page is a picture, or signs that no font explains."""
    said = sum(glyph.text != UNSURE for glyph in content.glyphs)
    if content.pictured >= PICTURED:
        return said < OVER
    unsaid = len(content.glyphs) - said
    return said < LITTLE and (content.pictured >= SEEN or content.curves >= OUTLINED or unsaid > LITTLE)


def _scan(path: str, page: Any, content: PageContent, number: int) -> _Page:
    """A page that is a picture."""
    dots = min(DOTS / 72, (MOST_DOTS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    # In colours: a red stamp is told from what it covers.
    bitmap = page.render(scale=dots, rev_byteorder=True)
    try:
        read = scan.read_page(path, bitmap.to_numpy()[:, :, :3].copy())
        return _Page(number=number, height=content.height, recognised=read)
    finally:
        bitmap.close()


def _read(content: PageContent, number: int) -> list[_Page]:
    found, left = page_tables(content)
    lines = pdf_text.lines_of(left)
    beside = _gutter(lines, found)
    parts = [(lines, found)] if beside is None else _parted(left, found, beside)
    pages = [
        _Page(number=number, height=content.height, lines=lines, tables=tables, scanned=content.pictured >= PICTURED)
        for lines, tables in parts
    ]
    if not content.all:
        pages[0].notes.append("more is drawn on it than is looked at; what is read may not be all")
    return pages


def _gutter(lines: Sequence[TextLine], tables: Sequence[PageTable]) -> Gutter | None:
    """The white between the columns of a page."""
    blocks = [Block(table.xs[0], table.top, table.xs[-1], table.bottom, table=True) for table in tables]
    for line in lines:
        blocks += (Block(piece.left, line.base - line.size, piece.right, line.base) for piece in line.pieces)
    sizes = sorted(line.size for line in lines)
    return gutter(blocks, sizes[len(sizes) // 2]) if sizes else None


def _parted(
    glyphs: Sequence[Glyph], tables: Sequence[PageTable], at: Gutter
) -> list[tuple[list[TextLine], list[PageTable]]]:
    """(lines, tables) of what stands above two columns, of these, and of what stands below them."""
    signs: list[list[Glyph]] = [[], [], [], []]
    for glyph in glyphs:
        signs[at.part(*glyph.middle)].append(glyph)
    ruled: list[list[PageTable]] = [[], [], [], []]
    for table in tables:
        ruled[at.part((table.xs[0] + table.xs[-1]) / 2, (table.top + table.bottom) / 2)].append(table)
    return [(pdf_text.lines_of(own), each) for own, each in zip(signs, ruled, strict=True) if own or each]


_Out = list[tuple[Printed, int, bool]]
"""(line, page, whether it was recognised)"""
_Block = list[TextLine] | PageTable | scan.ScannedPage


def _put_together(pages: Sequence[_Page]) -> _Out:
    """Lines of all pages: tables and paragraphs over several of them are one."""
    kept = pdf_text.without_marks([(page.height, page.lines) for page in pages])
    blocks: list[tuple[_Block, int]] = []
    for number, (page, lines) in enumerate(zip(pages, kept, strict=True), 1):
        here = [page.recognised] if page.recognised is not None else _blocks(page, lines)
        blocks += ((block, number) for block in here)
    margins = [
        pdf_text.margins(lines, [(table.xs[0], table.xs[-1]) for table in page.tables])
        for page, lines in zip(pages, kept, strict=True)
    ]
    out: _Out = []
    open_paragraph: Paragraph | None = None
    columns: Columns = ()
    scanned: scan.ScannedPage | None = None
    at = 0
    while at < len(blocks):
        block, number = blocks[at]
        at += 1
        if isinstance(block, scan.ScannedPage):
            _scanned(block, scanned, number, out)
            scanned, open_paragraph = block, None
            continue
        scanned = None
        if isinstance(block, list):
            parts = list(_prose(block, margins[number - 1], open_paragraph, columns))
            columns = last.columns if parts and isinstance(last := parts[-1], Region) else ()
            made = [each for each in parts if not isinstance(each, Region)]
            if open_paragraph is not None and made and isinstance(made[0], Paragraph):
                out.pop()
            read = [each if isinstance(each, Printed) else Printed(each.text) for each in made]
            out += ((each, number, pages[number - 1].scanned) for each in read)
            open_paragraph = made[-1] if made and isinstance(made[-1], Paragraph) else None
            continue
        table = [(block, number)]
        while at < len(blocks):
            following, on = blocks[at]
            if not isinstance(following, PageTable) or on != table[-1][1] + 1 or not goes_on(table[-1][0], following):
                break
            table.append((following, on))
            at += 1
        out += _table(table, pages)
        open_paragraph = None
    return out


def _scanned(page: scan.ScannedPage, before: scan.ScannedPage | None, number: int, out: _Out) -> None:
    """Rows of a page that was recognised; its first paragraph may be the end of the last one."""
    read = [Printed(row.text, row.columns, row.width) for row in page.rows]
    if read and before is not None and before.breaks_off and page.goes_on:
        begun, begun_on, _ = out.pop()
        out.append((begun._replace(text=begun.text + read.pop(0).text), begun_on, True))
    out += ((row, number, True) for row in read)


def _table(parts: Sequence[tuple[PageTable, int]], pages: Sequence[_Page]) -> Iterator[tuple[Printed, int, bool]]:
    """Rows of a table on one page or more, an empty line before and behind."""
    yield Printed(""), parts[0][1], False
    for rows, (_, number) in zip(rows_over_pages([part for part, _ in parts]), parts, strict=True):
        for row in rows:
            yield Printed(row.text, row.columns, row.width), number, pages[number - 1].scanned
    yield Printed(""), parts[-1][1], False


def _blocks(page: _Page, lines: Sequence[TextLine]) -> Iterator[_Block]:
    """Tables of a page and the lines between them, from top to bottom."""
    left = list(lines)
    for table in page.tables:
        above = [line for line in left if line.base <= table.top + line.size]
        if above:
            yield above
        left = left[len(above) :]
        yield table
    if left:
        yield left


def _prose(
    lines: Sequence[TextLine], margins: tuple[float, float], before: Paragraph | None, columns: Columns
) -> Iterator[Paragraph | Printed | Region]:
    """Paragraphs, and between them rows of tables without rules; the last of these if the lines end with it."""
    lines = units_apart(lines)
    at = 0
    last: Region | None = None
    while at < len(lines):
        table = pdf_unruled.region(lines, at, columns if at == 0 else ())
        begin = len(lines) if table is None else table.begin
        if begin > at:
            yield from pdf_text.paragraphs(lines[at:begin], margins, before)
        before = None
        at = len(lines)
        if table is not None:
            yield from pdf_unruled.printed(lines, table)
            at = table.end
            last = table if pdf_unruled.is_last(lines[at:], table) else None
    if last is not None:
        yield last
