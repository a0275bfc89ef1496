"""A body of a place that is in no list (琶洲街道, 茶叶局): its name ends in what only names of bodies end in."""

from __future__ import annotations

import functools
import re

from bot import wording
from bot.finding.asked import Asked
from bot.models import NAMES, Answer
from bot.places.body_names import DATA


def unlisted(asked: Asked) -> Answer | None:
    """There is no report of that body; None if nothing else than the name of one body stands in the way."""
    name = _name(asked)
    if name is None or asked.respelt():
        return None
    text = wording.missing_body(asked.tongue, name, ())
    return Answer(status="missing", reason="body", text=text)


def _name(asked: Asked) -> str | None:
    """The one stretch that was not understood, with the pieces of names around it; None if it is no name."""
    if len(asked.cover.left) != 1:
        return None
    start, end = asked.cover.left[0]
    named = [one for one in asked.cover.mentions if one.kind in NAMES]
    for one in reversed(named):
        if one.end == start:
            start = one.start
    for one in named:
        if one.start == end and one.kind == "organ":
            end = one.end
    if any(one.start < start or end <= one.start for one in named):
        return None
    name = asked.text[start:end]
    begins = start == 0 or not asked.text[start - 1].isalnum()
    return name if begins and _pattern().fullmatch(name) else None


@functools.cache
def _pattern() -> re.Pattern[str]:
    told = DATA["unlisted"]
    return re.compile(f"(?!.*(?:{told['never']}))[\u4e00-\u9fff]{{2,}}(?:{told['ends']})")
