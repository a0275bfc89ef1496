"""What goes out: a reply in as many messages as it needs, sent again within bounds, or put in the place of another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from telegram import Chat, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.layout import CAPTION, Part, marked, parted

PAUSES: Final = (0.5, 2.0, 8.0)
"""seconds before a message that did not go through is sent again"""
LONGEST_PAUSE: Final = timedelta(minutes=2)
"""a message that Telegram wants later than that is dropped"""

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What is said."""

    lines: Part
    buttons: InlineKeyboardMarkup | None = None
    photo: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """Where it is said."""

    chat: Chat
    to: int | None = None
    """the message it replies to, where several people talk"""
    thread: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """The messages of one reply."""

    messages: tuple[int, ...]
    text: bool
    """one message, of text: another text can be put in its place"""


async def typing(where: Where) -> None:
    """Show that an answer is on its way; it does not matter if that fails."""
    with contextlib.suppress(TelegramError):
        await where.chat.send_action(ChatAction.TYPING, message_thread_id=where.thread)


async def send(where: Where, reply: Reply) -> Sent:
    """The reply, its buttons under the last message; a photo first, as much of the text with it as a caption holds."""
    if reply.photo is not None:
        with contextlib.suppress(BadRequest):  # a picture that Telegram does not take: the text says it all
            return await _with_photo(where, reply, reply.photo)
    return Sent(messages=(), text=True) if not (parts := parted(reply.lines)) else await _texts(where, reply, parts)


async def _with_photo(where: Where, reply: Reply, photo: bytes) -> Sent:
    caption, *rest = parted(reply.lines, first=CAPTION)
    text, mode = marked(caption)
    first = await patiently(
        lambda: where.chat.send_photo(
            photo,
            caption=text or None,
            parse_mode=mode,
            reply_markup=None if rest else reply.buttons,
            **_place(where),
        )
    )
    after = await _texts(where, reply, rest) if rest else Sent(messages=(), text=False)
    return Sent(messages=(first.message_id, *after.messages), text=False)


async def _texts(where: Where, reply: Reply, parts: list[Part]) -> Sent:
    made = []
    for number, part in enumerate(parts, start=1):

        async def one(part: Part = part, last: bool = number == len(parts)) -> Message:
            text, mode = marked(part)
            return await where.chat.send_message(
                text,
                parse_mode=mode,
                reply_markup=reply.buttons if last else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                **_place(where),
            )

        made.append((await patiently(one)).message_id)
    return Sent(messages=tuple(made), text=len(made) == 1)


def _place(where: Where) -> dict[str, Any]:
    quoted = None
    if where.to is not None:
        quoted = ReplyParameters(message_id=where.to, allow_sending_without_reply=True)
    return {"reply_parameters": quoted, "message_thread_id": where.thread}


async def replace(where: Where, old: Sent, reply: Reply) -> Sent:
    """Put a reply in the place of another: edited where both are one message of text, else removed and sent anew."""
    parts = parted(reply.lines)
    if old.text and len(old.messages) == 1 and reply.photo is None and len(parts) == 1:
        text, mode = marked(parts[0])
        try:
            await patiently(
                lambda: where.chat.get_bot().edit_message_text(
                    text,
                    chat_id=where.chat.id,
                    message_id=old.messages[0],
                    parse_mode=mode,
                    reply_markup=reply.buttons,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            )
        except BadRequest as error:
            if "not modified" in str(error):
                return old
        else:
            return old
    for each in old.messages:
        with contextlib.suppress(TelegramError):
            await where.chat.delete_message(each)
    return await send(where, reply)


async def patiently(action: Callable[[], Awaitable[_T]]) -> _T:
    """Send; again after a while if Telegram asks for that or the network fails. Raises what the last try raised."""
    for pause in PAUSES:
        try:
            return await action()
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
    return await action()
