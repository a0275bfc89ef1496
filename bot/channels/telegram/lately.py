"""What was answered lately, for as long as the process runs: the reply to a message, and the answer in a reply."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.channels.telegram.sending import Sent
from bot.models import Answer, Query

MOST = 4096
"""messages that are remembered"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A message and its reply."""

    asked: str
    sent: Sent
    answer: Answer
    before: Query | None = None
    """what the question could lean on"""


class Lately:
    """Exchanges by the message that asked and by those that answered; the oldest are forgotten."""

    def __init__(self) -> None:
        self._by_message: OrderedDict[tuple[int, int], Exchange] = OrderedDict()
        self._last: OrderedDict[int, Exchange] = OrderedDict()

    def keep(self, chat: int, message: int | None, exchange: Exchange, *, last: bool = True) -> None:
        """Remember an exchange; `message`: the one that asked, where one did; `last`: the chat's last one."""
        for each in (*([message] if message is not None else []), *exchange.sent.messages):
            self._by_message[chat, each] = exchange
            self._by_message.move_to_end((chat, each))
        if last:
            self._last[chat] = exchange
            self._last.move_to_end(chat)
        while len(self._by_message) > MOST:
            self._by_message.popitem(last=False)
        while len(self._last) > MOST:
            self._last.popitem(last=False)

    def of(self, chat: int, message: int) -> Exchange | None:
        """The exchange a message is part of."""
        return self._by_message.get((chat, message))

    def last(self, chat: int) -> Exchange | None:
        """The last one of a chat."""
        return self._last.get(chat)

    def drop(self, chat: int) -> None:
        """Forget which was the last."""
        self._last.pop(chat, None)
