"""The picture of a page → its rows in reading order: those of ruled tables with their columns, prose without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.forms import tables
from loaders.readers import recognise
from loaders.readers.grid import GridRow, grid_rows
from loaders.readers.ruled_image import (
    Box,
    Picture,
    RuledCell,
    RuledPage,
    RuledTable,
    evened,
    ruled_page,
    sized,
)
from loaders.readers.scan_cells import cells_of, spans_of
from loaders.readers.straighten import straightening

LINE = 30
"""pixels to which the lines of text are brought"""
MOST_PIXELS = 24_000_000
"""of the picture that is worked on"""
LEAST_COLOUR = 60
"""of 255, from which on ink is no black"""
_PAGE_MARK = re.compile("|".join(tables()["around"]["page_marks"]))


class _Straight(NamedTuple):
    """A page upright and level, its lines LINE pixels high."""

    grey: Picture
    colour: Picture
    """how far each point is from grey"""
    boxes: NDArray[np.float32]
    """corners of its text lines: n × 4 × 2"""


def page_rows(image: NDArray[np.uint8]) -> list[GridRow]:
    """Rows of a page given as height × width (grey) or height × width × 3 (RGB); those of prose have no columns."""
    straight = _straight(image)
    if straight is None:
        return []
    # Red and blue ink becomes white, so that what a stamp covers can be read.
    dark = np.asarray(cv2.add(straight.grey, straight.colour), dtype=np.uint8)
    page = ruled_page(evened(dark), straight.colour > LEAST_COLOUR, LINE)
    found = [(table.box.top, _table_rows(page, table)) for table in page.tables]
    found += _prose(straight, page.tables)
    return [row for _, rows in sorted(found, key=lambda each: each[0]) for row in rows]


def _table_rows(page: RuledPage, table: RuledTable) -> list[GridRow]:
    """Rows of a table, each stack of small tables in it with columns of its own."""
    texts = cells_of(page, table, LINE)
    rows: list[GridRow] = []
    for part in _stacked(table, texts):
        rows += grid_rows(spans_of(*part))
    return rows


def _stacked(table: RuledTable, texts: Sequence[str]) -> Iterable[tuple[RuledTable, list[str]]]:
    """Small tables of a stack: each row of one cell alone begins one, whose columns are those it uses itself."""
    width = max(cell.right for cell in table.cells)
    starts = sorted({cell.top for cell in table.cells if cell.right - cell.left == width} | {0})
    ends = [*starts[1:], max(cell.bottom for cell in table.cells)]
    for start, end in zip(starts, ends, strict=True):
        part = [(cell, text) for cell, text in zip(table.cells, texts, strict=True) if start <= cell.top < end]
        edges = sorted({edge for cell, _ in part for edge in (cell.left, cell.right)})
        place = {edge: at for at, edge in enumerate(edges)}
        cells = tuple(
            RuledCell(cell.top - start, cell.bottom - start, place[cell.left], place[cell.right], cell.box, cell.torn)
            for cell, _ in part
        )
        if cells:
            yield RuledTable(box=table.box, cells=cells), [text for _, text in part]


def _straight(image: NDArray[np.uint8]) -> _Straight | None:
    """The page the right way up and level; None where no text is found."""
    if image.ndim == 2:
        grey, colour = np.ascontiguousarray(image), np.zeros_like(image)
    else:
        most, least = image[:, :, :3].max(axis=2), image[:, :, :3].min(axis=2)
        grey, colour = most, most - least
    boxes = recognise.boxes(np.asarray(grey - colour // 2, dtype=np.uint8))
    if not len(boxes):
        return None
    turns = _turns(grey, boxes)
    for _ in range(turns):
        boxes = _turned(boxes, grey.shape[1])
        grey, colour = (np.ascontiguousarray(np.rot90(each)) for each in (grey, colour))
    # Boxes are higher than the characters in them.
    scale = min(max(LINE * 1.45 / max(float(np.median(_sides(boxes)[1])), 1.0), 0.3), 3.0)
    scale = min(scale, (MOST_PIXELS / grey.size) ** 0.5)
    grey, colour = sized(grey, scale), sized(colour, scale)
    matrix = straightening(grey)
    moved = cv2.perspectiveTransform((boxes * scale).reshape(-1, 1, 2), matrix).reshape(-1, 4, 2)
    return _Straight(_warped(grey, matrix), _warped(colour, matrix), np.asarray(moved, dtype=np.float32))


def _warped(grey: Picture, matrix: NDArray[np.float64], size: tuple[int, int] | None = None) -> Picture:
    """Page as a matrix moves its points, of the same size where no other width and height are given."""
    if size is None:
        if np.array_equal(matrix, np.eye(3)):
            return grey
        size = (grey.shape[1], grey.shape[0])
    moved = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def _sides(boxes: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Width and height of each box along its own sides."""
    return (
        np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1),
        np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1),
    )


def _turned(boxes: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Corners on a page of that width after a quarter turn to the left."""
    turned = np.stack([boxes[:, :, 1], width - 1 - boxes[:, :, 0]], axis=2)
    return np.asarray(np.roll(turned, -1, axis=1), dtype=np.float32)


def _turns(grey: Picture, boxes: NDArray[np.float32]) -> int:
    """How many quarter turns to the left make its lines run from left to right, their heads up."""
    spread = boxes.max(axis=1) - boxes.min(axis=1)
    quarter = int(np.median(spread[:, 0] - spread[:, 1]) < 0)
    if quarter:
        boxes = _turned(boxes, grey.shape[1])
        grey = np.ascontiguousarray(np.rot90(grey))
    longest = np.argsort(_sides(boxes)[0])[-12:]
    return quarter + 2 * (recognise.upside_down([_cut(grey, boxes[at]) for at in longest]) > 0.5)


def _bounds(corners: NDArray[np.float32], shape: tuple[int, ...]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return Box(max(int(left), 0), max(int(top), 0), min(int(right), shape[1]), min(int(bottom), shape[0]))


def _cut(grey: Picture, corners: NDArray[np.float32]) -> Picture:
    """Picture of the line between four corners, however it lies."""
    width, height = (max(round(float(each[0])), 1) for each in _sides(corners[np.newaxis]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return _warped(grey, np.asarray(matrix, dtype=np.float64), (width, height))


def _prose(straight: _Straight, ruled: Sequence[RuledTable]) -> list[tuple[int, list[GridRow]]]:
    """Paragraphs outside the tables, each with the height at which it begins."""
    outside = []
    for corners in straight.boxes:
        x, y = corners.mean(axis=0)
        if not any(table.box.left <= x < table.box.right and table.box.top <= y < table.box.bottom for table in ruled):
            outside.append(corners)
    read = recognise.texts([_cut(straight.grey, corners) for corners in outside])
    pieces = [(_bounds(corners, straight.grey.shape), each.text) for corners, each in zip(outside, read, strict=True)]
    rows = []
    for box, text in _paragraphs(_lines([piece for piece in pieces if piece[1].strip()]), ruled):
        if not _PAGE_MARK.fullmatch(text):
            rows.append((box.top, [GridRow(text=text, columns=(), width=0)]))
    return rows


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


def _paragraphs(lines: Sequence[tuple[Box, str]], ruled: Sequence[RuledTable]) -> Iterable[tuple[Box, str]]:
    """Lines that go on from one to the next put together: full to the right, the next not indented."""
    if not lines:
        return
    every = [*(box for box, _ in lines), *(table.box for table in ruled)]
    left, right = min(box.left for box in every), max(box.right for box in every)
    whole, text = lines[0]
    last = whole
    for box, more in lines[1:]:
        parted = any(last.top < table.box.top < box.top for table in ruled)
        goes_on = last.right > right - 2.5 * LINE and box.left < left + LINE and box.top - last.bottom < 2 * LINE
        if goes_on and not parted:
            text += more
        else:
            yield whole, text
            whole, text = box, more
        last = box
    yield whole, text
