"""Pages to look things up on: bodies, reports, the audit, what is indexed, and a draft's audit."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from aiohttp import web

from bot.channels.web import export, exports, guard, site, texts, upload
from bot.channels.web.given import Given
from bot.channels.web.site import SITE
from bot.doors import Door
from bot.pages.browse import ORDERS, SHOWN_FORMS
from bot.pages.views import BodyView, DraftAudit, DraftRefused, Facets, FindingView, Page, ReportView

LISTED = 50
MOST_FILE = 10_000
"""rows of one file"""
AUDITED = 20
MOST_MB = upload.LIMIT // 2**20
"""of a draft"""
KEEP_FOREVER = "public, max-age=31536000, immutable"
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in ("/ask", "/turns/", "/language", "/api/"))
Audited = Page[tuple[BodyView, tuple[FindingView, ...]]]
_INNER = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
"""an address of this site, for the way back"""


async def reports(request: web.Request) -> web.Response:
    """Every report, with filters."""
    filters = _reports(request)

    def look(door: Door) -> tuple[Page[ReportView], Facets]:
        kept = {name: filters[name] for name in ("text", "year", "form")}
        return door.browse.reports(**filters, limit=LISTED), door.browse.facets(**kept)

    found, facets = await request.app[SITE].desk.read(look)
    order = filters["order"]
    shown = {"q": filters["text"] or None, "year": filters["year"], "form": filters["form"]}
    at = site.at(request, {**shown, "order": None if order == "body" else order})
    return site.page(request, "reports.html", found=found, facets=facets, shown=shown, order=order, at=at)


async def reports_file(request: web.Request) -> web.Response:
    """The same as a file, whole."""
    filters, kind = _reports(request), request.match_info["kind"]

    def look(door: Door) -> web.Response:
        return exports.reports(kind, door.browse.reports(**{**filters, "offset": 0}, limit=MOST_FILE))

    return await request.app[SITE].desk.read(look)


def _reports(request: web.Request) -> dict[str, Any]:
    """Which reports an address asks for."""
    given = Given(request, ("q", "year", "form", "order", "offset"))
    return {
        "text": given.text("q") or "",
        "year": given.year(),
        "form": given.choice("form", SHOWN_FORMS),
        "order": given.choice("order", tuple(ORDERS)) or "body",
        "offset": given.offset(),
    }


async def bodies(request: web.Request) -> web.Response:
    """Every body, with filters."""
    given = Given(request, ("q", "year", "offset"))
    q, year, offset = given.text("q"), given.year(), given.offset()

    def look(door: Door) -> tuple[Page[BodyView], Facets]:
        found = door.browse.bodies(text=q or "", year=year, offset=offset, limit=LISTED)
        return found, door.browse.facets_of_bodies(text=q or "")

    found, facets = await request.app[SITE].desk.read(look)
    shown = {"q": q, "year": year}
    return site.page(request, "bodies.html", found=found, facets=facets, shown=shown, at=site.at(request, shown))


async def bodies_file(request: web.Request) -> web.Response:
    """The same as a file, whole."""
    given, kind = Given(request, ("q", "year", "offset")), request.match_info["kind"]
    q, year = given.text("q"), given.year()

    def look(door: Door) -> web.Response:
        return exports.bodies(kind, door.browse.bodies(text=q or "", year=year, limit=MOST_FILE))

    return await request.app[SITE].desk.read(look)


async def report(request: web.Request) -> web.Response:
    """A report as it is printed, and all that was read from it."""
    key, code = request.match_info["key"], texts.of(request).code

    def look(door: Door) -> web.Response:  # a long page is written where it is read: the loop has others to serve
        found = door.browse.report(key, code)
        if found is None:
            raise web.HTTPNotFound
        return site.page(request, "report.html", found=found)

    return await request.app[SITE].desk.read(look)


async def body(request: web.Request) -> web.Response:
    """A body: its years, its key figures, what does not agree."""
    key, code = request.match_info["key"], texts.of(request).code
    found = await request.app[SITE].desk.read(lambda door: door.browse.body(key, code))
    if found is None:
        raise web.HTTPNotFound
    return site.page(request, "body.html", found=found)


async def audit(request: web.Request) -> web.Response:
    """What does not agree, body by body."""
    given = Given(request, ("q", "year", "offset"))
    q, year, offset, code = given.text("q"), given.year(), given.offset(), texts.of(request).code

    def look(door: Door) -> tuple[Audited, tuple[int, ...]]:
        found = door.browse.audited(code, text=q or "", year=year, offset=offset, limit=AUDITED)
        return found, door.browse.years()

    found, years = await request.app[SITE].desk.read(look)
    shown = {"q": q, "year": year}
    return site.page(request, "audit.html", found=found, years=years, shown=shown, at=site.at(request, shown))


async def audit_file(request: web.Request) -> web.Response:
    """What does not agree, as a file, whole."""
    given, kind = Given(request, ("q", "year", "offset")), request.match_info["kind"]
    q, year, code = given.text("q"), given.year(), texts.of(request).code

    def look(door: Door) -> web.Response:
        return exports.findings(kind, door.browse.audited(code, text=q or "", year=year, limit=MOST_FILE))

    return await request.app[SITE].desk.search(look)


async def about(request: web.Request) -> web.Response:
    """What is indexed, and how answers are made."""
    found = await request.app[SITE].desk.read(lambda door: door.browse.about())
    return site.page(request, "about.html", about=found)


async def draft(request: web.Request) -> web.Response:
    """The page to drop a draft on."""
    _draft_of(request)
    return _draft_page(request)


async def draft_read(request: web.Request) -> web.Response:
    """The audit of a draft; its file is gone when the answer is given."""
    read, told = _draft_of(request), texts.of(request)
    try:
        given = await upload.file(request)
    except web.HTTPRequestEntityTooLarge:
        response = _draft_page(request, 413, refused=told("draft_too_large", most=MOST_MB))
        response.force_close()  # what it goes on to send is not read
        return response
    if given is None:
        return _draft_page(request, 400, refused=told("draft_none"))
    name, content = given
    ending = PurePath(name).suffix.lower()
    try:
        result = await request.app[SITE].desk.aside(lambda: read(ending, name, content, told.code))
    except DraftRefused as error:
        return _draft_page(request, 422, refused=told("draft_refused", why=str(error)))
    return _draft_page(request, result=result)


def _draft_page(
    request: web.Request, status: int = 200, *, result: DraftAudit | None = None, refused: str = ""
) -> web.Response:
    return site.page(request, "draft.html", status, result=result, refused=refused, most=MOST_MB)


def _draft_of(request: web.Request) -> site.Draft:
    mine = request.app[SITE]
    if mine.draft is None or not mine.settings.web.take_drafts:
        raise web.HTTPNotFound
    return mine.draft


async def original(request: web.Request) -> web.Response:
    """The file that a report was read from: found by the report, and only the very bytes that were indexed."""
    mine, key = request.app[SITE], request.match_info["key"]
    head = await mine.desk.read(lambda door: door.browse.listing.reports.get(key))
    read = mine.original
    if head is None or read is None:
        raise web.HTTPNotFound
    path, digest = head.path, head.digest
    content = await mine.desk.aside(lambda: read(path, digest))
    if content is None:
        raise guard.Refused(texts.of(request)("original_gone"), 404)
    return export.attachment(content, head.name, "application/octet-stream")


async def language(request: web.Request) -> web.StreamResponse:
    """Choose the language, and go back to where that was done."""
    code, back = request.query.get("to", ""), request.query.get("back", "/")
    if code not in texts.CODES:
        raise guard.Malformed(f"`to` must be one of {', '.join(texts.CODES)}")
    response = web.Response(status=303, headers={"Location": back if _INNER.fullmatch(back) else "/"})
    response.set_cookie(
        texts.COOKIE, code, max_age=365 * 86400, samesite="Lax", httponly=True, secure=guard.is_secure(request)
    )
    return response


async def static(request: web.Request) -> web.Response:
    """A file of ours, by its mark and name."""
    name = request.match_info["name"]
    kind = site.STATIC.get(name)
    if kind is None:
        raise web.HTTPNotFound
    content = (site.HERE / "static" / name).read_bytes()
    return web.Response(body=content, content_type=kind, charset="utf-8", headers={"Cache-Control": KEEP_FOREVER})


async def robots(_request: web.Request) -> web.Response:
    """What machines that follow every link leave alone: each answer would be a question of theirs."""
    return web.Response(text=ROBOTS, content_type="text/plain")


async def icon(_request: web.Request) -> web.Response:
    """The address that browsers try where nothing names another."""
    return web.Response(status=301, headers={"Location": site.static("icon.svg")})
