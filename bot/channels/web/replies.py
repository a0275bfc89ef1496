"""Answers of the HTTP API that were given before, as they went out: the same question is not worked out twice.

Only questions that stand alone: what is said in a chat leans on what was said there. An answer is of one state of the
index, and all are forgotten when the desk sees another; the day and the language asked for are part of the question.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.desk import Desk
from bot.doors import State
from bot.models import Question, today_in_china

MOST = 4096
MOST_BYTES = 16 * 1024 * 1024
LARGEST = 64 * 1024
"""bytes of one that is kept"""

WORTH = frozenset({"answered", "checked", "explained", "clarify", "help"})
"""what is kept; a question that got no figure is told to the operator each time it is asked"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What went out, and what is counted of it."""

    body: bytes
    intent: str
    status: str
    state: State
    """of the index that it was read from"""


class Replies:
    """The latest of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Question, Reply] = OrderedDict()
        self._bytes = 0
        self._state: State | None = None

    def found(self, question: Question, desk: Desk) -> Reply | None:
        """What was said to this question, if the index still is what it was then and can be read."""
        self._follow(desk.state)
        reply = self._kept.get(question) if desk.trouble is None else None
        if reply is not None:
            self._kept.move_to_end(question)
        return reply

    def keep(self, question: Question, reply: Reply, desk: Desk) -> None:
        """Remember it, unless it is of a state of the index that the desk has not seen, or sees no more."""
        self._follow(desk.state)
        if question.chat is not None or question.today is None or reply.state != self._state:
            return
        if reply.status not in WORTH or len(reply.body) > LARGEST or question in self._kept:
            return
        self._kept[question] = reply
        self._bytes += len(reply.body)
        while len(self._kept) > MOST or self._bytes > MOST_BYTES:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone.body)

    def _follow(self, state: State) -> None:
        if state != self._state:
            self._kept.clear()
            self._bytes = 0
            self._state = state


def dated(question: Question) -> Question:
    """The question with the day it is asked on, so that what is kept of it is of that day."""
    return question if question.today else replace(question, today=today_in_china())
