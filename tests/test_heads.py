"""Heads of tables whose merged cells are printed once stand over their columns."""

from __future__ import annotations

import pytest

from bot.pages import heads, printed
from index.models import PARTIES, Section

RESULTS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
DISPUTES = [
    "行政复议\t行政诉讼",
    f"{RESULTS}\t未经复议直接起诉\t复议后起诉",
    f"{RESULTS}\t{RESULTS}",
    "9\t1\t3\t4\t17\t5\t0\t2\t1\t8\t4\t1\t0\t3\t8",
]


def columns(lines: list[str]) -> list[list[tuple[str, int, int]]]:
    """Of each row of the one table, its cells with the columns that they stand over, from and to."""
    (block,) = printed.printed(["标题", *lines], [], [])[1:]
    taken: dict[int, set[int]] = {}
    found = []
    for at, row in enumerate(block.lines):
        placed, column = [], 0
        for cell, (wide, deep) in zip(row.cells, row.rooms or ((1, 1),) * len(row.cells), strict=True):
            while column in taken.get(at, ()):
                column += 1
            for below in range(at, at + deep):
                taken.setdefault(below, set()).update(range(column, column + wide))
            placed.append((cell[0].text, column, column + wide))
            column += wide
        found.append(placed)
    return found


def test_heads_stand_over_the_columns_that_the_form_puts_under_them() -> None:
    rows = columns(DISPUTES)
    assert rows[0] == [("行政复议", 0, 5), ("行政诉讼", 5, 15)]
    assert rows[1][4:] == [("总计", 4, 5), ("未经复议直接起诉", 5, 10), ("复议后起诉", 10, 15)]
    assert rows[2][5:7] == [("结果维持", 10, 11), ("结果纠正", 11, 12)]
    assert rows[3][9] == ("8", 9, 10)


def test_what_stands_first_is_over_the_labels() -> None:
    rows = columns(
        [
            "（本列数据的勾稽关系）\t申请人情况",
            "自然人\t法人或其他组织\t总计",
            "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
            "三、本年度办理结果\t（一）予以公开\t3\t1\t0\t0\t0\t0\t4",
        ]
    )
    assert rows[0] == [("（本列数据的勾稽关系）", 0, 2), ("申请人情况", 2, 9)]
    assert rows[1] == [("自然人", 2, 3), ("法人或其他组织", 3, 8), ("总计", 8, 9)]
    assert rows[2][0] == ("商业企业", 3, 4)


@pytest.mark.parametrize("lines", [DISPUTES[:1] + DISPUTES[2:], ["甲\t行政诉讼", "1\t2\t3"]])
def test_what_does_not_come_out_even_is_left_as_it_is(lines: list[str]) -> None:
    (block,) = printed.printed(["标题", *lines], [], [])[1:]
    assert not any(row.rooms for row in block.lines)


def test_a_part_of_a_table_without_its_first_head_is_left_as_it_is() -> None:
    (_, table) = printed.printed(["标题", *DISPUTES], [], [])
    section = Section(heading="四", number=4, first=2, last=5)
    (begun,) = printed.around([table], section, 3, 1)
    assert [row.line for row in begun.lines] == [2, 3, 4]
    assert begun.lines[0].rooms
    (rest,) = printed.around([table], section, 4, 1)
    assert [row.line for row in rest.lines] == [3, 4, 5]
    assert not any(row.rooms for row in rest.lines)


def test_the_columns_of_applicants_are_those_of_the_index() -> None:
    assert heads.OVER["申请人情况"] == len(PARTIES)
