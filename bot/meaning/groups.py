"""A question divided into parts that stand for themselves, at and-words, punctuation and question words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.languages import every_word
from bot.meaning.operands import Claimed
from bot.meaning.readings import Piece
from bot.words.domains import domains

FEWEST_PARTS = 2
_ANY = frozenset({"some", "zero_or_blank"})
"""things named after what they are parts of"""
LIST = frozenset("、/")
STOPS = frozenset(",;。:?!")
EACH = frozenset("&/+")
"""signs between two that are each asked for"""
_LATIN = "\u2e80"
"""the last sign below those of Chinese"""
MARKS = LIST | STOPS | EACH
BLANKS = frozenset(' \t"“”‘’「」')
"""what parts words that are only set down one after another: 复议 诉讼, “予以公开”“部分公开”"""
TOTAL = frozenset({"total"})
ANY_REQUEST = frozenset({"request"})
SHARES = frozenset({"share", "rate"})
_NOTHING_COUNTED = frozenset({"unit"})
"""a feature that no metric has"""
_Part = tuple[bool, list[int]]
"""whether an and-word stands before it, and which pieces it consists of"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A part of a question that stands for itself."""

    features: frozenset[str] = frozenset()
    parties: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    claimed: tuple[Claimed, ...] = ()
    asks: bool = False
    listed: bool = False
    """an and-word stands before it"""
    shares: bool = False
    """it asks for a share: 占比多少, what share of"""
    heads: bool = False
    """a colon stands after it"""
    wonders: bool = False
    """it asks whether there are any: 被纠正的又有没有"""
    holds: bool = False
    """中 stands at its end, or 其中 behind it: what follows is among it"""
    settled: bool = False
    """what it is of has been said ahead of it, and nothing behind it says more"""
    narrowed: bool = False
    """what it is about stands behind what narrows it: 被纠正的复议"""

    @property
    def says(self) -> bool:
        return bool(self.features or self.parties)


def groups(
    pieces: Sequence[Piece], text: str, claimed: Sequence[Claimed] = (), *, first: int = 0, finer: str = ""
) -> list[Group]:
    """The parts between and-words and punctuation.

    `finer`: also after question words (`asks`), at each word (`words`), or where a blank or quotation marks part them
    (`blanks`). `first` is the position of pieces[0] in the whole reading, to which claimed figures refer.
    """
    parts = _parts(pieces, text, finer)
    made: list[Group] = []
    listed = False
    for (with_and, part), further in itertools.zip_longest(parts, parts[1:]):
        listed = listed or with_and
        its = [one for one in claimed if one.at - first in part]
        *others, group = _told_apart(_group([pieces[at] for at in part], its, listed), pieces, part)
        made += others
        if further is not None and part and ":" in text[pieces[part[-1]].end : pieces[further[1][0]].start]:
            group = replace(group, heads=True)
        if further is not None and part and _among_it(pieces[part[-1]], pieces[further[1][0]], text):
            group = replace(group, holds=True)
        if not group.says and further is not None and further[0] and _only_counts(pieces, part):
            # number of items plus value: a measure word alone is nothing that is listed
            group = replace(group, features=_NOTHING_COUNTED)
        if group.says or group.claimed or (group.shares and made):
            made.append(group)
            listed = False
    return made[:-1] if _adds_up(pieces, text, parts[-1], made) else made


def _parts(pieces: Sequence[Piece], text: str, finer: str) -> list[_Part]:
    """Where a question is divided, in order."""
    # 未经复议直接起诉、尚未审结 may be one thing; with 各 or 分别 there are several
    separately = any("separately" in piece.of("op") for piece in pieces)
    parts: list[_Part] = [(False, [])]
    for at, piece in enumerate(pieces):
        gap = frozenset(text[pieces[at - 1].end : piece.start]) if at else frozenset()
        listed = (
            piece.words.ands or bool(EACH & gap) or "than" in piece.of("split") or (bool(LIST & gap) and separately)
        )
        if listed or (LIST | STOPS) & gap or _begins_another(pieces, parts[-1][1], piece, gap, finer):
            parts.append((listed, []))
        parts[-1][1].append(at)
    return parts


def _begins_another(
    pieces: Sequence[Piece], part: Sequence[int], piece: Piece, gap: frozenset[str], finer: str
) -> bool:
    """Whether a piece begins another part without an and-word or a sign; `gap`: what stands before it."""
    if finer == "asks":
        # 自然人324件企业80件: an applicant too begins another part behind a figure
        return bool(piece.features or piece.of("party")) and _has_asked(pieces, part)
    if not finer or not piece.features or not _says_something(pieces, part):
        return False
    return not piece.words.asks if finer == "words" else bool(BLANKS & gap) and _is_han(piece)


def _told_apart(group: Group, pieces: Sequence[Piece], part: Sequence[int]) -> list[Group]:
    """微博、微信各几条: the groups of one word that names two things; else the group itself."""
    apart = sorted(one for at in part for one in pieces[at].of("apart"))
    return [replace(group, features=group.features | {one}, listed=True) for one in apart] or [group]


def _is_han(piece: Piece) -> bool:
    """Of Chinese, where a blank parts what nothing else would: Latin words all have one between."""
    return piece.mention.text[0] > _LATIN


def _says_something(pieces: Sequence[Piece], part: Sequence[int]) -> bool:
    return any(pieces[at].features for at in part)


def _among_it(last: Piece, next_one: Piece, text: str) -> bool:
    """结转下年的申请中，…; 结转下年的申请，其中…: what stands behind the stop is among what stands before it."""
    within = every_word("operands", "within")
    said = any(piece.is_filler and piece.mention.text in within for piece in (last, next_one))
    return said and bool(STOPS.intersection(text[last.end : next_one.start]))


def _adds_up(pieces: Sequence[Piece], text: str, last: tuple[bool, Sequence[int]], made: Sequence[Group]) -> bool:
    """予以公开和部分公开，合计多少件: the last part names no further thing, but says that the others are added up."""
    with_and, part = last
    if with_and or len(made) <= FEWEST_PARTS or not part or part[0] == 0 or any(group.asks for group in made[:-1]):
        return False
    solid = [pieces[at] for at in part if pieces[at].features]
    gap = frozenset(text[pieces[part[0] - 1].end : pieces[part[0]].start])
    total = made[-1].features == TOTAL and not made[-1].parties and not made[-1].claimed
    about = frozenset().union(*(group.features for group in made)) & domains() - ANY_REQUEST
    if about and not made[-1].asks and not any(group.listed for group in made):
        # lawsuits: upheld, overturned, total
        return False
    return total and not LIST & gap and all("in_all" in piece.of("op") for piece in solid)


def _only_counts(pieces: Sequence[Piece], part: Sequence[int]) -> bool:
    """How many items, and nothing that says of what."""
    solid = [pieces[at] for at in part if not pieces[at].is_filler]
    return len(solid) > 1 and solid[-2].words.asks and bool(solid[-1].of("unit"))


def _has_asked(pieces: Sequence[Piece], part: Sequence[int]) -> bool:
    """办结多少件 has asked; what comes behind is another part if it says something."""
    behind = (piece for at in reversed(part) if not (piece := pieces[at]).is_filler)
    last = next((one for one in behind if one.features or "ask" in one.tokens or not one.of("unit")), None)
    asked = last is not None and ("ask" in last.tokens or last.mention.kind == "number")
    return asked and any(pieces[at].features or pieces[at].of("party") for at in part)


def _group(pieces: Sequence[Piece], claimed: Sequence[Claimed], listed: bool) -> Group:
    parties = dict.fromkeys(one for piece in pieces for one in sorted(piece.of("party")))
    return Group(
        features=frozenset().union(*(piece.features for piece in pieces)),
        parties=tuple(parties),
        units=frozenset().union(*(piece.of("unit") for piece in pieces)),
        claimed=tuple(claimed),
        asks=any(piece.words.asks for piece in pieces) or bool(claimed),
        shares=any(piece.of("op") & SHARES for piece in pieces),
        listed=listed,
        wonders=any(piece.of("op") & _ANY for piece in pieces),
        narrowed=_is_narrowed(pieces),
    )


def _is_narrowed(pieces: Sequence[Piece]) -> bool:
    """Whether its last word but for how many says what it is about, and one ahead of that narrows it."""
    *ahead, last = [piece.features for piece in pieces if piece.features - TOTAL] or [frozenset[str]()]
    return bool(last) and last <= domains() and any(features - domains() for features in ahead)
