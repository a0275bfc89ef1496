"""Whether a figure that is asserted is the report's: as exactly, or as roughly, as it was said."""

from __future__ import annotations

from decimal import Decimal

from bot.finding.cells import RATIO, Cell
from bot.finding.comparing import EXACT, leeway, roughly, rounds_to
from bot.meaning.operands import Claimed
from bot.models import Result
from index import numbers

_TENTH, _TWO_POINTS = Decimal("0.1"), Decimal("0.02")


def in_unit(asserted: Claimed, one: Cell | Result) -> Decimal:
    """What is asserted, in the unit of the figure: 176.72万元 in 元."""
    if asserted.unit is None or asserted.unit not in numbers.MONEY_UNITS or one.unit != numbers.MONEY:
        return asserted.value
    given = numbers.Number(start=0, end=0, value=asserted.value, unit=asserted.unit, approximate=False, text="")
    return numbers.in_unit(given, numbers.MONEY)


def agree(asserted: Claimed, claimed: Decimal, one: Cell | Result) -> bool | None:
    """As exactly as it was said; None where the report gives none, or none that is exact enough to tell."""
    if one.value is None:
        return None
    if one.unit == RATIO:
        digits = -int(claimed.normalize().as_tuple().exponent)
        said = round(one.value, digits if asserted.rounded else max(digits, 2))
        return said == claimed if asserted.sign is None else _fulfils_share(asserted.sign, one.value, claimed)
    if asserted.sign is not None:
        return _fulfils(asserted.sign, one.value, claimed)
    if claimed == one.value:
        return True
    if one.approximate and abs(claimed - one.value) <= leeway(one.value):
        return None
    return asserted.rounded and rounds_to(one.value, claimed)


def _fulfils_share(sign: str, value: Decimal, claimed: Decimal) -> bool:
    """About a quarter is within a tenth of it, or two points; about 35 % is within two points."""
    if sign != "about":
        return EXACT[sign](value, claimed) if sign in EXACT else roughly(sign, value * 100, claimed * 100)
    in_percent = claimed * 100 % 1 == 0 and claimed * 10 % 1 != 0
    return abs(value - claimed) <= (_TWO_POINTS if in_percent else max(claimed * _TENTH, _TWO_POINTS))


def _fulfils(sign: str, value: Decimal, claimed: Decimal) -> bool:
    return EXACT[sign](value, claimed) if sign in EXACT else roughly(sign, value, claimed)
