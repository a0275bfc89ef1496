"""Rules of what is done: when 一共, 合计, total ask for a sum, and when they only call a figure by its name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.languages import every
from bot.meaning import intents
from bot.meaning.context import MORE, SHARES, Context, Ops
from bot.meaning.grouping import lists_total
from bot.meaning.groups import FEWEST_PARTS, LIST, MARKS, STOPS
from bot.meaning.measuring import Measure
from bot.meaning.operands import Operands
from bot.meaning.readings import Piece, Said
from bot.meaning.wholes import holds, includes
from index.metrics import catalogue

_BY_YEAR = intents.OVER_YEARS | intents.CHANGES
_OF_TWO = MORE | {"differ"}
_IN_ALL = frozenset({"in_all"})
_SUM = frozenset({"sum"})
_TOTALS = frozenset({"totals"})
_PARTING = STOPS | LIST
_EACH = frozenset({"separately", "every_year"})
_POOLED = frozenset({"pooled"})
"""what no kind of question takes"""


def called_a_total(here: Context, ops: Ops) -> Ops:
    """各多少，行政诉讼总数和败诉数, lawsuit totals: nothing is added up, whatever is called a total."""
    one, taken = here.one, here.taken
    if here.several and here.things == 1 and _pools(one):
        return ops | _POOLED
    if here.things > 1 and _sums_one_of_them(here):
        return ops | _POOLED
    if "totals" in ops:
        return ops - _TOTALS - _IN_ALL
    if taken.conditions or _told_apart(one, here.made):
        return ops - _IN_ALL
    if (
        here.things > 1
        and "in_all" in ops
        and (_totals_one(one, here.text) or _totals_over_years(one, taken) or _are_unlike(one, here.made))
    ):
        return ops - _IN_ALL
    return ops


def sum_of_one(here: Context, ops: Ops) -> Ops:
    """Refusals at the housing bureau, all grounds combined: the figure is the sum."""
    lengths = every("operands", "lengths")
    of_years = any("sum" in piece.of("op") and piece.mention.text.endswith(lengths) for piece in here.one.pieces)
    single = here.named and here.things == 1 and not here.several and not ops & intents.OVER_YEARS and not of_years
    return ops - _SUM if single else ops


def sum_of_shares(here: Context, ops: Ops) -> Ops:
    """予以公开和部分公开合计占比: the shares are added up."""
    return ops | _SUM if here.things > 1 and _adds_shares(here.one) else ops


def plus(here: Context, ops: Ops) -> Ops:
    """How many reconsiderations plus lawsuits: their sum; items plus value: two figures, for nothing holds both."""
    if "adds" not in ops:
        return ops
    units = {catalogue()[key].unit for measure in here.made for key, _ in measure.fits}
    asked = here.one.asks > 0 or "in_all" in here.one.ops
    sums = len(units) == 1 and asked and not ops & {"compare", "separately"}
    return ops - {"adds"} | (_SUM if sums else frozenset())


def _told_apart(one: Said, made: Sequence[Measure]) -> bool:
    """复议总数各是几件, 2022年至2024年诉讼总数变化, 复议总数相差多少: one of each, whatever is called a total."""
    of_two = len(made) == 1 and (one.than_at is not None or bool(one.ops & _OF_TWO))
    if (of_two or one.ops & _BY_YEAR) and _counts_by_name(one):
        return True
    if "every_year" in one.ops and _is_in_the_name(one) and (_are_totals(made) or not _ranges(one)):
        return True
    if len(made) > 1:
        return "separately" in one.ops
    totals = [at for at, piece in enumerate(one.pieces) if "in_all" in piece.of("op")]
    apart = [at for at, piece in enumerate(one.pieces) if "separately" in piece.of("op")]
    # 各多少，合计呢: their sum besides
    return bool(totals and apart) and totals[-1] < apart[0]


def _sums_one_of_them(here: Context) -> bool:
    """两年收到合计多少，培训分别多少: of one thing the sum of them all, and of another another sum, or each."""
    if not here.one.asks > 1 or max(here.named, here.years) < FEWEST_PARTS or here.each:
        return False
    added = [piece for piece in here.one.pieces if "in_all" in piece.of("op") and not piece.words.asks]
    apart = [piece for piece in here.one.pieces if piece.of("op") & _EACH]
    return any(all(_are_parted(here.text, one, other) for other in apart) for one in added)


def _are_parted(text: str, one: Piece, other: Piece) -> bool:
    """Whether a stop stands between two words."""
    return bool(_PARTING.intersection(text[min(one.end, other.end) : max(one.start, other.start)]))


def _are_totals(made: Sequence[Measure]) -> bool:
    """The rows themselves are called totals."""
    return all(key.endswith(".total") for measure in made for key, _ in measure.fits)


def _ranges(one: Said) -> bool:
    """所有年份所有单位收到申请合计: of all bodies together."""
    return any(piece.of("each") & intents.BODIES for piece in one.pieces)


def _pools(one: Said) -> bool:
    """所有单位合计的纠正率, 三年总体予以公开率: one rate of all together, and not that of each."""
    if "rate" not in one.ops or one.of_at is not None or one.in_at is not None:
        return False
    rates = [at for at, piece in enumerate(one.pieces) if "rate" in piece.of("op")]
    alls = [at for at, piece in enumerate(one.pieces) if "in_all" in piece.of("op") and not piece.of("each")]
    return bool(alls) and alls[0] < rates[-1]


def _counts_by_name(one: Said) -> bool:
    """各年行政复议总数: what is called a total is one of each year."""
    return all(piece.words.asks for piece in one.pieces if "in_all" in piece.of("op"))


def _is_in_the_name(one: Said) -> bool:
    """2021到2023年每年复议合计: the row is called so."""
    totals = [(ahead, piece) for ahead, piece in itertools.pairwise(one.pieces) if "in_all" in piece.of("op")]
    return bool(totals) and all(ahead.features and ahead.end == piece.start for ahead, piece in totals)


def _totals_one(one: Said, text: str) -> bool:
    """行政诉讼总数和败诉数, 共收到几件，公开几件: nothing is added up, the word says it of its own part."""
    if sum(piece.words.asks and "what" not in piece.tokens for piece in one.pieces) > 1:
        return True
    at = [place for place, piece in enumerate(one.pieces) if "in_all" in piece.of("op")]
    noun = one.pieces[at[0]].words.asks
    follows = noun and any(piece.features for piece in one.pieces[at[0] + 1 :])
    if len(at) > 1 or follows or lists_total(one.pieces, text) or _is_numbered(one.pieces):
        return True
    if _ends_the_first(one.pieces, at[0]) or _begins_the_last(one.pieces, at[0]):
        return True
    return not noun and _names_last(one.pieces, at[0], text)


def _totals_over_years(one: Said, taken: Operands) -> bool:
    """2022年跟2023年的复议、诉讼总数: what is called a total is one of each thing in each year."""
    return len(taken.years) > 1 and _counts_by_name(one)


def _ends_the_first(pieces: Sequence[Piece], at: int) -> bool:
    """办理结果总计与结转下年度: the word ends the name of the first of two, and nothing is added up."""
    ahead = pieces[at - 1] if at else None
    behind = pieces[at + 1 :]
    glued = ahead is not None and bool(ahead.features) and ahead.end == pieces[at].start
    return glued and bool(behind) and behind[0].words.ands and any(piece.features for piece in behind)


def _begins_the_last(pieces: Sequence[Piece], at: int) -> bool:
    """Grants and total refusals: the word stands between “and” and the last of two, and is said of that one."""
    solid = [place for place, piece in enumerate(pieces) if not piece.is_filler and (place <= at or piece.features)]
    ahead = solid.index(at) - 1
    between = ahead > 0 and pieces[solid[ahead]].words.ands and any(pieces[one].features for one in solid[:ahead])
    return between and solid[-1] != at


def _are_unlike(one: Said, made: Sequence[Measure]) -> bool:
    """New requests and all handled, requests and lawsuits: one is told of the other, or they stand in two tables."""
    fits = [measure.fits for measure in made]
    tables = {catalogue()[key].table for each in fits for key, _ in each}
    told_of = (
        holds(whole, part) and not includes(whole, part)
        for of_one, of_other in itertools.permutations(fits, 2)
        for whole, part in itertools.product(of_one, of_other)
    )
    return (len(tables) > 1 and not one.asks and "adds" not in one.ops) or any(told_of)


def _names_last(pieces: Sequence[Piece], at: int, text: str) -> bool:
    """新收申请数、办理结果总计: each is called by the noun that a figure of it has, and 总计 ends the last."""
    if any(piece.tokens for piece in pieces[at + 1 :]):
        return False
    gaps = [frozenset(text[pieces[place - 1].end : pieces[place].start]) for place in range(1, at + 1)]
    parted = max((place + 1 for place, gap in enumerate(gaps) if gap & MARKS), default=0)
    named = any(piece.features for piece in pieces[parted:at])
    return named and any(piece.words.asks for piece in pieces[:parted])


def _is_numbered(pieces: Sequence[Piece]) -> bool:
    """1.新收 2.予以公开 3.复议总数: each by itself."""
    return any(piece.words.ands and any(sign.isdecimal() for sign in piece.mention.text) for piece in pieces)


def _adds_shares(one: Said) -> bool:
    """予以公开和部分公开合计占比: 一共 right before the share adds the parts up."""
    solid = [piece for piece in one.pieces if not piece.is_filler]
    shares = "share" in one.ops or one.of_at is not None
    return ("adds" in one.ops and shares) or any(
        "in_all" in piece.of("op") and not piece.words.asks and bool(after.of("split") or after.of("op") & SHARES)
        for piece, after in itertools.pairwise(solid)
    )
