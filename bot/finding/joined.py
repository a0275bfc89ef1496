"""Figures of two things together, or of less than it seems: they answer nothing about one of them alone."""

from __future__ import annotations

import re

from bot.finding.counting import Counting
from bot.finding.placing import Spot
from bot.languages import language
from bot.words.mentions import is_content


def is_joined(lead: str, sign: str) -> bool:
    """Whether a joining sign has a word of the question (|) on one side and another word on the other."""
    sides = ((lead[at - 1 : at], lead[at + 1 : at + 2]) for at, one in enumerate(lead) if one == sign)
    return any("|" in pair and any(is_content(one) for one in pair if one) for pair in sides)


def is_listed(lead: str) -> bool:
    """Whether only some members of an open list (甲、乙等) are words of the question (|)."""
    tables = language("zh").statements
    for found in re.finditer(tables["list_with_more"], lead):
        items = found["items"].split(tables["listing"])
        rest = found["items"].rpartition("|")[2]
        if len(items) > 1 and len({"|" in item for item in items if any(map(is_content, item))}) > 1:
            return True
        if "|" in found["items"] and any(map(is_content, rest)):
            return True
    return any(is_joined(lead, sign) for sign in tables["joining"])


def turned_aside(clause: str, own: str, figure: Spot, asked: Counting) -> bool:
    """Whether a figure is of a pair of which one was asked for, of another hotline, or of only part of them.

    公开建议提案答复6件 says nothing about 建议 alone; 常务会议2次研究公开工作 not how many meetings there were.
    """
    tables = language("zh").statements
    said = "|".join(run.text for run in asked.runs)
    for pair, members in tables["pairs"].items():
        asked_of = said.replace(pair, "")
        if pair in own and pair not in said and sum(one in asked_of for one in members) == 1:
            return True
    if _is_no_rate(own, figure, said) or _is_left_over(own[: figure[0]], said):
        return True
    behind = re.match(tables["narrowed_behind"], own[figure[1] :])
    if behind is not None and behind["act"] not in said:
        return True
    lines = set(re.findall(tables["hotline"], said))
    told = set(re.findall(tables["hotline"], clause))
    return bool(lines and told) and not lines & told


def _is_no_rate(own: str, figure: Spot, said: str) -> bool:
    """回复率 is not how many were replied to."""
    words: list[str] = language("zh").statements["rates"]
    return "%" not in own[figure[0] :] and any(word in said and word not in own for word in words)


def _is_left_over(lead: str, said: str) -> bool:
    """清理为30个 tells how many are left, and not how many were cleared away."""
    tables = language("zh").statements
    found = re.search(tables["left_over"], lead)
    if found is None:
        return False
    done = found["act"]
    return done in said and not any(f"{done}{word}" in said for word in tables["reached_said"])
