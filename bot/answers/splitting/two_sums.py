"""Two of the sum of several bodies, their average and their median, at once: 各单位申请合计和平均各多少."""

from __future__ import annotations

from bot.answers.choosing import said
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.answers.sums import MEDIAN
from bot.finding.asked import Asked

_SUMS = ("total", "average")


def _cut(asked: Asked) -> list[str]:
    """The question with the one word, and with the other."""
    if "average" not in asked.understood.ops:
        return []
    _, match = next(said("sums", asked), (None, None))
    if match is None:
        return []
    before, after = asked.text[: match.start()], asked.text[match.end() :]
    return [f"{before}{match['one']}{after}", f"{before}{match['other']}{after}"]


def _asks(sub: Asked, made: Made) -> bool:
    """Each part asks for another of them."""
    return sub.understood.intent in _SUMS and all(_which(sub) != _which(one.asked) for one in made)


def _which(sub: Asked) -> tuple[str | None, bool]:
    return sub.understood.intent, MEDIAN in sub.understood.ops


def _accept(part: Part, _made: Made) -> bool:
    return part.answer.status == "answered"


TWO_SUMS = Way(cut=_cut, asks=_asks, accept=_accept, together=joined)
