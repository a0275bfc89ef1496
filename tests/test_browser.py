"""The page in a real browser: by mouse and keys, on a phone, in the dark, in English, and without JavaScript."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from bot.channels.web import server
from bot.pages.views import DraftAudit
from tests.served import ASKED, HOSTILE_BODY, XSS, add_hostile, samples, site

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("default"),
]


CALLED_WRONG: list[dict[str, Any]] = []
"""what was kept for the operator"""


def _kept(record: Mapping[str, Any]) -> bool:
    CALLED_WRONG.append(dict(record))
    return True


def _audit(_ending: str, name: str, _content: bytes, _code: str) -> DraftAudit:
    return DraftAudit(
        name=name, body="甲县", year=2020, form="2019", facts=9, checks=3, findings=["甲与乙不符"], gaps=[], notes=[]
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real server serves, in a thread of its own."""
    db = samples(tmp_path_factory.mktemp("browser"))
    add_hostile(db)
    ready, told = threading.Event(), list[Any]()

    def started(at: str) -> None:
        told.append(at)
        ready.set()

    async def serving() -> None:
        stop = asyncio.Event()
        told.extend((asyncio.get_running_loop(), stop))
        mine = replace(site(db, port=0, draft=_audit), record=_kept)
        await server.serve(mine, started, stop)

    thread = threading.Thread(target=asyncio.run, args=(serving(),))
    thread.start()
    assert ready.wait(20)
    yield told[2]
    told[0].call_soon_threadsafe(told[1].set)
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@contextlib.contextmanager
def tab(browser: Any, address: str, **how: Any) -> Iterator[Any]:
    """A page of a browser of its own; nothing on it may fail or be blocked, and no other host is asked."""
    context = browser.new_context(**{"locale": "zh-CN", **how})
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(f"a script of a payload ran: {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


def ask(page: Any, text: str, turns: int) -> Any:
    """Type a question and press Enter; the turn that answers it."""
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")
    turn = page.locator(".turn").nth(turns - 1)
    turn.wait_for()
    return turn


@pytest.mark.parametrize("scripts", [True, False])
def test_a_conversation_with_its_source(browser: Any, address: str, scripts: bool) -> None:
    with tab(browser, address, java_script_enabled=scripts, viewport={"width": 1440, "height": 900}) as page:
        ask(page, "2020年收到多少件申请", 1).locator(".options button").first.click()
        page.locator(".turn").nth(1).wait_for()
        assert re.fullmatch(r"[0-9]+ 件", page.locator(".turn").nth(1).locator(".big").inner_text())
        assert ask(page, ASKED, 3).locator(".big").inner_text() == "84 件"
        mark = page.locator("#source .mark")
        assert mark.inner_text() == "84"
        assert page.locator("#source .here .number").inner_text() == "50"
        if scripts:
            page.wait_for_timeout(200)
            box, panel = mark.bounding_box(), page.locator("#source").bounding_box()
            assert panel["y"] < box["y"] < panel["y"] + panel["height"], "the cell is scrolled into sight"
            assert panel["x"] < box["x"] < box["x"] + box["width"] <= panel["x"] + panel["width"]
        assert ask(page, "其中商业企业呢", 4).locator(".big").inner_text() == "17 件"
        page.reload()
        assert page.locator(".turn").count() == 4
        page.locator(".new button").click()
        page.locator(".hello").wait_for()
        assert page.locator(".turn").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_called_wrong(browser: Any, address: str, scripts: bool) -> None:
    with tab(browser, address, java_script_enabled=scripts, viewport={"width": 390, "height": 844}) as page:
        turn = ask(page, ASKED, 1)
        turn.locator(".wrong summary").click()
        turn.locator(".wrong input[name=remark]").fill("应该是85")
        turn.locator(".wrong button").click()
        page.locator(".wrong[role=status]").wait_for()
        assert page.locator(".turn").count() == 1
        assert ask(page, "其中商业企业呢", 2).locator(".big").inner_text() == "17 件"
        assert page.locator(".wrong[role=status]").count() == 1
    assert CALLED_WRONG[-1]["remark"] == "应该是85"
    assert CALLED_WRONG[-1]["question"] == ASKED


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_taken_along_as_text(browser: Any, address: str, scripts: bool) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with tab(browser, address, java_script_enabled=scripts, permissions=allowed) as page:
        turn = ask(page, ASKED, 1)
        turn.locator(".cite summary").click()
        text = turn.locator(".cite textarea").input_value()
        assert text.startswith("84 件 — 云岭市青禾区人民政府办公室")
        assert f"{address}reports/" in text
        assert turn.locator(".cite .take").is_visible() is scripts
        if scripts:
            turn.locator(".cite .take").click()
            page.locator(".take", has_text="已复制").wait_for()
            assert page.evaluate("() => navigator.clipboard.readText()") == text


def test_a_figure_of_a_table_is_shown_beside(browser: Any, address: str) -> None:
    with tab(browser, address, viewport={"width": 1440, "height": 900}) as page:
        turn = ask(page, "青禾区历年收到多少件申请", 1)
        turn.locator("td a", has_text="96 件").click()
        page.locator("#source .mark", has_text="96").wait_for()
        assert page.url == address


def test_another_source_is_shown_beside(browser: Any, address: str) -> None:
    with tab(browser, address, viewport={"width": 1440, "height": 900}) as page:
        turn = ask(page, ASKED, 1)
        turn.locator(".place").nth(1).click()
        page.locator("#source .prose .mark").wait_for()
        assert page.locator("#source .here .number").inner_text() == "16"
        assert page.url == address


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_for_a_colleague_opens_the_whole_report_at_the_cell(browser: Any, address: str, scripts: bool) -> None:
    with tab(browser, address, java_script_enabled=scripts, viewport={"width": 1200, "height": 800}) as page:
        ask(page, ASKED, 1)
        link = page.locator("#source .whole").get_attribute("href")
        assert re.fullmatch(r"/reports/[0-9a-f]{12}#requests\.received\.total", link)
        page.goto(address.rstrip("/") + link)
        cell = page.locator("[id='requests.received.total']")
        assert cell.inner_text() == "84"
        page.wait_for_timeout(700)
        box = cell.bounding_box()
        assert 0 <= box["y"] <= 800, "scrolled to"
        if scripts:
            ground = "each => getComputedStyle(each).backgroundColor"
            assert cell.evaluate(ground) != page.locator("[id='requests.received.other']").evaluate(ground)


def test_by_keys_alone(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.locator("body").click(position={"x": 5, "y": 5})
        page.keyboard.press("/")
        page.keyboard.type(ASKED)
        page.keyboard.press("Enter")
        page.locator(".turn .big").wait_for()
        page.locator("body").click(position={"x": 5, "y": 5})
        seen = []
        for _ in range(16):
            page.keyboard.press("Tab")
            seen.append(page.locator(":focus").evaluate("each => each.className || each.tagName"))
        assert "place" in seen
        page.goto(f"{address}about")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.keyboard.press("Enter")
        assert page.locator("main:focus").count() == 1


def test_what_has_the_focus_is_in_sight(browser: Any, address: str) -> None:
    with tab(browser, address, viewport={"width": 1280, "height": 600}) as page:
        turn = ask(page, ASKED, 1)
        turn.locator(".wrong summary").click()
        page.evaluate("() => scrollTo(0, 0)")
        turn.locator(".place").first.focus()
        for _ in range(14):
            page.keyboard.press("Tab")
            page.wait_for_timeout(400)  # it scrolls smoothly
            seen = page.locator(":focus").evaluate(
                "it => { const at = it.getBoundingClientRect();"
                " return it.contains(document.elementFromPoint(at.x + 5, at.y + at.height - 5)); }"
            )
            assert seen, page.locator(":focus").evaluate("it => it.outerHTML")


def test_line_numbers_are_large_enough_for_a_finger(browser: Any, address: str) -> None:
    with tab(browser, address, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(address.rstrip("/") + ask(page, ASKED, 1).locator(".place").first.get_attribute("href"))
        sizes = page.locator(".printed th.number a").evaluate_all(
            "all => all.map(it => it.getBoundingClientRect()).map(it => [it.width, it.height])"
        )
        assert len(sizes) > 20
        assert min(min(each) for each in sizes) >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_on_a_phone_in_any_light_and_language_nothing_sticks_out(
    browser: Any, address: str, scheme: str, locale: str
) -> None:
    how = {"viewport": PHONE, "color_scheme": scheme, "locale": locale, "has_touch": True, "is_mobile": True}
    with tab(browser, address, **how) as page:
        dark = (
            "() => getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/g).every(each => each < 60)"
        )
        assert page.evaluate(dark) is (scheme == "dark")
        assert page.locator(".send").inner_text() == ("提问" if locale == "zh-CN" else "Ask")
        ask(page, "青禾区历年收到多少件申请", 1)
        pages = [page.url, "bodies", "reports", "audit", "draft", "about", "api/docs"]
        pages += ["figures", "figures/requests.received?year=2020", "reports?order=gaps"]
        pages.append(page.locator(".place").first.get_attribute("href").lstrip("/"))
        wide = "() => document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= PHONE["width"]
        for path in pages[1:]:
            page.goto(address + path)
            assert page.evaluate(wide) <= PHONE["width"], path


def test_what_is_printed_is_dark_on_white_without_what_only_a_screen_needs(browser: Any, address: str) -> None:
    with tab(browser, address, color_scheme="dark") as page:
        ask(page, ASKED, 1)
        page.emulate_media(media="print")
        ink = "() => getComputedStyle(document.documentElement).color.match(/[0-9]+/g).every(each => each < 60)"
        assert page.evaluate(ink)
        assert page.title().startswith(ASKED)
        assert page.locator(".big, #source .mark").count() == 2
        for gone in (".top", "#question", ".tools", "details.wrong", ".source-head .links", ".foot"):
            assert not page.locator(gone).is_visible(), gone


def test_english_is_chosen_by_the_switch(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.locator(".switch").click()
        page.locator("text=You may ask").wait_for()
        turn = ask(page, "How many requests did Haizhu receive in 2020?", 1)
        assert "requests received" in turn.inner_text()
        page.locator(".switch").click()
        page.locator("button.send", has_text="提问").wait_for()


def test_payloads_are_shown_and_never_run(browser: Any, address: str) -> None:
    payloads = (
        XSS,
        "<svg onload=alert(1)>",
        "</title><script>alert(1)</script>",
        '" autofocus onfocus=alert(1) x="',
        "javascript:alert(1)",
        "'-alert(1)-'",
        "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    )
    with tab(browser, address) as page:
        for number, payload in enumerate(payloads, start=1):
            turn = ask(page, payload, number)
            assert turn.locator(".asked").inner_text().endswith(payload)
        ask(page, f"{HOSTILE_BODY}2021年收到多少件申请", len(payloads) + 1)
        assert page.locator("main img, main iframe, main script").count() == 0
        page.goto(f"{address}bodies?q=onerror")
        page.locator(".cards .name").click()
        page.locator("h1", has_text=XSS).wait_for()
        page.locator(".years a").first.click()
        page.locator(".printed").wait_for()
        assert page.locator("main img, main script").count() == 0
        page.wait_for_timeout(200)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draft_is_dropped_and_its_audit_read(browser: Any, address: str, scripts: bool, tmp_path: Path) -> None:
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(b"x")
    with tab(browser, address, java_script_enabled=scripts) as page:
        page.goto(f"{address}draft")
        page.locator("#file").set_input_files(str(draft))
        page.locator(".drop .send").click()
        page.locator(".findings", has_text="甲与乙不符").wait_for()
