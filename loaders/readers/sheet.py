"""XLSX and XLS: all visible sheets, with merged cells, and figures as they are displayed."""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence

import python_calamine as calamine

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers import xlsx
from loaders.readers.grid import MOST_COLUMNS, Printed, Span, cell_text, grid_rows, printed_rows
from loaders.readers.sheet_bands import bands
from loaders.readers.sheet_names import of_last_year
from loaders.readers.xlsx import MOST_ROWS, Sheet
from loaders.readers.xlsx_formats import DIGITS, plain

WIDE = 5
"""columns of a merged cell from which on it is a title or a paragraph"""
MOST_MERGED = 5_000_000
"""cells in merged ranges of a sheet: a whole one of these has fewer"""
LONGEST_LABEL = 40
"""characters of a label"""


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a workbook. RefusedFile if it is not one or is not safe to read."""
    sheets, hidden, inside = _of_old(path, data) if data[:2] != b"PK" else xlsx.sheets(path, data)
    if any(_area(sheet) > MOST_MERGED for sheet in sheets):
        raise RefusedFile(path, "more merged cells than a report has")
    kept = of_last_year([sheet.name for sheet in sheets])
    named = sum(kept) > 1
    printed = [line for sheet in itertools.compress(sheets, kept) for line in _named(sheet, named=named)]
    notes = [f"hidden sheets left out: {hidden}"] if hidden else []
    notes += [f"sheets of another year left out: {kept.count(False)}"] if not all(kept) else []
    notes += [f"hidden rows and columns left out: {inside}"] if inside else []
    return Document(
        path=path,
        digest=digest,
        lines=tuple(
            Line(number=number, text=each.text, columns=each.columns, width=each.width)
            for number, each in enumerate((*printed, Printed("")), 1)
        ),
        notes=tuple(notes),
    )


def _of_old(path: str, data: bytes) -> tuple[list[Sheet], int, int]:
    """The same of an XLS, as `xlsx.sheets` gives it; of hidden rows and columns it is not told."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        shown = [each.name for each in sheets if each.visible == calamine.SheetVisibleEnum.Visible]
        read = [_sheet(book.get_sheet_by_name(name)) for name in shown]
        for name, sheet in zip(shown, read, strict=True):
            sheet.name = name
    except calamine.PasswordError:
        raise RefusedFile(path, "locked with a password") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedFile(path, f"no workbook that can be read: {' '.join(str(error).split())[:100]}") from None
    return read, len(sheets) - len(shown), 0


def _sheet(sheet: calamine.CalamineSheet) -> Sheet:
    made = Sheet()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        made.merged[top, left] = bottom - top + 1, right - left + 1
    for row, values in enumerate(sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)):
        cells = {column: text for column, value in enumerate(values) if (text := shown(value))}
        if cells:
            made.cells[row] = cells
    return made


def _named(sheet: Sheet, *, named: bool) -> Iterator[Printed]:
    """Lines of a sheet; of several its name is above them where it tells of whom or when they are."""
    if named and any(map(str.isdigit, sheet.name)) and not sheet.name.isascii():
        yield Printed(cell_text((sheet.name,)))
    yield from _lines(sheet)


def _lines(sheet: Sheet) -> Iterator[Printed]:
    """Lines of a sheet: rows with nothing but one long or wide cell are text, the others make tables."""
    covered = _covered(sheet)
    last = max((*sheet.cells, *covered), default=-1)
    table: list[tuple[int, Mapping[int, str]]] = []
    for at in range(min(last + 1, MOST_ROWS)):
        cells = {column: text for column, text in sheet.cells.get(at, {}).items() if text.strip()}
        if _is_row(sheet, at, cells, begun=bool(table)) or (not cells and at in covered):
            table.append((at, cells))
            continue
        yield from _tables(table, sheet, covered)
        table = []
        yield from [Printed(cell_text(text.split("\n"))) for text in cells.values()] or [Printed("")]
    yield from _tables(table, sheet, covered)


def _area(sheet: Sheet) -> int:
    """Cells that are merged, if the ranges are what they say."""
    return sum(min(rows, MOST_ROWS) * min(columns, MOST_COLUMNS) for rows, columns in sheet.merged.values())


def _covered(sheet: Sheet) -> dict[int, set[int]]:
    """Columns by row in which a merged cell from above goes on."""
    covered: dict[int, set[int]] = {}
    for (top, left), (rows, columns) in sheet.merged.items():
        for row in range(top + 1, min(top + rows, MOST_ROWS)):
            covered.setdefault(row, set()).update(range(left, min(left + columns, MOST_COLUMNS)))
    return covered


def _is_row(sheet: Sheet, at: int, cells: Mapping[int, str], *, begun: bool) -> bool:
    """Whether a row is of a table; what stands alone in it is the label of a row left blank, or text."""
    if len(cells) != 1:
        return len(cells) > 1
    ((column, text),) = cells.items()
    return begun and sheet.merged.get((at, column), (1, 1))[1] < WIDE and len(text) <= LONGEST_LABEL


def _tables(
    table: Sequence[tuple[int, Mapping[int, str]]], sheet: Sheet, covered: Mapping[int, set[int]]
) -> Iterator[Printed]:
    """Rows that follow each other: a table, or several side by side."""
    parts = bands(table, sheet) if table else []
    if len(parts) == 1:
        yield from _table(table, sheet, covered)
        return
    for part in parts:
        yield from _lines(part)
        yield Printed("")


def _table(
    table: Sequence[tuple[int, Mapping[int, str]]], sheet: Sheet, covered: Mapping[int, set[int]]
) -> Iterator[Printed]:
    """Rows that follow each other, all as long as the longest."""
    if not table:
        return
    reach = [max((*cells, *covered.get(at, ())), default=0) for at, cells in table]
    reach += [
        column + sheet.merged[at, column][1] - 1
        for at, cells in table
        for column in cells
        if (at, column) in sheet.merged
    ]
    width = min(max(reach) + 1, MOST_COLUMNS)
    yield from printed_rows(grid_rows(_spans(at, cells, sheet, covered.get(at, set()), width) for at, cells in table))


def _spans(at: int, cells: Mapping[int, str], sheet: Sheet, covered: set[int], width: int) -> list[Span]:
    """The cells that begin in a row."""
    row = []
    column = 0
    while column < width:
        if column in covered:
            column += 1
            continue
        rows, columns = sheet.merged.get((at, column), (1, 1))
        row.append(Span(cell_text(cells.get(column, "").split("\n")), rows, columns))
        column += columns
    return row


def shown(value: object) -> str:
    """A cell's value as displayed: 14.0 is 14, and no figure has more digits than are shown."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return plain(DIGITS.create_decimal(repr(value)))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return "" if value is None else str(value)
