"""How exactly a figure is printed: 176.72万元 may stand for 1767211.05 元, 1767211.05 元 for nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index import numbers
from index.models import Fact

_PLAIN = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_LARGE = Decimal(10_000)
"""figures in 万 and 亿 are rounded ones; others are meant as they stand"""


def slack(left: Sequence[Fact], right: Sequence[Fact]) -> Decimal:
    """The difference below which two sums agree because one of them is rounded; 0 if neither is.

    A figure that was rounded is at most half a step above the exact one, and up to a whole step below it, since many
    are truncated instead.
    """
    steps = [max(map(step, side), default=Decimal(0)) for side in (left, right)]
    if steps[0] == steps[1]:
        return Decimal(0)
    rounded, exact = (left, right) if steps[0] > steps[1] else (right, left)
    more = sum((fact.value or Decimal(0) for fact in rounded), Decimal(0)) - sum(
        (fact.value or Decimal(0) for fact in exact), Decimal(0)
    )
    if more > 0 and not any(fact.approximate for fact in rounded):
        return (max(steps) / 2).next_plus()
    return max(steps)


def step(fact: Fact) -> Decimal:
    """The value of the last printed digit of a figure in 万 or 亿 or of an approximate one; 0 for an exact figure."""
    if not fact.value or (fact.value % 1 == 0 and abs(fact.value) < _LARGE and not fact.approximate):
        return Decimal(0)
    for number in numbers.find(fact.source.quote):
        plain = _PLAIN.match(number.text)
        if plain is None:
            continue
        printed = Decimal(plain[0].replace(",", ""))
        if printed and (size := abs(fact.value) / printed) == size.to_integral_value() and _is(number, fact, size):
            return _last(plain[0], size, approximate=fact.approximate)
    return Decimal(0)


def _is(number: numbers.Number, fact: Fact, size: Decimal) -> bool:
    """Whether a number of the quote is the fact's: as printed, or in the 万元 that only the table's head says."""
    if size == 1:
        return number.value == abs(fact.value or 0)
    return size.normalize().as_tuple().digits == (1,) and size >= _LARGE


def _last(printed: str, size: Decimal, *, approximate: bool) -> Decimal:
    whole, _, places = printed.partition(".")
    if places:
        return size.scaleb(-len(places)) if size > 1 else Decimal(0)
    if not approximate:
        return size if size > 1 else Decimal(0)
    digits = whole.replace(",", "")
    return size.scaleb(len(digits) - len(digits.rstrip("0")))
