"""Reports in ZIP files: `x.zip/2020/report.docx` is a path like any other. Nothing is unpacked to disk."""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Iterator
from typing import NoReturn
from zipfile import ZipInfo

from index.errors import RefusedFile
from loaders.readers.archive import Archive

_LEFT = ("__MACOSX/", "._")
"""what begins like this was put there by a packer"""
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz")


def read(path: str, data: bytes, digest: str) -> NoReturn:  # noqa: ARG001, as every reader
    """Refuse to read an archive as one report."""
    raise RefusedFile(path, "an archive of files: give it the suffix .zip, and its reports are indexed one by one")


def place_of(path: str) -> tuple[str, str] | None:
    """(archive, name within) of a path into an archive; None for any other path."""
    above, found = path, len(path)
    while os.sep in above:
        above = above.rpartition(os.sep)[0]
        found = len(above)
        if os.path.isfile(above):  # noqa: PTH113, keeps the path as given
            return above, path[found + 1 :]
        if os.path.isdir(above):  # noqa: PTH112
            break
    return None


def bytes_of(path: str, archive: str, name: str) -> bytes:
    """The content of a file in an archive. RefusedFile, with the path of that file, says why it cannot be read."""
    try:
        opened = _opened(archive, *_version(archive))
        entry = opened.entries.get(name)
        why = "no such file in the archive" if entry is None else _unfit(name, entry)
        data = b"" if why else opened.read(name)
    except RefusedFile as error:
        raise RefusedFile(path, error.why) from None
    if why:
        raise RefusedFile(path, why)
    return data


def is_there(path: str) -> bool:
    """Whether a path leads to a file in an archive. RefusedFile if the archive cannot be read."""
    place = place_of(path)
    return place is not None and place[1] in _opened(place[0], *_version(place[0]))


def names_of(archive: str) -> Iterator[tuple[str, str | None]]:
    """(path, why it is not read or None) of each file in an archive, by name. RefusedFile if none can be read."""
    opened = _opened(archive, *_version(archive))
    for name in sorted(opened.names()):
        if not name.startswith(_LEFT) and not name.rpartition("/")[2].startswith(_LEFT):
            yield f"{archive}{os.sep}{name}", _unfit(name, opened.entries[name])


def _unfit(name: str, entry: ZipInfo) -> str | None:
    """Why a file is not taken out of an archive."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link, which is not followed out of an archive"
    if name.lower().endswith(_NESTED):
        return "an archive within an archive: unpack it first"
    return None


def _version(archive: str) -> tuple[int, int, int]:
    """Tells whether a file has changed."""
    try:
        status = os.stat(archive)  # noqa: PTH116, keeps the path as given
    except (OSError, ValueError):
        raise RefusedFile(archive, "no such file") from None
    return status.st_ino, status.st_size, status.st_mtime_ns


@functools.lru_cache(maxsize=4)
def _opened(archive: str, *version: int) -> Archive:  # noqa: ARG001, part of the key
    """The list of contents, kept while the archive's files are read one after the other."""
    opened = Archive(archive)
    for name in opened.entries:
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or not name.isprintable():
            raise RefusedFile(archive, "a file in it is named so that it would lie outside of it")
    return opened
