"""Heads of tables whose merged cells are printed once stand over their columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.pages import heads, printed
from index.models import PARTIES, Fact, Section, Source

RESULTS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
DISPUTES = [
    "行政复议\t行政诉讼",
    f"{RESULTS}\t未经复议直接起诉\t复议后起诉",
    f"{RESULTS}\t{RESULTS}",
    "9\t1\t3\t4\t17\t5\t0\t2\t1\t8\t4\t1\t0\t3\t8",
]


def columns(lines: list[str], facts: Sequence[Fact] = ()) -> list[list[tuple[str, int, int]]]:
    """Of each row of the one table, its cells with the columns that they stand over, from and to."""
    (block,) = printed.printed(["标题", *lines], [], facts)[1:]
    taken: dict[int, set[int]] = {}
    found = []
    for at, row in enumerate(block.lines):
        placed, column = [], 0
        for cell, (wide, deep) in zip(row.cells, row.rooms or ((1, 1),) * len(row.cells), strict=True):
            if not wide:  # another cell takes its place
                continue
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
    assert not any(set(row.rooms) - {(1, 1)} for row in block.lines)


PADDED = [
    "（本列数据的勾稽关系）\t\t\t申请人情况\t\t\t\t\t\t",
    "\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计",
    "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t",
    "一、本年新收政府信息公开申请数量\t\t\t7\t2\t0\t0\t1\t0\t10",
    "三、本年度办理结果\t（一）予以公开\t\t3\t\t0\t0\t0\t0\t3",
    "\t（三）不予公开\t1.属于国家秘密\t1\t0\t0\t0\t0\t0\t1",
    "\t\t2.其他法律行政法规禁止公开\t0\t0\t0\t0\t0\t0\t0",
    "\t\t\t0\t0\t0\t0\t0\t0\t0",
    "\t（六）其他处理\t\t1\t0\t0\t0\t0\t0\t1",
    "四、结转下年度继续办理\t\t\t2\t1\t3\t3\t1\t1\t11",
]


def test_labels_and_heads_take_the_blanks_printed_for_what_they_are_merged_with() -> None:
    (_, table) = printed.printed(["标题", *PADDED], [], [])
    told = [
        [(cell[0].text, *room) for cell, room in zip(row.cells, row.rooms, strict=True) if cell[0].text and room[0]]
        for row in table.lines
        if row.rooms
    ]
    assert told[0] == [("（本列数据的勾稽关系）", 3, 3), ("申请人情况", 7, 1)]
    assert told[1] == [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)]
    assert told[3][0] == ("一、本年新收政府信息公开申请数量", 3, 1)
    assert told[4][:2] == [("三、本年度办理结果", 1, 3), ("（一）予以公开", 2, 1)]
    assert told[5][:2] == [("（三）不予公开", 1, 2), ("1.属于国家秘密", 1, 1)]
    assert table.lines[4].rooms[4] == (1, 1), "a blank among figures is a cell of its own"
    assert set(table.lines[7].rooms) == {(1, 1)}, "a row without a label belongs to no label above"
    assert told[8][0] == ("（六）其他处理", 2, 1), "what is more to the left ends the label before"
    assert told[9][0] == ("四、结转下年度继续办理", 3, 1)


LEAVES = "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
BLANKS = {
    "a sign that parts cells stands behind the last one too": (
        "（勾稽关系）\t申请人情况\t\t\t\t\t\t",
        "\t自然人\t法人或其他组织\t\t\t\t\t总计",
        f"\t\t{LEAVES}",
        "一、本年新收\t60\t26\t5\t10\t12\t3\t116\t",
        "三、办理结果\t（三）不予公开\t1.国家秘密\t1\t0\t1\t0\t0\t0\t2\t",
    ),
    "the label goes on in a second line": (
        "（勾稽关系为：第一项加第\t\t申请人情况\t\t\t\t\t\t\t",
        "二项之和）\t\t自然人\t法人或其他组织\t\t\t\t\t总计\t",
        f"\t\t\t{LEAVES}\t\t",
        "一、本年新收\t\t60\t26\t5\t10\t12\t3\t116\t",
        "三、办理结果\t（三）不予公开\t1.国家秘密\t1\t0\t1\t0\t0\t0\t2",
    ),
    "some heads are printed once, with blanks below others": (
        "（勾稽关系）\t申请人情况",
        "\t自然人\t法人或其他组织\t总计",
        f"\t\t{LEAVES}\t",
        "一、本年新收\t60\t26\t5\t10\t12\t3\t116",
        "三、办理结果\t（三）不予公开\t1.国家秘密\t1\t0\t1\t0\t0\t0\t2",
    ),
}


@pytest.mark.parametrize("lines", BLANKS.values(), ids=BLANKS.keys())
def test_figures_stand_under_the_heads_of_their_columns(lines: tuple[str, ...]) -> None:
    facts = [
        Fact(
            body="青禾区人民政府办公室",
            year=2020,
            metric="requests.received" if number == 5 else "outcome.denied.state_secret",
            party=party,
            value=Decimal(cell),
            unit="件",
            kind="table",
            source=Source(report="x.txt", section="三", table=2, row="", column="", line=number, quote=cell),
        )
        for number in (5, 6)
        for party, cell in zip(PARTIES, [each for each in lines[number - 2].split("\t") if each.isdigit()], strict=True)
    ]
    rows = columns(list(lines), facts)
    heads_of = {text: (start, end) for row in rows[:3] for text, start, end in row}
    for row in rows[3:]:
        figures = [(start, end) for text, start, end in row if text.isdigit()]
        assert figures[0] == heads_of["自然人"]
        assert figures[1:6] == [heads_of[head] for head in LEAVES.split("\t")]
        assert figures[6] == heads_of["总计"]
        assert figures[6][1] == heads_of["申请人情况"][1]


def test_a_head_is_not_drawn_over_a_column_that_has_none() -> None:
    (_, table) = printed.printed(["标题", "项目\t数量\t", "行政许可\t3\t5"], [], [])
    assert not any(set(row.rooms) - {(1, 1)} for row in table.lines)


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


def test_what_stands_alone_above_further_heads_is_over_the_whole_table() -> None:
    rows = columns(
        [
            "第二十条第（一）项\t\t\t",
            "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量",
            "规章\t0\t0\t3",
            "第二十条第（九）项\t\t\t",
            "信息内容\t采购项目数量\t采购总金额\t",
            "政府集中采购\t30\t28.5\t",
        ]
    )
    assert rows[0][0] == ("第二十条第（一）项", 0, 4)
    assert rows[3] == [("第二十条第（九）项", 0, 4)]
    assert rows[4][:2] == [("信息内容", 0, 1), ("采购项目数量", 1, 2)]
    assert rows[5][1] == ("30", 1, 2)


def test_a_label_above_its_own_figures_is_no_title() -> None:
    rows = columns(["指标\t单位\t数\t", "规章\t件\t3\t", "三、结果\t\t\t", "（一）公开\t件\t5\t"])
    assert rows[2][0] == ("三、结果", 0, 2)


def test_heads_are_told_from_rows_of_figures_and_of_blanks() -> None:
    blank = Fact(
        body="青禾区人民政府办公室",
        year=2020,
        metric="licensing.decisions",
        party=None,
        value=None,
        unit="件",
        kind="table",
        source=Source(report="x.txt", section="二", table=1, row="行政许可", column="数", line=4, quote=""),
    )
    lines = ["标题", "第二十条第（五）项\t", "信息内容\t处理决定数量", "行政许可\t", "行政处罚\t3"]
    (_, table) = printed.printed(lines, [], [blank])
    assert [line.is_head for line in table.lines] == [True, True, False, False]
