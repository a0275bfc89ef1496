"""loaders/tables/years.py: what is printed of another year beside a table, or under it, is not this year's."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import load
from tests.test_slipped import HEAD, read, rows, told

OTHER = {f"row{number}": "7\t0\t0\t0\t0\t0\t7" for number in range(len(rows()))}


def beside(lines: list[str], other: str, *, first: bool, blanks: int = 7) -> list[str]:
    """Lines with as many cells more, before their figures or behind them."""
    made = []
    for line in lines:
        cells = line.split("\t")
        more = [other, *[""] * (blanks - 1)] if line == lines[0] else ["7"] * blanks
        made.append("\t".join([*cells[:-7], *more, *cells[-7:]] if first else [*cells, *more]))
    return made


@pytest.mark.parametrize(
    ("this", "other"),
    [
        ("本年度", "上年度"),
        ("2021年：", "2020年："),
        ("（一）本年度情况", "（二）上年度情况"),
        ("表1 2021年度统计数据", "表2 2020年度统计数据（对比）"),
        ("本年度\t\t\t", "上年同期\t\t\t"),
    ],
)
def test_the_table_of_another_year_is_left_out(this: str, other: str) -> None:
    own, last = [this, HEAD, *rows()], [other, HEAD, *rows(**OTHER)]
    for lines in ([*own, *last], [*last, *own]):
        found = told(read(lines), "requests.received")
        assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]


@pytest.mark.parametrize(
    "other",
    [
        "2021年上半年情况",
        "（1—6月统计数据）",
        "2019—2021年累计",
        "近三年数据",
        "下年度计划数",
        "填表示例：",
        "其中：青禾区统计调查站数据",
        "附：白鹭县统计局政府信息公开情况统计表",
        "下属单位情况如下：",
        "其中：各镇街收到和处理申请情况",
        "区直部门数据",
        "全区数据",
        "全区数据\t\t\t",
    ],
)
def test_the_table_of_another_body_or_of_no_year_is_left_out(other: str) -> None:
    own, last = [HEAD, *rows()], [other, HEAD, *rows(**OTHER)]
    for lines in ([*own, *last], [*last, "本年度：", *own], [*last, "青禾区统计局：", *own]):
        assert told(read(lines), "requests.received")["total"] == 12
    assert not read(last).facts


@pytest.mark.parametrize(
    "caption",
    [
        "青禾区统计局2021年政府信息公开情况统计表",
        "填报单位：区统计局",
        "局机关及所属单位汇总",
        "本局及下属单位情况",
        "局机关、各科室汇总",
        "表2 收到和处理政府信息公开申请情况",
        "统计时间：2021年1月1日至12月31日",
        "（1月至12月）",
        "云岭市青禾区统计局：",
    ],
)
def test_a_caption_of_the_report_s_own_table(caption: str) -> None:
    assert told(read([caption, HEAD, *rows()]), "requests.received")["total"] == 12


def test_the_report_of_another_body_behind_the_own_one() -> None:
    title = "青禾区统计调查站2021年政府信息公开工作年度报告"
    lines = [HEAD, *rows(), title, "一、总体情况", "三、收到和处理申请", HEAD, *rows(**OTHER)]
    assert told(read(lines), "requests.received")["total"] == 12


def test_two_captions_above_each_other_tell_nothing() -> None:
    assert told(read(["本年度", "上年度", HEAD, *rows()]), "requests.received")["total"] == 12


def test_this_years_table_without_a_caption() -> None:
    assert told(read([HEAD, *rows(), "上年度", HEAD, *rows(**OTHER)]), "requests.received")["total"] == 12
    assert not read(["上年度", HEAD, *rows(**OTHER), HEAD, *rows()]).facts


def test_the_table_of_another_year_alone_says_nothing_of_this_one() -> None:
    assert not read(["上年同期数据", HEAD, *rows(**OTHER)]).facts


def test_a_year_left_from_the_last_report_is_no_other_table() -> None:
    assert told(read(["2020年收到和处理政府信息公开申请情况", HEAD, *rows()]), "requests.received")["total"] == 12


@pytest.mark.parametrize("caption", ["与上年度对比情况表", "本年与上年", "上年结转情况见下表", "上年度收到7件。"])
def test_what_names_a_year_and_is_no_caption_of_one(caption: str) -> None:
    assert told(read([caption, HEAD, *rows()]), "requests.received")["total"] == 12


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("head", ["上年总计", "上年同期", "去年", "2020年"])
def test_a_column_of_another_year(head: str, *, first: bool) -> None:
    found = told(read(beside([HEAD, *rows()], head, first=first, blanks=1)), "requests.received")
    assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]


@pytest.mark.parametrize("first", [True, False])
def test_all_columns_of_another_year(*, first: bool) -> None:
    years, names = ["上年", "本年"] if first else ["本年", "上年"], HEAD.split("\t")[-7:]
    top = ["项目", "", "", *(cell for year in years for cell in (year, *[""] * 6))]
    lines = beside([HEAD, *rows()], "", first=first)[1:]
    found = told(read(["\t".join(top), "\t".join(["", "", "", *names, *names]), *lines]), "requests.received")
    assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]


def test_columns_that_cannot_be_told_apart_say_nothing() -> None:
    lines = beside([HEAD, *rows()], "上年总计", first=True, blanks=1)
    lines[3] = lines[3].replace("\t7\t", "\t", 1)
    assert not read(lines).facts
    cells = [cell or "\t" for line in lines for cell in line.split("\t")]
    assert not [fact for fact in read(cells).facts if fact.value == 7]


def test_the_form_s_own_column_of_last_year_says_in_brackets_what_it_counts(tmp_path: Path) -> None:
    text = Path("tests/reports/blank_cells.txt").read_text(encoding="utf-8")
    path = tmp_path / "explained.txt"
    path.write_text(text.replace("上一年项目数量", "上一年项目数量（指2019年事项数）"), encoding="utf-8")
    found = {fact.metric: str(fact.value) for fact in load(str(path)).facts}
    assert (found["licensing.previous_items"], found["fees.previous_items"]) == ("45", "5")
