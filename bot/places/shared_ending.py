"""What stands behind several regions that are listed is of each of them: 青禾区和白鹭县住建局 are two bureaus."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import Mention
from bot.places.body_names import DATA
from bot.places.organ_alone import level

_SO_MANY = re.compile(DATA["so_many"])
_AND = frozenset({"and"})


def shared(groups: Sequence[list[Mention]], mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """The groups, each region in a list with what a possessive joins to the last of them."""
    found = [*groups]
    ending: Sequence[Mention] = ()
    every = False
    for at in range(len(groups) - 1, 0, -1):
        before, group = groups[at - 1], groups[at]
        ending = _ending(group, groups, text) or ending
        many = len(group) > 1 and _SO_MANY.fullmatch(text[group[0].end : group[1].start].strip()) is not None
        every = every or many
        if (
            ending
            and _is_beside(before, group, of_any_level=every)
            and _listed(before[-1].end, group[0].start, mentions, text)
        ):
            found[at - 1] = [*before, *ending]
        else:
            ending, every = (), False
    return found


def _ending(group: Sequence[Mention], groups: Sequence[list[Mention]], text: str) -> Sequence[Mention]:
    """教育局 of 赤水市的教育局; of 赤水市教育局 too, unless 赤水市 stands beside it for itself."""
    if len(group) < 2 or group[0].kind != "region":
        return ()
    owned = text[group[0].end : group[1].start].strip() in DATA["owned"]
    alone = any(len(one) == 1 and one[0].kind == "region" and one[0].value == group[0].value for one in groups)
    return group[1:] if owned or not alone else ()


def _is_beside(before: Sequence[Mention], group: Sequence[Mention], *, of_any_level: bool) -> bool:
    """A region and nothing more, of the level of the other; of any, if so many organs are spoken of."""
    one, other = before[0].value, group[0].value
    if len(before) != 1 or before[0].kind != "region" or group[0].kind != "region":
        return False
    if not isinstance(one, frozenset) or not isinstance(other, frozenset):
        return False
    return of_any_level or bool({level(key) for key in one} & {level(key) for key in other})


def _listed(start: int, end: int, mentions: Sequence[Mention], text: str) -> bool:
    """Nothing but a sign or a word for “and” stands between two names."""
    between = text[start:end].strip()
    said = (one for one in mentions if start <= one.start and one.end <= end and one.text == between)
    return between in DATA["list_signs"] or any(_AND in one.alternatives for one in said)
