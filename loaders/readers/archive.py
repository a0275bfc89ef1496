"""ZIP files, also those inside other formats (DOCX, XLSX), opened in memory under limits; nothing is written.

The limits apply to what is actually unpacked, not only to what the file declares, so bombs are refused before any other
library sees them.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

from index.errors import RefusedFile

MOST_ENTRIES = 2000
LONGEST_LIST = 1_000_000
"""bytes of the list of contents"""
LARGEST = 50_000_000
"""bytes of one entry, unpacked"""
LARGEST_ALL = 2_000_000_000
"""bytes of all entries, as the file states them: each is counted when it is unpacked"""
LARGEST_PACKAGE = 200_000_000
"""the same of a document: all its parts are of one report"""
RATIO = 200
"""bytes unpacked for one packed, beyond which an entry is a bomb"""
SMALL = 1_000_000
"""bytes up to which the ratio does not matter: a page of blanks packs well"""
_ENCRYPTED, _UTF8 = 0x1, 0x800
_HEAD = struct.Struct("<4s22xHH")
"""of an entry: signature, lengths of its name and of what more is said of it"""
_END, _END_MARK = struct.Struct("<4s4xHHII2x"), b"PK\x05\x06"
"""of the archive: signature, entries here and in all, bytes of the list of contents and where it begins"""
_LONGEST_END = 22 + 65_535


class Archive:
    """An open archive. RefusedFile if it is not one or is not safe to read."""

    def __init__(self, path: str, data: bytes | None = None) -> None:
        """data: everything in a document; None for an archive of reports, of which only parts are read."""
        self.path = path
        self._data = data
        largest = LARGEST_ALL if data is None else LARGEST_PACKAGE
        try:
            with self._open() as file:
                _look_at_end(path, file)
                opened = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, EOFError, OverflowError):
            raise RefusedFile(path, "damaged: its list of contents cannot be read") from None
        entries = opened.infolist()
        if len(entries) > MOST_ENTRIES:
            raise RefusedFile(path, f"more than {MOST_ENTRIES:,} files in it")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise RefusedFile(path, "locked with a password: unpack it first")
        if sum(entry.file_size for entry in entries) > largest:
            raise RefusedFile(path, f"larger than {largest // 1_000_000:,} MB unpacked")
        placed = sorted(entries, key=lambda entry: entry.header_offset)
        ends = [*(entry.header_offset for entry in placed[1:]), opened.start_dir]
        for entry, end in zip(placed, ends, strict=True):
            if entry.header_offset < 0 or entry.header_offset + _HEAD.size + entry.compress_size > end:
                raise RefusedFile(path, "damaged: files in it overlap")
        self.entries = {name_of(entry): entry for entry in entries}
        if len(self.entries) < len(entries):
            raise RefusedFile(path, "damaged: two files of one name in it")

    def _open(self) -> IO[bytes]:
        return Path(self.path).open("rb") if self._data is None else io.BytesIO(self._data)

    def names(self) -> list[str]:
        """The names of its files, in order."""
        return [name for name, entry in self.entries.items() if not name.endswith("/") and not entry.is_dir()]

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """The content of one file. RefusedFile if there is no such file, or it is damaged or too large."""
        entry = self.entries.get(name)
        if entry is None:
            raise RefusedFile(self.path, f"no {name} in it")
        size, packed = entry.file_size, entry.compress_size
        if size > LARGEST or (size > SMALL and size > RATIO * packed):
            raise RefusedFile(self.path, f"{name} in it is too large unpacked ({size // 1_000_000:,} MB)")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedFile(self.path, f"{name} in it is packed in a way that is not known")
        unpacked = _unpacked(self._packed(entry), entry)
        # What is really there has to be what was said: other libraries would go on reading.
        if unpacked is None or len(unpacked) != size or zlib.crc32(unpacked) != entry.CRC:
            raise RefusedFile(self.path, f"damaged: {name} in it cannot be unpacked")
        return unpacked

    def _packed(self, entry: zipfile.ZipInfo) -> bytes | None:
        try:
            with self._open() as file:
                file.seek(entry.header_offset)
                mark, name, more = _HEAD.unpack(file.read(_HEAD.size))
                file.seek(name + more, io.SEEK_CUR)
                return file.read(entry.compress_size) if mark == b"PK\x03\x04" else None
        except (OSError, ValueError, OverflowError, struct.error):
            return None


def _look_at_end(path: str, file: IO[bytes]) -> None:
    """Refuse by the archive's last record what has too long a list of contents, before that is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _LONGEST_END, 0))
    data = file.read(_LONGEST_END)
    at = data.rfind(_END_MARK)
    if at < 0 or len(data) - at < _END.size:
        raise RefusedFile(path, "damaged: its list of contents is not there")
    _, _, count, length, _ = _END.unpack_from(data, at)
    if count > MOST_ENTRIES or length > LONGEST_LIST:
        raise RefusedFile(path, f"more than {MOST_ENTRIES:,} files in it")


def _unpacked(packed: bytes | None, entry: zipfile.ZipInfo) -> bytes | None:
    """At most a byte more than the entry is said to have; None where it is damaged."""
    if packed is None or entry.compress_type == zipfile.ZIP_STORED:
        return packed
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflate.decompress(packed, entry.file_size + 1)
    except zlib.error:
        return None


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name, parted by strokes. Chinese packers write GBK and do not say so: it reads as code page 437."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def main_part(package: Archive, folder: str, name: str) -> str:
    """The part of an office document that holds its text; some editors number it. RefusedFile if there is none."""
    if f"{folder}/{name}.xml" in package:
        return f"{folder}/{name}.xml"
    for each in package.entries:
        if each.startswith(f"{folder}/{name}") and each.endswith((".xml", ".bin")) and each.count("/") == 1:
            return each
    raise RefusedFile(package.path, "neither a Word document nor a workbook")
