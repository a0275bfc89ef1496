"""One figure of one body and year: where it is printed, what confirms it, what is doubtful; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.answers.of_those_received import carried_along, more_than_received
from bot.answers.statement import of_whom, statement, told_of_region
from bot.finding import going_on
from bot.finding.asked import Asked, Target, candidates, flagship, look
from bot.finding.asking_back import MOST_OPTIONS, not_understood, too_little, two_reports, which_metric, which_one
from bot.finding.cells import of_requests
from bot.finding.clause import statements
from bot.finding.clause.measure import are_alike
from bot.finding.figures import BALANCE, Absent, Figure, Sheet, check_of
from bot.finding.rivals import which_clause
from bot.meaning import intents
from bot.meaning.readings import Fit
from bot.models import Answer, Option, Query, make_answer, make_query, make_result
from index.checks_prose import TEXT
from index.metrics import catalogue

_Looked = tuple[Fit, Figure | Absent, str]
"""what was looked up: as asked, what there is, and under which metric"""
_NOT_PRINTED = frozenset({"row", "table", "form"})
"""why a metric has no figure, where its words may still be said of one that was read as none"""
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
            return which_one(tongue, options[:MOST_OPTIONS])
    return not_understood(asked, (), "nothing_asked")


def one_figure(asked: Asked, target: Target) -> Answer:
    """One figure of one body and year. If the first report has none, further ones of that year are tried."""
    made = figure_from(asked, target)
    if made.status == "missing" and target.others:
        return one_figure(asked, replace(target, report=target.others[0], others=target.others[1:]))
    return made


def figure_from(asked: Asked, target: Target) -> Answer:
    """One figure from the first of the reports, unless another report states a different one."""
    sheet = Sheet(asked.store, target.report, *(party for _, party in asked.understood.fits))
    sheet.beside = BALANCE
    found, having = _looked_up(asked, target, sheet)
    if len(found) > 1 and (len(having) != 1 or not _sure(found, having[0])):
        if all(isinstance(result, Absent) and result.reason == "form" for _, result, _ in found):
            return _none_of_form(asked, target, found)
        return which_metric(asked.tongue, target.body.name, target.year, [fit for fit, _, _ in found])
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
    instead = which_clause(asked, target, result, fit) or more_than_received(asked, target, sheet, result, query)
    if instead is not None:
        return instead
    others = [look(Sheet(asked.store, other, fit[1]), *fit)[0] for other in target.others]
    differing = [one for one in others if isinstance(one, Figure) and one.value != result.value]
    if differing:
        return two_reports(asked, target, fit)
    return told(asked, target, sheet, result, fit[0], query)


def _looked_up(asked: Asked, target: Target, sheet: Sheet) -> tuple[list[_Looked], list[_Looked]]:
    """What the report says of each metric that may be meant, and those of them that it has a figure of.

    Without the ones between which there is nothing to choose.
    """
    fits = candidates(asked.understood.fits, target.report, sheet)
    found = [(fit, *look(sheet, *fit)) for fit in fits]
    having = [one for one in found if isinstance(one[1], Figure)]
    if len(having) > 1 and len({one[1].value for one in having if isinstance(one[1], Figure)}) == 1:
        # 办结答复几件: whichever of the two is meant, it is as many
        found = having[:1] if len(having) == len(found) and of_requests(fits) else found
        having = having[:1]
    if len(fits) > 1 and _one_of_the_other([fit[0] for fit in fits]):
        # 受理几件, of a report that says 受理 itself
        worded = [one for one in having if isinstance(one[1], Figure) and _in_its_words(asked, one[1])]
        found, having = (worded, worded) if len(worded) == 1 else (found, having)
    return found, having


def _none_of_form(asked: Asked, target: Target, found: Sequence[_Looked]) -> Answer:
    """结转多少, of a form that has a row for none of the readings: there is nothing to choose between."""
    made = [
        absent(asked, target, result, make_query(intent="figure", metrics=(key,), parties=(fit[1],)))
        for fit, result, key in found
        if isinstance(result, Absent)
    ]
    if made[0].status != "missing":
        return made[0]
    return replace(made[0], text="\n".join(dict.fromkeys(one.text for one in made)), query=None)


def _one_of_the_other(keys: Sequence[str]) -> bool:
    """What was received is part of what was in hand: a report calls either 受理."""
    return any(set(keys) - {key} <= set(catalogue()[key].parts) for key in keys)


def _in_its_words(asked: Asked, found: Figure) -> bool:
    """The report states the figure with the very word that has several readings."""
    open_words = [one.text for one in asked.cover.mentions if sum(map(bool, one.alternatives)) > 1]
    quotes = ["".join(fact.source.quote.split()) for fact in (*found.terms, *found.witnesses) if fact.kind == "prose"]
    return any(word in quote for word in open_words for quote in quotes)


def _sure(found: Sequence[_Looked], only: object) -> bool:
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
    notes = of_whom(asked, target, (each.quote if each.table is None else "" for each in found.sources))
    notes += doubts(asked, sheet, found, asked_key)
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
    notes += _way(asked, found) + carried_along(asked, sheet, found)
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


def _told_besides(asked: Asked, target: Target) -> Answer | None:
    """A sentence that was read as no figure of the metric, and says at the figure just what was asked.

    None of a whole of which other metrics are parts: how much went to the website is not how much there was.
    """
    wanted = {key for key, _ in asked.understood.fits}
    if any(one.share_of in wanted for one in catalogue().values()):
        return None
    found = statement(asked, target)
    one = found.results[0] if found is not None else None
    if one is None or one.value is None or not any(are_alike(one.unit, catalogue()[key].unit) for key in wanted):
        return None
    clause = statements.bare(one.sources[0].quote)
    facts = (fact for fact in asked.store.told_facts(target.report.id) if fact.value == one.value)
    # 通过网站公开11537条,其中…: read as all that was published, and told of the website
    wanted |= {whole for key in wanted if (whole := catalogue()[key].share_of)}
    if any(fact.metric not in wanted and statements.bare(fact.source.quote) in clause for fact in facts):
        return None
    return found if statements.ends_at_figure(asked.text, asked.cover, clause, one.value) else None


def absent(asked: Asked, target: Target, why: Absent, query: Query) -> Answer:
    """The answer if a metric has no figure; a statement may still have what was asked."""
    found = statement(asked, target, asked.understood.fits)
    if found is None and why.reason in _NOT_PRINTED:
        found = _told_besides(asked, target) or told_of_region(asked, target)
    if found is not None:
        return found
    notes = [asked.tongue.say("mended", typed=typed, right=right) for typed, right in asked.mends] + list(target.notes)
    text = wording.absent(asked.tongue, target.report, why)
    return Answer(
        status="missing",
        reason=why.reason,
        notes=tuple(notes),
        query=query,
        text="\n".join([text, *wording.note_lines(asked.tongue, notes)]),
    )
