"""One of several figures of a sentence, where a question says all of its name and nothing that is not said of it.

What a question says has to stand, in some words, with the figure or in what the sentence says of all of them; and the
figure's own name has to be said in the question, all of it: 教育的395封 answers how many letters on education came,
高等教育的395封 does not.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.finding.alike import loosely_others_of
from bot.finding.covering import does_otherwise
from bot.finding.glance import idle, may_stand, signs_of
from bot.finding.items import Item, items_of
from bot.finding.joined import counted_together, is_joined, says_more
from bot.finding.loosely import Standing, standing
from bot.finding.measure import counts_people, same_measure
from bot.finding.of_less import is_no_longer_done
from bot.finding.of_place import is_place
from bot.finding.placing import negations
from bot.finding.region import Region, marked
from bot.finding.runs import SHORTEST_PIECE, Run
from bot.finding.seeking import Sought, settled
from bot.languages import language
from index import numbers
from index.models import Source

_TAKEN = "□"
_PERCENT = "%"
_DIGITS = "0123456789"

KEPT = 1024
"""names of figures kept in memory"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph of the prose, without blanks."""

    text: str
    heading: str
    names: tuple[str, ...] = ()
    """those in quotation marks"""
    sources: tuple[Source, ...] = ()
    """of each of its lines, with what it says without blanks"""

    def source_of(self, clause: str) -> Source | None:
        """Where a clause of it begins."""
        at = max(self.text.find(clause), 0)
        ends = itertools.accumulate(len(one.quote) for one in self.sources)
        return next((one for one, end in zip(self.sources, ends, strict=True) if at < end), None)


@functools.cache
def _added() -> frozenset[str]:
    """Characters that are put in place of others."""
    tables = language("zh").statements
    return frozenset({*tables["topic"], *tables["last_year"], *tables["at_first"], *tables["kept"], *_DIGITS})


def may_be_itemised(sought: Sought, told: tuple[str, ...]) -> bool:
    """A quick look whether all that is asked may stand in some of all that is told."""
    signs = _added() | signs_of(told)
    return all(may_stand(run, signs) for run in sought.asked.runs)


def itemised(sought: Sought, passages: Iterable[Passage]) -> list[tuple[Passage, Item]]:
    """The items that more of the question is told of than of any other, each with its paragraph."""
    found: list[tuple[tuple[int, int], Passage, Item]] = []
    as_said = False
    for passage in passages:
        signs = {*passage.heading, *passage.text, *_added()}
        if not all(may_stand(run, signs) for run in sought.asked.runs):
            continue
        for one in map(settled(sought.year), items_of(passage.text)):
            rank = _rank(one, _head(passage, [one]), sought, passage.names)
            if rank is not None:
                found.append((rank, passage, one))
            elif _is_as_said(one, sought) and not any(rule(one, sought, ()) for rule in RULES):
                # what was said stands with a figure that does not answer: another word is no better
                as_said = True
    if as_said:
        found = [(rank, passage, one) for rank, passage, one in found if _is_as_said(one, sought)]
    best = max((rank for rank, _, _ in found), default=None)
    return [(passage, one) for rank, passage, one in found if rank == best]


def _is_as_said(item: Item, sought: Sought) -> bool:
    """All that was asked stands in a figure's own part in the very words."""
    said = [run.content for run in sought.asked.runs if run.content]
    stands = bool(said) and all(len(one) > SHORTEST_PIECE and one in item.near + item.name for one in said)
    return stands and _counted_alike(item, sought)


def _head(passage: Passage, items: Sequence[Item]) -> str:
    """What is told of the items before, and that it is of requests where a section or sentence is on these."""
    tables = language("zh").statements
    told = "|".join([passage.heading, *(f"{one.head}|{one.near}|{one.name}" for one in items)])
    about = tables["topic"] if re.search(tables["topic_said"], told) else ""
    return "|".join([*dict.fromkeys(one.head for one in items), about])


def told_besides(items: Sequence[Item], sought: Sought | None, passage: Passage) -> bool:
    """Whether all that a question says besides the names of several items is said of them in their sentence."""
    if sought is None:
        return True
    told = [*map(settled(sought.year), items)]
    own = "|".join(f"{one.near}|{one.name}" for one in told)
    region = Region(own=own, before=_head(passage, told), spot=(len(own), len(own)))
    if not all(_counted_alike(one, sought) for one in told) or _denied(sought.asked.runs):
        return False
    words: list[str] = []
    for run in sought.asked.runs:
        one = standing(run, region)
        if one is None:
            return False
        words += one.words
    return not any(rule(item, sought, words) for item in told for rule in OF_SEVERAL)


@functools.lru_cache(maxsize=KEPT)
def core(name: str) -> str:
    """失效 of 失效的, 教育 of 其中教育类的."""
    small, longest = _said_besides()
    bare = ""
    while bare != name:
        bare = name
        sizes = range(min(longest, len(name) - SHORTEST_PIECE), 0, -1)
        name = name[next((size for size in sizes if name[:size] in small), 0) :]
        sizes = range(min(longest, len(name) - SHORTEST_PIECE), 0, -1)
        name = name[: len(name) - next((size for size in sizes if name[len(name) - size :] in small), 0)]
    return name


@functools.cache
def _said_besides() -> tuple[frozenset[str], int]:
    """Words that may stand beside a name, and how many characters the longest has."""
    small = frozenset(word for lists in _LISTS for word in language("zh").statements[lists]) - {""}
    return small, max(map(len, small))


def _rank(item: Item, head: str, sought: Sought, names: Sequence[str]) -> tuple[int, int] | None:
    """How much of the question stands with the figure; None where it does not answer."""
    asked = sought.asked
    if not _counted_alike(item, sought):
        return None
    own = f"{item.near}|{item.name}|"
    region = Region(own=own, before=head, spot=(len(own), len(own)))
    found: list[Standing] = []
    for run in asked.runs:
        one = standing(run, region)
        if one is None:
            return None
        found.append(one)
        for word in one.words:
            region = replace(region, own=region.own.replace(word, _TAKEN * len(word), 1))
    words = [word for one in found for word in one.words]
    if (
        not (words or asked.place or _is_difference(item))
        or _denied(asked.runs)
        or not _all_said(item, words, sought, names)
    ):
        return None
    if any(rule(item, sought, words) for rule in (OF_PLACES if asked.place else RULES)):
        return None
    return sum(one.own for one in found), -len(item.near)


def _counted_alike(item: Item, sought: Sought) -> bool:
    """The figure's unit is what the question counts in."""
    asked, unit = sought.asked, item.number.unit
    if asked.place or tells_place(item):
        return asked.place and tells_place(item)
    if asked.measure is None and unit == _PERCENT and _is_difference(item):
        # 同比降了多少: 17.5%
        return True
    if asked.money:
        return unit in numbers.MONEY_UNITS
    if not unit:  # 粉丝4.2万
        tables = language("zh").statements
        return asked.measure in (None, *tables["telling"], *tables["unmeasured"])
    if asked.measure is None:
        named: dict[str, list[str]] = language("zh").statements["unit_said"]
        sort = next((words for units, words in named.items() if unit in units.split("|")), None)
        return sort is None or unit in numbers.MONEY_UNITS or any(word in sought.text for word in sort)
    return same_measure(unit, asked) or unit == asked.measure


def tells_place(item: Item) -> bool:
    """列全省第4位."""
    return is_place(item.clause, item.clause.find(item.number.text), item.number.unit)


def _denied(runs: Sequence[Run]) -> bool:
    return any(small and sign in negations() for run in runs for sign, small in zip(run.text, run.small, strict=True))


def _all_said(item: Item, words: Sequence[str], sought: Sought, names: Sequence[str]) -> bool:
    """The question says all of the name, or that it is the most or the least."""
    tables, own = language("zh").statements, item.near + item.name
    if sought.named and not any(one in own for one in _as_named(sought.named)):
        return False
    if sought.asked.place:
        # of places few are told: whatever the sentence says besides, all that was asked stands there
        return True
    if not item.name:
        return any(word in item.near for word in words)
    if re.search(tables["most_of"], item.near) is not None:
        if any(re.search(tables["superlative"], word) for word in words):
            return True
        if re.search(tables["known_ends"], item.name) is None:
            return False
    kind = re.match(tables["kinds_ahead"], item.name)
    if kind is not None and kind.group()[-SHORTEST_PIECE:] not in sought.text:
        return False
    named = any(word in item.name for word in words) or _is_difference(item)
    return named and not says_more(_unsaid(item, words, sought, names), _small(item))


def _small(item: Item) -> set[str]:
    """What of a name a question need not say."""
    tables = language("zh").statements
    small = {*idle(), *(word for name in _LISTS for word in tables[name])}
    if counts_people(item.number.unit):
        small -= {*tables["taking_part"]}
    if item.number.unit in tables["scores"]:
        small |= {*tables["score_words"]}
        small -= {*tables["shares_of_a_score"]}
    if item.number.unit in numbers.TIME_UNITS:
        small.add(tables["on_average"])
    return small


def _unsaid(item: Item, words: Sequence[str], sought: Sought, names: Sequence[str]) -> str:
    """What of a name the question does not say, also in no other words."""
    tables, name = language("zh").statements, item.name
    for quoted in names:
        if quoted in name and any(quoted in word for word in words):
            # 线下“政策驿站”: a name in quotation marks says by itself what it is
            name = name[name.find(quoted) :]
    if _is_difference(item):
        name = re.sub(tables["compared_with"], "", name)
        for way in tables["directions"]:
            name = re.sub(way["told"], "", name) if re.search(way["asked"], sought.text) else name
    if re.search(tables["superlative"], item.near + item.name) is not None:
        name = re.sub(tables["one_person"], " ", name)
    # 公众号 of 微信公众号: the whole name was said, if the one may stand for the other
    longer = [other for word in words for other in loosely_others_of(word) if word in other and other in name]
    rest = marked(name, [*words, *longer]).replace("|", " ")
    for said in _stretches(rest, sought.text):
        rest = rest.replace(said, " ")
    for piece in rest.split():
        known = [piece, *loosely_others_of(piece)]
        enough = len(piece) >= SHORTEST_PIECE or piece in tables["single_said"]
        if enough and any(one in sought.text for one in known):
            rest = rest.replace(piece, "")
    return rest


def _as_named(name: str) -> list[str]:
    """区房管局 may be said 房管局."""
    tables = language("zh").statements
    return [name, *([name[1:]] if name[0] in tables["levels"] and len(name) > SHORTEST_PIECE + 1 else [])]


def _is_difference(item: Item) -> bool:
    return re.search(language("zh").statements["compared_with"], item.name) is not None


_LISTS = ("item_leads", "item_tails", "light", "between", "when", "reaching", "we", "particles")


def compares(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """A figure compared with another is no figure of the thing itself; and nothing else is a difference."""
    tables = language("zh").statements
    asks = re.search(tables["difference_asked"], sought.text) is not None
    return asks != _is_difference(item) or bool(re.search(tables["compared"], item.near))


def is_of_another_time(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """What the report tells of the year before is asked for, and only then."""
    before: str = language("zh").statements["year_before"]
    asked = (
        re.search(before, sought.text) is not None
        and re.search(language("zh").statements["difference_asked"], sought.text) is None
    )
    told = re.search(before, item.name) is not None and not _is_difference(item)
    return asked != told


def is_by_another_number(item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """A number of the name is another: 12月 is no 2月."""
    one: str = language("zh").statements["one_person"]
    said = set(re.findall("[0-9]+", re.sub(one, "", "|".join(run.text for run in sought.asked.runs))))
    said -= {"1"} if re.search(one, sought.text) else set()
    named = set(re.findall("[0-9]+", re.sub(one, "", item.name)))
    told = named | set(re.findall("[0-9]+", f"{item.near}|{item.head}"))
    return not _is_difference(item) and not (named <= said <= told)


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


def is_an_attribute(_item: Item, sought: Sought, _words: Sequence[str]) -> bool:
    """粉丝多少, of a report that may tell those of several."""
    return "".join(run.content for run in sought.asked.runs) in language("zh").statements["attributes"]


def is_joined_before(item: Item, sought: Sought, words: Sequence[str]) -> bool:
    """The part before tells of two things together, of which one was asked for: 抽检和调研3轮,指出毛病45个."""
    # 建议、提案答复22件,其中提案答复6件: the figure's own name has it
    besides = [word for word in words if word not in item.name]

    def said_of(name: str) -> list[str]:
        found = (word for run in sought.asked.runs for word in _stretches(run.text, name))
        return [word for word in found if word not in item.name]

    for part in item.head.split("|"):
        lead = part[: next((one.start for one in numbers.find(part) if one.unit), len(part))]
        if is_joined(marked(lead, [*besides, *said_of(lead)])):
            return True
        asked = [any(map(name.endswith, said_of(name))) for name in counted_together(part)]
        if any(asked) and not all(asked):
            return True
    return False


def _stretches(text: str, lead: str) -> list[str]:
    """What of a text stands in another, the longest first at each place."""
    found, at = [], 0
    while at < len(text):
        sizes = range(len(text) - at, SHORTEST_PIECE - 1, -1)
        size = next((each for each in sizes if text[at : at + each] in lead), 0)
        found += [text[at : at + size]] if size else []
        at += max(size, 1)
    return found


RULES = (
    is_left_over,
    came_in_itself,
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
