"""Organs said by the first noun of their name, right behind their region: 青禾交通 for its 交通运输局."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

from bot.models import Mention, make_mention
from bot.places.body_names import DATA

_KINDS: dict[str, str] = DATA["nouns"]["kinds"]
_BEHIND: tuple[str, ...] = tuple(DATA["nouns"]["behind"])


def nouns(text: str, found: Iterable[Mention], has: Callable[[frozenset[str], str], bool]) -> list[Mention]:
    """The nouns right behind a region that `has` such an organ, where they cannot say what is counted."""
    known = _of_first_sign()
    behind = [one for one in found if one.kind == "region" and text[one.end : one.end + 1] in known]
    if not behind:
        return []
    made = []
    for start, keys in dict.fromkeys([(one.end, one.value) for one in behind]):
        for noun, kind in _standing(text, start):
            if isinstance(keys, frozenset) and has(keys, kind):
                end = start + len(noun)
                made.append(make_mention(start=start, end=end, text=noun, kind="organ", value=kind))
    return made


def _standing(text: str, start: int) -> Iterator[tuple[str, str]]:
    for noun in _of_first_sign().get(text[start : start + 1], ()):
        if text.startswith(noun, start) and _is_over(text, start + len(noun)):
            yield noun, _KINDS[noun]


def _is_over(text: str, at: int) -> bool:
    """A year, a stop, the end, or a word that a name stands before."""
    return at == len(text) or not text[at].isalpha() or text.startswith(_BEHIND, at)


@functools.cache
def _of_first_sign() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for noun in _KINDS:
        found.setdefault(noun[0], []).append(noun)
    return found
