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
        ("云岭市高科技电子产业园2020年政府信息公开工作年度报告", "云岭市高科技电子产业园", 2020),
        # 国务院 begins names of its offices, and is none itself
        ("国务院港澳办2020年政府信息公开工作年度报告", "国务院港澳办", 2020),
        # 全 and 本 begin names too
        ("全椒县教育局2020年政府信息公开工作年度报告", "全椒县教育局", 2020),
        ("公报标题青禾区教育局2020年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("现将青禾区教育局（以下简称教育局）2020年政府信息公开工作报告如下：", "青禾区教育局", 2020),
        ("國家稅務總局雲嶺市稅務局2020年政府信息公開工作年度報告", "國家稅務總局雲嶺市稅務局", 2020),
        ("望溪鎮2020年政府信息公開工作年度報告", "望溪鎮人民政府", 2020),
        ("本溪市人民政府2020年政府信息公开工作年度报告", "本溪市人民政府", 2020),
        # a government alone is another body than all of its county
        ("青禾县人民政府机关2020年政府信息公开工作年度报告", "青禾县人民政府机关", 2020),
        ("云岭市教育局机关2020年政府信息公开工作年度报告", "云岭市教育局机关", 2020),
        ("云岭市机关事务管理局2020年政府信息公开工作年度报告", "云岭市机关事务管理局", 2020),
        ("青禾县总工会2020年政府信息公开工作年度报告", "青禾县总工会", 2020),
        ("青禾团场2020年政府信息公开工作年度报告", "青禾团场", 2020),
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
        ("2020年政府信息公开工作年度报告\n青禾经开区(滨江)管委会", "青禾经开区（滨江）管委会", 2020),
        ("2020年政府信息公开工作年度报告\n经济开发区管委会", "经济开发区管委会", 2020),
        ("2020年度\n青禾区教育局政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局2020年度政府信息公开工作\n年度报告", "青禾区教育局", 2020),
        ("青禾区教育局二〇二〇年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局２０２０年政府信息公开工作年度报告", "青禾区教育局", 2020),
        ("青禾区教育局2020年政府信息公开工作年度报告\n(2021 年 1 月)", "青禾区教育局", 2020),
        ("关于青禾区教育局2020年政府信息公开工作的报告", "青禾区教育局", 2020),
        ("2020年政府信息公开工作年度报告（青禾区教育局）", "青禾区教育局", 2020),
        ("2020年政府信息公开工作年度报告\n（云岭市青禾区教育局）", "云岭市青禾区教育局", 2020),
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
        ("2020年度溪镇政府信息公开工作年度报告", "溪镇", 2020),
        ("全国海关2020年政府信息公开工作年度报告", "全国海关", 2020),
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
        (
            "住建局2020年信息公开年度报告\n制定天河区住房和城乡建设局2020年政府信息公开工作年度报告。",
            "天河区住房和城乡建设局",
        ),
        (
            "市场监督管理局2020年政府信息公开年度报告\n2020年，天河区风景区管理委员会市场监督管理局认真公开。",
            "天河区风景区管理委员会市场监督管理局",
        ),
        ("住建局2020年信息公开年度报告\n制定天河区财政局办公室2020年政府信息公开工作年度报告。", "住建局"),
        ("青禾区2019年政府信息公开工作年度报告\n青禾区人民政府认真贯彻条例。", "青禾区人民政府"),
        ("青禾区2019年政府信息公开工作年度报告\n青禾区人民政府办公室编制本报告。", "青禾区"),
    ],
)
def test_the_fullest_form_that_goes_with_the_title(text: str, body: str) -> None:
    assert heading(text + REST).body == body


def test_where_a_page_is_on_its_site_is_no_title() -> None:
    text = "位置：天河民政局 > 公开目录 > 政府信息公开年报\n广州市天河区民政局2020年政府信息公开工作年度报告" + REST
    assert heading(text).body == "广州市天河区民政局"
    assert heading("位置：青禾区民政局 > 2020年政府信息公开年报" + REST).body == "青禾区民政局"


def test_a_table_that_tells_of_the_page_names_no_body() -> None:
    text = (
        "青禾县人民政府\n索 引 号 QH/2024 公文种类 其他 发布机构 县商务局\n"
        "发布日期 2024-01-16 主题词 政府信息公开工作年度报告\n"
        "青禾县商务局2023年政府信息公开工作年度报告\n"
    )
    assert heading(text + REST).body == "青禾县商务局"


@pytest.mark.parametrize(
    ("title", "said", "body"),
    [
        # a place alone is what governs it, whether the report names that or not
        ("南平市2021年政府信息公开工作年度报告", "", "南平市人民政府"),
        ("兴安盟2021年政府信息公开工作年度报告", "", "兴安盟行政公署"),
        ("大兴安岭地区2021年政府信息公开工作年度报告", "", "大兴安岭地区行政公署"),
        ("南平市延平区2021年政府信息公开工作年度报告", "", "南平市延平区人民政府"),
        ("望溪街道2021年政府信息公开工作年度报告", "", "望溪街道办事处"),
        ("石桥镇2021年政府信息公开工作年度报告", "", "石桥镇人民政府"),
        ("上海市浦东新区2021年政府信息公开工作年度报告", "", "上海市浦东新区人民政府"),
        # a zone by the name of its committee, where that is said; a place in no list only where its government is
        (
            "云岭高新区2021年政府信息公开工作年度报告",
            "云岭高新技术产业开发区管理委员会编制。",
            "云岭高新技术产业开发区管理委员会",
        ),
        ("云岭高新区2021年政府信息公开工作年度报告", "青禾高新技术产业开发区管委会来访。", "云岭高新区"),
        ("云岭高新区2021年政府信息公开工作年度报告", "", "云岭高新区"),
        ("云岭新区2021年政府信息公开工作年度报告", "云岭高新技术产业开发区管委会来访。", "云岭新区"),
        (
            "云岭高新区2021年政府信息公开工作年度报告",
            "云岭高新技术产业开发区管理委员会编制。电话：云岭高新技术产业开发区管委会。",
            "云岭高新技术产业开发区管理委员会",
        ),
        # an organ by its full name, where that is said; one whose name is a part of another's is not that other
        ("青禾县住建局2021年政府信息公开工作年度报告", "青禾县住房和城乡建设局", "青禾县住房和城乡建设局"),
        ("青禾县发改委2021年政府信息公开工作年度报告", "青禾县发展和改革委员会", "青禾县发展和改革委员会"),
        (
            "青禾县住房城乡建委2021年政府信息公开工作年度报告",
            "青禾县住房和城乡建设委员会",
            "青禾县住房和城乡建设委员会",
        ),
        ("青禾县住建局2021年政府信息公开工作年度报告", "白鹭县住房和城乡建设局", "青禾县住建局"),
        ("青禾县教育局2021年政府信息公开工作年度报告", "青禾县教育体育局", "青禾县教育局"),
        ("青禾县住建局2021年政府信息公开工作年度报告", "", "青禾县住建局"),
        ("青禾区2021年政府信息公开工作年度报告", "", "青禾区"),
        ("青禾区2021年政府信息公开工作年度报告", "青禾区人民政府办公室印发。", "青禾区"),
        ("青禾区2021年政府信息公开工作年度报告", "青禾区人民政府带头公开。", "青禾区人民政府"),
    ],
)
def test_a_place_alone_is_what_governs_it(title: str, said: str, body: str) -> None:
    assert heading(f"{title}{REST}{said}").body == body


def test_a_government_that_the_report_does_not_name_is_noted() -> None:
    title = "南平市2021年政府信息公开工作年度报告"
    assert any("南平市" in note for note in heading(title + REST).notes)
    assert heading(f"{title}{REST}南平市人民政府带头公开。").notes == ()


def test_the_organ_of_a_place_that_made_the_report() -> None:
    made = "本报告由云岭市统计局、国家统计局云岭调\n查队（以下简称局队）编制的 2020 年度政府信息公开年度报告。"
    assert heading("云岭市政府信息公开工作年度报告\n" + made + REST).body == "云岭市"
    known = made.replace("云岭市", "贵阳市")
    assert heading("贵阳市政府信息公开工作年度报告\n" + known + REST).body == "贵阳市统计局"
    # who gathers the report of the whole place
    gathered = known.replace("统计局、国家统计局云岭调\n查队", "大数据发展管理局")
    assert heading("贵阳市政府信息公开工作年度报告\n" + gathered + REST).body == "贵阳市人民政府"


def test_an_office_that_made_the_report_of_its_place() -> None:
    made = "根据《条例》，本年度报告由贵阳市人民政府办公室组织编制。统计期限自2022年1月1日起至12月31日止。"
    assert heading(made + "\n2022年，贵阳市认真公开。" + REST).body == "贵阳市人民政府"
    assert heading(made + "\n2022年，我办认真公开。" + REST).body == "贵阳市人民政府办公室"


def test_a_short_name_that_the_contact_completes() -> None:
    said = "我委认真公开。如有疑问，请与贵阳市南明区卫生健康委办公室联系（地址：中心路1号）。"
    found = heading("2020年卫生健康委员会政府信息公开工作年度报告\n" + said + REST)
    assert found.body == "贵阳市南明区卫生健康委员会"
    assert heading("青禾区人民政府及办公室2020年政府信息公开工作年度报告" + REST).body == "青禾区人民政府"


def test_the_office_that_the_report_says_it_is_of() -> None:
    site = "云南省2013年政府信息公开工作年度报告/全文\n"
    title = "云南省人民政府办公厅2013年政府信息公开工作年度报告\n"
    assert heading(site + title + REST).body == "云南省人民政府办公厅"
    assert heading(site + "云南省林业厅2013年政府信息公开工作年度报告\n" + REST).body == "云南省人民政府"


def test_a_sentence_before_reported_words_is_no_title() -> None:
    text = "2020年，林业部主要通过网站公开人事任免等政府信息\n报告称，下一步将推进公开。"
    with pytest.raises(RefusedFile, match="no yearly report"):
        heading(text)


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


def test_the_first_sentence_says_by_which_law_the_report_is_made() -> None:
    first = "云岭市财政局2021年政府信息公开工作年度报告（以下简称年报）是根据《中华人民共和国政府信息公开条例》编制的。"
    found = heading(f"{first}\n一、总体情况\n全年主动公开政府信息36条。")
    assert (found.body, found.year) == ("云岭市财政局", 2021)
    with pytest.raises(RefusedFile, match="no yearly report"):
        heading("政府信息公开工作年度报告是根据《中华人民共和国政府信息公开条例》编制的。\n一、要求\n各局主动公开。")


def test_a_name_in_the_title_that_the_text_writes_out() -> None:
    title = "市残联政府信息公开工作年度报告\n"
    first = (
        "2021年，梅州市残疾人联合会（以下简称“市残联”）认真贯彻条例。现将2021年度市残联政府信息公开工作年度报告如下：\n"
    )
    assert heading(title + first + REST).body == "梅州市残疾人联合会"
    other = "2021年，梅州市妇女联合会（以下简称“市妇联”）也认真贯彻条例。\n"
    assert heading("梅州市残联2021年政府信息公开工作年度报告\n" + other + REST).body == "梅州市残联"


def test_what_goes_before_a_name_is_no_part_of_it() -> None:
    both = "云岭市人民政府（市人民政府办公室）"
    for title in (f"{both}2021年政府信息公开工作年度报告", f"《{both}2021年政府信息公开工作年度报告》"):
        first = f"根据《条例》要求，\n现公布{title}。"
        found = heading(f"{first}统计期限自2021年1月1日起至2021年12月31日止。\n一、工作概述\n推进主动公开。\n")
        assert found.body == both


def test_a_sentence_is_no_title() -> None:
    """What it is followed by would be taken for a part of the name."""
    found = heading("石桥镇人民政府按照上级部署，编制2021年政府信息公开工作年度报告。\n" + REST)
    assert (found.body, found.year, found.title) == ("石桥镇人民政府", 2021, "")


SPAN = "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
BODIES_IN_OPENINGS = [
    ("根据《条例》要求，现公布云岭市林业局2021年政府信息公开工作年度报告。", "我局主动公开。", "云岭市林业局"),
    ("现发布《青禾县石桥镇2021年政府信息公开工作年度报告》。", "我镇主动公开。", "青禾县石桥镇人民政府"),
    (
        ("现公布云岭市人民政府2021年政府信息公开工作年度报告。如有疑问，请与云岭市人民政府办公室政府信息公开处联系。"),
        "",
        "云岭市人民政府",
    ),
    ("现把云岭市科技局2021年度政府信息公开工作情况报告如下：", "我局公开。", "云岭市科技局"),
    ("编制市城管执法局2021年政府信息公开工作年度报告。", "我局公开。", "市城管执法局"),
    ("本报告由云岭市商务局信息公开工作办公室编制完成。", "我局主动公开。", "云岭市商务局"),
    ("现公布www.qh.cn溪下乡2021年政府信息公开工作年度报告。", "", "溪下乡人民政府"),
    ("本报告由云岭市公安局指挥中心办公室编制。", "2021年云岭市公安局信息公开工作，稳步推进。", "云岭市公安局"),
    ("按照《条例》编制。", "2021年，在县委、县政府的领导下，青禾县水利局坚持公开为常态。", "青禾县水利局"),
    ("如有疑问，请联系：青禾县教育局办公室（地址：中心路1号）。", "2021年我局认真贯彻条例。", "青禾县教育局"),
    (
        "如有疑问，请联系：云岭市青禾区人民政府望溪街道办事处；电话：0100。",
        "本街道围绕中心工作。",
        "云岭市青禾区人民政府望溪街道办事处",
    ),
    ("为做好天河区水务局政府信息公开工作，编制本报告。", "我局主动公开。", "天河区水务局"),
    (
        "按照《天河区人民政府办公室关于报送报告的通知》，特向社会公布区水务局2021年政府信息公开年度报告。",
        "",
        "天河区水务局",
    ),
    (
        "本报告由南平市人民政府信息公开办公室根据《条例》，汇总全市各县（区）、市政府各部门情况编制而成。",
        "南平市人民政府带头。",
        "南平市人民政府",
    ),
    ("按照《条例》编制。", "2021年，南平市按照国务院要求，贯彻条例。", "南平市人民政府"),
    ("本报告由青禾县审批服务管理办公室（公共资源交易办公室）编制。", "", "青禾县审批服务管理办公室"),
    ("如有疑问，可直接与青禾县财政局人秘股联系。", "我局主动公开。", "青禾县财政局"),
    ("根据云岭市环境保护局（以下简称市环保局）工作情况编制。", "2021年，市环保局认真公开。", "市环保局"),
    ("根据泸州市环境保护局（以下简称市环保局）工作情况编制。", "2021年，市环保局认真公开。", "泸州市环境保护局"),
    ("按照《条例》编制。如有疑问，请联系：商务部信息化司综合处，电话：0100。", "2021年，我部认真公开。", "商务部"),
    (
        "按照《条例》编制。",
        "7月8日，市水利局党组书记、局长王乙委托市水利局科长接听。请与云岭市水利局联系。2021年我局公开信息。",
        "云岭市水利局",
    ),
    ("本报告由青禾县政务公开领导小组办公室编制。", "我县公开信息。", "青禾县政务公开领导小组办公室"),
    ("本报告由双牌县政务公开领导小组办公室编制。", "我县公开信息。", "双牌县人民政府"),
    ("如有疑问，请与市政务服务和大数据管理局联系。", "2021年，武汉市坚持公开为常态。", "武汉市人民政府"),
    ("如有疑问，请与青禾县产业园区管委会办公室联系。", "我委认真公开。", "青禾县产业园区管委会"),
    ("请与大渡口经开区政务公开办公室联系。", "2021年，大渡口经开区按照任务要求推进。", "大渡口经开区"),
    ("按照《条例》编制。", "望溪街道根据《条例》公开，做好年报。发布2020年政府信息公开年度报告。", "望溪街道办事处"),
    ("本报告由石桥镇人民政府结合有关统计数据编制。", "我镇主动公开。", "石桥镇人民政府"),
    ("根据《实施办法》第三十二条规定，石桥镇政府结合实际，认真编制了年度报告。", "我镇公开。", "石桥镇政府"),
    ("按照《条例》编制。", "2021年，攸县在上级部门指导下，贯彻条例。", "攸县"),
    ("如有疑问，请与石桥镇人民政府联系。", "本年度石桥镇人民政府通过网站公开信息。", "石桥镇人民政府"),
    ("现将2021年石桥乡政府信息公开工作报告如下。", "", "石桥乡人民政府"),
    ("如有疑问，请联系：龙游县石桥乡信息公开领导小组办公室。", "本单位公开。", "龙游县石桥乡人民政府"),
    ("按照《条例》编制。", "我乡公开。截至2021年12月31日，石桥乡人民政府通过平台公开信息。", "石桥乡人民政府"),
    ("如有疑问，请与云岭市卫生健康委员会办公室联系。", "2021年，我委公开信息。", "云岭市卫生健康委员会"),
    ("如有疑问，请与云岭市机构编制委员会办公室联系。", "2021年，我办公开信息。", "云岭市机构编制委员会办公室"),
    (
        "如有疑问，可与梅州市市场监督管理局办公室联系。",
        "2021年，市市场监管局认真推进公开工作。",
        "梅州市市场监督管理局",
    ),
    ("如有疑问，可与梅州市财政局办公室联系。", "2021年，市市场监管局认真推进公开工作。", "市市场监管局"),
    ("如有疑问，请与扎赉特旗青禾苏木人民政府联系。", "全年公开信息。", "扎赉特旗青禾苏木人民政府"),
    ("现将《云岭市司法局2021年度政府信息公开工作年度报告》予以公布。", "我局公开。", "云岭市司法局"),
    ("现公布云岭市数据局（含云岭市信息中心）2021年政府信息公开工作年度报告。", "我局公开。", "云岭市数据局"),
    ("本报告由云岭市公安局长桥分局编制。", "2021年长桥公安分局公开。请联系长桥公安分局。", "云岭市公安局长桥分局"),
    (
        "现公布2021年度梅州市公安局政府信息公开工作年度报告，内容涵盖梅州市公安局青禾分局2021年1月1日至12月31日的情况。",
        "我局公开。",
        "梅州市公安局青禾分局",
    ),
    ("现公布云岭市民政局2021年政府信息公开年报，内容涵盖市民政局2021年1月1日至12月31日的情况。", "", "云岭市民政局"),
]


def test_the_year_of_a_span_that_a_comma_parts() -> None:
    text = (
        "本报告根据《政府信息公开条例》，在青禾县石桥镇人民政府2017年度工作的基础上编制。"
        "统计期限自2018年1月1日起，至2018年12月31日止。\n2018年，石桥镇人民政府认真公开。\n"
    )
    assert (heading(text).body, heading(text).year) == ("青禾县石桥镇人民政府", 2018)


@pytest.mark.parametrize(("first", "second", "body"), BODIES_IN_OPENINGS)
def test_an_opening_without_a_title_says_what_it_is_and_whose(first: str, second: str, body: str) -> None:
    found = heading(f"根据《中华人民共和国政府信息公开条例》的规定。{first}{SPAN}\n一、工作概述\n{second}\n")
    assert (found.body, found.year) == (body, 2021)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"根据《政府信息公开条例》编制本报告。{SPAN}\n我局主动公开政府信息9条。", "body"),
        (f"根据《政府信息公开条例》编制本报告。{SPAN}\n未产生针对我局政府信息公开的行政复议。", "body"),
        # whoever answers the telephone for a government is not known to have made its report
        (f"根据《政府信息公开条例》编制本报告。{SPAN}\n请与青禾县人民政府办公室联系。", "body"),
        (
            f"青禾区司法局2021年法治政府建设年度报告\n本报告由青禾区司法局编制，{SPAN}落实政府信息公开条例，推进主动公开。",
            "no yearly report",
        ),
        (f"青禾区2021年水资源公报\n青禾区水利局编制本报告。{SPAN}政务公开平台下载。", "no yearly report"),
        (f"青禾区水利局编制本报告，{SPAN}下载请到政务公开栏。", "no yearly report"),
        ("青禾区教育局政府信息公开年报解读\n本报告的统计期限自2021年1月1日起至2021年12月31日止。", "no yearly report"),
        ("青禾区教育局根据政府信息公开条例办理申请。\n一、受理\n甲。", "no yearly report"),
        ("本报告的统计期限自2021年1月1日起至2021年12月31日止。青禾区教育局招生平稳。", "no yearly report"),
    ],
)
def test_an_opening_that_says_too_little(text: str, why: str) -> None:
    with pytest.raises(RefusedFile, match=why):
        heading(text)


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
        ("**市林业局2020年政府信息公开工作年度报告\n由**市林业局编制。\n一、总体情况\n甲。", "body"),
        ("xx市林业局2020年政府信息公开工作年度报告\n一、总体情况\n甲。", "body"),
        ("青禾区林业局政府信息公开工作年度报告\n一、总体情况\n甲。\n二、主动公开政府信息情况\n无。", "year"),
    ],
)
def test_what_cannot_be_told_is_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedFile, match=why):
        heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "青禾区教育局2022年上半年政府信息公开工作报告" + REST,
        "青禾区教育局2022年第一季度政府信息公开工作报告" + REST,
        "青禾区教育局2022年1-6月政府信息公开工作报告" + REST,
        "青禾区教育局政府信息公开工作报告\n所列数据的统计期限自2022年1月1日起至2022年6月30日止。" + REST,
    ],
)
def test_a_report_of_part_of_a_year_is_refused(text: str) -> None:
    with pytest.raises(RefusedFile, match="less than a year"):
        heading(text)


def test_a_report_that_begins_within_the_year_is_read() -> None:
    text = "青禾区教育局政府信息公开工作报告\n统计期限自2008年5月1日起至2008年12月31日止。" + REST
    assert heading(text).year == 2008


def test_of_two_years_none_is_guessed() -> None:
    opening = "按政府信息公开条例，青禾区林业局认真公开。"
    two = "一、总体情况\n2020年，" + opening + "2021年，继续推进。\n二、主动公开政府信息情况\n无。\n"
    with pytest.raises(RefusedFile, match="year"):
        heading(two)
    signed = heading(two + "青禾区林业局\n2022年1月8日")
    assert (signed.year, len(signed.notes)) == (2021, 1)
    with pytest.raises(RefusedFile, match="year"):
        heading("青禾区林业局2019年至2020年政府信息公开工作报告" + REST)


def test_a_school_year_is_none_of_these_reports() -> None:
    with pytest.raises(RefusedFile, match="year"):
        heading("云岭大学2016-2017学年信息公开工作年度报告" + REST)
    with pytest.raises(RefusedFile, match="year"):
        heading("现编制2016至2017学年云岭大学信息公开工作年度报告。云岭大学认真公开。" + REST)


def test_years_that_are_named_besides_are_noted() -> None:
    text = "一、总体情况\n2021年，青禾区林业局认真落实政府信息公开条例。2021年，比2020年多。" + REST
    found = heading(text)
    assert (found.year, len(found.notes)) == (2021, 1)
    named = heading("本报告是由青禾区林业局编制的2021年政府信息公开工作年度报告。\n2020年，我局认真公开。" + REST)
    assert (named.year, named.notes) == (2021, ())


def test_a_title_of_another_year_than_the_text() -> None:
    covers = "本报告所列数据的统计期限自2025年1月1日起至12月31日止。"
    title = "青禾区教育局2024年政府信息公开工作年度报告\n"
    with pytest.raises(RefusedFile, match="year"):
        heading(title + covers + "2025年，我局认真公开。" + REST)
    with pytest.raises(RefusedFile, match="year"):
        heading(title + "2025年，我局认真公开。2025年，我局公开3条。2025年无申请。" + REST)
    found = heading(title + covers + "2024年，我局认真公开。" + REST)
    assert (found.year, len(found.notes)) == (2024, 1)
    plans = heading(title + "一年来，我局认真公开。2025年，我局将继续公开。" + REST)
    assert (plans.year, plans.notes) == (2024, ())


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


DAYS = "所列数据的统计期限自2021年1月1日起至2021年12月31日止。"


@pytest.mark.parametrize(
    ("opening", "body"),
    [
        # put together from those of the organs of a place
        (
            (
                "本报告是根据《中华人民共和国政府信息公开条例》要求及本溪市平山区各委、办、局的政府信息公开年度报告编制而成。"
                f"本报告{DAYS}请与平山区政府信息公开办公室联系。\n一、概述\n全区主动公开政府信息57条。"
            ),
            "本溪市平山区人民政府",
        ),
        # whose site it can be taken from, where it is 我局 that tells
        (
            (
                f"本报告依据《中华人民共和国政府信息公开条例》编制。电子版可从本溪市财政局网站下载。本报告{DAYS}"
                "\n一、总体情况\n2021年我局主动公开政府信息57条。"
            ),
            "本溪市财政局",
        ),
        # whose documents are its own
        (
            (
                f"现对我局政府信息公开工作情况进行公布。报告全文包括总体情况、主动公开政府信息情况。报告{DAYS}"
                "\n一、总体情况\n更新《本溪市财政局政府信息公开指南》。我局主动公开政府信息57条。"
            ),
            "本溪市财政局",
        ),
        # a ministry
        (
            (
                f"按照《中华人民共和国政府信息公开条例》，交通运输部编制了本级行政机关2021年政府信息公开工作年度报告。本报告{DAYS}"
                "\n一、总体情况\n2021年，交通运输部坚决贯彻落实决策部署。主动公开政府信息57条。"
            ),
            "交通运输部",
        ),
        (
            f"现公开2021年度本溪市政府信息公开工作年度报告。本报告{DAYS}\n一、总体情况\n主动公开政府信息57条。",
            "本溪市人民政府",
        ),
        (
            (
                f"本溪市财政局特向社会公布2021年度本机关信息公开工作报告。本报告{DAYS}"
                "\n一、总体情况\n2021年市财局高度重视。主动公开政府信息57条。"
            ),
            "本溪市财政局",
        ),
        # 县卫生局 of the one county that it names
        (
            (
                "2021年，县卫生局贯彻落实《条例》和建昌县政府《关于做好信息公开工作的通知》，现将我局2021年度政府信息公开工作"
                "年度报告如下：\n主动公开政府信息57条。"
            ),
            "建昌县卫生局",
        ),
    ],
)
def test_whom_an_opening_names(opening: str, body: str) -> None:
    found = heading(opening)
    assert (found.body, found.year) == (body, 2021)


@pytest.mark.parametrize(
    "opening",
    [
        # documents, and the site, of its government; documents of two bodies
        "电子版可从本溪市人民政府网站下载。我局主动公开政府信息57条。",
        "落实《本溪市人民政府政府信息公开指南》。我局主动公开政府信息57条。",
        "落实《本溪市财政局政府信息公开指南》《本溪市教育局政府信息公开指南》。我局主动公开政府信息57条。",
    ],
)
def test_an_opening_that_names_only_others(opening: str) -> None:
    with pytest.raises(RefusedFile, match="body"):
        heading(f"本报告依据《中华人民共和国政府信息公开条例》编制。本报告{DAYS}\n一、总体情况\n{opening}")


def test_a_name_that_a_gap_breaks_in_a_scan_is_none() -> None:
    """A character may be missing there: 青禾区农业农村局 would be 青禾区农农村局."""
    text = f"青禾区农\t农村局2023年政府信息公开工作年度报告{REST}"
    document = Document(path="scan.pdf", digest="", lines=lines_of(text), scanned=True)
    with pytest.raises(RefusedFile):
        read_heading(document, sections_of(document))
