"""Reports from the web: fetched politely and within bounds, from a server of the tests' own."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import loaders.fetch as module
from index.store import Store
from loaders import load
from loaders.fetch import Fetcher, NotFetchedError, checked, is_public, suffix_of

ROOT = Path(__file__).parents[1]
REPORT = (ROOT / "samples/qinghe-2020.txt").read_text(encoding="utf-8")


class Site:
    """A small web site; `hits` are the paths asked for, with the time."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[web.Request], web.StreamResponse]] = {}
        self.hits: list[tuple[str, float]] = []
        self.base = ""
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)

    async def __aenter__(self) -> Site:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.hits.append((request.path, time.monotonic()))
        page = self.pages.get(request.path)
        return page(request) if page is not None else web.Response(status=404)

    def text(self, path: str, text: str, **more: Any) -> str:
        self.pages[path] = lambda _: web.Response(text=text, **more)
        return self.base + path

    def moved(self, path: str, to: str) -> str:
        self.pages[path] = lambda _: web.Response(status=302, headers={"Location": to})
        return self.base + path


@pytest.fixture(name="site")
async def _site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture(name="fetcher")
async def _fetcher(tmp_path: Path) -> AsyncIterator[Fetcher]:
    async with Fetcher(tmp_path / "library", private=True, pause=0.0) as fetcher:
        yield fetcher


async def test_a_file_is_kept_with_the_address_it_came_from(site: Site, fetcher: Fetcher) -> None:
    url = site.text("/reports/2020.txt", REPORT, headers={"ETag": '"1"'})
    found = await fetcher.fetch(url)
    assert found.path is not None
    report = load(found.path)
    assert report.url == url
    assert {fact.source.url for fact in report.facts} == {url}
    again = await fetcher.fetch(url)
    assert (again.path, again.changed) == (found.path, False)


async def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    asked: list[str | None] = []

    def page(request: web.Request) -> web.StreamResponse:
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == '"1"':
            return web.Response(status=304)
        return web.Response(text=REPORT, headers={"ETag": '"1"'})

    site.pages["/2020.txt"] = page
    first = await fetcher.fetch(f"{site.base}/2020.txt")
    second = await fetcher.fetch(f"{site.base}/2020.txt")
    assert asked == [None, '"1"']
    assert (first.changed, second.changed) == (True, False)
    assert first.path == second.path


async def test_redirects_are_followed_three_times_and_no_more(site: Site, fetcher: Fetcher) -> None:
    site.text("/end.txt", REPORT)
    for number in range(5):
        site.moved(f"/{number}", f"{number - 1}" if number else "/end.txt")
    assert (await fetcher.fetch(f"{site.base}/2")).url == f"{site.base}/end.txt"
    found = await fetcher.fetch(f"{site.base}/3")
    assert (found.path, found.why) == (None, "more than 3 redirects")


async def test_robots_txt_is_obeyed_and_asked_once(site: Site, fetcher: Fetcher) -> None:
    site.text("/robots.txt", "User-agent: *\nDisallow: /closed/\n")
    site.text("/closed/a.txt", REPORT)
    site.text("/open/a.txt", REPORT)
    site.moved("/open/b.txt", "/closed/a.txt")
    assert "robots.txt" in (await fetcher.fetch(f"{site.base}/closed/a.txt")).why
    assert "robots.txt" in (await fetcher.fetch(f"{site.base}/open/b.txt")).why
    assert (await fetcher.fetch(f"{site.base}/open/a.txt")).path
    assert [path for path, _ in site.hits] == ["/robots.txt", "/open/b.txt", "/open/a.txt"]


async def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = lambda _: web.Response(status=503)
    site.text("/a.txt", REPORT)
    assert "robots.txt" in (await fetcher.fetch(f"{site.base}/a.txt")).why


async def test_one_request_a_second_a_host(site: Site, tmp_path: Path) -> None:
    for number in range(3):
        site.text(f"/{number}.txt", REPORT)
    async with Fetcher(tmp_path, private=True, pause=0.2) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{site.base}/{number}.txt") for number in range(3)))
    times = [at for _, at in site.hits]
    assert len(times) == 4
    assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(times))


async def test_what_is_too_large_is_refused(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    site.text("/told.txt", "x" * 2000)

    async def unsaid(_: object) -> AsyncIterator[bytes]:
        for _number in range(100):
            yield b"x" * 100

    site.pages["/unsaid.txt"] = lambda request: web.Response(body=unsaid(request))
    for name in ("told", "unsaid"):
        assert "larger than" in (await fetcher.fetch(f"{site.base}/{name}.txt")).why
    assert not list(fetcher.library.rglob("*.txt"))


async def test_a_server_that_does_not_answer_is_given_up(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.3)

    async def never(_: object) -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(5)

    site.pages["/slow.txt"] = lambda request: web.Response(body=never(request))
    async with Fetcher(tmp_path, private=True, pause=0.0) as fetcher:
        assert "not there within" in (await fetcher.fetch(f"{site.base}/slow.txt")).why


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "no address"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
async def test_nothing_is_fetched_from_this_machine(site: Site, tmp_path: Path, host: str) -> None:
    site.text("/a.txt", REPORT)
    port = site.base.rpartition(":")[2]
    async with Fetcher(tmp_path, pause=0.0) as fetcher:
        found = await fetcher.fetch(f"http://{host}:{port}/a.txt")
    assert found.path is None
    assert "public" in found.why or "cannot be reached" in found.why
    assert site.hits == []


async def test_a_name_is_checked_when_the_connection_is_made(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stood for a public address a moment ago may stand for one of ours now."""
    site.text("/a.txt", REPORT)
    port = int(site.base.rpartition(":")[2])

    async def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async with Fetcher(tmp_path, pause=0.0) as fetcher:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
        found = await fetcher.fetch(f"http://reports.example.com:{port}/a.txt")
    assert found.why == "127.0.0.1 is no public address"
    assert site.hits == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.com/a", "gopher://example.com/", "http://", "example.com", "", "//a/b",
     "http://user:secret@example.com/", "http://example.com:99999/", "http://[::1", "http://e.com/" + "a" * 3000],
)  # fmt: skip
def test_urls_that_are_not_fetched(url: str) -> None:
    with pytest.raises(NotFetchedError):
        checked(url)


async def test_a_redirect_to_a_file_is_refused(site: Site, fetcher: Fetcher) -> None:
    found = await fetcher.fetch(site.moved("/a", "file:///etc/passwd"))
    assert "only http" in found.why


def test_a_file_is_named_by_what_it_is() -> None:
    pdf = b"%PDF-1.7\n"
    assert suffix_of("http://a.example/x", "application/octet-stream", pdf) == ".pdf"
    assert suffix_of("http://a.example/x.doc", "application/msword", pdf) == ".pdf"
    assert suffix_of("http://a.example/x.htm", "text/html", b"<html><body>") == ".htm"
    assert suffix_of("http://a.example/x", "text/html", b"<html><body>") == ".html"
    assert suffix_of("http://a.example/x.txt", "text/plain", b"abc") == ".txt"
    assert suffix_of("http://a.example/x?y=1.pdf", "text/html", b"<p>") == ".html"
    assert suffix_of("http://a.example/x.php", "text/html", b"<p>") == ".html"


async def test_names_never_lead_out_of_the_library(site: Site, fetcher: Fetcher) -> None:
    for path in ("/..%2f..%2fetc%2fpasswd", "/%2e%2e/x.txt", "/a%00b.txt", "/" + "%E5%B9%B4" * 100):
        site.pages[path] = lambda _: web.Response(text=REPORT)
        found = await fetcher.fetch(site.base + path)
        if found.path is not None:
            assert ".." not in Path(found.path).parts
    assert {path.parent.parent for path in fetcher.library.rglob("*") if path.is_file()} <= {fetcher.library}


LIST = """<html><head><title>政府信息公开年报</title></head><body><ul>
<li><a href="/2020.html">云岭市青禾区人民政府办公室2020年政府信息公开工作年度报告</a> 2021-01-20</li>
<li><a href="/2019.html">云岭市青禾区人民政府办公室2019年政府信息公开工作年度报告</a> 2020-01-20</li>
<li><a href="/news.html">青禾区召开会议</a></li></ul></body></html>"""


def page(text: str) -> str:
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"


@pytest.mark.slow
async def test_the_command_follows_a_list_and_indexes_what_it_links(site: Site, tmp_path: Path) -> None:
    site.text("/list.html", LIST, content_type="text/html")
    site.text("/2020.html", page(REPORT), content_type="text/html")
    attached = "<html><body><p>云岭市青禾区人民政府办公室2019年政府信息公开工作年度报告</p><p>附件："
    attached += '<a href="files/2019.txt">2019年政府信息公开工作年度报告.txt</a></p></body></html>'
    site.text("/2019.html", attached, content_type="text/html")
    site.text("/files/2019.txt", REPORT.replace("2020 年", "2019 年"))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", "from bot.cli import main; main()", "fetch", f"{site.base}/list.html", "--follow", "5",
         "--db", str(tmp_path / "index.db")],
        cwd=ROOT,
        env={"NIANBAO_FETCH_PRIVATE": "true", "NIANBAO_FETCH_LIBRARY": str(tmp_path / "library"), "PATH": "/bin"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, [line[:4] for line in done.stdout.splitlines()]) == (0, ["2020", "2019"]), done.stderr
    with Store.open(tmp_path / "index.db") as store:
        assert {report.url for report in store.reports()} == {f"{site.base}/2020.html", f"{site.base}/files/2019.txt"}
    assert not any(path == "/news.html" for path, _ in site.hits)
    sources = [json.loads(each.read_text()) for each in (tmp_path / "library").rglob("*.source")]
    assert {each["url"] for each in sources} == {site.base + path for path, _ in site.hits if path != "/robots.txt"}
