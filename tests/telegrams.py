"""The bot over samples/ against a Bot API server of our own: polling, or brought to the process that serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

import loaders
from bot.channels.telegram import webhook
from bot.channels.telegram.given import Draw, Given
from bot.channels.telegram.polling import serve
from bot.channels.web.app import build
from bot.channels.web.site import Site
from bot.cli.serving import answering
from bot.config import Settings, Telegram, Web
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret
from index.store import Store
from tests.fake_telegram import PATIENCE, TOKEN, FakeTelegram, Json

SAMPLES = Path(__file__).parents[1] / "samples"
QUESTION = "青禾区2020年收到多少件政府信息公开申请？"
SECRET = "told-to-telegram-only"


def small_index(folder: Path) -> Path:
    """An index of some of the samples."""
    path = folder / "index.db"
    with Store.create(str(path)) as store:
        for report in sorted([*SAMPLES.glob("qinghe-20*"), *SAMPLES.glob("bailu-20*")]):
            store.replace(loaders.load(str(report)))
    return path


def settings(db: Path, folder: Path, telegram: FakeTelegram, **more: Any) -> Settings:
    return Settings(
        db=db,
        memory=folder / "memory",
        telegram=Telegram(base_url=telegram.base_url, **more),
        web=Web(questions_a_minute=0),
    )


@contextmanager
def given_by_hand(made: Settings, **more: Any) -> Iterator[Given]:
    """What a process answers with, but for what the command line hands it."""
    memory = Memory(made.memory_path)
    try:
        yield Given(desk=Desk(Doors(made, memory), most=64), settings=made, **more)
    finally:
        memory.close()


class Start(Protocol):
    """Runs the bot against a server; `draws` makes pictures in the place of the real drawing."""

    def __call__(
        self, telegram: FakeTelegram, *, draws: Draw | None = ..., **telegram_settings: Any
    ) -> AbstractAsyncContextManager[Given]: ...


@asynccontextmanager
async def polling(
    db: Path, folder: Path, telegram: FakeTelegram, *, draws: Draw | None = None, **more: Any
) -> AsyncIterator[Given]:
    """A process that polls, with all that the command line gives it but real pictures, until it ends."""
    with answering(settings(db, folder, telegram, **more)) as given:
        given = replace(given, draw=draws)
        stop = asyncio.Event()
        running = asyncio.create_task(serve(given, Secret(TOKEN), stop))
        try:
            yield given
        finally:
            stop.set()
            await asyncio.wait_for(running, PATIENCE)


class Hooked:
    """Brings updates to a process that serves, as Telegram does."""

    def __init__(self, client: TestClient[web.Request, web.Application], given: Given) -> None:
        self.client = client
        self.given = given

    async def bring(self, update: object, secret: str | None = SECRET, **more: Any) -> ClientResponse:
        headers = {} if secret is None else {webhook.HEADER: secret}
        sent = {"data": update} if isinstance(update, (bytes, str)) else {"json": update}
        return await self.client.post(webhook.PATH, headers=headers, **sent, **more)


@asynccontextmanager
async def hooked(
    db: Path, folder: Path, telegram: FakeTelegram, *, wait: bool = True, **more: Any
) -> AsyncIterator[Hooked]:
    """A process that serves and has told Telegram so, until it ends."""
    made = settings(db, folder, telegram, webhook="https://figures.example.org/telegram", **more)
    with given_by_hand(made) as given:
        site = Site(desk=given.desk, settings=made, version="1")
        given = replace(given, count=site.counted.answered)
        app = build(site, [webhook.channel(given, Secret(TOKEN), Secret(SECRET))])
        client: TestClient[web.Request, web.Application] = TestClient(TestServer(app))
        await client.start_server()
        try:
            if wait:
                await telegram.until(lambda: len(telegram.named("setMyCommands")) == 3)
                await asyncio.sleep(0.05)  # it begins to take updates right after
            yield Hooked(client, given)
        finally:
            await client.close()


def buttons(sent: Json) -> list[Json]:
    return [button for row in sent.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
