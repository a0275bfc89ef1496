"""Tools for assistants, called by the SDK's own client: in the process, at a pipe and by HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from bot import records
from bot.channels.mcp import server
from bot.cli import run
from bot.config import Mcp, Settings, Web
from bot.desk import Desk
from bot.doors import Doors
from bot.memory import Memory
from bot.models import Question
from bot.pages.linked import Linked
from bot.service import Service
from index.store import Store
from tests.messengers import TEN
from tests.served import ASKED, HOSTILE_BODY

pytestmark = pytest.mark.slow

TOKEN = "a-token-of-an-assistant"
NIANBAO = [sys.executable, "-c", "from bot.cli import main; main()"]
PUBLIC = "https://figures.example.org"
ROOT = Path(__file__).parents[1]

Connect = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture(scope="session")
def db(hostile: Path) -> Path:
    return hostile


@pytest.fixture
def connect(db: Path) -> Connect:
    """A client of tools in this process."""

    @contextlib.asynccontextmanager
    async def connected(url: str = "") -> AsyncIterator[Client]:
        settings = Settings(db=db, web=Web(public_url=url))
        desk = Desk(Doors(settings, Memory(None)), most=8)
        await desk.start()
        try:
            async with Client(server.build(desk, settings, "1.2.3", lambda _: False)) as client:
                yield client
        finally:
            await desk.stop()

    return connected


async def got(client: Client, name: str, **given: Any) -> Any:
    """What a tool gives, the same as text and as structure."""
    result = await client.call_tool(name, given)
    assert not result.is_error, result.content
    shape = result.structured_content
    assert json.loads(result.content[-1].text) == shape  # type: ignore[union-attr]
    return shape


async def refused(client: Client, name: str, **given: Any) -> str:
    result = await client.call_tool(name, given)
    assert result.is_error
    assert result.structured_content is None
    text = result.content[0].text  # type: ignore[union-attr]
    assert text
    assert "\n" not in text
    return text


def sources(shape: Any) -> Iterator[dict[str, Any]]:
    """Every source in a result."""
    if isinstance(shape, dict):
        if "line" in shape:
            yield shape
        for each in shape.values():
            yield from sources(each)
    elif isinstance(shape, list):
        for each in shape:
            yield from sources(each)


async def test_the_tools_are_described(connect: Connect) -> None:
    async with connect() as client:
        offered = (await client.list_tools()).tools
    assert [each.name for each in offered] == ["ask", "facts", "find_body", "check", "wrong"]
    for each in offered:
        assert each.title
        assert each.description
        assert each.annotations is not None
        assert each.annotations.read_only_hint == (each.name != "wrong")
        jsonschema.Draft202012Validator.check_schema(each.input_schema)
        jsonschema.Draft202012Validator.check_schema(each.output_schema or {})
        assert all("type" in one for one in each.input_schema["properties"].values())


async def test_the_same_figures_as_the_service(db: Path, connect: Connect) -> None:
    async with connect() as client:
        for question in TEN:
            with Store.open(db) as store:
                expected = Service(store, Memory(None), Settings(db=db)).ask(Question(text=question))
            answer = await got(client, "ask", question=question)
            assert answer["status"] == expected.status
            assert answer["text"] == expected.text
            assert [(each["body"], each["year"], each["value"]) for each in answer["results"]] == [
                (each.body, each.year, each.value) for each in expected.results
            ]
            assert all(each["sources"] for each in answer["results"])


async def test_every_figure_has_its_source_and_no_path_goes_out(connect: Connect) -> None:
    async with connect(PUBLIC) as client:
        found = [
            await got(client, "ask", question=ASKED),
            await got(client, "ask", question="青禾区2020年报告里的数字对得上吗"),
            await got(client, "ask", question="青禾区2020年收到90件申请，对吗"),
            await got(client, "facts", body="青禾区住建局", limit=5),
            await got(client, "check", failing=False, limit=5),
        ]
    for shape in found:
        places = list(sources(shape))
        assert places, shape
        for each in places:
            assert each["quote"]
            assert re.fullmatch("[0-9a-f]{12}", each["report"])
            assert each["link"].startswith(f"{PUBLIC}/reports/{each['report']}#")
            assert "/" not in each["file"]
        assert str(ROOT) not in json.dumps(shape)


async def test_a_question_back_holds_whole_questions(connect: Connect) -> None:
    async with connect() as client:
        answer = await got(client, "ask", question="规范性文件多少")
        assert answer["status"] == "clarify"
        again = await got(client, "ask", question=answer["options"][0]["ask"])
    assert again["status"] != "clarify"


async def test_today_and_language(connect: Connect) -> None:
    async with connect() as client:
        answer = await got(client, "ask", question="青禾区去年收到多少件申请", today="2021-06-01", language="en")
    assert {each["year"] for each in answer["results"]} == {2020}
    assert "Source" in answer["text"]


async def test_facts_are_filtered_and_paged_without_loss(connect: Connect) -> None:
    async with connect() as client:
        whole = (await got(client, "facts", year=2020, limit=200))["facts"]
        paged: list[Any] = []
        while True:
            page = await got(client, "facts", year=2020, limit=7, offset=len(paged))
            paged += page["facts"]
            if not page["more"] or len(paged) >= len(whole):
                break
        one = await got(client, "facts", body="青禾区住建局", year=2020, metric="requests.received", party="total")
        key = (await got(client, "find_body", text="青禾区住建局"))["bodies"][0]["id"]
        by_key = await got(client, "facts", body=key, year=2020, metric="requests.received", party="total")
    assert paged[: len(whole)] == whole
    assert len(one["facts"]) >= 1
    assert {each["party"] for each in one["facts"]} == {"total"}
    assert one == by_key


async def test_bodies_by_what_people_call_them(connect: Connect) -> None:
    async with connect() as client:
        for said in ("海珠区府办", "Haizhu", "广州市海珠区人民政府办公室"):
            first = (await got(client, "find_body", text=said))["bodies"][0]
            assert first["body"] == "广州市海珠区人民政府办公室", said
            assert [each["year"] for each in first["reports"]] == first["years"]
        some = await got(client, "find_body", text="区", limit=1)
        next_one = await got(client, "find_body", text="区", limit=1, offset=1)
        assert (await got(client, "find_body", text="没有的单位"))["bodies"] == []
        assert (await got(client, "find_body", text="海珠区府办", year=1999))["bodies"] == []
        shown = await got(client, "find_body", text=HOSTILE_BODY)
    assert some["more"]
    assert some["bodies"] != next_one["bodies"]
    assert [each["body"] for each in shown["bodies"]] == [HOSTILE_BODY]


async def test_checks_say_what_does_not_agree(connect: Connect) -> None:
    async with connect() as client:
        every = await got(client, "check", failing=False, limit=50)
        failing = await got(client, "check", limit=50)
        of_one = await got(client, "check", body="海珠区府办", failing=False)
    assert every["checks"]
    assert all(not each["holds"] and each["sentence"] for each in failing["checks"])
    assert {each["body"] for each in of_one["checks"]} == {"广州市海珠区人民政府办公室"}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "question"),
    ("ask", {"question": ""}, "question"),
    ("ask", {"question": "x" * 5000}, "question"),
    ("ask", {"question": ASKED, "chat": "a"}, "chat"),
    ("ask", {"question": ASKED, "today": "2021-6-1"}, "today"),
    ("ask", {"question": 7}, "question"),
    ("facts", {"metric": "requests.recieved"}, "requests.received"),
    ("facts", {"body": "没有的单位"}, "find_body"),
    ("facts", {"body": "海珠"}, "may be 2 bodies"),
    ("facts", {"limit": 1000}, "limit"),
    ("facts", {"year": "2020"}, "year"),
    ("facts", {"kind": "guess"}, "kind"),
    ("check", {"body": "/etc/passwd"}, "find_body"),
    ("delete", {}, "find_body"),
]


async def test_what_does_not_fit_is_one_clear_line(connect: Connect) -> None:
    async with connect() as client:
        for name, given, told in WRONG:
            assert told in await refused(client, name, **given), (name, given)


def test_half_a_character_is_no_name(db: Path) -> None:
    with Store.open(db) as store:
        assert Service(store, Memory(None), Settings(db=db)).named("\ud800") == ()


async def test_a_fault_is_one_result(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    async with connect() as client:
        monkeypatch.setattr(Linked, "answer", None)
        assert "went wrong" in await refused(client, "ask", question=ASKED)
        monkeypatch.undo()
        assert (await got(client, "ask", question=ASKED))["status"] == "answered"


def pipe(db: Path, **environment: str) -> StdioServerParameters:
    return StdioServerParameters(
        command=NIANBAO[0], args=[*NIANBAO[1:], "mcp", "--db", str(db)], env={"PYTHONPATH": str(ROOT), **environment}
    )


async def test_at_a_pipe(db: Path) -> None:
    async with Client(pipe(db)) as client:
        assert len((await client.list_tools()).tools) == 5
        answer = await got(client, "ask", question=ASKED)
    assert answer["results"][0]["value"] == 84


async def test_an_answer_that_is_called_wrong_is_kept(db: Path, tmp_path: Path) -> None:
    async with Client(pipe(db, NIANBAO_MEMORY=str(tmp_path / "memory"))) as client:
        assert await got(client, "wrong", question=ASKED, remark="the text says 85") == {"kept": True}
        assert "remark" in await refused(client, "wrong", question=ASKED, remark="x" * 501)
    (kept,) = records.read(tmp_path / "memory.wrong.jsonl")
    assert (kept["channel"], kept["question"], kept["remark"]) == ("mcp", ASKED, "the text says 85")
    assert "84" in kept["answer"]


async def test_what_cannot_be_kept_is_told(connect: Connect) -> None:
    async with connect() as client:
        assert "cannot be kept" in await refused(client, "wrong", question=ASKED)


def test_standard_output_holds_nothing_but_the_protocol(db: Path) -> None:
    asked: list[dict[str, Any]] = [
        {
            "method": "initialize",
            "id": 1,
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {"method": "tools/call", "id": 2, "params": {"name": "ask", "arguments": {"question": ASKED}}},
        {"method": "tools/call", "id": 3, "params": {"name": "nothing", "arguments": {}}},
    ]
    process = subprocess.Popen(
        [*NIANBAO, "mcp", "--db", str(db)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "NIANBAO_LOG_LEVEL": "DEBUG", "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    said = []
    for each in asked:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **each}) + "\n")
        process.stdin.flush()
        if "id" in each:
            said.append(json.loads(process.stdout.readline()))
    rest, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert [each["id"] for each in said] == [1, 2, 3]
    assert rest == ""
    assert "channel=mcp" in log
    assert ASKED not in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_pipe_ends_when_it_is_told(db: Path, number: int) -> None:
    process = subprocess.Popen(
        [*NIANBAO, "mcp", "--db", str(db)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(number)
    try:
        assert process.wait(5) == -number
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def by_http(db: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command serving at a free port, and its address."""
    process = subprocess.Popen(
        [*NIANBAO, "mcp", "--http", "--port", "0", "--db", str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("Serving http://127.0.0.1:"), line
        yield process, line.split()[1]
    finally:
        process.kill()
        process.communicate()


async def test_by_http_with_a_token(db: Path) -> None:
    with by_http(db, NIANBAO_API_TOKENS=TOKEN) as (process, address):
        async with httpx2.AsyncClient() as bare:
            while True:
                with contextlib.suppress(httpx2.ConnectError):
                    closed = await bare.post(address, json={})
                    break
                await asyncio.sleep(0.05)
            assert closed.status_code == 401
            wrong = await bare.post(address, json={}, headers={"Authorization": f"Bearer {TOKEN}x"})
            assert wrong.status_code == 401
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
            async with Client(streamable_http_client(address, http_client=http)) as client:
                assert (await got(client, "ask", question=ASKED))["results"][0]["value"] == 84
            foreign = await http.post(address, json={}, headers={"Host": "evil.example"})
            assert foreign.status_code == 421
            large = await http.post(address, content=b"x" * 100_000, headers={"Content-Type": "application/json"})
            assert large.status_code == 413
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=8)
    assert process.returncode == 0
    assert out == ""
    assert TOKEN not in log


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_by_http_for_clients_of_both_ages(db: Path, mode: str) -> None:
    with by_http(db) as (_, address):
        await _listening(address)
        async with Client(address, mode=mode) as client:
            assert (await got(client, "ask", question=ASKED))["results"][0]["value"] == 84


async def _listening(address: str) -> None:
    host, port = re.findall(r"//([^:]+):(\d+)", address)[0]
    for _ in range(100):
        with contextlib.suppress(OSError):
            socket.create_connection((host, int(port)), 1).close()
            return
        await asyncio.sleep(0.05)


async def test_who_calls_too_often_by_http_is_told(db: Path) -> None:
    with by_http(db, NIANBAO_MCP_CALLS_A_MINUTE="2") as (_, address):
        await _listening(address)
        async with Client(address) as client:
            for _ in range(2):
                await got(client, "ask", question=ASKED)
            assert "too many" in await refused(client, "ask", question=ASKED)


async def test_behind_a_proxy_each_client_has_calls_of_its_own(db: Path) -> None:
    with by_http(db, NIANBAO_MCP_CALLS_A_MINUTE="1", NIANBAO_WEB_PROXIES="127.0.0.1") as (_, address):
        await _listening(address)
        for who, told in (("203.0.113.7", False), ("203.0.113.8", False), ("203.0.113.7", True)):
            async with (
                httpx2.AsyncClient(headers={"X-Forwarded-For": who}) as http,
                Client(streamable_http_client(address, http_client=http)) as client,
            ):
                if told:
                    assert "too many" in await refused(client, "ask", question=ASKED)
                else:
                    await got(client, "ask", question=ASKED)


def test_other_names_are_answered_where_pages_are_public(db: Path) -> None:
    settings = Settings(db=db, web=Web(public_url=PUBLIC))
    assert "figures.example.org" in server._hosts(settings).allowed_hosts
    assert not server._hosts(replace(settings, mcp=Mcp(host="0.0.0.0"))).enable_dns_rebinding_protection


def test_without_the_extra_it_says_so_in_one_line(
    db: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "bot.channels.mcp.server")
    monkeypatch.delattr("bot.channels.mcp.server")
    assert run(["mcp", "--db", str(db)]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err == 'nianbao: nianbao mcp needs the extra: make setup-mcp, or pip install "nianbao[mcp]"\n'


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from bot.cli import app; sys.exit(any(n in sys.modules for n in ('mcp', 'uvicorn', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_index_and_a_taken_port_are_one_line(db: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--db", str(tmp_path / "none.db")]) == 5
    assert run(["mcp", "--host", "127.0.0.1"]) == 2
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["mcp", "--http", "--port", port, "--db", str(db)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert f"nianbao: 127.0.0.1:{port}: Address already in use\n" in err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
