"""An answer with what stands under it: the choices that go on from it, and the place its figure stands at.

All of it is found at the desk, in one look at the index. A button holds the number of a choice, the digest of the
choices it belongs to and the language they were told in; the choices themselves lie in the chat's memory.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.given import Given
from bot.channels.telegram.layout import Line, Part, aligned, cut, plain
from bot.channels.telegram.sending import Reply
from bot.channels.telegram.texts import say
from bot.doors import Door
from bot.models import Answer, Option, Query, Question
from bot.pages.told import brief, offered, short, table_at, told

BUTTON: Final = re.compile(r"([0-9]{1,2}):([0-9a-f]{8}):([a-z]{2})")
"""what a button of a choice holds"""
SOURCE: Final = re.compile(r"s:([0-9a-f]{12}):([a-z0-9_.]{1,44}(?:-[0-9]{1,3})?|L[0-9]{1,6}):([a-z]{2})")
"""what the button to a report holds"""
CHANNEL: Final = "telegram"
MOST_BYTES: Final = 64
LABEL: Final = 60
"""characters of a button"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An answer and what stands under it."""

    answer: Answer
    choices: tuple[Option, ...] = ()
    digest: str = ""
    source: str = ""
    """what the button to the report holds; empty: none"""
    before: Query | None = None
    """what the chat was told before: the question may lean on it"""


async def ask(given: Given, question: Question) -> Said:
    """Ask. Busy, Closed."""
    return await _asked(given, question.chat, lambda door: door.service.ask(question))


async def ask_again(given: Given, question: Question, before: Query | None, *, last: bool) -> Said:
    """Ask a question that was edited, leaning on what the first one leant on. Busy, Closed.

    `last`: nothing was asked since, so that the chat goes on from it; else it goes on as it would have.
    """
    chat = question.chat or ""

    def again(door: Door) -> Answer:
        memory = door.service.memory
        now = memory.recall(chat)
        memory.put_back(chat, before)
        try:
            answer = door.service.ask(question)
        except BaseException:
            memory.put_back(chat, now)
            raise
        if not last:
            memory.put_back(chat, now)
        return answer

    said = await _asked(given, chat, again)
    return replace(said, before=before)


async def choose(given: Given, chat: str, digest: str, number: int, code: str) -> Said:
    """Ask what a button stands for. Busy, Closed."""
    return await _asked(given, chat, lambda door: door.service.choose(chat, digest, number, code))


async def _asked(given: Given, chat: str | None, action: Callable[[Door], Answer]) -> Said:
    def look(door: Door) -> Said:
        before = door.service.memory.recall(chat) if chat is not None else None
        answer = action(door)
        choices = offered(answer)
        if chat is not None and choices != answer.options:  # its options alone the service keeps by itself
            door.service.memory.remember(chat, None, choices)
        return Said(
            answer=answer,
            choices=choices,
            digest=door.service.digest(choices) if choices else "",
            source=_source(door, answer),
            before=before,
        )

    start = time.monotonic()
    said = await given.desk.with_service(look)
    if given.count is not None:
        given.count(CHANNEL, said.answer, time.monotonic() - start)
    return said


def _source(door: Door, answer: Answer) -> str:
    places = told(answer, door.browse).places
    if not places:
        return ""
    key, anchor = places[0].report.key, places[0].anchor
    held = f"s:{key}:{anchor}:{answer.language}"
    if SOURCE.fullmatch(held) and len(held) <= MOST_BYTES:
        return held
    excerpt = door.browse.excerpt(key, anchor)
    return f"s:{key}:L{excerpt.line}:{answer.language}" if excerpt is not None else ""


async def reply(given: Given, said: Said, before: str = "") -> Reply:
    """As it is sent; `before`: a line above it."""
    return Reply(
        lines=(*(plain(f"{before}\n") if before else ()), *lines_of(said.answer)),
        buttons=buttons(said),
        photo=await given.picture(said.answer.chart),
    )


def buttons(said: Said) -> InlineKeyboardMarkup | None:
    """The choices one under the other, the source last; None: there are none."""
    code = said.answer.language
    named = tuple(replace(each, label=short(each.label, said.answer)) for each in said.choices)
    rows = keyboard(named, said.digest, code)
    if said.source:
        rows.append([InlineKeyboardButton(say(code, "source"), callback_data=said.source)])
    return InlineKeyboardMarkup(rows) if rows else None


def keyboard(choices: tuple[Option, ...], digest: str, code: str) -> list[list[InlineKeyboardButton]]:
    """A row of the keyboard for each choice."""
    return [
        [InlineKeyboardButton(cut(option.label, LABEL), callback_data=f"{number}:{digest}:{code}")]
        for number, option in enumerate(choices, start=1)
    ]


def lines_of(answer: Answer) -> Part:
    """The text without what buttons ask; the answer's table in it in monospace."""
    lines = plain(brief(answer))
    if answer.table is None:
        return lines
    at = table_at(answer, [line.text for line in lines])
    if at is None:
        return lines
    table = tuple(Line(text=each, mono=True) for each in aligned((answer.table.heads, *answer.table.rows)))
    return (*lines[: at.start], *table, *lines[at.stop :])
