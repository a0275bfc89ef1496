"""The time of Service.ask beside the bare look-up of the same fact in SQLite, in one run, in turn.

    .venv/bin/python bench/ask.py [--bodies 1000] [--questions 2000]

Before any time is taken, every answer must be the figure that the look-up gives.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.synthetic import Asked, peak_memory, questions, reports
from bot.config import Settings
from bot.memory import Memory
from bot.models import Question
from bot.service import Service
from index.schema import PARTY_IDS, PROSE
from index.store import Store

ROUND = 100
"""questions asked, then looked up, before the next are asked"""
LOOK_UP = f"""
select x.digits, x.scale from body b join report r on r.body = b.id
join metric m on m.key = ? join fact x on x.report = r.id and x.metric = m.id
where b.name = ? and r.year = ? and x.party = ? and not x.flags & {PROSE}
"""  # noqa: S608, a number of ours


def build(db: str, bodies: int) -> None:
    """An index of three reports a body."""
    store = Store.create(db)
    try:
        for report in reports(bodies):
            store.replace(report)
    finally:
        store.close()


def look_up(connection: sqlite3.Connection, asked: Asked) -> Decimal | None:
    """The figure by the shortest way there is."""
    given = (asked.metric, asked.body, asked.year, PARTY_IDS[asked.party])
    found = connection.execute(LOOK_UP, given).fetchall()
    return Decimal(found[0][0]).scaleb(-found[0][1]) if len(found) == 1 else None


def check(service: Service, connection: sqlite3.Connection, every: list[Asked]) -> None:
    """End with an error unless each question is answered by the very figure that is stored."""
    for asked in every:
        answer = service.ask(Question(text=asked.text))
        given = [(result.body, result.year, result.value) for result in answer.results]
        if given != [(asked.body, asked.year, look_up(connection, asked))]:
            sys.exit(f"{asked.text}: {answer.status} {given}, stored is {look_up(connection, asked)} of {asked.body}")


def measure(service: Service, connection: sqlite3.Connection, every: list[Asked]) -> tuple[list[float], list[float]]:
    """Seconds of each question asked and of each fact looked up."""
    ask, bare = [], []
    for first in range(0, len(every), ROUND):
        for asked in every[first : first + ROUND]:
            start = time.perf_counter()
            service.ask(Question(text=asked.text))
            ask.append(time.perf_counter() - start)
        for asked in every[first : first + ROUND]:
            start = time.perf_counter()
            look_up(connection, asked)
            bare.append(time.perf_counter() - start)
    return ask, bare


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bodies", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=2000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "bench.db")
        # In a process of its own: the memory of building is not that of asking.
        builder = multiprocessing.get_context("spawn").Process(target=build, args=(db, given.bodies))
        builder.start()
        builder.join()
        if builder.exitcode:
            sys.exit("the index could not be built")
        every = questions(given.bodies, given.questions)
        store, connection = Store.open(db), sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        try:
            service = Service(store, Memory(None), Settings(db=Path(db)))
            start = time.perf_counter()
            service.ask(Question(text=every[0].text))
            first = time.perf_counter() - start
            check(service, connection, every)
            ask, bare = measure(service, connection, every)
        finally:
            connection.close()
            store.close()
    print(f"{given.bodies} bodies x 3 years, {len(every)} questions, every answer the stored figure")
    print(f"first answer {first * 1000:.0f} ms")
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        a, b = _at(ask, share), _at(bare, share)
        print(f"{name}  Service.ask {a * 1e6:8.0f} us   bare look-up {b * 1e6:6.1f} us   ratio {a / b:6.1f}")
    print(f"peak memory {peak_memory()}")


def _at(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


if __name__ == "__main__":
    main()
