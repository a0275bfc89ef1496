"""Decodes bytes, whatever encoding they declare: the right one makes a report's own words readable."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path

from index.errors import RefusedFile

_DATA = tomllib.loads(Path(__file__).with_name("charset.toml").read_text(encoding="utf-8"))
_WORDS = re.compile("|".join(re.escape(word) for word in _DATA["words"]))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs")
"""gb18030 reads gb2312 and gbk too; Big5 comes last, for it reads much of them as other characters"""
SAMPLE = 200_000
"""characters looked at when an encoding is weighed"""


def decode(path: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and notes about it. RefusedFile if the bytes are not text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                return _with_holes(path, data, (encoding,))
    if b"\x00" in data:
        raise RefusedFile(path, "binary, not text")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    read_as = []
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        read_as.append((_weight(text), text))
    weight, text = max(read_as, key=lambda each: each[0], default=(0, ""))
    # Broken UTF-8 reads as GB18030 too, but makes no words.
    if weight > _weight(data.decode("utf-8", "replace")):
        return text, ()
    return _with_holes(path, data, ("utf-8", *_LEGACY))


def _weight(text: str) -> int:
    """How many of a report's own words are found."""
    return len(_WORDS.findall(text[:SAMPLE]))


def _with_holes(path: str, data: bytes, encodings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Text with U+FFFD for what cannot be read, in the encoding that makes most words: never a guessed digit."""
    texts = [data.decode(encoding, "replace") for encoding in encodings]
    text = max(texts, key=_weight)
    if not _weight(text):
        raise RefusedFile(path, "neither UTF-8 nor GB18030, UTF-16 or Big5")
    holes = text.count("\ufffd")
    return text, (f"undecodable bytes: {holes}",) if holes else ()
