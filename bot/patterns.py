"""Many patterns of which hardly any stands in a question: one look tells that none does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GROUP = re.compile(r"(?<=\(\?P[<=])\w+(?=[>)])")
_BY_NUMBER = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")


class Patterns:
    """Patterns, each tried by itself only where all of them in one find something."""

    def __init__(self, lines: Iterable[str], before: str = "", behind: str = "") -> None:
        """`before` and `behind` stand around each line. ValueError: a line names a group by its number."""
        plain = list(lines)
        # Where all are in one a group has another number, and names must be each pattern's own.
        numbered = next((line for line in plain if _BY_NUMBER.search(line)), None)
        if numbered is not None:
            raise ValueError(f"a group is named by its number: {numbered}")
        told = [_GROUP.sub(rf"\g<0>_{at}", line) for at, line in enumerate(plain)]
        self._each = tuple(re.compile(f"{before}(?:{line}){behind}") for line in plain)
        self._any = re.compile(f"{before}(?:{'|'.join(told)}){behind}" if told else r"(?!)")

    def found(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Wherever a pattern stands, and which: one pattern after the other."""
        if self._any.search(text):
            for at, one in enumerate(self._each):
                for match in one.finditer(text):
                    yield at, match

    def at(self, text: str, start: int) -> list[re.Match[str]]:
        """The patterns that stand at a place."""
        if not self._any.match(text, start):
            return []
        return [match for one in self._each if (match := one.match(text, start))]

    def until(self, text: str, end: int) -> list[re.Match[str]]:
        """The first place of each pattern in the text up to an end."""
        if not self._any.search(text, 0, end):
            return []
        return [match for one in self._each if (match := one.search(text, 0, end))]
