"""What each tool does: arguments that fit tools.toml → what is found, in words and as JSON."""

from __future__ import annotations

import datetime
import difflib
import functools
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from bot.doors import MOST_NAMES, Door, NoOneBody
from bot.encode import Json
from bot.models import Answer, Question, day_of
from bot.pages.linked import Linked
from bot.pages.views import BodyView

Arguments = Mapping[str, Any]


class Unfit(Exception):
    """The arguments name nothing there is; the message says so in one line."""


@functools.cache
def described() -> dict[str, Any]:
    """tools.toml: `instructions`, and each tool by its name."""
    return tomllib.loads(Path(__file__).with_name("tools.toml").read_text(encoding="utf-8"))


def ask(door: Door, linked: Linked, given: Arguments) -> tuple[str, Mapping[str, Json]]:
    """The answer in words, and the same as JSON."""
    day = given.get("today")
    question = Question(
        text=given["question"],
        today=None if day is None else _day(day),
        language=given.get("language"),
        channel="mcp",
    )
    answer = door.service.ask(question)
    return _words(answer), linked.answer(answer)


def facts(door: Door, linked: Linked, given: Arguments) -> tuple[str, Mapping[str, Json]]:
    """Figures that fit every filter."""
    metric, body = given.get("metric"), given.get("body")
    known = [each.key for each in door.browse.metrics()]
    if metric is not None and metric not in known:
        near = difflib.get_close_matches(metric, known, n=MOST_NAMES, cutoff=0.4)
        raise Unfit(f"there is no metric {metric!r}; near it are {', '.join(near) or 'none'}")
    page = door.browse.facts(
        given.get("language", "zh"),
        body=None if body is None else _body(door, body, given.get("year")).key,
        year=given.get("year"),
        metric=metric,
        party=given.get("party"),
        kind=given.get("kind"),
        offset=given.get("offset", 0),
        limit=given.get("limit", 50),
    )
    found: list[Json] = [linked.fact(*each) for each in page]
    return "", {"facts": found, "offset": page.offset, "more": page.more}


def find_body(door: Door, linked: Linked, given: Arguments) -> tuple[str, Mapping[str, Json]]:
    """Bodies by what people call them first, then those whose name or region holds the words."""
    text, year = given["text"], given.get("year")
    offset, limit = given.get("offset", 0), given.get("limit", 20)
    named = [each for each in door.bodies_called(text, year) if year is None or year in each.years]
    rest = door.browse.bodies(text=text, year=year, offset=0, limit=offset + limit + 1)
    keys = {each.key for each in named}
    every = [*named, *(each for each in rest if each.key not in keys)]
    shown: list[Json] = [linked.body(each) for each in every[offset : offset + limit]]
    return "", {"bodies": shown, "offset": offset, "more": len(every) > offset + limit}


def check(door: Door, linked: Linked, given: Arguments) -> tuple[str, Mapping[str, Json]]:
    """Checks that were made, of a body or of all."""
    name, year = given.get("body"), given.get("year")
    offset, limit = given.get("offset", 0), given.get("limit", 20)
    body = None if name is None else _body(door, name, year).name
    page = door.browse.checks(body, year, failing=given.get("failing", True), offset=offset, limit=limit)
    shown: list[Json] = [linked.check(each, given.get("language", "zh")) for each in page]
    return "", {"checks": shown, "offset": offset, "more": page.more}


ALL: Final[Mapping[str, Callable[[Door, Linked, Arguments], tuple[str, Mapping[str, Json]]]]] = {
    "ask": ask,
    "facts": facts,
    "find_body": find_body,
    "check": check,
}
"""by the name that an assistant calls it"""


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
