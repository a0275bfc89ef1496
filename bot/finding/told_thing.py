"""What a question asks of several bodies or years, where only the prose tells it: 开放日 of 2023年开放日最多的是哪家.

The words that are no name, year, figure or operator name the thing. With a metric that every report may have in their
place the question is understood as any question about a metric is (收到申请最多的是哪家), and the thing itself is asked
of one report after another (青禾区2023年开放日多少).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.finding.asked import Asked
from bot.finding.matching.placing import negations
from bot.languages import language
from bot.models import NAMES, Mention
from bot.words.mentions import is_content
from bot.words.tokens import words_of
from index import numbers

_OF_THINGS = frozenset({"check", "form"})
"""operators that are words of things which the prose counts: 检查通报, 图文解读"""
BODY, YEAR = "\0", "\1"
"""signs that no question holds"""
KEPT = 1024
"""phrases of which it is kept in memory what they are in a question"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """What is asked for, as one question may ask it of one report."""

    name: str
    """as typed"""
    stood_for: str
    """the whole question with a metric in its place"""
    each: str
    """what is asked of one report, with BODY and YEAR in place of these"""

    def question(self, body: str, year: int) -> str:
        """What is asked of one report."""
        return self.each.replace(BODY, body).replace(YEAR, str(year))


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of the question."""

    text: str
    content: bool = False
    """it names the thing"""
    filler: bool = False
    """a small word, which belongs to the name between two words of it"""
    unit: str = ""
    """the measure word that it is or ends with"""
    broken: bool = False
    """of no word that is known: a small word behind it is its end"""
    asks: bool = False
    number: bool = False
    """a figure or a year"""
    parts: bool = False
    """what stands on either side of it is not one thing"""
    named: bool = False
    """of the name of a body"""
    ops: frozenset[str] = frozenset()
    """what it says is done with the figures: the most, on average"""
    each: bool = False
    """it says of whom or when: which body, every year"""
    odd: bool = False
    """it says something in some places only: the number of a hotline, posts"""


def thing_of(asked: Asked) -> Thing | None:
    """The thing, where all words for it stand together, or with only names, years and what is done between them."""
    tables = asked.tongue.operands["told_thing"]
    if "each" not in tables or _asks_again(asked):
        return None
    pieces = _with_fillers(_with_whole_units(list(pieces_of(asked))), tables["years"])
    spots = [at for at, piece in enumerate(pieces) if piece.content]
    units = {piece.unit for piece in pieces if piece.unit}
    if not spots or len(units) > 1 or sum(piece.asks for piece in pieces) > 1:
        return None
    if any(piece.parts for piece in pieces[spots[0] : spots[-1]]):
        return None
    stood = []
    for at, piece in enumerate(pieces):
        if piece.content:
            stood.append(tables["metric"] if at == spots[0] else "")
        elif piece.unit and not piece.asks and not (at and (pieces[at - 1].asks or pieces[at - 1].number)):
            # 开放日场次: the measure word behind the name
            continue
        else:
            stood.append(_without_unit(piece) + tables["unit"] if piece.unit else piece.text)
    name = "".join(piece.text for piece in pieces if piece.content)
    each = tables["each"].format(body=BODY, year=YEAR, thing=name, unit=next(iter(units), ""))
    return Thing(name=name, stood_for="".join(stood), each=each)


def _asks_again(asked: Asked) -> bool:
    """A quick look whether more than one thing is asked for, as in a long text; in a name nothing is."""
    asking = sum(one.text not in numbers.COUNT_UNITS and _asks(one.alternatives) for one in asked.cover.mentions)
    return asking > 1 and re.search(language("zh").statements["numeral_names"], asked.text) is None


@functools.lru_cache(maxsize=KEPT)
def _asks(alternatives: tuple[frozenset[str], ...]) -> bool:
    return any(words_of(way).asks for way in alternatives)


def _with_whole_units(pieces: Sequence[Piece]) -> list[Piece]:
    """场次 are 场."""
    made: list[Piece] = []
    for piece in pieces:
        if made and piece.unit == piece.text and made[-1].unit == made[-1].text != "":
            made[-1] = replace(made[-1], text=made[-1].text + piece.text)
        else:
            made.append(piece)
    return made


def _with_fillers(pieces: Sequence[Piece], of_years: Sequence[str]) -> list[Piece]:
    """Small words right ahead of a word of the name are of it, but not 年来 of 三年来; and none of them may deny."""
    if any(piece.filler and piece.text in negations() for piece in pieces):
        return []
    made = list(pieces)
    for at in range(1, len(made) - 1):
        if made[at].filler and made[at - 1].broken:
            made[at] = replace(made[at], content=True)
        if made[at].content and made[at - 1].number and made[at + 1].number:
            # 2021到2023年
            made[at] = replace(made[at], content=False)
    counting = _counting(pieces, of_years)
    for at in range(len(made) - 2, -1, -1):
        if made[at].filler and made[at + 1].content and not counting[at]:
            made[at] = replace(made[at], content=True)
    return made


def _counting(pieces: Sequence[Piece], of_years: Sequence[str]) -> list[bool]:
    """Of each piece whether it is of how many years a figure counts: 年 and 来 of 三年来."""
    found, number = [], False
    for piece in pieces:
        of_year = piece.text in of_years
        found.append(of_year and number)
        number = number if of_year else piece.number
    return found


def pieces_of(asked: Asked) -> Iterator[Piece]:
    """The question piece by piece."""
    at = 0
    names = [one.span() for one in re.finditer(language("zh").statements["numeral_names"], asked.text)]
    spans = [(one.start, one.end, one) for one in asked.cover.mentions]
    left = [(start, end, None) for start, end in asked.cover.left]
    for start, end, one in sorted([*spans, *left], key=lambda each: each[0]):
        if start > at:
            text = asked.text[at:start]
            yield Piece(text=text, parts=any(not sign.isspace() for sign in text))
        text = asked.text[start:end]
        if any(first <= start and end <= last for first, last in names):
            # 一图读懂: its numeral counts nothing
            yield Piece(text=text, content=True)
        else:
            yield _left(text) if one is None else _sorted(one)
        at = end
    if at < len(asked.text):
        yield Piece(text=asked.text[at:])


def _left(text: str) -> Piece:
    """What no word covers: a measure word, or what is said."""
    if text in numbers.COUNT_UNITS:
        return Piece(text=text, unit=text)
    return Piece(text=text, content=any(map(is_content, text)), broken=True)


def _sorted(one: Mention) -> Piece:
    if one.kind in NAMES or one.kind != "phrase":
        return Piece(text=one.text, number=one.kind in {"number", "year"}, named=one.kind in NAMES)
    return _of_phrase(one.text, one.alternatives)


@functools.lru_cache(maxsize=KEPT)
def _of_phrase(text: str, alternatives: tuple[frozenset[str], ...]) -> Piece:
    """A phrase, wherever it stands."""
    ways = [words_of(way) for way in alternatives]
    kinds = {kind for way in ways for kind in way.kinds}
    asks = any(way.asks for way in ways)
    units = {unit for way in ways for unit in way.kinds.get("unit", ())}
    counted = units if asks or text in numbers.COUNT_UNITS else ()
    unit = max((unit for unit in counted if text.endswith(unit)), key=len, default="")
    parts = "split" in kinds or any(way.ands for way in ways)
    ops = {op for way in ways for op in way.kinds.get("op", ())}
    done = frozenset(ops - _OF_THINGS)
    if unit or asks or parts or done or kinds & {"cmp", "each"}:
        return Piece(text=text, unit=unit, asks=asks, parts=parts, ops=done, each="each" in kinds)
    said = bool(ops) or any(way.features for way in ways) or bool(kinds & {"party", "term"})
    return Piece(text=text, content=said, filler=not said, odd=not kinds.isdisjoint({"not", "unit"}))


def _without_unit(piece: Piece) -> str:
    """多少 of 多少人次."""
    return piece.text.removesuffix(piece.unit) if piece.asks else ""
