"""Figures that only the prose tells, over years and bodies, and over parts of one question."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.models import Question
from bot.service import Service
from tests.asked import asking_of

CASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("told_figures.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with asking_of(
        tmp_path_factory.mktemp("told"), (CASES["form"].strip().format(**one) for one in CASES["reports"])
    ) as asked:
        yield asked


@pytest.mark.parametrize("case", CASES["told"]["answered"], ids=lambda case: case["q"])
def test_told_and_quoted(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.value for one in answer.results] == [Decimal(value) for value in case["values"]], answer.text
    for one in answer.results:
        assert one.sources
        assert all(source.quote[:4] in answer.text for source in one.sources), answer.text


@pytest.mark.parametrize("case", CASES["shares"]["answered"], ids=lambda case: case["q"])
def test_a_share_of_two_that_are_told(service: Service, case: dict[str, Any]) -> None:
    (one,) = service.ask(Question(text=case["q"])).results
    assert (one.value, one.unit, one.calculated, len(one.sources)) == (Decimal(case["value"]), "ratio", True, 2)


@pytest.mark.parametrize("case", CASES["partly"]["answered"], ids=lambda case: case["q"])
def test_what_is_told_of_several_questions(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.value for one in answer.results] == case["values"], answer.text
    assert case.get("left", "") in answer.text


@pytest.mark.parametrize("text", [text for part in ("told", "shares", "partly") for text in CASES[part]["refused"]])
def test_not_told(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert not answer.results, answer.text


def test_what_is_not_told_in_a_ranking_is_said(service: Service) -> None:
    text = service.ask(Question(text="2023年茶艺讲堂最多的是哪家")).text
    assert "在有这个数的 2 个中比较" in text
    assert "青禾区人民政府 2023 年（文中没有这样写）" in text


@pytest.mark.parametrize(
    ("part", "value"), [("其中直播号多少个", 9), ("其中动漫多少个", None), ("其中明信片多少张", None)]
)
def test_what_is_among_it_stands_in_the_sentence_of_it(service: Service, part: str, value: int | None) -> None:
    service.ask(Question(text="墨溪县2023年现有茶厂账号多少个", chat="among"))
    answer = service.ask(Question(text=part, chat="among"))
    assert [one.value for one in answer.results] == ([value] if value is not None else []), answer.text


@pytest.mark.parametrize("case", CASES["chats"]["answered"], ids=lambda case: "|".join(case["ask"]))
def test_a_chat_goes_on_about_what_was_told(service: Service, case: dict[str, Any]) -> None:
    chat = "|".join(case["ask"])
    answers = [service.ask(Question(text=text, chat=chat)) for text in case["ask"]]
    told = [[one.value for one in each.results] for each in answers]
    assert told == [[Decimal(value) for value in values] for values in case["values"]], [one.text for one in answers]
