"""Mentions → what a question may mean: every reading of every cut, its metrics, bodies, years and applicants."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.bodies import Choice, Places, grouped
from bot.models import Cover, Mention, Query
from index.metrics import catalogue
from index.models import PARTIES, Metric

_Key = TypeVar("_Key")

MAX_READINGS = 256
"""combinations of alternatives looked at in one cut"""
_PARTIES = frozenset((*PARTIES, "organisations"))
_LIKE_UNITS: Mapping[str, frozenset[str]] = {
    "件": frozenset({"件", "条", "篇"}),
    "人": frozenset({"人", "人次"}),
    "篇": frozenset({"篇", "件"}),
}
"""a measure word that people use for more than its own unit"""


_IN_ALL = frozenset({"total"})
"""一共, in all: may be said of any figure, and narrows none"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One choice among the alternatives of one cut."""

    features: frozenset[str]
    parties: frozenset[str]
    units: frozenset[str]
    years: frozenset[int]
    """reckoned from today: -1 is last year"""
    intents: frozenset[str]
    refused: frozenset[str]
    """words that are known and never give a figure"""
    in_unit: str | None
    """万元 where the figure is asked for in it"""
    why: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """What the words of a question come to."""

    fits: tuple[tuple[str, str | None], ...] = ()
    """metric and applicant of every reading that fits"""
    near: tuple[str, ...] = ()
    """metrics of which part was said: too little"""
    choices: tuple[Choice, ...] = ()
    """one for each body named"""
    years: tuple[int, ...] = ()
    intents: frozenset[str] = frozenset()
    in_unit: str | None = None
    why: bool = False
    features: frozenset[str] = frozenset()
    """of the first reading"""
    content: tuple[str, ...] = ()
    """words that say what is asked, as typed"""
    left: tuple[str, ...] = ()
    """words that could not be placed, as typed"""
    party: str | None = None
    """an applicant named without a metric"""


def said(tokens: Iterable[str]) -> Said:
    """Sort the features of one reading by what they are."""
    features, parties, units, years, intents, refused = set(), set(), set(), set(), set(), set()
    in_unit, why = None, False
    for word in tokens:
        kind, colon, rest = word.partition(":")
        if not colon:
            if word == "why":
                why = True
            elif word not in {"ask", "and"}:
                features.add(word)
        elif kind == "party":
            parties.add(rest)
        elif kind == "unit":
            units.add(rest)
        elif kind == "year":
            years.add(int(rest))
        elif kind == "intent":
            intents.add(rest)
        elif kind == "in":
            in_unit = rest
        else:
            refused.add(rest)
    return Said(
        features=frozenset(features),
        parties=frozenset(parties),
        units=frozenset(units),
        years=frozenset(years),
        intents=frozenset(intents),
        refused=frozenset(refused),
        in_unit=in_unit,
        why=why,
    )


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
    candidates = {metric.key: metric for feature in features for metric in _by_need().get(feature, ())}
    return tuple(
        metric for metric in candidates.values() if metric.needs <= features <= metric.needs | metric.may | _IN_ALL
    )


@functools.lru_cache(maxsize=4096)
def nearly(features: frozenset[str]) -> tuple[str, ...]:
    """Metrics that want more said, and nothing else: too little was said. First those of whose needs some was."""
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


def metrics_of(one: Said, before: Query | None, *, leaning: bool) -> list[tuple[str, str | None]]:
    """Metric and applicant of one reading; a follow-up leans on the metric asked before."""
    if one.refused or one.intents or len(one.parties) > 1:
        return []
    party = next(iter(one.parties), None)
    features = one.features
    if "on_request" in features and len(features) > 1:
        # 依申请公开 beside a verb is the procedure; alone it may be what was released
        features = features - {"on_request"} | {"request"}
    found = list(fitting(features))
    if not found and before is not None and one.features:
        lent = frozenset().union(*(catalogue()[key].needs for key in before.metrics if key in catalogue()))
        found = [metric for metric in fitting(one.features | lent) if metric.needs & one.features]
    if not one.features and before is not None:
        # the metric asked before stays, and its applicant unless another is named
        found = [catalogue()[key] for key in before.metrics if key in catalogue()]
        party = party or next(iter(before.parties), None)
    if leaning and before is not None and one.features:
        found = [metric for metric in found if not _would_drop_a_channel(metric, before)]
    if party is None and leaning and before is not None:
        # 那办结了多少 after 其中自然人: the applicant stays until another body or applicant is named
        kept = next(iter(before.parties), None)
        split = [metric for metric in found if metric.by_party] if kept else []
        return [(metric.key, kept if metric.by_party else None) for metric in split or found]
    if party is not None:
        found = [metric for metric in found if metric.by_party]
    return [(metric.key, party) for metric in found]


def _would_drop_a_channel(metric: Metric, before: Query) -> bool:
    """Tell whether a follow-up would pass from some requests to all: 办结的呢 after 网上申请多少.

    No table splits its rows by what narrowed the metric asked before, so only that metric's own kin may follow.
    """
    for key in before.metrics:
        parent = catalogue().get(key.rpartition(".")[0])
        narrowed = parent is not None and parent.by_party and key in catalogue() and not catalogue()[key].by_party
        counts_requests = "request" in metric.needs | metric.may
        if narrowed and parent is not None and counts_requests and not metric.key.startswith(parent.key):
            return True
    return False


def by_unit(keys: Sequence[_Key], units: frozenset[str], metric: Callable[[_Key], str]) -> list[_Key]:
    """Let the measure word choose between readings; where it fits none, none was asked for (国家秘密多少项)."""
    wanted = frozenset().union(*(_LIKE_UNITS.get(unit, frozenset({unit})) for unit in units))
    return [key for key in keys if not units or catalogue()[metric(key)].unit in wanted]


def readings(cover: Cover) -> list[Said]:
    """Every choice among the alternatives of one cut."""
    choices = [mention.alternatives for mention in cover.mentions if mention.alternatives]
    if math.prod(map(len, choices)) > MAX_READINGS:
        # what is cut off might be the other reading: then none is sure
        return []
    combined = itertools.product(*choices)
    return list(dict.fromkeys(said(itertools.chain.from_iterable(one)) for one in combined))


def understand(
    text: str,
    covers: Sequence[Cover],
    places: Places,
    *,
    before: Query | None,
    this_year: int,
    home: frozenset[str],
) -> Understood:
    """Put the cuts of one question together."""
    best = [
        (cover, [(one, metrics_of(one, before, leaning=_names_no_body(cover))) for one in readings(cover)])
        for cover in covers
    ]
    having = [pair for pair in best if any(fits for _, fits in pair[1])] or best[:1]
    fits = dict.fromkeys(fit for _, read in having for _, found in read for fit in found)
    units = frozenset(unit for _, read in having for one, _ in read for unit in one.units)
    chosen_fits = by_unit(list(fits), units, lambda fit: fit[0])
    first_cover, first_read = having[0]
    chosen = [one for one, found in first_read if found] or [one for one, _ in first_read] or [said(())]
    blocked = frozenset.intersection(*(one.refused for one in chosen))
    years = _years(first_cover.mentions, chosen[0], this_year)
    year = years[0] if len(years) == 1 else (before.years[0] if before and before.years and not years else None)
    party = next(iter(chosen[0].parties), None)
    near = list(dict.fromkeys(key for one, _ in first_read for key in nearly(one.features)))
    if units and not chosen_fits and len(near) > 1:
        near = by_unit(near, units, str)
        if len(near) == 1 and catalogue()[near[0]].unit in units:
            # 培训了几次: of what is offered back, the measure word leaves one
            chosen_fits, near = [(near[0], party)], []
    return Understood(
        fits=() if blocked else tuple(chosen_fits),
        near=tuple(near),
        choices=_choices(text, [cover for cover, _ in having], places, year, home),
        years=years,
        intents=frozenset().union(*(one.intents for one in chosen)),
        in_unit=chosen[0].in_unit,
        why=chosen[0].why,
        features=chosen[0].features,
        content=_content(first_cover),
        left=tuple(text[start:end] for start, end in _left(first_cover)),
        party=party,
    )


def _names_no_body(cover: Cover) -> bool:
    return not any(mention.kind in {"region", "organ", "own"} for mention in cover.mentions)


def _left(cover: Cover) -> list[tuple[int, int]]:
    """Stretches that stand in the way: in no list, a figure that is no year, out of place, or never answered."""
    known = [one for one in cover.mentions if one.kind == "number" or _refuses(one)] + _out_of_place(cover.mentions)
    merged: list[tuple[int, int]] = []
    for start, end in sorted([*cover.left, *((one.start, one.end) for one in known)]):
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _out_of_place(mentions: Sequence[Mention]) -> list[Mention]:
    """Words that mean something else where they stand.

    A measure word counts only after a question word (海珠场 is a place, no count); an applicant right after a region's
    short name is part of another name (海珠公司); right after a question word it is what is counted (多少企业).
    """
    found = []
    before: Mention | None = None
    for mention in mentions:
        words = frozenset().union(*mention.alternatives)
        glued = before is not None and before.end == mention.start
        asking = before is not None and any("ask" in one for one in before.alternatives)
        if words and mention.text[0] > "⺀":
            is_unit = all(word.startswith("unit:") for word in words)
            is_party = any(word.startswith("party:") for word in words)
            after_name = glued and before is not None and before.kind == "region" and not before.suffixed
            if (is_unit and not (asking and glued)) or (is_party and (after_name or (asking and glued))):
                found.append(mention)
        before = mention
    return found


def _refuses(mention: Mention) -> bool:
    return bool(mention.alternatives) and all(
        any(token.startswith("not:") for token in one) for one in mention.alternatives
    )


def _content(cover: Cover) -> tuple[str, ...]:
    """Texts of the phrases that carry a feature or an applicant."""
    return tuple(
        mention.text
        for mention in cover.mentions
        if any(
            not token.startswith(("unit:", "in:", "intent:", "year:")) and token not in {"ask", "and"}
            for one in mention.alternatives
            for token in one
        )
    )


def _years(mentions: Sequence[Mention], one: Said, this_year: int) -> tuple[int, ...]:
    named = [mention.value for mention in mentions if mention.kind == "year"]
    reckoned = [this_year + back for back in sorted(one.years)]
    return tuple(dict.fromkeys(int(year) for year in [*named, *reckoned]))  # type: ignore[call-overload]


def _choices(
    text: str, covers: Sequence[Cover], places: Places, year: int | None, home: frozenset[str]
) -> tuple[Choice, ...]:
    """The bodies named; cuts that name other bodies are readings of one phrase."""
    found: list[tuple[Choice, ...]] = []
    for cover in covers:
        groups = grouped(cover.mentions, text)
        choices = tuple(places.resolve(group, year, home) for group in groups)
        if choices not in found:
            found.append(choices)
    found = [choices for choices in found if all(one.bodies for one in choices)] or found
    if not found:
        return ()
    single = [choices[0] for choices in found if len(choices) == 1]
    if len(single) > 1:
        bodies = tuple(dict.fromkeys(body for choice in single for body in choice.bodies))
        if not bodies:
            return found[0]
        return (Choice(bodies=bodies, region_only=any(choice.region_only for choice in single)),)
    return found[0]
