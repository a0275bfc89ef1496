"""What is shown of the reports themselves: the row a figure stands in under its heads, and a body with its years."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.layout import Line, Part, aligned, plain, width
from bot.channels.telegram.texts import say
from bot.doors import Door
from bot.models import Option
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
    row = _texts(block.lines[at], anchor)
    if block.kind != "table":
        return plain(PARTED.join(row))
    heads = [_texts(line, "") for line in _heads(block.lines[:at])]
    rows = [*heads, row]
    even = len({len(each) for each in rows}) == 1
    if even and max(map(width, aligned(rows))) <= WIDEST:
        return tuple(Line(text=each, mono=True) for each in aligned(rows))
    if even and heads:
        return tuple(Line(text=each) for each in _columns(heads, row))
    return tuple(Line(text=PARTED.join(cell for cell in each if cell)) for each in rows)


def _heads(above: Sequence[Printed]) -> Sequence[Printed]:
    """The rows at the top of a table in which no figure stands."""
    count = 0
    for line in above:
        if any(piece.anchors for cell in line.cells for piece in cell):
            break
        count += 1
    return above[max(0, count - MOST_HEADS) : count]


def _columns(heads: Sequence[Sequence[str]], row: Sequence[str]) -> list[str]:
    """A line for each column: its heads, and the cell."""
    made = []
    for at, cell in enumerate(row):
        names = dict.fromkeys(head[at] for head in heads if head[at] and head[at] != cell)
        name = " / ".join(names)
        if cell:
            made.append(f"{name}: {cell}" if name else cell)
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
        rows = [[str(year), amount] for year, _, amount, _, _ in series.points if amount]
        made += [_line(""), _line(series.chart.title)]
        made += [Line(text=each, mono=True) for each in aligned(rows)]
    return tuple(made)


def _line(text: str) -> Line:
    return Line(text=text)
