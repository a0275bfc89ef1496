"""loaders/readers/celled.py: cells that have a line each and bars between them. tests/reports/bars_* are whole ones."""

from __future__ import annotations

import pytest

from loaders.readers.celled import put_together

HEAD = ["第二十条第（一）项 |", "|||", "信息内容 |", "本年制发件数 |", "本年废止件数 |", "现行有效件数 |"]


def filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def test_bars_fill_a_row_up_and_one_alone_is_a_blank_cell() -> None:
    rows = ["规章 |", "|", "0 |", "5 |", "第二十条第（五）项 |", "|||", "行政许可 |", "8 |", "||"]
    made = put_together([*HEAD, *rows])
    assert len(made) == len(HEAD) + len(rows)
    assert filled(made)[2:] == ["| 规章 |  | 0 | 5 |", "| 第二十条第（五）项 |", "| 行政许可 | 8 |"]


def test_a_bar_that_fills_a_row_up_by_one_is_no_blank_cell() -> None:
    figures = ["1 |", "2 |", "|", "3 |"]
    made = put_together(
        ["一、新收 |", *figures, "|||", "三、结果 |", "（一）予以公开 |", *figures, "||", "（三）不予公开 |"]
    )
    assert made[0].startswith("一、新收")  # a row that does not end: nothing is put together
    rows = ["一、新收 |", *figures, "||", "三、结果 |", "（一）予以公开 |", *figures, "|"]
    assert filled(put_together(rows)) == ["| 一、新收 | 1 | 2 |  | 3 |", "| 三、结果 | （一）予以公开 | 1 | 2 |  | 3 |"]


def test_rows_that_begin_without_a_bar_end_with_one_alone() -> None:
    row = ["主动公开信息数", "| 条", "| 01", "|", "|"]
    assert filled(put_together(["统计表", *row * 3])) == ["统计表", *["主动公开信息数 | 条 | 01 | |"] * 3]


def test_a_bar_alone_between_cells() -> None:
    row = ["规章", "|", "0", "|", "|", "6", "|"]
    assert filled(put_together(["表格如下:", *row * 4])) == ["表格如下:", *["| 规章 | 0 |  | 6 |"] * 4]


@pytest.mark.parametrize("line", ["| a | b |", "| 12", "a || b", "无。"])
def test_other_lines_stay(line: str) -> None:
    assert put_together([line] * 20) == [line] * 20


def test_bars_behind_the_last_cell_fill_its_row_up() -> None:
    rows = [
        "第二十条第（五）项 | |||",
        "信息内容 |",
        "上一年项目数量 |",
        "增减 |",
        "决定数量 |",
        "行政许可 |",
        "|",
        "3 |",
        "|",
    ]
    lines = [*rows, "行政处罚 |", "8 | ||", "行政强制 |", "| ||"]
    made = put_together(lines)
    assert len(made) == len(lines)
    assert filled(made) == [
        "| 第二十条第（五）项 |",
        "| 信息内容 | 上一年项目数量 | 增减 | 决定数量 |",
        "| 行政许可 |  | 3 |  |",
        "| 行政处罚 | 8 |",
        "| 行政强制 |  |",
    ]
    # a row that does not reach the width: nothing is put together
    assert put_together([*rows[:-1], *lines[9:]]) == [*rows[:-1], *lines[9:]]


def test_a_bar_alone_behind_each_cell_and_more_that_fill_rows_up() -> None:
    caption, wide = ["第二十条第（五）项", "|", "|||"], ["行政许可", "|", "|", "3", "|", "|"]
    rows = [*caption, *wide, "行政处罚", "|", "8", "|", "||", "行政强制", "|", "|", "||"]
    two = ["申请人情况", "|", "||", "自然人", "|", "商业", "企业", "|", "总计", "|", "合计", "|", "|", "|"]
    made = put_together(["二、主动公开政府信息情况", *rows, "三、收到的申请", *two])
    assert filled(made) == [
        "二、主动公开政府信息情况",
        "| 第二十条第（五）项 |",
        "| 行政许可 |  | 3 |  |",
        "| 行政处罚 | 8 |",
        "| 行政强制 |  |",
        "三、收到的申请",
        "| 申请人情况 |",
        "| 自然人 | 商业企业 | 总计 |",
        "| 合计 |  |  |",
    ]
