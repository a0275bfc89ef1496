"""Rules for how many things: the figure counts what the question counts."""

from __future__ import annotations

import re

from bot.finding.clause.measure import counts_people, in_another_measure
from bot.finding.clause.people import got_something, only_takes_part, were_served
from bot.finding.clause.told import Rule, Told
from bot.finding.clause.touching import touches
from bot.finding.matching.runs import SHORTEST_PIECE, act_of
from bot.languages import language
from bot.words.mentions import is_content


def people_took_part(told: Told) -> bool:
    """No measure word is said, and people took part: "340 officers took part" is not how many officers there are."""
    return told.asked.measure is None and counts_people(told.unit) and only_takes_part(told)


def are_some(told: Told) -> bool:
    """All there are of a thing are asked for, and more is said of some: "told 126 schools to publish fees".

    学校多少所 is not asked of 指导126所学校公开收费标准, nor 多少个处室 of 有4个处室全年报送不足10条.
    """
    said = [run for run in told.asked.runs if not all(run.small)]
    if len(said) != 1 or act_of(said[0]):
        return False
    noun = said[0].text[: said[0].content_end]
    if noun in language("zh").statements["fixed_names"]:
        return False
    behind = told.behind.lstrip()
    rest = re.split(r"[,;。:、0-9(]", behind[len(noun) :])[0]
    of_all = re.match(language("zh").statements["whole_ahead"], rest)
    return behind.startswith(noun) and of_all is None and any(map(is_content, rest))


def has_longer_name(told: Told) -> bool:
    """With a measure word that fits anything the name must be the whole: "44 department channels" are no departments.

    多少个部门 is not asked of 44个部门频道.
    """
    tables = language("zh").statements
    run = told.asked.after or told.asked.before
    if run is None or told.asked.measure not in (None, *tables["measuring_all"]):
        return False
    following = told.clause[told.figure[1] :].lstrip()
    # 标准事项: its last character is a measure word elsewhere
    noun = run.text if following.startswith(run.text) else run.text[: run.content_end]
    if not noun or noun in tables["fixed_names"] or not following.startswith(noun):
        return False
    behind = re.split(r"[,;。:、0-9(]", following[len(noun) :])[0]
    lists = ("acts", "doing", "taking_part", "done_with", "announcing", "further_deeds")
    deeds = {word for name in lists for word in tables[name]}
    small = {*tables["light"], *tables["reaching"], *tables["joining"], *tables["done_to"], *tables["particles"]}
    return bool(behind) and not behind.startswith(tuple({*deeds, *small} - {""}))


def counts_another(told: Told) -> bool:
    """Right behind a figure in another measure stands what it counts, not asked for: "26 fields" is not how many items.

    目录有几项 is not asked of 目录26个领域.
    """
    noun = told.behind.removeprefix(told.unit)
    pieces = [noun[at : at + SHORTEST_PIECE] for at in range(len(noun) - 1)]
    measured = (
        told.asked.measure not in (None, told.unit) and told.asked.before is not None and told.asked.after is None
    )
    return measured and noun[:1].isalpha() and bool(pieces) and not any(one in told.said for one in pieces)


def stands_elsewhere(told: Told) -> bool:
    """The name of what is counted does not stand next to the figure, in none of the ways of touching.py."""
    return not touches(told)


RULES: tuple[Rule[Told], ...] = (
    in_another_measure,
    were_served,
    got_something,
    people_took_part,
    are_some,
    has_longer_name,
    counts_another,
    stands_elsewhere,
)
