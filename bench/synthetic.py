"""Reports of many invented places, made from the samples, and the questions that their figures answer."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import loaders
from index import regions
from index.models import Fact, Report, Source, Statement

ROOT: Final = Path(__file__).parents[1]
_DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("bench.toml").read_text(encoding="utf-8"))
PLACE: Final[str] = _DATA["place"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question and the stored figure that answers it."""

    text: str
    body: str
    year: int
    metric: str
    party: str | None


def names(count: int) -> list[str]:
    """Invented names of as many characters as PLACE, no two alike; ValueError if there are not so many."""
    every = sorted({a + b for a, b in itertools.product(_DATA["first"], _DATA["second"])} - {PLACE})
    every = [name for name in every if not any(regions.called(name + kind) for kind in _DATA["real"])]
    if count > len(every):
        raise ValueError(f"at most {len(every)} bodies")
    return random.Random(1).sample(every, count)


def texts(count: int) -> Iterator[tuple[str, str]]:
    """(file name, text) of `count` reports: bodies over three years."""
    originals = [(Path(path).stem, (ROOT / path).read_text(encoding="utf-8")) for path in _DATA["samples"]]
    for number, name in enumerate(names(-(-count // len(originals)))):
        for at, (stem, text) in enumerate(originals):
            if number * len(originals) + at < count:
                yield f"{number:06}-{stem}.txt", text.replace(PLACE, name)


def reports(bodies: int) -> Iterator[Report]:
    """Three reports of each body, as the loaders read them; quicker than reading each, for only the name differs."""
    originals = [loaders.load(str(ROOT / path)) for path in _DATA["samples"]]
    for name in names(bodies):
        for original in originals:
            yield _told_of(original, name)


def _told_of(report: Report, name: str) -> Report:
    path = f"{name}-{report.year}.txt"

    def place(source: Source) -> Source:
        return replace(
            source,
            report=path,
            section=source.section.replace(PLACE, name),
            quote=source.quote.replace(PLACE, name),
        )

    def fact(each: Fact) -> Fact:
        return replace(each, body=each.body.replace(PLACE, name), source=place(each.source))

    def statement(each: Statement) -> Statement:
        return replace(each, text=each.text.replace(PLACE, name), source=place(each.source))

    return replace(
        report,
        path=path,
        body=report.body.replace(PLACE, name),
        text=report.text.replace(PLACE, name),
        sections=tuple(replace(each, heading=each.heading.replace(PLACE, name)) for each in report.sections),
        facts=tuple(map(fact, report.facts)),
        statements=tuple(map(statement, report.statements)),
        warnings=(),
    )


def questions(bodies: int, count: int) -> list[Asked]:
    """`count` questions over the reports of `reports(bodies)`, in no order, the same at every run."""
    originals = [loaders.load(str(ROOT / path)) for path in _DATA["samples"]]
    chance = random.Random(2)
    every = names(bodies)
    asked = []
    for _ in range(count):
        name, original, form = chance.choice(every), chance.choice(originals), chance.choice(_DATA["question"])
        asked.append(
            Asked(
                text=form["ask"].format(place=name, year=original.year),
                body=original.body.replace(PLACE, name),
                year=original.year,
                metric=form["metric"],
                party=form.get("party"),
            )
        )
    return asked


def peak_memory() -> str:
    """The most memory this process has held so far, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return f"{int(line.split()[1]) / 1024:.0f} MB"
    raise OSError("/proc/self/status does not tell VmHWM")
