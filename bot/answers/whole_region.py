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
    # only the prose tells it: of all of the region where it says so itself
    if made.status == "answered" and all(_says_so(each.quote, word) for one in made.results for each in one.sources):
        return made
    if not its.measures:
        return not_understood(asked, told.operators, "not_together")
    names = {one.body for one in made.results} or {body.name for one in its.choices for body in one.bodies}
    if not all(re.search(kind, name) for name in names):
        return not_understood(asked, (word,), "not_understood")
    if made.status not in {"answered", "checked"}:
        return made
    return wording.noted(
        tongue, made, tuple(tongue.say("whole_region", word=word, body=name) for name in sorted(names))
    )


def _says_so(quote: str, word: str) -> bool:
    """Whether a clause says the word, or its own region: 我区 for 全区."""
    ours = (one for one in language("zh").statements["we"] if one.endswith(word[-1]))
    return word in quote or any(one in quote for one in ours)


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
