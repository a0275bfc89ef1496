"""Tables of plain text whose rows go over several lines, and those whose columns a line of dashes shows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from loaders import load
from loaders.readers.spaced import taken_apart
from loaders.readers.wrapped import put_together

REPORT = """云岭市青禾区农业农村局2022年政府信息公开工作年度报告

一、总体情况

按要求开展工作。

二、主动公开政府信息情况

{table}

三、收到和处理政府信息公开申请情况
"""
GRID = """+--------------------+------------------------+
| 第二十条第（五）项 |                        |
+====================+========================+
| 信息内容           | 本年处理决定数量       |
+--------------------+------------------------+
| 行政许可           | 57                     |
+--------------------+------------------------+
| 第二十条第（八）项 |                        |
+--------------------+------------------------+
| 信息内容           | 本年收费金额（单位：万 |
|                    | 元）                   |
+--------------------+------------------------+
| 行政事业性         | 386.24                 |
| 收费               |                        |
+--------------------+------------------------+"""


def test_the_unit_in_the_second_line_of_a_head_is_read(tmp_path: Path) -> None:
    path = tmp_path / "grid.md"
    path.write_text(REPORT.format(table=GRID), encoding="utf-8")
    found = {fact.metric: fact.value for fact in load(str(path)).facts}
    assert found["fees.amount"] == Decimal(3862400)
    assert found["licensing.decisions"] == 57


def test_lines_keep_their_numbers() -> None:
    lines = GRID.split("\n")
    made = put_together(lines)
    assert len(made) == len(lines)
    assert made[12:14] == ["| 行政事业性收费 | 386.24 |", ""]


def test_rows_between_few_rules_are_rows_of_their_own() -> None:
    rule = "+------+----+"
    many = [rule, "| 甲 | 1 |", "| 乙 | 2 |", rule, "| 丙 | 3 |", rule, "| 丁 | 4 |", rule]
    assert put_together(many) == many
    blank = [rule, "| 甲 | 1 | |", "| 乙 | | 2 |", rule, "| 丙 | 3 | |", rule, "| 丁 | 4 | |", rule]
    assert put_together(blank) == blank


def test_a_figure_is_never_put_together() -> None:
    rule = "+------+----+"
    lines = [rule, "| 甲 | - |", "| 乙 | 12 |", rule, "| 丙 | 3 |", rule, "| 丁 | 4 |", rule]
    assert put_together(lines) == lines
    lines = [rule, "| 甲 | 12 |", "| 乙 | 34 |", rule, "| 丙 | 3 |", rule, "| 丁 | 4 |", rule]
    assert put_together(lines) == lines


def test_blank_cells_over_dashes_are_seen() -> None:
    lines = ["  项目    甲    乙", "  ------  ----  ----", "  丙            5", "  丁      12"]
    assert taken_apart(lines) == ["| 项目 | 甲 | 乙 |", lines[1], "| 丙 |  | 5 |", "| 丁 | 12 |  |"]


def test_rows_over_several_lines_between_blank_ones() -> None:
    lines = [
        "  ------------",
        "  项目    甲",
        "  ------  ----",
        "  收到申  12",
        "  请数",
        "",
        "  当面    3",
        "",
        "  ------------",
    ]
    assert taken_apart(lines)[3:7] == ["| 收到申请数 | 12 |", "", "", "| 当面 | 3 |"]


def test_what_is_not_flush_with_the_dashes_stays() -> None:
    lines = ["  项目    甲    乙", "  ------  ----  ----", "  丙       5", "  丁      12"]
    assert taken_apart(lines) == lines
    over = ["  项目    甲    乙", "  ------  ----  ----", "  行政许可项目  5"]
    assert taken_apart(over) == over


def test_a_numbered_label_is_no_end_of_the_one_above(tmp_path: Path) -> None:
    rows = ["统计指标  单位  统计数", "（一）收到申请数  件  52", "1.当面申请数  件  11", "2.传真申请数  件  1"]
    rows += ["3.网络申请数  件  33", "4.信函申请数  件  7", "（二）申请办结数  件  49", "五、举报投诉数量  件  3"]
    rows += ["（一）政府信息公开工  个  14", "作专门机构数", "（二）设置政府信息公  个  35", "开查阅点数"]
    text = "云岭市青禾区农业农村局2016年政府信息公开工作年度报告\n\n附件：政府信息公开情况统计表\n" + "\n".join(rows)
    path = tmp_path / "report.txt"
    path.write_text(text + "\n", encoding="utf-8")
    found = {fact.metric: fact.value for fact in load(str(path)).facts}
    assert found["requests.received"] == 52
    assert found["organisation.units"] == 14
    assert found.get("organisation.reading_points", 35) == 35


def test_labels_over_dashes_may_be_indented() -> None:
    lines = ["====  ==  ==", "项目  甲  乙", "====  ==  ==", "  丙      5", "====  ==  =="]
    assert taken_apart(lines)[3] == "| 丙 |  | 5 |"


def _read(tmp_path: Path, lines: list[str]) -> dict[str | None, Decimal | None]:
    path = tmp_path / "report.md"
    path.write_text(REPORT.format(table="\n".join(lines)), encoding="utf-8")
    return {fact.metric: fact.value for fact in load(str(path)).facts if fact.kind == "table"}


HEAD = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def test_a_blank_cell_in_a_line_of_its_own_is_seen(tmp_path: Path) -> None:
    lines = [
        *(f"| {head}" for head in HEAD),
        "|-",
        "| 规章",
        "| 3",
        "| ",
        "| 7",
        "|-",
        "| 行政规范性文件",
        "| 4",
        "| 5",
        "| 6",
        "|-",
    ]
    found = _read(tmp_path, lines)
    assert [found[f"regulations.{each}"] for each in ("issued", "repealed", "in_force")] == [3, None, 7]


def test_marks_of_a_list_are_no_cells(tmp_path: Path) -> None:
    found = _read(tmp_path, [f"- {cell}" for cell in (*HEAD, "规章", "3", "0", "7", "行政规范性文件", "4", "5", "6")])
    assert [found[f"regulations.{each}"] for each in ("issued", "repealed", "in_force")] == [3, 0, 7]
