"""Where a figure that is named by itself is printed: all cells and sentences of the report that state it."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.answers.many import query
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.clause.statements import bare
from bot.finding.scope import scope
from bot.models import Answer
from index.metrics import catalogue
from index.models import Source

MOST_PLACES = 8


def of_figure(asked: Asked) -> Answer | None:
    """All places of a figure said of something that was not understood (有9件没法提供, 第几行).

    None if there are none.
    """
    told = asked.understood
    if "where" not in told.ops or len(told.claimed) != 1 or not told.left:
        return None
    made = locate(asked)
    return made if made.status == "explained" else None


def locate(asked: Asked) -> Answer:
    """Where a report prints a figure, and what it is a figure of at each place; none of them is preferred."""
    told, tongue = asked.understood, asked.tongue
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) != 1 or len(told.claimed) != 1 or found.ranged:
        return not_understood(asked, told.operators or told.content, "one_report_only")
    spot, wanted = found.spots[0], told.claimed[0].value
    if not spot.reports:
        return Answer(status="missing", reason="year", text=wording.missing_year(tongue, spot.body, spot.year))
    lines: dict[str, Source] = {}
    for report in spot.reports:
        for fact in asked.store.facts(report=report.id):
            if fact.value == wanted:
                known = fact.metric in catalogue()
                name = wording.metric_name(tongue, fact.metric or "", fact.party) if known else fact.text or ""
                place = wording.place(tongue, fact.source)
                lines.setdefault(tongue.say("located", metric=name, place=place), fact.source)
        for statement in asked.store.statements(report=report.id):
            if statement.value == wanted:
                lines.setdefault(tongue.say("source", place=wording.place(tongue, statement.source)), statement.source)
    # 培训2次, 这句话在第几行: the sentences that speak of it, of all places of a 2
    worded = {line: one for line, one in lines.items() if told.content and _has(one, told.content)}
    lines = worded or lines
    figure = wording.plain(wanted)
    if not lines:
        text = tongue.say("located_none", body=spot.body.name, year=spot.year, value=figure)
        return Answer(status="missing", reason="row", text=tongue.say("missing", why=text))
    shown = list(lines)[:MOST_PLACES]
    head = tongue.say("located_all", body=spot.body.name, year=spot.year, value=figure, count=len(lines))
    return Answer(
        status="explained",
        text="\n".join([head, *shown, *wording.note_lines(tongue, found.notes)]),
        sources=tuple(lines[line] for line in shown),
        notes=found.notes,
        query=query(asked, found, [], "figure"),
    )


def _has(source: Source, words: Sequence[str]) -> bool:
    """The words stand in what is quoted."""
    quote = bare(source.quote)
    return all(word in quote for word in words)
