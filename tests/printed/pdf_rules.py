"""How a cell of a table is drawn around: the ways of word processors and printers, and tables with rules left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reportlab.pdfgen.canvas import Canvas

WIDTH = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A cell's place, in points from the page's lower left corner, and where it touches its table's edge."""

    left: float
    bottom: float
    right: float
    top: float
    outer: frozenset[str] = frozenset()
    """of left, bottom, right, top"""
    odd: bool = False
    """in an odd row"""
    head: bool = False
    """in a row without figures"""

    @property
    def sides(self) -> dict[str, tuple[float, float, float, float]]:
        return {
            "left": (self.left, self.bottom, self.left, self.top),
            "right": (self.right, self.bottom, self.right, self.top),
            "top": (self.left, self.top, self.right, self.top),
            "bottom": (self.left, self.bottom, self.right, self.bottom),
        }


def _box(canvas: Canvas, frame: Frame) -> None:
    canvas.rect(frame.left, frame.bottom, frame.right - frame.left, frame.top - frame.bottom)


def _lines(canvas: Canvas, frame: Frame) -> None:
    for line in frame.sides.values():
        canvas.line(*line)


def _open(canvas: Canvas, frame: Frame) -> None:
    """No rules at the left and the right of the table."""
    for side, line in frame.sides.items():
        if side not in frame.outer or side in ("top", "bottom"):
            canvas.line(*line)


def _bars(canvas: Canvas, frame: Frame) -> None:
    """Thin filled boxes, a little long."""
    for x0, y0, x1, y1 in frame.sides.values():
        half = WIDTH / 2
        canvas.rect(x0 - half, y0 - half, x1 - x0 + WIDTH, y1 - y0 + WIDTH, stroke=0, fill=1)


def _dashed(canvas: Canvas, frame: Frame) -> None:
    canvas.setDash(3, 2)
    _lines(canvas, frame)
    canvas.setDash()


def _pieces(canvas: Canvas, frame: Frame) -> None:
    """Dashes of their own."""
    for x0, y0, x1, y1 in frame.sides.values():
        long = max(x1 - x0, y1 - y0)
        for at in range(0, int(long), 5):
            begin, end = at / long, min(at + 3, long) / long
            wide, high = x1 - x0, y1 - y0
            canvas.line(x0 + wide * begin, y0 + high * begin, x0 + wide * end, y0 + high * end)


def _double(canvas: Canvas, frame: Frame) -> None:
    for shift in (0.7, -0.7):
        left, bottom = frame.left + shift, frame.bottom + shift
        canvas.rect(left, bottom, frame.right - frame.left - 2 * shift, frame.top - frame.bottom - 2 * shift)


def _apart(canvas: Canvas, frame: Frame) -> None:
    """Each cell framed, a little away from its neighbours."""
    wide, high = frame.right - frame.left, frame.top - frame.bottom
    canvas.rect(frame.left + 0.8, frame.bottom + 0.8, wide - 1.6, high - 1.6)


def _shaded(canvas: Canvas, frame: Frame) -> None:
    canvas.setFillGray(0.85 if frame.odd else 0.92)
    canvas.rect(frame.left + 0.5, frame.bottom + 0.5, frame.right - frame.left - 1, frame.top - frame.bottom - 1,
                stroke=0, fill=1)  # fmt: skip
    canvas.setFillGray(0)


def _striped(canvas: Canvas, frame: Frame) -> None:
    """Every other row shaded, and nothing else."""
    if frame.odd:
        canvas.setFillGray(0.9)
        canvas.rect(frame.left, frame.bottom, frame.right - frame.left, frame.top - frame.bottom, stroke=0, fill=1)
        canvas.setFillGray(0)


def _three(canvas: Canvas, frame: Frame) -> None:
    """A rule above the table, one below it and those below its heads."""
    _ends(canvas, frame)
    if frame.head:
        canvas.line(*frame.sides["bottom"])


def _dark_heads(canvas: Canvas, frame: Frame) -> None:
    """Heads white on dark, all cells framed."""
    if frame.head:
        canvas.setFillGray(0.3)
        canvas.rect(frame.left, frame.bottom, frame.right - frame.left, frame.top - frame.bottom, stroke=0, fill=1)
        canvas.setFillGray(0)
    _box(canvas, frame)


def _dark_and_striped(canvas: Canvas, frame: Frame) -> None:
    """Heads white on dark, every other row shaded, and no rules."""
    if frame.head:
        canvas.setFillGray(0.3)
        canvas.rect(frame.left, frame.bottom, frame.right - frame.left, frame.top - frame.bottom, stroke=0, fill=1)
        canvas.setFillGray(0)
    else:
        _striped(canvas, frame)


def _striped_box(canvas: Canvas, frame: Frame) -> None:
    _striped(canvas, frame)
    _box(canvas, frame)


def _across(canvas: Canvas, frame: Frame) -> None:
    canvas.line(*frame.sides["top"])
    canvas.line(*frame.sides["bottom"])


def _ends(canvas: Canvas, frame: Frame) -> None:
    """A rule above the table and one below it."""
    for side in frame.outer & {"top", "bottom"}:
        canvas.line(*frame.sides[side])


def _down(canvas: Canvas, frame: Frame) -> None:
    """Columns are parted, rows are not."""
    for side, line in frame.sides.items():
        if side in ("left", "right") or side in frame.outer:
            canvas.line(*line)


RULES: Mapping[str, Callable[[Canvas, Frame], None]] = MappingProxyType(
    {
        "box": _box,
        "lines": _lines,
        "open": _open,
        "bars": _bars,
        "dashed": _dashed,
        "pieces": _pieces,
        "double": _double,
        "apart": _apart,
        "shaded": _shaded,
        "striped": _striped,
        "across": _across,
        "ends": _ends,
        "down": _down,
        "three": _three,
        "dark_heads": _dark_heads,
        "dark_and_striped": _dark_and_striped,
        "striped_box": _striped_box,
    }
)
WHOLE = ("box", "lines", "open", "bars", "dashed", "pieces", "double", "apart", "shaded", "dark_heads", "striped_box")
"""that part every cell from its neighbours"""
DARK = ("dark_heads", "dark_and_striped")
"""whose heads are white on dark"""
