"""Pages of one metric: all of them, one over the bodies of a year, one over the years of a body."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot import encode
from bot.channels.web import export as files
from bot.channels.web import site, texts
from bot.channels.web.export import Cell, Sheet
from bot.channels.web.given import Given
from bot.channels.web.site import SITE
from bot.doors import Door
from bot.pages.measured import ORDERS, Measured
from bot.pages.views import Absence, BodyView, MetricView, Place, Ranking, Row, Series, Year

LISTED = 50
MOST_FILE = 10_000
"""bodies of one file"""
HEADS = ("rank", "body", "year", "metric", "party", "value", "unit", "report", "fact")
KNOWN = ("q", "year", "party", "order", "offset")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What an address asks for."""

    metric: MetricView
    q: str
    year: int | None
    """the newest where None"""
    party: str | None
    order: str
    offset: int

    def read(self, measured: Measured, code: str, offset: int, limit: int) -> Ranking | None:
        """Its bodies; None where no report has the metric."""
        year = self.year or next(iter(measured.years(self.metric.key)), None)
        if year is None:
            return None
        return measured.ranking(
            self.metric.key,
            code,
            year=year,
            party=self.party,
            text=self.q,
            order=self.order,
            offset=offset,
            limit=limit,
        )


def _wanted(request: web.Request) -> Wanted:
    metric = _metric(request)
    given = Given(request, KNOWN)
    return Wanted(
        metric=metric,
        q=given.text("q") or "",
        year=given.year(),
        party=given.choice("party", [key for key, _ in metric.parties]),
        order=given.choice("order", ORDERS) or ORDERS[0],
        offset=given.offset(),
    )


def _metric(request: web.Request) -> MetricView:
    """The one in the address. HTTPNotFound where there is none."""
    found = Measured.metric(request.match_info["metric"], texts.of(request).code)
    if found is None:
        raise web.HTTPNotFound
    return found


async def catalogue(request: web.Request) -> web.Response:
    """Everything that is measured, in the order of the forms."""
    q = Given(request, ("q",)).text("q") or ""
    code = texts.of(request).code
    groups = await request.app[SITE].desk.read(lambda door: door.browse.measured.metrics(code, q))
    return site.page(request, "figures.html", groups=groups, shown={"q": q})


async def ranking(request: web.Request) -> web.Response:
    """One metric over the bodies of a year."""
    wanted, code = _wanted(request), texts.of(request).code

    def look(door: Door) -> tuple[Ranking | None, tuple[Absence, ...], tuple[int, ...]]:
        measured = door.browse.measured
        found = wanted.read(measured, code, wanted.offset, LISTED)
        return found, () if found is None else measured.absent(found, code, wanted.q), measured.years(wanted.metric.key)

    key, desk = wanted.metric.key, request.app[SITE].desk
    at_hand = await desk.read(lambda door: door.browse.measured.at_hand(key, wanted.party, wanted.year))
    found, gone, years = await (desk.read if at_hand else desk.search)(look)
    order = None if wanted.order == ORDERS[0] else wanted.order
    shown = {"q": wanted.q or None, "year": wanted.year, "party": wanted.party, "order": order}
    return site.page(
        request,
        "figure.html",
        metric=wanted.metric,
        found=found,
        gone=gone,
        years=years,
        shown=shown,
        order=wanted.order,
        at=site.at(request, shown),
    )


async def export(request: web.Request) -> web.Response:
    """The same as a file, whole."""
    wanted, code, kind = _wanted(request), texts.of(request).code, request.match_info["kind"]

    def look(door: Door) -> web.Response:
        found = wanted.read(door.browse.measured, code, 0, MOST_FILE)
        rows = [] if found is None else [_row(found, each, wanted.metric.unit) for each in found.rows]
        whole: list[encode.Json] = [dict(zip(HEADS, row, strict=True)) for row in rows]
        name = wanted.metric.key if found is None else f"{wanted.metric.key}-{found.year}"
        return files.download(kind, name, Sheet(name=wanted.metric.key, heads=HEADS, rows=rows), {"bodies": whole})

    return await request.app[SITE].desk.search(look)


def _row(found: Ranking, place: Place, unit: str) -> Sequence[Cell]:
    told = place.told
    return (
        place.at,
        place.body.name,
        found.year,
        found.metric,
        found.party,
        told.value,
        unit,
        told.report or None,
        told.anchor or None,
    )


async def of_body(request: web.Request) -> web.Response:
    """One metric over the years of a body, and the bodies next to it."""
    Given(request, ())
    metric, key, code = _metric(request), request.match_info["key"], texts.of(request).code

    def look(door: Door) -> tuple[BodyView | None, Series | None, tuple[Place, ...]]:
        measured, body = door.browse.measured, door.browse.listing.bodies.get(key)
        series = measured.series(key, metric.key, code)
        return body, series, () if series is None else measured.neighbours(key, series, code)

    body, series, beside = await request.app[SITE].desk.search(look)
    if body is None or series is None:
        raise web.HTTPNotFound
    return site.page(request, "measure.html", metric=metric, body=body, series=series, beside=beside)


async def whole(request: web.Request) -> web.Response:
    """Every figure of a body, its years side by side."""
    Given(request, ())
    key, code = request.match_info["key"], texts.of(request).code

    def look(door: Door) -> web.Response:
        body, rows = _whole(door, key, code)
        groups = {group: list(its) for group, its in itertools.groupby(rows, key=lambda row: row.metric.group)}
        return site.page(request, "whole.html", body=body, groups=groups)

    return await request.app[SITE].desk.search(look)


async def whole_file(request: web.Request) -> web.Response:
    """The same as a file."""
    key, kind, code = request.match_info["key"], request.match_info["kind"], texts.of(request).code

    def look(door: Door) -> web.Response:
        body, rows = _whole(door, key, code)
        heads = ("metric", "name", "unit", *map(str, body.years))
        cells = [(*_named(row), *(each.value for each in row.years)) for row in rows]
        told: list[encode.Json] = [
            {**dict(zip(heads[:3], _named(row), strict=True)), "figures": [_figure(each) for each in row.years]}
            for row in rows
        ]
        return files.download(kind, body.name, Sheet(name="figures", heads=heads, rows=cells), {"figures": told})

    return await request.app[SITE].desk.search(look)


def _whole(door: Door, key: str, code: str) -> tuple[BodyView, tuple[Row, ...]]:
    """HTTPNotFound where there is no such body."""
    body = door.browse.listing.bodies.get(key)
    if body is None:
        raise web.HTTPNotFound
    return body, door.browse.measured.whole(key, code)


def _named(row: Row) -> tuple[str, str, str]:
    return row.metric.key, row.metric.name, row.metric.unit


def _figure(told: Year) -> encode.Json:
    return {"year": told.year, "value": told.value, "report": told.report or None, "fact": told.anchor or None}
