"""ZIP files, and those that are ZIP files inside (DOCX, XLSX): opened in memory under caps, nothing ever written.

The caps count what is really unpacked, not what a file says of itself (zip bombs).
"""

from __future__ import annotations

import io
import itertools
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from index.errors import RefusedFile

MOST_ENTRIES = 2000
LARGEST = 50_000_000
"""bytes of one entry, unpacked"""
LARGEST_ALL = 400_000_000
"""bytes of all entries, as the file states them"""
RATIO = 200
"""bytes unpacked for one packed, beyond which an entry is a bomb"""
SMALL = 1_000_000
"""bytes up to which the ratio does not matter: a page of blanks packs well"""
_ENCRYPTED, _UTF8 = 0x1, 0x800
_HEAD = 30
"""bytes of an entry's own head, but for its name"""


class Archive:
    """An opened archive. RefusedFile where it is none or is not safe to read."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            raise RefusedFile(path, "damaged: its list of contents cannot be read") from None
        if len(self._entries) > MOST_ENTRIES:
            raise RefusedFile(path, f"more than {MOST_ENTRIES:,} files in it")
        if sum(entry.file_size for entry in self._entries) > LARGEST_ALL:
            raise RefusedFile(path, f"larger than {LARGEST_ALL // 1_000_000} MB unpacked")
        placed = sorted(self._entries, key=lambda entry: entry.header_offset)
        for entry, following in itertools.pairwise(placed):
            if entry.header_offset + _HEAD + entry.compress_size > following.header_offset:
                raise RefusedFile(path, "damaged: files in it overlap")
        self._by_name = {name_of(entry): entry for entry in self._entries}

    def names(self) -> list[str]:
        """Names of the files in it, in their order."""
        return [name for name, entry in self._by_name.items() if not entry.is_dir()]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def read(self, name: str) -> bytes:
        """Everything in one file. RefusedFile: no such file, encrypted, damaged or too large."""
        entry = self._by_name.get(name)
        if entry is None:
            raise RefusedFile(self.path, f"no {name} in it")
        if entry.flag_bits & _ENCRYPTED:
            raise RefusedFile(self.path, f"{name} is locked with a password")
        if entry.file_size > LARGEST or _is_bomb(entry.file_size, entry.compress_size):
            raise RefusedFile(self.path, f"{name} is too large unpacked")
        try:
            with self._zip.open(entry) as file:
                data = file.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise RefusedFile(self.path, f"damaged: {name} cannot be unpacked") from None
        if len(data) > LARGEST or _is_bomb(len(data), entry.compress_size):
            raise RefusedFile(self.path, f"{name} is too large unpacked")
        return data


def _is_bomb(size: int, packed: int) -> bool:
    return size > SMALL and size > RATIO * max(packed, 1)


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name. Chinese packers write GBK and do not say so, which reads as the old code page 437."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def why_not(entry: str, mode: int = 0) -> str | None:
    """Why a file of this name is not taken out of an archive; None: it is."""
    path = PurePosixPath(entry.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")) or "\x00" in entry:
        return "its name leads out of the archive"
    if stat.S_ISLNK(mode):
        return "a link"
    return None
