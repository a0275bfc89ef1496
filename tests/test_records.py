"""What is kept for the operator: questions without a figure, answers called wrong, and the command that reads both."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import records
from bot.channels.web.site import Site
from bot.cli import run
from bot.config import Settings
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.models import Answer, Question
from bot.records import Records
from tests.served import ASKED, Connect, connecting, site

pytestmark = pytest.mark.slow

MISSED = "青禾区2020年收到多少封表扬信"
CHAT = "telegram:123456789"


@pytest.fixture
def settings(db: Path, tmp_path: Path) -> Settings:
    return Settings(db=db, memory=tmp_path / "memory", keep_unanswered=True)


def read(path: Path) -> list[dict[str, Any]]:
    return list(records.read(path))


def ask(settings: Settings, *questions: Question) -> list[Answer]:
    doors = Doors(settings, Memory(None))
    try:
        with doors.through() as door:
            return [door.service.ask(each) for each in questions]
    finally:
        doors.close()


def test_a_question_without_a_figure_is_kept_and_nobody_is_named(settings: Settings) -> None:
    ask(
        settings,
        Question(text=MISSED, chat=CHAT, channel="telegram"),
        Question(text="天河区2020年收到多少件申请", chat=CHAT, channel="telegram"),
        Question(text=ASKED, channel="telegram"),
        Question(text="规范性文件多少", channel="telegram"),
        Question(text="你好", channel="telegram"),
        Question(text=MISSED),
    )
    file = records.unanswered_path(settings)
    first, second = read(file)
    assert (first["question"], first["status"], first["channel"]) == (MISSED, "not_understood", "telegram")
    assert first["words"]
    assert (second["status"], second["reason"]) == ("missing", "body")
    assert first["user"] == second["user"]
    assert "123456789" not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_kept_unless_the_settings_say_so(settings: Settings) -> None:
    ask(replace(settings, keep_unanswered=False), Question(text=MISSED, chat=CHAT, channel="telegram"))
    assert not records.unanswered_path(settings).exists()


def test_another_process_names_the_same_person_otherwise(settings: Settings) -> None:
    for _ in range(2):
        ask(settings, Question(text=MISSED, chat=CHAT, channel="telegram"))
    first, second = read(records.unanswered_path(settings))
    assert first["user"] != second["user"]


def test_a_full_file_begins_anew_or_takes_no_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    anew = Records(tmp_path / "anew", most=2000, anew=True)
    for number in range(200):
        assert anew({"number": number})
    kept = [each["number"] for each in read(tmp_path / "anew")]
    assert kept == list(range(kept[0], 200))
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) <= 4000
    assert not anew({"text": "x" * 3000})
    full = Records(tmp_path / "full", most=200)
    took = [full({"number": number}) for number in range(20)]
    assert took[0]
    assert not took[-1]
    assert len(read(tmp_path / "full")) == sum(took)
    assert "is full" in caplog.text


def test_several_at_once_lose_nothing_between_them(tmp_path: Path) -> None:
    several = [Records(tmp_path / "file", most=100_000, anew=True) for _ in range(4)]

    def add(each: Records, start: int) -> None:
        for number in range(start, start + 50):
            each({"number": number})

    threads = [threading.Thread(target=add, args=(each, 50 * at)) for at, each in enumerate(several)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each["number"] for each in read(tmp_path / "file")) == list(range(200))


def test_a_folder_that_cannot_be_written_stops_no_answer(
    db: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = Settings(db=db, memory=tmp_path / "none" / "memory", keep_unanswered=True)
    (answer,) = ask(made, Question(text=MISSED, channel="web"))
    assert answer.status == "not_understood"
    assert "No such file" in caplog.text


def test_damaged_lines_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b'{"a": 1}\n\xff\xfe\n[]\n{"b": \n\n{"c": 3}')
    assert read(tmp_path / "file") == [{"a": 1}, {"c": 3}]
    assert read(tmp_path / "none") == []


def test_the_command_reads_both(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIANBAO_MEMORY", str(settings.memory))
    db = str(settings.db)
    assert run(["unanswered", "--db", db]) == 0
    assert capsys.readouterr().out == (
        "Called wrong: 0 answers\n\nWithout a figure: 0 questions, asked 0 times\n"
        "  (none is kept: the setting keep_unanswered is false)\n"
    )
    ask(
        settings,
        *[Question(text=each, channel="web") for each in (MISSED, f" {MISSED}？", "天河区2020年收到多少件申请")],
    )
    records.wrong(settings)(
        {"channel": "web", "remark": "应该\n是85", "question": ASKED, "answer": "84 件\n出处", "reports": ["a"]}
    )
    assert run(["unanswered", "--db", db]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "Called wrong: 1 answer"
    assert ASKED in out[1]
    assert [each.strip() for each in out[2:5]] == ["told: 84 件", "remark: 应该", "report: a"]
    assert out[6] == "Without a figure: 2 questions, asked 3 times"
    assert out[7].split()[0] == "2"
    assert MISSED in "".join(out[7:])
    assert "(missing body" in "".join(out[7:])
    assert run(["unanswered", "--wrong", "--json", "--db", db]) == 0
    (only,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (only["kind"], only["remark"]) == ("wrong", "应该\n是85")
    assert run(["unanswered", "--since", "2999-01-01", "--json", "--db", db]) == 0
    assert capsys.readouterr().out == ""
    assert run(["unanswered", "--since", "yesterday", "--db", db]) == 2


@pytest.fixture
async def connect(settings: Settings) -> AsyncIterator[Connect]:
    def make(db: Path, *, record: bool = True, rate: int = 0) -> Site:
        made = replace(settings, web=replace(settings.web, questions_a_minute=rate))
        wrong = records.wrong(made) if record else None
        return replace(site(db), desk=Desk(Doors(made, Memory(None)), most=8), settings=made, record=wrong)

    async with connecting(settings.db, make) as connected:
        yield connected


async def test_an_answer_on_the_page_is_called_wrong_once(connect: Connect, settings: Settings) -> None:
    client = await connect()
    page = await (await client.post("/ask", data={"q": ASKED})).text()
    assert 'action="/wrong"' in page
    again = await (await client.post("/wrong", data={"turn": "1", "remark": "应该是85" + "x" * 900})).text()
    assert "已记下" in again
    assert 'action="/wrong"' not in again
    await client.post("/wrong", data={"turn": "1"})
    (kept,) = read(records.wrong_path(settings))
    assert (kept["channel"], kept["question"], kept["status"]) == ("web", ASKED, "answered")
    assert kept["query"]["metrics"] == ["requests.received"]
    assert kept["reports"][0].endswith("qinghe-2020.txt")
    assert kept["remark"].startswith("应该是85")
    assert len(kept["remark"]) == 500
    for turn in ("2", "x", "", "9" * 30, "１"):
        assert (await client.post("/wrong", data={"turn": turn})).status == 404


async def test_an_answer_behind_a_link_is_called_wrong_by_its_question(connect: Connect, settings: Settings) -> None:
    client = await connect()
    page = await (await client.get("/ask", params={"q": MISSED})).text()
    assert f'name="q" value="{MISSED}"' in page
    assert "已记下" in await (await client.post("/wrong", data={"q": MISSED, "remark": ""})).text()
    (kept,) = read(records.wrong_path(settings))
    assert (kept["question"], kept["status"], kept["answer"] != "") == (MISSED, "not_understood", True)
    assert len(read(records.unanswered_path(settings))) == 1


async def test_a_program_calls_an_answer_wrong(connect: Connect, settings: Settings) -> None:
    client = await connect()
    response = await client.post("/api/wrong", json={"q": ASKED, "remark": "应该是85" + "x" * 900})
    assert (response.status, await response.json()) == (200, {"kept": True})
    (kept,) = read(records.wrong_path(settings))
    assert (kept["channel"], kept["question"], len(kept["remark"])) == ("api", ASKED, 500)
    for body in ({}, {"q": ""}, {"q": ASKED, "chat": "a"}, {"q": ASKED, "remark": 3}):
        assert (await client.post("/api/wrong", json=body)).status == 400
    assert len(read(records.wrong_path(settings))) == 1


async def test_without_a_place_to_keep_it_there_is_no_form(connect: Connect) -> None:
    client = await connect(record=False)
    assert 'action="/wrong"' not in await (await client.post("/ask", data={"q": ASKED})).text()
    assert (await client.post("/wrong", data={"turn": "1"})).status == 404
    assert (await client.post("/api/wrong", json={"q": ASKED})).status == 404


async def test_calling_wrong_is_counted_like_asking(connect: Connect, settings: Settings) -> None:
    client = await connect(rate=2)
    for _ in range(2):
        await client.post("/ask", data={"q": ASKED})
    assert (await client.post("/wrong", data={"turn": "1"})).status == 429
    assert read(records.wrong_path(settings)) == []


async def test_another_site_calls_nothing_wrong(connect: Connect, settings: Settings) -> None:
    client = await connect()
    await client.post("/ask", data={"q": ASKED})
    assert (await client.post("/wrong", data={"turn": "1"}, headers={"Origin": "https://evil.example"})).status == 403
    assert not records.wrong_path(settings).exists()
