"""The extra `mcp` and what it serves: a call of a tool → the desk → its result, at a pipe or by HTTP.

Over a pipe standard output belongs to the protocol: whatever is logged goes to standard error.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

import jsonschema
import uvicorn
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from bot import encode, incoming
from bot.channels.mcp.tools import ALL, Record, Unfit, Use, described
from bot.config import Settings
from bot.desk import Busy, Desk, Rate
from bot.doors import Closed
from bot.pages.linked import Linked
from bot.secret import Secret

PATH: Final = "/mcp"
BODY_LIMIT: Final = 64 * 1024
"""bytes of a request"""
MOST_AT_ONCE: Final = 256
"""requests by HTTP"""
STOP_SECONDS: Final = 4
"""for requests under way when the process is told to stop"""
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_log = logging.getLogger(__name__)


def build(desk: Desk, settings: Settings, version: str, record: Record) -> Server[Any]:
    """The tools over a desk that is open while they are called."""
    url, rate = settings.web.public_url.rstrip("/"), Rate(settings.mcp.calls_a_minute)

    async def listed(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=list(offered()))

    async def called(context: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        # By HTTP there is a request, with an address; at a pipe there is one client, who started us.
        request = context.request
        if request is not None and request.client is not None:
            forwarded = request.headers.get("x-forwarded-for", "")
            client = incoming.sender(request.client.host, forwarded, settings.web.proxies)
            if rate.wait(incoming.household(client)):
                return _error("too many calls: wait a minute")
        return await _called(desk, url, record, asked.name, asked.arguments or {})

    return Server(
        "nianbao",
        version=version,
        title="nianbao",
        instructions=described()["instructions"],
        on_list_tools=listed,
        on_call_tool=called,
    )


@functools.cache
def offered() -> tuple[Tool, ...]:
    """The tools as they are described to an assistant."""
    return tuple(
        Tool(
            name=name,
            title=told["title"],
            description=told["description"],
            input_schema=_takes(name),
            output_schema={"type": "object", **told["gives"]},
            annotations=ToolAnnotations(
                read_only_hint=not told.get("writes"),
                destructive_hint=False,
                idempotent_hint=not told.get("writes"),
                open_world_hint=False,
            ),
        )
        for name in ALL
        for told in (described()[name],)
    )


def _takes(name: str) -> dict[str, Any]:
    told = described()[name]
    shape = {"type": "object", "properties": told["takes"], "additionalProperties": False}
    return {**shape, "required": told["required"]} if told["required"] else shape


async def _called(desk: Desk, url: str, record: Record, name: str, given: Mapping[str, Any]) -> CallToolResult:
    if name not in ALL:
        return _error(f"there is no tool {name[:40]!r}; there are {', '.join(ALL)}")
    wrong = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(_takes(name)).iter_errors(given))
    if wrong is not None:
        where = ".".join(map(str, wrong.absolute_path))
        return _error(" ".join(f"{where}: {wrong.message[:200]}".removeprefix(": ").split()))
    start = time.monotonic()
    try:
        words, shape = await desk.with_service(
            lambda door: ALL[name](Use(door=door, linked=Linked(browse=door.browse, url=url), record=record), given)
        )
    except Unfit as error:
        return _error(str(error))
    except Busy:
        return _error("too many are asking at the moment; try again shortly")
    except Closed as error:
        _log.error("the index cannot be read: %s", error)
        return _error("the index cannot be read at the moment; try again later")
    except Exception:  # noqa: BLE001 - the edge: a fault of ours is one result, not the end of the others
        _log.exception("a call of %s failed", name)
        return _error("something went wrong and there is no result")
    status = shape.get("status", "found")
    _log.info("call: channel=mcp tool=%s status=%s ms=%.1f", name, status, (time.monotonic() - start) * 1000)
    text = encode.dumps(shape).encode("utf-8", "replace").decode()
    content = [TextContent(text=each.encode("utf-8", "replace").decode()) for each in (words, text) if each]
    return CallToolResult(content=list(content), structured_content=json.loads(text))


def _error(line: str) -> CallToolResult:
    """What is wrong, told to the assistant so that it can do better."""
    text = line.encode("utf-8", "replace").decode()
    return CallToolResult(content=[TextContent(text=text)], is_error=True)


def at_pipe(desk: Desk, server: Server[Any]) -> None:
    """Serve whoever started the process, until standard input ends. Closed: there is no index to serve."""
    # The thread that waits for input cannot be told to stop, and there is nothing to lose: end at once.
    with _signals(signal.SIG_DFL, signal.SIGINT):
        asyncio.run(_at_pipe(desk, server))


@contextlib.contextmanager
def _signals(action: signal.Handlers | Callable[[int, FrameType | None], None], *numbers: int) -> Iterator[None]:
    before = [signal.signal(number, action) for number in numbers]
    try:
        yield
    finally:
        for number, action_before in zip(numbers, before, strict=True):
            signal.signal(number, action_before)


async def _at_pipe(desk: Desk, server: Server[Any]) -> None:
    await desk.start()
    try:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    finally:
        await desk.stop()


def by_http(
    desk: Desk, settings: Settings, server: Server[Any], tokens: Sequence[Secret], started: Callable[[str], None]
) -> None:
    """Serve at the address of the settings until SIGTERM or SIGINT; `started` is told it. Closed, OSError."""
    host, port = settings.mcp.host, settings.mcp.port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else "there is no such address"
        raise OSError(error.errno, why, f"{host}:{port}") from None
    # uvicorn stops by itself at these, and then sends them once more: that is not to be the end of the process.
    with bound, _signals(lambda _number, _frame: None, signal.SIGTERM, signal.SIGINT):
        asyncio.run(_by_http(desk, settings, server, tokens, bound, started))


async def _by_http(
    desk: Desk,
    settings: Settings,
    server: Server[Any],
    tokens: Sequence[Secret],
    bound: socket.socket,
    started: Callable[[str], None],
) -> None:
    host, port = bound.getsockname()[:2]
    await desk.start()
    try:
        config = uvicorn.Config(
            application(server, settings, tokens),
            access_log=False,
            log_config=None,
            limit_concurrency=MOST_AT_ONCE,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            ws="none",
        )
        started(f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}")
        await uvicorn.Server(config).serve(sockets=[bound])
    finally:
        with contextlib.suppress(asyncio.CancelledError):
            await desk.stop()


def application(server: Server[Any], settings: Settings, tokens: Sequence[Secret]) -> Application:
    """What answers by HTTP, each request by itself; with tokens only who has one."""
    app: Application = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=BODY_LIMIT,
        transport_security=_hosts(settings),
        host=settings.mcp.host,
    )
    return _Guard(app, tokens) if tokens else app


def _hosts(settings: Settings) -> TransportSecuritySettings:
    """At a local address only requests for it, or for the public one, are answered: no page of another site's.

    At any other address the names it is reached by are not known here.
    """
    mine = settings.mcp.host
    if mine not in (*LOCAL, "::1"):
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    public = urlsplit(settings.web.public_url)
    return TransportSecuritySettings(
        allowed_hosts=[f"{each}:*" for each in LOCAL] + ([public.netloc] if public.netloc else []),
        allowed_origins=[f"http://{each}:*" for each in LOCAL]
        + ([f"{public.scheme}://{public.netloc}"] if public.netloc else []),
    )


class _Guard:
    """Lets nothing through without a token of ours."""

    def __init__(self, app: Application, tokens: Sequence[Secret]) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
            if not incoming.bears_one_of(self._tokens, given.decode("utf-8", "surrogateescape")):
                headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": b'{"error": "a token is needed"}\n'})
                return
        await self._app(scope, receive, send)
