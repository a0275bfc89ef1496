"""XLSX: the cells of all visible sheets as displayed, without going through binary floating point."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from index.errors import RefusedFile
from loaders.readers.archive import Archive, main_part
from loaders.readers.ooxml import RAISED, RELATION, child, parse, s, whole
from loaders.readers.xlsx_formats import UNTOLD, formatted

MOST_ROWS, MOST_COLUMNS = 20_000, 1000
_CELL, _VALUE, _INLINE, _TEXT, _RUN, _PROPERTIES = map(s, ("c", "v", "is", "t", "r", "rPr"))
_FORMULA = s("f")
_AT = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_RANGE = re.compile("([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Cells that hold something, and merged ranges, by row and column from 0."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """first cell → (rows, columns)"""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    number: int = 0
    code: str = ""
    """of its format"""
    unseen: bool = False
    """as white as the sheet"""
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    strings: Sequence[str]
    styles: Sequence[_Style]
    begins: datetime.datetime
    """day 0"""


def sheets(path: str, data: bytes) -> tuple[list[Sheet], int, int]:
    """(visible sheets, number of hidden ones, hidden rows and columns). RefusedFile if it is not a workbook."""
    package = Archive(path, data)
    main = main_part(package, "xl", "workbook")
    if main.endswith(".bin"):
        raise RefusedFile(path, "a binary workbook: save it as XLSX")
    root = parse(path, package.read(main))
    book = _Book(
        strings=_strings(path, package),
        styles=_styles(path, package),
        begins=_begins(root),
    )
    targets = _targets(path, package, main)
    listed = [each for each in root.iter(s("sheet")) if targets.get(each.get(RELATION) or "", "") in package]
    shown = [each for each in listed if each.get("state") in (None, "visible")]
    read = [_sheet(path, package.read(targets[each.get(RELATION) or ""]), book) for each in shown]
    for each, (sheet, _) in zip(shown, read, strict=True):
        sheet.name = each.get("name") or ""
    return [each for each, _ in read], len(listed) - len(shown), sum(left for _, left in read)


def _begins(root: Element) -> datetime.datetime:
    """Day 0: there are two ways of counting. A workbook knows no zones."""
    said = child(root, s("workbookPr"))
    later = said is not None and said.get("date1904") in ("1", "true")
    return datetime.datetime(1904, 1, 1) if later else datetime.datetime(1899, 12, 30)  # noqa: DTZ001


def _targets(path: str, package: Archive, main: str) -> dict[str, str]:
    """Part by the identifier of its relation to the workbook."""
    name = f"xl/_rels/{main.rpartition('/')[2]}.rels"
    if name not in package:
        raise RefusedFile(path, "damaged: its sheets are not there")
    found = {}
    for each in parse(path, package.read(name)):
        target = each.get("Target") or ""
        found[each.get("Id") or ""] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _strings(path: str, package: Archive) -> list[str]:
    name = "xl/sharedStrings.xml"
    return [_text(each) for each in parse(path, package.read(name))] if name in package else []


def _text(node: Element | None) -> str:
    """Text of a string, in one piece or in runs, without the readings above it."""
    if node is None:
        return ""
    runs = [each for each in node if each.tag in (_TEXT, _RUN)]
    if len(runs) > 1 and any(map(_is_struck, runs)):
        runs = [each for each in runs if not _is_struck(each)] or runs
    return "".join(map(_run_text, runs))


def _is_struck(run: Element) -> bool:
    return _is_said(child(child(run, _PROPERTIES), s("strike")))


def _is_said(node: Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return node is not None and node.get("val") not in ("0", "false")


def _run_text(run: Element) -> str:
    """Characters of a run; a raised figure is a note's mark."""
    part = run if run.tag == _TEXT else child(run, _TEXT)
    text = (part.text or "") if part is not None else ""
    raised = child(child(run, _PROPERTIES), s("vertAlign"))
    return text.translate(RAISED) if raised is not None and raised.get("val") in ("superscript", "subscript") else text


def _styles(path: str, package: Archive) -> list[_Style]:
    """How the cells of each style show what they hold."""
    name = "xl/styles.xml"
    if name not in package:
        return []
    root = parse(path, package.read(name))
    codes = {whole(each.get("numFmtId")): each.get("formatCode") or "" for each in root.iter(s("numFmt"))}
    fonts = list(child(root, s("fonts")) or ())
    fills = [child(each, s("patternFill")) for each in child(root, s("fills")) or ()]
    empty = {at for at, fill in enumerate(fills) if fill is None or fill.get("patternType") in (None, "none")}
    found = []
    for each in child(root, s("cellXfs")) or ():
        number, at = whole(each.get("numFmtId")), whole(each.get("fontId"))
        font = fonts[at] if at < len(fonts) else None
        color = child(font, s("color"))
        white = color is not None and ((color.get("rgb") or "")[-6:].upper() == "FFFFFF" or color.get("theme") == "0")
        found.append(
            _Style(
                number=number,
                code=codes.get(number, ""),
                unseen=white and whole(each.get("fillId")) in {0, *empty},
                struck=_is_said(child(font, s("strike"))),
            )
        )
    return found


def _sheet(path: str, data: bytes, book: _Book) -> tuple[Sheet, int]:
    """A sheet as it is shown, and how many of its rows and columns are hidden."""
    root = parse(path, data)
    kept: dict[int, dict[int, str]] = {}
    hidden_rows: set[int] = set()
    row = -1
    for each in root.iter(s("row")):
        row = whole(each.get("r"), row + 2) - 1 if each.get("r") else row + 1
        if each.get("hidden") in ("1", "true"):
            hidden_rows.add(row)
        cells = dict(_cells(path, each, book))
        if cells:
            if row >= MOST_ROWS:
                raise RefusedFile(path, f"more than {MOST_ROWS:,} rows: no report")
            kept[row] = cells
    hidden_columns = _hidden_columns(root)
    sheet = Sheet(cells=kept, merged=dict(_merged(root)))
    left = len(hidden_rows) + len(hidden_columns)
    return (_without(sheet, hidden_rows, hidden_columns) if left else sheet), left


def _cells(path: str, row: Element, book: _Book) -> Iterator[tuple[int, str]]:
    column = -1
    for each in row:
        if each.tag != _CELL:
            continue
        at = _AT.fullmatch(each.get("r") or "")
        column = _column(at[1]) if at is not None else column + 1
        text = _shown(each, book)
        if text:
            if column >= MOST_COLUMNS:
                raise RefusedFile(path, f"more than {MOST_COLUMNS:,} columns: no report")
            yield column, text


def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown(cell: Element, book: _Book) -> str:
    """What a cell shows; what is struck out is no figure any more."""
    at = whole(cell.get("s"))
    style = book.styles[at] if at < len(book.styles) else _Style()
    if style.unseen:
        return ""
    text = _kept(cell, book, style)
    return f"~~{text}~~" if style.struck and text.strip() else text


def _kept(cell: Element, book: _Book, style: _Style) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(child(cell, _INLINE))
    kept = child(cell, _VALUE)
    text = "" if kept is None else kept.text or ""
    if kind == "s":
        at = whole(text, -1)
        return book.strings[at] if 0 <= at < len(book.strings) else UNTOLD * bool(text)
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text)
    if kind != "n" or not text:
        # A formula that nothing has worked out yet shows a figure once the workbook is opened.
        return UNTOLD if kind == "n" and child(cell, _FORMULA) is not None else text
    return formatted(text, style.number, style.code, book.begins)


def _merged(root: Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for each in root.iter(s("mergeCell")):
        found = _RANGE.fullmatch(each.get("ref") or "")
        if found is not None:
            left, top, right, bottom = _column(found[1]), int(found[2]) - 1, _column(found[3]), int(found[4]) - 1
            if 0 <= top <= bottom and left <= right:
                yield (top, left), (bottom - top + 1, right - left + 1)


def _hidden_columns(root: Element) -> set[int]:
    found: set[int] = set()
    for each in root.iter(s("col")):
        if each.get("hidden") in ("1", "true"):
            found |= set(range(whole(each.get("min"), 1) - 1, min(whole(each.get("max"), 1), MOST_COLUMNS)))
    return found


def _without(sheet: Sheet, rows: set[int], columns: set[int]) -> Sheet:
    """The sheet as it looks, closed up where rows and columns are hidden."""
    made = Sheet()
    up, aside = _closed(rows), _closed(columns)
    for row, cells in sheet.cells.items():
        if row not in rows:
            made.cells[up(row)] = {aside(column): text for column, text in cells.items() if column not in columns}
    for (top, left), (high, wide) in sheet.merged.items():
        place = up(top), aside(left)
        size = up(top + high) - place[0], aside(left + wide) - place[1]
        if min(size) > 0:
            made.merged[place] = size
            text = sheet.cells.get(top, {}).get(left)
            if text is not None and (top in rows or left in columns):
                made.cells.setdefault(place[0], {})[place[1]] = text
    return made


def _closed(hidden: set[int]) -> Callable[[int], int]:
    """Where a row or column stands when those that are hidden are gone."""
    gone = sorted(hidden)
    return lambda at: at - bisect.bisect_left(gone, at)
