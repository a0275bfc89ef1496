"""The HTTP API: shapes, filters, tokens, and bad input of every kind, which is 400 with one line and never 500."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import random
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.channels.web import api, server
from bot.channels.web.app import build
from bot.channels.web.site import HERE
from bot.pages.browse import SHOWN_FORMS
from index.metrics import catalogue
from tests.served import ASKED, Client, Connect, site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def db(hostile: Path) -> Path:
    return hostile


async def got(client: Client, path: str, **params: str) -> Any:
    response = await client.get(path, params=params)
    text = await response.text()
    assert response.status == 200, text
    assert response.content_type == "application/json"
    return json.loads(text)


async def test_a_question_by_address_and_by_body_has_the_same_answer(connect: Connect) -> None:
    client = await connect()
    by_address = await got(client, "/api/ask", q=ASKED)
    response = await client.post("/api/ask", data=json.dumps({"q": ASKED}))
    assert await response.json() == by_address
    assert by_address["status"] == "answered"
    (result,) = by_address["results"]
    assert (result["value"], result["unit"], result["sources"][0]["line"]) == (84, "件", 50)
    assert "青禾区" in await response.text(), "Chinese stands there as it is"


async def test_sources_lead_to_reports_and_name_no_path(connect: Connect) -> None:
    client = await connect()
    answer = await got(client, "/api/ask", q=ASKED)
    report = await got(client, f"/api/reports/{answer['results'][0]['sources'][0]['report']}")
    assert (report["body"], report["year"]) == ("云岭市青禾区人民政府办公室", 2020)
    for path in ("/api/reports", "/api/facts?limit=1000", "/api/check?failing=false", f"/api/ask?q={ASKED}"):
        assert "/samples/" not in await (await client.get(path)).text(), path


async def test_a_chat_leans_on_its_own_last_question_only(connect: Connect) -> None:
    client = await connect(proxies="127.0.0.1 ::1")
    await got(client, "/api/ask", q=ASKED, chat="a")
    assert (await got(client, "/api/ask", q="其中商业企业呢", chat="a"))["results"][0]["value"] == 17
    assert not (await got(client, "/api/ask", q="其中商业企业呢", chat="b"))["results"]
    other = await client.get(
        "/api/ask", params={"q": "其中商业企业呢", "chat": "a"}, headers={"X-Forwarded-For": "203.0.113.9"}
    )
    assert not (await other.json())["results"], "the same name of a chat, told by somebody else"


async def test_today_and_language(connect: Connect) -> None:
    client = await connect()
    answer = await got(client, "/api/ask", q="青禾区去年收到多少件申请", today="2021-06-01", language="en")
    assert answer["results"][0]["year"] == 2020
    assert "requests received" in answer["text"]


async def test_lists(connect: Connect) -> None:
    client = await connect()
    bodies = await got(client, "/api/bodies", q="青禾区人民政府办公室")
    assert bodies["bodies"][0]["years"] == [2016, 2019, 2020, 2021]
    assert bodies["total"] == 1
    reports = await got(client, "/api/reports", body=bodies["bodies"][0]["id"], year="2020")
    (one,) = reports["reports"]
    assert {name: one[name] for name in ("id", "year", "form", "file", "url")} in bodies["bodies"][0]["reports"]
    part = await got(client, "/api/reports", limit="5", offset="10")
    assert (len(part["reports"]), part["more"], part["total"]) == (3, False, 13)
    metrics = await got(client, "/api/metrics", lang="en")
    assert [each["metric"] for each in metrics["metrics"]] == list(catalogue())
    assert {"requests received"} <= {each["name"] for each in metrics["metrics"]}


async def test_facts_are_filtered_and_paged_without_loss(connect: Connect) -> None:
    client = await connect()
    every: list[Any] = []
    offset = 0
    while True:
        part = await got(client, "/api/facts", limit="333", offset=str(offset))
        every += part["facts"]
        if not part["more"]:
            break
        offset += 333
    names = [(each["report"], each["fact"]) for each in every]
    assert len(names) == len(set(names))
    assert len(every) == sum(each["facts"] for each in (await got(client, "/api/reports"))["reports"])
    wanted = [each for each in every if each["metric"] == "requests.received" and each["party"] == "total"]
    found = await got(client, "/api/facts", metric="requests.received", party="total")
    assert found["facts"] == wanted
    without = await got(client, "/api/facts", kind="prose", party="none", year="2020", limit="1000")
    assert without["facts"] == [
        each for each in every if each["kind"] == "prose" and each["party"] is None and each["year"] == 2020
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"metric": "requests.received"},
        {"metric": "requests.received", "party": "total"},
        {"party": "none", "kind": "prose"},
        {"kind": "table", "year": "2020"},
        {"party": "business"},
        {"metric": "requests.received", "body": "云岭市青禾区人民政府办公室"},
    ],
    ids=str,
)
async def test_what_is_passed_over_is_neither_lost_nor_given_twice(connect: Connect, filters: dict[str, str]) -> None:
    client = await connect()
    whole = (await got(client, "/api/facts", **filters, limit="1000"))["facts"]
    parts: list[Any] = []
    while len(parts) < 200:
        part = await got(client, "/api/facts", **filters, limit="9", offset=str(len(parts)))
        parts += part["facts"]
        if not part["more"]:
            break
    assert parts == whole[: len(parts)]
    assert len(parts) == min(len(whole), len(parts))
    assert whole


@pytest.mark.parametrize("failing", ["true", "false"])
async def test_checks_of_all_are_paged_without_loss(connect: Connect, failing: str) -> None:
    client = await connect()
    whole = (await got(client, "/api/check", failing=failing, limit="1000"))["checks"]
    for size in (7, 90):  # the second time it is known how many each body has
        parts: list[Any] = []
        while True:
            part = await got(client, "/api/check", failing=failing, limit=str(size), offset=str(len(parts)))
            parts += part["checks"]
            if not part["more"] or len(parts) >= 300:
                break
        assert parts == whole[: len(parts)]


async def test_facts_as_files(connect: Connect) -> None:
    client = await connect()
    for more in ({"headers": {"Accept": "text/csv"}}, {"params": {"format": "csv"}}):
        response = await client.get("/api/facts", **more)  # type: ignore[arg-type]
        assert response.content_type == "text/csv"
        rows = list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))
        assert len(rows) > 2000
        assert {row["value"] for row in rows if row["metric"] == "procurement.amount"} >= {"788950.2"}
    response = await client.get("/api/facts", params={"format": "xlsx", "metric": "licensing.items_change"})
    sheet = openpyxl.load_workbook(io.BytesIO(await response.read())).worksheets[0]
    assert -2 in [cell.value for cell in sheet["F"]], "a true negative stays a number"


async def test_checks(connect: Connect) -> None:
    client = await connect()
    body = "云岭市青禾区人民政府办公室"
    every = await got(client, "/api/check", body=body, year="2020", failing="false")
    assert every["checks"]
    assert all(each["holds"] for each in every["checks"])
    assert (await got(client, "/api/check", body=body))["checks"] == []


@pytest.mark.parametrize("path", ["/api/reports", "/api/facts", "/api/check"])
async def test_a_body_is_named_as_people_call_it(connect: Connect, path: str) -> None:
    client = await connect()
    name = "云岭市青禾区人民政府办公室"
    listed = await got(client, "/api/bodies", q=name)
    whole = await got(client, path, body=name)
    for text in (listed["bodies"][0]["id"], "青禾区府办"):
        assert await got(client, path, body=text) == whole
    for text, status, said in (
        ("没有的单位", 404, "there is no body"),
        ("海珠", 400, "may be 2 bodies: 广州市海珠区"),
        ("青禾区人民政府办公室的数字", 404, "there is no body"),
    ):
        response = await client.get(path, params={"body": text})
        assert (response.status, said in (await response.json())["error"]) == (status, True)


async def test_an_error_for_programs_is_in_english_whatever_the_language(connect: Connect) -> None:
    client = await connect()
    for path in (
        "/api/nothing",
        "/api/facts?party=nobody",
        "/api/facts?report=000000000000",
        "/api/facts?lang=zh&limit=0",
    ):
        response = await client.get(path, headers={"Accept-Language": "zh-CN"})
        assert (await response.json())["error"].isascii(), path
    assert (await (await client.post("/api/facts")).json())["error"].isascii()


CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
"""what schemathesis looks at"""
BAD = [
    "/api/ask", "/api/ask?q=", "/api/ask?q=x&q=y", "/api/ask?q=x&chat=" + "x" * 200, "/api/ask?q=x&today=yesterday",
    "/api/ask?q=x&today=2021-6-1", "/api/ask?q=x&language=fr", "/api/ask?question=x", "/api/bodies?year=20",
    "/api/bodies?limit=0", "/api/bodies?limit=1001", "/api/bodies?offset=-1", "/api/bodies?offset=٣",
    "/api/reports?form=x", "/api/reports?year=²", "/api/facts?metric=no.such", "/api/facts?kind=x",
    "/api/facts?party=nobody", "/api/facts?format=pdf", "/api/facts?offset=99999999999999999999",
    "/api/check?failing=maybe", "/api/metrics?x=1", "/api/facts?body=" + "x" * 201, "/api/ask?q=%00%00",
    "/api/check?offset=10001",
]  # fmt: skip


async def test_bad_input_is_one_clear_line(connect: Connect) -> None:
    client = await connect()
    for path in BAD:
        response = await client.get(path)
        told = await response.json()
        assert response.status == 400, path
        assert list(told) == ["error"]
        assert "\n" not in told["error"]
        assert 5 < len(told["error"]) < 200, path


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"1", b"null", b'"x"', b'{"q": 1}', b'{"q": null}', b'{"q": ""}', b'{"q": "x", "chat": 1}',
        b'{"q": "x", "today": 2020}', b'{"q": "x", "nothing": 1}', b"\xff\xfe", b"[" * 60_000,
        b'{"q": "x", "chat": ""}',
        b'{"q": {"$gt": ""}}', b'{"q": "x", "language": "xx"}', b"9" * 5000,
    ],
)  # fmt: skip
async def test_a_bad_body_is_one_clear_line(connect: Connect, body: bytes) -> None:
    response = await (await connect()).post("/api/ask", data=body)
    assert response.status == 400
    assert "\n" not in (await response.json())["error"]


async def test_text_traps_end_in_an_answer(connect: Connect) -> None:
    client = await connect()
    for text in ("\ud800", "²０", "9" * 500, "\x00", "\u202e海珠区", "' or 1=1 --", "%", "_", "💥" * 40, "[" * 99):
        response = await client.post("/api/ask", data=json.dumps({"q": text}))
        assert response.status == 200, text
        assert not (await response.json())["results"]
        for path in ("/api/bodies", "/api/reports"):
            assert (
                await client.get(path, params={"q": text.replace("\ud800", "x").replace("\0", "x")[:200]})
            ).status == 200


async def test_errors_of_addresses_are_json_too(connect: Connect) -> None:
    client = await connect()
    for path, status in (("/api/nothing", 404), ("/api/reports/000000000000", 404), ("/api/reports/x", 404)):
        response = await client.get(path)
        assert (response.status, list(await response.json())) == (status, ["error"])
    response = await client.delete("/api/ask")
    assert response.status == 405
    assert "GET" in response.headers["Allow"]


async def test_tokens_open_the_api_and_nothing_else_needs_one(connect: Connect) -> None:
    client = await connect(tokens=("first", "second"))
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic first"},
        {"Authorization": "Bearer "},
    ):
        for path in ("/api/metrics", "/api/facts", "/metrics", "/api/nothing"):
            response = await client.get(path, headers=headers)
            assert response.status == 401, (path, headers)
            assert response.headers["WWW-Authenticate"] == "Bearer"
    for token in ("first", "second"):
        assert (await client.get("/api/metrics", headers={"Authorization": f"Bearer {token}"})).status == 200
    for path in ("/", "/healthz", "/readyz", "/api/docs", "/api/openapi.json"):
        assert (await client.get(path)).status == 200


async def test_what_has_not_changed_is_not_sent_again(connect: Connect) -> None:
    client = await connect()
    for path in ("/api/facts", "/api/reports?year=2020", "/reports", "/audit"):
        first = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b""), path
    response = await client.get("/api/facts", headers={"If-None-Match": first.headers["ETag"]})
    assert response.status == 200
    assert "ETag" not in (await client.get("/api/ask", params={"q": ASKED})).headers


async def test_health_and_counters(connect: Connect) -> None:
    client = await connect()
    assert await got(client, "/healthz") == {"status": "ok", "index": "ok"}
    assert (await got(client, "/readyz"))["status"] == "ready"
    await client.get("/api/ask", params={"q": ASKED})
    await client.post("/ask", data={"q": "冰箱"})
    text = await (await client.get("/metrics")).text()
    assert 'nianbao_answers_total{channel="api",intent="figure",status="answered"} 1.0' in text
    assert 'nianbao_answers_total{channel="web",intent="none",status="not_understood"} 1.0' in text
    assert set(re.findall(r"(\w+)=\"", text)) <= {"channel", "intent", "status", "le"}
    assert "青禾" not in text


async def test_every_route_is_described_and_every_description_is_a_route(connect: Connect) -> None:
    client = await connect()
    routes = set()
    for route in build(site(Path("none"))).router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if path.startswith("/api/") and path not in ("/api/docs", "/api/openapi.json") and route.method != "HEAD":
            routes.add((path.replace("{key}", "{id}"), route.method.lower()))
    document = await got(client, "/api/openapi.json")
    assert {(path, method) for path, its in document["paths"].items() for method in its} == routes
    assert document["info"]["version"] == "1.2.3"
    page = await (await client.get("/api/docs")).text()
    assert all(f"<code>{path}</code>" in page for path in document["paths"])


async def test_the_api_is_described_in_both_languages(connect: Connect) -> None:
    document = api.document()
    given = [one for its in document["paths"].values() for each in its.values() for one in each.get("parameters", [])]
    said = {each["summary"] for its in document["paths"].values() for each in its.values()}
    said |= {each["description"] for each in (*given, *document["components"]["parameters"].values()) if "name" in each}
    translated = tomllib.loads((HERE / "openapi.zh.toml").read_text(encoding="utf-8"))
    assert set(translated) == said
    client = await connect()
    for code, words in (("zh", translated.values()), ("en", translated)):
        page = html.unescape(await (await client.get("/api/docs", headers={"Accept-Language": code})).text())
        assert [each for each in words if each not in page] == []


def test_reports_can_be_asked_for_by_every_form() -> None:
    parameters = api.document()["paths"]["/api/reports"]["get"]["parameters"]
    assert [each["schema"]["enum"] for each in parameters if each.get("name") == "form"] == [[*SHOWN_FORMS]]


async def test_no_text_makes_it_fail(connect: Connect) -> None:
    """Seeded, so that one that fails does so again: controls, marks of direction, other digits, half words, quotes."""
    client = await connect()
    chance = random.Random(7)
    signs = "0123456789年区海珠收到件%_'\"\\/<>&;=\t\n\x00\x1b\u202e\ufeff\uffff²٣０🙂" + "".join(
        map(chr, range(32, 127))
    )
    for _ in range(150):
        text = "".join(chance.choice(signs) for _ in range(chance.randrange(1, 40)))
        name = chance.choice(["body", "metric", "party", "report", "year", "offset", "limit", "kind", "format"])
        for path, given in (
            ("/api/facts", name),
            ("/api/bodies", "q"),
            ("/api/ask", "q"),
            ("/reports", "q"),
            ("/ask", "q"),
        ):
            response = await client.get(path, params={given: text})
            assert response.status < 500, (path, given, text)


@pytest.mark.filterwarnings("ignore")
def test_the_api_is_what_its_description_says(db: Path, tmp_path: Path) -> None:
    """Schemathesis makes requests from openapi.json, good and bad, against the real server."""

    async def served() -> tuple[int, str]:
        stop, told = asyncio.Event(), asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(server.serve(site(db, port=0), told.set_result, stop))
        address = await told
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", f"{address}api/openapi.json", "--max-examples", "40",
            "--checks", ",".join(CHECKS),
            "--no-color", "--seed", "1",
        ]  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        out, _ = await asyncio.wait_for(process.communicate(), 280)
        stop.set()
        await serving
        return process.returncode or 0, out.decode()

    code, out = asyncio.run(served())
    assert code == 0, out[-6000:]


def test_every_operation_names_every_status_of_errors() -> None:
    for path, its in api.document()["paths"].items():
        for method, each in its.items():
            assert {"200", "400", "401", "503"} <= set(each["responses"]), (path, method)
