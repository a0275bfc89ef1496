"""Figures of two things together: they answer nothing about one of them alone."""

from __future__ import annotations

import functools
import re

from bot.finding.matching.placing import Spot, part_of
from bot.languages import language
from bot.words.mentions import is_content
from index import numbers


def is_joined(lead: str) -> bool:
    """Of things joined by a sign some are words of the question (|), others are not: 在图书馆和各|设立阅览角.

    公示低保、临时|124户 tells nothing of 救助对象 either, which are of both.
    """
    joining = "|".join(language("zh").statements["joining"])
    lead = re.sub("|".join(language("zh").statements["joins_nothing"]), "□□", lead)
    lead = re.sub(language("zh").statements["carrier_names"], "□", lead)
    lead = re.sub(f"(?<=[|])(?:{joining})(?=[|])", "", lead)
    for found in re.finditer(f"(?P<ahead>.)(?:{joining})(?P<behind>.)", lead):
        pair = found["ahead"] + found["behind"]
        if "|" in pair and any(map(is_content, pair)):
            return True
    for stretch in re.split(_ends_list(), lead):
        items = [item for item in re.split(joining, stretch) if "|" in item or any(map(is_content, item))]
        if len({"|" in item for item in items}) > 1:
            return True
    # 每期向书屋、档案馆免费|7800册: those to whom it was done are not what is counted
    to_whom = "|".join(language("zh").statements["done_to"])
    between = re.sub(f"(?:{to_whom})[^|]*", "", lead[lead.find("|") + 1 : max(lead.rfind("|"), 0)])
    return bool(re.search(joining, between))


@functools.cache
def deeds() -> frozenset[str]:
    """Words that tell what was done."""
    tables = language("zh").statements
    return frozenset(
        {*tables["acts"], *tables["doing"], *tables["done_with"], *tables["announcing"], *tables["further_deeds"]}
    )


@functools.cache
def _ends_list() -> str:
    """What ends one list and begins another: what was done, and 等."""
    words = sorted(deeds(), key=len, reverse=True)
    # one character may be part of a word, if not right before what was asked for
    ends = [word if len(word) > 1 else f"{word}(?=[|])" for word in words]
    return "|".join([*ends, language("zh").statements["and_more"]])


def is_deed(word: str) -> bool:
    """A word that tells what was done, and is no thing of a list."""
    return word in deeds()


def is_listed(lead: str) -> bool:
    """Whether only some members of an open list (甲、乙等) are words of the question (|)."""
    tables = language("zh").statements
    for found in re.finditer(tables["list_with_more"], lead):
        items = found["items"].split(tables["listing"])
        rest = found["items"].rpartition("|")[2]
        if len(items) > 1 and len({"|" in item for item in items if any(map(is_content, item))}) > 1:
            return True
        if "|" in found["items"] and (len(items) == 1 or any(map(is_content, rest))):
            return True
    return is_joined(lead)


def name_end(clause: str, figure: Spot) -> int:
    """Where the name right behind a figure ends: at the deed that it is told of, or at another figure."""
    end = next((one.start for one in numbers.find(clause) if one.start >= figure[1]), part_of(clause, figure)[1])
    tables = language("zh").statements
    deeds = (clause.find(act, figure[1], end) for act in (*tables["acts"], *tables["done_with"]))
    return min([end, *(at for at in deeds if at >= 0)])


def says_more(text: str, small: set[str]) -> bool:
    """Whether a text says something besides words that say no more."""
    signs = set(filter(is_content, text))
    if not signs:
        return False
    signs.update(text)
    for word in sorted(filter(signs.issuperset, small), key=lambda one: (-len(one), one)):
        text = text.replace(word, "")
    return any(map(is_content, text))


def counted_together(part: str) -> list[str]:
    """The names of two that are counted in one list: 建议, 提案 of 建议164件、提案238件已办复."""
    counted = [one for one in numbers.find(part) if one.unit]
    joined = tuple(language("zh").statements["joining"])
    if len(counted) < 2 or counted[0].unit != counted[1].unit or not part[counted[0].end :].startswith(joined):
        return []
    first, second, *_ = counted
    return [part[: first.start], part[first.end : second.start]]
