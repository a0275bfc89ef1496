"""Whether a clause tells of another level, bound, time or direction than a question says, however it was found.

省级以上媒体 are not 省级媒体, 90分以上 is not 90分以下, 累计 is not 当年, and what something came to is not 年初.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.finding.matching.alike import loosely_others_of
from bot.finding.matching.placing import STOPS, Spot, part_of
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.languages import CODES, language
from index import numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """A figure in its clause beside what is asked; texts without blanks."""

    asked: str
    clause: str
    sentence: str
    """up to the end of the clause"""
    spot: Spot
    """of the figure in its clause"""

    @property
    def lead(self) -> str:
        """The clause up to the figure."""
        return self.clause[: self.spot[0]]


def of_another_level(told: Beside) -> bool:
    """市级专区 is asked and the sentence names no such level; 省级以上 is more than 省级."""
    tables = language("zh").statements
    for found in re.finditer(tables["level_said"], told.asked):
        level = found["level"]
        if not re.search(tables["level_told"].format(level=level), told.sentence):
            return True
        if re.search(tables["level_on"].format(level=level), told.clause) and not found["on"]:
            return True
    return False


def within_another_bound(told: Beside) -> bool:
    """90分以下 is asked, and 90分以上 told."""
    words: list[str] = language("zh").statements["bound_words"]
    return any(re.search(word, told.asked) and not re.search(word, told.sentence) for word in words)


def since_long_ago(told: Beside) -> bool:
    """当年 is asked, and what it came to over the years told."""
    tables = language("zh").statements
    if re.search(tables["this_year_said"], told.asked) is None:
        return False
    return bool(re.search(tables["over_years_told"], told.clause)) and not any(
        word in told.clause for word in tables["this_year"]
    )


def is_what_it_came_to(told: Beside) -> bool:
    """年初 is asked, and the figure is the later one: 由年初的402项精简到331项."""
    tables = language("zh").statements
    if re.search(tables["at_first_said"], told.asked) is None:
        return False
    return bool(numbers.find(told.lead)) and re.search(tables["at_first_told"], told.lead) is not None


def is_of_several_in_turn(told: Beside) -> bool:
    """比上年分别增加17件、减少22件, without the names that they are of."""
    return re.match(language("zh").statements["in_turn_alone"], told.clause) is not None


def is_of_the_whole_place(told: Beside) -> bool:
    """旗县区专区 are asked, and those of all the city told."""
    tables = language("zh").statements
    if re.match(tables["whole_place"], told.clause[part_of(told.clause, told.spot)[0] :]) is None:
        return False
    return any(found.group() not in told.clause for found in re.finditer(tables["places_within"], told.asked))


def is_done_with_the_list(told: Beside) -> bool:
    """退出矿业权192宗、小水电221座: so many were given up, and are not all there are."""
    at = max(told.sentence.rfind(told.clause), 0)
    lead = STOPS.split(told.sentence[: at + told.spot[0]])[-1]
    first = next(iter(numbers.find(lead)), None)
    if first is None:
        return False
    done = next((word for word in language("zh").statements["listed_deeds"] if word in lead[: first.start]), "")
    return bool(done) and not any(word in told.asked for word in (done, *loosely_others_of(done)))


def is_all_there_are(told: Beside) -> bool:
    """新开账号 are asked, and those of all the city told: 全市开办账号213个."""
    tables = language("zh").statements
    if re.search(tables["new_ones_said"], told.asked) is None or re.search(tables["new_ones_told"], told.clause):
        return False
    return re.search(tables["of_all_told"], told.lead) is not None


def is_of_what_came_in_elsewhere(told: Beside) -> bool:
    """How long a request took is asked, and it is told of a mailbox: 厅长信箱来信2736封，平均办理时间4.5天."""
    tables = language("zh").statements
    unit = numbers.find(told.clause[slice(*told.spot)])
    if not unit or unit[0].unit not in numbers.TIME_UNITS | {tables["percent_sign"]}:
        return False
    requests: list[str] = [language(code).statements["requests_said"] for code in CODES]
    if not any(re.search(one, told.asked) for one in requests) or re.search(tables["requests_said"], told.sentence):
        return False
    return re.search(tables["elsewhere_told"], told.sentence) is not None


def is_the_other_way(told: Beside) -> bool:
    """线下咨询 are asked, and 线上答复咨询15820件 told, behind others that were 线下."""
    own = _own(told)
    for one, other in language("zh").statements["opposites"]:
        asked = [re.search(way, told.asked) is not None for way in (one, other)]
        said = [re.search(way, own) is not None for way in (one, other)]
        if sum(asked) == 1 == sum(said) and asked != said:
            return True
    return False


def done_by_it(told: Beside) -> bool:
    """被罚了多少钱 is asked of the body, and what it fined others told."""
    tables = language("zh").statements
    return bool(re.search(tables["suffered_said"], told.asked)) and not re.search(tables["suffered_told"], told.clause)


def are_such_as_others(told: Beside) -> bool:
    """保留不合格网站 are asked, and 不合格 are those of another figure: 关停不合格网站23个，保留政府网站17个."""
    tables = language("zh").statements
    own = _own(told)
    such = [*tables["such"], *tables["done_away"]["of_such"]]
    named = any(word in told.asked and word not in own and word in told.sentence for word in such)
    deeds = [*tables["acts"], *tables["doing"], *tables["done_away"]["deeds"], *tables["light"]]
    thing = re.sub("|".join(sorted(deeds, key=len, reverse=True)), "", own[: own.find(numbers.find(own)[0].text)])
    return named and len(thing) >= SHORTEST_PIECE


def only_came_to_it(told: Beside) -> bool:
    """组织发布会 are asked, and 参加市新闻发布会3次 told."""
    tables = language("zh").statements
    counts_people = re.search(f"(?:{'|'.join(tables['telling'])})$", told.clause[slice(*told.spot)]) is not None
    if counts_people or re.search(tables["holding_said"], told.asked) is None:
        return False
    return re.match(tables["attending_told"], _own(told)) is not None and not re.search(
        "|".join(tables["taking_part"]), told.asked
    )


def is_one_of_two_deeds(told: Beside) -> bool:
    """收到和回复的来信 are asked, and 回复3522封 told."""
    tables = language("zh").statements
    if re.search(tables["joined_by"], told.asked) is None:
        return False
    deeds = sorted({*tables["acts"], *tables["came_in"], *tables["deeds"], tables["closed"]}, key=len, reverse=True)
    two = re.search(tables["two_deeds"].format(deeds="|".join(deeds), joined=tables["joined_by"]), told.asked)
    own = _own(told)
    return two is not None and not all(word in own for word in (two["one"], two["other"]))


def is_one_of_several(told: Beside) -> bool:
    """新增岗位和聘请顾问一共多少 is asked, or how many each, and 聘请法律顾问2名 told."""
    tables = language("zh").statements
    two = re.search(tables["several_asked"].format(joined=tables["joined_by"]), told.asked)
    own = _own(told)
    return two is not None and not all(_shares_pair(two[side], own) for side in ("one", "other"))


def _shares_pair(name: str, own: str) -> bool:
    return any(name[at : at + SHORTEST_PIECE] in own for at in range(len(name) - 1))


def _own(told: Beside) -> str:
    """The figure's own part; of a list of figures its own item: 人大建议26件、政协提案33件."""
    start, end = part_of(told.clause, told.spot)
    sign: str = language("zh").statements["listing"]
    at = told.clause.rfind(sign, start, told.spot[0]) + 1
    return told.clause[at if numbers.find(told.clause[start:at]) else start : end]


RULES: Sequence[Callable[[Beside], bool]] = (
    of_another_level,
    within_another_bound,
    since_long_ago,
    is_what_it_came_to,
    is_of_several_in_turn,
    is_of_the_whole_place,
    is_done_with_the_list,
    is_all_there_are,
    is_of_what_came_in_elsewhere,
    is_the_other_way,
    done_by_it,
    are_such_as_others,
    only_came_to_it,
    is_one_of_two_deeds,
    is_one_of_several,
)
