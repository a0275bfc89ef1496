"""The readings of one cut of a question: all combinations of its words' alternatives, sorted by their function.

Features determine the metric, operators what is done with its figures, and the figures typed are conditions, limits or
claims (bot/meaning/operands.py). bot/meaning/grouping.py turns features into metrics, bot/meaning/understanding.py puts
everything together.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.models import Cover, Mention
from bot.words.domains import counts, rows, times
from bot.words.tokens import words_of
from index.metrics import catalogue
from index.models import Metric

_Key = TypeVar("_Key")
Fit = tuple[str, str | None]
"""metric and applicant"""

MAX_READINGS = 256
"""combinations of alternatives looked at in one cut"""
_IN_ALL = frozenset({"total"})
"""一共, in all: may be said of any figure, and narrows none"""
_HANDED_IN = "submitted"
_NOTHING: frozenset[str] = frozenset()
KINDS = frozenset(
    {"party", "unit", "year", "back", "op", "intent", "each", "cmp", "split", "section", "check", "term", "in", "not"}
    | {"apart", "fold"}
)
"""what may stand before the colon of a token"""


_SILENT = words_of(frozenset())


class Piece:
    """A mention with the one of its alternatives that is considered."""

    __slots__ = ("end", "is_filler", "mention", "start", "tokens", "words")

    def __init__(self, mention: Mention, tokens: frozenset[str] = _NOTHING) -> None:
        self.mention = mention
        self.tokens = tokens
        self.start = mention.start
        self.end = mention.end
        self.words = words_of(tokens) if tokens else _SILENT
        self.is_filler = mention.kind == "phrase" and not tokens

    def of(self, kind: str) -> frozenset[str]:
        """What its tokens of a kind say: for {unit:件} the units are {件}."""
        return self.words.kinds.get(kind, _NOTHING)

    @property
    def features(self) -> frozenset[str]:
        return self.words.features


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One combination of the alternatives in one cut of the question."""

    pieces: tuple[Piece, ...] = ()
    asks: int = 0
    """question words"""
    of_at: int | None = None
    """the piece that parts what is shared from what it is a share of (占)"""
    in_at: int | None = None
    """the piece after which the part stands whose share in what stands before is asked: 申请里百分之几予以公开"""
    than_at: int | None = None
    """the piece that parts what is compared (比)"""
    features: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    """reckoned from today, in the order said: -1 is last year"""
    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    """checks of the audit that are named: names of bot/answers/named_checks.toml"""
    terms: frozenset[str] = frozenset()
    """terms of the glossary that are no metric"""
    back: int | None = None
    """years before the one that is talked about: 前一年"""
    refused: frozenset[str] = frozenset()
    """words that are known and never give a figure"""
    in_unit: str | None = None
    """万元 where the figure is asked for in it"""

    @property
    def party(self) -> str | None:
        """The applicant, where one only is said."""
        return next(iter(self.parties)) if len(self.parties) == 1 else None


_INTO = {
    "party": "parties",
    "unit": "units",
    "op": "ops",
    "intent": "ops",
    "each": "each",
    "section": "sections",
    "check": "checks",
    "term": "terms",
    "not": "refused",
}


def said(pieces: Sequence[Piece]) -> Said:
    """Sort the tokens of one reading by their function."""
    sorts: dict[str, frozenset[str]] = {}
    years: dict[int, None] = {}
    in_unit = back = None
    split: dict[str, int] = {}
    asks, features = 0, _NOTHING
    for at, piece in enumerate(pieces):
        words = piece.words
        if words is _SILENT:
            continue
        asks += words.asks
        if words.features:
            features |= words.features
        for kind, found in words.kinds.items():
            if kind in _INTO:
                name = _INTO[kind]
                sorts[name] = sorts.get(name, _NOTHING) | found
            elif kind == "year":
                years |= dict.fromkeys(map(int, sorted(found)))
            elif kind == "back":
                back = int(min(found))
            elif kind == "in":
                in_unit = min(found)
            elif kind == "split":
                for one in found:
                    split.setdefault(one, at)
    return Said(
        pieces=tuple(pieces),
        asks=asks,
        of_at=split.get("of"),
        in_at=split.get("in"),
        than_at=split.get("than"),
        features=features,
        years=tuple(years),
        in_unit=in_unit,
        back=back,
        **sorts,
    )


def readings(cover: Cover, *, done: bool = False) -> Iterator[Said]:
    """All combinations of the alternatives in one cut, each once; none if there are too many to be sure of one."""
    if math.prod(len(mention.alternatives) or 1 for mention in cover.mentions) > MAX_READINGS:
        # what is cut off might be the other reading: then none is sure
        return
    choices = [[Piece(mention, one) for one in mention.alternatives or (_NOTHING,)] for mention in cover.mentions]
    _pass_on(choices, done)
    for pieces in itertools.product(*choices):
        yield said(pieces)


_DONE = frozenset({"closed", "answered", "carried_in"})
"""behind these 结转 is what is passed on: 收到多少，办结多少，结转多少"""


def _pass_on(choices: list[list[Piece]], done: bool) -> None:
    """Leave of a word for both kinds of passing on the one that stands behind what was done."""
    for at, pieces in enumerate(choices):
        said = pieces[0].features if len(pieces) == 1 else frozenset().union(*(piece.features for piece in pieces))
        if done and {"carried_in", "carried_out"} <= said:
            choices[at] = [piece for piece in pieces if "carried_in" not in piece.features]
        done = done or (len(pieces) == 1 and bool(said & _DONE))


@functools.cache
def _by_need() -> Mapping[str, tuple[Metric, ...]]:
    """Feature → metrics that need it."""
    found: dict[str, list[Metric]] = {}
    for metric in catalogue().values():
        for feature in metric.needs:
            found.setdefault(feature, []).append(metric)
    return {feature: tuple(metrics) for feature, metrics in found.items()}


@functools.lru_cache(maxsize=4096)
def fitting(features: frozenset[str]) -> tuple[Metric, ...]:
    """Metrics with needs ⊆ features ⊆ needs ∪ may."""
    candidates = {metric.key: metric for feature in sorted(features) for metric in _by_need().get(feature, ())}
    return tuple(
        metric for metric in candidates.values() if metric.needs <= features <= metric.needs | metric.may | _IN_ALL
    )


@functools.lru_cache(maxsize=4096)
def nearly(features: frozenset[str]) -> tuple[str, ...]:
    """Metrics that need more features, and no others: too little was said.

    Those of whose needs some was said come first.
    """
    if not features:
        return ()
    possible = [
        metric
        for metric in catalogue().values()
        if features <= metric.needs | metric.may | _IN_ALL and not metric.needs <= features
    ]
    return tuple(
        metric.key for metric in sorted(possible, key=lambda one: (not features & one.needs, len(one.needs - features)))
    )


def columns_of(features: frozenset[str]) -> tuple[Fit, ...]:
    """All columns of a row that was named alone (行政许可多少); the report's form determines which of them it has."""
    row = features - {"total"}
    return tuple((key, None) for key in nearly(row)) if len(row) == 1 and row <= rows() else ()


@functools.lru_cache(maxsize=4096)
def fits_of(features: frozenset[str], party: str | None) -> tuple[Fit, ...]:
    """The metrics and applicants that these features mean."""
    if "on_request" in features and len(features) > 1:
        # 依申请公开 beside a verb is the procedure; alone it may be what was released
        features = features - {"on_request"} | {"request"}
    if _HANDED_IN in features:
        # 科研机构递了多少: what an applicant hands in is a request; without one it may be a reconsideration
        features = features - {_HANDED_IN} | ({"request"} if party is not None else frozenset())
    return tuple((metric.key, party) for metric in fitting(features) if party is None or metric.by_party)


def by_unit(keys: Sequence[_Key], units: Iterable[str], metric: Callable[[_Key], str]) -> list[_Key]:
    """The readings that are counted in these units; all of them if none is (国家秘密多少项)."""
    units = tuple(units)
    wanted = frozenset().union(*(counts().get(unit, frozenset({unit})) for unit in units))
    found = [key for key in keys if not wanted or catalogue()[metric(key)].unit in wanted]
    if found or not wanted:
        return found
    events = frozenset().union(*(times().get(unit, frozenset()) for unit in units))
    return [key for key in keys if catalogue()[metric(key)].needs & events]
