"""The addresses that the platforms call: each message is answered once, and the same when it comes again.

Whatever is wrong with a request's signature, time, encryption, account or XML gets one and the same refusal.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.channels.wechat.kept import Kept
from bot.channels.wechat.sealed import Incoming, Refused, Seal
from bot.channels.wechat.talk import Count, Record, Talk
from bot.channels.wechat.written import xml
from bot.config import Settings
from bot.desk import Desk, Rate
from bot.incoming import TooLarge, whole
from bot.secret import Secret

BODY_LIMIT: Final = 64 * 1024
"""bytes of a request"""
TOLD_SECONDS: Final = 60.0
"""between two lines in the log about calls that were refused"""
READ_SECONDS: Final = 3.0
"""in which they must have come"""
ENDING: Final = ".messages"
"""of the file beside the chats' memory"""
_USER: Final = b"\0"
"""stands for the person's id in a reply that is kept: no XML holds it"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account at a platform."""

    name: str
    """wechat or wecom: its address is /wechat or /wecom"""
    token: Secret
    key: Secret | None
    owner: str
    """AppId, or CorpId; empty where nothing is encrypted"""

    @property
    def enterprise(self) -> bool:
        return self.name == "wecom"


def channel(
    account: Account,
    settings: Settings,
    rate: Rate,
    count: Count,
    wrong: Record,
    now: Callable[[], float] = time.time,
) -> Callable[[web.Application, Desk], None]:
    """What joins the application. TokenRefused: the key of the account cannot be one.

    `rate` is that of the pages; `count` is told of answers, `wrong` of those that people call wrong.
    """
    seal = Seal(token=account.token, key=account.key, owner=account.owner, enterprise=account.enterprise, now=now)

    def join(app: web.Application, desk: Desk) -> None:
        callback = _Callback(account, settings, rate, count, wrong, seal, desk, now)
        app.cleanup_ctx.append(callback.open)
        app.router.add_get(f"/{account.name}", callback.verify)
        app.router.add_post(f"/{account.name}", callback.receive)

    return join


class _Callback:
    """One account's address."""

    def __init__(
        self,
        account: Account,
        settings: Settings,
        rate: Rate,
        count: Count,
        wrong: Record,
        seal: Seal,
        desk: Desk,
        now: Callable[[], float],
    ) -> None:
        self._account = account
        self._settings = settings
        self._rate = rate
        self._count = count
        self._wrong = wrong
        self._seal = seal
        self._desk = desk
        self._now = now
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._refused = 0
        self._told = float("-inf")
        self._kept: Kept
        self._talk: Talk

    async def open(self, _: web.Application) -> AsyncIterator[None]:
        """From the start to the end of the application."""
        memory = self._settings.memory_path
        self._kept = Kept(
            memory.with_name(memory.name + ENDING),
            chat_seconds=self._settings.chat_expiry_hours * 3600.0,
            now=self._now,
        )
        self._talk = Talk(
            channel=self._account.name,
            desk=self._desk,
            kept=self._kept,
            rate=self._rate,
            url=self._settings.web.public_url,
            wrong=self._wrong,
            cards=self._account.enterprise,
            count=self._count,
        )
        yield
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._talk.close()
        self._kept.close()

    async def verify(self, request: web.Request) -> web.Response:
        """The platform tries the address."""
        try:
            return web.Response(text=self._seal.echo(request.query))
        except Refused:
            return self._refusal()

    async def receive(self, request: web.Request) -> web.Response:
        """A message, or the same message again."""
        try:
            body = await whole(request, BODY_LIMIT, READ_SECONDS)
        except (TooLarge, TimeoutError):
            large = web.Response(status=413, text="too large\n")
            large.force_close()
            return large
        try:
            said = self._seal.open(request.query, body)
        except Refused:
            return self._refusal()
        message = self._kept.name(self._account.name, said.user, said.number)
        if not self._kept.fresh(self._kept.name(self._account.name, said.nonce), message):
            return self._refusal()
        task = self._under_way.get(message)
        if task is None:
            task = self._under_way[message] = asyncio.create_task(self._answered(said, message))
            task.add_done_callback(lambda _: self._under_way.pop(message, None))
        reply = await asyncio.shield(task)
        return web.Response(body=reply, content_type="application/xml" if reply[:1] == b"<" else "text/plain")

    async def _answered(self, said: Incoming, message: str) -> bytes:
        """What goes out, kept for the message coming again."""
        user = said.user.encode("utf-8")
        plain = not self._seal.encrypts
        kept = self._kept.reply(message)
        if kept is not None:
            return kept.replace(_USER, user) if plain else kept
        chat = f"{self._account.name}:{self._kept.name(self._account.name, said.user)}"
        reply = await self._talk.reply(said, chat)
        if reply is None:
            body = b"" if self._account.enterprise else b"success"
        else:
            body = self._seal.close(xml(reply, to=said.user, sender=said.account, time=int(self._now())))
        self._kept.keep(message, body.replace(user, _USER) if plain and reply is not None else body)
        return body

    def _refusal(self) -> web.Response:
        self._refused += 1
        if self._now() - self._told >= TOLD_SECONDS or self._now() < self._told:  # a flood of them fills no disk
            _log.warning("calls of /%s were refused: %d since it was last told", self._account.name, self._refused)
            self._refused, self._told = 0, self._now()
        return web.Response(status=403, text="refused\n")
