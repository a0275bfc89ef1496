"""Every report in tests/reports with the facts that it must give.

<name>.txt or .md is a report of an invented place. <name>.jsonl says what is in it, one object a line:

    {"body", "year", "metric", "party", "value", "unit", "kind"} and where it fits "approximate", "text", "optional"
    {"gap": {"reason", "table", "metric", "party"}}

Table facts that are not optional are complete: one that is missing, and one that is stored and not listed, are wrong.
Prose facts that are listed must be there; one of a listed metric with another value is wrong. Where gaps are listed,
they are complete too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from index.models import Fact, Report
from loaders import load
from loaders.readers import READERS
from tests.printed.pairs import pairs

FOLDER = Path(__file__).with_name("reports")
PAIRS = sorted(path for path in FOLDER.iterdir() if path.suffix in READERS and path.with_suffix(".jsonl").exists())


def wanted(path: Path) -> list[dict[str, Any]]:
    text = path.with_suffix(".jsonl").read_text(encoding="utf-8")
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines() if line.strip()]


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def key_of_fact(fact: Fact) -> tuple[object, ...]:
    return fact.metric, fact.party, fact.value, fact.unit, fact.approximate, fact.text if fact.metric is None else None


def key_of_line(line: dict[str, Any]) -> tuple[object, ...]:
    text = line.get("text") if line["metric"] is None else None
    return line["metric"], line["party"], number(line["value"]), line["unit"], line.get("approximate", False), text


def in_words(keys: Iterable[tuple[object, ...]]) -> list[str]:
    return sorted(str(tuple(str(each) for each in key)) for key in keys)


@pytest.fixture(params=PAIRS, ids=lambda path: path.stem, name="pair", scope="module")
def _pair(request: pytest.FixtureRequest) -> tuple[Report, list[dict[str, Any]]]:
    return load(str(request.param)), wanted(request.param)


Pair = tuple[Report, list[dict[str, Any]]]


def test_body_and_year(pair: Pair) -> None:
    report, lines = pair
    named = {(line["body"], line["year"]) for line in lines if "gap" not in line}
    if named:
        assert {(report.body, report.year)} == named


def test_table_facts_are_complete(pair: Pair) -> None:
    report, lines = pair
    listed = [line for line in lines if "gap" not in line and line["kind"] == "table"]
    stored = {key_of_fact(fact) for fact in report.facts if fact.kind == "table"}
    must = {key_of_line(line) for line in listed if not line.get("optional")}
    may = {key_of_line(line) for line in listed}
    assert in_words(must - stored) == []
    assert in_words(stored - may) == []


def test_prose_facts_are_there(pair: Pair) -> None:
    report, lines = pair
    listed = [line for line in lines if "gap" not in line and line["kind"] == "prose"]
    stored = {key_of_fact(fact) for fact in report.facts if fact.kind == "prose"}
    must = {key_of_line(line) for line in listed if not line.get("optional")}
    may = {key_of_line(line) for line in listed}
    named = {key[:2] for key in may}
    assert in_words(must - stored) == []
    assert in_words(key for key in stored - may if key[:2] in named) == []


def test_gaps_are_complete(pair: Pair) -> None:
    report, lines = pair
    listed = {
        tuple(line["gap"][name] for name in ("reason", "table", "metric", "party")) for line in lines if "gap" in line
    }
    stored = {(gap.reason, gap.table, gap.metric, gap.party) for gap in report.gaps}
    assert in_words(listed - stored) == []
    assert in_words(stored - listed) == []


def test_sources_can_be_found_by_eye(pair: Pair) -> None:
    report, _ = pair
    lines = report.text.split("\n")
    for fact in report.facts:
        if fact.kind == "table" and fact.value is not None:
            line = lines[fact.source.line - 1]
            assert fact.source.section
            assert fact.source.row
            assert fact.source.column
            assert any(sign.isdigit() for sign in line), fact


def test_files_that_are_made_are_those_that_are_kept() -> None:
    for name, (data, lines) in pairs().items():
        assert (FOLDER / name).read_bytes() == data, f"{name}: run python -m tests.printed.pairs"
        assert (FOLDER / name).with_suffix(".jsonl").read_text(encoding="utf-8") == lines
