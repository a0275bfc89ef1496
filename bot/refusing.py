"""Words that ask for something else where they stand, though each is known: 收到多少件咨询, 公安局提出的申请.

Patterns of bot/languages/*/refused.toml find them; what a pattern's group `word` holds is then no word that is placed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import CODES, language
from bot.models import Mention

_REGION, _ORGAN = "□", "■"
"""stand in the patterns for every character of a place's name, and of an organ's"""


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for code in CODES for one in language(code).refused.get("patterns", ()))


_NAME = re.compile(r"(?<=\(\?P[<=])\w+(?=[>)])")


@functools.cache
def _any() -> re.Pattern[str]:
    """All patterns in one, so that a question in which none stands, as in nearly every one, is looked through once."""
    # The names of groups are each pattern's own.
    told = [_NAME.sub(rf"\g<0>_{at}", one.pattern) for at, one in enumerate(_patterns())]
    return re.compile("|".join(f"(?:{one})" for one in told))


def masked(text: str, found: Sequence[Mention]) -> str:
    """The question with a sign in place of each character that names a body."""
    signs = list(text)
    for kind, sign in (("region", _REGION), ("own", _ORGAN), ("organ", _ORGAN)):
        for one in found:
            if one.kind == kind and one.end - one.start > 1:
                signs[one.start : one.end] = [sign] * (one.end - one.start)
    return "".join(signs)


def refused(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with what a pattern finds taken for a word that never gives a figure."""
    hidden = masked(text, found)
    if not _any().search(hidden):
        return list(found)
    spans = {match.span("word") for pattern in _patterns() for match in pattern.finditer(hidden)}
    kept = [one for one in found if not any(one.start < end and start < one.end for start, end in spans)]
    return kept + [
        Mention(
            start=start,
            end=end,
            text=text[start:end],
            kind="phrase",
            alternatives=(frozenset({f"not:{text[start:end]}"}),),
        )
        for start, end in sorted(spans)
    ]
