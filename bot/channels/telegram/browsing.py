"""What is shown of the reports themselves: the row a figure stands in under its heads, and a body with its years."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.layout import Line, Part, aligned, plain, width
from bot.channels.telegram.texts import say
from bot.doors import Door
from bot.models import Option
from bot.pages.heads import covered
from bot.pages.printed import Block, Piece, Printed
from bot.pages.views import BodyPage, Excerpt

MOST_HEADS = 3
"""rows above a figure that are its heads"""
WIDEST = 44
"""columns of a table that is shown as one; a wider one would be broken on a phone"""
MOST_SERIES = 8
MOST_YEARS = 3
PARTED = " | "


def source(excerpt: Excerpt, code: str) -> Part:
    """Where it stands, and how: the row under its heads, or the line of prose with the figure in brackets."""
    report = excerpt.report
    place = " · ".join(
        each for each in (str(report.year), excerpt.section, say(code, "source_line", line=excerpt.line)) if each
    )
    head = [Line(text=report.body), Line(text=place), Line(text="")]
    found = _found(excerpt)
    shown = () if found is None else _row(*found, excerpt.anchor)
    address = (Line(text=""), Line(text=report.url)) if report.url else ()
    return (*head, *shown, *address)


def _found(excerpt: Excerpt) -> tuple[Block, int] | None:
    """The block and the number of the line in it."""
    for block in excerpt.blocks:
        for at, line in enumerate(block.lines):
            if line.line == excerpt.line or f"L{excerpt.line}" in line.anchors:
                return block, at
    return None


def _row(block: Block, at: int, anchor: str) -> Part:
    if block.kind != "table":
        return plain(PARTED.join(_texts(block.lines[at], anchor)))
    texts = [_texts(line, anchor if number == at else "") for number, line in enumerate(block.lines[: at + 1])]
    over = covered([line.rooms or ((1, 1),) * len(line.cells) for line in block.lines[: at + 1]])
    shown = [*_heads(block.lines[:at]), at]
    if len({len(over[number]) for number in shown}) > 1:  # which head stands over which cell is not sure
        return tuple(Line(text=PARTED.join(cell for cell in texts[number] if cell)) for number in shown)
    once = [_once(over[number], texts) for number in shown]
    if max(map(width, aligned(once))) <= WIDEST:
        return tuple(Line(text=each, mono=True) for each in aligned(once))
    full = [[texts[row][cell] for row, cell in over[number]] for number in shown]
    return tuple(Line(text=each) for each in _columns(full[:-1], full[-1]))


def _once(over: Sequence[tuple[int, int]], texts: Sequence[Sequence[str]]) -> list[str]:
    """The cells over a row's columns, one that is over several in the first of them."""
    return [
        "" if column and over[column - 1] == (row, cell) else texts[row][cell]
        for column, (row, cell) in enumerate(over)
    ]


def _heads(above: Sequence[Printed]) -> range:
    """The numbers of the heads nearest above a row: rows without figures, the last of them of several cells."""
    last = next((at for at in reversed(range(len(above))) if above[at].is_head and _count(above[at]) > 1), -1)
    first = last
    while first > 0 and last - first < MOST_HEADS - 1 and above[first - 1].is_head:
        first -= 1
    return range(first, last + 1) if last >= 0 else range(0)


def _count(line: Printed) -> int:
    return sum(any(piece.text for piece in cell) for cell in line.cells)


def _columns(heads: Sequence[Sequence[str]], row: Sequence[str]) -> list[str]:
    """A line for each cell, after the heads over it; what they stand over together they are told of once."""
    made: list[str] = []
    before = ("", "")
    for at, cell in enumerate(row):
        name = " / ".join(dict.fromkeys(head[at] for head in heads if head[at] and head[at] != cell))
        if cell and (name, cell) != before:
            made.append(f"{name}: {cell}" if name and name != before[0] else cell)
        before = (name, cell)
    return made


def _texts(line: Printed, anchor: str) -> list[str]:
    return ["".join(_text(piece, anchor) for piece in cell) for cell in line.cells]


def _text(piece: Piece, anchor: str) -> str:
    return f"[{piece.text}]" if anchor and anchor in piece.anchors else piece.text


def body(door: Door, key: str, code: str) -> tuple[Part, tuple[Option, ...]] | None:
    """A body: its years, its key figures over them, and questions about it. None: it is not in the index."""
    page = door.browse.body(key, code)
    if page is None:
        return None
    years = page.body.years
    text = [page.body.name, say(code, "body_years", years=", ".join(map(str, years)))]
    if page.findings:
        text.append(say(code, "body_findings", count=len(page.findings)))
    options = tuple(
        Option(label=asked, ask=asked)
        for year in sorted(years, reverse=True)[:MOST_YEARS]
        for asked in [say(code, "body_ask", body=page.body.name, year=year)]
    )
    lines = (*map(_line, text), *_figures(page), _line(""), _line(say(code, "body_may_ask")))
    return lines, options


def _figures(page: BodyPage) -> Part:
    made: list[Line] = []
    for series in page.series[:MOST_SERIES]:
        rows = [[str(each.year), each.amount] for each in series.points if each.amount]
        made += [_line(""), _line(series.chart.title)]
        made += [Line(text=each, mono=True) for each in aligned(rows)]
    return tuple(made)


def _line(text: str) -> Line:
    return Line(text=text)
