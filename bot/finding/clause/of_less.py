"""Rules for figures of less than it seems, or of another kind of figure: in whatever words they are told."""

from __future__ import annotations

import re

from bot.finding.clause.told import Rule, Told
from bot.finding.matching.counting import Counting
from bot.finding.matching.placing import negations
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.languages import language
from bot.words.mentions import is_content
from index import numbers


def is_of_a_pair(told: Told) -> bool:
    """A figure of two things in one word tells nothing of either: "6 suggestions-and-proposals" of suggestions.

    公开建议提案答复6件 says nothing about 建议 alone.
    """
    for pair, members in language("zh").statements["pairs"].items():
        asked_of = told.said.replace(pair, "")
        if pair in told.own and pair not in told.said and sum(one in asked_of for one in members) == 1:
            return True
    return False


def is_of_one_of_two(told: Told) -> bool:
    """Two things are asked for together and the figure is of one: "highway and village road news", of a name of one.

    乡村振兴和文明创建信息126条 joins two in its own name, and may be asked for so.
    """
    if not any(map(_asks_of_two, told.asked.runs)):
        return False
    joining = language("zh").statements["joining"]
    found = numbers.find(told.own)
    behind = next((one.start for one in found if one.start >= told.spot[1]), len(told.own))
    ahead = max((one.end for one in found if one.end <= told.spot[0]), default=0)
    name = told.own[ahead : told.spot[0]].strip("".join(joining)) + told.own[told.spot[1] : behind]
    return not any(sign in name for sign in joining)


def is_one_of_those_added_up(told: Told) -> bool:
    """All of two things are asked for together, and the figure is of the last: 建议71件、提案96件 of 建议提案共多少."""
    in_all: list[str] = language("zh").statements["in_all"]
    if not any(word in told.said for word in in_all):
        return False
    like = [one for one in numbers.find(told.lead) if one.unit == told.unit]
    if not like:
        return _is_the_last_of_those(told)
    between = told.lead[like[-1].end :]
    return not any(word in between for word in in_all) and any(
        told.lead[max(one.start - SHORTEST_PIECE, 0) : one.start] in told.said for one in like
    )


def _is_the_last_of_those(told: Told) -> bool:
    """政务公开85条，党务公开14条: what is named ahead of 和 stands with a figure of its own."""
    sign = next((sign for sign in language("zh").statements["joining"] if sign in told.said), "")
    name = told.said.partition(sign)[0][-SHORTEST_PIECE:] if sign else ""
    before = numbers.find(told.clause[: told.start])
    return bool(name) and any(one.unit == told.unit and told.clause[: one.start].endswith(name) for one in before)


def is_what_was_published(told: Told) -> bool:
    """Suggestions that were dealt with are asked for, and items published on them are told: 人大代表建议2条."""
    return are_items_published(told.asked, told.unit, told.clause)


def are_items_published(asked: Counting, unit: str, told: str) -> bool:
    """Whether so many items were published of what was to be dealt with."""
    dealt, items = (language("zh").statements[name] for name in ("dealt_with", "items_published"))
    published = unit == items and asked.measure != items
    return published and re.search(dealt, asked.said) is not None and re.search(dealt, told) is None


def _asks_of_two(run: Run) -> bool:
    """高速公路信息和农村公路信息: content on both sides of what joins."""
    return any(
        sign in language("zh").statements["joining"] and not all(run.small[:at]) and not all(run.small[at + 1 :])
        for at, sign in enumerate(run.text)
    )


def is_no_rate(told: Told) -> bool:
    """A rate is asked for and a number is told: "replied to 205 letters" is no reply rate (回复率)."""
    words: list[str] = language("zh").statements["rates"]
    return "%" not in told.own[told.spot[0] :] and any(word in told.said and word not in told.own for word in words)


def is_left_over(told: Told) -> bool:
    """What is left is not what was done away with: "cut down to 30" is not how many were cut (清理为30个)."""
    tables = language("zh").statements
    found = re.search(tables["left_over"], told.lead)
    if found is None:
        return False
    done = found["act"]
    return done in told.said and not any(f"{done}{word}" in told.said for word in tables["reached_said"])


def is_narrowed_behind(told: Told) -> bool:
    """The words behind a figure narrow it: "2 meetings discussed disclosure" is not how many meetings there were.

    常务会议2次研究公开工作, unless 研究 was asked for too.
    """
    behind = re.match(language("zh").statements["narrowed_behind"], told.behind)
    return behind is not None and behind["act"] not in told.said


def is_the_whole_of_some(told: Told) -> bool:
    """How many of them did so is asked, and the figure is of all: "of 29 streams 12 had no messages"."""
    part = next((one for one in numbers.find(told.behind)), None)
    if part is None or not re.search(language("zh").statements["some_of"], told.behind[: part.start]):
        return False
    what = told.behind[part.end :]
    return any(what[at : at + 2] in told.said for at in range(len(what) - 1))


def is_of_some(told: Told) -> bool:
    """Some of those that were named, of which more is said than was asked: "of 120 schools 18 had no column"."""
    whole = max((one.end for one in numbers.find(told.lead)), default=None)
    if whole is None or not re.search(language("zh").statements["some_of"], told.lead[whole:]):
        return False
    what = told.behind
    return len(what) > 1 and not any(what[at : at + 2] in told.said for at in range(len(what) - 1))


def is_of_those_it_befell(told: Told) -> bool:
    """Those to whom it was done are not all: "14 towns were summoned" (有14个乡镇被约谈) is not how many towns."""
    befell = re.match(language("zh").statements["done_to_them"], told.behind)
    return befell is not None and not any(
        befell["act"][at : at + 2] in told.said for at in range(len(befell["act"]) - 1)
    )


def is_denied_behind(told: Told) -> bool:
    """有专人的乡镇 are asked, and those without told: 19个乡镇中有5个没有配备专人, 有6所学校未设置公开栏."""
    behind = told.behind.removeprefix(told.unit)
    before = next((behind[:at] for at in range(len(behind)) if behind.startswith(negations(), at)), None)
    if before is None or before not in told.said or any(word in told.said for word in negations()):
        return False
    behind = behind.removeprefix(before)
    pieces = (told.said[at : at + SHORTEST_PIECE] for at in range(len(told.said) - 1))
    return any(piece in behind and piece not in told.clause[: told.figure[0]] for piece in pieces)


def was_only_ordered(told: Told) -> bool:
    """What was put right is asked for (整改完成几所), and what was ordered to be is told: 责令整改15所."""
    tables = language("zh").statements
    ordered = re.search(tables["only_ordered"], told.lead) is not None
    return ordered and re.search(tables["is_finished"], told.said) is not None


def did_something(told: Told) -> bool:
    """All there are of a kind are asked for, and what some did is told: 全市有63名联络员调岗, 31个村开通广播."""
    said = [run.content for run in told.asked.runs if run.content]
    noun, rest = said[0] if len(said) == 1 else "", told.behind.removeprefix(told.unit)
    if not noun or noun not in rest or re.fullmatch(language("zh").statements["so_many_there"], told.lead) is None:
        return False
    did = rest.partition(noun)[2]
    # 31场庙会中有9场: there are so many
    return any(map(is_content, did)) and re.match(language("zh").statements["out_of_them"], did) is None


def is_of_another_hotline(told: Told) -> bool:
    """Hotlines are known by their numbers: what 12371 received is not what 12345 did."""
    hotline: str = language("zh").statements["hotline"]
    asked = set(re.findall(hotline, told.said))
    named = set(re.findall(hotline, told.clause[: told.end]))
    if asked and not named:
        tables = language("zh").statements
        known = (one["name"] for one in re.finditer(tables["named_hotline"], told.clause[: told.end]))
        return any(name not in tables["any_hotline"] and name not in told.said for name in known)
    return bool(asked and named) and not asked & named


def is_planned(told: Told) -> bool:
    """What is still to be done is told, and not asked for: "to grow to 3,000 answers within the year"."""
    tables = language("zh").statements
    ahead = told.clause[: told.figure[0]]
    return bool(re.search(tables["planned"], ahead)) and re.search(tables["plan_said"], told.said) is None


def is_done_already(told: Told) -> bool:
    """What is still being done is asked for: "4 are dealt with by the county itself" (直接办理) are none of those."""
    return is_no_longer_done(told.said, told.own)


def is_no_longer_done(asked: str, told: str) -> bool:
    """What is still being done is asked for, and not told."""
    tables = language("zh").statements
    return re.search(tables["still_said"], asked) is not None and re.search(tables["still_told"], told) is None


def went_the_other_way(asked: str, clause: str) -> bool:
    """What something rose to is told, and what it fell to is asked: 由3%提高到4%, 提高到4%."""
    tables = language("zh").statements
    said = re.search(tables["went_to"], asked)
    if said is None:
        return False
    told = re.findall(tables["item_from_to_anywhere"], clause) or re.findall(tables["went_to"], clause)
    return bool(told) and not any(same_way(said.group(), one) for one in told)


def is_no_difference(asked: str, clause: str) -> bool:
    """How much more it was is asked, and how much it was is told: 粉丝净增多少."""
    tables = language("zh").statements
    asks = re.search(tables["difference_said"], asked) is not None
    return asks and re.search(tables["difference_told"], clause) is None


def grew_to(asked: str, clause: str, figure: int) -> bool:
    """What something grew to is told, and by how much is asked: "raised to 4 points" is not raised by 4 (提高到4分)."""
    tables = language("zh").statements
    return bool(re.search(tables["grown_to"], clause[:figure])) and re.search(tables["growth_said"], asked) is not None


def same_way(asked: str, told: str) -> bool:
    """减到 is no 增到."""
    ways = [
        [re.search(each["way"], text) is not None for each in language("zh").statements["ways"]]
        for text in (asked, told)
    ]
    return not any(ways[0]) or not any(ways[1]) or any(one and other for one, other in zip(*ways, strict=True))


RULES: tuple[Rule[Told], ...] = (
    is_of_a_pair,
    is_of_one_of_two,
    is_one_of_those_added_up,
    is_what_was_published,
    is_no_rate,
    is_left_over,
    is_narrowed_behind,
    is_the_whole_of_some,
    is_of_some,
    is_of_those_it_befell,
    is_denied_behind,
    was_only_ordered,
    did_something,
    is_of_another_hotline,
    is_planned,
    is_done_already,
)
