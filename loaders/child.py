"""The processes that read files, one file after another, and the process they are forked from.

That process, the nursery, has imported everything and reads nothing itself: a child forked from it is ready in
milliseconds, so losing one costs little. It outlives its own parent only for as long as it takes to end its children.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from index import regions
from index.errors import RefusedFile
from loaders import room

ORDER = struct.Struct("=cq")
"""what the nursery is asked: FORK a child for the room of that number, or REAP the child of that pid"""
REPLY = struct.Struct("=q")
"""the child's pid, or its status as `os.waitpid` gives it"""
FORK, REAP = b"f", b"r"

DONE, PAGE, REFUSED, ELSEWHERE, MEMORY, FAULT = range(6)
"""First byte of what a child says; behind it, pickled: what the task returned; None, a page is begun; why the file is
refused; the kind of file; None; (the fault in a line, where it happened)"""

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux"""


def nursery(control: int, task: str) -> NoReturn:
    """Fork children on request until the other end of the socket `control` is closed, then end all of them."""
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    run = _task(task)
    regions.all_regions()  # what every report needs and takes long to make
    gc.collect()
    gc.freeze()
    living: set[int] = set()
    with socket.socket(fileno=control) as asked:
        while True:
            order, handles, _, _ = socket.recv_fds(asked, ORDER.size, 1)
            if len(order) < ORDER.size:
                break
            what, number = ORDER.unpack(order)
            if what == FORK:
                answer = os.fork()
                if not answer:
                    asked.close()
                    _child(handles[0], room.ROOMS[number], run)
                with contextlib.suppress(OSError):  # so that the group is there when the pid is told
                    os.setpgid(answer, answer)
                living.add(answer)
            else:
                _, answer = os.waitpid(number, 0)
                living.discard(number)
            for handle in handles:
                os.close(handle)
            asked.sendall(REPLY.pack(answer))
    for pid in living:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    os._exit(0)


def _task(names: str) -> Callable[[str], object]:
    """The functions called `module:function`, each of what the one before returns."""
    steps: list[Callable[[Any], object]] = []
    for name in names.split():
        module, _, function = name.partition(":")
        steps.append(getattr(importlib.import_module(module), function))

    def run(path: str) -> object:
        value: object = path
        for step in steps:
            value = step(value)
        return value

    return run


def _child(handle: int, mine: room.Room, run: Callable[[str], object]) -> NoReturn:
    """Read files until the other end of the socket is closed. Never returns into the nursery's code."""
    code = 1
    try:
        parent = os.getppid()
        with contextlib.suppress(OSError):  # a group of its own: what it starts dies with it
            os.setpgid(0, 0)
        _die_with(parent)
        resource.setrlimit(resource.RLIMIT_AS, (mine.memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
        _serve(Connection(handle), mine, run)
    except (EOFError, OSError):  # nobody waits for what is read any more
        code = 0
    finally:
        os._exit(code)


def _die_with(parent: int) -> None:
    """Die when the process this was forked from does, killed or not; elsewhere than on Linux that one sees to it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _serve(asked: Connection, mine: room.Room, run: Callable[[str], object]) -> None:
    def told() -> None:
        _cpu_for(mine.seconds + mine.a_page)
        asked.send_bytes(_said(PAGE, None))

    while True:
        path = os.fsdecode(asked.recv_bytes())
        _cpu_for(mine.seconds)
        with room.only(mine.kinds, told if mine.a_page else None):
            answer = _answer(run, path)
        asked.send_bytes(answer)


def _cpu_for(seconds: float) -> None:
    """A second net beneath the parent's clock: processor time from now on, for as many threads as there are cores."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = used.ru_utime + used.ru_stime + (seconds + 5) * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (int(most) + 1, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _said(kind: int, rest: object) -> bytes:
    return bytes([kind]) + pickle.dumps(rest, pickle.HIGHEST_PROTOCOL)


def _answer(run: Callable[[str], object], path: str) -> bytes:
    try:
        return _said(DONE, run(path))
    except RefusedFile as error:
        return _said(REFUSED, error.why)
    except room.Elsewhere as error:
        return _said(ELSEWHERE, error.kind)
    except MemoryError:
        return _said(MEMORY, None)
    except Exception as error:  # noqa: BLE001, told in words
        return _said(FAULT, (f"{type(error).__name__}: {error}", traceback.format_exc()))
