"""Updates that Telegram brings to `nianbao serve`: who is let in, what is taken once, what is too much."""

from __future__ import annotations

import asyncio
import hmac
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import webhook
from bot.channels.telegram.given import Given
from bot.channels.telegram.taken import SECONDS, Taken
from bot.config import Settings, Telegram
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.secret import Secret, TokenRefused
from bot.service import Service
from tests.fake_telegram import PATIENCE, TOKEN, FakeTelegram, Json, message
from tests.telegrams import QUESTION, SECRET, hooked, small_index

pytestmark = pytest.mark.slow

COMMAND = "import sys; from bot.cli import main; sys.exit(main())"
DEEP = b'{"update_id":1,"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_index(tmp_path_factory.mktemp("index"))


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_secret_in_any_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert SECRET not in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


def asked(number: int, text: str = QUESTION, chat: int = 7) -> Json:
    return {"update_id": number, "message": message(text, chat, "zh", "private")}


async def test_what_telegram_brings_is_answered(telegram: FakeTelegram, index: Path, tmp_path: Path) -> None:
    async with hooked(index, tmp_path, telegram) as hook:
        (told,) = [call.values for call in telegram.named("setWebhook")]
        assert (told["url"], told["secret_token"]) == ("https://figures.example.org/telegram", SECRET)
        assert set(told["allowed_updates"]) == {"message", "edited_message", "callback_query", "inline_query"}
        assert (await hook.bring(asked(1))).status == 200
        assert "84 件" in (await telegram.replies(1))[0]["text"]
        counted = await (await hook.client.get("/metrics")).text()
    assert 'nianbao_answers_total{channel="telegram",intent="figure",status="answered"} 1.0' in counted
    assert not telegram.polls
    assert not telegram.named("deleteWebhook")


async def test_who_does_not_know_the_secret_is_refused(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[Any, Any]] = []
    compare = hmac.compare_digest

    def counting(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    async with hooked(index, tmp_path, telegram) as hook:
        wrong = [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "é" * 20, "\udcff"]
        for secret in wrong:
            response = await hook.bring(asked(1), secret)
            assert (response.status, await response.text()) == (403, "")
        assert (await hook.client.get(webhook.PATH)).status == 405
        assert len(compared) == len(wrong)  # each in a time that tells nothing
        assert (await hook.bring(asked(1))).status == 200  # what was forged took no number
        await telegram.replies(1)
    assert len(telegram.sent) == 1


async def test_an_update_is_taken_once_after_a_restart_too(telegram: FakeTelegram, index: Path, tmp_path: Path) -> None:
    async with hooked(index, tmp_path, telegram) as hook:
        several = await asyncio.gather(*(hook.bring(asked(5)) for _ in range(4)))
        assert [each.status for each in several] == [200] * 4
        await telegram.replies(1)
    telegram.calls.clear()
    async with hooked(index, tmp_path, telegram) as hook:
        assert (await hook.bring(asked(5))).status == 200
        assert (await hook.bring(asked(4))).status == 200  # one that came later than the next
        await telegram.replies(1)
        await asyncio.sleep(0.1)
    assert len(telegram.sent) == 1


async def test_what_is_no_update_is_refused_or_passed_over(telegram: FakeTelegram, index: Path, tmp_path: Path) -> None:
    async with hooked(index, tmp_path, telegram) as hook:
        for body in (
            b"",
            b"{",
            b"[]",
            b"1",
            b'"x"',
            b"{}",
            b'{"update_id":"1"}',
            b'{"update_id":true}',
            b"\xff\xfe",
            DEEP,
        ):
            assert (await hook.bring(body)).status in (400, 413), body[:40]
        strange: tuple[Json, ...] = (
            {},
            {"message": 5},
            {"message": {"text": "x"}},
            {"callback_query": []},
            {"something_new": {"id": 1}},
            {"message": {**message("x", 7, "zh", "private"), "date": "x"}},
        )
        for number, update in enumerate(strange, start=50):
            assert (await hook.bring({"update_id": number, **update})).status == 200, update
        for number in (-1, 2**63, 10**30):
            assert (await hook.bring(asked(number))).status == 200
        await hook.bring(asked(9))
        await telegram.until(lambda: len(telegram.sent) >= 4)


async def test_a_large_or_slow_body_is_given_up(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READ_SECONDS", 0.1)
    headers = {webhook.HEADER: SECRET}

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(0.4)
        yield b"}"

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    async with hooked(index, tmp_path, telegram) as hook:
        for body in (slow(), endless(), b"x" * (webhook.BODY_LIMIT + 1), io.BytesIO(b"x" * 10_000_000)):
            try:
                response = await hook.client.post(webhook.PATH, headers=headers, data=body)
            except OSError:  # closed while it still was sent
                continue
            assert response.status == 413
        assert (await hook.bring(asked(1))).status == 200
        await telegram.replies(1)


async def test_too_many_at_once_come_again(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MOST_WAITING", 0)
    async with hooked(index, tmp_path, telegram) as hook:
        full = await hook.bring(asked(1))
        assert (full.status, full.headers["Retry-After"]) == (503, "1")
        monkeypatch.setattr(webhook, "MOST_WAITING", 10)
        assert (await hook.bring(asked(1))).status == 200  # it was not taken before
        await telegram.replies(1)


async def test_a_failure_of_an_update_is_told_and_it_is_not_brought_again(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("planted")

    async with hooked(index, tmp_path, telegram) as hook:
        monkeypatch.setattr(Service, "ask", broken)
        assert (await hook.bring(asked(1))).status == 200
        assert (await telegram.replies(1))[0]["text"] == Service.say("zh", "error")
        assert (await hook.bring(asked(1))).status == 200
    assert len(telegram.sent) == 1


async def test_pages_are_served_while_telegram_is_away_and_it_comes_when_it_can(
    index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with FakeTelegram() as gone:
        port = gone._port
    late = FakeTelegram(port=port)
    async with hooked(index, tmp_path, late, wait=False) as hook:
        assert (await hook.client.get("/readyz")).status == 200
        assert (await hook.bring(asked(1))).status == 503
        async with late:
            await late.until(lambda: len(late.named("setMyCommands")) == 3)
            await asyncio.sleep(0.05)
            assert (await hook.bring(asked(1))).status == 200
            assert "84 件" in (await late.replies(1))[0]["text"]
    assert "Traceback" not in caplog.text


async def test_a_refused_token_stops_no_page(
    telegram: FakeTelegram, index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("getMe", 401, "Unauthorized")
    async with hooked(index, tmp_path, telegram, wait=False) as hook:
        await telegram.until(lambda: not telegram._failures["getMe"])
        await asyncio.sleep(0.05)
        assert (await hook.client.get("/api/ask", params={"q": QUESTION})).status == 200
        assert (await hook.bring(asked(1))).status == 503
    assert "TELEGRAM_BOT_TOKEN" in caplog.text


async def test_an_address_that_is_not_taken_is_told_again(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "AGAIN_SECONDS", 0.05)
    telegram.fail("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    async with hooked(index, tmp_path, telegram) as hook:
        assert (await hook.bring(asked(1))).status == 200
        await telegram.replies(1)


async def test_it_ends_in_time_though_a_message_has_to_wait(
    telegram: FakeTelegram, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.application.STOP_SECONDS", 0.2)
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    async with hooked(index, tmp_path, telegram) as hook:
        assert (await hook.bring(asked(1))).status == 200
        await telegram.until(lambda: not telegram._failures["sendMessage"])
        await hook.bring(asked(2, chat=8))
        await telegram.replies(1)
        start = time.monotonic()
    assert time.monotonic() - start < 3
    assert [sent["chat_id"] for sent in telegram.sent] == [8]


@pytest.mark.parametrize("secret", ["", "short", "x" * 15, "x" * 257, "with blank in it now", "geheimnis-mit-é-darin"])
def test_a_secret_that_telegram_would_not_take_is_refused(index: Path, secret: str) -> None:
    settings = Settings(db=index, telegram=Telegram(webhook="https://x.example/telegram"))
    given = Given(desk=Desk(Doors(settings, Memory(None)), most=1), settings=settings)
    with pytest.raises(TokenRefused) as refusal:
        webhook.channel(given, Secret(TOKEN), Secret(secret))
    assert not secret or secret not in str(refusal.value)
    with pytest.raises(TokenRefused):
        webhook.channel(given, Secret("no token"), Secret(SECRET))


# What was accepted


def test_numbers_are_known_for_two_days(tmp_path: Path) -> None:
    def fresh(at: float) -> list[bool]:
        taken = Taken(tmp_path / "updates", now=lambda: at)
        taken.open()
        told = [taken.fresh(1), taken.fresh(1)]
        taken.close()
        return told

    assert [fresh(at) for at in (0.0, SECONDS - 1, SECONDS + 1)] == [[True, False], [False, False], [True, False]]
    assert (tmp_path / "updates").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"no database" * 1000, None])
def test_a_file_that_cannot_be_used_costs_no_update(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "updates" if content is not None else tmp_path / "missing" / "updates"
    if content is not None:
        path.write_bytes(content)
    taken = Taken(path)
    taken.open()
    assert taken.fresh(1)
    assert not taken.fresh(1)
    assert taken.fresh(10**30)
    taken.close()
    assert "as long as this process runs" in caplog.text


# The command


async def test_serve_takes_updates_and_answers_them_before_it_ends(
    telegram: FakeTelegram, index: Path, tmp_path: Path
) -> None:
    environment = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "NIANBAO_TELEGRAM_BASE_URL": telegram.base_url,
        "NIANBAO_TELEGRAM_WEBHOOK": "https://figures.example.org/telegram",
        "NIANBAO_MEMORY": str(tmp_path / "memory"),
        "NIANBAO_LOG_LEVEL": "DEBUG",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", COMMAND, "serve", "--db", str(index), "--port", "0"),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    errors = asyncio.create_task(process.stderr.read())
    try:
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        address = line.decode().split()[1]
        await telegram.until(lambda: len(telegram.named("setMyCommands")) == 3)
        await asyncio.sleep(0.1)
        body = json.dumps(asked(1)).encode()
        headers = {webhook.HEADER: SECRET, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{address}telegram", body, headers)  # noqa: S310
        assert (await asyncio.to_thread(urllib.request.urlopen, request)).status == 200
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), PATIENCE)
    told = (await errors).decode()
    assert code == 0
    assert "84 件" in telegram.sent[0]["text"]
    assert SECRET not in told
    assert TOKEN.partition(":")[2] not in told
    assert "Traceback" not in told
