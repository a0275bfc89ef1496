"""Assigns each figure of a reading to the words beside it (bot/meaning/operands.py)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.languages import every, matches
from bot.meaning.conditions import take_condition
from bot.meaning.operands import Claimed, Operands, Row, figure_of, row_of, stands_behind, years_follow
from bot.meaning.readings import Piece
from bot.meaning.years_said import take_years
from bot.models import NAMES, Mention
from bot.words.figures import in_tenths, is_rounded
from bot.words.mentions import is_latin

_ORDINALS = {"second": 2, "third": 3}
"""operators that name a place of a ranking by themselves"""
_NEAR = 12
"""characters from a number of places to what is ranked by: the 3 with the highest"""
_MOST_YEARS = 11
"""a figure of years is less than this"""
_MOST_WHOLE = 1000
"""a limit, a place or a length is less than this"""
_MOST_BODIES = 1000
_ADDING = frozenset({"average", "sum", "in_all"})
_OVER_THEM = _ADDING | {"trend"}
_RANKING = frozenset({"most", "least", "most_of", "order", "nth", "second", "top"})
_WANTING = frozenset({"top", "nth", "last"})
"""operators that say nothing without a figure"""


def operands(pieces: Sequence[Piece], text: str) -> Operands:
    """What the figures of a reading come to. `text` is the whole question as normalised."""
    found = Operands()
    row = row_of(pieces, text)
    take_years(row, found)
    saying = [(number, piece) for number, piece in enumerate(pieces) if piece.words.kinds]
    for number, piece in saying:
        for word, nth in _ORDINALS.items():
            if word in piece.of("op"):
                found.nth = nth
                found.used.add(number)
    figures = [place for place, number in enumerate(row.solid) if pieces[number].mention.kind == "number"]
    for place in figures:
        if row.solid[place] not in found.used and not _is_of_a_set(row, place, found):
            _take(row, place, found)
    found.claimed += [one for number, piece in saying for one in _folds(pieces, number, piece, found)]
    found.bare += [
        number for number, piece in saying if number not in found.used and _wants(piece, any_typed=bool(figures))
    ]
    return found


def _wants(piece: Piece, *, any_typed: bool) -> bool:
    """Whether a word says nothing without a figure; `any_typed`: the reading has figures."""
    # 大概多少件: no figure is typed that could be rough
    about = piece.of("cmp") <= {"about"} and not any_typed
    if (piece.of("cmp") and not about) or piece.of("op") & _WANTING:
        return True
    return "rank_unit" in piece.of("op") and not piece.of("each")


def _folds(pieces: Sequence[Piece], at: int, piece: Piece, found: Operands) -> Iterator[Claimed]:
    """Doubled, more than twice as many: how many times as much is asserted, and how roughly."""
    for fold in sorted(piece.of("fold")):
        before = pieces[at - 1].of("cmp") if at else frozenset()
        found.used |= {at - 1} if before else set()
        yield Claimed(at=at, value=Decimal(fold), unit=None, sign=min(before, default=None))


def _take(row: Row, place: int, found: Operands) -> None:
    """Give one figure to the word it belongs to."""
    number = row.pieces[row.solid[place]].mention
    if "nearly" in row.of(place - 1, "cmp") and years_follow(row.text, number.end):
        # 近两年: a span of years, never nearly two of anything
        found.bare.append(row.solid[place])
        return
    rough = _roughly(row, place)
    if rough is not None:
        sign, said_at = rough
        found.claimed.append(_claimed(row, place, sign))
        found.used |= row.numbers(place, said_at)
        return
    if _counts_places(row, place, found) or _counts_years(row, place, found) or take_condition(row, place, found):
        return
    after = row.piece(place + 1)
    if _is_whole(number) and after is not None and _is_ranked(number, after):
        found.limit = int(figure_of(number))
        found.used |= row.numbers(place, place + 1)
    else:
        found.claimed.append(_claimed(row, place, None))


def _is_whole(number: Mention) -> bool:
    """Whether a figure may count places or years."""
    value = figure_of(number)
    return value == value.to_integral_value() and 0 < value < _MOST_WHOLE and not number.ratio


def _counts_places(row: Row, place: int, found: Operands) -> bool:
    """前3名, 第二: how many of a ranking, or which place of it."""
    number = row.pieces[row.solid[place]].mention
    ahead = row.of(place - 1, "op")
    if not _is_whole(number) or not ahead & {"top", "nth"}:
        return False
    if "top" in ahead:
        found.limit = int(figure_of(number))
    else:
        found.nth = int(figure_of(number))
    # 前3名, 前五位: the word after the figure
    after = (place + 1,) if "rank_unit" in row.of(place + 1, "op") else ()
    found.used |= row.numbers(place, place - 1, *after)
    return True


def _counts_years(row: Row, place: int, found: Operands) -> bool:
    """近3年, 五年来, 四份报告, 2019到2021三年: how many years, or how many there are of those named."""
    number = row.pieces[row.solid[place]].mention
    value, end, text = figure_of(number), number.end, row.text
    whole = _is_whole(number)
    several = whole and 1 < value < _MOST_YEARS and not found.years
    if whole and "last" in row.of(place - 1, "op") and years_follow(text, end):
        found.span = ("last", int(value))
        after = row.piece(place + 1)
        found.used |= row.numbers(place, place - 1, *((place + 1,) if after is not None and after.start == end else ()))
    elif several and _are_looked_through(row, end):
        # 三年里哪年最多
        found.span = ("reports", int(value))
        found.used |= row.numbers(place)
    elif several and text[end:].lstrip().startswith(every("operands", "reports")):
        # 四份报告, three reports: all there are of a body, if there are as many
        found.span = ("reports", int(value))
        found.used |= row.numbers(place)
    elif several and _are_added_up(row, end):
        # 四年平均每年: as many as there are last
        found.span = ("last", int(value))
        found.used |= row.numbers(place)
    elif _repeats_range(found, value, text, end):
        # 2019到2021三年: how long the years named are
        found.used |= row.numbers(place)
    elif several and found.span is None and text.startswith(every("operands", "lasting"), end):
        # 五年来: up to the newest
        found.span = ("last", int(value))
        found.used |= row.numbers(place)
    elif several and found.span is None and _are_of_a_body(row, place, end):
        # 青禾区三年收件情况: the newest ones
        found.span = ("last", int(value))
        found.used |= row.numbers(place)
    else:
        return False
    return True


def _are_added_up(row: Row, end: int) -> bool:
    """Years stand behind a figure, and what is asked is a sum or an average over them, or how it went."""
    return years_follow(row.text, end) and any(piece.of("op") & _OVER_THEM for piece in row.pieces)


def _are_of_a_body(row: Row, place: int, end: int) -> bool:
    """Years right behind the name of a body; 三年级, 三年内, 三年前 are other things."""
    at = row.solid[place]
    behind_name = at > 0 and row.pieces[at - 1].mention.kind in NAMES
    return behind_name and matches("so_many_years", row.text[end:])


def _are_looked_through(row: Row, end: int) -> bool:
    """三年里哪年: one of so many years is looked for."""
    within = row.text.startswith(every("operands", "within_years"), end)
    return within and any("year" in piece.of("each") for piece in row.pieces)


def _repeats_range(found: Operands, value: Decimal, text: str, end: int) -> bool:
    named = found.span[1] + 1 if found.span is not None and found.span[0] == "range" else len(found.years)
    return named > 1 and value == named and years_follow(text, end)


def _is_ranked(number: Mention, after: Piece) -> bool:
    """前3名; the three highest."""
    if "rank_unit" in after.of("op"):
        return True
    most = after.of("op") & {"most", "least"}
    near = 0 < after.start - number.end <= _NEAR
    return bool(most) and number.value != 1 and near and is_latin(after.mention.text[0])


def _is_of_a_set(row: Row, place: int, found: Operands) -> bool:
    """五个单位里谁最多, 五家单位合计: how many there are of what is ranged over; 前三家里谁最少 looks among a few."""
    at, unit = row.solid[place], row.piece(place + 1)
    value = figure_of(row.pieces[at].mention)
    if unit is None or "rank_unit" not in unit.of("op"):
        return False
    if value != value.to_integral_value() or not 1 < value < _MOST_BODIES:
        return False
    behind = row.pieces[row.solid[place + 1] + 1 :]
    ranked = any(one.of("op") & _RANKING for one in row.pieces[:at])
    inside = row.text.startswith(every("operands", "within"), unit.end)
    if inside and ranked and any(one.of("op") & _RANKING for one in behind):
        found.bare.append(at)
    elif not row.of(place - 1, "cmp") and not ranked and _is_whole_set(unit, behind, inside):
        found.among = int(value)
        found.used |= row.numbers(place, place + 1)
    else:
        return False
    return True


def _is_whole_set(unit: Piece, behind: Sequence[Piece], inside: bool) -> bool:
    """Whether of as many one is looked for, or all are added up."""
    if any(one.of("op") & _ADDING for one in behind):
        return bool(unit.of("each"))
    following = next((one for one in behind if not one.is_filler), None)
    looked_for = following is not None and bool(following.of("each") & {"which", "any"})
    return (inside or looked_for) and any(one.of("op") & _RANKING for one in behind)


def _claimed(row: Row, place: int, sign: str | None) -> Claimed:
    """The figure at a place as one that is asserted."""
    number, after = row.pieces[row.solid[place]].mention, row.piece(place + 1)
    units = after.of("unit") if after is not None and stands_behind(number, after) else frozenset()
    return Claimed(
        at=row.solid[place],
        value=figure_of(number),
        unit=min(units, default=None),
        # two thirds, in words, is as rough as it sounds
        sign=sign or ("about" if number.ratio and is_latin(number.text[0]) else None),
        ratio=number.ratio,
        rounded=in_tenths(number.text) if number.ratio else is_rounded(number.text),
    )


def _is_glued(row: Row, place: int) -> bool:
    """Whether the two pieces ahead of a place and the one at it stand side by side."""
    three = [row.piece(place + step) for step in (-2, -1, 0)]
    return all(ahead and behind and ahead.end == behind.start for ahead, behind in itertools.pairwise(three))


def _roughly(row: Row, place: int) -> tuple[str, int] | None:
    """近50件, 50余件, 50件左右: how roughly a figure is asserted, and the place of the word that says so."""
    # 约占三成: the word for how roughly stands ahead of 占
    said_at = place - 2 if _is_glued(row, place) and "of" in row.of(place - 1, "split") else place - 1
    if row.of(said_at, "cmp") & {"about", "nearly"}:
        return min(row.of(said_at, "cmp") & {"about", "nearly"}), said_at
    for spot in (place + 1, place + 1 + len(row.unit_after(place))):
        ahead, behind = row.piece(spot - 1), row.piece(spot)
        if ahead is None or behind is None or not stands_behind(ahead, behind):
            continue
        if behind.of("cmp") & {"about", "over"}:
            return min(behind.of("cmp") & {"about", "over"}), spot
    return None
