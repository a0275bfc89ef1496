"""Tables without rules in pictures: words by their places, read from boxes as recognition gives them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("cv2", reason="the extra ocr is not installed")

import numpy as np
from numpy.typing import NDArray

from loaders.readers import scan_dark, scan_unruled, scan_upright, scan_words
from loaders.readers.pdf_text import TextLine
from loaders.readers.ruled_image import Box, RuledCell, RuledPage, RuledTable
from loaders.readers.scan import UNSURE
from loaders.readers.scan_prose import is_page_mark
from loaders.readers.scan_tables import tables_of
from loaders.readers.scan_unruled import Stretch
from loaders.readers.scan_upright import Upright
from loaders.readers.scan_words import Word

LINE = 30
COLUMNS = (700, 820, 940, 1060)
Row = tuple[int, Sequence[tuple[int, str]]]
"""where a line's middle is, and its words with where they begin"""


def word(x: int, y: int, text: str) -> Word:
    wide = sum(15 if sign.isascii() else 28 for sign in text)
    return Word(Box(x, y - 13, x + wide, y + 13), text)


def rows(*lines: Row) -> list[str]:
    """The rows of a stretch in which these words stand, cells parted by bars; running text as it is."""
    words = tuple(word(x, y, text) for y, line in lines for x, text in line)
    found: list[str] = []
    for part in scan_unruled.tables(sorted(text_lines(words), key=lambda line: line.base)):
        found += [line.text for line in part] if isinstance(part, list) else [row.text for row in part[1]]
    return [row.replace("\t", "|") for row in found]


def text_lines(words: tuple[Word, ...]) -> list[TextLine]:
    return scan_unruled.text_lines(Stretch(0, 10_000, words, LINE))


def figures(y: int, *values: str) -> list[tuple[int, str]]:
    return [(x, value) for x, value in zip(COLUMNS, values, strict=True) if value]


def head(y: int) -> Row:
    return y, [(680 + 120 * at, text) for at, text in enumerate(("个人", "企业", "机构", "总计"))]


def row(y: int, label: str, *values: str) -> Row:
    return y, [(200, label), *figures(y, *values)]


def test_rows_keep_their_columns() -> None:
    found = rows(head(100), row(160, "予以公开", "1", "", "3", "4"), row(220, "部分公开", "0", "12", "0", "12"),
                 row(280, "不予公开", "0", "0", "", "0"))  # fmt: skip
    assert found == ["个人|企业|机构|总计", "予以公开|1||3|4", "部分公开|0|12|0|12", "不予公开|0|0||0"]


def test_a_label_of_several_lines_stands_around_its_figures() -> None:
    found = rows(
        head(100),
        row(160, "予以公开", "1", "0", "3", "4"),
        (220, [(200, "申请人无正当理由逾期不补正、行政机")]),
        (239, figures(239, "5", "6", "7", "18")),
        (258, [(200, "关不再处理其政府信息公开申请")]),
        row(320, "不予公开", "0", "0", "0", "0"),
    )
    assert "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请|5|6|7|18" in found


def test_a_group_between_two_rows_takes_no_figure_of_them() -> None:
    found = rows(
        head(100),
        row(160, "1.予以公开", "1", "0", "3", "4"),
        (186, [(100, "三、")]),
        row(212, "2.部分公开", "5", "6", "7", "18"),
        row(264, "3.不予公开", "0", "0", "0", "0"),
    )
    assert [each for each in found if "|" in each][1:] == [
        "1.予以公开|1|0|3|4", "2.部分公开|5|6|7|18", "3.不予公开|0|0|0|0"
    ]  # fmt: skip
    assert "三、" in found


@pytest.mark.parametrize("misread", ["口", UNSURE, "工一"])
@pytest.mark.parametrize("at", range(4))
def test_a_word_below_figures_is_an_unreadable_one(misread: str, at: int) -> None:
    values = ["5", "6", "7", "18"]
    values[at] = misread
    found = rows(head(100), row(160, "予以公开", "1", "2", "3", "4"), row(220, "部分公开", *values),
                 row(280, "不予公开", "0", "0", "0", "0"))  # fmt: skip
    values[at] = UNSURE
    assert "|".join(["部分公开", *values]) in found


def test_rows_whose_columns_the_next_ones_show() -> None:
    few = row(100, "1.重复申请", "1", "", "3", ""), row(160, "2.公开出版物", "", "2", "", "2")
    many = row(290, "3.甲乙丙丁", "1", "0", "3", "4"), row(350, "4.戊己庚辛", "0", "12", "0", "12")
    found = rows(*few, (225, [(200, "不予处")]), *many)
    assert found == ["1.重复申请|1||3|", "2.公开出版物||2||2", "不予处", "3.甲乙丙丁|1|0|3|4", "4.戊己庚辛|0|12|0|12"]
    apart = 160, [(200, "2.公开出版物"), (760, "2"), (1060, "2")]
    assert "1.重复申请|1|3" in rows(few[0], apart, (225, [(200, "不予处")]), *many)
    assert "1.重复申请|1|3" in rows(*few, (225, [(200, "不予处"), (700, "自然人")]), *many)


def test_a_figure_that_touches_its_label_is_unreadable() -> None:
    touching = 220, [(475, "要求提供公开出版物5"), *figures(220, "", "6", "7", "13")]
    found = rows(head(100), row(160, "予以公开", "1", "2", "3", "4"), touching,
                 row(280, "不予公开", "0", "0", "0", "0"))  # fmt: skip
    assert f"要求提供公开出版物|{UNSURE}|6|7|13" in found


def test_units_tell_a_row_without_a_figure() -> None:
    lines = [
        (160 + 50 * at, [(200, label), (700, unit), *([(900, value)] if value else [])])
        for at, (label, unit, value) in enumerate(
            [
                ("收到申请数", "件", "17"),
                ("网络申请数", "件", ""),
                ("举办各类培训班数", "次", "2"),
                ("接受培训人员数", "人次", ""),
            ]
        )
    ]
    found = rows((100, [(200, "统计指标"), (690, "单位"), (880, "统计数")]), *lines)
    assert found[-4:] == ["收到申请数|件|17", "网络申请数|件|", "举办各类培训班数|次|2", "接受培训人员数|人次|"]


def test_words_askew_by_a_pixel_are_of_one_line() -> None:
    words = [
        word(x, 160 + at, text) for at, (x, text) in enumerate([(200, "予以公开"), *figures(0, "1", "2", "3", "4")])
    ]
    (line,) = text_lines(tuple(words))
    assert [piece.text for piece in line.pieces] == ["予以公开", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("-1-", True),
        ("一2ー", True),
        (f"—{UNSURE}—", True),
        ("第3页", True),
        (f"{UNSURE} -", True),
        ("-3", True),
        ("1件", False),
        ("3", False),
    ],
)
def test_the_number_of_a_page(text: str, mark: bool) -> None:
    assert is_page_mark(text) == mark


def ink(*boxes: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    page = np.zeros((300, 900), bool)
    for left, top, right, bottom in boxes:
        page[top:bottom, left:right] = True
    return page


def test_marks_near_each_other_are_words() -> None:
    characters = [(at, 50, at + 24, 78) for at in (100, 128, 156, 300, 328)]
    assert scan_words.places_of(ink(*characters), LINE) == [Box(100, 50, 180, 78), Box(300, 50, 352, 78)]


def test_a_numeral_its_comma_and_what_follows_are_one_word() -> None:
    numeral, comma = (100, 62, 126, 67), (129, 70, 136, 77)
    characters = [(at, 50, at + 24, 78) for at in (156, 184)]
    assert scan_words.places_of(ink(numeral, comma, *characters), LINE) == [Box(100, 50, 208, 78)]


def test_two_figures_are_not_joined_by_dust() -> None:
    first, second, dust = (100, 50, 114, 78), (132, 50, 146, 78), (121, 60, 123, 62)
    assert len(scan_words.places_of(ink(first, second, dust), LINE)) == 2


def page(mask: NDArray[np.bool_], *tables: RuledTable) -> RuledPage:
    blank = np.full(mask.shape, 255, np.uint8)
    return RuledPage(tables=tables, plain=blank, ink=mask, faint=mask, coloured=np.zeros_like(mask))


def test_rules_and_frames_are_no_words() -> None:
    rule, frame, character = (50, 100, 850, 103), (50, 120, 53, 290), (100, 50, 124, 78)
    bare = scan_words.bare(page(ink(rule, frame, character)), LINE)
    assert scan_words.places_of(bare.ink, LINE) == [Box(*character)]


@pytest.mark.parametrize(("columns", "apart"), [(1, False), (2, True)])
def test_what_parts_no_words_is_no_table(columns: int, apart: bool) -> None:
    words = [(at, 50, at + 20, 78) for at in (100, 200, 300, 400)] if apart else []
    edges = [50, 500, 850][: columns + 1]
    cells = tuple(
        RuledCell(0, 1, at, at + 1, Box(edges[at], 20, edges[at + 1], 100)) for at in range(columns)
    )  # fmt: skip
    table = RuledTable(box=Box(50, 20, edges[-1], 100), cells=cells)
    left, found = tables_of(page(ink(*words), table), LINE)
    assert (left.tables, found) == ((), [])


def shaded(fill: int, light: int) -> NDArray[np.uint8]:
    """White paper with a dark block, in which strokes of another shade stand, and a black stroke outside it."""
    paper = np.full((200, 400), 250, np.uint8)
    paper[40:100, 50:350] = fill
    paper[55:85, 100:106] = paper[55:85, 200:206] = light
    paper[150:180, 100:106] = 20
    return paper


def test_a_head_white_on_dark_becomes_dark_on_white() -> None:
    page = shaded(70, 245)
    grey, _ = scan_dark.lightened(page, np.zeros_like(page), LINE)
    assert grey[60, 102] < 30
    assert grey[60, 150] > 240
    assert (grey[110:] == page[110:]).all()


def test_so_does_one_white_on_blue() -> None:
    page = shaded(150, 245)
    grey, colour = scan_dark.lightened(page, np.where(page == 150, 140, 0).astype(np.uint8), LINE)
    assert grey[60, 102] < 30 < 240 < grey[60, 150]
    assert not colour.any()


@pytest.mark.parametrize("page", [shaded(225, 20), shaded(70, 90), shaded(70, 70)])
def test_pale_shades_and_pictures_stay(page: NDArray[np.uint8]) -> None:
    grey, _ = scan_dark.lightened(page, np.zeros_like(page), LINE)
    assert (grey == page).all()


def test_a_watermark_is_looked_away_from() -> None:
    level, aslant = [[100, 50], [300, 50], [300, 80], [100, 80]], [[100, 150], [280, 60], [295, 90], [115, 180]]
    clear = page(ink((100, 50, 300, 80)))
    for boxes, seen in (([level] * 5, False), ([level, *[aslant] * 2], False), ([level, *[aslant] * 3], True)):
        upright = Upright(clear.plain, clear.plain, np.array(boxes, np.float32))
        assert scan_upright.shows_watermark(upright, clear) == seen
