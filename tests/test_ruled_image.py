"""Ruled lines in a picture → cells: drawn tables, straight, askew, faint and broken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("cv2", reason="the extra ocr is not installed")

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from loaders.readers import ruled_image, straighten
from tests.printed.pdf import WQY

LINE = 30
XS, YS = (100, 400, 520, 640, 760), (80, 140, 200, 260, 320, 380)


def drawn(*, shade: int = 0, thick: int = 2, without: Sequence[tuple[int, int, int, int]] = ()) -> NDArray[np.uint8]:
    """A table of five rows and four columns, without the pieces of rule given as x, y, x, y in edges."""
    page = np.full((480, 900), 255, np.uint8)
    for at, y in enumerate(YS):
        for column in range(4):
            if (column, at, column + 1, at) not in without:
                cv2.line(page, (XS[column], y), (XS[column + 1], y), shade, thick)
    for at, x in enumerate(XS):
        for row in range(5):
            if (at, row, at, row + 1) not in without:
                cv2.line(page, (x, YS[row]), (x, YS[row + 1]), shade, thick)
    for row, y in enumerate(YS[:-1]):
        for column, x in enumerate(XS[:-1]):
            cv2.putText(page, str(row * column), (x + 40, y + 42), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    return page


def places(page: NDArray[np.uint8]) -> list[list[tuple[int, ...]]]:
    """Cells of each table as (top, bottom, left, right)."""
    found = ruled_image.ruled_page(ruled_image.evened(page), np.zeros(page.shape, bool), LINE)
    return [[cell[:4] for cell in table.cells] for table in found.tables]


WHOLE = [(row, row + 1, column, column + 1) for row in range(5) for column in range(4)]


@pytest.mark.parametrize("shade", [0, 90, 170])
def test_every_cell_is_found(shade: int) -> None:
    assert places(drawn(shade=shade)) == [WHOLE]


def test_cells_merged_across_and_down() -> None:
    page = drawn(without=[(1, 0, 1, 1), (2, 0, 2, 1), (0, 2, 1, 2), (0, 3, 1, 3)])
    merged = [(0, 1, 0, 3), (0, 1, 3, 4), *WHOLE[4:5], *WHOLE[5:8], *WHOLE[9:12], *WHOLE[13:]]
    merged[2] = (1, 4, 0, 1)
    assert places(page) == [merged]


def test_a_rule_with_gaps_is_one_and_a_stroke_in_a_cell_is_none() -> None:
    page = drawn()
    cv2.rectangle(page, (510, 225), (530, 240), 255, -1)
    cv2.line(page, (250, 95), (250, 128), 0, 3)
    assert places(page) == [WHOLE]


def test_characters_at_the_height_of_a_rule_beside_them_are_none() -> None:
    page = drawn(without=[(1, 1, 2, 1)])
    for x in range(404, 512, 12):
        cv2.rectangle(page, (x, 126), (x + 8, 154), 0, -1)
    merged = [cell for cell in WHOLE if cell[2] != 1 or cell[0] > 1]
    assert places(page) == [sorted([*merged, (0, 2, 1, 2)], key=lambda cell: (cell[0], cell[2]))]


def test_noise_makes_no_rules() -> None:
    page = np.clip(drawn() + np.random.default_rng(1).normal(0, 18, (480, 900)), 0, 255).astype(np.uint8)
    assert places(page) == [WHOLE]


def test_a_table_without_rules_at_its_sides() -> None:
    sides = [(edge, row, edge, row + 1) for edge in (0, 4) for row in range(5)]
    assert places(drawn(without=sides)) == [WHOLE]


def test_a_frame_around_the_page_is_no_table() -> None:
    page = drawn()
    cv2.rectangle(page, (20, 20), (880, 460), 0, 2)
    assert places(page) == [WHOLE]


def test_no_rules_no_table() -> None:
    page = np.full((480, 900), 255, np.uint8)
    cv2.putText(page, "1 2 3", (100, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 2)
    assert places(page) == []


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.4, 3.2])
def test_a_page_askew(degrees: float) -> None:
    page = drawn()
    matrix = cv2.getRotationMatrix2D((450, 240), degrees, 1)
    askew = np.asarray(cv2.warpAffine(page, matrix, (900, 480), borderValue=(255,)), dtype=np.uint8)
    assert abs(straighten.skew_of(askew) + degrees) < 0.1


def test_shadows_become_white() -> None:
    page = (drawn() * np.linspace(0.5, 1, 900)[None, :]).astype(np.uint8)
    assert places(page) == [WHOLE]


def test_rules_that_shine_through_from_the_back_are_none() -> None:
    page = drawn(thick=3)
    for x in (470, 585, 700):
        cv2.line(page, (x, 90), (x, 370), 190, 3)
    assert places(np.minimum(page, drawn(thick=3))) == [WHOLE]


@pytest.mark.parametrize("seed", range(3))
def test_strokes_of_a_title_in_large_characters_make_no_table(seed: int) -> None:
    picture = Image.new("L", (900, 260), 255)
    font = ImageFont.truetype(str(WQY), 66 + seed)
    for at, text in enumerate(("青禾区农业农村局政府信息", "公开工作年度报告")):
        ImageDraw.Draw(picture).text((20, 20 + 100 * at), text, fill=0, font=font, stroke_width=2)
    assert places(np.vstack([np.asarray(picture, np.uint8), drawn()])) == [WHOLE]
