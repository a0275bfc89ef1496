"""A report as printed: its lines as headings, table rows and prose, with an anchor for each figure.

A cell is marked only if it is certain which one a fact is: the row has as many figures as facts, in order, or only one
cell has the value. Otherwise the whole row is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.pages.heads import Room, merges, rooms, spread
from index import numbers
from index.models import PARTIES, Fact, Section, Source

OWN = "own"
"""the metric of a row of the body's own, in an anchor"""
_RULE = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*")
_MARK = re.compile(r"#{1,6}[ \t]+")
LAST = PARTIES[-1]
"""the applicants of the last column, where a row has any"""
TEN_THOUSAND = 10_000
"""a figure of money without a unit may be in 万元 by the head of its column"""
LONGEST_QUOTE = 400
"""characters of a clause that are marked at most"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of prose, or the whole content of a cell."""

    text: str
    anchors: tuple[str, ...] = ()
    """of the facts that stand here"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One line of a report."""

    line: int
    """counted from 1"""
    cells: tuple[tuple[Piece, ...], ...]
    """of a row; one of prose"""
    anchors: tuple[str, ...] = ()
    """of facts of this line whose cell is not told"""
    rooms: tuple[Room, ...] = ()
    """columns and rows that each cell takes where cells were merged"""
    is_head: bool = False
    """a row of a table in which no figure stands, and no blank for one"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Consecutive lines of one kind."""

    kind: str
    """heading, table or prose"""
    lines: tuple[Printed, ...]


def anchors(facts: Sequence[Fact]) -> tuple[str, ...]:
    """A name for each fact of a report, stable when it is read again: requests.received.total, a second one -2."""
    seen: dict[str, int] = {}
    made = []
    for fact in facts:
        name = ".".join(each for each in (fact.metric or OWN, fact.party) if each)
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(made)


Places = Mapping[Source, Sequence[tuple[str, Fact]]]
"""facts of a report and their anchors, by where they stand"""


def places(facts: Sequence[Fact]) -> Places:
    """The facts at each source, with their anchors."""
    found: dict[Source, list[tuple[str, Fact]]] = {}
    for name, fact in zip(anchors(facts), facts, strict=True):
        found.setdefault(fact.source, []).append((name, fact))
    return found


def anchor_of(source: Source, metric: str | None, of: Places) -> str:
    """The anchor of the fact at a source, else of its line."""
    there = of.get(source, ())
    first = [name for name, fact in there if fact.metric == metric] or [name for name, _ in there]
    return first[0] if first else f"L{source.line}"


def printed(lines: Sequence[str], sections: Sequence[Section], facts: Sequence[Fact]) -> tuple[Block, ...]:
    """The whole report."""
    headings = {section.first for section in sections}
    by_line: dict[int, list[tuple[str, Fact]]] = {}
    for name, fact in zip(anchors(facts), facts, strict=True):
        by_line.setdefault(fact.source.line, []).append((name, fact))
    return tuple(_blocks(lines, headings, by_line))


def _blocks(
    lines: Sequence[str], headings: set[int], by_line: Mapping[int, Sequence[tuple[str, Fact]]]
) -> Iterator[Block]:
    kind, parted, gathered, passed = "", False, list[Printed](), list[str]()
    for number, text in enumerate(lines, start=1):
        here = by_line.get(number, ())
        of = _kind(number, text, headings)
        if gathered and of != "blank" and (of != kind or (parted and of == "table")):
            yield _block(kind, gathered)
            gathered = []
        if of == "blank" or (of == "table" and _RULE.fullmatch(text)):
            passed.append(f"L{number}")
            parted = parted or of == "blank"
            continue
        line = _row(number, text, here) if of == "table" else _prose(number, text, here)
        # What is told of a line that shows nothing is found at the next that does.
        kind = of
        gathered.append(replace(line, anchors=(*passed, *line.anchors)) if passed else line)
        passed, parted = [], False
    if passed and gathered:
        gathered[-1] = replace(gathered[-1], anchors=(*gathered[-1].anchors, *passed))
    if gathered:
        yield _block(kind, gathered)


def _kind(number: int, text: str, headings: set[int]) -> str:
    if not text.strip():
        return "blank"
    if number in headings or number == 1 or _MARK.match(text):
        return "heading"
    return "table" if "\t" in text.strip("\n") or text.lstrip().startswith("|") else "prose"


def _block(kind: str, lines: Sequence[Printed]) -> Block:
    width = max((len(each.cells) for each in lines), default=1)
    return Block(kind=kind, lines=_under_heads(lines, width) if kind == "table" else tuple(lines))


def _under_heads(lines: Sequence[Printed], width: int) -> tuple[Printed, ...]:
    """The rows of a table, its heads and labels with the room that they take where cells were merged."""
    figures = [_first_figure(line, width) for line in lines]
    first = next((at for at, place in enumerate(figures) if place < width), 0)
    rows = [_filled(line, place, width) for line, place in zip(lines[first:], figures[first:], strict=True)]
    texts = [[cell[0].text for cell in row.cells] if len(row.cells) == width else [""] * width for row in rows]
    labels = min((place + width - len(line.cells) for line, place in zip(lines, figures, strict=True)), default=0)
    under = [
        replace(row, rooms=each) if len(row.cells) == width else row
        for row, each in zip(rows, spread(texts, max(0, labels)), strict=True)
    ]
    return (*_heads(lines[:first], width, labels), *_titled(under, figures[first:], width))


def _titled(rows: Sequence[Printed], figures: Sequence[int], width: int) -> Iterator[Printed]:
    """Rows with what stands alone above further heads put over the whole table: it is their title."""
    for row, following, figure, next_figure in zip(rows, (*rows[1:], None), figures, (*figures[1:], 0), strict=True):
        alone = row.cells[0][0].text and not any(cell[0].text for cell in row.cells[1:])
        if following is not None and alone and figure == next_figure == width and following.cells[0][0].text:
            yield replace(row, cells=row.cells[:1], rooms=((width, 1),))
        else:
            yield row


def _first_figure(line: Printed, width: int) -> int:
    """Place of the first figure in a row, `width` if it has none."""
    return next((at for at, cell in enumerate(line.cells) if numbers.cell(cell[0].text) is not None), width)


def _filled(line: Printed, place: int, width: int) -> Printed:
    """A row with a blank for each cell that it lacks before its first figure; without figures, its label over all."""
    lacking = width - len(line.cells)
    if lacking and place == width:
        return replace(line, rooms=((lacking + 1, 1), *((1, 1) for _ in line.cells[1:])))
    at = max(1, place)
    return replace(line, cells=(*line.cells[:at], *((Piece(text=""),) for _ in range(lacking)), *line.cells[at:]))


def _heads(lines: Sequence[Printed], width: int, labels: int) -> Sequence[Printed]:
    """The rows above the first figure; as they are where it is not sure what stands over what."""
    texts = [[cell[0].text for cell in line.cells] for line in lines]
    lengths = {len(cells) for cells in texts}
    told = rooms(texts, width) if lengths - {width} else None
    if told is None and any(merges(cell) for cells in texts for cell in cells):  # its blanks stand for what is merged
        bare = [replace(line, cells=tuple(cell for cell in line.cells if cell[0].text)) for line in lines]
        told = rooms([[cell[0].text for cell in line.cells] for line in bare], width)
        lines = bare if told is not None else lines
    if told is None and len(lengths) == 1:
        lines = [_filled(line, 1, width) for line in lines]
        over = spread([[cell[0].text for cell in line.cells] for line in lines], width)
        told = None if _over_figures(over, labels) else over
    return lines if told is None else [replace(line, rooms=each) for line, each in zip(lines, told, strict=True)]


def _over_figures(heads: Sequence[Sequence[Room]], labels: int) -> bool:
    """Whether a head with nothing under it would stand over several columns of figures: one may have lost its own."""
    return any(
        wide > 1 and column + wide > labels and at + deep == len(heads)
        for at, row in enumerate(heads)
        for column, (wide, deep) in enumerate(row)
    )


def _row(number: int, text: str, here: Sequence[tuple[str, Fact]]) -> Printed:
    cells = _cells(text)
    places = _places(cells, [fact for _, fact in here])
    marked: dict[int, list[str]] = {}
    rest = []
    for (name, _), place in zip(here, places, strict=True):
        if place is None:
            rest.append(name)
        else:
            marked.setdefault(place, []).append(name)
    if marked and not rest and here[-1][1].party == LAST and not any(cells[max(marked) + 1 :]):
        cells = cells[: max(marked) + 1]  # what parts cells stands behind the last one too
    made = tuple((Piece(text=cell, anchors=tuple(marked.get(at, ()))),) for at, cell in enumerate(cells))
    is_head = not here and any(cells) and all(numbers.cell(cell) is None for cell in cells)
    return Printed(line=number, cells=made, anchors=tuple(rest), is_head=is_head)


def _cells(text: str) -> list[str]:
    if text.lstrip().startswith("|"):
        return [cell.strip() for cell in text.strip().removeprefix("|").removesuffix("|").split("|")]
    return [cell.strip() for cell in text.split("\t")]


def _places(cells: Sequence[str], facts: Sequence[Fact]) -> list[int | None]:
    """Which cell each fact is, None where that is not sure."""
    values = [numbers.cell(cell) for cell in cells]
    figures = [at for at, value in enumerate(values) if value is not None]
    if len(figures) == len(facts) and all(map(_same, (values[at] for at in figures), facts)):
        return list(figures)
    found: list[int | None] = []
    for fact in facts:
        fitting = [at for at in figures if _same(values[at], fact)]
        found.append(fitting[0] if len(fitting) == 1 else None)
    return found


def _same(number: numbers.Number | None, fact: Fact) -> bool:
    """Whether a cell may be what a fact was read from: its unit may stand in the head of its column."""
    if number is None or fact.value is None:
        return False
    if number.value == fact.value:
        return True
    if number.unit:
        try:
            return numbers.in_unit(number, fact.unit) == fact.value
        except ValueError:
            return False
    return fact.unit == numbers.MONEY and number.value * TEN_THOUSAND == fact.value


def _prose(number: int, text: str, here: Sequence[tuple[str, Fact]]) -> Printed:
    shown = _MARK.sub("", text).strip()
    spans: dict[tuple[int, int], list[str]] = {}
    rest = []
    for name, fact in here:
        span = _span(shown, fact)
        if span is None or any(start < span[1] and span[0] < end for start, end in spans if (start, end) != span):
            rest.append(name)
        else:
            spans.setdefault(span, []).append(name)
    return Printed(line=number, cells=(tuple(_cut(shown, spans)),), anchors=tuple(rest))


def _span(text: str, fact: Fact) -> tuple[int, int] | None:
    """Where the figure stands in its line, else its clause."""
    quote = fact.source.quote.strip()
    start = text.find(quote) if quote and len(quote) <= LONGEST_QUOTE else -1
    if start < 0:
        return None
    end = start + len(quote)
    figures = [each for each in numbers.find(text) if start <= each.start and each.end <= end and _same(each, fact)]
    return (figures[0].start, figures[0].end) if len(figures) == 1 else (start, end)


def _cut(text: str, spans: Mapping[tuple[int, int], Iterable[str]]) -> Iterator[Piece]:
    at = 0
    for (start, end), names in sorted(spans.items()):
        if start > at:
            yield Piece(text=text[at:start])
        yield Piece(text=text[start:end], anchors=tuple(names))
        at = end
    if at < len(text) or not spans:
        yield Piece(text=text[at:])


def around(blocks: Iterable[Block], section: Section | None, line: int, most: int) -> tuple[Block, ...]:
    """The blocks of a section, or up to `most` lines on either side of a line."""
    first, last = (section.first, section.last) if section else (line, line)
    first, last = (max(first, line - most), min(last, line + most)) if last - first > 2 * most else (first, last)
    kept = []
    for block in blocks:
        lines = tuple(each for each in block.lines if first <= each.line <= last)
        if lines and lines[0].line != block.lines[0].line:
            # cells that reach down from a row which is left out would be missing
            lines = tuple(replace(each, rooms=()) for each in lines)
        if lines:
            kept.append(Block(kind=block.kind, lines=lines))
    return tuple(kept)
