"""Claims that are asked as questions: whether “县长信箱”来信1874件 is so, whether 两年合起来有555件.

The question is asked without the figure, and its answer is compared with it: a sentence of the report, or what is
worked out of several figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answers.agreeing import agree, in_unit
from bot.answers.as_told import as_told
from bot.answers.choosing import taken_apart
from bot.answers.listed import listed
from bot.answers.one_claim import stands_apart
from bot.answers.side_by_side import claim_line
from bot.answers.splitting.told_changes import TOLD_CHANGE
from bot.answers.splitting.ways import split
from bot.answers.word_for_word import is_name, stated_so
from bot.finding.asked import Asked
from bot.finding.cells import RATIO
from bot.finding.clause.statements import bare, place_of
from bot.finding.matching.placing import part_of
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.languages import matches
from bot.meaning.operands import Claimed, years_follow
from bot.models import Answer, Claim, Mention, Result
from bot.words.figures import in_tenths, is_rounded
from bot.words.mentions import is_content, years
from bot.words.refusing import asks_otherwise
from index import numbers

_ABOUT_IT = frozenset({"where", "claim", "reliable"})
_BESIDES = frozenset({"all", "none"})
"""收到1件,全部按时办结 asserts another thing besides"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Figure:
    """The one figure of a claim, with the words that say how it bounds, and what asks for it."""

    start: int
    end: int
    said: Claimed
    word: str


def asserted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """Compare the figure with what is told without it; None if it is no such question, or nothing is told."""
    figure = _figure(asked)
    if figure is None or stands_apart(asked):
        return None
    sub = asked.again(_asking(asked, figure), asked.before)
    if _is_refused(asked) and not _is_refused(sub):
        # 只有海珠区收到超过50件: what is asserted besides is lost where the figure is asked for
        return None
    found = answer(sub)
    if found.status != "answered":
        found = split(sub, TOLD_CHANGE, answer) or as_told(sub, answer) or listed(sub) or found
    if found.status != "answered" or len(found.results) != 1:
        return None
    one, said = found.results[0], figure.said
    of_several = found.query is not None and len(set(found.query.metrics)) > 1 and not one.calculated
    if said.ratio != (one.unit == RATIO) or of_several:
        return None
    holds = agree(said, in_unit(said, one), one)
    told = one.metric is None and not one.calculated
    if holds is False and told and _is_told_of_another(asked, one, in_unit(said, one)):
        return None
    made = _verdict(asked, found, one, said)
    return stated_so(asked, made) or made


def _is_refused(asked: Asked) -> bool:
    return any(map(asks_otherwise, asked.cover.mentions))


def _verdict(asked: Asked, found: Answer, one: Result, said: Claimed) -> Answer:
    """The claim in the asker's words beside what is told."""
    claimed = in_unit(said, one)
    claim = Claim(
        claim=claim_in_words(asked),
        claimed=claimed,
        value=one.value,
        unit=one.unit,
        holds=agree(said, claimed, one),
        sources=one.sources,
        sign=said.sign,
    )
    head = claim_line(asked.tongue, one.body, one.year, claim, said=True)
    return Answer(
        status="checked",
        text=f"{head}\n{found.text}",
        claims=(claim,),
        notes=found.notes,
        query=found.query,
    )


def said_more(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """That one of two is more, of what only the prose tells: asked by how much, and looked which way it is."""
    for taken in taken_apart("said_more", asked):
        if not _is_a_claim(asked):
            continue
        sub = asked.again(taken.put("asks")[0], None)
        found = answer(sub)
        if found.status != "answered":
            found = split(sub, TOLD_CHANGE, answer) or as_told(sub, answer) or found
        if found.status != "answered" or len(found.results) != 1 or found.results[0].value is None:
            continue
        one = found.results[0]
        if not one.calculated:
            continue
        said = Claimed(at=-1, value=Decimal(0), unit=None, sign="gt")
        return _verdict(asked, found, one, said)
    return None


def _figure(asked: Asked) -> _Figure | None:
    """The figure that is asserted; None where several are, or something is asked besides."""
    told, text = asked.understood, asked.text
    if told.each or told.ops & _BESIDES or len(told.conditions) > 1 or not _is_a_claim(asked):
        return None
    named = years(text)
    figures = [
        at
        for at, one in enumerate(asked.cover.mentions)
        if one.kind == "number"
        and not any(year.start <= one.start < year.end for year in named)
        and not years_follow(text, one.end)
        and not is_name(text, one.end)
    ]
    if len(figures) != 1 or _asserts_more(asked, asked.cover.mentions[figures[0]].end):
        return None
    return _bounded(asked, figures[0])


def _asserts_more(asked: Asked, end: int) -> bool:
    """推文998篇,比2023年少: a clause behind the figure's own asserts another thing."""
    return any(any(map(is_content, clause)) for clause in re.split("[,;]", _bare(asked)[end:])[1:])


def _is_a_claim(asked: Asked) -> bool:
    """对吗, 属实, or a question that is answered by yes or no."""
    if asked.understood.ops & _ABOUT_IT:
        return True
    return matches("yes_or_no", asked.text) and not matches("wh_words", asked.text)


def _bounded(asked: Asked, at: int) -> _Figure | None:
    """The figure at a place with the words beside it that bound it: 超过6000份, 8万多个, 50件以上."""
    told, mentions = asked.understood, asked.cover.mentions
    number = mentions[at]
    start, end, signs = number.start, number.end, set[str]()
    ahead = mentions[at - 1] if at else None
    if ahead is not None and _is_beside(asked, ahead.end, start) and _signs(ahead):
        start, signs = ahead.start, _signs(ahead)
    behind = mentions[at + 1] if at + 1 < len(mentions) else None
    if behind is not None and behind.start == end and _signs(behind):
        end, signs = behind.end, signs | _signs(behind)
    words: dict[str, str] = asked.tongue.operands["asks_for_claimed"]
    if told.nth is not None:
        place = Claimed(at=-1, value=Decimal(told.nth), unit=None)
        return _Figure(start=start, end=end, said=place, word=words["place"])
    said = _said(asked, number, signs)
    if said is None or (said.sign is None) != (not signs) or told.limit not in (None, said.value):
        # 50件以上: what bounds it stands elsewhere; 选派64名 are no first 64
        return None
    return _Figure(start=start, end=end, said=said, word=words["figure"])


def _said(asked: Asked, number: Mention, signs: Set[str]) -> Claimed | None:
    """The figure as it is understood, or as it is typed."""
    told = asked.understood
    if told.conditions:
        sign, value = told.conditions[0]
        return Claimed(at=-1, value=value, unit=None, sign=sign, ratio=told.ratios)
    if len(told.claimed) == 1:
        return told.claimed[0]
    typed = _typed(asked, number)
    return replace(typed, sign=min(signs)) if typed is not None and signs else typed


def _is_beside(asked: Asked, start: int, end: int) -> bool:
    """超过 50件, 超过了50件: nothing of weight stands between."""
    words: str = asked.tongue.operands["beside_figure"]
    return not asked.text[start:end].strip(words)


def _signs(one: Mention) -> set[str]:
    """How a word bounds the figure beside it; one that says something besides (first exceeded) is no bound alone."""
    ways = [way for way in one.alternatives if any(token.startswith("cmp:") for token in way)]
    alone = (way for way in ways if all(token.startswith(("cmp:", "unit:")) for token in way))
    return {token.partition(":")[2] for way in alone for token in way if token.startswith("cmp:")}


def _asking(asked: Asked, figure: _Figure) -> str:
    """The text as a question for the figure, without the words around it that make it a claim."""
    text = _bare(asked)
    text = f"{text[: figure.start]}{figure.word}{text[figure.end :]}"
    return re.sub(asked.tongue.operands["closing"], "", text)


def claim_in_words(asked: Asked) -> str:
    """What is claimed, as typed, without the words that ask whether it is so."""
    return re.sub(asked.tongue.operands["closing"], "", _bare(asked).rstrip()).strip(" ,;:、。?!")


def _bare(asked: Asked) -> str:
    """The text with blanks in place of the words around it that make it a claim."""
    signs = list(asked.text)
    for one in asked.cover.mentions:
        if _is_claim(one) and _is_outermost(asked.text, one):
            signs[one.start : one.end] = " " * (one.end - one.start)
    return "".join(signs)


def _is_outermost(text: str, one: Mention) -> bool:
    """核实一下 around what is asserted; 核实 within it is what was done."""
    return not any(map(is_content, text[: one.start])) or not any(map(is_content, text[one.end :]))


def _is_claim(one: Mention) -> bool:
    return any("op:claim" in way for way in one.alternatives)


def _typed(asked: Asked, figure: Mention) -> Claimed | None:
    """A figure that no word known takes: 15名观察员."""
    found = next((one for one in numbers.find(asked.text) if one.start == figure.start), None)
    if found is None:
        return None
    rounded = in_tenths(figure.text) if figure.ratio else is_rounded(figure.text)
    return Claimed(at=-1, value=found.value, unit=None, ratio=figure.ratio, rounded=rounded)


def _is_told_of_another(asked: Asked, one: Result, value: Decimal) -> bool:
    """培训540人 beside 政务公开培训62人 and 教师培训540人: which of them is meant cannot be told."""
    words = {asked.text[at : at + SHORTEST_PIECE] for at in range(len(asked.text) - 1)}
    said: dict[Decimal, set[str]] = {}
    for report in asked.store.reports(body=one.body, year=one.year):
        for told in asked.store.statements(report=report.id):
            clause = bare(told.text)
            spot = place_of(clause, told) if told.unit == one.unit and told.value in {value, one.value} else None
            own = clause[slice(*part_of(clause, spot))] if spot is not None else ""
            said.setdefault(told.value, set()).update(word for word in words if word in own and not _has_digit(word))
    found = said.get(one.value, set()) if one.value is not None else set()
    return bool(found) and found <= said.get(value, set())


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
