"""What the text of a report states, compared with its tables and within one sentence (正文与表格).

Only exact figures are compared, and only with a row that means the same: a false alarm costs more than a missed
discrepancy.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from index import numbers
from index.checks import added, rules
from index.checks_lists import TOTAL, Cells, cell, list_checks, words
from index.metrics import catalogue
from index.models import Check, Fact, Statement
from index.precision import slack

TEXT, TWICE, BALANCED = "text", "text_twice", "text_balance"
"""names of the checks"""
_CLOSED, _OUT = "requests.closed", "requests.carried_out"


def prose_checks(facts: Iterable[Fact], statements: Sequence[Statement], lines: Sequence[str]) -> tuple[Check, ...]:
    """Text compared with tables, and totals with parts in one sentence, in the order of the text.

    `statements` and `lines` are the report's: a figure without a metric may be one of the parts.
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
    return (
        *found,
        *_twice(stated, cells),
        *_balance(stated, cells, lines),
        *list_checks(stated, statements, lines, cells),
    )


def _twice(stated: Iterable[Fact], cells: Cells) -> Iterator[Check]:
    """A total of the year that the text gives with two figures, where no table has it.

    收到58件 and, later, 受理55件 may both be so.
    """
    first: dict[tuple[str, bool], Fact] = {}
    for fact in stated:
        key = fact.metric or ""
        if (
            key not in words()["said_once"]
            or fact.party not in TOTAL
            or fact.approximate
            or cell(cells, key, fact.party)
        ):
            continue
        accepted = any(word in fact.source.quote for word in words()["accepted"])
        other = first.setdefault((key, accepted), fact)
        if other.value != fact.value and other.source.line != fact.source.line:
            yield Check(
                name=TWICE, party=fact.party, left=added([other]), right=added([fact]), left_terms=(other,),
                right_terms=(fact,),
            )  # fmt: skip


def _balance(stated: Iterable[Fact], cells: Cells, lines: Sequence[str]) -> Iterator[Check]:
    """新收40件，上年结转2件；办结39件，结转下年度3件: what the form's rows must, where the text alone tells them."""
    known: dict[str, set[Decimal | None]] = {}
    terms: dict[str, Fact] = {}
    for fact in stated:
        if fact.metric in words()["balanced"] and fact.party in TOTAL:
            known.setdefault(fact.metric or "", set()).add(None if fact.approximate else fact.value)
            terms.setdefault(fact.metric or "", fact)
    sure = {key: terms[key] for key, values in known.items() if len(values) == 1 and None not in values}
    left = [sure.get(key) for key in rules()["same"][0]["cells"]]
    left = [sure.get(rules()["same"][0]["stated"])] if None in left else left
    right = [sure.get(_CLOSED), sure.get(_OUT)]
    every = [fact for fact in (*left, *right) if fact is not None]
    if len(every) != len(left) + len(right) or any(cell(cells, fact.metric or "", fact.party) for fact in every):
        return
    near = [lines[fact.source.line - 1] for fact in every if fact.source.line <= len(lines)]
    if any(word in line for line in near for word in words()["ended_else"]):
        return
    lefts, rights = [f for f in left if f is not None], [f for f in right if f is not None]
    yield Check(
        name=BALANCED, party=None, left=added(lefts), right=added(rights), left_terms=tuple(lefts),
        right_terms=tuple(rights),
    )  # fmt: skip


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
    召开专题推进会3次: one kind of meeting.
    """
    quote = fact.source.quote
    if fact.metric in words()["of_sites"] and any(word in quote for word in words()["sites"]):
        return True
    plain = _plain().get(fact.metric or "")
    if plain is not None and _WORD.search(plain.sub("", quote)):
        return True
    return any(
        each.metric != fact.metric and len(each.source.quote) < len(quote) and quote.startswith(each.source.quote)
        and not numbers.find(quote[len(each.source.quote) :])
        for each in alike
    )  # fmt: skip


@functools.cache
def _plain() -> Mapping[str, re.Pattern[str]]:
    """What clauses may say of these metrics where they tell of all there is."""
    rule = rules()["plain"]
    found: dict[str, re.Pattern[str]] = {}
    for each in rule["words"]:
        said = sorted([*each["words"], *rule["any"], *filter(None, words()["counted"])], key=len, reverse=True)
        found |= dict.fromkeys(each["metrics"], re.compile("|".join(map(re.escape, said))))
    return found


_WORD = re.compile(r"[^\W\d_]|[“”‘’《》]")
