"""A question answered as a whole, by its kind: one function each, listed in INTENTS at the end of this module."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers import about, audit, changes, claims, many, parts, passages, places, ranks, sums
from bot.answers.figure import one_figure, unplaced
from bot.answers.growth import growth
from bot.answers.multiples import multiple
from bot.answers.paragraph import paragraph
from bot.answers.standing import standing
from bot.answers.statement import statement
from bot.answers.whole_region import whole_region
from bot.answers.whole_report import whole_report
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.asking_back import not_understood
from bot.meaning.intents import BODIES
from bot.models import Answer


def whole(asked: Asked) -> Answer:
    """The answer by the kind of question, or that it is not understood; no part of it is asked by itself."""
    told = asked.understood
    kind = told.intent
    if told.other_kind:
        return not_understood(asked, (told.other_kind,), "not_understood")
    if "whole_region" in told.ops and kind in {None, "figure"}:
        return whole_region(asked, whole)
    if told.left or kind in {None, "claim"}:
        # several figures that are asserted, clause by clause: else as one claim, or what stands in the way
        several = paragraph(asked, whole)
        if several is not None:
            return several
    if told.left or kind is None:
        return _unanswered(asked)
    if kind == "define":
        return about.define(asked) or _unanswered(asked)
    if _is_about_words(asked):
        return about.define(asked) or INTENTS[kind](asked)
    return INTENTS[kind](asked)


_LOOKED_UP = frozenset({"figure", "locate", "share"})
"""what is asked of the form where no report is named: where in the report are penalties, how a rate is calculated"""


def _is_about_words(asked: Asked) -> bool:
    """What is process information, the difference between granted and partly granted: nothing says whose figures."""
    told = asked.understood
    named = told.choices or told.years or told.each or told.span or asked.before is not None
    counts = told.asks and not told.asks_what  # 予以公开比部分公开多几件
    quoted = told.ops == {"quote"} and not told.asks  # 什么叫“补正后仍不明确”
    about = told.asks_what or "where" in told.ops or quoted
    return not named and ((told.intent == "difference" and not counts) or (told.intent in _LOOKED_UP and about))


def _unanswered(asked: Asked) -> Answer:
    """Words stand in the way: a clause of the prose may still cover them, else they are named."""
    told = asked.understood
    if told.ops or told.each or told.conditions or told.sections:
        # 人大代表建议呢, in a chat, of which 表 is a word
        in_a_chat = told.left and asked.before is not None and not told.each
        target = aim(asked) if told.choices or in_a_chat else None
        found = statement(asked, target) if isinstance(target, Target) else None
        if found is not None:
            return found
        words = told.left or told.operators or told.content
        return not_understood(asked, words, "not_understood" if told.left else "not_together")
    return unplaced(asked, aim(asked))


def figure(asked: Asked) -> Answer:
    """One figure, or several side by side if several bodies, years or things were named."""
    told = asked.understood
    ranged = bool(told.each & BODIES)
    several = len(told.choices) > 1 or len(told.years) > 1 or told.span is not None or "newest" in told.ops
    if "zero_or_blank" in told.ops and told.columns and not (ranged or several):
        return many.by_column(asked)
    if not told.measures:
        return unplaced(asked, aim(asked)) if not (ranged or several) else _unmeasured(asked)
    if "separately" in told.ops and len(told.measures) == 1 and not (ranged or several or _leans_on_several(asked)):
        # 不予处理各多少: of one figure its parts
        return parts.breakdown(asked)
    if ranged or several or len(told.measures) > 1 or "share" in told.ops or _leans_on_several(asked):
        return many.several(asked)
    target = aim(asked)
    return target if isinstance(target, Answer) else one_figure(asked, target)


def _unmeasured(asked: Asked) -> Answer:
    told = asked.understood
    return not_understood(asked, told.content or told.operators, "not_together" if told.content else "nothing_asked")


def _leans_on_several(asked: Asked) -> bool:
    """The chat's last question was about several bodies or years, and this one leaves them out."""
    told, before = asked.understood, asked.before
    if before is None or not told.leaning:
        return False
    years = len(before.years) > 1 and not told.years
    return (len(before.bodies) > 1 and not told.choices) or years


INTENTS: dict[str, Callable[[Asked], Answer]] = {
    "help": lambda asked: about.greeting(asked.store, asked.tongue),
    "bodies": about.bodies,
    "years": about.years,
    "unpublished": about.unpublished,
    "check": audit.check,
    "passage": passages.passage,
    "whole_report": whole_report,
    "locate": lambda asked: places.locate(asked) if asked.understood.claimed else figure(asked),
    "claim": claims.claims,
    "standing": standing,
    "rank": ranks.rank,
    "count": ranks.count,
    "filter": ranks.filtered,
    "filter_parts": ranks.parts_filtered,
    "average": sums.average,
    "growth": growth,
    "total": sums.total,
    "total_of_parts": sums.of_parts,
    "change": changes.change,
    "difference": changes.difference,
    "multiple": multiple,
    "breakdown": parts.breakdown,
    "series": many.several,
    "share": many.several,
    "figure": figure,
}
