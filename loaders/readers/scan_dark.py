"""Heads of tables white on dark, in any colour, turned into dark on white as the rest of a page is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers.ruled_image import Picture

DARK = 150
"""of 255, below which the darkest of a point's three colours is filled"""
LEAST_AREA = 4.0
"""squares of a line height of a filled block"""
LEAST_HIGH = 1.0
"""line heights that it is wide and high"""
LEAST_FILLED = 0.5
"""part of it that is filled; the rest are characters"""
LEAST_CONTRAST = 60
"""of 255 between a block and the characters in it"""
_THICK = 0.27
"""line heights of the thickest rule or stroke"""


def lightened(grey: Picture, colour: Picture, line: int) -> tuple[Picture, Picture]:
    """(how light each point is, how far from grey), with filled blocks that hold lighter characters inverted.

    Taken are the lightest of a point's three colours and its distance to the darkest.
    """
    least = cv2.subtract(grey, colour)
    filled = (least < DARK).astype(np.uint8)
    if not filled.any():
        return grey, colour
    blocks = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((round(_THICK * line) | 1,) * 2, np.uint8))
    whole = cv2.morphologyEx(blocks, cv2.MORPH_CLOSE, np.ones((round(1.2 * line) | 1,) * 2, np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    grey, colour = grey.copy(), colour.copy()
    for at in range(1, count):
        left, top, wide, high, area = stats[at].tolist()
        if min(wide, high) < LEAST_HIGH * line or area < LEAST_AREA * line * line:
            continue
        view = np.s_[top : top + high, left : left + wide]
        inside = labels[view] == at
        if filled[view][inside].mean() >= LEAST_FILLED:
            _invert(grey[view], colour[view], np.asarray(least[view], dtype=np.uint8), inside)
    return grey, colour


def _invert(grey: Picture, colour: Picture, least: Picture, inside: NDArray[np.bool_]) -> None:
    """Make a block white and what differs from it dark, in place, where it holds anything lighter."""
    # Its edge, half filled, is no stroke.
    core = cv2.erode(np.pad(inside, 1).astype(np.uint8), np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(np.bool_)
    fill = float(np.median(least[inside]))
    light = float(np.percentile(least[core], 99))
    if light - fill < LEAST_CONTRAST:
        return
    away = np.abs(least.astype(np.float32) - fill) * (255 / (light - fill))
    grey[inside] = 255
    grey[core] = np.clip(255 - away[core], 0, 255).astype(np.uint8)
    colour[inside] = 0
