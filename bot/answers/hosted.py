"""A body that a question names only to say on whose website something stood: 湿地办通过海珠区政府网站公开了多少条.

It is not a second body that is asked about. The clause that tells the figure has to name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.clause.statements import bare
from bot.finding.sentence.whose import is_on_anothers_site
from bot.languages import language
from bot.models import Answer
from index.models import Source

_NAMES = frozenset({"region", "organ"})


def hosted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer without the name, if a clause of it has that; None where no such name is said."""
    found = _host(asked) if len(asked.understood.choices) > 1 else None
    if found is None:
        return None
    owner, (start, end) = found
    made = answer(asked.again(f"{asked.text[:start]} {asked.text[end:]}", asked.before))
    if made.status == "clarify":
        named = [one for one in made.options if owner in one.label]
        return answer(asked.again(named[0].ask, None)) if len(named) == 1 else made
    if made.status == "answered" and not all(_names(owner, each.sources) for each in made.results):
        return replace(not_understood(asked, (owner,), "not_together"), query=made.query)
    return made


def is_anothers(asked: Asked, made: Answer) -> bool:
    """省政府网站 asked for, and told is what stood on the city's: neither the clause nor the body is of that level."""
    tables = language("zh").statements
    told = [(one.quote, each.body) for each in made.results for one in each.sources]
    if any(is_on_anothers_site(asked.text, bare(quote), body) for quote, body in told):
        return True
    said = re.search(tables["site_of_level"], asked.text)
    if said is None:
        return False
    for each in made.results:
        quoted = {level for one in each.sources for level in re.findall(tables["site_of_level"], one.quote)}
        own = re.findall(tables["level_of_name"], each.body)[-1:]
        if said["level"] not in (quoted or own):
            return True
    return False


def _names(owner: str, sources: Sequence[Source]) -> bool:
    return any(owner in "".join(one.quote.split()) for one in sources)


def _host(asked: Asked) -> tuple[str, tuple[int, int]] | None:
    """The name of the site's owner without 政府, and where all of it stands; None if none does."""
    tables = asked.tongue.statements
    if "site" not in tables:
        return None
    for start, end in sorted({(one.start, one.end) for one in asked.cover.mentions if one.kind in _NAMES}):
        behind = re.match(tables["site"], asked.text[end:])
        if behind is not None and re.search(tables["by_way_of"], asked.text[:start]):
            return asked.text[start:end], (start, end + behind.end("whose"))
    return None
