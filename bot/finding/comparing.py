"""Whether a figure meets a condition: exactly (超过50件), or as roughly as people put it (近50件, 50余件)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

EXACT: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "gt": lambda value, number: value > number,
    "ge": lambda value, number: value >= number,
    "lt": lambda value, number: value < number,
    "le": lambda value, number: value <= number,
    "eq": lambda value, number: value == number,
}
_TENTH, _TWENTIETH = Decimal("0.1"), Decimal("0.05")


def step(number: Decimal) -> Decimal:
    """The value of the last significant digit as said: 1000 for 17000, 10 for 50, 1 for 84."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent) if number else Decimal(1)


def leeway(number: Decimal) -> Decimal:
    """How far a figure may be from one it is “about”: half of the last digit, at most a tenth."""
    return max(Decimal(1), min(step(number) / 2, abs(number) * _TENTH))


def roughly(sign: str, value: Decimal, number: Decimal) -> bool:
    """约50件 is near the figure, 近50件 not above it, 50余件 above it and below 60."""
    if sign == "about":
        return abs(value - number) <= leeway(number)
    if sign == "nearly":
        return number - leeway(number) <= value <= number
    return number < value < number + max(step(number), Decimal(1))


def rounds_to(value: Decimal, number: Decimal) -> bool:
    """1.7万 for 17234: equal to the precision stated, and not far from it as 2万 is from 23915."""
    return abs(value - number) <= min(step(number) / 2, abs(number) * _TWENTIETH)
