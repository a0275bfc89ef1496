"""`nianbao index`: from files and folders to the index."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

import click

from bot.cli.common import DB, Context, example
from bot.cli.progress import State
from index.errors import NianbaoError, RefusedFile


@click.command(epilog=example("index"), short_help="Read reports, files or folders, and index them.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@DB
@click.option("--prune", is_flag=True, help="Drop reports whose file is gone.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Files read at once; else one a core.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first file that is refused.")
@click.pass_obj
def index(
    context: Context, paths: tuple[str, ...], db: Path | None, prune: bool, jobs: int | None, fail_fast: bool
) -> int:
    """Read reports (files, or folders with everything below them) and index them.

    A report is identified by its path: read again it replaces itself, and an unchanged file is not read again. If
    interrupted, the index holds what was read so far, and the same command continues from there.
    """
    from bot.cli.collection import collect
    from index.store import Store

    settings = context.settings(db)
    settings.db.parent.mkdir(parents=True, exist_ok=True)
    state = State()
    store = Store.create(str(settings.db))
    try:
        collect(_files(paths, state), store, state, jobs=jobs, fail_fast=fail_fast)
        if prune and not (fail_fast and state.refused):
            gone = [path for path in store.digests() if _named(path, paths) and _is_gone(path)]
            for path in gone:
                store.remove(path)
            state.dropped = len(gone)
    finally:
        store.close()
        state.end()
    return NianbaoError.exit_code if state.refused else 0


def _named(path: str, given: Sequence[str]) -> bool:
    """Tell whether a report belongs to what was named: others may be indexed from another folder."""
    return any(PurePath(path).is_relative_to(one) for one in given)


def _is_gone(path: str) -> bool:
    """Tell whether a file is gone; one in a folder or an archive that cannot be looked into is not."""
    from loaders.readers import packed

    try:
        return not Path(path).exists() and not packed.is_there(path)
    except (OSError, RefusedFile):
        return False


def _files(paths: Sequence[str], state: State) -> Iterator[str]:
    """Files to read, each once, those of a folder in the order of their names; what is passed over is counted."""
    seen: set[str] = set()
    for path in paths:
        # A file named by the person is read whatever its name; one that is missing is refused when it is read.
        for file in _below(path, state) if os.path.isdir(path) else _within(path, state):  # noqa: PTH112, keeps the path
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: str, state: State) -> Iterator[str]:
    """Reports of a folder and its folders. Links to files are followed, links to folders are not: they may circle."""
    from loaders.readers import is_report

    def refuse(error: OSError) -> None:
        state.refuse(
            str(error.filename), "no permission to look into it" if error.errno == errno.EACCES else str(error.strerror)
        )

    for above, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_report(name):
                yield from _within(os.path.join(above, name), state)  # noqa: PTH118, Path would drop a leading ./
            else:
                state.skipped += 1


def _within(path: str, state: State) -> Iterator[str]:
    """The reports of an archive; any other file itself."""
    from loaders.readers import is_report, packed

    if Path(path).suffix.lower() != ".zip" or not os.path.isfile(path):  # noqa: PTH113, a pipe is none
        yield path
        return
    try:
        for file, why in packed.names_of(path):
            if why is not None:
                state.refuse(file, why)
            elif is_report(PurePath(file).name):
                yield file
            else:
                state.skipped += 1
    except RefusedFile as error:
        state.refuse(error.path, error.why)
