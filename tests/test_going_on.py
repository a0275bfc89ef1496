"""The questions that an answer ends with go on from it, and have answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import encode
from bot.models import Question
from bot.service import Service

ROOT = Path(__file__).parents[1]
ASKED = [
    "收到多少件申请",
    "办结多少件申请",
    "行政复议多少件",
    "予以公开几件",
    "政府集中采购花了多少钱",
    "自然人提出多少件申请",
]


def test_each_of_them_has_an_answer(service: Service) -> None:
    seen = 0
    for body in service.store.bodies():
        for year in body.years:
            for what in ASKED:
                answer = service.ask(Question(text=f"{body.name}{year}年{what}"))
                assert len(answer.next) <= 3
                for option in answer.next:
                    seen += 1
                    assert f"· {option.ask}" in answer.text
                    assert service.ask(Question(text=option.ask)).status == "answered", option.ask
    assert seen > 50


def test_another_year_and_the_rest_of_the_balance_are_offered(service: Service) -> None:
    answer = service.ask(Question(text="青禾区2020年收到多少件申请"))
    asks = [option.ask for option in answer.next]
    assert "2019年新收政府信息公开申请" in asks[0]
    assert "2020年上年结转" in asks[1]
    assert len(answer.results) == 1
    assert '"next": [{"label"' in encode.dumps(encode.answer(answer))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("青禾区2030年收到多少件申请", ["2021", "2020", "2019"]),
        ("青禾区2018年商业企业提出多少件申请", ["2019", "2021"]),
        ("How many requests did Qinghe District grant in 2025", ["2021", "2020", "2019"]),
        ("青禾区2030年公开多少", []),
        ("海珠湿地2025年结转下年多少件", []),
    ],
)
def test_where_a_year_has_no_report_the_nearest_that_have_the_figure_are_offered(
    service: Service, text: str, years: list[str]
) -> None:
    answer = service.ask(Question(text=text))
    assert (answer.status, answer.reason) == ("missing", "year")
    assert [next(year for year in years if year in option.ask) for option in answer.next] == years
    for option in answer.next:
        assert service.ask(Question(text=option.ask)).status == "answered", option.ask


def test_what_has_no_figure_offers_none(service: Service) -> None:
    for text in ("番禺区2019年予以公开多少件", "海珠区2020年收到多少件申诉", "什么叫予以公开"):
        assert service.ask(Question(text=text)).next == ()


def test_what_was_understood_is_offered_without_the_word_in_the_way(service: Service) -> None:
    answer = service.ask(Question(text="青禾区2020年魔法结转过来的有多少件"))
    assert answer.status == "not_understood"
    assert answer.results == ()
    assert [option.ask for option in answer.options] == [
        "云岭市青禾区人民政府办公室2020年上年结转政府信息公开申请是多少"
    ]
    assert "1. 云岭市青禾区人民政府办公室2020年上年结转" in answer.text
    english = service.ask(Question(text="how many reconsideration zebras did Qinghe District have in 2020"))
    assert english.options[0].ask == "云岭市青禾区人民政府办公室, 2020: administrative reconsiderations in total?"


def test_where_nothing_is_near_the_report_is_what_can_be_asked(service: Service) -> None:
    answer = service.ask(Question(text="青禾区2020年天气怎么样"))
    assert answer.status == "not_understood"
    assert len(answer.options) == 3
    assert all("青禾区人民政府办公室2020年" in option.ask for option in answer.options)
    nobody = service.ask(Question(text="天气怎么样"))
    assert nobody.options == ()
    assert "可以这样问：" in nobody.text


@pytest.mark.parametrize(
    "text", ["青禾区2020年收到多少件申诉", "青禾区2020年招录多少申请", "Qinghe 2020 zebra requests"]
)
def test_what_is_offered_has_a_figure_and_gives_none(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert answer.status == "not_understood"
    assert answer.results == ()
    assert answer.options
    for option in answer.options:
        asked = service.ask(Question(text=option.ask))
        assert asked.status == "answered", option.ask
        assert str(asked.results[0].value) not in answer.text.replace("2020", "")


def test_a_long_text_is_no_slip_of_a_word(service: Service) -> None:
    text = "青禾区2020年收到多少件申诉" + "，还有别的事情想问一问" * 12
    assert service.ask(Question(text=text)).options == ()


def test_a_chat_goes_on_from_whom_and_when_after_what_was_not_understood(service: Service) -> None:
    def told(text: str) -> list[tuple[str, int, str | None]]:
        answer = service.ask(Question(text=text, chat="given up"))
        assert bool(answer.results) == (answer.status == "answered")
        return [(each.body[3:6], each.year, each.metric) for each in answer.results]

    assert told("青禾区2020年收到多少申请") == [("青禾区", 2020, "requests.received")]
    assert told("那2019年的斑马呢") == []
    assert told("予以公开多少") == [("青禾区", 2019, "outcome.granted")]
    assert told("斑马多少") == []
    assert told("白鹭县2020年呢") == [], "not what was asked before the question that was not understood"
    assert told("维持的多少") == []
    assert told("青禾区呢") == []
