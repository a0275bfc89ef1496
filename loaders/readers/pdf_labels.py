"""Labels of several lines in tables without rules, joined and put in front of their row's figures."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from loaders.readers.grid import cell_text
from loaders.readers.pdf_columns import LEAST_ROWS, Columns, is_figure, is_row, pieces_of
from loaders.readers.pdf_text import GAP, Piece, TextLine, begins

TIGHT = 1.25
"""times the distance of the lines of one label, from which on a line is another's"""
EVEN = 0.3
"""parts of a size that figures stand off the middle of their label at most"""
LEADING = 1.8
"""parts of a size that the lines of one label are apart at most"""
_NUMBER = re.compile(r"[0-9]{1,2}[.、．]?")

Labels = dict[int, tuple[list[str], list[str]]]
"""number of a line → lines of text that stand before it, words of its labels"""


def labels_of(body: Sequence[TextLine], columns: Columns) -> Labels:
    """(lines of text before it, its labels) for each line by number; lines that were joined to others are empty.

    A label of several lines stands around its figures, and its lines are closer to each other than to the next label.
    """
    words = [[p for p in pieces_of(line, columns) if not is_figure(p)] for line in body]
    plain: Labels = {number: ([], [piece.text for piece in each]) for number, each in enumerate(words)}
    rows = [number for number, line in enumerate(body) if is_row(line)]
    if len(rows) == len(body) or not columns:
        return plain
    cells = _cells(body, columns)
    lefts = Counter(round(cells[number][-1].left) for number in range(len(body)) if cells[number])
    edge = max(lefts, key=lambda left: (lefts[left], left), default=0) - 2
    # Of each line what is of a row's own label: that of a group, beside several rows, ends before it begins.
    own = [each[-1] if each and each[-1].right > edge else None for each in cells]
    lines = [number for number, piece in enumerate(own) if piece is not None]
    blocks = _blocks(body, lines, own)
    if blocks is None:
        return plain
    made: Labels = {number: ([], [piece.text for piece in each]) for number, each in enumerate(cells)}
    figures = {number: next(p.base for p in body[number].pieces if is_figure(p)) for number in rows}
    for block in blocks:
        row = _row_beside(block, [own[number] for number in block], figures, EVEN * body[block[0]].size)
        if row is None:
            continue
        text = cell_text(piece.text for number in block if (piece := own[number]) is not None)
        groups = [piece.text for number in block for piece in cells[number] if piece is not own[number]]
        if row not in block:
            groups += [piece.text for piece in cells[row]]
        for number in block:
            made[number] = ([], [])
        made[row] = (groups, [text])
    return made


def _row_beside(
    block: Sequence[int], label: Sequence[Piece | None], figures: Mapping[int, float], space: float
) -> int | None:
    """The one row whose figures stand at the middle, the first or the last line of a label; None if there is none.

    `block` has the numbers of the label's lines, `figures` the base line of each row's figures and `space` the
    tolerance, both in points. A row that is its own label needs no other.
    """
    if len(block) == 1 and block[0] in figures:
        return None
    bases = [piece.base for piece in label if piece is not None]
    within = [row for row, base in figures.items() if bases[0] - space <= base <= bases[-1] + space]
    if len(within) != 1:
        return None
    middle = (bases[0] + bases[-1]) / 2
    off = min(abs(figures[within[0]] - base) for base in (bases[0], middle, bases[-1]))
    return within[0] if off <= space else None


def _cells(body: Sequence[TextLine], columns: Columns) -> list[list[Piece]]:
    """Words of each line that are of labels, put together where no cell of the lines around begins between them."""
    first = columns[0][0]
    words: list[list[Piece]] = []
    for line in body:
        parted = pieces_of(line, columns)
        ends = min([first, *(piece.left for piece in parted if is_figure(piece))]) if is_row(line) else first
        here = [word for word in line.words if word.left < ends - 1]
        if here and here[-1].right > ends and (labels := [p for p in parted if not is_figure(p)]):
            last = labels[-1]
            here[-1] = replace(here[-1], text=here[-1].text.rstrip("0123456789"), right=min(last.right, ends))
        words.append(here)
    lefts = Counter(round(word.left / 2) for each in words for word in each)
    made: list[list[Piece]] = []
    for line, each in zip(body, words, strict=True):
        cells: list[Piece] = []
        for word in each:
            begins_here = sum(lefts[round(word.left / 2) + step] for step in (-1, 0, 1)) >= LEAST_ROWS
            if (
                not cells
                or word.left - cells[-1].right > GAP * line.size
                or (begins_here and not _NUMBER.fullmatch(cells[-1].text))
            ):
                cells.append(word)
            else:
                cells[-1] = replace(cells[-1], text=cell_text((cells[-1].text, word.text)), right=word.right)
        made.append(cells)
    return made


def _blocks(body: Sequence[TextLine], lines: Sequence[int], own: Sequence[Piece | None]) -> list[list[int]] | None:
    """Lines of labels, those of one label together; None where they cannot be told by their distances."""
    places = {number: piece for number in lines if (piece := own[number]) is not None}
    gaps = [
        places[b].base - places[a].base
        for a, b in itertools.pairwise(lines)
        if not (is_row(body[a]) and is_row(body[b])) and places[b].base > places[a].base
    ]
    # A mark alone on its line seems to stand higher in a scan.
    least = min((gap for gap in gaps if gap >= body[lines[0]].size), default=0.0)
    if not gaps or least > LEADING * body[lines[0]].size:
        return None
    blocks: list[list[int]] = []
    for number in lines:
        near = blocks and places[number].base - places[blocks[-1][-1]].base <= TIGHT * least
        if near and not begins(places[number].text):
            blocks[-1].append(number)
        else:
            blocks.append([number])
    return blocks
