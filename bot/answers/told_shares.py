"""A share or rate of two figures that one sentence tells: 网民留言回复率 of 收到网民留言2240条，回复2198条.

The whole is asked for first, then the part in its measure word. They go together only if the sentence says that the one
is of the other: behind 其中, or by a deed done with what was counted, with no other figure between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import wording
from bot.answers.splitting.ways import Part
from bot.answers.splitting.years import texts_of
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.cells import RATIO, divided
from bot.finding.clause.statements import bare
from bot.finding.clauses import bare_prose_of
from bot.finding.matching.placing import Spot, part_of
from bot.finding.sentence.paragraphs import ends
from bot.models import NAMES, Answer, Result
from index import numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class _Share:
    """What is asked for as a share of what."""

    part: str
    whole: str
    act: str
    """what was done with the part of the whole; empty: none is named"""


def told_share(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The share, or None where none is asked for or no sentence tells both figures as parts of each other."""
    told = asked.understood
    if len(told.choices) != 1 or len(told.years) > 1 or told.span or told.each or told.conditions or told.claimed:
        return None
    found = _found(asked)
    target = aim(asked) if found is not None else None
    if found is None or not isinstance(target, Target):
        return None
    form: str = asked.tongue.operands["told_share"]["each"]

    def ask(thing: str, unit: str) -> Part:
        text = form.format(body=target.body.name, year=target.year, thing=thing, unit=unit)
        sub = asked.again(text, None)
        return Part(text=text, asked=sub, answer=answer(sub))

    whole = ask(found.whole, "")
    one = _stated(whole.answer)
    part = ask(found.part, one.unit) if one is not None else None
    other = _stated(part.answer) if part is not None else None
    if one is None or part is None or other is None or not _go_together(asked, target, found, other, one):
        return None
    return _told(asked, (part, whole), other, one)


def _found(asked: Asked) -> _Share | None:
    """The part and the whole, in what is left of the question without names and years."""
    tables = asked.tongue.operands.get("told_share")
    if tables is None:
        return None
    signs = list(asked.text)
    for one in asked.cover.mentions:
        if one.kind in NAMES or one.kind == "year":
            signs[one.start : one.end] = "\0" * (one.end - one.start)
    text = re.sub(tables["lead"], "", "".join(signs).replace("\0", ""))
    rate = re.fullmatch(tables["rate"], text)
    if rate is not None:
        return _Share(part=rate["thing"] + rate["act"], whole=rate["thing"], act=rate["act"])
    share = re.fullmatch(tables["share"], text)
    if share is None:
        return None
    act = re.search(tables["act"], share["part"])
    return _Share(part=share["part"], whole=share["whole"], act=act.group() if act is not None else "")


def _stated(one: Answer) -> Result | None:
    """The one figure that the prose states."""
    result = one.results[0] if one.status == "answered" and len(one.results) == 1 else None
    if result is None or result.calculated or not result.value or not result.sources or result.unit == RATIO:
        return None
    return result if result.sources[0].row is None and result.sources[0].table is None else None


def _go_together(asked: Asked, target: Target, found: _Share, part: Result, whole: Result) -> bool:
    """One sentence tells the whole, and behind it the part of it."""
    if part.unit != whole.unit or (part.value or 0) > (whole.value or 0):
        return False
    sentences = re.split(f"[{re.escape(ends())}]", "\n".join(bare_prose_of(asked, target)))
    for sentence in sentences:
        first, second = _figure(sentence, whole), _figure(sentence, part)
        if first is None or second is None or first[1] > second[0]:
            continue
        between = sentence[first[1] : second[0]]
        within = re.search(asked.tongue.operands["told_share"]["within"], between) is not None
        done = bool(found.act) and found.act in sentence[first[1] : part_of(sentence, second)[1]]
        return within or (done and not numbers.find(between))
    return False


def _figure(sentence: str, one: Result) -> Spot | None:
    """Where a sentence tells the figure; None where it is not the sentence that was quoted."""
    quote = bare(one.sources[0].quote).rstrip(ends())
    at = sentence.find(quote)
    spots = [(each.start, each.end) for each in numbers.find(quote) if each.value == one.value]
    return (at + spots[-1][0], at + spots[-1][1]) if at >= 0 and spots else None


def _told(asked: Asked, parts: tuple[Part, Part], one: Result, of: Result) -> Answer | None:
    """The share with its formula and both clauses."""
    if one.value is None or of.value is None:
        return None
    tongue, value = asked.tongue, divided(one.value, of.value)
    formula = f"{wording.plain(one.value)} ÷ {wording.plain(of.value)} = {wording.percent(value)}"
    lines = [
        tongue.say("statement", value=wording.percent(value), body=one.body, year=one.year),
        tongue.say("formula", formula=formula),
        *texts_of(asked, parts),
    ]
    result = replace(
        one,
        metric=None,
        value=value,
        unit=RATIO,
        calculated=True,
        approximate=one.approximate or of.approximate,
        sources=(*one.sources[:1], *of.sources[:1]),
    )
    notes = tuple(dict.fromkeys(note for part in parts for note in part.answer.notes))
    return Answer(status="answered", text="\n".join(lines), results=(result,), notes=notes)
