"""Tables without rules: columns of figures below each other, labels beside them, heads above.

Only what the positions of the words leave no doubt about is put together; other lines stay as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.readers.grid import Printed, cell_text
from loaders.readers.pdf_columns import (
    COLUMN,
    Columns,
    columns_below,
    columns_of,
    figures_of,
    fits,
    is_figure,
    is_row,
    pieces_of,
    places_of,
    usual_distance,
)
from loaders.readers.pdf_labels import EVEN, LEADING, labels_of
from loaders.readers.pdf_page import UNSURE
from loaders.readers.pdf_text import Piece, TextLine, begins

BETWEEN = 8
"""lines of labels between two rows"""
MOST_HEADS = 10
"""lines of heads above the first row"""
LEAST_HEADS = 5
"""heads side by side that show a column without figures between them"""
LONGEST_HEAD = 60
"""characters"""
NEAR = 4.0
"""parts of a size that lines of heads are apart at most"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The lines of one table without rules."""

    begin: int
    """its first line; its heads are before `rows`"""
    rows: int
    end: int
    columns: Columns
    """empty: they cannot be told"""


def region(lines: Sequence[TextLine], at: int, before: Columns) -> Region | None:
    """The next table at or after a line. `before`: the columns of the table at the end of the previous page."""
    first = next((number for number in range(at, len(lines)) if is_row(lines[number])), len(lines))
    begin = rows = end = first
    columns: Columns = []
    if first < len(lines):
        end = _end(lines, first)
        columns = columns_of(lines[first:end])
        if not columns and before and all(None not in places_of(before, line) for line in lines[first:end]):
            columns = before
        begin = rows = _above(lines, first, at)
        if rows > at and lines[rows].base - lines[rows - 1].base <= NEAR * lines[rows].size:
            below = columns_below(lines[rows - 1], lines[rows:end])
            columns = below if len(below) > len(columns) else columns
        for number in range(rows - 1, max(at, rows - MOST_HEADS) - 1, -1):
            if len(columns) < 2 or not _is_head(lines[number], columns, lines[number + 1]):
                break
            if any(_is_over(word, columns) for word in lines[number].words):
                begin = number
        columns = _with_heads(columns, lines[begin:rows])
        if begin == rows and len(columns) < len(before) and all(fits(before, line) for line in lines[first:end]):
            columns = before
    alone = _side_by_side(lines, at, begin)
    if alone is not None:
        # Heads at the foot of a page, or of rows whose columns cannot be told.
        behind = alone[1] == begin and begin == rows < end
        return Region(begin=alone[0], rows=alone[1], end=end if behind else alone[1], columns=columns if behind else [])
    return Region(begin=begin, rows=rows, end=end, columns=columns) if end > begin else None


def is_last(lines: Sequence[TextLine], of: Region) -> bool:
    """Whether nothing follows a table on its page except the rest of labels beside its figures."""
    edge = of.columns[0][0] if of.columns else 0.0
    return all(word.right < edge for line in lines for word in line.words)


def _side_by_side(lines: Sequence[TextLine], at: int, end: int) -> tuple[int, int] | None:
    """The first stretch of lines of which two or more, near each other, have words far apart."""
    apart = [number for number in range(at, end) if len(lines[number].pieces) > 1]
    begin = last = -1
    for number in apart:
        if begin >= 0 and lines[number].base - lines[last].base <= NEAR * lines[number].size:
            last = number
        elif begin >= 0 and last > begin:
            break
        else:
            begin = last = number
    if not last > begin >= 0:
        return None
    left = min(line.left for line in lines[begin : last + 1])
    while begin > at and lines[begin].base - lines[begin - 1].base <= NEAR * lines[begin].size:
        if lines[begin - 1].left <= left + 4 * lines[begin].size:
            break
        begin -= 1
    return begin, last + 1


def _is_over(word: Piece, columns: Columns) -> bool:
    """Whether a word over a table stands over the figures, or where these would be if they were wider."""
    return (word.left + word.right) / 2 > columns[0][0] - 0.75 * usual_distance(columns)


def _end(lines: Sequence[TextLine], first: int) -> int:
    """Behind the last line of the table whose first row is given: rows, and labels between and below them."""
    end, edge, most = first, lines[first].right, 0
    for number in range(first, len(lines)):
        line = lines[number]
        if is_row(line):
            # What stands first is a label, or numbers one; of a row whose label wraps around it, a figure.
            labelled = not line.pieces[0].unit and not all(map(is_figure, line.pieces))
            figures = [piece.left for piece in line.pieces[labelled:] if is_figure(piece)]
            named = labelled or line.pieces[0].unit
            # A row that begins without its label begins no table, though one figure more stands there.
            if len(figures) - (not named) > most and number - end > 1 and most:
                # Another table, with its heads before it.
                break
            end, edge, most = number + 1, min(edge, *figures), max(most, len(figures))
        elif number - end >= BETWEEN or any(word.right > edge for word in line.words):
            break
    # The last row's label goes on below it as far as it stands above it.
    row = end - 1
    for step in range(1, min(row - first + 1, len(lines) - row)):
        above, below = lines[row].base - lines[row - step].base, lines[row + step].base - lines[row].base
        apart = is_row(lines[row - step]) or any(word.right > edge for word in lines[row + step].words)
        if apart or abs(above - below) > EVEN * lines[row].size:
            break
        end = row + step + 1
    return end


def _above(lines: Sequence[TextLine], first: int, at: int) -> int:
    """The first line of the first row's label: it stands above the row as far as it goes on below."""
    for step in range(1, min(first - at, len(lines) - first - 1) + 1):
        above, below = lines[first].base - lines[first - step].base, lines[first + step].base - lines[first].base
        alone = len(lines[first - step].words) == 1 == len(lines[first + step].words)
        if is_row(lines[first + step]) or not alone or abs(above - below) > EVEN * lines[first].size:
            return first - step + 1
    return first


def _with_heads(columns: Columns, heads: Sequence[TextLine]) -> Columns:
    """The columns, and those that have a head and no figure in any row.

    The lowest head over a place counts, what spans it does not. Only where each column has one head of its own.
    """
    low: list[Piece] = []
    for line in reversed(heads):
        low += [word for word in line.words if not any(_overlap(word, other) for other in low)]
    under = [[head for head in low if head.left <= right and left <= head.right] for left, right in columns]
    own = {id(each[0]) for each in under if len(each) == 1}
    if len(own) < len(columns) or not LEAST_HEADS <= len(low) != len(columns):
        return columns
    rest = [(head.left, head.right) for head in low if id(head) not in own and _is_over(head, columns)]
    apart = all(right + COLUMN < b[0] or b[1] + COLUMN < left for left, right in rest for b in columns)
    return sorted([*columns, *rest]) if apart else columns


def _is_heading(line: TextLine) -> bool:
    return len(line.pieces) == 1 and begins(line.text) is not None


def _is_head(line: TextLine, columns: Columns, below: TextLine) -> bool:
    """Whether a line over a table is of its heads: each word over the figures, or over the labels."""
    if below.base - line.base > 4 * line.size or (len(line.words) == 1 and _is_heading(line)):
        return False
    pitch = usual_distance(columns)
    return all(
        word.right <= columns[0][0] or (word.left >= columns[0][0] - pitch and word.right <= columns[-1][1] + pitch)
        for word in line.words
    )


def printed(lines: Sequence[TextLine], of: Region) -> Iterator[Printed]:
    """The lines of a table: heads, then rows, with blanks for columns in which a row has no figure."""
    heads, body = lines[of.begin : of.rows], lines[of.rows : of.end]
    yield from _heads(heads, of.columns)
    cut = _is_cut(heads, of.columns)
    labels = labels_of(body, of.columns)
    width = max((len(words) for _, words in labels.values()), default=0)
    for number, line in enumerate(body):
        if number not in labels:
            yield Printed("\t".join(piece.text for piece in line.pieces))
            continue
        around, words = labels[number]
        yield from (Printed(text) for text in around)
        figures = figures_of(line, of.columns)
        if figures is None:
            if words or is_row(line):
                yield Printed("\t".join([*words, *(p.text for p in pieces_of(line, of.columns) if is_figure(p))]))
            continue
        if cut and not figures[-1]:
            figures = [*figures[:-1], UNSURE]
        columns = (*range(len(words)), *range(width, width + len(figures)))
        yield Printed("\t".join([*words, *figures]), columns, width + len(figures))


def _is_cut(heads: Sequence[TextLine], columns: Columns) -> bool:
    """Whether the page's edge cuts the last column's head off: what seems blank below it may stand beyond the edge."""
    over = [word for line in heads for word in line.words if columns and word.right >= columns[-1][0]]
    return any(word.text.endswith(UNSURE) for word in over)


def _heads(lines: Sequence[TextLine], columns: Columns) -> Iterator[Printed]:
    """Words over the labels line by line, then those over the figures, all in one line from left to right.

    A head that spans others so stands among them, and never before one that it does not span.
    """
    over = [[word for word in line.words if not columns or _is_over(word, columns)] for line in lines]
    cells: list[list[Piece]] = []
    for number, (line, words) in enumerate(zip(lines, over, strict=True)):
        beside = [word.text for word in line.words if word not in words]
        if beside:
            yield Printed(cell_text(beside))
        for word in words:
            spans = any(sum(_overlap(word, other) for other in below) > 1 for below in over[number + 1 :])
            near = [cell for cell in cells if _goes_on(cell, word, LEADING * line.size)]
            if len(near) == 1 and not spans:
                near[0].append(word)
            else:
                # What spans others is never put together with one of them.
                cells.append([word, word] if spans else [word])
    heads = sorted(
        (min(word.left for word in cell), cell_text(dict.fromkeys(word.text for word in cell))) for cell in cells
    )
    if any(len(text) > LONGEST_HEAD for _, text in heads):
        # Columns of running text.
        yield from (Printed(text) for _, text in heads)
    elif heads:
        yield Printed("\t".join(text for _, text in heads))


def _goes_on(cell: Sequence[Piece], word: Piece, leading: float) -> bool:
    """Whether a word is the next line of a head; one of two words alike spans others."""
    spans = len(cell) > 1 and cell[0] is cell[1]
    return not spans and 0 < word.base - cell[-1].base <= leading and _overlap(cell[-1], word)


def _overlap(one: Piece, other: Piece) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0.5
