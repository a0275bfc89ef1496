"""Indexes a collection of files: changed files are read, by child processes if there are many, and stored.

Whatever interrupts it, the index remains intact and the next run continues: each report is stored completely or not at
all, together with the others of its batch. Files are read and stored in the order of their paths, those that need
character recognition last, so neither the order of the arguments nor the speed of the children affects the index.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing

import loaders
from bot.cli.progress import State
from index.errors import RefusedFile
from index.packed import Packed, pack
from index.store import Store
from loaders.pool import Pool
from loaders.readers import digest
from loaders.room import HEAVY, LIGHT, SCANS, Elsewhere, only

BATCH = 50
"""reports kept at once"""
SECONDS = 1.0
"""after which what is stored is kept, be it fewer"""
FEW = 40
"""files of light kinds that are read sooner than children can be had"""
TASK = "loaders:load index.packed:pack"
"""of a child: what it hands over is a tenth of the report, and ready to be stored"""

Outcome = tuple[str, Packed | RefusedFile]
"""a path and its report, or why there is none"""


def collect(files: Iterable[str], store: Store, state: State, *, jobs: int | None, fail_fast: bool) -> None:
    """Store all files that have changed; with `fail_fast` up to the first that is refused."""
    known = store.digests()
    paths = sorted(set(files))
    state.total = state.refused + len(paths)
    waiting: list[Packed] = []
    since = 0.0

    def kept() -> None:
        state.stored(waiting)
        waiting.clear()

    with store.batch(kept) as keep, closing(read(_changed(paths, known, state), jobs)) as outcomes:
        for outcome in outcomes:
            state.show()
            if waiting and (len(waiting) >= BATCH or time.monotonic() - since > SECONDS):
                keep()
            if outcome is None:
                continue
            path, value = outcome
            since = since if waiting else time.monotonic()
            try:
                if isinstance(value, RefusedFile):
                    raise value
                store.replace(value)
                waiting.append(value)
            except RefusedFile as error:
                before = "; the report read earlier is kept" if path in known else ""
                state.refuse(path, error.why + before)
                if fail_fast:
                    break


def _changed(paths: Sequence[str], known: Mapping[str, str], state: State) -> list[str]:
    """Those that are not in the index as they are now. What cannot be looked at is left for who reads it."""
    changed = []
    for path in paths:
        if path in known and _digest(path) == known[path]:
            state.unchanged += 1
            state.show()
        else:
            changed.append(path)
    return changed


def _digest(path: str) -> str | None:
    try:
        return digest(path)
    except RefusedFile:
        return None


def read(paths: Sequence[str], jobs: int | None = None) -> Generator[Outcome | None, None, None]:
    """Every file, in the order given but for those that need more room than others; None: nothing has come yet."""
    rest = []
    for path in paths:
        value = _here(path) if len(paths) <= FEW or not _is_utf8(path) else None
        if isinstance(value, Packed | RefusedFile):
            yield path, value
        else:
            rest.append(path)
    if not rest:
        return
    with Pool(TASK, jobs=jobs) as pool:
        for room in (HEAVY, SCANS):
            later: list[str] = []
            for each in pool.each(rest, room):
                if each is None:
                    yield None
                elif isinstance(each[1], Elsewhere):
                    later.append(each[0])
                elif isinstance(each[1], Packed | RefusedFile):
                    yield each[0], each[1]
            rest = later


def _here(path: str) -> Packed | RefusedFile | Elsewhere:
    """The same in this process, for kinds of file that do it no harm."""
    if not _is_utf8(path):
        return RefusedFile(path, "its name is not UTF-8")
    try:
        with only(LIGHT):
            return pack(loaders.load(path))
    except (RefusedFile, Elsewhere) as error:
        return error
    except Exception as error:
        logging.getLogger(__name__).debug("%s", path, exc_info=True)
        return RefusedFile(path, f"could not be read, a fault of nianbao: {type(error).__name__}: {error}")


def _is_utf8(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
