"""A clause of a pasted text beside the report's own sentences: the same words, with the same figure or with another."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal

from bot.finding.asked import Asked
from bot.finding.placing import part_of
from bot.finding.statements import bare, place_of
from bot.languages import language
from bot.models import NAMES, Mention, Query
from bot.normalise import normalise
from bot.words.mentions import is_content
from index import numbers
from index.models import Statement

_SHORTEST = 4
"""characters of a clause without its figure that say enough of what is counted"""
_GAP = "□"
_LISTS = ("、",)


def quoted(asked: Asked, clause: str, value: Decimal, before: Query | None) -> Statement | None:
    """A sentence of the report that has the clause word for word."""
    wanted = _content(clause)
    for one in _statements(asked, before):
        text = _content(one.text)
        if one.value == value and (wanted in text or text in wanted):
            return one
    return None


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
    if before is not None and len(before.bodies) == 1 and len(before.years) == 1:
        yield from asked.store.statements(body=before.bodies[0], year=before.years[0])


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
