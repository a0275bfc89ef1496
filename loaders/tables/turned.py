"""Tables that are turned by a quarter, with the rows of the form across: of requests, and the statistics form.

They are read column by column: as if each cell had a line of its own, or each column of the statistics form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.forms import tables
from loaders.forms.statistics import form
from loaders.models import Line
from loaders.tables.cells import FIGURE, LABEL, kind_of
from loaders.tables.match import applicants_in, row_of
from loaders.tables.strips import Parts, Strip, strip_of

LEAST_ACROSS = 6
"""rows of the form at the head of columns"""
LEAST_DOWN = 6
"""applicants, one below the other"""
_FIRST: tuple[str, ...] = tuple(tables()["applicants"]["natural_person"])
MOST_UNITS = 4
"""characters of a cell of units, with its tab"""
BLANK = "\t"
"""line of a blank cell where each has a line"""


def upright(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of a section; those of a table that is turned cell by cell."""
    if not any(_may_be_turned(line) or _has_units(line) for line in lines):
        return lines
    strips = list(strip_of(lines))
    # The last strip of a wide form may have few rows.
    least = 1 if any(_statistics(strip, LEAST_ACROSS) for strip in strips) else LEAST_ACROSS
    made: list[Line] = []
    for strip in strips:
        made += _turned(strip) or _statistics(strip, least) or strip.lines
    return made


def cell_line(text: str, number: int) -> Line:
    """A cell that has a line of its own."""
    return Line(number=number, text=text or BLANK)


def _may_be_turned(line: Line) -> bool:
    """Whether natural persons stand at the head of a row of many figures."""
    found = next((line.text.find(word) for word in _FIRST if word in line.text), -1)
    if found < 0 or line.text.count("\t", found) + line.text.count("|", found) < LEAST_ACROSS:
        return False
    return kind_of(line.text.rstrip("\t |").replace("|", "\t").rpartition("\t")[2].strip())[0] != LABEL


def _has_units(line: Line, least: int = LEAST_ACROSS) -> bool:
    """Whether units stand beside each other, where a table has labels and figures otherwise."""
    tabs = line.text.count("\t")
    if tabs < least or len(line.text) > MOST_UNITS * tabs:
        return False
    return sum(map(form().units.__contains__, line.text.split("\t"))) >= least


def _statistics(strip: Strip, least: int) -> list[Line]:
    """Rows of a statistics form that is turned: labels, below them their units, and one row of figures; else none."""
    units = next((at for at, line in enumerate(strip.lines) if at and _has_units(line, least)), 0)
    below = [at for at in range(units + 1, len(strip.rows)) if _is_of_figures(strip.rows[at])]
    if not units or not strip.even or len(below) != 1:
        return []
    rows = [(dict(strip.rows[at]), strip.lines[at].number) for at in (units - 1, units, below[0])]
    made = [cell_line(row.get(at, ""), number) for at in range(1, strip.width) for row, number in rows]
    return [*made, Line(number=strip.lines[-1].number, text="")]


def _is_of_figures(row: Parts) -> bool:
    """Whether nearly all cells behind a row's name are figures or blank; one may be signed."""
    kinds = [kind_of(text)[0] for _, text in row[1:]]
    return FIGURE in kinds and LEAST_ACROSS * kinds.count(LABEL) <= len(kinds)


def _turned(strip: Strip) -> list[Line]:
    """Cells of a turned table in the order of its columns; none where it is no such table."""
    down = [(at, name) for at, row in enumerate(strip.rows) if (name := _applicant(row))]
    if len(down) < LEAST_DOWN or not strip.even:
        return []
    first = down[0][0]
    heads = strip.part(0, first)
    labels = max(at for row, _ in down for at, text in strip.rows[row] if kind_of(text)[0] == LABEL)
    if sum(row_of(text) is not None for row in heads.rows for at, text in row if at > labels) < LEAST_ACROSS:
        return []
    number = strip.lines[first].number
    made = [Line(number=number, text=""), *(cell_line(name, strip.lines[row].number) for row, name in down)]
    for at in range(labels + 1, strip.width):
        made += [cell_line(text, line) for text, line in _heads_of(heads, at)]
        for row, _ in down:
            made.append(cell_line(dict(strip.rows[row]).get(at, ""), strip.lines[row].number))
    return [*made, Line(number=strip.lines[-1].number, text="")]


def _applicant(row: Parts) -> str:
    """The applicant whose figures a row holds; empty where it is no such row."""
    labels = [text for _, text in row if kind_of(text)[0] == LABEL]
    figures = [text for _, text in row if kind_of(text)[0] == FIGURE]
    return labels[-1] if labels and figures and len(applicants_in(labels[-1])) == 1 else ""


def _heads_of(heads: Strip, place: int) -> Iterator[tuple[str, int]]:
    """Labels that begin over a column, from the top, each with its line; merged cells that are repeated once."""
    above = ""
    for line, row in zip(heads.lines, heads.rows, strict=True):
        texts = dict(row)
        text = texts.get(place, "")
        if text and text not in (above, texts.get(place - 1)):
            yield text, line.number
        above = text
