"""The HTTP API: the same answers, facts and checks as JSON, by openapi.json. Bad input is 400 with one line."""

from __future__ import annotations

import datetime
import functools
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from bot import encode
from bot.channels.web import asking, export, exports, guard, site, texts
from bot.channels.web.given import Given
from bot.channels.web.guard import Refused
from bot.channels.web.replies import Reply, dated
from bot.channels.web.site import SITE
from bot.channels.web.talks import Talks
from bot.doors import Door, NoOneBody
from bot.models import Answer, Question, day_of
from bot.pages.browse import APPLICANTS, SHOWN_FORMS
from bot.pages.linked import Linked
from bot.pages.views import BodyView, Page, ReportPage

CHANNEL = "api"
JSON = "application/json; charset=utf-8"
ASKED = ("q", "chat", "today", "language")
CALLED = ("q", "remark", "today", "language")
MOST = 1000
MOST_FILE = 10_000
"""facts of one CSV or XLSX"""
MOST_CHECKS = 10_000
FORMATS = ("json", "csv", "xlsx")
LONGEST_CHAT = 128
NO_REPORT = "there is no such report; /api/reports lists them all"


def answer(shape: encode.Json, status: int = 200) -> web.Response:
    """JSON, Chinese as it is."""
    return _written(_line(shape), status)


def _line(shape: encode.Json) -> bytes:
    return (encode.dumps(shape) + "\n").encode("utf-8", "replace")


def _written(body: bytes, status: int = 200) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": JSON}, status=status)


@functools.cache
def document() -> dict[str, Any]:
    """The API described, without the version."""
    found: dict[str, Any] = json.loads((site.HERE / "openapi.json").read_text(encoding="utf-8"))
    return found


async def openapi(request: web.Request) -> web.Response:
    """openapi.json."""
    Given(request, ())
    mine = request.app[SITE]
    made = {**document(), "info": {**document()["info"], "version": mine.version}}
    return web.Response(text=json.dumps(made, ensure_ascii=False), content_type="application/json")


async def docs(request: web.Request) -> web.Response:
    """The same as a page."""
    operations = [
        (path, method, each)
        for path, methods in document()["paths"].items()
        for method, each in methods.items()
        if method in ("get", "post")
    ]
    words = _described(texts.of(request).code)
    return site.page(
        request,
        "docs.html",
        operations=operations,
        parameters=document()["components"]["parameters"],
        said=lambda line: words.get(line, line),
        here=guard.here(request),
    )


@functools.cache
def _described(code: str) -> dict[str, str]:
    """Sentences of openapi.json in another language."""
    file = site.HERE / f"openapi.{code}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


async def ask_get(request: web.Request) -> web.Response:
    """A question in the address."""
    given = Given(request, ASKED)
    return await _ask(request, {name: given.text(name, 100_000) for name in ASKED if name in request.query})


async def ask_post(request: web.Request) -> web.Response:
    """A question as JSON."""
    return await _ask(request, await _told(request, ASKED))


async def wrong(request: web.Request) -> web.Response:
    """The answer to a question is called wrong: it is given once more, and kept for the operator."""
    if request.app[SITE].record is None:
        raise web.HTTPNotFound
    told = await _told(request, CALLED)
    question = _question(request, told)
    kept = await asking.answered(request, question, CHANNEL, lambda said, _: said)
    await asking.record(request.app[SITE], CHANNEL, (told.get("remark") or "")[: asking.LONGEST_REMARK], kept)
    return answer({"kept": True})


async def _told(request: web.Request, names: Sequence[str]) -> dict[str, str | None]:
    """The fields of a body of JSON, all of them text."""
    Given(request, ())
    try:
        told = json.loads((await guard.body(request)).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("the body is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Refused("the body is not JSON") from None
    if not isinstance(told, dict):
        raise Refused('the body is no object like {"q": "…"}')
    if unknown := sorted(set(told) - set(names)):
        raise Refused(f"unknown field {guard.clean(unknown[0])[:40]!r}; there are {', '.join(names)}")
    for name, value in told.items():
        if not isinstance(value, str) and (value is not None or name == "q"):
            raise Refused(f"`{name}` must be text")
    return {name: None if each is None else guard.clean(each) for name, each in told.items()}


def _question(request: web.Request, told: Mapping[str, str | None]) -> Question:
    """What is asked. Refused."""
    text, chat, language = told.get("q"), told.get("chat"), told.get("language")
    if not text:
        raise Refused("`q`, the question, is missing")
    if language is not None and language not in texts.CODES:
        raise Refused(f"`language` must be one of {', '.join(texts.CODES)}")
    if chat is not None and not 0 < len(chat) <= LONGEST_CHAT:
        raise Refused(f"`chat` must have 1 to {LONGEST_CHAT} characters")
    return Question(
        text=text,
        # Whoever knows another's name of a chat still is in a chat of their own.
        chat=None if chat is None else Talks.chat(f"{_holder(request)}\0{chat}"),
        today=_day(told.get("today")),
        language=language,
        channel=CHANNEL,
    )


async def _ask(request: web.Request, told: Mapping[str, str | None]) -> web.Response:
    question = _question(request, told)
    if question.chat is not None:
        return _written((await _replied(request, question)).body)
    mine, question = request.app[SITE], dated(question)
    kept = mine.replies.found(question, mine.desk)
    if kept is not None:
        guard.not_too_often(request)
        asking.count_and_log(request, question, CHANNEL, kept.intent, kept.status, 0.0)
        return _written(kept.body)
    reply = await _replied(request, question)
    mine.replies.keep(question, reply, mine.desk)
    return _written(reply.body)


async def _replied(request: web.Request, question: Question) -> Reply:
    """What goes out, written where it was asked: the loop has others to serve."""

    def write(said: Answer, door: Door) -> Reply:
        return Reply(
            body=_line(site.linked(request, door).answer(said)),
            intent=asking.intent_of(said),
            status=said.status,
            state=door.state,
        )

    return await asking.answered(request, question, CHANNEL, write)


def _holder(request: web.Request) -> str:
    """Who a chat belongs to: a token, or else an address."""
    mine = request.app[SITE]
    given = request.headers.get("Authorization") if mine.tokens else None
    return given or guard.client(request)


def _day(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else day_of(text)
    except ValueError as error:
        raise Refused(f"`today` {error}") from None


async def bodies(request: web.Request) -> web.Response:
    """Bodies with their years."""
    given = Given(request, ("q", "year", "offset", "limit"))
    q, year, offset, limit = given.text("q"), given.year(), given.offset(), given.limit(100, MOST)

    def look(door: Door) -> encode.Json:
        found = door.browse.bodies(text=q or "", year=year, offset=offset, limit=limit)
        shown = site.linked(request, door)
        return {"bodies": [shown.body(each) for each in found], **_paged(found)}

    return await _read(request, look)


async def _read(request: web.Request, look: Callable[[Door], encode.Json]) -> web.Response:
    """What is found, written where it is read: to write much takes time, and the loop has others to serve."""
    return await request.app[SITE].desk.read(lambda door: answer(look(door)))


async def _body(request: web.Request, given: Given) -> BodyView | None:
    """The body that a filter names, by its id or whatever people call it; None: it names none. Refused."""
    text, year = given.text("body"), given.year()
    if text is None:
        return None
    try:
        return await request.app[SITE].desk.with_service(lambda door: door.body_called(text, year))
    except NoOneBody as error:
        raise Refused(str(error), 400 if error.names else 404) from None


def _paged(page: Page[Any]) -> dict[str, encode.Json]:
    total: dict[str, encode.Json] = {} if page.total is None else {"total": page.total}
    return {"offset": page.offset, "limit": page.limit, **total, "more": page.more}


async def reports(request: web.Request) -> web.Response:
    """Reports by body and year."""
    given = Given(request, ("q", "body", "year", "form", "offset", "limit"))
    body = await _body(request, given)
    filters: dict[str, Any] = {
        "text": given.text("q") or "",
        "body": None if body is None else body.key,
        "year": given.year(),
        "form": given.choice("form", SHOWN_FORMS),
        "offset": given.offset(),
        "limit": given.limit(100, MOST),
    }

    def look(door: Door) -> encode.Json:
        found = door.browse.reports(**filters)
        shown = site.linked(request, door)
        return {"reports": [shown.report(each) for each in found], **_paged(found)}

    return await _read(request, look)


async def report(request: web.Request) -> web.Response:
    """A report with its figures, gaps, findings and text."""
    Given(request, ())
    key, code = request.match_info["key"], texts.of(request).code

    def look(door: Door) -> encode.Json:
        page = door.browse.report(key, code)
        if page is None:
            raise Refused(NO_REPORT, 404)
        return _whole(page, site.linked(request, door), code)

    return await _read(request, look)


def _whole(page: ReportPage, shown: Linked, code: str) -> dict[str, encode.Json]:
    return {
        **shown.report(page.report),
        "notes": list(page.notes),
        "sections": [{"heading": heading, "line": line} for heading, line in page.sections],
        "gap_list": [{"sentence": each.sentence, "line": each.line} for each in page.gaps],
        "findings": [shown.check(each.check, code) for each in page.findings],
        "fact_list": [shown.fact(page.report, each) for each in page.facts],
    }


async def facts(request: web.Request) -> web.Response:
    """Figures, as JSON, CSV or XLSX."""
    given = Given(request, ("report", "body", "year", "metric", "party", "kind", "offset", "limit", "format"))
    kind = given.choice("format", FORMATS) or _accepted(request)
    code = texts.of(request).code
    body = await _body(request, given)
    filters: dict[str, Any] = {
        "report": given.text("report"),
        "body": None if body is None else body.key,
        "year": given.year(),
        "metric": given.text("metric"),
        "party": given.choice("party", APPLICANTS),
        "kind": given.choice("kind", ("table", "prose")),
        "offset": given.offset(1_000_000),
        "limit": given.limit(100 if kind == "json" else MOST_FILE, MOST if kind == "json" else MOST_FILE),
    }

    def look(door: Door) -> web.Response:
        known = {each.key for each in door.browse.metrics()}
        if filters["metric"] not in known | {None}:
            raise Refused(f"`metric` {filters['metric']!r} is none; /api/metrics has them all")
        if filters["report"] is not None and filters["report"] not in door.browse.listing.reports:
            raise Refused(NO_REPORT, 404)
        found = door.browse.facts(code, **filters)
        if kind != "json":
            return export.download(kind, "nianbao-facts", exports.fact_sheet(found), None)
        shown = site.linked(request, door)
        return answer({"facts": [shown.fact(*each) for each in found], **_paged(found)})

    desk = request.app[SITE].desk
    return await (desk.search if filters["body"] is filters["report"] is None else desk.read)(look)


def _accepted(request: web.Request) -> str:
    """The format that the client says it likes, JSON where it says none of ours."""
    wanted = request.headers.get("Accept", "")[:1000].lower()
    at = {kind: wanted.find(name) for kind, name in export.TYPES.items()}
    liked = [kind for kind in FORMATS if at[kind] >= 0]
    return min(liked, key=at.__getitem__) if liked else "json"


async def check(request: web.Request) -> web.Response:
    """Checks of a body, or of all."""
    given = Given(request, ("body", "year", "failing", "offset", "limit"))
    body, year = await _body(request, given), given.year()
    failing = given.choice("failing", ("true", "false")) != "false"
    offset, limit = given.offset(MOST_CHECKS), given.limit(100, MOST)
    code = texts.of(request).code

    def look(door: Door) -> encode.Json:
        page = door.browse.checks(
            None if body is None else body.name, year, failing=failing, offset=offset, limit=limit
        )
        shown = site.linked(request, door)
        return {"checks": [shown.check(each, code) for each in page], **_paged(page)}

    desk = request.app[SITE].desk
    return await (desk.search if body is None else desk.read)(lambda door: answer(look(door)))


async def metrics(request: web.Request) -> web.Response:
    """Everything that is measured."""
    Given(request, ())
    code = texts.of(request).code

    def look(door: Door) -> encode.Json:
        made: list[encode.Json] = [
            {
                "metric": each.key,
                "label": each.label,
                "name": door.browse.metric_name(each.key, code),
                "unit": each.unit,
                "section": each.section,
                "table": each.table,
                "forms": list(each.forms),
                "by_party": each.by_party,
                "parts": list(each.parts),
                "same_as": list(each.same_as),
            }
            for each in door.browse.metrics()
        ]
        return {"metrics": made}

    return await _read(request, look)
