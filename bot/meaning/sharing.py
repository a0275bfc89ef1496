"""The two sides of a word for a share: A占B, B中A占多少."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import every_word
from bot.meaning import lending
from bot.meaning.grouping import measured
from bot.meaning.groups import SHARES
from bot.meaning.measuring import Measure
from bot.meaning.readings import Piece, Said, fits_of, said
from bot.meaning.running_on import fit_of, is_plain
from bot.meaning.wholes import holds
from bot.models import Query
from index.metrics import catalogue

Halves = tuple[tuple[Measure, ...], Measure | None]
"""what is shared, and what it is a share of where that was said"""
_REQUESTS = frozenset({"request", "received"})
_ALL_THERE_ARE = frozenset({"total", "applicant"})
"""占总数的比例, 占所有申请人的比例 names no other whole than the usual one"""


def shared(one: Said, parted: int, text: str, before: Query | None, *, leaning: bool) -> Halves:
    """The part and the whole of a question with such a word; none if they do not go together."""
    pieces = one.pieces
    ahead, behind = pieces[:parted], pieces[parted + 1 :]
    if _asks_before(ahead, text):
        # 予以公开几件，企业占多少 asks for two things
        return (), None
    if one.of_at is not None and not _says_anything(behind):
        held = applicants_within(ahead, text)
        if held is not None:
            return held
    # 占办结总数，百分之多少: that a share is asked for is no further thing
    whole = [piece for piece in behind if piece.features or not piece.of("op") & SHARES]
    left, right = measured(ahead, text), measured(whole, text, first=parted + 1)
    if one.of_at is None:
        left, right = right, left
    elif len(left) > 1 and not right and (within := _within(ahead)) is not None:
        # 办结的申请里，给公开了的占几成: the whole is said first
        right, left = measured(pieces[:within], text), measured(pieces[within + 1 : parted], text)
    if before is not None and _leans(said(ahead), left, right, leaning=leaning):
        left = lending.lent(said(ahead), before, leaning=leaning)
    if not left and len(right) < 2:
        left = _applicants(said(ahead), right)
    if left and not right and one.of_at is not None:
        right = _applicants_of(left, said(behind))
    if len(left) == 1 and len(right) == 1:
        return _of_the_same(left, right[0])
    if len(left) > 1 and len(right) == 1 and one.of_at is not None:
        # 予以公开和部分公开占办结的比例: each, or their sum
        return left, right[0]
    rest = said(behind)
    if left and not right and rest.features <= _ALL_THERE_ARE and not rest.parties:
        return left, None
    return (), None


def _leans(part: Said, left: Sequence[Measure], right: Sequence[Measure], *, leaning: bool) -> bool:
    """占办结多少, 自然人占多少 after 予以公开多少: what was asked before is the part, or is shared out."""
    said_none = not left and not part.features and not part.parties
    return said_none or (not right and leaning and (not left or lending.says_only_whose(part)))


def asks_for_share(one: Said, ops: frozenset[str]) -> bool:
    """A share that is told of some whole, and no rate, which has a whole of its own."""
    return ("share" in ops or one.of_at is not None or one.in_at is not None) and "rate" not in one.ops


def out_of_before(one: Said, part: Sequence[Measure], before: Query) -> Measure | None:
    """What a share is of that was asked before: 国家秘密占多少 after 不予公开多少, 占比 after 其中国家秘密几件.

    Of the part that was told to be the first (哪种理由最多) it is of what was taken apart.
    """
    first = before.intent == "rank" and before.out_of is not None and len(before.metrics) == 1
    if not (first or (is_plain(before) and not before.ops)) or "total" in one.features or not part:
        return None
    known = fit_of(before)
    fits = [fit for measure in part for fit in measure.fits]
    whole = before.out_of if all(fit == known for fit in fits) else known
    return Measure(fits=(whole,)) if whole is not None and all(holds(whole, fit) for fit in fits) else None


def whose_all(one: Said, made: Sequence[Measure]) -> Measure | None:
    """予以公开的都是自然人的吗: an applicant's part of all that were granted, and not of what it asked for itself."""
    at = next((at for at, piece in enumerate(one.pieces) if "all" in piece.of("op")), None)
    if at is None or len(made) != 1:
        return None
    ahead, behind = said(one.pieces[:at]), said(one.pieces[at + 1 :])
    if not behind.parties or behind.features or ahead.parties:
        return None
    return Measure(fits=tuple(dict.fromkeys((key, None) for key, _ in made[0].fits)))


def applicants_within(pieces: Sequence[Piece], text: str) -> Halves | None:
    """不予公开中自然人占多少: the share of one applicant in all refusals, not of refusals in its own requests."""
    cut = _within(pieces)
    ends, begins = (cut, cut + 1) if cut is not None else (_behind_a_comma(pieces, text),) * 2
    if ends is None or begins is None:
        return None
    whole, part = said(pieces[:ends]), said(pieces[begins:])
    if part.features or not part.parties or not whole.features or len(whole.parties) > 1:
        return None
    base = measured(pieces[:ends], text)
    if not base and whole.features <= _ALL_THERE_ARE and not whole.parties:
        # 申请人里企业占多少
        base = (Measure(fits=fits_of(_REQUESTS, None)),)
    keys = [key for key, _ in base[0].fits if catalogue()[key].by_party] if len(base) == 1 else []
    in_order = dict.fromkeys(party for piece in part.pieces for party in sorted(piece.of("party")))
    if not keys:
        return (), None
    return tuple(Measure(fits=tuple((key, party) for key in keys)) for party in in_order), base[0]


def _asks_before(pieces: Sequence[Piece], text: str) -> bool:
    """What stands before a comma asks for a figure of its own."""
    ends = [at for at in range(1, len(pieces)) if "," in text[pieces[at - 1].end : pieces[at].start]]
    return bool(ends) and any(piece.words.asks for piece in pieces[: ends[-1]])


def _behind_a_comma(pieces: Sequence[Piece], text: str) -> int | None:
    """予以公开的申请，律所占多少: applicants alone behind a comma are part of what stands before it; a rate is none."""
    parted = (at for at in range(1, len(pieces)) if "," in text[pieces[at - 1].end : pieces[at].start])
    at = next(parted, None)
    asked = at is not None and any(piece.of("op") & SHARES or piece.words.asks for piece in pieces[:at])
    return None if asked else at


def _within(pieces: Sequence[Piece]) -> int | None:
    """The word that says that what stands behind it is part of what stands before it."""
    words = every_word("operands", "within")
    return next((at for at, piece in enumerate(pieces) if piece.mention.text in words), None)


def _applicants(part: Said, right: Sequence[Measure]) -> tuple[Measure, ...]:
    """自然人占新收申请的比例, 自然人和企业各占多少: applicants alone are parts of what they are a share of."""
    if part.features or not part.parties or any(party is not None for each in right for _, party in each.fits):
        return ()
    keys = [key for each in right for key, _ in each.fits] or [key for key, _ in fits_of(_REQUESTS, None)]
    in_order = dict.fromkeys(party for piece in part.pieces for party in sorted(piece.of("party")))
    made = [Measure(fits=tuple((key, party) for key in keys if catalogue()[key].by_party)) for party in in_order]
    return tuple(made) if all(each.fits for each in made) else ()


def applicants_alone(one: Said) -> tuple[Measure, ...]:
    """企业占比: an applicant alone, as a share of all requests received; 其他占比 may be of anything."""
    return () if one.parties == {"other"} else _applicants(one, ())


def _applicants_of(left: Sequence[Measure], whole: Said) -> tuple[Measure, ...]:
    """企业占法人的比例: the whole is of applicants too, and of the same thing."""
    keys = dict.fromkeys(key for each in left for key, _ in each.fits)
    if len(whole.parties) != 1 or not whole.features <= _ALL_THERE_ARE:
        return ()
    party = whole.party
    return (Measure(fits=tuple((key, party) for key in keys if catalogue()[key].by_party)),)


def _of_the_same(part: tuple[Measure, ...], whole: Measure) -> Halves:
    """自然人的申请中几成予以公开: what is a share of one applicant's is that applicant's too."""
    parties = {party for _, party in whole.fits if party is not None}
    if len(parties) != 1 or any(party is not None for _, party in part[0].fits):
        return part, whole
    party = next(iter(parties))
    fits = tuple((key, party) for key, _ in part[0].fits if catalogue()[key].by_party)
    return ((replace(part[0], fits=fits),), whole) if fits else ((), None)


def _says_anything(pieces: Sequence[Piece]) -> bool:
    one = said(pieces)
    return bool(one.features or one.parties)
