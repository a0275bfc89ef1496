"""Whether something holds of all: 复议都维持了吗, 申请是否全部办结, were all reconsiderations upheld.

The word for all (bot/languages/*/operators.toml, [operands] whether_all) then means nothing else: the question is
whether the share is the whole, which the figure alone would leave open.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.languages import every
from bot.models import NAMES, Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns

_ALL = (frozenset({"op:all"}),)


@functools.cache
def _patterns() -> Patterns:
    return Patterns(every("operands", "whether_all"))


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with a word for all taken in that sense if the question asks for a yes or a no."""
    span = next((match.span("word") for _, match in _patterns().found(text)), None)
    if span is None or any(one.kind in NAMES and one.start <= span[0] and span[1] <= one.end for one in found):
        # 成都 and 花都区 say nothing of all
        return list(found)
    return [*beside(found, [span]), meaning(text, span, _ALL)]
