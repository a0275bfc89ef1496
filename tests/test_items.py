"""One of several figures of a sentence: what its name answers, and what it does not though it stands beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.memory import Memory
from bot.models import Question
from bot.service import Service
from index.store import Store
from loaders import load

CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("items.toml").read_text(encoding="utf-8"), parse_float=Decimal
)
ABOUT = "墨溪县2023年"


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("items")
    report = folder / "report.txt"
    report.write_text(CASES["report"].strip(), encoding="utf-8")
    with Store.create(folder / "items.db") as store:
        store.replace(load(str(report)))
        yield Service(store, Memory(None), Settings())


@pytest.mark.parametrize("case", CASES["answered"], ids=lambda case: case["q"])
def test_one_of_several_is_told_by_its_name(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    wanted = case["values"] if "values" in case else [case["value"]]
    assert [one.value for one in answer.results] == wanted, answer.text


@pytest.mark.parametrize("case", CASES["each"], ids=lambda case: case["q"])
def test_each_that_is_named_is_told(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    assert [one.value for one in answer.results] == case["values"], answer.text


@pytest.mark.parametrize("case", CASES["english"], ids=lambda case: case["q"])
def test_one_of_several_is_told_in_another_language(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=case["q"]))
    assert [one.value for one in answer.results] == case["values"], answer.text


@pytest.mark.parametrize("case", CASES["summed"], ids=lambda case: case["q"])
def test_those_that_are_named_are_added_up(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    assert [(one.value, one.calculated) for one in answer.results] == [(case["value"], True)], answer.text


@pytest.mark.parametrize("case", CASES["claimed"], ids=lambda case: case["q"])
def test_a_claim_about_one_of_them_is_tested(service: Service, case: dict[str, Any]) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{case['q']}"))
    assert [one.holds for one in answer.claims] == [case["holds"]], answer.text


@pytest.mark.parametrize("text", CASES["refused"])
def test_no_other_has_its_figure(service: Service, text: str) -> None:
    answer = service.ask(Question(text=f"{ABOUT}{text}"))
    assert not answer.results, answer.text


def test_what_is_planned_is_not_said_to_be_so(service: Service) -> None:
    answer = service.ask(Question(text=f"{ABOUT}新增竹亭20个，购置触摸屏4台。"))
    assert [one.holds for one in answer.claims] == [None, True], answer.text
