"""Measure words: which count the same, and whether a figure's is one that the question counts in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.finding.clause.told import Rule, Told
from bot.finding.matching.counting import Counting
from bot.languages import language
from index import numbers


def are_alike(unit: str, other: str) -> bool:
    """Whether two measure words count the same things."""
    counted = language("zh").statements["counted_as"]
    return unit in counted.get(other, (other,)) or other in counted.get(unit, (unit,))


def same_measure(unit: str, asked: Counting) -> bool:
    """Whether a figure's measure word is one that the question's may be replaced by."""
    tables = language("zh").statements
    if asked.place:
        return unit in ("", *tables["places"])
    if asked.measure in (None, *tables["counting_carriers"]) and _names_a_carrier(asked):
        return unit in tables["counting_carriers"]
    as_well = _measured_as(asked)
    if asked.measure in as_well and unit in as_well:
        return True
    return asked.measure is None or unit in tables["counted_as"].get(asked.measure, (asked.measure,))


def _measured_as(asked: Counting) -> Sequence[str]:
    """短视频多少条: the measure words that all count such a thing (145个)."""
    noun = asked.after or asked.before
    things: dict[str, list[str]] = language("zh").statements["measured_as"]
    # 工单: its last character is a measure word too
    names = (noun.content, noun.text) if noun is not None else ()
    said = next((one for one in names if one.endswith(tuple(things))), "")
    if not said:
        return []
    return next(units for thing, units in things.items() if said.endswith(thing))


def _names_a_carrier(asked: Counting) -> bool:
    """政府网站几个: sites are counted, and not the 538条 that were published there."""
    noun = asked.after or asked.before
    return noun is not None and noun.text.endswith(tuple(language("zh").statements["carriers"]))


def counts_people(unit: str | None) -> bool:
    """人, 人次: by the measure word alone it is known that people are counted."""
    return unit in language("zh").statements["telling"]


def in_another_measure(told: Told) -> bool:
    """The figure's measure word counts other things: "5 courses" (5期) is not how many people (多少人)."""
    return not same_measure(told.unit, told.asked)


def is_no_amount(told: Told) -> bool:
    """An amount is asked for: a figure in yuan, and the only one of its part of the clause."""
    return told.unit not in numbers.MONEY_UNITS or len(numbers.find(told.own)) != 1


OF_MONEY: tuple[Rule[Told], ...] = (is_no_amount,)
