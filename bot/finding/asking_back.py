"""Questions back, and explanations where nothing can be answered: never a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from bot import wording
from bot.finding.asked import FLAGSHIP, Asked, Target, in_form
from bot.finding.figures import Absent, Figure, Sheet, figure
from bot.languages import Language
from bot.meaning.readings import Fit
from bot.models import Answer, Mention, Option
from bot.places.home import home_ends
from bot.places.organ_alone import bears
from index.models import Body, StoredReport
from index.store import Store

MOST_OPTIONS = 5
_WHY_NOTHING = frozenset({"zero_or_blank"})
MOST_TRIED = 12
"""bodies for which a question is tried before it is offered"""


def not_understood(asked: Asked, words: Sequence[str], key: str) -> Answer:
    """No figure, and the words that prevent one."""
    tongue = asked.tongue
    # what was left out of a follow-up has no words of its own
    text = tongue.say(key, words=wording.words(tongue, words or (asked.text,)))
    examples = asked.examples()
    if examples:
        text += "\n" + tongue.say("may_ask", example=examples[0])
    return Answer(status="not_understood", text=text, words=tuple(words))


def too_little(asked: Asked, target: Target | Answer) -> Answer:
    """Only part of some metrics was named: ask which is meant, beginning with those the report has."""
    tongue, near = asked.tongue, list(asked.understood.near)
    if isinstance(target, Answer):
        if target.status == "missing" or not (pairs := reports_having(asked.store, near)):
            return (
                target
                if target.status == "missing"
                else not_understood(asked, asked.understood.content, "not_together")
            )
        options = [
            Option(
                label=f"{report.body} {report.year} {tongue.name(key)}",
                ask=wording.question(tongue, report.body, report.year, key),
            )
            for report, key in pairs
        ]
    else:
        sheet = Sheet(asked.store, target.report, asked.understood.party)
        party = asked.understood.party
        having = [key for key in near if isinstance(figure(sheet, key, party), Figure)]
        ranked = having + [key for key in near if key not in having and in_form(target.report, key)]
        options = [
            Option(
                label=wording.metric_name(tongue, key, party),
                ask=wording.question(tongue, target.body.name, target.year, key, party),
            )
            for key in ranked
        ]
    options = options[:MOST_OPTIONS]
    if not options and isinstance(target, Target) and (_of_one_thing(near) or asked.understood.ops & _WHY_NOTHING):
        # 采购多少, 表里为什么没有“本年增/减”: this form has no such row or column
        why = Absent(key=near[0], party=None, reason="form")
        text = wording.absent(tongue, target.report, why)
        return Answer(status="missing", reason="form", text=text)
    if len(options) < 2:
        # a button with one option would be a guess that says so: name the words instead
        return not_understood(asked, asked.understood.content, "not_together")
    return which_one(tongue, options)


def _of_one_thing(keys: Sequence[str]) -> bool:
    """Tell whether these are rows of one thing: 采购 leaves only open what of it is meant."""
    return len(keys) > 1 and len({key.split(".")[0] for key in keys}) == 1


def which_metric(tongue: Language, body: str, year: int, fits: Sequence[Fit]) -> Answer:
    """Ask which of several metrics is meant, of one body and year."""
    options = tuple(
        Option(label=wording.metric_name(tongue, *fit), ask=wording.question(tongue, body, year, *fit))
        for fit in fits[:MOST_OPTIONS]
    )
    return which_one(tongue, options)


def which_one(tongue: Language, options: Sequence[Option]) -> Answer:
    """Ask which of several figures is meant."""
    text = with_options(tongue, "clarify_metric", options)
    return Answer(status="clarify", text=text, options=tuple(options))


def with_options(tongue: Language, key: str, options: Sequence[Option]) -> str:
    return "\n".join([tongue.say(key), *(f"{number}. {one.label}" for number, one in enumerate(options, 1))])


def reports_having(store: Store, keys: Sequence[str], year: int | None = None) -> list[tuple[StoredReport, str]]:
    """Reports that have one of these figures, newest first, as many as there may be options."""
    return store.kept(("having", year, *keys), lambda: _read_having(store, keys, year))


def _read_having(store: Store, keys: Sequence[str], year: int | None) -> list[tuple[StoredReport, str]]:
    found: list[tuple[StoredReport, str]] = []
    for report in store.some_reports(newest=True, year=year):
        if any((one.body, one.year) == (report.body, report.year) for one, _ in found):
            continue
        sheet = Sheet(store, report)
        key = next((key for key in keys if isinstance(figure(sheet, key, None), Figure)), None)
        if key is not None:
            found.append((report, key))
        if len(found) == MOST_OPTIONS:
            break
    return found


def _keys(asked: Asked) -> list[tuple[str, str | None]]:
    return list(asked.understood.fits) or [(FLAGSHIP[0], None)]


def ask_body(asked: Asked, bodies: Sequence[Body], year: int | None) -> Answer:
    """Ask which of several bodies is meant."""
    tongue = asked.tongue
    key, party = _keys(asked)[0]
    options = tuple(
        Option(
            label=body.name if len(asked.understood.fits) == 1 else f"{body.name} {tongue.name(key)}",
            ask=wording.question(tongue, body.name, year if year is not None else body.years[-1], key, party),
        )
        for body in bodies[:MOST_OPTIONS]
    )
    if len(options) < 2:
        return not_understood(asked, asked.understood.content, "not_together")
    return Answer(status="clarify", text=with_options(tongue, "clarify_body", options), options=options)


def ask_year(asked: Asked) -> Answer:
    """Ask which of several years is meant."""
    tongue = asked.tongue
    key, party = _keys(asked)[0]
    bodies = [body for choice in asked.understood.choices for body in choice.bodies]
    if not bodies and asked.before is not None:
        bodies = list(asked.places.bodies(asked.before.bodies))
    if len(bodies) != 1:
        return ask_body(asked, bodies, asked.understood.years[-1]) if bodies else ask_both(asked, None)
    options = tuple(
        Option(label=str(year), ask=wording.question(tongue, bodies[0].name, year, key, party))
        for year in asked.understood.years[:MOST_OPTIONS]
    )
    return Answer(status="clarify", text=with_options(tongue, "clarify_year", options), options=options)


def ask_both(asked: Asked, year: int | None) -> Answer:
    """No body was named: offer examples that have the figure."""
    tongue = asked.tongue
    key, party = _keys(asked)[0]
    of_year = reports_having(asked.store, [key], year) if year is not None else []
    if year is not None and not asked.store.some_reports(year=year):
        return Answer(status="missing", reason="year", text=wording.none_of_year(tongue, year, asked.store.years()))
    pairs = of_year or reports_having(asked.store, [key])
    options = tuple(
        Option(label=f"{report.body} {report.year}", ask=wording.question(tongue, report.body, report.year, one, party))
        for report, one in pairs[:MOST_OPTIONS]
    )
    lead = "clarify_of_year" if of_year else "clarify_both"
    if len(options) < 2 and not (of_year and asked.understood.fits):
        return not_understood(asked, asked.understood.content, "nothing_asked")
    text = with_options(tongue, lead, options)
    return Answer(status="clarify", text=text, options=options)


def ask_home(asked: Asked, word: Mention, answers: Callable[[str], bool]) -> Answer:
    """我区 in a chat without a region: ask which is meant, with questions that have an answer."""
    tongue = asked.tongue
    before, after = asked.text[: word.start], asked.text[word.end :]
    ends = home_ends(word.text)
    speaking = (
        parts.body.name
        for parts in asked.places.speaking
        if not ends or any(bears(key, end) for key in parts.last for end in ends)
    )
    tried = (Option(label=name, ask=f"{before}{name}{after}") for name in islice(speaking, MOST_TRIED))
    options = list(islice((one for one in tried if answers(one.ask)), MOST_OPTIONS))
    text = tongue.say("home_needed", word=word.text)
    if len(options) < 2:
        return Answer(status="not_understood", text=text, words=(word.text,))
    lines = [f"{number}. {one.label}" for number, one in enumerate(options, 1)]
    return Answer(status="clarify", text="\n".join([text, *lines]), options=tuple(options))


def two_reports(asked: Asked, target: Target, fit: tuple[str, str | None]) -> Answer:
    """Two reports of one body and year differ: state both figures, and answer with neither."""
    tongue = asked.tongue
    options = tuple(
        Option(
            label=wording.told_by(tongue, report, figure(Sheet(asked.store, report, fit[1]), *fit)),
            ask=wording.question(tongue, target.body.name, target.year, *fit),
        )
        for report in (target.report, *target.others)[:MOST_OPTIONS]
    )
    return Answer(status="clarify", text=with_options(tongue, "clarify_reading", options), options=options)
