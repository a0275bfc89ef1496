"""Traditional characters converted for comparing labels and headings; figures and names stay as printed."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_DATA = tomllib.loads(Path(__file__).with_name("script.toml").read_text(encoding="utf-8"))
_TRADITIONAL = re.compile(f"[{_DATA['traditional']}]")
_WORDS: dict[str, str] = _DATA["words"]


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length."""
    if not _TRADITIONAL.search(text):
        return text
    found = _converter().convert(text)
    return found if len(found) == len(text) else "".join(map(_one, text))


def mainland(text: str) -> str:
    """The same, with mainland vocabulary (信息 for 資訊)."""
    alike = simplified(text)
    if alike != text:
        for word, ours in _WORDS.items():
            alike = alike.replace(word, ours)
    return alike


@functools.lru_cache(maxsize=4096)
def _one(sign: str) -> str:
    found = _converter().convert(sign)
    return found if len(found) == 1 else sign


@functools.cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415  (20 ms that only a report in traditional script needs)

    return OpenCC("t2s")
