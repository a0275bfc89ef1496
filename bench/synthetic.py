"""Reports of many invented bodies, made from the samples, and the questions that their figures answer."""

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
from index.metrics import catalogue
from index.models import Fact, Report, Source, Statement
from index.packed import Packed, pack

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Agency:
    """An invented public body."""

    name: str
    """full: 云岭市青溪区教育局"""
    place: str
    """its district, as people say it with its kind: 青溪区"""
    organ: str


def agencies(count: int) -> list[Agency]:
    """Invented bodies as a nation has them: a city has so many districts, a district one of every organ."""
    organs, per_city = _DATA["organs"], _DATA["districts_of_a_city"]
    districts = -(-count // len(organs))
    every = _stems(districts + -(-districts // per_city))
    cities, stems = every[districts:], every[:districts]
    found = []
    for at, stem in enumerate(stems):
        place = stem + _DATA["district"]
        city = cities[at // per_city] + _DATA["city"]
        found += [Agency(name=city + place + organ, place=place, organ=organ) for organ in organs]
    return found[:count]


def _stems(count: int) -> list[str]:
    """Names of two or three characters, no two alike, none of a real place."""
    first, second = _DATA["first"], _DATA["second"]
    short = [a + b for a, b in itertools.product(first, second)]
    long = [a + b + c for a, b, c in itertools.product(first, first, second) if a != b]
    chance = random.Random(3)
    chance.shuffle(short)
    chance.shuffle(long)
    real = (_DATA["city"], *_DATA["real"])
    every = (name for name in (*short, *long) if not any(regions.called(name + kind) for kind in real))
    return list(itertools.islice(every, count))


def packed_reports(bodies: list[Agency], years: int) -> Iterator[Packed]:
    """A report of each body in each of the years, the newest first: what questions may ask of, packed once."""
    kept = {key for form in _DATA["question"] for key in _family(form["metric"])}
    samples = []
    for path in _DATA["samples"][-years:]:
        report = loaders.load(str(ROOT / path))
        facts = tuple(fact for fact in report.facts if fact.metric in kept)
        samples.append(pack(replace(report, facts=facts, warnings=())))
    for agency in bodies:
        for sample in samples:
            yield replace(sample, body=agency.name, path=f"{agency.name}-{sample.year}.txt")


def _family(key: str) -> set[str]:
    """A metric and those that its answer looks at beside it."""
    return {key, *_DATA["balance"]}.union(*(_family(part) for part in catalogue()[key].parts))


def questions(bodies: list[Agency], years: int, count: int, kind: str, seed: int = 2) -> list[Asked]:
    """`count` questions over `packed_reports(bodies, years)`, in no order, the same at every run.

    kind: `exact` says a body's full name, `short` what people call it, `typo` the full name with one character
    replaced by another of the same sound; `fresh` the full name, each in words that no other has.
    """
    samples = [loaders.load(str(ROOT / path)) for path in _DATA["samples"][-years:]]
    chance = random.Random(seed)
    asked: list[Asked] = []
    worded: set[tuple[str, int, str, str]] = set()
    while len(asked) < count:
        agency, sample, form = chance.choice(bodies), chance.choice(samples), chance.choice(_DATA["question"])
        said = _said(agency, kind, chance)
        opening = closing = ""
        if kind == "fresh":
            opening, closing = (chance.choice(_DATA["fresh"][each]) for each in ("openings", "closings"))
            if (words := (form["ask"], sample.year, opening, closing)) in worded:
                continue
            worded.add(words)
        if said is not None:
            asked.append(
                Asked(
                    text=opening + form["ask"].format(body=said, year=sample.year) + closing,
                    body=agency.name,
                    year=sample.year,
                    metric=form["metric"],
                    party=form.get("party"),
                )
            )
    return asked


def _said(agency: Agency, kind: str, chance: random.Random) -> str | None:
    """A body as somebody names it; None where the kind has no name for it."""
    if kind in {"exact", "fresh"}:
        return agency.name
    if kind == "short":
        return agency.place + str(_DATA["short"].get(agency.organ, agency.organ))
    alike = [at for at, sign in enumerate(agency.name) if sign in _DATA["homophones"]]
    if not alike:
        return None
    at = chance.choice(alike)
    return f"{agency.name[:at]}{_DATA['homophones'][agency.name[at]]}{agency.name[at + 1 :]}"


def hopeless(bodies: list[Agency], count: int, kind: str, seed: int = 2) -> list[str]:
    """`count` questions that have no answer: `refused`, of a body and something else; `long`, as long as may be."""
    chance = random.Random(seed)
    forms = _DATA["refused"] if kind == "refused" else _DATA["long"]
    size = _DATA["longest"]
    every = []
    for _ in range(count):
        text = chance.choice(forms).format(body=chance.choice(bodies).name, year=chance.choice([2019, 2020, 2021]))
        every.append(text if kind == "refused" else (text * (size // len(text) + 1))[:size])
    return every


def peak_memory() -> str:
    """The most memory this process has held so far, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return f"{int(line.split()[1]) / 1024:.0f} MB"
    raise OSError("/proc/self/status does not tell VmHWM")
