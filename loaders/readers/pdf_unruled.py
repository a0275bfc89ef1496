"""Tables without rules: columns where figures stand under each other, labels of several lines beside them, heads above.

Only what the places of the words leave no doubt about is put together; else lines come as they are printed.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import numbers
from loaders.readers.grid import Printed, cell_text
from loaders.readers.pdf_text import GAP, Piece, TextLine, begins

COLUMN = 3.0
"""points between the figures of two columns at least"""
LEAST_ROWS = 3
"""rows in which a column of figures shows, where no row has all of them"""
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
TIGHT = 1.25
"""times the distance of the lines of one label, from which on a line is another's"""
EVEN = 0.3
"""parts of a size that figures stand off the middle of their label at most"""
LEADING = 1.8
"""parts of a size that the lines of one label are apart at most"""
_NUMBER = re.compile(r"[0-9]{1,2}[.、．]?")
_TOUCHING = re.compile(r"(.*[^0-9.])([0-9]+)", re.DOTALL)

Columns = Sequence[tuple[float, float]]
"""left and right edge of the figures of each column"""


def is_row(line: TextLine) -> bool:
    """Whether a line may be a row of a table without rules."""
    return any(_is_figure(piece.text) for piece in line.pieces[1:])


def _is_figure(text: str) -> bool:
    return numbers.cell(text) is not None or numbers.is_blank(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Lines of one table without rules."""

    begin: int
    """its first line; its heads are before `rows`"""
    rows: int
    end: int
    columns: Columns
    """empty: they cannot be told"""


def region(lines: Sequence[TextLine], at: int, before: Columns) -> Region | None:
    """The next table from a line on. before: columns of the table that the page before ends with."""
    first = next((number for number in range(at, len(lines)) if is_row(lines[number])), len(lines))
    begin = rows = end = first
    columns: Columns = []
    if first < len(lines):
        end = _end(lines, first)
        columns = _columns(lines[first:end])
        if not columns and before and all(None not in _places(before, line) for line in lines[first:end]):
            columns = before
        begin = rows = _above(lines, first, at)
        for number in range(rows - 1, max(at, rows - MOST_HEADS) - 1, -1):
            if len(columns) < 2 or not _is_head(lines[number], columns, lines[number + 1]):
                break
            if any(_is_over(word, columns) for word in lines[number].words):
                begin = number
        columns = _with_heads(columns, lines[begin:rows])
        if begin == rows and len(columns) < len(before) and all(_fits(before, line) for line in lines[first:end]):
            columns = before
    alone = _side_by_side(lines, at, begin)
    if alone is not None:
        # Heads at the foot of a page, or of rows whose columns cannot be told.
        behind = alone[1] == begin and begin == rows < end
        return Region(begin=alone[0], rows=alone[1], end=end if behind else alone[1], columns=columns if behind else [])
    return Region(begin=begin, rows=rows, end=end, columns=columns) if end > begin else None


def is_last(lines: Sequence[TextLine], of: Region) -> bool:
    """Whether nothing follows a table on its page but the ends of labels beside its figures."""
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


def _pitch(columns: Columns) -> float:
    """Usual distance of columns."""
    gaps = sorted(b[0] + b[1] - a[0] - a[1] for a, b in itertools.pairwise(columns))
    return gaps[len(gaps) // 2] / 2 if gaps else 0.0


def _is_over(word: Piece, columns: Columns) -> bool:
    """Whether a word over a table stands over the figures, or where these would be if they were wider."""
    return (word.left + word.right) / 2 > columns[0][0] - 0.75 * _pitch(columns)


def _end(lines: Sequence[TextLine], first: int) -> int:
    """Behind the last line of the table whose first row is given: rows, and labels between and below them."""
    end, edge, most = first, lines[first].right, 0
    for number in range(first, len(lines)):
        line = lines[number]
        if is_row(line):
            figures = [piece.left for piece in line.pieces[1:] if _is_figure(piece.text)]
            if len(figures) > most and number - end > 1 and most:
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
        if apart or abs(above - below) > 0.1 * lines[row].size:
            break
        end = row + step + 1
    return end


def _above(lines: Sequence[TextLine], first: int, at: int) -> int:
    """The first line of the first row's label: it stands above the row as far as it goes on below."""
    for step in range(1, min(first - at, len(lines) - first - 1) + 1):
        above, below = lines[first].base - lines[first - step].base, lines[first + step].base - lines[first].base
        alone = len(lines[first - step].words) == 1 == len(lines[first + step].words)
        if is_row(lines[first + step]) or not alone or abs(above - below) > 0.1 * lines[first].size:
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
    pitch = _pitch(columns)
    return all(
        word.right <= columns[0][0] or (word.left >= columns[0][0] - pitch and word.right <= columns[-1][1] + pitch)
        for word in line.words
    )


def printed(lines: Sequence[TextLine], of: Region) -> Iterator[Printed]:
    """Its lines: heads, then rows with blanks where a column of figures has none."""
    yield from _heads(lines[of.begin : of.rows], of.columns)
    body = lines[of.rows : of.end]
    labels = _labels(body, of.columns)
    width = max((len(words) for _, words in labels.values()), default=0)
    for number, line in enumerate(body):
        if number not in labels:
            yield Printed("\t".join(piece.text for piece in line.pieces))
            continue
        around, words = labels[number]
        yield from (Printed(text) for text in around)
        figures = _figures(line, of.columns)
        if figures is None:
            if words or is_row(line):
                yield Printed("\t".join([*words, *(p.text for p in _parted(line, of.columns) if _is_figure(p.text))]))
            continue
        columns = (*range(len(words)), *range(width, width + len(figures)))
        yield Printed("\t".join([*words, *figures]), columns, width + len(figures))


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


def _labels(body: Sequence[TextLine], columns: Columns) -> dict[int, tuple[list[str], list[str]]]:
    """For each line: (lines of text before its own, words of its labels); lines that went into others are empty.

    A label of several lines stands around its figures; its lines are closer to each other than to the next label's.
    """
    words = [[p for p in _parted(line, columns) if not _is_figure(p.text)] for line in body]
    plain: dict[int, tuple[list[str], list[str]]] = {
        number: ([], [piece.text for piece in each]) for number, each in enumerate(words)
    }
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
    made = dict(plain)
    for number in range(len(body)):
        made[number] = ([], [piece.text for piece in cells[number]])
    figures = {number: next(p.base for p in body[number].pieces if _is_figure(p.text)) for number in rows}
    for block in blocks:
        if len(block) == 1 and block[0] in rows:
            continue
        bases = [piece.base for number in block if (piece := own[number]) is not None]
        space = EVEN * body[block[0]].size
        within = [at for at in rows if bases[0] - space <= figures[at] <= bases[-1] + space]
        # The figures stand beside its middle, its first line or its last.
        beside = [
            at
            for at in within
            if min(abs(figures[at] - b) for b in (bases[0], (bases[0] + bases[-1]) / 2, bases[-1])) <= space
        ]
        if len(within) != 1 or not beside:
            continue
        row = within[0]
        text = cell_text(piece.text for number in block if (piece := own[number]) is not None)
        groups = [piece.text for number in block for piece in cells[number] if piece is not own[number]]
        if row not in block:
            groups += [piece.text for piece in cells[row]]
        for number in block:
            made[number] = ([], [])
        made[row] = (groups, [text])
    return made


def _cells(body: Sequence[TextLine], columns: Columns) -> list[list[Piece]]:
    """Words of each line that are of labels, put together where no cell of the lines around begins between them."""
    first = columns[0][0]
    words: list[list[Piece]] = []
    for line in body:
        parted = _parted(line, columns)
        ends = min([first, *(piece.left for piece in parted if _is_figure(piece.text))]) if is_row(line) else first
        here = [word for word in line.words if word.left < ends - 1]
        if here and here[-1].right > ends and (labels := [p for p in parted if not _is_figure(p.text)]):
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
    least = min(gaps, default=0.0)
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


def _figures(line: TextLine, columns: Columns) -> list[str] | None:
    """Texts of a row's cells by column; None where their columns are not sure, or there are none."""
    pieces = _parted(line, columns)
    figures = [piece for piece in pieces if _is_figure(piece.text)]
    words = [piece for piece in pieces if not _is_figure(piece.text)]
    places = _places(columns, line)
    sure = None not in places and len(set(places)) == len(places) and words == pieces[: len(words)]
    if not figures or not sure or len(columns) < 2:
        return None
    by_place = dict(zip(places, figures, strict=True))
    return [by_place[at].text if at in by_place else "" for at in range(len(columns))]


def _places(columns: Columns, line: TextLine) -> list[int | None]:
    """Column of each figure of a line; None where it stands under none or under several."""
    found = []
    for piece in _parted(line, columns):
        if _is_figure(piece.text):
            under = [at for at, (left, right) in enumerate(columns) if left <= piece.right and piece.left <= right]
            found.append(under[0] if len(under) == 1 else None)
    return found


def _fits(columns: Columns, line: TextLine) -> bool:
    """Whether each figure of a line stands under one column, and no two under one."""
    places = _places(columns, line)
    return None not in places and len(set(places)) == len(places)


def _parted(line: TextLine, columns: Columns) -> list[Piece]:
    """Pieces of a line; a label that reaches up to the first column of figures apart from the figure it touches."""
    pieces = []
    for piece in line.pieces:
        found = _TOUCHING.fullmatch(piece.text)
        if found is None or not columns or not columns[0][0] < piece.right <= columns[0][1] + 3 * COLUMN:
            pieces.append(piece)
            continue
        middle = columns[0][0]
        pieces += [replace(piece, text=found[1], right=middle), replace(piece, text=found[2], left=middle)]
    return pieces


def _columns(lines: Sequence[TextLine]) -> Columns:
    """Columns of figures: stretches of the page over which figures of several rows stand, none over two."""
    rows = [
        [(piece.left, piece.right) for piece in line.pieces if _is_figure(piece.text)] for line in lines if is_row(line)
    ]
    found: list[list[float]] = []
    counts: list[int] = []
    for left, right in sorted(itertools.chain.from_iterable(rows)):
        if found and left <= found[-1][1] + COLUMN:
            found[-1][1] = max(found[-1][1], right)
            counts[-1] += 1
        else:
            found.append([left, right])
            counts.append(1)
    if max(map(len, rows)) < len(found) and any(count < LEAST_ROWS for count in counts):
        return []
    return [(left, right) for left, right in found]
