"""Turns the picture of a page upright, level and to a standard size, and locates its text lines."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers import recognise
from loaders.readers.ruled_image import Box, Picture, RuledPage, sized
from loaders.readers.scan_dark import lightened
from loaders.readers.side_by_side import Gutter
from loaders.readers.straighten import straightening

LINE = 30
"""pixels to which the lines of text are brought"""
MOST_TAKEN = 12_000_000
"""of the picture as it comes: A4 at 350 dots an inch"""
LONG = 2.5
"""times as long as high: a line of text that tells which way up the page lies"""
MOST_PIXELS = 24_000_000
"""of the picture that is worked on"""


LEAST_MARKS = 3
"""lines, askew or pale, that show a watermark"""
MOST_TILT = 6.0
"""degrees by which a line of a level page may be askew"""


class Upright(NamedTuple):
    """A page upright and level, its lines LINE pixels high."""

    grey: Picture
    colour: Picture
    """how far each point is from grey"""
    boxes: NDArray[np.float32]
    """corners of its text lines: n × 4 × 2"""


def upright_page(image: NDArray[np.uint8]) -> Upright | None:
    """The page upright and level; None if no text is found."""
    if image.ndim == 2:
        grey, colour = np.ascontiguousarray(image), np.zeros_like(image)
    else:
        most, least = image[:, :, :3].max(axis=2), image[:, :, :3].min(axis=2)
        grey, colour = most, most - least
    most = (MOST_TAKEN / grey.size) ** 0.5
    if most < 1:
        grey, colour = sized(grey, most), sized(colour, most)
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
    grey, colour = lightened(_warped(grey, matrix), _warped(colour, matrix), LINE)
    return Upright(grey, colour, np.asarray(moved, dtype=np.float32))


def parted(page: Upright, at: Gutter) -> list[Upright]:
    """What stands above two columns, the left one, the right one, and what stands below them."""
    height, width = page.grey.shape
    x, top, bottom = (round(each) for each in at)
    views = [(0, 0, width, top), (0, top, x, bottom), (x, top, width, bottom), (0, bottom, width, height)]
    return [_part(page, Box(*view)) for view in views]


def _part(page: Upright, view: Box) -> Upright:
    middles = page.boxes.mean(axis=1)
    inside = np.array([view.holds(float(x), float(y)) for x, y in middles], dtype=bool)
    boxes = page.boxes[inside] - np.array([view.left, view.top], dtype=np.float32)
    cut_out = np.s_[view.top : view.bottom, view.left : view.right]
    grey, colour = (np.ascontiguousarray(each[cut_out]) for each in (page.grey, page.colour))
    return Upright(grey, colour, np.asarray(boxes, dtype=np.float32))


def without_watermark(page: Upright, found: RuledPage) -> Upright:
    """The page without what is much paler than its characters, if there is a watermark of such."""
    if not shows_watermark(page, found):
        return page
    return Upright(found.plain, page.colour, recognise.boxes(found.plain))


def shows_watermark(page: Upright, found: RuledPage) -> bool:
    """Whether lines askew, or with nothing in them as dark as characters, were located on a page."""
    return sum(_is_tilted(corners) or _is_pale(corners, found) for corners in page.boxes) >= LEAST_MARKS


def _is_tilted(corners: NDArray[np.float32]) -> bool:
    """Whether a long line runs askew on a page that is level."""
    along = corners[1] - corners[0]
    long = float(np.linalg.norm(along)) > LONG * float(np.linalg.norm(corners[3] - corners[0]))
    return long and abs(math.degrees(math.atan2(float(along[1]), float(along[0])))) > MOST_TILT


def _is_pale(corners: NDArray[np.float32], page: RuledPage) -> bool:
    """Whether nothing in a line is as dark as characters."""
    left, top, right, bottom = bounds(corners, page.ink.shape)
    return not page.ink[top:bottom, left:right].any() and not page.coloured[top:bottom, left:right].any()


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
    # Only what is long tells: a single digit is higher than wide, and a table may hold little else.
    across, down = spread[:, 0], spread[:, 1]
    quarter = int(down[down >= LONG * across].sum() > across[across >= LONG * down].sum())
    if quarter:
        boxes = _turned(boxes, grey.shape[1])
        grey = np.ascontiguousarray(np.rot90(grey))
    longest = np.argsort(_sides(boxes)[0])[-12:]
    return quarter + 2 * (recognise.upside_down([cut(grey, boxes[at]) for at in longest]) > 0.5)


def bounds(corners: NDArray[np.float32], shape: tuple[int, ...]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return Box(max(int(left), 0), max(int(top), 0), min(int(right), shape[1]), min(int(bottom), shape[0]))


def cut(grey: Picture, corners: NDArray[np.float32]) -> Picture:
    """The picture of the line between four corners, at any angle."""
    width, height = (max(round(float(each[0])), 1) for each in _sides(corners[np.newaxis]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return _warped(grey, np.asarray(matrix, dtype=np.float64), (width, height))
