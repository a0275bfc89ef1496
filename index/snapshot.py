"""A time in which all that is read is of one state of the index."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol


class Held(Protocol):
    """What can be held as it is."""

    def hold(self) -> bool:
        """Begin such a time; False: one has begun."""

    def let_go(self) -> None:
        """End it."""


class Snapshot:
    """A time in which a store is read as it was when it began; within another one it is part of that."""

    __slots__ = ("_mine", "_store")

    def __init__(self, store: Held) -> None:
        self._store = store
        self._mine = False

    def __enter__(self) -> None:
        self._mine = self._store.hold()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._mine:
            self._store.let_go()
