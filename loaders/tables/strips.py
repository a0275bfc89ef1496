"""Rows of a table that stand below each other, by the places of their cells: of a grid, of tabs or of pipes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.models import Line
from loaders.tables.rows import is_rule, parted_cells

Parts = Sequence[tuple[int, str]]
"""cells of a line, each with its place"""


def parts_of(line: Line) -> Parts:
    """Cells of a line, each with its place: a line of running text is one."""
    if line.columns:
        return list(zip(line.columns, line.text.split("\t"), strict=False))
    if "\t" in line.text or line.text.startswith("|"):
        return list(enumerate(parted_cells(line.text)))
    return [(0, line.text.strip())]


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """Lines below each other whose cells stand in columns."""

    lines: Sequence[Line]
    rows: Sequence[Parts]
    """cells of each line"""

    @property
    def width(self) -> int:
        return max((line.width or (row[-1][0] + 1) for line, row in zip(self.lines, self.rows, strict=True)), default=0)

    @property
    def even(self) -> bool:
        """Whether the places of cells are columns: of a grid, or of lines that all have as many."""
        sizes = {line.width or len(row) for line, row in zip(self.lines, self.rows, strict=True) if not _is_ruled(row)}
        return len(sizes) == 1 and len({bool(line.columns) for line in self.lines}) == 1

    def part(self, first: int, end: int) -> Strip:
        return Strip(lines=self.lines[first:end], rows=self.rows[first:end])

    def end_of(self, number: int, at: int) -> int:
        """Place behind a cell of a row: where the next begins in it or, further up, the next head does."""
        starts = [place for row in self.rows[: number + 1] for place, text in row if place > at and text]
        return min(starts, default=self.width)


def _is_ruled(row: Parts) -> bool:
    return all(is_rule(text) for _, text in row)


def strip_of(lines: Sequence[Line]) -> Iterator[Strip]:
    """Lines in stretches that are of one table, or of none."""
    block: list[Line] = []
    kind = None
    for line in lines:
        here = (bool(line.columns), line.width, len(parts_of(line)) > 1)
        if block and here != kind:
            yield Strip(lines=tuple(block), rows=[parts_of(each) for each in block])
            block = []
        block.append(line)
        kind = here
    if block:
        yield Strip(lines=tuple(block), rows=[parts_of(each) for each in block])


def without(line: Line, columns: Collection[int]) -> Line:
    """A line without the cells of some columns; those behind them move up."""
    kept = [(at, text) for at, text in parts_of(line) if at not in columns]
    texts = [text for _, text in kept]
    if line.columns:
        places = tuple(at - sum(each < at for each in columns) for at, _ in kept)
        return replace(line, text="\t".join(texts), columns=places, width=line.width - len(columns))
    return replace(line, text=f"| {' | '.join(texts)} |" if line.text.startswith("|") else "\t".join(texts))
