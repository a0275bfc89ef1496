"""Tables that a page lays out in boxes (div in div) instead of rows and cells: put in the place of the boxes."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
_HEADS: tuple[str, ...] = tuple(_DATA["box_heads"])
_ROWS = frozenset({"div", "ul", "ol", "dl", "li", "section"})
_CELLS = frozenset({"div", "li", "dt", "dd", "section"})
_ROLES = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_WITHIN = frozenset({"span", "p", "b", "strong", "i", "em", "u", "font", "br", "label", "sup", "sub", "small"})
_KEPT = ("class", "style", "hidden")
LONGEST = 120
"""characters of a cell at most"""
LEAST_ROWS = 3
DEEPEST = 40
MOST_CELLS = 16
MOST = 20_000
"""elements of a page that are looked at for boxes"""


def in_tables(tree: LexborHTMLParser, text: str) -> None:
    """Put a table in the place of boxes that stand in rows of like boxes and have the heads of the form in them."""
    # the tables first: as with most pages, and to look through all of a page takes longer
    if tree.body is None or any(_is_of_the_form(table.text(deep=True)) for table in tree.css("table")):
        return
    if not any(head in text for head in _HEADS) or len(tree.css("div div, li, dd")) > MOST:
        return
    for box, rows in list(_tables(tree.body, 0)):
        made = LexborHTMLParser(_table(box, rows)).css_first("table")
        if made is not None:
            box.replace_with(made)


def _is_of_the_form(text: str) -> bool:
    plain = "".join(text.split())
    return any(head in plain for head in _HEADS)


def _tables(node: LexborNode, depth: int) -> Iterator[tuple[LexborNode, list[list[LexborNode]]]]:
    """The outermost elements that hold nothing but rows of boxes."""
    if depth > DEEPEST:
        return
    for child in node.iter():
        rows = _rows(child, depth) if child.tag in _ROWS else None
        if rows is not None and _is_a_table(rows) and _is_of_the_form(child.text(deep=True)):
            yield child, rows
        else:
            yield from _tables(child, depth + 1)


def _is_a_table(rows: list[list[LexborNode]]) -> bool:
    """Whether most rows have several cells: a list of paragraphs is none."""
    return len(rows) >= LEAST_ROWS and sum(len(row) > 1 for row in rows) * 2 > len(rows)


def _rows(node: LexborNode, depth: int) -> list[list[LexborNode]] | None:
    """The rows within an element; None if it holds anything else."""
    children = list(node.iter())
    if not children or depth > DEEPEST or _words(node):
        return None
    if all((child.tag in _CELLS or child.attributes.get("role") in _ROLES) and _is_cell(child) for child in children):
        return [children] if len(children) <= MOST_CELLS else None
    rows: list[list[LexborNode]] = []
    for child in children:
        found = _rows(child, depth + 1) if child.tag in _ROWS else None
        if found is None:
            return None
        rows += found
    return rows


def _words(node: LexborNode) -> bool:
    """Whether text stands right in an element, beside those within it."""
    return any(each.tag == "-text" and (each.text_content or "").strip() for each in node.iter(include_text=True))


def _is_cell(node: LexborNode) -> bool:
    """Whether an element holds a few words and nothing else."""
    inside = node.traverse(include_text=False)
    next(inside)
    plain = all(each.tag in _WITHIN and each.attributes.get("role") not in _ROLES for each in inside)
    return plain and len(node.text(deep=True).strip()) <= LONGEST


def _table(box: LexborNode, rows: list[list[LexborNode]]) -> str:
    lines = [
        f"<tr{_attributes(row[0].parent)}>" + "".join(f"<td{_attributes(cell)}>{cell.inner_html}</td>" for cell in row)
        for row in rows
    ]
    return f"<table{_attributes(box)}>{''.join(lines)}</table>"


def _attributes(node: LexborNode | None) -> str:
    """Those that may hide an element."""
    told = {} if node is None else node.attributes
    return "".join(f' {name}="{html.escape(told[name] or "")}"' for name in _KEPT if name in told)
