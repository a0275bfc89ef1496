"""Service.ask as a whole: any text ends in an answer, an unknown word never in a figure, time stays linear."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Settings
from bot.languages import CODES, language
from bot.memory import Memory
from bot.models import Query, Question
from bot.service import Service
from index.errors import UsageError
from index.packed import pack
from index.store import Store
from loaders import load

SAMPLES = Path(__file__).parent.parent / "samples"
GOOD = (
    "海珠区2020年收到多少件政府信息公开申请",
    "青禾区2020年不予公开多少件",
    "番禺区2019年行政诉讼几件",
    "江海区2019年政府采购花了多少钱",
    "how many requests did Haizhu receive in 2020",
    "石渡镇2020年行政许可处理决定数量是多少",
)
UNKNOWN = ("冰箱", "足球", "火星", "飞船", "钢琴", "zebra", "microwave", "交通事故", "名公务员")


def test_the_only_body_of_an_index_need_not_be_named(tmp_path: Path) -> None:
    with Store.create(tmp_path / "one.db") as store:
        store.replace(load(str(SAMPLES / "qinghe-2020.txt")))
        service = Service(store, Memory(None), Settings())
        for text, figure in (("收到多少件申请", None), ("收到和办结各多少", None), ("天河区收到多少件申请", "missing")):
            answer = service.ask(Question(text=text))
            assert answer.status == (figure or "answered"), answer.text
            assert figure is not None or "按云岭市青禾区人民政府办公室理解" in answer.text


@pytest.mark.parametrize("text", GOOD)
def test_good_questions_have_one_figure(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert answer.status == "answered", answer.text
    assert len(answer.results) == 1
    assert answer.results[0].sources


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("word", UNKNOWN)
def test_an_unknown_word_never_passes_unnoticed(service: Service, text: str, word: str) -> None:
    middle = max(text.find(" ", len(text) // 2), text.find("年") + 1)
    for changed in (f"{text} {word}", f"{word} {text}", f"{text[:middle]} {word} {text[middle:]}"):
        answer = service.ask(Question(text=changed))
        assert not answer.results, f"{changed}: {answer.text}"


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=60))
def test_any_text_ends_in_an_answer(service: Service, text: str) -> None:
    answer = service.ask(Question(text=text))
    assert answer.status in {"answered", "clarify", "missing", "explained", "checked", "help", "not_understood"}
    assert answer.text


def test_mixtures_of_known_words_end_in_an_answer(service: Service) -> None:
    words = [phrase for code in CODES for phrase in language(code).phrases]
    words += ["海珠区", "2020年", "海珠", "区府办", "海珠湿地", "鸭河", "20", "二〇二〇年", "、", "，", "青禾区住建局"]
    chance = random.Random(20)
    for turn in range(600):
        text = "".join(chance.choice(words) for _ in range(chance.randint(1, 9)))
        answer = service.ask(Question(text=text, chat=str(turn % 5)))
        assert answer.text, text
        assert bool(answer.results) == (answer.status == "answered"), text
        assert answer.status != "clarify" or 2 <= len(answer.options) <= 5, text


def test_options_are_answered_without_a_further_question(service: Service) -> None:
    for text in ("青禾区2020年维持几件", "海珠区2020年规范性文件多少件", "收到多少件申请", "海珠区2020年公开了多少"):
        answer = service.ask(Question(text=text))
        assert answer.status == "clarify", f"{text}: {answer.text}"
        for option in answer.options:
            assert service.ask(Question(text=option.ask)).status in {"answered", "missing"}, option.ask


@pytest.mark.parametrize("piece", ["海珠区", "申请", "ab", "2020年", "公开", "区", "9", "、", "\ud800", "other "])
def test_time_is_linear_in_the_length(service: Service, piece: str) -> None:
    def took(size: int) -> float:
        text = (piece * size)[:size]
        best = float("inf")
        for _ in range(3):
            start = time.thread_time()
            service.ask(Question(text=text))
            best = min(best, time.thread_time() - start)
        return best

    took(64)
    # a second of the slowest machine, far below what anything worse than linear would need
    assert took(512) < 1.0


@pytest.mark.parametrize(
    "text", ["请问魑魅县1999年收到多少件申请", "区教育局2020年收到多少件申请", "青禾区2020年赔了多少钱"]
)
def test_no_question_goes_through_all_bodies(service: Service, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    told = service.ask(Question(text=text))

    def gone_through(_store: Store) -> None:
        raise AssertionError(text)

    monkeypatch.setattr(Store, "bodies", gone_through)
    monkeypatch.setattr("bot.places.organ_alone.bears", gone_through)
    assert service.ask(Question(text=text)) == told


def test_a_question_that_is_too_long_is_refused(service: Service) -> None:
    answer = service.ask(Question(text="海" * 513))
    assert answer.status == "not_understood"
    assert "512" in answer.text


def test_an_operators_own_short_names(service: Service, tmp_path: Path) -> None:
    names = tmp_path / "names.toml"
    names.write_text('[bodies]\n"一号楼" = "广州市海珠区人民政府办公室"\n', encoding="utf-8")
    own = Service(service.store, Memory(None), Settings(bodies=names))
    assert own.ask(Question(text="一号楼2020年收到多少件申请")).results[0].value == 14
    assert not service.ask(Question(text="一号楼2020年收到多少件申请")).results
    own.memory.close()
    for wrong in ("[bodies]\nx = 1\n", "[other]\n", "no toml"):
        names.write_text(wrong, encoding="utf-8")
        with pytest.raises(UsageError, match=r"names\.toml"):
            Service(service.store, Memory(None), Settings(bodies=names))


def test_a_body_that_changed_its_name_is_found_by_either(tmp_path: Path) -> None:
    names = tmp_path / "names.toml"
    names.write_text('[renamed]\n"云岭市青禾湿地管理处" = "云岭市青禾湿地保护中心"\n', encoding="utf-8")
    (tmp_path / "reports").mkdir()
    sample = (Path(__file__).parents[1] / "samples/qinghe-2020.txt").read_text(encoding="utf-8")
    store = Store.create(tmp_path / "index.db")
    for name, year in (("云岭市青禾湿地管理处", 2018), ("云岭市青禾湿地保护中心", 2021)):
        file = tmp_path / f"reports/{year}.txt"
        text = (
            sample.replace("云岭市青禾区人民政府办公室", name)
            .replace("青禾区人民政府办公室", name)
            .replace("2020 年", f"{year} 年")
        )
        file.write_text(text, encoding="utf-8")
        store.replace(load(str(file)))
    service = Service(store, Memory(None), Settings(bodies=names))

    def asked(question: str) -> tuple[str, ...]:
        return tuple(result.body for result in service.ask(Question(text=question)).results)

    assert asked("青禾湿地保护中心2018年收到多少件申请") == ("云岭市青禾湿地管理处",)
    assert "名为云岭市青禾湿地管理处" in service.ask(Question(text="青禾湿地保护中心2018年收到多少件申请")).text
    assert asked("青禾湿地管理处2021年收到多少件申请") == ("云岭市青禾湿地保护中心",)
    assert asked("青禾湿地管理处2018年收到多少件申请") == ("云岭市青禾湿地管理处",)
    assert asked("青禾湿地管理处2019年收到多少件申请") == ()
    service.memory.close()
    store.close()


def test_a_region_that_has_changed_its_name_is_found_by_either(tmp_path: Path) -> None:
    sample = (Path(__file__).parents[1] / "samples/qinghe-2020.txt").read_text(encoding="utf-8")
    file = tmp_path / "2013.txt"
    text = sample.replace("云岭市青禾区", "广州市从化市").replace("2020 年", "2013 年").replace("青禾区", "从化市")
    file.write_text(text, encoding="utf-8")
    with Store.create(tmp_path / "index.db") as store:
        store.replace(load(str(file)))
        service = Service(store, Memory(None), Settings())
        for place in ("从化市", "从化区", "从化", "广州从化"):
            answer = service.ask(Question(text=f"{place}2013年收到多少件申请"))
            assert [result.body for result in answer.results] == ["广州市从化市人民政府办公室"], place
        assert service.ask(Question(text="卢湾区2010年收到多少件申请")).reason == "body"
        service.memory.close()


def test_an_organ_alone_is_the_one_of_the_region_set(service: Service) -> None:
    asked = Question(text="区府办2020年收到多少件申请")
    assert service.ask(asked).status == "clarify"
    there = Service(service.store, Memory(None), Settings(region="青禾区"))
    assert [one.body for one in there.ask(asked).results] == ["云岭市青禾区人民政府办公室"]
    there.memory.close()


def test_a_follow_up_does_not_pass_from_some_requests_to_all(service: Service) -> None:
    before = Query(
        intent="figure",
        bodies=("云岭市青禾区人民政府办公室",),
        years=(2020,),
        metrics=("requests.received.online",),
        parties=(None,),
    )
    service.memory.remember("channel", before)
    assert not service.ask(Question(text="办结的呢", chat="channel")).results
    assert not service.ask(Question(text="予以公开的呢", chat="channel")).results
    assert service.ask(Question(text="行政复议呢", chat="channel")).results


def test_many_that_are_tied_are_all_results_and_few_lines(tmp_path: Path) -> None:
    packed = pack(replace(load(str(SAMPLES / "qinghe-2020.txt")), warnings=()))
    with Store.create(tmp_path / "many.db") as store:
        with store.batch():
            for number in range(300):
                body = f"云岭市青禾区第{number}中学"
                store.replace(replace(packed, body=body, path=f"{number}.txt"))
        answer = Service(store, Memory(None), Settings()).ask(Question(text="2020年收到申请最多的10个单位"))
    assert len(answer.results) == 300
    assert answer.table is not None
    assert {row[0] for row in answer.table.rows} == {"1"}
    lines = answer.text.splitlines()
    assert sum(line.startswith("1. ") for line in lines) == 60
    assert lines[60] == "…"
    assert "300" in lines[-1] or any("300" in line for line in lines[61:])


@pytest.mark.parametrize(("first", "code"), [("How many requests did 青禾区 receive in 2020?", "en"), (GOOD[1], "zh")])
def test_figures_alone_are_answered_in_the_language_of_the_chat(service: Service, first: str, code: str) -> None:
    for text in (first, "2019?"):
        answer = service.ask(Question(text=text, chat=f"figures-{code}"))
        assert answer.results
        assert answer.language == code
