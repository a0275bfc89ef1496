"""A pasted paragraph: each figure it asserts is tested, clause by clause, each in the context of those before."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot import wording
from bot.answers.asserted import asserted
from bot.answers.claims import claims
from bot.answers.word_for_word import is_name, otherwise, quoted, stated_so
from bot.finding.asked import Asked
from bot.languages import every_word, language, matches
from bot.meaning import intents
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.models import Answer, Claim, Mention, Query
from bot.words import year_before
from bot.words.domains import domains
from bot.words.figures import figures
from bot.words.mentions import is_content, is_latin, years
from bot.words.patterns import Patterns

_CLAUSE = re.compile(r"(?:[^,.;:!?()、。\n]|(?<=[0-9])[,.](?=[0-9]))+")
_SENTENCE = re.compile(r"(?:[^.;!?。\n]|(?<=[0-9])\.(?=[0-9]))+")
MOST_CLAUSES = 40
_HUNDRED = 100
_ONE = "one"
_CLAIM, _SHARE = frozenset({"claim"}), frozenset({"share"})
_COMPARING = intents.CHANGES | {"more", "less", "most", "least", "times", "trend", "every_year", "all"}
"""operators of what is asserted of a figure besides how large it is"""
_ASKING = frozenset({"rank", "filter", "count", "total", "average", "series", "breakdown", "define", "check", "help"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Clause:
    text: str
    numbers: tuple[Mention, ...]
    """figures that are no year, date or number of a document"""
    unsure: bool
    """its sentence speaks of less, or more, than a year"""
    begins: bool = True
    """its sentence begins with it"""
    none: bool = False
    """it asserts that there is none: 没有行政诉讼"""

    @property
    def asserts(self) -> bool:
        return bool(self.numbers) or self.none


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("passages.toml").read_text(encoding="utf-8"))


def paragraph(asked: Asked, ask: Callable[[Asked], Answer]) -> Answer | None:
    """Test all figures of a text that asserts several; None if it is no such text, or nothing in it is known."""
    text = _as_clauses(asked, _of_two_years(asked, asked.text))
    if not 1 < sum(any(map(is_content, clause)) for clause in _CLAUSE.findall(text)) <= MOST_CLAUSES:
        return None
    clauses = _clauses(text)
    if not any(each.numbers for each in clauses) and "none" not in asked.understood.ops:
        return None
    read = {text: asked.again(text, None) for text in dict.fromkeys(each.text for each in clauses)}
    told = [read[each.text] for each in clauses]
    clauses = [_without_years(each, one) for each, one in zip(clauses, told, strict=True)]
    clauses = [replace(each, none=_says_none(each, one)) for each, one in zip(clauses, told, strict=True)]
    if sum(each.asserts for each in clauses) < 2:
        return None
    if any(_asks(each, clause) for each, clause in zip(told, clauses, strict=True)):
        return None
    before = _start(asked, told)
    made: list[Claim] = []
    lines: list[str] = []
    notes: list[str] = []
    other, asked_for, last, whole = False, "claim" in told[-1].understood.ops, before, None
    for clause, one in zip(clauses, told, strict=True):
        other = other and not clause.begins
        if _is_bare_share(clause, one):
            # 其中自然人40件，占47.6%: the share is theirs
            answer, after = _tested(asked, clause, last, of_another=other, whole=whole)
        else:
            whole = _whole(clause, last)
            answer, after = _tested(asked, clause, before, of_another=other)
        before = after or before
        last = replace(answer.query, ops=()) if answer is not None and answer.query is not None else before
        other = other or bool(clause.numbers and answer is None and not _is_known(one))
        if clause.asserts:
            found, said = _outcome(one, clause, answer, before, ask)
            made += found
            lines += said
            notes += answer.notes if answer is not None else ()
        elif _compares(one) or (made and asked_for and _says_more(one)):
            notes.append(asked.tongue.say("claims_passed", clause=wording.short(clause.text)))
    if not any(one.holds is not None for one in made):
        return None
    return _told(asked, made, lines, list(dict.fromkeys(notes)), before)


def _of_two_years(asked: Asked, text: str) -> str:
    """由上年的611件降到574件 asserts a figure of each of two years: 574件, 2021年611件."""
    pattern = asked.tongue.operands.get("from_to")
    found = re.search(pattern, text) if pattern else None
    named = sorted({int(year.value) for year in years(text)}) if found is not None else ()  # type: ignore[call-overload]
    if found is None or not named:
        return text
    later = found["later"] if "later" in found.re.groupindex else None
    before = int(found["year"]) if found["year"] else (int(later) if later else named[-1]) - 1
    unit = found["unit"]
    rest = text[found.end() :].removeprefix(unit)
    sign = asked.tongue.short_year.get("sign", "")
    head = text[: found.start()]
    if later:
        # in the order said, each with its year
        return f"{head}{before}{sign}{found['old']}{unit},{later}{sign}{found['new']}{unit}{rest}"
    return f"{head}{found['new']}{unit},{before}{sign}{found['old']}{unit}{rest}"


def _as_clauses(asked: Asked, text: str) -> str:
    """收到1件，全部办结 asserts a share besides: 办结率100%. 84件申请里40件是个人的 asserts two figures."""
    ways: list[dict[str, str]] = asked.tongue.operands.get("as_clauses", [])
    for at, way in enumerate(ways):
        if at in _ways(asked.tongue.code).possible(text):
            text = re.sub(way["said"], way["put"], text)
    return text


@functools.cache
def _ways(code: str) -> Patterns:
    return Patterns(way["said"] for way in language(code).operands.get("as_clauses", []))


def _clauses(text: str) -> list[_Clause]:
    found = []
    for sentence in _SENTENCE.findall(text):
        unsure, begins = False, True
        for clause in map(str.strip, _CLAUSE.findall(sentence)):
            numbers = _numbers(clause)
            unsure = unsure or (not numbers and any(word in clause for word in _words()["narrows"]))
            if any(map(is_content, clause)):
                found.append(_Clause(text=clause, numbers=numbers, unsure=unsure, begins=begins))
                begins = False
    return found


@functools.cache
def _of_them() -> tuple[str, ...]:
    """What makes a figure of one: one of them came from a company."""
    return tuple(_words()["of_them"])


@functools.lru_cache(maxsize=MOST_CLAUSES)  # what is pasted twice is looked at once
def _numbers(clause: str) -> tuple[Mention, ...]:
    known = years(clause)
    return tuple(
        one
        for one in figures(clause)
        if (one.ratio or _is_written(one.text) or clause.startswith(_of_them(), one.end))
        and not any(year.start <= one.start < year.end for year in known)
        and not clause[one.end :].lstrip().startswith(tuple(_words()["dates"]))
        and not is_name(clause, one.end)
    )


def _without_years(clause: _Clause, told: Asked) -> _Clause:
    """青禾21: two figures that only their surroundings make a year."""
    named = [one for one in told.cover.mentions if one.kind == "year"]
    numbers = [one for one in clause.numbers if not any(year.start <= one.start < year.end for year in named)]
    return replace(clause, numbers=tuple(numbers))


def _is_written(text: str) -> bool:
    """In figures, or in a Latin word: seven; one may be anything."""
    return any(sign.isdigit() and sign.isascii() for sign in text) or (is_latin(text[0]) and text != _ONE)


def _is_bare_share(clause: _Clause, told: Asked) -> bool:
    """占75.2%: of what the clause before told, and of nothing else."""
    understood = told.understood
    left = {*understood.left} - {one.text for one in clause.numbers}
    named = understood.features or understood.parties_said or left or understood.choices or understood.years
    return understood.ops == _SHARE and not named


def _whole(clause: _Clause, before: Query | None) -> Fit | None:
    """What it is that some of it are told of: 不予公开71件，其中自然人61件."""
    among = any(clause.text.startswith(word) for word in sorted(every_word("operands", "among_it")))
    if not among or before is None or len(before.metrics) != 1:
        return None
    return before.metrics[0], next(iter(before.parties), None)


def _says_none(clause: _Clause, told: Asked) -> bool:
    """没有行政诉讼 in a text that asserts figures."""
    understood = told.understood
    plain = not (clause.numbers or understood.asks or understood.each or understood.conditions or understood.left)
    return plain and "none" in understood.ops and bool(understood.features)


def _is_known(told: Asked) -> bool:
    """比上年多26件 is of what the clause before told; of 结转16件 only the way is open: neither is of another."""
    understood = told.understood
    return not understood.left and (not understood.features or bool(understood.measures))


def _compares(told: Asked) -> bool:
    """逐年上升, 翻了一番, 多于诉讼: asserted without a figure of its own, so that nothing tells whether it is so."""
    understood = told.understood
    return bool(understood.ops & _COMPARING) and not understood.left and not understood.asks


def _says_more(told: Asked) -> bool:
    """基本持平, 数量最多: of a clause that somebody asks about besides figures, nothing is told."""
    understood = told.understood
    return bool(understood.left or understood.content) and not understood.ops & _CLAIM


def _asks(told: Asked, clause: _Clause) -> bool:
    """Somebody who asks for figures, not one who asserts them."""
    understood = told.understood
    if clause.none:
        return False
    about = understood.features or understood.choices or understood.years
    if understood.intent in {"check", "help"} and not about:
        return False  # 请核对以上内容, 这些数准吗: of what was pasted
    if clause.numbers and not matches("wh_words", clause.text):
        return False  # 检查殡仪馆94家, 暗访窗口单位45家: what was done
    if understood.each & BODIES or understood.intent in _ASKING:
        return True
    asking = any(
        "ask" in one for mention in told.cover.mentions for one in mention.alternatives if len(mention.text) < 4
    )
    return asking and not clause.numbers


def _start(asked: Asked, told: Sequence[Asked]) -> Query | None:
    """The body and year that the text is about, where it names one of each; else the chat's."""
    bodies = {body.name for each in told for choice in each.understood.choices for body in choice.bodies}
    named = {year for each in told for year in each.understood.years if not each.understood.leaning}
    if not bodies and asked.before is not None:
        bodies = set(asked.before.bodies)
    if not named and asked.before is not None:
        named = set(asked.before.years)
    if len(bodies) != 1:
        return None
    return Query(intent="figure", bodies=tuple(bodies), years=tuple(named) if len(named) == 1 else ())


def _tested(
    asked: Asked, clause: _Clause, before: Query | None, *, of_another: bool, whole: Fit | None = None
) -> tuple[Answer | None, Query | None]:
    """A clause tested, and what the next one leans on; only the latter of one that asserts nothing.

    `whole`: what a share is of, where none is said.
    `of_another`: a clause before it in its sentence is of what no metric names (来信2103件，办结率99.6%).
    """
    text = clause.text
    if clause.numbers and before is not None and len(before.years) == 1:
        text = year_before.relative(text, before.years[0])
    sub = asked.again(f"{text} {asked.tongue.operands['claim']}" if clause.asserts else text, before)
    told = sub.understood
    if whole is not None and told.against is None:
        sub = replace(sub, understood=replace(told, against=Measure(fits=(whole,))))
    if clause.asserts:
        its_own = told.features & domains() or told.parties_said
        if clause.unsure or told.left or told.intent != "claim" or (of_another and not its_own):
            return None, None
        answer = claims(sub)
        if answer.status == "checked" and len(answer.claims) == 1:
            # 公开率达到98.1%, of departments: a sentence of the report says just this
            answer = stated_so(sub, answer) or answer
        # an applicant is named of its own clause only: 其中自然人40件，办结82件
        after = (
            replace(answer.query, parties=tuple(None for _ in answer.query.metrics), ops=()) if answer.query else None
        )
        return (answer, after) if answer.status == "checked" else (None, None)
    if before is None or told.left:
        return None, None
    bodies = tuple(body.name for choice in told.choices for body in choice.bodies)
    fits = told.fits if told.features else ()
    return None, replace(
        before,
        bodies=bodies if len(bodies) == 1 else before.bodies,
        years=told.years if len(told.years) == 1 else before.years,
        metrics=(fits[0][0],) if len(fits) == 1 else before.metrics,
        parties=(None,) if len(fits) == 1 else before.parties,
    )


def _outcome(
    asked: Asked, clause: _Clause, answer: Answer | None, before: Query | None, ask: Callable[[Asked], Answer]
) -> tuple[list[Claim], list[str]]:
    """The claims of a clause and a line for each; of one that was not understood what the report's text has."""
    tongue = asked.tongue
    if answer is not None and len(answer.claims) == (len(clause.numbers) or 1):
        return list(answer.claims), answer.text.split("\n")[: len(answer.claims)]
    made: list[Claim] = []
    lines: list[str] = []
    for one in clause.numbers:
        value: Decimal = one.value  # type: ignore[assignment]
        found = None if clause.unsure else quoted(asked, clause.text, value, before)
        told = _told_in_prose(asked, clause, before, ask) if found is None else None
        if told is not None:
            made += told.claims
            lines += told.text.split("\n")[:1]
            continue
        holds = True if found else None
        if found is None and not clause.unsure and len(clause.numbers) == 1:
            found = otherwise(asked, one, before)
            holds = found.value in (value, value * _HUNDRED) if found else None
        claim = Claim(
            claim=clause.text,
            claimed=value,
            value=found.value if found else None,
            unit=found.unit if found else "",
            holds=holds,
            sources=(found.source,) if found else (),
        )
        made.append(claim)
        if found is not None:
            key = "claim_quoted" if holds else "claim_misquoted"
            quote = wording.short(found.text)
            lines.append(tongue.say(key, quote=quote, line=found.source.line, claimed=one.text))
        else:
            lines.append(tongue.say("claim_clause", clause=wording.short(clause.text), claimed=one.text))
    return made, lines


def _told_in_prose(
    asked: Asked, clause: _Clause, before: Query | None, ask: Callable[[Asked], Answer]
) -> Answer | None:
    """公开扶贫信息1840条, of what no row holds: a sentence of the report says so in other words; None if none does."""
    if len(clause.numbers) != 1 or clause.unsure:
        return None
    told = asserted(asked.again(f"{clause.text} {asked.tongue.operands['claim']}", before), ask)
    return told if told is not None and told.claims[0].holds else None


def _told(
    asked: Asked, made: Sequence[Claim], lines: Sequence[str], notes: Sequence[str], query: Query | None
) -> Answer:
    tongue = asked.tongue
    counts = {holds: sum(one.holds is holds for one in made) for holds in (True, False, None)}
    head = tongue.say("claims_made", count=len(made), right=counts[True], wrong=counts[False], unknown=counts[None])
    return Answer(
        status="checked",
        text="\n".join([head, *lines, *wording.note_lines(tongue, notes)]),
        claims=tuple(made),
        notes=tuple(notes),
        query=query,
    )
