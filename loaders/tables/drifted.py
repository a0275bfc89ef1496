"""Lists of figures beside a list of labels that has more lines: each figure stands beside a label above its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from index.models import PARTIES
from loaders.tables.entries import TOTAL, Entry
from loaders.tables.match import labels_before, row_of
from loaders.tables.placed import Row
from loaders.tables.rows import Run
from loaders.tables.subtotal import is_subtotal

LAST = (TOTAL, "requests.carried_out")
"""rows that no table leaves without figures"""


def drifted(entries: Sequence[Entry], runs: Sequence[Run], rows: Mapping[str, Row]) -> int | None:
    """The line of the first figures beside a label that has none, where the last rows lack theirs.

    None: all figures stand beside their own labels, or nothing shows that they do not.
    """
    if not rows or any(key in rows for key in LAST):
        return None
    last = max(row.line for row in rows.values())
    begun = min(row.line for row in rows.values())
    without = {row_of(cell.text) for cell in labels_before(runs) if cell.line > last}
    return _first(entries, begun, rows) if without >= set(LAST) else None


def _first(entries: Sequence[Entry], begun: int, rows: Collection[str]) -> int | None:
    own = (
        entry.run.line
        for entry in entries
        if entry.run.has_figures
        and entry.key not in rows
        and entry.run.line > begun
        and len(entry.run.cells) >= len(PARTIES)
        and not is_subtotal(entry.label)
    )
    return next(own, None)


def beside_no_label(entries: Sequence[Entry]) -> Iterator[str]:
    """Rows whose figures stand on one line below their label, where such a line without a label stands above it.

    On a page that is not even figures may stand a little above their labels: each is then taken for the row above.
    """
    drifting = False
    for before, entry in pairwise(entries):
        apart = _is_apart(entry)
        drifting = apart and (drifting or _has_to_spare(before))
        if drifting and entry.key is not None:
            yield entry.key


def _has_to_spare(entry: Entry) -> bool:
    """Whether a line of figures stands below the last label that may be of the row below."""
    cells = entry.run.cells
    more = len(cells) >= 2 * len(PARTIES) and cells[-len(PARTIES)].line == cells[-1].line > cells[0].line
    return more or (entry.key is None and _is_apart(entry))


def _is_apart(entry: Entry) -> bool:
    """Whether a row's figures have one line, and no label is on it."""
    cells = entry.run.cells
    alone = len(cells) >= len(PARTIES) and cells[0].line == cells[-1].line
    return alone and bool(entry.above) and entry.above[-1].line != cells[0].line and not is_subtotal(entry.label)
