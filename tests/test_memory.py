"""The chats' memory: what is kept comes back exactly, expires, survives a restart, and never stops an answer."""

from __future__ import annotations

import logging
import multiprocessing
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from bot.memory import KEPT_OPTIONS, Memory, query_from, to_json
from bot.models import Option, Query
from index.errors import UsageError

NOON = datetime(2021, 6, 1, 12, tzinfo=UTC)
QUERY = Query(
    intent="value",
    bodies=("青禾市青禾区人民政府",),
    years=(2020,),
    metrics=("requests.received",),
    parties=(None, "total"),
    conditions=(("ge", Decimal("10.50")),),
    limit=3,
    words=("镇街",),
)
OPTIONS = (
    Option(label="收到", ask="青禾区2020年收到多少件申请"),
    Option(label="上年结转", ask="青禾区2020年上年结转多少件"),
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
several = st.lists(words, max_size=3).map(tuple)
queries = st.builds(
    Query,
    intent=words,
    bodies=several,
    years=st.lists(st.integers(1900, 2100), max_size=3).map(tuple),
    metrics=several,
    parties=st.lists(st.none() | words, max_size=3).map(tuple),
    against=st.none() | st.tuples(words, st.none() | words),
    ops=several,
    each=st.none() | words,
    regions=several,
    conditions=st.lists(st.tuples(words, st.decimals(allow_nan=False, allow_infinity=False)), max_size=3).map(tuple),
    nth=st.none() | st.integers(),
    span=st.none() | st.tuples(words, st.integers()),
    limit=st.none() | st.integers(),
    unit=st.none() | words,
    words=several,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.db.memory"


@pytest.fixture
def memory(path: Path) -> Iterator[Memory]:
    made = Memory(path, now=lambda: NOON)
    yield made
    made.close()


@given(queries)
def test_a_query_comes_back_as_it_was(query: Query) -> None:
    back = query_from(to_json(query))
    assert back == query
    assert repr(back) == repr(query)  # 1.50 is not 1.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"intent": "value"}',
        to_json(QUERY).replace('"limit": 3', '"limit": "3"'),
        to_json(QUERY).replace('"limit": 3', '"limit": true'),
        to_json(QUERY).replace('"10.50"', '"ten"'),
        to_json(QUERY).replace('"10.50"', "10.5"),
        to_json(QUERY).replace('"years": [2020]', '"years": 2020'),
        to_json(QUERY).replace('"words"', '"wörter"'),
        to_json(QUERY)[:-1] + ', "new": 1}',
        "[" * 100_000,
    ],
)
def test_text_of_another_version_is_no_query(text: str) -> None:
    assert query_from(text) is None


@pytest.mark.parametrize("in_file", [True, False])
def test_a_chat_remembers_its_own(tmp_path: Path, in_file: bool) -> None:
    memory = Memory(tmp_path / "m" if in_file else None, now=lambda: NOON)
    other = Query(intent="value", years=(2019,))
    assert memory.recall("a") is None
    memory.remember("a", QUERY, OPTIONS)
    memory.remember("b", other)
    assert memory.recall("a") == QUERY
    assert memory.recall("b") == other
    assert memory.options("a") == OPTIONS
    assert memory.options("b") == ()
    memory.forget("a")
    assert memory.recall("a") is None
    assert memory.options("a") == ()
    assert memory.recall("b") == other
    memory.close()


def test_a_question_back_leaves_the_query_before_it(memory: Memory) -> None:
    memory.remember("a", QUERY)
    memory.remember("a", None, OPTIONS)
    assert memory.recall("a") == QUERY
    assert memory.options("a") == OPTIONS


def test_a_query_is_put_back_and_buttons_and_region_stay(memory: Memory) -> None:
    memory.settle("a", "海珠区")
    memory.remember("a", QUERY, OPTIONS)
    for query in (Query(intent="value", years=(2019,)), None):
        memory.put_back("a", query)
        assert memory.recall("a") == query
        assert memory.options("a") == OPTIONS
        assert memory.home("a") == "海珠区"
    memory.put_back("new", QUERY)
    assert memory.recall("new") == QUERY


def test_an_option_is_found_by_its_digest_and_number(memory: Memory) -> None:
    digest = memory.digest(OPTIONS)
    assert len(digest) == 8
    assert memory.option("a", digest, 1) is None
    memory.remember("a", None, OPTIONS)
    assert [memory.option("a", digest, number) for number in (0, 1, 2, 3, -1)] == [None, *OPTIONS, None, None]
    assert memory.option("a", "00000000", 1) is None
    assert memory.option("b", digest, 1) is None


def test_buttons_told_before_still_work_until_there_are_too_many(memory: Memory) -> None:
    sets = [(Option(label=str(number), ask=f"第{number}问"),) for number in range(KEPT_OPTIONS + 1)]
    for options in sets:
        memory.remember("a", QUERY, options)
    memory.remember("a", QUERY)
    assert memory.options("a") == ()
    assert memory.option("a", memory.digest(sets[-1]), 1) == sets[-1][0]
    assert sum(memory.option("a", memory.digest(options), 1) is not None for options in sets) == KEPT_OPTIONS


def test_digests_differ_where_labels_and_questions_run_together() -> None:
    assert Memory.digest((Option(label="a", ask="bc"),)) != Memory.digest((Option(label="ab", ask="c"),))


def test_what_is_old_is_forgotten(memory: Memory, path: Path) -> None:
    memory.remember("a", QUERY, OPTIONS)
    assert memory.recall("a", NOON + timedelta(hours=23, minutes=59)) == QUERY
    late = NOON + timedelta(hours=24)
    assert memory.recall("a", late) is None
    assert memory.options("a", late) == ()
    assert memory.option("a", memory.digest(OPTIONS), 1, late) is None
    memory.remember("b", QUERY, now=late)  # and then it is not in the file any more
    memory.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT chat FROM chats").fetchall() == [("b",)]
    assert connection.execute("SELECT count(*) FROM options").fetchone() == (0,)
    connection.close()


def test_it_outlives_the_process_and_is_its_owners_alone(path: Path) -> None:
    first = Memory(path, now=lambda: NOON)
    assert not path.exists()
    first.remember("telegram:1", QUERY, OPTIONS)
    first.close()
    second = Memory(path, now=lambda: NOON)
    assert second.recall("telegram:1") == QUERY
    assert second.options("telegram:1") == OPTIONS
    second.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_query_of_another_version_in_the_file_is_forgotten(memory: Memory, path: Path) -> None:
    memory.remember("a", QUERY, OPTIONS)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("""UPDATE chats SET query = '{"intent": "value"}'""")
        connection.execute("""UPDATE options SET options = '[["label only"]]'""")
    connection.close()
    assert memory.recall("a") is None
    assert memory.options("a") == ()


def test_a_file_of_an_older_version_is_begun_anew(path: Path) -> None:
    first = Memory(path, now=lambda: NOON)
    first.remember("a", QUERY)
    first.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    second = Memory(path, now=lambda: NOON)
    assert second.recall("a") is None
    second.remember("a", QUERY)
    assert second.recall("a") == QUERY
    second.close()


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, os.urandom(8192), b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_set_aside(path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path.write_bytes(content)
    memory = Memory(path, now=lambda: NOON)
    assert memory.recall("a") is None
    memory.remember("a", QUERY)
    assert memory.recall("a") == QUERY
    memory.close()
    assert path.with_name(path.name + ".damaged").read_bytes() == content
    assert len(caplog.records) == 1


def test_a_file_damaged_while_it_is_in_use_is_set_aside(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    memory = Memory(path, now=lambda: NOON)
    for number in range(50):
        memory.remember(f"chat {number}", QUERY, OPTIONS)
    memory.close()
    size = path.stat().st_size
    with path.open("r+b") as stream:  # the head stays: only reading a page tells
        stream.seek(4096)
        stream.write(b"\xa5" * (size - 4096))
    assert memory.recall("chat 1") is None
    memory.remember("a", QUERY)
    assert memory.recall("a") == QUERY
    memory.close()
    assert len([record for record in caplog.records if "damaged" in record.message]) == 1


def test_another_programs_database_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE facts (value)")
    connection.close()
    before = path.read_bytes()
    memory = Memory(path)
    with pytest.raises(UsageError, match="another program"):
        memory.remember("a", QUERY)
    assert path.read_bytes() == before
    memory.close()


def test_where_no_file_can_be_the_chats_last_as_long_as_the_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(tmp_path / "absent" / "memory", now=lambda: NOON)
    memory.remember("a", QUERY)
    assert memory.recall("a") == QUERY
    memory.close()
    assert len(caplog.records) == 1


def test_a_file_another_process_holds_costs_the_follow_up_only(
    memory: Memory, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.memory.BUSY_SECONDS", 0.05)
    memory.remember("a", QUERY)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    memory.remember("a", Query(intent="help"))
    assert memory.recall("a") == QUERY
    holder.execute("ROLLBACK")
    holder.close()
    memory.remember("a", Query(intent="help"))
    assert memory.recall("a") == Query(intent="help")
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_half_a_character_is_no_reason_to_stop(memory: Memory) -> None:
    odd = (Option(label="\ud83d", ask="\ud83d"), OPTIONS[0])
    memory.remember("a", Query(intent="value", words=("\ud83d",)), odd)
    assert memory.recall("a") == Query(intent="value", words=("\ud83d",))
    assert memory.options("a") == odd
    memory.remember("\ud83d", QUERY)
    assert memory.recall("\ud83d") is None


def _write(path: Path, name: str, times: int) -> None:
    memory = Memory(path, now=lambda: NOON)
    for number in range(times):
        memory.remember(f"{name}{number}", QUERY, OPTIONS)
    memory.close()


def test_several_processes_write_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(path, name, 25)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    memory = Memory(path, now=lambda: NOON)
    assert all(memory.recall(f"{name}{number}") == QUERY for name in "abc" for number in range(25))
    memory.close()


def test_several_threads_share_one(memory: Memory) -> None:
    def use(name: str) -> None:
        for number in range(25):
            memory.remember(f"{name}{number}", QUERY, OPTIONS)

    threads = [threading.Thread(target=use, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(memory.recall(f"{name}{number}") == QUERY for name in "abc" for number in range(25))


def test_a_chats_region_stays_when_its_last_question_is_forgotten(tmp_path: Path) -> None:
    path, day = tmp_path / "memory", datetime(2026, 1, 1, tzinfo=UTC)
    first = Memory(path, now=lambda: day)
    first.settle("a", "广州市海珠区")
    first.remember("a", QUERY)
    first.close()
    later = Memory(path, now=lambda: day + timedelta(days=400))
    later.remember("b", QUERY)
    assert later.recall("a") is None
    assert later.home("a") == "广州市海珠区"
    assert later.home("b") is None
    later.settle("a", "云岭市青禾区")
    assert later.home("a") == "云岭市青禾区"
    later.settle("a", None)
    assert later.home("a") is None
    later.settle("a", "云岭市青禾区")
    later.forget("a")
    assert later.home("a") is None
    later.close()
