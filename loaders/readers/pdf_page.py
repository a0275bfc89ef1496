"""What a reader sees on a PDF page, turned upright: characters with their places, ruled lines, pictures.

Coordinates are in points from the top left corner, y downward. Text that a reader cannot see, or that is covered, is
left out or replaced by UNSURE, and never becomes part of a figure.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from loaders.readers.pdf_drawn import Box, Drawn, Ink, Point, address, drawn_on

MOST_CHARACTERS = 60_000
"""of one page"""
STRAIGHT = 1.0
"""points that the ends of a line may be out of the level"""
LEAST_SIZE = 0.2
"""parts of the usual size from which on a character can be seen"""
PALE = 232
"""of 255, from which on a colour may be that of what is behind"""
ALIKE = 24
"""of 255, within which two colours are one to the eye"""
CUT = 1.0
"""points by which the middle of a character may be outside of what is seen"""
BAND = 20.0
"""points of a page that are looked up together"""
UNSURE = "\ufffd"
"""a sign that no font explains, or that something covers"""
_HYPHEN, _SOFT_HYPHEN = 0x0002, 0x00AD
"""what pdfium gives for one at the end of a line; what some files have where one is drawn"""
_BLANKS = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x200B, 0xFEFF))


class Glyph(NamedTuple):
    """One character as drawn."""

    text: str
    left: float
    right: float
    base: float
    """where it stands: y of its line"""
    size: float
    quarters: int = 0
    """turns against the clock from the rest of the page"""
    spaced: bool = False
    """a blank that the file has follows: none that is only made of a gap"""

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.base - 0.35 * self.size


class Rule(NamedTuple):
    """One straight line: at x from top to bottom, or at y from left to right."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """Where a picture stands."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    across: Sequence[Rule]
    down: Sequence[Rule]
    shaded: tuple[Sequence[Rule], Sequence[Rule]]
    """sides of filled boxes, across and down"""
    pictures: Sequence[Area]
    """from the largest on"""
    curves: int
    """drawings that are no lines"""
    all: bool
    """nothing was left out for its number"""

    @property
    def pictured(self) -> float:
        """The fraction of the page that its largest picture covers, 0 to 1."""
        if not self.pictures:
            return 0.0
        left, top, right, bottom = self.pictures[0]
        wide, high = min(right, self.width) - max(left, 0), min(bottom, self.height) - max(top, 0)
        return max(wide, 0.0) * max(high, 0.0) / max(self.width * self.height, 1.0)


def content_of(page: Any) -> PageContent:
    """The content of an open page of pypdfium2."""
    width, height = page.get_size()
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    left, bottom = page.get_bbox()[:2]
    drawn = drawn_on(page)
    signs, every = _signs(page, drawn)
    # A landscape table set on an upright page is read with the page turned.
    quarters = Counter(sign.ink.quarters for sign in signs if sign.ink.quarters is not None)
    most = max(quarters, key=lambda each: (quarters[each], each == turn), default=turn)
    sideways = (most - turn) % 4 if 2 * quarters[most] > len(signs) else 0
    plain = (height, width) if turn % 2 else (width, height)
    turned = _Turn((turn + sideways) % 4, *plain, left, bottom)
    if sideways % 2:
        width, height = height, width
    across, down = _rules(drawn.lines, turned)
    areas = [Area(*_upright(box, turned)) for box in drawn.pictures]
    return PageContent(
        width=width,
        height=height,
        glyphs=list(_glyphs(signs, turned, (width, height))),
        across=across,
        down=down,
        shaded=_rules(drawn.sides, turned),
        pictures=sorted(areas, key=lambda area: (area.left - area.right) * (area.bottom - area.top)),
        curves=drawn.curves,
        all=every and drawn.all,
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """From a page's own places to those of a reader who holds it upright."""

    quarters: int
    width: float
    height: float
    left: float
    bottom: float

    def __call__(self, x: float, y: float) -> Point:
        x, y = x - self.left, y - self.bottom
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        if self.quarters == 3:
            return self.height - y, self.width - x
        return x, self.height - y


def _upright(box: Box, turned: _Turn) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = turned(box.left, box.bottom), turned(box.right, box.top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class _Sign(NamedTuple):
    """One character in the places of the file."""

    text: str
    ink: Ink
    box: tuple[float, float, float, float]
    """left, bottom, right, top"""
    origin: Point
    spaced: bool = False


def _signs(page: Any, drawn: Drawn) -> tuple[list[_Sign], bool]:
    """(characters in the order in which they are drawn, without blanks and what cannot be seen; whether all are)."""
    text = pdfium.FPDFText_LoadPage(page)
    hides = _Hides(drawn)
    try:
        count = pdfium.FPDFText_CountChars(text)
        # The loose box is as wide as the sign's own place in its line; the tight one of a 1 is a third of that.
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        signs: list[_Sign] = []
        unseen: list[_Sign] = []
        for at in range(min(count, MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, at)
            if code in _BLANKS:
                if signs and not pdfium.FPDFText_IsGenerated(text, at):
                    signs[-1] = signs[-1]._replace(spaced=True)
                continue
            ink = drawn.inks.get(address(pdfium.FPDFText_GetTextObject(text, at)))
            if ink is None:
                if pdfium.FPDFText_IsGenerated(text, at):
                    continue
                ink = Ink(1 << 30, pdfium.FPDFText_GetFontSize(text, at), 0, (0, 0, 0), True)
            if not pdfium.FPDFText_GetLooseCharBox(text, at, box):
                continue
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            place = box.left, box.bottom, box.right, box.top
            if not ink.visible:
                unseen.append(_Sign(UNSURE, ink, place, (x.value, y.value)))
                continue
            cut = _cut_off(place, ink)
            if cut is None:
                continue
            sign = _character(code) if code != _HYPHEN or pdfium.FPDFText_IsHyphen(text, at) else UNSURE
            if hides.any and hides.hidden((place[0] + place[2]) / 2, (place[1] + place[3]) / 2, ink):
                sign = UNSURE
            sign = UNSURE if cut else sign
            signs.append(_Sign(sign, ink, place, (x.value, y.value)))
        return signs + list(_lost(unseen, signs, drawn)), count <= MOST_CHARACTERS
    finally:
        pdfium.FPDFText_ClosePage(text)


def _cut_off(place: tuple[float, float, float, float], ink: Ink) -> bool | None:
    """Whether a character is the first of its line that is cut off from those seen; None: it is another of them."""
    if ink.clip is None:
        return False
    left, bottom, right, top = ink.clip
    x, y, wide = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2, place[2] - place[0]
    if not bottom - CUT <= y <= top + CUT or not left - wide < x < right + wide:
        return None
    return not left - CUT <= x <= right + CUT


def _lost(unseen: Sequence[_Sign], signs: Sequence[_Sign], drawn: Drawn) -> Iterator[_Sign]:
    """Where invisible characters stand in for visible ones, of which pdfium leaves out the second at one place."""
    if not unseen:
        return
    lines: dict[int, list[_Sign]] = {}
    for sign in signs:
        lines.setdefault(round(sign.origin[1]), []).append(sign)
    told = {sign.ink.order for sign in signs}
    without = {ink.order for ink in drawn.inks.values() if ink.visible} - told
    for each in unseen:
        (left, bottom, right, top), y = each.box, round(each.origin[1])
        beside = [sign for at in (y - 1, y, y + 1) for sign in lines.get(at, ())]
        half = (right - left) / 2
        over = any(min(right, sign.box[2]) - max(left, sign.box[0]) > half for sign in beside)
        orders = {*without, *(sign.ink.order for sign in beside)}
        if not over and any(drawn.extent(order).holds(left + half, (bottom + top) / 2) for order in orders):
            yield each._replace(ink=each.ink._replace(visible=True))


def _character(code: int) -> str:
    if code in (_HYPHEN, _SOFT_HYPHEN):
        return "-"
    unsaid = code < 32 or 0xD800 <= code <= 0xF8FF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF
    return UNSURE if unsaid else chr(code)


class _Hides:
    """Where on a page boxes and pictures lie over text, or text has the colour of what is behind it."""

    def __init__(self, drawn: Drawn) -> None:
        first = min((ink.order for ink in drawn.inks.values()), default=0)
        large = [box for box in (*drawn.boxes, *drawn.pictures) if box.opaque]
        pale = any(min(ink.colour) >= PALE for ink in drawn.inks.values())
        self.any = pale or any(box.order > first for box in large)
        self.bands: dict[int, list[Box]] = {}
        if self.any:
            for box in sorted(large):
                for band in range(
                    int(box.bottom // BAND), min(int(box.top // BAND), int(box.bottom // BAND) + 200) + 1
                ):
                    self.bands.setdefault(band, []).append(box)

    def hidden(self, x: float, y: float, ink: Ink) -> bool:
        """Whether text there is covered, or cannot be told from what it stands on."""
        here = [box for box in self.bands.get(int(y // BAND), ()) if box.holds(x, y)]
        if any(box.order > ink.order for box in here):
            return True
        if min(ink.colour) < PALE:
            return False
        behind = here[-1].colour if here else (255, 255, 255)
        return behind is not None and all(abs(a - b) <= ALIKE for a, b in zip(behind, ink.colour, strict=True))


def _glyphs(signs: Sequence[_Sign], turned: _Turn, within: Point) -> Iterator[Glyph]:
    """Characters on the page, upright: without those outside it, askew (what is printed across it) or minute.

    The first one that its edge cuts off from the others of a line is kept as unsure: more of a figure is not seen.
    """
    sizes = sorted(sign.ink.size for sign in signs)
    least = LEAST_SIZE * sizes[len(sizes) // 2] if sizes else 0.0
    for text, ink, (left, bottom, right, top), origin, spaced in signs:
        if ink.quarters is None or ink.size < least:
            continue
        (x0, y0), (x1, y1) = turned(left, bottom), turned(right, top)
        quarters = (ink.quarters - turned.quarters) % 4
        size = ink.size if ink.size > 1.0 else abs(y1 - y0) or 1.0
        base = (y0 + y1) / 2 + 0.35 * size if quarters else turned(*origin)[1]
        glyph = Glyph(text, min(x0, x1), max(x0, x1), base, size, quarters, spaced)
        x, y = glyph.middle
        if 0 <= x <= within[0] and 0 <= y <= within[1]:
            yield glyph
        elif 0 <= y <= within[1] and -glyph.size < x < within[0] + glyph.size:
            yield glyph._replace(text=UNSURE)


def _rules(lines: Iterable[tuple[Point, Point]], turned: _Turn) -> tuple[list[Rule], list[Rule]]:
    """(rules across, rules down)."""
    across: list[Rule] = []
    down: list[Rule] = []
    for start, end in lines:
        (x0, y0), (x1, y1) = turned(*start), turned(*end)
        if abs(y0 - y1) <= STRAIGHT and abs(x0 - x1) > abs(y0 - y1):
            across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= STRAIGHT:
            down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down
