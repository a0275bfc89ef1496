"""What is done with an update: each handler decodes it, asks at the desk and sends what is said there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections import deque
from typing import Any, Final, TypeAlias

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot import encode
from bot.channels.telegram import asking, browsing, files, inline, people
from bot.channels.telegram.given import Given
from bot.channels.telegram.lately import Exchange, Lately
from bot.channels.telegram.layout import Part, plain
from bot.channels.telegram.people import language, memory_of, where, where_of
from bot.channels.telegram.sending import Reply, Sent, Where, replace, send, typing
from bot.channels.telegram.texts import CODES, say
from bot.desk import Busy
from bot.doors import Closed, Door
from bot.encode import Json
from bot.models import Option, Question
from bot.service import Service

ALBUMS: Final = 256
"""albums of which one picture was answered"""
BODY: Final = re.compile(r"/start(?:@\w+)?\s+b([0-9a-f]{12})")
"""a deep link: t.me/NAME?start=bKEY, the key of a body as in the addresses of the pages"""
LONGEST_REMARK: Final = 500
CHANNEL: Final = "telegram"

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
_log = logging.getLogger(__name__)


class Handlers:
    """All of them, over what the channel was given."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._albums: deque[str] = deque(maxlen=ALBUMS)
        self._lately = Lately()

    async def greet(self, update: Update, _: Context) -> None:
        """/start and /help: what can be asked, in examples that work; /start bKEY: a body."""
        message = update.effective_message
        if message is None or message.text is None or await self._refused(update):
            return
        code, place = language(update), where_of(message)
        if opened := BODY.fullmatch(message.text.strip()):
            reply = await self._body(message.chat, opened[1], code)
            if reply is not None:
                await send(place, reply)
                return

        def greet(door: Door) -> Reply:
            answer = door.service.greeting(code)
            return _offering(door, message.chat, asking.lines_of(answer), answer.options, code)

        await send(place, await self._given.desk.with_service(greet))

    async def _body(self, chat: Chat, key: str, code: str) -> Reply | None:
        def look(door: Door) -> Reply | None:
            found = browsing.body(door, key, code)
            if found is None:
                return None
            return _offering(door, chat, *found, code)

        return await self._given.desk.with_service(look)

    async def ask(self, update: Update, _: Context) -> None:
        """A text is a question; its own words tell its language."""
        message = update.effective_message
        if message is None or message.text is None or await self._refused(update):
            return
        await self._answer(message, _question(message))

    async def settle(self, update: Update, _: Context) -> None:
        """/region: where this chat is, which the service keeps."""
        message = update.effective_message
        if message is None or message.text is None or await self._refused(update):
            return
        await self._answer(message, _question(message, language(update)))

    async def _answer(self, message: Message, question: Question) -> None:
        place = where_of(message)
        await typing(place)
        said = await asking.ask(self._given, question)
        sent = await send(place, await asking.reply(self._given, said))
        self._keep(message, sent, said)

    def _keep(self, message: Message, sent: Sent, said: asking.Said) -> None:
        exchange = Exchange(asked=message.text or "", sent=sent, answer=said.answer, before=said.before)
        self._lately.keep(message.chat.id, message.message_id, exchange)

    async def edited(self, update: Update, _: Context) -> None:
        """A question that was edited is answered anew in the place of its reply; one of before this process is not."""
        message = update.edited_message
        if message is None or message.text is None:
            return
        known = self._lately.of(message.chat.id, message.message_id)
        if known is None or message.text.startswith("/"):
            if people.is_alone(update) and not await self._refused(update):
                await self._say(update, say(language(update), "edited_gone"))
            return
        if known.asked == message.text or await self._refused(update):
            return
        question = _question(message)
        last = self._lately.last(message.chat.id) is known
        said = await asking.ask_again(self._given, question, known.before, last=last)
        sent = await replace(where_of(message), known.sent, await asking.reply(self._given, said))
        exchange = Exchange(asked=message.text, sent=sent, answer=said.answer, before=known.before)
        self._lately.keep(message.chat.id, message.message_id, exchange, last=last)

    async def cancel(self, update: Update, _: Context) -> None:
        """/cancel: what was asked before is forgotten; the chat's region stays."""
        if (chat := update.effective_chat) is None or await self._refused(update):
            return
        name = memory_of(chat)
        await self._given.desk.with_service(lambda door: door.service.memory.forget(name, region=False))
        self._lately.drop(chat.id)
        await self._say(update, say(language(update), "cancelled"))

    async def wrong(self, update: Update, _: Context) -> None:
        """/wrong: the answer it replies to, else the last one, is recorded for the operator, with what is written."""
        message = update.effective_message
        if message is None or message.text is None or await self._refused(update):
            return
        replied, chat, code = message.reply_to_message, message.chat.id, language(update)
        known = self._lately.of(chat, replied.message_id) if replied is not None else self._lately.last(chat)
        if known is None:
            await self._say(update, say(code, "wrong_none"))
            return
        remark = people.question_of(message).partition(" ")[2].strip()[:LONGEST_REMARK]
        record: dict[str, Json] = {
            "channel": CHANNEL,
            "remark": remark,
            **encode.understood(known.answer, known.asked),
        }
        keep = self._given.record
        kept = keep is not None and await asyncio.to_thread(keep, record)
        await self._say(update, say(code, "wrong_kept" if kept else "wrong_off"))

    async def press(self, update: Update, _: Context) -> None:
        """A button is the question that its choice asks in full, or the place in a report."""
        pressed, place = update.callback_query, where(update)
        if pressed is None:
            return
        await _stop_waiting(pressed)
        if place is None or await self._refused(update):
            return
        data = pressed.data if isinstance(pressed.data, str) else ""
        if (held := asking.BUTTON.fullmatch(data)) and held[3] in CODES:
            await self._chosen(place, held)
        elif (held := asking.SOURCE.fullmatch(data)) and held[3] in CODES:
            await self._source(place, held[1], held[2], held[3])
        else:
            await self._say(update, Service.say(language(update), "expired"))

    async def _chosen(self, place: Where, held: re.Match[str]) -> None:
        await typing(place)
        said = await asking.choose(self._given, memory_of(place.chat), held[2], int(held[1]), held[3])
        before = f"» {said.answer.question}" if said.answer.question else ""
        sent = await send(place, await asking.reply(self._given, said, before))
        if said.answer.question:
            self._lately.keep(place.chat.id, None, Exchange(asked=said.answer.question, sent=sent, answer=said.answer))

    async def _source(self, place: Where, key: str, anchor: str, code: str) -> None:
        excerpt = await self._given.desk.read(lambda door: door.browse.excerpt(key, anchor))
        lines = plain(say(code, "source_gone")) if excerpt is None else browsing.source(excerpt, code)
        await send(place, Reply(lines=lines))

    async def file(self, update: Update, _: Context) -> None:
        """A document is a report to be checked."""
        message = update.effective_message
        if message is None or message.document is None or await self._refused(update):
            return
        place = where_of(message)
        await typing(place)
        await send(place, Reply(lines=await files.audited(self._given, message.document, language(update))))

    async def inline(self, update: Update, _: Context) -> None:
        """@bot and a question, typed in any chat."""
        await inline.offer(self._given, update)

    async def unknown_command(self, update: Update, _: Context) -> None:
        """A command there is not."""
        if not await self._refused(update):
            await self._say(update, Service.say(language(update), "unknown_command"))

    async def other(self, update: Update, _: Context) -> None:
        """A photo, a sticker, a voice message: one line, and one only for an album of many."""
        message = update.effective_message
        if message is None or not people.is_alone(update):
            return
        if message.media_group_id is not None:
            if message.media_group_id in self._albums:
                return
            self._albums.append(message.media_group_id)
        if await self._refused(update):
            return
        heard = message.voice or message.audio or message.video_note
        await self._say(update, Service.say(language(update), "voice" if heard else "other_kind"))

    async def failed(self, update: object, context: Context) -> None:
        """Whatever went wrong: one entry in the log, and the asker is told."""
        error, code = context.error, language(update) if isinstance(update, Update) else CODES[0]
        text = Service.say(code, "error")
        if isinstance(error, Busy):
            text = say(code, "busy")
        elif isinstance(error, Closed):
            _log.error("the index cannot be read: %s", error)
            text = say(code, "closed")
        elif isinstance(error, TelegramError):
            _log.warning("Telegram: %s: %s", type(error).__name__, error)
        else:
            _log.error("an update of Telegram failed", exc_info=error)
        if isinstance(update, Update):
            with contextlib.suppress(TelegramError):
                await self._say(update, text)

    async def _refused(self, update: Update) -> bool:
        """Whether the person asks too much; told once, then passed over until it is less."""
        who = people.client(update.effective_user, update.effective_chat)
        wait = self._given.rate.wait(who)
        if wait and self._given.rate.first_refusal(who):
            await self._say(update, say(language(update), "too_many", seconds=max(1, round(wait))))
        return bool(wait)

    @staticmethod
    async def _say(update: Update, text: str) -> None:
        if (place := where(update)) is not None:
            await send(place, Reply(lines=plain(text)))


def _offering(door: Door, chat: Chat, lines: Part, options: tuple[Option, ...], code: str) -> Reply:
    """Lines, and under them buttons of what may be asked."""
    if options:
        door.service.memory.remember(memory_of(chat), None, options)
    rows = asking.keyboard(options, door.service.digest(options), code)
    return Reply(lines=lines, buttons=InlineKeyboardMarkup(rows) if rows else None)


def _question(message: Message, code: str | None = None) -> Question:
    """What a message asks; `code`: the language to answer in where its own words do not tell it."""
    text, chat = people.question_of(message), memory_of(message.chat)
    return Question(text=text, chat=chat, language=code, channel=CHANNEL)


async def _stop_waiting(pressed: CallbackQuery) -> None:
    """Take away the button's clock; too late for a button pressed while the bot was away, which still is answered."""
    with contextlib.suppress(TelegramError):
        await pressed.answer()
