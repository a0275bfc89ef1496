"""What stands on a page of PDF: characters with their places, ruled lines, pictures; by pdfium, upright however turned.

Places are in points from the page's top left corner, y growing downward.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_CHARACTERS = 60_000
"""of one page"""
MOST_OBJECTS = 40_000
"""of one page: lines, pictures, pieces of text"""
DEEPEST = 8
"""forms within forms that are looked into"""
THIN = 3.0
"""points that a drawn line is wide at most"""
SHORTEST = 4.0
"""points that a rule is long at least"""
STRAIGHT = 1.0
"""points that the ends of a line may be out of the level"""
TWICE = 0.3
"""parts of a character's size within which the same one again is its shadow: bold type drawn twice"""
_UNSAID = frozenset((0xFFFE, 0xFFFF, 0x0002))
"""what pdfium gives where a font does not say which character a sign is, and its hyphens at line ends"""


class Glyph(NamedTuple):
    """One character as drawn."""

    text: str
    left: float
    right: float
    base: float
    """where it stands: y of its line"""
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.base - 0.35 * self.size


class Rule(NamedTuple):
    """One straight line: at x from top to bottom, or at y from left to right."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    across: Sequence[Rule]
    down: Sequence[Rule]
    shaded: tuple[Sequence[Rule], Sequence[Rule]]
    """edges of filled boxes, across and down: cells of a table that has no rules, or only colour behind one that has"""
    pictured: float
    """part of the page that is covered by its largest picture, 0 to 1"""


def content_of(page: Any) -> PageContent:
    """Read an open page of pypdfium2."""
    width, height = page.get_size()
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    plain = (height, width) if turn % 2 else (width, height)
    left, bottom = page.get_bbox()[:2]
    turned = _Turn(turn, *plain, left, bottom)
    glyphs = list(_glyphs(page, turned))
    drawn = _drawn(page, turned)
    sideways = _sideways(page)
    if sideways:
        # A landscape table set on an upright page: read with the page turned.
        again = _Turn((turn + sideways) % 4, *plain, left, bottom)
        glyphs = list(_glyphs(page, again))
        drawn = _drawn(page, again)
        width, height = (height, width) if sideways % 2 else (width, height)
    return PageContent(
        width=width, height=height, glyphs=glyphs, across=drawn.across, down=drawn.down, shaded=drawn.shaded,
        pictured=min(drawn.pictured / max(width * height, 1.0), 1.0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Turn:
    """From a page's own places to those of a reader who holds it upright."""

    quarters: int
    width: float
    height: float
    left: float
    bottom: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        if self.quarters == 3:
            return self.height - y, self.width - x
        return x, self.height - y


def _glyphs(page: Any, turned: _Turn) -> Iterator[Glyph]:
    """Characters in the order they were drawn, without blanks, shadows and what pdfium adds."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)
        # The loose box is as wide as the sign's own place in its line; the tight one of a 1 is a third of that.
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        origin, loose = (ctypes.byref(x), ctypes.byref(y)), ctypes.byref(box)
        seen: set[tuple[str, int, int]] = set()
        for at in range(count):
            code = pdfium.FPDFText_GetUnicode(text, at)
            if code <= 32 or code == 0xA0 or code == 0x3000:
                continue
            if not pdfium.FPDFText_GetLooseCharBox(text, at, loose):
                continue
            if not pdfium.FPDFText_GetCharOrigin(text, at, *origin):
                continue
            if code in _UNSAID and pdfium.FPDFText_IsGenerated(text, at):
                continue
            size = pdfium.FPDFText_GetFontSize(text, at)
            (x0, _), (x1, _) = turned(box.left, box.bottom), turned(box.right, box.top)
            _, base = turned(x.value, y.value)
            size = abs(size) if 1.0 < abs(size) < 200 else abs(box.top - box.bottom) or 1.0
            sign = "\ufffd" if code in _UNSAID or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)
            place = (sign, round(min(x0, x1) / (TWICE * size)), round(base / (TWICE * size)))
            if place in seen:
                continue
            seen.add(place)
            yield Glyph(sign, min(x0, x1), max(x0, x1), base, size)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _sideways(page: Any) -> int:
    """Quarter turns by which most characters are off the upright."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)
        step = max(count // 200, 1)
        turns: Counter[int] = Counter()
        for at in range(0, count, step):
            if pdfium.FPDFText_GetUnicode(text, at) > 32:
                angle = pdfium.FPDFText_GetCharAngle(text, at)
                turns[round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0] += 1
    finally:
        pdfium.FPDFText_ClosePage(text)
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    turn, most = max(turns.items(), key=lambda item: item[1], default=(0, 0))
    lies = (turn - rotation) % 4
    return lies if 2 * most > sum(turns.values()) else 0


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: _Matrix) -> _Matrix:
        return _Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


@dataclass(slots=True)
class _Drawn:
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    shaded: tuple[list[Rule], list[Rule]] = field(default_factory=lambda: ([], []))
    pictured: float = 0.0
    """area of the largest picture in square points"""


def _drawn(page: Any, turned: _Turn) -> _Drawn:
    """Rules, filled boxes and pictures of a page."""
    drawn = _Drawn()
    for thing, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [matrix.of(*corner) for corner in _bounds(thing)]
            (x0, y0), (x1, y1) = corners[0], corners[1]
            drawn.pictured = max(drawn.pictured, abs(x1 - x0) * abs(y1 - y0))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            across, down = drawn.shaded if _is_filled(thing) else (drawn.across, drawn.down)
            for start, end in _lines(thing, matrix):
                (x0, y0), (x1, y1) = turned(*start), turned(*end)
                if abs(y0 - y1) <= STRAIGHT and abs(x0 - x1) > abs(y0 - y1):
                    across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x0 - x1) <= STRAIGHT:
                    down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return drawn


def _is_filled(path: Any) -> bool:
    """Whether a path is a box of colour without a line around it; a thin one is a line itself."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value or stroke.value:
        return False
    (left, bottom), (right, top) = _bounds(path)
    return min(abs(right - left), abs(top - bottom)) > THIN


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """Everything drawn, that within forms too, each with the matrix of the forms around it."""
    left = MOST_OBJECTS

    def inside(count: int, get: Any, of: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
        nonlocal left
        for at in range(count):
            if left <= 0:
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

    yield from inside(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, _Matrix(), 0)


def _matrix(thing: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return _Matrix()
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(thing: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Lower left and upper right corner."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return (left.value, bottom.value), (right.value, top.value)


def _lines(path: Any, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight lines of a path: a thin box is one line, the sides of another are four."""
    low, high = (matrix.of(*corner) for corner in _bounds(path))
    width, height = abs(high[0] - low[0]), abs(high[1] - low[1])
    if min(width, height) <= THIN:
        if max(width, height) >= SHORTEST or _is_dash(width, height):
            middle = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
            if width > height:
                yield (low[0], middle[1]), (high[0], middle[1])
            else:
                yield (middle[0], low[1]), (middle[0], high[1])
        elif width > 0 < height:
            # A dot of a dotted rule: which way that runs only its neighbours tell.
            middle = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
            yield (low[0], middle[1]), (high[0], middle[1])
            yield (middle[0], low[1]), (middle[0], high[1])
        return
    own = _matrix(path).then(matrix)
    yield from _sides(path, own)


def _is_dash(width: float, height: float) -> bool:
    """Whether a short piece may be part of a dashed rule: longer than it is wide."""
    return max(width, height) >= 2 * min(width, height) and max(width, height) >= 1.0


def _sides(path: Any, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path, each from..to."""
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for at in range(min(pdfium.FPDFPath_CountSegments(path), MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.of(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first
            last = first
