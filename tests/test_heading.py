"""Whose report it is and on which year."""

from __future__ import annotations

import pytest

from index.errors import RefusedFile
from loaders.heading import Heading, read_heading
from loaders.models import Document
from loaders.readers.text import lines_of
from loaders.sections import sections_of

REST = "\n一、总体情况\n本年工作平稳。\n二、主动公开政府信息情况\n无。\n"


def heading(text: str) -> Heading:
    document = Document(path="report.txt", digest="", lines=lines_of(text))
    return read_heading(document, sections_of(document))


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("云岭市青禾区教育局2020年政府信息公开工作年度报告", "云岭市青禾区教育局", 2020),
        ("云岭市青禾区教育局 2020 年 政府信息公开年度报告", "云岭市青禾区教育局", 2020),
        ("# 云岭市青禾区教育局2020年度政府信息公开工作年度报告", "云岭市青禾区教育局", 2020),
        ("2020年云岭市青禾区教育局政府信息公开工作年度报告", "云岭市青禾区教育局", 2020),
        ("2020年度青禾区教育局信息公开年报", "青禾区教育局", 2020),
        ("青禾区教育局关于2020年度政府信息公开工作情况的报告", "青禾区教育局", 2020),
        ("青禾区教育局政府信息公开工作年度报告（2020年度）", "青禾区教育局", 2020),
        ("青禾区教育局2020年政府信息公开工作情况", "青禾区教育局", 2020),
        ("青禾区教育局2020年度政务公开情况", "青禾区教育局", 2020),
        ("青禾区教育局政府信息公开工作年度报告\n（2020年）", "青禾区教育局", 2020),
        ("青禾区教育局\n2020年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("2020年度\n青禾区教育局政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局2020年度政府信息公开工作\n年度报告", "青禾区教育局", 2020),
        ("青禾区教育局二〇二〇年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局２０２０年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局2020年政府信息公开工作年度报告\n(2021 年 1 月)", "青禾区教育局", 2020),
        ("关于青禾区教育局2020年政府信息公开工作的报告", "青禾区教育局", 2020),
        ("2020年政府信息公开工作年度报告（青禾区教育局）", "青禾区教育局", 2020),
        ("云岭市青禾区青禾湿地管理处2019年政府信息公开工作报告", "云岭市青禾区青禾湿地管理处", 2019),
        ("云岭市公安局青禾分局2019年政府信息公开工作报告", "云岭市公安局青禾分局", 2019),
        ("青禾区望溪街道办事处2019年政府信息公开工作报告", "青禾区望溪街道办事处", 2019),
        ("石桥镇人民政府2019年政府信息公开工作报告", "石桥镇人民政府", 2019),
        ("云岭工区管委会2019年政府信息公开工作年度报告", "云岭工区管委会", 2019),
        ("【年报】青禾区教育局2020年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局\n二〇二〇年度政府信息公开\n工作年度报告", "青禾区教育局", 2020),
        ("青禾湿地2020年政府信息公开工作年度报告\n青禾湿地全年对外开放。", "青禾湿地", 2020),
        ("索引号\tQH01\t名　称\t青禾区教育局2020年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("# 云岭市青禾区教育局<br>2020年政府信息公开工作年度报告", "云岭市青禾区教育局", 2020),
        ("雲嶺市青禾區教育局2020年政府信息公開工作年度報告", "雲嶺市青禾區教育局", 2020),
    ],
)
def test_titles(title: str, body: str, year: int) -> None:
    found = heading(title + REST)
    assert (found.body, found.year) == (body, year)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "青禾区政府办公室2019年政府信息公开工作年度报告\n现公布云岭市青禾区人民政府办公室2019年政府信息公开工作年度报告。",
            "云岭市青禾区人民政府办公室",
        ),
        (
            "青禾区教育局2019年政府信息公开工作年度报告\n2019年，云岭市青禾区教育局认真做好公开工作。",
            "云岭市青禾区教育局",
        ),
        (
            "海珠区教育局2019年政府信息公开工作年度报告\n现向社会公布广州市海珠区教育局的年度报告。",
            "广州市海珠区教育局",
        ),
        ("青禾区教育局2019年政府信息公开工作年度报告\n按照要求青禾区教育局做好公开。", "青禾区教育局"),
        ("青禾区教育局2019年政府信息公开工作年度报告\n白鹭县青禾区教育局办公室。", "白鹭县青禾区教育局"),
        ("青禾区2019年政府信息公开工作年度报告\n青禾区人民政府认真贯彻条例。", "青禾区人民政府"),
        ("青禾区2019年政府信息公开工作年度报告\n青禾区人民政府办公室编制本报告。", "青禾区"),
    ],
)
def test_the_fullest_form_that_goes_with_the_title(text: str, body: str) -> None:
    assert heading(text + REST).body == body


def test_without_a_title_the_opening_tells() -> None:
    text = (
        "一、总体情况\n2019年,云岭市青禾区人民政府办公室认真贯彻政府信息公开条例。"
        "根据《云岭市人民政府办公室关于印发2018年要点的通知》开展工作。\n二、主动公开政府信息情况\n无。"
    )
    found = heading(text)
    assert (found.body, found.year, found.title) == ("云岭市青禾区人民政府办公室", 2019, "")


@pytest.mark.parametrize(
    ("opening", "body"),
    [
        ("本报告由云岭市公安局根据《条例》编制。", "云岭市公安局"),
        (
            "根据《条例》要求，石桥镇政府编制2020年政府信息公开年度报告。请与云岭市石桥镇人民政府联系。",
            "云岭市石桥镇人民政府",
        ),
    ],
)
def test_without_a_title_who_made_the_report_tells(opening: str, body: str) -> None:
    found = heading(f"{opening}统计期限自2020年1月1日至2020年12月31日，第十九条同2018年。" + REST + "政府信息公开")
    assert (found.body, found.year) == (body, 2020)


def test_a_sentence_is_no_title() -> None:
    """What it is followed by would be taken for a part of the name."""
    found = heading("石桥镇人民政府按照上级部署，编制2021年政府信息公开工作年度报告。\n" + REST)
    assert (found.body, found.year, found.title) == ("石桥镇人民政府", 2021, "")


def test_without_title_and_opening_the_signature_tells_and_is_said() -> None:
    text = "一、总体情况\n按政府信息公开条例工作。\n二、主动公开政府信息情况\n无。\n青禾区林业局\n2021年1月8日"
    found = heading(text)
    assert (found.body, found.year) == ("青禾区林业局", 2020)
    assert found.notes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("今天去爬山，天气很好。", "no yearly report"),
        ("关于做好2020年政府信息公开工作年度报告编制工作的通知\n各单位：请按时报送。", "no yearly report"),
        ("青禾区教育局政府信息公开指南\n一、公开范围\n甲", "no yearly report"),
        ("一、总体情况\n按政府信息公开条例工作。\n二、主动公开政府信息情况\n无。", "body"),
        ("青禾区林业局政府信息公开工作年度报告\n一、总体情况\n甲。\n二、主动公开政府信息情况\n无。", "year"),
    ],
)
def test_what_cannot_be_told_is_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedFile, match=why):
        heading(text)


FEW = "\n本局全年主动公开政府信息35条，收到政府信息公开申请3件。\n"
LAW = "\n按照《中华人民共和国政府信息公开条例》，现公布本报告。本局主动公开政府信息35条。\n"


@pytest.mark.parametrize(
    "text",
    [
        "青禾区教育局2020年政府信息公开工作情况" + FEW,
        "青禾区教育局2020年度工作年度报告" + LAW,
        "青禾区教育局年度工作报告（2020年）" + LAW,
    ],
)
def test_a_title_that_says_less_with_body_and_year(text: str) -> None:
    found = heading(text)
    assert (found.body, found.year) == ("青禾区教育局", 2020)


@pytest.mark.parametrize(
    "text",
    [
        "青禾区教育局政府信息公开工作情况" + FEW,
        "2020年政府信息公开工作情况" + FEW,
        "青禾区教育局2020年政府信息公开情况统计表填报说明" + FEW,
        "青禾区教育局2020年政府信息公开工作要点" + FEW,
        "青禾区教育局2020年度工作年度报告" + FEW,
        "青禾区教育局2020年度法治政府建设情况" + FEW,
    ],
)
def test_a_title_that_says_too_little(text: str) -> None:
    with pytest.raises(RefusedFile):
        heading(text)
