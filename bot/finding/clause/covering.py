"""Whether the words of a question are said of a figure: where they stand in its clause, and what stands beside them.

The words stand in the figure's own part of the clause, or before it if that part says nothing else (举办培训班1期，
58人次参加: "held 1 course, 58 people came"). A word that makes what is counted something else must be asked for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.finding.clause.told import Rule, Told
from bot.finding.matching.alike import others_of
from bot.finding.matching.counting import Counting
from bot.finding.matching.joined import is_deed, is_joined, is_listed, name_end
from bot.finding.matching.placing import Spot, part_of, placed
from bot.finding.matching.runs import Run
from bot.languages import language
from bot.words.mentions import is_content, phrases, years
from index import numbers

OWN_NAME = 4
"""characters of a name that says by itself what is counted: 家长来信, not 来信"""


@dataclass(frozen=True, kw_only=True)
class Covered(Told):
    """A figure whose clause has all the words of the question, and where they stand."""

    spots: tuple[Spot, ...]
    """in the figure's own part, or before it where they do not stand there"""
    ahead: tuple[Run, ...]
    """what of the question stands before the figure's own part only"""

    @cached_property
    def pieces(self) -> list[str]:
        """The words of the clause that stand for the question."""
        return [self.clause[first:last] for first, last in self.spots]

    @cached_property
    def own_spots(self) -> list[Spot]:
        """Where they stand with the figure."""
        return sorted(spot for spot in self.spots if spot[0] >= self.start)

    @cached_property
    def rest(self) -> str:
        """What the figure's own part says besides; without words that announce, where something turns it."""
        taken = [*self.spots, self.figure]
        rest = "".join(
            self.clause[at]
            for at in range(self.start, self.end)
            if not any(first <= at < last for first, last in taken)
        )
        tables = language("zh").statements
        turned = any(piece.startswith(tuple(tables["turning"])) for piece in self.pieces)
        for word in tables["announcing"] if turned else ():
            rest = rest.replace(word, "")
        return rest


def covered(clause: str, figure: Spot, unit: str, asked: Counting) -> Covered | None:
    """The figure with the words of the question in its clause; None where one of them does not stand there."""
    start, end = part_of(clause, figure)
    spots: list[Spot] = []
    ahead: list[Run] = []
    for run in asked.runs:
        found = placed(clause[:end], run)
        if found is None:
            return None
        own = placed(clause[start:end], run)
        if own is None:
            ahead.append(run)
        spots += [(start + first, start + last) for first, last in own] if own is not None else found
    return Covered(
        clause=clause,
        figure=figure,
        start=start,
        end=end,
        unit=unit,
        asked=asked,
        spots=tuple(spots),
        ahead=tuple(ahead),
    )


def parts_belong_together(told: Covered) -> bool:
    """What belongs to another thing is told with it: "closed, of those carried over" (上年结转的办结).

    If the two stand apart, before the figure's own part, it is not the figure of both.
    """
    of: str = language("zh").statements["of"]
    return any(
        sign == of and not all(run.small[:at]) and not all(run.small[at + 1 :])
        for run in told.ahead
        for at, sign in enumerate(run.text)
    )


def one_word_for_two(told: Covered) -> bool:
    """No word of the clause stands for two of the question, nor the figure for one: 建议和意见建议, "views and views".

    年报名多少人, "how many enrolled a year", is not asked of 9名.
    """
    pairs = itertools.combinations([told.figure, *told.spots], 2)
    return any(one[0] < other[1] and other[0] < one[1] for one, other in pairs)


def told_with_an_earlier_figure(told: Covered) -> bool:
    """A deed that an earlier figure was told with: "closed 29, kept 73 accounts" is not how many were closed."""
    acts: list[str] = language("zh").statements["acts"]
    return any(
        last <= told.start
        and told.clause[first:last] in acts
        and any(last <= number.start < told.start for number in numbers.find(told.clause))
        for first, last in told.spots
    )


def told_with_another_of_a_list(told: Covered) -> bool:
    """In a list of figures the words stand with another: "30 charts, 15 films" (图解30篇、视频15个) is 30 charts."""
    sign: str = language("zh").statements["listing"]
    start = told.clause.rfind(sign, told.start, told.figure[0]) + 1 or told.start
    end = told.clause.find(sign, told.figure[1], told.end)
    return (
        any(told.start <= one.start < start for one in numbers.find(told.clause[:start]))
        and bool(told.own_spots)
        and not any(start <= first < (end if end >= 0 else told.end) for first, _ in told.own_spots)
    )


def turned_or_narrowed(told: Covered) -> bool:
    """A word beside the figure turns or narrows it: "cleared away 6 columns" (清理) is not how many there are."""
    tables = language("zh").statements
    rest = re.sub(tables["share_signs"], "", told.rest) if told.unit == tables["percent_sign"] else told.rest
    rest = re.sub(tables["how_published"], "", rest)
    words = {*tables["turning"], *tables["narrowing"]}
    if any(one in told.said for one in tables["lists"]):
        words -= {*tables["announcing"]}  # 公布养老机构名录58家: a list is what it is wherever it stands
    return any(word in rest for word in words)


def done_otherwise(told: Covered) -> bool:
    """The clause tells of another deed than the question: courses that were attended are none that were held.

    收到多少 is not asked of what was sent.
    """
    return does_otherwise(told.rest, told.asked, told.pieces)


def does_otherwise(rest: str, asked: Counting, pieces: Sequence[str]) -> bool:
    """Whether a verb of the question has another in its place. 开放日 (open day) is not the verb 开."""
    tables = language("zh").statements
    verbs: dict[str, list[str]] = tables["otherwise"]
    plain = re.sub("|".join(tables["names"]), "", asked.said)
    for verb, others in verbs.items():
        said = plain
        for piece in sorted((one for one in pieces if len(one) > len(verb) and verb in one), key=len, reverse=True):
            said = said.replace(piece, "")
        if verb in said and any(other in rest for other in others):
            return True
    return False


def done_to_them(told: Covered) -> bool:
    """Those to whom it was done are not counted: "charged to 1 applicant" (向1名申请人收费) is not how many applied."""
    noun = _nearest(told)
    if noun is None:
        return False
    to = tuple(language("zh").statements["done_to"])
    return told.lead.endswith(to) and noun == told.own_spots[-1] and noun > told.figure


def has_more_ahead(told: Covered) -> bool:
    """Another word ahead makes another thing of it: "fee notices" (收费通知) are more than notices.

    So are 法人或其他组织 more than 其他组织.
    """
    noun = _nearest(told)
    return noun is not None and _more_ahead(told, noun)


def _nearest(told: Covered) -> Spot | None:
    """The word of the question next to the figure."""
    if not told.own_spots or (told.asked.after or told.asked.before) is None:
        return None
    first, last = told.figure
    return min(told.own_spots, key=lambda spot: (max(spot[0] - last, first - spot[1]), spot < told.figure))


def _way_in(told: Covered, noun: Spot) -> int:
    """Where the words ahead of a name of its own begin: 服务信箱家长来信 tells only which way it came in."""
    if noun[1] - noun[0] < OWN_NAME:
        return told.start
    found = re.search(language("zh").statements["way_in"], told.clause[told.start : noun[0]])
    return noun[0] if found is not None else told.start


def _more_ahead(told: Covered, noun: Spot) -> bool:
    """Tell whether ahead of a word there is one that makes another thing of it; up to a word asked for or a figure."""
    clause, start = told.clause, _way_in(told, noun)
    words = _that_add_nothing(told.said)
    ends = {number.end for number in numbers.find(clause)} | {last for _, last in told.own_spots}
    ends |= {at + 1 for at, sign in enumerate(clause) if sign.isdigit()}
    occasion = re.search(language("zh").statements["occasion"], clause[start:])
    start += occasion.end() if occasion is not None else 0
    starts: dict[int, int] = {year.end: year.start for year in years(clause)}
    for one in phrases().find(clause):
        if frozenset() in one.alternatives or one.text in words:
            starts[one.end] = min(one.start, starts.get(one.end, one.end))
    longer = [one for one in others_of(clause[noun[0] : noun[1]]) if clause.endswith(one, start, noun[1])]
    starts |= {found.end(): found.start() for found in re.finditer(language("zh").statements["how_published"], clause)}
    at = min(_begins(told, noun[0]), noun[1] - max(map(len, longer), default=0))  # 代表建议 of 人大代表建议
    while at > start and at not in ends:
        if not is_content(clause[at - 1]):
            at -= 1
        elif at in starts:
            at = starts[at]
        else:
            known = max((word for word in words if clause.endswith(word, start, at)), key=len, default="")
            if not known:
                return True
            at -= len(known)
    return False


def _that_add_nothing(said: str) -> set[str]:
    """Words that may stand ahead of what is counted, and leave it what it is."""
    tables = language("zh").statements
    lists = ("doing", "spare", "light", "between", "ahead", "announcing", "when")
    words = {word for name in lists for word in tables[name]}
    words |= {act for act in tables["acts"] if any(word in said for word in others_of(act))}
    return words - {""}


def _begins(told: Covered, first: int) -> int:
    """Where the words asked for begin that stand one behind another: 检查通报 of 网站检查通报. Not the verb ahead."""
    tables = language("zh").statements
    verbs = {*tables["acts"], *tables["doing"]}
    ahead = {last: start for start, last in told.own_spots if told.clause[start:last] not in verbs}
    while first in ahead and ahead[first] < first:
        first = ahead[first]
    return first


def is_one_kind_of_them(told: Covered) -> bool:
    """One kind among what was asked for: "of the items disclosed those on services are 6" is not all that was."""
    kind: str = language("zh").statements["among_them"]
    return re.search(kind, told.lead) is not None and re.search(kind, told.asked.said) is None


def joined_with_another(told: Covered) -> bool:
    """Of what is joined one side was asked for: "735 items on villages and on poverty" tells nothing of either.

    乡村振兴和防返贫信息735条; neither does a list ahead of the figure of which some were asked for.
    """
    clause = told.clause
    start = max([told.start, *(one.end for one in numbers.find(clause[: told.figure[0]]))])
    things = [spot for spot in told.spots if not is_deed(clause[slice(*spot)])]
    first = min((at for at, _ in told.spots), default=start)
    if first < start and is_listed(_marked(clause, range(start), told.spots)):
        return True
    lead = range(start, told.figure[0])
    behind = range(told.figure[1], name_end(clause, told.figure))
    return any(is_joined(_marked(clause, each, things)) for each in (lead, behind))


def _marked(clause: str, places: Iterable[int], spots: Sequence[Spot]) -> str:
    """The clause with a sign for each character of the words asked for."""
    return "".join("|" if any(a <= at < b for a, b in spots) else clause[at] for at in places)


def says_something_else(told: Covered) -> bool:
    """Words that stand before the figure's own part are of it only if that says nothing else.

    "Held 1 course, 58 people came": so many came to the course. "Held 1 course, sent out 58 letters": nobody knows.
    """
    if all(first >= told.start for first, _ in told.spots):
        return False
    tables, rest = language("zh").statements, told.rest
    for word in sorted([*tables["between"], *tables["light"]], key=len, reverse=True):
        rest = rest.replace(word, "")
    return any(map(is_content, rest))


RULES: tuple[Rule[Covered], ...] = (
    parts_belong_together,
    one_word_for_two,
    told_with_an_earlier_figure,
    told_with_another_of_a_list,
    turned_or_narrowed,
    done_otherwise,
    done_to_them,
    has_more_ahead,
    is_one_kind_of_them,
    joined_with_another,
    says_something_else,
)
