"""Creates the tables of a new index, and refuses databases of other programs and other schema versions."""

from __future__ import annotations

from index import rows, schema
from index.errors import IndexUnusable
from index.file import sqlite3
from index.metrics import catalogue
from index.schema import APPLICATION_ID, PARTY_IDS, REASONS, SCHEMA_VERSION
from index.writing import insert_many

WRITING_KB = 32_768
"""kilobytes of the file kept in memory while writing"""


def prepare(conn: sqlite3.Connection, path: str) -> None:
    """Create the tables if there are none, and add metrics that are new in the catalogue. IndexUnusable."""
    fresh = not conn.execute("select 1 from sqlite_master").fetchone()
    if not fresh or _pragma(conn, "application_id"):
        ours(conn, path)
    conn.execute("pragma journal_mode = wal")
    conn.execute("pragma synchronous = normal")
    conn.execute(f"pragma cache_size = -{WRITING_KB}")
    conn.execute("begin immediate")
    try:
        if fresh:
            _make_tables(conn)
        _add_metrics(conn)
        conn.execute("commit")
    except BaseException:
        conn.rollback()
        raise


def ours(conn: sqlite3.Connection, path: str) -> None:
    """Raise IndexUnusable unless the file is an index of this schema version."""
    if not _pragma(conn, "schema_version"):
        raise IndexUnusable(f"{path}: an empty file; run `nianbao index PATH --db {path}`")
    if _pragma(conn, "application_id") != APPLICATION_ID:
        raise IndexUnusable(f"{path}: not an index of nianbao: some other program's database")
    version = _pragma(conn, "user_version")
    if version != SCHEMA_VERSION:
        raise IndexUnusable(
            f"{path}: an index of version {version}, and this nianbao has version {SCHEMA_VERSION};"
            " delete it and run `nianbao index` again"
        )


def _make_tables(conn: sqlite3.Connection) -> None:
    # who only reads does without it: it takes a fifth of the time to the first answer
    from sqlite_utils import Database  # noqa: PLC0415

    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    for sql in schema.TABLES.split(";\n"):
        if sql.strip():
            conn.execute(sql)
    for name, sql in schema.VIEWS.items():
        db.create_view(name, sql)
    for table, keys in (("party", PARTY_IDS), ("reason", {key: at for at, key in enumerate(REASONS)})):
        db.table(table).insert_all({"id": at, "key": key} for key, at in keys.items() if key is not None)
    conn.execute("insert into meta values ('version', 0)")
    conn.execute(f"pragma application_id = {APPLICATION_ID}")
    conn.execute(f"pragma user_version = {SCHEMA_VERSION}")


def _add_metrics(conn: sqlite3.Connection) -> None:
    known = dict(conn.execute("select key, id from metric"))
    new = [metric for metric in catalogue().values() if metric.key not in known]
    start = max(known.values(), default=0) + 1
    its = [rows.sealed(at, each.key, each.label, each.unit) for at, each in enumerate(new, start=start)]
    insert_many(conn, "metric", its)


def _pragma(conn: sqlite3.Connection, name: str) -> int:
    return int(conn.execute(f"pragma {name}").fetchone()[0])
