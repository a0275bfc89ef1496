"""The time of Service.ask beside the bare look-up of the same fact in SQLite and beside hassil, in one run, in turn.

    .venv/bin/python bench/ask.py [--sizes 1000,10000,120000] [--questions 1000]

Each index, and the peer, lives in a process of its own; all take their turns in every round. No question is asked
twice; those of `exact` come in the few sentences that people know, about other bodies, those of `fresh` each in words
that no other has, so that what is remembered of words is of no use. No time is told unless every answer is the figure
that the look-up gives and the peer understood everything.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.synthetic import Asked, agencies, hopeless, packed_reports, peak_memory, questions
from bot.config import Settings
from bot.memory import Memory
from bot.models import Answer, Question
from bot.normalise import normalise
from bot.service import Service
from bot.words.figures import figures
from bot.words.mentions import covers, phrases, years
from index.schema import PARTY_IDS, PROSE
from index.store import Store

ROUNDS = 10
WARM = 30
"""questions of each kind asked before any time is taken: first calls import and build what is needed"""
TOGETHER = 10
"""look-ups that are timed together"""
KNOWN = ("exact", "short", "typo")
"""asked in a few sentences, of other bodies each time: what their words mean was understood before"""
ASKED = (*KNOWN, "fresh")
REFUSED = ("refused", "long")
SEVERAL_YEARS = 20_000
"""bodies up to which each has three reports; where there are more, one"""
PEER_SIZE = 10_000
LOOK_UP = f"""
select x.digits, x.scale from body b join report r on r.body = b.id
join metric m on m.key = ? join fact x on x.report = r.id and x.metric = m.id
where b.name = ? and r.year = ? and x.party = ? and not x.flags & {PROSE}
"""  # noqa: S608, a number of ours

_Given = TypeVar("_Given")
_Told = TypeVar("_Told")
_Times = dict[str, list[float]]


class TimedStore(Store):
    """A store that can tell how long it was read: while it is `watched`, for watching takes time too."""

    watched = False
    spent = 0.0
    _within = False

    @contextmanager
    def _timed(self) -> Iterator[None]:
        if self._within or not self.watched:
            yield
            return
        self._within, start = True, time.thread_time()
        yield
        self.spent, self._within = self.spent + time.thread_time() - start, False

    def version(self) -> int:
        return self._told_time(super().version)

    def reports(self, *given: Any, **named: Any) -> Any:
        return self._told_time(super().reports, *given, **named)

    def reports_of_one(self, *given: Any) -> Any:
        return self._told_time(super().reports_of_one, *given)

    def facts_to_weigh(self, *given: Any) -> Any:
        return self._told_time(super().facts_to_weigh, *given)

    def has_one_cell(self, *given: Any) -> bool:
        return self._told_time(super().has_one_cell, *given)

    def warnings(self, **named: Any) -> Any:
        return self._told_time(super().warnings, **named)

    def _told_time(self, call: Callable[..., _Told], *given: Any, **named: Any) -> _Told:
        if not self.watched:
            return call(*given, **named)
        with self._timed():
            return call(*given, **named)


def years_of(size: int) -> int:
    return 3 if size <= SEVERAL_YEARS else 1


def build(db: str, size: int) -> None:
    store = Store.create(db)
    try:
        with store.batch():
            for packed in packed_reports(agencies(size), years_of(size)):
                store.replace(packed)
    finally:
        store.close()


def look_up(connection: sqlite3.Connection, asked: Asked) -> Decimal | None:
    """The figure by the shortest way there is."""
    given = (asked.metric, asked.body, asked.year, PARTY_IDS[asked.party])
    found = connection.execute(LOOK_UP, given).fetchall()
    return Decimal(found[0][0]).scaleb(-found[0][1]) if len(found) == 1 else None


def answered(answer: Answer, connection: sqlite3.Connection, asked: Asked, *, must: bool) -> bool:
    """Whether a question is answered; end with an error where by another figure than the stored one, or if it must."""
    given = [(result.body, result.year, result.value) for result in answer.results]
    if given == [(asked.body, asked.year, look_up(connection, asked))]:
        return True
    if given or must:
        sys.exit(f"{asked.text}: {answer.status} {given}, stored is {look_up(connection, asked)} of {asked.body}")
    return False


def timed(call: Callable[[_Given], _Told], every: Sequence[_Given]) -> tuple[list[float], list[_Told]]:
    """Seconds of each call, and what it gave."""
    times, told = [], []
    for one in every:
        start = time.thread_time()
        given = call(one)
        times.append(time.thread_time() - start)
        told.append(given)
    return times, told


def timed_together(call: Callable[[_Given], object], every: Sequence[_Given]) -> list[float]:
    """Seconds of each call, of a few together: looking at the clock takes as long as a part of what is so quick."""
    times = []
    for at in range(0, len(every), TOGETHER):
        some = every[at : at + TOGETHER]
        start = time.thread_time()
        for one in some:
            call(one)
        times += [(time.thread_time() - start) / len(some)] * len(some)
    return times


class Server:
    """One index, and the questions that are asked of it."""

    def __init__(self, db: str, size: int, count: int) -> None:
        bodies = agencies(size)
        self.asked = {kind: questions(bodies, years_of(size), count, kind) for kind in ASKED}
        self.further = questions(bodies, years_of(size), count, "exact", seed=3)
        self.refused = {kind: [*hopeless(bodies, count, kind)] for kind in REFUSED}
        warm = [one.text for kind in KNOWN for one in questions(bodies, years_of(size), WARM, kind, seed=1)]
        warm += [text for kind in REFUSED for text in hopeless(bodies, WARM, kind, seed=1)]
        del bodies
        self.store = TimedStore.open(db)
        self.connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        self.service = Service(self.store, Memory(None), Settings(db=Path(db)))
        (self.first,), _ = timed(self.service.ask, [Question(text=warm[0])])
        (self.first_typo,), _ = timed(self.service.ask, [Question(text=warm[2 * WARM])])
        for text in warm:
            self.service.ask(Question(text=text))
        self.mended: list[bool] = []

    def take(self, number: int) -> _Times:
        """The times of one round."""
        times: _Times = {}
        for kind, every in self.asked.items():
            some = every[number::ROUNDS]
            times[kind], told = timed(self.service.ask, [Question(text=one.text) for one in some])
            if kind == "exact":
                times["bare"] = timed_together(lambda one: look_up(self.connection, one), some)
            good = [
                answered(answer, self.connection, one, must=kind != "typo")
                for answer, one in zip(told, some, strict=True)
            ]
            self.mended += good if kind == "typo" else []
        for kind, texts in self.refused.items():
            times[kind], told = timed(self.service.ask, [Question(text=text) for text in texts[number::ROUNDS]])
            for answer in told:
                if kind == "refused" and answer.results:
                    sys.exit(f"{answer.question}: is answered and must not be")
        times["index"] = [self._reading([one.text for one in self.further[number::ROUNDS]])]
        return times | steps(self.service, [one.text for one in self.asked["exact"][number::ROUNDS]])

    def _reading(self, texts: Sequence[str]) -> float:
        """Seconds for which the index is read for one of the questions."""
        self.store.watched, before = True, self.store.spent
        for text in texts:
            self.service.ask(Question(text=text))
        self.store.watched = False
        return (self.store.spent - before) / len(texts)


def serve(pipe: Connection, db: str, size: int, count: int) -> None:
    """Take a round whenever the pipe says so."""
    server = Server(db, size, count)
    pipe.send({"first": server.first, "typo": server.first_typo})
    while (number := pipe.recv()) is not None:
        pipe.send(server.take(number))
    pipe.send({"memory": peak_memory(), "mended": f"{sum(server.mended) / len(server.mended):.0%}"})


def steps(service: Service, texts: Sequence[str]) -> _Times:
    """Seconds of the first steps of asking."""
    places = service.places()
    plain = [normalise(text).text for text in texts]

    def found(text: str) -> list[Any]:
        return [*phrases().find(text), *places.find(text), *years(text), *figures(text)]

    pairs = [(text, found(text)) for text in plain]
    return {
        "normalise": timed(normalise, texts)[0],
        "words": timed(lambda text: (phrases().find(text), years(text), figures(text)), plain)[0],
        "bodies": timed(places.find, plain)[0],
        "cut": timed(lambda pair: covers(*pair), pairs)[0],
    }


def serve_peer(pipe: Connection, size: int, count: int) -> None:
    """The peer, on the questions with exact names."""
    from bench.peer import Hassil  # noqa: PLC0415 - no other process needs it

    bodies = agencies(size)
    peer = Hassil(bodies)
    every = questions(bodies, years_of(size), count, "exact")
    for asked in questions(bodies, years_of(size), WARM, "exact", seed=1):
        peer.read(asked.text)
    pipe.send({})
    while (number := pipe.recv()) is not None:
        times, told = timed(peer.read, [one.text for one in every[number::ROUNDS]])
        for asked, read in zip(every[number::ROUNDS], told, strict=True):
            if read != (asked.body, asked.year, asked.metric, asked.party):
                sys.exit(f"hassil: {asked.text}: {read}")
        pipe.send({"hassil": times})
    pipe.send({"memory": peak_memory()})


class Turn:
    """A process that takes its turn."""

    def __init__(self, target: Callable[..., None], *given: object) -> None:
        # Spawned: the memory of others is not its own.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *given), daemon=True)
        self._process.start()
        theirs.close()
        self.told: dict[str, float] = self._got()
        self.times: _Times = {}

    def _got(self) -> Any:
        try:
            return self._pipe.recv()
        except EOFError:
            sys.exit("an answer is wrong")

    def take(self, number: int) -> None:
        self._pipe.send(number)
        for kind, times in self._got().items():
            self.times.setdefault(kind, []).extend(times)

    def end(self) -> dict[str, str]:
        """What it has to tell at last."""
        self._pipe.send(None)
        told: dict[str, str] = self._got()
        return told

    def at(self, kind: str, share: float = 0.5) -> float:
        """Microseconds."""
        times = sorted(self.times[kind])
        return times[min(int(len(times) * share), len(times) - 1)] * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,120000", help="bodies of each index")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--keep", help="folder where the indexes are kept for the next run")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        turns = {}
        for size in sizes:
            db = str(Path(given.keep or folder) / f"{size}.db")
            if not Path(db).exists():
                # In a process of its own: the memory of building is not that of asking.
                builder = multiprocessing.get_context("spawn").Process(target=build, args=(db, size))
                builder.start()
                builder.join()
                if builder.exitcode:
                    sys.exit("the index could not be built")
            turns[size] = Turn(serve, db, size, given.questions)
        peer = Turn(serve_peer, PEER_SIZE, given.questions)
        for number in range(ROUNDS):
            for turn in (*turns.values(), peer):
                turn.take(number)
        for size, turn in turns.items():
            show(size, turn, turns[sizes[0]])
        print(f"hassil, {PEER_SIZE} names, exact, reading only: p50 {peer.at('hassil'):.0f} us, {peer.end()['memory']}")


def show(size: int, turn: Turn, smallest: Turn) -> None:
    """The times of one index."""
    bare, exact, told = turn.at("bare"), turn.at("exact"), turn.end()
    print(f"{size} bodies, {years_of(size)} report{'s' * (years_of(size) > 1)} each: bare look-up p50 {bare:.1f} us")
    first, typo = (turn.told[kind] * 1000 for kind in ("first", "typo"))
    print(f"  first answer {first:.0f} ms, first misspelling {typo:.0f} ms, peak memory {told['memory']}")
    for kind in (*ASKED, *REFUSED):
        p50, p99 = turn.at(kind), turn.at(kind, 0.99)
        print(
            f"  {kind:8} p50 {p50:8.0f} us = {p50 / bare:6.1f} x bare, {p50 / smallest.at(kind):5.2f} x smallest;"
            f"  p99 {p99:8.0f} us = {p99 / exact:6.1f} x exact p50"
        )
    parts = {kind: turn.at(kind) for kind in ("normalise", "words", "bodies", "cut")}
    parts["index"] = sum(turn.times["index"]) / len(turn.times["index"]) * 1e6
    parts["meaning and wording"] = exact - sum(parts.values())
    print(f"  of exact, us: {', '.join(f'{kind} {us:.0f}' for kind, us in parts.items())}")
    print(f"  typos mended {told['mended']}, the others refused")


if __name__ == "__main__":
    main()
