"""The resources that one file may take, and the kinds of file that this process may read.

Other kinds are read elsewhere (loaders/pool.py): text by the program itself, PDF and DOC by children that may die,
scans by children with enough memory for character recognition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_GB = 1 << 30
MOST_PAGES = 200
"""pages of one file that time is given for"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The resources of a child process."""

    kinds: frozenset[str]
    """modules of loaders/readers whose files it may read"""
    memory: int
    """bytes of address space"""
    seconds: float
    """for one file"""
    a_page: float = 0
    """seconds more for each page that is begun as a scan"""


LIGHT = frozenset({"text", "html", "mht", "docx", "packed"})
"""kinds read by Python and by parsers that are known to stay in bounds"""
HEAVY = Room(kinds=LIGHT | {"sheet", "pdf", "doc"}, memory=_GB, seconds=20)
# Character recognition holds 0.9 GB, with pictures of 35 million pixels 1.6 GB, and more addresses than that; it takes
# 2 to 6 seconds a page.
SCANS = Room(kinds=HEAVY.kinds | {"scan"}, memory=4 * _GB, seconds=20, a_page=30)
ROOMS = (HEAVY, SCANS)


class Elsewhere(Exception):
    """This process may not read files of this kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class _Here:
    kinds: frozenset[str] | None = None
    """None: every kind, for who calls `loaders.load` without children"""
    told: Callable[[], None] | None = None


_here = _Here()


def enter(kind: str) -> None:
    """Announce that a file of this kind, or a page of kind `scan`, is read next. Elsewhere if this process may not."""
    if _here.kinds is not None and kind not in _here.kinds:
        raise Elsewhere(kind)
    if _here.told is not None:
        _here.told()


@contextmanager
def only(kinds: frozenset[str], told: Callable[[], None] | None = None) -> Iterator[None]:
    """A context in which no other kinds are read; `told` is called whenever one is announced."""
    before = _here.kinds, _here.told
    _here.kinds, _here.told = kinds, told
    try:
        yield
    finally:
        _here.kinds, _here.told = before
