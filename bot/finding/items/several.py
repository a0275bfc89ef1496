"""Several figures of one sentence that a question names together: 有效的、失效的、废止的各几件, 四个季度分别受理多少.

All that are named have to be told in the same sentence; what is said besides is said of each.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.finding.clause.measure import are_alike
from bot.finding.items.names import core, stretches
from bot.finding.items.one import Passage
from bot.finding.items.parting import Item, sentences_of
from bot.finding.matching.alike import deeds, loosely_others_of
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.languages import language
from index import numbers

FEWEST = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Items that a question names, in its order, and what it says besides."""

    passage: Passage
    items: tuple[Item, ...]
    rest: str


def named_together(text: str, passages: Iterable[Passage]) -> Iterator[Named]:
    """Each sentence of which a question names several figures."""
    for passage in passages:
        for items in sentences_of(passage.text):
            for unit in dict.fromkeys(one.number.unit for one in items):
                alike = [one for one in items if are_alike(one.number.unit, unit)]
                found = _in_turn(text, alike) or _by_name(text, alike, passage.names)
                if found is not None and len(found[0]) >= FEWEST:
                    yield Named(passage=passage, items=tuple(found[0]), rest=found[1])


def _in_turn(text: str, items: Sequence[Item]) -> tuple[list[Item], str] | None:
    """四个季度: the figure of each."""
    for one in language("zh").statements["in_turn"]:
        found = re.search(one["said"], text)
        told = [[item for item in items if name in item.name] for name in one["names"]]
        if found is not None and all(len(each) == 1 for each in told):
            return [item for each in told for item in each], f"{text[: found.start()]} {text[found.end() :]}"
    return None


def _by_name(text: str, items: Sequence[Item], quoted: Sequence[str]) -> tuple[list[Item], str] | None:
    """Those whose names stand in the question, joined there by signs that join nothing else.

    By all of the name, else by what stands in it beside what was done: 人大代表建议 of 办理人大代表建议.
    """
    things = functools.partial(_things, text=text, quoted=quoted)
    return _joined(text, items, _names) or _joined(text, items, things)


def _joined(text: str, items: Sequence[Item], names: Callable[[Item], Iterable[str]]) -> tuple[list[Item], str] | None:
    tables = language("zh").statements
    found: list[tuple[int, int, Item]] = []
    for item in items:
        words = [one for one in names(item) if len(one) >= SHORTEST_PIECE and one in text]
        if words:
            word = max(words, key=len)
            # 财政资金 of 财政资金类, and not only 财政
            word = next((one for one in stretches(item.name, text) if word in one), word)
            found.append((text.find(word), text.find(word) + len(word), item))
    # 信息 of 公开政府信息 within 规划信息 names nothing of its own
    found = [one for one in found if not any(_is_within(one, other) for other in found)]
    found.sort(key=lambda each: each[:2])
    if any(first[1] > second[0] for first, second in itertools.pairwise(found)):
        return None
    lists: list[list[tuple[int, int, Item]]] = []
    for each in found:
        if lists and re.fullmatch(tables["names_joined"], text[lists[-1][-1][1] : each[0]]):
            lists[-1].append(each)
        else:
            lists.append([each])
    # what stands apart from the list is no name here, and is said of all: 财政类、民生类各公开多少条
    told = [one for one in lists if len(one) >= FEWEST]
    if len(told) != 1:
        return None
    start, end = told[0][0][0], told[0][-1][1]
    before, behind = text[:start], text[end:]
    if re.search(f"(?:{tables['item_joints']})$", before) or re.match(tables["names_joined_on"], behind):
        # one that no sentence names
        return None
    return [item for _, _, item in told[0]], f"{before} {behind}"


def _is_within(one: tuple[int, int, Item], other: tuple[int, int, Item]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and one[1] - one[0] < other[1] - other[0]


def _names(item: Item) -> Iterator[str]:
    name = core(item.name)
    yield from (name, *loosely_others_of(name))


def _things(item: Item, text: str, quoted: Sequence[str]) -> Iterator[str]:
    """What stands in a name beside the first verb of what was done, as the question has it, or in other words."""
    for thing in re.split(_done(), item.name, maxsplit=1):
        yield from loosely_others_of(core(thing))
        yield from (one for one in stretches(thing, text) if _is_said_by(one, thing, item.head, quoted))


def _is_said_by(said: str, thing: str, head: str, quoted: Sequence[str]) -> bool:
    """财政资金 of 财政资金类, 微博 of “绿色青禾”微博, 视频 of 视频解读 among 政策解读."""
    bare = core(thing)
    account = thing.endswith(said) and thing.removesuffix(said) in quoted
    return account or bare in said or (bare.startswith(said) and bare[len(said) :] in head)


@functools.cache
def _done() -> str:
    """A pattern of what was done."""
    tables = language("zh").statements
    words = {*deeds(), *tables["acts"], *tables["doing"]}
    return "|".join(map(re.escape, sorted((one for one in words if len(one) >= SHORTEST_PIECE), key=len, reverse=True)))


def only_done(clause: str) -> bool:
    """采纳92条 behind 收到意见386条: of some of what was told, and of no other thing."""
    last = re.split(r"[,，;；]", clause)[-1]
    figure = next(iter(numbers.find(last)), None)
    return figure is not None and last[: figure.start] in deeds()
