"""Names in quotes of what has one of its own: “宜昌发布”公众号 is an account, though its name begins with a place."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import language
from bot.models import NAMES, Mention


@functools.cache
def _named() -> re.Pattern[str]:
    return re.compile(language("zh").statements["quoted_name"])


def names(text: str) -> list[tuple[int, int]]:
    """Where such names stand, without their quotes."""
    return [one.span("name") for one in _named().finditer(text)]


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, without places within such a name where another place is said besides."""
    spans = names(text)
    if not spans:
        return list(found)
    within = {
        (one.start, one.end)
        for one in found
        if one.kind in NAMES and any(start <= one.start and one.end <= end for start, end in spans)
    }
    besides = any(one.kind in NAMES and (one.start, one.end) not in within for one in found)
    if not within or not besides:
        return list(found)
    return [one for one in found if one.kind not in NAMES or (one.start, one.end) not in within]
