"""What was answered lately, for as long as the process runs: the reply to a message, and the answer in a reply."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.channels.telegram.sending import Sent
from bot.models import Answer, Query

MOST = 4096
"""messages that are remembered"""
MOST_WEIGHT = 100_000
"""of all the answers that are: some hundred MB"""


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
        self._weight = 0
        self._last: OrderedDict[int, tuple[int, int]] = OrderedDict()
        """of each chat a message of the last one"""

    def keep(self, chat: int, message: int | None, exchange: Exchange, *, last: bool = True) -> None:
        """Remember an exchange; `message`: the one that asked, where one did; `last`: the chat's last one."""
        messages = (*([message] if message is not None else []), *exchange.sent.messages)
        for each in messages:
            self._drop(self._by_message.pop((chat, each), None))
            self._by_message[chat, each] = exchange
            self._weight += exchange.answer.weight
        if last and messages:
            self._last[chat] = chat, messages[-1]
            self._last.move_to_end(chat)
        while len(self._by_message) > MOST or (self._weight > MOST_WEIGHT and len(self._by_message) > len(messages)):
            self._drop(self._by_message.popitem(last=False)[1])
        while len(self._last) > MOST:
            self._last.popitem(last=False)

    def _drop(self, gone: Exchange | None) -> None:
        self._weight -= gone.answer.weight if gone is not None else 0

    def of(self, chat: int, message: int) -> Exchange | None:
        """The exchange a message is part of."""
        return self._by_message.get((chat, message))

    def last(self, chat: int) -> Exchange | None:
        """The last one of a chat."""
        key = self._last.get(chat)
        return None if key is None else self._by_message.get(key)

    def drop(self, chat: int) -> None:
        """Forget which was the last."""
        self._last.pop(chat, None)
