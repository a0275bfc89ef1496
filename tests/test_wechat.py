"""The channel of WeChat's official accounts, with wechatpy as the other side."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat import talk
from bot.channels.wechat.kept import Kept
from bot.channels.wechat.sealed import Seal
from bot.channels.wechat.written import cut, size
from bot.cli import run
from bot.desk import Busy
from bot.models import Answer
from bot.secret import Secret, TokenRefused
from bot.service import Service
from tests.messengers import (
    KEY,
    OWNER,
    PUBLIC,
    TOKEN,
    USER,
    Platform,
    another,
    figures,
    served,
    settings,
    signature,
)
from tests.served import ASKED

pytestmark = pytest.mark.slow

XML_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<xml><FromUserName>u</FromUserName><ToUserName>t</ToUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><MsgId>1</MsgId><Content>&b;</Content></xml>"
)


@pytest.fixture(params=[True, False], ids=["sealed", "plain"])
async def both(db: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    """The channel in either mode."""
    async with served("wechat", settings(db, tmp_path), sealed=request.param) as platform:
        yield platform


@pytest.fixture
async def wechat(db: Path, tmp_path: Path) -> AsyncIterator[Platform]:
    async with served("wechat", settings(db, tmp_path)) as platform:
        yield platform


async def test_the_address_is_verified(both: Platform) -> None:
    stamp = str(int(time.time()))
    query = {"timestamp": stamp, "nonce": "n1", "echostr": "5577", "signature": signature(TOKEN, stamp, "n1")}
    response = await both.client.get("/wechat", params=query)
    assert (response.status, await response.text()) == (200, "5577")
    for wrong in ({"signature": "0" * 40}, {"nonce": "n2"}, {"timestamp": "1606500000"}, {"signature": "é"}):
        assert (await both.client.get("/wechat", params=query | wrong)).status == 403
    assert (await both.client.get("/wechat")).status == 403


async def test_a_question_is_answered_and_followed_up(both: Platform) -> None:
    assert "84" in await both.ask(ASKED)
    followed = await both.ask("2021年呢")
    assert "云岭市青禾区人民政府办公室，2021 年" in followed
    assert figures(followed) == figures(await both.ask("青禾区2021年收到多少件申请"))


async def test_chats_are_apart(wechat: Platform) -> None:
    await wechat.ask(ASKED)
    other = another(wechat, "someone_else")
    assert "84" not in await other.ask("2020年呢")


async def test_a_number_chooses_an_option(both: Platform) -> None:
    asked = await both.ask("规范性文件多少")
    options = [line.strip() for line in asked.split("\n") if line.strip()[:1].isdigit()]
    assert options[0].startswith("1. ")
    assert options[1].startswith("2. ")
    chosen = await both.ask("２")
    assert "规范性文件" in chosen
    assert options[1].split()[1] in chosen
    await both.ask("规范性文件多少")
    assert figures(await both.ask("99")) != figures(chosen)


async def test_a_number_chooses_what_may_be_asked_next(both: Platform) -> None:
    asked = (await both.ask(ASKED)).split("\n")
    at = asked.index(Service.say("zh", "next_numbered"))
    assert asked[at + 2] == "2. 2020年上年结转政府信息公开申请是多少"
    assert (await both.ask("2")).startswith("11 件")
    assert "不是 30 件" in await both.ask("30")


async def test_a_number_asks_what_may_be_asked_instead(both: Platform) -> None:
    # the first question that nothing answers has tables to make, and may be told later
    await both.ask("今天天气怎么样")
    asked = await both.ask("今天天气怎么样")
    assert asked.partition("可以这样问：\n1. ")[2].endswith("是多少")
    assert re.match(r"\d+ 件 — ", await both.ask("1"))


async def test_a_number_without_options_is_no_choice(both: Platform) -> None:
    await both.ask("青禾区的报告里依申请公开是怎么写的")
    assert "规范性文件" not in await both.ask("2")


async def test_rows_of_a_table_are_not_spread_out(wechat: Platform) -> None:
    rows = (await wechat.ask("2020年各单位收到多少件申请")).split("\n")
    assert "云岭市青禾区人民政府办公室 | 84 件 | 50" in rows
    assert not [row for row in rows if "  " in row.strip()]


async def test_what_is_greeted_with_is_numbered(wechat: Platform) -> None:
    greeted = await wechat.say(wechat.message("event", Event="subscribe"))
    assert greeted is not None
    assert "\n1. " in greeted["Content"]
    second = greeted["Content"].partition("\n2. ")[2].split("\n")[0]
    assert figures(await wechat.ask("2")) == figures(await wechat.ask(second))


@pytest.mark.parametrize("kind", ["image", "location", "video", "shortvideo", "link", "file", "hologram"])
async def test_other_kinds_get_one_line(wechat: Platform, kind: str) -> None:
    reply = await wechat.say(wechat.message(kind, Content=ASKED))
    assert reply is not None
    assert reply["Content"] == Service.say("zh", "other_kind")


async def test_voice_is_what_was_heard(both: Platform) -> None:
    heard = await both.say(both.message("voice", Recognition=ASKED + "。", MediaId="m", Format="amr"))
    unheard = await both.say(both.message("voice", MediaId="m", Format="amr"))
    assert heard is not None
    assert unheard is not None
    assert "84" in heard["Content"]
    assert unheard["Content"] == Service.say("zh", "voice")


async def test_who_subscribes_is_greeted(both: Platform) -> None:
    greeted = await both.say(both.message("event", Event="subscribe"))
    assert greeted is not None
    assert "可以这样问" in greeted["Content"]
    assert figures(await both.ask("1"))
    other = another(both, "two")
    scanned = await other.say(other.message("event", Event="subscribe", EventKey="qrscene_1"))
    assert scanned is not None
    for event in ("unsubscribe", "CLICK", "LOCATION"):
        assert await both.say(both.message("event", Event=event, EventKey="k")) is None


async def test_the_link_leads_to_the_cell(db: Path, tmp_path: Path) -> None:
    async with served("wechat", settings(db, tmp_path, PUBLIC + "/")) as wechat:
        said = await wechat.ask(ASKED)
        assert f"{PUBLIC}/reports/" in said
        address, _, anchor = said.split(PUBLIC)[1].split("\n")[0].partition("#")
        page = await (await wechat.client.get(address)).text()
        assert anchor
        assert f'id="{anchor}"' in page
        assert PUBLIC not in await wechat.ask("天气怎么样")


async def test_without_a_public_address_there_is_no_link(wechat: Platform) -> None:
    assert "/reports/" not in await wechat.ask(ASKED)


# What must not be answered


async def test_forged_messages_are_refused(both: Platform) -> None:
    query, body = both.request(both.message(Content=ASKED))
    field = "msg_signature" if both.sealed else "signature"
    refusals = set()
    for wrong in (
        {field: "0" * 40},
        {field: ""},
        {field: "签名"},
        {"nonce": "other"},
        {"nonce": ""},
        {"timestamp": "x"},
    ):
        response = await both.send(query | wrong, body)
        refusals.add((response.status, await response.text()))
    for missing in (field, "timestamp", "nonce"):
        response = await both.send({name: each for name, each in query.items() if name != missing}, body)
        refusals.add((response.status, await response.text()))
    response = await both.send(*both.request(both.message(Content=ASKED), token="other"))
    refusals.add((response.status, await response.text()))
    assert refusals == {(403, "refused\n")}


async def test_a_flood_of_forged_calls_is_told_in_a_line(both: Platform, caplog: pytest.LogCaptureFixture) -> None:
    query, body = both.request(both.message(Content=ASKED), token="other")
    for _ in range(50):
        assert (await both.send(query, body)).status == 403
    assert caplog.text.count("refused") == 1


@pytest.mark.parametrize("late", [-301, 400, -86400])
async def test_an_old_time_is_refused(both: Platform, late: int) -> None:
    assert (await both.send(*both.request(both.message(Content=ASKED), at=time.time() + late))).status == 403


async def test_another_account_and_key_are_refused(wechat: Platform) -> None:
    xml = wechat.message(Content=ASKED)
    for given in (wechat.request(xml, owner="wx_of_another"), wechat.request(xml, key=KEY[::-1])):
        response = await wechat.send(*given)
        assert (response.status, await response.text()) == (403, "refused\n")


async def test_a_plain_message_is_refused_where_a_key_is_set(wechat: Platform) -> None:
    plain = Platform(wechat.client, "wechat", sealed=False)
    assert (await plain.send(*plain.request(plain.message(Content=ASKED)))).status == 403


async def test_a_replayed_nonce_is_refused(both: Platform) -> None:
    query, body = both.request(both.message(Content=ASKED))
    assert (await both.send(query, body)).status == 200
    if both.sealed:  # signed anew with the same time and nonce
        other = both.crypto().encrypt_message(both.message(Content="你好"), query["nonce"], query["timestamp"])
        query["msg_signature"] = other.split("<MsgSignature><![CDATA[")[1].split("]]")[0]
    else:  # what is not signed is changed
        other = both.message(Content="你好")
    assert (await both.send(query, other)).status == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no xml",
        "<xml>",
        "<xml></xml>",
        "<a/>",
        "<xml><MsgType><b>x</b></MsgType></xml>",
        XML_BOMB,
        b"\xff\xfe<\0x\0",
    ],
)
async def test_what_is_no_message_is_refused(both: Platform, body: str | bytes) -> None:
    query, sealed = both.request(body if isinstance(body, str) else "x")
    if isinstance(body, bytes) or not both.sealed:
        sealed = body  # type: ignore[assignment]
    response = await both.send(query, sealed)
    assert (response.status, await response.text()) == (403, "refused\n")


async def test_a_document_type_around_the_encryption_is_refused(wechat: Platform) -> None:
    query, body = wechat.request(wechat.message(Content=ASKED))
    assert (await wechat.send(query, "<!DOCTYPE xml>" + body)).status == 403
    assert (await wechat.send(query, body)).status == 200


async def test_a_field_that_is_there_twice_is_refused(both: Platform) -> None:
    twice = both.message(Content=ASKED).replace("</xml>", "<FromUserName>other</FromUserName></xml>")
    assert (await both.send(*both.request(twice))).status == 403


async def test_markup_in_a_message_is_only_text(both: Platform) -> None:
    said = await both.ask("<!DOCTYPE x> & <Content>1</Content>")
    assert said
    xml = both.message(Content="x]]]]><![CDATA[></Content><MsgType>news</MsgType>")
    reply = await both.say(xml)
    assert reply is not None
    assert reply["MsgType"] == "text"


async def test_a_large_body_is_refused(both: Platform) -> None:
    query, _ = both.request("x")
    assert (await both.send(query, b"x" * (64 * 1024 + 1))).status == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    assert (await both.client.post("/wechat", params=query, data=chunks())).status == 413


# Again


async def test_a_retry_gets_the_same_bytes_after_a_restart_too(db: Path, tmp_path: Path) -> None:
    for sealed in (True, False):
        folder = tmp_path / str(sealed)
        folder.mkdir()
        made = settings(db, folder, rate=1)
        async with served("wechat", made, sealed=sealed) as wechat:
            xml = wechat.message(Content=ASKED, number=7)
            query, body = wechat.request(xml)
            first, second = await asyncio.gather(wechat.send(query, body), wechat.send(*wechat.request(xml)))
            said = await first.read()
            assert len(said) > 100
            assert await second.read() == said
            event = wechat.request(another(wechat, "two").message("event", Event="subscribe"))
            greeted = await (await wechat.send(*event)).read()
        await asyncio.sleep(1.1)  # another second, so that a reply made anew would differ
        async with served("wechat", made, sealed=sealed) as wechat:
            assert await (await wechat.send(query, body)).read() == said
            assert await (await wechat.send(*wechat.request(xml))).read() == said
            assert await (await wechat.send(*event)).read() == greeted
            other = wechat.message(Content="你好")
            if not sealed:  # the nonce is remembered too
                assert (await wechat.send(query, other)).status == 403


async def test_follow_ups_outlast_a_restart(db: Path, tmp_path: Path) -> None:
    async with served("wechat", settings(db, tmp_path)) as wechat:
        await wechat.ask(ASKED)
    async with served("wechat", settings(db, tmp_path)) as wechat:
        assert "青禾区人民政府办公室，2021 年" in await wechat.ask("2021年呢")


def holding(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Files that hold a text, and all files."""
    files = sorted(path for path in folder.iterdir() if path.suffix not in (".messages-wal", ".messages-shm"))
    return [path.name for path in files if text.encode() in path.read_bytes()], [path.name for path in files]


async def test_ids_are_in_no_file_and_no_log(db: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for sealed in (True, False):
        async with served("wechat", settings(db, tmp_path), sealed=sealed) as wechat:
            await wechat.ask(ASKED)
            await wechat.ask("答错了 应该是85")
            await wechat.send({}, "")
    assert "status=answered" in caplog.text
    assert USER not in caplog.text
    assert holding(tmp_path, USER) == ([], ["memory", "memory.messages", "memory.wrong.jsonl"])


# Long, late, often, wrong


async def test_a_long_answer_goes_on_with_more(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "\n".join(f"第{number}行，" + "长" * (number % 90) for number in range(200))
    monkeypatch.setattr(Service, "ask", lambda *_: Answer(question="q", status="help", text=long))
    async with served("wechat", settings(db, tmp_path)) as wechat:
        hint = Service.say("zh", "more_hint")
        parts = [await wechat.ask("很长")]
        assert "更多" in hint
        while parts[-1].endswith(hint):
            parts.append(await wechat.ask("“更多”"))
        assert "\n".join(part.removesuffix("\n" + hint) for part in parts) == long
        assert len(parts) > 5
        assert await wechat.ask("更多") == Service.say("zh", "no_more")
        other = another(wechat, "two")
        assert await other.ask("更多") == Service.say("zh", "no_more")


def test_cutting_keeps_characters_whole() -> None:
    for width in range(2, 2050):
        part, rest = cut("a" + "字😀" * 600, width)
        assert size(part) <= width
        assert part + rest == "a" + "字😀" * 600
        assert width - size(part) < 4
    assert cut("短", 2048) == ("短", "")
    exact = "字" * 682 + "ab"
    assert cut(exact, 2048) == (exact, "")


async def test_a_slow_answer_comes_with_more(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "PATIENCE", 0.05)
    ask = Service.ask

    def slow(*given: object) -> Answer:
        time.sleep(0.4)
        return ask(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Service, "ask", slow)
    async with served("wechat", settings(db, tmp_path)) as wechat:
        assert await wechat.ask(ASKED) == Service.say("zh", "late")
        assert await wechat.ask("更多") == Service.say("zh", "late")
        await asyncio.sleep(0.8)
        assert "84" in await wechat.ask("更多")


async def test_a_full_line_is_said(wechat: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise Busy

    monkeypatch.setattr("bot.desk.Desk.with_service", full)
    assert await wechat.ask(ASKED) == Service.say("zh", "error")


async def test_a_fault_is_one_reply(wechat: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(Service, "ask", fails)
    assert await wechat.ask(ASKED) == Service.say("zh", "error")


async def test_who_asks_too_much_is_told_once(db: Path, tmp_path: Path) -> None:
    async with served("wechat", settings(db, tmp_path, rate=20)) as wechat:
        for _ in range(20):
            assert "84" in await wechat.ask(ASKED)
        assert await wechat.ask(ASKED) == Service.say("zh", "too_many")
        for kind in ("text", "image"):
            assert await wechat.say(wechat.message(kind, Content=ASKED)) is None
        assert "84" in await another(wechat, "two").ask(ASKED)


async def test_a_wrong_answer_is_kept_for_the_operator(db: Path, tmp_path: Path) -> None:
    async with served("wechat", settings(db, tmp_path)) as wechat:
        assert await wechat.ask("答错了") == Service.say("zh", "wrong_what")
        await wechat.ask(ASKED)
        assert await wechat.ask("答错了，应该是85") == Service.say("zh", "wrong_kept")
        assert await wechat.ask("纠错") == Service.say("zh", "wrong_kept")
    first, second = map(json.loads, (tmp_path / "memory.wrong.jsonl").read_text(encoding="utf-8").splitlines())
    assert first["question"] == ASKED
    assert first["remark"] == "应该是85"
    assert first["query"]["metrics"] == ["requests.received"]
    assert first["reports"][0].endswith("qinghe-2020.txt")
    assert (first["channel"], second["remark"]) == ("wechat", "")


async def test_answers_are_counted_by_channel(wechat: Platform) -> None:
    await wechat.ask(ASKED)
    counted = await (await wechat.client.get("/metrics")).text()
    assert 'nianbao_answers_total{channel="wechat"' in counted
    assert 'nianbao_requests_total{channel="wechat",status="200"} 1.0' in counted
    assert USER not in counted


async def test_english_is_answered_in_english(wechat: Platform) -> None:
    assert "84" in await wechat.ask("how many requests did Qinghe receive in 2020")
    assert await wechat.ask("More") == Service.say("en", "no_more")
    assert await wechat.ask("This answer is wrong: it was 85") == Service.say("en", "wrong_kept")


# Set-up


def test_nothing_is_imported_before_it_is_needed() -> None:
    told = "import sys, bot.channels.wechat.callback; print({'wechatpy', 'requests'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_key_that_cannot_be_one_is_refused_without_showing_it() -> None:
    for key in ("short", KEY + "x", KEY[:-1] + "é"):
        with pytest.raises(TokenRefused) as caught:
            Seal(token=Secret(TOKEN), key=Secret(key), owner=OWNER, enterprise=False)
        assert key not in str(caught.value)


def test_a_damaged_file_costs_only_what_it_held(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "memory.messages"
    path.write_bytes(b"no database" * 1000)
    kept = Kept(path, chat_seconds=60)
    assert kept.fresh("n", "m")
    assert not kept.fresh("n", "other")
    kept.keep("m", b"reply")
    assert kept.reply("m") == b"reply"
    kept.close()
    assert "lasts as long as this process" in caplog.text


def test_nonces_and_replies_are_forgotten(tmp_path: Path) -> None:
    now = 1000.0
    kept = Kept(tmp_path / "m", chat_seconds=60, now=lambda: now)
    kept.keep("m", b"reply")
    assert kept.fresh("n", "m")
    now += 599
    assert not kept.fresh("n", "other")
    now += 2
    assert kept.fresh("n", "other")
    now += 3600
    assert kept.reply("m") is None
    kept.close()


def test_serve_switches_it_on_by_its_settings(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    get = ["serve", "--db", str(db), "--get", "/wechat"]
    assert run(get) == 1  # no such address
    assert "refused" not in capsys.readouterr().out
    monkeypatch.setenv("NIANBAO_WECHAT_ENABLED", "true")
    assert run(get) == 2
    assert "WECHAT_TOKEN" in capsys.readouterr().err
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("WECHAT_TOKEN_FILE", str(tmp_path / "token"))
    assert run(get) == 1
    assert capsys.readouterr().out == "refused\n"
    monkeypatch.setenv("WECHAT_APPID", OWNER)
    assert run(get) == 2
    assert "WECHAT_ENCODING_AES_KEY" in capsys.readouterr().err
    monkeypatch.setenv("WECHAT_ENCODING_AES_KEY", KEY)
    assert run(get) == 1
    assert capsys.readouterr().out == "refused\n"
