"""The channel Telegram, from the update to the message sent, against a Bot API server of our own over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ExtBot

import loaders
from bot.channels.telegram.application import build
from bot.channels.telegram.discreet import discreet
from bot.channels.telegram.given import Given
from bot.channels.telegram.layout import plain, split
from bot.channels.telegram.polling import serve
from bot.channels.telegram.sending import Reply, Where, send
from bot.channels.telegram.texts import say
from bot.config import Settings, Telegram
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret, TokenRefused
from bot.service import Service
from index.store import Store
from tests.fake_telegram import PATIENCE, TOKEN, FakeTelegram, Json, message

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[1] / "samples"
QUESTION = "青禾区2020年收到多少件政府信息公开申请？"
COMMAND = "import sys; from bot.cli import main; sys.exit(main())"
UNCLEAR = "青禾区2020年结果维持的有多少件？"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "index.db"
    store = Store.create(str(path))
    for report in sorted([*SAMPLES.glob("qinghe-20*"), *SAMPLES.glob("bailu-20*")]):
        store.replace(loaders.load(str(report)))
    store.close()
    return path


class Start(Protocol):
    """Runs the bot, over the samples, against a server."""

    def __call__(self, telegram: FakeTelegram, **telegram_settings: Any) -> AbstractAsyncContextManager[Desk]: ...


@pytest.fixture
def start(index: Path, tmp_path: Path) -> Start:
    """Each time a process would begin anew: store, memory and service; only the files stay."""

    @asynccontextmanager
    async def run(telegram: FakeTelegram, **more: Any) -> AsyncIterator[Desk]:
        settings = Settings(db=index, telegram=Telegram(base_url=telegram.base_url, **more))
        memory = Memory(tmp_path / "memory")
        given = Given(desk=Desk(Doors(settings, memory), most=64), settings=settings)
        stop = asyncio.Event()
        running = asyncio.create_task(serve(given, Secret(TOKEN), stop))
        try:
            yield given.desk
        finally:
            stop.set()
            await asyncio.wait_for(running, PATIENCE)
            memory.close()

    return run


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_token_in_any_log(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.get_records("teardown")]
    told = [logging.Formatter().format(record) for record in records]
    assert [line for line in told if TOKEN.partition(":")[2] in line] == []
    out, err = capfd.readouterr()
    assert TOKEN.partition(":")[2] not in out + err


def buttons(sent: Json) -> list[Json]:
    return [button for row in sent.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_menu_of_commands_is_set_in_both_languages(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.until(lambda: telegram.polls)
    menus = {call.values.get("language_code"): call.values["commands"] for call in telegram.named("setMyCommands")}
    assert set(menus) == {None, "zh", "en"}
    assert [command["command"] for command in menus["zh"]] == ["start", "help", "region", "cancel", "wrong"]
    assert menus["zh"] != menus["en"]
    assert menus[None] == menus["zh"]


@pytest.mark.parametrize("command", ["/start", "/help", "/start deep_link"])
async def test_greetings_show_examples_that_work(telegram: FakeTelegram, start: Start, command: str) -> None:
    async with start(telegram):
        await telegram.text(command)
        await telegram.text(command, language="en")
        chinese, english = await telegram.replies(2)
        assert re.search("[\u4e00-\u9fff]", chinese["text"])
        assert english["text"] != chinese["text"]
        assert "parse_mode" not in chinese
        assert [each["text"] in chinese["text"] for each in buttons(chinese)] == [True] * 3
        await telegram.press(buttons(chinese)[0]["callback_data"])
        await telegram.press(buttons(english)[1]["callback_data"], language="en")
        *_, first, second = await telegram.replies(4)
        assert re.search(r"\n\d+ 件 — ", first["text"])
        assert re.search(r"\n\d+ 件 — .*: ", second["text"])


async def test_what_may_be_asked_instead_can_be_pressed(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text("今天天气怎么样")
        (reply,) = await telegram.replies(1)
        (button,) = buttons(reply)
        assert button["text"] in reply["text"]
        await telegram.press(button["callback_data"])
        assert re.search(r"\n\d+ 件 — ", (await telegram.replies(2))[1]["text"])


async def test_a_question_gets_its_figure(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(QUESTION)
        (reply,) = await telegram.replies(1)
    assert reply["chat_id"] == 7
    assert "84 件" in reply["text"]
    assert "2020" in reply["text"]
    assert "parse_mode" not in reply
    methods = [call.method for call in telegram.calls]
    assert methods.index("sendChatAction") < methods.index("sendMessage")
    assert telegram.named("sendChatAction")[0].values["action"] == "typing"


async def test_the_language_is_the_questions_not_the_phones(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(QUESTION, language="en")
        await telegram.text("How many requests did Qinghe receive in 2020?", chat=8, language="zh-hans")
        replies = {reply["chat_id"]: reply["text"] for reply in await telegram.replies(2)}
    assert "84 件" in replies[7]
    assert "84" in replies[8]
    assert replies[8] != replies[7]


async def test_buttons_that_go_on_do_not_repeat_the_body(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(QUESTION)
        (reply,) = await telegram.replies(1)
    labels = [each["text"] for each in buttons(reply)]
    assert "2020年办结申请总计是多少" in labels
    assert not any("青禾区" in each for each in labels)


async def test_a_button_asks_its_question_in_the_chat(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(UNCLEAR)
        (reply,) = await telegram.replies(1)
        offered = buttons(reply)
        assert 2 <= len(offered) <= 5
        assert all(len(button["callback_data"].encode()) <= 64 for button in offered)
        for count, button in enumerate(offered, start=2):  # the second of the same message works as the first did
            await telegram.press(button["callback_data"])
            answer = (await telegram.replies(count))[-1]["text"]
            asked, _, told = answer.partition("\n\n")
            assert asked.startswith("» ")
            assert re.search(r"\d+ 件", told)
        assert len(telegram.named("answerCallbackQuery")) == len(offered)


async def test_the_region_of_a_chat_outlives_the_process(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text("/region 青禾区")
        assert "青禾区" in (await telegram.replies(1))[0]["text"]
    async with start(telegram):
        await telegram.text("我区2020年收到多少件申请")
        assert "84 件" in (await telegram.replies(2))[1]["text"]
        await telegram.text("我区2020年收到多少件申请", chat=8)
        assert "84 件" not in (await telegram.replies(3))[2]["text"]


async def test_buttons_outlive_the_process(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(UNCLEAR)
        (reply,) = await telegram.replies(1)
    async with start(telegram):
        await telegram.press(buttons(reply)[0]["callback_data"])
        assert (await telegram.replies(2))[1]["text"].startswith("» ")


@pytest.mark.parametrize(
    "data", ["1:00000000:zh", "1:00000000", "99:00000000:xx", "x", "1:0000000g:zh", "'; --", "١:00000000:zh"]
)
async def test_a_stale_or_foreign_button_says_so(telegram: FakeTelegram, start: Start, data: str) -> None:
    async with start(telegram):
        await telegram.press(data)
        (reply,) = await telegram.replies(1)
    assert Service.say("zh", "expired") in reply["text"]
    assert len(telegram.named("answerCallbackQuery")) == 1


async def test_a_button_of_another_chat_is_none(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text(UNCLEAR)
        (reply,) = await telegram.replies(1)
        await telegram.press(buttons(reply)[0]["callback_data"], chat=8)
        answer = (await telegram.replies(2))[1]
        expired = Service.say("zh", "expired")
    assert answer["chat_id"] == 8
    assert expired in answer["text"]


async def test_a_button_pressed_long_ago_is_answered_all_the_same(telegram: FakeTelegram, start: Start) -> None:
    telegram.fail("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    async with start(telegram):
        await telegram.text(UNCLEAR)
        (reply,) = await telegram.replies(1)
        await telegram.press(buttons(reply)[0]["callback_data"])
        assert (await telegram.replies(2))[1]["text"].startswith("» ")


async def test_follow_ups_are_remembered_over_a_restart_and_chats_do_not_mix(
    telegram: FakeTelegram, start: Start
) -> None:
    async with start(telegram):
        await telegram.text(QUESTION, chat=7)
        await telegram.text("白鹭县2020年收到多少件政府信息公开申请？", chat=8)
        await telegram.replies(2)
        await telegram.text("其中商业企业呢", chat=7)
        assert "17 件" in (await telegram.replies(3))[2]["text"]
    async with start(telegram):
        await telegram.text("其中商业企业呢", chat=8)
        bailu = (await telegram.replies(4))[3]
        assert bailu["chat_id"] == 8
        assert "8 件" in bailu["text"]
        assert "白鹭" in bailu["text"]
        await telegram.text("2019年呢", chat=7)
        qinghe = (await telegram.replies(5))[4]
        assert "12 件" in qinghe["text"]
        assert "2019" in qinghe["text"]
        await telegram.text("其中商业企业呢", chat=9)  # nothing was asked there
        assert not re.search(r"\d+ 件", (await telegram.replies(6))[5]["text"])


async def test_messages_of_a_chat_are_answered_in_their_order(telegram: FakeTelegram, start: Start) -> None:
    numbers = list(range(2, 12))
    for number in numbers:
        await telegram.text(f"青禾区2020年第{number}条是什么")
    async with start(telegram):
        await telegram.text(QUESTION)
        replies = await telegram.replies(len(numbers) + 1)
    assert "84 件" in replies[-1]["text"]


def _broken(*_: object) -> None:
    raise ValueError("broken")


async def test_a_failure_inside_is_said_and_the_next_question_answered(
    telegram: FakeTelegram, start: Start, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(telegram):
        with monkeypatch.context() as broken:
            broken.setattr(Service, "ask", _broken)
            await telegram.text(QUESTION)
            (reply,) = await telegram.replies(1)
            assert reply["text"] == Service.say("zh", "error")
            await telegram.text(QUESTION, language="en")
            assert (await telegram.replies(2))[1]["text"] == Service.say("en", "error")
        await telegram.text(QUESTION)
        assert "84 件" in (await telegram.replies(3))[2]["text"]
    assert len([line for line in warnings(caplog) if "failed" in line]) == 2


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ({"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, "other_kind"),
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "字"}, "other_kind"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "voice"),
        ({"location": {"latitude": 23.1, "longitude": 113.3}}, "other_kind"),
    ],
)  # fmt: skip
async def test_what_is_no_text_gets_one_line(telegram: FakeTelegram, start: Start, kind: Json, key: str) -> None:
    async with start(telegram):
        await telegram.push(message=message(None, 7, "en", "private", **kind))
        (reply,) = await telegram.replies(1)
        assert reply["text"] == Service.say("en", key)
        assert "\n" not in reply["text"]
        await telegram.push(message=message(None, -7, "en", "group", **kind))
        await telegram.quiet()
    assert len(telegram.sent) == 1


async def test_an_album_gets_one_line(telegram: FakeTelegram, start: Start) -> None:
    photo = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "media_group_id": "1"}
    async with start(telegram):
        for _ in range(5):
            await telegram.push(message=message(None, 7, "zh", "private", **photo))
        await telegram.quiet()
        await telegram.text(QUESTION)
        assert "84 件" in (await telegram.replies(2))[1]["text"]
    assert len(telegram.sent) == 2


async def test_an_edited_message_of_before_gets_one_line(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.push(edited_message=message(QUESTION, 7, "zh", "private", edit_date=1_600_000_009))
        await telegram.push(edited_message=message("/start", 8, "zh", "private", edit_date=1_600_000_009))
        replies = await telegram.replies(2)
    assert [reply["text"] for reply in replies] == [say("zh", "edited_gone")] * 2


async def test_an_unknown_command_says_so_but_not_in_a_group(telegram: FakeTelegram, start: Start) -> None:
    async with start(telegram):
        await telegram.text("/weather", chat=-7, kind="group")
        await telegram.text("/weather")
        (reply,) = await telegram.replies(1)
        await telegram.quiet()
        assert reply["text"] == Service.say("zh", "unknown_command")
    assert len(telegram.sent) == 1


async def test_updates_of_no_known_kind_are_passed_over(telegram: FakeTelegram, start: Start) -> None:
    joined = [{"id": 9, "is_bot": False, "first_name": "乙"}]
    async with start(telegram):
        await telegram.push()
        await telegram.push(something_new={"id": 1})
        await telegram.push(message=message(None, 7, "zh", "private", something_new={"id": 1}))
        await telegram.push(message=message(None, -7, "zh", "group", new_chat_members=joined))
        await telegram.push(callback_query={"id": "1", "from": joined[0], "chat_instance": "1", "data": "1"})
        await telegram.text(QUESTION)
        await telegram.until(lambda: any("84 件" in sent["text"] for sent in telegram.sent))


@pytest.mark.parametrize("text", ["x" * 4096, "\u200b", "\u202e\u0000", "<b>&amp;</b> _*[]()~`>#+-=|{}.!", "😀" * 2048])
async def test_any_text_gets_a_reply(telegram: FakeTelegram, start: Start, text: str) -> None:
    async with start(telegram):
        await telegram.text(text)
        assert await telegram.replies(1)


async def test_a_message_is_sent_again_when_telegram_asks_for_it(
    telegram: FakeTelegram, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.PAUSES", (0.01, 0.01, 0.01))
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    telegram.fail("sendMessage", 502, "Bad Gateway")
    telegram.fail("sendChatAction", 500, "Internal Server Error")
    async with start(telegram):
        await telegram.text(QUESTION)
        (reply,) = await telegram.replies(1)
    assert "84 件" in reply["text"]


async def test_a_person_who_blocked_the_bot_stops_nobody(telegram: FakeTelegram, start: Start) -> None:
    for _ in range(2):
        telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    async with start(telegram):
        await telegram.text(QUESTION, chat=7)
        await telegram.until(lambda: not telegram._failures["sendMessage"])
        await telegram.text(QUESTION, chat=8)
        (reply,) = await telegram.replies(1)
    assert reply["chat_id"] == 8


@pytest.mark.parametrize("drop", [True, False])
async def test_messages_from_before_are_dropped_only_if_so_set(
    telegram: FakeTelegram, start: Start, drop: bool
) -> None:
    await telegram.text("青禾区2019年收到多少件政府信息公开申请？")
    async with start(telegram, drop_pending_updates=drop):
        await telegram.until(lambda: telegram.polls)
        await telegram.text(QUESTION)
        await telegram.until(lambda: any("84 件" in sent["text"] for sent in telegram.sent))
    assert len(telegram.sent) == (1 if drop else 2)


@pytest.mark.parametrize("token", ["", "x", "12345", "123:ABC DEF GHIJ", "123:ABCDEFGHIJ/../x"])
async def test_what_is_no_token_is_refused_at_once(index: Path, token: str) -> None:
    settings = Settings(db=index)
    with pytest.raises(TokenRefused) as refusal:
        build(Given(desk=Desk(Doors(settings, Memory(None)), most=1), settings=settings), Secret(token))
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(("method", "code"), [("getMe", 401), ("getMe", 404), ("getUpdates", 401)])
async def test_a_refused_token_ends_it_in_one_line(
    telegram: FakeTelegram, start: Start, caplog: pytest.LogCaptureFixture, method: str, code: int
) -> None:
    telegram.fail(method, code, "Unauthorized")
    running = start(telegram)
    await running.__aenter__()
    await telegram.until(lambda: not telegram._failures[method])
    await asyncio.sleep(0.2)  # it ends by itself
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN"):
        await running.__aexit__(None, None, None)
    assert "Traceback" not in caplog.text


async def test_a_network_that_is_down_is_waited_for(
    telegram: FakeTelegram, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with FakeTelegram() as gone:
        port = gone._port
    late = FakeTelegram(port=port)
    async with start(late):
        await asyncio.sleep(1.2)  # tried twice meanwhile
        async with late:
            await late.text(QUESTION)
            (reply,) = await late.replies(1)
            assert "84 件" in reply["text"]
            for _ in range(2):
                late.fail("getUpdates", 502, "Bad Gateway")
            await late.text(QUESTION)
            await late.replies(2)
    assert len([line for line in warnings(caplog) if "cannot be reached" in line]) == 1
    assert len([line for line in warnings(caplog) if "no updates" in line]) <= 1
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_the_command_answers_until_it_is_stopped(
    telegram: FakeTelegram, index: Path, tmp_path: Path, told: signal.Signals, code: int
) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    environment = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "NIANBAO_TELEGRAM_BASE_URL": telegram.base_url,
        "NIANBAO_LOG_LEVEL": "DEBUG",
        "TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token"),
    }
    arguments = ("-c", COMMAND, "telegram", "--db", str(index))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        await telegram.text(QUESTION)
        (reply,) = await telegram.replies(1)
        assert "84 件" in reply["text"]
    finally:
        if process.returncode is None:
            process.send_signal(told)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == code
    assert out == b""
    assert TOKEN.partition(":")[2].encode() not in err
    assert b"Traceback" not in err


def test_a_fault_is_traced_in_the_log_of_a_process_without_the_token() -> None:
    code = f"""
import json
import logging
from bot.channels.telegram.discreet import discreet
from bot.cli.logs import set_up
from bot.secret import Secret
set_up("INFO")
with discreet(Secret({TOKEN!r})):
    try:
        raise ValueError({TOKEN!r})
    except ValueError:
        logging.getLogger("any").exception("it failed")
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    told = json.loads(done.stderr)
    assert told["event"] == "it failed"
    assert "Traceback" in told["exception"]
    assert told["exception"].endswith("ValueError: ***")


def test_no_record_of_any_log_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("somebody.else")
    with discreet(Secret(TOKEN)):
        log.info("POST %s", f"https://api/bot{TOKEN}/getMe")
        log.info({"address": TOKEN})
        try:
            int(TOKEN)
        except ValueError:
            log.exception("failed")
    assert caplog.records[0].getMessage() == "POST https://api/bot***/getMe"
    assert (
        "ValueError: invalid literal for int() with base 10: '***'" in caplog.text
    )  # and the fixture looks for the token itself
    log.info("afterwards as before %s", 1)
    assert caplog.records[-1].args == (1,)


def test_no_record_of_any_log_holds_another_secret(caplog: pytest.LogCaptureFixture) -> None:
    secret = "told-to-telegram-only"
    with caplog.at_level(logging.DEBUG), discreet(Secret(TOKEN), Secret(secret)):
        logging.getLogger("telegram.Bot").debug("Calling Bot API endpoint with %s", {"secret_token": secret})
    assert caplog.records[0].getMessage() == "Calling Bot API endpoint with {'secret_token': '***'}"
    assert secret not in caplog.text


@given(st.text(st.sampled_from("ab \n😀字"), max_size=60), st.integers(4, 20))
def test_a_long_answer_is_split_and_nothing_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part.strip() for part in parts)
    assert all(len(part.encode("utf-16-le")) // 2 <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_a_long_answer_is_split_between_lines() -> None:
    lines = [f"{number} " + "字" * 100 for number in range(100)]
    parts = split("\n".join(lines))
    assert len(parts) == 3
    assert "\n".join(parts).split("\n") == lines
    assert [len(part) for part in split("x" * 10_000)] == [4096, 4096, 1808]


async def test_buttons_stand_under_the_last_part_only(telegram: FakeTelegram) -> None:
    with discreet(Secret(TOKEN)):
        async with ExtBot(TOKEN, base_url=telegram.base_url) as bot:
            chat = Chat(7, "private")
            chat.set_bot(bot)
            under = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="b")]])
            await send(Where(chat=chat), Reply(lines=plain("\n".join(["字" * 3000] * 3)), buttons=under))
    assert [len(sent["text"]) for sent in telegram.sent] == [3000] * 3
    assert [len(buttons(sent)) for sent in telegram.sent] == [0, 0, 1]
