"""Headings as they are printed, and what is none."""

from __future__ import annotations

import pytest

from loaders.models import Document, Section
from loaders.readers.text import lines_of
from loaders.sections import sections_of

SIX = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
NUMERALS = "一二三四五六"


def split(text: str) -> tuple[Section, ...]:
    return sections_of(Document(path="report.txt", digest="", lines=lines_of(text)))


def numbers(text: str) -> list[int | None]:
    return [section.number for section in split(text)[1:]]


@pytest.mark.parametrize(
    "style",
    [
        "{numeral}、{title}",
        "{numeral} 、 {title}",
        "{numeral}.{title}",
        "{digit}、{title}",
        "{digit}. {title}",
        "{digit}、 {title}",
        "第{numeral}部分 {title}",
        "第{numeral}部分、{title}",
        "## {numeral}、{title}",
        "**{numeral}、{title}**",
        "　　{numeral}、{title}",
        "{title}",
        "{numeral}、{title}。",
        "{wide}、{title}",
    ],
)
def test_six_headings_in_every_style(style: str) -> None:
    lines = []
    for at, title in enumerate(SIX):
        heading = style.format(numeral=NUMERALS[at], digit=at + 1, wide=chr(0xFF11 + at), title=title)
        lines += [heading, f"正文{at}，没有别的。"]
    assert numbers("\n".join(lines)) == [1, 2, 3, 4, 5, 6]


def test_blanks_inside_a_heading_never_matter() -> None:
    found = split("一、总 体 情 况\n甲。\n二、 主动公开 政府信息 情况\n乙。")
    assert [section.number for section in found] == [None, 1, 2]
    assert found[1].heading is not None
    assert found[1].heading.text == "一、总 体 情 况"
    assert [line.text for line in found[1].lines] == ["甲。"]


def test_a_wrong_numeral_does_not_hide_the_title() -> None:
    assert numbers("三、收到和处理政府信息公开申请情况\n甲\n4、 政府信息公开行政复议、行政诉讼情况\n乙") == [3, 4]
    assert numbers("四、存在的主要问题及改进情况\n甲") == [5]


@pytest.mark.parametrize(
    "row",
    [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "四、结转下年度继续办理\t0\t0",
        "（一）总体情况",
        "（三）收到和处理政府信息公开申请情况",
        "一、总体情况…………………1",
        "本节说明总体情况和主动公开政府信息情况。",
    ],
)
def test_what_is_no_heading(row: str) -> None:
    assert numbers(f"前言\n{row}\n后文。") == []


def test_a_list_of_contents_is_passed_over() -> None:
    contents = "\n".join(f"{NUMERALS[at]}、{title}" for at, title in enumerate(SIX))
    body = "\n".join(f"{NUMERALS[at]}、{title}\n这一部分的正文比目录长。" for at, title in enumerate(SIX))
    found = split(f"目录\n{contents}\n{body}")
    assert [section.number for section in found[1:]] == [1, 2, 3, 4, 5, 6]
    assert found[1].heading is not None
    assert found[1].heading.number == 8


def test_of_two_reports_in_one_file_the_first_is_read() -> None:
    one = "\n".join(f"{NUMERALS[at]}、{title}\n第一份的正文{at}，没有别的。" for at, title in enumerate(SIX))
    two = "\n".join(f"{NUMERALS[at]}、{title}\n第二份的正文{at}，没有别的，也长一点。" for at, title in enumerate(SIX))
    found = split(f"甲局2022年报告\n{one}\n甲局2021年报告\n{two}")
    assert "第一份的正文1，没有别的。" in [line.text for line in found[2].lines]


def test_text_behind_a_heading_on_its_line_belongs_to_the_section() -> None:
    found = split("一、总体情况 全年工作平稳。\n二、主动公开政府信息情况\n甲")
    assert found[1].heading is not None
    assert found[1].heading.text == "一、总体情况"
    assert [(line.number, line.text) for line in found[1].lines] == [(1, "全年工作平稳。")]


def test_a_heading_of_its_own_goes_on_counting() -> None:
    found = split("五、存在的主要问题及改进情况\n甲\n六、其他需要报告的事项\n乙\n七、附件目录\n丙")
    assert [section.number for section in found[1:]] == [5, 6, None]
    assert found[3].heading is not None
    assert found[3].heading.text == "七、附件目录"


def test_traditional_script() -> None:
    assert numbers("一、總體情況\n甲\n二、主動公開政府信息情況\n乙\n四、政府信息公開行政復議、行政訴訟情況\n丙") == [
        1,
        2,
        4,
    ]


def test_every_line_is_in_one_section() -> None:
    text = "标题\n一、总体情况\n甲\n\n二、主动公开政府信息情况\n乙\n"
    found = split(text)
    seen = [line.number for section in found for line in (section.heading, *section.lines) if line is not None]
    assert seen == list(range(1, len(text.split("\n")) + 1))


def test_a_numbered_row_with_its_unit_below_is_no_heading_and_one_with_prose_below_is() -> None:
    text = "一、概述\n略。\n二、依申请公开\n略。\n三、工作情况\n略。\n四、行政复议数量\n{}\n3\n"
    assert numbers(text.format("件")) == [1, None, None]
    assert numbers(text.format("本年收到行政复议3件。")) == [1, None, None, None]


FORM = "指标\t单位\t统计数\n一、主动公开情况\t\t\n（一）公开数\t条\t8\n二、回应解读情况\t\t\n三、依申请公开情况\t\t\n"


def test_numbered_rows_of_a_statistics_form_leave_the_headings_before_it() -> None:
    text = "一、概述\n略。\n二、存在的主要问题及改进措施\n问题：略。\n改进措施：略。\n"
    assert numbers(f"{text}三、政府信息公开情况统计表\n{FORM}") == [1, 5, None]
    without = split(f"{text}附表：统计表\n{FORM}")
    assert [section.number for section in without[1:]] == [1, 5, None]
    assert [one.heading.text for one in without[1:] if one.heading is not None][-1] == "一、主动公开情况"


def test_what_is_numbered_within_a_section_hides_no_heading_that_says_it_again() -> None:
    within = ["1.主动公开情况", "本年公开信息120条。", "2.依申请公开情况", "收到申请12件。"]
    lines = [f"一、{SIX[0]}", *within, *(f"{NUMERALS[at]}、{title}" for at, title in enumerate(SIX) if at)]
    sections = split("\n".join(lines))
    assert [section.number for section in sections[1:]] == [1, 2, 3, 4, 5, 6]
    assert [line.text for line in sections[1].lines] == within


def test_a_whole_title_is_a_heading_where_blank_cells_of_a_sheet_stand_behind_it() -> None:
    blank = "\t\t\t"
    text = f"一、总体情况\n甲。\n四、结转下年度继续办理\t1\t0{blank}\n五、存在的主要问题及改进情况{blank}\n乙。{blank}"
    assert numbers(text) == [1, 5]
    assert numbers(f"一、总体情况\n甲。\n存在的主要问题及改进情况{blank}\n乙。{blank}") == [1]


def test_a_long_statistics_form_in_text_does_not_hide_the_headings_before_it() -> None:
    rows = "".join(f"（{NUMERALS[at % 6]}）第{at}项信息公开数量的统计指标名称\t件\t{at}\n" for at in range(40))
    text = (
        "报告\n\n一、概述\n工作有序。\n\n二、主动公开政府信息情况\n公开9条。\n\n五、存在的主要问题及改进措施\n内容陈旧。\n\n"
        f"六、附表：统计表\n统计指标\t单位\t统计数\n一、主动公开情况\n{rows}三、依申请公开情况\n（一）收到申请数\t件\t3\n"
    )
    headings = [one.heading.text for one in split(text) if one.heading is not None]
    assert headings[-2:] == ["五、存在的主要问题及改进措施", "六、附表：统计表"]
