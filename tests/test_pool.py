"""Children that read: what becomes of the one that dies, and of the others."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import loaders
from index.errors import RefusedFile
from loaders import pool, room
from loaders.pool import Pool
from loaders.readers import MAGIC, READERS
from loaders.room import HEAVY, SCANS, Elsewhere

ROOT = Path(__file__).parents[1]
TASK = "tests.tasks:behave"


def values(children: Pool, paths: Iterable[str], where: room.Room = HEAVY) -> dict[str, object]:
    found = [each for each in children.each(paths, where) if each is not None]
    assert len(found) == len({path for path, _ in found})
    return dict(found)


def why(value: object) -> str:
    assert isinstance(value, RefusedFile)
    return value.why


def is_gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process ends, or is a zombie that nobody has asked for, within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module", name="children")
def _children() -> Iterator[Pool]:
    """Two children of a process that has imported everything, which takes longer than most of what they do."""
    with Pool(TASK, jobs=2) as children:
        yield children


@pytest.fixture(name="alone")
def _alone(children: Pool, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """The same, one child at a time, and none before that."""
    monkeypatch.setattr(children, "jobs", 1)
    for each in [*children._children]:
        children._end(each)
    return children


def test_results_come_in_the_order_given(children: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["slow-1", *(f"quick-{number}" for number in range(40)), "slow-2", "quick"]
    monkeypatch.setattr(children, "jobs", 3)
    assert [each for each in children.each(paths) if each] == [(path, path) for path in paths]


DEATHS = {
    "abort": "SIGABRT",
    "segfault": "SIGSEGV",
    "killed": "memory",
    "exit": "ended",
    "memory": "more than 1 GB of memory",
    "refused": "not a report",
    "fault": "a fault of nianbao: ZeroDivisionError: ",
}


def test_a_death_is_one_refused_file(children: Pool) -> None:
    for name, said in DEATHS.items():
        paths = ["a", "b", name, "c", f"{name}-2", "d"]
        found = values(children, paths)
        assert list(found) == paths
        assert {path: value for path, value in found.items() if not isinstance(value, RefusedFile)} == {
            path: path for path in "abcd"
        }
        assert said in why(found[name])
        assert said in why(found[f"{name}-2"])


def test_one_that_takes_too_long_is_killed_with_all_it_started(
    children: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = replace(HEAVY, seconds=1)
    path = str(tmp_path / "grandchild")
    monkeypatch.setattr(pool, "ROOMS", (quick,))
    found = values(children, ["a", path, "hang", "b"], quick)
    assert [found["a"], found["b"]] == ["a", "b"]
    assert why(found["hang"]) == why(found[path]) == "took longer than 1 s"
    assert is_gone(int(Path(path).read_text(encoding="ascii")))


def test_what_is_wanted_no_more_is_given_up(alone: Pool, tmp_path: Path) -> None:
    path = str(tmp_path / "grandchild")
    start = time.monotonic()
    given_up = pool._one(alone, path, HEAVY, lambda: not Path(path).exists())
    assert why(given_up) == "was given up"
    assert time.monotonic() - start < 10
    assert is_gone(int(Path(path).read_text(encoding="ascii")))


def test_a_child_is_replaced_after_so_many_files(alone: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "_files", 3)
    pids = list(values(alone, [f"pid-{number}" for number in range(7)]).values())
    assert len(set(pids)) == 3
    assert pids[0] == pids[2] != pids[3] == pids[5] != pids[6]


def test_what_a_child_leaves_behind_ends_with_it(alone: Pool) -> None:
    (left,) = values(alone, ["left"]).values()
    assert isinstance(left, int)
    for each in [*alone._children]:
        alone._end(each)
    assert is_gone(left)


@pytest.mark.slow
def test_a_scan_is_read_where_there_is_room_for_it_with_time_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    scans = replace(SCANS, seconds=0.5, a_page=1)
    with Pool(TASK, jobs=1) as children:
        assert isinstance(values(children, ["scan"])["scan"], Elsewhere)
        monkeypatch.setattr(pool, "ROOMS", (HEAVY, scans))
        found = values(children, ["scan", "pages-2", "hang", "still"], scans)
    assert [found["scan"], found["pages-2"]] == ["scan", "pages-2"]
    assert why(found["hang"]) == "took longer than 0 s"
    assert why(found["still"]) == "took longer than 2 s"


def test_there_is_a_room_for_every_kind() -> None:
    kinds = {*READERS.values(), *(kind for kinds in MAGIC.values() for kind in kinds)}
    assert room.LIGHT < HEAVY.kinds < SCANS.kinds == kinds


def test_scans_at_once_are_bounded_by_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for free, most in ((0, 1), (pool.A_SCAN * 2, 2), (pool.A_SCAN * 100, 4)):
        monkeypatch.setattr(pool, "_available", lambda free=free: free)
        assert pool.scanners(4) == most


def test_nothing_coming_is_told(alone: Pool) -> None:
    assert None in list(alone.each(["slow"]))


def test_who_stops_listening_leaves_nobody_behind() -> None:
    pids: tuple[int, ...] = ()
    with Pool(TASK, jobs=2) as children:
        for each in children.each(["a", "hang-1", "hang-2"]):
            pids += children.pids()
            if each == ("a", "a"):
                break
    assert pids
    assert all(map(is_gone, pids))


def test_children_whose_nursery_was_killed_are_replaced() -> None:
    with Pool(TASK, jobs=1) as children:
        first = values(children, ["pid"])["pid"]
        assert children._nursery is not None
        os.kill(children._nursery._process.pid, signal.SIGKILL)
        assert is_gone(int(str(first)))
        assert values(children, ["a", "b"]) == {"a": "a", "b": "b"}


def test_a_dead_child_that_was_idle_is_no_fault_of_the_next_file(alone: Pool) -> None:
    first = values(alone, ["pid"])["pid"]
    os.kill(int(str(first)), signal.SIGKILL)
    assert is_gone(int(str(first)))
    assert values(alone, ["a"]) == {"a": "a"}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    path = tmp_path / "grandchild"
    code = (
        "import sys\n"
        "from loaders.pool import Pool\n"
        f"with Pool({TASK!r}, jobs=2) as children:\n"
        f"    for each in children.each(['a', {str(path)!r}, 'hang']):\n"
        "        print(children._nursery._process.pid, *children.pids(), flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        while not path.exists() or not path.read_text(encoding="ascii"):
            time.sleep(0.02)
        pids = list(map(int, parent.stdout.readline().split()))
        assert len(pids) == 3
        parent.send_signal(how)
    assert all(map(is_gone, [*pids, int(path.read_text(encoding="ascii"))]))


def test_one_file() -> None:
    path = str(ROOT / "samples/qinghe-2020.txt")
    assert pool.load(path) == loaders.load(path)
    with pytest.raises(RefusedFile, match="no such file"):
        pool.load("nowhere.pdf")


def test_children_write_nothing_and_read_nothing_of_the_parents(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool(TASK, jobs=1) as children:
        values(children, ["a", "abort", "segfault"])
    with contextlib.suppress(ValueError):
        sys.stdout.flush()
    assert capfd.readouterr() == ("", "")
