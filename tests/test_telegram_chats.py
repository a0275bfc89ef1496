"""What people do in Telegram beside asking: groups, edits, files, buttons to sources, other chats, commands."""

from __future__ import annotations

import asyncio
import functools
import html
import itertools
import json
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram import files
from bot.channels.telegram.given import Given
from bot.channels.telegram.layout import width
from bot.channels.telegram.texts import say
from bot.desk import Busy
from bot.doors import Door
from bot.service import Service
from index.store import Store
from tests.fake_telegram import FakeTelegram, Json, message
from tests.telegrams import QUESTION, SAMPLES, Start, buttons, polling, small_index

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

UNCLEAR = "青禾区2020年结果维持的有多少件？"
FOLLOWED = "其中商业企业呢"
SEVERAL = "青禾区2019年到2021年收到的申请变化"
PICTURE = b"\x89PNG\r\n\x1a\n of a chart"
OURS: Json = {"id": 4242424242, "is_bot": True, "first_name": "bot", "username": "a_bot"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_index(tmp_path_factory.mktemp("index"))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running(index: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[FakeTelegram, Given]]:
    """One process for most of the tests, which get its chats as if nothing had been said there."""
    folder = tmp_path_factory.mktemp("bot")
    async with FakeTelegram() as server, polling(index, folder, server, questions_a_minute=0) as given:
        yield server, given


@pytest_asyncio.fixture(loop_scope="module")
async def bot(running: tuple[FakeTelegram, Given]) -> FakeTelegram:
    server, given = running

    def forget(door: Door) -> None:
        for chat in (7, 8, -7):
            door.service.memory.forget(f"telegram:{chat}")

    await given.desk.with_service(forget)
    server.begin()
    return server


@pytest.fixture
def start(index: Path, tmp_path: Path) -> Start:
    return functools.partial(polling, index, tmp_path)


@pytest_asyncio.fixture(loop_scope="module")
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


def reply_to(identity: int, sender: Json | None = None) -> dict[str, Any]:
    """A reply to a message of the bot, or of somebody else."""
    return {"reply_to_message": {**message("…", -7, "zh", "group"), "message_id": identity, "from": sender or OURS}}


# Groups


async def test_in_a_group_it_answers_who_names_it(bot: FakeTelegram) -> None:
    texts = [f"@a_bot {QUESTION}", f"{QUESTION}@A_Bot", f"请问@a_bot，{QUESTION}"]
    for number, (text, kind) in enumerate(itertools.product(texts, ("group", "supergroup"))):
        await bot.text(text, chat=-7, kind=kind, message_id=number)
    replies = await bot.replies(6)
    assert all("84 件" in each["text"] and each["chat_id"] == -7 for each in replies)
    assert [each["reply_parameters"]["message_id"] for each in replies] == [*range(6)]


async def test_in_a_group_it_answers_what_replies_to_it(bot: FakeTelegram) -> None:
    await bot.text(f"@a_bot {QUESTION}", chat=-7, kind="group")
    await bot.replies(1)
    await bot.text(FOLLOWED, chat=-7, kind="group", message_id=34, **reply_to(1001))
    reply = (await bot.replies(2))[1]
    assert "17 件" in reply["text"]
    assert reply["reply_parameters"]["message_id"] == 34


async def test_in_a_group_all_else_is_passed_over(telegram: FakeTelegram, start: Start) -> None:
    other = {"id": 9, "is_bot": False, "first_name": "乙"}
    async with start(telegram):
        for text, more in (
            (QUESTION, {}),
            (f"@a_bot_of_others {QUESTION}", {}),
            (f"a_bot {QUESTION}", {}),
            (QUESTION, reply_to(5, other)),
            ("/help", {}),
            ("/help@another_bot", {}),
            ("/wrong", {}),
            ("/cancel", {}),
        ):
            await telegram.text(text, chat=-7, kind="group", **more)
        await telegram.document("qinghe.txt", b"x", chat=-7, kind="group")
        await telegram.push(edited_message=message(f"@a_bot {QUESTION}", -7, "zh", "group", edit_date=1_600_000_009))
        await telegram.quiet()
        await telegram.text("/help@a_bot", chat=-7, kind="group")
        (reply,) = await telegram.replies(1)
    assert "可以这样问" in reply["text"]
    assert len(telegram.sent) == 1


async def test_an_answer_stays_in_its_topic_of_a_forum(bot: FakeTelegram) -> None:
    place: Json = {"message_thread_id": 12, "is_topic_message": True}
    await bot.text(f"@a_bot {QUESTION}", chat=-7, kind="supergroup", **place)
    (reply,) = await bot.replies(1)
    assert reply["message_thread_id"] == 12
    assert bot.named("sendChatAction")[0].values["message_thread_id"] == 12


async def test_a_group_and_its_people_alone_are_other_chats(bot: FakeTelegram) -> None:
    await bot.text(f"@a_bot {QUESTION}", chat=-7, kind="group")
    await bot.replies(1)
    await bot.text(FOLLOWED, chat=7)
    assert "17 件" not in (await bot.replies(2))[1]["text"]


# Edited


def edited(text: str, number: int, chat: int = 7) -> Json:
    return message(text, chat, "zh", "private", edit_date=1_600_000_009, message_id=number)


async def test_an_edited_question_is_answered_in_the_place_of_its_reply(bot: FakeTelegram) -> None:
    await bot.text(QUESTION, message_id=5)
    await bot.replies(1)
    await bot.push(edited_message=edited(QUESTION.replace("2020", "2019"), 5))
    (anew,) = await bot.called("editMessageText")
    assert (anew["chat_id"], anew["message_id"]) == (7, 1001)
    assert "70 件" in anew["text"]
    assert "84 件" not in anew["text"]
    assert buttons(anew)
    await bot.text("其中商业企业呢", message_id=6)
    assert "12 件" in (await bot.replies(2))[1]["text"]  # it goes on from the question as it is now
    assert len(bot.sent) == 2


async def test_an_edit_that_changes_nothing_is_passed_over(bot: FakeTelegram) -> None:
    await bot.text(QUESTION, message_id=5)
    await bot.replies(1)
    await bot.push(edited_message=edited(QUESTION, 5))  # a preview of a link counts as one
    await bot.quiet()
    assert not bot.named("editMessageText")
    assert len(bot.sent) == 1


async def test_an_edited_follow_up_leans_on_what_stood_before_it(bot: FakeTelegram) -> None:
    await bot.text(QUESTION, message_id=5)
    await bot.replies(1)
    await bot.text(FOLLOWED, message_id=6)
    assert "17 件" in (await bot.replies(2))[1]["text"]
    await bot.push(edited_message=edited("2019年呢", 6))
    (anew,) = await bot.called("editMessageText")
    assert "70 件" in anew["text"]  # all requests, as the question before: not those of companies


async def test_editing_an_older_question_leaves_the_topic_alone(bot: FakeTelegram) -> None:
    await bot.text(QUESTION, message_id=5)
    await bot.replies(1)
    await bot.text("白鹭县2020年收到多少件政府信息公开申请？", message_id=6)
    await bot.replies(2)
    await bot.push(edited_message=edited(QUESTION.replace("2020", "2019"), 5))
    (anew,) = await bot.called("editMessageText")
    assert "70 件" in anew["text"]
    await bot.text(FOLLOWED, message_id=7)
    follow = (await bot.replies(3))[2]["text"]
    assert "白鹭" in follow
    assert "8 件" in follow


async def test_an_edit_to_a_long_answer_is_sent_anew(
    telegram: FakeTelegram, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(telegram):
        await telegram.text(QUESTION, message_id=5)
        await telegram.replies(1)
        long = "\n".join(f"{number} " + "字" * 90 for number in range(60))
        ask = Service.ask
        monkeypatch.setattr(Service, "ask", lambda *given: _with_text(ask(*given), long))
        await telegram.push(edited_message=edited(QUESTION.replace("2020", "2019"), 5))
        sent = await telegram.replies(3)
    assert [each["message_id"] for each in await telegram.called("deleteMessage")] == [1001]
    assert "\n".join(each["text"] for each in sent[1:]) == long
    assert all(len(each["text"]) <= 4096 for each in sent)
    assert [bool(buttons(each)) for each in sent[1:]] == [False, True]


def _with_text(answer: Any, text: str) -> Any:
    return replace(answer, text=text, table=None, chart=None)


# Tables, pictures, sources


async def test_a_table_lines_up_in_monospace(bot: FakeTelegram) -> None:
    await bot.text(SEVERAL)
    (reply,) = await bot.replies(1)
    assert reply["parse_mode"] == "HTML"
    (table,) = re.findall("<pre>(.*?)</pre>", reply["text"], re.DOTALL)
    rows = html.unescape(table).split("\n")
    assert len(rows) == 4
    assert len({width(row) for row in rows if row[-1:].isdigit()}) == 1


async def test_a_chart_is_a_photo_with_the_text_as_its_caption(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram, draws=lambda chart: PICTURE):
        await telegram.text(SEVERAL)
        (photo,) = await telegram.called("sendPhoto")
        assert photo["photo"] == PICTURE
        assert "84" in photo["caption"]
        assert buttons(photo)
        await telegram.text(QUESTION)
        assert "84 件" in (await telegram.replies(1))[0]["text"]  # nothing to draw
    assert len(telegram.sent) == len(telegram.named("sendPhoto")) == 1


async def test_a_photo_that_is_refused_is_text(telegram: FakeTelegram, start: Start) -> None:
    telegram.fail("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    async with start(telegram, draws=lambda chart: PICTURE):
        await telegram.text(SEVERAL)
        assert "84" in (await telegram.replies(1))[0]["text"]


async def test_what_a_caption_does_not_hold_follows_as_text(
    telegram: FakeTelegram, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "\n".join(f"{number} " + "字" * 90 for number in range(60))
    ask = Service.ask

    def answered(*given: Any) -> Any:
        return replace(ask(*given), text=long, table=None)

    monkeypatch.setattr(Service, "ask", answered)
    async with start(telegram, draws=lambda chart: PICTURE):
        await telegram.text(SEVERAL)
        sent = await telegram.replies(2)
    (photo,) = telegram.named("sendPhoto")
    assert len(photo.values["caption"]) <= 1024
    assert "\n".join([photo.values["caption"], *(each["text"] for each in sent)]) == long
    assert not buttons(photo.values)
    assert buttons(sent[-1])


async def test_the_button_to_the_source_shows_the_row_under_its_heads(bot: FakeTelegram) -> None:
    await bot.text(QUESTION)
    (reply,) = await bot.replies(1)
    (button,) = [each for each in buttons(reply) if each["text"] == say("zh", "source")]
    assert len(button["callback_data"].encode()) <= 64
    await bot.press(button["callback_data"])
    shown = (await bot.replies(2))[1]["text"]
    assert "云岭市青禾区人民政府办公室" in shown
    assert "本年新收政府信息公开申请数量" in shown
    assert "总 计: [84]" in shown
    line = re.search(r"第 (\d+) 行", shown)
    assert line is not None
    printed = (SAMPLES / "qinghe-2020.txt").read_text(encoding="utf-8").split("\n")[int(line[1]) - 1]
    assert "84" in printed


async def test_a_figure_far_down_a_table_stands_under_its_own_heads(bot: FakeTelegram) -> None:
    await bot.text("青禾区2021年政府集中采购多少项")
    (reply,) = await bot.replies(1)
    (button,) = [each for each in buttons(reply) if each["text"] == say("zh", "source")]
    await bot.press(button["callback_data"])
    shown = (await bot.replies(2))[1]["text"]
    assert "采购项目数量: [26]" in shown
    assert "新制作" not in shown


async def test_a_button_to_a_report_that_is_gone_says_so(bot: FakeTelegram) -> None:
    await bot.press("s:0123456789ab:requests.received:zh")
    await bot.press("s:0123456789ab:L5:en")
    first, second = await bot.replies(2)
    assert {first["text"], second["text"]} == {say("zh", "source_gone"), say("en", "source_gone")}


# Files


@pytest.mark.parametrize("place", [{}, {"chat": -7, "kind": "group", "caption": "@a_bot 请核对"}])
async def test_a_file_is_audited_as_by_the_command(bot: FakeTelegram, index: Path, place: dict[str, Any]) -> None:
    report = SAMPLES / "qinghe-2021.txt"
    with Store.open(index) as store:
        facts = len(store.facts(report=next(one.id for one in store.reports() if one.path == str(report))))
    await bot.document("青禾.txt", report.read_bytes(), **place)
    (reply,) = await bot.replies(1)
    assert reply["text"].startswith(f"云岭市青禾区人民政府办公室 2021 年报告：读出 {facts} 个数")
    assert say("zh", "file_kept") in reply["text"]


async def test_what_does_not_add_up_in_a_file_is_said(bot: FakeTelegram) -> None:
    text = (SAMPLES / "qinghe-2021.txt").read_text(encoding="utf-8")
    spoilt = re.sub(r"(?m)^(.*本年新收政府信息公开申请数量.*?)(\d+)(\D*)$", r"\g<1>9\g<2>\g<3>", text)
    assert spoilt != text
    await bot.document("x.txt", spoilt.encode(), language="en")
    (reply,) = await bot.replies(1)
    assert "What does not agree (" in reply["text"]
    assert say("en", "file_good") not in reply["text"]


async def test_a_file_that_cannot_be_read_is_one_line(bot: FakeTelegram) -> None:
    for name, content, size, key in (
        ("x.txt", b"no report", None, "file_refused"),
        ("passwd", b"\x00\x01", None, "file_refused"),
        ("x.docx", b"PK\x03\x04 broken", None, "file_refused"),
        ("x.pdf", b"x", files.LIMIT + 1, "file_large"),
        ("y.txt", b"x" * (files.LIMIT + 1), 10, "file_large"),
    ):
        count = len(bot.sent)
        await bot.document(name, content, size=size)
        reply = (await bot.replies(count + 1))[-1]
        assert reply["text"].startswith(say("zh", key, why="", most=20)[:8]), name
        assert "\n" not in reply["text"]


async def test_files_can_be_switched_off(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram, take_drafts=False):
        await telegram.document("x.txt", b"x")
        assert (await telegram.replies(1))[0]["text"] == say("zh", "file_off")
    assert not telegram.named("getFile")


# Inline


def offered(call: Json) -> list[Json]:
    found: list[Json] = call["results"]
    return found


async def test_a_question_in_any_chat_gives_the_answer_to_send(bot: FakeTelegram) -> None:
    await bot.inline("青禾区2020年收到多少件申请")
    (call,) = await bot.called("answerInlineQuery")
    (article,) = offered(call)
    assert call["cache_time"] <= 2  # a new index is seen as soon
    assert "84 件" in article["title"]
    assert "84 件" in article["input_message_content"]["message_text"]
    await bot.text(FOLLOWED)  # nothing of it is remembered
    assert "17 件" not in (await bot.replies(1))[0]["text"]


async def test_what_a_question_may_mean_is_offered_one_by_one(bot: FakeTelegram) -> None:
    await bot.inline(UNCLEAR)
    (call,) = await bot.called("answerInlineQuery")
    assert 2 <= len(offered(call)) <= 5
    assert all(re.search(r"\d+ 件", each["title"]) for each in offered(call))


async def test_no_text_shows_examples_and_nonsense_nothing(bot: FakeTelegram) -> None:
    await bot.inline("")
    await bot.inline("今天天气怎么样", language="en")
    await bot.called("answerInlineQuery", 2)
    empty, nonsense = (call.values for call in bot.named("answerInlineQuery"))
    if not offered(empty):
        empty, nonsense = nonsense, empty
    assert len(offered(empty)) == 3
    assert offered(nonsense) == []
    assert nonsense["cache_time"] == 0
    assert empty["is_personal"]  # in the language of the phone


# Commands


async def test_cancel_drops_the_topic_and_keeps_the_region(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text("/region 青禾区")
        await telegram.text(QUESTION)
        await telegram.replies(2)
        await telegram.text("/cancel", language="en")
        assert (await telegram.replies(3))[2]["text"] == say("en", "cancelled")
        await telegram.text(FOLLOWED)
        assert "17 件" not in (await telegram.replies(4))[3]["text"]
        await telegram.text("我区2020年收到多少件申请")
        assert "84 件" in (await telegram.replies(5))[4]["text"]


def complaints(folder: Path) -> list[Json]:
    file = folder / "memory.wrong.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


async def test_wrong_keeps_the_last_answer_or_the_one_replied_to(
    telegram: FakeTelegram, start: Start, tmp_path: Path
) -> None:
    async with start(telegram):
        await telegram.text("/wrong")
        assert (await telegram.replies(1))[0]["text"] == say("zh", "wrong_none")
        await telegram.text(QUESTION, message_id=5)
        await telegram.text(QUESTION.replace("2020", "2019"), message_id=6)
        await telegram.replies(3)
        await telegram.text("/wrong 应该是85\n第二行")
        await telegram.text("/wrong", **reply_to(1002))
        assert [each["text"] for each in (await telegram.replies(5))[3:]] == [say("zh", "wrong_kept")] * 2
    last, first = complaints(tmp_path)
    assert last["query"]["years"] == [2019]
    assert last["remark"] == "应该是85\n第二行"
    assert first["query"]["years"] == [2020]
    assert first["question"] == QUESTION
    assert first["reports"][0].endswith("qinghe-2020.txt")
    assert "甲" not in (tmp_path / "memory.wrong.jsonl").read_text(encoding="utf-8")


async def test_a_link_opens_a_body(telegram: FakeTelegram, start: Start, index: Path) -> None:
    async with start(telegram) as given:
        key = await given.desk.read(
            lambda door: next(key for key, each in door.browse.listing.bodies.items() if "青禾区人民" in each.name)
        )
        await telegram.text(f"/start b{key}")
        (reply,) = await telegram.replies(1)
        assert "云岭市青禾区人民政府办公室" in reply["text"]
        assert "2019, 2020, 2021" in reply["text"]
        await telegram.press(buttons(reply)[0]["callback_data"])
        assert re.search(r"\d+ 件", (await telegram.replies(2))[1]["text"])
        await telegram.text(f"/start b{key}", language="en")
        assert "Years indexed" in (await telegram.replies(3))[2]["text"]


async def test_a_link_that_leads_nowhere_greets(bot: FakeTelegram) -> None:
    links = ["b0123456789ab", "b" + "0" * 40, "'; --", "b../../x"]
    for link in links:
        await bot.text(f"/start {link}")
    assert all("可以这样问" in each["text"] for each in await bot.replies(len(links)))


async def test_what_answers_no_words_is_in_the_language_of_the_phone(bot: FakeTelegram) -> None:
    codes = {"zh": "zh", "zh-hant": "zh", None: "zh", "en": "en", "de": "en"}
    for language in codes:
        await bot.text("/cancel", language=language)
    replies = await bot.replies(len(codes))
    assert [each["text"] for each in replies] == [say(code, "cancelled") for code in codes.values()]


# Too much


async def test_who_asks_too_much_is_told_once_and_others_are_not_held_up(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram, questions_a_minute=3):
        for _ in range(6):
            await telegram.text(QUESTION)
        await telegram.text(QUESTION, chat=8)
        await telegram.until(lambda: any(sent["chat_id"] == 8 for sent in telegram.sent))
        await telegram.quiet()
    told = [sent["text"] for sent in telegram.sent if sent["chat_id"] == 7]
    assert [("84 件" in text) for text in told] == [True, True, True, False]
    assert re.search(r"过 \d+ 秒", told[-1])


async def test_nothing_else_is_without_a_limit(telegram: FakeTelegram, start: Start) -> None:
    kinds: dict[str, Json] = {
        "sticker": {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                                "is_animated": False, "is_video": False}},
        "voice": {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
    }  # fmt: skip
    every = [*kinds, "press", "edited", "/cancel", "/weather", "/wrong", "/start", "/region"]
    async with start(telegram, questions_a_minute=2):
        for chat, what in enumerate(every, start=20):
            for number in range(5):
                if what in kinds:
                    await telegram.push(message=message(None, chat, "zh", "private", **kinds[what]))
                elif what == "press":
                    await telegram.press("x", chat=chat)
                elif what == "edited":
                    await telegram.push(edited_message=edited(QUESTION, 100 + number, chat))
                else:
                    await telegram.text(what, chat=chat)
        await telegram.quiet()
    assert Counter(each["chat_id"] for each in telegram.sent) == dict.fromkeys(range(20, 20 + len(every)), 3)


async def test_inline_questions_are_limited_too(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram, questions_a_minute=2):
        for year in (2019, 2020, 2021, 2020):
            await telegram.inline(f"青禾区{year}年收到多少件申请")
        calls = await telegram.called("answerInlineQuery", 4)
    assert [len(offered(call)) for call in calls].count(1) == 2


async def test_a_full_line_is_said(telegram: FakeTelegram, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise Busy

    async with start(telegram):
        await telegram.until(lambda: telegram.polls)
        with monkeypatch.context() as busy:
            busy.setattr("bot.desk.Desk.with_service", full)
            await telegram.text(QUESTION)
            assert (await telegram.replies(1))[0]["text"] == say("zh", "busy")
        await telegram.text(QUESTION)
        assert "84 件" in (await telegram.replies(2))[1]["text"]


async def test_flood_control_is_obeyed_for_that_message_only(bot: FakeTelegram) -> None:
    bot.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    began = time.monotonic()
    await bot.text(QUESTION, chat=7)
    await bot.until(lambda: not bot._failures["sendMessage"])
    await bot.text(QUESTION, chat=8)
    (other,) = await bot.replies(1)
    assert other["chat_id"] == 8
    await bot.replies(2)
    assert time.monotonic() - began >= 1
    assert [sent["chat_id"] for sent in bot.sent] == [8, 7]


async def test_a_message_that_must_wait_too_long_is_given_up(
    telegram: FakeTelegram, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 900", retry_after=900)
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 900", retry_after=900)  # the line about it
    async with start(telegram):
        await telegram.text(QUESTION, chat=7)
        await telegram.until(lambda: not telegram._failures["sendMessage"])
        await telegram.text(QUESTION, chat=8)
        assert (await telegram.replies(1))[0]["chat_id"] == 8
        await asyncio.sleep(0.05)
    assert "RetryAfter" in caplog.text


async def test_it_ends_in_time_though_a_message_has_to_wait(
    telegram: FakeTelegram, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.application.STOP_SECONDS", 0.2)
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    async with start(telegram):
        await telegram.text(QUESTION)
        await telegram.until(lambda: not telegram._failures["sendMessage"])
        began = time.monotonic()
    assert time.monotonic() - began < 3
    assert not telegram.sent


async def test_answers_are_counted_nowhere_by_name(
    telegram: FakeTelegram, start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    async with start(telegram):
        await telegram.text(QUESTION, chat=76543210)
        await telegram.replies(1)
    assert not [one for one in caplog.records if one.name.startswith("bot") and "76543210" in one.getMessage()]
