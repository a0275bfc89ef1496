"""Serving: the port, clients that are slow, the end at SIGTERM; and one request without a port, for tests by hand."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import re
import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import InvalidURLError, LineTooLong

from bot.channels.web.app import Channel, build
from bot.channels.web.guard import HEADERS, PAUSE_SECONDS, READ_SECONDS
from bot.channels.web.site import Site
from bot.incoming import patience

STOP_SECONDS = 2.0
"""for requests under way when the process is told to stop"""
LINGER_SECONDS = 2.0
"""a body that nobody reads is still taken for so long, so that the answer arrives"""
UNREAD_SECONDS = 20.0
"""after which a client that does not take what it is sent is put off"""
TURN_SECONDS = 0.0002
"""for which a thread that works may keep the others waiting; a file that is written would slow every question else"""
BACKLOG = 1024
"""connections that may wait to be taken"""
AT_ONCE = 16
"""of which so many are taken before those that are open have their turn again"""
LINE_LIMIT = 8190
"""bytes of an address, and of a header"""
BEGINNING = re.compile(rb"[\r\n]*(?:[A-Z][A-Z-]{0,15})?(?: |\Z)")
"""of the first bytes of whoever speaks HTTP"""
UNESCAPED = re.compile(rb"[A-Z]+ [^ \r\n]*[\x80-\xff][^ \r\n]* HTTP/1\.[01]\r\n")
"""the first line of who typed an address as it is read: curl sends it so, browsers do not"""
UNREADABLE = "This is no request that can be read."
UNQUOTED = (
    "The address has characters that must be written as %XX; curl does so: --get ADDRESS --data-urlencode 'q=QUESTION'."
)


def run(site: Site, started: Callable[[str], None], channels: tuple[Channel, ...] = ()) -> None:
    """Serve until SIGTERM or SIGINT; `started` is told the address. Closed: there is no index to serve."""
    sys.setswitchinterval(TURN_SECONDS)
    asyncio.run(_until_told(site, started, channels))


async def _until_told(site: Site, started: Callable[[str], None], channels: tuple[Channel, ...]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(site, started, stop, channels)


async def serve(
    site: Site, started: Callable[[str], None], stop: asyncio.Event, channels: tuple[Channel, ...] = ()
) -> None:
    """Serve until `stop` is set."""
    _more_files()
    settings = site.settings.web
    runner = _runner(site, channels)
    await runner.setup()
    try:
        bound = bind(settings.host, settings.port)
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: _connection(runner), sock=bound, backlog=AT_ONCE)
        bound.listen(BACKLOG)
        started(address(settings.host, bound.getsockname()[1]))
        await stop.wait()
        listening.close()
    finally:
        await runner.cleanup()


def _runner(site: Site, channels: tuple[Channel, ...]) -> web.AppRunner:
    # What is no HTTP is answered with 400; its trace would put into the log what a client sent, tokens too.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    return web.AppRunner(
        build(site, channels),
        handle_signals=False,
        handler_cancellation=True,  # who has gone leaves the line
        shutdown_timeout=STOP_SECONDS,
    )


def _connection(runner: web.AppRunner) -> _Connection:
    """What speaks with one client."""
    if runner.server is None:
        raise RuntimeError("the application was not set up")
    how: dict[str, Any] = {
        "access_log": None,  # guard.observe writes a better one
        # Counted from the opening of a connection too: one whose head has not come by then is closed.
        "keepalive_timeout": patience(READ_SECONDS),
        "lingering_time": LINGER_SECONDS,
        "max_line_size": LINE_LIMIT,
        "max_field_size": LINE_LIMIT,
    }
    return _Connection(runner.server, loop=asyncio.get_running_loop(), **how)


class _Connection(web.RequestHandler):
    """Speaks HTTP; what cannot be read as such is told so in one line, nothing of it said back."""

    _begun = _refused = False

    def data_received(self, data: bytes) -> None:
        """Who does not even begin as HTTP does is put off before a request is made of it, which costs far more."""
        if self._refused:
            return
        if not self._begun:
            if not BEGINNING.match(data):
                self._refused = True
                asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._put_off)
                return
            self._begun = True
            if line := UNESCAPED.match(data):
                data = _escaped(line[0]) + data[line.end() :]
        super().data_received(data)

    def _put_off(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(_NO_HTTP)
        self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is answered where no handler of ours could be asked."""
        super().handle_error(request, status, exc, message)  # raises where an answer has begun
        line = UNREADABLE
        if isinstance(exc, LineTooLong):
            line = f"An address or a header has more than {LINE_LIMIT:,} bytes."
        elif isinstance(exc, InvalidURLError):
            line = UNQUOTED
        headers = {**HEADERS, "Cache-Control": "no-store"}
        response = web.Response(status=status, text=f"{line}\n", headers=headers)
        response.force_close()
        return response


def _escaped(line: bytes) -> bytes:
    return b"".join(bytes([byte]) if byte < 0x80 else b"%%%02X" % byte for byte in line)


def _no_http() -> bytes:
    headers = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8"}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line = f"{UNREADABLE}\n"
    whole = f"HTTP/1.1 400 Bad Request\r\n{head}Content-Length: {len(line)}\r\nConnection: close\r\n\r\n{line}"
    return whole.encode("ascii")


_NO_HTTP = _no_http()


def bind(host: str, port: int) -> socket.socket:
    """A socket at the port, or at a free one where that is taken."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise OSError(error.errno, error.strerror, host) from None
    for wanted in (port, 0):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # connections have it of the socket that takes them
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(UNREAD_SECONDS * 1000))
        try:
            bound.bind((place[0], wanted, *place[2:]))
        except OSError as error:
            bound.close()
            if error.errno != errno.EADDRINUSE or not wanted:
                raise OSError(error.errno, error.strerror, f"{host}:{port}") from None
            continue
        bound.setblocking(False)
        return bound
    raise OSError(errno.EADDRINUSE, "no free port")


def address(host: str, port: int) -> str:
    """What to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _more_files() -> None:
    """As many open files as this process may have: slow clients hold one each for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else max(soft, 65536), hard))


def get(site: Site, path: str, channels: tuple[Channel, ...] = ()) -> tuple[int, bytes]:
    """Status and body of one GET, without a port. Closed."""
    return asyncio.run(_get(site, path, channels))


async def _get(site: Site, path: str, channels: tuple[Channel, ...]) -> tuple[int, bytes]:
    runner = _runner(site, channels)
    await runner.setup()
    try:
        ours, theirs = socket.socketpair()
        await asyncio.get_running_loop().connect_accepted_socket(lambda: _connection(runner), theirs)
        reader, writer = await asyncio.open_connection(sock=ours)
        place = path if path.startswith("/") else f"/{path}"
        quoted = "".join(
            each if each.isascii() and each.isprintable() and each != " " else _percent(each) for each in place
        )
        writer.write(f"GET {quoted} HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("ascii"))
        await writer.drain()
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        return int(head.split(None, 2)[1]), body
    finally:
        await runner.cleanup()


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
