"""Answers that are given again: to whoever asks the same, never those of another chat, day, language or index."""

from __future__ import annotations

import asyncio
import datetime
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.channels.web import replies
from bot.channels.web.replies import LARGEST, MOST, MOST_BYTES, Replies, Reply, dated
from bot.channels.web.site import SITE
from bot.config import Settings
from bot.desk import Desk
from bot.doors import Doors, State
from bot.memory import Memory
from bot.models import Answer, Question
from bot.service import Service
from index.store import Store
from tests.served import ASKED, SAMPLES, Client, Connect, copied

pytestmark = pytest.mark.slow

FOLLOWED = "其中商业企业呢"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Questions that were worked out, in their order."""
    asked: list[Question] = []
    ask = Service.ask

    def counting(service: Service, question: Question) -> Answer:
        asked.append(question)
        return ask(service, question)

    monkeypatch.setattr(Service, "ask", counting)
    return asked


async def said(client: Client, **params: str) -> bytes:
    response = await client.get("/api/ask", params=params)
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return await response.read()


async def test_the_same_question_is_worked_out_once(connect: Connect, worked_out: list[Question]) -> None:
    client = await connect()
    worked_out.clear()
    first = await said(client, q=ASKED)
    assert await said(client, q=ASKED) == first
    assert await (await client.post("/api/ask", json={"q": ASKED})).read() == first
    assert len(worked_out) == 1
    counted = await (await client.get("/metrics")).text()
    assert 'nianbao_answers_total{channel="api",intent="figure",status="answered"} 3.0' in counted
    await said(client, q=ASKED + "？")
    assert len(worked_out) == 2
    for _ in range(2):  # what the operator may want to know of
        await said(client, q="天河区2020年收到多少件申请")
    assert len(worked_out) == 4


async def test_what_leans_on_a_chat_is_neither_kept_nor_found(connect: Connect, worked_out: list[Question]) -> None:
    client = await connect()
    alone = await said(client, q=FOLLOWED)
    assert not json.loads(alone)["results"]
    await said(client, q=ASKED, chat="a")
    assert json.loads(await said(client, q=FOLLOWED, chat="a"))["results"][0]["value"] == 17
    assert await said(client, q=FOLLOWED) == alone
    await said(client, q="青禾区2020年收到多少件申请，白鹭县呢", chat="b")
    worked_out.clear()
    await said(client, q=ASKED, chat="a")
    await said(client, q=ASKED, chat="b")
    assert len(worked_out) == 2  # each chat remembers it
    assert json.loads(await said(client, q=FOLLOWED, chat="b"))["results"][0]["value"] == 17


async def test_languages_are_apart(connect: Connect) -> None:
    client = await connect()
    for _ in range(2):
        chinese, english, untold = [
            json.loads(await said(client, q=ASKED, **given))["text"]
            for given in ({"language": "zh"}, {"language": "en"}, {})
        ]
        assert "新收政府信息公开申请" in chinese
        assert "requests received" in english
        assert untold == chinese


async def test_days_are_apart(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await connect()
    asked = "青禾区去年收到多少件申请"

    async def value(**given: str) -> Any:
        return json.loads(await said(client, q=asked, **given))["results"][0]["value"]

    for _ in range(2):
        assert await value(today="2021-06-01") == 84
        assert await value(today="2020-06-01") == 70
    for day, figure in ((datetime.date(2021, 12, 31), 84), (datetime.date(2022, 1, 1), 96)):
        monkeypatch.setattr(replies, "dated", lambda question, day=day: replace(question, today=question.today or day))
        monkeypatch.setattr("bot.channels.web.api.dated", replies.dated)
        assert [await value() for _ in range(2)] == [figure] * 2


async def test_a_question_is_of_the_day_in_shanghai() -> None:
    day = dated(Question(text="x")).today
    assert day is not None
    assert abs(day - datetime.datetime.now(datetime.UTC).date()) <= datetime.timedelta(days=1)
    assert dated(Question(text="x", today=datetime.date(2020, 1, 2))).today == datetime.date(2020, 1, 2)


async def test_who_asks_too_much_gets_no_kept_answer(connect: Connect) -> None:
    client = await connect(questions_a_minute=2)
    statuses = [(await client.get("/api/ask", params={"q": ASKED})).status for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


async def test_tokens_are_asked_for_before_it(connect: Connect) -> None:
    client = await connect(tokens=("a-token-of-ours",))
    headers = {"Authorization": "Bearer a-token-of-ours"}
    assert (await client.get("/api/ask", params={"q": ASKED}, headers=headers)).status == 200
    assert (await client.get("/api/ask", params={"q": ASKED})).status == 401


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 2.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not within two seconds")


async def test_a_changed_index_is_answered_from_within_two_seconds(connect: Connect, db: Path, tmp_path: Path) -> None:
    own = copied(db, tmp_path)
    client = await connect(own)
    first = await said(client, q=ASKED)
    with Store.create(own) as store:
        assert store.remove(str(SAMPLES / "qinghe-2020.txt"))

    async def gone() -> bool:
        return not json.loads(await said(client, q=ASKED))["results"]

    async def back() -> bool:
        return await said(client, q=ASKED) == first

    await until(gone)
    (tmp_path / "new").mkdir()
    fresh = copied(db, tmp_path / "new")
    for ending in ("-wal", "-shm"):
        own.with_name(own.name + ending).unlink(missing_ok=True)
    os.replace(fresh, own)  # noqa: PTH105
    await until(back)


async def test_nothing_is_given_while_the_index_cannot_be_read(connect: Connect, worked_out: list[Question]) -> None:
    client = await connect()
    await said(client, q=ASKED)
    worked_out.clear()
    assert client.app is not None
    client.app[SITE].desk.trouble = "planted"
    await said(client, q=ASKED)
    assert len(worked_out) == 1


class Seen:
    """A desk that sees one state of the index."""

    trouble: str | None = None
    state: State = ((1, 2), 1)


def reply(seen: Seen, size: int = 1) -> Reply:
    return Reply(body=b"x" * size, intent="figure", status="answered", state=seen.state)


DAY = datetime.date(2021, 1, 1)


def test_an_answer_of_another_state_is_not_kept() -> None:
    seen, question = Seen(), Question(text="q", today=DAY)
    desk, kept = cast("Desk", seen), Replies()
    old = reply(seen)
    assert kept.found(question, desk) is None
    seen.state = ((1, 2), 2)
    kept.keep(question, old, desk)  # the index changed while it was worked out
    assert kept.found(question, desk) is None
    seen.state = ((1, 3), 2)
    newer = reply(seen)
    seen.state = ((1, 2), 2)
    kept.keep(question, newer, desk)  # the desk has not looked yet
    assert kept.found(question, desk) is None
    kept.keep(question, reply(seen), desk)
    assert kept.found(question, desk) is not None
    seen.state = ((1, 3), 2)
    assert kept.found(question, desk) is None
    seen.state = ((1, 2), 2)  # the number of a file may come again for another file
    assert kept.found(question, desk) is None


def test_what_belongs_to_a_chat_or_to_no_day_is_not_kept() -> None:
    seen = Seen()
    desk, kept = cast("Desk", seen), Replies()
    for question in (Question(text="q", chat="a", today=DAY), Question(text="q")):
        kept.keep(question, reply(seen), desk)
        assert kept.found(question, desk) is None


def test_so_many_are_kept_and_the_latest() -> None:
    seen = Seen()
    desk, kept = cast("Desk", seen), Replies()
    questions = [Question(text=str(number), today=DAY) for number in range(MOST + 1)]
    for question in questions:
        kept.keep(question, reply(seen), desk)
        kept.found(questions[0], desk)
    assert kept.found(questions[0], desk) is not None
    assert kept.found(questions[1], desk) is None
    kept = Replies()
    for question in questions[: 2 * MOST_BYTES // LARGEST]:
        kept.keep(question, reply(seen, LARGEST), desk)
    assert kept._bytes <= MOST_BYTES
    assert len(kept._kept) == MOST_BYTES // LARGEST
    kept.keep(Question(text="large", today=DAY), reply(seen, LARGEST + 1), desk)
    assert kept.found(Question(text="large", today=DAY), desk) is None


def test_a_file_that_has_the_number_of_one_that_is_gone_is_another(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said from the first of three files is not said from the third."""
    doors = Doors(Settings(db=db), Memory(None))
    states = []
    for number in (1, 2, 1, 1):
        monkeypatch.setattr(doors, "_identity", lambda number=number: (1, number))
        states.append(doors.refresh())
    doors.close()
    assert len(set(states)) == 3
    assert states[2] == states[3]
