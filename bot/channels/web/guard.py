"""What stands before every handler: who asks, how much may come in, what goes out besides, and what failed."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot import encode, incoming
from bot.channels.web import site, texts
from bot.desk import Busy
from bot.doors import Closed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LONGEST_NAME: Final = 200
"""characters of whom a proxy names"""
BODY_LIMIT: Final = 64 * 1024
"""bytes of a request"""
READ_SECONDS: Final = 10.0
"""in which a body must have come"""
PAUSE_SECONDS: Final = 0.5
"""before a refusal of what nobody sends by mistake: who goes on at once would keep everybody waiting"""
REFUSED: Final = frozenset({403, 413})
"""statuses of it: a message that is forged, a form of another site, a body far too large"""
COMPRESSED: Final = 1024
"""bytes from which an answer is compressed"""
REQUEST_ID: Final = "X-Request-ID"
_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADERS: Final = {
    "Server": "nianbao",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
INSIST: Final = "max-age=31536000"
OPEN: Final = ("/api/docs", "/api/openapi.json")
"""of the HTTP API, what needs no token"""
ASKED: Final = web.RequestKey("asked", str)
"""of a request: the question it asks, so that a page of what failed has it still"""
NOWHERE: Final = "there is no such address; /api/docs lists them all"

LOG: Final = logging.getLogger("nianbao.web")
_LOG = structlog.get_logger(LOG.name)


class TooMany(Exception):
    """The client has asked too much; `first`: it has not been told yet."""

    def __init__(self, wait: float, *, first: bool) -> None:
        super().__init__()
        self.wait = wait
        self.first = first


class Refused(Exception):
    """Bad input, and what is wrong with it in one line, in the reader's language."""

    def __init__(self, line: str, status: int = 400) -> None:
        super().__init__(line)
        self.status = status


class Malformed(Refused):
    """An address that a person hardly types: what is wrong with it is said in English, as programs are told."""


def clean(text: str) -> str:
    """Text as it can be written: half a character is none."""
    return text.encode("utf-8", "replace").decode()


def is_api(request: web.Request) -> bool:
    """Whether a program asks, that is told of errors in JSON."""
    return request.path.startswith("/api/") and request.path != "/api/docs"


def client(request: web.Request) -> str:
    """Who asks: whom a proxy names, else the address, as a proxy that is believed gives it."""
    person = _named(request)
    if person is not None:
        return f"person:{person}"
    proxies = request.app[site.SITE].settings.web.proxies
    return incoming.sender(request.remote or "local", request.headers.get("X-Forwarded-For", ""), proxies)


def _named(request: web.Request) -> str | None:
    """Whom a proxy that is believed says it has let in; None: nobody."""
    header = request.app[site.SITE].settings.web.user_header
    if not header or not _by_proxy(request):
        return None
    return request.headers.get(header, "").strip()[:LONGEST_NAME] or None


def not_too_often(request: web.Request) -> None:
    """Count a question of the client. TooMany: it has asked too much."""
    mine, who = request.app[site.SITE], incoming.household(client(request))
    wait = mine.rate.wait(who)
    if wait:
        raise TooMany(wait, first=mine.rate.first_refusal(who))


def is_secure(request: web.Request) -> bool:
    """Whether the browser came over HTTPS."""
    if request.app[site.SITE].settings.web.tls:
        return True
    forwarded = request.headers.get("X-Forwarded-Proto", "") if _by_proxy(request) else ""
    return request.secure or forwarded.strip().lower() == "https"


def here(request: web.Request) -> str:
    """How addresses of these pages begin, for who is given one to keep."""
    scheme = "https" if is_secure(request) else "http"
    return request.app[site.SITE].settings.web.public_url.rstrip("/") or f"{scheme}://{request.host}"


def _by_proxy(request: web.Request) -> bool:
    """Whether what the headers say comes from a proxy that is believed."""
    return incoming.is_among(request.remote or "", request.app[site.SITE].settings.web.proxies)


async def body(request: web.Request, most: int = BODY_LIMIT, seconds: float = READ_SECONDS) -> bytes:
    """All of a request's body: never more than `most` in memory, and never waited for longer."""
    try:
        return await incoming.whole(request, most, seconds)
    except incoming.TooLarge as large:
        raise _too_large(most, large.size) from None
    except TimeoutError:
        error = web.HTTPRequestTimeout()
        error.force_close()
        raise error from None


def not_larger(request: web.Request, most: int) -> None:
    """Refuse a body that says it is larger, before any of it is read."""
    declared = request.content_length
    if declared is not None and declared > most:
        raise _too_large(most, declared)


def _too_large(most: int, size: int) -> web.HTTPRequestEntityTooLarge:
    error = web.HTTPRequestEntityTooLarge(max_size=most, actual_size=size)
    error.force_close()  # what it goes on to send is not read
    return error


def user(request: web.Request) -> str:
    """The client in the log: told from others, and not who it is."""
    return hashlib.blake2b(client(request).encode(), digest_size=6, key=_SALT).hexdigest()


_SALT: Final = secrets.token_bytes(16)
"""another in each process, so that a hash in a log leads to no address"""
_RUN: Final = secrets.token_hex(4)
_COUNT: Final = itertools.count()


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A number for the request, one line in the log, one count."""
    given = request.headers.get(REQUEST_ID, "")
    # A number need not be secret, and bytes of the system's for each are not free.
    number = given if _ID.fullmatch(given) and _by_proxy(request) else f"{_RUN}{next(_COUNT):08x}"
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=number)
    start = time.monotonic()
    response = await _answered(request, handler)
    if response.status in REFUSED:
        await asyncio.sleep(PAUSE_SECONDS)
    response.headers[REQUEST_ID] = number
    channel = "api" if is_api(request) else request.app[site.CHANNELS].get(request.path, "web")
    request.app[site.SITE].counted.requested(channel, response.status)
    if not LOG.isEnabledFor(logging.INFO):
        return response
    resource = request.match_info.route.resource
    _LOG.info(
        "request",
        method=request.method if request.method.isalpha() else "other",
        route=resource.canonical if resource is not None else "none",
        status=response.status,
        ms=round((time.monotonic() - start) * 1000, 1),
        user=user(request),
    )
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            response = web.Response(status=error.status, headers={"Location": error.headers["Location"]})
        else:
            line = NOWHERE if error.status == 404 and is_api(request) else ""
            response = _problem(request, error.status, line, error)
    except Malformed as error:
        response = _problem(request, error.status, "", detail=str(error))
    except Refused as error:
        response = _problem(request, error.status, str(error))
    except TooMany as error:
        if error.first:
            _LOG.warning("too many questions", user=user(request))
        else:
            await asyncio.sleep(PAUSE_SECONDS)
        response = _problem(request, 429, "", bare=not error.first)
        response.headers["Retry-After"] = str(max(1, round(error.wait)))
    except Busy:
        response = _problem(request, 503, "")
        response.headers["Retry-After"] = "1"
    except Closed as error:
        _LOG.error("the index cannot be read", why=str(error))
        response = _problem(request, 503, "", key="closed")
    except ConnectionError:
        raise
    except Exception:  # noqa: BLE001 - the edge: a fault of ours is one answer, not the end of the others
        _LOG.exception("fault")
        response = _problem(request, 500, "")
    if _worth_packing(response):
        response.enable_compression()
    return response


def _worth_packing(response: web.StreamResponse) -> bool:
    packable = response.content_type.startswith(("text/", "application/json", "image/svg"))
    body = response.body if isinstance(response, web.Response) else None
    return packable and isinstance(body, bytes) and len(body) > COMPRESSED


def _problem(
    request: web.Request,
    status: int,
    line: str,
    error: web.HTTPException | None = None,
    *,
    key: str = "",
    bare: bool = False,
    detail: str = "",
) -> web.Response:
    """What went wrong, in one line: for programs as JSON, always in English; for people as a page in their language."""
    told = texts.texts("en") if is_api(request) else texts.of(request)
    title, more = (told.sentences.get(name, "") for name in (f"error_title_{status}", f"error_{key or status}"))
    whole = detail or line or (title and title + told("stop")) + more or told("error_other")
    if is_api(request):
        response = web.Response(
            text=encode.dumps({"error": whole.strip()}) + "\n", content_type="application/json", status=status
        )
    elif bare:
        response = web.Response(text=whole.strip() + "\n", status=status)
    else:
        fields = {"title": title or told("error_title"), "line": line or more, "detail": detail}
        response = site.page(request, "error.html", status, status_code=status, asked=request.get(ASKED, ""), **fields)
    response.headers["Cache-Control"] = "no-store"
    if error is not None:
        for name in ("Allow", "WWW-Authenticate"):
            if name in error.headers:
                response.headers[name] = error.headers[name]
        if error.keep_alive is False:
            response.force_close()
    return response


@web.middleware
async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No request from another site's page, none larger than any handler takes, and the API to those with a token."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if foreign or request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise web.HTTPForbidden
    elif request.can_read_body:
        not_larger(request, BODY_LIMIT)
    guarded = request.path == "/metrics" or (request.path.startswith("/api/") and request.path not in OPEN)
    if guarded and not _let_in(request):
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
    return await handler(request)


def _let_in(request: web.Request) -> bool:
    """Whether the client may use the API: let in by a proxy, or with a token of ours; all may where there is none."""
    tokens = request.app[site.SITE].tokens
    if not tokens or _named(request) is not None:
        return True
    return incoming.bears_one_of(tokens, request.headers.get("Authorization", ""))


@web.middleware
async def unchanged(request: web.Request, handler: Handler) -> web.StreamResponse:
    """304 for what has not changed since: the same address over the same version of the index."""
    if request.method not in ("GET", "HEAD") or not _tagged(request.path):
        return await handler(request)
    mine = request.app[site.SITE]
    said = (
        mine.version,
        _RUN,  # an index that was made anew while nobody served may look like the one before
        str(mine.desk.state),
        request.path_qs,
        texts.of(request).code,
        request.headers.get("Accept", "") if is_api(request) else "",
    )
    tag = hashlib.blake2b("\0".join(said).encode("utf-8", "replace"), digest_size=12).hexdigest()
    held = request.headers.get("If-None-Match", "")
    if any(each.strip().removeprefix("W/").strip('"') == tag for each in held.split(",")):
        return web.Response(status=304, headers={"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"})
    response = await handler(request)
    if response.status == 200:
        response.headers["ETag"] = f'W/"{tag}"'
        response.headers["Cache-Control"] = "no-cache"
    return response


def _tagged(path: str) -> bool:
    """Whether an answer depends on nothing but its address, the language and the index."""
    return path.startswith(("/api/", "/reports", "/bodies", "/audit")) and path != "/api/ask"


async def dress(request: web.Request, response: web.StreamResponse) -> None:
    """Headers of every response, of files and errors too."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    if is_secure(request):
        response.headers["Strict-Transport-Security"] = INSIST
