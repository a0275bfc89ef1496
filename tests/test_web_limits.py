"""What the pages refuse: large and slow requests, what is no request, too many of them, and of whom."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from pathlib import Path

import pytest

from bot.channels.web import guard, server
from bot.channels.web.site import SITE
from bot.channels.web.talks import MOST_TURNS, MOST_WEIGHT, Talks
from bot.cli import run
from bot.desk import Rate
from bot.models import Answer, Table
from bot.pages.told import Told
from tests.served import (
    ASKED,
    Connect,
    opened,
)

pytestmark = pytest.mark.slow


async def test_a_body_or_a_head_that_is_too_large_is_refused_before_it_is_read(connect: Connect) -> None:
    client = await connect(draft=lambda *_: None)
    assert (await client.post("/ask", data={"q": "字" * 30_000})).status == 413
    host, port = client.host, client.port
    for declared, path in (
        (10**10, "/ask"),
        (10**10, "/api/ask"),
        (10**10, "/draft"),
        (70_000, "/api/ask"),
        (10**9, "/nothing"),
    ):
        reader, writer = await asyncio.open_connection(host, port)
        kind = "multipart/form-data; boundary=x" if path == "/draft" else "application/x-www-form-urlencoded"
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {declared}\r\n\r\n".encode()
        )
        line = await asyncio.wait_for(reader.readline(), 2)
        assert line.split()[1] in (b"413", b"404"), (path, line)
        writer.close()
    assert (await client.get("/", headers={"X-Long": "x" * 20_000})).status == 400


async def test_a_question_that_is_too_long_is_refused_politely(connect: Connect) -> None:
    page = await (await (await connect()).post("/ask", data={"q": "多少" * 300})).text()
    assert "512" in page


async def test_a_slow_body_is_given_up(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.body, "__defaults__", (guard.BODY_LIMIT, 0.2))
    client = await connect()
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert (await asyncio.wait_for(reader.readline(), 3)).split()[1] == b"408"
    writer.close()


async def test_slow_heads_are_closed(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "READ_SECONDS", 0.4)
    async with opened(db) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        start = time.monotonic()
        with contextlib.suppress(ConnectionError):  # on a busy machine it is closed before all is written
            for sign in b"GET / HTTP/1.1\r\nHo":
                writer.write(bytes([sign]))
                await asyncio.sleep(0.01)
            assert await asyncio.wait_for(reader.read(), 3) == b""
        assert time.monotonic() - start < 2
        writer.close()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("GET /api/ask?q=青 禾区 HTTP/1.1\r\nHost: x\r\n\r\n", "--data-urlencode"),
        (f"GET /?{'secret' * 2000} HTTP/1.1\r\nHost: x\r\n\r\n", "more than 8,190 bytes"),
        (f"GET / HTTP/1.1\r\nHost: x\r\nX: {'secret' * 2000}\r\n\r\n", "more than 8,190 bytes"),
        ("BREW /secret HTTP/1.1\r\nHost: x\r\n\r\n", "no request that can be read"),
        ("\x16\x03\x01 secret\r\n\r\n", "no request that can be read"),
    ],
)
async def test_what_is_no_request_is_told_so_and_not_said_back(db: Path, sent: str, said: str) -> None:
    async with opened(db) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent.encode())
        head, _, body = (await asyncio.wait_for(reader.read(), 5)).decode().partition("\r\n\r\n")
        writer.close()
    assert head.split()[1] == "400"
    assert said in body
    assert body.count("\n") == 1
    assert "secret" not in body
    assert "aiohttp" not in head
    assert "frame-ancestors 'none'" in head


async def test_an_address_may_be_typed_as_it_is_read(db: Path) -> None:
    async with opened(db) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /api/ask?q={ASKED} HTTP/1.0\r\nHost: x\r\nX-A: 青\r\n\r\n".encode())
        head, _, body = (await asyncio.wait_for(reader.read(), 5)).decode().partition("\r\n\r\n")
        writer.close()
    assert head.split()[1] == "200"
    assert json.loads(body)["question"] == ASKED


@pytest.mark.parametrize("parts", ["G|ET ", "\r\n|\r\nGET ", "GET|\x20"])
async def test_a_request_that_comes_in_pieces_is_none_the_less_one(db: Path, parts: str) -> None:
    async with opened(db) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for part in (*parts.split("|"), "/healthz HTTP/1.0\r\n\r\n"):
            writer.write(part.encode())
            await asyncio.sleep(0.05)
        assert (await asyncio.wait_for(reader.readline(), 5)).split()[1] == b"200"
        writer.close()


async def test_a_taken_port_gives_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bound = server.bind("127.0.0.1", taken.getsockname()[1])
        assert bound.getsockname()[1] != taken.getsockname()[1]
        bound.close()


def test_an_address_that_is_none_of_this_machine_is_named(db: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for host in ("192.0.2.1", "no.such.host.invalid"):
        assert run(["serve", "--db", str(db), "--host", host]) == 1
        err = capfd.readouterr().err
        assert err.startswith(f"nianbao: {host}")
        assert err.count("\n") == 1


async def test_who_asks_too_much_is_told_once_and_others_are_not_held_up(connect: Connect) -> None:
    client = await connect(questions_a_minute=3, proxies="127.0.0.0/8 ::1")
    for _ in range(3):
        assert (await client.post("/ask", data={"q": ASKED})).status == 200
    first = await client.post("/ask", data={"q": ASKED})
    again = await client.post("/ask", data={"q": ASKED})
    assert (first.status, again.status) == (429, 429)
    assert int(first.headers["Retry-After"]) > 0
    assert "<html" in await first.text()
    assert len(await again.text()) < 200
    other = await client.post("/ask", data={"q": ASKED}, headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.7"})
    assert other.status == 200


def test_conversations_are_kept_by_number_and_by_weight() -> None:
    talks = Talks()
    told = Told(
        figure="", headline="", lines=(), suggestion="", checks=(), doubts=(), notes=(), places=(), more_places=0
    )

    def answer(size: int) -> Answer:
        return Answer(question="q", status="answered", text="t", table=Table(heads=("a",), rows=(("b",),) * size))

    for number in range(6):
        talks.add(f"talk {number}", answer(MOST_WEIGHT // 4), told, (None, 1))
    assert [bool(talks.turns(f"talk {number}")) for number in range(6)] == [False, False, False, True, True, True]
    for _ in range(6):
        talks.add("talk 5", answer(MOST_WEIGHT // 4), told, (None, 1))
    assert [each.number for each in talks.turns("talk 5")] == [5, 6, 7]
    for _ in range(MOST_TURNS + 5):
        talks.add("talk 6", answer(0), told, (None, 1))
    assert len(talks.turns("talk 6")) == MOST_TURNS
    talks.drop("talk 5")
    talks.drop("talk 6")
    assert talks._weight == 0


async def test_a_network_of_ipv6_is_one_client(connect: Connect) -> None:
    client = await connect(questions_a_minute=1, proxies="127.0.0.1")
    statuses = [
        (await client.get("/api/ask", params={"q": ASKED}, headers={"X-Forwarded-For": address})).status
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "::ffff:192.0.2.1", "192.0.2.1")
    ]
    assert statuses == [200, 429, 200, 200, 429]


async def test_a_forwarded_address_is_believed_of_proxies_only(connect: Connect) -> None:
    client = await connect(questions_a_minute=1)
    assert (await client.get("/ask", params={"q": ASKED}, headers={"X-Forwarded-For": "203.0.113.7"})).status == 200
    assert (await client.get("/ask", params={"q": ASKED}, headers={"X-Forwarded-For": "203.0.113.8"})).status == 429
    assert "Strict-Transport-Security" not in (await client.get("/", headers={"X-Forwarded-Proto": "https"})).headers


async def test_whom_a_proxy_has_let_in_needs_no_token_and_is_counted_by_name(connect: Connect) -> None:
    told = {"tokens": ("first",), "proxies": "127.0.0.1", "questions_a_minute": 1}
    client = await connect(**told, user_header="X-Remote-User")
    statuses = [
        (await client.get("/api/ask", params={"q": ASKED}, headers={name: person})).status
        for name, person in (
            ("X-Remote-User", "li"), ("X-Remote-User", "li"), ("X-Remote-User", "wang"), ("X-Remote-User", " "),
            ("X-User", "li"), ("Authorization", "Bearer first"),
        )
    ]  # fmt: skip
    assert statuses == [200, 429, 200, 401, 401, 200]
    for settings in (told, {**told, "proxies": "", "user_header": "X-Remote-User"}):
        client = await connect(**settings)
        assert (await client.get("/api/metrics", headers={"X-Remote-User": "li"})).status == 401


def test_a_rate_counts_by_a_clock_and_forgets() -> None:
    now = [0.0]
    rate = Rate(2, now=lambda: now[0])
    assert [rate.wait("a"), rate.wait("a")] == [0, 0]
    assert rate.wait("a") == 60
    assert [rate.first_refusal("a"), rate.first_refusal("a")] == [True, False]
    assert rate.wait("b") == 0
    now[0] = 60.1
    assert rate.wait("a") == 0
    assert rate.first_refusal("a")


async def test_a_full_line_is_refused_at_once(connect: Connect) -> None:
    client = await connect(queue=2)
    desk = client.app[SITE].desk
    slow = [asyncio.create_task(desk.with_service(lambda _: time.sleep(0.5))) for _ in range(2)]
    await asyncio.sleep(0.05)
    start = time.monotonic()
    response = await client.get("/api/ask", params={"q": ASKED})
    assert response.status == 503
    assert response.headers["Retry-After"] == "1"
    assert time.monotonic() - start < 0.3
    assert (await client.get("/healthz")).status == 200
    await asyncio.gather(*slow)
    assert (await client.get("/api/ask", params={"q": ASKED})).status == 200
