"""The sum of several bodies and their average, at once: 各单位申请合计和平均各多少."""

from __future__ import annotations

from bot.answers.choosing import said
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked

_SUMS = ("total", "average")


def _cut(asked: Asked) -> list[str]:
    """The question with the one word, and with the other."""
    if "average" not in asked.understood.ops:
        return []
    _, match = next(said("sums", asked.text), (None, None))
    if match is None:
        return []
    before, after = asked.text[: match.start()], asked.text[match.end() :]
    return [f"{before}{match['one']}{after}", f"{before}{match['other']}{after}"]


def _asks(sub: Asked, made: Made) -> bool:
    """One part asks for the sum, the other for the average."""
    return sub.understood.intent in _SUMS and all(sub.understood.intent != one.asked.understood.intent for one in made)


def _accept(part: Part, _made: Made) -> bool:
    return part.answer.status == "answered"


TWO_SUMS = Way(cut=_cut, asks=_asks, accept=_accept, together=joined)
