"""The figures and spans of years in a question: conditions, limits, places, lengths of time, figures that are claimed.

Every figure typed must be taken by a word beside it; one that no word takes is content that could not be placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.languages import CODES, language
from bot.meaning.readings import Piece
from bot.models import Mention
from bot.words.mentions import is_latin, is_rounded

ROUGH = frozenset({"about", "nearly", "over"})
"""comparisons that a claim is made with, and nothing is filtered by"""
OTHERS = ROUGH | {"between"}
"""comparisons that make no condition by themselves"""
_ORDINALS = {"second": 2, "third": 3}
"""operators that name a place of a ranking by themselves"""
_NEAR = 12
"""characters from a number of places to what is ranked by: the 3 with the highest"""
LONGEST_SPAN = 30
"""years"""
MOST_YEARS = 11
_FURTHER = frozenset({"more", "less", "most_of"})
_ADDING = frozenset({"average", "sum", "in_all"})
_RANKING = frozenset({"most", "least", "most_of", "order", "nth", "second", "top"})
MOST_BODIES = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A figure that no operator takes: asserted, or out of place."""

    at: int
    """which piece"""
    value: Decimal
    unit: str | None
    """the measure word after it"""
    sign: str | None = None
    """about, nearly, over: how roughly it is asserted (近50件, 50余件)"""
    ratio: bool = False
    """30%, 三成"""
    rounded: bool = False
    """typed in thousands or more: 1.7万 may stand for 17234"""


@dataclass(slots=True)
class Operands:
    """What the figures of one reading came to."""

    conditions: list[tuple[str, Decimal]] = field(default_factory=list)
    ratios: bool = False
    """the conditions are on a share: 50%, 三成"""
    limit: int | None = None
    among: int | None = None
    """五个单位里谁最多: how many there are said to be of what is ranged over"""
    nth: int | None = None
    span: tuple[str, int] | None = None
    """since 2019, last 3, all 0, newest 0"""
    years: list[int] = field(default_factory=list)
    """named, in the order said; a range has every year"""
    claimed: list[Claimed] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """pieces that were taken together with a figure"""
    joints: list[tuple[int, int]] = field(default_factory=list)
    """stretches between the ends of a range: 到 in 2019到2021年"""
    bare: list[int] = field(default_factory=list)
    """pieces that want a figure and have none"""
    beyond: set[int] = field(default_factory=set)
    """words of comparison that only bound a figure: 比 and 多 in 比200件多"""


def _joins(kind: str) -> frozenset[str]:
    return frozenset(word for code in CODES for word in language(code).operands.get(kind, ()))


def operands(pieces: Sequence[Piece], text: str) -> Operands:
    """Take the figures of one reading; `text` is the whole question as normalised."""
    found = Operands()
    solid = [at for at, piece in enumerate(pieces) if not piece.is_filler]
    _years(pieces, solid, text, found)
    saying = [(at, piece) for at, piece in enumerate(pieces) if piece.words.kinds]
    for at, piece in saying:
        for word, nth in _ORDINALS.items():
            if word in piece.of("op"):
                found.nth = nth
                found.used.add(at)
    numbers = [place for place, at in enumerate(solid) if pieces[at].mention.kind == "number"]
    for place in numbers:
        if solid[place] not in found.used and not _is_of_a_set(pieces, solid, place, text, found):
            _take(pieces, solid, place, text, found)
    found.claimed += [one for at, piece in saying for one in _folds(pieces, at, piece, found)]
    for at, piece in saying:
        # 大概多少件: no figure is typed that could be rough
        about = piece.of("cmp") <= {"about"} and not numbers
        wants = (bool(piece.of("cmp")) and not about) or bool(piece.of("op") & {"top", "nth", "last"})
        wants = wants or ("rank_unit" in piece.of("op") and not piece.of("each"))
        if wants and at not in found.used:
            found.bare.append(at)
    return found


def _folds(pieces: Sequence[Piece], at: int, piece: Piece, found: Operands) -> Iterator[Claimed]:
    """Doubled, more than twice as many: how many times as much is asserted, and how roughly."""
    for fold in piece.of("fold"):
        before = pieces[at - 1].of("cmp") if at else frozenset()
        found.used |= {at - 1} if before else set()
        yield Claimed(at=at, value=Decimal(fold), unit=None, sign=next(iter(before), None))


def _years(pieces: Sequence[Piece], solid: Sequence[int], text: str, found: Operands) -> None:
    """Years named: single ones, ranges, and from one on."""
    place = 0
    while place < len(solid):
        at = solid[place]
        piece = pieces[at]
        if piece.mention.kind != "year":
            place += 1
            continue
        year = int(piece.mention.value)  # type: ignore[call-overload]
        before = pieces[solid[place - 1]] if place else None
        after = pieces[solid[place + 1]] if place + 1 < len(solid) else None
        step = 2 if after is not None and after.words.ands and place + 2 < len(solid) else 1
        after = pieces[solid[place + step]] if step > 1 else after
        if after is not None and after.mention.kind == "year" and _is_range(text, pieces, at, after):
            last = int(after.mention.value)  # type: ignore[call-overload]
            if last < year:
                # from 2022 to 2019: backwards, and a change would have the other sign
                found.bare.append(at)
            if year < last <= year + LONGEST_SPAN:
                found.years += [one for one in range(year, last + 1) if one not in found.years]
                found.span = ("range", last - year)
                found.joints.append((piece.end, after.start))
                found.used |= {solid[place - 1]} if before is not None and "since" in before.of("op") else set()
                found.used |= {solid[place - 1]} if before is not None and "between" in before.of("cmp") else set()
                follows = pieces[solid[place + step + 1]] if place + step + 1 < len(solid) else None
                found.used |= (
                    {solid[place + step + 1]} if follows is not None and "between" in follows.of("cmp") else set()
                )
                place += step + 1
                continue
        since = [
            where
            for where, one in ((place - 1, before), (place + 1, after))
            if one is not None and "since" in one.of("op")
        ]
        if since:
            found.span = ("since", year)
            found.used |= {solid[where] for where in since}
        elif year not in found.years:
            found.years.append(year)
        place += 1


def _is_range(text: str, pieces: Sequence[Piece], at: int, second: Piece) -> bool:
    """2019到2021, 2019-2021, from 2019 to 2021; between 2019 and 2021 where the word before says between."""
    between = text[pieces[at].end : second.start].strip()
    if between in _joins("to"):
        return True
    return bool(at) and "between" in _may(pieces[at - 1], "cmp") and between in _joins("and")


def _may(piece: Piece, kind: str) -> frozenset[str]:
    """What any reading of a phrase says: between is filler elsewhere."""
    head = f"{kind}:"
    return frozenset(token.removeprefix(head) for one in piece.mention.alternatives for token in one if head in token)


def _take(pieces: Sequence[Piece], solid: Sequence[int], place: int, text: str, found: Operands) -> None:
    """Give one figure to the word it belongs to."""
    at = solid[place]
    number = pieces[at].mention
    value: Decimal = number.value  # type: ignore[assignment]
    before = solid[place - 1] if place else None
    after = solid[place + 1] if place + 1 < len(solid) else None
    ahead = pieces[before].of("op") if before is not None else frozenset()
    if before is not None and "nearly" in pieces[before].of("cmp") and _years_follow(text, number.end):
        # 近两年: a span of years, never nearly two of anything
        found.bare.append(at)
        return
    rough = _roughly(pieces, solid, place)
    if rough is not None:
        found.claimed.append(_claimed(pieces, at, after, rough[0]))
        found.used |= {at, *rough[1]}
        return
    whole = value == value.to_integral_value() and 0 < value < 1000 and not number.ratio
    if whole and "top" in ahead:
        found.limit = int(value)
        found.used |= {at, before, *_rank_unit(pieces, solid, place)}  # type: ignore[arg-type]
    elif whole and "nth" in ahead:
        found.nth = int(value)
        found.used |= {at, before, *_rank_unit(pieces, solid, place)}  # type: ignore[arg-type]
    elif whole and "last" in ahead and after is not None and _is_length(pieces, after, at, text):
        found.span = ("last", int(value))
        found.used |= {at, before, after}  # type: ignore[arg-type]
    elif whole and "last" in ahead and _years_follow(text, number.end):
        found.span = ("last", int(value))
        found.used |= {at, before}  # type: ignore[arg-type]
    elif whole and 1 < value < MOST_YEARS and not found.years and _reports_follow(text, number.end):
        found.span = ("reports", int(value))
        found.used |= {at}
    elif whole and 1 < value < MOST_YEARS and not found.years and _over_years(pieces, text, number.end):
        # 四年平均每年: as many as there are last
        found.span = ("last", int(value))
        found.used |= {at}
    elif _repeats_range(found, value, text, number.end) or (whole and _lasts(found, value, text, number.end)):
        # 2019到2021三年: how long the years named are
        found.used.add(at)
    elif not _condition(pieces, solid, place, text, found):
        if whole and after is not None and _is_ranked(number, pieces[after]):
            found.limit = int(value)
            found.used |= {at, after}
        else:
            found.claimed.append(_claimed(pieces, at, after, None))


def _is_ranked(number: Mention, after: Piece) -> bool:
    """前3名; the three highest."""
    if "rank_unit" in after.of("op"):
        return True
    most = after.of("op") & {"most", "least"}
    near = 0 < after.start - number.end <= _NEAR
    return bool(most) and number.value != 1 and near and is_latin(after.mention.text[0])


def _is_of_a_set(pieces: Sequence[Piece], solid: Sequence[int], place: int, text: str, found: Operands) -> bool:
    """五个单位里谁最多, 五家单位合计: how many there are of what is ranged over; 前三家里谁最少 looks among a few."""
    if place + 1 >= len(solid):
        return False
    at, after = solid[place], solid[place + 1]
    unit, behind = pieces[after], pieces[after + 1 :]
    value: Decimal = pieces[at].mention.value  # type: ignore[assignment]
    if "rank_unit" not in unit.of("op") or value != value.to_integral_value() or not 1 < value < MOST_BODIES:
        return False
    before = pieces[solid[place - 1]].of("cmp") if place else frozenset()
    ranked = any(one.of("op") & _RANKING for one in pieces[:at])
    inside = text.startswith(tuple(_joins("within")), unit.end)
    if inside and ranked and any(one.of("op") & _RANKING for one in behind):
        found.bare.append(at)
    elif not before and not ranked and _is_whole_set(unit, behind, inside):
        found.among = int(value)
        found.used |= {at, after}
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


def _over_years(pieces: Sequence[Piece], text: str, end: int) -> bool:
    """Years stand behind a figure, and what is asked is a sum or an average over them."""
    return _years_follow(text, end) and any(piece.of("op") & _ADDING for piece in pieces)


def _reports_follow(text: str, end: int) -> bool:
    """四份报告, three reports: all there are of a body, if there are as many."""
    words = tuple(word for code in CODES for word in language(code).operands.get("reports", ()))
    return text[end:].lstrip().startswith(words)


def _lasts(found: Operands, value: Decimal, text: str, end: int) -> bool:
    """五年来: up to the newest."""
    words = tuple(word for code in CODES for word in language(code).operands.get("lasting", ()))
    if found.years or found.span is not None or not 1 < value < MOST_YEARS or not text.startswith(words, end):
        return False
    found.span = ("last", int(value))
    return True


def _repeats_range(found: Operands, value: Decimal, text: str, end: int) -> bool:
    named = found.span[1] + 1 if found.span is not None and found.span[0] == "range" else len(found.years)
    return named > 1 and value == named and _years_follow(text, end)


def stands_behind(one: Mention | Piece, other: Piece) -> bool:
    """84件, and 84 件 as reports print it."""
    return 0 <= other.start - one.end <= 1


def _claimed(pieces: Sequence[Piece], at: int, after: int | None, sign: str | None) -> Claimed:
    number = pieces[at].mention
    units = pieces[after].of("unit") if after is not None and stands_behind(number, pieces[after]) else frozenset()
    return Claimed(
        at=at,
        value=number.value,  # type: ignore[arg-type]
        unit=next(iter(units), None),
        # two thirds, in words, is as rough as it sounds
        sign=sign or ("about" if number.ratio and is_latin(number.text[0]) else None),
        ratio=number.ratio,
        rounded=not number.ratio and is_rounded(number.text),
    )


def _roughly(pieces: Sequence[Piece], solid: Sequence[int], place: int) -> tuple[str, tuple[int, ...]] | None:
    """近50件, 50余件, 50件左右: how a figure is asserted, and the word that says so."""
    at = solid[place]
    unit = _unit_after(pieces, solid, place)
    before = solid[place - 1] if place else None
    if before is not None and pieces[before].of("cmp") & {"about", "nearly"}:
        return next(iter(pieces[before].of("cmp"))), (before,)
    for spot in (place + 1, place + 1 + len(unit)):
        behind = solid[spot] if spot < len(solid) else None
        ahead = pieces[at if spot == place + 1 else solid[spot - 1]]
        if behind is not None and stands_behind(ahead, pieces[behind]) and pieces[behind].of("cmp") & {"about", "over"}:
            return next(iter(pieces[behind].of("cmp"))), (behind,)
    return None


def _rank_unit(pieces: Sequence[Piece], solid: Sequence[int], place: int) -> set[int]:
    """前3名, 前五位: the word after the figure."""
    after = solid[place + 1] if place + 1 < len(solid) else None
    return {after} if after is not None and "rank_unit" in pieces[after].of("op") else set()


def _is_length(pieces: Sequence[Piece], after: int, at: int, text: str) -> bool:
    return pieces[after].start == pieces[at].end and _years_follow(text, pieces[at].end)


def _years_follow(text: str, end: int) -> bool:
    """Years stand after a figure: 近3年, last 3 years."""
    words = tuple(word for code in CODES for word in language(code).operands.get("lengths", ()))
    return text[end:].lstrip().startswith(words)


def _condition(pieces: Sequence[Piece], solid: Sequence[int], place: int, text: str, found: Operands) -> bool:
    """超过50件, 50件以上, 10到100件之间, between 10 and 100."""
    at = solid[place]
    number = pieces[at].mention
    span = _range(pieces, solid, place, text)
    if span is not None:
        other, used = span
        found.joints.append((number.end, pieces[other].start))
        low, high = number.value, pieces[other].mention.value
        found.conditions += [("ge", low), ("le", high)]  # type: ignore[list-item]
        found.ratios = found.ratios or number.ratio or pieces[other].mention.ratio
        found.used |= {at, other, *used, *_unit_after(pieces, solid, solid.index(other))}
        return bool(low <= high)  # type: ignore[operator]
    unit = _unit_after(pieces, solid, place)
    before = solid[place - 1] if place else None
    behind = solid[place + 1 + len(unit)] if place + 1 + len(unit) < len(solid) else None
    ahead = pieces[before].of("cmp") - OTHERS if before is not None and before not in found.used else frozenset()
    late = pieces[behind].of("cmp") - OTHERS if behind is not None else frozenset()
    follows = behind is not None and text[pieces[behind - 1].end : pieces[behind].start].strip() == ""
    postfix = bool(late & {"ge", "le", "gt", "lt"}) and behind is not None and follows and _is_postfix(pieces, behind)
    if postfix and (not ahead or ahead == late):
        # 10件及以上, 达到10件及以上
        found.conditions.append((next(iter(late)), number.value))  # type: ignore[arg-type]
        found.used |= {at, behind, *unit, *((before,) if ahead else ())}  # type: ignore[arg-type]
    elif ahead and before is not None and not _is_postfix(pieces, before):
        found.conditions.append((next(iter(ahead)), number.value))  # type: ignore[arg-type]
        found.used |= {at, before, *unit}
    elif before is not None and behind is not None and _is_beyond(pieces, solid, before, behind):
        # 比200件多: a bound, of which nothing is told how much more
        sign = "lt" if "less" in pieces[behind].of("op") else "gt"
        found.conditions.append((sign, number.value))  # type: ignore[arg-type]
        found.used |= {at, before, behind, *unit}
        found.beyond |= {before, behind}
    else:
        return False
    found.ratios = found.ratios or number.ratio
    return True


def _is_beyond(pieces: Sequence[Piece], solid: Sequence[int], before: int, behind: int) -> bool:
    """A word for than ahead of a figure, and more or less behind it, with no other figure or question behind that."""
    place = solid.index(behind)
    after = pieces[solid[place + 1]] if place + 1 < len(solid) else None
    plain = after is None or not (after.mention.kind == "number" or after.words.asks)
    further = bool(pieces[behind].of("op") & _FURTHER) and not pieces[behind].words.asks
    return "than" in pieces[before].of("split") and further and plain


def _is_postfix(pieces: Sequence[Piece], at: int) -> bool:
    return pieces[at].mention.text in _joins("postfix")


def _unit_after(pieces: Sequence[Piece], solid: Sequence[int], place: int) -> tuple[int, ...]:
    """The measure word that stands right after a figure."""
    after = solid[place + 1] if place + 1 < len(solid) else None
    if after is None or not pieces[after].of("unit") or pieces[after].of("cmp"):
        return ()
    return (after,)


def _range(pieces: Sequence[Piece], solid: Sequence[int], place: int, text: str) -> tuple[int, tuple[int, ...]] | None:
    """The other end of a range of figures, and the words that say so."""
    at = solid[place]
    unit = _unit_after(pieces, solid, place)
    nearby = [solid[spot] for spot in range(place + 1 + len(unit), min(place + 4 + len(unit), len(solid)))]
    other = next((one for one in nearby if pieces[one].mention.kind == "number"), None)
    if other is None:
        return None
    end = pieces[unit[0]].end if unit else pieces[at].end
    between = text[end : pieces[other].start].strip()
    before = solid[place - 1] if place else None
    says = before is not None and "between" in pieces[before].of("cmp")
    last = solid.index(other)
    behind_unit = _unit_after(pieces, solid, last)
    spot = last + 1 + len(behind_unit)
    behind = solid[spot] if spot < len(solid) else None
    closes = behind is not None and "between" in pieces[behind].of("cmp")
    if between in _joins("to") or ((says or closes) and between in _joins("and")):
        words = [*unit, *([before] if says and before is not None else []), *([behind] if closes and behind else [])]
        joiners = [one for one in nearby if pieces[at].end <= pieces[one].start < pieces[other].start]
        return other, (*words, *joiners)
    return None
