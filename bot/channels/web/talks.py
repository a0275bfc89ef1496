"""Conversations as they are shown: the last turns of each, in memory, for as long as the process runs.

What a later question leans on is kept by bot/memory.py; this is only what was already on the page, so that it is there
without a script too.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from bot.doors import State
from bot.models import Answer
from bot.pages.told import Told

COOKIE = "talk"
MOST_TALKS = 2000
MOST_TURNS = 30
MOST_WEIGHT = 100_000
"""of all the answers that are kept: some hundred MB"""
LASTS = 24 * 3600.0
"""seconds"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A question and its answer."""

    number: int
    answer: Answer
    told: Told
    state: State | None = None
    """of the index that it was answered from"""
    called_wrong: bool = False
    """by the person who asked; once is enough"""
    weight: int = 1


@dataclass(slots=True)
class _Talk:
    turns: list[Turn] = field(default_factory=list)
    count: int = 0
    used: float = 0.0

    @property
    def weight(self) -> int:
        return sum(each.weight for each in self.turns)


class Talks:
    """By what is in the browser's cookie."""

    def __init__(self) -> None:
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        self._weight = 0

    @staticmethod
    def fresh() -> str:
        """A name for a conversation that nobody guesses."""
        return secrets.token_urlsafe(24)

    @staticmethod
    def chat(name: str) -> str:
        """What the memory of chats calls it: the cookie itself stands in no file."""
        return "web:" + blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def turns(self, name: str | None) -> tuple[Turn, ...]:
        """What was said, in order."""
        talk = self._talks.get(name) if name else None
        if talk is None or talk.used < time.monotonic() - LASTS:
            return ()
        return tuple(talk.turns)

    def turn(self, name: str | None, number: int) -> Turn | None:
        """One of them."""
        return next((each for each in self.turns(name) if each.number == number), None)

    def add(self, name: str, answer: Answer, told: Told, state: State) -> Turn:
        """Keep what was just said."""
        talk = self._talks.setdefault(name, _Talk())
        self._talks.move_to_end(name)
        talk.used = time.monotonic()
        talk.count += 1
        turn = Turn(number=talk.count, answer=answer, told=told, state=state, weight=answer.weight)
        self._weight += turn.weight
        talk.turns.append(turn)
        while len(talk.turns) > MOST_TURNS or (self._weight > MOST_WEIGHT and len(self._talks) == 1 < len(talk.turns)):
            self._weight -= talk.turns.pop(0).weight
        while len(self._talks) > MOST_TALKS or (self._weight > MOST_WEIGHT and len(self._talks) > 1):
            _, gone = self._talks.popitem(last=False)
            self._weight -= gone.weight
        return turn

    def call_wrong(self, name: str, number: int) -> None:
        """Keep that an answer was called wrong."""
        talk = self._talks.get(name)
        if talk is not None:
            talk.turns = [replace(each, called_wrong=True) if each.number == number else each for each in talk.turns]

    def drop(self, name: str) -> None:
        """Begin anew."""
        gone = self._talks.pop(name, None)
        self._weight -= gone.weight if gone is not None else 0
