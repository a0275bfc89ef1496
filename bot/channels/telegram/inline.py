"""Inline mode: @bot and a question, in any chat, gives the answer to send there. Nothing of it is remembered."""

from __future__ import annotations

import contextlib
from typing import Final

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.error import TelegramError

from bot.channels.telegram import people
from bot.channels.telegram.asking import lines_of
from bot.channels.telegram.given import Given
from bot.channels.telegram.layout import cut, marked, parted
from bot.desk import Busy
from bot.doors import Closed, Door
from bot.models import Answer, Question
from bot.pages.told import brief

MOST: Final = 5
"""answers offered"""
CACHE_SECONDS: Final = 2
"""for which Telegram itself may give an answer again: no longer than a new index takes to be seen"""
TITLE, DESCRIPTION = 80, 160
NO_ANSWER: Final = frozenset({"not_understood", "clarify", "help"})


async def offer(given: Given, update: Update) -> None:
    """Answer an inline question: with the answer, or with those of the questions it may mean; of none with nothing."""
    query = update.inline_query
    if query is None:
        return
    text, code = query.query.strip(), people.language(update)
    answers: list[Answer] = []
    if not given.rate.wait(f"inline:{people.client(query.from_user, None)}"):
        with contextlib.suppress(Busy, Closed):
            answers = await given.desk.with_service(lambda door: _answers(door, text, code))
    results = [_article(number, answer) for number, answer in enumerate(answers)]
    with contextlib.suppress(TelegramError):  # too late: the person has typed on
        await query.answer(results, cache_time=CACHE_SECONDS if results else 0, is_personal=not text)


def _answers(door: Door, text: str, code: str) -> list[Answer]:
    """Answers that hold, each to a question that stands alone; without a text to the questions shown as examples."""
    ask = door.service.ask
    if not text:
        found = [ask(Question(text=each)) for each in door.service.demo(code)]
    else:
        first = ask(Question(text=text))
        found = [first, *(ask(Question(text=option.ask)) for option in first.options[: MOST - 1])]
    return [each for each in found if each.status not in NO_ANSWER][:MOST]


def _article(number: int, answer: Answer) -> InlineQueryResultArticle:
    title, _, rest = brief(answer).partition("\n")
    text, mode = marked(parted(lines_of(answer))[0])
    return InlineQueryResultArticle(
        id=str(number),
        title=cut(title, TITLE),
        description=cut(rest.replace("\n", " "), DESCRIPTION) or None,
        input_message_content=InputTextMessageContent(
            text, parse_mode=mode, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )
