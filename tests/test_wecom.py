"""The channel of WeCom's applications, with wechatpy as the other side."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat import talk
from bot.cli import run
from bot.service import Service
from tests.messengers import KEY, OWNER, PUBLIC, TOKEN, Platform, served, settings
from tests.served import ASKED


@pytest.fixture
async def wecom(db: Path, tmp_path: Path) -> AsyncIterator[Platform]:
    async with served("wecom", settings(db, tmp_path)) as platform:
        yield platform


async def test_the_address_is_verified_by_what_is_encrypted(wecom: Platform) -> None:
    for owner, status, text in ((OWNER, 200, "echo 5577"), ("another_corp", 403, "refused\n")):
        query, body = wecom.request("echo 5577", owner=owner)
        query["echostr"] = body.split("<Encrypt><![CDATA[")[1].split("]]")[0]
        response = await wecom.client.get("/wecom", params=query)
        assert (response.status, await response.text()) == (status, text)
        assert (await wecom.client.get("/wecom", params=query | {"msg_signature": "0" * 40})).status == 403


async def test_an_answer_is_a_card_that_leads_to_its_source(db: Path, tmp_path: Path) -> None:
    async with served("wecom", settings(db, tmp_path, PUBLIC)) as wecom:
        reply = await wecom.say(wecom.message(Content="青禾区住建局2020年收到多少件申请", AgentID="1"))
        assert reply is not None
        assert (reply["MsgType"], reply["ArticleCount"]) == ("news", "1")
        item = reply["Articles"]["item"]
        assert len(item["Title"].encode()) <= 128
        assert len(item["Description"].encode()) <= 512
        address, _, anchor = item["Url"].removeprefix(PUBLIC).partition("#")
        assert f'id="{anchor}"' in await (await wecom.client.get(address)).text()


async def test_a_number_chooses_what_a_card_shows_and_nothing_else(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hint = Service.say("zh", "next_numbered")
    async with served("wecom", settings(db, tmp_path, PUBLIC)) as wecom:
        asked = await wecom.ask(ASKED)
        assert f"{hint}\n1. 2019年新收政府信息公开申请是多少" in asked
        assert (await wecom.ask("1")).startswith("70 件")
        monkeypatch.setattr(talk, "CARD_TEXT", 320)
        shorter = await wecom.ask(ASKED)
        assert shorter == asked.partition(f"\n{hint}")[0]
        assert "不是 1 件" in await wecom.ask("1")


async def test_what_is_asked_back_is_text_and_a_number_answers_it(db: Path, tmp_path: Path) -> None:
    async with served("wecom", settings(db, tmp_path, PUBLIC)) as wecom:
        reply = await wecom.say(wecom.message(Content="规范性文件多少"))
        assert reply is not None
        assert reply["MsgType"] == "text"
        assert "规范性文件" in await wecom.ask("1")
        assert PUBLIC not in await wecom.ask("天气怎么样")


async def test_without_a_public_address_answers_are_text(wecom: Platform) -> None:
    reply = await wecom.say(wecom.message(Content=ASKED))
    assert reply is not None
    assert reply["MsgType"] == "text"
    assert "84" in reply["Content"]
    assert "青禾区人民政府办公室，2021 年" in await wecom.ask("2021年呢")


async def test_other_kinds_voice_and_events(wecom: Platform) -> None:
    for kind in ("image", "location", "link", "hologram"):
        reply = await wecom.say(wecom.message(kind))
        assert reply is not None
        assert reply["Content"] == Service.say("zh", "other_kind")
    voice = await wecom.say(wecom.message("voice", MediaId="m", Format="amr"))
    assert voice is not None
    assert voice["Content"] == Service.say("zh", "voice")
    greeted = await wecom.say(wecom.message("event", Event="subscribe", AgentID="1"))
    assert greeted is not None
    assert "可以这样问" in greeted["Content"]
    assert await wecom.say(wecom.message("event", Event="enter_agent", AgentID="1")) is None


async def test_forged_old_foreign_and_plain_messages_are_refused(wecom: Platform) -> None:
    message = wecom.message(Content=ASKED)
    query, body = wecom.request(message)
    plain = Platform(wecom.client, "wecom", sealed=False)
    for given in (
        (query | {"msg_signature": "0" * 40}, body),
        (query, body.replace("<Encrypt><![CDATA[", "<Encrypt><![CDATA[AAAA")),
        (query, "<!DOCTYPE x>" + body),
        (query, "<xml>"),
        wecom.request(message, owner="another_corp"),
        wecom.request(message, key=KEY[::-1]),
        wecom.request(message, token="other"),
        wecom.request(message, at=time.time() - 301),
        wecom.request("<!DOCTYPE x>" + message),
        plain.request(message),
    ):
        response = await wecom.send(*given)
        assert (response.status, await response.text()) == (403, "refused\n")
    assert (await wecom.send(query, b"x" * 65_537)).status == 413


async def test_a_retry_gets_the_same_bytes_after_a_restart_too(db: Path, tmp_path: Path) -> None:
    made = settings(db, tmp_path, rate=1)
    async with served("wecom", made) as wecom:
        xml = wecom.message(Content=ASKED, number=7)
        said = await (await wecom.send(*wecom.request(xml))).read()
    async with served("wecom", made) as wecom:
        assert await (await wecom.send(*wecom.request(xml))).read() == said
    assert b"Encrypt" in said


def test_serve_switches_it_on_with_all_its_secrets(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIANBAO_WECOM_ENABLED", "true")
    get = ["serve", "--db", str(db), "--get", "/wecom"]
    for name, value in (("WECOM_TOKEN", TOKEN), ("WECOM_ENCODING_AES_KEY", KEY), ("WECOM_CORP_ID", OWNER)):
        assert run(get) == 2
        assert name in capsys.readouterr().err
        monkeypatch.setenv(name, value)
    assert run(get) == 1
    assert capsys.readouterr().out == "refused\n"
