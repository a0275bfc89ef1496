"""Questions on the page: by a form, as a conversation; without a script each is one request and one new page."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot import encode
from bot.channels.web import guard, site, talks, texts
from bot.channels.web.site import SITE, Site
from bot.channels.web.talks import Talks
from bot.desk import Busy
from bot.doors import Door, State
from bot.models import Answer, Option, Question
from bot.pages.told import Told, told
from bot.pages.views import Excerpt

FIELDS = 8
"""of a form"""
CHANNEL = "web"
LONGEST_REMARK = 500
_Made = TypeVar("_Made")
_LOG = structlog.get_logger("nianbao.web")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, what is shown of it, and the report it stands in."""

    answer: Answer
    told: Told
    state: State


async def told_to(request: web.Request, question: Question) -> Reply:
    """Ask for a page."""
    return await answered(request, question, CHANNEL, _reply)


def _reply(answer: Answer, door: Door) -> Reply:
    return Reply(answer, told(answer, door.browse), door.state)


async def answered(
    request: web.Request, question: Question, channel: str, make: Callable[[Answer, Door], _Made]
) -> _Made:
    """Ask, count and log, not more often than the client may; what is made of the answer. TooMany, Busy, Closed."""
    guard.not_too_often(request)

    def ask(door: Door) -> tuple[Answer, _Made]:
        answer = door.service.ask(question)
        return answer, make(answer, door)

    start = time.monotonic()
    answer, made = await request.app[SITE].desk.with_service(ask)
    count_and_log(request, question, channel, intent_of(answer), answer.status, time.monotonic() - start)
    return made


def intent_of(answer: Answer) -> str:
    """The kind of question, as it is counted."""
    return answer.query.intent if answer.query is not None else "none"


def count_and_log(
    request: web.Request, question: Question, channel: str, intent: str, status: str, seconds: float
) -> None:
    """Count an answer and log it."""
    mine = request.app[SITE]
    mine.counted.told(channel, intent, status, seconds)
    if not guard.LOG.isEnabledFor(logging.INFO):
        return
    asked = {"question": question.text} if mine.settings.web.log_questions else {}
    _LOG.info(
        "answer",
        channel=channel,
        intent=intent,
        status=status,
        ms=round(seconds * 1000, 1),
        user=guard.user(request),
        **asked,
    )


async def home(request: web.Request) -> web.Response:
    """The page to ask on: what was said in this conversation, and the report that the last answer stands in."""
    return await _page(request, request.cookies.get(talks.COOKIE))


async def _page(request: web.Request, name: str | None, status: int = 200) -> web.Response:
    mine = request.app[SITE]
    turns = mine.talks.turns(name)
    code = texts.of(request).code

    def look(door: Door) -> tuple[tuple[Option, ...], Excerpt | None, dict[str, int]]:
        greeting = () if turns else door.service.greeting(code).options
        # Beside an answer stands the report that it was read from, not one that has come in its place.
        beside = bool(turns) and turns[-1].state == door.state
        return greeting, _excerpt(door, turns[-1].told) if beside else None, door.store.counts()

    examples, excerpt, counts = await mine.desk.with_service(look)
    return site.page(
        request,
        "ask.html",
        status,
        turns=turns,
        examples=examples,
        excerpt=excerpt,
        counts=counts,
        alone=False,
        here=guard.here(request),
    )


def _excerpt(door: Door, shown: Told) -> Excerpt | None:
    place = shown.places[0] if shown.places else None
    return door.browse.excerpt(place.report.key, place.anchor) if place else None


async def post(request: web.Request) -> web.StreamResponse:
    """A question from the form: answered, kept for the conversation, and shown at an address that may be reloaded."""
    mine = request.app[SITE]
    text = (await form(request)).get("q", "").strip()
    if not text:
        raise web.HTTPSeeOther("/")
    request[guard.ASKED] = text
    name = request.cookies.get(talks.COOKIE) or ""
    if not mine.talks.turns(name):
        name = Talks.fresh()
    reply = await told_to(request, Question(text=text, chat=Talks.chat(name), channel=CHANNEL))
    turn = mine.talks.add(name, reply.answer, reply.told, reply.state)
    response = web.Response(status=303, headers={"Location": f"/#turn-{turn.number}"})
    response.set_cookie(
        talks.COOKIE, name, max_age=int(talks.LASTS), httponly=True, samesite="Lax", secure=guard.is_secure(request)
    )
    return response


async def ask(request: web.Request) -> web.Response:
    """A question that stands alone, for a link to it."""
    text = guard.clean(request.query.get("q", "")).strip()
    if not text:
        raise web.HTTPSeeOther("/")
    request[guard.ASKED] = text
    _, page = await _alone(request, Question(text=text, channel=CHANNEL))
    return page


async def _alone(
    request: web.Request, question: Question, *, called_wrong: bool = False
) -> tuple[Answer, web.Response]:
    """The answer, and the page of it beside its report: both of one look at the index."""

    def look(answer: Answer, door: Door) -> tuple[Answer, Told, Excerpt | None, dict[str, int]]:
        shown = told(answer, door.browse)
        return answer, shown, _excerpt(door, shown), door.store.counts()

    answer, shown, excerpt, counts = await answered(request, question, CHANNEL, look)
    turn = talks.Turn(number=0, answer=answer, told=shown, called_wrong=called_wrong)
    page = site.page(
        request,
        "ask.html",
        turns=(turn,),
        examples=(),
        excerpt=excerpt,
        counts=counts,
        alone=True,
        here=guard.here(request),
    )
    return answer, page


async def wrong(request: web.Request) -> web.StreamResponse:
    """An answer is called wrong: one of this conversation by its number, or one that stands alone by its question."""
    mine = request.app[SITE]
    if mine.record is None:
        raise web.HTTPNotFound
    given = await form(request)
    remark, text = given.get("remark", "").strip()[:LONGEST_REMARK], given.get("q", "").strip()
    if text:
        answer, page = await _alone(request, Question(text=text), called_wrong=True)
        await record(mine, CHANNEL, remark, answer)
        return page
    name, number = request.cookies.get(talks.COOKIE), given.get("turn", "")
    turn = mine.talks.turn(name, int(number)) if number.isascii() and number[:7].isdigit() else None
    if name is None or turn is None:
        raise web.HTTPNotFound
    if not turn.called_wrong:
        guard.not_too_often(request)
        await record(mine, CHANNEL, remark, turn.answer)
        mine.talks.call_wrong(name, turn.number)
    return web.Response(status=303, headers={"Location": f"/#turn-{turn.number}"})


async def record(mine: Site, channel: str, remark: str, answer: Answer) -> None:
    """Keep it for the operator. Busy: it cannot be kept now."""
    keep = mine.record
    told: dict[str, encode.Json] = {"channel": channel, "remark": remark, **encode.understood(answer)}
    if keep is None or not await asyncio.to_thread(keep, told):
        raise Busy


async def new(request: web.Request) -> web.StreamResponse:
    """Begin another conversation."""
    mine: Site = request.app[SITE]
    await guard.body(request)
    if name := request.cookies.get(talks.COOKIE):
        mine.talks.drop(name)
        await mine.desk.with_service(lambda door: door.service.memory.forget(Talks.chat(name)))
    response = web.Response(status=303, headers={"Location": "/"})
    response.del_cookie(talks.COOKIE)
    return response


async def source(request: web.Request) -> web.Response:
    """The part of a report around a figure, for the place beside the conversation."""
    key, anchor = request.match_info["key"], request.query.get("at", "L1")
    excerpt = await request.app[SITE].desk.read(lambda door: door.browse.excerpt(key, anchor))
    if excerpt is None:
        raise web.HTTPNotFound
    return site.page(request, "source.html", excerpt=excerpt)


async def form(request: web.Request) -> dict[str, str]:
    """The fields of a plain form."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise guard.Refused(texts.of(request)("error_form"), 415)
    text = (await guard.body(request)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, errors="replace"))
    except ValueError:
        raise guard.Refused(texts.of(request)("error_form")) from None
