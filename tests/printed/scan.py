"""A report as pictures of its pages: the printed PDF, and what copiers, cameras and people make of it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from tests.printed.blocks import Block
from tests.printed.pdf import Style, pdf

Page = NDArray[np.uint8]
"""height × width × 3, RGB"""


def pages(blocks: Sequence[Block], dots: int, style: Style | None = None) -> list[Page]:
    """Pages at so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf(blocks, style or Style(embedded=True)))
    return [np.ascontiguousarray(page.render(scale=dots / 72).to_numpy()[:, :, 2::-1]) for page in document]


def tiff(frames: Sequence[Page]) -> bytes:
    file = io.BytesIO()
    pictures = [Image.fromarray(frame) for frame in frames]
    pictures[0].save(file, "TIFF", save_all=True, append_images=pictures[1:], compression="tiff_deflate")
    return file.getvalue()


def png(page: Page) -> bytes:
    file = io.BytesIO()
    Image.fromarray(page).save(file, "PNG")
    return file.getvalue()


def _whole(values: NDArray[np.floating]) -> Page:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def noisy(page: Page, rng: np.random.Generator) -> Page:
    return _whole(page + rng.normal(0, 18, page.shape))


def blurred(page: Page, rng: np.random.Generator) -> Page:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 1.3), dtype=np.uint8)


def pressed(page: Page, rng: np.random.Generator) -> Page:
    """As a strongly compressed JPEG."""
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 20])[1], 1), dtype=np.uint8)


def askew(page: Page, degrees: float) -> Page:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def left(page: Page, rng: np.random.Generator) -> Page:
    return askew(page, 2.3)


def right(page: Page, rng: np.random.Generator) -> Page:
    return askew(page, -4.4)


def on_its_side(page: Page, rng: np.random.Generator) -> Page:
    return np.ascontiguousarray(np.rot90(page))


def on_its_head(page: Page, rng: np.random.Generator) -> Page:
    return np.ascontiguousarray(np.rot90(page, 2))


def pale(page: Page, rng: np.random.Generator) -> Page:
    return _whole(150 + (page.astype(float) - 128) * 0.45 + rng.normal(0, 5, page.shape))


def shining_through(page: Page, rng: np.random.Generator) -> Page:
    """The back of the sheet shows."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 2).astype(float)
    return _whole(page - (255 - back) * 0.25)


def stamped(page: Page, rng: np.random.Generator) -> Page:
    """Two red stamps over the tables."""
    height, width = page.shape[:2]
    over = np.full_like(page, 255)
    for _ in range(2):
        middle = (
            int(rng.integers(width // 4, 3 * width // 4)),
            int(rng.integers(height // 4, 3 * height // 4)),
        )
        cv2.circle(over, middle, width // 9, (215, 40, 40), max(width // 250, 3))
        corner = (middle[0] - width // 30, middle[1] + width // 30)
        cv2.putText(over, "*", corner, cv2.FONT_HERSHEY_SIMPLEX, width / 400, (215, 40, 40), width // 150)
    return np.minimum(page, over)


def faint(page: Page, rng: np.random.Generator) -> Page:
    """Rules grey, dotted and with holes."""
    ink = (page.min(axis=2) < 128).astype(np.uint8)
    long = int(page.shape[1] * 0.03)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)) > 0
    rules |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)) > 0
    height, width = ink.shape
    coarse = (rng.random((height // 6 + 1, width // 6 + 1)) < 0.03).astype(np.uint8)
    holes = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    worn = page.copy()
    worn[rules] = 175
    worn[rules & ((holes > 0) | (rng.random(ink.shape) < 0.15))] = 255
    return worn


def photographed(page: Page, rng: np.random.Generator) -> Page:
    """By a phone: not from straight above, with a shadow."""
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([[0.03, 0.015], [-0.006, 0.03], [-0.024, -0.009], [0.009, -0.03]]) * [width, height]
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(page, matrix, (width, height), borderValue=(90, 80, 70)).astype(float)
    down, across = np.mgrid[0:height, 0:width]
    shadow = 0.6 + 0.4 * (across / width) * (0.5 + 0.5 * down / height)
    return _whole(seen * shadow[..., None] + rng.normal(0, 5, seen.shape))


def black_or_white(page: Page, rng: np.random.Generator) -> Page:
    """As a fax: no greys, and dust."""
    grey = cv2.GaussianBlur(page[:, :, 1], (0, 0), 0.7) + rng.normal(0, 8, page.shape[:2])
    fax = (grey > 135).astype(np.uint8) * 255
    dust = rng.random(fax.shape)
    fax[dust < 0.0006] = 0
    return np.asarray(np.repeat(fax[:, :, None], 3, axis=2), dtype=np.uint8)


def copied_twice(page: Page, rng: np.random.Generator) -> Page:
    soft = cv2.GaussianBlur(page, (0, 0), 1.2).astype(float) * 0.8 + 40
    return pressed(askew(_whole(soft + rng.normal(0, 15, page.shape)), -0.7), rng)
