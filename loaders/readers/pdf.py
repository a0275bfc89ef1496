"""PDF: pages → lines of text and rows of ruled tables, those that run over pages put together; scans are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers import pdf_text, scan
from loaders.readers.grid import GridRow, Printed, Span, cell_text, grid_rows
from loaders.readers.pdf_page import Glyph, PageContent, content_of
from loaders.readers.pdf_text import Paragraph, TextLine
from loaders.readers.ruled import RuledTable, tables

MOST_PAGES = 300
LITTLE = 20
"""characters of a page that says nothing itself"""
PICTURED = 0.8
"""part of a page that a picture covers from which on the page is a scan; what text it has was recognised before"""
SEEN = 0.3
"""part that it covers where the page has no text"""
DOTS = 200
"""an inch, of a page that is recognised"""
MOST_DOTS = 25_000_000
"""of such a page"""
SAME = 6.0
"""points by which the columns of a table differ from page to page"""


def read(path: str, data: bytes, digest: str) -> Document:
    """Document of a PDF. RefusedFile: damaged, locked, too long, or scanned where nothing can recognise it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise RefusedFile(path, "locked with a password" if locked else "damaged: no PDF that can be opened") from None
    try:
        if len(document) > MOST_PAGES:
            raise RefusedFile(path, f"more than {MOST_PAGES} pages")
        pages = [_page(path, document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise RefusedFile(path, "damaged: a page cannot be read") from None
    finally:
        document.close()
    printed = _put_together(pages)
    if not any(line.text for line, _, _ in printed):
        raise RefusedFile(path, "no text in it")
    lines = [
        Line(number=number, text=each.text, page=page, columns=each.columns, width=each.width, scanned=scanned)
        for number, (each, page, scanned) in enumerate(printed, 1)
    ]
    lines.append(Line(number=len(lines) + 1, text="", page=lines[-1].page))
    return Document(path=path, digest=digest, lines=tuple(lines))


@dataclass(slots=True, kw_only=True)
class _Page:
    """One page, its text apart from its tables."""

    height: float
    lines: list[TextLine] = field(default_factory=list)
    tables: list[tuple[RuledTable, list[GridRow]]] = field(default_factory=list)
    recognised: scan.ScannedPage | None = None
    """a page that is a picture"""


def _page(path: str, document: Any, number: int) -> _Page:
    page = document[number]
    try:
        content = content_of(page)
        bare = len(content.glyphs) < LITTLE
        if content.pictured >= (SEEN if bare else PICTURED):
            return _scan(path, page, content)
    finally:
        page.close()
    return _read(content)


def _scan(path: str, page: Any, content: PageContent) -> _Page:
    """A page that is a picture."""
    dots = min(DOTS / 72, (MOST_DOTS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    # In colours: a red stamp is told from what it covers.
    bitmap = page.render(scale=dots, rev_byteorder=True)
    try:
        return _Page(height=content.height, recognised=scan.read_page(path, bitmap.to_numpy()[:, :, :3].copy()))
    finally:
        bitmap.close()


def _read(content: PageContent) -> _Page:
    ruled = tables(content.across, content.down) or tables(*content.shaded)
    inside: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in ruled]
    outside: list[Glyph] = []
    for glyph in content.glyphs:
        at = next((at for at, table in enumerate(ruled) if table.holds(*glyph.middle)), None)
        if at is None:
            outside.append(glyph)
        else:
            inside[at].setdefault(ruled[at].place(*glyph.middle), []).append(glyph)
    page = _Page(height=content.height)
    for table, glyphs in zip(ruled, inside, strict=True):
        rows = grid_rows(_spans(table, glyphs)) if glyphs else []
        if rows and max(row.width for row in rows) > 1:
            page.tables.append((table, rows))
        else:
            outside += [glyph for each in glyphs.values() for glyph in each]
    page.lines = pdf_text.lines_of(outside)
    return page


def _spans(table: RuledTable, glyphs: dict[tuple[int, int], list[Glyph]]) -> list[list[Span]]:
    """Cells of a table by row, with their text."""
    rows: list[list[Span]] = [[] for _ in range(len(table.ys) - 1)]
    for cell in table.cells:
        here = [
            glyph
            for row in range(cell.top, cell.top + cell.rows)
            for column in range(cell.left, cell.left + cell.columns)
            for glyph in glyphs.get((row, column), ())
        ]
        text = cell_text(line.text for line in pdf_text.lines_of(here)) if here else ""
        rows[cell.top].append(Span(text, cell.rows, cell.columns))
    return rows


_Out = list[tuple[Printed, int, bool]]
"""(line, page, whether it was recognised)"""


def _put_together(pages: Sequence[_Page]) -> _Out:
    kept = pdf_text.without_marks([(page.height, page.lines) for page in pages])
    out: _Out = []
    open_paragraph: Paragraph | None = None
    before: tuple[RuledTable, list[GridRow]] | None = None
    scanned: scan.ScannedPage | None = None
    for number, (page, lines) in enumerate(zip(pages, kept, strict=True), 1):
        if page.recognised is not None:
            read = [Printed(row.text, row.columns, row.width) for row in page.recognised.rows]
            if read and scanned is not None and scanned.breaks_off and page.recognised.goes_on:
                begun, begun_on, _ = out.pop()
                out.append((begun._replace(text=begun.text + read.pop(0).text), begun_on, True))
            out += [(row, number, True) for row in read]
            scanned, open_paragraph, before = page.recognised, None, None
            continue
        scanned = None
        margins = pdf_text.margins(lines, [(table.xs[0], table.xs[-1]) for table, _ in page.tables])
        for block in _blocks(page, lines):
            if isinstance(block, list):
                made = list(_prose(block, margins, open_paragraph))
                if open_paragraph is not None and made and isinstance(made[0], Paragraph):
                    out.pop()
                out += [(each if isinstance(each, Printed) else Printed(each.text), number, False) for each in made]
                open_paragraph = made[-1] if made and isinstance(made[-1], Paragraph) else None
                before = None
            else:
                rows = block[1]
                if before is not None and _goes_on(before[0], block[0]):
                    rows = _without_heads(before[1], rows)
                    while out and not out[-1][0].text:
                        out.pop()
                else:
                    out.append((Printed(""), number, False))
                    before = block
                out += [(Printed(row.text, row.columns, row.width), number, False) for row in rows]
                out.append((Printed(""), number, False))
                before = (block[0], before[1])
                open_paragraph = None
    return out


def _blocks(page: _Page, lines: Sequence[TextLine]) -> Iterator[list[TextLine] | tuple[RuledTable, list[GridRow]]]:
    """Tables of a page and the lines between them, from top to bottom."""
    left = list(lines)
    for table in page.tables:
        above = [line for line in left if line.base <= table[0].ys[0] + line.size]
        if above:
            yield above
        left = left[len(above) :]
        yield table
    if left:
        yield left


def _prose(
    lines: Sequence[TextLine], margins: tuple[float, float], before: Paragraph | None
) -> Iterator[Paragraph | Printed]:
    """Paragraphs, and between them rows of tables without rules."""
    at = 0
    while at < len(lines):
        rows = pdf_text.rows_end(lines, at)
        if rows > at:
            yield from pdf_text.unruled(lines[at:rows])
            at, before = rows, None
            continue
        end = at + 1
        while end < len(lines) and not pdf_text.is_row(lines[end]):
            end += 1
        yield from pdf_text.paragraphs(lines[at:end], margins, before)
        at, before = end, None


def _goes_on(before: RuledTable, table: RuledTable) -> bool:
    """Whether a table has the columns of the one on the page before."""
    return len(before.xs) == len(table.xs) and all(
        abs(one - other) <= SAME for one, other in zip(before.xs, table.xs, strict=True)
    )


def _without_heads(first: Sequence[GridRow], rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows of a table's next page without the heads that are printed again."""
    at = 0
    while at < min(len(first), len(rows)) and rows[at].text == first[at].text and not _has_figures(rows[at]):
        at += 1
    return list(rows[at:])


def _has_figures(row: GridRow) -> bool:
    return any(cell.strip().isdigit() for cell in row.text.split("\t"))
