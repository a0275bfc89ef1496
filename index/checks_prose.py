"""What the text of a report states, against its tables and within one sentence (正文与表格), report by report.

Only figures that are exact and stand plainly together are compared: a finding that is none costs more than one missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from index.checks import added, rules
from index.metrics import catalogue
from index.models import Check, Fact, Source, Statement

TEXT, PARTS = "text", "text_parts"
"""names of the checks"""
_TOTAL = ("total", None)
STOP = rules()["stop"]
"""ends a sentence"""


def prose_checks(facts: Iterable[Fact], statements: Sequence[Statement], lines: Sequence[str]) -> tuple[Check, ...]:
    """Text against table, and parts in a sentence against their total, in the order of the text.

    statements and lines are the report's: a figure in a list that no metric names may be a part too.
    """
    cells: dict[tuple[str, str | None], list[Fact]] = {}
    stated: list[Fact] = []
    for fact in facts:
        if fact.metric is None or fact.value is None:
            continue
        if fact.kind == "table":
            cells.setdefault((fact.metric, fact.party), []).append(fact)
        elif not fact.approximate:
            stated.append(fact)
    found = [check for fact in stated for check in _against_table(fact, cells)]
    return (*found, *_parts(stated, _Unnamed(statements, lines)))


def _against_table(fact: Fact, cells: Mapping[tuple[str, str | None], list[Fact]]) -> Iterator[Check]:
    """What the table says of the same; nothing where it says two things."""
    key, party = fact.metric or "", fact.party
    rows = _cell(cells, key, party)
    if not rows:
        same = next((each["cells"] for each in rules()["same"] if each["stated"] == key), None)
        parts = same or catalogue()[key].parts
        each = [_cell(cells, part, party) for part in parts]
        rows = [one for found in each for one in found] if parts and all(each) else []
    if rows and not any(row.source.doubtful for row in rows):
        yield Check(
            name=TEXT, party=party, left=added([fact]), right=added(rows), left_terms=(fact,), right_terms=tuple(rows)
        )


def _cell(cells: Mapping[tuple[str, str | None], list[Fact]], key: str, party: str | None) -> list[Fact]:
    """The one cell for a metric; prose that names no applicant means all of them."""
    for column in (party,) if party not in _TOTAL else _TOTAL:
        found = cells.get((key, column), [])
        if found:
            return found[:1] if len({fact.value for fact in found}) == 1 else []
    return []


class _Unnamed:
    """Figures of the text that no metric names, by where they stand."""

    def __init__(self, statements: Sequence[Statement], lines: Sequence[str]) -> None:
        self._lines = lines
        self._places: dict[int, list[int]] = {}
        for each in statements:
            self._places.setdefault(each.source.line, []).append(self._at(each.source))

    def among(self, facts: Sequence[Fact]) -> bool:
        """Whether one stands among these figures, to the end of their sentence; so where it cannot be told."""
        places = [self._at(fact.source) for fact in facts]
        line = facts[0].source.line
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        end = text.find(STOP, max(places))
        return (
            any(at < 0 or min(places) <= at <= (end if end >= 0 else len(text)) for at in self._places.get(line, ()))
            or min(places) < 0
        )

    def _at(self, source: Source) -> int:
        line = self._lines[source.line - 1] if source.line <= len(self._lines) else ""
        return line.find(source.quote)


def _parts(stated: Sequence[Fact], unnamed: _Unnamed) -> Iterator[Check]:
    """Totals with parts that stand behind them in the same paragraph."""
    for rule in rules()["stated"]:
        for at, whole in enumerate(stated):
            if whole.metric != rule["whole"] or whole.party not in _TOTAL:
                continue
            parts: dict[str, Fact] = {}
            for fact in stated[at + 1 :]:
                if fact.source.line != whole.source.line or fact.metric == rule["whole"]:
                    break
                if fact.metric in rule["parts"] and fact.party in _TOTAL:
                    parts.setdefault(fact.metric or "", fact)
            whole_list = any(key in parts for key in rule["rest"])
            yield from _sum(whole, parts, whole_list and not unnamed.among([whole, *parts.values()]))


def _sum(whole: Fact, parts: Mapping[str, Fact], is_whole: bool) -> Iterator[Check]:
    """A total and its parts, if they are all of them, or already too many."""
    if len(parts) < 2:
        return
    right = added(parts.values())
    left = whole.value or Decimal(0)
    if is_whole or right >= left:
        yield Check(
            name=PARTS, party=None, left=left, right=right, left_terms=(whole,), right_terms=tuple(parts.values())
        )
