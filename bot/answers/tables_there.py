"""Whether the tables of the form stand in a report, and in which reports one is absent: 表三填了吗, 哪些报告缺表."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot import wording
from bot.answers.topics import blanked, without_names
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened
from index.models import Gap, Source, StoredReport

TABLES = (1, 2, 3)
MOST_SEARCHED = 5000
"""reports that are looked through where none is named"""
MOST_LISTED = 30
_ABSENT = "table"


def tables_there(asked: Asked) -> Answer | None:
    """None if the question asks for anything besides."""
    told = asked.understood
    for kind in _kinds(asked.text, asked.cover):
        if len(told.choices) > 1 or len(told.years) > 1 or (kind == "of_all" and told.choices):
            continue
        return KINDS[kind](asked, _tables_in(blanked(asked).strip()))
    return None


@likened
def _kinds(typed: str, cover: Cover) -> Sequence[str]:
    """The kinds that the whole question may be of."""
    text = without_names(typed, cover).strip()
    return [kind for kind in KINDS if any(said.fullmatch(text) for said in _ways()[kind])]


def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = language("zh").topics["tables"]
    return found


@functools.cache
def _ways() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """How it is asked of one report and of all, and which cells of one are blank."""
    return {kind: tuple(map(re.compile, _table()[kind])) for kind in KINDS}


def _tables_in(text: str) -> tuple[int, ...]:
    """The tables that are named; all where none is."""
    named = tuple(int(number) for number, words in _table()["names"].items() if re.search(words, text))
    return named or TABLES


def _gone(asked: Asked, report: StoredReport, tables: Sequence[int]) -> list[Gap]:
    if not report.gaps:
        return []
    return [one for one in asked.store.gaps(report=report.id) if one.reason == _ABSENT and one.table in tables]


def _in_one(asked: Asked, tables: Sequence[int]) -> Answer:
    target = aim(asked)
    if not isinstance(target, Target):
        return target
    tongue, report = asked.tongue, target.report
    said = {"body": target.body.name, "year": target.year}
    gone = _gone(asked, report, tables)
    its = [one for one in asked.store.facts(report=report.id) if one.kind == "table" and one.source.table in tables]
    if not gone and not its:
        text = tongue.say("tables_of_form", form=report.form or "", tables=_names(asked, tables), **said)
        return Answer(status="missing", reason="form", text="\n".join([text, *_notes(asked, target)]))
    lines = [
        tongue.say("table_absent", table=_names(asked, [one.table or 0]), line=one.line, heading=one.quote, **said)
        for one in gone
    ]
    sources: list[Source] = []
    for table in tables:
        cells = [one for one in its if one.source.table == table]
        if cells:
            zeros, blank = sum(one.value == 0 for one in cells), sum(one.value is None for one in cells)
            first = cells[0].source
            counts = {"count": len(cells), "zeros": zeros, "blank": blank, "heading": first.section}
            lines.append(tongue.say("table_there", table=_names(asked, [table]), **counts, **said))
            sources.append(first)
    lines += _notes(asked, target)
    if gone:
        return Answer(status="missing", reason=_ABSENT, text="\n".join(lines), notes=target.notes)
    return Answer(status="explained", text="\n".join(lines), sources=tuple(sources), notes=target.notes)


def _blank(asked: Asked, tables: Sequence[int]) -> Answer:
    """The cells of one report that are printed and hold nothing."""
    target = aim(asked)
    if not isinstance(target, Target):
        return target
    tongue, said = asked.tongue, {"body": target.body.name, "year": target.year}
    cells = [one for one in asked.store.facts(report=target.report.id) if one.kind == "table" and one.value is None]
    cells = [one for one in cells if len(tables) == len(TABLES) or one.source.table in tables]
    if not cells:
        text = "\n".join([tongue.say("cells_all_filled", **said), *_notes(asked, target)])
        return Answer(status="missing", reason="row", text=text, notes=target.notes)
    lines = [tongue.say("cells_blank", count=len(cells), **said)]
    lines += [
        tongue.say("cell_at", row=one.source.row, column=one.source.column, line=one.source.line)
        for one in cells[:MOST_LISTED]
    ]
    lines += [*(["…"] if len(cells) > MOST_LISTED else []), *_notes(asked, target)]
    sources = tuple(one.source for one in cells[:MOST_LISTED])
    return Answer(status="explained", text="\n".join(lines), sources=sources, notes=target.notes)


def _notes(asked: Asked, target: Target) -> Sequence[str]:
    return wording.note_lines(asked.tongue, target.notes)


def _in_all(asked: Asked, tables: Sequence[int]) -> Answer | None:
    tongue, years = asked.tongue, asked.understood.years
    if not years and asked.store.counts()["reports"] > MOST_SEARCHED:
        return None
    reports = asked.store.reports(year=years[0] if years else None)
    if len(reports) > MOST_SEARCHED:
        return None
    found = list(_absent_in(asked, reports, tables))
    name = _names(asked, tables if len(tables) < len(TABLES) else ())
    if not found:
        return Answer(
            status="missing", reason="row", text=tongue.say("tables_all_there", count=len(reports), table=name)
        )
    lines = [tongue.say("tables_absent_in", count=len(found), of=len(reports), table=name)]
    lines += [
        tongue.say(
            "tables_absent", body=one.body, year=one.year, tables=_names(asked, [gap.table or 0 for gap in gone])
        )
        for one, gone in found[:MOST_LISTED]
    ]
    sources = tuple(
        Source(report=one.path, section=gap.quote, table=gap.table, line=gap.line, quote=gap.quote, url=one.url)
        for one, gone in found[:MOST_LISTED]
        for gap in gone
    )
    return Answer(
        status="explained", text="\n".join([*lines, *(["…"] if len(found) > MOST_LISTED else [])]), sources=sources
    )


def _absent_in(
    asked: Asked, reports: Sequence[StoredReport], tables: Sequence[int]
) -> Iterator[tuple[StoredReport, list[Gap]]]:
    for one in reports:
        gone = _gone(asked, one, tables)
        if gone:
            yield one, gone


def _names(asked: Asked, tables: Sequence[int]) -> str:
    tongue = asked.tongue
    return tongue.join([tongue.say(f"table_{table}") for table in tables]) if tables else tongue.say("table_any")


KINDS: Mapping[str, Callable[[Asked, Sequence[int]], Answer | None]] = {
    "of_one": _in_one,
    "blank": _blank,
    "of_all": _in_all,
}
"""how it is asked, by the name of its patterns, and what answers it"""
