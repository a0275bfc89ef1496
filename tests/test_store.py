"""The contract of any store: what goes in comes out, whole reports or none, and a broken file is never read as good."""

from __future__ import annotations

import datetime
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from index import file, rows, writing
from index.checks import form_checks
from index.errors import DiskFull, IndexBusy, IndexUnusable, RefusedFile
from index.metrics import catalogue
from index.models import PARTIES, Check, Fact, Gap, Report, Section, Source, Statement
from index.store import APPLICATION_ID, SCHEMA_VERSION, Store

STORES = (Store,)
OFFICE = "澄河市青禾区人民政府办公室"
BUREAU = "澄河市青禾区农业农村局"

TEXT = """\
青禾区人民政府办公室2021年政府信息公开工作年度报告
一、总体情况
全年新收政府信息公开申请14件，公开信息近1.7万条，举办开放日3期。
二、主动公开政府信息情况
采购总金额\t176.721105万元
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量
12
2"""


def source(line: int, quote: str, **more: object) -> Source:
    return replace(Source(report="a.txt", section="一、总体情况", line=line, quote=quote), **more)  # type: ignore[arg-type]


def fact(metric: str | None, value: str | None, at: Source, **more: object) -> Fact:
    made = Fact(
        body=OFFICE,
        year=2021,
        metric=metric,
        party=None,
        value=None if value is None else Decimal(value),
        unit="件",
        kind="table",
        source=at,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def cells() -> tuple[Fact, ...]:
    """A row of table two printed one cell a line: its quote is no line of the text."""
    label = "一、本年新收政府信息公开申请数量"
    quote = f"{label}\t12\t2\t0\t0\t0\t0\t15"
    section = "三、收到和处理政府信息公开申请情况"
    return tuple(
        fact(
            "requests.received",
            value,
            source(8 + at, quote, section=section, table=2, row=label, column=f"列{at}", settled=at == 1),
            party=party,
        )
        for at, (party, value) in enumerate(zip(PARTIES, ("12", "2", "0", None, "0", "0", "15"), strict=True))
    )


def a_report(path: str = "a.txt", body: str = OFFICE, year: int = 2021) -> Report:
    """Every kind of fact, statement and gap."""
    clause = "公开信息近1.7万条"
    own = source(5, "采购总金额\t176.721105万元", table=1, row="采购总金额", column="采购总金额", page=2)
    facts = (
        fact("requests.received", "14", source(3, "全年新收政府信息公开申请14件"), kind="prose"),
        fact("channel.website", "17000", source(3, clause), kind="prose", unit="条", approximate=True),
        fact("procurement.amount", "1767211.05", own, unit="元"),
        fact(None, "0.0001", replace(own, quote="其中：货物 0.0001"), unit="元", text="其中：货物"),
        fact(None, "12345678901234", replace(own, quote="不在文中"), unit="元", text="其中：服务"),
        *cells(),
    )
    at = source(3, "举办开放日3期")
    failing = [check for check in form_checks(facts) if not check.holds]
    warning = Check(
        name="parties",
        party="total",
        left=Decimal(15),
        right=Decimal(14),
        left_terms=facts[-1:],
        right_terms=facts[-7:-1],
    )
    assert not failing, "a sum with a blank in it is given only when it holds"
    whole = Report(
        path=path,
        digest="0123abcd",
        body=body,
        year=year,
        form="2021",
        text=TEXT,
        sections=(Section(heading="一、总体情况", number=1, first=2, last=3),),
        facts=facts,
        statements=(
            Statement(text="举办开放日3期", value=Decimal(3), unit="期", source=at),
            Statement(text="开放日", value=Decimal("3.50"), unit="", source=at, approximate=True),
        ),
        gaps=(
            Gap(reason="table", table=3, line=9),
            Gap(reason="row", table=2, line=9, metric="outcome.total", quote="三、收到和处理政府信息公开申请情况"),
            Gap(reason="unsure", table=2, line=9, metric="outcome.total", party="total", quote="2", page=3),
        ),
        warnings=(warning,),
        notes=("字节有误",),
    )
    return with_path(whole, path, body, year)


def with_path(report: Report, path: str, body: str, year: int) -> Report:
    def moved(each: Fact) -> Fact:
        return replace(each, body=body, year=year, source=replace(each.source, report=path))

    return replace(
        report,
        facts=tuple(map(moved, report.facts)),
        statements=tuple(replace(each, source=replace(each.source, report=path)) for each in report.statements),
        warnings=tuple(
            replace(
                each,
                left_terms=tuple(map(moved, each.left_terms)),
                right_terms=tuple(map(moved, each.right_terms)),
            )
            for each in report.warnings
        ),
    )


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "年报 ?#%.db")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, path: str) -> Iterator[Store]:
    with request.param.create(path) as made:
        yield made


def read_back(store: Store, path: str) -> Report:
    """A report put together again from what the store gives."""
    (kept,) = (each for each in store.reports() if each.path == path)
    return Report(
        path=kept.path,
        digest=kept.digest,
        body=kept.body,
        year=kept.year,
        form=kept.form,
        text="\n".join(store.lines(kept.id)),
        sections=kept.sections,
        facts=store.facts(report=kept.id),
        statements=store.statements(report=kept.id),
        gaps=store.gaps(report=kept.id),
        warnings=store.warnings(report=kept.id),
        notes=kept.notes,
    )


# What goes in comes out


def test_a_report_comes_back_as_it_was(store: Store, path: str) -> None:
    report = a_report()
    store.replace(report)
    assert read_back(store, "a.txt") == report
    with type(store).open(path) as reader:
        assert read_back(reader, "a.txt") == report
        assert [str(each.value) for each in reader.facts(metrics=["procurement.amount"])] == ["1767211.05"]
    (kept,) = store.reports()
    assert (kept.facts, kept.statements, kept.gaps) == (12, 2, 3)


def test_an_empty_report_and_an_empty_index(store: Store) -> None:
    assert not any((store.bodies(), store.reports(), store.facts(), store.statements(), store.gaps(), store.warnings()))
    assert store.counts() == {"reports": 0, "bodies": 0, "facts": 0, "statements": 0, "gaps": 0}
    empty = Report(path="b.txt", digest="", body=BUREAU, year=2020, form=None, text="")
    store.replace(empty)
    assert read_back(store, "b.txt") == empty


def test_a_report_read_again_replaces_itself(store: Store) -> None:
    report = a_report()
    store.replace(report)
    store.replace(a_report("b.txt", BUREAU))
    shorter = replace(report, facts=report.facts[:2], statements=(), gaps=(), warnings=(), year=2020, text=TEXT + "。")
    shorter = with_path(shorter, "a.txt", OFFICE, 2020)
    store.replace(shorter)
    assert read_back(store, "a.txt") == shorter
    assert read_back(store, "b.txt") == a_report("b.txt", BUREAU)
    assert store.counts() == {"reports": 2, "bodies": 2, "facts": 14, "statements": 2, "gaps": 3}


def test_it_is_known_when_it_last_changed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.changed() is None
    for seconds in (1_700_000_000, 1_700_000_060):
        monkeypatch.setattr("time.time", lambda now=seconds: now + 0.9)
        with store.batch():
            store.replace(a_report())
        assert store.changed() == datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    assert not store.remove("none.txt")
    monkeypatch.setattr("time.time", lambda: 1_700_000_120)
    assert store.changed() == datetime.datetime.fromtimestamp(1_700_000_060, datetime.UTC)
    assert store.remove("a.txt")
    assert store.changed() == datetime.datetime.fromtimestamp(1_700_000_120, datetime.UTC)


def test_a_removed_report_is_gone(store: Store) -> None:
    store.replace(a_report())
    store.replace(a_report("b.txt", BUREAU))
    assert store.remove("a.txt")
    assert not store.remove("a.txt")
    assert store.digests() == {"b.txt": "0123abcd"}
    assert [body.name for body in store.bodies()] == [BUREAU]
    assert {each.source.report for each in store.facts()} == {"b.txt"}
    assert len(store.statements()) == 2
    with pytest.raises(KeyError):
        store.lines(1)


def test_lists_are_without_what_only_one_report_needs(store: Store) -> None:
    for name, body, year in (("c", OFFICE, 2020), ("a", OFFICE, 2021), ("b", BUREAU, 2021)):
        store.replace(a_report(f"{name}.txt", body, year))
    every = store.reports()
    assert store.listed() == tuple(replace(each, notes=(), outline="[]") for each in every)
    assert store.report_numbers() == {each.id for each in every}
    some = {each.id for each in every[:2]} | {999}
    assert {each.path for each in store.listed(some)} == {"a.txt", "b.txt"}


@pytest.mark.parametrize("metric", [None, "requests.received", "procurement.amount", "no.such"])
@pytest.mark.parametrize("party", [None, "total", "none", "nobody"])
@pytest.mark.parametrize("kind", [None, "table", "prose"])
def test_figures_are_counted_as_they_are_given(
    store: Store, metric: str | None, party: str | None, kind: str | None
) -> None:
    for name, body, year in (("c", OFFICE, 2020), ("a", OFFICE, 2021), ("b", BUREAU, 2021)):
        store.replace(a_report(f"{name}.txt", body, year))
    counted = store.fact_counts(metric=metric, party=party, kind=kind)
    for report in store.reports():
        fitting = [
            each
            for each in store.facts(report=report.id)
            if metric in (None, each.metric) and party in (None, each.party or "none") and kind in (None, each.kind)
        ]
        assert counted.get(report.id, 0) == len(fitting)


def test_filters(store: Store) -> None:
    for name, body, year in (("c", OFFICE, 2020), ("a", OFFICE, 2021), ("b", BUREAU, 2021)):
        store.replace(a_report(f"{name}.txt", body, year))
    received = store.facts(body=OFFICE, year=2021, metrics=["requests.received"], parties=["total", None])
    assert [(each.party, str(each.value)) for each in received] == [(None, "14"), ("total", "15")]
    assert [each.source.report for each in store.facts(metrics=["procurement.amount"])] == ["a.txt", "b.txt", "c.txt"]
    assert [each.source.report for each in store.facts(year=2021, parties=["charity"])] == ["a.txt", "b.txt"]
    assert store.facts(metrics=[]) == store.facts(parties=[]) == store.facts(metrics=["no.such"]) == ()
    assert store.facts(body="青禾区") == store.facts(year=1999) == store.facts(report=99) == ()
    assert [body.years for body in store.bodies()] == [(2020, 2021), (2021,)]
    assert [each.path for each in store.reports(body=OFFICE)] == ["a.txt", "c.txt"]
    assert [each.path for each in store.reports(year=2021)] == ["a.txt", "b.txt"]
    assert len(store.gaps(body=OFFICE)) == 6
    assert len(store.statements(year=2020)) == 2
    assert len(store.warnings(body=BUREAU, year=2021)) == 1


def test_what_the_prose_states_and_rows_of_the_bodys_own(store: Store) -> None:
    for name in ("a", "b"):
        store.replace(a_report(f"{name}.txt"))
    for report in store.reports():
        every = store.facts(report=report.id)
        told = tuple(each for each in every if each.kind == "prose" or each.text is not None)
        assert store.told_facts(report.id) == told
        assert 0 < len(told) < len(every)


def test_facts_that_are_weighed_have_no_place(store: Store) -> None:
    store.replace(a_report())
    (report,) = store.reports()
    metrics, parties = ["requests.received", "channel.website"], ["total", None]
    told = store.facts_to_weigh(report.id, metrics, parties, metrics)
    assert {(one.metric, one.kind, one.source.line > 0) for one in told} == {
        ("requests.received", "table", True),
        ("requests.received", "prose", True),
        ("channel.website", "prose", True),
    }
    # what is only weighed is weighed by its cells
    weighed = store.facts_to_weigh(report.id, metrics, parties, ["channel.website"])
    assert sorted((one.metric, one.kind, one.source.quote) for one in weighed) == [
        ("channel.website", "prose", "公开信息近1.7万条"),
        ("requests.received", "table", ""),
    ]
    assert store.facts_to_weigh(report.id, [], parties, []) == ()


def test_a_report_tells_whether_a_check_fails_and_its_bodys_reports_are_found(store: Store) -> None:
    store.replace(a_report())
    store.replace(replace(a_report("b.txt", year=2020), warnings=()))
    assert [(one.path, one.doubted) for one in store.reports()] == [("a.txt", True), ("b.txt", False)]
    (body,) = store.bodies()
    assert store.reports_of_one(body.id, 2020) == store.reports(body=OFFICE, year=2020)
    assert store.reports_of_one(body.id, 1999) == ()


def test_what_is_kept_is_of_the_index_as_it_is(store: Store) -> None:
    store.replace(a_report())
    assert store.kept("few", store.counts)["reports"] == 1
    assert store.kept("few", lambda: {"reports": 7})["reports"] == 1
    store.replace(a_report("b.txt", year=2020))
    assert store.kept("few", store.counts)["reports"] == 2


@pytest.mark.parametrize(
    "value", ["0", "1767211.05", "0.0001", "12345678901234", "9223372036854775807", "-3", "17000.0", "1E+4", "0.00"]
)
def test_figures_are_exact(store: Store, value: str) -> None:
    store.replace(replace(a_report(), warnings=(), facts=(fact("procurement.amount", value, source(1, "x")),)))
    (kept,) = store.facts()
    assert kept.value == Decimal(value)
    assert isinstance(kept.value, Decimal)


@pytest.mark.parametrize("value", ["9223372036854775808", "1E+30", "1E-40", "NaN", "Infinity"])
def test_a_figure_too_big_is_refused_and_the_old_report_stays(store: Store, value: str) -> None:
    store.replace(a_report())
    with pytest.raises(RefusedFile, match=r"a\.txt"):
        store.replace(replace(a_report(), warnings=(), facts=(fact("procurement.amount", value, source(1, "x")),)))
    assert read_back(store, "a.txt") == a_report()


def test_characters_that_cannot_be_stored_are_refused(store: Store) -> None:
    with pytest.raises(RefusedFile):
        store.replace(replace(a_report(), text="\ud800"))
    strange = "零\x00宽\u200b𠮷'\"; drop table fact; --"
    report = replace(a_report(), warnings=(), text=strange, facts=(fact(None, "1", source(1, strange), text=strange),))
    store.replace(report)
    assert read_back(store, "a.txt") == report


# Whole reports or none


def test_what_fails_in_the_middle_leaves_the_old_report(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.replace(a_report())
    before, writes = store.version(), []
    many = writing.insert_many

    def failing_many(conn: Any, table: str, its: list[rows.Row]) -> None:
        writes.append(table)
        if table == "failing":
            raise KeyboardInterrupt
        many(conn, table, its)

    monkeypatch.setattr(writing, "insert_many", failing_many)
    changed = replace(a_report(), gaps=(Gap(reason="row", table=2, line=1, quote="新的标题"),))
    with pytest.raises(KeyboardInterrupt):
        store.replace(changed)
    assert "fact" in writes
    monkeypatch.undo()
    assert read_back(store, "a.txt") == a_report()
    assert store.version() == before
    # a label first seen in what failed must not be taken for stored
    store.replace(changed)
    assert read_back(store, "a.txt") == changed


def test_a_batch_is_kept_when_asked_and_at_its_end_also_after_an_error(store: Store, path: str) -> None:
    told = []

    def stored() -> list[str]:
        with type(store).open(path) as reader:
            return [each.path for each in reader.reports()]

    def interrupted() -> None:
        with store.batch(lambda: told.append(stored())) as keep:
            store.replace(a_report("a.txt"))
            store.replace(a_report("b.txt"))
            assert stored() == []
            keep()
            store.replace(a_report("c.txt"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert told == [["a.txt", "b.txt"], ["a.txt", "b.txt", "c.txt"]]
    store.remove("b.txt")
    assert stored() == ["a.txt", "c.txt"]


def test_a_report_of_a_batch_that_is_refused_leaves_the_others_and_the_old_one(store: Store) -> None:
    store.replace(a_report("b.txt"))
    too_big = replace(a_report("b.txt"), warnings=(), facts=(fact("procurement.amount", "1E+30", source(1, "x")),))
    with store.batch():
        store.replace(a_report("a.txt"))
        with pytest.raises(RefusedFile):
            store.replace(too_big)
        store.replace(a_report("c.txt"))
    for path in ("a.txt", "b.txt", "c.txt"):
        assert read_back(store, path) == a_report(path)


def test_a_batch_that_fills_the_disk_keeps_whole_reports(store: Store, path: str) -> None:
    told: list[int] = []
    (pages,) = store._conn.execute("pragma page_count").fetchone()
    store._conn.execute(f"pragma max_page_count = {pages + 60}")
    with pytest.raises(DiskFull), store.batch(lambda: told.append(store.counts()["reports"])):  # noqa: PT012
        for at in range(1000):
            store.replace(replace(a_report(f"{at}.txt"), text=os.urandom(4000).hex()))
    kept = store.counts()["reports"]
    assert kept == sum(told[-1:])
    for each in store.reports():
        assert read_back(store, each.path).facts == a_report(each.path).facts
    store._conn.execute("pragma max_page_count = 1000000")
    store.replace(a_report("z.txt"))
    assert store.counts()["reports"] == kept + 1


def test_a_reader_sees_what_is_written_meanwhile(store: Store, path: str) -> None:
    store.replace(a_report())
    with type(store).open(path) as reader:
        seen = reader.version()
        assert read_back(reader, "a.txt") == a_report()
        changed = with_path(replace(a_report(), text="变" + TEXT), "a.txt", BUREAU, 2022)
        changed = replace(changed, body=BUREAU, year=2022)
        store.replace(changed)
        assert reader.version() > seen
        assert read_back(reader, "a.txt") == changed
        with pytest.raises(IndexUnusable):
            reader.remove("a.txt")


def test_a_report_replaced_between_its_rows_and_its_text(store: Store, path: str) -> None:
    store.replace(a_report())
    with type(store).open(path) as reader:
        found: list[int] = []
        its = reader._reader
        head = its.head

        def late(report: int) -> rows.Head:
            if not found:
                store.replace(a_report())
            found.append(report)
            return head(report)

        its.head = late  # type: ignore[method-assign]
        assert reader.facts() == a_report().facts
        assert found[0] != found[-1]


def test_what_is_read_together_is_of_one_index(store: Store, path: str) -> None:
    store.replace(a_report())
    with type(store).open(path) as reader:
        with reader.reading():
            seen, (report,) = reader.version(), reader.reports()
            store.replace(a_report())
            with reader.reading():
                assert reader.version() == seen
            assert reader.reports() == (report,)
            assert reader.facts(report=report.id) == a_report().facts
        assert reader.version() > seen
        assert reader.reports()[0].id != report.id
        with pytest.raises(ZeroDivisionError), reader.reading():
            1 / 0  # noqa: B018
        store.replace(a_report())
        assert reader.version() > seen + 1


def test_a_few_reports_for_examples(store: Store) -> None:
    paths = [f"{at:03}.txt" for at in range(60)]
    for at, path in enumerate(reversed(paths)):
        store.replace(replace(a_report(), path=path, year=2000 + at % 3))
    every = store.reports()
    assert [one.path for one in every] == paths
    assert store.some_reports() == every[:50]
    assert store.some_reports(newest=True) == tuple(sorted(every, key=lambda one: (-one.year, one.id))[:50])
    assert store.years() == (2000, 2001, 2002)
    store.replace(replace(a_report(), path="one.txt", year=1999))
    assert store.years() == (1999, 2000, 2001, 2002)


def test_a_second_writer_waits_then_says_who_writes(store: Store, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LOCK_SECONDS", 0.2)
    with pytest.raises(IndexBusy, match=str(os.getpid())) as busy:
        type(store).create(path)
    assert busy.value.exit_code == 4
    store.close()
    type(store).create(path).close()


def test_a_dead_writer_holds_nothing(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, time; from index.store import Store; s = Store.create(sys.argv[1]);"
        "s._conn.execute('begin immediate'); print('held', flush=True); time.sleep(60)"
    )
    root = str(Path(__file__).parents[1])
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        monkeypatch.setattr(file, "LOCK_SECONDS", 0.2)
        with pytest.raises(IndexBusy, match=str(other.pid)):
            Store.create(path)
        with Store.open(path) as reader:
            assert reader.counts()["reports"] == 0
        other.kill()
        other.wait()
        monkeypatch.setattr(file, "LOCK_SECONDS", 10.0)
        with Store.create(path) as mine:
            mine.replace(a_report())


# Files that are no good index


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_index_in_a_folder_nobody_may_write_to(tmp_path: Path) -> None:
    folder = tmp_path / "read only"
    folder.mkdir()
    with Store.create(folder / "x.db") as store:
        store.replace(a_report())
    folder.chmod(0o555)
    try:
        with Store.open(folder / "x.db") as store:
            assert read_back(store, "a.txt") == a_report()
    finally:
        folder.chmod(0o755)


def unusable(path: str, says: str) -> None:
    with pytest.raises(IndexUnusable, match=says) as error:
        Store.open(path)
    assert "\n" not in str(error.value)
    assert path in str(error.value)
    assert error.value.exit_code == 5


def test_no_index(path: str) -> None:
    unusable(path, "no index there; run `nianbao index PATH --db")
    assert not Path(path).exists()


def test_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    unusable(str(tmp_path), "opened|index")
    with pytest.raises(IndexUnusable):
        Store.create(tmp_path / "no" / "such.db")


def test_no_database(path: str) -> None:
    Path(path).write_text("不是数据库" * 500, encoding="utf-8")
    unusable(path, "not an index")
    with pytest.raises(IndexUnusable):
        Store.create(path)
    assert Path(path).read_text(encoding="utf-8").startswith("不是数据库")


def test_an_empty_file_is_no_index(path: str) -> None:
    Path(path).touch()
    unusable(path, "an empty file")


def test_another_programs_database(path: str) -> None:
    conn = sqlite3.connect(path)
    conn.execute("create table fact (a)")
    conn.close()
    unusable(path, "other program")
    with pytest.raises(IndexUnusable, match="other program"):
        Store.create(path)


def test_another_version(path: str) -> None:
    Store.create(path).close()
    conn = sqlite3.connect(path)
    assert conn.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    conn.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    conn.close()
    unusable(path, "run `nianbao index` again")


def test_a_damaged_file_is_said_and_never_read_wrong(path: str, tmp_path: Path) -> None:
    reports = [a_report(f"{at}.txt", body, 2010 + at) for at, body in enumerate([OFFICE, BUREAU] * 3)]
    with Store.create(path) as store:
        for report in reports:
            store.replace(report)
        store._conn.execute("pragma wal_checkpoint(truncate)")
    good = Path(path).read_bytes()
    right = {each for report in reports for each in report.facts}
    bad = tmp_path / "bad.db"
    said = 0
    for at in range(100, len(good), 397):
        data = bytearray(good)
        data[at] ^= 1 << at % 8
        bad.write_bytes(data)
        try:
            with Store.open(bad) as store:
                # A flipped key may hide a figure; none may be wrong.
                assert {each for report in reports for each in store.facts(body=report.body, year=report.year)} <= right
        except IndexUnusable:
            said += 1
    assert said > 10


def test_a_cut_file_is_said(path: str) -> None:
    with Store.create(path) as store:
        store.replace(a_report())
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[: len(data) // 2])
    with pytest.raises(IndexUnusable, match="damaged"), Store.open(path) as store:
        store.facts()


def test_disk_full_keeps_what_was_stored(path: str) -> None:
    with Store.create(path) as store:
        store.replace(a_report())
        (pages,) = store._conn.execute("pragma page_count").fetchone()
        store._conn.execute(f"pragma max_page_count = {pages + 2}")
        big = replace(a_report("b.txt"), text=os.urandom(40_000).hex())
        with pytest.raises(DiskFull, match="disk full") as full:
            store.replace(big)
        assert full.value.exit_code == 6
        assert read_back(store, "a.txt") == a_report()


def test_a_file_that_may_not_grow_is_a_full_disk(path: str) -> None:
    code = (
        "import resource, signal, sys; from index.store import Store; from index.errors import DiskFull;"
        "from tests.test_store import a_report\n"
        "s = Store.create(sys.argv[1]); s.replace(a_report())\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n"
        "    for at in range(1000): s.replace(a_report(f'{at}.txt'))\n"
        "except DiskFull: print('full', at)\n"
    )
    root = str(Path(__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, cwd=root, check=True)
    word, kept = done.stdout.split()
    assert word == "full"
    with Store.open(path) as store:
        assert store.counts()["reports"] == int(kept) + 1
        assert read_back(store, "a.txt") == a_report()


# How big, how quick, how readable


def a_full_report(at: int) -> Report:
    """As many cells as the form has: 24 rows of seven applicants."""
    keys = ["requests.received", "outcome.granted", "outcome.total", "requests.carried_out"] * 6
    lines = ["三、收到和处理政府信息公开申请情况"]
    facts = []
    for row, key in enumerate(keys):
        label = f"第{row}行的名称很长的标签"
        figures = [(at * 31 + row * 7 + each) % 211 for each in range(7)]
        lines.append("\t".join([label, *map(str, figures)]))
        place = source(len(lines), lines[-1], section=lines[0], table=2, row=label, report=f"{at}.txt")
        facts += [
            fact(key, str(figure), replace(place, column=f"栏{each}"), party=PARTIES[each], year=2000 + at % 20)
            for each, figure in enumerate(figures)
        ]
    body = f"{OFFICE}{at // 20}"
    return Report(
        path=f"{at}.txt",
        digest="00" * 16,
        body=body,
        year=2000 + at % 20,
        form="2021",
        text="\n".join(lines),
        facts=tuple(replace(each, body=body) for each in facts),
    )


@pytest.mark.slow
def test_a_fact_takes_forty_bytes_with_its_place(path: str) -> None:
    reports = [a_full_report(at) for at in range(1000)]
    with Store.create(path) as store:
        for report in reports:
            store.replace(report)
        store._conn.execute("pragma wal_checkpoint(truncate)")
        facts = store.counts()["facts"]
        assert facts == 168_000
        try:
            (used,) = store._conn.execute(
                "select sum(pgsize) from dbstat where name in ('fact', 'place', 'label', 'sqlite_autoindex_label_1')"
            ).fetchone()
        except sqlite3.OperationalError:  # this SQLite is built without dbstat
            used = (
                Path(path).stat().st_size
                - store._conn.execute("select total(length(zlib)) + 400 * count(*) from report_text").fetchone()[0]
            )
        assert used / facts <= 40
        for report in reports[::5]:
            (one,) = store.facts(body=report.body, year=report.year, metrics=["requests.received"], parties=["total"])[
                :1
            ]
            assert one == report.facts[6]


def test_the_views_are_readable(store: Store, path: str) -> None:
    store.replace(a_report())
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    (amount,) = conn.execute("select * from facts where metric = 'procurement.amount'").fetchall()
    assert dict(amount) == {
        "body": OFFICE,
        "year": 2021,
        "metric": "procurement.amount",
        "label": catalogue()["procurement.amount"].label,
        "party": None,
        "value": 1767211.05,
        "unit": "元",
        "kind": "table",
        "approximate": 0,
        "section": "一、总体情况",
        "table": 1,
        "row": "采购总金额",
        "column": "采购总金额",
        "line": 5,
        "page": 2,
        "report": "a.txt",
    }
    counts = [len(conn.execute(f"select * from {name}").fetchall()) for name in ("facts", "statements", "gaps")]  # noqa: S608
    assert counts == [12, 2, 3]
    assert [row[0] for row in conn.execute("select label from facts where metric is null")] == [
        "其中：货物",
        "其中：服务",
    ]
    lines = [row[0] for row in conn.execute("select line from facts where party is not null order by line")]
    assert lines == [8, 9, 10, 11, 12, 13, 14]
    conn.close()
