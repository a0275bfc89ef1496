"""Bounded queues in front of the threads that answer, for the channels of one asyncio process, and rate limits.

`Service.ask` is fast and synchronous, and only one thread runs Python at a time. So one thread answers questions:
several would be no faster, and each would need the names of all bodies in memory. Pages are read in another thread, so
that they do not delay questions.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from bot import spelling
from bot.doors import Closed, Door, Doors, State
from bot.models import Answer, Question
from index.errors import NianbaoError

WATCH_SECONDS = 1.0
"""how often a new index is looked for"""
IDLE_SECONDS = 2.0
"""without a question or a page, after which there is time for what need not be ready at once"""
CLIENTS = 50_000
"""clients whose questions are counted"""
ASIDE = 4
"""drafts, and searches, that may wait"""

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)


class Busy(Exception):
    """The queue is full; try again later."""


class _Line:
    """One thread and a bounded queue in front of it."""

    def __init__(self, name: str, most: int) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._most = most
        self.waiting = 0

    async def run(self, action: Callable[[], _T]) -> _T:
        if self.waiting >= self._most:
            raise Busy
        self.waiting += 1
        future = self._pool.submit(action)
        waited = asyncio.wrap_future(future)
        waited.add_done_callback(functools.partial(self._left, future))
        return await waited

    def _left(self, future: Future[_T], waited: asyncio.Future[_T]) -> None:
        """Count down what is done, or out of the line since nobody waits any more; what has begun keeps the thread."""
        if future.done():
            self.waiting -= 1
            return
        loop = waited.get_loop()

        def done(_: Future[_T]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._one_less)

        future.add_done_callback(done)

    def _one_less(self) -> None:
        self.waiting -= 1

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _warm(door: Door) -> None:
    """Words, forms and names are read when they are first needed: that is now, and not when somebody waits."""
    for text in (*door.service.demo("zh")[:1], *door.service.demo("en")[:1]):
        try:
            door.service.ask(Question(text=text))
        except NianbaoError:
            raise
        except Exception:  # a fault of ours in one answer keeps none of the others from being given
            logging.getLogger(__name__).exception("the answer that readies the others was not made")


class Desk:
    """The index for code that runs in an event loop."""

    def __init__(self, doors: Doors, *, most: int) -> None:
        self._doors = doors
        self._asking = _Line("asking", most)
        self._reading = _Line("reading", most)
        self._searching = _Line("searching", ASIDE)
        self._drafts = _Line("drafts", ASIDE)
        self._watching: asyncio.Task[None] | None = None
        self._listing: asyncio.Task[None] | None = None
        self._mending: asyncio.Task[None] | None = None
        self._taken = 0
        """questions and pages"""
        self.leaving = threading.Event()
        """set when it stops: what takes seconds is to be given up"""
        self.trouble: str | None = "not opened yet"
        """why the index cannot be read, in one line"""
        self.state: State = (None, 0)
        """file and version of the index, as they were a moment ago"""
        self.remark: str | None = None
        """what has become of the file, where something has, in one line"""

    @property
    def waiting(self) -> int:
        """The number of questions in the queue."""
        return self._asking.waiting

    async def ask(self, question: Question) -> Answer:
        """Answer a question. Busy, Closed."""
        return await self.with_service(lambda door: door.service.ask(question))

    async def with_service(self, action: Callable[[Door], _T]) -> _T:
        """Run `action` in the thread that answers questions. Busy, Closed."""
        self._taken += 1
        return await self._asking.run(functools.partial(self._through, action))

    async def read(self, action: Callable[[Door], _T]) -> _T:
        """Run `action` in the thread that reads pages. Busy, Closed."""
        self._taken += 1
        return await self._reading.run(functools.partial(self._through, action))

    async def search(self, action: Callable[[Door], _T]) -> _T:
        """Run `action` in a thread of its own, for reads of the whole index that must not delay pages. Busy, Closed."""
        self._taken += 1
        return await self._searching.run(functools.partial(self._through, action))

    async def aside(self, action: Callable[[], _T]) -> _T:
        """Run `action`, which takes seconds and needs no index, such as reading a draft. Busy."""
        return await self._drafts.run(action)

    async def start(self) -> None:
        """Open the index, and keep looking for a new one. Closed."""
        await self._look(starting=True)
        await self.with_service(_warm)
        self._listing = asyncio.create_task(self._listed())
        self._mending = asyncio.create_task(self._mended())
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Answer what is in the queue, then close."""
        self.leaving.set()
        for task in (self._watching, self._listing, self._mending):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        loop = asyncio.get_running_loop()
        for line in (self._asking, self._reading, self._searching, self._drafts):
            await loop.run_in_executor(None, line.close)
        self._doors.close()

    def _through(self, action: Callable[[Door], _T]) -> _T:
        with self._doors.through() as door:
            return action(door)

    async def _look(self, *, starting: bool = False) -> None:
        """What the file is now. Closed; of a server that is starting, whoever starts it says so."""
        try:
            self.state = await self._asking.run(self._doors.refresh)
            self.remark = await self._asking.run(self._doors.replaced)
        except Closed as error:
            if self.trouble != str(error) and not starting:
                _LOG.error("the index cannot be read: %s", error)
            self.trouble = str(error)
            raise
        self.trouble = None

    async def _listed(self) -> None:
        """The lists of reports and bodies are made before the first page asks for them."""
        with contextlib.suppress(Closed, Busy):
            await self.read(lambda door: door.browse.listing)

    async def _mended(self) -> None:
        """What mends words is read before the first word is misspelt, when nobody has asked for a moment."""
        seen = -1
        while seen != self._taken:
            seen = self._taken
            await asyncio.sleep(IDLE_SECONDS)
        # in a thread that nobody waits for when the process ends
        threading.Thread(target=spelling.read, name="mending", daemon=True).start()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            with contextlib.suppress(Closed, Busy):
                await self._look()


class Rate:
    """Limits how often each client may ask in a minute. The clock is monotonic."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._told: dict[str, float] = {}

    def wait(self, client: str) -> float:
        """Seconds until the client may ask again. 0 means now, and the request is counted."""
        if not self._most:
            return 0.0
        now = self._now()
        times = self._seen.setdefault(client, deque())
        self._seen.move_to_end(client)
        while times and times[0] <= now - 60:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + 60 - now
        times.append(now)
        self._told.pop(client, None)
        while len(self._seen) > CLIENTS:
            gone, _ = self._seen.popitem(last=False)
            self._told.pop(gone, None)
        return 0.0

    def first_refusal(self, client: str) -> bool:
        """Whether the client is refused for the first time since it was last allowed, and so has to be told."""
        if client in self._told:
            return False
        self._told[client] = self._now()
        return True
