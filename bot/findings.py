"""A check that fails → one sentence that can be sent to the office concerned: what should equal what, and where."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.languages import Language
from index import numbers
from index.audit import MAGNITUDE
from index.models import Check, Fact, Source

LONGEST_PLACES = 8
"""places named in a sentence"""


def sentence(tongue: Language, body: str, year: int, check: Check) -> str:
    """The finding in words, with both figures and every place."""
    words = tongue.sentences["findings"]
    should = words.get(check.name) or words["parts"]
    return tongue.say(
        "finding",
        body=body,
        year=year,
        left=_side(tongue, check.left, check.left_terms, check),
        right=_side(tongue, check.right, check.right_terms, check),
        should=should,
        where=tongue.join(_places(tongue, (*check.left_terms, *check.right_terms))),
    )


def _side(tongue: Language, value: Decimal, terms: Sequence[Fact], check: Check) -> str:
    """新收 84 件 + 上年结转 11 件 = 95 件; what is not added up (a median) only named."""
    unit = terms[0].unit
    named = [_term(tongue, fact, terms, check) for fact in terms]
    if len(terms) == 1:
        return named[0]
    whole = numbers.say(value, unit)
    if check.name == MAGNITUDE:
        return tongue.say("finding_usual", terms=tongue.join(named), value=whole)
    return f"{' + '.join(named)} = {whole}"


def _term(tongue: Language, fact: Fact, terms: Sequence[Fact], check: Check) -> str:
    """One figure and what it is of: its applicant where only that tells the terms apart, its year where that does."""
    years = {each.year for each in (*check.left_terms, *check.right_terms)}
    alike = len({each.metric for each in terms}) == 1 and len(terms) > 1 and len(years) == 1
    name = tongue.party(fact.party) if alike and fact.party else tongue.name(fact.metric or "")
    if len(years) > 1:
        name = tongue.say("finding_of_year", year=fact.year, name=name)
    value = tongue.say("finding_blank") if fact.value is None else numbers.say(fact.value, fact.unit)
    return tongue.say("finding_text" if fact.kind == "prose" else "finding_cell", name=name, value=value)


def _places(tongue: Language, terms: Sequence[Fact]) -> list[str]:
    """Each place once: section, row and line; the file and the year where there are several."""
    several = len({fact.source.report for fact in terms}) > 1
    found: dict[str, None] = {}
    for fact in terms:
        text = _place(tongue, fact.source)
        found[f"{fact.source.report} {text}" if several else text] = None
    return list(found)[:LONGEST_PLACES]


def _place(tongue: Language, source: Source) -> str:
    key = "finding_place_page" if source.page else "finding_place"
    return tongue.say(key, section=source.section.strip(), line=source.line, page=source.page)
