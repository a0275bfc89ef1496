"""Cells of a page's tables that are one line, read in one step: nearly all are, and there are hundreds.

Every other cell (two paragraphs, a line break, a picture, a list, a table, something invisible) is left to the walk in
html.py, which reads these the same, only slower.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from selectolax.lexbor import LexborNode

Marks: TypeAlias = Mapping[int, LexborNode | None]
"""By the id of a cell: the only block in it, or None where it must be walked; a cell that is not here holds no block"""


CELL, WALKED, BLOCK = range(3)
"""kinds of elements in a table: a cell, what its cell is walked for, what makes a line of its own"""


def marks(table: LexborNode, kinds: Mapping[str | None, int], unseen: Collection[int]) -> Marks:
    """Of every cell below a table. `kinds` are those of elements by their tags; most, as span, are of none.

    unseen: ids of what is invisible. What stands behind a table in a cell counts for the last cell of that table: too
    many are walked then, none too few.
    """
    found: dict[int, LexborNode | None] = {}
    cell = table.mem_id
    kind_of = kinds.get
    for node in table.traverse(include_text=False):
        kind = kind_of(node.tag)
        if kind is None and not unseen:
            continue
        if kind == CELL:
            cell = node.mem_id
        elif kind == WALKED or node.mem_id in unseen:
            found[cell] = None
        elif kind == BLOCK:
            found[cell] = None if cell in found else node
    return found


def one_line(cell: LexborNode, block: LexborNode | None) -> str | None:
    """The characters of a cell that is one line, blanks and all; None where it must be walked.

    block: what `marks` has of it; the cell itself where that is nothing.
    """
    if block is None:
        return None
    text = cell.text(deep=True)
    # Beside a paragraph no figure may stand: it is on a line of its own.
    if block is not cell and block.text(deep=True).strip() != text.strip():
        return None
    return text
