"""Labels of the statistics form: which row each names, and the unit that stands behind it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from loaders.forms import tables
from loaders.forms.statistics import form
from loaders.tables.cells import Cell
from loaders.tables.match import bare, clean, fits, is_numbered

MOST_TAILS = 3
"""lines below a row on which its label goes on"""
MOST_LINES = 6
"""lines of a label that wraps"""
_NOTE = re.compile(r"[（(][^（()）]{3,80}[)）]")
_UNIT = re.compile(r"[（(]([^（()）]{1,7})[)）]$")


def named(labels: Sequence[Cell], group: str | None) -> tuple[str, tuple[str, ...]]:
    """(label as printed, rows it may be): the last label, or with those it continues; one with a numeral: none."""
    begins = next((at for at in range(2, MOST_LINES + 1) if at <= len(labels) and is_numbered(labels[-at].text)), 0)
    if begins and not is_numbered(labels[-1].text) and not keys_of(labels[-begins].text, group):
        # （15）主要负责同志参加 | 政府网站在线访谈次数
        text = "".join(cell.text for cell in labels[-begins:])
        whole = keys_of(text, group)
        if whole and labels[-1].line - labels[-begins].line < begins:
            return text, whole
    for count in (1, 2, 3):
        if count > len(labels) or (count > 1 and is_numbered(labels[1 - count].text)):
            break
        text = "".join(cell.text for cell in labels[-count:])
        keys = keys_of(text, group)
        if keys:
            return text, keys
    return labels[-1].text, ()


def going_on(label: str, line: int, below: Sequence[Cell], group: str | None) -> tuple[str, tuple[str, ...]]:
    """(label, row) of one that goes on below its figure letter by letter as the form's own does, line by line."""
    text = label
    for at, tail in enumerate(below[:MOST_TAILS], 1):
        if tail.line != line + at or _shares_line(below, at) or is_numbered(tail.text):
            break
        text += tail.text
        keys = keys_of(text, group)
        own = [bare(row.label) for row in form().rows if row.key in keys]
        if len(own) == 1 and (bare(text) in own or (own[0].startswith(bare(text)) and not keys_of(tail.text, group))):
            return text, keys
    return label, ()


def _shares_line(cells: Sequence[Cell], at: int) -> bool:
    """Whether a cell is not known to stand alone: it is the last, or the next stands on its line."""
    return at >= len(cells) or cells[at].line == cells[at - 1].line


def keys_of(text: str, group: str | None) -> tuple[str, ...]:
    """Rows that a label may be: those whose piece stands last, and of them the ones of the group above."""
    label, _ = parted(_NOTE.sub("", text))
    ends = _ends(label)
    most = max(ends.values(), default=-1)
    keys = [key for key, end in ends.items() if end == most]
    here = [key for key in keys if form().below.get(key, group) == group]
    return tuple(here or keys)


def parted(label: str) -> tuple[str, str]:
    """(label, unit): 收到申请数 件, 收到申请数（件）, 收到申请数（单位：件）; without a unit only what is printed."""
    before, _, word = label.rpartition(" ")
    if clean(before) and (word in form().units or (is_unit(word) and _UNIT.fullmatch(word))):
        return before, clean(word)
    found = _UNIT.search(label)
    unit = clean(found[1]) if found is not None else ""
    for head in form().no_figures:
        unit = unit.removeprefix(head)
    return (label[: found.start()], unit) if found is not None and unit in form().units else (label, "")


def is_unit(text: str) -> bool:
    """Whether a cell is a word of the column of units."""
    return clean(text) in form().units


def ends_with_unit(text: str) -> bool:
    """Whether a line ends with one behind a label, and no bracket that is opened before."""
    label, _, word = text.rpartition(" ")
    return bool(clean(label)) and word in form().units


@functools.lru_cache(maxsize=4096)
def _ends(label: str) -> Mapping[str, int]:
    """Where in a label the unmistakable piece of each row ends."""
    cleaned, stripped = clean(label), bare(label)
    found = {row.key: fits(row, cleaned, stripped) for row in form().rows}
    return MappingProxyType({key: end for key, end in found.items() if end > 0})


@functools.lru_cache(maxsize=4096)
def is_piece(label: str) -> bool:
    """Whether a label that names no row is a part of one's: broken over lines, or without the group above it."""
    stripped = bare(label)
    for prefix in tables()["own"]["prefixes"]:
        stripped = stripped.removeprefix(prefix)
    return any(stripped in clean(row.label) for row in form().rows)
