"""The one figure of a report whose sentence covers what was asked, though its clause does not contain all the words.

Clauses alone (bot/finding/clause/) are tried first. Here words may be replaced by others with the same or a
looser meaning, shortened (自助机 for 自助查询机), or stand in preceding clauses about the same subject. This is safe
only because it must hold for exactly one figure of the report, and nothing of the question may be left over.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from bot.finding.clause.measure import same_measure
from bot.finding.clause.statements import bare
from bot.finding.clause.told import Rule, refusing
from bot.finding.matching.counting import Counting, countings
from bot.finding.matching.glance import may_stand, signs_of
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.finding.sentence.in_sentence import InSentence, Loosely
from bot.finding.sentence.loose_rules import AT_FIRST, OF_PLACES, RULES, each_once, joined_with_another
from bot.finding.sentence.loosely import Standing, standing
from bot.finding.sentence.region import (
    KEPT,
    Region,
    grown,
    item_of,
    left_of,
    of_carrier,
    of_channel,
    on_carrier,
    region_of,
    share_of,
    some_of,
    to_channel,
)
from bot.languages import language
from bot.models import Cover
from index import numbers
from index.models import Statement

_PERCENT = "%"
_TAKEN = "□"
"""in place of a word that stands for another part of the question"""
MOST = 80
"""characters of a question that one sentence may speak of: it is looked for at every place of every one"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fit:
    """How a figure is told of what is asked."""

    own: int
    """characters of the question that stand with the figure"""
    far: bool
    """others stand in the clauses before"""
    as_said: bool
    """all in the words of the question"""
    carrier: bool
    """it is all that was published on something"""

    @property
    def rank(self) -> tuple[int, bool]:
        return self.own, self.as_said


def told_by(
    text: str,
    cover: Cover,
    year: int,
    statements: Callable[[], Sequence[Statement]],
    paragraphs: Callable[[], tuple[str, ...]],
) -> list[Statement]:
    """The statements, all with one figure, that alone cover what is asked; `paragraphs`: without blanks."""
    asked = sought(text, cover)
    if asked is None:
        return []
    every = statements()
    units = {unit for unit in {one.unit for one in every} if _is_counted_in(unit, asked)}
    counted = [one for one in every if one.unit in units]
    told = paragraphs() if counted else ()
    signs = signs_of(told).union(language("zh").statements["kept"], *(bare(one.text) for one in counted))
    if not all(may_stand(run, signs) for run in asked.runs):
        return []
    fitting: list[tuple[_Fit, Statement]] = []
    others: list[tuple[Region, Statement]] = []
    for one in counted:
        ways = ways_of(one, told)
        fit = next((fit for way in ways if (fit := _fits(way, one, asked, year))), None)
        if fit is not None:
            fitting.append((fit, one))
        else:
            others += [(way, one) for way in ways[:1]]
    if any(fit.far for fit, _ in fitting) and any(_has_all(region, one, asked, year) for region, one in others):
        # 环保设施向公众开放单位183家，接待公众6万人次: all that was said stands with another figure
        fitting = [(fit, one) for fit, one in fitting if not fit.far]
    if any(_has_all_as_said(region, asked) for region, _ in others):
        # 好评率99.9%, 满意率100%: what was said stands with another figure, and a word of one meaning is no better
        fitting = [(fit, one) for fit, one in fitting if fit.as_said]
    if len({one.value for fit, one in fitting if fit.carrier}) > 1:
        # 文化安康微博389条, 安康旅游微博780条: of which account is not said
        return []
    best = max((fit.rank for fit, _ in fitting), default=None)
    return [one for fit, one in fitting if fit.rank == best]


def _has_all(region: Region, statement: Statement, asked: Counting, year: int) -> bool:
    """All that was asked stands in a figure's own part, and not as one of two things that it is of (建议、提案59件)."""
    own = replace(region, before="")
    if any(standing(run, own) is None for run in asked.runs):
        return False
    return looked_at(own, statement, asked, year)[1] is not joined_with_another


def _has_all_as_said(region: Region, asked: Counting) -> bool:
    """All that was asked stands in a figure's own part in the very words."""
    said = [run.content for run in asked.runs if run.content]
    return bool(said) and all(len(one) > SHORTEST_PIECE and one in region.own for one in said)


def sought(text: str, cover: Cover) -> Counting | None:
    """What is looked for; nothing where too little was said."""
    ways = countings(text, cover)
    if not ways or sum(len(run.text) for run in ways[0].runs) > MOST or all(all(run.small) for run in ways[0].runs):
        return None
    asked = _said_once(ways[0])
    tables = language("zh").statements
    if re.search(tables["percent"], text):
        asked = replace(asked, measure=_PERCENT)
    return asked


def _said_once(asked: Counting) -> Counting:
    """印过手册,印了多少册: what is said again is looked for once."""
    kept: list[Run] = []
    for run in asked.runs:
        said = run.content
        again = said and run is not asked.after and any(said in other.text for other in asked.runs if other is not run)
        if not again or any(other.text == run.text for other in asked.runs if other is not run):
            kept.append(run)
    return replace(asked, runs=tuple(kept))


def ways_of(statement: Statement, told: Sequence[str]) -> list[Region]:
    """The figure in its sentence, as one of a list, and as what is left of more: what it is told of in each way."""
    region = region_of(statement, told)
    return list(_ways_of(region)) if region is not None else []


@functools.lru_cache(maxsize=KEPT)
def _ways_of(region: Region) -> tuple[Region, ...]:
    ways = (item_of, left_of, some_of, grown, of_channel, to_channel, of_carrier, on_carrier, share_of)
    return (region, *(made for way in ways if (made := way(region)) is not None))


def _fits(region: Region, statement: Statement, asked: Counting, year: int) -> _Fit | None:
    """How the figure is told of what is asked; None where it is not."""
    told, rule = looked_at(region, statement, asked, year)
    if not isinstance(told, Loosely) or rule is not None:
        return None
    came: str = language("zh").statements["came_to_carrier"]
    if region.carrier and (told.far or re.search(came, told.said + asked.asking)):
        # 微信公众号发布120条,微博发布80条: both are asked for, or what came in there
        return None
    return _Fit(
        own=sum(one.own for one in told.standing),
        far=bool(told.far),
        as_said=all(word in told.said for word in (*told.words, *told.far)),
        carrier=bool(region.carrier),
    )


def looked_at(
    region: Region, statement: Statement, asked: Counting, year: int
) -> tuple[InSentence, Rule[InSentence] | Rule[Loosely] | None]:
    """The figure beside what is asked, and the rule that stands in the way.

    It is none of `Loosely` where not all that is asked stands there, or a rule needed no look at that.
    """
    told = _in_sentence(region, statement, asked, year)
    signs = {*region.own, *region.before}
    if not all(may_stand(run, signs) for run in asked.runs):
        return told, None
    first = refusing(AT_FIRST, told)
    loosely = _loosely_told(told) if first is None else None
    return (
        (told, first) if loosely is None else (loosely, refusing(OF_PLACES if loosely.asked.place else RULES, loosely))
    )


def _in_sentence(region: Region, statement: Statement, asked: Counting, year: int) -> InSentence:
    start = len(region.before)
    return InSentence(
        clause=region.before + region.own,
        figure=(start + region.spot[0], start + region.spot[1]),
        start=start,
        end=start + len(region.own),
        unit=statement.unit,
        asked=asked,
        region=region,
        year=year,
    )


def _loosely_told(told: InSentence) -> Loosely | None:
    """The same with how the words of the question stand there; None where something does not."""
    found = _standing(told.asked.runs, told.region)
    standing = tuple(one for one in found if one is not None)
    if len(standing) < len(found):
        return None
    return Loosely(**{each.name: getattr(told, each.name) for each in fields(InSentence)}, standing=standing)


def _standing(runs: Sequence[Run], region: Region) -> list[Standing | None]:
    """How each of the runs stands there; where two would stand as one word, each as a word of its own."""
    found = [standing(run, region) for run in runs]
    if each_once(region, [word for one in found if one is not None for word in one.words]):
        return found
    made: list[Standing | None] = []
    for run in runs:
        one = standing(run, region)
        made.append(one)
        for word in one.words if one is not None else ():
            region = replace(region, own=region.own.replace(word, _TAKEN * len(word), 1))
    return made


def _is_counted_in(unit: str, asked: Counting) -> bool:
    """A figure of this unit may be what is asked for."""
    return unit in numbers.MONEY_UNITS if asked.money else same_measure(unit, asked)
