"""Updates that Telegram brings itself, to the process of `nianbao serve`.

Whoever knows the secret is Telegram. An update is accepted once, whatever becomes of it afterwards: it is answered 200
at once and worked on in its turn, since one that is refused would come again and again.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import re
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from aiohttp import web
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.application import UPDATES, Bot, build, checked, finish, menu, until_there
from bot.channels.telegram.discreet import discreet
from bot.channels.telegram.given import Given
from bot.channels.telegram.taken import Taken
from bot.desk import Desk
from bot.incoming import TooLarge, whole
from bot.secret import TELEGRAM_SECRET, TELEGRAM_TOKEN, Secret, TokenRefused

PATH: Final = "/telegram"
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,256}")
BODY_LIMIT: Final = 64 * 1024
"""bytes of an update"""
READ_SECONDS: Final = 10.0
ENDING: Final = ".updates"
"""of the file beside the chats' memory in which accepted updates are known"""
MOST_WAITING: Final = 1_000
"""updates not yet begun; beyond it Telegram is asked to come again"""
AGAIN_SECONDS: Final = 30.0

_log = logging.getLogger(__name__)


def channel(given: Given, token: Secret, secret: Secret) -> Callable[[web.Application, Desk], None]:
    """What adds the channel to the application of `nianbao serve`. TokenRefused: token or secret cannot be one."""
    checked(token)
    if not SECRET.fullmatch(secret.reveal()):
        raise TokenRefused(f"{TELEGRAM_SECRET} must be 16 to 256 letters, digits, _ or -")

    def add(app: web.Application, _: Desk) -> None:
        hook = Hook(given, token, secret)
        app.router.add_post(PATH, hook.take)
        app.cleanup_ctx.append(hook.lives)
        app.on_shutdown.append(hook.ends)

    return add


class Hook:
    """Takes updates and hands them to the application, as long as the server runs."""

    def __init__(self, given: Given, token: Secret, secret: Secret) -> None:
        self._given = given
        self._token = token
        self._secret = secret
        memory = given.settings.memory_path
        self._taken = Taken(memory.with_name(memory.name + ENDING))
        self._stop = asyncio.Event()
        self._starting: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._application: Bot | None = None

    async def take(self, request: web.Request) -> web.Response:
        """One update. 403: not from Telegram; 503: it may come again; 200: it is accepted, or was."""
        told = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(told, self._secret.reveal().encode()):
            return web.Response(status=403)
        try:
            content = await whole(request, BODY_LIMIT, READ_SECONDS)
        except (TooLarge, TimeoutError):
            large = web.Response(status=413)
            large.force_close()  # what it goes on to send is not read
            return large
        try:
            update = json.loads(content)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            return web.Response(status=400)
        application = self._application
        if application is None or application.update_queue.qsize() >= MOST_WAITING:
            return web.Response(status=503, headers={"Retry-After": "1"})
        if self._taken.fresh(number):
            await _hand_on(application, update)
        return web.Response()

    async def lives(self, _: web.Application) -> AsyncIterator[None]:
        """From the start of the server to its end; what was accepted is answered first."""
        self._taken.open()
        with discreet(self._token, self._secret):
            self._starting = asyncio.create_task(self._start())
            yield
            await (self._ending or asyncio.create_task(self._end()))
        self._taken.close()

    async def ends(self, _: web.Application) -> None:
        """The server is told to stop: begin to, while it waits for its clients."""
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        self._stop.set()
        if self._starting is not None:
            await asyncio.wait({self._starting}, timeout=1)
            self._starting.cancel()  # a network that does not answer is waited for no longer
        if self._application is not None:
            application, self._application = self._application, None
            await finish(application)
            await application.shutdown()

    async def _start(self) -> None:
        """Tell Telegram where to bring updates. The pages are served whatever comes of it."""
        application = build(self._given, self._token, polls=False)
        try:
            while await until_there(application.bot, self._stop):
                try:
                    await self._register(application)
                except InvalidToken:
                    raise
                except TelegramError as error:
                    _log.warning("Telegram does not take the address, trying again: %s", error)
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._stop.wait(), AGAIN_SECONDS)
                else:
                    return
        except InvalidToken:
            _log.error("Telegram does not accept the token in %s; nothing is answered there", TELEGRAM_TOKEN)
        await application.bot.shutdown()

    async def _register(self, application: Bot) -> None:
        await application.initialize()
        settings = self._given.settings.telegram
        await application.bot.set_webhook(
            settings.webhook,
            secret_token=self._secret.reveal(),
            allowed_updates=UPDATES,
            drop_pending_updates=settings.drop_pending_updates,
        )
        await menu(application.bot)
        await application.start()
        self._application = application


async def _hand_on(application: Bot, told: dict[str, Any]) -> None:
    try:
        update = Update.de_json(told, application.bot)
    except Exception as error:  # noqa: BLE001 - whatever Telegram invents: it is accepted, and passed over
        _log.warning("an update that cannot be read: %s", type(error).__name__)
        return
    await application.update_queue.put(update)
