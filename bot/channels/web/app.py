"""The application: which address is answered by which handler, and what stands before them all.

Another channel that is called by HTTP joins the same process: `build(site, channels=[add_routes])`, where `add_routes`
takes the application and the desk, and adds its own routes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

from aiohttp import web

from bot.channels.web import api, asking, exports, figures, guard, pages
from bot.channels.web.site import CHANNELS, SITE, Site
from bot.desk import Desk

Channel = Callable[[web.Application, Desk], None]

_KEY = "{key:[0-9a-f]{12}}"
_KIND = "{kind:csv|xlsx|json}"
_METRIC = "{metric:[a-z0-9_.]{1,80}}"


def build(site: Site, channels: Sequence[Channel] = ()) -> web.Application:
    """Ready to be served; the desk opens when it starts and closes when it stops."""
    app = web.Application(middlewares=[guard.observe, guard.admit, guard.unchanged])
    app[SITE] = site
    app.on_response_prepare.append(guard.dress)
    app.cleanup_ctx.append(_desk)
    app.add_routes(ROUTES)
    before = set(app.router.resources())
    for channel in channels:
        channel(app, site.desk)
    # Each has addresses of its own name: /wechat, /telegram.
    app[CHANNELS] = {
        each.canonical: each.canonical.split("/")[1] for each in app.router.resources() if each not in before
    }
    return app


async def _desk(app: web.Application) -> AsyncIterator[None]:
    await app[SITE].desk.start()
    yield
    await app[SITE].desk.stop()


async def _healthy(request: web.Request) -> web.Response:
    """The process runs; and what there is to know of the index's file."""
    desk = request.app[SITE].desk
    return api.answer({"status": "ok", "index": desk.trouble or desk.remark or "ok"})


async def _ready(request: web.Request) -> web.Response:
    """Whether questions can be answered now."""
    desk = request.app[SITE].desk
    if desk.trouble is not None:
        return api.answer({"status": "not ready", "why": desk.trouble}, 503)
    return api.answer({"status": "ready", "version": desk.state[1]})


async def _counted(request: web.Request) -> web.Response:
    mine = request.app[SITE]
    mine.counted.waiting.set(mine.desk.waiting)
    mine.counted.index.set(mine.desk.state[1])
    return web.Response(body=mine.counted.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


ROUTES: Final = (
    web.get("/", asking.home),
    web.post("/ask", asking.post),
    web.get("/ask", asking.ask),
    web.get(f"/ask.{_KIND}", exports.ask),
    web.get(f"/turns/{{number:[0-9]{{1,6}}}}.{_KIND}", exports.turn),
    web.post("/new", asking.new),
    web.post("/wrong", asking.wrong),
    web.get("/language", pages.language),
    web.get("/bodies", pages.bodies),
    web.get(f"/bodies.{_KIND}", pages.bodies_file),
    web.get(f"/bodies/{_KEY}", pages.body),
    web.get(f"/bodies/{_KEY}/all", figures.whole),
    web.get(f"/bodies/{_KEY}/all.{_KIND}", figures.whole_file),
    web.get(f"/bodies/{_KEY}/{_METRIC}.{_KIND}", exports.series),
    web.get(f"/bodies/{_KEY}/{_METRIC}", figures.of_body),
    web.get("/figures", figures.catalogue),
    web.get(f"/figures/{_METRIC}.{_KIND}", figures.export),
    web.get(f"/figures/{_METRIC}", figures.ranking),
    web.get("/reports", pages.reports),
    web.get(f"/reports.{_KIND}", pages.reports_file),
    web.get(f"/reports/{_KEY}", pages.report),
    web.get(f"/reports/{_KEY}/source", asking.source),
    web.get(f"/reports/{_KEY}/original", pages.original),
    web.get(f"/reports/{_KEY}/facts.{_KIND}", exports.report),
    web.get("/audit", pages.audit),
    web.get(f"/audit.{_KIND}", pages.audit_file),
    web.get("/draft", pages.draft),
    web.post("/draft", pages.draft_read),
    web.get("/about", pages.about),
    web.get("/robots.txt", pages.robots),
    web.get("/favicon.ico", pages.icon),
    web.get("/static/{mark}/{name}", pages.static),
    web.get("/api/docs", api.docs),
    web.get("/api/openapi.json", api.openapi),
    web.get("/api/ask", api.ask_get),
    web.post("/api/ask", api.ask_post),
    web.post("/api/wrong", api.wrong),
    web.get("/api/bodies", api.bodies),
    web.get("/api/reports", api.reports),
    web.get(f"/api/reports/{_KEY}", api.report),
    web.get("/api/facts", api.facts),
    web.get("/api/check", api.check),
    web.get("/api/metrics", api.metrics),
    web.get("/healthz", _healthy),
    web.get("/readyz", _ready),
    web.get("/metrics", _counted),
)
"""every address, and who answers it"""
