"""The form's own sums (勾稽关系) over the facts of one report. A sum that fails is reported, never repaired."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from index.metrics import catalogue
from index.models import PARTIES, Check, Fact, make_check

BALANCE = (("requests.received", "requests.carried_in"), ("outcome.total", "requests.carried_out"))
OUTCOMES = "outcome.total"
_TOTAL = "total"
_NOTHING = Decimal(0)

_Cells = Mapping[tuple[str, str | None], Fact]


def form_checks(facts: Iterable[Fact]) -> tuple[Check, ...]:
    """All sums of the form that the table facts of one report allow, in the order of the catalogue.

    A sum is checked only if each of its rows is printed and was read. A blank counts as nothing, but a sum that
    includes a blank is returned only if it holds, or if it is too large even without what the blank may stand for. If
    some parts could not be read, the check is returned only if the others are too large already.
    """
    facts = tuple(facts)
    cells = _cells(facts)
    parties: list[str | None] = [None, *PARTIES]
    printed = {party for _, party in cells}
    checks = [check for party in parties if party in printed for check in _columns(cells, party)]
    checks += [check for key, party in cells if party == _TOTAL for check in _across(cells, key)]
    checks += [check for each in rules()["sum"] for check in _of_form(cells, each, facts)]
    order = _order()

    def place(check: Check) -> tuple[int, int]:
        return order[check.left_terms[0].metric or ""], parties.index(check.party)

    return tuple(sorted(checks, key=place))


def balance(facts: Iterable[Fact], party: str | None) -> Check | None:
    """The sum about requests: received and carried in equals closed and carried out."""
    return next(_balance(_cells(facts), party), None)


@functools.cache
def rules() -> Mapping[str, Any]:
    """The rules of all checks, read from checks.toml."""
    return MappingProxyType(tomllib.loads(Path(__file__).with_name("checks.toml").read_text(encoding="utf-8")))


def _of_form(cells: _Cells, rule: Mapping[str, Any], facts: Sequence[Fact]) -> Iterator[Check]:
    """A sum that one form alone prints. A row of the body's own among the parts may be one of them: then none."""
    whole = cells.get((rule["whole"], None))
    if whole is None or whole.form != rule["form"]:
        return
    parts = [cells.get((part, None)) for part in rule["parts"]]
    if all(part is None or part.form == rule["form"] for part in parts) and not _has_own(facts, whole, parts):
        yield from _check(rule["whole"], None, [whole], parts)


def _has_own(facts: Sequence[Fact], whole: Fact, parts: Sequence[Fact | None]) -> bool:
    """Whether the body has rows of its own between a total and the next row that is none of its parts."""
    last = max((part.source.line for part in parts if part is not None), default=whole.source.line)
    rows = [fact for fact in facts if fact.kind == "table" and fact.form == whole.form]
    end = min((fact.source.line for fact in rows if fact.metric is not None and fact.source.line > last), default=None)
    return any(
        fact.metric is None and fact.source.line > whole.source.line and (end is None or fact.source.line < end)
        for fact in rows
    )


@functools.cache
def _forms_of_sums() -> frozenset[str | None]:
    """Forms whose sums are all in checks.toml: what has parts elsewhere may have others there."""
    return frozenset(rule["form"] for rule in rules()["sum"])


@functools.cache
def _order() -> Mapping[str, int]:
    return {key: at for at, key in enumerate(catalogue())}


@functools.cache
def _whole() -> tuple[str, ...]:
    """Keys of metrics that have parts."""
    return tuple(key for key, metric in catalogue().items() if metric.parts)


def _cells(facts: Iterable[Fact]) -> _Cells:
    """Table facts by metric and party, without those that are there twice with different figures."""
    found: dict[tuple[str, str | None], Fact] = {}
    twice: set[tuple[str, str | None]] = set()
    for fact in facts:
        if fact.kind == "table" and fact.metric is not None:
            key = (fact.metric, fact.party)
            if found.setdefault(key, fact).value != fact.value:
                twice.add(key)
    return {key: fact for key, fact in found.items() if key not in twice} if twice else found


def _columns(cells: _Cells, party: str | None) -> Iterator[Check]:
    """Sums down one column."""
    yield from _balance(cells, party)
    for key in _whole():
        total = cells.get((key, party))
        if total is not None and total.form not in _forms_of_sums():
            name = "outcomes" if key == OUTCOMES else key
            parts = _parts(cells, key, party)
            yield from _check(name, party, [total], parts)
            if any(part is None for part in parts):
                yield from _excess(name, party, total, parts)


def _balance(cells: _Cells, party: str | None) -> Iterator[Check]:
    left, right = ([cells.get((key, party)) for key in side] for side in BALANCE)
    yield from _check("balance", party, left, right)


def _parts(cells: _Cells, key: str, party: str | None) -> list[Fact | None]:
    """Cells of the parts of a metric, or of their parts where a part has no cell of its own."""
    found: list[Fact | None] = []
    for part in catalogue()[key].parts:
        cell = cells.get((part, party))
        if cell is None and catalogue()[part].parts:
            found += _parts(cells, part, party)
        else:
            found.append(cell)
    return found


def _across(cells: _Cells, key: str) -> Iterator[Check]:
    """The sum over the applicants of one row."""
    total = cells.get((key, _TOTAL))
    if total is not None:
        yield from _check("parties", _TOTAL, [total], [cells.get((key, party)) for party in PARTIES if party != _TOTAL])


def _check(name: str, party: str | None, left: Sequence[Fact | None], right: Sequence[Fact | None]) -> Iterator[Check]:
    lefts, rights = _exact(left), _exact(right)
    if not lefts or not rights or lefts[0].value is None:
        return
    one, other = added(lefts), added(rights)
    # What a blank stands for nobody can say, but it is no less than nothing: the other side must not be less.
    if one == other or not any(fact.value is None for fact in (lefts if one < other else rights)):
        yield make_check(name=name, party=party, left=one, right=other, left_terms=lefts, right_terms=rights)


def _excess(name: str, party: str | None, total: Fact, parts: Sequence[Fact | None]) -> Iterator[Check]:
    """Parts that are more than their total, whatever those that could not be told may be: none is less than nothing."""
    known = _exact([part for part in parts if part is not None])
    if known and not total.approximate and total.value is not None and added(known) > total.value:
        yield make_check(
            name=name, party=party, left=total.value, right=added(known), left_terms=(total,), right_terms=known
        )


def _exact(facts: Sequence[Fact | None]) -> tuple[Fact, ...]:
    """The same, none of them missing or approximate; nothing where one is."""
    found = tuple([fact for fact in facts if fact is not None and not fact.approximate])
    return found if len(found) == len(facts) else ()


def added(facts: Iterable[Fact]) -> Decimal:
    """The sum of the facts' figures; a blank counts as nothing."""
    return sum([fact.value for fact in facts if fact.value is not None], _NOTHING)
