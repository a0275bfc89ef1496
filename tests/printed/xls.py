"""A report as a workbook of Excel 97 (XLS): records of one sheet in a compound file, as few as a reader needs."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.printed.blocks import Block, placed

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(blocks: Sequence[Block], *, name: str = "年报", hidden: bool = False) -> bytes:
    """All on one sheet. Whole figures are numbers, the rest is text."""
    cells, merged = _cells(blocks)
    return compound({"Workbook": _workbook(cells, merged, name, hidden)})


def _cells(blocks: Sequence[Block]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, int, int]]]:
    cells, merged, row = [], [], 0
    for block in blocks:
        if isinstance(block, str):
            cells.append((row, 0, block))
            row += 1
            continue
        for text, top, bottom, left, right in placed(block):
            if text:
                cells.append((row + top, left, text))
            if bottom > top + 1 or right > left + 1:
                merged.append((row + top, row + bottom - 1, left, right - 1))
        row += len(block.rows)
    return cells, merged


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _workbook(
    cells: list[tuple[int, int, str]], merged: list[tuple[int, int, int, int]], name: str, hidden: bool
) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    title = name.encode("utf-16-le")
    sheet = struct.pack("<BBBB", hidden, 0, len(name), 1) + title
    at = len(begin) + 4 + 4 + len(sheet) + 4
    globals_ = begin + _record(0x85, struct.pack("<I", at) + sheet) + _record(0x0A, b"")
    rows = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    for row, column, text in cells:
        if text.lstrip("-").isdigit():
            rows.append(_record(0x203, struct.pack("<HHHd", row, column, 0, float(text))))
        else:
            rows.append(_record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")))
    if merged:
        rows.append(_record(0xE5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *m) for m in merged)))
    return globals_ + b"".join(rows) + _record(0x0A, b"")


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of these streams, each filled up to whole sectors."""
    body, entries = b"", [_entry("Root Entry", 5, _END, 0, child=1)]
    table: list[int] = []
    for at, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(4096, b"\x00")
        sectors = -(-len(data) // _SECTOR)
        entries.append(_entry(name, 2, len(table), len(data), right=at + 1 if at < len(streams) else _FREE))
        table += [*range(len(table) + 1, len(table) + sectors), _END]
        body += data.ljust(sectors * _SECTOR, b"\x00")
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\x00")
    first = len(table)
    table += [*range(first + 1, first + len(directory) // _SECTOR), _END]
    tables = -(-(len(table) + 1) // (_SECTOR // 4 - 1))
    places = list(range(len(table), len(table) + tables))
    table += [_TABLE] * tables
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    head = struct.pack("<8s16sHHHHH6xII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    head += struct.pack("<IIIIIII", first, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return head + body + directory + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    title = name.encode("utf-16-le")
    return (
        title.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(title) + 2, kind, 1, _FREE, right, child)
        + b"\x00" * 36
        + struct.pack("<IQ", start, size)
    )
