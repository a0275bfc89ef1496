"""What a question looks for in the clauses of the prose: its content, and what is counted."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.languages import language
from bot.mentions import is_content, phrases
from bot.models import Cover, Mention
from bot.patterns import Patterns
from index import numbers

SHORTEST_PIECE = 2
"""characters a piece of the question must have to be looked for in a clause, where it is no word by itself"""
_ASIDE = frozenset({"op:where", "op:claim", "op:quote", "op:figures"})
"""what is done with the figure, and no word of a clause"""
_NEVER_CONTENT = frozenset({"ask", "and", "total"})
_UNITS = numbers.COUNT_UNITS | numbers.TIME_UNITS
_SKIP, _SMALL, _WORD = 0, 1, 2
"""what a character of a question is: none of its content, content that a clause may lack, content"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of content of a question."""

    text: str
    small: tuple[bool, ...]
    """for each character: a clause may lack it (filler)"""
    words: frozenset[int]
    """where a word of one character stands"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """What a question looks for in a clause, and what it counts there."""

    runs: tuple[Run, ...] = ()
    """stretches of content, without body, year and question words"""
    measure: str | None = None
    """the measure word after the question word: 个 in 几个"""
    money: bool = False
    """an amount is asked for: 多少钱"""
    after: Run | None = None
    """the content right after question and measure word: 镇街 in 多少镇街"""
    before: Run | None = None
    """the content before the question word: 账号 in 账号有几个"""


@dataclass(slots=True)
class _Marks:
    """What is known of each character of a question while it is taken apart."""

    text: str
    tables: Mapping[str, Any]
    signs: list[int]
    words: set[int] = field(default_factory=set)
    """where a word of one character stands"""
    measure: str | None = None
    money: bool = False
    asked: tuple[int, int] | None = None
    """the question word, with its measure word"""

    def mark(self, start: int, end: int, sort: int) -> None:
        self.signs[start:end] = [sort] * (end - start)


def counting(text: str, cover: Cover) -> Counting | None:
    """Take a question apart for looking through statements; None where it cannot be answered by one."""
    if any(mention.kind == "number" for mention in cover.mentions):
        # a figure in the question sets a bound: 超过10天
        return None
    marks = _Marks(text, language("zh").statements, [_WORD if is_content(sign) else _SKIP for sign in text])
    for mention in cover.mentions:
        _take(marks, mention)
    _measure_in_no_list(marks)
    _lighten(marks, cover)
    asked = marks.asked
    if asked is not None and marks.signs[asked[1] : asked[1] + 2] in ([_WORD], [_WORD, _SKIP]):
        # 收到多少封信: what is counted is one character
        marks.words.add(asked[1])
    runs = _runs(text, marks.signs, marks.words)
    if asked is None:
        return Counting(runs=tuple(run for _, run in runs), measure=marks.measure)
    return Counting(
        runs=tuple(run for _, run in runs),
        measure=marks.measure,
        money=marks.money or marks.measure in numbers.MONEY_UNITS,
        after=next((run for start, run in runs if start == asked[1]), None),
        before=next((run for start, run in reversed(runs) if start < asked[0]), None),
    )


def _take(marks: _Marks, mention: Mention) -> None:
    """One mention: content or not, a question word, a measure word behind it."""
    tokens = frozenset().union(*mention.alternatives)
    sort = _SMALL if mention.text in marks.tables["doing"] else _sort(mention, tokens)
    marks.mark(mention.start, mention.end, sort)
    head = _question_word(mention.text) if "op:count" in tokens else ""
    if head:
        # 多少个部门频道 counts no bodies; 多少家
        behind = mention.text[len(head) :]
        counted = behind in marks.tables["counted_as"]
        end = mention.end if counted else mention.start + len(head)
        marks.mark(mention.start, end, _SKIP)
        marks.asked, marks.measure = (mention.start, end), behind if counted else _measure(head) or marks.measure
    if marks.signs[mention.start] == _WORD and all(sign in marks.tables["particles"] for sign in mention.text[1:]):
        marks.words.add(mention.start)
    if "ask" in tokens:
        marks.asked = (mention.start, mention.end)
        marks.measure = _measure(mention.text) or _own_measure(mention, tokens) or marks.measure
        marks.money = marks.money or "money" in tokens
    elif marks.asked and mention.start == marks.asked[1] and any(token.startswith("unit:") for token in tokens):
        marks.mark(mention.start, mention.end, _SKIP)
        marks.measure, marks.asked = mention.text, (marks.asked[0], mention.end)


def _measure_in_no_list(marks: _Marks) -> None:
    """平均多少天, 检查了几轮: units that are no measure words of the forms."""
    if marks.asked is None or marks.measure is not None:
        return
    start = marks.asked[1]
    end = next((start + size for size in (2, 1) if marks.text[start : start + size] in _UNITS), 0)
    if end:
        marks.mark(start, end, _SKIP)
        marks.measure, marks.asked = marks.text[start:end], (marks.asked[0], end)


def _lighten(marks: _Marks, cover: Cover) -> None:
    """What of the content a clause may lack: particles, verbs that say no more than that it was done, 政务."""
    for at, sign in enumerate(marks.text):
        if marks.signs[at] == _WORD and at not in marks.words and sign in marks.tables["particles"]:
            marks.signs[at] = _SMALL
    spare, doing = _light()
    for _, match in spare.found(marks.text):
        if _WORD in marks.signs[match.end() : match.end() + 1]:
            marks.mark(match.start(), match.end(), _SMALL)
    for _, match in doing.found(marks.text):
        if any(start < match.end() and match.start() < end for start, end in cover.left):
            marks.mark(match.start(), match.end(), _SMALL)


@functools.cache
def _light() -> tuple[Patterns, Patterns]:
    """Words that a clause may lack before a word, and verbs that say no more than that it was done."""
    tables = language("zh").statements
    return Patterns(tables["spare"]), Patterns(word for word in tables["doing"] if len(word) >= SHORTEST_PIECE)


def _sort(mention: Mention, tokens: frozenset[str]) -> int:
    if mention.kind != "phrase" or "ask" in tokens:
        return _SKIP
    if tokens and tokens <= _ASIDE:
        return _SKIP
    named = any(token.startswith("party:") for token in tokens)
    if not tokens or (frozenset() in mention.alternatives and not named) or tokens <= {*_NEVER_CONTENT, "op:in_all"}:
        return _SMALL
    return _SMALL if all(token.startswith(("unit:", "in:")) for token in tokens) else _WORD


def _question_word(text: str) -> str:
    """The longest question word that a text begins with: 多少个 of 多少个部门."""
    meanings = phrases().meanings
    sizes = range(len(text), 0, -1)
    return next((text[:size] for size in sizes if any("ask" in one for one in meanings.get(text[:size], ()))), "")


def _own_measure(mention: Mention, tokens: frozenset[str]) -> str | None:
    """新收 件: a measure word that asks by itself."""
    own = mention.text in numbers.COUNT_UNITS and any(token.startswith("unit:") for token in tokens)
    return mention.text if own else None


def _measure(text: str) -> str | None:
    """The measure word that a question word ends with: 人次 in 多少人次."""
    sizes = range(len(text) - 1, 0, -1)
    return next((text[-size:] for size in sizes if text[-size:] in numbers.COUNT_UNITS), None)


def _runs(text: str, signs: Sequence[int], words: set[int]) -> list[tuple[int, Run]]:
    """Runs that hold content or a noun that a clause may lack, with the place where each begins."""
    found = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and signs[end]:
            end += 1
        if _WORD in signs[at:end] or end - at >= SHORTEST_PIECE:
            run = Run(
                text=text[at:end],
                small=tuple(sign == _SMALL for sign in signs[at:end]),
                words=frozenset(spot - at for spot in words if at <= spot < end),
            )
            found.append((at, run))
        at = max(end, at + 1)
    return found
