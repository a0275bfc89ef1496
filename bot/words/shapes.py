"""Everything known in a text besides its names, and the ways to cut it: found once for all texts of one shape.

青禾区教育局2020年收到多少件 and 白鹭区统计局2020年收到多少件 have the same shape: they differ in letters of names only,
and of those none is looked at where no word could be seen in them or across their borders.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.models import NAMES, Cover, Like, Mention, change_mention, make_cover
from bot.words import aside, carried, placed, quoted, refusing, turns, whether_all, year_before
from bot.words.correcting import corrected
from bot.words.enumerators import enumerators
from bot.words.figures import beside_sizes, figures
from bot.words.framing import framed
from bot.words.mentions import covers, phrases, years
from bot.words.odd_years import odd_years
from bot.words.seen import LETTER, YEAR, stands_apart, with_unseen_masked
from bot.words.talk import introductions

Known = tuple[list[Mention], list[Cover]]
"""what is known in a text, and the ways to cut it"""
_Name = tuple[str, int, int, bool]
"""kind, from, to, and whether it is said with 省, 市, 区"""
_Pieces = tuple[tuple[Mention, ...], tuple[tuple[int, int], ...]]
"""mentions, and which of them are names: their places, and the numbers of the names that stand there"""
_Cut = tuple[_Pieces, tuple[tuple[int, int], ...], Like | None]
"""what a cut is made of, what is left over, and what it has in common with those of its shape"""
_ALIKE = Like(text="")
"""of a cut that others of its shape have too, before it is known in which text"""
_Shape = tuple[_Pieces, tuple[_Cut, ...]]
"""what is known in a text, and its cuts"""
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_WITH_FIGURES = frozenset({"year", "number"})
LONGEST, MOST_NAMES = 120, 12
"""characters of a text, and names in it, up to which its shape is looked for: longer ones are hardly like another"""
SHAPES = 2048
"""kept in memory"""


@dataclass(frozen=True, slots=True)
class _Masked:
    """A masked text and what names stand in it: alike where they are of one shape, whatever names they are."""

    text: str
    names: tuple[_Name, ...]
    named: Sequence[Mention] = field(compare=False)


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
    names = tuple([(one.kind, one.start, one.end, one.suffixed) for one in named])
    shape = _shape(_Masked(_masked(text, spots), names, named))
    if shape is None:
        return None
    found, ways = shape
    return _with(named, found), [
        make_cover(mentions=tuple(_with(named, cut)), left=left, like=like) for cut, left, like in ways
    ]


@functools.lru_cache(maxsize=SHAPES)
def _shape(one: _Masked) -> _Shape | None:
    """What is known in a masked text; None where a word takes in a name.

    It is that of another text, which differs in what nothing sees, where that can be.
    """
    text, year = with_unseen_masked(one.text, [(start, end) for _, start, end, _ in one.names])
    found = _seen(_Masked(text, one.names, one.named))
    if found is not None and year is not None:
        found = _of_year(found, one.text, year)
    if found is None and text != one.text:
        found = _seen(one)
    if found is None:
        return None
    pieces, ways = found
    return pieces, tuple([(cut, left, like and Like(text=one.text)) for cut, left, like in ways])


@functools.lru_cache(maxsize=SHAPES)
def _seen(one: _Masked) -> _Shape | None:
    """What is known in a text in which all is masked that nothing sees."""
    read = known(one.text, words_in(one.text), one.named)
    return None if _takes_in_a_name(one.text, one.named, read[0]) else _shape_of(one.text, one.named, read)


def _of_year(shape: _Shape, text: str, at: int) -> _Shape | None:
    """The same of a text with another year there; None where more than the year has its figures."""
    pieces, ways = shape
    year = text[at : at + len(YEAR)]
    made: dict[int, Mention] = {}
    for one in pieces[0]:
        if one.start < at + len(YEAR) and at < one.end:
            if one.start != at or one.kind not in _WITH_FIGURES or one.value != int(YEAR):
                return None  # 结转到2021年的 is of the year before
            value = Decimal(year) if one.kind == "number" else int(year)
            made[id(one)] = change_mention(one, text=text[one.start : one.end], value=value)
        elif one.kind == "year":
            return None

    def dated(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        return tuple([made.get(id(one), one) for one in mentions])

    return (dated(pieces[0]), pieces[1]), tuple(
        [((dated(cut), names), left, like) for (cut, names), left, like in ways]
    )


def _with(named: Sequence[Mention], pieces: _Pieces) -> list[Mention]:
    mentions, names = pieces
    found = [*mentions]
    for at, number in names:
        found[at] = named[number]
    return found


def _takes_in_a_name(masked: str, named: Sequence[Mention], found: Sequence[Mention]) -> bool:
    """Whether some letter that is masked is of something else than a name, or of nothing."""
    kept = {id(one) for one in found if one.kind in NAMES}
    return any(LETTER in one.text for one in found if one.kind not in NAMES) or any(
        LETTER in masked[one.start : one.end] for one in named if id(one) not in kept
    )


def _shape_of(masked: str, named: Sequence[Mention], read: Known) -> _Shape:
    number = {id(one): at for at, one in enumerate(named)}

    def pieces(mentions: Sequence[Mention]) -> _Pieces:
        return tuple(mentions), tuple([(at, number[id(one)]) for at, one in enumerate(mentions) if id(one) in number])

    def cut(way: Cover) -> _Cut:
        passed = any(LETTER in masked[start:end] for start, end in way.left)
        return pieces(way.mentions), way.left, None if passed else _ALIKE

    found, ways = read
    return pieces(found), tuple(map(cut, ways))


def _masked(text: str, spots: Iterable[tuple[int, int]]) -> str:
    """The text with a letter in place of each of a name, but for the last: 囗囗区囗囗局2020年收到多少件."""
    for start, end in spots:
        text = f"{text[:start]}{LETTER * (end - start - 1)}{text[end - 1 :]}"
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
            if _HAN.fullmatch(text, start, end) and stands_apart(text, start, end):
                spots.append((start, end))
        elif end > over:
            reached = max(reached, end)
            if spots and spots[-1][0] == begun and text[begun:start] in phrases().meanings:
                spots.pop()
    return spots if reached <= over and len(spots) <= MOST_NAMES else []
