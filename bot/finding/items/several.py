"""Several figures of one sentence that a question names together: 有效的、失效的、废止的各几件, 四个季度分别受理多少.

All that are named have to be told in the same sentence; what is said besides is said of each.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.finding.clause.measure import are_alike
from bot.finding.items.names import core
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
                found = _in_turn(text, alike) or _by_name(text, alike)
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


def _by_name(text: str, items: Sequence[Item]) -> tuple[list[Item], str] | None:
    """Those whose names stand in the question, joined there by signs that join nothing else."""
    tables = language("zh").statements
    found: list[tuple[int, int, Item]] = []
    for item in items:
        name = core(item.name)
        words = [one for one in (name, *loosely_others_of(name)) if len(one) >= SHORTEST_PIECE and one in text]
        if words:
            word = max(words, key=len)
            found.append((text.find(word), text.find(word) + len(word), item))
    found.sort(key=lambda each: each[:2])
    spans = [(start, end) for start, end, _ in found]
    if any(first[1] > second[0] for first, second in itertools.pairwise(spans)):
        return None
    for (_, end), (start, _) in itertools.pairwise(spans):
        if not re.fullmatch(tables["names_joined"], text[end:start]):
            return None
    if not spans:
        return None
    before, behind = text[: spans[0][0]], text[spans[-1][1] :]
    if re.search(f"(?:{tables['item_joints']})$", before) or re.match(tables["names_joined_on"], behind):
        # one that no sentence names
        return None
    return [item for _, _, item in found], f"{before} {behind}"


def only_done(clause: str) -> bool:
    """采纳92条 behind 收到意见386条: of some of what was told, and of no other thing."""
    last = re.split(r"[,，;；]", clause)[-1]
    figure = next(iter(numbers.find(last)), None)
    return figure is not None and last[: figure.start] in deeds()
