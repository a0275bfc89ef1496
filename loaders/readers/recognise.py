"""Recognises lines of text in pictures with rapidocr's models, which come with its package.

A process takes about 0.7 GB with the models loaded (at most 0.9 GB); more threads do not make it faster.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from loaders.readers.ruled_image import Picture, sized

HEIGHT = 48
"""pixels of a line as the model reads it"""
TOGETHER = 8
"""lines recognised at once"""
LONGEST = 40 * HEIGHT
"""pixels of a line at that height; a longer one is pressed together"""
DETECTED_AT = 1280
"""pixels of a page's longer side when lines are looked for"""


class Recognised(NamedTuple):
    """What stands in a picture of one line."""

    text: str
    chances: tuple[float, ...] = ()
    """how sure the model is of each character, 0 to 1"""

    @property
    def least(self) -> float:
        """How sure it is of the character it is least sure of; 0 where there is none."""
        return min(self.chances, default=0.0)


@functools.cache
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    return RapidOCR(params={"Global.log_level": "critical", threads.format("intra"): 1, threads.format("inter"): 1})


@functools.cache
def _models() -> tuple[Any, Any, Any]:
    """Detection, direction and recognition."""
    engine = _engine()
    return engine._load_det_model(), engine._load_cls_model(), engine._load_rec_model()  # noqa: SLF001


def boxes(page: Picture) -> NDArray[np.float32]:
    """The corners of the text lines of a page: n × 4 × 2, clockwise from the top left."""
    scale = min(1.0, DETECTED_AT / max(page.shape))
    small = sized(page, scale) if scale < 1 else page
    found = _models()[0](cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)).boxes
    return np.zeros((0, 4, 2), np.float32) if found is None else np.asarray(found, dtype=np.float32) / scale


def upside_down(lines: Sequence[Picture]) -> float:
    """The fraction of text lines that are upside down."""
    if not lines:
        return 0.0
    found = _models()[1]([cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines])
    return float(np.mean([label == "180" for label, _ in found.cls_res]))


def texts(lines: Sequence[Picture]) -> list[Recognised]:
    """The text in each picture of one line, in order."""
    _, _, model = _models()
    characters: Sequence[str] = model.postprocess_op.character
    ready = [_ready(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda at: ready[at].shape[2])
    found = [Recognised("")] * len(lines)
    for start in range(0, len(order), TOGETHER):
        batch = order[start : start + TOGETHER]
        width = max(ready[at].shape[2] for at in batch)
        stack = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for place, at in enumerate(batch):
            stack[place, :, :, : ready[at].shape[2]] = ready[at]
        for at, chances in zip(batch, model.session(stack), strict=True):
            found[at] = _decoded(chances, characters)
    return found


def _ready(line: Picture) -> NDArray[np.float32]:
    """Picture as the model takes it: 3 × HEIGHT × width, from -1 to 1."""
    height, width = line.shape
    wide = min(max(round(width * HEIGHT / height), 8), LONGEST)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    sized = cv2.resize(line, (wide, HEIGHT), interpolation=way).astype(np.float32)
    return np.repeat((sized / 127.5 - 1.0)[np.newaxis], 3, axis=0)


def _decoded(chances: NDArray[np.float32], characters: Sequence[str]) -> Recognised:
    """Characters of steps × characters (CTC): repetitions and the empty sign, which is number 0, left out."""
    best = chances.argmax(axis=1)
    first = np.ones(len(best), dtype=bool)
    first[1:] = best[1:] != best[:-1]
    kept = np.flatnonzero(first & (best != 0))
    return Recognised("".join(characters[best[at]] for at in kept), tuple(map(float, chances[kept, best[kept]])))
