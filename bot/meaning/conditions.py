"""The conditions that a reading puts on figures: 超过50件, 50件以上, 10到100件之间, between 10 and 100, 比200件多."""

from __future__ import annotations

from bot.languages import every_word
from bot.meaning.operands import ROUGH, Operands, Row, figure_of

_NO_CONDITION = ROUGH | {"between"}
"""comparisons that make no condition by themselves"""
_BOUNDS = frozenset({"ge", "le", "gt", "lt"})
_FURTHER = frozenset({"more", "less", "most_of"})


def take_condition(row: Row, place: int, found: Operands) -> bool:
    """Add the condition formed with the figure at `place` to `found`. False if there is none."""
    number = row.pieces[row.solid[place]].mention
    if (rest := _range(row, place)) is not None:
        return _between(row, place, rest, found)
    value = figure_of(number)
    unit = row.unit_after(place)
    before, behind = place - 1, place + 1 + len(unit)
    free = row.number(before) not in found.used
    ahead = row.of(before, "cmp") - _NO_CONDITION if free else frozenset()
    late = row.of(behind, "cmp") - _NO_CONDITION
    bound = len(late) == 1 and ahead <= late <= _BOUNDS
    if bound and _touches(row, behind) and _is_postfix(row, behind):
        # 10件及以上, 达到10件及以上
        found.conditions.append((next(iter(late)), value))
        found.used |= row.numbers(place, behind, *unit, *((before,) if ahead else ()))
    elif len(ahead) == 1 and not _is_postfix(row, before):
        found.conditions.append((next(iter(ahead)), value))
        found.used |= row.numbers(place, before, *unit)
    elif _is_beyond(row, before, behind):
        # 比200件多: a bound, of which nothing is told how much more
        found.conditions.append(("lt" if "less" in row.of(behind, "op") else "gt", value))
        found.used |= row.numbers(place, before, behind, *unit)
        found.beyond |= row.numbers(before, behind)
    else:
        return False
    found.ratios = found.ratios or number.ratio
    return True


def _between(row: Row, place: int, rest: tuple[int, tuple[int, ...]], found: Operands) -> bool:
    """The two conditions of a range whose other end is `rest`; False where its first figure is the higher one."""
    other, used = rest
    low, high = row.pieces[row.solid[place]].mention, row.pieces[row.solid[other]].mention
    found.joints.append((low.end, high.start))
    found.conditions += [("ge", figure_of(low)), ("le", figure_of(high))]
    found.ratios = found.ratios or low.ratio or high.ratio
    found.used |= row.numbers(place, other, *used, *row.unit_after(other))
    return figure_of(low) <= figure_of(high)


def _range(row: Row, place: int) -> tuple[int, tuple[int, ...]] | None:
    """The place of the other end of a range of figures, and those of the words that say so."""
    unit = row.unit_after(place)
    nearby = range(place + 1 + len(unit), min(place + 4 + len(unit), len(row.solid)))
    other = next((one for one in nearby if row.pieces[row.solid[one]].mention.kind == "number"), None)
    if other is None:
        return None
    first, second = row.pieces[row.solid[place]], row.pieces[row.solid[other]]
    end = row.pieces[row.solid[unit[0]]].end if unit else first.end
    between = row.text[end : second.start].strip()
    behind = other + 1 + len(row.unit_after(other))
    says, closes = "between" in row.of(place - 1, "cmp"), "between" in row.of(behind, "cmp")
    joined = (says or closes) and between in every_word("operands", "and")
    if not joined and between not in every_word("operands", "to"):
        return None
    joiners = [one for one in nearby if first.end <= row.pieces[row.solid[one]].start < second.start]
    return other, (*unit, *([place - 1] if says else []), *([behind] if closes else []), *joiners)


def _touches(row: Row, place: int) -> bool:
    """Whether nothing but blanks stands between a piece and the one before it, filler or not."""
    number = row.solid[place]
    return not row.text[row.pieces[number - 1].end : row.pieces[number].start].strip()


def _is_postfix(row: Row, place: int) -> bool:
    piece = row.piece(place)
    return piece is not None and piece.mention.text in every_word("operands", "postfix")


def _is_beyond(row: Row, before: int, behind: int) -> bool:
    """A word for than ahead of a figure, and more or less behind it, with no other figure or question behind that."""
    said, after = row.piece(behind), row.piece(behind + 1)
    if said is None or "than" not in row.of(before, "split"):
        return False
    plain = after is None or not (after.mention.kind == "number" or after.words.asks)
    return bool(said.of("op") & _FURTHER) and not said.words.asks and plain
