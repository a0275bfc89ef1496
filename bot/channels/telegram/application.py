"""The application of python-telegram-bot: the bot, what is handled by whom, and in which order chats are served."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
from collections.abc import Awaitable, Coroutine
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary

from telegram import BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram.given import Given
from bot.channels.telegram.handlers import Handlers
from bot.channels.telegram.people import ForUs
from bot.channels.telegram.texts import CODES, say
from bot.secret import TELEGRAM_TOKEN, Secret, TokenRefused
from bot.service import Service

COMMANDS: Final = {"start": Service.say, "help": Service.say, "region": Service.say, "cancel": say, "wrong": say}
"""the menu, and where the words for each stand"""
UPDATES: Final = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
AT_ONCE: Final = 256
"""updates under way at a time"""
STOP_SECONDS: Final = 3.0
"""for updates under way when the process is told to stop"""
TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{8,200}")

Bot: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class Caller(ExtBot[int]):
    """The bot; `refused` is set when Telegram does not accept the token any more, which PTB's loop would only log."""

    __slots__ = ("refused",)

    def __init__(self, token: str, **more: Any) -> None:
        super().__init__(token, **more)
        with self._unfrozen():
            self.refused = asyncio.Event()

    async def get_updates(self, *positional: Any, **named: Any) -> tuple[Update, ...]:
        try:
            return await super().get_updates(*positional, **named)
        except InvalidToken:
            self.refused.set()
            raise


class ByChat(BaseUpdateProcessor):
    """Chats side by side, so that one that must wait holds up no other; the updates of one chat in their order."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[Any]] = set()

    def give_up(self) -> None:
        """End what is under way: a message may have to wait for minutes."""
        for task in self._under_way:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if (task := asyncio.current_task()) is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        chat = update.effective_chat if isinstance(update, Update) else None
        lock = asyncio.Lock() if chat is None else self._locks.setdefault(chat.id, asyncio.Lock())
        try:
            async with lock:
                await coroutine
        finally:
            if isinstance(coroutine, Coroutine):  # given up before its turn came
                coroutine.close()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


def checked(token: Secret) -> Secret:
    """The token; TokenRefused if it cannot be one."""
    if not TOKEN.fullmatch(token.reveal()):
        raise TokenRefused(f"{TELEGRAM_TOKEN} holds no token of a bot; BotFather gives one, as 123456:ABC-DEF1234")
    return token


def build(given: Given, token: Secret, *, polls: bool = True) -> Bot:
    """The application with its handlers, not yet started; TokenRefused if the token cannot be one."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own switch: spans of time are no bare numbers
    server = given.settings.telegram.base_url
    elsewhere = {"base_url": server, "base_file_url": _files(server)} if server else {}
    bot = Caller(
        checked(token).reveal(),
        request=HTTPXRequest(connection_pool_size=AT_ONCE),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
        # Not faster than Telegram allows; being told to wait all the same is the business of sending.patiently.
        rate_limiter=AIORateLimiter(max_retries=0),
        **elsewhere,
    )
    builder = ApplicationBuilder().bot(bot).concurrent_updates(ByChat())
    application: Bot = builder.build() if polls else builder.updater(None).build()
    _handlers(application, Handlers(given))
    return application


def _files(server: str) -> str:
    """Where files lie at another server: http://localhost:8081/file/bot for http://localhost:8081/bot."""
    before, _, last = server.rpartition("/")
    return f"{before}/file/{last}"


def _handlers(application: Bot, handlers: Handlers) -> None:
    ours = ForUs() & ~filters.VIA_BOT
    new = filters.UpdateType.MESSAGE & ours
    commands = {
        "start": handlers.greet,
        "help": handlers.greet,
        "region": handlers.settle,
        "cancel": handlers.cancel,
        "wrong": handlers.wrong,
    }
    for name, handler in commands.items():
        application.add_handler(CommandHandler(name, handler, filters=new))
    application.add_handler(MessageHandler(new & filters.COMMAND, handlers.unknown_command))
    application.add_handler(MessageHandler(new & filters.TEXT, handlers.ask))
    application.add_handler(MessageHandler(new & filters.Document.ALL, handlers.file))
    application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, handlers.other))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & ours, handlers.edited))
    application.add_handler(CallbackQueryHandler(handlers.press))
    application.add_handler(InlineQueryHandler(handlers.inline))
    application.add_error_handler(handlers.failed)


async def until_there(bot: ExtBot[Any], stop: asyncio.Event) -> bool:
    """Whether Telegram answered before `stop` was set; a network that is down is waited for. InvalidToken."""
    pause, told = 0.5, False
    while not stop.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            if not told:
                _log.warning("Telegram cannot be reached, trying again until it can: %s", error)
                told = True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(30.0, pause * 2)
        else:
            return True
    return False


async def finish(application: Bot) -> None:
    """Answer what was taken, for as long as a process may that is told to stop; what then still waits is given up."""
    stopping = asyncio.create_task(application.stop())
    await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    processor = application.update_processor
    if not stopping.done() and isinstance(processor, ByChat):
        _log.warning("answers that Telegram wants later are given up: the process ends")
        processor.give_up()
    await stopping


async def menu(bot: ExtBot[Any]) -> None:
    """The menu of commands, in each language; without it everything else still works."""
    try:
        for position, language in enumerate(CODES):
            commands = [BotCommand(name, words(language, f"command_{name}")) for name, words in COMMANDS.items()]
            if position == 0:
                await bot.set_my_commands(commands)
            await bot.set_my_commands(commands, language_code=language)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("the menu of commands was not set: %s", error)
