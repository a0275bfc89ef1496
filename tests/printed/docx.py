"""A report as a Word file, by python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document

from tests.printed.blocks import Block, placed, width_of


def docx(blocks: Sequence[Block]) -> bytes:
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        made = document.add_table(rows=len(block.rows), cols=width_of(block), style="Table Grid")
        grid = [list(row.cells) for row in made.rows]
        for text, top, bottom, left, right in placed(block):
            cell = grid[top][left]
            if bottom > top + 1 or right > left + 1:
                cell = cell.merge(grid[bottom - 1][right - 1])
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
