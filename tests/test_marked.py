"""Cells that a mark parts, or that have a numbered line each: taken where many lines bear it out, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders import load
from loaders.readers.marked import taken_apart

OPENING = """云岭市青禾区农业农村局2022年政府信息公开工作年度报告

一、总体情况

按要求开展工作。

三、收到和处理政府信息公开申请情况

"""
TABLE = """（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）、、、申请人情况、、、、、、
、、、自然人、法人或其他组织、、、、、总计
、、、、商业企业、科研机构、社会公益组织、法律服务机构、其他、
一、本年新收政府信息公开申请数量、、、5、2、0、0、0、1、8
二、上年结转政府信息公开申请数量、、、1、0、0、0、0、0、1
三、本年度办理结果、（一）予以公开、、4、1、0、0、0、0、5
、（五）不予处理、1.信访举报投诉类申请、1、0、0、0、0、1、2
、（六）其他处理、1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请、0、1、0、0、0、0、1
、（七）总计、、5、2、0、0、0、1、8
四、结转下年度继续办理、、、1、0、0、0、0、0、1
"""


def cells(texts: Sequence[str]) -> list[list[str]]:
    made = taken_apart(texts)
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in made if line.startswith("|")]


def test_commas() -> None:
    assert cells(["规章,0,0,10", "规范性文件,0,2,,"]) == []
    assert cells(["内容,制发,废止,有效", "规章,0,0,10", "规范性文件,0,2,"])[2] == ["规范性文件", "0", "2", ""]
    assert cells(["内容,制发,废止", '"公告,通知",0,10', "规章,0,2"])[1] == ["公告,通知", "0", "10"]


def test_commas_within_figures_part_nothing() -> None:
    assert cells(["处罚 1,234 许可 5,678", "强制 1,204 收费 3,678", "检查 2,234 备案 1,678"]) == []
    assert cells(["2020年1,234,567条", "2021年2,234,567条", "2022年3,234,567条"]) == []


@pytest.mark.parametrize("mark", ["，", ",", "；", ";", "、", "｜", "&"])
def test_any_mark_parts_a_whole_table(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "marked.txt"
    rows = TABLE
    if mark != "、":
        rows = rows.replace("一、本", "一.本").replace("不补正、", "不补正 ").replace("、", mark)
    path.write_text(OPENING + rows, encoding="utf-8")
    report = load(str(path))
    found = {(fact.metric, fact.party): fact.value for fact in report.facts}
    assert found["requests.received", "natural_person"] == 5
    assert found["requests.carried_in", "natural_person"] == 1
    assert found["outcome.other_handling.no_correction", "business"] == 1
    assert found["outcome.rejected.petition", "total"] == 2
    assert found["requests.carried_out", "total"] == 1
    assert len(found) == 49
    assert not report.statements


def test_what_a_bracket_holds_is_not_parted() -> None:
    lines = ["（二）部分公开（区分，只计这一情形），0，1，1", "（一）予以公开，2，3，5", "（七）总计，2，4，6"]
    assert cells(lines)[0] == ["（二）部分公开（区分，只计这一情形）", "0", "1", "1"]


@pytest.mark.parametrize(
    "lines",
    [
        ["受理、办理、答复，5件", "咨询、投诉、举报，3件"],
        ["收到申请5件，答复3件，结转2件", "收到申请6件，答复6件，结转0件", "收到申请1件，答复1件，结转0件"],
        ["受理、办理、5件。", "咨询、投诉、3件。", "举报、建议、1件。"],
        ["公告、通知、5件", "规章、文件、3件", "建议、提案、1件"],
    ],
    ids=["few", "words", "sentences", "common marks, a figure each"],
)
def test_prose_is_not_taken_apart(lines: list[str]) -> None:
    assert taken_apart(lines) == lines


def test_numbers_of_cells_are_taken_off() -> None:
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    texts = [*heads, "规章", "3", "", "14", "行政规范性文件", "2", "0", "9"]
    lines = [f"[{at}] {text}" for at, text in enumerate(texts, 41)]
    assert taken_apart(lines) == [text or "\t" for text in texts]
    dotted = [f"{at}. {text}" for at, text in enumerate(texts, 1)]
    assert taken_apart(dotted) == [text or "\t" for text in texts]


def test_numbers_that_do_not_count_on_stay() -> None:
    texts = ["规章", "3", "4", "14"] * 3
    lines = [f"[{at}] {text}" for at, text in zip([1, 2, 3, 4, 9, 8, 7, 6, 20, 24, 28, 32], texts, strict=True)]
    assert taken_apart(lines) == lines
    assert taken_apart([f"{at}. 第{at}件" for at in range(1, 9)]) == [f"{at}. 第{at}件" for at in range(1, 9)]


def test_figures_beside_the_name_of_their_column_are_no_sentences() -> None:
    rows = ["公开", "自然人：5", "其他:0", "总计：5", "不公开", "自然人：0", "其他:2", "总计：2", "处理"]
    lines = [*rows, "自然人：1", "其他:", "总计：1"]
    assert cells(lines)[1] == ["其他", "0"]
    assert taken_apart(rows) == rows
    assert taken_apart(["联系电话：12345", "邮编：1", "页码：3"]) == ["联系电话：12345", "邮编：1", "页码：3"]


@pytest.mark.parametrize(
    "row",
    [
        "{}：{}/{}/{}/{}/{}",
        "{}：{}、{}、{}、{}、{}",
        "{}：{}，{}，{}，{}，{}。",
        "{} → {} → {} → {} → {} → {}",
        "{}……{}……{}……{}……{}……{}",
        "{}（{}）（{}）（{}）（{}）（{}）",
        "{}[{}][{}][{}][{}][{}]",
    ],
)
def test_figures_in_a_row_behind_their_label(row: str) -> None:
    labels = ["一、本年新收", "（二）部分公开（区分）", "三安全", "1.重复申请", "（七）总计", "四、结转"]
    lines = [row.format(label, at, 0, 12, 3, at + 15) for at, label in enumerate(labels)]
    assert cells(lines) == [[label, str(at), "0", "12", "3", str(at + 15)] for at, label in enumerate(labels)]


def test_dates_and_numbers_are_no_figures_in_a_row() -> None:
    few = ["重复申请：1/0/0/2/3"] * 5
    assert taken_apart(few) == few
    for line in ("受理时间：2020/1/2", "电话：020/8888/1234/5", "共1、2、3、4项", "第1/2/3/4/5/6页的图", "1/2/3/4/5/6"):
        assert taken_apart([line] * 8) == [line] * 8
