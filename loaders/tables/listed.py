"""Tables of requests that are written out as lists: below each row's label, or behind it, the applicants with figures.

They are read as if each cell had a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.forms import tables
from loaders.models import Line
from loaders.tables.match import row_of
from loaders.tables.turned import cell_line

LEAST_LISTS = 3
"""that name the same applicants in one order"""
LEAST_NAMED = 6
"""applicants in a list"""
_PAIR = 2
"""cells of a name and its figure"""
RECEIVED = "requests.received"
LONGEST = 300
"""characters of a line that holds one"""
_KEYS = {word: key for key, words in tables()["applicants"].items() for word in words}
_NAMES = "|".join(sorted(map(re.escape, _KEYS), key=len, reverse=True))
_FIRST = re.compile("|".join(map(re.escape, tables()["applicants"]["natural_person"])))
_BEGINS = re.compile(rf"(?:{_FIRST.pattern})\s*(?:[:：]|\|?\s*[0-9０-９])")
"""natural persons with a figure behind them, not as the head of a column"""
_UNIT = tables()["around"]["count_units"]
_COUNTED = re.compile(rf"[0-9０-９]\s*{_UNIT}")
_ITEM = re.compile(
    rf"[-*•·]?\s*({_NAMES})\s*([:：]?)\s*([0-9０-９][0-9０-９,]*\s*{_UNIT}?|[-—/]?)\s*([，,；;、。.]?)\s*"
)


@dataclass(slots=True)
class _List:
    """The applicants of one row."""

    label: str
    """that stands in the same line; empty: it stands above"""
    line: int
    first: int
    """of its lines, from 0"""
    end: int = 0
    items: list[tuple[str, str, int]] = field(default_factory=list)
    """(name, figure as printed, line)"""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_KEYS[name] for name, _, _ in self.items)


def listed(lines: Sequence[Line]) -> tuple[Sequence[Line], frozenset[int]]:
    """(lines of a section, those of lists cell by cell; numbers of those lines, which tell nothing else)."""
    found = list(_lists(lines)) if any(_BEGINS.search(line.text) for line in lines) else []
    every = [each.names for each in found]
    names = max(dict.fromkeys(every), key=every.count, default=())
    others = frozenset(number for each in found if _is_of_another(each, lines) for _, _, number in each.items)
    if every.count(names) < LEAST_LISTS or len(set(names)) < max(LEAST_NAMED, len(names)):
        return lines, others
    made: list[Line] = []
    at = 0
    head = [cell_line(name, number) for name, _, number in next(each for each in found if each.names == names).items]
    for each in found:
        above = lines[at : each.first]
        labels = next((n for n in range(len(above), 0, -1) if row_of(above[n - 1].text)), len(above))
        made += [*above[: labels - 1], *head, *above[max(labels - 1, 0) :]]
        head = []
        if each.label:
            made.append(cell_line(each.label, each.line))
        if each.names == names:
            made += [cell_line(figure, number) for _, figure, number in each.items]
        at = each.end
    return [*made, *lines[at:]], frozenset(number for each in found for _, _, number in each.items)


def _is_of_another(each: _List, lines: Sequence[Line]) -> bool:
    """Whether a list is of another row than that of the requests received, which is all that prose takes it for."""
    above = next((line.text for line in reversed(lines[: each.first]) if line.text.strip()), "")
    label = each.label or above
    # 新收278件，办结281件。自然人240件…: a sentence with figures is no label of a row
    return _COUNTED.search(label) is None and row_of(label) not in (None, RECEIVED)


def _lists(lines: Sequence[Line]) -> Iterator[_List]:
    """Lists of applicants, each in a line or with a line for each of them."""
    open_list: _List | None = None
    for at, line in enumerate(lines):
        first = _FIRST.search(line.text) if len(line.text) <= LONGEST and not line.columns else None
        items = _items(line.text[first.start() :]) if first is not None else None
        if first is not None and items and len(items) > 1:
            yield from _closed(open_list)
            open_list = None
            label = line.text[: first.start()].strip(" \t:：")
            if label and row_of(label) is None:
                # 三、本年度办理结果 （七）总计
                label = label.split()[-1]
            if label and row_of(label) is None:
                continue
            each = _List(label=label, line=line.number, first=at, end=at + 1)
            each.items = [(name, figure, line.number) for name, figure in items]
            yield each
            continue
        items = _items(_pair(line.text)) if line.text.strip() and len(line.text) <= LONGEST else None
        if items and len(items) == 1 and (_FIRST.fullmatch(items[0][0]) or open_list is not None):
            if open_list is None or _FIRST.fullmatch(items[0][0]):
                yield from _closed(open_list)
                open_list = _List(label="", line=line.number, first=at)
            open_list.items.append((*items[0], line.number))
            open_list.end = at + 1
        elif line.text.strip():
            yield from _closed(open_list)
            open_list = None
    yield from _closed(open_list)


def _closed(each: _List | None) -> Iterator[_List]:
    if each is not None and len(each.items) > 1:
        yield each


def _pair(text: str) -> str:
    """A line of a name and its figure, also where these are two cells: | name | 5 |."""
    cells = text.strip("|").split("|") if text.startswith("|") else []
    return ":".join(map(str.strip, cells)) if len(cells) == _PAIR else text.strip()


def _items(text: str) -> list[tuple[str, str]] | None:
    """Names and figures of a line that holds nothing else."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        item = _ITEM.match(text, at)
        if item is None or not (item[2] or item[3] or item[4]):
            return None
        found.append((item[1], item[3].strip()))
        at = item.end()
    return found
