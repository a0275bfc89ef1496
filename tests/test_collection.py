"""`nianbao index` over a collection: read by children, in whatever order, interrupted, and looked at in a terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli import collection, run
from index.store import Store
from tests.forms_of_figures import grid, make, report, tabs

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "import sys; from bot.cli import main; sys.argv[0] = 'nianbao'; main()"]


def reports(folder: Path, count: int) -> list[Path]:
    """So many reports, each of a body of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        title = f"云岭市青禾区农业农村局{number % 9 + 2011}年政府信息公开工作年度报告"
        text = report([tabs(rows) for rows in grid(make(random.Random(number)))], title)
        made.append(folder / f"{number:05}.txt")
        made[-1].write_text(text, encoding="utf-8")
    return made


def content(db: Path) -> list[tuple[Any, ...]]:
    """Everything that is stored, by path."""
    with Store.open(db) as store:
        return [
            (
                each.path,
                each.digest,
                store.facts(report=each.id),
                store.statements(report=each.id),
                store.gaps(report=each.id),
                store.warnings(report=each.id),
                store.lines(each.id),
            )
            for each in store.reports()
        ]


def descendants(pid: int) -> list[int]:
    """Processes that a process has started, and those that these have."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                child = int(path.parent.name)
                found += [child, *descendants(child)]
    return found


def are_gone(pids: Sequence[int], seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
            return True
        time.sleep(0.02)
    return False


def stored(db: Path) -> int:
    """Reports that are kept by now."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as conn,
    ):
        return int(conn.execute("select count(*) from report").fetchone()[0])
    return 0


def test_neither_the_order_nor_the_children_change_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(path) for path in reports(tmp_path / "in", 12)]
    now = time.time()
    monkeypatch.setattr("index.writer.time.time", lambda: now)  # the index tells when it last changed
    made = []
    for name, order, few in (("a", paths, 40), ("b", paths[::-1], 40), ("c", [str(tmp_path / "in")], 0)):
        monkeypatch.setattr(collection, "FEW", few)
        assert run(["index", *order, "--jobs", "2", "--db", str(tmp_path / name)]) == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1] == made[2]
    assert len(content(tmp_path / "a")) == 12


def test_names_of_every_kind_are_read_or_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(collection, "FEW", 0)
    (good,) = reports(tmp_path / "in", 1)
    text = good.read_bytes()
    (good.parent / ("x" * 251 + ".txt")).write_bytes(text)
    (good.parent / "a\nb\x1b[31m.txt").write_bytes(text)
    Path(os.fsdecode(os.fsencode(good.parent) + b"/\xc4\xea.txt")).write_bytes(text)
    (good.parent / "loop.txt").symlink_to(good.parent / "loop.txt")
    (good.parent / "around").symlink_to(good.parent)
    os.mkfifo(good.parent / "pipe.pdf")
    assert run(["index", str(good.parent), "/dev/zero", "/dev/null", "--db", str(tmp_path / "db")]) == 1
    err = capfd.readouterr().err
    *refused, summary = err.splitlines()
    assert len(refused) == 5
    assert "\x1b" not in err
    for word in ("not UTF-8", "leads back to itself", "pipe.pdf: not a regular file", "/dev/zero", "/dev/null"):
        assert word in err
    assert summary.startswith("3 reports read, 0 unchanged, 5 refused; ")


def test_the_first_refused_file_ends_it_if_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = reports(tmp_path / "in", 3)
    paths[1].write_bytes(b"")
    assert run(["index", str(tmp_path / "in"), "--fail-fast", "--db", str(tmp_path / "db")]) == 1
    assert "1 report read, 0 unchanged, 1 refused; " in capfd.readouterr().err
    assert [Path(each[0]).name for each in content(tmp_path / "db")] == ["00000.txt"]


def test_two_that_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = reports(tmp_path / "in", 1)
    monkeypatch.setattr("index.file.LOCK_SECONDS", 0.1)
    with Store.create(tmp_path / "db"):
        assert run(["index", str(path), "--db", str(tmp_path / "db")]) == 4


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_at_work_it_goes_on_from_there(tmp_path: Path, how: signal.Signals) -> None:
    reports(tmp_path / "in", 160)
    command = [*COMMAND, "index", str(tmp_path / "in"), "--db"]
    with subprocess.Popen([*command, str(tmp_path / "db")], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while not stored(tmp_path / "db"):
            time.sleep(0.02)
        children = descendants(process.pid)
        assert len(children) >= 2
        process.send_signal(how)
        said = process.communicate()[1]
    assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert are_gone(children)
    kept = stored(tmp_path / "db")
    assert 0 < kept < 160
    if how == signal.SIGINT:
        assert f"{kept} reports read" in said
    done = subprocess.run([*command, str(tmp_path / "db")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"{160 - kept} reports read, {kept} unchanged" in done.stderr
    subprocess.run([*command, str(tmp_path / "whole")], cwd=ROOT, capture_output=True, check=True)
    assert content(tmp_path / "db") == content(tmp_path / "whole")


def test_a_terminal_shows_how_far_it_is(tmp_path: Path) -> None:
    paths = reports(tmp_path / "in", 30)
    paths[20].write_bytes(b"")
    ours, its = pty.openpty()
    command = [*COMMAND, "index", str(tmp_path / "in"), "--db", str(tmp_path / "db")]
    shown = b""
    with subprocess.Popen(
        command, cwd=ROOT, stderr=its, env={**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    ) as process:
        os.close(its)
        while select.select([ours], [], [], 30)[0]:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
    os.close(ours)
    assert process.returncode == 1
    text = shown.decode()
    assert "/30" in text
    assert "facts" in text
    assert "00020.txt: empty" in text
    assert "29 reports read, 0 unchanged, 1 refused" in text.rstrip().splitlines()[-1]
