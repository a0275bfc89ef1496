"""The same questions through every channel get the same figures: one process serves them all but assistants'."""

from __future__ import annotations

import asyncio
import contextlib
import html
import io
import json
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from mcp import Client as Assistant

from bot import records, spelling
from bot.channels.mcp import server as tools
from bot.channels.telegram import webhook
from bot.channels.telegram.given import Given
from bot.channels.web.app import Channel, build
from bot.channels.web.site import Site
from bot.channels.wechat import callback
from bot.cli import run
from bot.config import Settings, Telegram, Web
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret
from bot.service import Service
from bot.spelling import mending, pinyin
from tests.fake_telegram import TOKEN as BOT_TOKEN
from tests.fake_telegram import FakeTelegram, message
from tests.messengers import KEY, OWNER, TEN, TOKEN, Platform, figures
from tests.telegrams import SECRET

Client = TestClient[web.Request, web.Application]
Ask = Callable[[str], Awaitable[str]]
"""a question → the first line of what is said, or what stands for it"""

Figure = tuple[str, int, str | None, str | None, str, str]


@pytest.fixture(scope="module")
def told(db: Path) -> dict[str, dict[str, Any]]:
    """What the command line says to each question."""
    said = {}
    for question in TEN:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            assert run(["ask", question, "--db", str(db), "--json"]) == 0, question
        said[question] = json.loads(printed.getvalue())
    return said


@asynccontextmanager
async def everything(db: Path, folder: Path, telegram: FakeTelegram) -> AsyncIterator[Client]:
    """All the channels that one process serves."""
    made = Settings(
        db=db,
        memory=folder / "memory",
        telegram=Telegram(base_url=telegram.base_url, webhook="https://x.example/telegram", questions_a_minute=0),
        web=Web(questions_a_minute=0),
    )
    memory = Memory(made.memory_path)
    site = Site(desk=Desk(Doors(made, memory), most=64), settings=made, version="1")
    given = Given(desk=site.desk, settings=made, count=site.counted.answered)
    channels: list[Channel] = [webhook.channel(given, Secret(BOT_TOKEN), Secret(SECRET))]
    for name in ("wechat", "wecom"):
        account = callback.Account(name=name, token=Secret(TOKEN), key=Secret(KEY), owner=OWNER)
        channels.append(callback.channel(account, made, site.rate, site.counted.answered, records.wrong(made)))
    client: Client = TestClient(TestServer(build(site, channels)))
    await client.start_server()
    try:
        await telegram.until(lambda: len(telegram.named("setMyCommands")) == 3)
        await asyncio.sleep(0.05)
        yield client
    finally:
        await client.close()
        memory.close()


def by_page(client: Client, path: str) -> Ask:
    async def ask(question: str) -> str:
        if path == "/":  # as a conversation, each time a new one
            client.session.cookie_jar.clear()
            page = await (await client.post("/ask", data={"q": question})).text()
        else:
            page = await (await client.get(path, params={"q": question})).text()
        (big,) = re.findall('<p class="big">(.*?)</p>', page)
        return html.unescape(big)

    return ask


def by_telegram(client: Client, telegram: FakeTelegram) -> Ask:
    async def ask(question: str) -> str:
        number = len(telegram.sent) + 1
        update = {"update_id": number, "message": message(question, number, "zh", "private")}
        assert (await client.post(webhook.PATH, json=update, headers={webhook.HEADER: SECRET})).status == 200
        return str((await telegram.replies(number))[-1]["text"]).partition("\n")[0]

    return ask


def by_messenger(client: Client, name: str) -> Ask:
    async def ask(question: str) -> str:
        platform = Platform(client, name, user=f"somebody {question}")
        reply = await platform.ask(question)
        while reply in {Service.say(code, "late") for code in ("zh", "en")}:
            await asyncio.sleep(0.2)
            reply = await platform.ask("更多")
        return reply.partition("\n")[0]

    return ask


CHANNELS: dict[str, Callable[[Client, FakeTelegram], Ask]] = {
    "page": lambda client, _: by_page(client, "/ask"),
    "conversation": lambda client, _: by_page(client, "/"),
    "telegram": by_telegram,
    "wechat": lambda client, _: by_messenger(client, "wechat"),
    "wecom": lambda client, _: by_messenger(client, "wecom"),
}


def figures_of(said: dict[str, Any]) -> list[Figure]:
    return [tuple(one[key] for key in ("body", "year", "metric", "party", "value", "unit")) for one in said["results"]]


async def test_the_same_figures_through_every_channel(
    db: Path, tmp_path: Path, told: dict[str, dict[str, Any]]
) -> None:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram())
        client = await stack.enter_async_context(everything(db, tmp_path, telegram))
        asks = {name: make(client, telegram) for name, make in CHANNELS.items()}
        for question, said in told.items():
            (result,) = said["results"]
            expected = figures(said["text"])
            assert float(expected[0].replace(",", "")) == result["value"], question
            for name, ask in asks.items():
                assert figures(await ask(question))[0] == expected[0], (name, question)
            for response in (
                await client.get("/api/ask", params={"q": question}),
                await client.post("/api/ask", json={"q": question}),
            ):
                assert figures_of(await response.json()) == figures_of(said), question
        counted = await (await client.get("/metrics")).text()
    answered = {name: 2 * len(TEN) if name in ("web", "api") else len(TEN) for name in ("web", "api", *CHANNELS)}
    for name in ("web", "api", "telegram", "wechat", "wecom"):
        counts = re.findall(
            rf'^nianbao_answers_total{{channel="{name}",.*status="answered"}} ([\d.]+)$', counted, re.MULTILINE
        )
        assert sum(map(float, counts)) == answered[name], name


async def test_the_same_figures_for_assistants(db: Path, told: dict[str, dict[str, Any]]) -> None:
    made = Settings(db=db)
    desk = Desk(Doors(made, Memory(None)), most=8)
    await desk.start()
    try:
        async with Assistant(tools.build(desk, made, "1", lambda _: True)) as assistant:
            for question, said in told.items():
                answer = (await assistant.call_tool("ask", {"question": question})).structured_content
                assert answer is not None
                assert figures_of(answer) == figures_of(said), question
    finally:
        await desk.stop()


async def test_assistants_and_programs_are_given_one_shape(db: Path, tmp_path: Path) -> None:
    public, audited = "https://figures.example.org", "青禾区2020年报告里的数字对得上吗"
    made = Settings(db=db, memory=tmp_path / "memory", web=Web(public_url=public))
    desk = Desk(Doors(made, Memory(None)), most=8)
    client: Client = TestClient(TestServer(build(Site(desk=desk, settings=made, version="1"))))
    await client.start_server()
    try:
        async with Assistant(tools.build(desk, made, "1", lambda _: True)) as assistant:
            for tool, given, path in (
                ("ask", {"question": TEN[0]}, f"/api/ask?q={TEN[0]}"),
                ("ask", {"question": audited}, f"/api/ask?q={audited}"),
                ("facts", {"body": "海珠区府办", "limit": 5}, "/api/facts?body=海珠区府办&limit=5"),
                ("find_body", {"text": "青禾区住建局"}, "/api/bodies?q=青禾区住房"),
                ("check", {"failing": False, "limit": 5}, "/api/check?failing=false&limit=5"),
            ):
                told = (await assistant.call_tool(tool, given)).structured_content
                assert told is not None
                found = await (await client.get(path)).json()
                assert told.items() <= found.items(), tool
                assert f"{public}/reports/" in json.dumps(told), tool
    finally:
        await client.close()


async def test_at_once_they_do_not_disturb_each_other(
    db: Path, tmp_path: Path, told: dict[str, dict[str, Any]]
) -> None:
    async with FakeTelegram() as telegram, everything(db, tmp_path, telegram) as client:
        names = ("page", "wechat", "wecom")
        asks = [(CHANNELS[name](client, telegram), question) for name in names for question in TEN]
        lines = await asyncio.gather(*(ask(question) for ask, question in asks))
    for (_, question), line in zip(asks, lines, strict=True):
        assert figures(line)[:1] == figures(told[question]["text"])[:1], (question, line)


async def test_what_mends_words_is_read_before_one_is_misspelt(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Event()
    monkeypatch.setattr("bot.desk.IDLE_SECONDS", 0.01)
    monkeypatch.setattr("bot.spelling.read", read.set)
    desk = Desk(Doors(Settings(db=db), Memory(None)), most=8)
    await desk.start()
    try:
        assert await asyncio.to_thread(read.wait, 20)
    finally:
        await desk.stop()


def test_all_that_mends_words_is_read() -> None:
    spelling.read()
    assert pinyin.known.cache_info().currsize == mending.phrase_sounds.cache_info().currsize == 1
