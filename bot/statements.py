"""The figures in prose that no metric names: answered only where a clause covers every content word.

A clause answers in one of two ways: its words cover the question's, and what it counts is what the question counts; or,
where a metric is understood that has no fact, the clause itself reads as that metric and as nothing else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.languages import language
from bot.mentions import covers, is_content, phrases, years
from bot.models import Cover, Mention
from bot.normalise import normalise
from bot.readings import Fit, by_unit, fits_of, readings
from index import numbers
from index.metrics import catalogue
from index.models import Statement

SHORTEST_PIECE = 2
"""characters a piece of the question must have to be looked for in a clause, where it is no word by itself"""
_NEVER_CONTENT = frozenset({"ask", "and", "total"})
_ITEM = re.compile(r"^\W*\w{1,2}[)、.．]\s*")
_STOPS = re.compile(r"[,;。:]")
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


def counting(text: str, cover: Cover) -> Counting | None:
    """Take a question apart for looking through statements; None where it cannot be answered by one."""
    signs = [_WORD if is_content(sign) else _SKIP for sign in text]
    particles: list[str] = language("zh").statements["particles"]
    words: set[int] = set()
    measure: str | None = None
    money = False
    asked: tuple[int, int] | None = None
    for mention in cover.mentions:
        tokens = frozenset().union(*mention.alternatives)
        if mention.kind == "number":
            # a figure in the question sets a bound: 超过10天
            return None
        is_ask, size = "ask" in tokens, mention.end - mention.start
        signs[mention.start : mention.end] = [_sort(mention, tokens)] * size
        head = _question_word(mention.text) if "op:count" in tokens else ""
        if head:
            # 多少个部门频道 counts no bodies
            end = mention.start + len(head)
            signs[mention.start : end] = [_SKIP] * len(head)
            asked, measure = (mention.start, end), _measure(head) or measure
        if signs[mention.start] == _WORD and all(sign in particles for sign in mention.text[1:]):
            words.add(mention.start)
        if is_ask:
            asked, measure = (mention.start, mention.end), _measure(mention.text) or measure
            money = money or "money" in tokens
        elif asked and mention.start == asked[1] and any(token.startswith("unit:") for token in tokens):
            signs[mention.start : mention.end] = [_SKIP] * size
            measure, asked = mention.text, (asked[0], mention.end)
    for at, sign in enumerate(text):
        if signs[at] == _WORD and at not in words and sign in particles:
            signs[at] = _SMALL
    runs = _runs(text, signs, words)
    if asked is None:
        return Counting(runs=tuple(run for _, run in runs), measure=measure)
    return Counting(
        runs=tuple(run for _, run in runs),
        measure=measure,
        money=money or measure in numbers.MONEY_UNITS,
        after=next((run for start, run in runs if start == asked[1]), None),
        before=next((run for start, run in reversed(runs) if start < asked[0]), None),
    )


def _sort(mention: Mention, tokens: frozenset[str]) -> int:
    if mention.kind != "phrase" or "ask" in tokens:
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


Spot = tuple[int, int]


def placed(clause: str, run: Run) -> list[Spot] | None:
    """Where the words of a run stand in a clause, in the run's order; None where one does not.

    A word that the clause denies (久不更新的栏目) is another word.
    """
    found: list[Spot] = []
    at = 0
    while at < len(run.text):
        best = _longest(clause, run, at)
        if best is not None:
            found.append(best)
            at += best[1] - best[0]
        elif run.small[at]:
            at += 1
        else:
            return None
    return found


def _longest(clause: str, run: Run, at: int) -> Spot | None:
    """The longest piece of the run from a place on that stands in the clause."""
    for size in range(len(run.text) - at, 0, -1):
        small = all(run.small[at : at + size])
        if small or (size < SHORTEST_PIECE and at not in run.words):
            continue
        spot = clause.find(run.text[at : at + size])
        while spot >= 0:
            if not clause[:spot].endswith(_negations()):
                return spot, spot + size
            spot = clause.find(run.text[at : at + size], spot + 1)
    return None


def _negations() -> tuple[str, ...]:
    return tuple(language("zh").statements["negations"])


def _part(clause: str, spot: Spot) -> Spot:
    """The part of a clause between stops that a figure stands in."""
    before = [stop.end() for stop in _STOPS.finditer(clause, 0, spot[0])]
    after = _STOPS.search(clause, spot[1])
    return (before[-1] if before else 0), (after.start() if after else len(clause))


def covered(clause: str, figure: Spot, asked: Counting) -> bool:
    """Tell whether the words of a question stand where the figure's clause speaks of it.

    They stand in the figure's own part; or before it, where that part says nothing else (举办培训班1期，58人次参加).
    A word that makes another thing of what is counted (清理栏目, 新设专题) must be asked for.
    """
    start, end = _part(clause, figure)
    spots: list[Spot] = []
    for run in asked.runs:
        found = placed(clause[:end], run)
        if found is None:
            return False
        own = placed(clause[start:end], run)
        spots += [(start + first, start + last) for first, last in own] if own is not None else found
    rest = "".join(
        sign
        for at, sign in enumerate(clause[:end])
        if at >= start and not any(first <= at < last for first, last in (*spots, figure))
    )
    tables = language("zh").statements
    if any(word in rest for word in tables["turning"]):
        return False
    if all(first >= start for first, _ in spots):
        return True
    for word in sorted([*tables["between"], *tables["light"]], key=len, reverse=True):
        rest = rest.replace(word, "")
    return not any(is_content(sign) for sign in rest)


def counts(clause: str, spot: Spot, unit: str, asked: Counting) -> bool:
    """Tell whether the figure counts what the question counts: its own unit says so, or the noun touches it."""
    tables = language("zh").statements
    if asked.money:
        return unit == numbers.MONEY and len(numbers.find(clause[slice(*_part(clause, spot))])) == 1
    if not _same_measure(unit, asked):
        return False
    if asked.measure in tables["telling"]:
        return asked.after is not None or asked.before is None or not _only_takes_part(clause, spot, asked)
    following, leading = clause[spot[1] :].lstrip(), clause[: spot[0]].rstrip()
    if asked.after is not None:
        return _touches_after(clause, following, leading, asked.after)
    return asked.before is not None and _touches_before(clause, following, leading, asked.before)


def _only_takes_part(clause: str, spot: Spot, asked: Counting) -> bool:
    """民警多少人 asks for all there are: 参加民警340人次 counts those who came."""
    said = "".join(run.text for run in asked.runs)
    part = clause[slice(*_part(clause, spot))]
    verbs: list[str] = language("zh").statements["taking_part"]
    if asked.before is None or not any(verb in part and verb not in said for verb in verbs):
        return False
    return _touches_before(clause, clause[spot[1] :], clause[: spot[0]], asked.before)


def _same_measure(unit: str, asked: Counting) -> bool:
    alike = language("zh").statements["counted_as"]
    return asked.measure is None or unit in alike.get(asked.measure, (asked.measure,))


def _touches_after(clause: str, following: str, leading: str, noun: Run) -> bool:
    """抽查了多少个部门频道: 44个部门频道; 收了多少信息公开复制费: 复制费320元."""
    first = next((at for at, small in enumerate(noun.small) if not small), 0)
    for start in {0, first}:
        ends = range(len(noun.text), start + SHORTEST_PIECE - 1, -1)
        known = next((noun.text[start:end] for end in ends if noun.text[start:end] in clause), None)
        if known is not None and following.startswith(known):
            return True
    return _leads(leading, noun.text) or _leads(leading, noun.text[first:])


def _leads(leading: str, noun: str) -> bool:
    between: list[str] = language("zh").statements["between"]
    return len(noun) >= SHORTEST_PIECE and any(leading.endswith(noun + small) for small in between)


def _touches_before(clause: str, following: str, leading: str, run: Run) -> bool:
    """账号有几个: 账号7个; 新上线的专题有几个: 8个专题; 专题新设了几个: 新设专题5个."""
    last = next((at for at in range(len(run.text), 0, -1) if not run.small[at - 1]), 0)
    nouns = [run.text[:end] for end in dict.fromkeys((len(run.text), last))]
    for noun in nouns:
        ends = [noun[first:] for first in range(len(noun) - SHORTEST_PIECE + 1)]
        if any(following.startswith(end) or _leads(leading, end) for end in ends):
            return True
    spots = sorted(placed(clause, run) or ())
    glued = all(
        first[1] <= second[0] and not any(is_content(sign) for sign in clause[first[1] : second[0]])
        for first, second in itertools.pairwise(spots)
    )
    return len(spots) > 1 and glued and _leads(leading, clause[spots[0][0] : spots[-1][1]])


def matching(text: str, cover: Cover, statements: Sequence[Statement], fits: Sequence[Fit] = ()) -> list[Statement]:
    """Statements that answer a question; `fits` are the metrics it means, where none of them has a fact."""
    asked = counting(text, cover)
    if asked is None or not any(not all(run.small) for run in asked.runs):
        return []
    found, reading = [], []
    for statement in statements:
        # blanks are the print's: 20 余份
        clause = "".join(normalise(statement.text).text.split())
        spot = _place(clause, statement)
        if spot is None:
            continue
        if covered(clause, spot, asked) and counts(clause, spot, statement.unit, asked):
            found.append(statement)
        elif fits and _same_measure(statement.unit, asked) and reads_as(clause, spot, statement.unit, fits):
            reading.append(statement)
    return found or reading


def reads_as(clause: str, spot: Spot, unit: str, fits: Sequence[Fit]) -> bool:
    """Tell whether the part of a clause with the figure, asked as a question, means one of the metrics and no other.

    Only metrics of no table: what a table prints is not looked for in sentences that the reader left alone.
    """
    wanted = {key for key, party in fits if party is None and catalogue()[key].table is None}
    start, end = _part(clause, spot)
    part = clause[start:end]
    if not wanted or len(numbers.find(part)) != 1 or years(clause) or _looks_elsewhere(clause):
        return False
    rest = f"{clause[start : spot[0]]} {clause[spot[1] : end]}"
    unit_words = phrases().meanings.get(unit, (frozenset({f"unit:{unit}"}),))
    units = {token.removeprefix("unit:") for one in unit_words for token in one if token.startswith("unit:")} | {unit}
    meant: set[str] = set()
    for cover in covers(rest, phrases().find(rest)):
        if cover.left:
            continue
        for said in readings(cover):
            if said.ops or said.each or said.sections or said.refused or said.years or said.parties:
                continue
            meant |= {key for key, _ in by_unit(fits_of(said.features, None), units, lambda fit: fit[0])}
    return bool(meant) and meant <= wanted


def _looks_elsewhere(clause: str) -> bool:
    """A clause that speaks of another year."""
    said = itertools.chain.from_iterable(one.alternatives for one in phrases().find(clause))
    return any(token.startswith("year:-") for token in itertools.chain.from_iterable(said))


def plain_label(label: str) -> str:
    """The label of a row as a question has it: without blanks, and without its number in the list."""
    return _ITEM.sub("", "".join(normalise(label).text.split()))


def _place(clause: str, statement: Statement) -> Spot | None:
    """Where the statement's figure stands in its clause."""
    for number in numbers.find(clause):
        if number.value == statement.value and number.unit == statement.unit:
            return number.start, number.end
    return None
