"""What is shown, as a file: an answer, a report, a series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiohttp import web

from bot import encode
from bot.channels.web import asking, export, guard, site, talks, texts
from bot.channels.web.export import Cell, Sheet
from bot.channels.web.site import SITE
from bot.doors import Door
from bot.models import Answer, Question
from bot.pages.views import BodyView, FactView, FindingView, ReportView, Series

FACT_HEADS = (
    "body",
    "year",
    "metric",
    "name",
    "party",
    "value",
    "unit",
    "approximate",
    "kind",
    "section",
    "table",
    "row",
    "column",
    "line",
    "page",
    "quote",
    "report",
    "fact",
)
RESULT_HEADS = (
    "body",
    "year",
    "metric",
    "party",
    "value",
    "unit",
    "approximate",
    "calculated",
    "report",
    "section",
    "row",
    "column",
    "line",
    "page",
    "quote",
)
"""heads of files are the names that the HTTP API has for the same, whatever the language"""


async def turn(request: web.Request) -> web.Response:
    """An answer of this conversation."""
    number = request.match_info["number"]
    kept = request.app[SITE].talks.turn(request.cookies.get(talks.COOKIE), int(number))
    if kept is None:
        raise web.HTTPNotFound
    return await _answer(request, kept.answer)


async def ask(request: web.Request) -> web.Response:
    """The answer to a question that stands alone."""
    text = guard.clean(request.query.get("q", "")).strip()
    if not text:
        raise guard.Malformed("`q`, the question, is missing")
    return await _answer(request, (await asking.told_to(request, Question(text=text))).answer)


async def _answer(request: web.Request, answer: Answer) -> web.Response:
    # Files are written where it is read: that takes time, and the loop has others to serve.
    def look(door: Door) -> web.Response:
        whole = site.linked(request, door).answer(answer)
        return export.download(request.match_info["kind"], "nianbao-answer", answer_sheet(answer), whole)

    return await request.app[SITE].desk.read(look)


def answer_sheet(answer: Answer) -> Sheet:
    """An answer's figures; the table where it has no figures of its own."""
    if answer.results:
        return Sheet(name="answer", heads=RESULT_HEADS, rows=list(_result_rows(answer)))
    if answer.claims:
        rows: list[Sequence[Cell]] = [
            (each.claim, each.claimed, each.value, each.unit, each.holds) for each in answer.claims
        ]
        return Sheet(name="claims", heads=("claim", "claimed", "value", "unit", "holds"), rows=rows)
    if answer.checks:
        rows = [(each.check, each.left, each.right, each.holds) for each in answer.checks]
        return Sheet(name="checks", heads=("check", "left", "right", "holds"), rows=rows)
    if answer.table is not None:
        return Sheet(name="table", heads=answer.table.heads, rows=answer.table.rows)
    return Sheet(name="answer", heads=("answer",), rows=[(line,) for line in answer.text.split("\n")])


def _result_rows(answer: Answer) -> Iterable[Sequence[Cell]]:
    for each in answer.results:
        first = each.sources[0] if each.sources else None
        place: tuple[Cell, ...] = (None,) * 7
        if first is not None:
            name = first.report.rpartition("/")[2]
            place = (name, first.section, first.row, first.column, first.line, first.page, first.quote)
        yield (
            each.body,
            each.year,
            each.metric,
            each.party,
            each.value,
            each.unit,
            each.approximate,
            each.calculated,
            *place,
        )


async def report(request: web.Request) -> web.Response:
    """Every figure of a report."""
    key, kind, code = request.match_info["key"], request.match_info["kind"], texts.of(request).code

    def look(door: Door) -> web.Response:
        found = door.browse.report(key, code)
        if found is None:
            raise web.HTTPNotFound
        pairs = [(found.report, each) for each in found.facts]
        name, shown = f"{found.report.body}-{found.report.year}", site.linked(request, door)
        return export.download(kind, name, fact_sheet(pairs), {"facts": [shown.fact(*each) for each in pairs]})

    return await request.app[SITE].desk.read(look)


def fact_sheet(pairs: Iterable[tuple[ReportView, FactView]]) -> Sheet:
    """Figures, a row each."""
    return Sheet(name="facts", heads=FACT_HEADS, rows=[_fact_row(*each) for each in pairs])


def _fact_row(head: ReportView, view: FactView) -> Sequence[Cell]:
    fact, place = view.fact, view.fact.source
    return (
        fact.body,
        fact.year,
        fact.metric,
        view.name,
        fact.party,
        fact.value,
        fact.unit,
        fact.approximate,
        fact.kind,
        place.section,
        place.table,
        place.row,
        place.column,
        place.line,
        place.page,
        place.quote,
        head.key,
        view.anchor,
    )


REPORT_HEADS = ("id", "body", "year", "form", "region", "facts", "gaps", "failing", "file", "url")
BODY_HEADS = ("id", "body", "regions", "years", "failing")
FINDING_HEADS = ("body", "year", "check", "party", "left", "right", "line", "report", "sentence")


def reports(kind: str, found: Iterable[ReportView]) -> web.Response:
    """Reports of a list, a row each."""
    rows: list[Sequence[Cell]] = [
        (
            each.key,
            each.body,
            each.year,
            each.form,
            each.region or None,
            each.facts,
            each.gaps,
            each.failing,
            each.name,
            each.url,
        )
        for each in found
    ]
    return _rows(kind, "reports", REPORT_HEADS, rows)


def bodies(kind: str, found: Iterable[BodyView]) -> web.Response:
    """Bodies of a list, a row each."""
    rows: list[Sequence[Cell]] = [
        (each.key, each.name, "; ".join(each.regions) or None, " ".join(map(str, each.years)), each.failing)
        for each in found
    ]
    return _rows(kind, "bodies", BODY_HEADS, rows)


def findings(kind: str, found: Iterable[tuple[BodyView, Iterable[FindingView]]]) -> web.Response:
    """What does not agree, a row each, by body."""
    rows: list[Sequence[Cell]] = []
    for body, its in found:
        for each in its:
            first = each.check.left_terms[0]
            rows.append(
                (
                    body.name,
                    first.year,
                    each.check.name,
                    each.check.party,
                    each.check.left,
                    each.check.right,
                    first.source.line,
                    each.report.key if each.report else None,
                    each.sentence,
                )
            )
    return _rows(kind, "findings", FINDING_HEADS, rows)


def _rows(kind: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> web.Response:
    whole: list[encode.Json] = [dict(zip(heads, row, strict=True)) for row in rows]
    return export.download(kind, f"nianbao-{name}", Sheet(name=name, heads=heads, rows=rows), {name: whole})


async def series(request: web.Request) -> web.Response:
    """One metric of a body over its years."""
    key, metric, kind = (request.match_info[name] for name in ("key", "metric", "kind"))
    code = texts.of(request).code

    def look(door: Door) -> tuple[Series | None, BodyView | None]:
        return door.browse.measured.series(key, metric, code), door.browse.listing.bodies.get(key)

    found, body = await request.app[SITE].desk.read(look)
    if found is None or body is None:
        raise web.HTTPNotFound
    rows: list[Sequence[Cell]] = [
        (body.name, each.year, metric, each.value, found.chart.unit, each.report or None) for each in found.points
    ]
    heads = ("body", "year", "metric", "value", "unit", "report")
    whole: list[encode.Json] = [dict(zip(heads, row, strict=True)) for row in rows]
    return export.download(kind, f"{body.name}-{metric}", Sheet(name=metric, heads=heads, rows=rows), {"series": whole})
