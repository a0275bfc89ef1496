"""Names of places that hold words: what is said of 全椒县, 花都区 and 乾安县 is said as of any other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.models import Question
from bot.service import Service
from tests.asked import asking_of

NAMES = [
    *("花都区", "成都市", "全椒县", "乾安县", "乾县", "万年县", "公安县", "政和县"),
    *("共和县", "无为市", "比如县", "多伦县", "乡城县"),
]
REPORT = """
{name}人民政府2020年政府信息公开工作年度报告

{name}人民政府编制本报告，统计期限为2020年1月1日至12月31日。

一、总体情况

全年收到政府信息公开申请12件，办结11件，其中予以公开4件。
"""


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with asking_of(tmp_path_factory.mktemp("names"), (REPORT.format(name=name) for name in NAMES)) as asked:
        yield asked


@pytest.mark.parametrize("name", NAMES)
def test_a_figure(service: Service, name: str) -> None:
    answer = service.ask(Question(text=f"{name}2020年收到多少件申请"))
    (only,) = answer.results
    assert only.body.endswith(f"{name}人民政府")
    assert only.value == 12


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("said", "holds"), [("收到申请12件，对吗", True), ("收到申请21件，对吗", False)])
def test_what_is_asserted(service: Service, name: str, said: str, holds: bool) -> None:
    answer = service.ask(Question(text=f"{name}2020年{said}"))
    assert [one.holds for one in answer.claims] == [holds], answer.text


@pytest.mark.parametrize("said", ["乾縣2020年收到多少件申請", "陕西乾县2020年收到多少件申请"])
def test_a_name_that_is_simplified_elsewhere(service: Service, said: str) -> None:
    (only,) = service.ask(Question(text=said)).results
    assert only.body.endswith("乾县人民政府")
