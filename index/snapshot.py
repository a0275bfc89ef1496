"""A context in which everything is read from one state of the index."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol


class Held(Protocol):
    """What a snapshot can be taken of."""

    def hold(self) -> bool:
        """Begin to read from one state. False if that had begun already."""

    def let_go(self) -> None:
        """End what `hold` began."""


class Snapshot:
    """A context in which a store is read as it was when the context was entered.

    Nested ones belong to the outermost.
    """

    __slots__ = ("_mine", "_store")

    def __init__(self, store: Held) -> None:
        self._store = store
        self._mine = False

    def __enter__(self) -> None:
        self._mine = self._store.hold()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._mine:
            self._store.let_go()
