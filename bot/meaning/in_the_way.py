"""What of a question stands in the way of an answer: figures that nothing takes, and words that are out of place."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise

from bot.languages import CODES, every_word, language
from bot.meaning import intents
from bot.meaning.context import SHARES
from bot.meaning.operands import Claimed, Operands, stands_behind
from bot.meaning.reading import SIDE_BY_SIDE, Reading
from bot.meaning.readings import Piece
from bot.models import NAMES, Query

_CARRIED = frozenset({"carried_in", "carried_out"})
_TOLD_SIDES = frozenset({"text", "between"})
"""checks of which a question may tell a side"""
_SUMS = frozenset({"totals", "rows", "columns"})
"""checks of which a question may tell the total: 各分项合计是否等于总计281件"""
_KINDS = frozenset({"under", "district", "county", "county_level", "city", "street", "town", "local", "bureau"})
"""kinds of bodies that are ranged over"""
_OF_REQUESTS = frozenset({"closed", "answered", "on_time", "extended", "carried_in", "carried_out"})
"""what is said of requests where nothing else is named"""
_DISPUTES = frozenset({"reconsideration", "litigation"})
_HUNDRED = 100
_ROUGHLY = frozenset({"over"})
"""what stands between a figure and its measure word"""


def in_the_way(read: Reading, before: Query | None, named: int) -> list[tuple[int, int]]:
    """Stretches that stand in the way: in no list, a figure that nothing takes, out of place, or never answered."""
    pieces = read.one.pieces
    stray = [pieces[at] for at in read.taken.bare]
    if read.intent not in intents.TAKE_FIGURES and not _checks_a_figure(read):
        stray += [pieces[one.at] for one in read.taken.claimed]
    elif "claim" not in read.ops:
        # of the 84 requests received, how many came from companies: nothing is asserted of those
        asks = max((at for at, piece in enumerate(pieces) if piece.words.asks and not piece.of("op")), default=-1)
        stray += [pieces[one.at] for one in read.taken.claimed if one.at < asks or _may_be_a_year(pieces, one)]
    if read.intent not in intents.TAKE_PLACES and read.taken.limit not in {None, named, _told_before(before)}:
        # 两位申请人: only what is ranked takes a number of places; 三家 says how many were named
        stray += [piece for at, piece in enumerate(pieces) if at in read.taken.used and "rank_unit" in piece.of("op")]
    if read.one.refused:
        stray += [piece for piece in pieces if piece.of("not")]
    if read.one.back is not None and not _has_one_year(read, before):
        stray += [piece for piece in pieces if piece.of("back")]
    # 商洛市202年申请: nothing is asserted of a figure that counts years
    stray += [pieces[one.at] for one in read.taken.claimed if one.unit is None and _counts_years(pieces[one.at :])]
    if read.one.ops & SHARES and read.one.features & _DISPUTES:
        # 已审结复议的纠正率: a share of those decided, which no row of the form counts
        stray += [piece for piece in pieces if "closed" in piece.features]
    if "complaints" in read.one.features and "request" not in read.one.features:
        # 举报344件，办结341件: of complaints, and no report counts those that were closed
        stray += [piece for piece in pieces if piece.features & _OF_REQUESTS]
    stray += _out_of_place(pieces, read.taken, heads=read.heads)
    open_left = [
        (start, end)
        for start, end in read.cover.left
        if not any(first <= start and end <= last for first, last in read.taken.joints)
    ]
    return sorted({*open_left, *((one.start, one.end) for one in stray)})


def _told_before(before: Query | None) -> int | None:
    """How many bodies were told, one by one or in turns: 三家平均 then is of these."""
    if before is None:
        return None
    return len({body for body, _ in before.run} or before.bodies)


def _counts_years(pieces: Sequence[Piece]) -> bool:
    """A word for years stands behind the first of them."""
    behind = pieces[1] if len(pieces) > 1 else None
    return (
        behind is not None
        and stands_behind(pieces[0], behind)
        and behind.mention.text in every_word("operands", "lengths")
    )


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
    return bool(read.ops & SIDE_BY_SIDE) or any("and" in piece.tokens for piece in read.one.pieces)


def _out_of_place(pieces: Sequence[Piece], taken: Operands, *, heads: bool) -> list[Piece]:
    """Words that mean something else where they stand.

    A measure word counts only after a question word or a figure (海珠场 is a place, no count); what names of
    organisations end in, right after a region's short name, is part of one (海珠公司); an applicant right after a
    question word is what is counted, unless (`heads`) what it filed can be told. 各 right before a name ranges over
    such bodies (各县政府): it does not ask for the parts of one body's figure.
    """
    found = [one for one, other in pairwise(pieces) if _ranges_over(one, other)]
    solid = [piece for piece in pieces if not piece.is_filler]
    found += [third for one, two, third in zip(solid, solid[1:], solid[2:], strict=False) if _beside(one, two, third)]
    before: Piece | None = None
    for at, piece in enumerate(pieces):
        says, is_unit, is_party, _ = _sorts(piece.mention.alternatives)
        if says and (is_unit or is_party) and piece.mention.text[0] > "⺀" and at not in taken.used:
            glued = before is not None and before.end == piece.start
            asking = before is not None and _sorts(before.mention.alternatives)[3]
            counted = before is not None and before.mention.kind == "number"
            is_short = glued and before is not None and before.mention.kind == "region" and not before.mention.suffixed
            is_named = is_short and piece.mention.text.endswith(_names_end())
            rough = before is not None and glued and bool(before.of("cmp") & _ROUGHLY)  # 3万多件
            spaced = rough or (counted and before is not None and stands_behind(before, piece))
            asked = asking and glued
            counted_itself = is_party and asked and not heads and not _in_turn(pieces, at)
            if (is_unit and not (asked or spaced)) or (is_party and is_named) or counted_itself:
                found.append(piece)
        before = piece
    return found


def _ranges_over(one: Piece, other: Piece) -> bool:
    return "separately" in one.of("op") and other.mention.kind in NAMES and one.end == other.start


def _beside(one: Piece, two: Piece, third: Piece) -> bool:
    """商洛市和各县: the city itself, and what is ranged over: two things, of which only one would be looked at."""
    return one.mention.kind in NAMES and two.words.ands and bool(third.of("each") & _KINDS)


@functools.cache
def _names_end() -> tuple[str, ...]:
    return tuple(word for code in CODES for word in language(code).operands.get("names_end", ()))


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
