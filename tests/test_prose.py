"""Sentences of our own in tests/prose: what they state, and what they must not be taken for."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models import Fact
from index.numbers import say
from loaders.models import Line, Section
from loaders.prose import read_prose
from loaders.prose import vocabulary as prose_words
from loaders.prose.settling import told_by_tables
from loaders.prose.text import is_page_mark

HEADINGS = {1: "一、总体情况", 3: "三、收到和处理政府信息公开申请情况", 5: "五、存在的主要问题及改进情况"}
FIELDS = {"text", "facts", "optional", "statements", "not_statements", "body", "year", "section", "heading", "lines"}
CASES: dict[str, list[dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    for path in sorted(Path(__file__).with_name("prose").glob("*.toml"))
}


def told(fact: Fact) -> str:
    party = f"/{fact.party}" if fact.party else ""
    assert fact.value is not None
    return f"{fact.metric}{party} {'~' if fact.approximate else ''}{say(fact.value)}"


def read(case: dict[str, Any]) -> tuple[list[str], list[Decimal], tuple[Fact, ...]]:
    """Read a case as one section whose heading is line 1."""
    number = case.get("section", 1)
    section = Section(
        number=number,
        heading=Line(number=1, text=case.get("heading", HEADINGS[number])),
        lines=tuple(Line(number=at, text=text) for at, text in enumerate(case["text"].split("\n"), 2)),
    )
    facts, statements = read_prose(
        [section], report="a.txt", title="", body=case.get("body", "青禾区人民政府办公室"), year=case.get("year", 2021)
    )
    return [told(fact) for fact in facts], [statement.value for statement in statements], facts


@pytest.mark.parametrize("name", CASES)
def test_sentences(name: str) -> None:
    bad = [f"{number}. {line}" for number, case in enumerate(CASES[name], 1) for line in faults(case)]
    assert not bad, "\n".join(bad)


def faults(case: dict[str, Any]) -> Iterator[str]:
    """What is read of a case that it does not say."""
    assert set(case) <= FIELDS
    facts, statements, sources = read(case)
    stated = sorted(set(facts) - set(case.get("optional", [])))
    if stated != sorted(case["facts"]):
        yield f"{case['text']}: {stated} for {sorted(case['facts'])}"
    for key, there in (("statements", True), ("not_statements", False)):
        wrong = [value for value in case.get(key, []) if (Decimal(str(value)) in statements) != there]
        if wrong:
            yield f"{case['text']}: {key} {wrong}"
    for line, metric in case.get("lines", {}).items():
        if [fact.source.line for fact in sources if fact.metric == metric] != [int(line)]:
            yield f"{case['text']}: {metric} is not on line {line}"
    source = "".join(line for line in case["text"].split("\n") if not line.startswith("— "))
    if not all(fact.source.quote in source for fact in sources):
        yield f"{case['text']}: a quote does not stand in it"


def section(*lines: str, number: int | None = 1) -> Section:
    return Section(
        number=number,
        heading=Line(number=1, text="一、总体情况"),
        lines=tuple(Line(number=at, text=text) for at, text in enumerate(lines, 2)),
    )


def test_enough_traps() -> None:
    cases = [case for some in CASES.values() for case in some]
    silent = [case for case in cases if not case["facts"]]
    assert len(cases) >= 120
    assert len(silent) >= 40


def test_source_is_where_a_person_finds_it() -> None:
    lines = section("2021 年，青禾区人民政府办公室共收到政府信息公开申", "", "请 17 件，", "其中予以公开 9 件。")
    facts, _ = read_prose([lines], report="r.txt", title="", body="青禾区人民政府办公室", year=2021)
    received, granted = facts
    assert (received.source.line, received.source.quote) == (4, "青禾区人民政府办公室共收到政府信息公开申请 17 件")
    assert (granted.source.line, granted.source.quote) == (5, "其中予以公开 9 件")
    assert (received.source.section, received.source.report, received.kind) == ("一、总体情况", "r.txt", "prose")
    assert received.source.table is None


def test_statement_keeps_its_clause_and_unit() -> None:
    _, statements = read_prose(
        [section("一是规范目录，完成 1625 项公开事项梳理。")], report="r.txt", title="", body="", year=2021
    )
    (statement,) = statements
    assert (statement.text, statement.value, statement.unit) == ("完成 1625 项公开事项梳理", Decimal(1625), "项")


def test_before_the_first_heading_the_title_names_the_section() -> None:
    lines = Section(number=None, heading=None, lines=(Line(number=3, text="全年主动公开政府信息25条。"),))
    facts, _ = read_prose([lines], report="r.txt", title="青禾区2021年报告", body="青禾区人民政府", year=2021)
    assert [(fact.source.section, fact.source.line) for fact in facts] == [("青禾区2021年报告", 3)]


def test_the_title_is_not_how_the_first_sentence_begins() -> None:
    """Else 热线受理投诉 were about the disclosure of information, as the title is."""
    title = "青禾区交通运输局2014年政府信息公开工作年度报告"
    lines = tuple(Line(number=at, text=text) for at, text in enumerate([title, "热线受理咨询31650件、投诉1274件。"], 1))
    section = Section(number=None, heading=None, lines=lines)
    facts, statements = read_prose([section], report="r.txt", title=title, body="青禾区交通运输局", year=2014)
    assert not facts
    assert next(each.text for each in statements) == "热线受理咨询31650件"


def test_accepted_is_in_hand_when_the_table_shows_it() -> None:
    facts, _ = read_prose([section("受理政府信息公开申请12件。")], report="r", title="", body="", year=2021)
    (fact,) = facts
    cells = [
        replace(fact, kind="table", metric=key, party="total", value=Decimal(value))
        for key, value in (("requests.received", 10), ("requests.carried_in", 2))
    ]
    assert [told(f) for f in told_by_tables(facts, cells)] == ["requests.in_hand 12"]
    assert [told(f) for f in told_by_tables(facts, cells[:1])] == ["requests.received 12"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('metrics = ["requests.received"]\nneeds = ["nonsense"]', "no feature nonsense"),
        ('metrics = ["requests.recieved"]\nneeds = ["request"]', "no metric 'requests.recieved'"),
    ],
)
def test_a_wrong_rule_is_refused(wrong: str, message: str) -> None:
    vocabulary = Path(prose_words.__file__).with_name("prose.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        prose_words.parse(f"{vocabulary}\n[[rules]]\n{wrong}\n")


def test_a_phrase_has_one_meaning() -> None:
    vocabulary = Path(prose_words.__file__).with_name("prose.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="two meanings"):
        prose_words.parse(vocabulary.replace('"fax" = [', '"fax" = ["受理", '))


PIECES = ["收到", "政府信息公开申请", "12件", "其中", "，", "。", "：", "（", "）", "《", "“", "未", "均", "分别为",
          "、", "和", "2021年", "通过", "网站", "信息", "3-5条", "\n", " ", "\ud800", "²", "〔2021〕",
          "其中：", "行政复议", "0", "万"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_survived(pieces: list[str]) -> None:
    lines = "".join(pieces).split("\n")
    facts, statements = read_prose([section(*lines)], report="r", title="", body="青禾区人民政府", year=2021)
    # neither a page number between two lines nor the blanks around a line break are in a quote
    source = "".join(line.strip() for line in lines if not is_page_mark(line))
    assert all(fact.source.quote in source for fact in facts)
    assert all(statement.text in source for statement in statements)


@pytest.mark.parametrize("piece", [*PIECES, "收到申请12件，", "其中12件（", "一", "《1", "1、"])
def test_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        lines = section(piece.replace("\n", "") * (size // len(piece)))
        best = 1e9
        for _ in range(3):
            begun = time.thread_time()
            read_prose([lines], report="r", title="", body="青禾区人民政府", year=2021)
            best = min(best, time.thread_time() - begun)
        return best

    # four times as long: in proportion 4 times the seconds, by pairs 16 times
    assert seconds(40_000) < 8 * seconds(10_000) + 0.05
