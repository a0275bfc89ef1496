"""Table two as a program lays a page out in text: figures below each other, labels that wrap around their figures.

Only where every row's figures stand below seven columns and beside one label that begins with its numeral, and the sums
hold, are the lines put together: a row of cells in the line of its figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from index.models import PARTIES
from loaders.forms import tables
from loaders.models import Line
from loaders.tables.cells import AROUND, LABEL, kind_of
from loaders.tables.match import row_of

WIDTH = len(PARTIES)
LEAST_FIGURES = 2
"""figures of a line that show columns"""
LEAST_HEAD = 2
"""characters of a head that wraps"""
LEAST_ROWS = 3
"""such lines of a page"""
MOST_FAILING = 10
"""one row in so many may fail its sum"""
UNREAD = "\ufffd"
PAGE = "\f"
"""begins a page"""
_WORD = re.compile(r"\S+")
_NUMERAL = re.compile(rf"[（(]?(?:[0-9]{{1,2}}|[{AROUND['numerals']}]{{1,3}})[）)、.．]")
_WIDE = re.compile(r"\S {2,}\S")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: int
    right: int
    """behind its last character"""

    def over(self, column: tuple[int, int]) -> bool:
        return self.left < column[1] and column[0] < self.right


@dataclass(slots=True)
class _Row:
    """One line of a page: words of labels, then figures."""

    labels: list[_Word]
    figures: list[_Word]
    own: str = ""
    """what of its labels is the row's own, and not its group's"""
    left: int = 0
    """where that begins"""


def put_together(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with the rows of table two put together where they stand so; as they are elsewhere."""
    if sum(_WIDE.search(line.text) is not None for line in lines) < LEAST_ROWS:
        return lines
    found: list[Line] = []
    for page in _pages(lines):
        found += _put_together(page) or page
    return found


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if line.text.startswith(PAGE) and page:
            yield page
            page = []
        page.append(line)
    yield page


def _put_together(page: Sequence[Line]) -> list[Line] | None:
    if any("\t" in line.text or "|" in line.text or line.columns for line in page):
        return None
    rows = [_row(line.text) for line in page]
    shown = [row for row in rows if len(row.figures) >= LEAST_FIGURES]
    columns = _columns([word for row in shown for word in row.figures])
    if len(shown) < LEAST_ROWS:
        return None
    first = next(at for at, row in enumerate(rows) if len(row.figures) >= LEAST_FIGURES)
    heads = _heads([word for row in rows[:first] for word in row.labels])
    columns = _with_heads(columns, heads)
    if len(columns) != WIDTH - (shared := _share_the_last(shown, columns)):
        return None
    last = max(at for at, row in enumerate(rows) if len(row.figures) >= LEAST_FIGURES)
    blocks = _blocks(rows, columns, first, last) or _blocks_below(rows, columns, first, last)
    if blocks is None:
        return None
    cells = {at: (_with_total if shared else _cells)(rows[at].figures, columns) for _, at in blocks}
    if any(each is None for each in cells.values()) or not _add_up([each for each in cells.values() if each]):
        return None
    made = list(page)
    _take_head(made, rows, heads, columns, first)
    for block, at in blocks:
        for each in block:
            made[each] = replace(page[each], text=" ".join(_group(rows[each])))
        text = "\t".join(("".join(rows[each].own for each in block), *(cells[at] or ())))
        made[at] = replace(page[at], text=text, columns=tuple(range(WIDTH + 1)), width=WIDTH + 1)
    return made


def _row(text: str) -> _Row:
    words = [_Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    last = next((at for at in range(len(words), 0, -1) if kind_of(words[at - 1].text)[0] == LABEL), 0)
    return _Row(words[:last], words[last:])


def _columns(figures: Sequence[_Word]) -> list[tuple[int, int]]:
    """Stretches that the figures cover together."""
    found: list[tuple[int, int]] = []
    for left, right in sorted((word.left, word.right) for word in figures):
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _heads(words: Sequence[_Word]) -> list[_Word]:
    """The head of each applicant, by the form's order; none where one has not one word alone that begins its head."""
    found: list[_Word] = []
    for party in PARTIES:
        names = tables()["applicants"][party]
        own = [word for word in words if len(word.text) >= LEAST_HEAD and any(n.startswith(word.text) for n in names)]
        found += own if len(own) == 1 else []
    apart = all(a.right < b.left for a, b in pairwise(found))
    return found if apart and len(found) == WIDTH else []


def _with_heads(columns: list[tuple[int, int]], heads: Sequence[_Word]) -> list[tuple[int, int]]:
    """The columns, and those below whose head stands no figure; as they are where they do not stand below the heads."""
    found: list[tuple[int, int]] = []
    for head in heads:
        around = (head.left - 1, head.right + 1)
        below = [column for column in columns if column[0] < around[1] and around[0] < column[1]]
        if len(below) > 1:
            return columns
        found.append(below[0] if below else around)
    apart = all(a[1] <= b[0] for a, b in pairwise(found))
    return found if apart and set(columns) <= set(found) else columns


def _take_head(
    made: list[Line], rows: Sequence[_Row], heads: Sequence[_Word], columns: Sequence[tuple[int, int]], first: int
) -> None:
    """Put the heads into one line, where each stands over its column."""
    over = all(head.over((left - 1, right + 1)) for head, (left, right) in zip(heads, columns, strict=False))
    lines = [at for at in range(first) if any(word in rows[at].labels for word in heads)]
    if not lines or not over:
        return
    for at in range(lines[0], lines[-1] + 1):
        made[at] = replace(made[at], text="")
    text = "\t".join(("", *(tables()["applicants"][party][0] for party in PARTIES)))
    made[lines[-1]] = replace(made[lines[-1]], text=text, columns=tuple(range(WIDTH + 1)), width=WIDTH + 1)


def _blocks(
    rows: Sequence[_Row], columns: Sequence[tuple[int, int]], first: int, last: int
) -> list[tuple[list[int], int]] | None:
    """The lines of each label, and that of the figures beside it; None where a row has not one label of its own."""
    inside = [row for row in rows[first : last + 1] if row.labels]
    edges = Counter(row.labels[-1].left for row in inside)
    edge = max(edges, key=lambda left: (edges[left], left), default=0)
    blocks: list[list[int]] = []
    for at, row in enumerate(rows):
        _take_own(row, edge, columns[0][0])
        before = rows[blocks[-1][0]].left if blocks else edge
        if not row.own and len(row.labels) == 1 and before < edge - 1 and abs(row.labels[0].left - before) <= 1:
            # goes on below a label that begins where a group's would
            row.own, row.left = row.labels[0].text, before
        if row.own and (_NUMERAL.match(row.own) or not blocks):
            blocks.append([at])
        elif row.own:
            blocks[-1].append(at)
    beside = {at: [block for block in blocks if block[0] <= at <= block[-1]] for at in range(first, last + 1)
              if any(word.over(column) for word in rows[at].figures for column in columns)}  # fmt: skip
    found: list[tuple[list[int], int]] = []
    for at, around in beside.items():
        if len(around) != 1 or any(at != other and around[0] is block for block, other in found):
            return None
        if not _NUMERAL.match(rows[around[0][0]].own):
            return None
        found.append((around[0], at))
    return found


def _blocks_below(
    rows: Sequence[_Row], columns: Sequence[tuple[int, int]], first: int, last: int
) -> list[tuple[list[int], int]] | None:
    """The same where every label begins with its numeral beside its figures and goes on below, wherever it begins."""
    found: list[tuple[list[int], int]] = []
    open_row: _Row | None = None
    for at in range(first, len(rows)):
        row, words = rows[at], rows[at].labels
        row.own = ""
        if at <= last and any(word.over(column) for word in row.figures for column in columns):
            if not words or not _NUMERAL.match(words[-1].text) or words[-1].right > columns[0][0]:
                return None
            row.own, row.left, open_row = words[-1].text, words[-1].left, row
            found.append(([at], at))
        elif open_row is not None and words:
            left, word = open_row.left, words[-1]
            if abs(word.left - left) <= 1 and word.right <= columns[0][0] and not _NUMERAL.match(word.text):
                row.own, row.left = word.text, word.left
                found[-1][0].append(at)
            else:
                open_row = None
    return found


def _take_own(row: _Row, edge: int, end: int) -> None:
    """Find the words of a line that belong to the label next to the figures."""
    words = row.labels
    if not words or words[-1].right > end:
        return
    start = next((at for at, word in enumerate(words) if word.left >= edge - 1), None)
    if start is None:
        beside = _NUMERAL.match(words[-1].text) and (bool(row.figures) or row_of(words[-1].text) is not None)
        start = len(words) - 1 if beside or words[-1].right > edge + 1 else None
    if start is not None:
        row.own, row.left = "".join(word.text for word in words[start:]), words[start].left


def _group(row: _Row) -> list[str]:
    """The words of a line that are not its own label's."""
    texts = [word.text for word in row.labels]
    own = next((at for at in range(len(texts)) if row.own and "".join(texts[at:]) == row.own), len(texts))
    return texts[:own]


def _cells(figures: Sequence[_Word], columns: Sequence[tuple[int, int]]) -> list[str] | None:
    """The figures of a row by column; None where one stands below none or several, or two below one."""
    cells = [""] * len(columns)
    for word in figures:
        below = [at for at, column in enumerate(columns) if word.over(column)]
        if len(below) != 1 or cells[below[0]]:
            return None
        cells[below[0]] = word.text
    return cells


def _share_the_last(shown: Sequence[_Row], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether the totals, and no other figures, are too near those before them to stand in a column of their own."""
    if len(columns) != WIDTH - 1:
        return False
    below = [
        Counter(at for at, column in enumerate(columns) for word in row.figures if word.over(column)) for row in shown
    ]
    return {at for each in below for at, count in each.items() if count > 1} == {WIDTH - 2}


def _with_total(figures: Sequence[_Word], columns: Sequence[tuple[int, int]]) -> list[str] | None:
    """The same where the last two columns are one: of one figure below it the sum tells that it is the total."""
    near = [word for word in figures if word.over(columns[-1])]
    before = _cells([word for word in figures if word not in near], columns[:-1])
    if before is None or not 0 < len(near) < 3:
        return None
    if len(near) == 2:
        return [*before, *(word.text for word in near)]
    numbers = [kind_of(text)[1] for text in (*before, near[0].text)]
    *parts, total = [number.value if number else Decimal(0) for number in numbers]
    # of one that is 0 nobody can tell
    return [*before, "", near[0].text] if total and sum(parts) == total else [*before, UNREAD, UNREAD]


def _add_up(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all rows have their total last, or first."""
    amounts = [[number.value if (number := kind_of(cell)[1]) else Decimal(0) for cell in row] for row in rows]
    sums = [row for row in amounts if any(row)]
    last = sum(row[-1] == sum(row[:-1]) for row in sums)
    first = sum(row[0] == sum(row[1:]) for row in sums)
    return (len(sums) - max(last, first)) * MOST_FAILING <= len(sums) and len(sums) > 0
