"""Downloads reports into a folder: politely, within limits, and never from an address that is not public.

One request a second per host, robots.txt obeyed, at most MAX_BYTES and SECONDS for a file and REDIRECTS redirects, http
and https only. The address that a name resolves to is checked when the connection is made, so that it cannot change in
between. Beside each file, one with `.source` appended keeps its URL.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import os
import re
import socket
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import aiohttp

from index.errors import RefusedFile
from loaders.readers import READERS, charset, kind_of, source_file
from loaders.readers.links import Link, links_of

AGENT = "nianbao"
"""the name robots.txt may speak to"""
SECONDS = 20.0
REDIRECTS = 3
PAUSE = 1.0
"""seconds between the starts of two requests to one host"""
LONGEST_URL = 2000
LONGEST_NAME = 60
"""characters of a file's name that come from its URL"""
MOST_ATTACHMENTS = 5
"""of one page"""
_SUFFIX = {kind: suffix for suffix, kind in reversed(list(READERS.items())) if suffix}
MAX_BYTES = 20_000_000
"""of one file"""
LONGEST_ROBOTS = 500_000
_NOTHING = "User-agent: *\nDisallow: /"
_MOVED = frozenset({301, 302, 303, 307, 308})
_UNFIT = re.compile(r"[^\w.-]+")


class NotFetchedError(Exception):
    """A URL gave no file; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """The result of fetching one URL."""

    url: str
    """after redirects"""
    path: str | None = None
    """the file in the library; None: see why"""
    why: str = ""
    changed: bool = True
    """False: the server says it is what was fetched before, or the bytes are"""
    links: tuple[Link, ...] = ()
    """of a page"""


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet and does not lead anywhere else."""
    try:
        found: ipaddress.IPv4Address | ipaddress.IPv6Address | None = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour is not None or found.teredo is not None or found in _NAT64:
            return False
    return bool(found and found.is_global and not found.is_multicast and not found.is_reserved)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Fetcher:
    """Fetches into one library; use it in `async with`. `private` allows addresses that are not public, for tests."""

    def __init__(self, library: Path, *, private: bool = False, pause: float = PAUSE) -> None:
        self.library = library
        self._private = private
        self._pause = pause
        self._hosts: dict[str, asyncio.Lock] = {}
        self._last: dict[str, float] = {}
        self._robots: dict[str, asyncio.Task[RobotFileParser | None]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Fetcher:
        connector = aiohttp.TCPConnector(limit=8, socket_factory=self._socket, force_close=True)
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        headers = {"User-Agent": f"{AGENT} (reads yearly disclosure reports)"}
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=timeout, headers=headers, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    def _socket(self, info: Any) -> socket.socket:
        """A socket for an address that a name stands for, right before it is connected."""
        family, kind, protocol, _, address = info
        if not self._private and not is_public(str(address[0])):
            raise NotFetchedError(f"{address[0]} is no public address")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    async def fetch(self, url: str) -> Fetched:
        """Fetch one URL into the library. Never raises: the result says what went wrong."""
        try:
            return await self._fetched(url)
        except NotFetchedError as error:
            return Fetched(url=url, why=str(error))

    async def follow(self, page: Fetched, limit: int) -> list[Fetched]:
        """Fetch the reports that a list page links to, at most `limit`."""
        found = [link.url for link in page.links if link.kind == "report"][:limit]
        return [await self.fetch(url) for url in dict.fromkeys(found)]

    async def attached(self, page: Fetched) -> list[Fetched]:
        """Fetch the files that a page links to and that may be its report."""
        found = [link.url for link in page.links if link.kind == "attachment"][:MOST_ATTACHMENTS]
        return [await self.fetch(url) for url in dict.fromkeys(found)]

    async def _fetched(self, url: str) -> Fetched:
        here = checked(url)
        before = self._known(here)
        for _ in range(REDIRECTS + 1):
            if not await self._may(here):
                raise NotFetchedError("robots.txt of the site forbids it")
            status, headers, data = await self._get(here, before)
            if status in _MOVED and "Location" in headers:
                here = checked(urljoin(here, headers["Location"]))
                continue
            if status == HTTPStatus.NOT_MODIFIED and before is not None:
                path = self._path(url, Path(before["file"]).suffix)
                return Fetched(url=here, path=str(path), changed=False, links=_links(path.read_bytes(), here))
            if status != HTTPStatus.OK:
                raise NotFetchedError(f"the server answers {status}")
            return self._kept(url, here, headers, data)
        raise NotFetchedError(f"more than {REDIRECTS} redirects")

    async def _get(self, url: str, before: dict[str, str] | None) -> tuple[int, Any, bytes]:
        """(status, headers, body) of one request, after waiting for the host's turn."""
        host = urlsplit(url).netloc
        if self._session is None:
            raise RuntimeError("a Fetcher is used in `async with`")
        ask = {}
        if before is not None:
            ask = {name: before[key] for name, key in _CONDITIONS.items() if before.get(key)}
        async with self._hosts.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(max(0.0, self._last.get(host, -self._pause) + self._pause - time.monotonic()))
            self._last[host] = time.monotonic()
            try:
                async with self._session.get(url, allow_redirects=False, headers=ask) as response:
                    return response.status, response.headers, await _body(response)
            except NotFetchedError:
                raise
            except TimeoutError:
                raise NotFetchedError(f"not there within {SECONDS:.0f} s") from None
            except (aiohttp.ClientError, OSError, ValueError, UnicodeError) as error:
                inner = error.__cause__
                if isinstance(inner, NotFetchedError):
                    raise inner from None
                raise NotFetchedError(f"cannot be reached: {_reason(error)}") from None

    async def _may(self, url: str) -> bool:
        """Whether the site's robots.txt allows it. No such file: yes; one that cannot be had: no (RFC 9309)."""
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        if site not in self._robots:
            self._robots[site] = asyncio.create_task(self._rules(site))
        rules = await self._robots[site]
        return rules is None or rules.can_fetch(AGENT, url)

    async def _rules(self, site: str) -> RobotFileParser | None:
        """What a site allows; None: everything."""
        status, _, data = await self._get(f"{site}/robots.txt", None)
        if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        rules = RobotFileParser()
        said = data[:LONGEST_ROBOTS].decode("utf-8", "replace") if status == HTTPStatus.OK else _NOTHING
        rules.parse(said.splitlines())
        return rules

    def _path(self, url: str, suffix: str) -> Path:
        parts = urlsplit(url)
        last = unquote(parts.path.rpartition("/")[2]).rpartition(".")[0] or "index"
        name = _UNFIT.sub("_", last)[:LONGEST_NAME].strip("._") or "index"
        mark = hashlib.blake2b(url.encode(), digest_size=5).hexdigest()
        return self.library / _UNFIT.sub("_", parts.netloc) / f"{name}-{mark}{suffix}"

    def _known(self, url: str) -> dict[str, str] | None:
        """What is kept beside the file that this URL gave before."""
        for file in self._path(url, "").parent.glob(f"{self._path(url, '').name}.*.source"):
            found = json.loads(file.read_text(encoding="utf-8"))
            if found.get("asked") == url and Path(file.with_name(found["file"])).exists():
                return dict(found)
        return None

    def _kept(self, asked: str, url: str, headers: Any, data: bytes) -> Fetched:
        """Write the file and its source, each as a whole."""
        if not data.strip():
            raise NotFetchedError("empty")
        path = self._path(asked, suffix_of(url, headers.get("Content-Type", ""), data))
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = not path.exists() or path.read_bytes() != data
        if changed:
            _write(path, data)
        kept = {
            "url": url,
            "asked": asked,
            "file": path.name,
            "etag": headers.get("ETag", ""),
            "modified": headers.get("Last-Modified", ""),
        }
        _write(source_file(path), (json.dumps(kept, ensure_ascii=False) + "\n").encode())
        links = _links(data, url) if path.suffix == _SUFFIX["html"] else ()
        return Fetched(url=url, path=str(path), changed=changed, links=links)


_CONDITIONS = {"If-None-Match": "etag", "If-Modified-Since": "modified"}


def checked(url: str) -> str:
    """The URL without its fragment. NotFetchedError if it is not one that is fetched."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise NotFetchedError("no URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise NotFetchedError("only http and https are fetched")
    if parts.username is not None or len(url) > LONGEST_URL:
        raise NotFetchedError("no URL of a public page")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def suffix_of(url: str, content_type: str, data: bytes) -> str:
    """The suffix for a file: from its content, else from its name and the server's content type."""
    named = Path(urlsplit(url).path).suffix.lower()
    kind = READERS.get(named, "html" if "html" in content_type else "text") if named else "html"
    found = kind_of(data, kind)
    return named if READERS.get(named) == found else _SUFFIX[found]


def _links(data: bytes, url: str) -> tuple[Link, ...]:
    try:
        return tuple(links_of(charset.decode(url, data)[0], url))
    except RefusedFile:
        return ()


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Everything, as it comes, up to MAX_BYTES."""
    if (response.content_length or 0) > MAX_BYTES:
        raise NotFetchedError(f"larger than {MAX_BYTES // 1_000_000} MB")
    data = bytearray()
    async for part in response.content.iter_chunked(65_536):
        data += part
        if len(data) > MAX_BYTES:
            raise NotFetchedError(f"larger than {MAX_BYTES // 1_000_000} MB")
    return bytes(data)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _write(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it finds the old one or the new one."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)  # noqa: PTH105, says what it does
