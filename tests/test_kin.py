"""Words of one meaning, and words that are only near: each sentence in a report of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.models import Answer, Question
from bot.service import Service
from index.store import Store
from loaders import load
from tests.asked import asking, asking_of

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("kin.toml").read_text(encoding="utf-8"))["cases"]
REPORT = """墨溪县人民政府2022年政府信息公开工作年度报告

一、总体情况

{told}

三、收到和处理政府信息公开申请情况
"""


Told = Callable[[str], Service]


@pytest.fixture(scope="module", name="told")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A service over an index of one report, which tells what is said; read again it replaces the one before."""
    folder = tmp_path_factory.mktemp("kin")
    path, db = folder / "report.txt", folder / "own.db"
    with Store.create(db) as store:

        def told(text: str) -> Service:
            path.write_text(REPORT.format(told=text), encoding="utf-8")
            store.replace(load(str(path)))
            return service

        with asking(db) as service:
            yield told


def _answer(service: Service, text: str) -> Answer:
    return service.ask(Question(text=f"墨溪县2022年{text}"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["told"])
def test_only_what_is_meant_is_answered(told: Told, case: dict[str, Any]) -> None:
    service = told(case["told"])
    for text in case.get("asked", ()):
        assert _answer(service, text).results, text
    for text in case.get("not", ()):
        assert not _answer(service, text).results, text


def test_the_place_of_a_body_said_once_more_is_no_other_body(tmp_path: Path) -> None:
    told = "省内外媒体刊播墨溪教育正面报道512篇，在《墨溪日报》刊发稿件31篇，《青禾日报》刊发稿件8篇。"
    report = REPORT.format(told=told).replace("墨溪县人民政府", "墨溪县教育局")
    with asking_of(tmp_path, [report]) as service:
        figures = {"媒体报道墨溪教育多少篇": 512, "在墨溪日报登了几篇稿子": 31, "在青禾日报登了几篇稿子": 8}
        for text, value in figures.items():
            results = service.ask(Question(text=f"墨溪县教育局2022年{text}")).results
            assert [one.value for one in results] == [value], text
        for text in ("墨溪县政府报道墨溪教育多少篇", "在云岭日报登了几篇稿子"):
            assert not service.ask(Question(text=f"墨溪县教育局2022年{text}")).results, text


@pytest.mark.parametrize(
    ("told", "answered", "refused"),
    [
        ("我局通过县人民政府网站发布政务信息6条。", "县政府网站", "自己网站"),
        ("局门户网站累计发布政务信息925条。", "局网站", "县政府网站"),
    ],
)
def test_what_stood_on_its_own_site_is_not_what_stood_on_the_governments(
    tmp_path: Path, told: str, answered: str, refused: str
) -> None:
    with asking_of(tmp_path, [REPORT.format(told=told).replace("墨溪县人民政府", "墨溪县教育局")]) as service:
        asked = {site: f"墨溪县教育局2022年{site}发布政务信息多少条" for site in (answered, refused)}
        assert service.ask(Question(text=asked[answered])).results
        assert not service.ask(Question(text=asked[refused])).results


def test_what_a_citys_bureau_did_is_not_what_a_districts_did(tmp_path: Path) -> None:
    report = REPORT.format(told="公示食品抽检结果715批次。").replace("墨溪县人民政府", "武汉市洪山区市场监督管理局")
    with asking_of(tmp_path, [report]) as service:
        assert service.ask(Question(text="洪山区市监局2022年公示食品抽检结果多少批次")).results
        assert not service.ask(Question(text="武汉市市监局2022年公示食品抽检结果多少批次")).results


def test_the_first_clause_tells_it_and_not_what_goes_on_behind_it(tmp_path: Path) -> None:
    with asking_of(tmp_path, [REPORT.format(told="全县网站由9家压减到1家。培训9期870人次，工作人员95人。")]) as service:
        figures = {"培训了多少人": [870], "培训了几期多少人次": [9, 870], "培训几期多少人": [9, 870]}
        for text, values in figures.items():
            assert [one.value for one in _answer(service, text).results] == values, text
        assert not _answer(service, "培训了几期多少家企业").results


def test_what_was_made_known_in_all_years_is_not_what_was_in_one(told: Told) -> None:
    said = "我办2022年主动公开政府信息92条，其中：文件类7条、工作信息类85条，删除不适用项目，累计公开信息831项。"
    service = told(said)
    figures = {"累计公开多少条": 831, "历年累计公开多少项信息": 831, "主动公开多少条": 92, "全年公开多少条信息": 92}
    for text, value in figures.items():
        assert [one.value for one in _answer(service, text).results] == [value], text
    for text in ("累计公开几个栏目", "累计收到多少件", "2021年累计公开多少条"):
        assert not _answer(service, text).results, text
    service = told("我办2022年主动公开政府信息92条。")
    assert [one.value for one in _answer(service, "累计公开多少条").results] == [92]
