"""The cells of tables: labels, figures, blanks, and what is none of these."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from index import numbers
from index.numbers import Number

LABEL, FIGURE, BLANK, UNREADABLE = range(4)
"""kinds of cells; unreadable: something stands where a figure should, and it is none"""

AROUND = tomllib.loads(Path(__file__).parents[1].joinpath("forms", "tables.toml").read_text(encoding="utf-8"))["around"]
"""words and signs that stand around the figures of a table"""
LEAST_WORD = 3
"""characters of a label of which others cannot be read; a figure has fewer behind it"""
_NO_FIGURE = frozenset(AROUND["no_figure"])
_NUMERAL = re.compile(rf"[（(]?(?:[0-9０-９]{{1,2}}|[{AROUND['numerals']}]{{1,3}})[)）、.．]{{1,2}}|[（(]")
_NOTED = re.compile(f"(?:{'|'.join(AROUND['sum_words'])})?([0-9][0-9,]*)(?:{'|'.join(AROUND['note_marks'])})?")
_CLOSING = re.compile(f"[{re.escape(AROUND['closing'])}]+")
_WORD = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff]")


class Cell(NamedTuple):
    """One cell as printed."""

    text: str
    kind: int
    number: Number | None
    """the figure; None unless kind is FIGURE"""
    line: int
    """line of the file, from 1"""
    at: int = 0
    """place in its line, from 0"""
    of: int = 1
    """cells in its line, or columns of the grid; 0 where blanks part them, and a blank cell cannot be seen"""


@functools.lru_cache(maxsize=16384)
def kind_of(text: str) -> tuple[int, Number | None]:
    """The kind of a cell with this text, and its figure if it is one."""
    if len(text) > 200:
        return LABEL, None
    if numbers.is_blank(text):
        return BLANK, None
    number = numbers.cell(text)
    if number is None and (noted := _NOTED.fullmatch(text)) is not None:
        number = numbers.cell(noted[1])
    if number is not None:
        return FIGURE, number
    if text in _NO_FIGURE or ("\ufffd" in text and len(_WORD.findall(text)) < LEAST_WORD):
        return UNREADABLE, None
    if _NUMERAL.fullmatch(text) or _WORD.search(text) or _CLOSING.fullmatch(text):
        return LABEL, None
    return UNREADABLE, None


def is_letter(cell: Cell | None) -> bool:
    """Whether a letter stands for the figure, as O for 0."""
    return cell is not None and cell.kind == FIGURE and cell.text.isascii() and cell.text.isalpha()
