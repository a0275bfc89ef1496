"""A name with the same in another script behind it in brackets: Zhangye government office (张掖市政府办)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Mention
from bot.places.body_names import DATA
from bot.words.mentions import is_latin
from index import regions


def said_once(groups: Sequence[list[Mention]], text: str) -> list[list[Mention]]:
    """The groups, without names in Latin letters that brackets say in characters."""
    exact = [one for one in groups if _is_in_brackets(one, text)]
    return [one for one in groups if not any(_says_again(other, one, groups, text) for other in exact)]


def _is_in_brackets(group: Sequence[Mention], text: str) -> bool:
    """In characters, and nothing beside it within the brackets."""
    opening, after = text[: group[0].start].rstrip()[-1:], text[group[-1].end :].lstrip()[:1]
    return not is_latin(group[0].text[0]) and opening in DATA["brackets"] and after == DATA["brackets"][opening]


def _says_again(exact: Sequence[Mention], group: Sequence[Mention], groups: Sequence[object], text: str) -> bool:
    """What stands right ahead of the brackets; or the only other name, a region that the name in them lies in."""
    if not is_latin(group[0].text[0]) or exact[0].start < group[-1].end:
        return False
    above, below = _regions(group), _regions(exact)
    if above and below and not any(_lies_in(one, other) for one in below for other in above):
        return False
    beside = text[group[-1].end : exact[0].start].strip() in DATA["brackets"]
    is_region = all(one.kind == "region" for one in group)
    return beside or (is_region and bool(below) and len(groups) == len((group, exact)))


def _regions(group: Sequence[Mention]) -> frozenset[str]:
    values = [one.value for one in group if one.kind == "region" and isinstance(one.value, frozenset)]
    return values[-1] if values else frozenset()


def _lies_in(one: str, other: str) -> bool:
    """Or is it; of zones, which are in no list, that cannot be told."""
    first, second = regions.by_key(one), regions.by_key(other)
    return first is None or second is None or second in regions.chain(first)
