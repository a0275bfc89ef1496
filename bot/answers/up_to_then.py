"""What was made known in all years up to then (累计公开多少条), which a report tells beside what was in its own.

The form counts those of the year; a sentence that says 累计 of another figure is what is asked for.
"""

from __future__ import annotations

import re

from bot.answers.statement import own, stated
from bot.answers.topics import without_names
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.statements import part_at
from bot.finding.clauses import clauses_of
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened


def up_to_then(asked: Asked) -> Answer | None:
    """The figure that a sentence tells of all years; None if something else is asked, or none or several do."""
    told = asked.understood
    if len(told.choices) != 1 or len(told.years) > 1 or not _asks(asked.text, asked.cover):
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    says = language("zh").frames["up_to_then"]["told"]
    found = [one for one in clauses_of(asked, target.report.id) if re.search(says, part_at(one))]
    found = own(asked, target, found)
    return stated(asked, target, found, loosely=False) if len({one.value for one in found}) == 1 else None


@likened
def _asks(text: str, cover: Cover) -> bool:
    """Whether the whole question asks for it."""
    return re.fullmatch(language("zh").frames["up_to_then"]["asked"], without_names(text, cover).strip()) is not None
