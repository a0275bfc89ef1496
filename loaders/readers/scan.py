"""Pictures of pages (PNG, JPEG, multi-frame TIFF, PDF pages without text) as lines.

Character recognition needs the extra `ocr`; without it such files are refused, with a hint how to install it.
"""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.errors import RefusedFile
from loaders.models import Document, Line
from loaders.readers.grid import GridRow
from loaders.room import enter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEEDED = 'a scan: reading it needs the extra, pip install "nianbao[ocr]"'
"""what a scan is refused with where nothing is there to recognise its characters"""
MOST_PIXELS = 100_000_000
"""of a picture, told from its header before it is unpacked; A4 at 600 dots an inch has 35 million"""
_TOO_LARGE = f"a picture of more than {MOST_PIXELS // 1_000_000} million pixels"
UNSURE = "\ufffd"
"""stands for a figure that cannot be read"""
LEAST_SIDE = 40
"""pixels of a page that holds a line of text"""
MOST_FRAMES = 100
"""of a TIFF"""


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a picture, one page a frame.

    RefusedFile if it is not one, too large, or cannot be recognised here.
    """
    pages = [read_page(path, image) for image in _frames(path, data)]
    rows = joined(pages)
    if not rows:
        raise RefusedFile(path, "a picture in which no text was found")
    lines = [
        Line(number=number, text=row.text, page=page, columns=row.columns, width=row.width)
        for number, (page, row) in enumerate(rows, 1)
    ]
    lines.append(Line(number=len(lines) + 1, text="", page=lines[-1].page))
    return Document(path=path, digest=digest, lines=tuple(lines), scanned=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScannedPage:
    """The rows of one page in reading order; those of prose, a paragraph each, have no columns."""

    rows: tuple[GridRow, ...]
    goes_on: bool
    """it begins with prose that is not indented: the rest of a paragraph, if the page before broke off in one"""
    breaks_off: bool
    """it ends with prose that is full to the right"""


def read_page(path: str, image: NDArray[np.uint8]) -> ScannedPage:
    """The text in the picture of one page, an array of height × width (grey) or height × width × 3 (RGB).

    RefusedFile names `path` if the extra is not installed; Elsewhere if this process may not read scans.
    """
    enter("scan")
    read: Callable[[NDArray[np.uint8]], ScannedPage] = _module(path, "loaders.readers.scan_page").page_of
    if min(image.shape[:2]) < LEAST_SIDE:
        return ScannedPage(rows=(), goes_on=False, breaks_off=False)
    try:
        return read(image)
    except Exception as error:  # noqa: BLE001 - whatever a picture does to OpenCV and the models
        raise RefusedFile(path, f"a picture that cannot be recognised ({type(error).__name__})") from None


def joined(pages: Sequence[ScannedPage]) -> list[tuple[int, GridRow]]:
    """Rows of pages one after the other, each with its page from 1; a paragraph over two pages is one row."""
    rows: list[tuple[int, GridRow]] = []
    open_end = False
    for number, page in enumerate(pages, 1):
        left = list(page.rows)
        if rows and left and open_end and page.goes_on:
            begun, row = rows.pop()
            rows.append((begun, replace(row, text=row.text + left.pop(0).text)))
        rows += ((number, row) for row in left)
        if page.rows:
            open_end = page.breaks_off
    return rows


def _module(path: str, name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise RefusedFile(path, NEEDED) from None


def _frames(path: str, data: bytes) -> Iterator[NDArray[np.uint8]]:
    """Frames of a picture as grey or RGB arrays, one at a time."""
    pillow = _module(path, "PIL.Image")
    with warnings.catch_warnings():
        # The bound is ours, and told from the header.
        warnings.simplefilter("ignore")
        try:
            picture = pillow.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
            count = getattr(picture, "n_frames", 1)
        except Exception as error:  # noqa: BLE001 - whatever a decoder raises on broken bytes
            raise _broken(path, error) from None
    if count > MOST_FRAMES:
        raise RefusedFile(path, f"a picture of more than {MOST_FRAMES} pages")
    for at in range(count):
        yield _frame(path, picture, at)


def _frame(path: str, picture: Any, at: int) -> NDArray[np.uint8]:
    ops, numpy = (_module(path, name) for name in ("PIL.ImageOps", "numpy"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture.seek(at)
            if picture.width * picture.height <= MOST_PIXELS:
                flat: NDArray[np.uint8] = numpy.asarray(_flat(path, ops.exif_transpose(picture)), dtype=numpy.uint8)
                return flat
        except Exception as error:  # noqa: BLE001 - whatever a decoder raises on broken bytes
            raise _broken(path, error) from None
    raise RefusedFile(path, _TOO_LARGE)


def _broken(path: str, error: Exception) -> RefusedFile:
    if type(error).__name__ == "DecompressionBombError":
        return RefusedFile(path, _TOO_LARGE)
    return RefusedFile(path, f"a picture that cannot be unpacked ({type(error).__name__})")


def _flat(path: str, picture: Any) -> Any:
    """A picture as grey or RGB on white paper."""
    pillow = _module(path, "PIL.Image")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.getextrema()
        return picture.point(lambda each: (each - low) * (255 / max(high - low, 1))).convert("L")
    if "A" in picture.mode or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        paper = pillow.new("RGBA", whole.size, (255, 255, 255, 255))
        return pillow.alpha_composite(paper, whole).convert("RGB")
    return picture.convert("RGB")
