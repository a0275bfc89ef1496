"""What several things come to together, of which only the prose tells: 代表建议、政协提案总共多少件.

Each is asked by itself; all are told of one body and year and counted alike, and none is part of another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.splitting.cutting import MOST_PARTS, at, is_sum
from bot.answers.splitting.piecewise import is_of_no_thing, of_first
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.finding.items.several import only_done
from bot.languages import language
from bot.models import Answer, Query


def _cut(asked: Asked) -> list[str]:
    """The things, each with the words that ask."""
    tables, told = language("zh").statements, asked.understood
    asks = re.search(tables["sum_asked"], asked.text)
    if asks is None or told.claimed or told.conditions or len(told.years) > 1 or len(told.choices) > 1:
        return []
    parts = at(asked, tables["names_joined"])
    if not 1 < len(parts) <= MOST_PARTS or not is_sum(asked.text, parts):
        return []
    bare = [re.sub(tables["all_together"], "", part) for part in parts]
    return [part if asks.group() in part else f"{part}{asks.group()}" for part in bare]


def _leans_on(_asked: Asked, made: Made) -> Query | None:
    return of_first(made[0].answer) if made else None


def _accept(part: Part, made: Made) -> bool:
    """物业投诉和办结: of these complaints, and not of the requests that a table tells."""
    one = part.answer
    return (
        not is_of_no_thing(part, made)
        and one.status == "answered"
        and len(one.results) == 1
        and one.results[0].value is not None
    )


def _together(asked: Asked, made: Made) -> Answer | None:
    """The sum, with each figure below it."""
    each = joined(asked, made)
    results = each.results if each is not None else ()
    about = {(one.body, one.year, one.unit) for one in results}
    quotes = [source.quote for one in results for source in one.sources]
    among = any(map(only_done, quotes))
    if each is None or len(about) != 1 or all(one.metric for one in results) or among:
        return None
    values = [one.value or Decimal(0) for one in results]
    total = sum(values, Decimal(0))
    formula = f"{' + '.join(map(wording.plain, values))} = {wording.plain(total)} {results[0].unit}"
    sources = tuple(source for one in results for source in one.sources)
    approximate = any(one.approximate for one in results)
    one = replace(
        results[0], metric=None, party=None, value=total, calculated=True, sources=sources, approximate=approximate
    )
    return replace(each, text=f"{asked.tongue.say('formula', formula=formula)}\n{each.text}", results=(one,))


SUMMED = Way(cut=_cut, leans_on=_leans_on, accept=_accept, together=_together)
