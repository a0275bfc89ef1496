"""Other clauses of a report that a question covers as well, with another figure.

A report may tell twice what went to the website: 通过区人民政府网站公开51条, and in a list of channels 通过网站107条.
Which of them is asked for the question has to say; where it does not, both are told with their clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import wording
from bot.finding.asked import Asked, Target
from bot.finding.asking_back import MOST_OPTIONS, not_understood, with_options
from bot.finding.clause.statements import bare, place_of, reads_as
from bot.finding.figures import Figure
from bot.languages import every, language
from bot.meaning.readings import Fit
from bot.models import Answer, Option
from bot.words.mentions import phrases, years
from index.metrics import catalogue
from index.models import Fact, Statement

_NO_THING = frozenset({"ask", "and"})
_LATIN = "\u2e80"
"""the last sign below those of Chinese"""


def which_clause(asked: Asked, target: Target, found: Figure, fit: Fit) -> Answer | None:
    """A question back, with the clauses that tell different figures; None if the question or the report decides."""
    tongue = asked.tongue
    summed = _told_of_all_years(asked, target, found)
    if summed is not None:
        return not_understood(asked, (summed,), "not_together")
    if any(fact.kind != "prose" for fact in (*found.terms, *found.tables)) or tongue.name(found.key) in asked.text:
        return None
    members = _members(asked, target, found)
    if members:
        return _which_of([*found.terms, *members], asked, target, found)
    rivals = [one for one in asked.store.told_facts(target.report.id) if _is_rival(asked, target, one, found, fit)]
    facts = {fact.value: fact for fact in (*rivals[::-1], *found.terms)}
    return _which_of([*facts.values()], asked, target, found) if len(facts) > 1 else None


def _members(asked: Asked, target: Target, found: Figure) -> list[Fact]:
    """What is named one by one (微博和微信), where the report tells each and they are not all of the figure."""
    told = {fact.metric: fact for fact in asked.store.told_facts(target.report.id) if fact.kind == "prose"}
    members = [told[key] for key in catalogue()[found.key].members if key in told]
    said = {way for one in phrases().find(asked.text) for way in one.alternatives}
    if not members or not all(catalogue()[key].needs in said for key in catalogue()[found.key].members):
        return []
    return members if sum(fact.value or 0 for fact in members) != found.value else []


def _which_of(facts: Sequence[Fact], asked: Asked, target: Target, found: Figure) -> Answer:
    tongue = asked.tongue
    options = tuple(
        Option(
            label=wording.place(tongue, fact.source),
            ask=wording.question(tongue, target.body.name, target.year, fact.metric or found.key),
        )
        for fact in facts[:MOST_OPTIONS]
    )
    return Answer(status="clarify", text=with_options(tongue, "clarify_clause", options), options=options)


def _told_of_all_years(asked: Asked, target: Target, found: Figure) -> str | None:
    """The word 累计 of a question, where the report tells more of the same by that word: all there were up to then."""
    word = next((one for one in every("operands", "up_to_then") if one in asked.text), None)
    if word is None or any(_sums_up(fact.source.quote) for fact in (*found.terms, *found.witnesses)):
        return None
    said = {one.text for one in asked.cover.mentions if any(map(_is_thing, one.alternatives))}
    things = {one for one in said if one[0] > _LATIN}
    every_one = asked.store.statements(report=target.report.id)
    more = [one for one in every_one if one.unit == found.unit and one.value > found.value and _sums_up(one.text)]
    same = [one for one in more if not things or any(thing in one.text for thing in things)]
    return word if same else None


def _sums_up(clause: str) -> bool:
    return any(word in clause for word in language("zh").operands["up_to_then"])


def _is_thing(meaning: frozenset[str]) -> bool:
    """A word with a feature: what something is, and not what is done with it."""
    return any(":" not in token and token not in _NO_THING for token in meaning)


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
