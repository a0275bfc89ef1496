"""The clauses that a question comes closest to, and the rule that refused each: for `nianbao explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.covering import covered
from bot.finding.clause.statements import bare, of_this_year, place_of, rules_of
from bot.finding.clause.told import Rule, reason, refusing
from bot.finding.clauses import bare_prose_of, clauses_of
from bot.finding.closest import ranked_clauses
from bot.finding.matching.counting import Counting, countings
from bot.finding.sentence.in_sentence import Loosely
from bot.finding.sentence.telling import looked_at, sought, ways_of
from index.models import Statement

FEWEST = 2
"""characters of the question that a clause has to have to be printed"""
MOST = 4
"""clauses that are printed"""
_ANSWERS, _NOT_ALL = "answers", "not all that is asked stands there"


def considered(asked: Asked) -> Iterator[str]:
    """What is printed of each clause: where it stands, and what it is by its own words and by looser ones."""
    ways = countings(asked.text, asked.cover)
    target = aim(asked) if ways and asked.understood.choices else None
    if not isinstance(target, Target):
        return
    prose = bare_prose_of(asked, target)
    looser = sought(asked.text, asked.cover)
    for _, one in ranked_clauses(ways[0], clauses_of(asked, target.report.id), FEWEST)[:MOST]:
        place = f"line {one.source.line}" if one.source.line else f"page {one.source.page}"
        yield f"clause      {place}: {one.text}"
        yield f"  its words    {_by_its_words(one, ways)}"
        if looser is not None:
            yield f"  in others    {_in_other_words(one, looser, target.year, prose)}"


def _by_its_words(one: Statement, ways: Sequence[Counting]) -> str:
    clause = of_this_year(bare(one.text))
    spot = place_of(clause, one)
    found = [each for way in ways if spot is not None and (each := covered(clause, spot, one.unit, way)) is not None]
    return _verdict([refusing(rules_of(each.asked), each) for each in found])


def _in_other_words(one: Statement, asked: Counting, year: int, prose: Sequence[str]) -> str:
    found = [looked_at(way, one, asked, year) for way in ways_of(one, prose)]
    return _verdict([rule for told, rule in found if rule is not None or isinstance(told, Loosely)])


def _verdict(refused: Sequence[Rule[Any] | None]) -> str:
    """The first rule that refused, unless one way was not refused."""
    if None in refused:
        return _ANSWERS
    return next((reason(rule) for rule in refused if rule is not None), _NOT_ALL)
