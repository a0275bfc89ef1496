"""Who writes, where, and whether it is meant for the bot: in a group it must be named (@name) or replied to."""

from __future__ import annotations

import re
from typing import Final

from telegram import Chat, Message, Update, User
from telegram.ext import filters

from bot.channels.telegram.sending import Where
from bot.channels.telegram.texts import CODES

GROUPS: Final = frozenset({Chat.GROUP, Chat.SUPERGROUP})


class ForUs(filters.MessageFilter):
    """Everything in a chat with the bot alone; in a group what names it or replies to it."""

    def filter(self, message: Message) -> bool:
        """Called by the library."""
        if message.chat.type == Chat.PRIVATE:
            return True
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == message.get_bot().id:
            return True
        said = message.text or message.caption or ""
        return _name(message).search(said) is not None


def _name(message: Message) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(message.get_bot().username)}(?![A-Za-z0-9_])", re.IGNORECASE)


def question_of(message: Message) -> str:
    """What is asked, without the bot's name."""
    return _name(message).sub(" ", message.text or "").strip()


def where_of(message: Message) -> Where:
    """Where to answer a message."""
    in_group = message.chat.type in GROUPS
    thread = message.message_thread_id if message.is_topic_message else None
    return Where(chat=message.chat, to=message.message_id if in_group else None, thread=thread)


def where(update: Update) -> Where | None:
    """Where to answer an update, if it can be answered in a chat."""
    pressed = update.callback_query
    if pressed is not None and isinstance(pressed.message, Message):
        return where_of(pressed.message)
    if update.effective_message is not None:
        return where_of(update.effective_message)
    return Where(chat=update.effective_chat) if update.effective_chat is not None else None


def memory_of(chat: Chat) -> str:
    """The chat's name in the memory."""
    return f"telegram:{chat.id}"


def is_alone(update: Update) -> bool:
    """A chat of one person with the bot."""
    return update.effective_chat is not None and update.effective_chat.type == Chat.PRIVATE


def language(update: Update) -> str:
    """The language of the person's Telegram, for sentences that answer no text of theirs."""
    user = update.effective_user
    code = (user.language_code or "") if user is not None else ""
    return CODES[0] if not code or code.lower().startswith(CODES[0]) else "en"


def client(user: User | None, chat: Chat | None) -> str:
    """Whose questions are counted."""
    return str(user.id if user is not None else chat.id if chat is not None else 0)
