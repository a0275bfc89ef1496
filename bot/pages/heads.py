"""Where the heads of a table stand whose merged cells are printed once: over the columns of the form under them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

OVER: dict[str, int] = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))["over"]
"""columns under each head that has more than one"""

Room = tuple[int, int]
"""columns and rows that a cell takes"""


def rooms(heads: Sequence[Sequence[str]], width: int) -> list[tuple[Room, ...]] | None:
    """What room each cell of a head's rows takes in a table of `width` columns; None where it does not come out even.

    A head with nothing under it reaches down to the figures. What stands first and is in no form takes the columns that
    are left: it is over the labels.
    """
    free = list(range(width))
    made: list[tuple[Room, ...]] = []
    for at, cells in enumerate(heads):
        spans = [OVER.get("".join(cell.split()), 1) for cell in cells]
        if at == 0 and spans and spans[0] == 1:
            spans[0] += len(free) - sum(spans)
        if sum(spans) != len(free) or min(spans, default=0) < 1:
            return None
        below: list[int] = []
        for cell, span in zip(cells, spans, strict=True):
            under, free = free[:span], free[span:]
            if under[-1] - under[0] != span - 1:
                return None
            below += under if "".join(cell.split()) in OVER else []
        parents = ["".join(cell.split()) in OVER for cell in cells]
        left = len(heads) - at
        made.append(tuple((span, 1 if parent else left) for span, parent in zip(spans, parents, strict=True)))
        free = below
    return made if not free else None
