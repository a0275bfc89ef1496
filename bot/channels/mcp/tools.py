"""What each tool does: arguments that fit tools.toml → what is found, in words and as JSON."""

from __future__ import annotations

import datetime
import difflib
import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from bot import encode
from bot.doors import MOST_NAMES, Door, NoOneBody
from bot.encode import Json
from bot.models import Answer, Question, day_of
from bot.pages.linked import Linked
from bot.pages.views import BodyView

Arguments = Mapping[str, Any]
Found = tuple[str, Mapping[str, Json]]
"""in words, where there are any, and as JSON"""
Record = Callable[[Mapping[str, Json]], bool]
"""keeps what is called wrong, for the operator; False: it could not be kept"""

CHANNEL: Final = "mcp"
MOST_RESULTS: Final = 100
"""figures of one answer; how many more there are is said"""
SAID_AGAIN: Final = frozenset({"table", "chart"})
"""of an answer, what only says again what its text and results say"""


class Unfit(Exception):
    """The arguments name nothing there is; the message says so in one line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What a tool works with while it is called."""

    door: Door
    linked: Linked
    record: Record


@functools.cache
def described() -> dict[str, Any]:
    """tools.toml: `instructions`, and each tool by its name."""
    return tomllib.loads(Path(__file__).with_name("tools.toml").read_text(encoding="utf-8"))


def ask(use: Use, given: Arguments) -> Found:
    """The answer in words, and the same as JSON."""
    answer = use.door.service.ask(_question(given))
    return _words(answer), _short(use.linked.answer(answer))


def facts(use: Use, given: Arguments) -> Found:
    """Figures that fit every filter."""
    metric, body = given.get("metric"), given.get("body")
    known = [each.key for each in use.door.browse.metrics()]
    if metric is not None and metric not in known:
        near = difflib.get_close_matches(metric, known, n=MOST_NAMES, cutoff=0.4)
        raise Unfit(f"there is no metric {metric!r}; near it are {', '.join(near) or 'none'}")
    page = use.door.browse.facts(
        given.get("language", "zh"),
        body=None if body is None else _body(use.door, body, given.get("year")).key,
        year=given.get("year"),
        metric=metric,
        party=given.get("party"),
        kind=given.get("kind"),
        offset=given.get("offset", 0),
        limit=given.get("limit", 50),
    )
    found: list[Json] = [use.linked.fact(*each) for each in page]
    return "", {"facts": found, "offset": page.offset, "more": page.more}


def find_body(use: Use, given: Arguments) -> Found:
    """Bodies by what people call them first, then those whose name or region holds the words."""
    text, year = given["text"], given.get("year")
    offset, limit = given.get("offset", 0), given.get("limit", 20)
    named = [each for each in use.door.bodies_called(text, year) if year is None or year in each.years]
    rest = use.door.browse.bodies(text=text, year=year, offset=0, limit=offset + limit + 1)
    keys = {each.key for each in named}
    every = [*named, *(each for each in rest if each.key not in keys)]
    shown: list[Json] = [use.linked.body(each) for each in every[offset : offset + limit]]
    return "", {"bodies": shown, "offset": offset, "more": len(every) > offset + limit}


def check(use: Use, given: Arguments) -> Found:
    """Checks that were made, of a body or of all."""
    name, year = given.get("body"), given.get("year")
    offset, limit = given.get("offset", 0), given.get("limit", 20)
    body = None if name is None else _body(use.door, name, year).name
    page = use.door.browse.checks(body, year, failing=given.get("failing", True), offset=offset, limit=limit)
    shown: list[Json] = [use.linked.check(each, given.get("language", "zh")) for each in page]
    return "", {"checks": shown, "offset": offset, "more": page.more}


def wrong(use: Use, given: Arguments) -> Found:
    """The answer to a question is called wrong: it is given once more, and kept for the operator."""
    answer = use.door.service.ask(replace(_question(given), channel=None))
    remark = given.get("remark", "")
    if not use.record({"channel": CHANNEL, "remark": remark, **encode.understood(answer)}):
        raise Unfit("it cannot be kept now; tell the person to try again later")
    return "", {"kept": True}


ALL: Final[Mapping[str, Callable[[Use, Arguments], Found]]] = {
    "ask": ask,
    "facts": facts,
    "find_body": find_body,
    "check": check,
    "wrong": wrong,
}
"""by the name that an assistant calls it"""


def _question(given: Arguments) -> Question:
    day = given.get("today")
    return Question(
        text=given["question"],
        today=None if day is None else _day(day),
        language=given.get("language"),
        channel=CHANNEL,
    )


def _short(shape: Mapping[str, Json]) -> Mapping[str, Json]:
    """An answer without what its text and results say already, and not longer than an assistant can use."""
    kept = {key: each for key, each in shape.items() if key not in SAID_AGAIN}
    results = kept["results"]
    if isinstance(results, list) and len(results) > MOST_RESULTS:
        kept |= {"results": results[:MOST_RESULTS], "results_left_out": len(results) - MOST_RESULTS}
    return kept


def _words(answer: Answer) -> str:
    """The text, with the options to choose among where it does not list them."""
    missing = [option.ask for option in answer.options if option.label not in answer.text]
    return "\n".join([answer.text, *(f"- {each}" for each in missing)])


def _day(text: str) -> datetime.date:
    try:
        return day_of(text)
    except ValueError as error:
        raise Unfit(f"`today` {error}") from None


def _body(door: Door, text: str, year: int | None) -> BodyView:
    """The one body that is meant. Unfit: there is none, or it may be several."""
    try:
        return door.body_called(text, year)
    except NoOneBody as error:
        hint = "" if error.names else "; find_body finds them by parts of their names"
        raise Unfit(f"{error}{hint}") from None
