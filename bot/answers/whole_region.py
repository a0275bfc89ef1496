"""The whole of a region (全县, the entire district): answered from its government's report, and no other body's."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot import wording
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.languages import CODES, language
from bot.meaning.intents import BODIES
from bot.models import Answer

_IT = "op:whole_region"


def whole_region(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer:
    """What is asked of the government of the region named, with a note that nothing was added up."""
    told, tongue = asked.understood, asked.tongue
    word, kind = _told(asked.text)
    plain = asked.again(_without(asked, word), asked.before)
    its = plain.understood
    if not word or len(its.choices) > 1 or its.each & BODIES or "whole_region" in its.ops:
        return not_understood(asked, told.operators, "not_together")
    made = answer(plain)
    if not its.measures:
        # only the prose tells it: of all of the region where it says so itself
        told_so = made.status == "answered" and all(word in each.quote for one in made.results for each in one.sources)
        return made if told_so else not_understood(asked, told.operators, "not_together")
    names = {one.body for one in made.results} or {body.name for one in its.choices for body in one.bodies}
    if not all(re.search(kind, name) for name in names):
        return not_understood(asked, (word,), "not_understood")
    if made.status not in {"answered", "checked"}:
        return made
    return wording.noted(
        tongue, made, tuple(tongue.say("whole_region", word=word, body=name) for name in sorted(names))
    )


def _without(asked: Asked, word: str) -> str:
    """The text without the word and what belongs to it: in the entire district."""
    said = [one for one in asked.cover.mentions if word in one.text and any(_IT in way for way in one.alternatives)]
    return f"{asked.text[: said[0].start]}{asked.text[said[0].end :]}" if said else asked.text.replace(word, "", 1)


def _told(text: str) -> tuple[str, str]:
    for code in CODES:
        for word, kind in language(code).operands.get("whole_region", {}).items():
            found = re.search(word, text)
            if found:
                return found.group(), kind
    return "", ""
