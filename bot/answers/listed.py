"""One of several figures that a sentence of the prose tells by name: 来信里教育的几封, 甲镇有几个专管员.

A part of the body's region, or an organ below it, that has no report of its own here may be such a name: the answer
then says whose report tells its figure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.statement import own, stated
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target, look
from bot.finding.clause.of_place import tells_place
from bot.finding.clause.statements import bare
from bot.finding.clauses import bare_prose_of, clauses_of
from bot.finding.figures import Figure, Sheet
from bot.finding.items.one import Passage, itemised, may_be_itemised
from bot.finding.items.parting import Item
from bot.finding.items.seeking import Sought, sought
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.sentence.paragraphs import paragraphs_of
from bot.languages import language
from bot.models import NAMES, Answer, Cover, Mention
from index.models import Statement

MOST_NAMES = 12
"""in a question: each, or those that stand one behind another, is left out by itself"""
_TOGETHER = 3
"""names that stand one behind another and may be one"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Aim:
    """Where a figure is looked for, and by what."""

    target: Target
    sought: Sought
    named: str = ""
    """what of the body's region or below it is asked for"""


def listed(asked: Asked) -> Answer | None:
    """The answer; None where no figure, or more than one, is told of all that is asked by its name."""
    found: dict[tuple[object, str], tuple[_Aim, list[Statement]]] = {}
    for each in _aims(asked):
        statements = _statements(asked, each)
        statements = statements if each.named else own(asked, each.target, statements)
        if "standing" in asked.understood.ops:
            statements = [one for one in statements if tells_place(one)]
        for one in statements:
            found.setdefault((one.value, one.unit), (each, statements))
    if len(found) != 1:
        return None
    each, statements = next(iter(found.values()))
    target = each.target
    if each.named and not each.sought.asked.place:
        note = asked.tongue.say("told_of_part", body=target.body.name, part=each.named)
        target = replace(target, notes=(*target.notes, note))
    return stated(asked, target, statements, loosely=True)


def told_by_name(asked: Asked) -> list[Statement]:
    """The figures that sentences tell of what is asked by its name, of the body itself."""
    aims = [each for each in _aims(asked) if not each.named]
    return [one for each in aims for one in own(asked, each.target, _statements(asked, each))]


def _aims(asked: Asked) -> Iterator[_Aim]:
    """The body that is named, or without a name that may be one within it."""
    understood = asked.understood
    if (understood.ops & {"claim"} and not understood.asks) or understood.span or len(understood.years) > 1:
        return
    if re.search(language("zh").statements["pair_asked"], asked.text) is not None:
        return
    missing = [one for one in understood.choices if one.missing is not None]
    earlier = re.search(language("zh").statements["year_before"], asked.text) is not None
    if "separately" in understood.ops or not (
        understood.left or missing or earlier or understood.ops & {"most", "standing"}
    ):
        # words that all mean something, and too few of them: which of several is asked back
        return
    if not missing:
        target = aim(asked)
        yield from _aim(asked, target, asked.cover)
        return
    for names in _names(asked.cover):
        start, end = names[0].start, names[-1].end
        rest = asked.again(f"{asked.text[:start]} {asked.text[end:]}", None)
        if len(rest.understood.choices) != 1 or rest.understood.choices[0].missing is not None:
            continue
        target, named = aim(rest), asked.text[start:end]
        if isinstance(target, Target) and named in target.body.name:
            # a place in the body's own name is none within it, and what its bureau did no district's bureau did; behind
            # it, it is whose site or hotline
            if not rest.understood.choices[0].organ_only and not any(
                other.kind in NAMES and other.start < start for other in asked.cover.mentions
            ):
                yield from _aim(asked, target, asked.cover)
        else:
            kept = tuple(each for each in asked.cover.mentions if each not in names)
            cover = replace(asked.cover, mentions=kept, like=None)
            yield from _aim(asked, target, cover, named)


def _names(cover: Cover) -> Iterator[tuple[Mention, ...]]:
    """Each name of the question, and what two or three make that stand one behind another: 石门街道."""
    named = sorted((one for one in cover.mentions if one.kind in NAMES), key=lambda one: one.start)
    for at in range(len(named) if len(named) <= MOST_NAMES else 0):
        for many in range(1, _TOGETHER + 1):
            group = tuple(named[at : at + many])
            joined = all(one.end == other.start for one, other in itertools.pairwise(group))
            if len(group) == many and joined:
                yield group


def _aim(asked: Asked, target: Target | Answer, cover: Cover, named: str = "") -> Iterator[_Aim]:
    wanted = sought(asked.text, cover, target.year, named) if isinstance(target, Target) else None
    if isinstance(target, Target) and wanted is not None:
        yield _Aim(target=target, sought=wanted, named=named)


def _statements(asked: Asked, each: _Aim) -> list[Statement]:
    """The figures as statements of the report."""
    if not may_be_itemised(each.sought, _all_told(asked, each.target)):
        return []
    told = itemised(each.sought, passages(asked, each.target))
    items = [
        (passage, one)
        for passage, one in told
        if not _is_one_of_two(asked.text, one, passage) and not _is_the_row(asked, each.target, one)
    ]
    clauses = clauses_of(asked, each.target.report.id) if items else []
    found = []
    for passage, item in items:
        made = statement_of(item, passage, clauses)
        if made is not None:
            found.append(made)
    return found


def _is_the_row(asked: Asked, target: Target, item: Item) -> bool:
    """部分结转下年度多少件: the figure is that of the row without the word, which was said of it and is not told."""
    if not asked.understood.left:
        return False
    sheet = Sheet(asked.store, target.report)
    rows = [look(sheet, key, party)[0] for measure in asked.understood.measures for key, party in measure.fits]
    return any(isinstance(row, Figure) and row.value == item.number.value for row in rows)


def _is_one_of_two(text: str, item: Item, passage: Passage) -> bool:
    """建议和提案一共多少件 asks for both: where either has a figure of its own, neither figure answers it."""
    own = f"{item.near}|{item.name}"
    for found in re.finditer(language("zh").statements["names_joined"], text):
        before, behind = text[: found.start()][-SHORTEST_PIECE:], text[found.end() :][:SHORTEST_PIECE]
        if all(one in passage.text for one in (before, behind)) and (before in own) != (behind in own):
            return True
    return False


def statement_of(item: Item, passage: Passage, clauses: Sequence[Statement]) -> Statement | None:
    """The figure with the place of one that stands in the same paragraph."""
    beside = [one for one in clauses if one.source.table is None and bare(one.text) in passage.text]
    same = [one for one in beside if one.value == item.number.value and bare(one.text)[-4:] in item.clause]
    nearest = next((one.source for one in same or beside), passage.source_of(item.clause))
    if nearest is None:
        return None
    return Statement(
        text=item.clause,
        value=item.number.value,
        unit=item.number.unit,
        approximate=item.number.approximate,
        source=replace(nearest, quote=item.clause),
    )


def _all_told(asked: Asked, target: Target) -> tuple[str, ...]:
    """What the passages have."""
    return (*[one.heading for one in target.report.sections], *bare_prose_of(asked, target))


def passages(asked: Asked, target: Target) -> Iterator[Passage]:
    """The paragraphs of the report with the headings that they stand under."""
    headings = {one.first: one.heading for one in target.report.sections}
    for paragraph in paragraphs_of(asked.store, target.report):
        first = paragraph[0][0]
        above = [heading for line, heading in headings.items() if line <= first]
        told = bare("".join([text for _, text in paragraph]))
        within = re.match(language("zh").statements["heading_within"], told)
        heading = "|".join([*above[-1:], *([within.group()] if within is not None else [])])
        section = above[-1].strip() if above else ""
        yield Passage(text=told, heading=heading, section=section, lines=paragraph, report=target.report)
