"""Answers by kind of question: one function each, listed in INTENTS at the end of this module."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot import wording
from bot.answers import about, audit, changes, claims, many, parts, passages, places, ranks, sums
from bot.answers.as_told import as_told
from bot.answers.asserted import asserted, said_more
from bot.answers.average_rate import average_rate
from bot.answers.contact import contact
from bot.answers.described import described
from bot.answers.each_and_change import each_and_change
from bot.answers.figure import one_figure, unplaced
from bot.answers.former import former
from bot.answers.growth import growth
from bot.answers.hosted import hosted, is_anothers
from bot.answers.in_other_words import in_other_words
from bot.answers.leaving_out import leaving_out
from bot.answers.listed import listed
from bot.answers.listed_each import listed_each
from bot.answers.listed_in_chinese import listed_in_chinese
from bot.answers.multiples import multiple
from bot.answers.of_the_first import of_the_first
from bot.answers.of_those_that import of_those_that
from bot.answers.own_rows import own_rows
from bot.answers.paragraph import paragraph
from bot.answers.partly import partly
from bot.answers.pointed import pointed
from bot.answers.premises import premised
from bot.answers.problems import problems_of
from bot.answers.said_first import said_first, said_first_time
from bot.answers.so_many import miscounted
from bot.answers.splitting.and_compared import and_compared
from bot.answers.splitting.both_conditions import BOTH_CONDITIONS
from bot.answers.splitting.cutting import asks_in_parts
from bot.answers.splitting.exclusions import EXCLUSIONS
from bot.answers.splitting.following import FOLLOWING
from bot.answers.splitting.in_turn import IN_TURN, asks_for_more, ranks_twice, shares_differ, sums_up
from bot.answers.splitting.per_thing import PER_THING
from bot.answers.splitting.piecewise import AT_JOINTS, PIECEWISE
from bot.answers.splitting.rows_compared import ROWS_COMPARED
from bot.answers.splitting.sections import SECTIONS
from bot.answers.splitting.told_changes import TOLD_CHANGE
from bot.answers.splitting.two_rates import TWO_RATES
from bot.answers.splitting.two_sums import TWO_SUMS
from bot.answers.splitting.ways import Answering, Way, split
from bot.answers.splitting.year_by_year import YEAR_BY_YEAR
from bot.answers.standing import standing
from bot.answers.statement import statement
from bot.answers.sums_asserted import sums_asserted
from bot.answers.tables_there import tables_there
from bot.answers.than_average import than_average
from bot.answers.than_body import than_body
from bot.answers.told_figures import told_figures
from bot.answers.told_shares import told_share
from bot.answers.topics import at_length, in_its_words, spoken, topic
from bot.answers.unlisted import unlisted
from bot.answers.whole_region import whole_region
from bot.answers.whole_report import whole_report
from bot.answers.word_for_word import stated_so
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO
from bot.finding.open_metric import ask_metric
from bot.languages import language
from bot.meaning.intents import BODIES
from bot.models import Answer

_Attempt = Callable[[Asked], Answer | None]


def answer(asked: Asked) -> Answer:
    """Answer by the kind of question; what is not understood as a whole is asked part by part."""
    made = _made(asked)
    return miscounted(asked, made) or _noted(asked, made)


def figures(asked: Asked) -> Answer:
    """The same where only figures count: nothing that can be told instead of one is looked for."""
    return _noted(asked, _made(asked, instead=False))


def _noted(asked: Asked, made: Answer) -> Answer:
    if asked.understood.heads and made.status == "answered":
        note = asked.tongue.say("counts_requests")
        return wording.noted(asked.tongue, made, (note,))
    return made


def _made(asked: Asked, *, instead: bool = True) -> Answer:
    chosen = (way(asked) for way in CHOOSING)
    first = next((made for made in chosen if made is not None), None)
    if first is not None:
        return first
    given = hosted(asked, answer) or problems_of(asked)
    made = given or split(asked, FOLLOWING, _answer) or split(asked, TWO_SUMS, _answer) or _answer(asked)
    ways = _otherwise(asked, made) if made.status != "answered" else (in_its_words(made), *_otherwise(asked, made))
    if made.status in {"not_understood", "clarify", "missing"}:
        ways = (*ways, *(_instead(made) if instead else ()))
    return next((other for way in ways if (other := way(asked)) is not None), made)


def _instead(made: Answer) -> Sequence[_Attempt]:
    """What can be told at last where there is no figure."""
    if made.status == "missing":
        return (described,)
    return (*INSTEAD, in_other_words) if made.status == "not_understood" else INSTEAD


def _otherwise(asked: Asked, made: Answer) -> Sequence[_Attempt]:
    """What is tried, in this order, before a question has the answer that it got as a whole."""
    if made.status == "not_understood":
        return WHERE_OPEN
    if made.status == "clarify":
        return tuple(way for way in WHERE_OPEN if way is not listed)
    if made.status == "missing":
        return WHERE_MISSING
    if made.status == "checked":
        # 慈溪2023年发布会办了17场: of a row that the form does not have the text may tell
        if len(made.claims) != 1:
            return ()
        if made.claims[0].value is None:
            return (lambda one: asserted(one, _answer),)
        return (lambda one: stated_so(one, made),) if made.claims[0].holds is False else ()
    return _besides(asked, made) if made.status == "answered" else ()


def _besides(asked: Asked, made: Answer) -> Sequence[_Attempt]:
    """What is tried where the whole has an answer: it may not be all that was asked."""
    if is_anothers(asked, made):
        return (lambda one: not_understood(one, one.understood.content, "not_together"),)
    if (_is_said_of_one(asked) and asks_for_more(asked, made)) or _drops_a_sum(asked) or ranks_twice(asked):
        return (_split(IN_TURN), lambda one: not_understood(one, one.understood.operators, "not_together"))
    if asked.understood.intent == "share" and (asks_for_more(asked, made) or shares_differ(asked)):
        return (_split(IN_TURN),)  # 几成是自然人提的，几成公开了
    if not asked.understood.asks:
        return (spoken, at_length)  # what does the report say on third parties: its sentences, where it has some
    if asked.understood.intent == "figure" and len(made.results) == 1 and asks_in_parts(asked):
        return (_split(PIECEWISE),)  # 收到几件，官司几起 are no lawsuits received
    if asked.understood.intent == "rank" or {asked.understood.intent, *asked.understood.ops} >= _SHARES_OF_PARTS:
        return (_split(IN_TURN),)  # 不予公开多少，哪种原因最多; what percentage was refused, and on what grounds
    if _leaves_open(asked, made):
        return (
            listed_each,
            _split(PIECEWISE),
            _split(AT_JOINTS),
            _split(YEAR_BY_YEAR),
        )  # 培训几场，多少人次: only the prose has the first
    return ()


_OF_ALL = frozenset({"total", "average"})
_SHARES_OF_PARTS = frozenset({"breakdown", "share"})


def _is_said_of_one(asked: Asked) -> bool:
    """合计多少，其中自然人多少: what is done with one figure is done with no other that is asked for."""
    told = asked.understood
    return told.intent in _OF_ALL or (told.intent == "figure" and bool(told.each) and "total" in told.features)


def _drops_a_sum(asked: Asked) -> bool:
    """2021年和2022年各单位申请合计各多少: the figures of all bodies are not what they come to."""
    told = asked.understood
    return told.intent == "figure" and bool(told.each & BODIES) and sums_up(asked)


def _leaves_open(asked: Asked, made: Answer) -> bool:
    """Of several things or years that were asked of one body some have no figure."""
    told = asked.understood
    wanted = max(len(told.measures), 1) * max(len(told.years), 1)
    return told.intent == "figure" and len(told.choices) == 1 and len(made.results) < wanted


def _answer(asked: Asked) -> Answer:
    told = asked.understood
    kind = told.intent
    if told.other_kind:
        return not_understood(asked, (told.other_kind,), "not_understood")
    if "whole_region" in told.ops and kind in {None, "figure"}:
        return whole_region(asked, _answer)
    if told.left or kind in {None, "claim"}:
        # several figures that are asserted, clause by clause: else as one claim, or what stands in the way
        several = paragraph(asked, _answer)
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
        target = aim(asked) if told.choices else None
        found = statement(asked, target) if isinstance(target, Target) else None
        if found is not None:
            return found
        words = told.left or told.operators or told.content
        return not_understood(asked, words, "not_understood" if told.left else "not_together")
    return unplaced(asked, aim(asked))


def told_in_per_cent(asked: Asked) -> Answer | None:
    """A share of figures that the report lacks, where one sentence tells it itself: 无法提供的有6件，占50%."""
    told = asked.understood
    target = aim(asked) if told.intent == "share" and len(told.choices) == 1 and len(told.years) < 2 else None
    found = statement(asked, target) if isinstance(target, Target) else None
    if found is None or found.results[0].unit != RATIO:
        return None
    both = language("zh").statements["share_of_both"]
    return None if any(re.search(both, source.quote) for source in found.results[0].sources) else found


def _on_topic(asked: Asked) -> Answer | None:
    """The sentences on a topic; where none has it, those that come closest to a question for words."""
    found = topic(asked)
    return in_other_words(asked) or found if found is not None and found.status == "missing" else found


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


def _split(way: Way, each: Answering = _answer) -> _Attempt:
    """Try a way of splitting; its parts are answered as wholes, or by `each`."""
    return lambda asked: split(asked, way, each)


def _folded(asked: Asked) -> Answer | None:
    """收到超过100件但复议少于15件: what two rows are called might be one row, of which both would be asked."""
    told = asked.understood
    one_row = told.intent in {"filter", "count"} and not told.left and len(told.measures) == 1
    return split(asked, BOTH_CONDITIONS, _answer) if one_row else None


CHOOSING: tuple[_Attempt, ...] = (
    _folded,
    lambda asked: and_compared(asked, _answer),
    said_first,
    lambda asked: of_the_first(asked, answer),
    lambda asked: of_those_that(asked, answer),
    lambda asked: than_average(asked, answer),
    lambda asked: each_and_change(asked, answer),
    lambda asked: leaving_out(asked, _answer),
)
"""what chooses first whose figures are told"""
WHERE_OPEN: tuple[_Attempt, ...] = (
    lambda asked: former(asked, _answer),
    lambda asked: premised(asked, _answer),
    _split(BOTH_CONDITIONS),
    _split(ROWS_COMPARED),
    _split(TWO_RATES),
    _split(PER_THING),
    own_rows,
    lambda asked: average_rate(asked, _answer),
    lambda asked: than_body(asked, _answer),
    lambda asked: sums_asserted(asked, _answer),
    lambda asked: asserted(asked, _answer),
    lambda asked: said_more(asked, _answer),
    lambda asked: said_first_time(asked, _answer),
    lambda asked: pointed(asked, _answer),
    _split(EXCLUSIONS, answer),
    _split(PIECEWISE),
    _split(AT_JOINTS),
    _split(IN_TURN),
    lambda asked: told_figures(asked, _answer),
    lambda asked: told_share(asked, _answer),
    listed_each,
    listed,
    listed_in_chinese,
    _split(YEAR_BY_YEAR),
    _split(TOLD_CHANGE),
    lambda asked: as_told(asked, _answer),
    _split(SECTIONS),
    lambda asked: partly(asked, _answer),
)
"""what a question may be that was not understood as a whole, or of which something is open"""
INSTEAD: tuple[_Attempt, ...] = (
    contact,
    tables_there,
    described,
    _on_topic,
    lambda asked: ask_metric(asked, _answer),
    places.of_figure,
    unlisted,
)
"""what is told or asked back where none of these gives a figure"""
WHERE_MISSING: tuple[_Attempt, ...] = (
    told_in_per_cent,
    lambda asked: told_figures(asked, _answer),
    listed,
    _split(YEAR_BY_YEAR),
    _split(TOLD_CHANGE),
    lambda asked: as_told(asked, _answer),
    lambda asked: asserted(asked, _answer),
    lambda asked: said_more(asked, _answer),
)
"""of several years that only the prose tells; of a part of the work what the text says"""
