"""Bodies referred to by their kind (该县, that bureau): one that was talked about before and is of that kind."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from bot.languages import CODES, language
from bot.meaning import intents
from bot.meaning.intents import BODIES
from bot.meaning.understood import Understood
from bot.models import Query
from bot.places.bodies import Places
from bot.places.choices import Choice
from bot.words.patterns import Patterns


def of_kind(text: str, found: Understood, before: Query | None, places: Places) -> Understood:
    """Of several bodies talked about, those of the kind; `other_kind` is set if there is none."""
    word, kind = _kind_told(text)
    if not word:
        return found
    if before is not None and before.bodies and found.each and not found.ops & {"who", *intents.RANKS}:
        # how many did the district receive: the one that was talked about, not all there are
        found = replace(found, each=frozenset(), regions=frozenset())
    told = before.bodies if before is not None and not found.each & BODIES else ()
    named = tuple(body.name for choice in found.choices for body in choice.bodies) or told
    alike = tuple(name for name in named if re.search(kind, name))
    if named and not alike:
        return replace(found, other_kind=word)
    if len(alike) < len(named) and not found.choices:
        return replace(found, choices=(Choice(bodies=places.bodies(alike)),))
    return found


@functools.cache
def _kinds() -> tuple[Patterns, tuple[str, ...]]:
    """The words, and how the names end of each."""
    lines = [one for code in CODES for one in language(code).operands.get("that_kind", {}).items()]
    return Patterns((word for word, _ in lines), "(?<![a-z])", "(?![a-z])"), tuple(kind for _, kind in lines)


def _kind_told(text: str) -> tuple[str, str]:
    """A word for a body by its kind, and how the names of such bodies end."""
    patterns, kinds = _kinds()
    for at, said in patterns.found(text):
        return said.group(), kinds[at]
    return "", ""
