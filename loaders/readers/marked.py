"""Tables of plain text whose cells a mark parts (规章；0；1；2), or whose cells have a numbered line each ([45] 18).

A mark is taken only where many lines bear it out: figures alone behind it, in lines of one shape. Lines keep their
numbers; what cannot be taken apart stays as it is.
"""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loaders.models import Document
from loaders.tables.cells import BLANK, FIGURE, LABEL, UNREADABLE, kind_of

LEAST_LINES = 3
"""lines below each other that have as many cells"""
LEAST_ALONE = 6
"""lines that show a mark wherever they stand; of those with one figure each as many where labels hold the mark too"""
WIDE = 5
"""figures of a line that is plainly a row"""
LEAST_NUMBERED = 12
"""lines with a number each that are cells: no list of a report is as long"""
MOST_SKIPPED = 3
"""by how much a cell's number is above the one before: blank ones may be left out"""
LONGEST_NAME = 12
"""characters of a column's name beside its figure"""
LONGEST = 300
"""characters of a row"""

_DATA = tomllib.loads(Path(__file__).with_name("marks.toml").read_text(encoding="utf-8"))
_COMMA = ","
_AMPERSAND = "&"
_ENCLOSED = re.compile("|".join(f"{re.escape(a)}[^{re.escape(a + b)}]*{re.escape(b)}" for a, b in _DATA["brackets"]))
_NUMERAL = re.compile(f"[{_DATA['numerals']}]{{1,3}}|[0-9]{{1,2}}")
_APART = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")
_COMMAND = re.compile(r"\s*(?:\\[a-z]+(?:\{[^{}]*\}|\[[^][]*\])*\s*)+")
_ROW_END = re.compile(r"\\\\(?:\[[^][]*\])?(?:\s*\\[a-z]+(?:\{[^{}]*\})*)*\s*$")
_FIGURE = re.compile("[0-9]{1,7}")
_LABELLED = r"\s*(?P<label>\S.*?[^\W\d_][)）”]?)\s*(?P<colon>[:：]?)\s*"
_SIGN = f"[{re.escape(_DATA['between'])}]"
_BETWEEN = re.compile(
    rf"{_LABELLED}{_SIGN}{{0,4}}\s*(?P<figures>[0-9]{{1,7}}(?P<mark>\s*{_SIGN}{{1,4}}\s*)[0-9]{{1,7}}"
    rf"(?:(?P=mark)[0-9]{{1,7}}){{{WIDE - 2},20}})\s*。?\s*"
)
_BRACKETED = re.compile(
    _LABELLED
    + "(?P<figures>"
    + "|".join(f"(?:{re.escape(a)}[0-9]{{1,7}}{re.escape(b)}){{{WIDE},20}}" for a, b in _DATA["around"])
    + r")\s*"
)
_ITEM = re.compile(r"\s*(?:\[(\d{1,4})\]|[(（](\d{1,4})[)）]|(\d{1,4})[.．、)）:：])(?:\s+(.*)|)$")


def without_marks(document: Document) -> Document:
    """The document with the cells of such tables between bars."""
    texts = ["" if line.columns else line.text for line in document.lines]
    made = taken_apart(texts)
    if made == texts:
        return document
    lines = tuple(
        line if new == old else replace(line, text=new)
        for line, old, new in zip(document.lines, texts, made, strict=True)
    )
    return replace(document, lines=lines)


def taken_apart(lines: Sequence[str]) -> list[str]:
    """The lines, with the cells of such tables between bars, and without the numbers of cells."""
    lines = _in_a_row(_paired(_without_numbers(lines)))
    mark, rows = _most_marked(lines)
    if not rows:
        return list(lines)
    common = _common(rows)
    found = list(lines)
    for at in {*_beside_rows(rows, lines), *(at for at, row in rows.items() if _is_row(row))}:
        found[at] = "| " + " | ".join(_fitted(rows[at].cells, mark, common.get(at, 0))) + " |"
    if mark == _AMPERSAND:
        found = ["" if _COMMAND.fullmatch(line) else line for line in found]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """One line taken apart."""

    cells: tuple[str, ...]
    figures: int
    """cells behind the last label, if all are figures or blank and not all blank; else 0"""


def _most_marked(lines: Sequence[str]) -> tuple[str, dict[int, _Marked]]:
    """The mark that most lines bear out, and the lines that have it; none: no mark parts the cells of the text."""
    best: tuple[str, dict[int, _Marked]] = ("", {})
    most = 0
    for mark in _DATA["marks"]:
        rows = {at: row for at, line in enumerate(lines) if mark in line and (row := _marked(line, mark)) is not None}
        count = _bearing_out(rows, mark)
        if count > most:
            most, best = count, (mark, rows)
    return best


def _marked(line: str, mark: str) -> _Marked | None:
    """A line taken apart at a mark; None where it is no row of a table."""
    if len(line) > LONGEST or "\t" in line or line.lstrip().startswith("|"):
        return None
    if any(sign in line for sign in _DATA["sentence"] if sign != mark):
        return None
    cells = _values(_ROW_END.sub("", line) if mark == _AMPERSAND else line, mark)
    kinds = [kind_of(cell)[0] for cell in cells]
    if len(cells) < 2 or (mark == _COMMA and _has_thousands(line, cells, kinds)):
        return None
    last = max((at for at, kind in enumerate(kinds) if kind == LABEL), default=-1)
    tail = kinds[last + 1 :]
    # without a label they must be many
    told = (last >= 0 or len(tail) >= WIDE) and FIGURE in tail and UNREADABLE not in kinds
    return _Marked(cells=tuple(cells), figures=len(tail) if told else 0)


def _values(text: str, mark: str) -> list[str]:
    if mark == _COMMA and '"' in text:
        try:
            return [cell.strip() for cell in next(csv.reader([text]))]
        except (csv.Error, StopIteration):
            return [text]
    within = {at for found in _ENCLOSED.finditer(text) for at in range(found.start(), found.end())}
    cuts = [at for at, sign in enumerate(text) if sign == mark and at not in within]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _has_thousands(text: str, cells: Sequence[str], kinds: Sequence[int]) -> bool:
    """Tell 处罚 1,234: a comma within a figure."""
    return _APART.search(text) is not None and any(
        kind != FIGURE and (cell[-1:].isdigit() or cell[:3].isdigit())
        for cell, kind in zip(cells, kinds, strict=True)
        if cell
    )


def _bearing_out(rows: Mapping[int, _Marked], mark: str) -> int:
    """How many lines bear out that a mark parts cells; 0 where they are too few."""
    wide = sum(row.figures >= WIDE for row in rows.values())
    alike = 0
    for _, block in itertools.groupby(_neighbours(rows), lambda each: (each[0], len(each[1].cells))):
        some = [row for _, row in block]
        bearing = sum(row.figures > 0 for row in some)
        narrow = mark in _DATA["common"] and all(row.figures < 2 for row in some)
        enough = len(some) >= LEAST_LINES and len(some[0].cells) > 2
        if enough and bearing >= (LEAST_ALONE if narrow else 1) and any(_shows_cells(row) for row in some):
            alike += bearing
    return max(alike, wide if wide >= LEAST_ALONE else 0)


def _neighbours(rows: Mapping[int, _Marked]) -> Iterator[tuple[int, _Marked]]:
    """Rows with a number that those right below each other share."""
    return ((at - count, row) for count, (at, row) in enumerate(sorted(rows.items())))


def _shows_cells(row: _Marked) -> bool:
    """Whether a line has a label and figures, a blank cell between others, or several labels."""
    labels = sum(kind_of(cell)[0] == LABEL for cell in row.cells if cell)
    return labels > 1 or row.figures > 1 or (labels == 1 and any(not cell for cell in row.cells[1:]))


def _is_row(row: _Marked) -> bool:
    return row.figures > 0 and len(row.cells) > 2


def _beside_rows(rows: Mapping[int, _Marked], lines: Sequence[str]) -> Iterator[int]:
    """Lines that stand with rows between two empty lines: heads, and rows with one figure."""
    for filled, block in itertools.groupby(range(len(lines)), lambda at: bool(lines[at].strip())):
        places = [at for at in block if at in rows] if filled else []
        if any(_is_row(rows[at]) for at in places):
            yield from (at for at in places if all(kind_of(cell)[0] != UNREADABLE for cell in rows[at].cells))


def _common(rows: Mapping[int, _Marked]) -> dict[int, int]:
    """For each line the number of cells that most lines around it have."""
    found: dict[int, int] = {}
    for _, block in itertools.groupby(enumerate(sorted(rows)), lambda each: each[1] - each[0]):
        places = [at for _, at in block]
        common = Counter(len(rows[at].cells) for at in places if rows[at].figures).most_common(1)
        found |= dict.fromkeys(places, common[0][0] if common else 0)
    return found


def _fitted(cells: Sequence[str], mark: str, common: int) -> list[str]:
    """Cells of a row; a label that the mark has broken is put together where the row has more than the others."""
    fitted = list(cells)
    at = 0
    while len(fitted) > common > 0 and at + 1 < len(fitted):
        if _NUMERAL.fullmatch(fitted[at]) and kind_of(fitted[at + 1])[0] == LABEL:
            fitted[at : at + 2] = [f"{fitted[at]}{mark}{fitted[at + 1]}"]
        at += 1
    last = max((at for at, cell in enumerate(fitted) if kind_of(cell)[0] == LABEL), default=-1)
    first = last - (len(fitted) - common)
    broken = fitted[first : last + 1] if 0 <= first < last and common else []
    if broken and all(kind_of(cell)[0] == LABEL for cell in broken):
        fitted[first : last + 1] = [mark.join(broken)]
    return fitted


def _paired(lines: Sequence[str]) -> list[str]:
    """Lines of a table that names a column beside each of its figures (自然人：5), in row after row, as two cells.

    Such a line is no sentence: which row it belongs to stands above it.
    """
    pairs = {at: pair for at, line in enumerate(lines) if (pair := _pair(line)) is not None}
    named = Counter(label for label, _ in pairs.values())
    found = list(lines)
    for at, (label, figure) in pairs.items():
        if named[label] >= LEAST_LINES and sum(count >= LEAST_LINES for count in named.values()) >= LEAST_LINES:
            found[at] = f"| {label} | {figure} |"
    return found


def _in_a_row(lines: Sequence[str]) -> list[str]:
    """Lines that have a label and its figures in a row, parted by one sign or each in brackets, in as many cells.

    Only where many lines have as many figures: no date and no number of a telephone has five parts line by line.
    """
    rows = {at: row for at, line in enumerate(lines) if (row := _row(line)) is not None}
    counts = Counter(map(len, rows.values()))
    found = list(lines)
    for at, row in rows.items():
        if counts[len(row)] >= LEAST_ALONE:
            found[at] = "| " + " | ".join(row) + " |"
    return found


def _row(line: str) -> list[str] | None:
    """Label and figures of such a line; None of any other."""
    if len(line) > LONGEST or "\t" in line or "|" in line or len(_FIGURE.findall(line)) < WIDE:
        return None
    row = _BRACKETED.fullmatch(line) or _BETWEEN.fullmatch(line)
    if row is None or kind_of(row["label"])[0] != LABEL:
        return None
    mark = row.groupdict().get("mark", "").strip()
    # What may part all cells of a text is left to it, unless something else stands behind the label.
    if mark[:1] in _DATA["marks"] and not row["colon"]:
        return None
    return [row["label"].strip(), *_FIGURE.findall(row["figures"])]


def _pair(line: str) -> tuple[str, str] | None:
    label, mark, figure = line.strip().replace(":", "：").partition("：")
    if not mark or not label or len(label) > LONGEST_NAME or kind_of(figure.strip())[0] not in (FIGURE, BLANK):
        return None
    return label, figure.strip()


def _without_numbers(lines: Sequence[str]) -> list[str]:
    """Lines without the numbers of their cells, where every line is one cell; a blank cell is a tab."""
    found = list(lines)
    for block in _counted(lines):
        texts = {at: (_ITEM.fullmatch(lines[at]) or [""] * 5)[4] or "" for at in block}
        kinds = [kind_of(text.strip())[0] for text in texts.values()]
        others = kinds.count(FIGURE) + kinds.count(BLANK)
        if len(block) >= LEAST_NUMBERED and min(others, kinds.count(LABEL)) >= LEAST_LINES:
            found = [(texts[at].strip() or "\t") if at in texts else line for at, line in enumerate(found)]
    return found


def _counted(lines: Sequence[str]) -> Iterator[list[int]]:
    """Lines whose numbers, written in one way, rise from one to the next; empty lines may stand between."""
    block: list[int] = []
    way, number = 0, 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        item = _ITEM.fullmatch(line)
        kind = next((group for group in (1, 2, 3) if item[group]), 0) if item is not None else 0
        count = int(item[kind]) if item is not None and kind else 0
        if block and (kind != way or not 0 < count - number <= MOST_SKIPPED):
            yield block
            block = []
        if kind:
            block.append(at)
        way, number = kind, count
    if block:
        yield block
