"""What is drawn on a PDF page, in drawing order: text, lines, filled boxes, pictures.

Coordinates are those of the file: in points, y upward. pdf_page.py turns them upright.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_OBJECTS = 40_000
"""of one page: lines, pictures, pieces of text"""
MOST_SEGMENTS = 400
"""of one path: a box has five; what has more is a drawing"""
MOST_CLIPS = 20
"""paths that cut off one object"""
DEEPEST = 8
"""forms within forms that are looked into"""
THIN = 3.0
"""points that a drawn line is wide at most"""
DOT = 1.6
"""points that a dot of a dotted rule is large at most; it may be of one across or of one down"""
SHORTEST = 4.0
"""points that a rule is long at least"""
WHITE = 250
"""of 255, from which on a colour is that of the paper"""
UPRIGHT = 0.05
"""radians by which text may be off a quarter turn"""
_INVISIBLE = (3, 7)
"""modes of drawing text that draw nothing: recognised text behind a picture"""

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Ink(NamedTuple):
    """How a piece of text is drawn."""

    order: int
    size: float
    """of its characters, in points"""
    quarters: int | None
    """turns against the clock; None: askew"""
    colour: Colour
    visible: bool
    clip: tuple[float, float, float, float] | None = None
    """left, bottom, right, top of what is seen of it; None: nothing is cut off"""


class Box(NamedTuple):
    """A filled box or a picture."""

    order: int
    left: float
    bottom: float
    right: float
    top: float
    colour: Colour | None
    """None: of many, a picture"""
    opaque: bool

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


@dataclass(slots=True, kw_only=True)
class Drawn:
    """Everything on one page."""

    inks: dict[int, Ink] = field(default_factory=dict)
    """by the address of the piece of text"""
    texts: dict[int, tuple[Any, _Matrix]] = field(default_factory=dict)
    """pieces of text by their order"""
    lines: list[tuple[Point, Point]] = field(default_factory=list)
    """straight, and thin boxes as the line they are"""
    sides: list[tuple[Point, Point]] = field(default_factory=list)
    """of boxes that are filled only: cells that are shaded, or words that are marked"""
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    curves: int = 0
    """paths that are no lines: a drawing, or characters drawn as outlines"""
    all: bool = True
    """nothing was left out for its number"""

    def extent(self, order: int) -> Box:
        """Where a piece of text stands."""
        return _box(*self.texts[order], order, None)


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: _Matrix) -> _Matrix:
        if outer is _PLAIN:
            return self
        return _Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


_PLAIN = _Matrix()


def address(thing: Any) -> int:
    """By which an object of the page is known; 0 where there is none."""
    return ctypes.addressof(thing.contents) if thing else 0


def drawn_on(page: Any) -> Drawn:
    """Everything on an open page."""
    drawn = Drawn()
    for order, (thing, matrix) in enumerate(_objects(page, drawn)):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawn.inks[address(thing)] = _ink(thing, matrix, order)
            drawn.texts[order] = thing, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(thing, matrix, order, drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures.append(_box(thing, matrix, order, None))
    return drawn


def _objects(page: Any, drawn: Drawn) -> Iterator[tuple[Any, _Matrix]]:
    """Everything drawn, that within forms too, each with the matrix of the forms around it."""
    left = MOST_OBJECTS

    def inside(count: int, get: Any, of: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
        nonlocal left
        for at in range(count):
            if left <= 0:
                drawn.all = False
                return
            left -= 1
            thing = get(of, at)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                own = _matrix(thing).then(matrix)
                yield from inside(
                    pdfium.FPDFFormObj_CountObjects(thing), pdfium.FPDFFormObj_GetObject, thing, own, depth + 1
                )
            else:
                yield thing, matrix

    yield from inside(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, _PLAIN, 0)


_FOUND = pdfium.FS_MATRIX()
_CORNERS = tuple(ctypes.c_float() for _ in range(4))
_CHANNELS = tuple(ctypes.c_uint() for _ in range(4))
_X, _Y, _SIZE, _MODE, _STROKED = (
    ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_int(), pdfium.FPDF_BOOL()
)  # fmt: skip


def _matrix(thing: Any) -> _Matrix:
    if not pdfium.FPDFPageObj_GetMatrix(thing, _FOUND):
        return _PLAIN
    return _Matrix(_FOUND.a, _FOUND.b, _FOUND.c, _FOUND.d, _FOUND.e, _FOUND.f)


def _colour(get: Any, thing: Any) -> tuple[Colour, int]:
    """(colour, how opaque it is, 0 to 255); black where it is given by a pattern."""
    if not get(thing, *_CHANNELS):
        return (0, 0, 0), 255
    red, green, blue, alpha = (channel.value for channel in _CHANNELS)
    return (red, green, blue), alpha


def _ink(thing: Any, matrix: _Matrix, order: int) -> Ink:
    own = _matrix(thing).then(matrix)
    pdfium.FPDFTextObj_GetFontSize(thing, _SIZE)
    angle = math.atan2(own.b, own.a) / (math.pi / 2)
    quarters = round(angle) % 4 if abs(angle - round(angle)) * math.pi / 2 <= UPRIGHT else None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    get = pdfium.FPDFPageObj_GetStrokeColor if mode == 1 else pdfium.FPDFPageObj_GetFillColor
    colour, alpha = _colour(get, thing)
    size = abs(_SIZE.value) * math.hypot(own.c, own.d)
    return Ink(order, size, quarters, colour, mode not in _INVISIBLE and alpha > 0, _clip(thing, matrix))


def _clip(thing: Any, matrix: _Matrix) -> tuple[float, float, float, float] | None:
    """The box that all paths leave by which an object is cut off: in a printed sheet that of its cell."""
    path = pdfium.FPDFPageObj_GetClipPath(thing)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    box = None
    for at in range(min(count, MOST_CLIPS)):
        points = []
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(path, at), MOST_SEGMENTS)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, at, number)
            pdfium.FPDFPathSegment_GetPoint(segment, _X, _Y)
            points.append(matrix.of(_X.value, _Y.value))
        if not points:
            continue
        across, up = [x for x, _ in points], [y for _, y in points]
        own = min(across), min(up), max(across), max(up)
        box = box or own
        box = max(box[0], own[0]), max(box[1], own[1]), min(box[2], own[2]), min(box[3], own[3])
    return box


def _box(thing: Any, matrix: _Matrix, order: int, colour: Colour | None, *, opaque: bool = True) -> Box:
    (x0, y0), (x1, y1) = _bounds(thing, matrix)
    opaque = opaque and not pdfium.FPDFPageObj_HasTransparency(thing)
    return Box(order, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), colour, opaque)


def _bounds(thing: Any, matrix: _Matrix) -> tuple[Point, Point]:
    """Two opposite corners."""
    pdfium.FPDFPageObj_GetBounds(thing, *_CORNERS)
    left, bottom, right, top = (corner.value for corner in _CORNERS)
    return ((left, bottom), (right, top)) if matrix is _PLAIN else (matrix.of(left, bottom), matrix.of(right, top))


def _path(path: Any, matrix: _Matrix, order: int, drawn: Drawn) -> None:
    """A thin box is one line; the sides of another are four, of which those of a white one are not seen."""
    low, high = _bounds(path, matrix)
    width, height = abs(high[0] - low[0]), abs(high[1] - low[1])
    if min(width, height) <= THIN:
        if max(width, height) <= DOT:
            drawn.lines += [((low[0], low[1]), (high[0], low[1])), ((low[0], low[1]), (low[0], high[1]))]
        elif max(width, height) >= SHORTEST or _is_dash(width, height):
            x, y = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
            drawn.lines.append(((low[0], y), (high[0], y)) if width > height else ((x, low[1]), (x, high[1])))
        return
    count = pdfium.FPDFPath_CountSegments(path)
    pdfium.FPDFPath_GetDrawMode(path, _MODE, _STROKED)
    if count > MOST_SEGMENTS:
        drawn.curves += 1
        return
    straight = list(_sides(path, _matrix(path).then(matrix), count))
    if _STROKED.value:
        drawn.lines += straight
    if _MODE.value and _is_box(straight):
        colour, alpha = _colour(pdfium.FPDFPageObj_GetFillColor, path)
        drawn.boxes.append(_box(path, matrix, order, colour, opaque=alpha == 255))
        if not _STROKED.value and min(colour) < WHITE:
            drawn.sides += straight
    elif not straight or _MODE.value:
        drawn.curves += 1


def _is_dash(width: float, height: float) -> bool:
    """Whether a short piece may be part of a dashed rule: longer than it is wide."""
    return max(width, height) >= 2 * min(width, height) and max(width, height) >= 1.0


def _is_box(sides: Sequence[tuple[Point, Point]]) -> bool:
    level = all(min(abs(x0 - x1), abs(y0 - y1)) <= 0.1 for (x0, y0), (x1, y1) in sides)
    return len(sides) in (3, 4, 5) and level


def _sides(path: Any, matrix: _Matrix, count: int) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, each from..to."""
    first = last = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, _X, _Y)
        point = matrix.of(_X.value, _Y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and point != last:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            if last != first:
                yield last, first
            last = first
