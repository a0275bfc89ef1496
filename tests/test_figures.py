"""Pages of one metric: over the bodies of a year, and over the years of a body."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.doors import Door
from bot.pages.browse import Browse
from bot.pages.shelf import Shelf
from index.metrics import catalogue
from index.store import Store
from loaders import load
from tests.served import SAMPLES, Client, Connect, copied, links

pytestmark = pytest.mark.slow
RECEIVED = "/figures/requests.received"
ROW = re.compile(
    r"<tr[^>]*><td>([0-9]+)</td><th scope=\"row\"><a[^>]*>([^<]*)</a></th><td[^>]*><a href=\"([^\"]*)\">([^<]*)<"
)
"""rank, body, address of the cell, figure"""


async def text_of(client: Client, path: str, **params: str) -> str:
    response = await client.get(path, params=params or None)
    assert response.status == 200, path
    return await response.text()


def order(page: str) -> list[tuple[str, str, str]]:
    """Rank, body and figure of each row."""
    return [(rank, body, amount) for rank, body, _, amount in ROW.findall(page)]


async def test_bodies_stand_in_the_order_that_an_answer_gives_and_lead_to_their_cells(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, RECEIVED, year="2020")
    answer = await text_of(client, "/ask", q="2020年各单位收到申请排名")
    told = re.findall(r'<th scope="row">([0-9]+)</th><td class="words">([^<]*)</td><td><a [^>]*>([^<]*)</a>', answer)
    assert order(page) == told
    assert len(told) == 5
    assert "5 个有这个数。中位数 66 件。" in page
    _, _, address, amount = ROW.findall(page)[0]
    report, _, anchor = address.partition("#")
    assert re.search(
        rf'id="{re.escape(anchor)}" class="figure"[^>]*>{amount.split()[0]}</td>', await text_of(client, report)
    )


async def test_filters_stand_in_the_address(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, RECEIVED, year="2020", party="business")
    assert ('<option value="business" selected>' in page, order(page)[0][2]) == (True, "26 件")
    page = await text_of(client, RECEIVED, year="2020", q="白鹭县", order="least")
    assert [each[:2] for each in order(page)] == [
        ("2", "云岭市白鹭县石渡镇人民政府"),
        ("1", "云岭市白鹭县人民政府办公室"),
    ]
    page = await text_of(client, RECEIVED, year="2020", order="name")
    assert [body for _, body, _ in order(page)] == sorted(body for _, body, _ in order(page))
    assert order(await text_of(client, RECEIVED))[0][2] == "96 件", "the newest year where none is named"
    for bad in ({"year": "x"}, {"party": "everyone"}, {"order": "size"}, {"nothing": "1"}, {"offset": "-1"}):
        assert (await client.get(RECEIVED, params=bad)).status == 400, bad
    for none in ("/figures/nothing", "/figures/requests.received.pdf", "/bodies/000000000000/requests.received"):
        assert (await client.get(none)).status == 404, none
    assert (await client.get("/figures/fees.amount", params={"party": "business"})).status == 400, (
        "it has no applicants"
    )


async def test_who_has_no_figure_is_named_with_the_reason(connect: Connect) -> None:
    page = await text_of(await connect(), "/figures/requests.carried_out", year="2019")
    gone = page.partition('class="gone"')[2].partition("</details>")[0]
    assert re.search("海珠湿地管理办公室</a> <span[^>]*>[^<]+", gone)
    assert "海珠湿地" not in "".join(body for _, body, _ in order(page))


async def test_a_ranking_can_be_taken_along_whole(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, RECEIVED, year="2020", order="least")
    file = links(page, f"{RECEIVED}.csv")[0]
    rows = list(csv.DictReader(io.StringIO((await text_of(client, file)).removeprefix("\ufeff"))))
    assert [(row["rank"], row["body"], f"{row['value']} {row['unit']}") for row in rows] == order(page)
    whole = json.loads(await text_of(client, f"{RECEIVED}.json", year="2020"))["bodies"]
    assert (whole[0]["value"], whole[0]["fact"]) == (116, "requests.received.total")


async def test_every_metric_has_a_page_and_the_list_leads_to_it(connect: Connect) -> None:
    client = await connect()
    listed = [each.removeprefix("/figures/") for each in links(await text_of(client, "/figures"), "/figures/")]
    assert sorted(listed) == sorted(catalogue())
    for key in listed:
        await text_of(client, f"/figures/{key}")
    page = await text_of(client, "/figures", q="诉讼 维持")
    assert 0 < len(links(page, "/figures/")) < 5
    assert "没有符合条件的" in await text_of(client, "/figures", q="没有这一项")


async def test_a_body_is_shown_among_those_next_to_it(connect: Connect) -> None:
    client = await connect()
    body = links(await text_of(client, "/bodies", q="青禾区人民政府"), "/bodies/")[0]
    page = await text_of(client, f"{body}/requests.received")
    assert '<p class="big">96 件</p>' in page
    assert page.count("<circle") == 4
    assert "2020 年前后名次的单位" in page, "nobody else has a report on the newest year"
    assert re.search(r'<tr class="mine" aria-current="true"><td>2</td>.*?84 件', page)
    assert len(order(page)) == 4
    assert "没有读到这个数" in await text_of(client, f"{body}/regulations.in_force"), "a row of no form it has used"


async def test_all_figures_of_a_body_stand_side_by_side_as_its_own_pages_have_them(connect: Connect) -> None:
    client = await connect()
    body = links(await text_of(client, "/bodies", q="青禾区人民政府办公室"), "/bodies/")[0]
    assert f"{body}/all" in links(await text_of(client, body), "/bodies/")
    page = await text_of(client, f"{body}/all")
    assert re.findall(r'<th scope="col" class="count">([0-9]{4})</th>', page)[:4] == ["2016", "2019", "2020", "2021"]
    rows = {
        metric: re.findall(r'<td class="count">(?:<a href="([^"]*)">([^<]*)</a>|<span[^>]*>–)', cells)
        for metric, cells in re.findall(r'<th scope="row"><a href="[^"]*/([a-z0-9_.]+)">[^<]*</a></th>(.*)</tr>', page)
    }
    assert [amount for _, amount in rows["requests.received"]] == ["52 件", "70 件", "84 件", "96 件"]
    assert [bool(amount) for _, amount in rows["reconsideration.pending"]] == [False, True, True, True]
    for metric in ("requests.received", "outcome.total", "normative_documents.issued", "procurement.amount"):
        own = await text_of(client, f"{body}/{metric}")
        assert all(f'<a href="{at}">{amount}</a>' in own for at, amount in rows[metric] if amount), metric
    assert "该版式没有这一项" in page.partition('/reconsideration.pending"')[2].partition("</td>")[0], "says why not"
    at, _ = rows["requests.received"][2]
    assert f'id="{at.partition("#")[2]}"' in await text_of(client, at)


async def test_all_figures_of_a_body_can_be_taken_along(connect: Connect) -> None:
    client = await connect()
    body = links(await text_of(client, "/bodies", q="青禾区人民政府办公室"), "/bodies/")[0]
    told = list(csv.DictReader(io.StringIO((await (await client.get(f"{body}/all.csv")).read()).decode("utf-8-sig"))))
    received = next(row for row in told if row["metric"] == "requests.received")
    assert [received[year] for year in ("2016", "2019", "2020", "2021")] == ["52", "70", "84", "96"]
    whole = (await (await client.get(f"{body}/all.json")).json())["figures"]
    assert len(whole) == len(told)
    for row, one in zip(told, whole, strict=True):
        assert row["metric"] == one["metric"]
        assert [row[str(each["year"])] for each in one["figures"]] == [
            "" if each["value"] is None else str(each["value"]) for each in one["figures"]
        ]
    assert (await client.get("/bodies/000000000000/all")).status == 404


async def test_an_answer_leads_on_to_the_pages_of_its_figure(connect: Connect) -> None:
    client = await connect()
    page = await text_of(client, "/ask", q="青禾区2020年收到多少件申请")
    further = page.partition('class="further"')[2].partition("</p>")[0]
    ways = links(further, "/")
    assert [each.rpartition("/")[2] for each in ways][:2] == ["requests.received", "requests.received?year=2020"]
    for way in ways:
        assert "84 件" in await text_of(client, way)
    page = await text_of(client, "/ask", q="青禾区2020年商业企业收到多少件申请")
    assert "/figures/requests.received?year=2020&party=business" in links(page, "/figures/")
    assert "/requests.received" not in "".join(links(page, "/bodies/")), "the years of all applicants are another thing"
    series = await text_of(client, "/ask", q="青禾区历年收到多少件申请")
    ways = links(series.partition('class="further"')[2].partition("</p>")[0], "/bodies/")
    assert [each.rpartition("/")[2] for each in ways][:1] == ["requests.received"], "over two forms of the report"
    both = await text_of(client, "/ask", q="青禾区和白鹭县2020年收到申请差多少")
    ways = links(both.partition('class="further"')[2].partition("</p>")[0], "/")
    assert ways == ["/figures/requests.received?year=2020"], "what lies between two bodies is of neither"
    share = await text_of(client, "/ask", q="青禾区2020年予以公开占办结总计的比例")
    assert links(share, "/figures/") == []


async def test_what_was_gone_through_once_is_read_as_any_page(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[object] = []
    search = Desk.search

    async def counted(desk: Desk, action: Callable[[Door], object]) -> object:
        searched.append(action)
        return await search(desk, action)

    monkeypatch.setattr(Desk, "search", counted)
    client = await connect()
    for params, times in (({}, 1), ({}, 1), ({"year": "2020"}, 2), ({"year": "2020", "q": "白鹭县"}, 2)):
        await text_of(client, "/figures/procurement.amount", **params)
        assert len(searched) == times, params


def test_two_reports_that_differ_have_no_place(db: Path, tmp_path: Path) -> None:
    own = copied(db, tmp_path)
    other = load(str(SAMPLES / "qinghe-2020.txt"))
    facts = tuple(
        replace(
            each,
            value=Decimal(9) if each.metric == "requests.received" else each.value,
            source=replace(each.source, report="other.txt"),
        )
        for each in other.facts
    )
    with Store.create(own) as store:
        before = Browse(store, Shelf()).measured.ranking("requests.received", "zh", year=2020)
        store.replace(replace(other, path="other.txt", facts=facts, statements=(), warnings=()))
        measured = Browse(store, Shelf()).measured
        after = measured.ranking("requests.received", "zh", year=2020)
        gone = measured.absent(after, "zh")
    assert (len(before.rows.items), len(after.rows.items), after.among) == (5, 4, 5)
    assert [(each.body.name, each.why) for each in gone] == [("云岭市青禾区人民政府办公室", "同年两份报告不一致")]
