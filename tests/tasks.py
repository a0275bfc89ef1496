"""What the children of tests/test_pool.py do with a path: its name says what happens."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.errors import RefusedFile
from loaders.room import enter

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def behave(path: str) -> object:
    does = DOES.get(Path(path).name.partition("-")[0])
    return path if does is None else does(path)


def refuse(path: str) -> None:
    raise RefusedFile(path, "not a report")


def slow(path: str) -> str:
    time.sleep(0.3)
    return path


def scan(path: str) -> str:
    enter("scan")
    return path


def pages(path: str) -> str:
    for _ in range(int(path.rpartition("-")[2])):
        enter("scan")
        time.sleep(0.8)
    return path


def still(path: str) -> None:
    enter("scan")
    time.sleep(600)


def grandchild(path: str) -> None:
    Path(path).write_text(str(subprocess.Popen(SLEEP).pid), encoding="ascii")
    time.sleep(600)


DOES: dict[str, Callable[[str], object]] = {
    "pid": lambda _: os.getpid(),
    "slow": slow,
    "hang": lambda _: time.sleep(600),
    "abort": lambda _: os.abort(),
    "segfault": lambda _: ctypes.string_at(0),
    "killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: os._exit(3),
    "memory": lambda _: len(bytearray(5 << 30)),
    "refused": refuse,
    "fault": lambda _: 1 // 0,
    "scan": scan,
    "pages": pages,
    "still": still,
    "grandchild": grandchild,
    "left": lambda _: subprocess.Popen(SLEEP).pid,
}
