"""One of several figures of a sentence, where a question says all of its name and nothing that is not said of it.

What a question says has to stand, in some words, with the figure or in what the sentence says of all of them; and the
figure's own name has to be said in the question, all of it: 教育的395封 answers how many letters on education came,
高等教育的395封 does not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.finding.clause.measure import same_measure
from bot.finding.clause.of_place import is_place
from bot.finding.clause.statements import bare
from bot.finding.items.names import all_said, is_difference
from bot.finding.items.parting import Item, items_of
from bot.finding.items.rules import OF_PLACES, OF_SEVERAL, RULES
from bot.finding.items.seeking import Sought, settled
from bot.finding.matching.glance import may_stand, signs_of
from bot.finding.matching.placing import negations
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.finding.sentence.loosely import Standing, standing
from bot.finding.sentence.region import Region
from bot.languages import language
from index import numbers
from index.models import Source, StoredReport

KEPT = 256
"""paragraphs kept in memory with their characters: several questions are asked of one report"""
_TAKEN = "□"
_PERCENT = "%"
_DIGITS = "0123456789"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph of the prose, without blanks."""

    text: str
    heading: str
    section: str
    """the last heading above it"""
    lines: tuple[tuple[int, str], ...]
    """as printed, with their numbers"""
    report: StoredReport

    @property
    def names(self) -> tuple[str, ...]:
        """Those in quotation marks."""
        told = "".join([text for _, text in self.lines])
        return tuple(map(bare, re.findall(language("zh").statements["in_quotes"], told)))

    def source_of(self, clause: str) -> Source | None:
        """Where a clause of it begins."""
        at, end = max(self.text.find(clause), 0), 0
        for line, text in self.lines:
            quote = bare(text)
            end += len(quote)
            if at < end:
                return Source(
                    report=self.report.path, section=self.section, line=line, quote=quote, url=self.report.url
                )
        return None


@functools.cache
def _added() -> frozenset[str]:
    """Characters that are put in place of others."""
    tables = language("zh").statements
    return frozenset({*tables["topic"], *tables["last_year"], *tables["at_first"], *tables["kept"], *_DIGITS})


@functools.lru_cache(maxsize=KEPT)
def _signs(heading: str, text: str) -> frozenset[str]:
    """The characters of a paragraph, and those put in place of others."""
    return _added().union(heading, text)


def may_be_itemised(sought: Sought, told: tuple[str, ...]) -> bool:
    """A quick look whether all that is asked may stand in some of all that is told."""
    signs = _added() | signs_of(told)
    return all(may_stand(run, signs) for run in sought.asked.runs)


def itemised(sought: Sought, passages: Iterable[Passage]) -> list[tuple[Passage, Item]]:
    """The items that more of the question is told of than of any other, each with its paragraph."""
    found: list[tuple[tuple[int, int], Passage, Item]] = []
    as_said = False
    for passage in passages:
        signs = _signs(passage.heading, passage.text)
        if not all(may_stand(run, signs) for run in sought.asked.runs):
            continue
        for one in map(settled(sought.year), items_of(passage.text)):
            rank = _rank(one, passage, sought)
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


def _rank(item: Item, passage: Passage, sought: Sought) -> tuple[int, int] | None:
    """How much of the question stands with the figure; None where it does not answer."""
    asked = sought.asked
    if not _counted_alike(item, sought):
        return None
    own = f"{item.near}|{item.name}|"
    region = Region(own=own, before=_head(passage, [item]), spot=(len(own), len(own)))
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
        not (words or asked.place or is_difference(item))
        or _denied(asked.runs)
        or not all_said(item, words, sought, passage.names)
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
    if asked.measure is None and unit == _PERCENT and is_difference(item):
        # 同比降了多少: 17.5%
        return True
    if asked.money:
        return unit in numbers.MONEY_UNITS
    if not unit:  # 粉丝4.2万
        tables = language("zh").statements
        if re.search(tables["views"], item.name) and re.search(tables["heads_said"], sought.text):
            # 阅读人数: 点击量450万 counts clicks
            return False
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
