"""The whole of a region (全县, the entire district): answered from its government's report, and no other body's."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.figure import one_figure
from bot.finding.aiming import aim
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.languages import CODES, language
from bot.models import Answer


def whole_region(asked: Asked) -> Answer:
    """One figure of the government of the region named, with a note that nothing was added up."""
    told, tongue = asked.understood, asked.tongue
    word, kind = _told(asked.text)
    one = len(told.choices) < 2 and len(told.years) < 2 and len(told.measures) == 1
    if not word or not one or told.each or told.span is not None or "share" in told.ops:
        return not_understood(asked, told.operators, "not_together")
    target = aim(asked)
    if isinstance(target, Answer):
        return target
    if not re.search(kind, target.body.name):
        return not_understood(asked, (word,), "not_understood")
    note = tongue.say("whole_region", word=word, body=target.body.name)
    return one_figure(asked, replace(target, notes=(*target.notes, note)))


def _told(text: str) -> tuple[str, str]:
    for code in CODES:
        for word, kind in language(code).operands.get("whole_region", {}).items():
            found = re.search(word, text)
            if found:
                return found.group(), kind
    return "", ""
