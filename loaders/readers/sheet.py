"""XLSX and XLS: every sheet that shows, its merged cells, its figures as they are shown."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context

import python_calamine as calamine

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers.archive import Archive, main_part
from loaders.readers.grid import MOST_COLUMNS, Printed, Span, cell_text, grid_rows, printed_rows

MOST_CELLS = 2_000_000
"""cells of a sheet, empty ones between counted: more than any report has, and a sheet takes memory for each"""
MOST_ROWS = 20_000
WIDE = 5
"""columns of a merged cell from which on it is a title or a paragraph"""
LONGEST_LABEL = 40
"""characters of a label"""
_AT = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"|<row r="([0-9]{1,7})"')
_FIGURES = Context(prec=15)
"""digits that a sheet shows: 466527.00000000006 is 466527"""
_SHEETS = "xl/worksheets/"
_Merged = Mapping[tuple[int, int], tuple[int, int]]
"""(row, column) of the first cell of a merge → (rows, columns)"""


def read(path: str, data: bytes, digest: str) -> Document:
    """Document of a workbook. RefusedFile where it is none, or is not safe to read."""
    if data[:2] == b"PK":
        package = Archive(path, data)
        main_part(package, "xl", "workbook")
        _weigh(path, package)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        shown = [each.name for each in sheets if each.visible == calamine.SheetVisibleEnum.Visible]
        printed = [line for name in shown for line in _lines(book.get_sheet_by_name(name))]
    except calamine.PasswordError:
        raise RefusedFile(path, "locked with a password") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedFile(path, f"no workbook that can be read: {' '.join(str(error).split())[:100]}") from None
    hidden = len(sheets) - len(shown)
    return Document(
        path=path,
        digest=digest,
        lines=tuple(
            Line(number=number, text=each.text, columns=each.columns, width=each.width)
            for number, each in enumerate((*printed, Printed("")), 1)
        ),
        notes=(f"hidden sheets left out: {hidden}",) if hidden else (),
    )


def _weigh(path: str, archive: Archive) -> None:
    """Refuse what would fill the memory: a bomb, or two cells at far corners of a sheet."""
    for name in archive.names():
        data = archive.read(name)
        if not name.startswith(_SHEETS):
            continue
        rows = columns = 1
        for found in _AT.finditer(data):
            rows = max(rows, int(found[2] or found[3]))
            columns = max(columns, _column(found[1] or b"A"))
        if rows * columns > MOST_CELLS:
            raise RefusedFile(path, f"a sheet of {rows:,} rows and {columns:,} columns is no report")


def _column(letters: bytes) -> int:
    """Number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _lines(sheet: calamine.CalamineSheet) -> Iterator[Printed]:
    """Lines of a sheet: rows with nothing but one long or wide cell are text, the others make tables."""
    merged = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in sheet.merged_cell_ranges or ()}
    inside = {
        (row, column)
        for (top, left), (rows, columns) in merged.items()
        for row in range(top, min(top + rows, MOST_ROWS))
        for column in range(left, min(left + columns, MOST_COLUMNS))
        if (row, column) not in merged
    }
    table: list[tuple[int, Sequence[object]]] = []
    for at, values in enumerate(sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)):
        filled = [column for column, value in enumerate(values[:MOST_COLUMNS]) if shown(value).strip()]
        covered = any((at, column) in inside and (at, column - 1) not in inside for column in range(len(values)))
        if (
            len(filled) > 1
            or (covered and not filled)
            or (filled and table and not _is_text(shown(values[filled[0]]), merged.get((at, filled[0]), (1, 1))[1]))
        ):
            table.append((at, values))
        else:
            yield from _table(table, merged, inside)
            table = []
            yield from [Printed(cell_text(shown(values[column]).split("\n"))) for column in filled] or [Printed("")]
    yield from _table(table, merged, inside)


def _is_text(text: str, columns: int) -> bool:
    """Whether what stands alone in its row is no label of a row left blank."""
    return columns >= WIDE or len(text) > LONGEST_LABEL


def _table(
    table: Sequence[tuple[int, Sequence[object]]], merged: _Merged, inside: set[tuple[int, int]]
) -> Iterator[Printed]:
    """Rows that follow each other, all as long as the longest."""
    if not table:
        return
    filled = [column for _, values in table for column, value in enumerate(values) if shown(value).strip()]
    lines = {at for at, _ in table}
    reach = [column for row, column in inside if row in lines]
    width = min(max([*filled, *reach], default=0) + 1, MOST_COLUMNS)
    rows = [
        [
            Span(cell_text(shown(value).split("\n")), *merged.get((at, column), (1, 1)))
            for column, value in enumerate(values[:width])
            if (at, column) not in inside
        ]
        for at, values in table
    ]
    yield from printed_rows(grid_rows(rows))


def shown(value: object) -> str:
    """A cell's value as a person sees it: 14.0 is 14, and no figure has more digits than are shown."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        exact = _FIGURES.create_decimal(repr(value))
        return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize(), "f")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return "" if value is None else str(value)
