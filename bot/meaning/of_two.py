"""Rules of what is done: which of two is more, by how much, and whether it is one question at all."""

from __future__ import annotations

import itertools

from bot.languages import every
from bot.meaning import intents
from bot.meaning.context import MORE, TWO, WHICH, YEAR, Context, Ops
from bot.meaning.intents import BODIES
from bot.meaning.operands import Operands
from bot.meaning.readings import Said
from bot.models import NAMES


def one_question(here: Context, ops: Ops) -> Ops:
    """With `two` where it is not one question that can be answered: two of which none is named, or two at once."""
    one = here.one
    if "previous" in ops and ops & MORE and here.taken.claimed and here.most < TWO:
        # 比上年多26件，对吗: how it changed
        ops = _changed(ops)
    if here.most > 1:
        # which of the two: they were named
        ops -= {"two"}
    if ops & MORE and sum(bool(piece.of("op") & MORE) for piece in one.pieces) > 1 and not _joined(one):
        # 申请多，公开的多吗: each by itself, and nothing that is compared
        ops |= {"two"}
    more_besides = {"differ", "more"} <= ops and one.asks > 1
    if more_besides or (here.most < TWO and ops & intents.RANKS and _asks_ahead_of_which(one)):
        # how many, and how many more than last year; how many did Qinghe receive, and which body the most
        ops |= {"two"}
    return ops


def parted_by_than(here: Context, ops: Ops) -> Ops:
    """What is done where than stands between two."""
    if here.one.than_at is None:
        return ops
    one, taken, each = here.one, here.taken, here.each
    more = bool(ops & MORE) and here.things == 1
    if more and not _asks_behind(one) and ((each == WHICH and here.named > 1) or (each == YEAR and here.years > 1)):
        # 青禾区与白鹭县比，哪个多; 2021年跟2022年比，哪一年的申请多
        return ops - MORE - {"compare"} | {"least" if "less" in ops else "most"}
    if more and each & BODIES and here.years == TWO:
        # 哪些单位2022年的申请比2021年少: those whose figure fell
        return _changed(ops) | {"some"}
    if more and "claim" in ops and _later_first(taken) and here.named < TWO:
        # 26 more requests in 2020 than in 2019, is that right: the change between the two
        return _changed(ops)
    if ops & MORE and ops <= MORE and here.named > 1 and not one.asks and not taken.claimed:
        # did Qinghe refuse more requests than Bailu? Both figures, as where no word parts them
        return ops - MORE | {"compare"}
    return ops | {"than"}


def by_how_much(here: Context, ops: Ops) -> Ops:
    """From 2020 to 2021, how many fewer: the change; of two bodies or things the difference."""
    if here.one.than_at is not None or here.each or not ops & MORE or not _by_how_much(here.one):
        return ops
    if here.named <= 1 and here.things == 1 and here.years == TWO:
        return _changed(ops)
    return ops - MORE | {"differ"} if max(here.named, here.things) > 1 else ops


def which_of_two(here: Context, ops: Ops) -> tuple[Ops, frozenset[str]]:
    """Which of two that were named has more, or both; without 比 or than. With what is then ranged over."""
    each, by_thing = here.each, here.things > 1
    if here.one.than_at is not None or "differ" in ops:
        return ops, each
    if by_thing and here.named <= 1 and each == WHICH:
        # 复议和诉讼哪个多: of the things, not of the bodies
        each = frozenset()
    if "compare" in ops:
        # did individuals or companies file more? who had more? Give both
        ranks = frozenset({"most", "least"}) if each == WHICH else frozenset()
        return ops - MORE - ranks, each - WHICH
    counts = here.one.asks > 0 and here.years > TWO and here.named <= 1  # 2021到2023年多收几件: not which year has most
    if ops & MORE and not each and here.most > 1 and not counts:
        # did Qinghe or Bailu receive more?
        each = frozenset() if by_thing else WHICH if here.named > 1 else YEAR
        return ops - MORE | ({"most"} if "more" in ops else {"least"}), each
    return ops, each


def _changed(ops: Ops) -> Ops:
    """More, of two years, is a rise."""
    return ops - MORE | {"fall" if "less" in ops else "rise"}


def how_much_more(one: Said) -> bool:
    """多多少, 多几件: more, and how much right behind it; by how many, wherever it stands."""
    if one.ops & MORE and any(piece.mention.text in every("operands", "by_how_much") for piece in one.pieces):
        return True
    pairs = itertools.pairwise([*one.pieces, None])
    return any(
        piece is not None
        and piece.of("op") & MORE
        and (piece.words.asks or (after is not None and after.words.asks and not after.features))
        for piece, after in pairs
    )


def _asks_behind(one: Said) -> bool:
    """哪个多，多几件: behind the word for more it is asked by how much."""
    more = [at for at, piece in enumerate(one.pieces) if piece.of("op") & MORE]
    return any(piece.words.asks for piece in one.pieces[min(more, default=0) :])


def _later_first(taken: Operands) -> bool:
    """A figure asserted of two years, of which the later stands first."""
    return len(taken.claimed) == 1 and len(taken.years) == TWO and taken.years[0] > taken.years[1]


def _by_how_much(one: Said) -> bool:
    """How many more, 多几件: what is asked is the difference."""
    pieces = [piece for piece in one.pieces if piece.tokens]
    return any(
        piece.of("op") & MORE
        and (piece.words.asks or (at and pieces[at - 1].words.asks and not pieces[at - 1].of("unit")))
        for at, piece in enumerate(pieces)
    )


def _asks_ahead_of_which(one: Said) -> bool:
    """How many did Qinghe receive, and which body the most; the total, and who has the fewest."""
    which = max((at for at, piece in enumerate(one.pieces) if piece.of("each") & (BODIES | WHICH)), default=0)
    ahead = one.pieces[:which]
    asked = next((at for at, piece in enumerate(ahead) if piece.words.asks), which)
    of_its_own = any(piece.mention.kind in NAMES or "in_all" in piece.of("op") for piece in ahead[asked:])
    return of_its_own and any(piece.words.ands for piece in ahead[asked:])


def _joined(one: Said) -> bool:
    """复议多还是诉讼多: an and-word, or which of them."""
    return any(piece.words.ands or piece.of("each") for piece in one.pieces)
