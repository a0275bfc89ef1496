"""Section five of a report divided into clauses that name problems and clauses that say what is done about them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROBLEMS, IMPROVEMENTS = "problems", "improvements"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One of the two parts, in the report's own characters."""

    lines: tuple[tuple[int, str], ...]
    """number of the line and what of it belongs here"""

    @property
    def first(self) -> int:
        return self.lines[0][0]

    @property
    def last(self) -> int:
        return self.lines[-1][0]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("passages.toml").read_text(encoding="utf-8"))


@functools.cache
def _clause() -> re.Pattern[str]:
    ends = re.escape(_words()["ends"])
    return re.compile(f"[^{ends}]+[{ends}]*|[{ends}]+")


def parted(lines: Sequence[tuple[int, str]]) -> dict[str, Part]:
    """Both parts of the lines of a section, by number; empty if the report does not separate them.

    A line behind one that tells of both is of both, up to a clause that begins to speak of either.
    """
    found: dict[str, list[tuple[int, str]]] = {PROBLEMS: [], IMPROVEMENTS: []}
    kinds = {PROBLEMS}
    for number, line in lines:
        said: dict[str, str] = {}
        for clause in _clause().findall(line.strip()):
            begun = _kind(clause)
            kinds = {begun} if begun is not None else kinds
            for kind in sorted(kinds):
                said[kind] = said.get(kind, "") + clause
        for each, text in said.items():
            found[each].append((number, text))
        kinds = {*said}
    if not all(found.values()):
        return {}
    return {each: Part(lines=tuple(of)) for each, of in found.items()}


def _kind(clause: str) -> str | None:
    """What a clause begins to speak of; None where it goes on."""
    words = _words()
    start = re.sub(words["numbering"], "", clause)
    if start.startswith(tuple(words["neither"])):
        return None
    if start.startswith(tuple(words[IMPROVEMENTS])):
        return IMPROVEMENTS
    return PROBLEMS if start.startswith(tuple(words[PROBLEMS])) else None
