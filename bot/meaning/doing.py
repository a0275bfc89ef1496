"""What is done with the figures of a reading: its operators, settled in the context of what else is said.

The rules, one function each, stand in `RULES` in the order in which they are tried: each is given the operators that
those before it left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.languages import every
from bot.meaning import intents, of_two, totals
from bot.meaning.context import MORE, SHARES, TWO, WHICH, YEAR, Context, Ops
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.operands import Operands
from bot.meaning.readings import Said
from index.metrics import catalogue

_ONE_OF = (WHICH, YEAR, frozenset({"party"}))
_PLACES = frozenset({"nth", "second", "third"})
_OF_SHARES = frozenset({"share", "rate", "percent", "change", "rise", "fall", "previous"})
"""operators of which one makes a percentage a condition on something else than a share"""
_TAKEN = frozenset({"last", "since", "rank_unit", "bare"})
"""operators that have done their work once the figures typed are sorted"""
_REASONED = frozenset(
    {"outcome.denied", "outcome.refused", "outcome.unavailable", "outcome.rejected", "outcome.other_handling"}
)
"""rows whose parts say why"""
_ENDED = frozenset({("reconsideration.total", None), ("litigation.total", None)})
"""rows whose parts say how it ended"""
_SPLIT = frozenset({"party", "part"})
_WHO = frozenset({"applicant", "people"})
"""features of those who ask"""
_PARTS = frozenset({"breakdown", "results", "manner"})


def operators(one: Said, taken: Operands, text: str, made: Sequence[Measure], named: int) -> tuple[Ops, frozenset[str]]:
    """What is done with the figures, and what is ranged over. `named`: how many bodies are."""
    ops, each = one.ops, one.each
    of_two_named = named > 1 if each == WHICH else each == YEAR and len(taken.years) == TWO and named < TWO
    of_two_named |= not each and named == TWO and one.than_at is None
    if of_two_named and len(made) == 1 and of_two.how_much_more(one):
        # 谁的更多，多多少: of the two that were named
        ops, each = ops - MORE - {"most_of", "compare"} | {"differ"}, frozenset()
    here = Context(one=one, taken=taken, text=text, made=made, named=named, each=each)
    for rule in RULES:
        ops = rule(here, ops)
    return of_two.which_of_two(here, ops)


def _those_that_had_any(here: Context, ops: Ops) -> Ops:
    """哪家打过行政诉讼, 哪年被告过: nothing is asked of them but whether they had one."""
    bare = not (ops or here.asks or here.taken.conditions or here.taken.claimed)
    return frozenset({"some"}) if here.each in _ONE_OF and bare and here.things == 1 else ops


def _usual(here: Context, ops: Ops) -> Ops:
    """What they usually say together."""
    conditioned = bool(here.taken.conditions) or here.asks > 0 or not here.made
    than = here.one.than_at is not None
    return intents.usual(ops, here.each, than=than, several=here.several, conditioned=conditioned) - _TAKEN


def _said_besides(here: Context, ops: Ops) -> Ops:
    """Without the operators that say nothing beside other words."""
    one, each = here.one, here.each
    if one.features:
        # hello, how many …
        ops -= {"help"}
    if ops & SHARES and not each:
        # 被纠正过的占多大比例: nothing is looked for that had some
        ops -= {"some"}
    if "items_change" in one.features:
        # the form's own column is a change from the year before
        ops -= {"previous"}
    if one.parties or each or one.features & _WHO or any(word in here.text for word in every("operands", "against")):
        # companies filed them, or they were filed against the body: no body files requests or sues
        ops -= {"filing"}
    once = sum("none" in piece.of("op") for piece in one.pieces) == 1  # and not 没有一件没被纠正过
    if {"claim", "none", "some"} <= ops and here.things == 1 and once and all(_has_rows(one, "some")):
        # 复议没有一件被纠正过: 过 says no more than that it was done
        ops -= {"some"}
    return ops


def _has_rows(one: Said, op: str) -> Iterator[bool]:
    """Of each word that means an operator, whether it names a row too."""
    return (bool(piece.features) for piece in one.pieces if op in piece.of("op"))


def _reasons(here: Context, ops: Ops) -> Ops:
    """Why were requests refused: the rows under it say."""
    asked = "why" in ops and not here.one.asks and not here.taken.claimed
    return ops | {"breakdown"} if asked and _has_reasons(here.made) else ops


def _together(here: Context, ops: Ops) -> Ops:
    """Operators that say something only together, or say nothing beside another."""
    made = here.made
    if {"manner", "results"} <= ops or (ops == {"manner"} and _has_outcomes(made)):
        # how were they decided, how did the lawsuits end; 行政复议情况怎么样
        ops |= {"breakdown"}
    if "compare" in ops:
        # how does Qinghe compare with Bailu
        ops -= {"manner"}
    if "zero_or_blank" in ops:
        # were there no lawsuits, or is it blank
        ops -= {"none", "some"}
    if {"sum", "breakdown"} <= ops and not here.of_channels:
        # all grounds of refusal combined
        ops -= {"sum", "breakdown"}
    if {"results", "breakdown"} <= ops and len(made) > 1 and _siblings(made):
        # outcomes: granted, refused, other
        ops -= _PARTS
    if "breakdown" in ops and len(made) > 1 and _applicants(made):
        # split between individuals and organisations
        ops -= {"breakdown"}
    if ops & intents.RANKS and here.each & _SPLIT:
        # who filed the most requests
        ops -= {"breakdown"}
    return ops


def in_points(ops: Ops) -> Ops:
    """几个百分点 is how far shares are apart, and of nothing else; there it says nothing besides."""
    return ops - {"points"} if ops & SHARES else ops


def _on_a_share(here: Context, ops: Ops) -> Ops:
    """Who granted more than 20 % of requests: the condition is on the share."""
    shares = here.taken.ratios and not ops & _OF_SHARES and _is_share(here.made)
    return ops | {"share"} if shares else ops


def _all_that_were_named(here: Context, ops: Ops) -> Ops:
    """青禾区和白鹭县都有诉讼吗: all of those that were named; 勾稽关系都成立吗; 全部办结的单位: a condition by now."""
    conditioned = bool(here.each) and here.taken.ratios
    return ops - {"all"} if here.named > 1 or "check" in ops or conditioned else ops


def _at_a_place(here: Context, ops: Ops) -> Ops:
    """第二是谁: a place of a ranking; 第一和第二分别是谁: two of them."""
    if ops & {"second", "third"}:
        ops = ops - {"second", "third"} | {"nth"}
    pieces = here.one.pieces
    places = sum(bool(piece.of("op") & _PLACES) for piece in pieces)
    # 谁最多，第二是谁: the first, and another place besides
    besides = (
        "nth" in ops and bool(ops & intents.RANKS - {"nth"}) and sum(bool(piece.of("each")) for piece in pieces) > 1
    )
    return ops | {"two"} if places > 1 or besides else ops


def _standing(here: Context, ops: Ops) -> Ops:
    """The place of those named among all: 青禾区排名如何, where does Qinghe rank; of none named it is a ranking."""
    taken, each = here.taken, here.each
    if "standing" in ops and not here.named and each & BODIES:
        return ops - {"standing", "where"} | {"order"}
    single = here.named == here.things == 1 and here.years < TWO and taken.span is None
    alone = ops & intents.RANKS == {"order"} and not each and single and not taken.limit and not taken.conditions
    if "standing" in ops or alone:
        # 收到多少件，排第几: the figure besides
        besides = {"figure_too"} if _asks_how_many(here.one) else frozenset[str]()
        return ops - {"where", "order", "manner", "sum"} | {"standing"} | besides
    return ops


def _asks_how_many(one: Said) -> bool:
    """收到多少件，排第几: the figure is asked for besides its place."""
    asks = [piece for piece in one.pieces if piece.words.asks and "standing" not in piece.of("op")]
    return any(word in piece.mention.text for piece in asks for word in every("operands", "how_many"))


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


RULES: tuple[Callable[[Context, Ops], Ops], ...] = (
    totals.called_a_total,
    _those_that_had_any,
    _usual,
    _said_besides,
    _reasons,
    _together,
    lambda _, ops: in_points(ops),
    _on_a_share,
    _all_that_were_named,
    totals.sum_of_one,
    totals.sum_of_shares,
    totals.plus,
    of_two.one_question,
    _at_a_place,
    _standing,
    of_two.parted_by_than,
    of_two.by_how_much,
)
