"""What is done with the figures of a reading: its operators, settled in the context of what else is said."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.languages import CODES, language
from bot.meaning import intents
from bot.meaning.grouping import lists_total
from bot.meaning.groups import MARKS
from bot.meaning.measuring import Measure
from bot.meaning.operands import Operands
from bot.meaning.readings import Piece, Said
from index.metrics import catalogue

BODIES = frozenset(
    {"any", "district", "county", "county_level", "city", "street", "town", "bureau", "which", "those", "these"}
)
"""kinds of body that a question may range over"""
_WHICH = frozenset({"which"})
_YEAR = frozenset({"year"})
_ONE_OF = (_WHICH, _YEAR)
TWO_YEARS = 2
_NAMES = frozenset({"region", "organ", "own"})
_PLACES = frozenset({"nth", "second", "third"})
_MORE = frozenset({"more", "less"})
_OF_SHARES = frozenset({"share", "rate", "percent", "change", "rise", "fall", "previous"})
"""operators of which one makes a percentage a condition on something else than a share"""
_REASONED = frozenset(
    {"outcome.denied", "outcome.refused", "outcome.unavailable", "outcome.rejected", "outcome.other_handling"}
)
"""rows whose parts say why"""
_ENDED = frozenset({("reconsideration.total", None), ("litigation.total", None)})
_SPLIT = frozenset({"party", "part"})
_SHARES = frozenset({"share", "rate"})
_BY_YEAR = intents.OVER_YEARS | intents.CHANGES
_WHO = frozenset({"applicant", "people"})
"""features of those who ask"""
_PARTS = frozenset({"breakdown", "results", "manner"})


def operators(
    one: Said, taken: Operands, text: str, made: Sequence[Measure], named: int
) -> tuple[frozenset[str], frozenset[str]]:
    """What is done with the figures, and what is ranged over."""
    each = one.each
    if each == _WHICH and named > 1 and len(made) == 1 and _how_much_more(one):
        # 谁的更多，多多少: of the two that were named
        one, each = replace(one, ops=one.ops - _MORE - {"most_of", "compare"} | {"differ"}), frozenset()
    several = bool(each & BODIES) or named > 1 or len(made) > 1 or len(taken.years) > 1
    several = several or (taken.span is not None and taken.span[0] in {"since", "last", "reports"})
    # 有诉讼的单位，各几件: how many each has says nothing of which they are
    asks = one.asks - ("separately" in one.ops)
    conditioned = bool(taken.conditions) or asks > 0 or not made
    ops = one.ops
    if taken.conditions or _told_apart(one, made):
        # 各多少: nothing is added up, whatever is called a total
        ops -= {"in_all"}
    if len(made) > 1 and "in_all" in ops and (_totals_one(one, text) or _totals_over_years(one, taken)):
        ops -= {"in_all"}
    if each in _ONE_OF and not (ops or asks or taken.conditions or taken.claimed) and len(made) == 1:
        # 哪家打过行政诉讼, 哪年被告过: those that had any
        ops = frozenset({"some"})
    ops = intents.usual(ops, each, than=one.than_at is not None, several=several, conditioned=conditioned)
    ops -= {"last", "since", "rank_unit", "bare"}
    ops = _said_besides(ops, one, each, text)
    if "why" in ops and not one.asks and not taken.claimed and _has_reasons(made):
        # why were requests refused: the rows under it say
        ops |= {"breakdown"}
    ops = in_points(_together(ops, made))
    if ops & intents.RANKS and each & _SPLIT:
        # who filed the most requests
        ops -= {"breakdown"}
    if taken.ratios and not ops & _OF_SHARES and _is_share(made):
        # who granted more than 20 % of requests
        ops |= {"share"}
    if named > 1 or "check" in ops:
        # 青禾区和白鹭县都有诉讼吗: all of those that were named; 勾稽关系都成立吗
        ops -= {"all"}
    if named and len(made) == 1 and not several and not ops & intents.OVER_YEARS:
        # refusals at the housing bureau, all grounds combined: the figure is the sum
        ops -= {"sum"}
    if len(made) > 1 and _adds_shares(one):
        ops |= {"sum"}
    ops = _added(ops, one, made)
    ops = _of_one_question(ops, one, max(named, len(made), len(taken.years)), claimed=bool(taken.claimed))
    ops = _at_a_place(ops, one)
    ops = _standing(ops, each, taken, named, len(made), _asks_how_many(one))
    if one.than_at is not None:
        return _parted_by_than(ops, one, taken, each, (len(made), named)), each
    ops = ops if each else _difference(ops, one, named, len(made), len(taken.years))
    return _of_two(ops, each, max(named, len(made), len(taken.years)), by_thing=len(made) > 1, by_body=named > 1)


def in_points(ops: frozenset[str]) -> frozenset[str]:
    """几个百分点 is how far shares are apart, and of nothing else; there it says nothing besides."""
    return ops - {"points"} if ops & _SHARES else ops


def _at_a_place(ops: frozenset[str], one: Said) -> frozenset[str]:
    if ops & {"second", "third"}:
        ops = ops - {"second", "third"} | {"nth"}
    if sum(bool(piece.of("op") & _PLACES) for piece in one.pieces) > 1:
        # 第一和第二分别是谁
        ops |= {"two"}
    return ops


def _standing(
    ops: frozenset[str], each: frozenset[str], taken: Operands, named: int, things: int, figure_too: bool
) -> frozenset[str]:
    """The place of those named among all: 青禾区排名如何, where does Qinghe rank; of none named it is a ranking."""
    if "standing" in ops and not named and each & BODIES:
        return ops - {"standing", "where"} | {"order"}
    single = named == things == 1 and len(taken.years) < TWO_YEARS and taken.span is None
    alone = ops & intents.RANKS == {"order"} and not each and single and not taken.limit and not taken.conditions
    if "standing" in ops or alone:
        # 收到多少件，排第几: the figure besides
        besides = {"figure_too"} if figure_too else frozenset[str]()
        return ops - {"where", "order", "manner", "sum"} | {"standing"} | besides
    return ops


def _asks_how_many(one: Said) -> bool:
    """收到多少件，排第几: the figure is asked for besides its place."""
    words = tuple(word for code in CODES for word in language(code).operands["how_many"])
    asks = [piece for piece in one.pieces if piece.words.asks and "standing" not in piece.of("op")]
    return any(word in piece.mention.text for piece in asks for word in words)


def _parted_by_than(
    ops: frozenset[str], one: Said, taken: Operands, each: frozenset[str], counts: tuple[int, int]
) -> frozenset[str]:
    """What is done where than stands between two; `counts`: how many things and how many bodies are named."""
    things, bodies = counts
    if each == _WHICH and ops & _MORE and things == 1 and bodies > 1 and not _asks_behind(one):
        # 青禾区与白鹭县比，哪个多
        return ops - _MORE - {"compare"} | {"least" if "less" in ops else "most"}
    if each == _YEAR and ops & _MORE and things == 1 and len(taken.years) > 1 and not _asks_behind(one):
        # 2021年跟2022年比，哪一年的申请多
        return ops - _MORE - {"compare"} | {"least" if "less" in ops else "most"}
    if each & BODIES and ops & _MORE and len(taken.years) == TWO_YEARS and things == 1:
        # 哪些单位2022年的申请比2021年少: those whose figure fell
        return ops - _MORE | {"some", "fall" if "less" in ops else "rise"}
    if "claim" in ops and ops & _MORE and _later_first(taken) and things == 1 and bodies < TWO_YEARS:
        # 26 more requests in 2020 than in 2019, is that right: the change between the two
        return ops - _MORE | {"fall" if "less" in ops else "rise"}
    if ops & _MORE and ops <= _MORE and bodies > 1 and not one.asks and not taken.claimed:
        # did Qinghe refuse more requests than Bailu? Both figures, as where no word parts them
        return ops - _MORE | {"compare"}
    return ops | {"than"}


def _asks_behind(one: Said) -> bool:
    """哪个多，多几件: behind the word for more it is asked by how much."""
    more = [at for at, piece in enumerate(one.pieces) if piece.of("op") & _MORE]
    return any(piece.words.asks for piece in one.pieces[min(more, default=0) :])


def _how_much_more(one: Said) -> bool:
    """多多少, 多几件: more, and how much right behind it."""
    pairs = itertools.pairwise([*one.pieces, None])
    return any(
        piece is not None
        and piece.of("op") & _MORE
        and (piece.words.asks or (after is not None and after.words.asks and not after.features))
        for piece, after in pairs
    )


def _later_first(taken: Operands) -> bool:
    """A figure asserted of two years, of which the later stands first."""
    return len(taken.claimed) == 1 and len(taken.years) == TWO_YEARS and taken.years[0] > taken.years[1]


def _difference(ops: frozenset[str], one: Said, bodies: int, things: int, years: int) -> frozenset[str]:
    """From 2020 to 2021, how many fewer: the change; of two bodies or things the difference."""
    if not ops & _MORE or not _by_how_much(one):
        return ops
    if bodies <= 1 and things == 1 and years == TWO_YEARS:
        return ops - _MORE | {"fall" if "less" in ops else "rise"}
    return ops - _MORE | {"differ"} if max(bodies, things) > 1 else ops


def _by_how_much(one: Said) -> bool:
    """How many more, 多几件: what is asked is the difference."""
    pieces = [piece for piece in one.pieces if piece.tokens]
    return any(
        piece.of("op") & _MORE
        and (piece.words.asks or (at and pieces[at - 1].words.asks and not pieces[at - 1].of("unit")))
        for at, piece in enumerate(pieces)
    )


def _said_besides(ops: frozenset[str], one: Said, each: frozenset[str], text: str) -> frozenset[str]:
    """Without the operators that say nothing beside these words."""
    if one.features:
        # hello, how many …
        ops -= {"help"}
    if ops & _SHARES and not each:
        # 被纠正过的占多大比例: nothing is looked for that had some
        ops -= {"some"}
    if "items_change" in one.features:
        # the form's own column is a change from the year before
        ops -= {"previous"}
    if one.parties or each or one.features & _WHO or any(word in text for word in _against()):
        # companies filed them, or they were filed against the body: no body files requests or sues
        ops -= {"filing"}
    return ops


@functools.cache
def _against() -> tuple[str, ...]:
    return tuple(word for code in CODES for word in language(code).operands.get("against", ()))


def _added(ops: frozenset[str], one: Said, made: Sequence[Measure]) -> frozenset[str]:
    """How many reconsiderations plus lawsuits: their sum; items plus value: two figures, for nothing holds both."""
    if "adds" not in ops:
        return ops
    units = {catalogue()[key].unit for measure in made for key, _ in measure.fits}
    sums = len(units) == 1 and (one.asks > 0 or "in_all" in one.ops) and not ops & {"compare", "separately"}
    return ops - {"adds"} | ({"sum"} if sums else frozenset())


def _of_one_question(ops: frozenset[str], one: Said, named: int, *, claimed: bool) -> frozenset[str]:
    """With `two` where it is not one question that can be answered: two of which none is named, or two at once."""
    if "previous" in ops and ops & _MORE and claimed and named < TWO_YEARS:
        # 比上年多26件，对吗: how it changed
        ops = ops - _MORE | {"fall" if "less" in ops else "rise"}
    if named > 1:
        # which of the two: they were named
        ops -= {"two"}
    if ops & _MORE and sum(bool(piece.of("op") & _MORE) for piece in one.pieces) > 1 and not _joined(one):
        # 申请多，公开的多吗: each by itself, and nothing that is compared
        ops |= {"two"}
    more_besides = {"differ", "more"} <= ops and one.asks > 1
    if more_besides or (named < TWO_YEARS and ops & intents.RANKS and _asks_ahead_of_which(one)):
        # how many, and how many more than last year; how many did Qinghe receive, and which body the most
        ops |= {"two"}
    return ops


def _asks_ahead_of_which(one: Said) -> bool:
    """How many did Qinghe receive, and which body the most; the total, and who has the fewest."""
    which = max((at for at, piece in enumerate(one.pieces) if piece.of("each") & (BODIES | _WHICH)), default=0)
    ahead = one.pieces[:which]
    asked = next((at for at, piece in enumerate(ahead) if piece.words.asks), which)
    of_its_own = any(piece.mention.kind in _NAMES or "in_all" in piece.of("op") for piece in ahead[asked:])
    return of_its_own and any(piece.words.ands for piece in ahead[asked:])


def _joined(one: Said) -> bool:
    """复议多还是诉讼多: an and-word, or which of them."""
    return any(piece.words.ands or piece.of("each") for piece in one.pieces)


def _of_two(
    ops: frozenset[str], each: frozenset[str], named: int, *, by_thing: bool, by_body: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """Which of two that were named has more, or both; without 比 or than."""
    if "differ" in ops:
        return ops, each
    if by_thing and not by_body and each == _WHICH:
        # 复议和诉讼哪个多: of the things, not of the bodies
        each = frozenset()
    if "compare" in ops:
        # did individuals or companies file more? who had more? Give both
        ranks = frozenset({"most", "least"}) if each == _WHICH else frozenset()
        return ops - _MORE - ranks, each - _WHICH
    if ops & _MORE and not each and named > 1:
        # did Qinghe or Bailu receive more?
        each = frozenset() if by_thing else _WHICH if by_body else frozenset({"year"})
        return ops - _MORE | ({"most"} if "more" in ops else {"least"}), each
    return ops, each


def _together(ops: frozenset[str], made: Sequence[Measure]) -> frozenset[str]:
    """Operators that say something only together, or say nothing beside another."""
    if {"manner", "results"} <= ops or (ops == {"manner"} and _has_outcomes(made)):
        # how were they decided, how did the lawsuits end; 行政复议情况怎么样
        ops |= {"breakdown"}
    if "compare" in ops:
        # how does Qinghe compare with Bailu
        ops -= {"manner"}
    if "zero_or_blank" in ops:
        # were there no lawsuits, or is it blank
        ops -= {"none", "some"}
    if {"sum", "breakdown"} <= ops:
        # all grounds of refusal combined
        ops -= {"sum", "breakdown"}
    if {"results", "breakdown"} <= ops and len(made) > 1 and _siblings(made):
        # outcomes: granted, refused, other
        ops -= _PARTS
    if "breakdown" in ops and len(made) > 1 and _applicants(made):
        # split between individuals and organisations
        ops -= {"breakdown"}
    return ops


def _applicants(made: Sequence[Measure]) -> bool:
    """One thing of several applicants."""
    fits = [fit for measure in made for fit in measure.fits]
    return len({key for key, _ in fits}) == 1 and all(party is not None for _, party in fits)


def _siblings(made: Sequence[Measure]) -> bool:
    return len({key.rpartition(".")[0] for measure in made for key, _ in measure.fits}) == 1


def _has_reasons(made: Sequence[Measure]) -> bool:
    """What has parts that are reasons."""
    keys = {key for measure in made for key, _ in measure.fits}
    return len(made) == 1 and bool(keys) and all(key in _REASONED for key in keys)


def _has_outcomes(made: Sequence[Measure]) -> bool:
    """What has parts that say how it ended."""
    return len(made) == 1 and bool(made[0].fits) and all(fit in _ENDED for fit in made[0].fits)


def _is_share(made: Sequence[Measure]) -> bool:
    """A thing whose share has one meaning where nothing is said of what it is a share of."""
    return len(made) == 1 and all(catalogue()[key].share_of for key, _ in made[0].fits)


def _told_apart(one: Said, made: Sequence[Measure]) -> bool:
    """复议总数各是几件, 2022年至2024年诉讼总数变化: a figure of each body or year, whatever is called a total."""
    if one.ops & _BY_YEAR and _counts_by_name(one):
        return True
    if len(made) > 1:
        return "separately" in one.ops
    totals = [at for at, piece in enumerate(one.pieces) if "in_all" in piece.of("op")]
    apart = [at for at, piece in enumerate(one.pieces) if "separately" in piece.of("op")]
    # 各多少，合计呢: their sum besides
    return bool(totals and apart) and totals[-1] < apart[0]


def _counts_by_name(one: Said) -> bool:
    """各年行政复议总数: what is called a total is one of each year."""
    return all(piece.words.asks for piece in one.pieces if "in_all" in piece.of("op"))


def _totals_one(one: Said, text: str) -> bool:
    """行政诉讼总数和败诉数, 共收到几件，公开几件: nothing is added up, the word says it of its own part."""
    if sum(piece.words.asks and "what" not in piece.tokens for piece in one.pieces) > 1:
        return True
    at = [place for place, piece in enumerate(one.pieces) if "in_all" in piece.of("op")]
    noun = one.pieces[at[0]].words.asks
    follows = noun and any(piece.features for piece in one.pieces[at[0] + 1 :])
    if len(at) > 1 or follows or lists_total(one.pieces, text) or _is_numbered(one.pieces):
        return True
    if _ends_the_first(one.pieces, at[0]):
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
        "in_all" in piece.of("op") and not piece.words.asks and bool(after.of("split") or after.of("op") & _SHARES)
        for piece, after in itertools.pairwise(solid)
    )
