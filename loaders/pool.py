"""Reads several files at once in child processes: whatever a file does to its process is one refused file.

A child has limits on memory and on time for each file (loaders/room.py). A child that dies, or takes too long and is
killed with everything it started, is replaced; so is one that has read FILES files, since parsers leak memory.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import loaders
from index.errors import NianbaoError, RefusedFile
from index.models import Report
from loaders import child
from loaders.room import HEAVY, MOST_PAGES, ROOMS, SCANS, Elsewhere, Room

FILES = 200
"""files that a child reads before it is replaced"""
AHEAD = 256
"""files read ahead of the one whose turn it is"""
TICK = 0.2
"""seconds after which the caller is told that nothing has come"""
A_SCAN = 1_500_000_000
"""bytes of memory that a child needs for character recognition"""

_LOG = logging.getLogger(__name__)

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from loaders.child import nursery;"
    " nursery(int(sys.argv[2]), sys.argv[3])"
)
_ENDS: Mapping[int, str] = MappingProxyType(
    {
        signal.SIGKILL: "the process that read it was killed, most likely because the machine ran out of memory",
        signal.SIGABRT: "the process that read it gave up (SIGABRT), most likely for want of memory",
        signal.SIGXCPU: "took too much time",
    }
)
"""why a child ended, by the signal"""


def cores() -> int:
    """The number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def scanners(jobs: int) -> int:
    """How many children may read scans at once: as many as memory allows, at least one."""
    return max(1, min(jobs, _available() // A_SCAN))


def _available() -> int:
    """Bytes of memory that programs can still have."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def load(path: str, wanted: Callable[[], bool] = lambda: True) -> Report:
    """One report, read by a child process that is ended when `wanted` returns false. RefusedFile."""
    with Pool("loaders:load", jobs=1) as pool:
        value = _one(pool, path, HEAVY, wanted)
        if isinstance(value, Elsewhere):
            value = _one(pool, path, SCANS, wanted)
    if isinstance(value, RefusedFile):
        raise value
    assert isinstance(value, Report)  # noqa: S101, for mypy: loaders.load returns nothing else
    return value


def _one(pool: Pool, path: str, room: Room, wanted: Callable[[], bool]) -> object:
    for each in pool.each([path], room):
        if each is not None:
            return each[1]
        if not wanted():
            break
    return RefusedFile(path, "was given up")


@dataclass(slots=True)
class _Child:
    pid: int
    connection: Connection
    room: Room
    read: int = 0
    """files"""
    at: int = -1
    """place of the file it reads in the order given; -1: idle"""
    path: str = ""
    started: float = 0
    pages: int = 0
    """begun as scans, of this file"""

    @property
    def seconds(self) -> float:
        """Time for this file."""
        return self.room.seconds + self.room.a_page * self.pages

    @property
    def deadline(self) -> float:
        return self.started + self.seconds

    def give(self, at: int, path: str) -> None:
        self.at, self.path, self.started, self.pages = at, path, time.monotonic(), 0
        self.read += 1
        with contextlib.suppress(OSError):  # it is dead: told when it is listened to
            self.connection.send_bytes(os.fsencode(path))

    def kill(self) -> None:
        """It and all that it has started."""
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self.connection.close()


@dataclass(slots=True)
class _Run:
    """One call of `each`: where it stands."""

    source: Iterator[tuple[int, str]]
    room: Room
    size: int
    """children at once"""
    given: int = 0
    """files given out"""
    turn: int = 0
    """place of the next file to hand over"""
    ready: dict[int, tuple[str, bytes | RefusedFile]] = field(default_factory=dict)
    """answers whose turn has not come"""
    ended: bool = False


class Pool:
    """Child processes that run `task` for each file; they end with the `with` statement.

    `task` names a function of a path as `module:function`; or several, separated by blanks, each called with the result
    of the one before.
    """

    def __init__(self, task: str = "loaders:load", *, jobs: int | None = None, files: int = FILES) -> None:
        self.jobs = jobs or cores()
        self._task = task
        self._files = files
        self._children: list[_Child] = []
        self._nursery: _Nursery | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all children, busy or not."""
        for each in self._children:
            each.kill()
        self._children.clear()
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None

    def pids(self) -> tuple[int, ...]:
        """The process ids of the present children."""
        return tuple(each.pid for each in self._children)

    def each(self, paths: Iterable[str], room: Room = HEAVY) -> Iterator[tuple[str, object] | None]:
        """(path, result of the task) in the order given; None whenever nothing has arrived for TICK seconds.

        The result is RefusedFile for any fault of the file, or Elsewhere if reading it needs more room.
        """
        size = scanners(self.jobs) if room.memory > HEAVY.memory else self.jobs
        run = _Run(source=enumerate(paths), room=room, size=size)
        try:
            while True:
                self._give_out(run)
                while run.turn in run.ready:
                    path, answer = run.ready.pop(run.turn)
                    run.turn += 1
                    self._give_out(run)  # before the caller is busy with this one
                    yield path, _value(path, answer, room)
                if run.ended and not self._busy():
                    return
                if not self._collect(run):
                    yield None
        finally:
            for each in self._busy():
                self._end(each)

    def _busy(self) -> list[_Child]:
        return [each for each in self._children if each.at >= 0]

    def _give_out(self, run: _Run) -> None:
        """A file to every child that has none, as long as there are files."""
        while not run.ended and run.given - run.turn < AHEAD and len(self._busy()) < run.size:
            found = next(run.source, None)
            if found is None:
                run.ended = True
            else:
                self._idle(run.room).give(*found)
                run.given += 1

    def _idle(self, room: Room) -> _Child:
        """A child of this room that has nothing to do."""
        for each in [each for each in self._children if each.at < 0]:
            if each.room is room and each.read < self._files and not each.connection.poll():
                return each
            self._end(each)
        new = self._fork(room)
        self._children.append(new)
        return new

    def _fork(self, room: Room) -> _Child:
        if self._nursery is not None:
            with contextlib.suppress(OSError):
                return self._nursery.fork(room)
            self._nursery.close()  # somebody has killed it
        self._nursery = _Nursery(self._task)
        try:
            return self._nursery.fork(room)
        except OSError as error:
            raise NianbaoError("the processes that read files cannot be started") from error

    def _collect(self, run: _Run) -> bool:
        """Take what has come, kill what takes too long; False if there was neither."""
        busy = self._busy()
        first = min((each.deadline for each in busy), default=0.0)
        came = wait([each.connection for each in busy], max(0.0, min(TICK, first - time.monotonic())))
        now = time.monotonic()
        before = len(run.ready)
        for each in busy:
            at, path = each.at, each.path
            answer: bytes | RefusedFile | None = None
            if each.connection in came:
                answer = self._answer(each)
            elif now >= each.deadline:
                answer = RefusedFile(path, f"took longer than {each.seconds:.0f} s")
                self._end(each)
            if answer is not None:
                run.ready[at] = path, answer
                each.at = -1
        return len(run.ready) > before

    def _answer(self, each: _Child) -> bytes | RefusedFile | None:
        """What a child says, or why it died; None where it only says that it begins a page."""
        try:
            answer = each.connection.recv_bytes()
        except (EOFError, OSError):
            return RefusedFile(each.path, _why(self._end(each)))
        if answer[0] == child.PAGE:
            each.pages = min(each.pages + 1, MOST_PAGES)
            return None
        if answer[0] == child.MEMORY:  # what else it could not get then is not known
            self._end(each)
        return answer

    def _end(self, each: _Child) -> int:
        """Its status as `os.waitpid` gives it, once it and all that it started are gone."""
        each.kill()
        self._children.remove(each)
        if self._nursery is not None:
            with contextlib.suppress(OSError):
                return self._nursery.reap(each.pid)
        return signal.SIGKILL


class _Nursery:
    """The process that children are forked from, seen from here."""

    def __init__(self, task: str) -> None:
        ours, its = socket.socketpair()
        home = str(Path(loaders.__file__).parents[1])
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, home, str(its.fileno()), task],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if _LOG.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
                pass_fds=[its.fileno()],
                start_new_session=True,  # what is typed at the terminal is for the parent
            )
        self._asked = ours

    def fork(self, room: Room) -> _Child:
        """A new child. OSError: the nursery is gone."""
        ours, its = Pipe()
        with its:
            socket.send_fds(self._asked, [child.ORDER.pack(child.FORK, ROOMS.index(room))], [its.fileno()])
        return _Child(pid=self._told(), connection=ours, room=room)

    def reap(self, pid: int) -> int:
        """The status of a child that has ended. OSError: the nursery is gone."""
        self._asked.sendall(child.ORDER.pack(child.REAP, pid))
        return self._told()

    def _told(self) -> int:
        told = self._asked.recv(child.REPLY.size, socket.MSG_WAITALL)
        if len(told) < child.REPLY.size:
            raise BrokenPipeError
        (number,) = child.REPLY.unpack(told)
        return int(number)

    def close(self) -> None:
        """It ends its children and itself."""
        self._asked.close()
        self._process.wait()


def _why(status: int) -> str:
    """Why a child ended, in words."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return "the process that read it ended before it was done"
    return _ENDS.get(-code) or f"the process that read it crashed ({signal.Signals(-code).name})"


def _value(path: str, answer: bytes | RefusedFile, room: Room) -> object:
    """What a child said, as `each` gives it."""
    if isinstance(answer, RefusedFile):
        return answer
    said = pickle.loads(answer[1:])  # noqa: S301, from a process of ours
    match answer[0]:
        case child.DONE:
            return said
        case child.REFUSED:
            return RefusedFile(path, said)
        case child.ELSEWHERE:
            return Elsewhere(said)
        case child.MEMORY:
            return RefusedFile(path, f"takes more than {room.memory >> 30} GB of memory")
    fault, trace = said
    _LOG.debug("%s: %s", path, trace)
    return RefusedFile(path, f"could not be read, a fault of nianbao: {fault}")
