"""Questions that continue from an answer and have answers themselves, found with one quick look at the index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot import wording
from bot.finding.asked import Asked, Target
from bot.finding.figures import Figure, Sheet
from bot.languages import Language
from bot.models import Option, make_option
from index.metrics import catalogue
from index.models import Body

MOST = 3


def following(asked: Asked, target: Target, sheet: Sheet, found: Figure) -> tuple[Option, ...]:
    """The same figure of another year, then figures that belong with it in the same report."""
    if target.others:
        return ()  # two reports of one year may differ, and then there is no answer
    asks: dict[str, None] = {}
    for body, year, key in (*_other_years(asked, target, found), *_beside(target, sheet, found)):
        asks.setdefault(wording.question(asked.tongue, body, year, key, found.party))
        if len(asks) == MOST:
            break
    return tuple(make_option(label=ask, ask=ask) for ask in asks)


def of_other_years(asked: Asked, body: Body, year: int) -> tuple[Option, ...]:
    """The figure asked for in the years nearest to one of which there is no report."""
    if len(asked.understood.fits) != 1:
        return ()
    key, party = asked.understood.fits[0]
    party = party or ("total" if catalogue()[key].by_party else None)
    asks = (
        wording.question(asked.tongue, body.name, other, key, party)
        for other in sorted(body.years, key=lambda other: (abs(other - year), other))
        if asked.store.has_one_cell(body.id, other, key, party)
    )
    return tuple(make_option(label=ask, ask=ask) for ask in islice(asks, MOST))


def lines(tongue: Language, options: tuple[Option, ...]) -> list[str]:
    """The last lines of an answer that offers such questions."""
    return [tongue.say("next"), *(tongue.say("next_one", question=one.ask) for one in options)] if options else []


def without(tongue: Language, text: str) -> str:
    """The text of an answer without the questions that continue from it."""
    return text.partition("\n" + tongue.say("next"))[0]


def _other_years(asked: Asked, target: Target, found: Figure) -> Iterator[tuple[str, int, str]]:
    """The year before, else the one after, where its table has the figure once."""
    if len(target.body.years) < 2 or found.calculated:
        return
    earlier = [year for year in target.body.years if year < target.year]
    year = earlier[-1] if earlier else min(year for year in target.body.years if year > target.year)
    if asked.store.has_one_cell(target.body.id, year, found.key, found.party):
        yield target.body.name, year, found.key


def _beside(target: Target, sheet: Sheet, found: Figure) -> Iterator[tuple[str, int, str]]:
    """Figures of the same report that were read with this one: the balance it stands in, the parts of a total."""
    for key in sheet.known():
        cells = sheet.cells(key, found.party or None)
        if key != found.key and len(cells) == 1 and cells[0].value and key in catalogue():
            yield target.body.name, target.year, key
