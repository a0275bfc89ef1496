"""Bodies and things in the order of their mention: 青禾区收到多少，白鹭县诉讼多少 asks one thing of each body."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.meaning.readings import Piece
from bot.models import NAMES

_MARKS = frozenset("、/,;。:?!")
_BODY, _THING = "b", "t"
FEWEST = 2


def _sort(piece: Piece) -> str:
    if piece.mention.kind in NAMES:
        return _BODY
    return _THING if piece.features or piece.of("party") else ""


def _runs(sorts: Sequence[str]) -> str:
    return "".join(sort for sort, _ in itertools.groupby(filter(None, sorts)))


_OF_TWO = frozenset({"more", "less", "differ", "times"})


def turns_of(pieces: Sequence[Piece]) -> str:
    """The order in which bodies (b) and things (t) are named: bt for 青禾区和白鹭县收到和办结多少."""
    return _runs([_sort(piece) for piece in pieces])


def years_in_turns(pieces: Sequence[Piece]) -> int:
    """2022年收到多少，2023年办结多少: how many years have a thing of their own; 0 where they do not stand in turns."""
    sorts = ["y" if piece.mention.kind == "year" else _THING if _sort(piece) == _THING else "" for piece in pieces]
    turns = _runs(sorts)
    return turns.count("y") if turns == f"y{_THING}" * (len(turns) // 2) else 0


def in_turns(pieces: Sequence[Piece], text: str) -> list[int]:
    """Where the part of each body begins, if each has its own thing; empty otherwise."""
    sorts = [_sort(piece) for piece in pieces]
    turns = _runs(sorts)
    if turns.count(_BODY) < FEWEST:
        return []
    if turns == (_BODY + _THING) * (len(turns) // 2):
        last = len(sorts) - 1 - sorts[::-1].index(_BODY)
        behind = itertools.takewhile(lambda piece: _sort(piece) != _THING, pieces[last:])
        if any(piece.of("op") & _OF_TWO for piece in behind):
            # 青禾区申请比白鹭县多多少，诉讼呢: what is behind the question is of both
            return []
        return [at for at, sort in enumerate(sorts) if sort == _BODY and not _runs(sorts[:at]).endswith(_BODY)]
    # how many requests did Qinghe receive, and how many lawsuits did Bailu have
    marks = [at for at in range(1, len(pieces)) if _MARKS.intersection(text[pieces[at - 1].end : pieces[at].start])]
    parts = sorted({0, *marks, *(at for at, piece in enumerate(pieces) if piece.words.ands)})
    said = [(at, _runs(sorts[at:end])) for at, end in itertools.pairwise([*parts, len(pieces)])]
    told = [(at, runs) for at, runs in said if runs]
    each = all(runs.count(_BODY) == 1 and _THING in runs for _, runs in told)
    if len({runs[0] for _, runs in told}) > 1 and any(
        piece.of("split") or piece.of("op") & _OF_TWO for piece in pieces
    ):
        # 青禾区复议和诉讼比白鹭县多多少: both things are of either
        return []
    return [at for at, _ in told] if len(told) >= FEWEST and each else []
