"""The pages, without a browser: what they show, what they refuse, and what happens to hostile text and slow clients."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import html
import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import aiohttp
import openpyxl
import pytest
from yarl import URL

from bot.channels.web import charts, export, guard, server, texts
from bot.channels.web.site import SITE, static
from bot.channels.web.talks import MOST_TURNS, MOST_WEIGHT, Talks
from bot.cli import run
from bot.desk import Busy, Desk, Rate
from bot.doors import Door
from bot.models import Answer, Chart, Table
from bot.pages.shelf import Shelf
from bot.pages.told import Told
from bot.pages.views import DraftAudit, DraftRefused
from bot.service import Service
from index.store import Store
from loaders import load
from tests.served import (
    ASKED,
    HOSTILE_BODY,
    SAMPLES,
    XSS,
    Client,
    Connect,
    copied,
    links,
    opened,
    site,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def db(hostile: Path) -> Path:
    return hostile


async def text_of(client: Client, path: str, **more: object) -> str:
    response = await client.get(path, **more)  # type: ignore[arg-type]
    assert response.status == 200, (path, response.status)
    return await response.text()


async def test_a_question_is_answered_on_the_page_with_its_source_beside_it(connect: Connect) -> None:
    client = await connect()
    page = await (await client.post("/ask", data={"q": ASKED})).text()
    assert '<p class="big">84 件</p>' in page
    assert "云岭市青禾区人民政府办公室" in page
    assert page.count("mark") == 1
    assert re.search(r'id="requests.received.total" class="figure mark"[^>]*>84</td>', page)
    assert '<tr id="L50" class="here">' in page


async def test_a_conversation_goes_on_and_begins_anew(connect: Connect) -> None:
    client = await connect()
    await client.post("/ask", data={"q": ASKED})
    page = await (await client.post("/ask", data={"q": "其中商业企业呢"})).text()
    assert "17 件" in page
    assert page.count('<article class="turn') == 2
    assert (await text_of(client, "/")).count('<article class="turn') == 2
    page = await (await client.post("/new")).text()
    assert '<article class="turn' not in page
    page = await (await client.post("/ask", data={"q": "其中商业企业呢"})).text()
    assert "17 件" not in page


async def test_options_are_buttons_that_are_answered(connect: Connect) -> None:
    client = await connect()
    page = await (await client.post("/ask", data={"q": "2020年收到多少件申请"})).text()
    options = re.findall(
        r'<button name="q" value="([^"]*)">', page.partition('class="options"')[2].partition("</form>")[0]
    )
    assert len(options) >= 2
    page = await (await client.post("/ask", data={"q": options[0]})).text()
    assert '<p class="big">' in page


async def test_a_table_and_a_chart_are_drawn(connect: Connect) -> None:
    page = await text_of(await connect(), "/ask", params={"q": "青禾区历年收到多少件申请"})
    assert re.search(r'<th scope="row">2016</th><td><a [^>]*>52 件</a></td>', page)
    assert "<svg" in page
    assert page.count("<circle") == 4
    assert page.partition('class="cite"')[0].count("52 件") == 2, (
        "the table once and the mark of the chart, not the text again"
    )


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("青禾区历年收到多少件申请", ["52 件", "70 件", "84 件", "96 件"]),
        ("2020年收到申请最多的三个单位", ["116 件", "84 件", "66 件"]),
        ("青禾区2020年收到、办结和结转下年度各多少件", ["84 件", "82 件", "13 件"]),
        ("2019年和2020年各单位收到多少件申请", ["70 件", "84 件"]),
        ("青禾区历年办结率", []),
    ],
)
async def test_figures_of_a_table_lead_to_their_cells(connect: Connect, question: str, figures: list[str]) -> None:
    client = await connect()
    page = await text_of(client, "/ask", params={"q": question})
    table = page.partition('<table class="result">')[2].partition("</table>")[0]
    found = re.findall(r'<td><a href="([^"#]*)#([^"]*)" data-source="([^"]*)">([^<]*)</a></td>', table)
    assert table
    assert [amount for *_, amount in found if amount in figures] == figures
    assert bool(found) == bool(figures), "what is computed is printed nowhere"
    for report, anchor, source, amount in found:
        whole, beside = await text_of(client, report), await text_of(client, source.replace("&amp;", "&"))
        value, here = amount.split()[0], whole.partition(f'id="{anchor}"')[2]
        if anchor[0] == "L":  # of the many, the row
            row = re.split("</tr>|</div>", here)[0]
            assert re.search(rf"(?<![0-9]){value}(?![0-9])", row), (anchor, amount)
        else:
            assert re.match(rf"[^>]*>(?:<[^>]*>)*{value}\s*<", here), (anchor, amount)
        assert ('here"' if anchor[0] == "L" else 'mark"') in beside


async def test_a_ranking_is_shown_once(connect: Connect) -> None:
    page = await text_of(await connect(), "/ask", params={"q": "各区2020年收到申请排名"})
    answer = page.partition('class="answer"')[2].partition('class="cite"')[0]
    row = (
        r'<th scope="row">1</th><td class="words">云岭市青禾区人民政府办公室</td><td><a [^>]*>84 件</a></td><td>50</td>'
    )
    assert re.search(row, answer)
    assert "年新收政府信息公开申请：84 件" not in answer, "the line that says the same"
    assert "<caption>2020 · 新收政府信息公开申请</caption>" in answer
    names = re.findall(r'<span class="name">([^<]*)</span>', answer)
    assert names[0] == "云岭市青禾区人民政府办公室", "bars in the order of the ranking"
    assert answer.count("<rect") == len(names) > 1


async def test_shares_are_drawn_in_per_cent(connect: Connect) -> None:
    page = await text_of(await connect(), "/ask", params={"q": "2020年各单位予以公开占办结总计的比例"})
    answer = page.partition('class="answer"')[2].partition('class="cite"')[0]
    assert re.search(r'<span class="value">24\.24%</span>', answer)
    assert "ratio" not in answer
    assert '<th scope="col">行</th>' not in answer, "a figure that is computed stands in no one line"


async def test_a_long_table_is_cut_and_the_file_is_whole(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await connect()
    many = Table(heads=("a",), rows=tuple((f"r{number}",) for number in range(1000)))
    given = Answer(question="x", status="answered", text="x", table=many)
    monkeypatch.setattr(Service, "ask", lambda *_: given)
    page = await text_of(client, "/ask", params={"q": "x"})
    assert page.count('<th scope="row">r') == 200
    assert "另有 800 行" in page
    rows = (await (await client.get("/ask.csv", params={"q": "x"})).text()).splitlines()
    assert len(rows) == 1001


async def test_lists_are_the_same_whether_made_anew_or_mended(db: Path, tmp_path: Path) -> None:
    own = copied(db, tmp_path)
    shelf = Shelf()
    with Store.create(own) as store:
        before = shelf.listing(store, "")
        changed = load(str(SAMPLES / "qinghe-2020.txt"))
        store.replace(replace(changed, path=next(path for path in before.paths if path.endswith("qinghe-2020.txt"))))
        store.replace(replace(changed, path="another.txt", body="云岭市丹峪区教育局"))
        store.remove(next(path for path in before.paths if path.endswith("baihe-2020.txt") or "haizhu" in path))
        after, anew = shelf.listing(store, ""), Shelf().listing(store, "")
    assert after == anew
    assert after != before
    assert list(after.reports) == list(anew.reports)


async def test_no_page_waits_for_who_goes_through_the_whole_index(db: Path) -> None:
    desk = site(db).desk
    await desk.start()
    try:
        held, go = threading.Event(), threading.Event()

        def long(_: Door) -> None:
            held.set()
            assert go.wait(10)

        search = asyncio.create_task(desk.search(long))
        await asyncio.to_thread(held.wait, 5)
        assert await asyncio.wait_for(desk.read(lambda door: len(door.browse.listing.reports)), 5) > 5
        go.set()
        await search
    finally:
        await desk.stop()


async def test_two_talks_know_nothing_of_each_other(db: Path, connect: Connect) -> None:
    client = await connect()
    await client.post("/ask", data={"q": ASKED})
    async with aiohttp.ClientSession() as other:
        page = await (await other.get(client.make_url("/"))).text()
        assert '<article class="turn' not in page
        assert (await other.get(client.make_url("/turns/1.csv"))).status == 404


async def test_every_page_opens_in_both_languages(connect: Connect) -> None:
    client = await connect(draft=lambda *_: None)
    home = await text_of(client, "/reports")
    report, body = links(home, "/reports/")[0], links(await text_of(client, "/bodies"), "/bodies/")[0]
    paths = ["/", "/bodies", "/reports", "/audit", "/draft", "/about", "/api/docs", report, body, f"/ask?q={ASKED}"]
    paths += ["/figures", "/figures/requests.received", f"{body}/requests.received", f"{body}/all"]
    for path in paths:
        for code, word in (("zh", "年报问数"), ("en", "Nianbao")):
            page = await text_of(client, path, headers={"Accept-Language": code})
            assert word in page, path
            assert "style=" not in page
            assert not re.search(r"<script(?! src=\"/static/)", page), path
            assert not re.search(r"\son[a-z]+=", page.replace("onerror=alert(1)", "")), path
            assert not re.findall(r'(?:src|href)="(?:https?:)?//', page), path
            assert page.count("<h1") == 1, path
            title = re.search("<title>(.+?) · ", page)
            assert title or path == "/", "a page names itself before the site"


async def test_where_nothing_is_indexed_the_pages_say_so(connect: Connect, tmp_path: Path) -> None:
    Store.create(tmp_path / "empty.db").close()
    client = await connect(tmp_path / "empty.db")
    for path in ("/", "/bodies", "/reports", "/audit"):
        page = await text_of(client, path)
        assert "还没有收录报告" in page, path
        assert "/audit.csv" not in page
    about = await text_of(client, "/about")
    assert "从哪里来" not in about
    assert '<select name="year">' not in await text_of(client, "/figures/requests.received")
    asked = await text_of(client, "/ask", params={"q": "2020年收到多少件申请"})
    assert '<p class="headline">没有收录 2020 年的报告</p>' in asked
    assert (await (await client.get("/audit.json")).json()) == {"findings": []}


async def test_crawlers_ask_nothing_and_every_browser_finds_the_icon(connect: Connect) -> None:
    client = await connect()
    assert "Disallow: /ask\n" in await text_of(client, "/robots.txt")
    response = await client.get("/favicon.ico")
    assert (response.status, response.content_type) == (200, "image/svg+xml")


async def test_the_page_of_an_answer_is_named_by_its_question(connect: Connect) -> None:
    client = await connect()
    assert f"<title>{ASKED} · " in await text_of(client, f"/ask?q={ASKED}")
    long = await text_of(client, f"/ask?q={ASKED * 9}")
    assert len(html.unescape(long.partition("<title>")[2].partition("</title>")[0])) < 80


async def test_it_is_told_when_the_index_last_changed(connect: Connect, db: Path) -> None:
    with Store.open(db) as store:
        changed = store.changed()
    assert changed is not None
    assert f"{changed:%Y-%m-%d %H:%M}" in await text_of(await connect(), "/about")


def test_texts_of_both_languages_are_the_same_keys() -> None:
    zh, en = texts.texts("zh").sentences, texts.texts("en").sentences
    assert set(zh) == set(en)
    fields = re.compile(r"\{(\w+)\}")
    for key, sentence in zh.items():
        assert set(fields.findall(sentence)) == set(fields.findall(en[key])), key


def test_every_text_is_used() -> None:
    folder = Path(texts.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in [*folder.glob("*.py"), *folder.glob("templates/*")])
    made = ("error_", "about_how_", "kind_", "group_")
    gone = [
        key
        for key in texts.texts("zh").sentences
        if f"'{key}'" not in code and f'"{key}"' not in code and not key.startswith(made)
    ]
    assert gone == []


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.2, zh;q=0.9", "zh"),
        ("fr, en;q=0.5", "en"),
        ("de", "zh"),
        ("en;q=x, zh", "zh"),
        (",;;=,", "zh"),
    ],
)
def test_the_language_is_the_browsers(header: str, code: str) -> None:
    assert texts.preferred(header) == code


async def test_the_language_can_be_switched_and_the_way_back_stays_here(connect: Connect) -> None:
    client = await connect()
    response = await client.get("/language", params={"to": "en", "back": "/reports?year=2020"}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/reports?year=2020")
    assert "All years" in await text_of(client, "/reports")
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"):
        response = await client.get("/language", params={"to": "zh", "back": back}, allow_redirects=False)
        assert response.headers["Location"] == "/", back


async def test_hostile_text_is_text(connect: Connect) -> None:
    client = await connect()
    body = next(each for each in links(await text_of(client, "/bodies", params={"q": "onerror"}), "/bodies/"))
    report = links(await text_of(client, body), "/reports/")[0]
    payloads = (
        XSS,
        "</script><script>alert(1)</script>",
        "javascript:alert(1)",
        "\"'><svg onload=alert(1)>",
        "{{7*191}}",
    )
    of_figures = (
        f"{body}/requests.received",
        "/figures/requests.received?year=2021",
        "/figures/disclosed.news?year=2021",
    )
    pages = [await text_of(client, path) for path in ("/bodies", "/reports", "/audit", body, report, *of_figures)]
    pages += [await text_of(client, "/ask", params={"q": each}) for each in payloads]
    pages += [await (await client.post("/ask", data={"q": each})).text() for each in payloads]
    pages.append(await text_of(client, "/reports", params={"q": XSS}))
    for page in pages:
        assert "<img" not in page
        assert "alert(1)</script>" not in page
        assert "<svg onload" not in page
        assert 'href="javascript:' not in page
        assert "1337" not in page


async def test_headers_keep_browsers_from_running_or_framing_anything(connect: Connect) -> None:
    client = await connect()
    for path in ("/", "/nothing", "/api/facts", static("app.css"), "/api/reports/000000000000"):
        headers = (await client.get(path)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "aiohttp" not in headers["Server"]
        assert "Strict-Transport-Security" not in headers
    secure = await connect(tls=True)
    assert "Strict-Transport-Security" in (await secure.get("/")).headers
    response = await secure.post("/ask", data={"q": ASKED}, allow_redirects=False)
    cookie = response.headers["Set-Cookie"]
    assert all(each in cookie for each in ("Secure", "HttpOnly", "SameSite=Lax"))


async def test_a_form_of_another_site_is_refused(connect: Connect) -> None:
    client = await connect()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert (await client.post("/ask", data={"q": ASKED}, headers=headers)).status == 403, headers
    own = {"Origin": str(client.make_url("/")).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/ask", data={"q": ASKED}, headers=own)).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/reports/..%2f..%2fetc%2fpasswd",
        "/reports/%2e%2e/original",
        "/reports/000000000000/original",
        "/reports/..%5c..%5cboot.ini/original",
        "/static/x/../../app.py",
        "/static/x/..%2fapp.py",
        "/static/x/%2e%2e%2f%2e%2e%2fapi.py",
        "/static/x/pages.zh.toml",
        "/reports/%00/original",
        "//etc/passwd",
        "/reports/ABCDEFABCDEF/original",
        "/reports//etc/passwd/original",
    ],
)
async def test_no_path_of_a_client_opens_a_file(connect: Connect, path: str) -> None:
    client = await connect()
    response = await client.session.get(URL(str(client.make_url("/")).rstrip("/") + path, encoded=True))
    assert response.status in (400, 404)
    assert "root:" not in await response.text()


async def test_the_original_is_given_by_report_and_only_if_it_is_what_was_indexed(
    connect: Connect, tmp_path: Path
) -> None:
    file = tmp_path / "青禾 2020.txt"
    file.write_bytes((SAMPLES / "qinghe-2020.txt").read_bytes())
    db = tmp_path / "own.db"
    with Store.create(db) as store:
        store.replace(load(str(file)))
    client = await connect(db)
    report = links(await text_of(client, "/reports"), "/reports/")[0]
    response = await client.get(f"{report}/original")
    assert await response.read() == file.read_bytes()
    assert response.content_type == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "%E9%9D%92" in response.headers["Content-Disposition"]
    file.write_text("another file", encoding="utf-8")
    assert (await client.get(f"{report}/original")).status == 404
    file.unlink()
    file.symlink_to("/etc/passwd")
    assert (await client.get(f"{report}/original")).status == 404


async def test_links_to_figures_lead_to_their_cells(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, "/ask", params={"q": "海珠区2020年收到多少件申请"})
    places = [each for each in links(page, "/reports/") if "#" in each]
    assert places
    for place in places:
        path, _, anchor = place.partition("#")
        assert f'id="{anchor}"' in await text_of(client, path), place
    for source in links(page, "/reports/"):
        if "/source?" in source:
            assert 'class="figure mark"' in await text_of(client, source), source
    assert (await client.get(f"{places[0].partition('#')[0]}/source", params={"at": "nothing"})).status == 404


async def test_every_figure_of_a_report_has_its_place_in_the_print(connect: Connect) -> None:
    client = await connect()
    for report in dict.fromkeys(links(await text_of(client, "/reports"), "/reports/")):
        page = await text_of(client, report)
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids)), report
        assert [each for each in links(page, "#") if each[1:] not in ids] == []


async def test_lists_are_filtered_and_paged(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, "/reports", params={"q": "青禾 办公室", "year": "2020"})
    assert page.count('<th scope="row">') == 1
    assert page.count('<th scope="row">') == 1
    assert (await text_of(client, "/reports", params={"offset": "12"})).count('<th scope="row">') == 1
    assert '<option value="2020">2020 (5)</option>' in await text_of(client, "/bodies"), "what a filter would leave"
    page = await text_of(client, "/reports", params={"q": "青禾区人民政府", "form": "2008"})
    assert '<option value="2016">2016 (1)</option></select>' in page
    assert '<option value="2008" selected>2008 年版式 (1)</option>' in page
    assert '<option value="1999" selected>1999 (0)</option>' in await text_of(
        client, "/reports", params={"year": "1999"}
    )
    assert "没有符合条件的" in await text_of(client, "/bodies", params={"q": "没有这个单位"})
    for bad in (
        {"year": "x"},
        {"year": "99999"},
        {"offset": "-1"},
        {"form": "1999"},
        {"nothing": "1"},
        {"order": "size"},
        {"q": "x" * 300},
    ):
        assert (await client.get("/reports", params=bad)).status == 400, bad


async def test_lists_are_sorted_and_can_be_taken_along(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, "/reports", params={"order": "gaps", "year": "2019"})
    assert re.findall(r'data-label="缺漏">([0-9]*)<', page)[:3] == ["11", "3", ""]
    assert '<th scope="col" class="count" aria-sort="descending">' in page
    assert 'href="/reports?year=2019&amp;order=failing"' in page, "sorted otherwise, filtered the same"
    file = next(each for each in links(page, "/reports.csv"))
    rows = list(csv.DictReader(io.StringIO((await text_of(client, file)).removeprefix("\ufeff"))))
    assert [row["gaps"] for row in rows][:2] == ["11", "3"]
    assert {row["year"] for row in rows} == {"2019"}
    bodies = json.loads(await text_of(client, "/bodies.json", params={"q": "青禾区人民政府"}))["bodies"]
    assert [(each["body"], each["years"]) for each in bodies] == [("云岭市青禾区人民政府办公室", "2016 2019 2020 2021")]
    assert (await client.get("/bodies.xlsx")).status == 200


async def test_the_audit_is_filtered_by_year(connect: Connect) -> None:
    client = await connect()
    assert "共 10 条" in await text_of(client, "/audit")
    page = await text_of(client, "/audit", params={"year": "2016"})
    assert "共 1 条" in page
    assert "<option selected>2016</option>" in page
    assert "没有符合条件的" in await text_of(client, "/audit", params={"year": "1999"})


async def test_what_does_not_agree_stands_first_and_can_be_taken_along(connect: Connect, tmp_path: Path) -> None:
    folder, path = tmp_path / "reports", tmp_path / "own.db"
    folder.mkdir()
    for name in ("bailu-2020.txt", "haizhu-2020.txt", "qinghe-2020.txt"):
        text = (SAMPLES / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("申请 84 宗", "申请 85 宗"), encoding="utf-8")
    assert run(["index", str(folder), "--db", str(path)]) == 0
    client = await connect(path)
    page = await text_of(client, "/audit")
    assert re.findall("<h2>.*?</h2>", page)[0].count("青禾区人民政府办公室") == 1
    assert "1 处不符" in page
    assert page.count('<section class="audited">') == 2, "those in which all agrees stand together"
    assert re.search('没有发现不符之处 <span class="quiet">2 个单位', page)
    rows = list(csv.DictReader(io.StringIO((await (await client.get("/audit.csv")).read()).decode("utf-8-sig"))))
    (row,) = rows
    assert (row["body"], row["year"]) == ("云岭市青禾区人民政府办公室", "2020")
    assert (row["left"], row["right"], row["line"]) == ("85", "84", "16")
    assert row["sentence"] in page
    assert (await (await client.get("/audit.json", params={"q": "白鹭"})).json()) == {"findings": []}
    assert (await client.get("/audit.csv", params={"year": "x"})).status == 400


async def test_an_answer_can_be_cited_with_its_places(connect: Connect) -> None:
    client = await connect(public_url="https://figures.example.org/")
    page = await text_of(client, "/ask", params={"q": ASKED})
    told = html.unescape(page.partition("<textarea readonly")[2].partition(">")[2].partition("</textarea>")[0])
    first, *rest = told.split("\n")
    assert first == "84 件 — 云岭市青禾区人民政府办公室，2020 年新收政府信息公开申请"
    assert any("第 50 行" in line for line in rest)
    place = next(line for line in rest if "#requests.received.total" in line).partition("：")[2]
    assert place.startswith("https://figures.example.org/reports/")
    assert 'id="requests.received.total"' in await text_of(client, place.removeprefix("https://figures.example.org"))
    assert "84 件" in await text_of(client, rest[-1].partition("：https://figures.example.org")[2])
    assert "还可以问" not in told
    table = await text_of(client, "/ask", params={"q": "2020年各单位收到多少件申请"})
    assert "\n云岭市青禾区人民政府办公室\t84 件\t50\n" in table, "as a document or a sheet takes it"
    assert "<textarea" not in await text_of(client, "/ask", params={"q": "天气怎么样"})
    hostile = await text_of(client, "/ask", params={"q": f"{HOSTILE_BODY}2021年收到多少件申请</textarea><b>"})
    assert "</textarea><b>" not in hostile


async def test_a_body_of_one_year_shows_its_figures(connect: Connect) -> None:
    client = await connect()
    body = links(await text_of(client, "/bodies", params={"q": "白鹭县人民政府办公室"}), "/bodies/")[0]
    page = await text_of(client, body)
    assert '<span class="big">66 件</span>' in page
    place = next(each for each in links(page, "/reports/") if each.endswith("#requests.received.total"))
    assert 'id="requests.received.total"' in await text_of(client, place.partition("#")[0])


async def test_a_question_that_is_not_taken_stays_in_the_box(connect: Connect) -> None:
    client = await connect(questions_a_minute=1)
    await client.post("/ask", data={"q": ASKED})
    response = await client.post("/ask", data={"q": f"{ASKED}{XSS}"})
    assert response.status == 429
    assert f'value="{html.escape(f"{ASKED}{XSS}")}"' in await response.text()


async def test_bodies_show_their_years_as_charts(connect: Connect) -> None:
    client = await connect()
    body = links(await text_of(client, "/bodies", params={"q": "青禾区人民政府办公室"}), "/bodies/")[0]
    page = await text_of(client, body)
    assert page.count('<figure class="chart small">') >= 6
    response = await client.get(f"{body}/requests.received.csv")
    rows = list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig"))))
    assert [(row[1], row[3]) for row in rows[1:]] == [("2016", "52"), ("2019", "70"), ("2020", "84"), ("2021", "96")]
    assert (await client.get(f"{body}/no.such.csv")).status == 404


async def test_answers_and_reports_can_be_taken_along(connect: Connect) -> None:
    client = await connect()
    await client.post("/ask", data={"q": ASKED})
    rows = list(csv.DictReader(io.StringIO((await (await client.get("/turns/1.csv")).read()).decode("utf-8-sig"))))
    assert (rows[0]["value"], rows[0]["line"], rows[0]["report"]) == ("84", "50", "qinghe-2020.txt")
    told = await (await client.get("/turns/1.json")).json()
    assert told["results"][0]["value"] == 84
    assert re.fullmatch("[0-9a-f]{12}", told["results"][0]["sources"][0]["report"])
    text = "什么是依申请公开"
    assert "/ask.csv?" in await text_of(client, "/ask", params={"q": text})
    assert "条例" in (await (await client.get("/ask.csv", params={"q": text})).read()).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(await (await client.get("/ask.xlsx", params={"q": ASKED})).read()))
    assert book.worksheets[0]["E2"].value == 84
    assert book.worksheets[0]["E2"].data_type == "n"
    report = links(await text_of(client, "/reports"), "/reports/")[0]
    facts = await (await client.get(f"{report}/facts.json")).json()
    assert len(facts["facts"]) > 100
    assert (await client.get("/turns/9.csv")).status == 404


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", '"=1', "'=1", "\x00=1", "　=1"],
)
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    made = export.Sheet(name="x", heads=("a",), rows=[(cell,)])
    (_, row) = list(csv.reader(io.StringIO(export.as_csv(made).decode("utf-8-sig"), newline="")))
    assert row[0].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(made))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@pytest.mark.parametrize("number", [Decimal(-5), Decimal("1767211.05"), Decimal(0), 7])
def test_numbers_stay_numbers(number: Decimal | int) -> None:
    made = export.Sheet(name="[x]:*", heads=("a", "b"), rows=[(number, None)])
    assert export.as_csv(made).decode("utf-8-sig").splitlines()[1] == f"{number},"
    sheet = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(made))).worksheets[0]
    assert sheet["A2"].data_type == "n"
    assert Decimal(str(sheet["A2"].value)) == number


def test_text_that_is_harmless_is_left_alone() -> None:
    assert export.defused("海珠区 12-3") == "海珠区 12-3"
    assert export.defused("") == ""
    assert export.as_xlsx(export.Sheet(name="", heads=("\x0b",), rows=[("a\x00b\ud800",)]))


def chart(*values: int | None, kind: str = "line") -> Chart:
    return Chart(
        kind=kind,
        title="t",
        labels=tuple(f"l{at}" for at in range(len(values))),
        unit="件",
        series=(("s", tuple(None if value is None else Decimal(value) for value in values)),),
    )


def test_a_line_breaks_where_there_is_no_figure_and_never_falls_to_zero() -> None:
    made = charts.drawn(chart(3, 5, None, 4, 6))
    assert made is not None
    assert len(made.lines[0].paths) == 2
    assert len(made.lines[0].points) == 4
    assert made.gaps == ("l2",)


def test_years_stand_as_far_apart_as_they_are() -> None:
    line = Chart(
        kind="line",
        title="x",
        unit="件",
        labels=("2016", "2019", "2020"),
        series=(("x", tuple(map(Decimal, (1, 2, 3)))),),
    )
    made = charts.drawn(line)
    assert made is not None
    first, second, third = (point.x for point in made.lines[0].points)
    assert round((second - first) / (third - second), 2) == 3
    evenly = charts.drawn(replace(line, labels=("甲", "乙", "丙")))
    assert evenly is not None
    assert len({round(b.x - a.x, 1) for a, b in pairwise(evenly.lines[0].points)}) == 1


def test_figures_that_would_run_into_each_other_are_left_to_the_hint() -> None:
    values = tuple(Decimal(number) for number in range(1_000_000, 1_000_020))
    labels = tuple(str(year) for year in range(2001, 2021))
    made = charts.drawn(Chart(kind="line", title="x", unit="元", labels=labels, series=(("x", values),)), small=True)
    assert made is not None
    written = [point for point in made.lines[0].points if point.written]
    assert 1 <= len(written) < 6
    assert made.lines[0].points[-1].written
    assert all(b.x - a.x > 60 for a, b in pairwise(written))
    assert made.ticks[-1][1] == "2020"


def test_columns_of_words_are_told_from_figures() -> None:
    table = Table(
        heads=("名次", "单位", "值", "行"),
        rows=(
            ("1", "云岭市青禾区第3中学", "约 84 件", "50"),
            ("2", "甲县", "12.5%", ""),
            ("3", "乙县", "没有这个数", "7"),
        ),
    )
    assert charts.texts_of(table) == (False, True, False, False)


def test_bars_are_as_long_as_their_figures() -> None:
    made = charts.drawn(chart(10, 20, -5, None, kind="bar"))
    assert made is not None
    lengths = [bar.width for bar in made.bars]
    assert lengths[1] == pytest.approx(2 * lengths[0], rel=0.01)
    assert made.bars[2].x < made.zero
    assert [bar.value for bar in made.bars] == ["10", "20", "-5"]
    many = charts.drawn(chart(*range(1, 100), kind="bar"))
    assert many is not None
    assert many.left_out == 99 - charts.MOST_BARS
    assert charts.drawn(chart(None, None)) is None
    assert charts.drawn(chart(0)) is not None


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


def test_the_hostile_body_is_in_the_index(db: Path) -> None:
    with Store.open(db) as store:
        assert HOSTILE_BODY in {body.name for body in store.bodies()}
        assert replace(store.reports(body=HOSTILE_BODY)[0]).path == "x<b>.txt"
