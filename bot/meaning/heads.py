"""What stands ahead of the things asked for and is said of all of them: lawsuits: upheld, overturned, pending."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.languages import every_word
from bot.meaning.groups import ANY_REQUEST, FEWEST_PARTS, Group
from bot.meaning.measuring import Measure, as_one, one_each
from bot.meaning.readings import Fit, Piece, fits_of
from bot.meaning.wholes import includes
from bot.words.domains import alone, domains
from index.metrics import catalogue

ALL_REQUESTS = frozenset({"request", "received"})
_OF_REQUESTS = ("outcome.", "requests.")


def behind_a_head(parted: Sequence[Group], pieces: Sequence[Piece]) -> tuple[Measure, ...] | None:
    """The things behind what they are of: of the lawsuits, how many; lawsuits: upheld, …. None: nothing does so."""
    narrowed = _narrowed(parted, pieces)
    if narrowed is not None:
        return narrowed
    headed = _under_heads(parted)
    if len(headed) == len(parted):
        return None
    several = one_each(headed)
    if several or len(headed) > 1 or not headed[0].asks or parted[0].asks or _fits(headed[0]):
        return several or None
    # lawsuits: how many were carried over: no figure is of both; requests: how many lawsuits: what it is all about
    return as_one(parted[1:]) if parted[0].features <= ANY_REQUEST else ()


def _narrowed(parted: Sequence[Group], pieces: Sequence[Piece]) -> tuple[Measure, ...] | None:
    """Of the requests received, how many came from companies: what stands first is counted, and asked for no more.

    Of the lawsuits, how many were carried over: nothing, where no figure is of both. None: it is not put like this.
    """
    if parted[0].asks or parted[0].claimed or not (parted[0].holds or _says_out_of(pieces)):
        return None
    if len(parted) != FEWEST_PARTS:
        made = _step_by_step(parted) or _each_among(parted[0], parted[1:])
        return made if made or parted[0].holds else None
    if not parted[1].asks:
        return None
    whole = as_one(parted)
    if whole or not parted[1].parties or parted[0].parties:
        return whole
    # of those not held, how many had been filed by companies: filed says no more than that they were requests
    party = parted[1].parties[0]
    fits = fits_of(parted[0].features, party) if parted[1].features <= alone() | ANY_REQUEST else ()
    return (Measure(fits=fits),) if fits and len(parted[1].parties) == 1 else ()


def _step_by_step(parted: Sequence[Group]) -> tuple[Measure, ...]:
    """没能提供的里，因为不掌握的，自然人的几件: each narrows the one ahead of it, and the last is asked for."""
    *ahead, last = parted
    if not last.asks or any(group.asks for group in ahead) or any(group.listed for group in parted):
        return ()
    return as_one(parted) if last.parties and not last.features else ()


def _each_among(whole: Group, parts: Sequence[Group]) -> tuple[Measure, ...]:
    """企业的申请中，予以公开和部分公开各几件: each of the parts as one of the whole; empty if any is none of it.

    Two words for one thing are it once: set aside or corrected.
    """
    made = [as_one([whole, part]) or _topic_of(whole, part) for part in parts]
    return tuple(dict.fromkeys(one for [one] in made)) if all(len(one) == 1 for one in made) else ()


def _topic_of(whole: Group, part: Group) -> tuple[Measure, ...]:
    """收到的申请中，不予公开几件: received says no more than that they were requests."""
    return as_one([part]) if _is_topic(whole, [part]) else ()


def _says_out_of(pieces: Sequence[Piece]) -> bool:
    """Of the …, among the …: ahead of all else."""
    ahead = itertools.takewhile(lambda piece: not piece.features and not piece.of("party"), pieces)
    return any(piece.is_filler and piece.mention.text in every_word("operands", "out_of") for piece in ahead)


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


def without_head(parted: Sequence[Group]) -> Sequence[Group]:
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
    if not whole or head.features <= ALL_REQUESTS:
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
