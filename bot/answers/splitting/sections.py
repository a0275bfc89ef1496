"""The same section of several years, or of several bodies, one after another: 两年的问题对比.

Nothing is said of what they have in common: that the asker reads.
"""

from __future__ import annotations

import itertools
import re

from bot.answers.splitting.ways import Made, Part, Way
from bot.answers.topics import blanked
from bot.finding.asked import Asked
from bot.languages import language
from bot.models import Answer

MOST = 4
"""sections quoted one after another"""


def _cut(asked: Asked) -> list[str]:
    told = asked.understood
    bodies = [choice.bodies[0] for choice in told.choices if len(choice.bodies) == 1]
    pairs = list(itertools.product(bodies, told.years))
    if len(bodies) < len(told.choices) or not 1 < len(pairs) <= MOST:
        return []
    text = blanked(asked)
    form = next((form for way, form in language("zh").topics["sections"].items() if re.search(way, text)), None)
    return [form.format(body=body.name, year=year) for body, year in pairs] if form is not None else []


def _accept(part: Part, _made: Made) -> bool:
    return part.answer.status == "explained"


def _together(_asked: Asked, made: Made) -> Answer:
    answers = [part.answer for part in made]
    return Answer(
        status="explained",
        text="\n".join(one.text for one in answers),
        sources=tuple(source for one in answers for source in one.sources),
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        query=answers[-1].query,
    )


SECTIONS = Way(cut=_cut, accept=_accept, together=_together)
