"""The ways in which a figure counts what a question counts: how the name of the thing stands next to it.

`BEHIND` are those for a thing named behind the question word (多少频道, "how many channels"), `AHEAD` for one named
before it (频道有几个, "channels, how many"). One way is enough.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence

from bot.finding.clause.told import Told
from bot.finding.matching.alike import alike, others_of
from bot.finding.matching.placing import negations, part_of, placed
from bot.finding.matching.runs import SHORTEST_PIECE, Run, act_of
from bot.languages import language
from bot.words.mentions import is_content
from index import numbers

Way = Callable[[Told, Run, str], bool]
"""of the figure, the name of the thing, and the clause up to the figure: whether the name stands next to it"""


def touches(told: Told) -> bool:
    """Whether the name of what is counted stands next to the figure in one of the ways."""
    lead = without_acts(told)
    asked = told.asked
    if asked.after is not None:
        leading = (without_verb(lead, asked.before) if asked.before is not None else lead, lead)
        return any(way(told, asked.after, each) for each in dict.fromkeys(leading) for way in BEHIND)
    return asked.before is not None and any(way(told, asked.before, lead) for way in AHEAD)


def ahead_of_figure(told: Told, noun: Run) -> bool:
    """Whether the name stands next to the figure in one of the ways of a thing named before the question word."""
    return any(way(told, noun, told.clause[: told.figure[0]]) for way in AHEAD)


def without_acts(told: Told) -> str:
    """扫描档案多少卷: 完成档案扫描5200卷, the verb that was asked about between the thing and its figure."""
    lead = told.clause[: told.figure[0]].rstrip()
    acts = [act for run in told.asked.runs if (act := act_of(run)) and lead.endswith(act)]
    return lead.removesuffix(max(acts, key=len, default=""))


def without_verb(lead: str, verb: Run) -> str:
    """梳理了多少项标准事项: 标准事项梳理2625项, the verb between the noun and its figure.

    公开栏有多少社区 has no verb before the question word: its 34块 are boards, and no 社区.
    """
    tables, said = language("zh").statements, verb.content
    is_verb = (
        bool(act_of(verb))
        or not said
        or said in tables["doing"]
        or any(other in tables["acts"] for other in others_of(said))
    )
    return lead.removesuffix(verb.text[: verb.content_end]) if is_verb and verb.content_end else lead


def _following(told: Told) -> str:
    return told.clause[told.figure[1] :].lstrip()


def _known(told: Told, noun: Run) -> list[tuple[int, str]]:
    """How much of the name the clause has, from its beginning or its first content on, and where that begins."""
    first = next((at for at, small in enumerate(noun.small) if not small), 0)
    found = []
    for start in sorted({0, first}):
        ends = range(len(noun.text), start + SHORTEST_PIECE - 1, -1)
        known = next((noun.text[start:end] for end in ends if noun.text[start:end] in told.clause), None)
        found += [(start, known)] if known is not None else []
    return found


def right_behind(told: Told, noun: Run, _lead: str) -> bool:
    """The name follows the figure: "inspected 44 department channels" (44个部门频道)."""
    return any(_following(told).startswith(known) for _, known in _known(told, noun))


def behind_plain_words(told: Told, noun: Run, _lead: str) -> bool:
    """It follows behind words that say no more: "31 government information catalogues" are 31 catalogues."""
    following = _following(told)
    if not following.startswith(tuple(language("zh").statements["plain"])):
        return False
    for start, known in _known(told, noun):
        spot = told.clause.find(known, len(told.clause) - len(following))
        ahead = told.clause[len(told.clause) - len(following) : spot]
        if not start and spot >= 0 and _is_plain(ahead):
            return True
    return False


def ahead_with_what_they_did(told: Told, noun: Run, lead: str) -> bool:
    """It leads to the figure, and the question goes on with what was done: "how many workers went to be trained".

    社区工作者22人次参加培训 for 多少社区工作者去受训.
    """
    return any(
        _goes_on_doing(noun.text[start + len(known) :]) and leads(lead, known) for start, known in _known(told, noun)
    )


def leads_in(_told: Told, noun: Run, lead: str) -> bool:
    """It leads to the figure, or another name of it does: "evening classes reached 26" (夜校办到26场)."""
    # what is spoken behind the noun (活动呀) is none of it
    first = next((at for at, small in enumerate(noun.small) if not small), 0)
    last = noun.content_end or len(noun.text)
    named = {noun.text[start:end] for start in (0, first) for end in (len(noun.text), last)}
    named |= {other for one in list(named) for size, others in alike(one, 0) if size == len(one) for other in others}
    return any(leads(lead, one) for one in named)


def leads_in_pieces(told: Told, noun: Run, lead: str) -> bool:
    """The pieces of the name lead to the figure, one behind another: 新媒体号 of "7 media accounts" (新媒体账号7个)."""
    clause = told.clause
    spots = sorted(placed(clause, noun) or ())
    glued = all(
        first[1] <= second[0] and not any(is_content(sign) for sign in clause[first[1] : second[0]])
        for first, second in itertools.pairwise(spots)
    )
    return bool(spots) and glued and leads(lead, clause[spots[0][0] : spots[-1][1]])


def by_its_end(told: Told, noun: Run, lead: str) -> bool:
    """The end of the name stands on either side: "new columns, how many" of "8 columns" (新设专题5个, 8个专题)."""
    nouns = [noun.text[:end] for end in dict.fromkeys((len(noun.text), noun.content_end))]
    nouns += [other for one in nouns for size, others in alike(one, 0) if size == len(one) for other in others]
    following = _following(told)
    for one in nouns:
        ends = [one[first:] for first in range(len(one) - SHORTEST_PIECE + 1)]
        if any(following.startswith(end) or leads(lead, end) for end in ends):
            return True
    return False


def begins_and_goes_on(told: Told, noun: Run, _lead: str) -> bool:
    """It begins right behind the figure and ends later: "26 pilot field catalogues" with words between.

    试点领域目录几个: 26个试点领域的公开事项目录.
    """
    clause, spots = told.clause, sorted(placed(told.clause, noun) or ())
    if len(spots) < 2:
        return False
    following = _following(told)
    start = len(clause) - len(following)
    first, last = spots[0], spots[-1]
    between = clause[first[1] : last[0]]
    parting = language("zh").statements["parting"]
    plain = not any(sign in parting or sign.isdigit() for sign in between)
    if did_it(following, clause[slice(*first)]):
        # 社区公开栏 is not counted by 134个社区设置公开栏
        return False
    return first[0] == start and plain and not any(word in between for word in negations())


def ends_at_figure(told: Told, noun: Run, lead: str) -> bool:
    """All of it stands with the figure and ends there: "those on expropriation were 71" (涉及房屋征收的有71件)."""
    clause, spots = told.clause, sorted(placed(told.clause, noun) or ())
    if len(spots) < 2:
        return False
    start, end = part_of(clause, (len(lead), len(lead)))
    tables = language("zh").statements
    words = sorted({*tables["between"], *tables["light"]} - {""}, key=len, reverse=True)
    while any(lead.endswith(word) for word in words):
        lead = lead.removesuffix(next(word for word in words if lead.endswith(word)))
    own = all(start <= first and last <= end for first, last in spots)
    return own and len(numbers.find(clause[start:end])) == 1 and any(last == len(lead) for _, last in spots)


def leads(leading: str, noun: str) -> bool:
    """Whether the noun stands before the figure, with only small words between: 夜校办到26场."""
    if not noun:
        return False
    seen, left = {leading}, [leading]
    while left:
        rest = left.pop()
        if rest.endswith(noun):
            return True
        shorter = {rest[: -len(word)] for word in _small_words().get(rest[-1:], ()) if rest.endswith(word)} - seen
        seen |= shorter
        left += shorter
    return False


@functools.cache
def _small_words() -> Mapping[str, tuple[str, ...]]:
    """Words that may stand between a noun and its figure, by their last character."""
    tables = language("zh").statements
    words = {*tables["doing"], *tables["reached"], *tables["this_year"], *tables["between"]} - {""}
    return {sign: tuple(sorted(one for one in words if one[-1] == sign)) for sign in {one[-1] for one in words}}


def did_it(following: str, word: str) -> bool:
    """134个社区设置公开栏 are those that did it, also where the word asked for goes on into the deed (社区设)."""
    deeds = tuple(language("zh").statements["done_with"])
    return following.startswith(word) and any(following.startswith(deeds, at) for at in range(1, len(word) + 1))


def _is_plain(text: str) -> bool:
    """政府信息: words ahead of a name that say no more."""
    for word in sorted(language("zh").statements["plain"], key=len, reverse=True):
        text = text.replace(word, "")
    return not text


def _goes_on_doing(text: str) -> bool:
    """What goes on behind a noun is what was done: 去区里受训."""
    tables = language("zh").statements
    return text.startswith((*tables["acts"], *tables["taking_part"], *tables["doing"]))


BEHIND: Sequence[Way] = (right_behind, behind_plain_words, ahead_with_what_they_did, leads_in, leads_in_pieces)
AHEAD: Sequence[Way] = (by_its_end, begins_and_goes_on, ends_at_figure, leads_in_pieces)
