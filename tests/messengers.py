"""WeChat and WeCom as the other side of a callback: real signatures and encryption, by wechatpy."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import xmltodict  # type: ignore[import-untyped]
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise.crypto import WeChatCrypto as WeComCrypto
from wechatpy.utils import WeChatSigner

from bot import records
from bot.channels.web.app import build
from bot.channels.web.site import Site
from bot.channels.wechat.callback import Account, channel
from bot.config import Settings, Web
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret

TOKEN = "t0ken"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OWNER = "wx0123456789abcdef"
USER = "oUser_of_the_platform"
PUBLIC = "https://figures.example.org"

TEN = (
    "青禾区2020年收到多少件申请",
    "青禾区住建局2020年收到多少件申请",
    "白鹭县2020年办结了多少件",
    "海珠区2020年结转下年度多少件",
    "青禾区2021年收到多少件申请",
    "江海区2019年收到多少件申请",
    "青禾区2020年予以公开多少件",
    "青禾区2020年上年结转多少件",
    "青禾区2020年比2019年多收到多少件申请",
    "how many requests did Qinghe receive in 2020",
)


def signature(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


class Platform:
    """Sends messages to one address; every message has a number of its own."""

    def __init__(self, client: Any, name: str, *, sealed: bool = True, user: str = USER) -> None:
        self.client = client
        self.path = f"/{name}"
        self.enterprise = name == "wecom"
        self.sealed = sealed
        self.user = user

    def crypto(self, token: str = TOKEN, key: str = KEY, owner: str = OWNER) -> Any:
        return (WeComCrypto if self.enterprise else WeChatCrypto)(token, key, owner)

    def message(self, kind: str = "text", number: int | None = None, **fields: str) -> str:
        number = secrets.randbits(60) if number is None else number
        if kind != "event":
            fields["MsgId"] = str(number)
        inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
        return (
            f"<xml><ToUserName><![CDATA[{OWNER}]]></ToUserName><FromUserName><![CDATA[{self.user}]]></FromUserName>"
            f"<CreateTime>1606500000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inner}</xml>"
        )

    def request(
        self, xml: str, *, at: float | None = None, token: str = TOKEN, key: str = KEY, owner: str = OWNER
    ) -> tuple[dict[str, str], str]:
        """Parameters and body."""
        stamp, nonce = str(int(time.time() if at is None else at)), secrets.token_hex(5)
        query = {"timestamp": stamp, "nonce": nonce, "signature": signature(token, stamp, nonce)}
        if not self.sealed:
            return query, xml
        body = self.crypto(token, key, owner).encrypt_message(xml, nonce, stamp)
        query["msg_signature"] = xmltodict.parse(body)["xml"]["MsgSignature"]
        return query | {"encrypt_type": "aes"}, body

    async def send(self, query: dict[str, str], body: str | bytes) -> ClientResponse:
        data = body.encode() if isinstance(body, str) else body
        response: ClientResponse = await self.client.post(self.path, params=query, data=data)
        return response

    async def say(self, xml: str) -> dict[str, Any] | None:
        """The reply to a message as the platform reads it; None: there is none."""
        start = time.monotonic()
        response = await self.send(*self.request(xml))
        assert time.monotonic() - start < 2
        text = await response.text()
        assert response.status == 200, text
        if text in ("", "success"):
            return None
        if self.sealed:
            told = xmltodict.parse(text)["xml"]
            text = self.crypto().decrypt_message(text, told["MsgSignature"], told["TimeStamp"], told["Nonce"])
        reply: dict[str, Any] = xmltodict.parse(text)["xml"]
        assert (reply["ToUserName"], reply["FromUserName"]) == (self.user, OWNER)
        return reply

    async def ask(self, text: str) -> str:
        """The text of the reply to a question."""
        reply = await self.say(self.message(Content=text))
        assert reply is not None
        if reply["MsgType"] == "news":
            item = reply["Articles"]["item"]
            return f"{item['Title']}\n{item['Description'] or ''}"
        assert reply["MsgType"] == "text"
        assert len(reply["Content"].encode()) <= 2048
        return str(reply["Content"])


Connect = Callable[..., Awaitable[Platform]]


def settings(db: Path, folder: Path, url: str = "", rate: int = 0) -> Settings:
    return Settings(db=db, memory=folder / "memory", web=Web(questions_a_minute=rate, public_url=url))


@asynccontextmanager
async def served(
    name: str, made: Settings, *, sealed: bool = True, now: Callable[[], float] = time.time
) -> AsyncIterator[Platform]:
    """A process that serves, until it ends."""
    memory = Memory(made.memory_path)
    site = Site(desk=Desk(Doors(made, memory), most=made.web.queue), settings=made, version="1")
    account = Account(
        name=name,
        token=Secret(TOKEN),
        key=Secret(KEY) if sealed else None,
        owner=OWNER if sealed else "",
    )
    app = build(site, [channel(account, made, site.rate, site.counted.answered, records.wrong(made), now)])
    client: TestClient[web.Request, web.Application] = TestClient(TestServer(app))
    await client.start_server()
    try:
        yield Platform(client, name, sealed=sealed)
    finally:
        await client.close()
        memory.close()


def figures(text: str) -> list[str]:
    """The figures of an answer's first line."""
    return re.findall(r"\d[\d,.]*", text.split("\n", 1)[0])


def another(platform: Platform, user: str) -> Platform:
    return Platform(platform.client, platform.path[1:], sealed=platform.sealed, user=user)
