"""The same question over the same reports gets the same answer in every process, whatever the order of a set there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.store import Store
from loaders import load

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "samples").glob("*-2020.txt"))
SEEDS = ("0", "2")
"""hash seeds with which sets of two applicants come in either order"""
OF_TWO = [
    # a figure is of one applicant: none of the two is chosen, and none is offered
    "青禾区2020年自然人的申请中，企业提出的几件",
    "青禾区2020年企业的申请中，自然人提出的几件",
    "In 2020, of the requests from individuals in Qinghe, how many came from companies",
    "Qinghe 2020: refusal rate (refused/closed) for individuals and companies",
]
OF_BOTH = "青禾区2020年自然人和企业的数据对得上吗"
OTHERS = [
    "青禾区2020年自然人和企业申请各几件",
    "青禾区2020年企业和科研机构的申请有哪些结果",
    "2020年哪个区哪个镇收到的申请最多",
    "青禾区2020年公开",
    "青禾区2020年处罚和强制",
    "青禾区2020年办结10件以上吗",
    "Qinghe 2020 refused",
]


def _asking(db: Path, seed: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "ask", "--batch", "--json", "--db", str(db)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module", name="answers")
def _answers(tmp_path_factory: pytest.TempPathFactory) -> list[Sequence[dict[str, Any]]]:
    """The answers to all questions, of two processes that order sets otherwise."""
    db = tmp_path_factory.mktemp("same") / "samples.db"
    with Store.create(db) as store:
        for path in REPORTS:
            store.replace(load(str(path)))
    lines = "".join(json.dumps({"q": one}) + "\n" for one in (*OF_TWO, OF_BOTH, *OTHERS))
    told: list[Sequence[dict[str, Any]]] = []
    for process in [_asking(db, seed) for seed in SEEDS]:
        with process:
            said, _ = process.communicate(lines, timeout=60)
        assert process.returncode == 0
        told.append([json.loads(line) for line in said.splitlines()])
    return told


def test_an_answer_does_not_depend_on_the_process(answers: list[Sequence[dict[str, Any]]]) -> None:
    first, second = answers
    assert len(first) == len(OF_TWO) + 1 + len(OTHERS)
    assert first == second


def test_of_two_applicants_none_is_chosen(answers: list[Sequence[dict[str, Any]]]) -> None:
    for one in answers[0][: len(OF_TWO)]:
        assert one["status"] == "not_understood", one


def test_checks_are_of_both_applicants(answers: list[Sequence[dict[str, Any]]]) -> None:
    checked = answers[0][len(OF_TWO)]
    assert checked["status"] == "checked"
    assert "自然人" in checked["text"]
    assert "商业企业" in checked["text"]
