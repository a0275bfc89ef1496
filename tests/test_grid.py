"""Merged cells → rows of text."""

from __future__ import annotations

from loaders.readers.grid import ABOVE, LEFT, MOST_COLUMNS, Span, cell_text, grid_rows


def test_a_merged_label_is_one_cell_where_it_begins() -> None:
    rows = grid_rows(
        [
            [Span("（三）不予公开", rows=2), Span("1.属于国家秘密"), Span("3"), Span("")],
            [Span("2.其他"), Span("0"), Span("1")],
        ]
    )
    assert [row.text for row in rows] == ["（三）不予公开\t1.属于国家秘密\t3\t", "2.其他\t0\t1"]
    assert [row.columns for row in rows] == [(0, 1, 2, 3), (1, 2, 3)]
    assert {row.width for row in rows} == {4}


def test_a_merged_figure_is_in_none_of_its_columns_and_rows_alone() -> None:
    heads = [Span(""), Span("自然人"), Span("总计")]
    rows = grid_rows([heads, [Span("甲"), Span("5", rows=2, columns=2)], [Span("乙")]])[1:]
    assert [row.text for row in rows] == [f"甲\t5{LEFT}\t{LEFT}", f"乙\t{ABOVE}\t{ABOVE}"]
    rows = grid_rows([heads, [Span("甲"), Span("5", rows=2), Span("6")], [Span("乙"), Span("7")]])[1:]
    assert [row.text for row in rows] == [f"甲\t5{ABOVE}\t6", f"乙\t{ABOVE}\t7"]


def test_a_row_that_is_merged_as_a_whole_is_one_row() -> None:
    rows = grid_rows(
        [[Span("甲", rows=2), Span("5", rows=2), Span("6", rows=2)], [], [Span("乙"), Span("7"), Span("8")]]
    )
    assert [row.text for row in rows] == ["甲\t5\t6", "乙\t7\t8"]


def test_rows_that_only_go_on_are_left_out() -> None:
    rows = grid_rows([[Span("甲", rows=3), Span("乙", rows=2)], [], [Span("丙")]])
    assert [row.text for row in rows] == ["甲\t乙", "丙"]


def test_spans_are_bounded() -> None:
    (row,) = grid_rows([[Span("甲", columns=10**9, rows=10**9), Span("乙")]])
    assert (row.text, row.width) == ("甲", MOST_COLUMNS)


def test_lines_of_a_cell_never_make_a_figure_of_two() -> None:
    assert cell_text(["3", "0"]) == "3 0"
    assert cell_text(["本年新收", "政府信息公开申请数量"]) == "本年新收政府信息公开申请数量"
    assert cell_text(["22", "（其中修订16件）"]) == "22（其中修订16件）"
    assert cell_text(["甲|乙\t丙"]) == "甲｜乙 丙"


def test_a_figure_merged_as_its_head_is_one_cell() -> None:
    rows = grid_rows(
        [
            [Span("信息内容", columns=2), Span("本年制发件数", columns=3), Span("本年废止件数", columns=3)],
            [Span("规章", columns=2), Span("5", columns=3), Span("", columns=3)],
            [Span("第二十条", columns=8)],
            [Span("信息内容", columns=4), Span("本年处理决定数量", columns=4)],
            [Span("行政许可", columns=4), Span("7", columns=4)],
        ]
    )
    assert [row.text for row in rows[1::3]] == ["规章\t5\t", "行政许可\t7"]


def test_figures_whose_borders_differ_from_those_of_as_many_heads_stand_below_them() -> None:
    caption = [Span("第二十条第（六）项", columns=5)]
    heads = [Span("信息内容"), Span("上一年项目数量"), Span("本年增/减", columns=2), Span("处理决定数量")]
    rows = grid_rows([caption, heads, [Span("行政处罚"), Span("3", columns=2), Span("-1"), Span("40")]])
    assert (rows[2].text, rows[2].columns) == ("行政处罚\t3\t-1\t40", rows[1].columns)
    wide = [Span("信息内容", columns=2), Span("本年制发件数"), Span("本年废止件数"), Span("现行有效件数")]
    rows = grid_rows([caption, wide, [Span("规章"), Span("3", columns=2), Span("1"), Span("40")]])
    assert (rows[2].text, rows[2].columns) == ("规章\t3\t1\t40", rows[1].columns)
    edge = [Span("行政强制"), Span("3"), Span("-1", columns=2), Span("40", columns=2)]
    assert grid_rows([caption, heads, edge])[2].text == "行政强制\t3\t-1\t40"
    # as many: one fewer may be that of two heads together
    rows = grid_rows([caption, heads, [Span("行政处罚"), Span("3", columns=2), Span("40", columns=2)]])
    assert rows[2].text == f"行政处罚\t3{LEFT}\t{LEFT}\t40{LEFT}\t{LEFT}"
    rows = grid_rows([caption, heads, [Span("行政处罚", rows=2), Span("3", 2, 2), Span("-1", 2), Span("40", 2)], []])
    assert rows[2].text == f"行政处罚\t3{LEFT}\t{LEFT}\t-1\t40"


def test_a_blank_merged_over_two_heads_is_blank_in_both() -> None:
    rows = grid_rows([[Span("甲"), Span("自然人"), Span("总计")], [Span("乙"), Span("", columns=2)]])
    assert rows[1].text == "乙\t\t"


def test_rows_beside_one_label_are_one_row() -> None:
    box = [[Span("行政处罚", 3), Span("", 1), Span("7", 3)], [Span("12")], [Span("")]]
    assert [row.text for row in grid_rows(box)] == ["行政处罚\t12\t7"]
    two = [[Span("行政处罚", 2), Span("3"), Span("")], [Span("12"), Span("8")]]
    assert [row.text for row in grid_rows(two)] == ["行政处罚\t3 12\t8"]
    own = [[Span("行政处罚", 2), Span("3")], [Span("行政强制"), Span("12")]]
    assert [row.text for row in grid_rows(own)] == ["行政处罚\t3", "行政强制\t12"]


def test_rows_that_stand_line_by_line_in_one() -> None:
    labels, figures = ("1.重复申请", "2.公开出版物"), [("3", "0"), ("4", "1")]
    stack = [Span("".join(lines), 1, 1, lines) for lines in (labels, *figures)]
    group = Span("（五）不予处理")
    rows = [[Span("三、办理结果", 2), Span("（一）予以公开", 1, 2), Span("5"), Span("6")], [group, *stack]]
    assert [(row.text, row.columns) for row in grid_rows(rows)] == [
        ("三、办理结果\t（一）予以公开\t5\t6", (0, 1, 3, 4)),
        ("（五）不予处理\t1.重复申请\t3\t4", (1, 2, 3, 4)),
        ("2.公开出版物\t0\t1", (2, 3, 4)),
    ]
    short = Span("3", 1, 1, ("3",))
    assert len(grid_rows([[group, *stack[:2], short]])) == 1
    unnumbered = Span("重复申请公开出版物", 1, 1, ("重复申请", "公开出版物"))
    assert len(grid_rows([[group, unnumbered, *stack[1:]]])) == 1


def test_columns_that_only_keep_others_apart_are_none() -> None:
    def spaced(*texts: str) -> list[Span]:
        return [Span(each) for text in texts for each in (text, "")]

    rows = grid_rows([spaced("办理情况", "自然人", "总计"), spaced("重复申请", "", "5"), spaced("其他", "1", "2")])
    assert [row.text for row in rows] == ["办理情况\t自然人\t总计", "重复申请\t\t5", "其他\t1\t2"]
    assert {(row.columns, row.width) for row in rows} == {((0, 1, 2), 3)}
    rows = grid_rows([[Span("办理情况"), Span(""), Span("总计")], [Span("重复申请"), Span(""), Span("5")]])
    assert [row.text for row in rows] == ["办理情况\t\t总计", "重复申请\t\t5"]
    rows = grid_rows([[Span(text) for text in ("重复申请", "", "3", "", "", "4", "", "7")]])
    assert [row.text for row in rows] == ["重复申请\t\t3\t\t\t4\t\t7"]


def test_signs_without_width_part_no_digits() -> None:
    assert cell_text(["1\u200b2\ufeff", "\u00ad"]) == "12"
