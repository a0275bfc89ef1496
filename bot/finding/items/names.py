"""How much of the name of a figure a question says: 教育 of 教育类的395封, and not of 高等教育的395封."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.finding.clause.measure import counts_people
from bot.finding.items.parting import Item
from bot.finding.items.seeking import Sought
from bot.finding.matching.alike import loosely_others_of
from bot.finding.matching.glance import idle
from bot.finding.matching.joined import says_more
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.sentence.region import marked
from bot.languages import language
from index import numbers

KEPT = 1024
"""names of figures kept in memory"""
_LISTS = ("item_leads", "item_tails", "light", "between", "when", "reaching", "we", "particles")


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


def all_said(item: Item, words: Sequence[str], sought: Sought, names: Sequence[str]) -> bool:
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
    named = any(word in item.name for word in words) or is_difference(item)
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
    if is_difference(item):
        name = re.sub(tables["compared_with"], "", name)
        for way in tables["directions"]:
            name = re.sub(way["told"], "", name) if re.search(way["asked"], sought.text) else name
    if re.search(tables["superlative"], item.near + item.name) is not None:
        name = re.sub(tables["one_person"], " ", name)
    # 公众号 of 微信公众号: the whole name was said, if the one may stand for the other
    longer = [other for word in words for other in loosely_others_of(word) if word in other and other in name]
    rest = marked(name, [*words, *longer]).replace("|", " ")
    for said in stretches(rest, sought.text):
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


def is_difference(item: Item) -> bool:
    return re.search(language("zh").statements["compared_with"], item.name) is not None


def stretches(text: str, lead: str) -> list[str]:
    """What of a text stands in another, the longest first at each place."""
    found, at = [], 0
    while at < len(text):
        sizes = range(len(text) - at, SHORTEST_PIECE - 1, -1)
        size = next((each for each in sizes if text[at : at + each] in lead), 0)
        found += [text[at : at + size]] if size else []
        at += max(size, 1)
    return found
