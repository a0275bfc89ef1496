"""Section five of a report divided into clauses that name problems and clauses that say what is done about them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
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
def _will() -> re.Pattern[str]:
    return re.compile(_words()["will"])


@functools.cache
def _clause() -> re.Pattern[str]:
    ends = re.escape(_words()["ends"])
    return re.compile(f"[^{ends}]+[{ends}]*|[{ends}]+")


def parted(lines: Sequence[tuple[int, str]]) -> dict[str, Part]:
    """Both parts of the lines of a section, by number; empty if the report does not separate them.

    A paragraph of its own behind one that tells of both is of both, up to a clause that begins to speak of either.
    """
    found: dict[str, list[tuple[int, str]]] = {PROBLEMS: [], IMPROVEMENTS: []}
    kind, told_both, before = PROBLEMS, False, ""
    for number, line in lines:
        text = line.strip()
        of_both = told_both and not _goes_on(text, before)
        said: dict[str, str] = {}
        for clause in _clauses(text):
            begun = _kind(clause)
            if begun is not None:
                kind, of_both = begun, False
            for each in found if of_both else (kind,):
                said[each] = said.get(each, "") + clause
        for each, part in said.items():
            found[each].append((number, part))
        told_both, before = len(said) > 1, text
    if not all(found.values()):
        return {}
    return {each: Part(lines=tuple(of)) for each, of in found.items()}


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a paragraph; one that only says a year goes with the one behind it."""
    year = ""
    for clause in _clause().findall(text):
        if re.fullmatch(_words()["year"], clause):
            year += clause
            continue
        yield year + clause
        year = ""
    if year:
        yield year


def _goes_on(text: str, before: str) -> bool:
    """Whether a paragraph goes on with what the last clause before it spoke of: as its next point, or led to by it."""
    words = _words()
    numbered = re.match(words["numbering"], text)
    next_point = numbered is not None and bool(numbered.group().strip())
    return next_point or text.startswith(tuple(words["goes_on"])) or before.endswith(tuple(words["leads_on"]))


def _kind(clause: str) -> str | None:
    """What a clause begins to speak of; None where it goes on."""
    words = _words()
    start = re.sub(words["numbering"], "", re.sub(f"^{words['year']}", "", clause))
    if start.startswith(tuple(words["neither"])):
        return None
    if start.startswith(tuple(words[IMPROVEMENTS])) or _will().match(start):
        return IMPROVEMENTS
    return PROBLEMS if start.startswith(tuple(words[PROBLEMS])) else None
