"""What may happen to an index while it is written, done for real. Slow: run by `make check-all`."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from index.store import Store
from tests.test_collection import COMMAND, ROOT, are_gone, content, descendants, reports, stored

pytestmark = pytest.mark.slow


def index(folder: Path, db: Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "index", str(folder), "--db", str(db)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def intact(db: Path) -> bool:
    with Store.open(db) as store:
        return [row[0] for row in store._conn.execute("pragma integrity_check")] == ["ok"]


def test_killed_at_any_moment_it_is_whole_and_goes_on(tmp_path: Path) -> None:
    """At random moments, until it is done: every report whole or absent, and in the end all as if undisturbed."""
    reports(tmp_path / "in", 300)
    assert index(tmp_path / "in", tmp_path / "whole").returncode == 0
    whole = {each[0]: each for each in content(tmp_path / "whole")}
    rng, kills, least = random.Random(4), 0, 0
    while kills < 40 or least < 300:
        command = [*COMMAND, "index", str(tmp_path / "in"), "--db", str(tmp_path / "db")]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(0.6 + rng.random() * (1.2 if kills < 40 else 60))
            except subprocess.TimeoutExpired:
                children = descendants(process.pid)
                process.kill()
                kills += 1
                assert are_gone(children)
        if (tmp_path / "db").exists() and (kept := stored(tmp_path / "db")):
            assert kept >= least, "what was kept is never lost"
            least = kept
            if kills % 8 == 0 or kept == 300:
                assert intact(tmp_path / "db")
                assert all(whole[each[0]] == each for each in content(tmp_path / "db"))
        if least == 300 and kills < 40:
            (tmp_path / "db").unlink()
            least = 0
    assert content(tmp_path / "db") == list(whole.values())


@pytest.mark.parametrize("room", [150_000, 300_000, 700_000])
def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path: Path, room: int) -> None:
    reports(tmp_path / "in", 120)
    code = (
        "import resource, signal, sys; from bot.cli import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, "index", str(tmp_path / "in"), "--db", str(tmp_path / "db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 6
    assert "disk full" in done.stderr
    assert done.stderr.count("\n") == 2
    kept = stored(tmp_path / "db")
    assert f"{kept} report" in done.stderr
    if kept:
        assert intact(tmp_path / "db")
    assert index(tmp_path / "in", tmp_path / "db").returncode == 0
    assert index(tmp_path / "in", tmp_path / "whole").returncode == 0
    assert content(tmp_path / "db") == content(tmp_path / "whole")


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    reports(tmp_path / "a", 60)
    reports(tmp_path / "b", 60)
    started = [
        subprocess.Popen([*COMMAND, "index", str(tmp_path / name), "--db", str(tmp_path / "db")], cwd=ROOT)
        for name in "ab"
    ]
    codes = sorted(process.wait(60) for process in started)
    assert codes in ([0, 0], [0, 4])
    assert stored(tmp_path / "db") == (120 if codes == [0, 0] else 60)


def test_who_asks_while_it_is_written_is_answered(tmp_path: Path) -> None:
    """Every report that a reader sees is whole, and no question fails."""
    reports(tmp_path / "in", 200)
    index(tmp_path / "in", tmp_path / "whole")
    whole = {each[0]: each for each in content(tmp_path / "whole")}
    command = [*COMMAND, "index", str(tmp_path / "in"), "--db", str(tmp_path / "db")]
    faults: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        seen = 0
        try:
            while not done.is_set() or not seen:
                with Store.open(tmp_path / "db") as store:
                    for each in store.reports()[-3:]:
                        assert store.facts(report=each.id) == whole[each.path][2]
                        seen += 1
        except BaseException as error:  # noqa: BLE001, told below
            faults.append(error)

    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        while not stored(tmp_path / "db"):
            time.sleep(0.02)
        readers = [threading.Thread(target=ask) for _ in range(2)]
        for each in readers:
            each.start()
        process.wait()
        done.set()
        for each in readers:
            each.join()
    assert faults == []
    assert process.returncode == 0


def test_a_child_that_is_killed_costs_a_file_at_most(tmp_path: Path) -> None:
    """As the kernel does where memory runs out."""
    reports(tmp_path / "in", 150)
    command = [*COMMAND, "index", str(tmp_path / "in"), "--db", str(tmp_path / "db")]
    kills = 0
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            time.sleep(0.4)
            # The nursery comes first, its children behind it.
            for pid in descendants(process.pid)[1:2]:
                subprocess.run(["kill", "-KILL", str(pid)], check=False, stderr=subprocess.DEVNULL)
                kills += 1
        assert process.stderr is not None
        said = process.stderr.read().splitlines()
    assert kills
    assert len(said) - 1 <= kills
    assert all("was killed" in line for line in said[:-1])
    assert stored(tmp_path / "db") == 150 - (len(said) - 1)
    assert index(tmp_path / "in", tmp_path / "db").returncode == 0
    assert stored(tmp_path / "db") == 150


def bomb(path: Path, unit: bytes, times: int) -> None:
    """A small PDF of one page whose content unpacks to `unit` so many times."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(unit) for _ in range(times)) + packer.flush()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%btrailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(data + end % (table, len(data)))


def test_a_small_pdf_that_unpacks_to_a_thousand_megabytes_is_one_refused_file(tmp_path: Path) -> None:
    (good,) = reports(tmp_path / "in", 1)
    bomb(good.with_name("blanks.pdf"), b" " * (1 << 20), 1000)
    bomb(good.with_name("strokes.pdf"), b"0 0 m 1 1 l S\n" * 70_000, 190)
    done = index(tmp_path / "in", tmp_path / "db")
    assert done.returncode == 1
    *refused, summary = done.stderr.splitlines()
    assert ["blanks.pdf" in line or "strokes.pdf" in line for line in refused] == [True, True]
    assert all("memory" in line or "took longer" in line for line in refused)
    assert summary.startswith("1 report read, 0 unchanged, 2 refused")
