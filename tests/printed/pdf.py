"""A report as a PDF, drawn by reportlab: ruled tables that run over pages, their merged cells cut as Word cuts them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.printed.blocks import Block, Table, placed, width_of
from tests.printed.pdf_rules import DARK, RULES, Frame

Placed = tuple[str, int, int, int, int]
"""a cell as blocks.placed has it"""
WQY = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
"""a font whose glyphs every renderer has; Debian's fonts-wqy-microhei"""
MARGIN = 60.0
PADDING = 3.0
LABEL = 3
"""characters of a label at least; shorter ones are placed as figures are"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How it is printed."""

    size: float = 10.0
    wide: bool = False
    """pages lie on their side"""
    repeat: bool = False
    """heads again on each page"""
    ruled: bool = True
    rules: str = "box"
    """of pdf_rules.RULES"""
    cut: bool = False
    """rows are cut where a page ends"""
    running: str = ""
    """a title at the head of each page"""
    align: str = "center"
    """of figures: left, center or right"""
    marks: bool = True
    """a page mark at the foot of each page"""
    embedded: bool = False
    """with WQY's glyphs inside; else by name of a font that readers know"""


def pdf(blocks: Sequence[Block], style: Style | None = None) -> bytes:
    printer = _Printer(style or Style())
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            printer.table(block)
        else:
            printer.text(block, centred=at == 0)
    return printer.done()


class _Printer:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.page = landscape(A4) if style.wide else A4
        if style.embedded:
            self.font = "wqy"
            pdfmetrics.registerFont(TTFont("wqy", str(WQY), subfontIndex=0))
        else:
            self.font = "STSong-Light"
            pdfmetrics.registerFont(UnicodeCIDFont(self.font))
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=self.page, pageCompression=1)
        self.number = 1
        self.y = self.page[1] - MARGIN
        self.leading = style.size * 1.35

    def done(self) -> bytes:
        self._foot()
        self.canvas.save()
        return self.file.getvalue()

    def _foot(self) -> None:
        self.canvas.setFont(self.font, self.style.size)
        if self.style.marks:
            self.canvas.drawCentredString(self.page[0] / 2, MARGIN / 2, f"— {self.number} —")

        if self.style.running:
            self.canvas.drawString(MARGIN, self.page[1] - MARGIN / 2, self.style.running)

    def _next(self) -> None:
        self._foot()
        self.canvas.showPage()
        self.number += 1
        self.y = self.page[1] - MARGIN

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines = [""]
        for sign in text:
            if lines[-1] and pdfmetrics.stringWidth(lines[-1] + sign, self.font, self.style.size) > width:
                lines.append("")
            lines[-1] += sign
        return lines

    def text(self, text: str, *, centred: bool = False) -> None:
        """A paragraph, its first line indented as two characters."""
        indent = 0 if centred else 2 * self.style.size
        width = self.page[0] - 2 * MARGIN
        first = self._wrapped(text, width - indent)[0]
        rest = text[len(first) :]
        for at, line in enumerate([first, *(self._wrapped(rest, width) if rest else [])]):
            if self.y < MARGIN + self.leading:
                self._next()
            self.canvas.setFont(self.font, self.style.size)
            if centred:
                self.canvas.drawCentredString(self.page[0] / 2, self.y - self.style.size, line)
            else:
                self.canvas.drawString(MARGIN + (indent if at == 0 else 0), self.y - self.style.size, line)
            self.y -= self.leading * 1.3

    def table(self, table: Table) -> None:
        cells = placed(table)
        edges = self._edges(table)
        heights = self._heights(cells, edges, len(table.rows))
        top = 0
        while top < len(heights):
            head = table.heads if self.style.repeat and top >= table.heads else 0
            room = self.y - MARGIN - sum(heights[:head])
            bottom = top
            while bottom < len(heights) and room >= heights[bottom]:
                room -= heights[bottom]
                bottom += 1
            fits = int((room - 2 * PADDING) / self.leading)
            if self.style.cut and bottom < len(heights) and bottom >= max(table.heads, 1) and fits > 0:
                cells = self._cut(cells, edges, bottom, fits)
                part = fits * self.leading + 2 * PADDING
                heights[bottom : bottom + 1] = [part, max(heights[bottom] - fits * self.leading, part)]
                bottom += 1
            if bottom == top:
                self._next()
                continue
            if head:
                self._rows(cells, edges, heights, (0, head))
            self._rows(cells, edges, heights, (top, bottom))
            top = bottom
            if top < len(heights):
                self._next()
        self.y -= self.leading

    def _cut(self, cells: list[Placed], edges: list[float], row: int, fits: int) -> list[Placed]:
        """Two rows for one: the first has so many lines of its cells, the second the others."""
        made: list[Placed] = []
        for text, top, bottom, left, right in cells:
            if (top, bottom) == (row, row + 1):
                lines = self._wrapped(text, edges[right] - edges[left] - 2 * PADDING)
                made.append(("".join(lines[:fits]), row, row + 1, left, right))
                made.append(("".join(lines[fits:]), row + 1, row + 2, left, right))
            else:
                made.append((text, top + (top > row), bottom + (bottom > row), left, right))
        return made

    def _edges(self, table: Table) -> list[float]:
        """Left edges of the columns and the right edge of the last."""
        width = width_of(table)
        parts = [2.0, 2.0, 6.0] + [2.2] * 7 if width == 10 else [1.0] * width
        whole = self.page[0] - 2 * MARGIN
        edges = [MARGIN]
        for part in parts:
            edges.append(edges[-1] + whole * part / sum(parts))
        return edges

    def _heights(self, cells: list[Placed], edges: list[float], rows: int) -> list[float]:
        heights = [self.leading + 2 * PADDING] * rows
        for text, top, bottom, left, right in sorted(cells, key=lambda cell: cell[2] - cell[1]):
            lines = self._wrapped(text, edges[right] - edges[left] - 2 * PADDING)
            lack = len(lines) * self.leading + 2 * PADDING - sum(heights[top:bottom])
            if lack > 0:
                heights[bottom - 1] += lack
        return heights

    def _rows(
        self,
        cells: list[Placed],
        edges: list[float],
        heights: list[float],
        part: tuple[int, int],
    ) -> None:
        """Draw the rows from..to below the last thing; of a cell cut by a page the text stands in its first part."""
        begin, end = part
        figures = {top for text, top, *_ in cells if not text or _is_figure(text)}
        for text, top, bottom, left, right in cells:
            first, last = max(top, begin), min(bottom, end)
            if first >= last:
                continue
            y = self.y - sum(heights[begin:first])
            height = sum(heights[first:last])
            if self.style.ruled:
                at = {"left": left == 0, "right": right == len(edges) - 1, "top": first == begin, "bottom": last == end}
                RULES[self.style.rules](
                    self.canvas,
                    Frame(left=edges[left], bottom=y - height, right=edges[right], top=y, odd=bool(first % 2),
                          head=top not in figures, outer=frozenset(side for side, out in at.items() if out)),
                )  # fmt: skip
            if first == top:
                self.canvas.setFillGray(1 if self.style.rules in DARK and top not in figures else 0)
                self._cell(text, edges[left], edges[right], y, height)
                self.canvas.setFillGray(0)
        self.y -= sum(heights[begin:end])

    def _cell(self, text: str, left: float, right: float, y: float, height: float) -> None:
        self.canvas.setFont(self.font, self.style.size)
        lines = self._wrapped(text, right - left - 2 * PADDING)
        free = max(0.0, height - len(lines) * self.leading) / 2
        figure = _is_figure(text) or len(text) < LABEL
        for at, line in enumerate(lines):
            base = y - free - at * self.leading - self.style.size
            if self.style.align == "right" and figure:
                self.canvas.drawRightString(right - PADDING, base, line)
            elif self.style.align == "left" or not figure:
                self.canvas.drawString(left + PADDING, base, line)
            else:
                self.canvas.drawCentredString((left + right) / 2, base, line)


def _is_figure(text: str) -> bool:
    return text.lstrip("-").replace(".", "").isdigit()
