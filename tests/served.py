"""A site over samples/ and what tests of it need: for the test client, or on a port of its own."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web import server
from bot.channels.web.app import build
from bot.channels.web.site import Site
from bot.cli import run
from bot.config import Settings, Web
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret
from index.store import Store
from loaders import load
from loaders.readers import unchanged

SAMPLES = Path(__file__).parents[1] / "samples"
ASKED = "青禾区2020年收到多少件申请"
XSS = "<img src=x onerror=alert(1)>"
"""in names and questions: shown as it is, never run"""
HOSTILE_BODY = f"云岭市{XSS}人民政府办公室"

MakeSite = Callable[..., Site]
Client = TestClient[web.Request, web.Application]
Connect = Callable[..., Awaitable[Client]]


def samples(folder: Path) -> Path:
    """An index of samples/."""
    path = folder / "samples.db"
    assert run(["index", str(SAMPLES), "--db", str(path)]) == 0
    return path


def add_hostile(db: Path) -> None:
    """A report whose body and text hold markup."""
    report = load(str(SAMPLES / "qinghe-2021.txt"))
    text = report.text.replace("\n", f"\n{XSS}</script>", 1)
    facts = tuple(
        replace(fact, body=HOSTILE_BODY, source=replace(fact.source, report="x<b>.txt")) for fact in report.facts
    )
    hostile = replace(report, path="x<b>.txt", body=HOSTILE_BODY, text=text, facts=facts, warnings=(), statements=())
    with Store.create(db) as store:
        store.replace(hostile)


def site(db: Path, *, tokens: tuple[str, ...] = (), draft: object = None, **web: object) -> Site:
    """A site that is not limited in questions unless it is told."""
    settings = Settings(db=db, web=Web(**{"questions_a_minute": 0, **web}))  # type: ignore[arg-type]
    return Site(
        desk=Desk(Doors(settings, Memory(None)), most=settings.web.queue),
        settings=settings,
        version="1.2.3",
        tokens=tuple(map(Secret, tokens)),
        draft=draft,  # type: ignore[arg-type]
        original=unchanged,
    )


@asynccontextmanager
async def connecting(db: Path, make: MakeSite = site) -> AsyncIterator[Connect]:
    """Opens clients of sites over an index, by default `db`, each with settings of its own; all close at the end."""
    opened: list[Client] = []

    async def connected(path: Path = db, **more: object) -> Client:
        client: Client = TestClient(TestServer(build(make(path, **more))))
        await client.start_server()
        opened.append(client)
        return client

    yield connected
    for client in opened:
        await client.close()


@asynccontextmanager
async def opened(db: Path, **settings: Any) -> AsyncIterator[int]:
    """The port of a server in this loop."""
    stop, told = asyncio.Event(), asyncio.Queue[str]()
    made = site(db, host="127.0.0.1", port=0, **settings)
    running = asyncio.create_task(server.serve(made, told.put_nowait, stop))
    try:
        yield int((await told.get()).rsplit(":", 1)[1].strip("/"))
    finally:
        stop.set()
        await running


async def text_of(client: Client, path: str, **more: object) -> str:
    """The page at an address."""
    response = await client.get(path, **more)  # type: ignore[arg-type]
    assert response.status == 200, (path, response.status)
    return await response.text()


def copied(db: Path, folder: Path) -> Path:
    """The index at a place of its own, to be written to."""
    path = folder / "own.db"
    shutil.copy(db, path)
    return path


def links(page: str, begins: str) -> list[str]:
    """Addresses in a page."""
    return [
        each.replace("&amp;", "&")
        for each in re.findall(r'(?:href|data-source)="([^"]*)"', page)
        if each.startswith(begins)
    ]
