"""Names of their own of what is read or opened, though a place stands in them: “宜昌发布”公众号, 青禾日报.

In quotes they are told by what stands behind; without, by what a paper, a station or an account is called.
"""

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


@functools.cache
def _media() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    tables = language("zh").statements
    return re.compile(tables["of_media"]), re.compile(tables["ahead_of_place"]), re.compile(tables["of_accounts"])


def _of_media(text: str, found: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where places are the beginning of the name of a paper or a station, or stand in that of an account."""
    paper, ahead, account = _media()
    spans = []
    for one in found:
        if one.kind == "region" and (behind := paper.match(text, one.end)):
            spans.append((one.start, behind.end()))
        elif one.kind == "region" and (told := ahead.search(text[: one.start])) and account.match(text, one.end):
            spans.append((told.start(), one.end))
    return spans


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, without places within such a name where another place is said besides."""
    spans = [*names(text), *(_of_media(text, found) if _media()[0].search(text) or _media()[1].search(text) else ())]
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
