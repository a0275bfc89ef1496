"""Services that tests ask: over samples/, or over reports of a test's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config import Settings
from bot.memory import Memory
from bot.service import Service
from index.store import Store
from loaders import load

SAMPLES = sorted(path for path in (Path(__file__).parents[1] / "samples").iterdir() if path.name != "README.md")


def indexed(db: Path, reports: Iterable[Path]) -> Path:
    """An index of these reports."""
    with Store.create(db) as store:
        for path in reports:
            store.replace(load(str(path)))
    return db


@contextmanager
def asking(db: Path) -> Iterator[Service]:
    """A service over an index, with chats of its own."""
    memory = Memory(None)
    with Store.open(db) as store:
        yield Service(store, memory, Settings(db=db))
    memory.close()


@contextmanager
def asking_of(folder: Path, texts: Iterable[str]) -> Iterator[Service]:
    """A service over reports of these texts."""
    reports = []
    for at, text in enumerate(texts):
        reports.append(folder / f"{at}.txt")
        reports[-1].write_text(text, encoding="utf-8")
    with asking(indexed(folder / "own.db", reports)) as service:
        yield service
