"""What was typed, in one shape: width, script and case, with the offsets of what was typed."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A question in simplified script, half width and lower case."""

    typed: str
    text: str
    origin: tuple[int, ...]
    """for every character of text the offset in typed it comes from"""

    def as_typed(self, start: int, end: int) -> str:
        """The characters typed for text[start:end]."""
        if start >= end:
            return ""
        last = self.origin[end - 1] + 1
        return self.typed[self.origin[start] : last]


@functools.cache
def _converter() -> object:
    # a C++ wheel: loaded at the first question that holds a character outside ASCII
    import opencc  # noqa: PLC0415

    return opencc.OpenCC("t2s")


@functools.lru_cache(maxsize=8192)
def character(sign: str) -> str:
    """One character: NFKC, simplified, lower case; a lone surrogate or a control is a blank."""
    if sign.isascii():
        return sign.lower() if sign.isprintable() else " "
    if unicodedata.category(sign) in {"Cs", "Cc", "Cf", "Cn"}:
        return " "
    plain = unicodedata.normalize("NFKC", sign).lower()
    return "".join(_converter().convert(one) if ord(one) > 0x2E7F else one for one in plain)  # type: ignore[attr-defined]


def normalise(typed: str) -> Normal:
    """Character by character, so that offsets stay those of what was typed."""
    text: list[str] = []
    origin: list[int] = []
    for offset, sign in enumerate(typed):
        for one in character(sign):
            text.append(one)
            origin.append(offset)
    return Normal(typed=typed, text="".join(text), origin=tuple(origin))
