"""A failing check as one sentence that can be sent to the office concerned: what should equal what, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from bot.languages import Language
from bot.wording import short
from index import numbers
from index.audit import MAGNITUDE, REPORTS, kind
from index.models import Check, Fact, Gap, Source

MOST_TERMS = 4
"""terms of a sum up to which those that are 0 are named too"""
MOST_LINES = 6
"""lines and pages that are named one by one"""
LONGEST_NAME = 30
"""characters of a clause or a printed label that stands for a name"""
TOTAL = "total"


def sentence(tongue: Language, check: Check) -> str:
    """The finding as one sentence with both figures and all places. Body and year are those of the left side."""
    fact = check.left_terms[0]
    words = tongue.sentences["findings"]
    text = tongue.say(
        "finding",
        body=fact.body,
        year=fact.year,
        left=_side(tongue, check, check.left_terms),
        right=_side(tongue, check, check.right_terms),
        should=words.get(check.name) or words["parts"],
    )
    scanned = any(each.source.scanned for each in (*check.left_terms, *check.right_terms))
    return text + tongue.say("finding_scanned") if scanned else text


def told(failing: Iterable[Check]) -> Iterator[Check]:
    """Findings over years, without those of one applicant that repeat the one of all applicants."""
    every = list(failing)
    whole = {_of(check) for check in every if check.party == TOTAL}
    return (
        check for check in every if kind(check) != "years" or check.party in {TOTAL, None} or _of(check) not in whole
    )


def _of(check: Check) -> tuple[str, str, str | None]:
    first = check.left_terms[0]
    return check.name, first.source.report, first.metric


def _side(tongue: Language, check: Check, terms: Sequence[Fact]) -> str:
    """新收 84 件 + 上年结转 11 件 = 95 件（三、收到和处理…，“总计”列，第 60、61 行）."""
    of_year = len({each.year for each in (*check.left_terms, *check.right_terms)}) > 1
    shown = [fact for fact in terms if fact.value or len(terms) <= MOST_TERMS] or list(terms)
    named = [_term(tongue, check, fact, of_year=of_year) for fact in shown]
    where = _where(tongue, check, terms, rest=len(terms) - len(shown))
    if check.name == MAGNITUDE and terms is check.right_terms:
        value = numbers.say(check.right, terms[0].unit)
        return tongue.say("finding_usual", terms=tongue.join(named), value=value, where=where)
    text = " + ".join(named)
    if len(terms) > 1:
        text += f" = {numbers.say(check.left if terms is check.left_terms else check.right, terms[0].unit)}"
    return text + where


def _where(tongue: Language, check: Check, terms: Sequence[Fact], *, rest: int) -> str:
    """In brackets: how many terms are not named, and where all stand; not the line that the left side has told."""
    stop = tongue.sentences["stop"]
    parts = [tongue.say("finding_rest", count=rest)] if rest else []
    spots = [{(fact.source.report, fact.source.line) for fact in side} for side in (check.left_terms, terms)]
    if terms is check.left_terms or spots[0] != spots[1]:
        parts += _places(tongue, check, terms)
    return tongue.say("finding_at", places=stop.join(parts)) if parts else ""


def _term(tongue: Language, check: Check, fact: Fact, *, of_year: bool) -> str:
    """One figure and what it is of: its applicant where only that tells the terms apart, its year where that does."""
    of_one = fact.party not in {TOTAL, None}
    if fact.metric is None:
        name = tongue.say("finding_clause", quote=short(fact.text or fact.source.quote, LONGEST_NAME))
    elif of_one and check.left_terms[0].party != fact.party:
        name = tongue.party(str(fact.party))
    else:
        name = tongue.name(fact.metric)
        if of_one and fact.kind == "prose":
            name += tongue.say("missing_party", party=tongue.party(str(fact.party)))
    if of_year:
        name = tongue.say("finding_of_year", year=fact.year, name=name)
    value = tongue.say("finding_blank") if fact.value is None else numbers.say(fact.value, fact.unit)
    alone = fact.kind == "prose" and (fact is check.left_terms[0] or check.name == REPORTS)
    return tongue.say("finding_text" if alone else "finding_cell", name=name, value=value)


def _places(tongue: Language, check: Check, terms: Sequence[Fact]) -> list[str]:
    """Where terms stand, those of one section and report together."""
    groups: dict[tuple[str, int, str, bool], list[Source]] = {}
    for fact in terms:
        source = fact.source
        groups.setdefault((source.report, fact.year, source.section, fact.kind == "prose"), []).append(source)
    of_year = len({year for _, year, _, _ in groups}) > 1
    found = []
    for (report, year, section, is_text), sources in groups.items():
        parts = [tongue.say("finding_report", year=year)] if of_year else []
        if check.name == REPORTS:
            parts.append(sources[0].url or PurePath(report).name)
        if section.strip():
            parts.append(short(section.strip(), LONGEST_NAME * 2))
        if not is_text:
            parts += _cell(tongue, sources)
        elif len(sources) == 1:
            parts.append(tongue.say("finding_clause", quote=short(sources[0].quote, LONGEST_NAME)))
        found.append(tongue.sentences["finding_between"].join([*parts, _lines(tongue, sources)]))
    return found


def _cell(tongue: Language, sources: Sequence[Source]) -> list[str]:
    """The row and the column, where they are one."""
    found = []
    for key, labels in (
        ("finding_row", {source.row for source in sources}),
        ("finding_column", {source.column for source in sources}),
    ):
        label = next(iter(labels)) if len(labels) == 1 else None
        if label:
            found.append(tongue.say(key, label=short(label, LONGEST_NAME)))
    return found


def _lines(tongue: Language, sources: Iterable[Source]) -> str:
    """Pages, where the file has them: nobody counts the lines of a page; else lines."""
    each = list(sources)
    pages = sorted({source.page for source in each if source.page is not None})
    counted = pages or sorted({source.line for source in each})
    text = tongue.join([str(one) for one in counted])
    if len(counted) > MOST_LINES:
        text = f"{counted[0]}–{counted[-1]}"
    return tongue.say("finding_pages" if pages else "finding_lines", numbers=text)


def gap(tongue: Language, missing: Gap) -> str:
    """A gap in words."""
    name = tongue.name(missing.metric) if missing.metric else ""
    if missing.party:
        name += tongue.say("missing_party", party=tongue.party(missing.party))
    table = tongue.sentences["tables"][str(missing.table or 0)]
    line = tongue.say("finding_lines", numbers=missing.line)
    where = tongue.say("finding_pages", numbers=missing.page) if missing.page is not None else line
    return tongue.say(f"gap_{missing.reason}", table=table, name=name, where=where, quote=short(missing.quote))
