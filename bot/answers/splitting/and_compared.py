"""In a chat the next figure, and at once what it comes to beside the one before: 2020年呢，多了还是少了.

The two are asked one after another: of what is compared the first question tells the second half.
"""

from __future__ import annotations

from bot.answers.choosing import said
from bot.answers.splitting.ways import Answering, Made, Part, Way, split
from bot.finding import going_on
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.meaning.running_on import continued
from bot.models import Answer, Query


def _cut(asked: Asked) -> list[str]:
    if asked.before is None or not asked.before.metrics:
        return []
    _, match = next(said("and_compared", asked), (None, None))
    return [] if match is None else [match["one"], match["then"]]


def _leans_on(asked: Asked, made: Made) -> Query | None:
    return continued(made[-1].answer.query, asked.before) if made else asked.before


def _accept(part: Part, made: Made) -> bool:
    """A figure, and then one that compares those told and names nothing itself."""
    told = part.asked.understood
    bare = not (told.features or told.parties_said or told.left) or not made
    return part.answer.status == "answered" and bool(part.answer.results) and bare


def _together(asked: Asked, made: Made) -> Answer:
    """Both; what stands first of the two may be the figure just told."""
    answers = [part.answer for part in made]
    results = {(one.body, one.year, one.metric, one.party, one.value): one for each in answers for one in each.results}
    return Answer(
        status="answered",
        text="\n".join(going_on.without(asked.tongue, one.text) for one in answers),
        results=tuple(results.values()),
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        query=answers[-1].query,
    )


def and_compared(asked: Asked, answer: Answering) -> Answer | None:
    """None where nothing is compared; what is, and cannot be, is no ranking of all there are."""
    made = split(asked, AND_COMPARED, answer)
    return made or (not_understood(asked, asked.understood.operators, "not_together") if _cut(asked) else None)


AND_COMPARED = Way(cut=_cut, leans_on=_leans_on, accept=_accept, together=_together)
