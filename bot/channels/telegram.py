"""Telegram, by polling: a message is a question, its answer a plain text, its options buttons.

A button holds the option's number, the digest of the options it belongs to and the language they were told in; the
options themselves lie in the chat's memory. `Service.ask` is synchronous and takes milliseconds, and its database
connections belong to the thread that opened them: it is called in the loop's own thread, one question at a time. Only
what waits for Telegram is awaited, the chats side by side, within a chat one update after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import signal
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any, Final, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from telegram import (
    BotCommand,
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatAction, MessageLimit
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.config import TELEGRAM_TOKEN, Secret, Settings, TokenRefused
from bot.models import Answer, Question
from bot.service import Service

LANGUAGES: Final = ("zh", "en")
"""of the menu of commands; the first is for those whose language is not told"""
COMMANDS: Final = ("start", "help", "region")
UPDATES: Final = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
PAUSES: Final = (0.5, 2.0, 8.0)
"""seconds before a message that did not go through is sent again"""
LONGEST_PAUSE: Final = timedelta(minutes=2)
"""a message that Telegram wants later than that is dropped"""
AT_ONCE: Final = 256
"""updates under way at a time"""
TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{8,200}")
BUTTON: Final = re.compile(r"([0-9]{1,2}):([0-9a-f]{8}):([a-z]{2})")
"""what a button holds: 1 to 15 bytes of the 64 there may be"""

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
Bot: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class _Polled(ExtBot[None]):
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


class _ByChat(BaseUpdateProcessor):
    """Chats side by side, so that one that must wait holds up no other; the updates of one chat in their order."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        lock = self._locks.setdefault(chat.id, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


class _Channel:
    """The handlers: each decodes an update, asks the service and sends what it says."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._albums: deque[str] = deque(maxlen=AT_ONCE)

    async def greet(self, update: Update, _: Context) -> None:
        """/start and /help: what can be asked, in examples that work."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        topic = "start" if message.text.startswith("/start") else "help"
        answer = self._service.greeting(_language(update), topic)
        await _send(message.chat, answer.text)

    async def ask(self, update: Update, _: Context) -> None:
        """A text is a question; its own words tell its language."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        await _typing(message.chat)
        answer = self._service.ask(Question(text=message.text, chat=_chat(message.chat)))
        await _send(message.chat, answer.text, self._buttons(answer))

    async def settle(self, update: Update, _: Context) -> None:
        """/region: where this chat is, which the service keeps."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        asked = Question(text=message.text, chat=_chat(message.chat), language=_language(update))
        answer = self._service.ask(asked)
        await _send(message.chat, answer.text, self._buttons(answer))

    async def press(self, update: Update, _: Context) -> None:
        """A button is the question that its option asks in full; the reply begins with that question."""
        pressed, chat = update.callback_query, update.effective_chat
        if pressed is None:
            return
        await _stop_waiting(pressed)
        if chat is None:
            return
        held = BUTTON.fullmatch(pressed.data) if isinstance(pressed.data, str) else None
        if held is None or held[3] not in LANGUAGES:
            await self._say(update, "expired")
            return
        await _typing(chat)
        answer = self._service.choose(_chat(chat), held[2], int(held[1]), held[3])
        asked = f"» {answer.question}\n\n" if answer.question else ""
        await _send(chat, asked + answer.text, self._buttons(answer))

    async def unknown_command(self, update: Update, _: Context) -> None:
        """A command there is not; in a group it may be meant for another bot."""
        if _alone(update):
            await self._say(update, "unknown_command")

    async def edited(self, update: Update, _: Context) -> None:
        """An edited question was answered already; a new message is needed to ask again."""
        message = update.edited_message
        if message is not None and message.text is not None and _alone(update):
            await self._say(update, "edited")

    async def other(self, update: Update, _: Context) -> None:
        """A photo, a sticker, a voice message: one line, and one only for an album of many."""
        message = update.effective_message
        if message is None or not _alone(update):
            return
        if message.media_group_id is not None:
            if message.media_group_id in self._albums:
                return
            self._albums.append(message.media_group_id)
        heard = message.voice or message.audio or message.video_note
        await self._say(update, "voice" if heard else "other_kind")

    async def failed(self, update: object, context: Context) -> None:
        """Whatever went wrong: one entry in the log, and the asker is told."""
        error = context.error
        if isinstance(error, TelegramError):
            _log.warning("Telegram: %s: %s", type(error).__name__, error)
        else:
            _log.error("an update of Telegram failed", exc_info=error)
        if isinstance(update, Update) and update.effective_chat is not None:
            with contextlib.suppress(TelegramError):
                await self._say(update, "error")

    async def _say(self, update: Update, key: str) -> None:
        if update.effective_chat is not None:
            await _send(update.effective_chat, self._service.say(_language(update), key))

    def _buttons(self, answer: Answer) -> InlineKeyboardMarkup | None:
        if not answer.options:
            return None
        digest = self._service.digest(answer.options)
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(option.label, callback_data=f"{number}:{digest}:{answer.language}")]
                for number, option in enumerate(answer.options, start=1)
            ]
        )


def build(service: Service, token: Secret, settings: Settings) -> Bot:
    """The application with its handlers, not yet started; TokenRefused if the token cannot be one."""
    if not TOKEN.fullmatch(token.reveal()):
        raise TokenRefused(f"{TELEGRAM_TOKEN} holds no token of a bot; BotFather gives one, as 123456:ABC-DEF1234")
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own switch: spans of time are no bare numbers
    server = settings.telegram.base_url
    bot = _Polled(
        token.reveal(),
        request=HTTPXRequest(connection_pool_size=AT_ONCE),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
        **({"base_url": server} if server else {}),
    )
    application: Bot = ApplicationBuilder().bot(bot).concurrent_updates(_ByChat()).build()
    channel = _Channel(service)
    new = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler(["start", "help"], channel.greet, filters=new))
    application.add_handler(CommandHandler("region", channel.settle, filters=new))
    application.add_handler(MessageHandler(new & filters.COMMAND, channel.unknown_command))
    application.add_handler(MessageHandler(new & filters.TEXT, channel.ask))
    application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, channel.other))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, channel.edited))
    application.add_handler(CallbackQueryHandler(channel.press))
    application.add_error_handler(channel.failed)
    return application


def run(service: Service, token: Secret, settings: Settings) -> None:
    """Answer until SIGTERM, or KeyboardInterrupt; TokenRefused if Telegram does not accept the token."""

    async def until_told() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await serve(service, token, settings, stop)

    asyncio.run(until_told())


async def serve(service: Service, token: Secret, settings: Settings, stop: asyncio.Event) -> None:
    """Answer until `stop` is set; a network that is down is waited for. TokenRefused as `run`."""
    with _discreet(token):
        application = build(service, token, settings)
        bot: _Polled = application.bot
        try:
            if await _until_there(bot, stop):
                await _poll(application, service, settings, stop)
        except InvalidToken:
            # `from None`: what the library raised may show the token
            raise TokenRefused(f"Telegram does not accept the token in {TELEGRAM_TOKEN}") from None
        finally:
            await bot.shutdown()


async def _until_there(bot: _Polled, stop: asyncio.Event) -> bool:
    """Whether Telegram answered before `stop` was set."""
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


async def _poll(application: Bot, service: Service, settings: Settings, stop: asyncio.Event) -> None:
    """Take updates and answer them until `stop` is set or the token is refused; what was taken is answered first."""
    updater, bot = application.updater, application.bot
    if updater is None:
        raise RuntimeError("the application was built without an updater")
    async with application:
        await _menu(bot, service)
        await updater.start_polling(
            allowed_updates=UPDATES,
            bootstrap_retries=-1,
            drop_pending_updates=settings.telegram.drop_pending_updates,
            error_callback=_Outage(),
        )
        await application.start()
        try:
            waiting = [asyncio.create_task(stop.wait()), asyncio.create_task(bot.refused.wait())]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
        finally:
            try:
                await updater.stop()
            finally:
                await application.stop()


class _Outage:
    """One line in the log when polling begins to fail, not one each time it is tried."""

    def __init__(self) -> None:
        self._last: type[TelegramError] | None = None
        self._at = float("-inf")

    def __call__(self, error: TelegramError) -> None:
        """Called by the updater, which tries again by itself after at most half a minute."""
        now = asyncio.get_running_loop().time()
        if type(error) is not self._last or now - self._at > 2 * 60:
            why = "another process polls with this token" if isinstance(error, Conflict) else str(error)
            _log.warning("no updates from Telegram, trying again until there are: %s", why)
        self._last, self._at = type(error), now


async def _menu(bot: ExtBot[None], service: Service) -> None:
    """The menu of commands, in each language; without it everything else still works."""
    try:
        for position, language in enumerate(LANGUAGES):
            commands = [BotCommand(name, service.say(language, f"command_{name}")) for name in COMMANDS]
            if position == 0:
                await bot.set_my_commands(commands)
            await bot.set_my_commands(commands, language_code=language)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("the menu of commands was not set: %s", error)


def _chat(chat: Chat) -> str:
    """The chat's name in the memory."""
    return f"telegram:{chat.id}"


def _alone(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == Chat.PRIVATE


def _language(update: Update) -> str:
    """The language of the person's Telegram, for sentences that answer no text of theirs."""
    user = update.effective_user
    code = (user.language_code or "") if user is not None else ""
    return LANGUAGES[0] if not code or code.lower().startswith(LANGUAGES[0]) else "en"


async def _typing(chat: Chat) -> None:
    with contextlib.suppress(TelegramError):
        await chat.send_action(ChatAction.TYPING)


async def _stop_waiting(pressed: CallbackQuery) -> None:
    """Take away the button's clock; too late for a button pressed while the bot was away, which still is answered."""
    with contextlib.suppress(TelegramError):
        await pressed.answer()


async def _send(chat: Chat, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    """The text as plain text, in as many messages as it needs, the buttons under the last."""
    parts = split(text)
    for number, part in enumerate(parts, start=1):

        async def send(part: str = part, last: bool = number == len(parts)) -> Message:
            return await chat.send_message(
                part,
                reply_markup=buttons if last else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

        await _patiently(send)


async def _patiently(send: Callable[[], Awaitable[_T]]) -> _T:
    """Send; again after a while if Telegram asks for that or the network fails. Raises what the last try raised."""
    for pause in PAUSES:
        try:
            return await send()
        except RetryAfter as error:
            asked = error.retry_after
            wait = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
            if wait > LONGEST_PAUSE:
                raise
            await asyncio.sleep(wait.total_seconds())
        except BadRequest:  # a NetworkError to the library, but it would be refused again
            raise
        except NetworkError:
            await asyncio.sleep(pause)
    return await send()


def split(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> list[str]:
    """Parts of at most `limit` UTF-16 units, as Telegram counts; cut between lines, a longer line within it."""
    parts: list[str] = []
    part, used = "", 0
    for line in text.splitlines(keepends=True):
        for piece in _pieces(line, limit):
            size = _units(piece)
            if used + size > limit:
                parts.append(part)
                part, used = "", 0
            part += piece
            used += size
    return [kept for each in [*parts, part] if (kept := each.strip("\n")).strip()]


def _pieces(line: str, limit: int) -> Iterator[str]:
    """The line itself if it is short enough, else pieces of it."""
    if _units(line) <= limit:
        yield line
        return
    step = limit // 2  # a character has two units at most
    for start in range(0, len(line), step):
        yield line[start : start + step]


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


@contextlib.contextmanager
def _discreet(token: Secret) -> Iterator[None]:
    """While it lasts no record of any log holds the token, and the library's own records bring no traceback."""
    former = logging.getLogRecordFactory()
    value = token.reveal()
    secrets = (value, value.partition(":")[2])

    def clean(text: str) -> str:
        for each in secrets:
            text = text.replace(each, "***")
        return text

    def make(*positional: Any, **named: Any) -> logging.LogRecord:
        record = former(*positional, **named)
        text = record.getMessage()
        cleaned = clean(text)
        if cleaned != text:
            record.msg, record.args = cleaned, None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            # Kept as text: a handler that printed the exception itself would print the token again.
            expected = isinstance(error, TelegramError)
            record.exc_text = None if expected else clean("".join(traceback.format_exception(error))).rstrip()
            record.exc_info = None
        return record

    library = logging.getLogger("httpx")
    level = library.level
    library.setLevel(logging.WARNING)  # at INFO it tells every address, and the token is a part of it
    logging.setLogRecordFactory(make)
    try:
        yield
    finally:
        logging.setLogRecordFactory(former)
        library.setLevel(level)
