"""`nianbao index`: from files and folders to the index."""

from __future__ import annotations

import errno
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from bot.cli.common import DB, Context, example, one_line
from index.errors import NianbaoError, RefusedFile
from index.models import Report

if TYPE_CHECKING:
    from index.store import Store

PAUSE = 0.1
"""seconds between two states of the line of progress"""


@click.command(epilog=example("index"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@DB
@click.option("--prune", is_flag=True, help="Drop reports whose file is gone.")
@click.pass_obj
def index(context: Context, paths: tuple[str, ...], db: Path | None, prune: bool) -> int:
    """Read reports (files, or folders and all below them) and index them.

    A report is known by its path: read again it replaces itself, and a file that has not changed is not read again.
    """
    from index.store import Store

    settings = context.settings(db)
    settings.db.parent.mkdir(parents=True, exist_ok=True)
    state = _State(started=time.monotonic())
    store = Store.create(str(settings.db))
    try:
        files = list(_files(paths, state))
        _read_all(files, store, state)
        if prune:
            gone = [path for path in store.digests() if _named(path, paths) and _is_gone(path)]
            for path in gone:
                store.remove(path)
            state.dropped = len(gone)
    finally:
        store.close()
        state.summary()
    return NianbaoError.exit_code if state.refused else 0


def _named(path: str, given: Sequence[str]) -> bool:
    """Tell whether a report belongs to what was named: others may be indexed from another folder."""
    return any(PurePath(path).is_relative_to(one) for one in given)


def _is_gone(path: str) -> bool:
    """Tell whether a file is gone; one in a folder that may not be looked into is not."""
    try:
        return not Path(path).exists()
    except OSError:
        return False


@dataclass(kw_only=True)
class _State:
    """What has been done so far, told on stderr."""

    started: float
    total: int = 0
    read: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    dropped: int = 0
    facts: int = 0
    gaps: int = 0
    _shown: float = field(default=0.0)
    _open: bool = field(default=False)

    def refuse(self, path: str, why: str) -> None:
        self.refused += 1
        self._clear()
        click.echo(f"nianbao: {one_line(path)}: {one_line(why)}", err=True)

    def done(self, report: Report) -> None:
        self.read += 1
        self.facts += len(report.facts)
        self.gaps += len(report.gaps)

    def progress(self) -> None:
        """Files, facts and time left, on one line of a terminal that is written over."""
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self._shown < PAUSE:
            return
        self._shown, self._open = now, True
        behind = self.read + self.unchanged + self.refused
        left = (now - self.started) / behind * max(self.total - behind, 0) if behind else 0
        click.echo(
            f"\r\x1b[K{behind:,} of {self.total:,} files, {self.facts:,} facts, {left:.0f} s left", nl=False, err=True
        )

    def summary(self) -> None:
        """The last line."""
        self._clear()
        parts = [f"{_count(self.read, 'report')} read", f"{self.unchanged:,} unchanged", f"{self.refused:,} refused"]
        parts += [f"{self.skipped:,} skipped"] if self.skipped else []
        parts += [f"{self.dropped:,} dropped"] if self.dropped else []
        seconds = time.monotonic() - self.started
        click.echo(
            f"{', '.join(parts)}; {_count(self.facts, 'fact')}, {_count(self.gaps, 'gap')} in {seconds:.1f} s", err=True
        )

    def _clear(self) -> None:
        if self._open:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._open = False


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _files(paths: Sequence[str], state: _State) -> Iterator[str]:
    """Files to read, each once, those of a folder in the order of their names; what is passed over is counted."""
    seen: set[str] = set()
    for path in paths:
        # A file named by the person is read whatever its name; one that is missing is refused when it is read.
        for file in _below(path, state) if os.path.isdir(path) else [path]:  # noqa: PTH112, keeps the path as given
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: str, state: _State) -> Iterator[str]:
    """Reports of a folder and its folders. Links to files are followed, links to folders are not: they may circle."""
    from loaders.readers import READERS

    def refuse(error: OSError) -> None:
        state.refuse(
            str(error.filename), "no permission to look into it" if error.errno == errno.EACCES else str(error.strerror)
        )

    for above, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or not suffix or suffix not in READERS or Path(name).stem.lower() == "readme":
                state.skipped += 1
            else:
                yield os.path.join(above, name)  # noqa: PTH118, Path would drop a leading ./


def _read_all(files: Sequence[str], store: Store, state: _State) -> None:
    """Index every file that has changed, each in a transaction of its own: whatever stops us, the index is whole."""
    known = store.digests()
    state.total = state.refused + len(files)
    for path in files:
        state.progress()
        try:
            report = _load(path, known.get(path))
        except RefusedFile as error:
            kept = "; the report read earlier is kept" if path in known else ""
            state.refuse(error.path, error.why + kept)
            continue
        if report is None:
            state.unchanged += 1
            continue
        try:
            store.replace(report)
        except RefusedFile as error:
            state.refuse(error.path, error.why)
            continue
        state.done(report)


def _load(path: str, known: str | None) -> Report | None:
    """The report, or None if the file is what is known. RefusedFile says why a file is no report."""
    import loaders
    from loaders.readers import digest

    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedFile(path, "its name is not UTF-8") from None
    if known is not None and digest(path) == known:
        return None
    try:
        return loaders.load(path)
    except NianbaoError:
        raise
    except Exception as error:
        logging.getLogger(__name__).debug("%s", path, exc_info=True)
        raise RefusedFile(path, f"could not be read, a fault of nianbao: {type(error).__name__}: {error}") from error
