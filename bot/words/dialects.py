"""Questions in a dialect, read in standard words: 有冇人告佢 as 有没有人告它 (bot/languages/zh/dialect.toml)."""

from __future__ import annotations

import functools
import re

from bot.languages import CODES, language
from bot.normalise import Normal


def standard(normal: Normal) -> Normal:
    """The question in standard words, each with the offset of what was typed; unchanged if no dialect shows in it."""
    signs, words, standing = _words()
    if not signs.search(normal.text):
        return normal
    text, origin, end = "", list[int](), 0
    for match in words.finditer(normal.text):
        said = standing[match.group()]
        text += normal.text[end : match.start()] + said
        origin += normal.origin[end : match.start()]
        # of more characters than were typed the last ones stand where the last was
        origin += [normal.origin[min(match.start() + at, match.end() - 1)] for at in range(len(said))]
        end = match.end()
    return Normal(typed=normal.typed, text=text + normal.text[end:], origin=(*origin, *normal.origin[end:]))


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """What shows a dialect, its words, and the standard words for them."""
    tables = [language(code).dialect for code in CODES if language(code).dialect]
    standing: dict[str, str] = {word: said for table in tables for word, said in table["words"].items()}
    longest = sorted(standing, key=len, reverse=True)
    return re.compile("|".join(table["signs"] for table in tables)), re.compile("|".join(longest)), standing
