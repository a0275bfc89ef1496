"""Kinds of question, and the combinations of operators that form them (bot/meaning/intents.toml)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BODIES = frozenset(
    {
        "any",
        "under",
        "district",
        "county",
        "county_level",
        "city",
        "street",
        "town",
        "local",
        "bureau",
        "which",
        "those",
        "these",
    }
)
"""kinds of body that a question may range over"""
CHANGES = frozenset({"change", "rise", "fall", "previous"})
_ONE_WAY = frozenset({"rise", "fall"})
WAYS = frozenset({"rose", "fell"})
"""which way a figure went that the form itself tells with its sign"""
_OPPOSITES = frozenset({"none", "some"})
"""不为零但没被纠正: two conditions, each on a thing of its own, and no kind of question"""
RANKS = frozenset({"most", "least", "order", "top", "nth"})
MAKERS = frozenset(
    {
        "most",
        "least",
        "top",
        "order",
        "average",
        "count",
        "share",
        "define",
        "check",
        "claim",
        "compare",
        "none",
        "some",
    }
)
"""operators beside which 一共 adds nothing up"""
OVER_YEARS = frozenset({"trend", "every_year", "since", "last", "newest", "previous"})
"""operators that say which years: a year named in a follow-up takes their place"""
MERELY_TAKEN = frozenset({"span", "bounds", "checks", "named_sections"})
"""what a kind takes beside what makes it"""
TAKE_FIGURES = frozenset({"claim", "locate"})
"""kinds of question that take figures no operator takes"""
TAKE_PLACES = frozenset({"rank"})
"""kinds of question that take a place of a ranking, or how many places"""
FIELDS = frozenset({"needs", "any", "may", "each", "takes", "measures", "example"})
TAKES = frozenset({"conditions", "sections", "named_sections", "span", "claimed", "bounds", "checks", "terms"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """One kind of question."""

    name: str
    needs: frozenset[str]
    """operators that must all be said"""
    any: frozenset[str]
    """operators of which one must be said; empty: none need be"""
    may: frozenset[str]
    """operators that may be said besides"""
    each: frozenset[str]
    """what may be ranged over; empty: nothing"""
    takes: frozenset[str]
    """what else makes it: conditions, sections, claimed figures; span, which may be"""
    measures: tuple[int, int]
    """fewest and most things that are asked for"""
    example: Mapping[str, str]
    """a question of the kind, by language"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """The properties of a question that determine its kind."""

    ops: frozenset[str] = frozenset()
    each: frozenset[str] = frozenset()
    conditions: bool = False
    sections: bool = False
    checks: bool = False
    terms: bool = False
    span: bool = False
    claimed: int = 0
    measures: int = 0
    asks: bool = False


def parse(text: str) -> tuple[Intent, ...]:
    """The kinds of question in the order in which they are tried. ValueError names a wrong entry."""
    made = []
    for name, entry in tomllib.loads(text).items():
        unknown = set(entry) - FIELDS | set(entry.get("takes", ())) - TAKES
        if unknown:
            raise ValueError(f"intents.toml: {name}: unknown {', '.join(sorted(unknown))}")
        made.append(
            Intent(
                name=name,
                needs=frozenset(entry.get("needs", ())),
                any=frozenset(entry.get("any", ())),
                may=frozenset(entry.get("may", ())),
                each=frozenset(entry.get("each", ())),
                takes=frozenset(entry.get("takes", ())),
                measures=tuple(entry.get("measures", (1, 1))),
                example=entry.get("example", {}),
            )
        )
    return tuple(made)


@functools.cache
def kinds() -> tuple[Intent, ...]:
    """All kinds of question."""
    return parse(Path(__file__).with_name("intents.toml").read_text(encoding="utf-8"))


@functools.cache
def of_no_metric() -> frozenset[str]:
    """Operators that make only kinds of question about no metric: what can be asked, which bodies are indexed."""
    none, some = set[str](), set[str]()
    for each in kinds():
        if each.measures == (0, 0):
            none |= each.any
        else:
            some |= each.needs | each.any | each.may
    return frozenset(none - some)


def usual(ops: frozenset[str], each: frozenset[str], *, than: bool, several: bool, conditioned: bool) -> frozenset[str]:
    """The operators in the sense they usually have together.

    哪个收到的多 asks for the one with the most, 哪些单位收到申请 for those that have any; 各单位一共收到多少 for a sum,
    海珠区一共收到多少 for the figure. `conditioned`: a condition, a place or a question word says what is looked for.
    """
    if "rate" in ops and not ops & CHANGES:
        # 公开率 alone is a share; 公开率比上年增加多少 is how the share changed
        ops = ops - {"rate"} | {"share"}
    if {"why", "none"} <= ops and not each:
        # 为什么没有这一栏: asks why there is nothing
        ops = ops - {"none"} | {"zero_or_blank"}
    if "who" in ops and each and ops & _ONE_WAY and not ops & RANKS:
        # 同比下降的单位有哪些: those whose figure fell
        ops |= {"some"}
    if "who" in ops:
        ops = ops - {"who"} | (
            frozenset() if conditioned or ops - {"who", "in_all", "newest", "separately"} else {"some"}
        )
    if "in_all" in ops:
        ops = ops - {"in_all"} | ({"sum"} if several and not ops & MAKERS else frozenset())
    if each and not than:
        swap = {"more": "most", "less": "least", "most_of": "most"}
        return frozenset(swap.get(op, op) for op in ops)
    return frozenset("more" if op == "most_of" else op for op in ops)


def fits(intent: Intent, signs: Signs) -> bool:
    """Whether a question is of a kind: the kind accepts everything that is said, and what it requires is said."""
    if signs.ops >= _OPPOSITES:
        return False
    makers = intent.any or intent.takes - MERELY_TAKEN
    if not intent.needs <= signs.ops or (
        makers and not intent.needs and not intent.any & signs.ops and not _made(intent, signs)
    ):
        return False
    low, high = intent.measures
    return (
        signs.ops <= intent.needs | intent.any | intent.may
        and signs.each <= intent.each
        and low <= signs.measures <= high
        and (not signs.conditions or bool(intent.takes & {"conditions", "bounds"}))
        and (not signs.sections or bool(intent.takes & {"sections", "named_sections"}))
        and (not signs.checks or "checks" in intent.takes)
        and (not signs.terms or "terms" in intent.takes)
        and (not signs.span or "span" in intent.takes)
    )


def _made(intent: Intent, signs: Signs) -> bool:
    """What besides operators makes the kind: a condition, a section, a figure that is asserted."""
    asserted = signs.claimed > 0 and not signs.asks
    return (
        ("conditions" in intent.takes and signs.conditions)
        or ("sections" in intent.takes and signs.sections)
        or ("bounds" in intent.takes and signs.conditions and not signs.asks)
        or ("claimed" in intent.takes and asserted)
    )


@functools.lru_cache(maxsize=4096)
def kind_of(signs: Signs) -> str | None:
    """The first kind that fits; None if there is none."""
    return next((intent.name for intent in kinds() if fits(intent, signs)), None)
