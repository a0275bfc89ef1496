"""Text reports a second, from files to facts that are safe on the disk, beside only reading and hashing the files.

    .venv/bin/python bench/index.py [--reports 300] [--rounds 3]

One core. Before any time is taken, the index must give back the facts that the loaders read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import loaders
from bench.synthetic import peak_memory, texts
from index.store import Store
from loaders.readers import digest


def build(files: list[str], db: str) -> int:
    """Index the files; how many facts there are."""
    store = Store.create(db)
    try:
        facts = 0
        for path in files:
            report = loaders.load(path)
            store.replace(report)
            facts += len(report.facts)
        return facts
    finally:
        store.close()


def check(files: list[str], db: str) -> None:
    """End with an error if the index does not hold exactly what the files say."""
    store = Store.open(db)
    try:
        stored = {report.path: report.id for report in store.reports()}
        if len(stored) != len(files):
            sys.exit(f"{len(stored)} reports stored of {len(files)}")
        for path in files:
            if set(store.facts(report=stored[path])) != set(loaders.load(path).facts):
                sys.exit(f"{path}: the index gives back other facts than were read")
    finally:
        store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in texts(given.reports):
            files.append(str(Path(folder) / name))
            Path(files[-1]).write_text(text, encoding="utf-8")
        facts = build(files, f"{folder}/check.db")
        check(files, f"{folder}/check.db")
        indexed: list[float] = []
        hashed: list[float] = []
        for number in range(given.rounds):
            start = time.perf_counter()
            build(files, f"{folder}/{number}.db")
            indexed.append(time.perf_counter() - start)
            start = time.perf_counter()
            for path in files:
                digest(path)
            hashed.append(time.perf_counter() - start)
        size = Path(f"{folder}/check.db").stat().st_size
    best, bare = min(indexed), min(hashed)
    print(
        f"{len(files)} reports, {facts} facts, {size / facts:.0f} bytes a fact; best of {given.rounds} rounds, one core"
    )
    rate = f"{facts / best:8.0f} facts/s"
    print(f"index            {len(files) / best:8.0f} reports/s  {1000 * best / len(files):7.2f} ms each  {rate}")
    print(f"read and hash    {len(files) / bare:8.0f} reports/s  {1000 * bare / len(files):7.2f} ms each")
    print(f"ratio {best / bare:.0f}; peak memory {peak_memory()}")


if __name__ == "__main__":
    main()
