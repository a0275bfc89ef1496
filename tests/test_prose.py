"""Sentences of our own in tests/prose: what they state, and what they must not be taken for."""

from __future__ import annotations

import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models import Fact
from index.numbers import say
from loaders import prose_words
from loaders.models import Line, Section
from loaders.prose import read_prose
from loaders.prose_judge import told_by_tables

HEADINGS = {1: "一、总体情况", 3: "三、收到和处理政府信息公开申请情况", 5: "五、存在的主要问题及改进情况"}
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(Path(__file__).with_name("prose").glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
]


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


@pytest.mark.parametrize("case", CASES)
def test_sentence(case: dict[str, Any]) -> None:
    unknown = set(case) - {"text", "facts", "optional", "statements", "not_statements", "body", "year", "section", "heading", "lines"}
    assert not unknown, unknown
    facts, statements, sources = read(case)
    assert sorted(set(facts) - set(case.get("optional", []))) == sorted(case["facts"])
    for value in case.get("statements", []):
        assert Decimal(str(value)) in statements
    for value in case.get("not_statements", []):
        assert Decimal(str(value)) not in statements
    for line, metric in case.get("lines", {}).items():
        assert [fact.source.line for fact in sources if fact.metric == metric] == [int(line)]
    source = "".join(case["text"].split("\n"))
    assert all(fact.source.quote in source for fact in sources)
