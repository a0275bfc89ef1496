"""What a figure can be a share of: a whole that includes it, a row within a row or an applicant among applicants."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.meaning.readings import Fit
from index.metrics import catalogue
from index.models import ORGANISATIONS

_EVERY = frozenset({None, "total"})
"""all applicants together"""
_ORGANISATIONS = "organisations"


def holds(whole: Fit, part: Fit) -> bool:
    """Whether `whole` includes `part`: 国家秘密 is part of 不予公开 and of what was closed, not of 无法提供."""
    return whole != part and part[0] in _within(whole[0]) | _had_of(whole[0]) and _of(whole[1], part[1])


@functools.cache
def wholes_of(part: Fit) -> tuple[Fit, ...]:
    """What holds a figure, the nearest first: 自然人 of those received, all received."""
    party = None if part[1] is None else "total"
    found = [(key, party) for key in catalogue() if holds((key, party), part)]
    return tuple(sorted(found, key=lambda whole: (whole[0] != part[0], len(_within(whole[0])))))


def apart(fits: Sequence[Fit]) -> tuple[Fit, ...] | None:
    """Of things to be added up, those that none of the others includes; None if a part would be counted twice.

    All lawsuits, the direct ones and those after reconsideration are all lawsuits; all and the direct ones are nothing.
    """
    if len(fits) < 2:
        return tuple(fits)
    held = {part for part in fits for whole in fits if includes(whole, part)}
    for whole in fits:
        rows = {(key, whole[1]) for key in (*catalogue()[whole[0]].parts, *catalogue()[whole[0]].members)}
        if any(includes(whole, part) for part in held) and not (rows and rows <= held):
            return None
    return tuple(fit for fit in fits if fit not in held)


def includes(whole: Fit, part: Fit) -> bool:
    """Whether one figure includes another."""
    return whole != part and part[0] in _within(whole[0]) and _of(whole[1], part[1])


def _of(whole: str | None, part: str | None) -> bool:
    return whole in _EVERY or whole == part or (whole == _ORGANISATIONS and part in ORGANISATIONS)


def _had_of(key: str) -> frozenset[str]:
    """收到的申请中予以公开的占几成: what was decided is told of what was received, though some came in before."""
    return _within("outcome.total") if key in {"requests.received", "requests.answered"} else frozenset()


@functools.cache
def _within(key: str) -> frozenset[str]:
    """Metrics that a metric holds, itself among them: its parts and what is usually a share of it, and theirs."""
    found = {key}
    while True:
        more = {
            metric.key
            for metric in catalogue().values()
            if metric.share_of in found or found & {*metric.same_as} or any(metric.key in _parts(one) for one in found)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def _parts(key: str) -> tuple[str, ...]:
    metric = catalogue()[key]
    return (*metric.parts, *metric.members, *metric.same_as)
