"""The metrics of groups of features: one for all groups together, or one for each.

No feature is dropped: each belongs to the metric of its group.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.meaning.groups import ANY_REQUEST, FEWEST_PARTS, TOTAL, Group
from bot.meaning.operands import Claimed
from bot.meaning.readings import Fit, by_unit, columns_of, fits_of, nearly
from bot.words.domains import alone, counts, domains
from index.metrics import catalogue

MOST_MEASURES = 8
_OTHERS = ("other",)
_APPLICANT = frozenset({"applicant"})
_OTHER = frozenset({"other"})
_OTHER_OUTCOME = frozenset({"other_handling"})
_OUTCOME = "outcome."
_OTHERWISE = "outcome.other_handling"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One thing that is asked for: a metric and an applicant, or several among which the words leave the choice."""

    fits: tuple[Fit, ...]
    claimed: Claimed | None = None
    """the figure that was asserted of it"""
    shares: bool = False
    """its share is asked for, where other parts of the question ask for figures"""
    loose: bool = False
    """only a row was named, of which the fits are the columns"""


def as_one(parted: Sequence[Group]) -> tuple[Measure, ...]:
    """The metric of all groups together, for one applicant; empty if there is none."""
    parties = dict.fromkeys(party for group in parted for party in group.parties)
    claimed = [one for group in parted for one in group.claimed]
    if len(parties) > 1 or len(claimed) > 1:
        return ()
    features = frozenset().union(*(group.features for group in parted))
    units = frozenset().union(*(group.units for group in parted))
    party = next(iter(parties), None)
    fits = fits_of(features, party) if features else ()
    by_whom = _APPLICANT if party is not None else frozenset()
    if not fits and features & (alone() | by_whom) and features <= alone() | by_whom | {"total"}:
        # 收到多少件: what reports tell of is requests; 申请人是企业的几件 too
        fits = fits_of(features - by_whom | {"request"}, party)
    loose = not fits and party is None
    fits = columns_of(features) if loose else fits
    fits = tuple(by_unit(fits, units, lambda fit: fit[0]))
    return (Measure(fits=fits, claimed=claimed[0] if claimed else None, loose=loose),) if fits else ()


def one_each(parted: Sequence[Group]) -> tuple[Measure, ...] | None:
    """A different metric for each group; empty if one has none. None if there is only one group, or one thing twice."""
    joined = _by_applicant(parted)
    if len(joined) < FEWEST_PARTS:
        return None
    if len(joined) > MOST_MEASURES or _strays(joined) or _totals_nothing(joined):
        return ()
    joined = _as_of_the_last(_as_of_the_one_ahead(_said_of_all(joined)))
    found = _beside_each_other(joined)
    if not all(found) or any(len(group.claimed) > 1 for group in joined):
        return ()
    if len({frozenset(fits) for fits in found}) < len(found):
        # 收到和受理的申请: two words for one thing
        return None
    return _made(found, joined)


def _by_applicant(parted: Sequence[Group]) -> list[Group]:
    """The groups that say something, each of one applicant at the most."""
    return [
        replace(group, parties=(party,) if party else ())
        for group in parted
        if group.says
        for party in group.parties or ("",)
    ]


def _said_of_all(joined: list[Group]) -> list[Group]:
    """The groups, each with the word for a share and the measure word that are said once for all of them."""
    if sum(group.asks or group.shares for group in joined) == 1 and joined[-1].shares:
        # 全部公开和部分公开占比多少: the one word is of all
        joined = [replace(group, shares=True) for group in joined]
    units = {group.units for group in joined if group.units}
    if len(units) == 1:
        # 行政处罚和行政强制合计多少件: the one measure word is of all
        joined = [group if group.asks else replace(group, units=next(iter(units))) for group in joined]
    return joined


def _as_of_the_one_ahead(joined: Sequence[Group]) -> list[Group]:
    """新收个人几件，企业几件，办结几件: an applicant is asked for as the one ahead is, where something else follows.

    申请多少，其中自然人多少，公开多少: one that asks by itself is no part of what is asked behind it.
    """
    made: list[Group] = []
    for at, group in enumerate(joined):
        ahead = made[-1] if made else Group(features=ANY_REQUEST)
        alike = group.parties and not group.features and ahead.parties and group.parties != ahead.parties
        alone = _asks_alone(joined, at) and (ahead.asks or ahead.settled or not made)
        if (alike or alone) and any(other.features - ahead.features for other in joined[at + 1 :]):
            group = replace(group, features=ahead.features, settled=alone)
        made.append(group)
    return made


def _asks_alone(joined: Sequence[Group], at: int) -> bool:
    """其中自然人多少, 自然人和企业各多少: applicants with a question word of their own."""
    for group in joined[at:]:
        if group.features or not group.parties:
            return False
        if group.asks:
            return True
    return False


def _as_of_the_last(joined: list[Group]) -> list[Group]:
    """复议和诉讼被纠正的各几件: what is said behind the last of them is said of each."""
    *others, last = joined
    row = last.features - domains()
    nouns = all(one.features and one.features <= domains() and not one.asks for one in others)
    plain = not any(one.parties or one.claimed or one.shares for one in joined)
    if not (nouns and plain and row and last.features & domains() and "total" not in row):
        return joined
    made = [replace(one, features=one.features | row) for one in others]
    return [*made, last] if all(fits_of(one.features, None) for one in made) else joined


def _beside_each_other(joined: Sequence[Group]) -> list[tuple[Fit, ...]]:
    """What each group means beside the others."""
    parties = {party for group in joined for party in group.parties}
    # how many were received, and how many of those came from companies
    narrowed = any(group.settled or (group.parties and not group.features and group.asks) for group in joined[1:])
    # what share came from companies, and what share was granted
    narrowed |= len({bool(group.parties) for group in joined if group.shares and group.asks}) > 1
    of_all = next(iter(parties)) if len(parties) == 1 and not narrowed else None
    found: list[tuple[Fit, ...]] = [()] * len(joined)
    for _ in range(2):  # the second time what the others came to is known
        for at, group in enumerate(joined):
            others = [(other, found[spot]) for spot, other in enumerate(joined) if spot != at]
            party = group.parties[0] if group.parties else of_all
            if not group.parties and "total" in group.features and not any(other.parties for other in joined[:at]):
                # in total and from companies: the total is of all
                party = None
            found[at] = _part(group, others, party)
    return found


def _made(found: Sequence[tuple[Fit, ...]], joined: Sequence[Group]) -> tuple[Measure, ...]:
    """What the groups mean as things that are asked for, some of them as a share."""
    shares = False
    made = []
    for fits, group in zip(found, joined, strict=True):
        # what share was granted or refused: of both; what share was granted, and how many were refused: of one
        shares = group.shares or (shares and not group.asks)
        made.append(Measure(fits=fits, claimed=group.claimed[0] if group.claimed else None, shares=shares))
    return tuple(made)


def _totals_nothing(joined: Sequence[Group]) -> bool:
    """予以公开、部分公开、总计: of what it is the total nothing says, and it is not how many requests came."""
    totals = [group for group in joined if group.features == TOTAL and not group.parties]
    about = frozenset().union(*(group.features for group in joined)) & domains() - ANY_REQUEST
    return len(joined) > FEWEST_PARTS and bool(totals) and not about


def _strays(joined: Sequence[Group]) -> bool:
    """Granted, refused, other: behind outcomes of all applicants no applicant stands, but another outcome."""
    others = [group for group in joined if group.parties != _OTHERS or group.features - ANY_REQUEST]
    return (
        len(joined) - len(others) == 1
        and len(others) > 1
        and not any(group.parties for group in others)
        and any(_are_outcomes(fits_of(group.features, None)) for group in others)
    )


def _are_outcomes(fits: Sequence[Fit]) -> bool:
    return bool(fits) and all(key.startswith(_OUTCOME) for key, _ in fits)


def _part(group: Group, others: Sequence[tuple[Group, tuple[Fit, ...]]], party: str | None) -> tuple[Fit, ...]:
    """What one of several parts means: its own features, with as much as can be of what the others are about.

    `others` are the other parts, each with what it came to so far; `party` is the applicant said of this part.
    """
    every = frozenset().union(*(other.features for other, _ in others))
    if group.settled or not group.features:
        said = group.features if group.settled else every
        return fits_of(said, party) or (fits_of(said | ANY_REQUEST, party) if said <= alone() else ())
    # what says no more than what it is about takes which figure from the others, and the other way round
    said = every - domains() if group.features - TOTAL <= domains() else every & domains()
    mine = _fits(group, frozenset(), party)
    # 被纠正的复议和诉讼一共几件: all of them together
    in_all = group.listed and any(one.narrowed and not (one.asks and group.asks) for one, _ in others)
    if mine and "total" in group.features and not in_all:
        # lawsuits: direct and in total
        return mine
    if mine and group.features - TOTAL <= domains():
        # 维持的复议和诉讼: the lawsuits that were upheld, or all of them? Both stay open, unless another part means it
        taken = {fit for _, fits in others for fit in fits}
        borrowed = _fits(group, said, party) if said else ()
        return (*mine, *(fit for fit in borrowed if fit not in taken and fit not in mine))
    known = [fits for _, fits in others if fits]
    lendable = sorted((said | (ANY_REQUEST if any(map(_take_requests, known)) else frozenset())) - group.features)
    # closed and denied: the first is not the second, though that may be said of it too
    theirs = {key for other, _ in others for key, _ in fits_of(other.features, next(iter(other.parties), None))}
    if any(other.asks for other, _ in others):
        group = replace(group, listed=True)
    return _lent(group, lendable, mine, theirs, party) or _left_alone(group, known, party)


def _fits(group: Group, further: frozenset[str], party: str | None) -> tuple[Fit, ...]:
    """What a group's features mean with further ones, by its measure word."""
    return tuple(by_unit(fits_of(group.features | further, party), group.units, lambda fit: fit[0]))


def _take_requests(fits: Sequence[Fit]) -> bool:
    """Whether that requests are meant may be said of all of these metrics."""
    return all(catalogue()[key].needs | catalogue()[key].may >= ANY_REQUEST for key, _ in fits)


def _lent(
    group: Group, lendable: Sequence[str], mine: Sequence[Fit], theirs: Collection[str], party: str | None
) -> tuple[Fit, ...]:
    """What a group means with as many lent features as make a metric of it.

    `mine` is what it means by itself, `theirs` the metrics that other groups are by themselves: they are not it.
    """
    # 新收、复议各几件: received is no word for the other, which says so itself; 复议、诉讼，收到几件: here it is
    apart = bool(mine) or (group.features <= alone() and (group.listed or not group.asks))
    for size in range(len(lendable), -1, -1):
        found = dict.fromkeys(
            fit for lent in itertools.combinations(lendable, size) for fit in _fits(group, frozenset(lent), party)
        )
        own = tuple(fit for fit in found if not apart or fit in mine or fit[0] not in theirs)
        if own:
            return own
    for size in range(len(lendable), -1, -1):
        for lent in itertools.combinations(lendable, size):
            one = unit_alone(nearly(group.features | frozenset(lent)), group.units)
            if one is not None:
                return ((one, party),)
    return ()


def _left_alone(group: Group, known: Sequence[Sequence[Fit]], party: str | None) -> tuple[Fit, ...]:
    """What a group means that nothing lent makes a metric; `known` is what other groups mean."""
    if group.features and group.features <= alone():
        # 新收 自然人 企业; 新收、复议
        return fits_of(group.features | ANY_REQUEST, party)
    if group.features - ANY_REQUEST == _OTHER and any(map(_are_outcomes, known)):
        # granted, refused and other: the row that is called so among outcomes; 不补正、不缴费、其他: among its parts
        within = any(key in catalogue()[_OTHERWISE].parts for fits in known for key, _ in fits)
        return fits_of(_OTHER_OUTCOME | _OTHER if within else _OTHER_OUTCOME, party)
    return tuple(by_unit(columns_of(group.features), group.units, lambda fit: fit[0])) if party is None else ()


def unit_alone(keys: Sequence[str], units: frozenset[str]) -> str | None:
    """The only one of several metrics that is counted in these units (培训了几次); None if there is not exactly one."""
    left = by_unit(keys, units, str) if units else []
    # 培训了几期: a measure word of one unit only says as much as that
    own = units.union(*(only for unit in units if len(only := counts().get(unit, frozenset())) == 1))
    return left[0] if len(left) == 1 and len(keys) > 1 and catalogue()[left[0]].unit in own else None
