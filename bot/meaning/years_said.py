"""The years that a reading names: single years, ranges, and from one year on."""

from __future__ import annotations

from typing import cast

from bot.languages import every_word
from bot.meaning.operands import Operands, Row
from bot.meaning.readings import Piece

LONGEST_SPAN = 30
"""years"""


def take_years(row: Row, found: Operands) -> None:
    """Add the years named to `found`, and mark the words for ranges and since as used."""
    place = 0
    while place < len(row.solid):
        piece = row.pieces[row.solid[place]]
        if piece.mention.kind != "year":
            place += 1
            continue
        last = _range_end(row, place, found)
        if last is not None:
            place = last + 1
            continue
        year = _year(piece)
        since = [where for where in (place - 1, _behind(row, place)) if "since" in row.of(where, "op")]
        if since:
            found.span = ("since", year)
            found.used |= row.numbers(*since)
        elif year not in found.years:
            found.years.append(year)
        place += 1


def _range_end(row: Row, place: int, found: Operands) -> int | None:
    """The place of the year that ends the range which begins at a place; None where none begins there."""
    last = _behind(row, place)
    first, second = row.pieces[row.solid[place]], row.piece(last)
    if second is None or second.mention.kind != "year" or not _is_range(row, row.solid[place], second):
        return None
    begin, end = _year(first), _year(second)
    if end < begin:
        # from 2022 to 2019: backwards, and a change would have the other sign
        found.bare.append(row.solid[place])
    if not begin < end <= begin + LONGEST_SPAN:
        return None
    found.years += [year for year in range(begin, end + 1) if year not in found.years]
    found.span = ("range", end - begin)
    found.joints.append((first.end, second.start))
    if "since" in row.of(place - 1, "op") or "between" in row.of(place - 1, "cmp"):
        found.used |= row.numbers(place - 1)
    if "between" in row.of(last + 1, "cmp"):
        found.used |= row.numbers(last + 1)
    return last


def _behind(row: Row, place: int) -> int:
    """The place behind a piece, and behind the and-word that follows it."""
    after = row.piece(place + 1)
    return place + 2 if after is not None and after.words.ands and place + 2 < len(row.solid) else place + 1


def _year(piece: Piece) -> int:
    return cast(int, piece.mention.value)


def _is_range(row: Row, number: int, second: Piece) -> bool:
    """2019到2021, 2019-2021, from 2019 to 2021; between 2019 and 2021 where the word before says between."""
    between = row.text[row.pieces[number].end : second.start].strip()
    if between in every_word("operands", "to"):
        return True
    joined = between in every_word("operands", "and")
    return joined and bool(number) and "between" in _may_say(row.pieces[number - 1], "cmp")


def _may_say(piece: Piece, kind: str) -> frozenset[str]:
    """What any reading of a phrase says: between is filler elsewhere."""
    head = f"{kind}:"
    return frozenset(token.removeprefix(head) for one in piece.mention.alternatives for token in one if head in token)
