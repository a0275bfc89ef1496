"""From lines to runs: sequences of figures, each with the labels before them.

Cells may be separated by a tab, a pipe, two or more blanks, or a line end; a label from the figures behind it, and
these from each other, by a single blank. Every layout yields the same stream of runs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import numbers
from index.models import maker
from loaders.models import Line
from loaders.tables.cells import AROUND, BLANK, FIGURE, LABEL, Cell, kind_of
from loaders.tables.parted import parted

LEAST_NUMBERED = 3
"""lines of a table whose first column may number them"""
WIDEST_MARGIN = 4
"""cells of a line of which only the last is filled, below which the others are no cells"""
WIDEST = 15
"""columns of table three, whose only row may be left blank"""
LEAST_LISTED = 6
"""items of a list that holds a table"""
LEAST_WORDS = 2
"""a figure and its unit are no row: there is a label before them"""
LONGEST_LABEL = 90
"""characters of a line without cells that may still be a label"""

_SENTENCE = re.compile(f"[{re.escape(AROUND['sentence'])}]")
_PAGE = re.compile("|".join(AROUND["page_marks"]))
_BARS = str.maketrans(dict.fromkeys(AROUND["bars"], "|"))
_DRAWN = frozenset(AROUND["bars"] + AROUND["box"])
_BOX = re.compile(f"[{AROUND['box']}{AROUND['bars']} ]+")
_ITEM = re.compile(r"[-*+](?: |$)")
_WIKI_ROW = "|-"
"""line that parts rows of a table of a wiki, whose cells have a line each: | 12"""
_JOINED = re.compile(rf"\s[/>|]\s|\s?[－→]\s?|[-—](?=[（(]?(?:[{AROUND['numerals']}]|[0-9]{{1,2}})[)）.．、])")
_ESCAPED = re.compile(r"\\([-+.#*_()\[\]])")
_RULES = frozenset(":-=_─━—")
_RULE = re.compile(r":?[-=_─━—]{3,}:?|:-{1,2}:?|-{1,2}:")
_GAP = re.compile(r"[ \xa0]{2,}|[\u3000\u2003]+")
_GAP_SIGN = "  "
_PIPE = re.compile(r"(?<!\\)\|")
_FORMULA = re.compile(r"\$ ?([^$]*?) ?\$")
"""a figure that a program took for a formula"""
_BREAK = re.compile(r"<[bB][rR] {0,2}/?>")
_GLUE = re.compile(
    rf" (?=[（(])|(?<=[0-9]) (?=(?:{'|'.join(sorted(numbers.MONEY_UNITS, key=len, reverse=True))})(?: |$))"
)
_EDGE = " \t\r\f\v\xa0\u3000\ufeff\u200b"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Figures and blanks that follow each other, and the labels between them and what comes before."""

    labels: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    """figures, blanks and unreadable cells; empty: labels that no figure follows"""
    breaks: tuple[int, ...]
    """numbers of cells after which a row may have ended: at the end of a row's line, or at an empty line"""
    has_figures: bool
    """not all of these cells are blank"""
    ends: bool
    """the text goes on with something else than a table: a sentence, a heading, the end of the file"""

    @property
    def line(self) -> int:
        """Line where the row starts: that of the label next to the figures, or of the first figure."""
        return self.labels[-1].line if self.labels else self.cells[0].line


make_run = maker(Run)


def runs_of(lines: Sequence[Line]) -> tuple[Run, ...]:
    """Runs in reading order. Sentences, page marks and rules part runs or are passed over; they are in none."""
    maker = _Maker()
    lines = _with_blanks(_without_marks(lines))
    numbered, bare_pipes, split = _numbered(lines), _without_edges(lines), parted(lines)
    for line in lines:
        text = line.text
        if text[:1] in _DRAWN:
            if _BOX.fullmatch(text):
                continue
            text = text.translate(_BARS)
        if not text or text == _WIKI_ROW or not (bare := text.strip(_EDGE)):
            # A line with a tab is a blank cell of a table with one cell a line; an empty line parts rows.
            if len(line.columns) == line.width == WIDEST and not maker.cells:
                maker.row(_cells([""] * WIDEST, line))
            elif "\t" in text:
                maker.row(_cells(("",), line))
            else:
                maker.gap()
        elif line.number in split:
            maker.row(_cells(split[line.number], line))
        elif len(line.columns) > 1 or (line.columns and not is_sentence(bare)):
            maker.row(_cells([part.strip(_EDGE) for part in text.split("\t")], line))
        elif "\t" in text or "|" in text:
            edged = line.number not in bare_pipes
            maker.row(_tabbed(line, text, edged=edged, numbered=line.number in numbered))
        elif len(bare) == 1 or not is_sentence(bare):
            if not _PAGE.fullmatch(bare) and not _RULE.fullmatch(bare):
                bare = _ESCAPED.sub(r"\1", bare) if "\\" in bare else bare
                maker.row(_cells(_by_blanks(bare), line, seen=False))
        else:
            maker.end()
    maker.end()
    return tuple(maker.runs)


def _numbered(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of tables of Markdown whose first cell numbers them, below an empty head: programs write them so."""
    found: set[int] = set()
    for piped, block in itertools.groupby(lines, lambda line: line.text.startswith("|")):
        rows = [(line.number, parted_cells(line.text)) for line in block] if piped else []
        rows = [(number, cells) for number, cells in rows if not all(map(is_rule, cells))]
        if len(rows) < LEAST_NUMBERED or not rows[1][1][0].isdecimal() or rows[0][1][0]:
            continue
        first = int(rows[1][1][0])
        if first <= 1 and all(cells[0] == str(at) for at, (_, cells) in enumerate(rows[1:], first)):
            found.update(number for number, _ in rows[1:])
    return frozenset(found)


def _without_marks(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without the marks of a list of Markdown that holds the cells of a table, one an item."""
    found: dict[int, str] = {}
    for listed, block in itertools.groupby(lines, lambda line: _ITEM.match(line.text) is not None):
        # A line with a tab is a blank cell of a table with one cell a line.
        items = [(line.number, line.text[2:].strip(_EDGE) or "\t") for line in block] if listed else []
        kinds = [kind_of(text.strip())[0] for _, text in items]
        if len(items) >= LEAST_LISTED and kinds[0] == LABEL and kinds.count(LABEL) < len(kinds):
            found.update(items)
    return [replace(line, text=found.get(line.number, line.text)) for line in lines] if found else lines


def _with_blanks(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines in which a pipe alone among cells that have a line each (| 12) is a blank cell, and no mark between two."""
    found: set[int] = set()
    told = [line for line in lines if line.text.strip()]
    for alone, block in itertools.groupby(enumerate(told), lambda each: each[1].text.strip() == "|"):
        spots = [at for at, _ in block] if alone else []
        around = [told[at].text for at in (spots[0] - 1, spots[-1] + 1) if 0 <= at < len(told)] if spots else []
        if any(text.lstrip().startswith("|") and text.strip() != _WIKI_ROW for text in around):
            found.update(told[at].number for at in spots)
    return [replace(line, text="\t") if line.number in found else line for line in lines] if found else lines


def _without_edges(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of tables that have no pipe at their edges: a blank cell may be the first or the last."""
    found: set[int] = set()
    for piped, block in itertools.groupby(lines, lambda line: "|" in line.text):
        rows = [(line.number, line.text.strip(_EDGE)) for line in block] if piped else []
        rule = next((text for _, text in rows if all(map(is_rule, parted_cells(text)))), "|")
        bars = {text.count("|") for _, text in rows}
        alike = len(rows) >= LEAST_NUMBERED and len(bars) == 1 and min(bars) > 1
        edged = any(all(test(text) for _, text in rows) for test in (_begins_edged, _ends_edged))
        if (not rule.startswith("|") and not rule.endswith("|")) or (alike and not edged):
            found.update(number for number, _ in rows)
    return frozenset(found)


def _begins_edged(text: str) -> bool:
    return text.startswith("|")


def _ends_edged(text: str) -> bool:
    return text.endswith("|")


def is_sentence(bare: str) -> bool:
    """Whether a line of running text is no cell of a table."""
    if _SENTENCE.search(bare) is not None:
        return True
    return len(bare) > LONGEST_LABEL and len(_GAP.sub("", bare)) > LONGEST_LABEL


def _cells(texts: Sequence[str], line: Line, *, seen: bool = True) -> list[Cell]:
    """Cells of one line; none where the line is a rule. seen: a blank cell would show."""
    gridded = len(line.columns) == len(texts)
    of = line.width if gridded else (len(texts) if seen else 0)
    number = line.number
    cells: list[Cell] = []
    for at, text in zip(line.columns if gridded else range(len(texts)), texts, strict=True):
        kind, figure = kind_of(text)
        if kind == LABEL and not cells and len(texts) > 1 and _JOINED.search(text):
            # 三、本年度办理结果 / （七）总计: labels that stood one beside the other
            cells += [Cell(label, LABEL, None, number, at, of) for label in _JOINED.split(text) if label]
            continue
        cells.append(Cell(text, kind, figure, number, at, of))
    if cells and cells[-1].kind != FIGURE and any(map(is_rule, texts)):
        return [] if all(cell.kind == BLANK or is_rule(cell.text) for cell in cells) else cells
    return cells


def _tabbed(line: Line, text: str, *, edged: bool, numbered: bool) -> list[Cell]:
    """Cells of a line that has tabs or pipes, which may be parted by blanks too."""
    parts = parted_cells(_ESCAPED.sub(r"\1", text) if "\\" in text else text, edged=edged)
    if any(map(_is_mixed, parts)):
        return _cells(_by_blanks(_GAP_SIGN.join(parts)), line, seen=False)
    return _cells(parts, line)[numbered:]


def _is_mixed(part: str) -> bool:
    """Whether blanks part figures within a cell of a line that has tabs: then nobody can see a blank cell in it."""
    pieces = _GAP.split(part) if "  " in part else ()
    # 8  .属于行政查询事项: the first may be a row's number
    return any(kind_of(piece)[0] == FIGURE for piece in pieces[1:])


def is_rule(text: str) -> bool:
    """Whether a cell is drawn only: ---."""
    return text[:1] in _RULES and _RULE.fullmatch(text) is not None


def parted_cells(text: str, *, edged: bool = True) -> list[str]:
    """Texts of the cells of a line that has tabs or pipes; the margin of a line with one cell is no cell.

    edged: pipes may stand at the edges of the table too, and what is outside is no cell.
    """
    if "|" in text and (text.lstrip(_EDGE).startswith("|") or "\t" not in text):
        parts = _PIPE.split(text.strip(_EDGE) if edged else text)
        if len(parts) > 1 and edged:
            parts = parts[not parts[0].strip(_EDGE) : len(parts) - (not parts[-1].strip(_EDGE))]
        parts = [_BREAK.sub("", part).replace("\\|", "|").replace("**", "").replace("`", "") for part in parts]
        parts = [part.strip(_EDGE) for part in parts]
        return [_FORMULA.sub(r"\1", part) for part in parts] if "$" in text else parts
    if "**" in text:
        text = text.replace("**", "")
    parts = [part.strip(_EDGE) for part in text.split("\t")]
    if len(parts) <= WIDEST_MARGIN and parts[-1] and not any(parts[:-1]) and kind_of(parts[-1])[0] != LABEL:
        return parts[-1:]
    return parts


def _by_blanks(bare: str) -> list[str]:
    """Texts of the cells of a line without tabs: parted by wide blanks, and single figures off a label's end."""
    if bare.isascii() and len(bare) < 12 and " " not in bare:
        return [bare]
    texts: list[str] = []
    for part in _GAP.split(bare.replace("**", "")):
        if not part:
            continue
        words = _GLUE.sub("", part).split(" ")
        if len(words) > LEAST_WORDS and words[-1] in numbers.COUNT_UNITS and kind_of(words[-2])[0] != LABEL:
            # 主动公开规范性文件数 4 件
            words[-2:] = [words[-1], words[-2]]
        at = len(words)
        while at and kind_of(words[at - 1])[0] != LABEL:
            at -= 1
        texts += ([" ".join(words[:at])] if at else []) + [word for word in words[at:] if word]
    return texts


class _Maker:
    """Takes rows of cells line by line and parts them into runs."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.labels: list[Cell] = []
        self.cells: list[Cell] = []
        self.breaks: list[int] = []
        self.gaps: list[int] = []
        self.parted = False

    def row(self, cells: list[Cell]) -> None:
        """Add the cells of one line."""
        labels = [at for at, cell in enumerate(cells) if cell.kind == LABEL]
        first, last = (labels[0], labels[-1]) if labels else (0, -1)
        added = 0
        # Before a line's first label stand numbers of rows and strays, never the end of the row above.
        for cell in cells[first : last + 1]:
            if cell.kind == LABEL:
                if added and all(each.kind == BLANK for each in self.cells[-added:]):
                    del self.cells[-added:]
                self._label(cell)
                added = 0
                continue
            self._add([cell])
            added += 1
        if last + 1 < len(cells):
            self._add(cells[last + 1 :])
            added = len(cells) - last - 1
        if added > 1 or (added and last >= 0):
            self.parted = True

    def _add(self, cells: Sequence[Cell]) -> None:
        if self.parted and self.cells:
            self.breaks.append(len(self.cells))
        self.parted = False
        self.cells += cells

    def _label(self, cell: Cell) -> None:
        if self.cells:
            self._close(ends=False)
        self.labels.append(cell)

    def gap(self) -> None:
        """An empty line."""
        if self.cells:
            self.gaps.append(len(self.cells))
            self.parted = True

    def end(self) -> None:
        """Something that is no table, or the end."""
        if self.cells or self.labels:
            self._close(ends=True)
        elif self.runs and not self.runs[-1].ends:
            self.runs[-1] = replace(self.runs[-1], ends=True)

    def _close(self, *, ends: bool) -> None:
        cells = self.cells
        # Blanks behind an empty line are the margin of the next row's label.
        filled = len(cells)
        while filled and cells[filled - 1].kind == BLANK:
            filled -= 1
        if self.gaps:
            cells = cells[: next((gap for gap in self.gaps if gap >= filled), len(cells))]
        breaks = tuple([at for at in self.breaks if at < len(cells)])
        labels, has_figures = tuple(self.labels), bool(filled)
        self.runs.append(make_run(labels=labels, cells=tuple(cells), breaks=breaks, has_figures=has_figures, ends=ends))
        self.labels, self.cells, self.breaks, self.gaps, self.parted = [], [], [], [], False
