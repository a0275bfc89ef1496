"""A figure of the body or year that stands first by another: 2022年申请最多的单位予以公开几件.

The two figures are two questions: taken as one, it would be ranked by the figure that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import wording
from bot.answers.choosing import said
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.languages import Language
from bot.meaning.intents import CHANGES, RANKS
from bot.meaning.understood import Understood
from bot.models import Answer, Result
from bot.places.choices import Choice

_Answering = Callable[[Asked], Answer]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cut:
    """A question in its two parts."""

    tongue: Language
    """which it is put in"""
    ranks: Asked
    """which one stands first"""
    asks: str
    """what is asked of that one"""
    named: bool
    """its body is named there: how many did Qinghe grant in the year with the most requests"""
    dated: bool
    """a year of its own is named there: 2022年申请最多的单位2023年办结几件"""
    others: bool
    """another body is named there"""


def of_the_first(asked: Asked, answer: _Answering) -> Answer | None:
    """The figure of whatever stands first, with a note that says by what; None where nothing else is asked of it.

    Where several stand first alike, nothing is told.
    """
    if not asked.understood.ops & RANKS or asked.understood.claimed:
        return None
    cut = _cut(asked)
    first = answer(cut.ranks) if cut is not None else None
    if cut is None or first is None:
        return None
    if first.status == "missing" and _asks_another(asked.again(cut.asks, None), cut.ranks):
        # nothing is chosen: as one question it would be ranked by the figure that is asked for
        return first
    if first.status != "answered" or not first.results:
        return None
    if first.query is not None and first.query.intent == "statement":
        # 得分最低的街道: a sentence tells its figure, and nothing was ranked
        return None
    if not _asks_another(_of(asked, first.results[:1], cut), cut.ranks):
        return None
    years = {one.year for one in first.results}
    if cut.others or len(first.results) > (cut.ranks.understood.limit or 1) or len(years) > 1:
        return not_understood(asked, (cut.asks,), "not_together")
    note = asked.tongue.say("of_the_first", ranked=_ranked(asked, first))
    made = answer(_of(asked, first.results, cut))
    return wording.noted(asked.tongue, made, (note, *first.notes))


def _of(asked: Asked, chosen: Sequence[Result], cut: _Cut) -> Asked:
    """What is asked of the chosen ones, as a question that names them."""
    tongue, year = cut.tongue, chosen[0].year
    names = "" if cut.named else tongue.join([one.body for one in chosen])
    text = tongue.say("of_body", body=names, asked=cut.asks) if cut.dated else ""
    return asked.again(text or tongue.say("of_one", body=names, year=year, asked=cut.asks), None)


def _ranked(asked: Asked, first: Answer) -> str:
    """The lines of a ranking without their places."""
    lines = first.text.split("\n")[: len(first.results)]
    return asked.tongue.join([line.partition(" ")[2] for line in lines])


def _cut(asked: Asked) -> _Cut | None:
    for tongue, match in said("patterns", asked):
        parts = match.groupdict("")
        asks = parts["asked"] + parts.get("done", "")
        alone = asked.again(asks, None).understood
        ranks = _ranking(asked, tongue, parts["ranked"] + parts.get("when", ""), alone.choices)
        if ranks is not None and not (alone.ops & RANKS and alone.each):
            # 谁申请最多，谁诉讼最多: another one is looked for
            its = _names(ranks.understood.choices)
            dated = bool(alone.years or alone.span)
            others = any(not _names([one]) or not _names([one]) <= its for one in alone.choices)
            return _Cut(tongue=tongue, ranks=ranks, asks=asks, named=bool(alone.choices), dated=dated, others=others)
    return None


def _ranking(asked: Asked, tongue: Language, ranked: str, named: Sequence[Choice]) -> Asked | None:
    """Which one stands first; a year: among those of the body, which may be `named` in what is asked of it."""
    ranks = asked.again(ranked, asked.before)
    if "year" not in ranks.understood.each:
        ranked = tongue.say("which_first", ranked=ranked)
        ranks = asked.again(ranked, asked.before)
    if "year" in ranks.understood.each and not ranks.understood.choices and len(named) == 1 and named[0].bodies:
        ranks = asked.again(tongue.say("of_body", body=named[0].bodies[0].name, asked=ranked), None)
    return ranks if ranks.understood.intent == "rank" else None


def _names(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset(body.name for choice in choices for body in choice.bodies)


def _asks_another(sub: Asked, ranks: Asked) -> bool:
    """Whether anything is asked that is not what it is ranked by: 申请最多的单位收到几件 asks for that itself."""
    told, by = sub.understood, ranks.understood
    if told.left or told.parties_said or told.sections:
        return True
    if not told.measures and by.ops & CHANGES:
        # 增加最多的是哪家，增加几件
        return False
    return not _metrics(told) <= _metrics(by) if told.measures else not told.features <= by.features


def _metrics(told: Understood) -> frozenset[str]:
    return frozenset(key for one in told.measures for key, _ in one.fits)
