"""The server as it runs: another index, none, drafts, faults, its log and its end."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from bot.cli import run
from bot.desk import Busy, Desk
from bot.doors import Door
from bot.pages.views import DraftAudit, DraftRefused
from index.store import Store
from tests.served import (
    ASKED,
    SAMPLES,
    XSS,
    Connect,
    copied,
    site,
    text_of,
)

pytestmark = pytest.mark.slow


async def test_a_report_added_or_an_index_put_in_place_is_seen_within_two_seconds(
    connect: Connect, db: Path, tmp_path: Path
) -> None:
    own = copied(db, tmp_path)
    client = await connect(own)
    before = (await client.get("/api/reports")).headers["ETag"]
    with Store.create(own) as store:
        assert store.remove(str(SAMPLES / "qinghe-2020.txt"))
    assert "84 件" not in await text_of(client, "/ask", params={"q": ASKED})
    await asyncio.sleep(1.3)
    assert (await client.get("/api/reports", headers={"If-None-Match": before})).status == 200
    (tmp_path / "new").mkdir()
    fresh = copied(db, tmp_path / "new")
    for ending in ("-wal", "-shm"):
        own.with_name(own.name + ending).unlink(missing_ok=True)
    os.replace(fresh, own)  # noqa: PTH105
    assert "84 件" in await text_of(client, "/ask", params={"q": ASKED})


async def test_an_index_that_is_gone_or_broken_does_not_stop_the_answers(
    connect: Connect, db: Path, tmp_path: Path
) -> None:
    own = copied(db, tmp_path)
    client = await connect(own)
    await text_of(client, "/ask", params={"q": ASKED})
    own.unlink()
    assert "84 件" in await text_of(client, "/ask", params={"q": ASKED})
    await asyncio.sleep(1.2)
    assert "is gone" in (await (await client.get("/healthz")).json())["index"]
    own.write_bytes(b"no index at all")
    assert "84 件" in await text_of(client, "/ask", params={"q": ASKED})
    assert (await client.get("/readyz")).status == 200


async def test_without_an_index_nothing_is_served(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(run, ["serve", "--db", str(tmp_path / "none.db"), "--get", "/"]) == 5
    assert re.fullmatch("nianbao: [^\n]*nianbao index[^\n]*\n", capfd.readouterr().err), (
        "one line, and no second one of the log"
    )


async def test_readings_through_a_door_are_of_one_moment(db: Path, tmp_path: Path) -> None:
    own = copied(db, tmp_path)
    desk: Desk = site(own).desk
    await desk.start()

    def twice(door: Door) -> tuple[int, int]:
        first = door.store.version()
        with Store.create(own) as store:
            store.remove(str(SAMPLES / "qinghe-2020.txt"))
        return first, door.store.version()

    first, second = await desk.read(twice)
    assert first == second
    assert await desk.read(lambda door: door.store.version()) > first
    await desk.stop()


async def test_the_line_of_drafts_is_bounded_too(db: Path) -> None:
    desk = site(db).desk
    running = [asyncio.create_task(desk.aside(lambda: time.sleep(0.2))) for _ in range(4)]
    await asyncio.sleep(0.02)
    with pytest.raises(Busy):
        await desk.aside(lambda: None)
    await asyncio.gather(*running)
    await desk.stop()


async def test_a_draft_is_audited_and_not_kept(connect: Connect) -> None:
    seen: list[tuple[str, str, int, str]] = []

    def audit(ending: str, name: str, content: bytes, code: str) -> DraftAudit:
        seen.append((ending, name, len(content), code))
        if ending == ".exe":
            raise DraftRefused("no reader for this kind of file")
        return DraftAudit(
            name=name, body="甲", year=2020, form="2019", facts=9, checks=3, findings=[XSS], gaps=["缺"], notes=["注"]
        )

    client = await connect(draft=audit)

    def form(name: str, content: bytes) -> aiohttp.FormData:
        made = aiohttp.FormData(quote_fields=False)
        made.add_field("file", io.BytesIO(content), filename=name)
        return made

    page = await (await client.post("/draft", data=form("../../草稿.DOCX", b"x" * 100_000))).text()
    assert seen == [(".docx", "../../草稿.DOCX", 100_000, "zh")]
    assert "9 个数字" in page
    assert "<img" not in page
    response = await client.post("/draft", data=form("x.exe", b"x"))
    assert response.status == 422
    assert "no reader" in await response.text()
    large = await client.post("/draft", data=form("x.docx", b"x" * (21 * 2**20)))
    assert large.status == 413
    assert "超过 20 MB" in await large.text()
    assert (await client.post("/draft", data={"file": "x"})).status == 415
    assert (await client.post("/draft", data=form("", b""))).status == 400
    bad = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await client.post("/draft", data=b"no such thing", headers=bad)).status == 400
    assert (await client.post("/draft", data=b"x", headers={"Content-Type": "multipart/form-data"})).status == 400
    assert (await (await connect()).get("/draft")).status == 404
    assert (await (await connect(draft=audit, take_drafts=False)).get("/draft")).status == 404


async def test_a_fault_is_one_answer_without_its_trace(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = await connect()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bot.pages.browse.Browse.about", broken)
    with caplog.at_level(logging.CRITICAL):
        response = await client.get("/about")
    assert response.status == 500
    assert "secret" not in await response.text()
    assert "Traceback" not in await response.text()


def test_one_request_without_a_port(db: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--db", str(db), "--get", f"/ask?q={ASKED}"]) == 0
    assert "84 件" in capfd.readouterr().out
    assert run(["serve", "--db", str(db), "--get", "/nothing"]) == 1


def test_logs_are_json_and_hold_no_question_and_no_address(db: Path, tmp_path: Path) -> None:
    code = "import sys; from bot.cli import run; sys.exit(run(['serve', '--db', sys.argv[1], '--get', sys.argv[2]]))"
    environ = {
        **os.environ,
        "NIANBAO_LOG_LEVEL": "INFO",
        "NIANBAO_API_TOKENS": "s3cret",
        "NIANBAO_MEMORY": str(tmp_path / "m"),
    }
    for switched, more in ((False, {}), (True, {"NIANBAO_WEB_LOG_QUESTIONS": "true"})):
        done = subprocess.run(
            [sys.executable, "-c", code, str(db), f"/ask?q={ASKED}\n\x1b[31m"],
            env={**environ, **more},
            capture_output=True,
            check=True,
            cwd=SAMPLES.parent,
        )
        lines = [json.loads(line) for line in done.stderr.decode().splitlines()]
        events = {line["event"]: line for line in lines}
        assert events["answer"]["request_id"] == events["request"]["request_id"]
        assert b"\x1b" not in done.stderr
        assert ("question" in events["answer"]) is switched
        assert "s3cret" not in done.stderr.decode()
        assert events["request"]["route"] == "/ask"


def test_sigterm_ends_a_server_with_what_it_was_asked_answered(db: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "serve", "--db", str(db), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=SAMPLES.parent,
        env={**os.environ, "NIANBAO_MEMORY": str(tmp_path / "m")},
    )
    assert process.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:[0-9]+/", process.stdout.readline())
    assert address is not None
    held = [socket.create_connection(("127.0.0.1", int(address[0].rstrip("/").rpartition(":")[2]))) for _ in range(50)]
    for each in held:
        each.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.5)
    start = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - start < 5
    assert all(each.recv(12) == b"HTTP/1.1 200" for each in held)
    for each in held:
        each.close()
    process.communicate()
