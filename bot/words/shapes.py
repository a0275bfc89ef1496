"""Everything known in a text besides its names, and the ways to cut it: found once for all texts of one shape.

青禾区教育局2020年收到多少件 and 白鹭区统计局2020年收到多少件 have the same shape: they differ in letters of names only,
and of those none is looked at where no word could be seen in them or across their borders.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from bot.languages import CODES
from bot.models import NAMES, Cover, Mention, make_cover
from bot.words import aside, carried, placed, quoted, refusing, turns, whether_all, year_before
from bot.words.correcting import corrected
from bot.words.enumerators import enumerators
from bot.words.framing import framed
from bot.words.mentions import beside_sizes, covers, figures, phrases, years
from bot.words.odd_years import odd_years
from bot.words.refusing import REMEMBERED
from bot.words.talk import introductions
from index import numbers

Known = tuple[list[Mention], list[Cover]]
"""what is known in a text, and the ways to cut it"""
_Name = tuple[str, int, int]
"""kind, from, to"""
_Piece = int | Mention
"""a mention, or the number of a name"""
_Pieces = tuple[_Piece, ...]
_Shape = tuple[_Pieces, tuple[tuple[_Pieces, tuple[tuple[int, int], ...]], ...]]
"""what is known in a text, and its cuts with what is left over"""
_LETTER = "\u56d7"
"""stands for a letter of a name: in no word of ours"""
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_NUMERALS = frozenset(numbers.NUMERALS)
LONGEST, MOST_NAMES = 120, 12
"""characters of a text, and names in it, up to which its shape is looked for: longer ones are hardly like another"""
_PASSED = f"{turns.PASSED_OVER}'‘’«»-"
SHAPES = 2048
"""kept in memory"""
_shapes: dict[tuple[str, tuple[_Name, ...]], _Shape | None] = {}
"""of masked texts; None where a word takes in a name"""
FEW_WORDS = 20
"""with the same two letters, up to which each is looked for"""


def known(text: str, words: Sequence[Mention], named: Sequence[Mention]) -> Known:
    """All mentions in a text whose words and names are given, and the ways to cut it."""
    counted = figures(text)
    found = [*beside_sizes(words, counted), *named, *counted, *years(text)]
    found = quoted.settled(text, found)
    found += [*odd_years(text, found), *enumerators(text, found)]
    found = year_before.settled(text, placed.settled(text, carried.settled(text, found)))
    found = whether_all.settled(text, found)
    found = aside.settled(text, refusing.refused(text, found))
    found = corrected(text, found)
    found += introductions(text, found)
    found = framed(text, found)
    return found, covers(text, found)


def words_in(text: str) -> list[Mention]:
    """The phrases and turns of phrase in a text."""
    return [*phrases().find(text), *turns.find(text)]


def known_by_shape(text: str, named: Sequence[Mention]) -> Known | None:
    """The same, with what was found for another text of the shape; None where that cannot be."""
    spots = _spots(text, named) if named and len(text) <= LONGEST else []
    if not spots:
        return None
    masked = _masked(text, spots)
    key = masked, tuple([(one.kind, one.start, one.end) for one in named])
    if key not in _shapes:
        read = known(masked, words_in(masked), named)
        shape = None if _takes_in_a_name(masked, named, read[0]) else _shape_of(named, read)
        if len(_shapes) >= SHAPES:
            _shapes.clear()
        _shapes[key] = shape
        return None if shape is None else read
    shape = _shapes[key]
    if shape is None:
        return None
    found, ways = shape
    return _with(named, found), [make_cover(mentions=tuple(_with(named, cut)), left=left) for cut, left in ways]


def _with(named: Sequence[Mention], pieces: Iterable[_Piece]) -> list[Mention]:
    return [named[one] if isinstance(one, int) else one for one in pieces]


def _takes_in_a_name(masked: str, named: Sequence[Mention], found: Sequence[Mention]) -> bool:
    """Whether some letter that is masked is of something else than a name, or of nothing."""
    kept = {id(one) for one in found if one.kind in NAMES}
    return any(_LETTER in one.text for one in found if one.kind not in NAMES) or any(
        _LETTER in masked[one.start : one.end] for one in named if id(one) not in kept
    )


def _shape_of(named: Sequence[Mention], read: Known) -> _Shape:
    number: dict[int, _Piece] = {id(one): at for at, one in enumerate(named)}

    def pieces(mentions: Iterable[Mention]) -> _Pieces:
        return tuple([number.get(id(one), one) for one in mentions])

    found, ways = read
    return pieces(found), tuple([(pieces(way.mentions), way.left) for way in ways])


def _masked(text: str, spots: Iterable[tuple[int, int]]) -> str:
    """The text with a letter in place of each of a name, but for the last: 囗囗区囗囗局2020年收到多少件."""
    for start, end in spots:
        text = f"{text[:start]}{_LETTER * (end - start - 1)}{text[end - 1 :]}"
    return text


def _spots(text: str, named: Iterable[Mention]) -> list[tuple[int, int]]:
    """Where names stand in which no word can be seen; none where it is not clear which names there are.

    Of names that begin alike the longest counts. One that begins within another and ends with the next (区教育局 in
    青禾区教育局) makes no shorter way to cut the text, and none with a word, unless what is before it (青禾) is a word.
    """
    spots: list[tuple[int, int]] = []
    begun = over = reached = 0
    for start, less in sorted([(one.start, -one.end) for one in named]):
        end = -less
        if start >= over:
            if reached > over and not start == over < reached <= end:
                return []
            begun, over, reached = start, end, end
            if _stands_apart(text, start, end):
                spots.append((start, end))
        elif end > over:
            reached = max(reached, end)
            if spots and spots[-1][0] == begun and text[begun:start] in phrases().meanings:
                spots.pop()
    return spots if reached <= over and len(spots) <= MOST_NAMES else []


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether no word and no figure is a name, or has letters of it and of what stands beside it."""
    first, last = text[start], text[end - 1]
    return (
        _HAN.fullmatch(text, start, end) is not None
        and text[start:end] not in phrases().meanings
        and not (first in _NUMERALS or last in _NUMERALS)
        and not _is_within(text, text[:start].rstrip(_PASSED)[-1:] + first, first)
        and not _is_within(text, last + text[end:].lstrip(_PASSED)[:1], last)
    )


def _is_within(text: str, pair: str, sign: str) -> bool:
    """Whether two letters one behind another may be of one word there; `sign` is the one of the name."""
    if pair in _pairs_in_turns(sign):
        return True
    if pair not in _pairs_with(sign):
        return False
    words = _words_with(pair)
    return not words or any(word in text for word in words)


@functools.lru_cache(maxsize=REMEMBERED)
def _pairs_in_turns(sign: str) -> frozenset[str]:
    """Two letters one behind another in a turn of phrase, one of them this."""
    every = (turns.turns(code) for code in CODES if code not in turns.IN_LATIN)
    return frozenset[str]().union(*(each.pairs_with(sign) for each in every))


@functools.lru_cache(maxsize=REMEMBERED)
def _pairs_with(sign: str) -> frozenset[str]:
    """The same in a word."""
    return frozenset(phrases().pairs_with(sign))


@functools.lru_cache(maxsize=REMEMBERED)
def _words_with(pair: str) -> frozenset[str]:
    """The words that have two letters one behind another; none where they are many."""
    return frozenset(phrases().having(pair, FEW_WORDS))
