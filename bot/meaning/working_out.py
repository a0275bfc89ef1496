"""Works out one reading of one cut of a question: metrics, figures, what is done with them, kind of question."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.languages import every
from bot.meaning import intents, lending, parting, sharing
from bot.meaning.doing import operators
from bot.meaning.grouping import measures
from bot.meaning.groups import MARKS
from bot.meaning.in_the_way import in_the_way
from bot.meaning.measuring import Measure, unit_alone
from bot.meaning.operands import Operands
from bot.meaning.reading import SIDE_BY_SIDE, Reading
from bot.meaning.readings import Piece, Said, nearly, said
from bot.meaning.taking import operands
from bot.models import Cover, Mention, Query
from index.metrics import catalogue
from index.numerals import MONEY

_TWO_YEARS = 2
_SEVERAL = 2
_RANGED = intents.BODIES | {"year", "which"}
_OVER_SEVERAL = frozenset({"sum", "average", "in_all", "differ", "more", "less"})
"""operators that take one thing of several bodies or years"""
_MONEY_ALONE = 100_000
"""a figure of this size is one of money, where what is asked for may be counted in it: 采购过5000万的"""
_ONLY_CLAIMED = frozenset({"claim", "figures", "form", "quote", "where", "separately"})
"""operators that say that something is asserted, and not what"""
_FIGURES_TOO = 2
"""question words beside a share: figures are asked for too"""


@functools.lru_cache(maxsize=4096)
def _may_be_bare(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any("op:bare" in one for one in alternatives)


def _may_say_nothing(mention: Mention) -> bool:
    return frozenset() in mention.alternatives


def _is_bare(mention: Mention) -> bool:
    """有哪些, without a word for whom or what."""
    return mention.kind == "phrase" and _may_be_bare(mention.alternatives)


def work_out(cover: Cover, one: Said, text: str, before: Query | None, named: int) -> Reading:
    """Work out a reading. `named` is how many bodies the cut names."""
    taken = operands(one.pieces, text)
    if taken.beyond:
        one = said([Piece(piece.mention) if at in taken.beyond else piece for at, piece in enumerate(one.pieces)])
    _take_exact(one, taken)
    _take_all(one, taken)
    made, against = _measures(one, taken, text, before, leaning=not named)
    if not made:
        made = _asserted(_counted_alone(one, taken), taken)
    ops, each = operators(one, taken, text, made, named)
    if against is None and before is not None and not named and sharing.asks_for_share(one, ops):
        against = sharing.out_of_before(one, made, before)
    against = against or sharing.whose_all(one, made)
    if against is not None or one.of_at is not None or one.in_at is not None:
        ops |= {"share"}
    if not each and not named and len(made) == 1 and _is_of_all(one, taken, ops):
        each = frozenset({"any"})
    read = Reading(cover=cover, one=one, taken=taken, measures=made, against=against, ops=ops, each=each)
    _judge(read, before, named)
    return read


def _take_exact(one: Said, taken: Operands) -> None:
    """哪个单位收到84件申请: the one that has just so many; the figure is a condition, and no claim."""
    if "who" in one.ops and len(taken.claimed) == 1 and not taken.conditions and not taken.claimed[0].sign:
        exact = taken.claimed.pop()
        taken.conditions.append(("eq", exact.value))
        taken.ratios = exact.ratio


def _take_all(one: Said, taken: Operands) -> None:
    """诉讼全部败诉的单位: those whose share is the whole; what is so of all of one body is asserted."""
    if "all" in one.ops and one.each & _RANGED and not taken.conditions and not taken.claimed:
        taken.conditions.append(("ge", Decimal(1)))
        taken.ratios = True


def _counted_alone(one: Said, taken: Operands) -> tuple[Measure, ...]:
    """Procurement above 3 million yuan, 集中采购28项，对吗: of what would be offered back, the unit leaves one."""
    done = taken.conditions or taken.claimed or one.ops & _OVER_SEVERAL
    units = one.units or _by_size(taken)
    alone = unit_alone(nearly(one.features), units) if units and not one.refused and done else None
    return (Measure(fits=((alone, one.party),)),) if alone is not None and len(one.parties) < _SEVERAL else ()


def _by_size(taken: Operands) -> frozenset[str]:
    """采购超过1亿: of nothing but money are there so many."""
    values = [*(value for _, value in taken.conditions), *(one.value for one in taken.claimed)]
    return frozenset({MONEY}) if any(value >= _MONEY_ALONE for value in values) else frozenset()


def _is_of_all(one: Said, taken: Operands, ops: frozenset[str]) -> bool:
    """2020年收到申请最多的前三名, 2020年收到申请超过50件的: where none is named, of all there are."""
    return bool(ops & intents.RANKS) or (bool(taken.conditions) and not one.asks and "claim" not in ops)


def _judge(read: Reading, before: Query | None, named: int) -> None:
    """Settle what kind of question a reading is, and what of it stands in the way of an answer."""
    one, taken = read.one, read.taken
    known = bool(taken.years) or (before is not None and bool(before.years))
    known = known and not one.ops & SIDE_BY_SIDE
    read.stray_year = known and any(piece.of("year") and _may_say_nothing(piece.mention) for piece in one.pieces)
    read.intent = intents.kind_of(_signs(read))
    if before is None and _is_no_question(read, named):
        read.intent = None
    read.heads = _counts_applicants(read)
    read.left = in_the_way(read, before, named)
    if not named and before is None and any(_is_bare(piece.mention) for piece in one.pieces):
        # 办理结果有哪些: of one body the kinds; where none is named, those who; where no year is either, what it means
        timeless = not (taken.years or taken.span or one.years or taken.conditions or not read.measures)
        if timeless and "bare" in one.ops:
            read.ops = frozenset({"define"})
            read.intent = "define"
        elif timeless or "bare" in one.ops:
            read.intent = None


def _signs(read: Reading) -> intents.Signs:
    """What of a reading tells its kind of question."""
    one, taken = read.one, read.taken
    return intents.Signs(
        ops=read.ops,
        each=read.each,
        conditions=bool(taken.conditions),
        sections=bool(one.sections),
        checks=bool(one.checks),
        terms=bool(one.terms),
        span=taken.span is not None and taken.span[0] != "range",
        claimed=len(taken.claimed),
        measures=len(read.measures),
        # where do the 14 requests stand: the figure is told, whatever else is asked
        asks=_asks(one, taken) and ("where" not in read.ops or _is_asked_of(one, taken)),
    )


def _is_asked_of(one: Said, taken: Operands) -> bool:
    """How many of the 15 requests came from individuals: the figure is one of those it is asked of."""
    counts = every("operands", "how_many")
    asking = [at for at, piece in enumerate(one.pieces) if any(word in piece.mention.text for word in counts)]
    return any(at < claimed.at for at in asking for claimed in taken.claimed)


def _asks(one: Said, taken: Operands) -> bool:
    """Whether it is asked how many: 申请数量191件 tells it, and only calls the figure so."""
    asking = [at for at, piece in enumerate(one.pieces) if piece.words.asks]
    if not (taken.claimed or taken.conditions):
        return bool(asking)
    last = max((at for at, piece in enumerate(one.pieces) if piece.mention.kind == "number"), default=-1)
    return any(at > last or not one.pieces[at].mention.text.endswith(_called()) for at in asking)


def _called() -> tuple[str, ...]:
    """Nouns that a figure is called by, ahead of it."""
    return every("operands", "counting_nouns")


def _is_no_question(read: Reading, named: int) -> bool:
    """What was said makes a kind of question, and of the bodies and years that were named none that can be meant."""
    if read.intent == "filter":
        # 青禾区申请达到80件了吗: nothing to look among; it may be asserted
        return bool(named) and not read.each and not read.taken.span
    if read.intent == "claim":
        # 上年结转数对不对: no figure is asserted, so it is no claim that is tested
        asserted = read.taken.claimed or read.taken.conditions or read.ops - _ONLY_CLAIMED
        return bool(named) and not asserted and any(map(_may_check, read.one.pieces))
    if read.intent == "change":
        # 百分之几 of one year: a share of something, and no change
        return _is_of_one_time(read)
    # received requests in percent, 2022 against 2021: a change
    two = read.intent == "share" and len(read.taken.years) == _TWO_YEARS
    return two and read.against is None and not _has_a_whole(read.measures)


def _may_check(piece: Piece) -> bool:
    """对不对 tests what is asserted, or asks whether the report's own figures agree."""
    return "op:claim" in piece.tokens and any("intent:check" in way for way in piece.mention.alternatives)


def _has_a_whole(made: Sequence[Measure]) -> bool:
    """What is asked for is usually told as a share of something."""
    return any(party is not None or catalogue()[key].share_of for one in made for key, party in one.fits)


def _is_of_one_time(read: Reading) -> bool:
    """Nothing but a percentage is asked for, and no two years between which anything could have changed."""
    years = len(read.taken.years) + len(read.one.years) + (read.one.back is not None)
    return not read.ops & intents.CHANGES and "percent" in read.ops and years < _TWO_YEARS and read.taken.span is None


def _measures(
    one: Said, taken: Operands, text: str, before: Query | None, *, leaning: bool
) -> tuple[tuple[Measure, ...], Measure | None]:
    """The measures of one reading, and what a share is a share of."""
    if one.refused:
        return (), None
    parted = one.of_at if one.of_at is not None else one.in_at
    if parted is not None:
        part, whole = sharing.shared(one, parted, text, before, leaning=leaning)
        if len(part) == 1 and one.of_at is not None and _asks_ahead(one.pieces[: one.of_at + 1], text):
            # 重复申请几件，占不予处理的比例: the figure, and its share
            part = (part[0], replace(part[0], shares=True))
        return _asserted(part, taken), whole
    if ("share" in one.ops or "rate" in one.ops) and one.asks < _FIGURES_TOO:
        held = sharing.applicants_within(one.pieces, text)
        if held is not None:
            return _asserted(held[0], taken), held[1]
    halves = parting.halves(one, text) if one.ops & {"share", "rate"} else None
    if halves is not None:
        return _asserted((halves[0],), taken), halves[1]
    if one.ops & {"share", "rate"} and parting.is_of_several(one, text):
        return (), None
    found = measures(one, text, taken.claimed)
    if not found and before is None and one.ops & {"share", "rate"}:
        return sharing.applicants_alone(one), None
    if before is None or one.ops & intents.of_no_metric():
        return found, None
    if not found or (leaning and lending.says_only_whose(one)):
        return _asserted(lending.lent(one, before, leaning=leaning), taken), None
    if leaning:
        # a figure that is asserted is of what its words say, and of nothing that was said before
        found = lending.with_party(found if taken.claimed else lending.instead(one, before, found), before, leaning)
    return found, None


def _asks_ahead(pieces: Sequence[Piece], text: str) -> bool:
    """How many is asked in a clause of its own, ahead of the last of the pieces."""
    asked = [piece.end for piece in pieces if piece.words.asks]
    return bool(asked) and bool(MARKS.intersection(text[asked[-1] : pieces[-1].start]))


def _asserted(made: tuple[Measure, ...], taken: Operands) -> tuple[Measure, ...]:
    """不予公开占20.7%，对吗: of the one thing the one figure that is asserted, where it stands by none."""
    if len(made) == len(taken.claimed) == 1 and made[0].claimed is None:
        return (replace(made[0], claimed=taken.claimed[0]),)
    return made


def _counts_applicants(read: Reading) -> bool:
    """有多少自然人申请, 多少人申请: who applied is counted, where a report counts what those filed."""
    if any("heads" in piece.of("note") for piece in read.one.pieces):
        return True
    fits = [fit for measure in read.measures for fit in measure.fits]
    of_applicants = bool(fits) and all(party is not None and catalogue()[key].by_party for key, party in fits)
    pairs = itertools.pairwise(piece for piece in read.one.pieces if piece.tokens)
    return of_applicants and any(
        before.words.asks and piece.start - before.end <= 1 and bool(piece.of("party")) for before, piece in pairs
    )
