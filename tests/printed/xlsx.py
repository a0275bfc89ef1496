"""A report as a workbook, by openpyxl: all on one sheet, or a sheet a table."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

from tests.printed.blocks import Block, placed


def xlsx(blocks: Sequence[Block], *, numbers: bool = True) -> bytes:
    """numbers: whole figures are kept as numbers, not as text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(row=row, column=1, value=block)
            row += 1
            continue
        for text, top, bottom, left, right in placed(block):
            value: str | int | None = text or None
            if numbers and text.lstrip("-").isdigit():
                value = int(text)
            sheet.cell(row=row + top, column=1 + left, value=value)
            if bottom > top + 1 or right > left + 1:
                sheet.merge_cells(
                    start_row=row + top, end_row=row + bottom - 1, start_column=1 + left, end_column=right
                )
        row += len(block.rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
