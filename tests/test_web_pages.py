"""The pages to look things up on: languages, hostile text, lists, files, what a client may open."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from yarl import URL

from bot.channels.web import texts
from bot.channels.web.site import static
from bot.cli import run
from index.store import Store
from loaders import load
from tests.served import (
    ASKED,
    HOSTILE_BODY,
    SAMPLES,
    XSS,
    Connect,
    links,
    text_of,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def db(hostile: Path) -> Path:
    return hostile


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


def test_the_hostile_body_is_in_the_index(db: Path) -> None:
    with Store.open(db) as store:
        assert HOSTILE_BODY in {body.name for body in store.bodies()}
        assert store.reports(body=HOSTILE_BODY)[0].path == "x<b>.txt"


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
