"""From printed labels to rows and columns of the form: by unmistakable pieces, never by exact strings."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from loaders.forms import Label, forms, tables
from loaders.script import mainland
from loaders.tables.cells import BLANK, Cell
from loaders.tables.rows import Run

_AROUND = tables()["around"]
_MARKS = re.compile(rf"[\s{re.escape(_AROUND['marks'])}]+")
_NUMERAL = re.compile(rf"^(?:[0-9]{{1,3}}|[{_AROUND['numerals']}]{{1,2}}(?![{_AROUND['not_numeral']}]))")
_CAPTIONS = re.compile("|".join(map(re.escape, _AROUND["captions"])))
_UNREAD = "\ufffd"
LEAST = 4
"""characters of a broken label that tell its row"""
LONGEST_RUN = 160
"""characters of a row whose cells have run together"""
MOST_LABELS = 12
"""cells that one broken label may stand in"""


@functools.lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """A label without blanks, brackets and marks, in normalised characters."""
    return _MARKS.sub("", mainland(unicodedata.normalize("NFKC", text)))


@functools.lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The same without the numeral before it."""
    found = clean(text)
    return _NUMERAL.sub("", found) or found


def is_numbered(text: str) -> bool:
    """Whether a label begins with a numeral or consists of one."""
    return _NUMERAL.match(clean(text)) is not None


def _merged(kind: str) -> dict[str, tuple[Label, ...]]:
    """Labels of every form by key."""
    found: dict[str, list[Label]] = {}
    for form in forms().values():
        for label in getattr(form, kind):
            found.setdefault(label.key, []).append(label)
    return {key: tuple(labels) for key, labels in found.items()}


_ROWS = _merged("rows")
_SUBJECTS = _merged("subjects")
ORDER = {key: at for at, key in enumerate(_ROWS)}


def fits(label: Label, cleaned: str, stripped: str) -> int:
    """The position behind the unmistakable piece of a row's label; -1 if the label does not contain it."""
    if stripped in label.whole:
        return len(cleaned)
    if any(piece in cleaned for piece in label.never):
        return -1
    ends = [max(cleaned.rfind(piece) + len(piece) for piece in pieces) for pieces in label.pieces
            if all(piece in cleaned for piece in pieces)]  # fmt: skip
    return max(ends, default=-1)


def _best(labels: dict[str, tuple[Label, ...]], cleaned: str, stripped: str) -> str | None:
    """The one key that a label names, perhaps behind its group's.

    Labels of several rows that no rule parts name none: which of them the figures are of is not told.
    """
    keys = [key for key, each in labels.items() if any(fits(label, cleaned, stripped) > 0 for label in each)]
    longest = max(keys, key=len, default="")
    return longest if longest and all(f"{longest}.".startswith(f"{key}.") for key in keys) else None


@functools.lru_cache(maxsize=8192)
def row_of(text: str) -> str | None:
    """The metric key of the row of table two that a label names, even if it is altered or incomplete.

    None of a label of which signs cannot be read: another's may be printed over it.
    """
    cleaned, stripped = clean(text), bare(text)
    if not stripped or _UNREAD in text:
        return None
    key = _best(_ROWS, cleaned, stripped)
    if key is None and len(stripped) >= LEAST:
        parts = {key for key, labels in _ROWS.items() if any(stripped in clean(label.label) for label in labels)}
        key = parts.pop() if len(parts) == 1 else None
    return key


@functools.lru_cache(maxsize=4096)
def subject_of(text: str) -> str | None:
    """The row of table one that a label names; a note in brackets does not change it."""
    found = _best(_SUBJECTS, clean(text), bare(text)) if _UNREAD not in text else None
    if found is not None or not text.endswith((")", "）")):
        return found
    at = min(place for mark in "(（" if (place := text.find(mark)) >= 0) if "(" in text or "（" in text else 0
    note = clean(text[at:])
    if not at or any(word in note for word in _AROUND["parts"]):
        return None
    return _best(_SUBJECTS, clean(text[:at]), bare(text[:at]))


def is_fragment(text: str) -> bool:
    """Whether a label is part of one of the form's labels."""
    stripped = bare(text)
    every = (*_ROWS.values(), *_SUBJECTS.values())
    return any(stripped in clean(label.label) for labels in every for label in labels)


def is_caption(text: str) -> bool:
    """第二十条第（一）项, 信息内容: begins a small table or its head."""
    return _CAPTIONS.search(clean(text)) is not None


def is_official(text: str, key: str) -> bool:
    """Whether a label is the form's own for a row, but for blanks, marks and numeral."""
    return any(bare(text) in (bare(label.label), *label.whole) for label in _ROWS[key])


def begins_official(text: str, key: str) -> bool:
    """Whether the form's own label for a row begins with this, and at most a note in brackets follows."""
    stripped = bare(text)
    return any(
        bare(label.label).startswith(stripped) and any(piece in stripped for pieces in label.pieces for piece in pieces)
        for label in _ROWS[key]
    )


def ends_official(text: str, key: str) -> bool:
    """Whether a label ends as the form's own for a row does, a group's label perhaps before it."""
    return any(clean(text).endswith(bare(label.label)) for label in _ROWS[key])


_RUN_TOGETHER = re.compile(r"(?P<label>.*[^\d\s.,+-])[\d\s.,+-]+", re.DOTALL)


def is_run_together(text: str) -> bool:
    """Whether a line is a row of a table whose cells have run together: the form's label, and digits without a unit."""
    if not text[-1:].isdigit() or len(text) > LONGEST_RUN:
        return False
    found = _RUN_TOGETHER.fullmatch(text)
    if found is None:
        return False
    key = row_of(found["label"])
    if key is not None:
        return is_official(found["label"], key) or ends_official(found["label"], key)
    return subject_of(found["label"]) is not None


def takes_figure(label: str, cells: Sequence[Cell], width: int) -> bool:
    """Whether a figure may have run into a row's label: one ends it, and the row has too few others."""
    return is_run_together(label) and sum(cell.kind != BLANK for cell in cells) < width


def begins(text: str, key: str) -> bool:
    """Whether a label of a row is no tail of a broken one: it begins as the form's own does, or is none of its ends."""
    stripped = bare(text)
    return any(
        stripped in label.whole or stripped[:2] == bare(label.label)[:2] or not bare(label.label).endswith(stripped)
        for label in _ROWS[key]
    )


@functools.lru_cache(maxsize=8192)
def is_of_a_form(text: str) -> bool:
    """Whether a cell is a label of a row, a head or a caption."""
    known = row_of(text) or subject_of(text) or is_caption(text)
    return bool(known or columns_in(text) or applicants_in(text) or outcomes_in(text) or groups_in(text))


def row_named(labels: Sequence[Cell]) -> tuple[str | None, str]:
    """Row of table two that the last of these labels names, alone or with those that it continues; as printed."""
    return _named(labels, row_of, _ROWS)


def subject_named(labels: Sequence[Cell]) -> tuple[str | None, str]:
    """Row of table one that the last of these labels names, alone or with those that it continues; as printed."""
    return _named(labels, subject_of, _SUBJECTS)


def _named(
    labels: Sequence[Cell], find: Callable[[str], str | None], known: dict[str, tuple[Label, ...]]
) -> tuple[str | None, str]:
    """A label broken over cells counts together only where it then is the form's own, letter by letter."""
    if not labels:
        return None, ""
    last = labels[-1].text
    key = find(last)
    if key is not None:
        return key, last
    for count in range(2, min(MOST_LABELS, len(labels)) + 1):
        joined = "".join(cell.text for cell in labels[-count:])
        stripped = bare(joined)
        for key, each in known.items():
            if any(stripped == bare(label.label) or stripped in label.whole for label in each):
                return key, joined
    head = labels[-2].text if len(labels) > 1 else ""
    before = find(head) if head else None
    if before is not None and any(clean(label.label).endswith(bare(head) + clean(last)) for label in known[before]):
        return before, head + last
    return None, last


def _words(kinds: dict[str, list[str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    keys = {word: key for key, words in kinds.items() for word in words}
    return re.compile("|".join(re.escape(w) for w in sorted(keys, key=len, reverse=True))), keys


_APPLICANT, _APPLICANT_KEY = _words(tables()["applicants"])
_OUTCOME, _OUTCOME_KEY = _words(tables()["outcomes"])
_GROUP, _GROUP_KEY = _words(tables()["groups"] | tables()["spans"])
_COLUMN, _COLUMN_KEY = _words(
    {
        key: [piece for label in labels for pieces in label.pieces for piece in pieces]
        for key, labels in _merged("columns").items()
    }
)


@functools.lru_cache(maxsize=4096)
def applicants_in(text: str) -> tuple[str, ...]:
    """Applicants' columns named in a head's cell, in order; none in a label that says something else besides."""
    cleaned = clean(text)
    words: list[str] = _APPLICANT.findall(cleaned)
    return tuple(_APPLICANT_KEY[word] for word in words) if 2 * sum(map(len, words)) >= len(cleaned) else ()


@functools.lru_cache(maxsize=4096)
def outcomes_in(text: str) -> tuple[str, ...]:
    """Outcomes of table three named in a cell, in order."""
    return tuple(_OUTCOME_KEY[word] for word in _OUTCOME.findall(clean(text)))


@functools.lru_cache(maxsize=4096)
def groups_in(text: str) -> tuple[str, ...]:
    """Groups of table three named in a cell, in order; `litigation` spans two."""
    return tuple(_GROUP_KEY[word] for word in _GROUP.findall(clean(text)))


@functools.lru_cache(maxsize=4096)
def columns_in(text: str) -> tuple[str, ...]:
    """Columns of table one named in a head's cell, in order."""
    return tuple(_COLUMN_KEY[word] for word in _COLUMN.findall(clean(text)))


@functools.lru_cache(maxsize=4096)
def without_columns(text: str) -> str:
    """A label without the words that name columns of table one."""
    return _COLUMN.sub("", clean(text))


def is_alone(text: str) -> bool:
    """A head that may name the only column of table two."""
    return clean(text) in tables()["alone"]["total"]


def trimmed(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Cells without the blank ones at both ends."""
    first, last = 0, len(cells)
    while first < last and cells[first].kind == BLANK:
        first += 1
    while last > first and cells[last - 1].kind == BLANK:
        last -= 1
    return cells[first:last]


def labels_before(runs: Iterable[Run]) -> list[Cell]:
    """Labels of runs in order."""
    return [cell for run in runs for cell in run.labels]
