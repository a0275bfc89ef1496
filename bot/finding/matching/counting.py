"""What a question looks for in the clauses of the prose: its content words, and what is counted."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.finding.matching.broken import is_broken, word_with
from bot.finding.matching.marks import UNITS, Marks, find_measure
from bot.finding.matching.question_words import measure_of, own_measure, question_word
from bot.finding.matching.runs import SHORTEST_PIECE, Run, act_of, parted
from bot.finding.matching.sorts import ASIDE, SKIP, SMALL, WORD, asks_at, is_refused, sort_of, thing_of
from bot.languages import language
from bot.models import NAMES, Cover, Mention
from bot.spelling import real_words
from bot.words import quoted
from bot.words.likened import likened
from bot.words.mentions import is_content
from bot.words.patterns import Patterns
from bot.words.seen import LETTER
from index import numbers

_ASK_WITHIN = frozenset({"op:count", "op:breakdown", "intent:define"})
"""phrases that may begin with a question word: 多少个部门, 多少个工作日答复"""
_NAMING = frozenset({*NAMES, "year", "number"})
_NOT_SKIPPED = re.compile(rb"[^\0]+")


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
    asking: str = ""
    """the question word: 多久"""
    place: bool = False
    """a place among others is asked for: 排名第几"""

    @property
    def said(self) -> str:
        """All that is looked for, its stretches parted by a sign."""
        return "|".join([run.text for run in self.runs])


def countings(text: str, cover: Cover) -> tuple[Counting, ...]:
    """Take a question apart for a search through statements; none if a statement cannot answer it."""
    ways = _likened(text, cover)
    # a letter of a name is looked for: it is that of this one
    return _apart(text, cover) if any(LETTER in way.said for way in ways) else ways


@functools.lru_cache(maxsize=8)  # one question is looked at in several ways
def _apart(text: str, cover: Cover) -> tuple[Counting, ...]:
    """The ways to take it apart.

    The second of two ways separates verbs from their objects, which may stand in another order: 印发通报3期 for
    通报印了几期.
    """
    each = [one.span() for one in re.finditer(language("zh").statements["one_of_many"], text)]
    tables = language("zh").statements
    lines = [one.span() for name in ("hotline", "numeral_names", "leaders") for one in re.finditer(tables[name], text)]
    lines += [span for one in cover.mentions if one.kind == "number" and (span := word_with(text, one)) is not None]
    if any(one.kind == "number" and not _within(one, [*each, *lines]) for one in cover.mentions):
        # a figure in the question sets a bound: 超过10天
        return ()
    marks = Marks(text, language("zh").statements, [WORD if is_content(sign) else SKIP for sign in text])
    pointed = [one.span() for one in re.finditer(tables["pointed_at"], text)]
    for mention in cover.mentions:
        if _within(mention, pointed):
            marks.mark(mention.start, mention.end, SKIP)
            continue
        _take(marks, mention)
        if frozenset().union(*mention.alternatives) <= ASIDE and is_broken(text, mention, cover):
            # 接|待查|阅: no 待查; 2022|年报|纸: no 年报, and 年 is of the year
            of_year = any(one.kind == "year" and one.end == mention.start for one in cover.mentions)
            marks.mark(mention.start + of_year, mention.end, WORD)
    for start, end in lines:
        marks.mark(start, end, WORD)
    _pass_over_ends_of_years(marks, cover)
    for start, end in quoted.names(text):
        marks.mark(start, end, WORD)
    _pass_over(marks, cover)
    if marks.several:
        # 多少个频道、多少个目录: each by itself
        return ()
    find_measure(marks)
    _lighten(marks, cover)
    _words_cut_in_two(marks, cover)
    for found in re.finditer(tables["whole_verbs"], text):
        marks.mark(*found.span(), WORD)
    _said_in_full(marks, each)
    asked = marks.asked
    if asked is not None and (
        marks.signs[asked[1] : asked[1] + 2] in ([WORD], [WORD, SKIP])
        or text[asked[1] : asked[1] + 1] in tuple(tables["place_kinds"])
    ):
        # 收到多少封信, 几个县没建: what is counted is one character
        marks.words.add(asked[1])
    runs = _runs(text, marks.signs, marks.words)
    cut = [part for at, run in runs for part in parted(at, run, leads=asked is None or at != asked[1])]
    return (_made(marks, runs),) if len(cut) == len(runs) else (_made(marks, runs), _made(marks, cut))


_likened = likened(_apart)


def _pass_over_ends_of_years(marks: Marks, cover: Cover) -> None:
    for one in cover.mentions:
        if one.kind == "year" and (found := re.compile(marks.tables["year_ends"]).match(marks.text, one.end)):
            marks.mark(*found.span(), SKIP)


def _pass_over(marks: Marks, cover: Cover) -> None:
    """What is said ahead of the question itself, and a verb that is said again: 核一下：退费退了多少."""
    again = re.search(marks.tables["said_again"], marks.text)
    if again is not None:
        marks.mark(*again.span("again"), SMALL)
    called = re.search(marks.tables["year_called"], marks.text)
    if called is not None and any(one.kind == "year" for one in cover.mentions):
        marks.mark(*called.span(), SKIP)
    framed = re.match(marks.tables["framing"], marks.text)
    if framed is not None and not any(one.start < framed.end() and one.kind in _NAMING for one in cover.mentions):
        marks.mark(*framed.span(), SKIP)


def _made(marks: Marks, runs: Sequence[tuple[int, Run]]) -> Counting:
    every, asked = tuple(run for _, run in runs), marks.asked
    if asked is None or marks.place:
        return Counting(runs=every, measure=marks.measure, place=marks.place)
    ahead = [run for start, run in reversed(runs) if start < asked[0]]
    return Counting(
        runs=every,
        measure=marks.measure,
        asking=marks.text[slice(*asked)],
        money=marks.money or marks.measure in numbers.MONEY_UNITS,
        after=next((run for start, run in runs if start == asked[1]), None),
        # 夜校2023年办了几场: the noun, and not the verb by itself
        before=next((run for run in ahead if not all(run.small) and not act_of(run)), next(iter(ahead), None)),
    )


def _take(marks: Marks, mention: Mention) -> None:
    """One mention: content or not, a question word, a measure word behind it."""
    tokens = frozenset().union(*mention.alternatives)
    sort = SMALL if mention.text in marks.tables["doing"] else sort_of(mention, tokens)
    marks.mark(mention.start, mention.end, sort)
    thing = thing_of(mention, tokens, marks.tables)
    marks.mark(mention.start, mention.start + thing, WORD)
    start = mention.start + asks_at(mention, tokens, marks.tables["asking"])
    mentioned = marks.text[start : mention.end]
    head = question_word(mentioned) if tokens & _ASK_WITHIN or start > mention.start or is_refused(tokens) else ""
    if "ask" in tokens or head:
        marks.several = marks.several or _asks_again(marks, mention)
    if head:
        # 多少个部门频道 counts no bodies; 多少家
        behind = mentioned[len(head) :]
        counted = behind in marks.tables["counted_as"]
        end = mention.end if counted else start + len(head)
        marks.mark(start, end, SKIP)
        marks.asked, marks.measure = (start, end), behind if counted else measure_of(head) or marks.measure
    if marks.signs[mention.start] == WORD and all(sign in marks.tables["particles"] for sign in mention.text[1:]):
        marks.words.add(mention.start)
    behind = marks.text[mention.end : mention.end + 1]
    if not tokens.isdisjoint(marks.tables["asks_place"]) and behind not in (UNITS - {*marks.tables["places"]}):
        marks.mark(mention.start, mention.end, SKIP)
        marks.asked, marks.measure, marks.place = (mention.start, mention.end), None, True
    elif "ask" in tokens:
        marks.asked = (mention.start + thing, mention.end)
        marks.measure = measure_of(mention.text) or own_measure(mention, tokens) or marks.measure
        marks.money = marks.money or "money" in tokens
    elif (
        marks.asked
        and not marks.measure
        and mention.start == marks.asked[1]
        and any(token.startswith("unit:") for token in tokens)
    ):
        marks.mark(mention.start, mention.end, SKIP)
        marks.measure, marks.asked = mention.text, (marks.asked[0], mention.end)


def _asks_again(marks: Marks, mention: Mention) -> bool:
    """A second “how many”, with something to be counted after the first."""
    if marks.asked is None:
        return False
    parted = marks.text[marks.asked[1] : mention.start].strip()
    if WORD not in marks.signs[marks.asked[1] : mention.start] and not (parted and marks.measure):
        return False
    words: list[str] = marks.tables["asking"]
    first = marks.text[slice(*marks.asked)]
    return any(word in first for word in words) and any(word in mention.text for word in words)


def _lighten(marks: Marks, cover: Cover) -> None:
    """What of the content a clause may lack: particles, verbs that say no more than that it was done, 政务."""
    for at, sign in enumerate(marks.text):
        if marks.signs[at] == WORD and at not in marks.words and sign in marks.tables["particles"]:
            marks.signs[at] = SMALL
    for at in range(1, len(marks.text) - 1):
        # 低保、特困对象: one thing that is counted
        if marks.text[at] in marks.tables["listing"] and SKIP not in (marks.signs[at - 1], marks.signs[at + 1]):
            marks.signs[at] = SMALL
    spare, doing = _light()
    for _, match in spare.found(marks.text):
        if WORD in marks.signs[match.end() : match.end() + 1]:
            marks.mark(match.start(), match.end(), SMALL)
    for _, match in doing.found(marks.text):
        if any(start < match.end() and match.start() < end for start, end in cover.left):
            marks.mark(match.start(), match.end(), SMALL)


def _words_cut_in_two(marks: Marks, cover: Cover) -> None:
    """信用: what says nothing by itself is part of a word whose other character is in no list."""
    for start, end in cover.left:
        for first, other in ((start - 1, start - 1), (end - 1, end)):
            if marks.text[max(first, 0) : first + 2] in real_words.words() and marks.signs[other : other + 1] == [
                SMALL
            ]:
                marks.mark(other, other + 1, WORD)


def _within(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _said_in_full(marks: Marks, each: Sequence[tuple[int, int]]) -> None:
    """What words say that elsewhere say nothing, or another thing: 多少人次看, 做了多少块, 文件数, 一封来信平均."""
    tables = marks.tables
    for start, end in each:
        marks.mark(start, end, SKIP)
    for name in tables["end_in_measure"]:
        for found in re.finditer(name, marks.text):
            marks.mark(*found.span(), WORD)
    if marks.asked is None:
        return
    start, end = marks.asked
    piece = next((one for one in tables["pieces"] if marks.money and marks.text[start:end].endswith(one)), None)
    if piece and not any(word in marks.text for word in tables["money_words"]):
        marks.money, marks.measure = False, piece if piece in numbers.COUNT_UNITS else None
    if marks.measure in tables["telling"]:
        rest = "".join(sign for sign in marks.text[end:] if is_content(sign))
        word = next((one for one in tables["attending"] if one == rest), "")
        if word:
            marks.mark(end, end + len(word), WORD)
            marks.words.add(end)


@functools.cache
def _light() -> tuple[Patterns, Patterns]:
    """Words that a clause may lack before a word, and verbs that say no more than that it was done."""
    tables = language("zh").statements
    return Patterns(tables["spare"]), Patterns(word for word in tables["doing"] if len(word) >= SHORTEST_PIECE)


def _runs(text: str, signs: Sequence[int], words: set[int]) -> list[tuple[int, Run]]:
    """Runs that hold content or a noun that a clause may lack, with the place where each begins."""
    found = []
    for stretch in _NOT_SKIPPED.finditer(bytes(signs)):
        at, end = stretch.span()
        if WORD in signs[at:end] or end - at >= SHORTEST_PIECE:
            said = [spot for spot in range(at, end) if signs[spot] == WORD]
            if len(said) == 1:
                # 配了: a verb of one character is all that is said there
                words = {*words, *said}
            run = Run(
                text=text[at:end],
                small=tuple([sign == SMALL for sign in signs[at:end]]),
                words=frozenset([spot - at for spot in words if at <= spot < end]),
            )
            found.append((at, run))
    return found
