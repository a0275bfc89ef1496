"""The picture of a page that lies askew, or was taken from one side, → what makes its lines level and upright.

Two bundles of straight lines, the level and the upright ones, each meet in a point; a page seen from straight above has
both infinitely far away. Moving them there straightens the page.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers.ruled_image import MOST_SKEW, Picture, dark, evened, sized

WORKED_AT = 1200
"""pixels of the longer side at which lines are looked for"""
LEAST_LINES = 6
"""of each bundle, with which the point where they meet is known"""
LEAST_LENGTH = 0.1
"""of a line that counts, in halves of the longer side"""
MOST_TILT = 20.0
"""degrees from level or upright of a line that counts"""
LEAST_BEND = 0.3
"""degrees between the lines of a bundle, below which the page only lies askew"""
_ROUNDS = 4


def straightening(grey: Picture) -> NDArray[np.float64]:
    """Matrix (3 × 3) that moves the points of a page so that its lines run level and upright."""
    bent = _seen_aslant(grey)
    return turning(grey.shape, skew_of(grey)) if bent is None else bent


def skew_of(grey: Picture) -> float:
    """Degrees by which the lines of a page fall to the right: turned by it they are level."""
    scale = 900 / max(grey.shape)
    small = sized(grey, scale) if scale < 1 else grey
    ink = dark(evened(small), 15).astype(np.float32)
    height, width = ink.shape

    def sharpness(degrees: float) -> float:
        matrix = turning(ink.shape, degrees)[:2]
        rows = cv2.warpAffine(ink, matrix, (width, height), borderValue=(0.0,)).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best = 0.0
    for step, reach in ((0.5, MOST_SKEW), (0.1, 0.5), (0.02, 0.1)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=lambda each: sharpness(float(each))))
    return best


def turning(shape: tuple[int, ...], degrees: float) -> NDArray[np.float64]:
    """Matrix (3 × 3) that turns a page about its middle, counter-clockwise."""
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([matrix, [0.0, 0.0, 1.0]])


def _seen_aslant(grey: Picture) -> NDArray[np.float64] | None:
    """The matrix for a page that was not taken from straight above; None where it was, or too few lines tell."""
    scale = min(WORKED_AT / max(grey.shape), 1.0)
    small = evened(sized(grey, scale))
    found = np.asarray(cv2.createLineSegmentDetector(0).detect(small)[0])
    if found.ndim == 0:
        return None
    middle, size = np.array(small.shape[::-1]) / 2, max(small.shape) / 2
    lines = (found.reshape(-1, 2, 2).astype(np.float64) - middle) / size
    lines = lines[np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1) >= LEAST_LENGTH]
    level = _bundle(lines, upright=False)
    upright = _bundle(lines, upright=True)
    if level is None or upright is None or max(_bend(level, upright=False), _bend(upright, upright=True)) < LEAST_BEND:
        return None
    inward = np.array([[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1.0]])
    inward = inward @ np.diag([scale, scale, 1.0])
    return _fitted(_apart(level, upright) @ inward, grey.shape)


def _bundle(lines: NDArray[np.float64], *, upright: bool) -> NDArray[np.float64] | None:
    """The point (homogeneous) where the level or the upright lines meet; None where too few do."""
    steps = lines[:, 1] - lines[:, 0]
    tilt = np.degrees(np.arctan2(*(np.abs(steps.T) if upright else np.abs(steps.T[::-1]))))
    chosen = lines[tilt < MOST_TILT]
    ends = np.concatenate([chosen, np.ones((*chosen.shape[:2], 1))], axis=2)
    through = np.cross(ends[:, 0], ends[:, 1])
    lengths = np.linalg.norm(chosen[:, 1] - chosen[:, 0], axis=1)
    through /= np.maximum(np.linalg.norm(through[:, :2], axis=1, keepdims=True), 1e-9)
    meet: NDArray[np.float64] | None = None
    for _ in range(_ROUNDS):
        if len(through) < LEAST_LINES:
            return None
        meet = np.linalg.svd(through * lengths[:, None])[2][-1]
        # How far a line through its own middle misses the point, as an angle.
        middles = chosen.mean(axis=1)
        towards = meet[:2] - meet[2] * middles
        off = np.abs(np.sum(towards * through[:, :2], axis=1)) / np.maximum(np.linalg.norm(towards, axis=1), 1e-9)
        kept = off <= max(float(np.median(off)) * 2.5, math.radians(0.15))
        through, lengths, chosen = through[kept], lengths[kept], chosen[kept]
    return meet


def _bend(meet: NDArray[np.float64], *, upright: bool) -> float:
    """Degrees between the lines of a bundle at two opposite edges of the page."""
    edges = np.array([[-1.0, 0.0], [1.0, 0.0]] if upright else [[0.0, -1.0], [0.0, 1.0]])
    one, other = meet[:2] - meet[2] * edges
    cosine = abs(float(one @ other)) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-12)
    return math.degrees(math.acos(min(cosine, 1.0)))


def _apart(level: NDArray[np.float64], upright: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix that moves both points infinitely far away, to the right and down, and leaves the middle as large."""
    horizon = np.cross(level, upright)
    far = np.array([[1.0, 0, 0], [0, 1.0, 0], horizon / horizon[2]])
    right, down = (far @ level)[:2], (far @ upright)[:2]
    right, down = right / np.linalg.norm(right), down / np.linalg.norm(down)
    right, down = right * np.sign(right[0]), down * np.sign(down[1])
    square = np.eye(3)
    square[:2, :2] = np.linalg.inv(np.column_stack([right, down]))
    return np.asarray(square @ far, dtype=np.float64)


def _fitted(matrix: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64] | None:
    """The matrix followed by what brings the page back to its place and size; None where it would tear it apart."""
    height, width = shape[:2]
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1.0]]).T
    moved = matrix @ corners
    if (moved[2] <= 0.2).any():
        return None
    points = moved[:2] / moved[2]
    low, high = points.min(axis=1), points.max(axis=1)
    scale = min(width / (high[0] - low[0]), height / (high[1] - low[1]))
    back = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1.0]])
    return np.asarray(back @ matrix, dtype=np.float64)
