"""Reasons why a figure that a sentence tells by its name is none that a question asks for.

A rule is given the item, what is sought, and the words of the sentence that say it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.finding.clause.covering import does_otherwise
from bot.finding.clause.of_less import are_items_published, is_no_longer_done
from bot.finding.items.names import is_difference, stretches
from bot.finding.items.parting import Item
from bot.finding.items.seeking import Sought
from bot.finding.matching.alike import loosely_others_of
from bot.finding.matching.joined import counted_together, is_joined
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.sentence.region import marked
from bot.languages import language
from index import numbers

_PERCENT = "%"


def compares(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """A figure compared with another is no figure of the thing itself; and nothing else is a difference."""
    tables = language("zh").statements
    asks = re.search(tables["difference_asked"], sought.text) is not None
    return asks != is_difference(item) or bool(re.search(tables["compared"], item.near))


def is_of_another_time(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """What the report tells of the year before is asked for, and only then."""
    before: str = language("zh").statements["year_before"]
    asked = (
        re.search(before, sought.text) is not None
        and re.search(language("zh").statements["difference_asked"], sought.text) is None
    )
    told = re.search(before, item.name) is not None and not is_difference(item)
    return asked != told


def is_by_another_number(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """A number of the name is another: 12月 is no 2月."""
    one: str = language("zh").statements["one_person"]
    said = set(re.findall("[0-9]+", re.sub(one, "", "|".join(run.text for run in sought.asked.runs))))
    said -= {"1"} if re.search(one, sought.text) else set()
    named = set(re.findall("[0-9]+", re.sub(one, "", item.name)))
    told = named | set(re.findall("[0-9]+", f"{item.near}|{item.head}"))
    return not is_difference(item) and not (named <= said <= told)


def is_done_already(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """What is still being done is asked for, and not told."""
    return is_no_longer_done(sought.text, item.near + item.name)


def is_planned(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """What is still to be done is told, and not asked for."""
    tables = language("zh").statements
    told = item.head + item.near + item.name
    return bool(re.search(tables["planned"], told)) and re.search(tables["plan_said"], sought.text) is None


def is_no_rate(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """A rate is asked for, and a number told."""
    rates: list[str] = language("zh").statements["rates"]
    return item.number.unit != _PERCENT and any(word in sought.text and word not in item.name for word in rates)


def is_left_over(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """What is left is told, and how many were done away with is asked: 由86项压减到52项."""
    tables = language("zh").statements
    reached = re.search(tables["reached_asked"], sought.text) is not None
    return item.start is not None and not reached and re.search(tables["changes_asked"], sought.text) is not None


def is_joined_itself(item: Item, _sought: Sought, words: Sequence[str]) -> bool:
    """Its own name is of several things together, of which one was asked for: 在中央、省、市各级媒体刊发报道497则."""
    return is_joined(marked(item.name, words))


def came_in_itself(item: Item, sought: Sought, words: Sequence[str]) -> bool:
    """What came in is told, and another deed is asked for: 收到来信218封 are none that were replied to (回复)."""
    tables = language("zh").statements
    if does_otherwise(item.near + item.name, sought.asked, words):
        return True
    came = next((word for word in tables["came_in"] if word in item.name), "")
    asked = "".join(run.text for run in sought.asked.runs)
    if not came or came in asked:
        return False
    return any(
        deed in asked and not any(one in item.near + item.name for one in (deed, *loosely_others_of(deed)))
        for deed in tables["acts"]
    )


def is_what_was_published(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """Suggestions that were dealt with are asked for, and items published on them are told."""
    return are_items_published(sought.asked, item.number.unit, f"{item.head}|{item.near}|{item.name}")


def was_only_asked_for(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """How many requests were granted is asked for, and what they were about is told: 征地拆迁(38件)."""
    granted: str = language("zh").statements["granted_said"]
    asked = re.search(granted, sought.text) is not None
    return asked and not any(word in item.near + item.name for word in language("zh").statements["announcing"])


def did_it_themselves(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """Boards are asked for (社区公开栏多少块), and those who put them up are told: 52个社区设立公开栏."""
    counting = sought.asked
    if counting.measure is None or counting.after is not None or counting.before is None:
        return False
    asked = counting.before.content
    deeds = (deed for deed in language("zh").statements["done_with"] if len(deed) >= SHORTEST_PIECE)
    parted = map(item.name.partition, deeds)
    return any(who and len(made) >= SHORTEST_PIECE and asked.endswith(made) for who, _, made in parted)


def is_an_attribute(_item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """粉丝多少, of a report that may tell those of several."""
    return "".join(run.content for run in sought.asked.runs) in language("zh").statements["attributes"]


def is_joined_before(item: Item, sought: Sought, words: Sequence[str]) -> bool:
    """The part before tells of two things together, of which one was asked for: 抽检和调研3轮,指出毛病45个."""
    # 建议、提案答复22件,其中提案答复6件: the figure's own name has it
    besides = [word for word in words if word not in item.name]

    def said_of(name: str) -> list[str]:
        found = (word for run in sought.asked.runs for word in stretches(run.text, name))
        return [word for word in found if word not in item.name]

    for part in item.head.split("|"):
        lead = part[: next((one.start for one in numbers.find(part) if one.unit), len(part))]
        if is_joined(marked(lead, [*besides, *said_of(lead)])):
            return True
        asked = [any(map(name.endswith, said_of(name))) for name in counted_together(part)]
        if any(asked) and not all(asked):
            return True
    return False


RULES = (
    is_left_over,
    came_in_itself,
    is_what_was_published,
    was_only_asked_for,
    did_it_themselves,
    is_an_attribute,
    is_joined_before,
    is_joined_itself,
    compares,
    is_of_another_time,
    is_by_another_number,
    is_planned,
    is_done_already,
    is_no_rate,
)
OF_PLACES = (is_of_another_time, is_planned)
OF_SEVERAL = (compares, is_of_another_time, is_joined_before, is_planned, is_no_rate)
