"""The tables of a report: facts of cells that are certain, gaps for those that are missing or uncertain.

The steps are in modules of their own: captions.py, years.py, listed.py and turned.py (lines → the report's own, as the
form has them), rows.py (lines → runs of cells), match.py (labels → rows and columns), settle.py (cells → columns by the
sums), one.py, two.py and three.py (each table in its own shape).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from index.models import Fact, Gap
from loaders.forms import forms
from loaders.models import Document, Section
from loaders.tables import laid_out, spelt, strung
from loaders.tables.found import Missing, Place, TableRead
from loaders.tables.listed import listed
from loaders.tables.match import is_of_a_form
from loaders.tables.one import read_one
from loaders.tables.rows import Run, runs_of
from loaders.tables.stacked import with_blanks
from loaders.tables.statistics import read_statistics
from loaders.tables.three import read_three
from loaders.tables.turned import upright
from loaders.tables.two import read_two
from loaders.tables.years import of_year

LEAST_ELSEWHERE = 6
"""facts that make a table outside its own section"""
_NUMBERS = {1: 2, 2: 3, 3: 4}
"""section of the form in which each table stands"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """What the tables of a report say."""

    form: str | None
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    lines: frozenset[int] = frozenset()
    """numbers of the lines that belong to a table: no prose stands in them"""


def read_tables(document: Document, sections: Sequence[Section], body: str, year: int, title: str) -> Tables:
    """Facts and gaps of the three tables; `title` stands for the heading of what comes before the first one."""
    place = _place(document, sections, body, year, title)
    runs, taken = _printed(sections, body, year)
    statistics = read_statistics(_joined(runs), place)
    if statistics.present:
        # Rows of the statistics form have labels that table two and three print too.
        runs = [_outside(each, statistics.lines) for each in runs]
    reads, lines = _three(runs, sections, place)
    taken |= statistics.lines | lines
    present = any(each.present for each in reads)
    form = statistics.form if statistics.present else None
    if present:
        form = next((each.form for each in (reads[1], reads[0]) if each.form is not None), place.form)
    elif statistics.present or not _is_of_the_form(sections, year):
        reads = []
    missing = [
        (each.number, gap)
        for each in reads
        for gap in (each.missing if each.present else (_absent(sections, each.number),))
    ]
    missing += [(None, gap) for gap in statistics.missing]
    return Tables(
        form=form,
        facts=tuple(fact for each in (*reads, statistics) for fact in each.facts),
        gaps=tuple(_gap(number, gap, place) for number, gap in missing),
        lines=taken,
    )


def _printed(sections: Sequence[Section], body: str, year: int) -> tuple[list[tuple[Run, ...]], frozenset[int]]:
    """(runs of each section, numbers of lines that are part of a table whatever is read of it)."""
    told = of_year(sections, body, year)
    lists = [
        listed(with_blanks(spelt.put_together(laid_out.put_together(strung.taken_apart(lines)))))
        for lines in told.lines
    ]
    return [runs_of(upright(lines)) for lines, _ in lists], told.others.union(*(numbers for _, numbers in lists))


def _joined(runs: Iterable[Sequence[Run]]) -> list[Run]:
    return [run for each in runs for run in each]


def _three(
    runs: Sequence[Sequence[Run]], sections: Sequence[Section], place: Place
) -> tuple[list[TableRead], frozenset[int]]:
    """(tables one, two and three; their lines). Table two tells the form that the others are read with."""
    reads: list[TableRead] = []
    taken: set[int] = set()
    for number, read in ((2, read_two), (1, read_one), (3, read_three)):
        own = _joined(runs[index] for index in _where(sections, _NUMBERS[number]))
        found = read(own, place)
        if not found.present and len(own) < sum(map(len, runs)):
            found = _elsewhere(read(_joined(runs), place))
        if number == 2 and found.form is not None:
            place = replace(place, form=found.form)
        reads.append(found)
        taken |= {fact.source.line for fact in found.facts}
        if found.present:
            taken |= _lines(own)
    return sorted(reads, key=lambda each: each.number or 0), frozenset(taken)


def _place(document: Document, sections: Sequence[Section], body: str, year: int, title: str) -> Place:
    """Where the facts of a report stand; its form is that of the year until table two tells another."""
    filled = [line.number for line in document.lines[-200:] if line.text and not line.text.isspace()]
    whole = not document.lines[-1].text
    return Place(
        report=document.path,
        url=document.url,
        body=body,
        year=year,
        title=title,
        heads=[(each.heading.number, each.heading.text) if each.heading else (1, "") for each in sections],
        lines=document.lines,
        last_line=filled[-1] if whole and filled else len(document.lines),
        line_ended=whole,
        form=max((name for name in forms() if int(name) <= year), default=min(forms())),
    )


def _outside(runs: Sequence[Run], taken: Collection[int]) -> tuple[Run, ...]:
    """Runs that are none of these lines."""
    return tuple(run for run in runs if not any(cell.line in taken for cell in (*run.labels, *run.cells)))


def _lines(runs: Sequence[Run]) -> set[int]:
    """Lines of the figures and of the labels of a table."""
    taken = {cell.line for run in runs if run.has_figures for cell in run.cells}
    return taken | {cell.line for run in runs for cell in run.labels if is_of_a_form(cell.text)}


def _elsewhere(read: TableRead) -> TableRead:
    """A table outside its section: only one that is plainly there, not a few words that its labels share."""
    return read if len(read.facts) >= LEAST_ELSEWHERE else TableRead(number=read.number, form=None, present=False)


def _where(sections: Sequence[Section], number: int) -> list[int]:
    """Sections in which a table may stand: its own, or those between the ones before and after when it has none."""
    numbers = [section.number for section in sections]
    first = next((at for at, each in enumerate(numbers) if each == number), None)
    if first is None:
        first = max((at for at, each in enumerate(numbers) if each is not None and each < number), default=0)
        after = (at for at, each in enumerate(numbers) if each is not None and each > number)
    else:
        after = (at for at, each in enumerate(numbers) if each is not None and at > first)
    return list(range(first, next(after, len(numbers))))


def _is_of_the_form(sections: Sequence[Section], year: int) -> bool:
    """Whether the report follows the form of six sections, though it prints no table."""
    return year >= int(min(forms())) or {2, 3, 4} <= {section.number for section in sections}


def _absent(sections: Sequence[Section], number: int | None) -> Missing:
    """A gap for a whole table, at its section's heading or where that should stand."""
    at = _NUMBERS[number or 1]
    where = sections[_where(sections, at)[0]]
    own = next((section for section in sections if section.number == at), where)
    line = own.heading.number if own.heading else 1
    return Missing(reason="table", metric=None, party=None, line=line, quote=own.heading.text if own.heading else "")


def _gap(table: int | None, missing: Missing, place: Place) -> Gap:
    return Gap(
        reason=missing.reason,
        table=table,
        line=missing.line,
        metric=missing.metric,
        party=missing.party,
        quote=missing.quote or place.heading(missing.line),
        page=place.lines[missing.line - 1].page,
    )
