"""Who has not published: the bodies of the setting `expected` that have no report for a year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.memory import Memory
from bot.models import Question
from bot.service import Service
from index.store import Store
from loaders import load

SAMPLES = Path(__file__).parents[1] / "samples"
LISTED = ("云岭市青禾区人民政府办公室", "广州市番禺区人民政府办公室", "云岭市黑水县人民政府办公室")


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("expected")
    listed = folder / "bodies.txt"
    listed.write_text("\n".join(LISTED), encoding="utf-8")
    with Store.create(folder / "some.db") as store:
        for name in ("qinghe-2019.txt", "qinghe-2020.txt", "panyu-2019.txt"):
            store.replace(load(str(SAMPLES / name)))
        yield Service(store, Memory(None), Settings(expected=listed))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("2020年谁还没公布", LISTED[1:]),
        ("2020年还差哪些单位", LISTED[1:]),
        ("哪些单位2019年没交年报", LISTED[2:]),
        ("哪些单位2020年还没公布", LISTED[1:]),
        ("who has not published in 2019", LISTED[2:]),
        ("谁还没公布", LISTED[1:]),
    ],
)
def test_those_without_a_report_are_named(service: Service, text: str, gone: tuple[str, ...]) -> None:
    answer = service.ask(Question(text=text))
    assert answer.status == "help"
    assert [name for name in LISTED if name in answer.text] == list(gone)


@pytest.mark.parametrize("text", ["番禺区2019年没公布的文件有几件", "2019年谁没交电费"])
def test_what_else_was_not_published_is_no_question_for_the_list(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert answer.status != "help"
    assert not answer.results
