"""Cells that have a line each, a blank one an empty line: as a word processor saves tables as text, or a page's words.

Whether an empty line is a blank cell shows only where every row has as many lines as columns behind its label, and the
sums hold. Then it is marked as one, and the empty lines between all cells are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.models import PARTIES
from loaders.models import Line
from loaders.tables.cells import BLANK, FIGURE, LABEL, kind_of
from loaders.tables.match import applicants_in, columns_in, outcomes_in, row_of, subject_of

CELL = "\t"
"""a line that is a blank cell of a table with one cell a line"""
LEAST_ROWS = 6
"""rows of table two that show how cells stand"""
LEAST_FIGURES = 3
"""lines that hold a figure alone, below which no table stands so"""
MOST_FAILING = 10
"""one row in so many may fail its sum"""
MOST_MARGIN = 3
"""empty lines behind a row: cells of its labels that are merged downward"""
OUTCOMES = 5
_GROUPS = 3


def with_blanks(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with those that are blank cells marked as such; as they are where nothing shows that they are."""
    if sum(line.text.strip().isdigit() for line in lines) < LEAST_FIGURES or all(line.text.strip() for line in lines):
        return lines
    texts = [line.text.strip() for line in lines]
    kinds = [kind_of(text)[0] if text else BLANK for text in texts]
    for stride in (1, 2):
        table = _Stack(texts, kinds, stride)
        rows = table.of_two() or table.of_one() or table.of_three()
        if rows:
            return _marked(lines, rows, stride)
    return lines


class _Stack:
    """Lines of one section, of which each that is `stride` behind another may be the next cell."""

    def __init__(self, texts: Sequence[str], kinds: Sequence[int], stride: int) -> None:
        self.texts, self.kinds, self.stride = texts, kinds, stride

    def of_two(self) -> list[range]:
        """Places of the cells of each row of table two; none where a row has another number of them."""
        labels = [at for at, text in enumerate(self.texts) if self.kinds[at] == LABEL and row_of(text)]
        first = next((at for at in labels if not applicants_in(self.texts[at])), None)
        rows = self._rows(range(first, labels[-1] + 1), len(PARTIES)) if first is not None else []
        return rows if len(rows) >= LEAST_ROWS and self._add_up(rows) else []

    def of_one(self) -> list[range]:
        """Places of the cells of each row of the small tables."""
        found: list[range] = []
        columns = 0
        named = False
        for at, text in enumerate(self.texts):
            if self.kinds[at] != LABEL:
                continue
            if subject_of(text) is None:
                columns = (columns if named else 0) + len(columns_in(text))
                named = True
                continue
            named = False
            cells = self._cells(at, columns)
            if not columns or cells is None:
                return []
            found.append(cells)
        return found

    def of_three(self) -> list[range]:
        """Places of the fifteen cells of table three, which must add up in each group."""
        heads = [at for at, text in enumerate(self.texts) if self.kinds[at] == LABEL and outcomes_in(text)]
        words = sum(len(outcomes_in(self.texts[at])) for at in heads)
        cells = self._cells(heads[-1], OUTCOMES * _GROUPS) if words == OUTCOMES * _GROUPS else None
        groups = [cells[at : at + OUTCOMES] for at in range(0, len(cells), OUTCOMES)] if cells else []
        return groups if all(map(self._adds_up, groups)) else []

    def _rows(self, labels: range, width: int) -> list[range]:
        found: list[range] = []
        for at in labels:
            if self.kinds[at] == LABEL and not self._is_label(at + self.stride):
                cells = self._cells(at, width)
                if cells is None:
                    return []
                found.append(cells)
        return found

    def _is_label(self, at: int) -> bool:
        return at < len(self.texts) and self.kinds[at] == LABEL

    def _cells(self, label: int, width: int) -> range | None:
        """Places of the cells behind a label: no other figure stands before the next label."""
        cells = range(label + self.stride, label + self.stride * (width + 1), self.stride)
        if not cells or cells[-1] >= len(self.texts) or any(self.kinds[at] not in (FIGURE, BLANK) for at in cells):
            return None
        behind = next((at for at in range(cells[-1] + 1, len(self.texts)) if self.texts[at]), len(self.texts))
        between = any(self.texts[at] for at in range(label + 1, cells[-1]) if at not in cells)
        followed = behind == len(self.texts) or self.kinds[behind] == LABEL
        margin = behind - cells[-1] - 1 <= self.stride * MOST_MARGIN or behind == len(self.texts)
        return cells if followed and margin and not between else None

    def _add_up(self, rows: Sequence[range]) -> bool:
        """Whether nearly all rows that are not all nothing have their total as the last figure, or as the first."""
        sums = [row for row in rows if any(map(self._amount, row))]
        good = sum(map(self._adds_up, sums))
        first = sum(self._adds_up(row[::-1]) for row in sums)
        return (len(sums) - max(good, first)) * MOST_FAILING <= len(sums)

    def _adds_up(self, row: range) -> bool:
        return self._amount(row[-1]) == sum(map(self._amount, row[:-1]), Decimal(0))

    def _amount(self, at: int) -> Decimal:
        number = kind_of(self.texts[at])[1] if self.texts[at] else None
        return number.value if number is not None else Decimal(0)


def _marked(lines: Sequence[Line], rows: Sequence[range], stride: int) -> list[Line]:
    """Lines with the blank ones among the cells marked, and without those between the cells of a row."""
    cells = {at for row in rows for at in row}
    between = {at for row in rows for at in range(row[0] - stride + 1, row[-1])} - cells
    return [
        replace(line, text=CELL) if at in cells and not line.text.strip() else line
        for at, line in enumerate(lines)
        if at not in between
    ]
