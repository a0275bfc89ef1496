"""From mentions to what a question means: of all readings of all cuts the one that makes a kind of question.

What a question leaves out is taken from the previous one in the chat; what it says replaces that.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.meaning.kind_told import of_kind
from bot.meaning.leaning import lean
from bot.meaning.lending import goes_on
from bot.meaning.meant import meant, merged
from bot.meaning.named_bodies import with_bodies
from bot.meaning.reading import Reading
from bot.meaning.readings import readings
from bot.meaning.understood import Understood
from bot.meaning.working_out import work_out
from bot.models import NAMES, Cover, Query
from bot.places.bodies import Places
from bot.places.body_groups import groups_of_each
from bot.words.likened import likened

_DONE = (("requests.closed",), ("outcome.total",), ("requests.answered",))
"""behind these 结转 is what is passed on"""


KEPT = 4096
"""questions kept in memory with what their words mean"""
_Saying = tuple[tuple[object, ...], int]
"""what a cut says, and how many bodies it names"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Cuts of a question: alike where the same is said, of whatever bodies, so that it is worked out once for all."""

    said: tuple[_Saying, ...]
    this_year: int
    covers: Sequence[Cover] = field(compare=False)
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the words of a question come to, whatever bodies it names."""

    told: Understood
    best: int
    """the cut it was read from"""
    alike: tuple[int, ...]
    """the cuts that mean the same"""


def understand(
    text: str,
    covers: Sequence[Cover],
    places: Places,
    *,
    before: Query | None,
    this_year: int,
    home: frozenset[str],
) -> Understood:
    """The meaning of a question, from all its readings."""
    groups = groups_of_each([cover.mentions for cover in covers], text)
    named = [*map(len, groups)]
    if before is None:
        read = _meant_alone(text, covers[0], tuple(named), this_year, covers=covers, typed=text)
    else:
        read = _meant(_said(covers, named, text), covers, text, before, this_year)
    found = read.told
    best = covers[read.best]
    alike = [groups[at] for at in read.alike]
    found = with_bodies(found, (best, groups[read.best]), alike, text, places, before=before, home=home)
    found = of_kind(text, found, before, places)
    return found if before is None else lean(found, before, best, places)


@likened
def _said_of(text: str, cover: Cover) -> tuple[object, ...]:
    """What a cut says, with a mark in place of each body: words, figures, years, and what stands between."""
    said: list[object] = []
    end = 0
    for at, mention in enumerate(cover.mentions, 1):
        gap = text[end : mention.start]
        if mention.kind in NAMES:
            # 海珠区 or 海珠 is seen only by a word right behind it: 海珠企业 may be another name
            last = at == len(cover.mentions) or cover.mentions[at].kind not in NAMES
            said.append((gap, mention.kind, last and mention.suffixed))
        else:
            known = mention.mended is None
            said.append((gap, mention.kind, mention.text, mention.alternatives, mention.value, mention.ratio, known))
        end = mention.end
    said.append(text[end:])
    return tuple(said)


def _said(covers: Sequence[Cover], named: Sequence[int], text: str) -> tuple[_Saying, ...]:
    return tuple([(_said_of(text, cover), count) for cover, count in zip(covers, named, strict=True)])


@likened
def _meant_alone(
    _masked: str, _first: Cover, named: tuple[int, ...], this_year: int, *, covers: Sequence[Cover], typed: str
) -> _Meant:
    """What the words of a question that stands alone come to, with so many bodies named in each of its cuts."""
    return _meant_by(_Asked(_said(covers, named, typed), this_year, covers, typed))


@functools.lru_cache(maxsize=KEPT)
def _meant_by(asked: _Asked) -> _Meant:
    return _meant(asked.said, asked.covers, asked.text, None, asked.this_year)


def _meant(said: Sequence[_Saying], covers: Sequence[Cover], text: str, before: Query | None, this_year: int) -> _Meant:
    """The reading in which most is placed, and what of it is open; cuts that say the same are read once."""
    done = before is not None and before.metrics[-1:] in _DONE
    known: dict[_Saying, list[Reading]] = {}
    read: list[tuple[int, Reading]] = []
    for at, one in enumerate(said):
        if one not in known:
            known[one] = [work_out(covers[at], each, text, before, one[1]) for each in readings(covers[at], done=done)]
        read += [(at, each) for each in known[one]]
    if not read:
        return _Meant(Understood(left=tuple(text[start:end] for start, end in _unplaced(covers[0]))), 0, ())
    best_at, best = min(read, key=lambda each: each[1].rank)
    alike = [(at, one) for at, one in read if one.answers == best.answers and one.signature == best.signature]
    if before is not None and not said[best_at][1]:
        alike = [(at, one) for at, one in alike if goes_on(one.one, one.measures, before, text)] or alike
        best_at, best = alike[0]
    return _Meant(
        meant(text, best, [one for _, one in alike], before, this_year),
        best_at,
        tuple(dict.fromkeys(at for at, _ in alike)),
    )


def _unplaced(cover: Cover) -> list[tuple[int, int]]:
    return merged(list(cover.left))
