"""A clause of a pasted text beside the report's own sentences: the same words, with the same figure or with another."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.finding.asked import Asked
from bot.finding.clause.statements import bare, place_of
from bot.finding.matching.placing import part_of
from bot.finding.sentence.paragraphs import paragraphs_of
from bot.finding.sentence.planned import is_plan
from bot.languages import language
from bot.models import NAMES, Answer, Mention, Query
from bot.normalise import normalise
from bot.words.mentions import is_content
from index import numbers
from index.models import Statement

_SHORTEST = 4
"""characters of a clause without its figure that say enough of what is counted"""
_FEWEST = 2
"""characters beside its figure of a clause that is looked for as it is"""
_GAP = "□"
_LISTS = ("、",)


def quoted(asked: Asked, clause: str, value: Decimal, before: Query | None) -> Statement | None:
    """A sentence of the report that has the clause word for word."""
    wanted = _content(clause)
    if sum(not sign.isdigit() for sign in wanted) < _FEWEST:
        return None  # 21、22、23: nothing is said of a figure by itself
    for one in _statements(asked, before):
        text = _content(one.text)
        if one.value == value and (wanted in text or text in wanted):
            return one
    return None


def stated_so(asked: Asked, denied: Answer) -> Answer | None:
    """办结率98.7% where the form's rows come to another rate: the report has a sentence that says just this.

    Both are told. None where no sentence does.
    """
    query, claim = denied.query, denied.claims[0]
    figures = [
        one
        for one in asked.cover.mentions
        if one.kind == "number" and any(each.start == one.start and each.unit for each in numbers.find(asked.text))
    ]
    if query is None or claim.holds is not False or len(figures) != 1:
        return None
    found = _with_its_words(asked, figures[0], query)
    if found is None:
        return None
    line = asked.tongue.say("claim_quoted", quote=wording.short(found.text), line=found.source.line)
    other = denied.text.partition("\n")[0]
    note = asked.tongue.say("claim_besides", line=other)
    made = replace(claim, value=found.value, claimed=found.value, unit=found.unit, holds=True, sources=(found.source,))
    return replace(
        denied,
        text="\n".join([line, *wording.note_lines(asked.tongue, (note,))]),
        claims=(replace(made, sign=None),),
        notes=(note,),
    )


def _with_its_words(asked: Asked, figure: Mention, query: Query) -> Statement | None:
    """The sentence that has the words around the figure, and no others."""
    start = _names_end(asked)
    typed = next((one for one in numbers.find(asked.text) if one.start == figure.start), None)
    if typed is None or figure.start < start:
        return None
    behind = _behind(asked, typed.end)
    wanted = _skeleton(asked.text[start : figure.start], typed.unit, behind)
    if len(wanted) < _SHORTEST:
        return None
    return next((one for one in _statements(asked, query) if _own(one) == wanted and one.value == typed.value), None)


def _behind(asked: Asked, start: int) -> str:
    """What stands behind a figure, without the words that ask whether it is so."""
    signs = list(asked.text)
    for one in asked.cover.mentions:
        if any("op:claim" in way for way in one.alternatives):
            signs[one.start : one.end] = " " * (one.end - one.start)
    return re.sub(asked.tongue.operands["closing"], "", "".join(signs)[start:].rstrip())


def otherwise(told: Asked, figure: Mention, before: Query | None) -> Statement | None:
    """The sentence that has the clause word for word but for the figure; None if none has, or they differ."""
    start = _names_end(told)
    if figure.start < start:
        return None
    typed = next((one for one in numbers.find(told.text) if one.start == figure.start), None)
    if typed is None:
        return None
    wanted = _skeleton(told.text[start : figure.start], typed.unit, told.text[typed.end :])
    if len(wanted) < _SHORTEST:
        return None
    found = [one for one in _statements(told, before) if _own(one) == wanted]
    return found[0] if found and len({one.value for one in found}) == 1 and not found[0].approximate else None


def is_name(text: str, end: int) -> bool:
    """12333热线, 12345工单: a figure that ends there is a name."""
    return text.startswith(tuple(language("zh").operands["of_named_numbers"]), end)


def _statements(asked: Asked, before: Query | None) -> Iterator[Statement]:
    """Those of the report, without what it only means to do, unless that is what is said."""
    if before is None or len(before.bodies) != 1 or len(before.years) != 1:
        return
    body, year = before.bodies[0], before.years[0]
    reports = asked.store.reports(body=body, year=year)
    told = [paragraph for report in reports for paragraph in paragraphs_of(asked.store, report)]
    prose = [bare("".join([text for _, text in paragraph])) for paragraph in told]
    for one in asked.store.statements(body=body, year=year):
        if not is_plan(bare(one.text), prose, year, asked.text):
            yield one


def _names_end(told: Asked) -> int:
    """Where what stands behind the body and the year begins: 瑞安2022年开展活动30场."""
    end = 0
    for one in sorted(told.cover.mentions, key=lambda each: each.start):
        if any(map(is_content, told.text[end : one.start])) or not (one.kind in NAMES or one.kind == "year"):
            break
        end = one.end
    return end


def _own(one: Statement) -> str | None:
    """The words between stops in which a sentence tells its figure."""
    clause = bare(one.text)
    spot = place_of(clause, one)
    if spot is None:
        return None
    start, end = part_of(clause, spot)
    listed = max(clause.rfind(sign, start, spot[0]) for sign in _LISTS)
    if listed >= start and any(each.end <= listed for each in numbers.find(clause)):
        # 地铁站6台、医院5台
        start = listed + 1
    return _skeleton(clause[start : spot[0]], one.unit, clause[spot[1] : end])


def _skeleton(ahead: str, unit: str | None, behind: str) -> str:
    """What is said around a figure, without signs and words that add nothing."""
    return f"{_plain(ahead)}{_GAP}{unit or ''}{_plain(behind)}"


def _plain(text: str) -> str:
    return _passed().sub("", _content(text))


@functools.cache
def _passed() -> re.Pattern[str]:
    return re.compile(language("zh").operands["passed_in_clauses"])


def _content(text: str) -> str:
    return "".join(sign for sign in normalise(text).text if is_content(sign))
