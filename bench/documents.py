"""Reports of every format to facts safe on the disk, each beside the parser alone that it stands on, on one core.

    .venv/bin/python bench/documents.py [--rounds 7] [--reports 40]

Taken in turn; medians of processor time and their ratio. Before any time is taken, every cell of every table must come
back from the index as it was printed. The reports are full ones: three tables, and as much text as reports have.
`page` is HTML as sites print what a word processor made, `html` bare markup; text is beside the pages' parser, for it
says the same.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import docx as python_docx
import lxml.html
import pdfplumber

import loaders
from bot.cli import collection
from bot.cli.progress import State
from index.store import Store
from tests.forms_of_figures import Made, grid, make, report, tabs
from tests.printed.blocks import Block, blocks
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.pdf import pdf

PAGE = tomllib.loads(Path(__file__).with_name("bench.toml").read_text(encoding="utf-8"))["page"]
Files = list[tuple[Path, Made]]


def page(parts: list[Block]) -> bytes:
    """A page of a site around a report as a word processor makes it."""
    links = "".join(f'<li><a href="/col/{at}/index.html">{name}</a></li>' for at, name in enumerate(PAGE["menu"]))
    head = f"<head><style>{PAGE['style'] * 40}</style><script>{'var a=1;' * 400}</script>"
    top = f'<body><div class="nav"><ul>{links * 3}</ul></div>'
    foot = f'<div class="footer"><ul>{links}</ul><p>{PAGE["footer"]}</p></div></body>'
    printed = html(parts, office=True).decode()
    return printed.replace("<head>", head).replace("<body>", top).replace("</body>", foot).encode()


SUFFIXES = {"text": "txt", "html": "html", "page": "html", "docx": "docx", "pdf": "pdf"}
PRINTERS: dict[str, Callable[[list[Block]], bytes]] = {"html": html, "page": page, "docx": docx, "pdf": pdf}


def told(made: Made) -> tuple[list[str], list[str]]:
    """The text of a report: of its first section, and of its fifth. What it says of requests is what its tables say."""
    figures = {name: made.truth[f"requests.{name}", "total"] for name in ("received", "carried_in", "carried_out")}
    return [each.format(**figures) for each in PAGE["prose"]], PAGE["problems"]


def whole(made: Made) -> list[Block]:
    """A report with all its text, as parts to be printed."""
    parts: list[Block] = blocks(made)
    prose, problems = told(made)
    parts[-3:-3] = problems
    parts[3:3] = prose
    return parts


def as_text(made: Made) -> str:
    """The same as text, tabs between the cells of its tables."""
    lines = report([tabs(rows) for rows in grid(made)]).split("\n")
    prose, problems = told(made)
    lines[-4:-4] = problems
    lines[4:4] = prose
    return "\n".join(lines)


def printed(folder: Path, kind: str, count: int) -> Files:
    """So many reports of a kind, and what they must give."""
    files: Files = []
    (folder / kind).mkdir()
    for seed in range(count):
        made = make(random.Random(seed))
        parts = whole(made)
        files.append((folder / kind / f"{seed:04}.{SUFFIXES[kind]}", made))
        if kind == "text":
            files[-1][0].write_text(as_text(made), encoding="utf-8")
        else:
            files[-1][0].write_bytes(PRINTERS[kind](parts))
    return files


def stored(files: Files, db: Path) -> None:
    """Read and keep: durable when it returns."""
    with Store.create(db) as store, store.batch():
        for path, _ in files:
            store.replace(loaders.load(str(path)))


def check(files: Files, db: Path) -> None:
    """End with an error unless the index has every cell of every table."""
    with Store.open(db) as store:
        numbers = {each.path: each.id for each in store.reports()}
        for path, made in files:
            facts = store.facts(report=numbers[str(path)])
            found = {(each.metric, each.party): each.value for each in facts if each.kind == "table"}
            if found != made.truth:
                sys.exit(f"{path.name}: the index holds other figures than were printed")


def by_lxml(files: Files) -> None:
    for path, _ in files:
        lxml.html.document_fromstring(path.read_bytes())


def by_python_docx(files: Files) -> None:
    for path, _ in files:
        for table in python_docx.Document(io.BytesIO(path.read_bytes())).tables:
            for row in table.rows:
                _ = [cell.text for cell in row.cells]


def by_pdfplumber(files: Files) -> None:
    for path, _ in files:
        with pdfplumber.open(path) as document:
            for each in document.pages:
                each.extract_tables()


def medians(rounds: int, *runs: Callable[[], None]) -> list[float]:
    """Seconds of processor time of each, taken in turn."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, taken in zip(runs, times, strict=True):
            start = time.process_time()
            run()
            taken.append(time.process_time() - start)
    return [statistics.median(each) for each in times]


def compare(
    folder: Path, kind: str, count: int, rounds: int, peer: Callable[[Files], None], beside: Files | None = None
) -> Files:
    """One line: ours, the parser's, and their ratio. beside: what the parser reads, if not the same files."""
    files = printed(folder, kind, count)
    stored(files, folder / f"{kind}.db")
    check(files, folder / f"{kind}.db")
    peer(beside or files)
    dbs = (folder / f"{kind}-{number}.db" for number in range(rounds))
    ours, its = medians(rounds, lambda: stored(files, next(dbs)), lambda: peer(beside or files))
    size = sum(path.stat().st_size for path, _ in files) / count / 1000
    print(
        f"{kind:5} {size:6.0f} kB  {1000 * ours / count:8.2f} ms to stored facts, {count / ours:5.0f} a second;"
        f" {peer.__name__[3:]:12} {1000 * its / count:8.2f} ms: {ours / its:6.2f} times its time"
    )
    return files


def again(folder: Path, rounds: int, files: Files) -> None:
    """A second run of `nianbao index` with nothing changed beside the first, the start of the program left out."""
    firsts: list[float] = []
    seconds: list[float] = []
    paths = [str(path) for path, _ in files]
    for number in range(rounds):
        for taken in (firsts, seconds):
            start = time.perf_counter()
            with Store.create(folder / f"again-{number}.db") as store:
                collection.collect(paths, store, State(), jobs=1, fail_fast=False)
            taken.append(time.perf_counter() - start)
    first, second = statistics.median(firsts), statistics.median(seconds)
    print(
        f"a second run with nothing changed: {1000 * second:.0f} ms after {1000 * first:.0f} ms, 1/{first / second:.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--reports", type=int, default=40)
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder, many, rounds = Path(name), given.reports, given.rounds
        pages = compare(folder, "page", many, rounds, by_lxml)
        compare(folder, "html", many, rounds, by_lxml)
        compare(folder, "text", many, rounds, by_lxml, pages)
        compare(folder, "docx", max(many // 4, 1), rounds, by_python_docx)
        compare(folder, "pdf", max(many // 10, 1), rounds, by_pdfplumber)
        again(folder, rounds, printed(folder / "page", "text", many))


if __name__ == "__main__":
    main()
