"""收到的申请里办结了几件: the form counts what was closed in the year, whenever it was received."""

from __future__ import annotations

from bot import wording
from bot.finding.asked import Asked, Target, look
from bot.finding.figures import CARRIED_IN, CLOSED, RECEIVED, Figure, Sheet, family
from bot.models import Answer, Query, make_answer

_SAID = "note:of_received"
"""a word says which requests, where it is no figure besides"""


def carried_along(asked: Asked, sheet: Sheet, found: Figure) -> list[str]:
    """That requests carried in from the year before are among what was closed, where those received are asked about."""
    if found.key not in family(CLOSED) or not (_says_received(asked) or _asked_before(asked)):
        return []
    before, _ = look(sheet, CARRIED_IN, found.terms[0].party)
    if not isinstance(before, Figure) or not before.value:
        return []
    count = wording.amount(asked.tongue, before.value, before.unit)
    return [asked.tongue.say("carried_along", count=count)]


def more_than_received(asked: Asked, target: Target, sheet: Sheet, found: Figure, query: Query) -> Answer | None:
    """No figure, where more were closed than were received: how many of these were cannot be told."""
    if found.key not in family(CLOSED) or not _says_received(asked):
        return None
    received, _ = look(sheet, RECEIVED, found.terms[0].party)
    if not isinstance(received, Figure) or received.value >= found.value:
        return None
    tongue = asked.tongue
    why = tongue.say(
        "closed_of_received",
        body=target.body.name,
        year=target.year,
        received=wording.amount(tongue, received.value, received.unit),
        closed=wording.amount(tongue, found.value, found.unit),
    )
    notes = (*target.notes, *carried_along(asked, sheet, found))
    text = "\n".join([tongue.say("missing", why=why), *wording.note_lines(tongue, notes)])
    return make_answer(status="missing", reason="form", text=text, notes=notes, query=query)


def _says_received(asked: Asked) -> bool:
    if "received" in asked.understood.features:
        return True
    return any(_SAID in way for mention in asked.cover.mentions for way in mention.alternatives)


def _asked_before(asked: Asked) -> bool:
    """其中办结几件, after how many were received."""
    before = asked.before
    return asked.understood.leaning and before is not None and before.metrics == (RECEIVED,)
