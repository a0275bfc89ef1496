"""Figures as people print them, and what is no figure."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import numbers

FOUND = [
    ("共51条", [("51条", "51", "条", False)]),
    ("共 51 条", [("51 条", "51", "条", False)]),
    ("５１条", [("５１条", "51", "条", False)]),
    ("1,234件", [("1,234件", "1234", "件", False)]),
    ("1，234，567条", [("1，234，567条", "1234567", "条", False)]),
    ("12,13件", [("12", "12", "", False), ("13件", "13", "件", False)]),
    ("2019，123件", [("2019", "2019", "", False), ("123件", "123", "件", False)]),
    ("46.6527万元", [("46.6527万元", "46.6527", "万元", False)]),
    ("3千万元", [("3千万元", "3", "千万元", False)]),
    ("50余万元", [("50余万元", "50", "万元", True)]),
    ("近1.7万条", [("1.7万条", "17000", "条", True)]),
    ("18万余件", [("18万余件", "180000", "件", True)]),
    ("20多万人次", [("20多万人次", "200000", "人次", True)]),
    ("1亿2千万", [("1亿2千万", "120000000", "", False)]),
    ("超10000", [("10000", "10000", "", True)]),
    ("约170人参加", [("170人", "170", "人", True)]),
    ("80%以上", [("80%", "80", "%", True)]),
    ("百分之三十", [("百分之三十", "30", "%", False)]),
    ("节约300元", [("300元", "300", "元", False)]),
    ("最近3年", [("3年", "3", "年", False)]),
    ("十二件", [("十二件", "12", "件", False)]),
    ("一千二百条", [("一千二百条", "1200", "条", False)]),
    ("一百零五件", [("一百零五件", "105", "件", False)]),
    ("二十余", [("二十余", "20", "", True)]),
    ("廿五项、卅项", [("廿五项", "25", "项", False), ("卅项", "30", "项", False)]),
    ("两件", [("两件", "2", "件", False)]),
    ("〇件", [("〇件", "0", "件", False)]),
    ("12部门44个部门", [("12", "12", "", False), ("44个", "44", "个", False)]),
    ("1.2019年制发3件", [("2019年", "2019", "年", False), ("3件", "3", "件", False)]),
    ("2.0版", [("2.0", "2.0", "", False)]),
    ("ipv6", [("6", "6", "", False)]),
    ("12345热线", [("12345", "12345", "", False)]),
    ("统一、十分、一次性、千万家、一二三、三四件", []),
    ("1.2.3 2019.12.31", []),
    ("9" * 31, []),
    ("²件 ١٢件", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = numbers.find(text)
    assert [(n.text, n.value, n.unit, n.approximate) for n in found] == [
        (words, Decimal(value), unit, doubt) for words, value, unit, doubt in expected
    ]
    assert all(text[n.start : n.end] == n.text for n in found)


CELLS = [
    ("0", "0", ""),
    ("１２", "12", ""),
    ("+2", "2", ""),
    ("-164", "-164", ""),
    ("﹣3", "-3", ""),
    ("－3", "-3", ""),
    ("增2", "2", ""),
    ("减少1", "-1", ""),
    ("增加0", "0", ""),
    ("22（其中修订16件）", "22", ""),
    ("131*", "131", ""),
    ("131 ※", "131", ""),
    ("无", "0", ""),
    ("O", "0", ""),
    ("-164(因机构改革划出6大项)", "-164", ""),
    ("251000元", "251000", "元"),
    ("240万元", "240", "万元"),
    ("4068.208 万元", "4068.208", "万元"),
    ("1,234", "1234", ""),
    (" 5&nbsp;", "5", ""),
    ("¥25.5", "25.5", "元"),
]


@pytest.mark.parametrize(("text", "value", "unit"), CELLS)
def test_cell(text: str, value: str, unit: str) -> None:
    number = numbers.cell(text)
    assert number is not None
    assert (number.value, number.unit) == (Decimal(value), unit)
    assert not numbers.is_blank(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "nan",
        "/",
        "总计",
        "1 0",
        "1-2",
        "+2/-1",
        "2020年",
        "2019.12.31",
        "三、",
        "三",
        "0三、",
        "3.",
        "第3",
        "1,2",
        "无数据",
        "有无",
        "9" * 31,
    ],
)
def test_no_cell(text: str) -> None:
    assert numbers.cell(text) is None


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u00a0", "&nbsp;", "/", "／", "-", "—", "——", "无数据"])
def test_blank(text: str) -> None:
    assert numbers.is_blank(text)


@pytest.mark.parametrize("text", ["0", "无", "０", "零", "总计", "-1"])
def test_not_blank(text: str) -> None:
    assert not numbers.is_blank(text)


@pytest.mark.parametrize(
    "text", ["2020年", "2020年度", "二〇二〇年", "二○二○", "２０２０", "二O二O年", "二零二零年度", " 2020 年"]
)
def test_year(text: str) -> None:
    assert numbers.year(text) == 2020


@pytest.mark.parametrize("text", ["20200", "1899年", "2100年", "一千", "2020年1月", "2020条", "", "今年"])
def test_no_year(text: str) -> None:
    assert numbers.year(text) is None


def test_years() -> None:
    text = "青禾区2020收到多少，2019条、二〇二一年度和2018年；2022-01-03，0752-2020"
    assert [(y.value, y.text) for y in numbers.years(text)] == [
        (2020, "2020"),
        (2021, "二〇二一年度"),
        (2018, "2018年"),
    ]
    assert all(text[y.start : y.end] == y.text for y in numbers.years(text))


@pytest.mark.parametrize(
    ("text", "target", "value"),
    [("46.6527万元", "元", "466527"), ("1767211.05元", "元", "1767211.05"), ("2.5亿元", "元", "250000000"),
     ("3千万元", "元", "30000000"),
     ("466527元", "万元", "46.6527"), ("14宗", "件", "14"), ("14", "件", "14")],
)  # fmt: skip
def test_in_unit(text: str, target: str, value: str) -> None:
    (number,) = numbers.find(text)
    assert numbers.in_unit(number, target) == Decimal(value)


def test_in_unit_refuses_another_kind() -> None:
    (number,) = numbers.find("14件")
    with pytest.raises(ValueError, match="件 is not 元"):
        numbers.in_unit(number, "元")


def test_say() -> None:
    assert numbers.say(Decimal("17000.0")) == "17000"
    assert numbers.say(Decimal("1E+4")) == "10000"
    assert numbers.say(Decimal("1767211.05")) == "1767211.05"
    assert numbers.say(Decimal("-0.00")) == "0"
    assert numbers.say(Decimal(14), "件") == "14 件"


def test_exact_beyond_the_default_precision() -> None:
    (number,) = numbers.find("1234567890123456789012345678.9万元")
    assert numbers.say(numbers.in_unit(number, "元")) == "12345678901234567890123456789000"


@given(st.text(alphabet="0123456789一二十百千万亿〇,.，余多近约 件条个元%-()增减年²\ud800\x00０", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for number in numbers.find(text):
        assert text[number.start : number.end] == number.text
        numbers.say(number.value)
    numbers.cell(text)
    numbers.is_blank(text)
    numbers.year(text)
    numbers.years(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.2", "一", "一万", "1万1", "1 ", "近", "(", "百分之", " ", "1余 ", "2020"]
)
def test_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = 1e9
        for _ in range(5):
            begun = time.thread_time()
            numbers.find(text)
            numbers.years(text)
            numbers.cell(text)
            best = min(best, time.thread_time() - begun)
        return best

    # four times as long: in proportion 4 times the seconds, by pairs 16 times
    assert seconds(160_000) < 8 * seconds(40_000) + 0.02
