"""Answers, reports and series as CSV, XLSX and JSON.

A text that a spreadsheet would take for a formula gets a ' before it; numbers stay numbers, a true -5 too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias
from urllib.parse import quote

import openpyxl
from aiohttp import web
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bot import encode

Cell: TypeAlias = str | int | Decimal | bool | None

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
FORMULA = "=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"
"""what a formula may begin with, full width too"""
SPACE = " \u3000\u00a0\ufeff\u200b"
EXACT = 15
"""digits of a number that a spreadsheet keeps"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """Rows under their heads."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def defused(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    bare = text.lstrip(SPACE).lstrip("\"'")
    return f"'{text}" if (text[:1] in FORMULA and text) or (bare[:1] in FORMULA and bare) else text


def as_csv(sheet: Sheet) -> bytes:
    """With a mark of UTF-8 before it, without which spreadsheets read Chinese wrong."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([defused(head) for head in sheet.heads])
    for row in sheet.rows:
        writer.writerow([_plain(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return digits(cell)
    return defused(cell) if isinstance(cell, str) else encode.dumps(cell)


def digits(value: Decimal) -> str:
    """Every digit that counts: 788950.2 for 788950.20000."""
    text = encode.dumps(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet, its heads in bold and held in place."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(_title(sheet.name))
    page.freeze_panes = "A2"
    head = []
    for text in sheet.heads:
        cell = WriteOnlyCell(page, value=_cell(text))
        cell.font = openpyxl.styles.Font(bold=True)
        head.append(cell)
    page.append(head)
    for row in sheet.rows:
        page.append([_cell(each) for each in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(name: str) -> str:
    return "".join(each for each in ILLEGAL_CHARACTERS_RE.sub("", name) if each not in r"[]:*?/\'")[:31] or "nianbao"


def _cell(cell: Cell) -> Cell | float:
    if isinstance(cell, str):
        text = "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in cell)
        return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", defused(text)))[:32_000]
    if isinstance(cell, Decimal):
        if len(cell.as_tuple().digits) > EXACT:  # a spreadsheet would round it
            return digits(cell)
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


def download(kind: str, name: str, sheet: Sheet, whole: encode.Json) -> web.Response:
    """A file of one of TYPES; JSON holds `whole`."""
    if kind == "json":
        body = (encode.dumps(whole) + "\n").encode("utf-8", "replace")
    else:
        body = as_csv(sheet) if kind == "csv" else as_xlsx(sheet)
    return attachment(body, f"{name}.{kind}", TYPES[kind])


def attachment(body: bytes, name: str, kind: str) -> web.Response:
    """Bytes that a browser keeps as a file and never shows."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in name)
    named = quote(name.encode("utf-8", "replace"), safe="")
    response = web.Response(
        body=body, content_type=kind, charset="utf-8" if kind != TYPES["xlsx"] and kind in TYPES.values() else None
    )
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    return response
