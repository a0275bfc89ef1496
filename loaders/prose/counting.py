"""How a figure counts: in the unit of its metric, or without one where the words say that it counts."""

from __future__ import annotations

from decimal import Decimal

from index.numbers import MONEY_UNITS
from loaders.prose.clauses import Clause, whole
from loaders.prose.sentence import Finding, Sentence
from loaders.prose.vocabulary import Rule

_COUNTED = frozenset({"info", "request"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""a figure between them may be a year"""
_LIST = 3
"""so many nouns and figures in a row are a list"""
_ITEM = frozenset({"concept", "number", "filler", "sub", "own_time", "ordinal"})


def counts(finding: Finding, rule: Rule | None) -> bool:
    """Tell whether the figure is counted in the metric's unit; money may have decimals, nothing else."""
    bare = finding.listed or _says_number(finding)
    if rule is None or (finding.unit not in rule.units and (finding.unit or not bare)):
        return False
    return finding.unit in MONEY_UNITS or whole(finding.value)


def is_listed(sentence: Sentence, clause: Clause) -> bool:
    """公开15，部分公开4，不予公开3: three nouns each with its figure need no unit, nor two that make up one."""
    items = [other for other in sentence.clauses if _is_item(other)]
    head = sentence.findings[0] if sentence.findings else None
    whole = head is not None and head.unit and head.own and head.value == sum(map(_amount, items))
    return _is_item(clause) and (len(items) >= _LIST or (bool(whole) and len(items) > 1))


def _amount(clause: Clause) -> Decimal:
    number = clause.numbers[0].number
    return number.value if number is not None else Decimal(0)


def _is_item(clause: Clause) -> bool:
    last = clause.tokens[-1]
    unit = last.number.unit if last.number is not None else "?"
    return len(clause.numbers) == 1 and not unit and clause.roles <= _ITEM and clause.has("concept")


def _says_number(finding: Finding) -> bool:
    """A figure without a unit counts after …数为, and after 信息 or 申请 where the text goes on."""
    tokens = finding.clause.tokens
    place = tokens.index(finding.figure) if finding.figure in tokens else 0
    stated = place > 0 and (tokens[place - 1].role in ("filler", "all") or finding.value == 0)
    noun = place > 0 and tokens[place - 1].features & _COUNTED and (finding.approximate or finding.clause.closing)
    stated = stated or (bool(noun) and not _FIRST_YEAR <= finding.value < _LAST_YEAR)
    return not finding.unit and stated and place == len(tokens) - 1
