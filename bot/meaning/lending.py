"""What a follow-up leaves out of its metric, taken from the metrics of the previous question."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.languages import every
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit, Said, by_unit, fits_of
from bot.models import Query
from bot.words.domains import alone, domains
from index.metrics import catalogue

_MOST_NEEDS = 6
"""words of the question before that are looked at"""
_MOST_WORDS = 12
"""words of all that it was about; of more, too many might be meant"""


def lent(one: Said, before: Query, *, leaning: bool) -> tuple[Measure, ...]:
    """The metrics of a follow-up, completed from those asked before."""
    if before.given_up and not one.features:
        # 白鹭县呢 after what was not understood: not what was asked before that
        return _still_open(one, before)
    if len(one.parties) > 1:
        key = before.metrics[0] if len(before.metrics) == 1 and says_only_whose(one) else ""
        split = key in catalogue() and catalogue()[key].by_party
        in_order = dict.fromkeys(party for piece in one.pieces for party in sorted(piece.of("party")))
        return tuple(Measure(fits=((key, party),)) for party in in_order) if split else ()
    party = one.party
    if one.features:
        fits = [
            fit for fit in _kin(one.features, before, party) if not (leaning and _would_drop_a_channel(fit[0], before))
        ]
        made = (Measure(fits=tuple(fits)),) if fits else ()
        return with_party(made, before, leaning)
    kept = list(zip(before.metrics, before.parties or (None,) * len(before.metrics), strict=False))
    kept = [(key, party or each) for key, each in kept if key in catalogue()]
    if party is not None:
        kept = [fit for fit in kept if catalogue()[fit[0]].by_party]
    # 几场 after 收到多少申请: no request is counted so
    counted = by_unit(kept, one.units, lambda fit: fit[0])
    return tuple(Measure(fits=(fit,)) for fit in dict.fromkeys(counted)) if len(counted) == len(kept) else ()


def _still_open(one: Said, before: Query) -> tuple[Measure, ...]:
    """2019年呢 after 2020年行政处罚多少, of which it was asked which of its figures is meant."""
    if len(one.parties) > 1 or (one.ops and len(before.open) > 1):
        return ()
    fits = [(key, one.party or party) for key, party in before.open if key in catalogue()]
    fits = [(key, party) for key, party in fits if party is None or catalogue()[key].by_party]
    counted = by_unit(fits, one.units, lambda fit: fit[0])
    return (Measure(fits=tuple(dict.fromkeys(counted))),) if counted else ()


def says_only_whose(one: Said) -> bool:
    """自然人和企业呢 after 予以公开多少: applicants, and not of what."""
    return len(one.parties) > 1 and not one.features


def _kin(features: frozenset[str], before: Query, party: str | None) -> list[Fit]:
    """Metrics of what is said now and as much as can be of what was said before: 项目呢 after 采购金额."""
    keys = dict.fromkeys([key for key, _ in before.open] or before.metrics)
    needs = sorted(frozenset().union(*(catalogue()[key].needs for key in keys if key in catalogue())))
    if len(needs) > _MOST_WORDS:
        return []
    for size in range(min(len(needs), _MOST_NEEDS), 0, -1):
        fits = {
            fit: None
            for kept in itertools.combinations(needs, size)
            for fit in fits_of(features | frozenset(kept), party)
            if catalogue()[fit[0]].needs & features
        }
        if fits:
            return list(fits)
    return []


def instead(one: Said, before: Query, found: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """诉讼呢 after 复议维持几件 asks for lawsuits that were upheld: only what it is about is another.

    收到的呢 after 行政许可多少件 asks for no requests.
    """
    if len(found) != 1 or len(before.metrics) != 1 or before.metrics[0] not in catalogue() or before.given_up:
        return found
    metric = catalogue()[before.metrics[0]]
    party = found[0].fits[0][1]
    if one.features <= alone() and not one.parties and "request" not in metric.needs | metric.may:
        received = fits_of(one.features | metric.needs & domains(), party)
        return (replace(found[0], fits=received),) if received else ()
    if not one.features <= domains() or one.asks:
        return found  # 诉讼多少 asks for all of them
    rest = metric.needs - domains()
    fits = fits_of(one.features | rest, party) if rest else ()
    return (replace(found[0], fits=fits),) if fits else found


def goes_on(one: Said, made: Sequence[Measure], before: Query, text: str) -> bool:
    """公开了多少 after 收到多少申请: what became of requests, and not all that was published (多少条, 多少信息)."""
    fits = [fit for measure in made for fit in measure.fits]
    counted = by_unit(fits, one.units, lambda fit: fit[0])
    if not fits or len(counted) < len(fits) or any(word in text for word in every("operands", "what_is_published")):
        return False
    return bool(before.metrics) and all(map(_counts_requests, (*(key for key, _ in fits), *before.metrics)))


def _counts_requests(key: str) -> bool:
    return key in catalogue() and "request" in catalogue()[key].needs | catalogue()[key].may


def with_party(found: tuple[Measure, ...], before: Query, leaning: bool) -> tuple[Measure, ...]:
    """那办结了多少 after 其中自然人: the applicant stays until another body or applicant is named."""
    kept = next(iter(before.parties), None) if leaning and len(set(before.parties)) == 1 else None
    if len(found) != 1:
        return found
    fits = tuple(fit for fit in found[0].fits if not (leaning and _would_drop_a_channel(fit[0], before)))
    if kept is not None and all(party is None for _, party in fits):
        split = tuple((key, kept) for key, _ in fits if catalogue()[key].by_party)
        fits = split or fits
    return (replace(found[0], fits=fits),) if fits else ()


def _would_drop_a_channel(key: str, before: Query) -> bool:
    """Tell whether a follow-up would pass from some requests to all: 办结的呢 after 网上申请多少.

    No table splits its rows by what narrowed the metric asked before, so only that metric's own kin may follow.
    """
    metric = catalogue()[key]
    for other in before.metrics:
        parent = catalogue().get(other.rpartition(".")[0])
        narrowed = parent is not None and parent.by_party and other in catalogue() and not catalogue()[other].by_party
        if narrowed and parent is not None and _counts_requests(key) and not metric.key.startswith(parent.key):
            return True
    return False
