"""What a question looks for among the figures of a list: its words, also with numbers that are of a name (8月)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.finding.items.parting import Item
from bot.finding.matching.counting import Counting, countings
from bot.finding.matching.placing import spots
from bot.finding.matching.runs import Run
from bot.languages import language
from bot.models import Cover
from index import numbers

_PERCENT = "%"
MOST = 80
"""characters of a question that are looked for"""
KEPT = 1024
"""stretches of questions kept in memory as they are looked for in a list"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """What a question looks for among the figures of a list."""

    asked: Counting
    text: str
    year: int
    """of the report"""
    named: str = ""
    """a part of the body's region, or an organ below it, that the figure's own name has to have"""


def sought(text: str, cover: Cover, year: int, named: str = "") -> Sought | None:
    """What is looked for, also by a number that is of a name: 8月, 五个工作日以内; None where too little was said."""
    digits = in_digits(text)
    kept = tuple(one for one in cover.mentions if one.kind != "number")
    if digits != text or len(kept) < len(cover.mentions):
        cover = replace(cover, mentions=kept, like=None)
    ways = countings(digits, cover)
    if not ways or sum(len(run.text) for run in ways[0].runs) > MOST or all(all(run.small) for run in ways[0].runs):
        return None
    asked = replace(ways[0], runs=tuple(run for run in map(_lightened, ways[0].runs) if run.text))
    if re.search(language("zh").statements["percent"], text):
        asked = replace(asked, measure=_PERCENT)
    return Sought(asked=asked, text=digits, year=year, named=named)


def settled(year: int) -> Callable[[Item], Item]:
    """Names with digits for numerals, and with 上年 for the number of the year before."""
    tables = language("zh").statements
    last: str = tables["last_year"]

    def settle(item: Item) -> Item:
        texts = (
            in_digits(re.sub(f"{year - 1}{tables['of_a_year']}", last, each))
            for each in (item.name, item.near, item.head)
        )
        name, near, head = texts
        return replace(item, name=name, near=near, head=head)

    return settle


@functools.lru_cache(maxsize=KEPT)
def _lightened(run: Run) -> Run:
    """Without what leads to the name of one of several, and says nothing: 来信里谈教育的."""
    tables = language("zh").statements
    small, words = list(run.small), set(run.words)
    for word in tables["item_links"]:
        for at in spots(run.text, word):
            small[at : at + len(word)] = [True] * len(word)
    for found in re.finditer(tables["single_words"], run.text):
        words.update(range(*found.span()))
    passed = {at for found in re.finditer(tables["item_passed"], run.text) for at in range(*found.span())}
    kept = [at for at in range(len(run.text)) if at not in passed]
    return Run(
        text="".join(run.text[at] for at in kept),
        small=tuple(small[at] for at in kept),
        words=frozenset(new for new, at in enumerate(kept) if at in words),
    )


def in_digits(text: str) -> str:
    """五个工作日 is 5个工作日, where that is no longer."""
    tables = language("zh").statements
    numerals = tuple(tables["numerals"])
    for one in numbers.find(text) if any(map(text.__contains__, numerals)) else ():
        said = str(one.value)
        ordinal = text[: one.start].endswith(tuple(tables["no_numerals"]))
        width = len(said) if text.startswith(numerals, one.start) and not ordinal else 0
        if width and said.isdigit() and not any(map(str.isdigit, text[one.start : one.start + width])):
            text = text[: one.start] + said + text[one.start + width :]
    return text
