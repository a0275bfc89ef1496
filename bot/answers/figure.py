"""One figure of one body and year: where it is printed, what confirms it, what is doubtful; or why there is none."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.finding import going_on, statements, telling
from bot.finding.alike import alike, others_of
from bot.finding.asked import Asked, Target, candidates, flagship, look
from bot.finding.asking_back import MOST_OPTIONS, not_understood, too_little, two_reports, with_options
from bot.finding.cells import RATIO, of_requests
from bot.finding.clauses import clauses_of
from bot.finding.counting import SHORTEST_PIECE
from bot.finding.figures import BALANCE, CARRIED_IN, CLOSED, Absent, Figure, Sheet, check_of, family
from bot.finding.glance import idle
from bot.finding.paragraphs import paragraphs
from bot.finding.rivals import which_clause
from bot.languages import language
from bot.meaning import intents
from bot.meaning.readings import Fit
from bot.models import Answer, Option, Query, Result, make_answer, make_query, make_result
from bot.words import prose_words
from bot.words.mentions import has_latin, is_latin
from index import numbers
from index.checks_prose import TEXT
from index.metrics import catalogue
from index.models import Statement

_PERCENT = "%"
_AS_PRINTED = frozenset({"where", "quote"})
"""operators that ask for every place and its words"""


def unplaced(asked: Asked, target: Target | Answer) -> Answer:
    """Words that mean no metric: too little was said, a statement answers, or they were not understood."""
    told, tongue = asked.understood, asked.tongue
    little = not told.left and bool(told.near)
    if isinstance(target, Target) and (not little or statements.names_its_own(asked.text, asked.cover)):
        found = statement(asked, target)
        if found is not None:
            return found
    if little:
        return too_little(asked, target)
    if told.left:
        return not_understood(asked, told.left, "not_understood")
    if told.content:
        return not_understood(asked, told.content, "not_together")
    if isinstance(target, Answer) and target.status == "missing":
        # is there a report of 2018
        return target
    if isinstance(target, Target):
        options = [
            Option(label=tongue.name(key), ask=wording.question(tongue, target.body.name, target.year, key))
            for key in flagship(asked.store, target.report)
        ]
        if len(options) > 1:
            return Answer(
                question="",
                status="clarify",
                text=with_options(tongue, "clarify_metric", options),
                options=tuple(options[:MOST_OPTIONS]),
                query=None,
            )
    return not_understood(asked, (), "nothing_asked")


def one_figure(asked: Asked, target: Target) -> Answer:
    """One figure of one body and year. If the first report has none, further ones of that year are tried."""
    made = figure_from(asked, target)
    if made.status == "missing" and target.others:
        return one_figure(asked, replace(target, report=target.others[0], others=target.others[1:]))
    return made


def figure_from(asked: Asked, target: Target) -> Answer:
    """One figure from the first of the reports, unless another report states a different one."""
    tongue = asked.tongue
    sheet = Sheet(asked.store, target.report, *(party for _, party in asked.understood.fits))
    sheet.beside = BALANCE
    fits = candidates(asked.understood.fits, target.report, sheet)
    found = [(fit, *look(sheet, *fit)) for fit in fits]
    having = [one for one in found if isinstance(one[1], Figure)]
    if len(having) > 1:
        values = {one[1].value for one in having if isinstance(one[1], Figure)}
        if len(values) == 1:
            # 办结答复几件: whichever of the two is meant, it is as many
            found = having[:1] if len(having) == len(found) and of_requests(fits) else found
            having = having[:1]
    if len(fits) > 1 and _one_of_the_other([fit[0] for fit in fits]):
        # 受理几件, of a report that says 受理 itself
        worded = [one for one in having if isinstance(one[1], Figure) and _in_its_words(asked, one[1])]
        found, having = (worded, worded) if len(worded) == 1 else (found, having)
    if (len(found) > 1 and len(having) != 1) or (len(having) == 1 and len(found) > 1 and not _sure(found, having[0])):
        options = tuple(
            Option(
                label=wording.metric_name(tongue, *fit),
                ask=wording.question(tongue, target.body.name, target.year, *fit),
            )
            for fit, _, _ in found[:MOST_OPTIONS]
        )
        return Answer(
            question="", status="clarify", text=with_options(tongue, "clarify_metric", options), options=options
        )
    fit, result, key = having[0] if having else found[0]
    query = make_query(
        intent="figure",
        bodies=(target.body.name,),
        years=(target.year,),
        metrics=(key,),
        parties=(fit[1],),
        unit=asked.understood.in_unit,
    )
    if isinstance(result, Absent):
        return absent(asked, target, result, query)
    either = which_clause(asked, target, result, fit)
    if either is not None:
        return either
    others = [look(Sheet(asked.store, other, fit[1]), *fit)[0] for other in target.others]
    differing = [one for one in others if isinstance(one, Figure) and one.value != result.value]
    if differing:
        return two_reports(asked, target, fit)
    return told(asked, target, sheet, result, fit[0], query)


def _one_of_the_other(keys: Sequence[str]) -> bool:
    """What was received is part of what was in hand: a report calls either 受理."""
    return any(set(keys) - {key} <= set(catalogue()[key].parts) for key in keys)


def _in_its_words(asked: Asked, found: Figure) -> bool:
    """The report states the figure with the very word that has several readings."""
    open_words = [one.text for one in asked.cover.mentions if sum(map(bool, one.alternatives)) > 1]
    quotes = ["".join(fact.source.quote.split()) for fact in (*found.terms, *found.witnesses) if fact.kind == "prose"]
    return any(word in quote for word in open_words for quote in quotes)


def _sure(found: Sequence[tuple[tuple[str, str | None], Figure | Absent, str]], only: object) -> bool:
    """One of several readings has a figure: sure only where the others are no row of this report's form.

    A row that is merely cut off or blank stays a reading: carried_out must not become carried_in.
    """
    rest = [one for one in found if one is not only]
    return all(
        isinstance(result, Absent)
        and result.reason == "form"
        and catalogue()[key].section in {"statistics", "prose"}
        and catalogue()[fit[0]].section == "statistics"
        for fit, result, key in rest
    )


def told(asked: Asked, target: Target, sheet: Sheet, found: Figure, asked_key: str, query: Query) -> Answer:
    """The answer with a figure: where it is printed, what confirms it, and what is doubtful."""
    tongue = asked.tongue
    made = check_of(sheet, found)
    lines = wording.figure_lines(tongue, target.body.name, target.year, found, asked.understood.in_unit)
    if asked.understood.ops & _AS_PRINTED:
        prose = (fact for fact in found.witnesses if fact.kind == "prose" and fact.value is not None)
        lines += [tongue.say("source", place=wording.place(tongue, fact.source)) for fact in prose]
    witness = wording.witness_line(tongue, found, made)
    notes = list(target.notes) + doubts(asked, sheet, found, asked_key)
    if witness:
        lines.append(witness)
        if not all(fact.value == found.value for fact in found.witnesses):
            notes.append(witness)
    lines += wording.note_lines(tongue, (note for note in notes if note != witness))
    result = make_result(
        body=target.body.name,
        year=target.year,
        metric=found.key,
        party=found.party,
        value=found.value,
        unit=found.unit,
        sources=found.sources,
        approximate=found.approximate,
        calculated=found.calculated,
    )
    further = going_on.following(asked, target, sheet, found)
    return make_answer(
        question="",
        status="answered",
        text="\n".join([*lines, *going_on.lines(tongue, further)]),
        results=(result,),
        notes=tuple(notes),
        next=further,
        query=query,
    )


def doubts(asked: Asked, sheet: Sheet, found: Figure, asked_key: str) -> list[str]:
    """What the asker must know besides the figure."""
    tongue, notes = asked.tongue, []
    notes += [tongue.say("mended", typed=typed, right=right) for typed, right in asked.mends]
    if found.key != asked_key and found.key not in catalogue()[asked_key].same_as:
        notes.append(tongue.say("stand_in", asked=tongue.name(asked_key), given=tongue.name(found.key)))
    if found.approximate:
        quote = next(fact.source.quote for fact in found.terms if fact.approximate)
        notes.append(tongue.say("approximate", quote=wording.short(quote)))
    if any(fact.source.settled for fact in found.terms):
        notes.append(tongue.say("settled"))
    notes += wording.read_off(tongue, [fact.source for fact in found.terms])
    if found.blank is not None:
        notes.append(
            tongue.say(
                "missing_blank",
                body=sheet.report.body,
                year=sheet.report.year,
                metric=tongue.name(found.key),
                line=found.blank.source.line,
            )
        )
    for failed in asked.store.warnings(report=sheet.report.id) if sheet.report.doubted else ():
        # that the text says something else is told with the text's figure
        told_already = failed.name == TEXT and any(fact in found.witnesses for fact in failed.left_terms)
        terms = (*failed.left_terms, *failed.right_terms)
        if not told_already and any(fact in terms for fact in (*found.terms, *found.witnesses)):
            notes.append(tongue.say("check_fails", sum=wording.sum_of(failed)))
    notes += _way(asked, found) + _carried_along(asked, sheet, found)
    if asked.understood.why:
        notes.append(tongue.say("why"))
    return notes


def _way(asked: Asked, found: Figure) -> list[str]:
    """减少几项, of a cell with a sign: how many fewer, or that it is more."""
    said = asked.understood.ops & intents.WAYS
    if not said or "items_change" not in catalogue()[found.key].needs or not found.value:
        return []
    went = "rose" if found.value > 0 else "fell"
    tongue = asked.tongue
    notes = [tongue.say(went, amount=wording.amount(tongue, abs(found.value), found.unit))]
    return notes if went in said else [tongue.say("other_way_told"), *notes]


def _carried_along(asked: Asked, sheet: Sheet, found: Figure) -> list[str]:
    """收到的申请里公开了几件: the form counts what was closed in the year, whenever it was received."""
    if "received" not in asked.understood.features or found.key not in family(CLOSED):
        return []
    before, _ = look(sheet, CARRIED_IN, found.terms[0].party)
    if not isinstance(before, Figure) or not before.value:
        return []
    count = wording.amount(asked.tongue, before.value, before.unit)
    return [asked.tongue.say("carried_along", count=count)]


def absent(asked: Asked, target: Target, why: Absent, query: Query) -> Answer:
    """The answer if a metric has no figure; a statement may still have what was asked."""
    found = statement(asked, target, asked.understood.fits)
    if found is not None:
        return found
    notes = [asked.tongue.say("mended", typed=typed, right=right) for typed, right in asked.mends] + list(target.notes)
    text = wording.absent(asked.tongue, target.report, why)
    return Answer(
        question="",
        status="missing",
        reason=why.reason,
        notes=tuple(notes),
        query=query,
        text="\n".join([text, *wording.note_lines(asked.tongue, notes)]),
    )


def _in_chinese(asked: Asked, target: Target, clauses: Callable[[], Sequence[Statement]]) -> list[Asked]:
    """An English question put in the words of the reports, in each way that may be meant."""
    if not has_latin(asked.text):
        return []

    @functools.cache
    def told() -> list[str]:
        return [statements.bare(one.text) for one in clauses()]

    prose = functools.cache(lambda: [statements.bare(one) for one in _prose(asked, target)])
    ways = prose_words.in_chinese(
        asked.text,
        asked.cover,
        lambda word: any(word in one for one in told()),
        lambda word: any(word in one for one in prose()),
    )
    return [asked.again(f"{target.body.name}{target.year} {text}", None) for text in ways]


def _told_loosely(target: Target, ways: Sequence[Asked], clauses: Callable[[], Sequence[Statement]]) -> list[Statement]:
    """The statements whose sentence speaks of what is asked, though not in just these words."""
    if not ways:
        return []
    prose = functools.cache(lambda: _prose(ways[0], target))
    found = (telling.told_by(one.text, one.cover, target.year, clauses, prose) for one in ways)
    return list(dict.fromkeys(told for each in found for told in each))


def _prose(asked: Asked, target: Target) -> list[str]:
    """The paragraphs of the report."""
    headings = {one.first: one.heading for one in target.report.sections}
    lines = asked.store.lines(target.report.id)
    return ["".join(text for _, text in paragraph) for paragraph in paragraphs(lines, headings)]


def _in_yuan(one: Statement) -> Statement:
    """1.2亿元 is 120000000 元."""
    if one.unit not in numbers.MONEY_UNITS or one.unit == numbers.MONEY:
        return one
    found = next(number for number in numbers.find(f"{one.value}{one.unit}"))
    value = numbers.in_unit(found, numbers.MONEY)
    whole = value.to_integral_value()
    return replace(one, value=whole if whole == value else value, unit=numbers.MONEY)


def _as_share(one: Statement) -> tuple[Decimal, str]:
    """满意率96.3% is a share as those are that are computed: 0.963."""
    return (one.value / 100, RATIO) if one.unit == _PERCENT else (one.value, one.unit)


def _passes_over(asked: Asked, target: Target, one: Statement, *, loosely: bool) -> bool:
    """建成申请多少件 is not told by 收到申请748件: a word that is left over stands in no word of it."""
    if not asked.understood.measures or not asked.understood.left:
        return False
    clause = statements.bare(one.text)
    whole = next((each for each in map(statements.bare, _prose(asked, target)) if clause in each), clause)
    words = [word for word in asked.understood.left if not any(map(is_latin, word))]
    return not all(_is_said(asked.text, word, whole, loosely=loosely) for word in words)


def _is_said(text: str, word: str, whole: str, *, loosely: bool) -> bool:
    """A word stands in a paragraph, or is made of words that do or for which it has others: 委员|案 of 委员提案."""
    if any(each in whole for each in (word, *others_of(word))):
        return True
    tables = language("zh").statements
    # 多少卷, 办完一件: what it is counted in
    counted = f"(?:{'|'.join(tables['asking'])})(?:{'|'.join(numbers.COUNT_UNITS)})|{tables['one_of_many']}"
    said = {at for found in re.finditer(counted, text) for at in range(*found.span())}
    for passed in idle():
        said.update(at for found in re.finditer(re.escape(passed), text) for at in range(*found.span()))
    for at in range(len(text)):
        pair = text[at : at + SHORTEST_PIECE]
        said.update(range(at, at + len(pair)) if pair in whole else ())
        for size, others in alike(text, at, loose=loosely):
            said.update(range(at, at + size) if any(other in whole for other in others) else ())
    start = text.find(word)
    return start >= 0 and said.issuperset(range(start, start + len(word)))


def statement(asked: Asked, target: Target, fits: Sequence[Fit] = ()) -> Answer | None:
    """A figure of the prose without a metric, if exactly one clause covers the question or means its metric."""
    clauses = functools.cache(lambda: clauses_of(asked, target.report.id))
    matching = statements.matching(asked.text, asked.cover, clauses, fits)
    subs = [] if matching else _in_chinese(asked, target, clauses)
    matching = matching or list(
        dict.fromkeys(one for sub in subs for one in statements.matching(sub.text, sub.cover, clauses))
    )
    loosely = not matching and not fits
    if loosely:
        matching = _told_loosely(target, subs, clauses) or _told_loosely(target, [asked], clauses)
    if "standing" in asked.understood.ops:
        # 得分排第几 is not how much it scored
        matching = [one for one in matching if one.unit in language("zh").statements["places"]]
    if len({(one.value, one.unit) for one in matching}) != 1 or _passes_over(
        asked, target, matching[0], loosely=loosely
    ):
        return None
    one, tongue = _in_yuan(matching[0]), asked.tongue
    if one.source.table is not None:
        one = replace(one, text=" ".join(one.source.quote.split()))
    notes = list(target.notes)
    if one.approximate:
        notes.append(tongue.say("approximate", quote=wording.short(one.text)))
    if loosely:
        notes.append(tongue.say("in_other_words"))
    notes += wording.read_off(tongue, [one.source])
    lines = wording.statement_lines(tongue, target.body.name, target.year, one)
    value, unit = _as_share(one)
    result = Result(
        body=target.body.name,
        year=target.year,
        metric=None,
        party=None,
        value=value,
        unit=unit,
        sources=tuple(same.source for same in matching),
        approximate=one.approximate,
    )
    return Answer(
        question="",
        status="answered",
        results=(result,),
        notes=tuple(notes),
        text="\n".join([*lines, *wording.note_lines(tongue, notes)]),
        query=Query(intent="statement", bodies=(target.body.name,), years=(target.year,), words=(one.text,)),
    )
