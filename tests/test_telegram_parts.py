"""Parts of the channel Telegram by themselves: its sentences, and how a table becomes lines."""

from __future__ import annotations

import asyncio
import datetime
import html
import inspect
import re
import string
import tomllib
from pathlib import Path

import pytest
from telegram import Chat, Message, Update

from bot.channels.telegram import application, texts
from bot.channels.telegram import lately as lately_of
from bot.channels.telegram.asking import lines_of
from bot.channels.telegram.lately import Exchange, Lately
from bot.channels.telegram.layout import CAPTION, LIMIT, Line, aligned, marked, parted, plain, units, width
from bot.channels.telegram.sending import Sent
from bot.models import Answer, Option, Table

CHANNEL = Path(texts.__file__).parent
SENTENCES = tomllib.loads((CHANNEL / "sentences.toml").read_text(encoding="utf-8"))


def test_each_language_has_the_same_sentences_with_the_same_fields() -> None:
    def fields(code: str) -> dict[str, set[str | None]]:
        return {key: {each[1] for each in string.Formatter().parse(text)} for key, text in SENTENCES[code].items()}

    assert tuple(SENTENCES) == texts.CODES
    assert {key: named - {None} for key, named in fields("zh").items()} == {
        key: named - {None} for key, named in fields("en").items()
    }


def test_every_sentence_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CHANNEL.glob("*.py"))
    commands = {f"command_{name}" for name in ("cancel", "wrong")}
    assert not [key for key in SENTENCES["zh"] if f'"{key}"' not in code and key not in commands]


def test_columns_line_up_and_figures_stand_at_the_right() -> None:
    rows = [("单位", "Requests"), ("云岭市青禾区人民政府办公室", "84 件"), ("Qinghe 区", "1,204 件"), ("", "-")]
    lines = aligned(rows)
    assert lines[0].startswith("单位")
    assert lines[1].endswith("84 件")
    assert lines[2].endswith("1,204 件")
    assert len({width(line) for line in lines[1:3]}) == 1
    assert aligned([]) == []


def test_what_stands_in_monospace_is_escaped_and_nothing_else_is_marked() -> None:
    text, mode = marked((Line(text="<b>&"), Line(text="<i>|&amp;", mono=True), Line(text="x", mono=True)))
    assert mode == "HTML"
    assert html.unescape(re.sub("</?pre>", "", text)) == "<b>&\n<i>|&amp;\nx"
    assert marked(plain("<b>&")) == ("<b>&", None)


@pytest.mark.parametrize("sign", ["字", "😀", "x"])
def test_parts_are_as_long_as_telegram_counts(sign: str) -> None:
    lines = plain("\n".join([sign * 700] * 20))
    parts = parted(lines, first=CAPTION)
    assert units("\n".join(line.text for line in parts[0])) <= CAPTION
    assert all(units("\n".join(line.text for line in part)) <= LIMIT for part in parts)
    assert "".join(line.text for part in parts for line in part) == sign * 14_000


def exchange(size: int, *messages: int) -> Exchange:
    table = Table(heads=("a",), rows=(("b",),) * size)
    answer = Answer(question="q", status="answered", text="t", table=table)
    return Exchange(asked="q", sent=Sent(messages=messages, text=True), answer=answer)


def test_exchanges_are_forgotten_by_number_and_by_weight() -> None:
    lately = Lately()
    large = [exchange(lately_of.MOST_WEIGHT // 4, number) for number in range(6)]
    for each in large:
        lately.keep(7, None, each)
    assert [lately.of(7, number) is not None for number in range(6)] == [False, False, False, True, True, True]
    assert lately.last(7) is large[-1]
    huge = exchange(lately_of.MOST_WEIGHT * 2, 9)
    lately.keep(8, 10, huge)
    assert lately.last(8) is lately.of(8, 10) is lately.of(8, 9) is huge
    assert lately.last(7) is None
    for number in range(20, 30 + lately_of.MOST):
        lately.keep(9, number, exchange(0, number + 100_000))
    assert len(lately._by_message) == lately_of.MOST
    assert lately._weight == sum(each.answer.weight for each in lately._by_message.values())


def test_a_caption_is_empty_where_the_first_line_does_not_fit() -> None:
    first, second = parted(plain("字" * 2000), first=CAPTION)
    assert first == ()
    assert second == plain("字" * 2000)


async def test_what_is_given_up_before_its_turn_is_closed() -> None:
    by_chat, begun = application.ByChat(), asyncio.Event()
    said: list[str] = []

    async def answer(name: str) -> None:
        said.append(name)
        begun.set()
        await asyncio.Event().wait()

    update = Update(update_id=1, message=Message(1, datetime.datetime.now(datetime.UTC), Chat(7, "private")))
    answers = [answer("first"), answer("second")]
    tasks = [asyncio.create_task(by_chat.do_process_update(update, each)) for each in answers]
    await asyncio.wait_for(begun.wait(), 5)
    by_chat.give_up()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert said == ["first"]
    assert [inspect.getcoroutinestate(each) for each in answers] == [inspect.CORO_CLOSED] * 2


def test_what_buttons_ask_is_not_in_the_text() -> None:
    text = "84\n还可以问：\n  · 2019年呢"
    given = Answer(question="x", status="answered", text=text, next=(Option(label="2019年呢", ask="2019年呢"),))
    assert lines_of(given) == plain("84")
