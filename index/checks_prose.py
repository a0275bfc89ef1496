"""What the text of a report states, against its tables and within one sentence (正文与表格), report by report.

Only exact figures are compared, and only with a row that says the same: a finding that is none costs more than one
missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from index import numbers
from index.checks import added, rules
from index.checks_lists import Cells, cell, list_checks, words
from index.metrics import catalogue
from index.models import Check, Fact, Statement
from index.precision import slack

TEXT = "text"
"""name of the check"""


def prose_checks(facts: Iterable[Fact], statements: Sequence[Statement], lines: Sequence[str]) -> tuple[Check, ...]:
    """Text against table, and parts in a sentence against their total, in the order of the text.

    statements and lines are the report's: a figure in a list that no metric names may be a part too.
    """
    told_of = [fact for fact in facts if fact.metric is not None and fact.value is not None]
    stated = [fact for fact in told_of if fact.kind != "table"]
    if not stated:
        return ()
    cells: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in told_of:
        if fact.kind == "table":
            cells.setdefault((fact.metric or "", fact.party), []).append(fact)
    told: dict[tuple[int, Decimal | None], dict[tuple[str | None, str | None], Fact]] = {}
    for fact in stated:
        # the same said twice on one line is said once
        told.setdefault((fact.source.line, fact.value), {})[fact.metric, fact.party] = fact
    found = [
        check
        for alike in told.values()
        for fact in alike.values()
        for check in _against_table(fact, cells, alike.values())
    ]
    return (*found, *list_checks(stated, statements, lines, cells))


def _against_table(fact: Fact, cells: Cells, alike: Iterable[Fact]) -> Iterator[Check]:
    """What the table says of the same; nothing where it says two things."""
    key, party = fact.metric or "", fact.party
    rows = cell(cells, key, party)
    if not rows:
        same = next((each["cells"] for each in rules()["same"] if each["stated"] == key), None)
        parts = same or catalogue()[key].parts
        each = [cell(cells, part, party) for part in parts]
        rows = [one for found in each for one in found] if parts and all(each) else []
    if not rows or any(row.source.doubtful or row.approximate for row in rows):
        return
    check = Check(
        name=TEXT, party=party, left=added([fact]), right=added(rows), left_terms=(fact,), right_terms=tuple(rows),
        slack=slack([fact], rows),
    )  # fmt: skip
    if check.holds or not (fact.approximate or _is_of_another(fact, alike)):
        yield check


def _is_of_another(fact: Fact, alike: Iterable[Fact]) -> bool:
    """Whether the text may tell of something else than the table does; `alike`: what has its value on its line.

    受理55件，全部按时办结: these 55, and not those carried in, which the table counts too.
    网站公开566条，其中…: what one site holds, where the statistics form counts all.
    """
    quote = fact.source.quote
    if fact.metric in words()["of_sites"] and any(word in quote for word in words()["sites"]):
        return True
    return any(
        each.metric != fact.metric and len(each.source.quote) < len(quote) and quote.startswith(each.source.quote)
        and not numbers.find(quote[len(each.source.quote) :])
        for each in alike
    )  # fmt: skip
