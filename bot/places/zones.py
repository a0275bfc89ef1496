"""Zones that are not in the list of divisions (雄安新区, 南沙开发区), recognised whether or not they are indexed."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import ahocorasick_rs

from bot.models import Mention
from bot.places.body_names import DATA, ZONE

_SUFFIXES = tuple(sorted(DATA["zone_suffixes"], key=len, reverse=True))


@functools.cache
def _finder() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(DATA["zones"])


def zones(text: str, places: Iterable[Mention]) -> list[Mention]:
    """Zones found by their own names, and those named after a region in the text."""
    spans = {(start, end) for _, start, end in _finder().find_matches_as_indexes(text, overlapping=True)}
    for place in places:
        if place.kind == "region" and text.startswith(_SUFFIXES, place.end) and text[place.end - 1] > "⺀":
            for suffix in _SUFFIXES:
                if text.startswith(suffix, place.end):
                    spans.add((place.start, place.end + len(suffix)))
                    break
    return [
        Mention(
            start=start,
            end=end,
            text=text[start:end],
            kind="region",
            value=frozenset({ZONE + text[start:end]}),
            suffixed=True,
        )
        for start, end in sorted(spans)
    ]
