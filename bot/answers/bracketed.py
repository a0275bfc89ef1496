"""What brackets say of the same thing in a row's own words: 自己采购（自主采购）.

The word ahead of them that is not understood is left for the one within, with a note; only where both are kinds of one
thing, for in 交通事故（行政处罚） it may be another one altogether.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.finding.asked import Asked
from bot.models import NAMES, Answer

_BRACKETS = re.compile(r"\((?P<within>[^()]{2,20})\)")


def bracketed(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer to the question in those words; None where nothing is left over ahead of brackets, or it has none."""
    found = [*_BRACKETS.finditer(asked.text)]
    typed = _said_ahead(asked, found[0]) if len(found) == 1 else ""
    if not typed:
        return None
    within = found[0]["within"]
    start = found[0].start() - len(typed)
    sub = asked.again(f"{asked.text[:start]}{within}{asked.text[found[0].end() :]}", asked.before)
    made = answer(sub)
    if made.status != "answered":
        return None
    note = asked.tongue.say("mended", right=within, typed=typed)
    return replace(made, text=wording.with_note(asked.tongue, made.text, note), notes=(*made.notes, note))


def _said_ahead(asked: Asked, match: re.Match[str]) -> str:
    """The last words left over ahead of brackets, with the thing between, in which the brackets end too."""
    if any(one.kind in NAMES and match.start() <= one.start < match.end() for one in asked.cover.mentions):
        return ""
    start, end = max((span for span in asked.cover.left if span[1] <= match.start()), default=(0, 0))
    between = asked.text[end : match.start()]
    is_thing = any(one.text == between and any(one.alternatives) for one in asked.cover.mentions)
    return asked.text[start : match.start()] if is_thing and match["within"].endswith(between) else ""
