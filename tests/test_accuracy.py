"""`nianbao accuracy`: what counts as right, as a wrong figure, as asked back and as no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.accuracy import judge, score, table
from bot.cli import run
from bot.config import Settings
from bot.memory import Memory
from bot.models import Answer, Checked, Result
from bot.service import Service
from index.errors import UsageError
from index.models import Source
from index.store import Store
from loaders import load

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests/questions/accuracy.jsonl"
SAMPLES = ["haizhu-2020.txt", "jianghai-2019.txt", "qinghe-2020.txt", "qinghe-2019.txt", "qinghe-2016.txt"]
SAMPLES += ["shidu-town-2020.md", "bailu-2020.txt"]


@pytest.fixture(scope="module", name="db")
def _db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("accuracy") / "some.db"
    with Store.create(path) as store:
        for name in SAMPLES:
            store.replace(load(str(ROOT / "samples" / name)))
    return str(path)


@pytest.fixture(name="service")
def _service(db: str) -> Iterator[Service]:
    store = Store.open(db)
    yield Service(store, Memory(None), Settings())
    store.close()


def figure(*values: str, **more: Any) -> Answer:
    """An answer with these figures."""
    results = tuple(
        Result(
            body="甲市乙区人民政府办公室",
            year=2020,
            metric="requests.received",
            party="total",
            value=Decimal(value),
            unit="件",
            sources=(),
        )
        for value in values
    )
    return Answer(**({"question": "", "status": "answered", "text": "14 件", "results": results} | more))


def checked(*held: bool) -> Answer:
    source = (Source(report="a.txt", section="三", line=1, quote="1"),)
    checks = tuple(Checked(check="", left=Decimal(1), right=Decimal(1), holds=one, sources=source) for one in held)
    return Answer(question="", status="checked", text="", checks=checks)


@pytest.mark.parametrize(
    ("entry", "answer", "verdict"),
    [
        ({"values": [14]}, figure("14"), "right"),
        ({"values": [12, 2]}, figure("2", "12"), "right"),
        ({"values": [14], "bodies": ["乙区"], "unit": "件"}, figure("14"), "right"),
        ({"values": [Decimal("0.33")], "tolerance": Decimal("0.01")}, figure("0.3333"), "right"),
        ({"values": [14], "alt_values": [15]}, figure("15"), "right"),
        ({"values": [14], "alt_values": [[7, 8]]}, figure("7", "8"), "right"),
        ({"status": ["missing"]}, figure(status="missing", reason="row"), "refused"),
        ({"status": "missing", "reason": ["row", "blank"]}, figure(status="missing", reason="row"), "refused"),
        ({"status": "checked", "holds": True}, checked(True, True), "right"),
        ({"status": "checked", "holds": False}, checked(True, False), "right"),
        ({"status": "checked", "holds": [True, False]}, checked(True, False), "right"),
        ({"values": [14]}, figure("15"), "wrong"),
        ({"values": [14]}, figure("14", "14"), "wrong"),
        ({"values": [14], "bodies": ["丙区"]}, figure("14"), "wrong"),
        ({"status": "not_understood"}, figure("14"), "wrong"),
        ({"status": "missing"}, figure("14", status="missing"), "wrong"),
        ({"status": "checked", "holds": True}, checked(True, False), "wrong"),
        ({"status": "checked", "holds": True}, checked(), "wrong"),
        ({"values": [14]}, figure(status="clarify"), "asked"),
        ({"values": [14]}, figure(status="not_understood"), "unanswered"),
        ({"values": [14]}, figure(status="missing", reason="row"), "unanswered"),
        ({"values": [14], "unit": "条"}, figure("14"), "unanswered"),
        ({"values": [14], "text": ["约"]}, figure("14"), "unanswered"),
        ({"status": "missing", "reason": "blank"}, figure(status="missing", reason="row"), "unanswered"),
        ({"status": "not_understood", "word": "申诉"}, figure(status="not_understood"), "unanswered"),
    ],
)
def test_a_verdict_on_an_answer(entry: dict[str, Any], answer: Answer, verdict: str) -> None:
    got, why = judge(entry, answer)
    assert got == verdict, why
    assert bool(why) == (verdict not in {"right", "refused"})


def test_our_own_file_is_answered_as_it_must_be(service: Service) -> None:
    scored = list(score(service, OWN))
    assert [(one.question, one.why) for one in scored if one.why] == []
    assert table(scored)[-1].split() == ["all", "9", "2", "0", "0", "0", "11"]


def test_the_command_shows_what_is_wrong(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["accuracy", str(OWN), "--db", db]) == 0
    capfd.readouterr()
    file = tmp_path / "own.jsonl"
    file.write_text(
        json.dumps({"q": "海珠区2020年收到多少件申请", "values": [15], "kind": "x"}) + "\n\n", encoding="utf-8"
    )
    assert run(["accuracy", str(file), "--db", db]) == 1
    out = capfd.readouterr().out.splitlines()
    assert out[0] == "wrong: [x] 海珠区2020年收到多少件申请: 14 件, not 15"
    assert out[-1].split() == ["all", "0", "0", "1", "0", "0", "1"]


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"values": [1]}', '{"q": "a", "chat": 1}', '{"q": "a", "today": "soon"}', "[" * 9000]
)
def test_a_line_that_is_no_entry_is_named(service: Service, tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"q": "你好", "status": "help"}\n' + line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl: line 2"):
        list(score(service, file))


def test_a_file_that_cannot_be_read_is_named(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["accuracy", str(tmp_path / "none.jsonl"), "--db", db]) == 1
    assert "none.jsonl" in capfd.readouterr().err
    file = tmp_path / "latin.jsonl"
    file.write_bytes(b"\xff\xfe\xfa")
    assert run(["accuracy", str(file), "--db", db]) == 2
