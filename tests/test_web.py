"""Questions on the page, without a browser: answers with their sources, tables and charts, conversations."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.doors import Door
from bot.models import Answer, Table
from bot.pages.shelf import Shelf
from bot.service import Service
from index.store import Store
from loaders import load
from tests.served import (
    ASKED,
    SAMPLES,
    Connect,
    copied,
    site,
    text_of,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def db(hostile: Path) -> Path:
    return hostile


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
