"""From features to metrics: one for the whole question, or one for each of the things named side by side.

收到和办结各多少 names two things. What one of them is about (申请, 行政诉讼: bot/words/domains.toml) applies to the
other too, where that yields a metric. No feature is dropped: each belongs to the metric of its part.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.languages import every_word
from bot.meaning.groups import ANY_REQUEST, BLANKS, FEWEST_PARTS, MARKS, SHARES, Group, groups
from bot.meaning.in_turns import in_turns
from bot.meaning.measuring import Measure, as_one, one_each
from bot.meaning.operands import Claimed
from bot.meaning.readings import Fit, Piece, Said, columns_of, fits_of
from bot.meaning.wholes import includes
from bot.models import NAMES
from bot.words.domains import alone, domains
from index.metrics import catalogue

_PARTING = MARKS | BLANKS
_OF_APPLICANTS = frozenset({"applicant"})
_ALL_REQUESTS = frozenset({"request", "received"})
_OF_REQUESTS = ("outcome.", "requests.")


def measures(one: Said, text: str, claimed: Sequence[Claimed] = ()) -> tuple[Measure, ...]:
    """What a reading asks for; empty if its words yield no metric."""
    return measured(one.pieces, text, claimed)


def measured(
    pieces: Sequence[Piece], text: str, claimed: Sequence[Claimed] = (), *, first: int = 0
) -> tuple[Measure, ...]:
    """What some pieces of a reading ask for, such as one side of 占 or 比."""
    if claimed:
        return _measured(pieces, text, claimed, first=first)
    said = tuple(
        (
            piece.tokens,
            piece.mention.kind == "number",
            piece.is_filler,
            _PARTING.intersection(text[pieces[at - 1].end : piece.start]) if at else None,
        )
        for at, piece in enumerate(pieces)
    )
    return _measures_of(_Words(said, pieces, text))


@dataclass(frozen=True, slots=True)
class _Words:
    """Pieces of a reading: alike where the same is said in the same order, of whatever bodies and years."""

    said: tuple[object, ...]
    pieces: Sequence[Piece] = field(compare=False)
    text: str = field(compare=False)


@functools.lru_cache(maxsize=4096)
def _measures_of(words: _Words) -> tuple[Measure, ...]:
    return _measured(words.pieces, words.text)


def _measured(
    pieces: Sequence[Piece], text: str, claimed: Sequence[Claimed] = (), *, first: int = 0
) -> tuple[Measure, ...]:
    parted = _by_figure(groups(pieces, text, claimed, first=first))
    if not parted:
        return ()
    if not claimed and (own := _of_each_body(pieces, text) or _among_all(pieces, text)):
        return own
    if len(parted) == 1 and len(parted[0].parties) < 2 and len(claimed) < 2 and _asking(pieces) < 2:
        whole = as_one(parted) or (() if claimed else _side_by_side(pieces, text, first))
        if whole or not any("separately" in piece.of("op") for piece in pieces):
            return whole
        # 专职兼职各几个人: one after the other, without an and-word
        words = groups(pieces, text, claimed, first=first, finer="words")
        whole_rows = all(fits_of(one.features, None) or columns_of(one.features) for one in words)
        return (one_each(words) or ()) if whole_rows else ()
    with_share = _with_share(parted)
    if with_share is not None:
        return with_share
    told = _behind_a_head(parted, pieces)
    if told is not None:
        return told
    parted = list(_without_head(parted))
    listed = any(group.listed for group in parted) or len({one for group in parted for one in group.parties}) > 1
    if listed:
        several = one_each(parted)
        of_bodies = not several and len(parted) == FEWEST_PARTS and _lists_bodies(pieces)
        return as_one(parted) if several is None or of_bodies else several
    if _asking(pieces) > 1 or len(claimed) > 1:
        for one in (parted, groups(pieces, text, claimed, first=first, finer="asks")):
            several = one_each(one) if sum(group.asks for group in one) > 1 else ()
            if several:
                return several
    return _in_the_end(parted)


def _in_the_end(parted: Sequence[Group]) -> tuple[Measure, ...]:
    """One thing of all that was said, else one of each part.

    律所来问，律所的申请有几件，公开几件: of two that are asked for never one that both might be.
    """
    asking = [group for group in parted if group.asks]
    if asking and not parted[0].wonders:
        # 诉讼多少，被纠正的又有没有
        asking = [group for group in parted if group.asks or group.wonders]
    if sum(bool(group.features) for group in asking) < FEWEST_PARTS:
        return as_one(parted) or one_each(parted) or ()
    said = frozenset().union(*(group.features for group in asking)) | _OF_APPLICANTS
    parties = {party for group in asking for party in group.parties}
    others = [group for group in parted if group not in asking]
    if any(group.features - said or not parties.issuperset(group.parties) for group in others):
        return ()
    several = one_each(asking)
    # 收到几件，新收几件: two words for one thing
    return as_one(asking) if several is None else several


def _with_share(parted: Sequence[Group]) -> tuple[Measure, ...] | None:
    """Figures, and the share that the last asks for besides; None if it does not."""
    *others, last = parted
    if not others or not last.shares or any(one.shares for one in others):
        return None
    if last.features:
        return _share_by_name(others, last) or None
    if len(others) == 1 and len(last.parties) == 1 and last.listed and others[0].features and not others[0].parties:
        # how many requests, and what share came from individuals
        part = as_one([replace(others[0], parties=last.parties)])
        return (*as_one(others), *(replace(one, shares=True) for one in part))
    if last.says or not (others[0].asks or len(others) > 1):
        return None
    # 企业的有几件，占比多少; 收到多少件，其中自然人多少件，占比多少: the share of the last of them
    figures = as_one(others) if len(others) == 1 else one_each(others)
    return (*figures, replace(figures[-1], shares=True)) if figures else ()


def _share_by_name(ahead: Sequence[Group], last: Group) -> tuple[Measure, ...]:
    """诉讼几件，败诉几件，败诉率多少; 收到几件，公开率多少: figures, and a share that is called by name."""
    asking = [group for group in ahead if group.asks]
    if not asking or not ahead[-1].asks:
        return ()
    figures = as_one(ahead) if len(asking) == 1 else one_each(ahead)
    if not figures:
        return ()
    of = ahead[-1]
    same = last.features <= of.features and set(last.parties) <= set(of.parties)
    last = replace(last, parties=last.parties or of.parties)
    share = figures[-1:] if same else as_one([last]) or as_one([of, last])
    return (*figures, *(replace(one, shares=True) for one in share)) if share else ()


def _side_by_side(pieces: Sequence[Piece], text: str, first: int) -> tuple[Measure, ...]:
    """收到 办结 结转下年: words that are only set down one after another, each a thing of its own."""
    apart = _without_head(groups(pieces, text, first=first, finer="blanks"))
    known = all(fits_of(one.features, None) or columns_of(one.features) or one.features <= alone() for one in apart)
    return (one_each(apart) or ()) if known else ()


def _of_each_body(pieces: Sequence[Piece], text: str) -> tuple[Measure, ...]:
    """The thing named with each body, by itself; empty where they do not stand in turns."""
    starts = in_turns(pieces, text)
    chunks = [pieces[at:end] for at, end in itertools.pairwise([*starts, len(pieces)])]
    made = [_measured(chunk, text) for chunk in chunks]
    if not made or any(len(one) != 1 for one in made):
        return ()
    things = tuple(one[0] for one in made)
    return things[:1] if len({frozenset(one.fits) for one in things}) == 1 else things


def _narrowed(parted: Sequence[Group], pieces: Sequence[Piece]) -> tuple[Measure, ...] | None:
    """Of the requests received, how many came from companies: what stands first is counted, and asked for no more.

    Of the lawsuits, how many were carried over: nothing, where no figure is of both. None: it is not put like this.
    """
    ahead = itertools.takewhile(lambda piece: not piece.features and not piece.of("party"), pieces)
    out_of = any(piece.is_filler and piece.mention.text in every_word("operands", "out_of") for piece in ahead)
    if not out_of or len(parted) != FEWEST_PARTS or parted[0].asks or not parted[1].asks:
        return None
    whole = as_one(parted)
    if whole or not parted[1].parties or parted[0].parties:
        return whole
    # of those not held, how many had been filed by companies: filed says no more than that they were requests
    party = parted[1].parties[0]
    fits = fits_of(parted[0].features, party) if parted[1].features <= alone() | ANY_REQUEST else ()
    return (Measure(fits=fits),) if fits and len(parted[1].parties) == 1 else ()


def _among_all(pieces: Sequence[Piece], text: str) -> tuple[Measure, ...]:
    """收到的申请里有多少予以公开: all requests stand first, and what is asked is which of them."""
    words = every_word("operands", "within")
    at = next((at for at, piece in enumerate(pieces) if piece.is_filler and piece.mention.text in words), None)
    if at is None or any(piece.of("split") or piece.of("op") & SHARES for piece in pieces):
        return ()
    ahead, behind = groups(pieces[:at], text), groups(pieces[at + 1 :], text)
    if len(ahead) != 1 or len(behind) != 1 or not ahead[0].features or ahead[0].asks:
        return ()
    if not behind[0].asks or _asking(pieces[at + 1 :]) != 1:
        return ()
    if ahead[0].parties or not ahead[0].features <= _ALL_REQUESTS or len(behind[0].parties) > 1:
        return ()
    features, party = behind[0].features, next(iter(behind[0].parties), None)
    fits = fits_of(features | ANY_REQUEST, party)
    return (Measure(fits=fits),) if fits and (features or party) else ()


def _by_figure(parted: Sequence[Group]) -> list[Group]:
    """培训6期402人次 asserts two figures of one thing, told apart by what they count."""
    made: list[Group] = []
    for group in parted:
        units = [one.unit for one in group.claimed]
        if len(units) > 1 and None not in units and len(set(units)) == len(units):
            made += [
                replace(group, claimed=(one,), units=frozenset({one.unit}) if one.unit else frozenset(), listed=True)
                for one in group.claimed
            ]
        else:
            made.append(group)
    return made


def _behind_a_head(parted: Sequence[Group], pieces: Sequence[Piece]) -> tuple[Measure, ...] | None:
    """The things behind what they are of: of the lawsuits, how many; lawsuits: upheld, …. None: nothing does so."""
    narrowed = _narrowed(parted, pieces)
    if narrowed is not None:
        return narrowed
    headed = _under_heads(parted)
    return (one_each(headed) or None) if len(headed) < len(parted) else None


def _under_heads(parted: Sequence[Group]) -> list[Group]:
    """Reconsideration: upheld, overturned, pending. What stands before a colon is said of all that follows."""
    made: list[Group] = []
    head = Group()
    for at, group in enumerate(parted):
        if group.heads and at + 1 < len(parted) and group.features <= domains() and not group.claimed:
            head = group
        else:
            made.append(replace(group, features=group.features | head.features, parties=group.parties or head.parties))
    return made


def _without_head(parted: Sequence[Group]) -> Sequence[Group]:
    """Lawsuits, direct and after reconsideration; individuals v companies, requests: what the others are parts of.

    It is said of them, and not asked for besides, unless they ask for themselves.
    """
    for head, others in ((parted[0], parted[1:]), (parted[-1], parted[:-1])):
        if len(others) < FEWEST_PARTS or head.parties or head.claimed or "total" in head.features:
            continue
        at_the_end = head is parted[0] and not head.asks and not any(other.asks for other in others[:-1])
        applicants = all(other.parties and not other.features for other in others)
        # how many from individuals and how many from companies, requests: what all of them are counted of
        counted_of = applicants and head is parted[-1] and not head.asks and all(other.asks for other in others)
        # 收到的申请，自然人几件，企业几件: each is asked for, and what stands first is not
        by_itself = head is parted[0] and not head.asks and all(other.asks and not other.listed for other in others)
        if any(other.claimed for other in others):
            continue
        last = at_the_end and others[-1].listed
        if any(other.asks for other in others) and not (by_itself or counted_of or last):
            continue  # 新收多少件，自然人多少件
        if applicants:
            return [replace(other, features=head.features) for other in others]
        leads = head is parted[0] or not head.listed
        if leads and head.features <= domains() | alone() and _are_parts(others, head.features & domains()):
            return [replace(other, features=other.features | head.features & domains()) for other in others]
        if by_itself and _is_topic(head, others):
            return others
    return parted


def _is_topic(head: Group, others: Sequence[Group]) -> bool:
    """收到的申请，公开几件; 不予公开的，国家秘密几件，第三方几件: what stands first holds what is asked for."""
    whole = _fits(head)
    if not whole or head.features <= _ALL_REQUESTS:
        counted = all(other.units and _are_of_requests(_fits(other)) for other in others)
        return bool(whole) and counted and not any(set(_fits(other)) & set(whole) for other in others)
    return all((made := _fits(other)) and all(includes(whole[0], fit) for fit in made) for other in others)


def _are_of_requests(fits: Sequence[Fit]) -> bool:
    return bool(fits) and all(key.startswith(_OF_REQUESTS) for key, _ in fits)


def _fits(group: Group) -> tuple[Fit, ...]:
    return fits_of(group.features, next(iter(group.parties), None))


def _are_parts(others: Sequence[Group], head: frozenset[str]) -> bool:
    """Whatever the others mean needs what stands before them, and says more."""
    return bool(head) and all(
        other.features - head
        and (fits := fits_of(other.features | head, next(iter(other.parties), None)))
        and all(head <= catalogue()[key].needs for key, _ in fits)
        for other in others
    )


def _lists_bodies(pieces: Sequence[Piece]) -> bool:
    """How many people did Qinghe and Bailu train in total: what is listed are bodies, and one thing is asked."""
    solid = [piece for piece in pieces if piece.tokens or piece.mention.kind in NAMES]
    ands = [at for at, piece in enumerate(solid) if piece.words.ands]
    return bool(ands) and all(
        0 < at < len(solid) - 1 and {solid[at - 1].mention.kind, solid[at + 1].mention.kind} <= NAMES for at in ands
    )


def lists_total(pieces: Sequence[Piece], text: str) -> bool:
    """Whether one of the things listed is the total (upheld, overturned, total), so that nothing is to be added up."""
    parted = groups(pieces, text)
    return len(parted) > FEWEST_PARTS and any(group.features == {"total"} and not group.parties for group in parted)


def _asking(pieces: Sequence[Piece]) -> int:
    """How many question words there are."""
    return sum(piece.words.asks for piece in pieces)
