"""A claim of one figure: what is asserted of it, whether it holds, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers import side_by_side
from bot.answers.agreeing import agree, in_unit
from bot.answers.many import query
from bot.finding.asked import Asked
from bot.finding.cells import RATIO, Cell, gathered, result
from bot.finding.scope import Scope
from bot.languages import language
from bot.meaning.measuring import Measure
from bot.meaning.operands import ROUGH, Claimed
from bot.models import Answer, Claim
from index import numbers
from index.metrics import catalogue

WAYS = frozenset({"rise", "fall"})
CHANGES = frozenset({"rise", "fall", "change", "previous", "before", "percent"})
Asserted = tuple[Measure, tuple[Claimed, ...]]
_ALL = "op:all"


def is_share(asked: Asked) -> bool:
    """不予公开超过一半: a share that is asserted of a figure is that of its usual whole."""
    told = asked.understood
    return (told.ratios or "all" in told.ops) and not told.ops & (CHANGES | {"share", "rate", "none"})


def stands_apart(asked: Asked) -> bool:
    """申请84件，比白鹭县多吗: the figure is of the clause before, and says nothing of by how much."""
    mentions = asked.cover.mentions
    figures = [one.end for one in mentions if one.kind == "number"]
    than = [one.start for one in mentions if any("split:than" in way for way in one.alternatives)]
    return bool(figures and than) and max(figures) < than[0] and "," in asked.text[max(figures) : than[0]]


def asserted_of(asked: Asked) -> list[Asserted] | None:
    """Each measure with what is asserted of it; None where they do not go together one to one."""
    told = asked.understood
    claimed: list[Asserted] = [
        (measure, (measure.claimed,)) for measure in told.measures if measure.claimed is not None
    ]
    if told.conditions:
        # 超过50件, 10到100件: what bounds the one thing that is named
        if len(told.measures) != 1 or told.claimed:
            return None
        bounds = tuple(
            Claimed(at=-1, value=number, unit=None, sign=sign, ratio=told.ratios) for sign, number in told.conditions
        )
        return [(told.measures[0], bounds)]
    if "all" in told.ops and "none" not in told.ops:
        # 复议都维持了吗: that the share is the whole
        every = Claimed(at=-1, value=Decimal(1), unit=None, ratio=True)
        return _with_all(asked, claimed, every)
    if "none" in told.ops:
        # 没有收到申请，对吗: that it is 0
        nothing = Claimed(at=-1, value=Decimal(0), unit=None)
        return (
            [(measure, (nothing,)) for measure in told.measures] if not any(one.value for one in told.claimed) else None
        )
    if not claimed and not told.claimed and len(told.measures) == 1 and len(told.ops & WAYS) == 1:
        # requests rose: the change is more than nothing
        return [(told.measures[0], (Claimed(at=-1, value=Decimal(0), unit=None, sign="gt"),))]
    if not claimed or len(claimed) != len(told.measures) or len(claimed) != len(told.claimed):
        return None
    return claimed


def _with_all(asked: Asked, claimed: list[Asserted], every: Claimed) -> list[Asserted] | None:
    """复议都维持了吗; 收到55件，全部按时办结: the last thing, behind what is asserted of others, by its share."""
    *ahead, last = asked.understood.measures
    begins = [one.start for one in asked.cover.mentions if any(_ALL in way for way in one.alternatives)]
    if [measure for measure, _ in claimed] != ahead or len(claimed) != len(asked.understood.claimed) or not begins:
        return None
    if any(each.at > begins[0] for _, figures in claimed for each in figures):
        return None
    return [*claimed, (replace(last, shares=True), (every,))]


def claim_of(asked: Asked, asserted: Sequence[Claimed], one: Cell) -> Claim | None:
    """One claim tested; None where it is made in another unit than the figure's."""
    if one.value is not None and any(each.value and each.ratio != (one.unit == RATIO) for each in asserted):
        return None
    people = language("zh").statements["telling"]
    if one.value is not None and any(
        each.unit is not None and (each.unit in people) != (one.unit in people) for each in asserted
    ):
        # 培训530人次 is no number of courses
        return None
    if one.value is not None and any(_counts_carriers(asked, each, one) for each in asserted):
        return None
    numbers_of = [in_unit(each, one) for each in asserted]
    if "fell" in asked.understood.ops and "items_change" in catalogue()[one.fit[0]].needs:
        # 减少9项, of a cell with a sign
        if any(each.sign is not None for each in asserted):
            return None
        numbers_of = [-number for number in numbers_of]
    held = [agree(each, value, one) for each, value in zip(asserted, numbers_of, strict=True)]
    return Claim(
        claim=_name(asked, one),
        claimed=numbers_of[0],
        value=one.value,
        unit=RATIO if one.value is None and asserted[0].ratio else one.unit,
        holds=False if False in held else None if None in held else True,
        sources=one.sources,
        sign=asserted[0].sign,
    )


def _counts_carriers(asked: Asked, asserted: Claimed, one: Cell) -> bool:
    """微信公众号13个 are accounts, and no 1429条 that were published there."""
    units = language("zh").statements["counting_carriers"]
    told = (each for each in numbers.find(asked.text) if each.value == asserted.value)
    return "channel" in one.fit[0].split(".") and any(each.unit in units for each in told)


def _name(asked: Asked, one: Cell) -> str:
    """What a claim is about, in words; a change too of which there is no figure."""
    changed = one.changed or bool(asked.understood.ops & CHANGES)
    return side_by_side.named(asked.tongue, replace(one, changed=changed))


def told_claims(asked: Asked, found: Scope, made: list[Claim], cells: list[Cell], years: Sequence[int] = ()) -> Answer:
    """Each claim with its verdict, and where the figures stand; `years` of each where they are several."""
    tongue, spot = asked.tongue, max(found.spots, key=lambda one: one.year)
    lines = [
        side_by_side.claim_line(tongue, spot.body.name, year, one)
        for one, year in zip(made, years or [spot.year] * len(made), strict=True)
    ]
    for one in cells[:3]:
        if one.value is not None:
            lines += side_by_side.source_lines(tongue, one)
    notes = gathered(cells, [*_of_claims(asked, made, cells), *found.notes])
    lines += wording.note_lines(tongue, notes)
    # 收到84件，在第几行: who asks where a figure stands does not doubt it
    placed = "where" in asked.understood.ops and "claim" not in asked.understood.ops and all(one.holds for one in made)
    return Answer(
        status="answered" if placed else "checked",
        text="\n".join(lines),
        results=tuple(map(result, cells)) if placed else (),
        claims=() if placed else tuple(made),
        notes=tuple(notes),
        query=query(asked, found, [one.fit for one in cells], "figure"),
    )


def _of_claims(asked: Asked, made: Sequence[Claim], cells: Sequence[Cell]) -> list[str]:
    """What is to be said of how roughly a claim was made, or the report speaks."""
    tongue, notes = asked.tongue, []
    for claim, one in zip(made, cells, strict=True):
        if claim.sign in ROUGH:
            notes.append(tongue.say("claim_rough"))
        elif claim.holds is None and claim.value is not None:
            notes.append(tongue.say("claim_of_rough", claimed=wording.plain(claim.claimed)))
        elif claim.holds and claim.sign is None and claim.value != claim.claimed and one.unit != RATIO:
            notes.append(tongue.say("claim_rounded"))
    return list(dict.fromkeys(notes))
