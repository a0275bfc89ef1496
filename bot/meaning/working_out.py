"""One reading of one cut of a question: metrics, figures, kind of question, and what prevents an answer."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.meaning import intents, lending, parting, sharing
from bot.meaning.doing import operators
from bot.meaning.grouping import measures
from bot.meaning.groups import MARKS
from bot.meaning.measuring import Measure, unit_alone
from bot.meaning.operands import Claimed, Operands, stands_behind
from bot.meaning.readings import Piece, Said, nearly, said
from bot.meaning.taking import operands
from bot.models import NAMES, Cover, Mention, Query
from index.metrics import catalogue

_CARRIED = frozenset({"carried_in", "carried_out"})
_TOLD_SIDES = frozenset({"text", "between"})
"""checks of which a question may tell a side"""
_SUMS = frozenset({"totals", "rows", "columns"})
"""checks of which a question may tell the total: 各分项合计是否等于总计281件"""
_HUNDRED = 100
_TWO_YEARS = 2
_OVER_SEVERAL = frozenset({"sum", "average", "in_all", "differ", "more", "less"})
"""operators that take one thing of several bodies or years"""
_ONLY_CLAIMED = frozenset({"claim", "figures", "form", "quote", "where", "separately"})
"""operators that say that something is asserted, and not what"""
_FIGURES_TOO = 2
"""question words beside a share: figures are asked for too"""
_SIDE_BY_SIDE = frozenset(
    {"than", "compare", "differ", "more", "less", "change", "rise", "fall", "previous", "percent", "check"}
)
"""operators that set a year beside the one before"""


@dataclass(slots=True)
class Reading:
    """One reading of one cut of a question."""

    cover: Cover
    one: Said
    taken: Operands
    measures: tuple[Measure, ...]
    against: Measure | None = None
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    intent: str | None = None
    left: list[tuple[int, int]] = field(default_factory=list)
    stray_year: bool = False
    """本年度 is taken for this year, though the year is known"""
    heads: bool = False
    """who applied is counted"""

    @property
    def answers(self) -> bool:
        """Whether it makes a question and nothing prevents an answer."""
        return self.intent is not None and not self.left and not self.one.refused

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, bool, bool, int, int]:
        """Readings that answer come first, and of those the ones with the fewest operators.

        Before these the one that takes a word for two things where each is asked for, and for one where not.
        """
        size = sum(end - start for start, end in self.left)
        apart = any(piece.of("apart") for piece in self.one.pieces) != ("separately" in self.one.ops)
        doubled = apart and any(_names_two(piece.mention) for piece in self.one.pieces)
        loose = any(one.loose for one in self.measures)
        # 2019年到2021年变化多少: a column of one year tells no change over several
        over = "items_change" in self.one.features and len(self.taken.years) > 1
        return (
            not self.answers,
            over,
            self.stray_year,
            doubled,
            not self.measures,
            loose,
            size,
            len((self.ops | self.each) - intents.WAYS),
        )

    @property
    def signature(self) -> object:
        taken = self.taken
        return (
            self.intent,
            self.ops,
            self.each,
            tuple(taken.conditions),
            taken.limit,
            taken.among,
            taken.nth,
            taken.span,
            tuple(taken.years),
            self.one.sections,
            self.one.checks,
            bool(self.one.terms),
            self.one.years,
            self.one.back,
            len(self.measures),
            any(one.loose for one in self.measures),
            self.against is None,
        )


@functools.lru_cache(maxsize=4096)
def _of_two_things(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any(token.startswith("apart:") for one in alternatives for token in one)


@functools.lru_cache(maxsize=4096)
def _may_be_bare(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any("op:bare" in one for one in alternatives)


def _may_say_nothing(mention: Mention) -> bool:
    return frozenset() in mention.alternatives


def _is_bare(mention: Mention) -> bool:
    """有哪些, without a word for whom or what."""
    return mention.kind == "phrase" and _may_be_bare(mention.alternatives)


def _names_two(mention: Mention) -> bool:
    """微博、微信 is one channel, or two."""
    return mention.kind == "phrase" and _of_two_things(mention.alternatives)


def work_out(cover: Cover, one: Said, text: str, before: Query | None, named: int) -> Reading:
    """Work out a reading. `named` is how many bodies the cut names."""
    taken = operands(one.pieces, text)
    if taken.beyond:
        one = said([Piece(piece.mention) if at in taken.beyond else piece for at, piece in enumerate(one.pieces)])
    if "who" in one.ops and len(taken.claimed) == 1 and not taken.conditions and not taken.claimed[0].sign:
        # 哪个单位收到84件申请: the one that has just so many
        exact = taken.claimed.pop()
        taken.conditions.append(("eq", exact.value))
        taken.ratios = exact.ratio
    made, against = _measures(one, taken, text, before, leaning=not named)
    if not made and one.units and not one.refused and (taken.conditions or taken.claimed or one.ops & _OVER_SEVERAL):
        # procurement above 3 million yuan, 集中采购28项，对吗: of what would be offered back, the unit leaves one
        alone = unit_alone(nearly(one.features), one.units)
        made = (Measure(fits=((alone, next(iter(one.parties), None)),)),) if alone is not None else ()
        made = _asserted(made, taken)
    ops, each = operators(one, taken, text, made, named)
    if against is None and before is not None and not named and sharing.asks_for_share(one, ops):
        against = sharing.out_of_before(one, made, before)
    if against is not None or one.of_at is not None or one.in_at is not None:
        ops |= {"share"}
    if ops & intents.RANKS and not each and not named and len(made) == 1:
        # 2020年收到申请最多的前三名: of all there are
        each = frozenset({"any"})
    if taken.conditions and not each and not named and not one.asks and len(made) == 1 and "claim" not in ops:
        # 2020年收到申请超过50件的
        each = frozenset({"any"})
    read = Reading(cover=cover, one=one, taken=taken, measures=made, against=against, ops=ops, each=each)
    known = bool(taken.years) or (before is not None and bool(before.years))
    known = known and not one.ops & _SIDE_BY_SIDE
    read.stray_year = known and any(piece.of("year") and _may_say_nothing(piece.mention) for piece in one.pieces)
    read.intent = intents.kind_of(_signs(read))
    if before is None and _is_no_question(read, named):
        read.intent = None
    read.heads = _counts_applicants(read)
    read.left = _left(read, before, named)
    if not named and before is None and any(_is_bare(piece.mention) for piece in one.pieces):
        # 办理结果有哪些: of one body the kinds; where none is named, those who; where no year is either, what it means
        timeless = not (taken.years or taken.span or one.years or taken.conditions or made == ())
        if timeless and "bare" in one.ops:
            read.ops = frozenset({"define"})
            read.intent = "define"
        elif timeless or "bare" in one.ops:
            read.intent = None
    return read


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
        asks=one.asks > 0 and "where" not in read.ops,
    )


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


def _left(read: Reading, before: Query | None, named: int) -> list[tuple[int, int]]:
    """Stretches that stand in the way: in no list, a figure that nothing takes, out of place, or never answered."""
    pieces = read.one.pieces
    stray = [pieces[at] for at in read.taken.bare]
    if read.intent not in intents.TAKE_FIGURES and not _checks_a_figure(read):
        stray += [pieces[one.at] for one in read.taken.claimed]
    elif "claim" not in read.ops:
        # of the 84 requests received, how many came from companies: nothing is asserted of those
        asks = max((at for at, piece in enumerate(pieces) if piece.words.asks and not piece.of("op")), default=-1)
        stray += [pieces[one.at] for one in read.taken.claimed if one.at < asks or _may_be_a_year(pieces, one)]
    if read.intent not in intents.TAKE_PLACES and read.taken.limit not in {None, named}:
        # 两位申请人: only what is ranked takes a number of places; 三家 says how many were named
        stray += [piece for at, piece in enumerate(pieces) if at in read.taken.used and "rank_unit" in piece.of("op")]
    if read.one.refused:
        stray += [piece for piece in pieces if piece.of("not")]
    if read.one.back is not None and not _has_one_year(read, before):
        stray += [piece for piece in pieces if piece.of("back")]
    stray += _out_of_place(pieces, read.taken, heads=read.heads)
    open_left = [
        (start, end)
        for start, end in read.cover.left
        if not any(first <= start and end <= last for first, last in read.taken.joints)
    ]
    return sorted({*open_left, *((one.start, one.end) for one in stray)})


def _checks_a_figure(read: Reading) -> bool:
    """正文所称的21件与表格相符吗, 2019年结转下年的7件与2020年的一致吗: one side of a check is told."""
    between = len(read.taken.years) > 1 and bool(read.one.features & _CARRIED)
    sums = read.one.checks & _SUMS and len(read.taken.claimed) == 1
    return read.intent == "check" and (bool(read.one.checks & _TOLD_SIDES) or between or bool(sums))


def _may_be_a_year(pieces: Sequence[Piece], one: Claimed) -> bool:
    """青禾 20复议: two figures behind a name, of which nothing says that they are asserted."""
    if one.unit is not None or one.at < 1 or one.value >= _HUNDRED:
        return False
    before = pieces[one.at - 1]
    return before.mention.kind in NAMES and stands_behind(before, pieces[one.at])


def _has_one_year(read: Reading, before: Query | None) -> bool:
    """前一年 is before the one year that is talked about: after several it is of none."""
    if read.taken.years:
        return _sets_side_by_side(read)
    return before is None or len(before.years) < 2


def _sets_side_by_side(read: Reading) -> bool:
    """2020年和上一年 are two years; 2020年上一年 might be either."""
    return bool(read.ops & _SIDE_BY_SIDE) or any("and" in piece.tokens for piece in read.one.pieces)


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


def _out_of_place(pieces: Sequence[Piece], taken: Operands, *, heads: bool) -> list[Piece]:
    """Words that mean something else where they stand.

    A measure word counts only after a question word or a figure (海珠场 is a place, no count); an applicant right after
    a region's short name is part of another name (海珠公司); right after a question word it is what is counted, unless
    (`heads`) what it filed can be told.
    """
    found = []
    before: Piece | None = None
    for at, piece in enumerate(pieces):
        says, is_unit, is_party, _ = _sorts(piece.mention.alternatives)
        if says and (is_unit or is_party) and piece.mention.text[0] > "⺀" and at not in taken.used:
            glued = before is not None and before.end == piece.start
            asking = before is not None and _sorts(before.mention.alternatives)[3]
            counted = before is not None and before.mention.kind == "number"
            is_short = glued and before is not None and before.mention.kind == "region" and not before.mention.suffixed
            spaced = counted and before is not None and stands_behind(before, piece)
            asked = asking and glued
            counted_itself = asked and not heads and not _in_turn(pieces, at)
            if (is_unit and not (asked or spaced)) or (is_party and (is_short or counted_itself)):
                found.append(piece)
        before = piece
    return found


def _in_turn(pieces: Sequence[Piece], at: int) -> bool:
    """个人申请多少单位申请多少: another applicant stands before the question word, and one is asked of this too."""
    ahead, behind = pieces[:at], pieces[at + 1 :]
    return any(piece.of("party") for piece in ahead) and any(piece.words.asks for piece in behind)


@functools.lru_cache(maxsize=4096)
def _sorts(alternatives: tuple[frozenset[str], ...]) -> tuple[bool, bool, bool, bool]:
    """Whether a phrase says something, is a measure word, names an applicant, asks."""
    words = frozenset().union(*alternatives)
    return (
        bool(words),
        all(word.startswith("unit:") for word in words),
        any(word.startswith("party:") for word in words),
        any("ask" in one for one in alternatives),
    )
