"""From a path to a Document: opens the file, refuses what cannot be one, and calls the reader of its format."""

from __future__ import annotations

import errno
import hashlib
import importlib
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from index.errors import RefusedFile
from loaders.models import Document
from loaders.readers import packed
from loaders.readers.glosses import without_glosses
from loaders.readers.marked import without_marks
from loaders.room import enter

MAX_SOURCE = 100_000
"""bytes of a file that keeps an address"""
MAX_BYTES = 60_000_000
"""A report of a hundred pages has less than one, a scan of it less than this; what is larger is never read."""

_WHY = {
    errno.ENOENT: "no such file",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a link that leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "no such file",
    errno.EISDIR: "a folder, not a file",
    errno.ENXIO: "not a regular file",
}


def read(path: str) -> Document:
    """The document in a file. RefusedFile says why it cannot be read; Elsewhere if another process has to."""
    suffix = Path(path).suffix.lower()
    data = _bytes(path)
    if suffix not in READERS:
        known = ", ".join(sorted(suffix for suffix in READERS if suffix))
        raise RefusedFile(path, f"no reader for this kind of file (known: {known})")
    kind = kind_of(data, READERS[suffix])
    enter(kind)
    reader: Reader = importlib.import_module(f"{__name__}.{kind}").read
    document = without_marks(without_glosses(reader(path, data, _digest(data))))
    url = url_of(path)
    return document if url is None else replace(document, url=url)


def source_file(path: str | os.PathLike[str]) -> Path:
    """The file beside a downloaded one that keeps its URL (loaders/fetch.py)."""
    return Path(path).with_name(f"{Path(path).name}.source")


def url_of(path: str) -> str | None:
    """The URL that a file, or the archive it is in, was fetched from; None if it was not."""
    place = packed.place_of(path)
    try:
        found = json.loads(source_file(path if place is None else place[0]).read_bytes()[:MAX_SOURCE])["url"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) and found.isprintable() else None


def kind_of(data: bytes, named: str) -> str:
    """The module that reads this content, determined by its first bytes, else by the file's name.

    Names are unreliable: a .doc is often HTML or DOCX.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for begins, kinds in MAGIC.items():
        if start.startswith(begins):
            likely = sorted(kinds, key=lambda kind: kind != named)
            return next((kind for kind in likely if any(mark in data for mark in WITHIN.get(kind, ()))), likely[0])
    if _MAIL.match(start) and _MIXED.search(data[:5000]):
        return "mht"
    if _MARKUP.match(start):
        return "doc" if _WORD in start else "html"
    return named


def is_report(name: str) -> bool:
    """Whether a file or archive with this name is read when a whole folder is."""
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122, the name may hold anything
    return suffix in READERS and bool(suffix) and stem != "readme" and not name.startswith((".", "~$"))


def digest(path: str) -> str:
    """The digest that `read` computes for the file, to tell whether it has changed. RefusedFile as in `read`."""
    return _digest(_bytes(path))


def unchanged(path: str, digest: str) -> bytes | None:
    """The file's content if it still has this digest; None otherwise."""
    try:
        data = _bytes(path)
    except RefusedFile:
        return None
    return data if _digest(data) == digest else None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def _bytes(path: str) -> bytes:
    """Everything in a regular file of at most MAX_BYTES, or in one within an archive; never waits on a pipe."""
    try:
        # O_NONBLOCK: opening a FIFO would otherwise wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError:
        raise RefusedFile(path, "not a name a file can have") from None
    except OSError as error:
        if error.errno == errno.ENOTDIR and (place := packed.place_of(path)) is not None:
            return _fit(path, packed.bytes_of(path, *place))
        broken = error.errno == errno.ENOENT and Path(path).is_symlink()
        why = "a link to a file that is gone" if broken else _WHY.get(error.errno or 0, error.strerror or "unreadable")
        raise RefusedFile(path, why) from None
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise RefusedFile(path, "a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise RefusedFile(path, "not a regular file")
        if status.st_size > MAX_BYTES:
            raise RefusedFile(path, f"larger than {MAX_BYTES // 1_000_000} MB")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedFile(path, error.strerror or "unreadable") from None
    finally:
        os.close(handle)
    return _fit(path, data)


def _fit(path: str, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise RefusedFile(path, f"larger than {MAX_BYTES // 1_000_000} MB")
    if not data.strip():
        raise RefusedFile(path, "empty")
    return data


Reader = Callable[[str, bytes, str], Document]
"""(path, everything in the file, its digest) → Document; RefusedFile where the bytes are not of its format."""

READERS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".md": "text",
        ".markdown": "text",
        "": "text",
        ".html": "html",
        ".htm": "html",
        ".shtml": "html",
        ".xhtml": "html",
        ".docx": "docx",
        ".doc": "doc",
        ".wps": "doc",
        ".rtf": "doc",
        ".docm": "docx",
        ".dotx": "docx",
        ".mht": "mht",
        ".mhtml": "mht",
        ".xlsx": "sheet",
        ".xlsm": "sheet",
        ".xls": "sheet",
        ".et": "sheet",
        ".pdf": "pdf",
        ".png": "scan",
        ".jpg": "scan",
        ".jpeg": "scan",
        ".tif": "scan",
        ".tiff": "scan",
        ".zip": "packed",
    }
)
"""Module by suffix in lower case, imported when the first such file is read: a new format is a module and a line."""

MAGIC: Mapping[bytes, tuple[str, ...]] = MappingProxyType(
    {
        b"%PDF-": ("pdf",),
        b"PK\x03\x04": ("docx", "sheet", "packed"),
        b"\xd0\xcf\x11\xe0": ("doc", "sheet"),
        b"{\\rtf": ("doc",),
        b"\x89PNG": ("scan",),
        b"\xff\xd8\xff": ("scan",),
        b"II*\x00": ("scan",),
        b"MM\x00*": ("scan",),
    }
)
"""First bytes of a format, and the modules that read it, the likeliest first."""

WITHIN: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {
        "docx": (b"word/document",),
        "sheet": (b"xl/workbook", "Workbook".encode("utf-16-le")),
        "doc": ("WordDocument".encode("utf-16-le"),),
        "packed": (b"",),
    }
)
"""What tells formats with the same first bytes apart: names of files within the file"""

_MAIL = re.compile(rb"[A-Za-z-]{2,30}:[ \t]")
_MIXED = re.compile(rb"^Content-Type:[ \t]{0,9}multipart/", re.IGNORECASE | re.MULTILINE)
_WORD = b'progid="Word.Document"'
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|table|div|p|meta|\?xml)\b", re.IGNORECASE)
