"""The rows of a report inserted and deleted. Transactions are index/writer.py's."""

# ruff: noqa: S608 - statements are put together from the names below; what comes from outside is always bound

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from index import packing
from index.file import sqlite3
from index.packed import Packed, rows_of
from index.rows import Row

AT_ONCE = 32
"""rows that one statement inserts"""

_MINE = ("fact", "statement", "gap", "failing", "place", "report_text")
"""tables whose rows belong to a report"""


def drop(conn: sqlite3.Connection, path: str) -> bool:
    """Delete all rows of the report read from this path. False if there is none."""
    row = conn.execute("select id from report where path = ?", (path,)).fetchone()
    if row is None:
        return False
    for table in _MINE:
        conn.execute(f"delete from {table} where report = ?", row)
    conn.execute("delete from report where id = ?", row)
    return True


def insert(
    conn: sqlite3.Connection,
    packed: Packed,
    label_id: Callable[[str], int],
    metric_ids: Mapping[str | None, tuple[int, str]],
) -> None:
    """Insert all rows of a report. `label_id` returns the id of a label, inserting it if it is new."""
    number = _insert_head(conn, packed)
    for table, its in rows_of(packed, number, label_id, metric_ids).items():
        insert_many(conn, table, its)
    conn.execute("insert into report_text values (?, ?)", (number, packed.text))


def _insert_head(conn: sqlite3.Connection, packed: Packed) -> int:
    """The report's new number."""
    conn.execute("insert into body (name) values (?) on conflict do nothing", (packed.body,))
    (body,) = conn.execute("select id from body where name = ?", (packed.body,)).fetchone()
    number = conn.execute(
        "insert into report (path, body, year, url, crc, form, region, digest, notes, sections, facts, statements,"
        " gaps, more_crc) values (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (packed.path, body, packed.year, packed.url, *packed.described),
    ).lastrowid
    crc = packing.check((number, packed.path, packed.body, packed.year, packed.url))
    conn.execute("update report set crc = ? where id = ?", (crc, number))
    return int(number or 0)


def insert_many(conn: sqlite3.Connection, table: str, its: Sequence[Row]) -> None:
    """Insert rows, many with one statement: it takes three quarters of the time."""
    if not its:
        return
    row = f"({', '.join('?' * len(its[0]))})"
    together = len(its) // AT_ONCE * AT_ONCE
    for start in range(0, together, AT_ONCE):
        given = list(itertools.chain.from_iterable(its[start : start + AT_ONCE]))
        conn.execute(f"insert into {table} values {', '.join([row] * AT_ONCE)}", given)
    conn.executemany(f"insert into {table} values {row}", its[together:])


def label_number(conn: sqlite3.Connection, text: str) -> int:
    """The number of a label, written where it is new."""
    row = conn.execute("select id from label where text = ?", (text,)).fetchone()
    if row is None:
        given = (text, packing.check((text,)))
        row = conn.execute("insert into label (text, crc) values (?, ?) returning id", given).fetchone()
    return int(row[0])
