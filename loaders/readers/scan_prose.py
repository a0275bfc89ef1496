"""Lines of text outside the tables of a page → paragraphs, in which a figure not read alike twice is left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from loaders.forms import tables
from loaders.readers import recognise
from loaders.readers.recognise import Recognised
from loaders.readers.ruled_image import Box, RuledTable
from loaders.readers.scan import UNSURE
from loaders.readers.scan_unruled import Stretch
from loaders.readers.scan_upright import LINE, Upright, bounds, cut

LEAST_SURE = 0.5
"""chance of a character of a figure below which the figure is not sure"""
SHORT_OF_MARGIN = 2.5 * LINE
"""by which a line that goes on may end before the right margin"""
_WIDER = 0.12
"""of a line's height that is cut out around it the second time"""
_PAGE_MARK = re.compile("|".join(tables()["around"]["page_marks"]))
_DATA = tomllib.loads(Path(__file__).with_name("scan.toml").read_text(encoding="utf-8"))
_DASHES = frozenset(_DATA["dashes"])
_CONFUSED = "".join(re.escape(sign) for sign in _DATA["confused"] if sign.isascii())
_FIGURE = re.compile(rf"(?:[0-9.,%]|(?<=[0-9])[{_CONFUSED}]+|[{_CONFUSED}]+(?=[0-9]))+")
"""figures, with what may be digits of them"""
_PLAIN = re.compile("[0-9.,%]+")


def text_lines(page: Upright, ruled: Sequence[RuledTable], apart: Sequence[Stretch]) -> list[tuple[Box, str]]:
    """Lines outside the tables, from top to bottom, without page marks."""
    outside = []
    for corners in page.boxes:
        x, y = corners.mean(axis=0)
        if not any(table.box.holds(x, y) for table in ruled) and not any(stretch.holds(y) for stretch in apart):
            outside.append(corners)
    read = recognise.texts([cut(page.grey, corners) for corners in outside])
    figures = [at for at, each in enumerate(read) if any(sign.isdigit() for sign in each.text)]
    again = recognise.texts([cut(page.grey, _wider(outside[at])) for at in figures])
    texts = [each.text for each in read]
    for at, other in zip(figures, again, strict=True):
        texts[at] = _doubted(read[at], other)
    pieces = [(bounds(corners, page.grey.shape), text) for corners, text in zip(outside, texts, strict=True)]
    lines = _lines([piece for piece in pieces if piece[1].strip()])
    return [each for each in lines if not is_page_mark(each[1])]


def is_page_mark(text: str) -> bool:
    """Whether a line is the number of its page; of the dashes around it one may be lost."""
    plain = "".join("-" if sign in _DASHES else sign for sign in text.strip()).replace(UNSURE, "0")
    return any(_PAGE_MARK.fullmatch(each) is not None for each in (plain, f"-{plain}", f"{plain}-"))


def _wider(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Corners of a line further out."""
    by = _WIDER * float(np.linalg.norm(corners[3] - corners[0]))
    return np.asarray(corners + np.array([[-by, -by], [by, -by], [by, by], [-by, by]]), dtype=np.float32)


def _doubted(first: Recognised, again: Recognised) -> str:
    """Text of a line, UNSURE for each figure that the second reading has otherwise or that is not clear."""
    found = [match for match in _FIGURE.finditer(first.text) if any(sign.isdigit() for sign in match[0])]
    others = [match[0] for match in _FIGURE.finditer(again.text) if any(sign.isdigit() for sign in match[0])]
    alike = SequenceMatcher(None, [match[0] for match in found], others, autojunk=False)
    same = {at for block in alike.get_matching_blocks() for at in range(block.a, block.a + block.size)}
    text = first.text
    for at, match in reversed(list(enumerate(found))):
        clear = min(first.chances[match.start() : match.end()]) >= LEAST_SURE
        if at not in same or not clear or not _PLAIN.fullmatch(match[0]):
            text = text[: match.start()] + UNSURE + text[match.end() :]
    return text


def _lines(pieces: Sequence[tuple[Box, str]]) -> list[tuple[Box, str]]:
    """Pieces of text that stand beside each other put together, from top to bottom."""
    lines: list[list[tuple[Box, str]]] = []
    for box, text in sorted(pieces, key=lambda piece: piece[0].top + piece[0].bottom):
        middle = (box.top + box.bottom) / 2
        if lines and middle < max(last.bottom for last, _ in lines[-1]) - LINE / 3:
            lines[-1].append((box, text))
        else:
            lines.append([(box, text)])
    found = []
    for line in lines:
        line.sort(key=lambda piece: piece[0].left)
        box = Box(line[0][0].left, line[0][0].top, line[-1][0].right, max(box.bottom for box, _ in line))
        found.append((box, "".join(text for _, text in line)))
    return found


def margins_of(boxes: Sequence[Box], ruled: Sequence[RuledTable]) -> tuple[int, int]:
    """Left and right edge of what is printed."""
    every = [*boxes, *(table.box for table in ruled)]
    return min((box.left for box in every), default=0), max((box.right for box in every), default=0)


def paragraphs(
    lines: Sequence[tuple[Box, str]], ruled: Sequence[RuledTable], margins: tuple[int, int]
) -> Iterable[tuple[Box, str]]:
    """Lines that go on from one to the next put together: full to the right, the next not indented."""
    left, right = margins
    begun: tuple[Box, str] | None = None
    last = None
    for box, text in lines:
        goes_on = (
            last is not None
            and last.right > right - SHORT_OF_MARGIN
            and box.left < left + LINE
            and box.top - last.bottom < 2 * LINE
            and not any(last.top < table.box.top < box.top for table in ruled)
        )
        if begun is not None and goes_on:
            begun = (begun[0], begun[1] + text)
        else:
            if begun is not None:
                yield begun
            begun = (box, text)
        last = box
    if begun is not None:
        yield begun
