"""What a clause of the prose answers, and what it does not though most of the words stand in it."""

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

CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"), parse_float=Decimal
)
ABOUT = "墨溪县2022年"


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with asking_of(
        tmp_path_factory.mktemp("clauses"), (CASES[name].strip() for name in ("report", "earlier"))
    ) as asked:
        yield asked


@pytest.mark.parametrize("case", CASES["answered"], ids=lambda case: case["q"])
def test_a_clause_answers(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    wanted = case["values"] if "values" in case else [case["value"]]
    assert [one.value for one in answer.results] == wanted, answer.text


@pytest.mark.parametrize("case", CASES["changed"], ids=lambda case: case["q"])
def test_what_changed_between_two_years(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    wanted = case["values"] if "values" in case else [case["value"]]
    assert [one.value for one in answer.results] == wanted, answer.text
    assert all(one.calculated and len(one.sources) > 1 for one in answer.results)


@pytest.mark.parametrize("case", CASES["asserted"], ids=lambda case: case["q"])
def test_what_is_asserted_of_a_clause(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.holds for one in answer.claims] == [case.get("holds")], answer.text


@pytest.mark.parametrize("text", CASES["untold"])
def test_what_no_clause_tells_is_not_judged(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert not answer.claims, answer.text


@pytest.mark.parametrize("case", CASES["both_years"], ids=lambda case: case["q"])
def test_two_years_and_what_lies_between_them(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.value for one in answer.results] == case["values"], answer.text


@pytest.mark.parametrize("case", CASES["english"], ids=lambda case: case["q"])
def test_a_clause_answers_in_another_language(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.value for one in answer.results] == case["values"], answer.text


def test_what_is_told_in_other_words_says_so(service: Service) -> None:
    told = {case["q"]: service.ask(Question(text=f"{ABOUT}{case['q']}")).notes for case in CASES["answered"]}
    loose = {text for text, notes in told.items() if any("不尽相同" in note for note in notes)}
    assert loose
    assert "竹乡讲堂办了几场" not in loose


@pytest.mark.parametrize("text", CASES["refused"])
def test_no_clause_answers(service: Service, text: str) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{text}"))
    assert not answer.results, answer.text


@pytest.mark.parametrize("case", CASES["closest"], ids=lambda case: case["q"])
def test_the_closest_sentence_is_quoted(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    assert answer.status == "not_understood"
    assert not answer.results
    assert case["text"] in answer.text
    assert answer.sources


def test_nothing_is_quoted_where_no_sentence_is_close(service: Service) -> None:
    answer = service.ask(Question(text=f"{ABOUT}种了多少棵银杏树"))
    assert answer.status == "not_understood"
    assert not answer.sources


@pytest.mark.parametrize(("asked", "said"), [("园丁多少名", True), ("县志多少名", False)])
def test_that_no_sentence_has_the_word_is_said(service: Service, asked: str, said: bool) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{asked}"))
    assert answer.status == "not_understood"
    assert ("没有提到" in answer.text) == said


def test_the_rule_that_refused_a_clause_is_named(service: Service) -> None:
    def explained(text: str) -> str:
        return service.explain(Question(text=f"{ABOUT}{text}"))

    assert "clause      line 7: 清理久不更新的专栏6个\n  its words    turned_or_narrowed: " in explained("专栏多少个")
    assert "  its words    answers" in explained("竹乡讲堂办了几场")
    assert "clause  " not in explained("灯会办了几场")


def test_what_its_departments_did_is_not_said_of_the_government_alone(service: Service) -> None:
    answer = service.ask(Question(text="2022年墨溪县政府举行竹务通气会几场"))
    assert not answer.results, answer.text


@pytest.mark.parametrize("text", CASES["asks_itself"]["refused"])
def test_a_word_that_asks_by_itself_says_what_is_counted(tmp_path: Path, text: str) -> None:
    with asking_of(tmp_path, [CASES["asks_itself"]["report"].strip()]) as service:
        answer = service.ask(Question(text=f"{ABOUT}{text}"))
    assert all(one.value not in {195, 17} for one in answer.results), answer.text


@pytest.fixture(scope="module", name="of_another")
def _of_another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with asking_of(tmp_path_factory.mktemp("of_another"), [CASES["of_another"]["report"].strip()]) as asked:
        yield asked


@pytest.mark.parametrize("case", CASES["of_another"]["answered"], ids=lambda case: case[0])
def test_what_is_told_of_the_thing_itself(of_another: Service, case: list[Any]) -> None:
    text, *values = case
    answer = of_another.ask(Question(text=f"{ABOUT}{text}"))
    assert [one.value for one in answer.results] == values, answer.text


@pytest.mark.parametrize("text", CASES["of_another"]["refused"])
def test_what_is_told_of_another_thing_is_not_told_of_this(of_another: Service, text: str) -> None:
    answer = of_another.ask(Question(text=f"{ABOUT}{text}"))
    assert not answer.results, answer.text
