"""From features to metrics: one for the whole question, or one for each of the things named side by side.

收到和办结各多少 names two things. What one of them is about (申请, 行政诉讼: bot/words/domains.toml) applies to the
other too, where that yields a metric. No feature is dropped: each belongs to the metric of its part.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.languages import every_word
from bot.meaning.groups import ANY_REQUEST, BLANKS, FEWEST_PARTS, MARKS, SHARES, Group, groups
from bot.meaning.heads import ALL_REQUESTS, behind_a_head, without_head
from bot.meaning.in_turns import in_turns
from bot.meaning.measuring import Measure, as_one, one_each
from bot.meaning.operands import Claimed
from bot.meaning.readings import Piece, Said, columns_of, fits_of
from bot.models import NAMES
from bot.words.domains import alone, domains
from bot.words.domains import rows as row_nouns

_PARTING = MARKS | BLANKS
_OF_APPLICANTS = frozenset({"applicant"})


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parted:
    """Some pieces of a reading, and the groups that they are divided into."""

    pieces: Sequence[Piece]
    text: str
    claimed: Sequence[Claimed]
    first: int
    """the place of the first piece in the whole reading"""
    groups: Sequence[Group]

    @property
    def asking(self) -> int:
        """How many question words there are."""
        return _asking(self.pieces)

    def finer(self, how: str) -> list[Group]:
        """The groups where they are divided at more places, as `groups` has it."""
        return groups(self.pieces, self.text, self.claimed, first=self.first, finer=how)


def _measured(
    pieces: Sequence[Piece], text: str, claimed: Sequence[Claimed] = (), *, first: int = 0
) -> tuple[Measure, ...]:
    made = _by_figure(groups(pieces, text, claimed, first=first))
    parted = _Parted(pieces=pieces, text=text, claimed=claimed, first=first, groups=made)
    found = (way(parted) for way in WAYS) if made else ()
    return next((measures for measures in found if measures is not None), ())


def _of_its_own(parted: _Parted) -> tuple[Measure, ...] | None:
    """One thing of each body, or which of all requests; nothing that is asserted is put like this."""
    pieces, text = parted.pieces, parted.text
    return None if parted.claimed else _of_each_body(pieces, text) or _among_all(pieces, text) or None


def _of_one_group(parted: _Parted) -> tuple[Measure, ...] | None:
    """One thing, or several that are only set down one after another."""
    one = parted.groups[0]
    if len(parted.groups) > 1 or len(one.parties) > 1 or len(parted.claimed) > 1 or parted.asking > 1:
        return None
    whole = as_one(parted.groups) or (() if parted.claimed else _side_by_side(parted))
    if whole or not any("separately" in piece.of("op") for piece in parted.pieces):
        return whole
    # 专职兼职各几个人: one after the other, without an and-word
    words = _said_once(parted.finer("words"))
    if any(one.features & row_nouns() for one in words) and any(_is_verb(one) for one in words):
        # 行政许可各办了多少: a noun and its verb, and not two things
        return whole
    rows = words if all(map(_is_row, words)) else _rows_of_a_column(words)
    return (one_each(rows) or ()) if rows else ()


def _of_the_parts(parted: _Parted) -> tuple[Measure, ...]:
    """A thing of each part that is listed or asked for, without what stands ahead of them."""
    parts = list(without_head(parted.groups))
    if any(group.listed for group in parts) or len({party for group in parts for party in group.parties}) > 1:
        several = one_each(parts)
        by_question = parted.finer("asks") if parted.asking > 1 else []
        if several == () and by_question:
            # 新收个人几件企业几件办结多少
            several = one_each(by_question)
        elif several and len(by_question) > len(several) and all(group.asks for group in by_question):
            # 个人几件企业几件公开几件: the last is of all
            several = one_each(by_question) or ()
        of_bodies = len(parts) == FEWEST_PARTS and _lists_bodies(parted.pieces)
        return as_one(parts) if several is None or of_bodies else several
    if parted.asking > 1 or len(parted.claimed) > 1:
        for one in (parts, parted.finer("asks")):
            several = one_each(one) if sum(group.asks for group in one) > 1 else ()
            if several:
                return several
    return _in_the_end(parts)


def _of_what_stands_ahead(parted: _Parted) -> tuple[Measure, ...] | None:
    """复议里头，维持几件纠正几件: parts of what stands first, where needed one for each question word."""
    made = behind_a_head(parted.groups, parted.pieces)
    return behind_a_head(parted.finer("asks"), parted.pieces) if made == () and parted.asking > 1 else made


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


def _with_share(parted: _Parted) -> tuple[Measure, ...] | None:
    """Figures, and the share that the last asks for besides; None if it does not."""
    *others, last = parted.groups
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
    if not figures:
        return ()
    # 公开多少件，部分公开多少件，占比分别多少: of each
    each = any("separately" in piece.of("op") for piece in parted.pieces)
    return (*figures, *(replace(one, shares=True) for one in (figures if each else figures[-1:])))


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


def _side_by_side(parted: _Parted) -> tuple[Measure, ...]:
    """收到 办结 结转下年: words that are only set down one after another, each a thing of its own."""
    # 集中采购 项目数 金额: a noun that asks by itself is one of them
    apart = without_head([replace(one, asks=False) for one in parted.finer("blanks")])
    rows = _rows_of_a_column(apart)
    if rows:
        return one_each(rows) or ()
    return (one_each(apart) or ()) if all(map(_is_row, apart)) else ()


def _said_once(words: Sequence[Group]) -> list[Group]:
    """许可处罚各作出几件决定: what the last two both say is said once."""
    *others, last = words
    if others and others[-1].features == last.features:
        return [*others[:-1], replace(last, asks=True)]
    return list(words)


def _is_row(one: Group) -> bool:
    """Whether a part is a figure by itself, a row of figures, or what is told of requests only (received)."""
    return bool(fits_of(one.features, None) or columns_of(one.features)) or one.features <= alone()


def _is_verb(one: Group) -> bool:
    """What is said of requests where nothing else is named: closed."""
    return not one.features & domains() and bool(fits_of(one.features, None))


def _rows_of_a_column(apart: Sequence[Group]) -> list[Group]:
    """许可 处罚 强制 决定数量: rows, and behind them the column that is asked for; empty if it is not put like this."""
    *rows, column = apart
    if len(rows) < FEWEST_PARTS or not all(columns_of(one.features) for one in rows) or columns_of(column.features):
        return []
    made = [replace(one, features=one.features | column.features) for one in rows]
    return made if all(fits_of(one.features, None) for one in made) else []


def _of_each_body(pieces: Sequence[Piece], text: str) -> tuple[Measure, ...]:
    """The thing named with each body, by itself; empty where they do not stand in turns."""
    starts = in_turns(pieces, text)
    chunks = [pieces[at:end] for at, end in itertools.pairwise([*starts, len(pieces)])]
    made = [_measured(chunk, text) for chunk in chunks]
    if not made or any(len(one) != 1 for one in made):
        return ()
    things = tuple(one[0] for one in made)
    return things[:1] if len({frozenset(one.fits) for one in things}) == 1 else things


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
    if ahead[0].parties or not ahead[0].features <= ALL_REQUESTS or len(behind[0].parties) > 1:
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


WAYS: tuple[Callable[[_Parted], tuple[Measure, ...] | None], ...] = (
    _of_its_own,
    _of_one_group,
    _with_share,
    _of_what_stands_ahead,
    _of_the_parts,
)
"""how things may be asked for, in the order in which it is tried; None: it is not put like this"""
