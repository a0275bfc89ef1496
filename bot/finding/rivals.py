"""Other clauses of a report that a question covers as well, with another figure.

A report may tell twice what went to the website: 通过区人民政府网站公开51条, and in a list of channels 通过网站107条.
Which of them is asked for the question has to say; where it does not, both are told with their clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import wording
from bot.finding.asked import Asked, Target
from bot.finding.asking_back import MOST_OPTIONS, with_options
from bot.finding.figures import Figure
from bot.finding.statements import bare, place_of, reads_as
from bot.languages import language
from bot.meaning.readings import Fit
from bot.models import Answer, Option
from bot.words.mentions import years
from index.models import Fact, Statement


def which_clause(asked: Asked, target: Target, found: Figure, fit: Fit) -> Answer | None:
    """A question back, with the clauses that tell different figures; None if the question or the report decides."""
    tongue = asked.tongue
    if any(fact.kind != "prose" for fact in (*found.terms, *found.tables)) or tongue.name(found.key) in asked.text:
        return None
    rivals = [one for one in asked.store.told_facts(target.report.id) if _is_rival(asked, target, one, found, fit)]
    facts = {fact.value: fact for fact in (*rivals[::-1], *found.terms)}
    if len(facts) < 2:
        return None
    options = tuple(
        Option(
            label=wording.place(tongue, fact.source),
            ask=wording.question(tongue, target.body.name, target.year, fact.metric or found.key),
        )
        for fact in [*facts.values()][:MOST_OPTIONS]
    )
    return Answer(status="clarify", text=with_options(tongue, "clarify_clause", options), options=options)


def _is_rival(asked: Asked, target: Target, fact: Fact, found: Figure, fit: Fit) -> bool:
    """Another metric's figure, whose clause taken as a question means the one that was asked for."""
    if fact.kind != "prose" or fact.metric in {None, found.key} or fact.value in {None, found.value}:
        return False
    if fact.unit != found.unit or fact.party is not None or fact.value is None:
        return False
    clause = _without_whose(asked, target, bare(fact.source.quote))
    spot = place_of(clause, Statement(text=clause, value=fact.value, unit=fact.unit, source=fact.source))
    return spot is not None and reads_as(clause, spot, fact.unit, [fit])


def _without_whose(asked: Asked, target: Target, clause: str) -> str:
    """The clause with blanks in place of names, of the report's own year, and of what says that it is its own."""
    spans = [(one.start, one.end) for one in asked.places.find(clause)]
    spans += [(one.start, one.end) for one in years(clause) if one.value == target.year]
    spans += [one.span() for one in re.finditer(language("zh").statements["ours"], clause)]
    return _blanked(clause, spans)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = " " * (end - start)
    return "".join(signs)
