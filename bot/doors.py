"""Access to the index for long-running processes: one connection a thread, and a replaced index is noticed.

A change to the index is seen by the next question. If another file is put in its place, that file is opened. Everything
done through a door sees one state of the index.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.config import Settings
from bot.memory import Memory
from bot.pages.browse import Browse
from bot.pages.shelf import Shelf
from bot.pages.views import BodyView
from bot.records import Unanswered
from bot.service import Service
from index.errors import NianbaoError
from index.store import Store

Identity = tuple[int, int]
"""device and number of a file"""
State = tuple[tuple[int, ...] | None, int]
"""an index as it is at a moment: file, how many were opened until then, and version"""


MOST_NAMES = 8
"""names that are told where one may mean several"""


class Closed(Exception):
    """The index cannot be read at the moment; the message says why in one line."""


class NoOneBody(Exception):
    """A text names no body in the index, or might mean several; the message says so in one line."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        more = ", …" if len(names) > MOST_NAMES else ""
        several = f"{text!r} may be {len(names)} bodies: {', '.join(names[:MOST_NAMES])}{more}"
        super().__init__(several if names else f"there is no body {text!r} in the index")
        self.names = tuple(names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """What one thread uses to ask and to look things up."""

    store: Store
    service: Service
    browse: Browse
    file: Identity | None
    """the file that was opened"""
    count: int
    """of the files that were opened until then: the number of one that is gone may be given to another"""

    @property
    def state(self) -> State:
        """The state of the index that is being read."""
        return (*(self.file or ()), self.count), self.store.version()

    def bodies_called(self, text: str, year: int | None) -> tuple[BodyView, ...]:
        """Bodies with this key, full name or common name (海珠区府办, Haizhu)."""
        known = self.browse.listing.bodies.get(text) or self.browse.body_named(text)
        if known is not None:
            return (known,)
        found = (self.browse.body_named(each) for each in self.service.named(text, year))
        return tuple({view.key: view for view in found if view is not None}.values())

    def body_called(self, text: str, year: int | None) -> BodyView:
        """The one body that is meant. NoOneBody if there is none or more than one."""
        found = self.bodies_called(text, year)
        if len(found) != 1:
            raise NoOneBody(text, [each.name for each in found])
        return found[0]


class Doors:
    """The doors to the index that the settings name, one for each thread."""

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self._settings = settings
        self._memory = memory
        self._unanswered = Unanswered(settings) if settings.keep_unanswered else None
        self._shelf = Shelf()
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._opened: list[Store] = []
        self._last: Identity | None = None
        self._count = 0

    @contextlib.contextmanager
    def through(self) -> Iterator[Door]:
        """A context with this thread's door, in which everything is read from one state of the index. Closed."""
        try:
            door = self._here()
            with door.store.reading():
                yield door
        except NianbaoError as error:
            self._shut()
            raise Closed(str(error)) from error

    def refresh(self) -> State:
        """Open the index again if it was replaced, and return its state: (file, version). Closed."""
        with self.through() as door:
            door.service.places()
            return door.state

    def replaced(self) -> str | None:
        """What happened to the file that this thread has open, in one line; None if it is still there."""
        file = self._identity()
        door: Door | None = getattr(self._mine, "door", None)
        if file is None:
            return f"{self._settings.db}: is gone; what was opened is still answered from"
        return None if door is None or door.file == file else f"{self._settings.db}: is another file than that opened"

    def close(self) -> None:
        """Close the doors of all threads. None of them may be in use."""
        with self._lock:
            for store in self._opened:
                store.close()
            self._opened.clear()

    def _here(self) -> Door:
        door: Door | None = getattr(self._mine, "door", None)
        file = self._identity()
        if door is not None and file in (None, door.file):  # a file that is gone can still be read by who has it open
            return door
        try:
            fresh = self._open(file)
        except NianbaoError:
            if door is None:
                raise
            return door  # what was put there cannot be read: go on with what can
        self._shut()
        self._mine.door = fresh
        return fresh

    def _open(self, file: Identity | None) -> Door:
        store = Store.open(self._settings.db)
        with self._lock:
            self._opened.append(store)
            if file != self._last:
                self._last, self._count = file, self._count + 1
            count = self._count
        return Door(
            store=store,
            service=Service(store, self._memory, self._settings, self._unanswered),
            browse=Browse(store, self._shelf, mark=f"{file} {count}"),
            file=file,
            count=count,
        )

    def _shut(self) -> None:
        door: Door | None = getattr(self._mine, "door", None)
        self._mine.door = None
        if door is not None:
            with self._lock:
                if door.store in self._opened:
                    self._opened.remove(door.store)
            door.store.close()

    def _identity(self) -> Identity | None:
        try:
            found = os.stat(self._settings.db)  # noqa: PTH116, a Path of its own for every question is slower
        except OSError:
            return None
        return found.st_dev, found.st_ino
